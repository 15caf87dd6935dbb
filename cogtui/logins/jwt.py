"""What a JSON Web Token says, read without believing it.

Header and claims are taken out of the token; the signature is not, so what is kept proves nothing
to anybody and may be shown.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, NoReturn

from cogtui.api_error import CogtuiError
from cogtui.secret import Secret

LONGEST: Final = 50_000
"""The most characters that a login token may have (API reference, `LoginsMap`)."""

TAGS_CLAIM: Final = "https://aws.amazon.com/tags"
"""The claim that STS reads session tags from (IAM user guide, passing session tags)."""

_PARTS: Final = 3
_ENCRYPTED_PARTS: Final = 5
"""How many parts an encrypted token has (RFC 7516, compact serialization)."""

_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_XML: Final = re.compile(r"<[?!A-Za-z]")
_JSON_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_JSON_DEPTH: Final = 100
"""How deep the JSON of a token may nest; a program's stack ends at some thousand."""


class TokenError(CogtuiError):
    """A text that is no token, in one line that quotes nothing of it."""


class TokenKind(StrEnum):
    """What a token is for, told by its claims."""

    COGNITO_IDENTITY = "Cognito identity token"
    """Of an identity pool: it names an identity, and STS takes it."""
    ID = "ID token"
    """It says who somebody is, to the client it was made for: what a login wants."""
    ACCESS = "access token"
    """It opens an API, and says nothing to an identity pool."""


class Token(NamedTuple):
    """What a token says, without what proves it."""

    header: Mapping[str, Any]
    """How it is signed: `alg`, `kid`."""
    claims: Mapping[str, Any]
    """What it says."""
    signed: bool
    """Whether there is anything in the signature's place."""

    @property
    def issuer(self) -> str:
        """Who made it, without `https://`: the form that keys of logins have."""
        issuer = self.claims.get("iss")
        return issuer.removeprefix("https://") if isinstance(issuer, str) else ""

    @property
    def audiences(self) -> list[str]:
        """Whom it was made for: `azp` where there is one, else `aud`.

        Source: OpenID Connect providers, in the developer guide.
        """
        named = self.claims.get("azp", self.claims.get("aud", []))
        return [str(each) for each in (named if isinstance(named, list) else [named])]

    @property
    def kind(self) -> TokenKind:
        """What it is for.

        User pools say so in `token_use`; an access token of any issuer lacks `aud`, by which the
        service itself tells it.
        """
        if self.issuer.startswith("cognito-identity"):
            return TokenKind.COGNITO_IDENTITY
        if self.claims.get("token_use") == "access" or "aud" not in self.claims:
            return TokenKind.ACCESS
        return TokenKind.ID

    @property
    def principal_tags(self) -> Mapping[str, list[str]]:
        """The session tags that it asks STS for, each with its values."""
        tags = self.claims.get(TAGS_CLAIM)
        found = tags.get("principal_tags") if isinstance(tags, Mapping) else None
        if not isinstance(found, Mapping):
            return {}
        return {key: _texts(value) for key, value in found.items()}

    def moment(self, claim: str) -> float | None:
        """A claim that is a time.

        Args:
            claim: Its name, such as `exp`.

        Returns:
            Seconds since the epoch; None where the claim is absent or no number.
        """
        value = self.claims.get(claim)
        # to Python a bool is an int
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            return float(value)
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")


def decode(token: Secret) -> Token:
    """Reads a token.

    Args:
        token: A JSON Web Token in three parts, and nothing around it.

    Returns:
        What it says; it may be forged, expired, or meant for somebody else.

    Raises:
        TokenError: It is no such token.
    """
    check_length(token)
    for looks_like, message in _MISTAKES:
        if looks_like(token):
            raise TokenError(message)
    if not all(_BASE64URL.fullmatch(part) for part in token.reveal().split(".")):
        raise TokenError("The token has characters that no token has: it was not copied whole.")
    return Token(
        _json_object(token, 0, "header"),
        _json_object(token, 1, "payload"),
        signed=not token.reveal().endswith("."),
    )


def check_length(token: Secret) -> None:
    """Checks that a login token is not longer than the service takes.

    Args:
        token: A token of any kind.

    Raises:
        TokenError: It is.
    """
    length = len(token.reveal())
    if length > LONGEST:
        raise TokenError(f"It has {length:,} characters; a login token has {LONGEST:,} at most.")


def is_saml(token: Secret) -> bool:
    """Whether a text looks like XML, plain or in base64, as a SAML assertion is."""
    try:
        return bool(
            _XML.match(token.reveal()[:8])
            or _XML.match(base64.b64decode(token.reveal()[:8], validate=True).decode())
        )
    except ValueError:
        return False


def _texts(value: object) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def _parts(token: Secret) -> int:
    return token.reveal().count(".") + 1


def _begins(*beginnings: str) -> Callable[[Secret], bool]:
    return lambda token: token.reveal().lower().startswith(beginnings)


_MISTAKES: Final[tuple[tuple[Callable[[Secret], bool], str], ...]] = (
    (lambda token: not token.reveal().strip(), "There is no token."),
    (
        lambda token: token.reveal() != token.reveal().strip(),
        "There is white space before or after the token: leave it out.",
    ),
    (
        lambda token: token.reveal()[0] in "\"'`" or token.reveal()[-1] in "\"'`",
        "There are quotes around the token: leave them out.",
    ),
    (_begins("bearer "), "The word Bearer stands before the token: leave it out."),
    (
        _begins("{", "["),
        "This is a JSON document, not a token: only the value of its IdToken is wanted.",
    ),
    (
        _begins("http://", "https://"),
        "This is an address, not a token: where a sign-in ended there, the token follows id_token=",
    ),
    (is_saml, "This is XML, such as a SAML assertion, and not a JSON Web Token."),
    (
        _begins("eaa"),
        "This looks like an access token of Facebook's, which says nothing by itself.",
    ),
    (
        _begins("atza|"),
        "This looks like an access token of Amazon's, which says nothing by itself.",
    ),
    (
        lambda token: any(each.isspace() for each in token.reveal()),
        "There is white space within the token, such as a line break: it was not copied whole.",
    ),
    (
        lambda token: _parts(token) == _ENCRYPTED_PARTS,
        "This token is encrypted, as the refresh tokens of user pools are: the ID token is wanted.",
    ),
    (
        lambda token: _parts(token) != _PARTS,
        "This is no JSON Web Token: that has three parts with dots between them.",
    ),
)
"""How texts are told that are no token, and what is said of them, the surest first."""


def _json_object(token: Secret, place: int, name: str) -> dict[str, Any]:
    """Reads one part of a token.

    Raises:
        TokenError: It is no JSON object.
    """
    part = token.reveal().split(".")[place]
    found: object = None
    try:
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
        if max(_depths(text), default=0) <= _JSON_DEPTH:
            found = json.loads(text, parse_constant=_no_constant)
    except ValueError:
        # told below, for the error would carry the text with it
        found = None
    if not isinstance(found, dict):
        raise TokenError(f"The token's {name} is no JSON object: it was not copied whole.")
    return found


def _depths(text: str) -> Iterator[int]:
    """How deep JSON nests after each bracket."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", _JSON_TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        yield depth


def _no_constant(name: str) -> NoReturn:
    # NaN and Infinity, which Python would read although JSON has none
    raise ValueError(name)
