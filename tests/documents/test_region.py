"""Regions are described."""

from cogtui.documents.document import Line, Tone
from cogtui.documents.region import overview
from cogtui.gateway import CallerIdentity, Expiry
from tests.cases import case
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
    document = overview("us-east-1", 1, None, "https://x", "Access denied")
    assert Line("Account", "unknown: Access denied", Tone.WARNING) in list(lines(document))


def test_what_expires_has_the_time_left() -> None:
    """What the user has to renew stands out when little time is left, or none."""
    now = 1_800_000_000.0
    for is_sign_in, seconds, is_renewed, expected in (
        (True, 7200, True, Line("SSO sign-in", "until 10:00:00 UTC, renewed automatically")),
        (True, 7200, False, Line("SSO sign-in", "2 h left (10:00:00 UTC); = renews it")),
        (False, 600, True, Line("Credentials", "until 08:10:00 UTC, renewed automatically")),
        (False, 600, False, Line("Credentials", "10 min left (08:10:00 UTC)", Tone.WARNING)),
        (False, 172_800, False, Line("Credentials", "2 d left (2027-01-17 08:00 UTC)")),
        (
            True,
            -60,
            False,
            Line("SSO sign-in", "expired at 07:59:00 UTC; = renews it", Tone.WARNING),
        ),
    ):
        with case(expected.value):
            expiry = Expiry(is_sign_in=is_sign_in, at=now + seconds, is_renewed=is_renewed)
            document = overview("us-east-1", 1, CALLER, "https://x", expiries=(expiry,), now=now)
            assert expected in list(lines(document))
