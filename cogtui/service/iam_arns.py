"""Recognize ARNs of the wrong kind where a role or an identity provider of IAM is required.

The service takes any text of 20 characters, and refuses it later or when a user signs in. The forms
are mistakes that people make: a name, a URL, a session's ARN, the ARN of another kind of resource.
"""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.service.partitions import console_partition

ACCOUNT: Final = "ACCOUNT"
"""The placeholder for the account ID in a suggested ARN."""


class ArnKind(StrEnum):
    """A kind of IAM resource, by the start of its name in an ARN."""

    ROLE = "role"
    OIDC = "oidc-provider"
    SAML = "saml-provider"


class ArnMistake(NamedTuple):
    """What is wrong with an ARN."""

    message: str
    """What is required, in words that follow a field's name."""
    intended: str = ""
    """The ARN that was probably intended, in which the account may be `ACCOUNT`; empty if that is
    unknown."""

    def text(self, account: str = "", partition: str = "aws") -> str:
        """Return the message with the suggestion.

        Args:
            account: The account ID; empty if unknown.
            partition: The partition of the pool.
        """
        unknown = f"arn:aws:iam::{ACCOUNT}"
        message = self.message.replace(unknown, f"arn:{partition}:iam::{ACCOUNT}")
        if not self.intended:
            return message
        intended = self.intended.replace(unknown, f"arn:{partition}:iam::{ACCOUNT}")
        return f"{message}. Did you mean {intended.replace(ACCOUNT, account or ACCOUNT)}?"


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    message: str
    intended: str = ""


def _form(pattern: str, message: str, intended: str = "") -> _Form:
    return _Form(re.compile(pattern, re.ASCII), message, intended)


_VALID: Final = {
    ArnKind.ROLE: re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/\S*[^\s/]"),
    ArnKind.OIDC: re.compile(r"arn:aws[\w-]*:iam::\d{12}:oidc-provider/(?!https?:)\S*[^\s/]"),
    ArnKind.SAML: re.compile(r"arn:aws[\w-]*:iam::\d{12}:saml-provider/[\w.-]+"),
}

_REQUIRED: Final = {
    ArnKind.ROLE: f"the ARN of a role: arn:aws:iam::{ACCOUNT}:role/NAME",
    ArnKind.OIDC: "the ARN of an OpenID Connect provider in IAM: "
    f"arn:aws:iam::{ACCOUNT}:oidc-provider/HOST",
    ArnKind.SAML: f"the ARN of a SAML provider in IAM: arn:aws:iam::{ACCOUNT}:saml-provider/NAME",
}

_REGION: Final = _form(r"(arn:[\w-]+:iam:)[\w-]+(:\d*:.+)", "an IAM ARN has no region", r"\1\2")
_HYPHENS: Final = _form(
    r"(arn:[\w-]+:iam::)(\d{4})-(\d{4})-(\d{4})(:.+)",
    "the account ID in an ARN has no hyphens",
    r"\1\2\3\4\5",
)
_ACCOUNT_ID: Final = _form(
    r"arn:[\w-]+:iam::(?!\d{12}:)[^:]*:.+", "an account ID of 12 digits in the ARN"
)

_FORMS: Final = {
    ArnKind.ROLE: (
        _form(
            r"arn:([\w-]+):sts::(\d*):assumed-role/([^/]+)(?:/.*)?",
            "a role's ARN, not a session's",
            r"arn:\1:iam::\2:role/\3",
        ),
        _form(r"(arn:[\w-]+:iam::\d*:role/.*?)/+", "a role's ARN has no slash at the end", r"\1"),
        _form(r"(arn:[\w-]+:iam::\d*:role):(.+)", "a slash before the role's name", r"\1/\2"),
        _form(
            r"https?://.*?/roles(?:/details)?/([\w+=,.@-]+).*",
            "a role's ARN, not its address in the console",
            rf"arn:aws:iam::{ACCOUNT}:role/\1",
        ),
        _form(
            r"(?!arn$)(?:role/)?([\w+=,.@/-]*[\w+=,.@-])",
            "a role's ARN, not its name",
            rf"arn:aws:iam::{ACCOUNT}:role/\1",
        ),
    ),
    ArnKind.OIDC: (
        _form(
            r"(arn:[\w-]+:iam::\d*:oidc-provider/)https?://(.+)",
            "a provider's ARN has no https:// in it",
            r"\1\2",
        ),
        _form(
            r"(arn:[\w-]+:iam::\d*:oidc-provider/.*?)/+",
            "no slash at the end: with one, its tokens are rejected",
            r"\1",
        ),
        _form(
            r"arn:[\w-]+:cognito-idp:([\w-]+):\d*:userpool/(.+)",
            "not a user pool: it belongs in CognitoIdentityProviders",
        ),
        _form(
            r"(?:https?://)?([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[^\s/]+)*)/*",
            "the provider's ARN in IAM, not its URL",
            rf"arn:aws:iam::{ACCOUNT}:oidc-provider/\1",
        ),
    ),
    ArnKind.SAML: (
        _form(r"https?://.*", "the provider's ARN in IAM, not the URL of its metadata or issuer"),
        _form(
            r"(?!arn$)(?:saml-provider/)?([\w.-]+)",
            "the provider's ARN in IAM, not its name",
            rf"arn:aws:iam::{ACCOUNT}:saml-provider/\1",
        ),
    ),
}
"""Mistakes that people make with ARNs of each kind."""

_OTHER_KINDS: Final = {
    "oidc-provider": "an OpenID Connect provider, which belongs in OpenIdConnectProviderARNs",
    "saml-provider": "a SAML provider, which belongs in SamlProviderARNs",
    "assumed-role": "a role session",
    "root": "an account",
}
_RESOURCE: Final = re.compile(r"arn:[\w-]+:(?:iam|sts)::\w*:([\w-]+).*")


def find_mistake(kind: ArnKind, arn: str) -> ArnMistake | None:
    """Find what is wrong with an ARN.

    Args:
        kind: The kind of resource that is required.
        arn: The ARN.

    Returns:
        The mistake, with the intended ARN if that can be derived; None if there is none.
    """
    if _VALID[kind].fullmatch(arn):
        return None
    compact = "".join(arn.split())
    if compact != arn:
        return ArnMistake("no spaces", _corrected(kind, compact))
    for form in (_REGION, _HYPHENS, *_FORMS[kind]):
        if found := form.pattern.fullmatch(arn):
            intended = found.expand(form.intended) if form.intended else ""
            if console := console_partition(arn):
                intended = intended.replace("arn:aws:", f"arn:{console.name}:")
            return ArnMistake(form.message, _corrected(kind, intended))
    other = _RESOURCE.fullmatch(arn)
    if other and other[1] != kind:
        noun = other[1].replace("-", " ")
        what = _OTHER_KINDS.get(other[1], f"{'an' if noun[0] in 'aeio' else 'a'} {noun}")
        return ArnMistake(f"{_REQUIRED[kind]}, not {what}")
    if _ACCOUNT_ID.pattern.fullmatch(arn):
        return ArnMistake(_ACCOUNT_ID.message)
    return ArnMistake(_REQUIRED[kind])


def _corrected(kind: ArnKind, arn: str) -> str:
    """Return an ARN without further mistakes; empty if it has one that cannot be corrected."""
    if not arn or ACCOUNT in arn:
        return arn
    further = find_mistake(kind, arn)
    return arn if further is None else further.intended
