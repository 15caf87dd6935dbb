"""Parsing of SAML 2.0 responses. Signatures are not verified.

Source: SAML identity providers in the developer guide.
"""

import base64
import binascii
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from xml.parsers.expat import ExpatError

import xmltodict  # type: ignore[import-untyped]  # it publishes no types

NAME_ID = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier"
"""The claim that contains the subject's NameID."""
ROLE = "https://aws.amazon.com/SAML/Attributes/Role"
"""The attribute that lists roles, each as a role ARN and a provider ARN."""

_NAMESPACES = {
    "urn:oasis:names:tc:SAML:2.0:protocol": None,
    "urn:oasis:names:tc:SAML:2.0:assertion": None,
}


class SamlAssertion(NamedTuple):
    """The assertion of a response about its user."""

    claims: dict[str, Any]
    """The NameID and the attributes; an attribute with several values has a list."""
    not_on_or_after: float
    """When it expires, in seconds since the epoch; infinity if it does not say."""


def read_assertion(encoded: str) -> SamlAssertion | None:
    """Return the assertion of a response, or None if the response is malformed.

    Args:
        encoded: The response in base64.
    """
    try:
        document = base64.b64decode(encoded, validate=True)
        parsed = xmltodict.parse(
            document, process_namespaces=True, namespaces=_NAMESPACES, force_cdata=True
        )
        assertion = parsed["Response"]["Assertion"]
        attributes: dict[str, Any] = {NAME_ID: assertion["Subject"]["NameID"]["#text"]}
        expires = assertion.get("Conditions", {}).get("@NotOnOrAfter")
        end = math.inf if expires is None else datetime.fromisoformat(expires).timestamp()
        for attribute in _as_list(assertion.get("AttributeStatement", {}).get("Attribute", [])):
            values = [each["#text"] for each in _as_list(attribute["AttributeValue"])]
            attributes[attribute["@Name"]] = values[0] if len(values) == 1 else values
    except (binascii.Error, ExpatError, KeyError, TypeError, ValueError):
        return None
    return SamlAssertion(attributes, end)


def roles(attributes: dict[str, Any]) -> Iterator[str]:
    """Yield the role ARNs in a response's attributes."""
    for pair in _as_list(attributes.get(ROLE, [])):
        for part in pair.split(","):
            if ":role/" in part:
                yield part.strip()


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - XML
    return value if isinstance(value, list) else [value]
