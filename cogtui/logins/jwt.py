"""Decode JSON Web Tokens without verifying them.

Only the header and the claims are kept. Without the signature they cannot be used to sign in, so
they are safe to show.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, NoReturn

from cogtui.api_error import CogtuiError
from cogtui.logins.claims import claim_texts
from cogtui.secret import Secret

MAX_LENGTH: Final = 50_000
"""The maximum length of a login token in characters (API reference, `LoginsMap`)."""

TAGS_CLAIM: Final = "https://aws.amazon.com/tags"
"""The claim from which STS reads session tags (IAM user guide, passing session tags)."""

_PARTS: Final = 3
_ENCRYPTED_PARTS: Final = 5
"""The number of parts of an encrypted token (RFC 7516, compact serialization)."""

_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_XML: Final = re.compile(r"<[?!A-Za-z]")
_JSON_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_JSON_DEPTH: Final = 100
"""The maximum nesting depth of a token's JSON; Python's parser overflows at a few thousand."""


class TokenError(CogtuiError):
    """A text is not a valid token; the one-line message quotes nothing from it."""


class TokenKind(StrEnum):
    """What a token is for, as its claims show."""

    COGNITO_IDENTITY = "Cognito identity token"
    """Issued by an identity pool: it names an identity, and STS accepts it."""
    ID = "ID token"
    """Identifies a user to the client that it was issued for; logins require this kind."""
    ACCESS = "access token"
    """Authorizes API calls; an identity pool does not accept it."""


class Token(NamedTuple):
    """A decoded token without its signature."""

    header: Mapping[str, Any]
    """How it is signed: `alg`, `kid`."""
    claims: Mapping[str, Any]
    """The payload."""
    signed: bool
    """Whether it has a signature; its validity is not checked."""

    @property
    def issuer(self) -> str:
        """The issuer in the form of a key of `Logins`; empty if it is not a string.

        A key has neither `https://` nor a slash at its end, although issuers such as Auth0's have
        both.
        """
        issuer = self.claims.get("iss")
        if not isinstance(issuer, str):
            return ""
        return issuer.removeprefix("https://").removesuffix("/")

    @property
    def audiences(self) -> list[str]:
        """The clients it was issued for: `azp` if present, otherwise `aud`.

        Source: OpenID Connect providers, in the developer guide.
        """
        return claim_texts(self.claims.get("azp", self.claims.get("aud", [])))

    @property
    def kind(self) -> TokenKind:
        """What the token is for.

        User pools state it in `token_use`. Access tokens of other issuers have no `aud`, which is
        also how the service recognizes them.
        """
        if self.issuer.startswith("cognito-identity"):
            return TokenKind.COGNITO_IDENTITY
        if self.claims.get("token_use") == "access" or "aud" not in self.claims:
            return TokenKind.ACCESS
        return TokenKind.ID

    @property
    def principal_tags(self) -> Mapping[str, list[str]]:
        """The session tags that it passes to STS, each with its values."""
        tags = self.claims.get(TAGS_CLAIM)
        found = tags.get("principal_tags") if isinstance(tags, Mapping) else None
        if not isinstance(found, Mapping):
            return {}
        return {key: claim_texts(value) for key, value in found.items()}

    def moment(self, claim: str) -> float | None:
        """Return a claim that holds a time.

        Args:
            claim: Its name, such as `exp`.

        Returns:
            Seconds since the epoch; None if the claim is missing or not a number.
        """
        value = self.claims.get(claim)
        # bool is a subclass of int
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")


def decode(token: Secret) -> Token:
    """Decode a token without verifying it.

    Args:
        token: A JSON Web Token of three parts, with nothing before or after it.

    Returns:
        Its header and claims. It may be forged, expired, or issued for another client.

    Raises:
        TokenError: It is not such a token.
    """
    check_length(token)
    for looks_like, message in _MISTAKES:
        if looks_like(token):
            raise TokenError(message)
    if not all(_BASE64URL.fullmatch(part) for part in token.reveal().split(".")):
        raise TokenError("The token has invalid characters: it was not copied completely.")
    return Token(
        _json_object(token, 0, "header"),
        _json_object(token, 1, "payload"),
        signed=not token.reveal().endswith("."),
    )


def check_length(token: Secret) -> None:
    """Check that a login token is no longer than the service accepts.

    Args:
        token: A token of any kind.

    Raises:
        TokenError: It is too long.
    """
    length = len(token.reveal())
    if length > MAX_LENGTH:
        raise TokenError(
            f"It has {length:,} characters; the limit for a login token is {MAX_LENGTH:,}."
        )


def is_saml(token: Secret) -> bool:
    """Return whether a text looks like XML, plain or in base64, as SAML assertions do."""
    try:
        return bool(
            _XML.match(token.reveal()[:8])
            or _XML.match(base64.b64decode(token.reveal()[:8], validate=True).decode())
        )
    except ValueError:
        return False


def _part_count(token: Secret) -> int:
    return token.reveal().count(".") + 1


def _starts_with(*prefixes: str) -> Callable[[Secret], bool]:
    return lambda token: token.reveal().lower().startswith(prefixes)


_MISTAKES: Final[tuple[tuple[Callable[[Secret], bool], str], ...]] = (
    (lambda token: not token.reveal().strip(), "The token is empty."),
    (
        lambda token: token.reveal() != token.reveal().strip(),
        "There is whitespace before or after the token: remove it.",
    ),
    (
        lambda token: token.reveal()[0] in "\"'`" or token.reveal()[-1] in "\"'`",
        "There are quotes around the token: remove them.",
    ),
    (_starts_with("bearer "), "The word Bearer precedes the token: remove it."),
    (
        _starts_with("{", "["),
        "This is a JSON document, not a token: use only the value of its IdToken.",
    ),
    (
        _starts_with("http://", "https://"),
        "This is a URL, not a token. If a sign-in ended there, the token follows id_token=",
    ),
    (is_saml, "This is XML, such as a SAML assertion, not a JSON Web Token."),
    (
        _starts_with("eaa"),
        "This looks like a Facebook access token, which only Facebook can read.",
    ),
    (
        _starts_with("atza|"),
        "This looks like an Amazon access token, which only Amazon can read.",
    ),
    (
        lambda token: any(each.isspace() for each in token.reveal()),
        "There is whitespace in the token, such as a line break: it was not copied completely.",
    ),
    (
        lambda token: _part_count(token) == _ENCRYPTED_PARTS,
        "This token is encrypted, like the refresh tokens of user pools: use the ID token.",
    ),
    (
        lambda token: _part_count(token) != _PARTS,
        "This is not a JSON Web Token, which has three parts separated by dots.",
    ),
)
"""Tests for texts that are not tokens, each with its message, the most specific first."""


def _json_object(token: Secret, index: int, name: str) -> dict[str, Any]:
    """Decode one part of a token.

    Raises:
        TokenError: It is not a JSON object.
    """
    part = token.reveal().split(".")[index]
    found: object = None
    try:
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
        if max(_nesting_depths(text), default=0) <= _JSON_DEPTH:
            found = json.loads(text, parse_constant=_reject_constant)
    except ValueError:
        # raised below instead: this error would carry the text with it
        found = None
    if not isinstance(found, dict):
        raise TokenError(f"The token's {name} is not a JSON object: it was not copied completely.")
    return found


def _nesting_depths(text: str) -> Iterator[int]:
    """Yield the nesting depth after each bracket."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", _JSON_TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        yield depth


def _reject_constant(name: str) -> NoReturn:
    # NaN and Infinity: Python accepts them, JSON does not have them
    raise ValueError(name)
