r"""Format credentials as text for shells and files, and as an environment.

Every text contains secrets and is therefore a `Secret`. Lines for POSIX shells and fish begin with
a space, which keeps them out of the history of bash (`HISTCONTROL=ignorespace`, Debian's default),
zsh (`HIST_IGNORE_SPACE`) and fish.
"""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.api_error import CogtuiError
from cogtui.logins.session_role import SessionRole
from cogtui.secret import Secret

IDENTITY_VARIABLE: Final = "COGTUI_IDENTITY"
"""The variable that names the identity that the programs in a subshell act as."""

CONFLICTING_VARIABLES: Final = (
    "AWS_ACCESS_KEY",
    "AWS_ACCOUNT_ID",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_DEFAULT_PROFILE",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_SECRET_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
)
"""Variables of other credentials that some SDK would prefer to these, or mix with them. For
example, the JavaScript SDK ignores keys in the environment if `AWS_PROFILE` is set, and botocore
also reads an account and an expiry (AWS SDKs and tools reference guide)."""


class ExportError(CogtuiError):
    """A format cannot represent the credentials; the one-line message quotes nothing from them."""


class Credentials(NamedTuple):
    """Credentials of an identity."""

    access_key_id: str
    """The access key ID, which is not secret."""
    secret_key: Secret
    """The secret access key."""
    session_token: Secret
    """The session token, without which the keys do not work."""
    expiration: float
    """When they expire, in seconds since the epoch."""
    region: str
    """The region of the identity's pool."""
    identity_id: str
    """The ID of the identity."""
    role: SessionRole
    """The role that was assumed."""

    @property
    def expires(self) -> str:
        """The expiry in ISO 8601 and UTC, such as `2026-03-02T14:05:07Z`."""
        return datetime.fromtimestamp(int(self.expiration), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Format(StrEnum):
    """The formats for credentials."""

    POSIX = "POSIX shell"
    FISH = "fish"
    POWERSHELL = "PowerShell"
    CMD = "cmd.exe"
    ENV_FILE = "env file"
    CREDENTIAL_PROCESS = "credential_process"


def format_credentials(credentials: Credentials, output_format: Format) -> Secret:
    """Format credentials as text.

    Args:
        credentials: The credentials.
        output_format: The format. Text for a shell is meant for pasting or sourcing, and unsets
            `CONFLICTING_VARIABLES`; an env file is for `docker run --env-file` and similar;
            `credential_process` is the output of such a program (AWS CLI user guide, sourcing
            credentials with an external process).

    Returns:
        The text, ending with a line break.

    Raises:
        ExportError: A value has characters that the format cannot represent.
    """
    if output_format is Format.CREDENTIAL_PROCESS:
        return _process_answer(credentials)
    style = _STYLES[output_format]
    for name, value in variables(credentials).items():
        if style.forbidden.search(value.reveal()):
            raise ExportError(f"{name} has characters that cannot be written as {output_format}.")
    return Secret(
        style.unset
        + "".join(
            style.assignment.format(name, style.quoted(value.reveal()))
            for name, value in variables(credentials).items()
        )
    )


def variables(credentials: Credentials) -> dict[str, Secret]:
    """Return the environment variables that the AWS CLI and the SDKs read credentials from.

    The region is set under both names that are in use.
    """
    return {
        "AWS_ACCESS_KEY_ID": Secret(credentials.access_key_id),
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_SESSION_TOKEN": credentials.session_token,
        "AWS_REGION": Secret(credentials.region),
        "AWS_DEFAULT_REGION": Secret(credentials.region),
    }


def subshell_environment(credentials: Credentials, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a shell that acts as an identity.

    It contains the secrets in plain text: call this only in the expression that starts the shell.

    Args:
        credentials: The credentials.
        environ: The environment to extend.

    Returns:
        The environment with the credentials, without `CONFLICTING_VARIABLES`, and with the
        identity's ID in `COGTUI_IDENTITY`.
    """
    return (
        {name: value for name, value in environ.items() if name not in CONFLICTING_VARIABLES}
        | {name: value.reveal() for name, value in variables(credentials).items()}
        | {IDENTITY_VARIABLE: credentials.identity_id}
    )


def is_subshell(environ: Mapping[str, str]) -> bool:
    """Return whether an environment is that of a subshell; subshells do not nest."""
    return bool(environ.get(IDENTITY_VARIABLE))


def _process_answer(credentials: Credentials) -> Secret:
    return Secret(
        json.dumps(
            {
                "Version": 1,
                "AccessKeyId": credentials.access_key_id,
                "SecretAccessKey": credentials.secret_key.reveal(),
                "SessionToken": credentials.session_token.reveal(),
                "Expiration": credentials.expires,
            },
            indent=2,
        )
        + "\n"
    )


class _Style(NamedTuple):
    unset: str
    assignment: str
    quoted: Callable[[str], str]
    forbidden: re.Pattern[str]


_NOT_IN_ENVIRONMENT: Final = re.compile("[\0\ud800-\udfff]")
"""Characters that no environment variable can hold."""

_STYLES: Final[Mapping[Format, _Style]] = {
    Format.POSIX: _Style(
        f" unset {' '.join(CONFLICTING_VARIABLES)}\n",
        " export {}={}\n",
        shlex.quote,
        _NOT_IN_ENVIRONMENT,
    ),
    Format.FISH: _Style(
        f" set -e {' '.join(CONFLICTING_VARIABLES)}\n",
        " set -gx {} {}\n",
        lambda value: "'" + re.sub(r"([\\'])", r"\\\1", value) + "'",
        _NOT_IN_ENVIRONMENT,
    ),
    Format.POWERSHELL: _Style(
        "Remove-Item "
        f"{','.join(f'Env:{name}' for name in CONFLICTING_VARIABLES)} -ErrorAction Ignore\n",
        "$Env:{} = {}\n",
        # PowerShell treats curly quotes like straight ones (about_Quoting_Rules)
        lambda value: "'" + re.sub("(['\u2018-\u201b])", r"\1\1", value) + "'",
        _NOT_IN_ENVIRONMENT,
    ),
    Format.CMD: _Style(
        "".join(f'set "{name}="\r\n' for name in CONFLICTING_VARIABLES),
        'set "{}={}"\r\n',
        str,
        # cmd.exe has no escape for these that works both in a batch file and at the prompt
        re.compile('[\0-\x1f\x7f"%!\ud800-\udfff]'),
    ),
    Format.ENV_FILE: _Style("", "{}={}\n", str, re.compile(r"[\0-\x1f\x7f\ud800-\udfff]|^\s|\s\Z")),
}
