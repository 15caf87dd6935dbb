"""The command `cogtui emulator`."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.emulator.hosts import host_name, is_loopback

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
"""Exit statuses: startup failed, wrong usage, and Ctrl+C."""
LAST_PORT = 65535
"""The highest TCP port."""

_STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}
_INSTRUCTIONS = """\
Set these for any AWS SDK, for the AWS CLI or for cogtui; any key is accepted:
  export AWS_ENDPOINT_URL={url}
  export AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo
  export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
Then, for example:
  aws cognito-identity list-identity-pools --max-results 10
Ctrl+C stops it and discards its data.
"""
_WARNING = """\
WARNING: listening on {host}: other machines can reach it. No key is checked, so anyone who
WARNING: reaches it can read and change everything in it.
"""


def main(arguments: Sequence[str]) -> int:
    """Serve an emulator until Ctrl+C or SIGTERM.

    The first line on stdout is the URL. Call it in the main thread.

    Args:
        arguments: The command-line arguments after `emulator`.

    Returns:
        The exit status: 0 after SIGTERM, 1 if startup failed, 2 on wrong usage, 130 after
        Ctrl+C.

    Raises:
        ImportError: A package of cogtui[demo] is missing or has an unsupported version.
    """
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
        fault_plan = _fault_plan(parser, options)
    except SystemExit as error:
        return int(error.code or 0)
    # The server's threads inherit the mask, so only this thread receives the signals.
    previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        return _serve(options, fault_plan)
    except OSError as error:
        address = f"{options.host}:{options.port}"
        sys.stderr.write(f"cogtui emulator: cannot listen on {address}: {_reason(error)}\n")
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)
    return FAILED


def _serve(options: argparse.Namespace, fault_plan: FaultPlan) -> int:
    with start_emulator(
        host=options.host,
        port=options.port,
        allow_hosts=options.allow_host,
        pools=options.pools,
        identities=options.identities,
        seed=options.seed,
        empty=options.empty,
        verbose=options.verbose,
        fault_plan=fault_plan,
    ) as running:
        _print_instructions(options.host, running)
        caught = signal.sigwait(_STOP_SIGNALS)
    return INTERRUPTED if caught == signal.SIGINT else 0


def _print_instructions(host: str, running: RunningEmulator) -> None:
    sys.stdout.write(f"{running.url}\n\n{_INSTRUCTIONS.format(url=running.url)}")
    sys.stdout.flush()
    if not is_loopback(host_name(host)):
        sys.stderr.write(_WARNING.format(host=host))
        sys.stderr.flush()


def _reason(error: OSError) -> str:
    """Return the operating system's error text, without what Python adds to it."""
    # Errors of the resolver have negative numbers, which strerror does not know.
    number = error.errno or 0
    return os.strerror(number) if number > 0 else str(error.strerror)


def _fault_plan(parser: argparse.ArgumentParser, options: argparse.Namespace) -> FaultPlan:
    try:
        faults = tuple(Fault.parse(text) for text in options.fault)
    except ValueError as error:
        parser.error(f"argument --fault: {error}")
    return FaultPlan(
        latency_ms=options.latency_ms, quotas=options.quotas, faults=faults, seed=options.seed
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 on")
    return int(text)


def _port(text: str) -> int:
    number = _count(text)
    if number > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is not a port, the last of which is {LAST_PORT}")
    return number


def _host(text: str) -> str:
    try:
        host_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cogtui emulator",
        description="An Amazon Cognito identity pools service on this machine, with demo data.",
    )
    add = parser.add_argument
    add(
        "--host",
        default="127.0.0.1",
        type=_host,
        help="address to listen on (default: %(default)s)",
    )
    add("--port", type=_port, default=0, help="port to listen on (default: any that is free)")
    add(
        "--allow-host",
        action="append",
        default=[],
        type=_host,
        metavar="NAME",
        help="accept requests for this host name too, besides loopback names and --host; "
        "can be given several times",
    )
    add("--pools", type=_count, default=12, metavar="N", help="demo pools in us-east-1 (12)")
    add(
        "--identities",
        type=_count,
        default=5000,
        metavar="N",
        help="identities of the large demo pool (5000)",
    )
    add("--seed", type=int, default=1, metavar="S", help="what the demo data is drawn from (1)")
    add("--empty", action="store_true", help="start without any data")
    add("--verbose", action="store_true", help="one line on stderr for each request")
    group = parser.add_argument_group("simulated faults")
    group.add_argument(
        "--latency-ms", type=float, default=0, metavar="MS", help="delay every request"
    )
    group.add_argument(
        "--quotas", action="store_true", help="enforce the service's published request rates"
    )
    group.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="OPERATION=FAULT:SHARE",
        help="let a share of an operation's requests fail, such as "
        "ListIdentities=TooManyRequestsException:0.1; * is every operation; a fault is an error "
        "code, 500, reset, timeout, cut or malformed; can be given several times",
    )
    return parser
