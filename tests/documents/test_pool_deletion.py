"""Pools are described before they are deleted."""

from typing import Any, Final

import pytest

from cogtui.api_error import ErrorKind, Explanation
from cogtui.documents.document import Document, Line, Note
from cogtui.documents.pool_deletion import Doomed, Inhabitants, deletion

POOL: Final = Doomed("shop", "us-east-1:1", Inhabitants(0, more=False), {}, (), ())
"""A pool with nothing configured."""


def sections_of(document: Document) -> dict[str, list[str]]:
    """Return the text of each section by its title."""
    return {
        section.title: [
            f"{part.label} {part.value}" if isinstance(part, Line) else part.text
            for part in section.parts
            if isinstance(part, Line | Note)
        ]
        for section in document
    }


def test_a_pool_without_anything() -> None:
    """Each part that the pool does not have is reported as none."""
    document = sections_of(deletion(POOL))
    assert document.pop("")[:2] == ["Name shop", "ID us-east-1:1"]
    assert document == {
        "Identities to delete": ["None."],
        "Users losing access": ["None: no provider, guest access off."],
        "Tags to delete": ["None."],
        "Roles kept in IAM": ["None."],
        "Credentials": ["Credentials already issued stay valid until they expire."],
    }


@pytest.mark.parametrize(
    ("inhabitants", "expected"),
    [
        (Inhabitants(1, more=False), "Identities 1"),
        (Inhabitants(60, more=True), "Identities 60 or more"),
        (Inhabitants(12340, more=False), "Identities 12,340"),
        # an empty page need not be the last
        (Inhabitants(0, more=True), "Identities 0 or more"),
        (None, "They could not be counted."),
    ],
)
def test_identities_are_counted(inhabitants: Inhabitants | None, expected: str) -> None:
    """The number covers only the identities that are known."""
    document = sections_of(deletion(POOL._replace(inhabitants=inhabitants)))
    assert expected == document["Identities to delete"][0]


def test_users_who_lose_access_are_reported() -> None:
    """Each provider is listed with its client, and no secret is shown."""
    configuration: dict[str, Any] = {
        "AllowUnauthenticatedIdentities": True,
        "SupportedLoginProviders": {"api.twitter.com": "key;sentinel"},
        "DeveloperProviderName": "login.shop",
        "IdentityPoolTags": {"stage": "dev"},
    }
    document = sections_of(
        deletion(POOL._replace(configuration=configuration, roles=("arn:1", "arn:2")))
    )
    assert document["Users losing access"] == [
        "Guests allowed",
        "Social api.twitter.com, client key;****",
        "Developer login.shop",
    ]
    assert document["Tags to delete (1)"] == ["stage dev"]
    assert document["Roles kept in IAM"][:2] == ["Role arn:1", "Role arn:2"]


def test_parts_that_could_not_be_read_are_reported() -> None:
    """Each error is shown with its message, and an unknown name is left out."""
    error = Explanation(
        ErrorKind.DENIED, "Access denied", "is not authorized", "", "", operation="list-identities"
    )
    pool = Doomed("", "us-east-1:1", None, None, None, (error,))
    document = sections_of(deletion(pool))
    assert document[""][0] == "ID us-east-1:1"
    assert document["Users losing access"] == ["The providers could not be read."]
    assert document["Roles kept in IAM"] == ["The roles could not be read."]
    assert document["Could not be read"] == [
        "✗ list-identities: Access denied",
        "Message is not authorized",
        "You can still delete the pool.",
    ]
