"""Answers of operations are laid out by their shape."""

import pytest

from cogtui.documents.answer import answer, deleted
from cogtui.documents.document import Line, Tone
from cogtui.secret import Secret
from tests.documents.reading import lines, notes, titles, values

CREDENTIALS = {
    "IdentityId": "us-east-1:1",
    "Credentials": {
        "AccessKeyId": "ASIA",
        "SecretKey": Secret("sentinel-key"),
        "SessionToken": Secret("sentinel-token"),
        "Expiration": 1538078988.077,
    },
}


def test_an_answer_by_its_shape() -> None:
    """Scalar members come first, then a section for each member that is a map."""
    document = answer(CREDENTIALS, reveal=False)
    assert titles(document) == ["", "Credentials"]
    assert list(lines(document)) == [
        Line("IdentityId", "us-east-1:1"),
        Line("AccessKeyId", "ASIA"),
        Line("SecretKey", "****", Tone.WARNING),
        Line("SessionToken", "****", Tone.WARNING),
        Line("Expiration", "2018-09-27 20:09:48.077 UTC"),
    ]


def test_revealed_secrets() -> None:
    """Revealed secrets are shown with a warning tone."""
    document = answer({"Token": Secret("sentinel")}, reveal=True)
    assert list(lines(document)) == [Line("Token", "sentinel", Tone.WARNING)]


def test_lists_and_numbers() -> None:
    """List elements are numbered, and empty and false values are shown as such."""
    document = answer(
        {
            "Logins": ["a", "b"],
            "One": ["c"],
            "None": [],
            "Map": {},
            "Flag": False,
            "Yes": True,
            "Zero": 0,
            "Text": "",
            "Left": [{"IdentityId": "x", "ErrorCode": "AccessDenied"}],
        },
        reveal=False,
    )
    assert values(document) == {
        "Logins 1": "a",
        "Logins 2": "b",
        "One": "c",
        "None": "none",
        "Map": "none",
        "Flag": "false",
        "Yes": "true",
        "Zero": "0",
        "Text": "none",
        "Left IdentityId": "x",
        "Left ErrorCode": "AccessDenied",
    }


def test_an_answer_without_members() -> None:
    """It is reported as success and nothing else."""
    document = answer({}, reveal=False)
    assert notes(document) == ["Done. The response is empty."]


@pytest.mark.parametrize("reveal", [True, False])
def test_an_answer_of_sections_alone(*, reveal: bool) -> None:
    """No empty section precedes the others."""
    document = answer({"Roles": {"authenticated": "arn"}}, reveal=reveal)
    assert titles(document) == ["Roles"]


def test_a_deleted_object() -> None:
    """One sentence states the deletion."""
    assert notes(deleted("mobile-app")) == ["mobile-app was deleted."]
