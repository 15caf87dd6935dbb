"""Identities are described."""

import math

import pytest

from cogtui.documents.document import Line, Note, Tone
from cogtui.documents.identity import developer_users, overview
from cogtui.service.identity_rows import Identity
from tests.documents.reading import lines, notes, titles, values

IDENTITY_ID = "us-east-1:5a6f1b2c-0000-4000-8000-000000000001"
ARN = f"arn:aws:cognito-sync:us-east-1:111122223333:identitypool/x/identity/{IDENTITY_ID}"
GOOGLE = "accounts.google.com"
CREATED, MODIFIED, NOW = 1538078988.077, 1538082588.5, 1538165388.077


def identity(*logins: str, created: float = CREATED, modified: float = MODIFIED) -> Identity:
    """Return an identity with logins."""
    return Identity(IDENTITY_ID, logins, created, modified)


def test_an_identity_at_a_glance() -> None:
    """The ID, state, dates with ages, ARN and logins are shown."""
    document = overview(identity(GOOGLE, "login.example.backend"), ARN, NOW)
    assert values(document[:1]) == {
        "ID": IDENTITY_ID,
        "State": "authenticated",
        "Created": "2018-09-27 20:09:48.077 UTC (1 d ago)",
        "Modified": "2018-09-27 21:09:48.500 UTC (22 h ago)",
        "ARN": ARN,
    }
    assert titles(document[1:]) == ["Logins (2)"]
    assert list(lines(document[1:])) == [
        Line("Google", GOOGLE),
        Line("login.example.backend", "login.example.backend"),
    ]


@pytest.mark.parametrize(
    ("logins", "state", "tone", "note"),
    [
        ((), "guest", Tone.PLAIN, "None (guest)."),
        (
            ("DISABLED", "us-east-1"),
            "DISABLED by a merge or by unlinking its last login",
            Tone.BAD,
            "None. It cannot be used again; its logins resolve to another identity.",
        ),
    ],
)
def test_an_identity_without_logins_shows_why(
    logins: tuple[str, ...], state: str, tone: Tone, note: str
) -> None:
    """A guest never had a login; a disabled identity has lost them."""
    document = overview(identity(*logins), ARN, NOW)
    assert Line("State", state, tone) in list(lines(document))
    assert notes(document) == [note]


def test_unknown_values_are_reported() -> None:
    """Dates that an emulator omits, and an ARN without a known account, are reported as unknown."""
    document = overview(identity(created=math.nan, modified=math.nan), None, NOW)
    shown = values(document)
    assert (shown["Created"], shown["Modified"]) == ("unknown", "unknown")
    assert shown["ARN"] == "unknown until STS returns the account"


def test_developer_users_are_listed() -> None:
    """All of them are listed, with their number in the title."""
    section = developer_users("login.example.backend", ["ana", "bo"], complete=True)
    assert section.title == "2 developer users of login.example.backend"
    assert section.parts == (Line("", "ana"), Line("", "bo"))


def test_an_incomplete_list_of_users() -> None:
    """A list that is still being read is marked as incomplete, even an empty one."""
    for found in ([], ["ana"]):
        section = developer_users("login.example.backend", found, complete=False)
        assert section.title.endswith("of login.example.backend, loading…")
        assert len(found) == len(section.parts)


def test_no_developer_users() -> None:
    """If the pool has a developer provider, a note states that no user is linked."""
    section = developer_users("login.example.backend", [], complete=True)
    assert section.parts == (Note("No user of login.example.backend is linked to this identity."),)
