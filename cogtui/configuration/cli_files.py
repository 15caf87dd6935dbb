"""A change as files for the AWS CLI: one of `--cli-input-json` for each call, and its line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.configuration.json_positions import dumped
from cogtui.configuration.plan import CREATE, PlannedCall, Target
from cogtui.secret import Secret
from cogtui.service.cli_line import cli_line

POOL: Final = "POOL"
"""The shell's variable that has the id of a pool once it is made."""


class CliFile(NamedTuple):
    """The input of one call."""

    name: str
    """The file's name: `1-create-identity-pool.json`."""
    text: str
    """What is in it. A secret is `<SupportedLoginProviders: api.twitter.com>` unless it was asked
    for; the service refuses that."""
    line: str
    """What a POSIX shell is to run in the files' directory."""


class Where(NamedTuple):
    """What the AWS CLI is told of the account."""

    region: str
    """The region."""
    profile: str | None = None
    """The AWS profile; None or empty for none."""
    endpoint_url: str | None = None
    """Where to call instead of AWS; None or empty for AWS."""


def cli_files(
    calls: Sequence[PlannedCall], target: Target | None, where: Where, *, reveal: bool = False
) -> tuple[CliFile, ...]:
    """Writes calls for the AWS CLI, version 1 or 2.

    Args:
        calls: A plan's calls.
        target: The pool; None for one that the first call makes: its id is then handed on in
            the shell's variable `POOL`.
        where: The account.
        reveal: Whether secrets stand in the files.

    Returns:
        A file for each call, in their order.
    """
    return tuple(
        CliFile(
            name := f"{number}-{call.operation}.json",
            dumped(_plain_value(call.request(target), "", reveal=reveal)) + "\n",
            _line(call, target, where, name),
        )
        for number, call in enumerate(calls, 1)
    )


def _line(call: PlannedCall, target: Target | None, where: Where, name: str) -> str:
    line = cli_line(call.operation, {}, **where._asdict())
    line = f"{line} --cli-input-json file://{name}"
    if call.operation == CREATE:
        return f"{POOL}=$({line} --query IdentityPoolId --output text)"
    return line if target else f'{line} --identity-pool-id "${POOL}"'


def _plain_value(value: Any, path: str, *, reveal: bool) -> Any:  # noqa: ANN401  plain data
    if isinstance(value, Secret):
        return value.reveal() if reveal else f"<{path}>"
    if isinstance(value, Mapping):
        return {
            name: _plain_value(each, f"{path}: {name}" if path else name, reveal=reveal)
            for name, each in value.items()
        }
    return value
