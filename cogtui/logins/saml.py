"""What a SAML 2.0 response says, read without believing it: its signature is not looked at.

It is read by expat, event by event, without ever letting a document type declaration in: no
entity is expanded, so no small text grows into a large one, and nothing is fetched.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple
from xml.parsers import expat

from cogtui.logins.jwt import TokenError, check_length
from cogtui.secret import Secret

NAME_ID: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier"
"""The claim that the subject's NameID counts as (developer guide, attributes for access
control)."""

ROLE: Final = "https://aws.amazon.com/SAML/Attributes/Role"
"""The attribute that lists roles, each as a pair of role ARN and provider ARN (IAM user guide,
SAML assertions)."""

_PROTOCOL: Final = "urn:oasis:names:tc:SAML:2.0:protocol "
_ASSERTION: Final = "urn:oasis:names:tc:SAML:2.0:assertion "
_ROOT: Final = (f"{_PROTOCOL}Response", f"{_ASSERTION}Assertion")


class Assertion(NamedTuple):
    """What a response says of a user."""

    issuer: str
    """Who made it, empty if it does not say."""
    claims: Mapping[str, str | list[str]]
    """The NameID under `NAME_ID` and the attributes, of one value as a text."""
    not_before: float | None
    """From when it is good, seconds since the epoch, if it says so."""
    not_on_or_after: float | None
    """Until when, likewise."""

    @property
    def roles(self) -> list[str]:
        """The ARNs of the roles that it lists."""
        listed = self.claims.get(ROLE, [])
        return roles_in(listed)


def roles_in(listed: object) -> list[str]:
    """The ARNs of the roles in a value of the attribute `ROLE`.

    Args:
        listed: One pair of role ARN and provider ARN, in either order, or a list of such.
    """
    return [
        part.strip()
        for pair in (listed if isinstance(listed, list) else [listed])
        for part in str(pair).split(",")
        if ":role/" in part
    ]


def read_assertion(token: Secret) -> Assertion:
    """Reads a SAML response.

    Args:
        token: The response in base64, on one line, as a login has it.

    Returns:
        What it says; it may be forged, expired, or meant for somebody else.

    Raises:
        TokenError: It is no such response, or it is encrypted.
    """
    check_length(token)
    if token.reveal().lstrip().startswith("<"):
        raise TokenError("The assertion is plain XML: a login wants it in base64.")
    if any(each.isspace() for each in token.reveal()):
        raise TokenError(
            "There is white space in the assertion, such as line breaks: leave it out."
        )
    if "%" in token.reveal():
        raise TokenError(
            "The assertion is encoded for an address: %2B is +, %2F is / and %3D is =."
        )
    reader = _SamlReader()
    problem = ""
    try:
        reader.parser.Parse(base64.b64decode(token.reveal(), validate=True), True)  # noqa: FBT003  expat takes it by place
    except expat.ExpatError:
        problem = reader.problem or "This is no SAML assertion: it is not XML in base64."
    except ValueError:
        problem = "This is no SAML assertion: it is not base64."
    if problem:
        raise TokenError(problem)
    return reader.assertion()


class _SamlReader:
    """Takes what it knows out of a response while expat reads it."""

    def __init__(self) -> None:
        self.problem = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._path: list[str] = []
        self._seen: set[str] = set()
        self._texts: dict[str, str] = {}
        self._conditions: Mapping[str, str] = {}
        self._attribute = ""
        self._attributes: dict[str, list[str]] = {}

    def assertion(self) -> Assertion:
        """What was found.

        Raises:
            TokenError: It is no assertion of a user.
        """
        if f"{_ASSERTION}EncryptedAssertion" in self._seen:
            raise TokenError("The assertion is encrypted, and cannot be read here.")
        name_id = self._texts.get("NameID", "").strip()
        if not name_id:
            raise TokenError("This XML is no SAML response with an assertion that names its user.")
        found = {
            name: [value.strip() for value in values] for name, values in self._attributes.items()
        }
        single = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
        return Assertion(
            self._texts.get("Issuer", "").strip(),
            {NAME_ID: name_id, **single},
            _moment(self._conditions.get("NotBefore")),
            _moment(self._conditions.get("NotOnOrAfter")),
        )

    def _refuse(self, *_: object) -> None:
        self.problem = "The XML declares a document type, which no SAML response does: not read."
        raise expat.ExpatError

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        self._seen.add(name)
        if self._within("Conditions"):
            self._conditions = attributes
        elif self._within("AttributeStatement", "Attribute"):
            self._attribute = attributes.get("Name", "")
        elif self._within("AttributeStatement", "Attribute", "AttributeValue"):
            self._attributes.setdefault(self._attribute, []).append("")

    def _end(self, _: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._within("Issuer"):
            self._texts["Issuer"] = self._texts.get("Issuer", "") + text
        elif self._within("Subject", "NameID"):
            self._texts["NameID"] = self._texts.get("NameID", "") + text
        elif self._within("AttributeStatement", "Attribute", "AttributeValue"):
            self._attributes[self._attribute][-1] += text

    def _within(self, *names: str) -> bool:
        return self._path == [*_ROOT, *(f"{_ASSERTION}{name}" for name in names)]


def _moment(text: str | None) -> float | None:
    """A point in time as SAML writes it.

    Raises:
        TokenError: It is written otherwise.
    """
    if text is None:
        return None
    moment = None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        # told below, for the error would carry the text with it
        moment = None
    if moment is None:
        raise TokenError("The assertion's conditions have a time that is none.")
    # SAML has all times in UTC, whether it is said or not
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
