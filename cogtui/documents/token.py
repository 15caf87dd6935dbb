"""Describe a token's claims in plain words, and never show its signature."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.logins.claims import claim_text
from cogtui.logins.jwt import TAGS_CLAIM, Token, TokenKind
from cogtui.logins.signature import SignatureCheck, SignatureVerdict
from cogtui.text import counted
from cogtui.times import age, zoned_exact

_TIMES: Final = {
    "auth_time": "Signed in",
    "iat": "Issued",
    "nbf": "Valid from",
    "exp": "Expires",
}
"""Claims that are seconds since the epoch (RFC 7519; OpenID Connect Core, section 2)."""

_ROLES: Final = {
    "cognito:groups": "Groups",
    "cognito:roles": "Roles",
    "cognito:preferred_role": "Preferred role",
}
"""Claims in which user pools list groups and the roles that come with them."""

_SHOWN_CLAIMS: Final = {
    "iss",
    "aud",
    "azp",
    "client_id",
    "sub",
    "amr",
    TAGS_CLAIM,
    *_TIMES,
    *_ROLES,
}
"""Claims that have their own line in another section."""

_TONES: Final = {
    SignatureVerdict.VERIFIED: Tone.GOOD,
    SignatureVerdict.WRONG: Tone.BAD,
    SignatureVerdict.UNKNOWN_KEY: Tone.WARNING,
    SignatureVerdict.NOT_CHECKED: Tone.DIM,
}

_ISSUERS: Final = {
    "CognitoSignIn": "user {} of the user pool (sub)",
    "OIDC": "user {} of the OpenID Connect provider (sub)",
    "SAML": "user {} of the SAML provider (NameID)",
}
"""The texts between provider and user in an entry of `amr`, and what each means for the user."""

_ENTRY: Final = re.compile(rf"(.+?):({'|'.join(_ISSUERS)}):(.*)", re.DOTALL)
_DEVELOPER: Final = re.compile(r"(.+?):([\w-]+:[0-9a-f-]{36}):(.*)", re.DOTALL)


def token(decoded: Token, now: float, verification: SignatureCheck | None = None) -> Document:
    """Return a document about a token.

    Args:
        decoded: The token.
        now: The current time in seconds since the epoch.
        verification: The result of the signature check, None if it has not been checked.

    Returns:
        Kind, issuer, times and signature; how the identity was authenticated; groups, roles and
        principal tags; then the other claims and the header, unchanged.
    """
    claims = decoded.claims
    others = {name: value for name, value in claims.items() if name not in _SHOWN_CLAIMS}
    sections = (
        Section("", (*_summary(decoded, now), _signature(decoded, verification))),
        Section("Authentication (amr)", tuple(explain_amr(claims.get("amr")))),
        Section("Groups and roles", tuple(_groups_and_roles(decoded))),
        Section("Principal tags (become session tags)", tuple(_tags(decoded))),
        Section("Other claims", tuple(_raw_lines(others))),
        Section("Header", tuple(_raw_lines(decoded.header))),
    )
    return tuple(section for section in sections if section.parts)


def explain_amr(entries: object) -> Iterator[Line]:
    """Explain each entry of the `amr` claim.

    Args:
        entries: The claim's value. Role trust policies test it as
            `cognito-identity.amazonaws.com:amr`.

    Yields:
        A line for each entry, labelled with the entry itself.
    """
    texts = [claim_text(entry) for entry in _as_list(entries)]
    for text in texts:
        if text == "authenticated":
            yield Line(text, "signed in with at least one login")
        elif text == "unauthenticated":
            yield Line(text, "guest: no login", Tone.WARNING)
        elif found := _ENTRY.fullmatch(text):
            yield Line(text, f"{found[1]}: {_ISSUERS[found[2]].format(found[3])}")
        elif found := _DEVELOPER.fullmatch(text):
            yield Line(text, f"{found[1]}: developer user {found[3]} of pool {found[2]}")
        elif provider := next((each for each in texts if text.startswith(f"{each}:")), ""):
            yield Line(text, f"{provider}: client and user")
        else:
            yield Line(text, "provider of the login")


def _summary(decoded: Token, now: float) -> Iterator[Line | Note]:
    claims = decoded.claims
    is_access = decoded.kind is TokenKind.ACCESS
    yield Line("Kind", decoded.kind, Tone.WARNING if is_access else Tone.PLAIN)
    yield Line("Issuer", claim_text(claims.get("iss", "missing")))
    yield Line("User (sub)", claim_text(claims.get("sub", "missing")))
    for name in ("aud", "azp", "client_id"):
        if name in claims:
            yield Line(f"Issued for ({name})", claim_text(claims[name]))
    for name, label in _TIMES.items():
        if name in claims:
            yield _time(name, label, decoded, now)
    if "exp" not in claims:
        yield Note("No expiry time (exp).", Tone.WARNING)


def _time(name: str, label: str, decoded: Token, now: float) -> Line:
    moment = decoded.moment(name)
    exact = None if moment is None else _exact(moment)
    if moment is None or exact is None:
        return Line(label, claim_text(decoded.claims[name]), Tone.WARNING)
    tone = Tone.PLAIN
    if name == "exp" and moment <= now:
        label, tone = "Expired", Tone.BAD
    elif name == "nbf" and moment > now:
        tone = Tone.BAD
    return Line(label, f"{exact} ({age(now - moment)})", tone)


def _exact(moment: float) -> str | None:
    try:
        return zoned_exact(moment)
    except (OSError, OverflowError):
        # out of the calendar's range
        return None


def _signature(decoded: Token, verification: SignatureCheck | None) -> Line:
    if not decoded.signed:
        return Line("Signature", "none: anyone could have written this", Tone.BAD)
    if verification is None:
        return Line("Signature", SignatureVerdict.NOT_CHECKED, Tone.DIM)
    verdict, reason = verification
    return Line("Signature", f"{verdict}. {reason}", _TONES[verdict])


def _groups_and_roles(decoded: Token) -> Iterator[Line]:
    for name, label in _ROLES.items():
        values = _as_list(decoded.claims.get(name))
        for number, value in enumerate(values, 1):
            yield Line(f"{label} {number}" if len(values) > 1 else label, claim_text(value))
    if decoded.claims.get("cognito:roles") and not decoded.claims.get("cognito:preferred_role"):
        roles = counted(len(_as_list(decoded.claims["cognito:roles"])), "role")
        yield Line("Preferred role", f"none (of {roles})", Tone.WARNING)


def _tags(decoded: Token) -> Iterator[Line]:
    for name, values in decoded.principal_tags.items():
        yield Line(name, ", ".join(values))


def _raw_lines(values: Mapping[str, object]) -> Iterator[Line]:
    for name, value in values.items():
        yield Line(name, claim_text(value))


def _as_list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
