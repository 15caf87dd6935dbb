"""Developer users and their identities are described."""

import math

import pytest

from cogtui.documents.developer_users import linked_identity, sentence_section, unknown_user
from cogtui.documents.document import Line, Note, Section, Tone
from cogtui.service.identity_rows import Identity
from tests.documents.reading import lines, notes, titles, values

IDENTITY_ID = "us-east-1:5a6f1b2c-0000-4000-8000-000000000001"
GOOGLE = "accounts.google.com"
PROVIDER = "login.example.backend"
CREATED, MODIFIED, NOW = 1538078988.077, 1538082588.5, 1538165388.077


def identity(*logins: str) -> Identity:
    """Return an identity with logins."""
    return Identity(IDENTITY_ID, logins, CREATED, MODIFIED)


def test_an_identity_with_all_its_links() -> None:
    """The state, dates, public logins and users are listed."""
    users = (" ada\n", "[bold]")
    document = linked_identity("Source", identity(PROVIDER, GOOGLE), PROVIDER, users, NOW)
    assert titles(document) == ["Source", f"2 developer users of {PROVIDER}"]
    assert list(lines(document[:1])) == [
        Line("ID", IDENTITY_ID),
        Line("State", "authenticated", Tone.GOOD),
        Line("Created", "2018-09-27 20:09:48.077 UTC (1 d ago)"),
        Line("Modified", "2018-09-27 21:09:48.500 UTC (22 h ago)"),
        Line("Google", GOOGLE),
    ]
    assert list(lines(document[1:])) == [Line("", " ada\n"), Line("", "[bold]")]


@pytest.mark.parametrize(
    ("logins", "users", "state"),
    [
        ((), (), Line("State", "guest")),
        ((), ("ada",), Line("State", "authenticated", Tone.GOOD)),
        (("DISABLED", "us-east-1"), (), Line("State", "disabled", Tone.BAD)),
    ],
)
def test_the_state_follows_from_the_users(
    logins: tuple[str, ...], users: tuple[str, ...], state: Line
) -> None:
    """An identity with users is authenticated, even if its logins omit the developer provider."""
    document = linked_identity("", identity(*logins), PROVIDER, users, NOW)
    assert state in list(lines(document))
    none = values(document).get("Public logins")
    assert none == (None if logins else "none")


def test_an_identity_that_does_not_exist_yet() -> None:
    """It has neither an ID nor dates."""
    document = linked_identity("", Identity("", (), math.nan, math.nan), PROVIDER, ("ada",), NOW)
    assert values(document[:1]) == {
        "ID": "new identity",
        "State": "authenticated",
        "Public logins": "none",
    }


def test_an_unknown_user() -> None:
    """The identifier is shown as it was looked up, with a note that it is not registered."""
    document = unknown_user("Source", "Ada ")
    assert (values(document), notes(document)) == (
        {"User": "Ada "},
        ["Not registered in this pool."],
    )


def test_sentences_under_a_title() -> None:
    """Without sentences there is no section."""
    assert sentence_section("Title", [], Tone.BAD) == ()
    assert sentence_section("Title", ["One.", "Two."], Tone.BAD) == (
        Section("Title", (Note("One.", Tone.BAD), Note("Two.", Tone.BAD))),
    )
