"""Parsing of SAML 2.0 responses. Signatures are not verified.

Source: SAML identity providers in the developer guide.
"""

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime
from typing import Any
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


def claims(encoded: str, valid_until: float) -> dict[str, Any] | None:
    """Return the NameID and attributes of a response, or None if it is malformed or expired.

    Args:
        encoded: The response in base64.
        valid_until: The time until which the assertion must be valid, in seconds since the
            epoch.

    Returns:
        The values by attribute name; an attribute with several values has a list.
    """
    try:
        document = base64.b64decode(encoded, validate=True)
        parsed = xmltodict.parse(
            document, process_namespaces=True, namespaces=_NAMESPACES, force_cdata=True
        )
        assertion = parsed["Response"]["Assertion"]
        attributes: dict[str, Any] = {NAME_ID: assertion["Subject"]["NameID"]["#text"]}
        expires = assertion.get("Conditions", {}).get("@NotOnOrAfter")
        if expires is not None and datetime.fromisoformat(expires).timestamp() <= valid_until:
            return None
        for attribute in _as_list(assertion.get("AttributeStatement", {}).get("Attribute", [])):
            values = [each["#text"] for each in _as_list(attribute["AttributeValue"])]
            attributes[attribute["@Name"]] = values[0] if len(values) == 1 else values
    except (binascii.Error, ExpatError, KeyError, TypeError, ValueError):
        return None
    return attributes


def roles(attributes: dict[str, Any]) -> Iterator[str]:
    """Yield the role ARNs in a response's attributes."""
    for pair in _as_list(attributes.get(ROLE, [])):
        for part in pair.split(","):
            if ":role/" in part:
                yield part.strip()


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - XML
    return value if isinstance(value, list) else [value]
