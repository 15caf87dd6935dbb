r"""Credentials on their way out: as text for each kind of shell, and as an environment.

Every text is a `Secret`, for it holds one. Lines for shells that can be told so begin with a space,
which keeps them out of the history of bash (`HISTCONTROL=ignorespace`, Debian's default), zsh
(`HIST_IGNORE_SPACE`) and fish.
"""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.api_error import CogtuiError
from cogtui.secret import Secret

SUBSHELL: Final = "COGTUI_IDENTITY"
"""The variable that tells the programs in a subshell which identity they act as."""

FOREIGN: Final = (
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
"""Variables of somebody else's credentials, which one SDK or another would prefer to these, or
mix with them: the JavaScript SDK passes over keys in the environment where `AWS_PROFILE` is set,
botocore takes an account and an expiry along (AWS SDKs and tools reference guide)."""


class ExportError(CogtuiError):
    """Credentials that a format has no words for, in one line that quotes nothing of them."""


class Credentials(NamedTuple):
    """Credentials of an identity."""

    access_key_id: str
    """The access key id, which is no secret."""
    secret_key: Secret
    """The secret access key."""
    session_token: Secret
    """The session token, without which the key is good for nothing."""
    expiration: float
    """Until when they are good, seconds since the epoch."""
    region: str
    """The region of the identity's pool."""
    identity_id: str
    """The identity that they are of."""
    role_arn: str
    """The role that they are of, empty where it is not known."""

    @property
    def expires(self) -> str:
        """Until when they are good, in ISO 8601 and UTC: `2026-03-02T14:05:07Z`."""
        return datetime.fromtimestamp(int(self.expiration), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Format(StrEnum):
    """What credentials can be written as."""

    POSIX = "POSIX shell"
    FISH = "fish"
    POWERSHELL = "PowerShell"
    CMD = "cmd.exe"
    ENV_FILE = "env file"
    CREDENTIAL_PROCESS = "credential_process"


def exported(credentials: Credentials, form: Format) -> Secret:
    """Writes credentials as a text.

    Args:
        credentials: The credentials.
        form: What as. A text for a shell is for pasting into it or sourcing, and takes away the
            variables in `FOREIGN`; an env file is for `docker run --env-file` and its like;
            `credential_process` is what such a program prints (AWS CLI user guide, sourcing
            credentials with an external process).

    Returns:
        The text, lines ended.

    Raises:
        ExportError: A value has characters that the format cannot tell.
    """
    if form is Format.CREDENTIAL_PROCESS:
        return _process_answer(credentials)
    style = _STYLES[form]
    for name, value in variables(credentials).items():
        if style.forbidden.search(value.reveal()):
            raise ExportError(f"{name} has characters that cannot be written as {form}.")
    return Secret(
        style.unset
        + "".join(
            style.assignment.format(name, style.quoted(value.reveal()))
            for name, value in variables(credentials).items()
        )
    )


def variables(credentials: Credentials) -> dict[str, Secret]:
    """The environment variables that make credentials known to the AWS CLI and SDKs.

    Args:
        credentials: The credentials.

    Returns:
        Each variable's value; the region stands under both names that are in use.
    """
    return {
        "AWS_ACCESS_KEY_ID": Secret(credentials.access_key_id),
        "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        "AWS_SESSION_TOKEN": credentials.session_token,
        "AWS_REGION": Secret(credentials.region),
        "AWS_DEFAULT_REGION": Secret(credentials.region),
    }


def subshell_environment(credentials: Credentials, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of a shell that acts as an identity.

    It holds the secrets in plain: call it in the expression that starts the shell.

    Args:
        credentials: The credentials.
        environ: The environment that the shell would have had.

    Returns:
        That environment with the credentials, without other credentials' variables, and with
        the identity's id in `COGTUI_IDENTITY`.
    """
    return (
        {name: value for name, value in environ.items() if name not in FOREIGN}
        | {name: value.reveal() for name, value in variables(credentials).items()}
        | {SUBSHELL: credentials.identity_id}
    )


def is_subshell(environ: Mapping[str, str]) -> bool:
    """Whether an environment is that of a subshell, in which another one is refused.

    Args:
        environ: The environment of the process.
    """
    return bool(environ.get(SUBSHELL))


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


_SHELLS: Final = re.compile("[\0\ud800-\udfff]")
"""What no environment holds."""

_STYLES: Final[Mapping[Format, _Style]] = {
    Format.POSIX: _Style(f" unset {' '.join(FOREIGN)}\n", " export {}={}\n", shlex.quote, _SHELLS),
    Format.FISH: _Style(
        f" set -e {' '.join(FOREIGN)}\n",
        " set -gx {} {}\n",
        lambda value: "'" + re.sub(r"([\\'])", r"\\\1", value) + "'",
        _SHELLS,
    ),
    Format.POWERSHELL: _Style(
        f"Remove-Item {','.join(f'Env:{name}' for name in FOREIGN)} -ErrorAction Ignore\n",
        "$Env:{} = {}\n",
        # it takes curly quotes for straight ones (about_Quoting_Rules)
        lambda value: "'" + re.sub("(['\u2018-\u201b])", r"\1\1", value) + "'",
        _SHELLS,
    ),
    Format.CMD: _Style(
        "".join(f'set "{name}="\r\n' for name in FOREIGN),
        'set "{}={}"\r\n',
        str,
        # cmd.exe has no way of writing these that holds in a batch file and at the prompt
        re.compile('[\0-\x1f\x7f"%!\ud800-\udfff]'),
    ),
    Format.ENV_FILE: _Style("", "{}={}\n", str, re.compile(r"[\0-\x1f\x7f\ud800-\udfff]|^\s|\s\Z")),
}
