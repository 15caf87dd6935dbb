"""Format a plan as AWS CLI commands, each with a `--cli-input-json` file."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.configuration.json_positions import format_json
from cogtui.configuration.plan import CREATE, PlannedCall, Target
from cogtui.secret import Secret
from cogtui.service.cli_line import cli_line

POOL: Final = "POOL"
"""The shell variable that holds the ID of the new pool."""


class CliFile(NamedTuple):
    """The input file and the command of one call."""

    name: str
    """The file name: `1-create-identity-pool.json`."""
    text: str
    """The content. Unless secrets are revealed, a placeholder such as
    `<SupportedLoginProviders: api.twitter.com>` replaces each one; the service rejects it."""
    line: str
    """The command for a POSIX shell, to run in the directory of the files."""


class CliOptions(NamedTuple):
    """The AWS CLI options that select the account."""

    region: str
    """The region."""
    profile: str | None = None
    """The AWS profile; None or empty for none."""
    endpoint_url: str | None = None
    """The endpoint to call instead of AWS; None or empty for AWS."""


def cli_files(
    calls: Sequence[PlannedCall],
    target: Target | None,
    options: CliOptions,
    *,
    reveal: bool = False,
) -> tuple[CliFile, ...]:
    """Format calls for the AWS CLI, version 1 or 2.

    Args:
        calls: The calls of a plan.
        target: The pool; None if the first call creates it: the shell variable `POOL` then
            passes its ID to the other calls.
        options: The options that select the account.
        reveal: Whether to include secrets.

    Returns:
        One file per call, in order.
    """
    return tuple(
        CliFile(
            name := f"{number}-{call.operation}.json",
            format_json(_plain_value(call.request(target), "", reveal=reveal)) + "\n",
            _command(call, target, options, name),
        )
        for number, call in enumerate(calls, 1)
    )


def _command(call: PlannedCall, target: Target | None, options: CliOptions, name: str) -> str:
    line = cli_line(call.operation, {}, **options._asdict())
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
