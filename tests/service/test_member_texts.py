"""The labels and the help of the members, compared with botocore's model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cogtui.gateway.service_model import input_members
from cogtui.service.member_texts import MAX_HELP, OPERATION_TEXTS, TEXTS, MemberText, member_text
from cogtui.service.members import Member
from cogtui.service.operations import OPERATIONS
from tests.english import Text, wording_hits


def paths(member: Member, outer: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of a member and of every member inside it."""
    path = (*outer, member.name)
    yield path
    for each in (*member.members, *filter(None, (member.key, member.element))):
        yield from paths(each, path)


EVERY_PATH = [
    (operation, path)
    for operation in OPERATIONS
    for each in input_members(operation)
    for path in paths(each)
]

EVERY_TEXT = [*TEXTS.values(), *OPERATION_TEXTS.values()]


def test_every_member_of_the_model_has_a_text() -> None:
    """Each member of each operation, at any depth, has our label and our help."""
    missing = [place for place in EVERY_PATH if member_text(*place) is None]
    assert missing == []


def test_every_text_belongs_to_a_member() -> None:
    """Each text is that of some member of the model, so that none is out of date."""
    unused = [
        text.label
        for text in EVERY_TEXT
        if not any(member_text(*place) is text for place in EVERY_PATH)
    ]
    assert unused == []


def test_an_unknown_member_has_no_text() -> None:
    """A member of a newer model has none, and its name is split into words instead."""
    assert member_text("get-id", ("NewMember",)) is None


@pytest.mark.parametrize("text", EVERY_TEXT, ids=lambda text: text.label)
def test_a_help_is_one_short_plain_line(text: MemberText) -> None:
    """A help fits one line at 80 columns, in plain English."""
    assert text.label
    assert 0 < len(text.help) <= MAX_HELP
    assert "\n" not in text.help
    assert list(wording_hits(Text(Path("texts.py"), 1, f"{text.label}. {text.help}"))) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_labels_differ_within_a_form(operation: str) -> None:
    """No two fields of a form have the same label."""
    labels = [each.label for each in input_members(operation)]
    assert len(set(labels)) == len(labels)
