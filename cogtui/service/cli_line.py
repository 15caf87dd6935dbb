"""Write the AWS CLI command that makes a request, for a POSIX shell.

The commands work in both version 1 and version 2 of the AWS CLI. Values that the CLI would
misinterpret are passed in `--cli-input-json`, whose members the CLI sends unchanged.
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cogtui.secret import Secret
from cogtui.text import is_plain

SERVICE: Final = "cognito-identity"

_LOADING_PREFIXES: Final = ("file://", "fileb://", "http://", "https://")
"""Prefixes that make the CLI load the value from a file, or in version 1 from a URL."""

_PREFIXES_AFTER_EQUALS: Final = ("-", "=")
"""Prefixes of values that cannot follow a space: the CLI parses the first as an option, and zsh
expands the second to a command's path."""

_LONGEST_ARGUMENT: Final = 120_000
"""The longest argument, in bytes: Linux limits one to 131,071 bytes."""

_FIRST_DESCRIPTOR: Final = 3
"""The first file descriptor after standard input, output and error."""


def cli_line(
    operation: str,
    parameters: Mapping[str, object],
    *,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    reveal: bool = False,
) -> str:
    """Return the command that makes a request.

    Args:
        operation: The operation's AWS CLI name, preceded by the service's name if it is not
            cognito-identity: `list-identities`, `sts get-caller-identity`.
        parameters: The request's members by API name, with secrets as `Secret`.
        profile: The AWS profile; None or empty for none.
        region: The region to call; None or empty for the CLI's default.
        endpoint_url: The endpoint to call instead of AWS; None or empty for AWS.
        reveal: Whether to include secrets. Otherwise the command has placeholders such as
            `<Logins: accounts.google.com>`, to be replaced before it is run.

    Returns:
        The command on one line of printable characters. A member that is too long for an argument
        (three tokens of 50,000 characters) follows as a here-document.
    """
    service, _, name = operation.rpartition(" ")
    parameters_shown = {
        member: _plain_value(value, member, reveal=reveal) for member, value in parameters.items()
    }
    json_input = {
        member: value
        for member, value in parameters_shown.items()
        if isinstance(value, str) and not _can_be_option(value)
    }
    words = ["aws", service or SERVICE, name]
    here_documents: list[str] = []
    words.extend(
        _option(member, value, here_documents)
        for member, value in parameters_shown.items()
        if member not in json_input
    )
    if json_input:
        words.append(_with_value("--cli-input-json", _json(json_input)))
    words.extend(_global_options(profile, region, endpoint_url))
    return " ".join(words) + "".join(here_documents)


def option_name(member: str) -> str:
    """Return the AWS CLI's option for a member: `--open-id-connect-provider-arns`.

    Args:
        member: The member's API name: `OpenIdConnectProviderARNs`.
    """
    return "--" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", member).lower()


def _global_options(
    profile: str | None, region: str | None, endpoint_url: str | None
) -> Iterator[str]:
    named = {"--profile": profile, "--region": region, "--endpoint-url": endpoint_url}
    for option, value in named.items():
        if value:
            yield _with_value(option, value)


def _plain_value(value: object, path: str, *, reveal: bool) -> Any:  # noqa: ANN401  JSON
    """Replace each secret by its text, or by a placeholder that names its position."""
    if isinstance(value, Secret):
        return value.reveal() if reveal else f"<{path}>"
    if isinstance(value, Mapping):
        return {
            key: _plain_value(each, f"{path}: {key}", reveal=reveal) for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [
            _plain_value(each, f"{path}: {place}", reveal=reveal)
            for place, each in enumerate(value, 1)
        ]
    return value


def _can_be_option(text: str) -> bool:
    # argparse drops the value "--", even in the form --option=--
    return is_plain(text) and not text.startswith(_LOADING_PREFIXES) and text != "--"


def _option(member: str, value: object, here_documents: list[str]) -> str:
    """Return the option for a member; add a value that is too long to the here-documents."""
    if isinstance(value, bool):
        return option_name(member if value else f"no-{member}")
    text = value if isinstance(value, str) else _json(value)
    if len(text.encode()) <= _LONGEST_ARGUMENT:
        return _with_value(option_name(member), text)
    # not with --cli-input-json, because version 1 reads its file twice
    number = _FIRST_DESCRIPTOR + len(here_documents)
    here_documents.append(f"\n{text}\nJSON")
    return f"{option_name(member)} file:///dev/fd/{number} {number}<<'JSON'"


def _with_value(option: str, text: str) -> str:
    separator = "=" if text.startswith(_PREFIXES_AFTER_EQUALS) else " "
    return f"{option}{separator}{shlex.quote(text)}"


def _json(value: object) -> str:
    """Return JSON that can be pasted into a terminal: only unprintable characters are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    if is_plain(text):
        return text
    return "".join(each if is_plain(each) else json.dumps(each)[1:-1] for each in text)
