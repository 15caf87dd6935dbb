"""Regions are described."""

from cogtui.documents.document import Line, Tone
from cogtui.documents.region import overview
from cogtui.gateway import CallerIdentity
from tests.documents.reading import lines, notes, values

CALLER = CallerIdentity("111122223333", "arn:aws:sts::111122223333:assumed-role/Admin/ana")


def test_a_region_at_a_glance() -> None:
    """The number of pools, the account and the endpoint are shown."""
    document = overview("us-east-1", 12, CALLER, "https://cognito-identity.us-east-1.amazonaws.com")
    assert values(document) == {
        "Region": "us-east-1",
        "Pools": "12 identity pools",
        "Account": "111122223333",
        "Caller": "arn:aws:sts::111122223333:assumed-role/Admin/ana",
        "Endpoint": "https://cognito-identity.us-east-1.amazonaws.com",
    }
    assert notes(document) == []


def test_an_empty_region_shows_what_to_do() -> None:
    """A region without pools may be the wrong region or profile, so both keys are suggested."""
    assert notes(overview("eu-west-3", 0, CALLER, "https://x")) == [
        "No identity pools here. Press R to choose regions, P to choose a profile."
    ]


def test_pending_values_are_reported() -> None:
    """The account is pending until STS has answered."""
    document = overview("us-east-1", 1, None, "")
    assert Line("Account", "loading…", Tone.DIM) in list(lines(document))
    assert values(document)["Endpoint"] == "loading…"


def test_an_unknown_account_shows_why() -> None:
    """If STS refuses, its reason appears in place of the account."""
    document = overview("us-east-1", 1, None, "https://x", "Not allowed")
    assert Line("Account", "unknown: Not allowed", Tone.WARNING) in list(lines(document))
