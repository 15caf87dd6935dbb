"""Read SAML 2.0 responses without verifying their signatures.

Expat parses the response event by event, and every document type declaration is rejected. No
entity is expanded, which rules out entity expansion attacks, and nothing is fetched.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple
from xml.parsers import expat

from cogtui.logins.claims import claim_texts
from cogtui.logins.jwt import TokenError, check_length
from cogtui.secret import Secret

NAME_ID: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier"
"""The claim that holds the subject's NameID (developer guide, attributes for access control)."""

ROLE: Final = "https://aws.amazon.com/SAML/Attributes/Role"
"""The attribute that lists roles, each as a pair of a role ARN and a provider ARN (IAM user guide,
SAML assertions)."""

_PROTOCOL: Final = "urn:oasis:names:tc:SAML:2.0:protocol "
_ASSERTION: Final = "urn:oasis:names:tc:SAML:2.0:assertion "
_ROOT: Final = (f"{_PROTOCOL}Response", f"{_ASSERTION}Assertion")


class Assertion(NamedTuple):
    """The assertion of a response about its user."""

    issuer: str
    """The issuer; empty if it is not named."""
    claims: Mapping[str, str | list[str]]
    """The NameID under `NAME_ID`, and the attributes; a single value is a string, not a list."""
    not_before: float | None
    """When it becomes valid, in seconds since the epoch; None if it does not say."""
    not_on_or_after: float | None
    """When it expires, in seconds since the epoch; None if it does not say."""

    @property
    def roles(self) -> list[str]:
        """The ARNs of the roles that it lists."""
        listed = self.claims.get(ROLE, [])
        return roles_in(listed)


def roles_in(listed: object) -> list[str]:
    """Return the role ARNs in a value of the attribute `ROLE`.

    Args:
        listed: A pair of a role ARN and a provider ARN, in either order, or a list of such pairs.
    """
    return [
        part.strip() for pair in claim_texts(listed) for part in pair.split(",") if ":role/" in part
    ]


def read_assertion(token: Secret) -> Assertion:
    """Read a SAML response without verifying it.

    Args:
        token: The response in base64, on one line, the form that a login requires.

    Returns:
        Its assertion. It may be forged, expired, or issued for another recipient.

    Raises:
        TokenError: It is not such a response, or it is encrypted.
    """
    check_length(token)
    if token.reveal().lstrip().startswith("<"):
        raise TokenError("The assertion is plain XML: a login requires base64.")
    if any(each.isspace() for each in token.reveal()):
        raise TokenError("There is whitespace in the assertion, such as line breaks: remove it.")
    if "%" in token.reveal():
        raise TokenError("The assertion is URL-encoded: %2B is +, %2F is / and %3D is =.")
    reader = _SamlReader()
    problem = ""
    try:
        reader.parser.Parse(base64.b64decode(token.reveal(), validate=True), True)  # noqa: FBT003  expat's argument is positional
    except expat.ExpatError:
        problem = reader.problem or "This is not a SAML assertion: it is not XML in base64."
    except ValueError:
        problem = "This is not a SAML assertion: it is not base64."
    if problem:
        raise TokenError(problem)
    return reader.assertion()


class _SamlReader:
    """Collects the assertion while expat parses the response."""

    def __init__(self) -> None:
        self.problem = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._reject_doctype
        self._path: list[str] = []
        self._seen: set[str] = set()
        self._texts: dict[str, str] = {}
        self._conditions: Mapping[str, str] = {}
        self._attribute = ""
        self._attributes: dict[str, list[str]] = {}

    def assertion(self) -> Assertion:
        """Return the assertion after parsing.

        Raises:
            TokenError: There is no assertion about a user.
        """
        if f"{_ASSERTION}EncryptedAssertion" in self._seen:
            raise TokenError("The assertion is encrypted and cannot be read here.")
        name_id = self._texts.get("NameID", "").strip()
        if not name_id:
            raise TokenError(
                "This XML is not a SAML response with an assertion that names its user."
            )
        found = {
            name: [value.strip() for value in values] for name, values in self._attributes.items()
        }
        single = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
        return Assertion(
            self._texts.get("Issuer", "").strip(),
            {NAME_ID: name_id, **single},
            _parse_time(self._conditions.get("NotBefore")),
            _parse_time(self._conditions.get("NotOnOrAfter")),
        )

    def _reject_doctype(self, *_: object) -> None:
        self.problem = (
            "Not read: the XML declares a document type, which a SAML response never does."
        )
        raise expat.ExpatError

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        self._seen.add(name)
        if self._is_at("Conditions"):
            self._conditions = attributes
        elif self._is_at("AttributeStatement", "Attribute"):
            self._attribute = attributes.get("Name", "")
        elif self._is_at("AttributeStatement", "Attribute", "AttributeValue"):
            self._attributes.setdefault(self._attribute, []).append("")

    def _end(self, _: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._is_at("Issuer"):
            self._texts["Issuer"] = self._texts.get("Issuer", "") + text
        elif self._is_at("Subject", "NameID"):
            self._texts["NameID"] = self._texts.get("NameID", "") + text
        elif self._is_at("AttributeStatement", "Attribute", "AttributeValue"):
            self._attributes[self._attribute][-1] += text

    def _is_at(self, *names: str) -> bool:
        return self._path == [*_ROOT, *(f"{_ASSERTION}{name}" for name in names)]


def _parse_time(text: str | None) -> float | None:
    """Parse a time in SAML's notation.

    Raises:
        TokenError: It is not in that notation.
    """
    if text is None:
        return None
    moment = None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        # raised below instead: this error would carry the text with it
        moment = None
    if moment is None:
        raise TokenError("The assertion's conditions have an invalid time.")
    # SAML times are in UTC, with or without the suffix Z
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
