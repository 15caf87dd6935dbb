"""A Cognito identity pools service on the local machine, built on moto.

It answers the `cognito-identity` API as Amazon's service does, over plain HTTP on the
loopback interface, with moto's sts, iam and cognito-idp on the same port. Point any AWS SDK at
its URL; every access key is accepted.

Importing this package is cheap: moto is loaded by the first `start_emulator`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cogtui.emulator.running import RunningEmulator

if TYPE_CHECKING:
    from cogtui.emulator.faults import FaultPlan

__all__ = ["RunningEmulator", "start_emulator"]


def start_emulator(  # noqa: PLR0913 - all are optional, and given by keyword
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
    """Start an emulator in a daemon thread and wait until it listens.

    Emulators share no state, even in one process.

    Args:
        host: The address to listen on; anything but loopback lets others in, unchecked.
        port: The TCP port, 0 for any that is free.
        allow_hosts: Host names and IP addresses by which clients may reach it, besides `host`
            and loopback names.
        pools: How many identity pools the demo data holds in its home region, us-east-1.
        identities: How many identities the large pool, `mobile-app-prod`, holds.
        seed: What the demo data is drawn from; the same seed gives the same answers.
        empty: Start with no pools at all.
        verbose: Write one line to stderr for each request.
        fault_plan: Latency, quotas and faults to put in the clients' way; none when omitted.

    Returns:
        The running emulator, which is also a context manager that stops it.

    Raises:
        ImportError: A package of cogtui[demo] is missing, or another version than it needs.
        OSError: The address cannot be listened on.
        ValueError: `host` or one of `allow_hosts` is not a host.
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
