"""The summary of credentials."""

import pytest

from cogtui.credentials.export import Credentials
from cogtui.credentials.summary import (
    GUEST_SERVICES,
    Part,
    Provenance,
    credentials_document,
    secret_part,
)
from cogtui.documents.document import Tone
from cogtui.gateway import CallerIdentity
from cogtui.logins.session_role import SessionRole
from cogtui.secret import Secret
from tests.documents.reading import lines, notes, titles, values

KEY = "sentinel-secret-key"
TOKEN = "sentinel-session-token"  # noqa: S105  a dummy value
CREDENTIALS = Credentials(
    "ASIAEXAMPLE",
    Secret(KEY),
    Secret(TOKEN),
    1_700_003_600.0,
    "us-east-1",
    "us-east-1:5a6f1b2c-0000-4000-8000-000000000001",
    SessionRole("arn:aws:iam::111122223333:role/Guest"),
)
CALLER = CallerIdentity("111122223333", "arn:aws:sts::111122223333:assumed-role/Guest/cogtui")
STEPS = (("get-id", "us-east-1:5a6f"), ("sts get-caller-identity", CALLER.arn))


def test_whose_they_are_and_how_they_were_obtained() -> None:
    """The document lists identity, role, account and caller, then each call with its result."""
    shown = credentials_document(CREDENTIALS, Provenance(CALLER, STEPS))
    assert {
        "Identity": CREDENTIALS.identity_id,
        "Role": CREDENTIALS.role.arn,
        "Account": "111122223333",
        "Caller (STS)": CALLER.arn,
        "Access key ID": "ASIAEXAMPLE",
        "Secret access key": "****  19 characters",
        "Session token": "****  22 characters",
        "1": "get-id: us-east-1:5a6f",
        "2": f"sts get-caller-identity: {CALLER.arn}",
    } == values(shown)
    assert titles(shown) == ["", "Credentials", "How they were obtained"]


def test_secrets_are_masked() -> None:
    """The document contains no secret unless one is requested."""
    masked = repr(credentials_document(CREDENTIALS, Provenance(CALLER, STEPS)))
    assert (KEY in masked, TOKEN in masked) == (False, False)


@pytest.mark.parametrize(
    ("part", "shown", "masked"),
    [(Part.SECRET_KEY, KEY, TOKEN), (Part.SESSION_TOKEN, TOKEN, KEY)],
)
def test_one_secret_is_shown_at_a_time(part: Part, shown: str, masked: str) -> None:
    """The requested one is complete, and the other stays masked."""
    document = credentials_document(CREDENTIALS, Provenance(CALLER), part)
    assert shown == values(document)[part]
    assert masked not in repr(document)
    assert Secret(shown) == secret_part(CREDENTIALS, part)


def test_unknown_values_are_marked() -> None:
    """Without a call to STS the caller is unknown, and perhaps the role."""
    document = credentials_document(CREDENTIALS._replace(role=SessionRole()), Provenance(None))
    assert values(document)["Role"] == "unknown"
    assert [line.tone for line in lines(document) if line.label == "Caller"] == [Tone.WARNING]
    assert "Account" not in values(document)


def test_a_role_known_by_name_alone_is_not_shown_as_an_arn() -> None:
    """The session's ARN has no path, so without a known role only the name is certain."""
    document = credentials_document(
        CREDENTIALS._replace(role=SessionRole(name="Guest")), Provenance(CALLER)
    )
    assert values(document)["Role name"] == "Guest"
    assert "Role" not in values(document)
    assert ":role/" not in repr(document)


def test_guest_limits() -> None:
    """A guest of the enhanced flow sees what AWS denies, what it allows, and what to do."""
    document = credentials_document(CREDENTIALS, Provenance(CALLER, has_guest_limits=True))
    assert "Guest session limits" in titles(document)
    assert any("not caused by the role" in note for note in notes(document))
    shown = values(document)
    assert shown["Allowed for guests"] == GUEST_SERVICES
    assert "classic flow" in shown["What to do"]
