"""What is said of a region."""

from cogtui.documents.document import Line, Tone
from cogtui.documents.region import overview
from cogtui.gateway import CallerIdentity
from tests.documents.reading import lines, notes, values

CALLER = CallerIdentity("111122223333", "arn:aws:sts::111122223333:assumed-role/Admin/ana")


def test_a_region_at_a_glance() -> None:
    """How many pools, whose account, and where the service is called."""
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
    """No pools may mean the wrong region or the wrong profile."""
    assert notes(overview("eu-west-3", 0, CALLER, "https://x")) == [
        "No identity pools here. R chooses other regions, P another profile."
    ]


def test_what_is_being_requested_is_reported() -> None:
    """Until sts has answered the account is not known."""
    document = overview("us-east-1", 1, None, "")
    assert Line("Account", "being asked for", Tone.DIM) in list(lines(document))
    assert values(document)["Endpoint"] == "being asked for"


def test_why_the_account_is_not_known() -> None:
    """Sts may refuse to tell, and the reason stands where the account would."""
    document = overview("us-east-1", 1, None, "https://x", "Not allowed")
    assert Line("Account", "not known: Not allowed", Tone.WARNING) in list(lines(document))
