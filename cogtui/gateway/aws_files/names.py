"""The names that may be quoted from the AWS files: settings that are known, and plain sections."""

import difflib
import re
import shlex
from collections.abc import Iterator
from typing import Final, NamedTuple

from botocore.session import Session

from cogtui.secret import MASK
from cogtui.text import shorten, visible

_LONGEST: Final = 60
"""The longest name of a section that is shown whole, in cells."""

_LIKE_A_KEY: Final = re.compile(r"[A-Za-z0-9/+]{32,}|\b(?:AKIA|ASIA)[A-Z0-9]{12,}")
"""Matches a secret key or an access key ID."""

SECRETS: Final = frozenset(
    {
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "aws_security_token",
    }
)
"""The settings whose values are credentials."""

ROLE: Final = frozenset({"role_arn", "source_profile", "credential_source"})
"""The settings of a role to assume."""

SSO: Final = frozenset(
    {"sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"}
)
"""The settings of a sign-in through IAM Identity Center."""

_OTHERS: Final = frozenset(
    {
        "aws_account_id",
        "credential_process",
        "duration_seconds",
        "endpoint_url",
        "external_id",
        "login_session",
        "mfa_serial",
        "output",
        "role_session_name",
        "services",
        "sso_registration_scopes",
        "web_identity_token_file",
    }
)

KNOWN: Final = (
    frozenset(name for name, *_ in Session.SESSION_VARIABLES.values() if name)
    | SECRETS
    | ROLE
    | SSO
    | _OTHERS
)
"""The settings that boto3 reads, and `output` of the AWS CLI."""

NESTING: Final = frozenset({"s3", "api_versions", "proxies", "proxies_config"})
"""The settings of a profile that have settings below them."""

QUOTABLE: Final = frozenset({"credential_process", "role_session_name", "external_id"})
"""The settings whose values may begin and end with a quotation mark."""

_CLOSE_ENOUGH: Final = 0.8
"""How similar an unknown name is to a known one that is meant, by difflib's ratio."""

_FOREIGN: Final = frozenset({"account_id", "credential_process_timeout", "sso_account_name"})
"""Settings of other programs with similar names."""

_OTHER_NAMES: Final = {"aws_region": "region", "default_region": "region"}
"""Names of variables and of other programs, with the settings that boto3 reads."""

_SERVICE_IDS: Final = {
    "cognito_idp": "cognito_identity_provider",
    "cognitoidentity": "cognito_identity",
    "cognito_identity_pools": "cognito_identity",
}
"""Names of services in a services section that botocore does not know, with the right ones."""


def meant_setting(name: str) -> str:
    """Return the known setting that an unknown name is a misspelling of; empty if of none."""
    if name in KNOWN | NESTING | _FOREIGN:
        return ""
    spelled = re.sub(r"[\s-]+", "_", name)
    spelled = _OTHER_NAMES.get(spelled, spelled)
    if spelled in KNOWN:
        return spelled
    return next(iter(difflib.get_close_matches(spelled, KNOWN, 1, _CLOSE_ENOUGH)), "")


def meant_service(name: str) -> str:
    """Return how botocore spells a service of a services section; empty if as it is."""
    spelled = re.sub(r"[\s-]+", "_", name)
    spelled = _SERVICE_IDS.get(spelled, spelled)
    return "" if spelled == name else spelled


def quoted(name: str) -> str:
    """Return a name to show; one that may be a key is masked."""
    return MASK if _LIKE_A_KEY.search(name) else visible(shorten(name, _LONGEST))


def quoted_section(name: str) -> str:
    """Return a section's header to show; a name that may be a key is masked."""
    return f"[{quoted(name)}]"


def split_header(name: str) -> list[str] | None:
    """Return the words of a section's name as botocore splits it; None if it cannot be split."""
    try:
        return shlex.split(name)
    except ValueError:
        return None


def write_header(kind: str, name: str) -> str:
    """Return the header that botocore reads as a section of a kind with this name."""
    if split_header(name) != [name]:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"'
    return quoted_section(f"{kind} {name}")


class Prefix(NamedTuple):
    """A kind of section that has a name behind its prefix."""

    kind: str
    """The prefix as botocore reads it."""
    spelling: re.Pattern[str]
    """Matches the prefix as it may be misspelt; what follows is the name."""


PREFIXES: Final = tuple(
    Prefix(kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("profile", r"\W*profiles?(?:[\W_]+|$)"),
        ("sso-session", r"\W*sso[\W_]*sessions?(?:[\W_]+|$)"),
        ("services", r"\W*services?(?:[\W_]+|$)"),
    )
)
"""The kinds of sections in the config file that have a name."""


def meant_name(name: str, prefix: Prefix) -> str:
    """Return the name behind a prefix, without a comment and without stray quotation marks."""
    found = prefix.spelling.match(name)
    rest = name[found.end() :] if found else name.removeprefix(prefix.kind)
    without_comment = re.split(r"\s[#;]|\]", rest)[0]
    return without_comment.strip(" \t\"'\u201c\u201d\u2018\u2019")


def misspelt_prefix(name: str) -> Prefix | None:
    """Return the kind of section whose prefix a name has in another spelling, if any."""
    return next((prefix for prefix in PREFIXES if prefix.spelling.match(name)), None)


def hidden_characters(name: str) -> Iterator[str]:
    """Yield each character of a name that looks like a space or like nothing."""
    return (each for each in name if each != " " and not each.isprintable())
