"""The line of the AWS CLI that makes the same request, for a POSIX shell.

Every line is meant for version 1 and version 2 of the AWS CLI alike. Where the CLI would take a
value for something else, it goes into `--cli-input-json`, whose members the CLI sends as they are.
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cogtui.secret import Secret

SERVICE: Final = "cognito-identity"

_LOADED: Final = ("file://", "fileb://", "http://", "https://")
"""With these a value names what to load instead: files in both versions, URLs in version 1."""

_JOINED: Final = ("-", "=")
"""After a space, the CLI takes the first for an option; zsh takes the second for a command."""

_LONGEST: Final = 120_000
"""Linux hands no program a word longer than 131,071 bytes."""

_FIRST_FREE: Final = 3
"""The first file descriptor after those of input, output and errors."""


def cli_line(
    operation: str,
    parameters: Mapping[str, object],
    *,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    reveal: bool = False,
) -> str:
    """Writes the command that makes a request.

    Args:
        operation: The operation's AWS CLI name, after another service's name where it is not one
            of cognito-identity's: `list-identities`, `sts get-caller-identity`.
        parameters: The members of the request by the API's names, `Secret` where it is one.
        profile: The AWS profile; None or empty for none.
        region: The region to call; None or empty for the CLI's own.
        endpoint_url: Where to call instead of AWS; None or empty for AWS.
        reveal: Whether secrets stand in the command. Otherwise there are placeholders such as
            `<Logins: accounts.google.com>`, to be replaced before it is run.

    Returns:
        The command, on one line of printable characters. Only where a member is longer than what
        a system passes to a program (three tokens of 50,000 characters), it follows the line as
        a here-document.
    """
    service, _, name = operation.rpartition(" ")
    parameters_shown = {
        member: _plain_value(value, member, reveal=reveal) for member, value in parameters.items()
    }
    document = {
        member: value
        for member, value in parameters_shown.items()
        if isinstance(value, str) and not _can_be_option(value)
    }
    words = ["aws", service or SERVICE, name]
    here: list[str] = []
    words.extend(
        _option(member, value, here)
        for member, value in parameters_shown.items()
        if member not in document
    )
    if document:
        words.append(_with_value("--cli-input-json", _json(document)))
    words.extend(_where(profile, region, endpoint_url))
    return " ".join(words) + "".join(here)


def option_name(member: str) -> str:
    """The AWS CLI's name for a member: `--open-id-connect-provider-arns`.

    Args:
        member: The API's name: `OpenIdConnectProviderARNs`.
    """
    return "--" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", member).lower()


def _where(profile: str | None, region: str | None, endpoint_url: str | None) -> Iterator[str]:
    named = {"--profile": profile, "--region": region, "--endpoint-url": endpoint_url}
    for option, value in named.items():
        if value:
            yield _with_value(option, value)


def _plain_value(value: object, path: str, *, reveal: bool) -> Any:  # noqa: ANN401  JSON
    """Replaces each secret by itself or by a placeholder that names its place."""
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
    # argparse drops a value of two hyphens, even one that is joined to its option
    return text.isprintable() and not text.startswith(_LOADED) and text != "--"


def _option(member: str, value: object, here: list[str]) -> str:
    """The option for a member; what is too long for a word is added to the here-documents."""
    if isinstance(value, bool):
        return option_name(member if value else f"no-{member}")
    text = value if isinstance(value, str) else _json(value)
    if len(text.encode()) <= _LONGEST:
        return _with_value(option_name(member), text)
    # not by --cli-input-json, whose file version 1 reads twice
    number = _FIRST_FREE + len(here)
    here.append(f"\n{text}\nJSON")
    return f"{option_name(member)} file:///dev/fd/{number} {number}<<'JSON'"


def _with_value(option: str, text: str) -> str:
    separator = "=" if text.startswith(_JOINED) else " "
    return f"{option}{separator}{shlex.quote(text)}"


def _json(value: object) -> str:
    """JSON that a terminal can be given: what is not printable is escaped, the rest is as it is."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)
