"""What a SAML 2.0 response says of a user. Its signature is not verified.

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
"""The claim under which the subject's NameID is kept."""
ROLE = "https://aws.amazon.com/SAML/Attributes/Role"
"""The attribute that lists roles, each as a pair of role ARN and provider ARN."""

_NAMESPACES = {
    "urn:oasis:names:tc:SAML:2.0:protocol": None,
    "urn:oasis:names:tc:SAML:2.0:assertion": None,
}


def claims(encoded: str, earliest_end: float) -> dict[str, Any] | None:
    """Return the NameID and the attributes of a response, or None if it is not good.

    Args:
        encoded: The response in base64.
        earliest_end: The assertion must be good until then, in seconds since the epoch.

    Returns:
        An attribute of one value maps to that, of several to their list.
    """
    try:
        document = base64.b64decode(encoded, validate=True)
        parsed = xmltodict.parse(
            document, process_namespaces=True, namespaces=_NAMESPACES, force_cdata=True
        )
        assertion = parsed["Response"]["Assertion"]
        found: dict[str, Any] = {NAME_ID: assertion["Subject"]["NameID"]["#text"]}
        end = assertion.get("Conditions", {}).get("@NotOnOrAfter")
        if end is not None and datetime.fromisoformat(end).timestamp() <= earliest_end:
            return None
        for attribute in _as_list(assertion.get("AttributeStatement", {}).get("Attribute", [])):
            values = [each["#text"] for each in _as_list(attribute["AttributeValue"])]
            found[attribute["@Name"]] = values[0] if len(values) == 1 else values
    except (binascii.Error, ExpatError, KeyError, TypeError, ValueError):
        return None
    return found


def roles(found: dict[str, Any]) -> Iterator[str]:
    """Yield the role ARNs that a response's attributes list."""
    for pair in _as_list(found.get(ROLE, [])):
        for part in pair.split(","):
            if ":role/" in part:
                yield part.strip()


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - XML
    return value if isinstance(value, list) else [value]
