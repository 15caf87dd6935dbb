"""A local emulator of Amazon Cognito identity pools, built on moto.

It serves the `cognito-identity` API over plain HTTP on the loopback interface and responds as the
AWS service does. Moto's STS, IAM and `cognito-idp` share its port. Point any AWS SDK at its URL;
every access key is accepted.

Importing this package is cheap: the first `start_emulator` imports moto.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cogtui.emulator.running import RunningEmulator

if TYPE_CHECKING:
    from cogtui.emulator.faults import FaultPlan

__all__ = ["RunningEmulator", "start_emulator"]


def start_emulator(  # noqa: PLR0913 - all arguments are optional and keyword-only
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    allow_hosts: Iterable[str] = (),
    pools: int = 12,
    identities: int = 5000,
    seed: int = 1,
    empty: bool = False,
    verbose: bool = False,
    fault_plan: "FaultPlan | None" = None,
) -> RunningEmulator:
    """Start an emulator in a daemon thread and return once it is listening.

    Emulators share no state, even in one process.

    Args:
        host: The address to listen on. On anything but loopback, other machines can connect
            without authentication.
        port: The TCP port; 0 picks a free one.
        allow_hosts: Host names and IP addresses that clients may use besides `host` and
            loopback names.
        pools: The number of demo pools in the home region, us-east-1.
        identities: The number of identities in the large pool, `mobile-app-prod`.
        seed: The random seed of the demo data; the same seed gives the same data.
        empty: Start without any pools.
        verbose: Write one line to stderr for each request.
        fault_plan: Latency, quotas and faults to simulate.

    Returns:
        The running emulator; used as a context manager, it stops at the end of the block.

    Raises:
        ImportError: A package of cogtui[demo] is missing or has an unsupported version.
        OSError: The server cannot listen on the address.
        ValueError: `host` or one of `allow_hosts` is not a valid host.
    """
    from cogtui.emulator.server import serve  # noqa: PLC0415 - importing moto takes a second

    return serve(
        host=host,
        port=port,
        allow_hosts=allow_hosts,
        pools=0 if empty else pools,
        identities=identities,
        seed=seed,
        verbose=verbose,
        fault_plan=fault_plan,
    )
