"""Drafts of texts in an external editor, and those that a crash left."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from cogtui.configuration.drafts import Draft, Drafts, DraftSubject, find_drafts
from cogtui.configuration.earlier_versions import Skipped
from cogtui.configuration.redaction import without_secrets
from tests.configuration.samples import FULL, SECRET
from tests.configuration.test_journal import GONE

ABOUT: Final = DraftSubject("us-east-1:1a2b", "us-east-1", "mobile", "111122223333", FULL)
NEW: Final = DraftSubject("", "us-east-1", "", "", None)


def write_draft(
    directory: Path,
    about: DraftSubject = ABOUT,
    text: str = "text",
    started: float = 5.0,
    **values: Any,  # noqa: ANN401  JSON
) -> Draft:
    """Write the draft of a process that has ended.

    Args:
        directory: The directory of the drafts.
        about: What it is about.
        text: The text.
        started: When it was opened, in seconds since the epoch.
        values: Other values of its record, by JSON key.
    """
    draft = Draft.create(directory, text, about, lambda: started)
    record = draft.path.with_suffix(".json")
    record.write_text(json.dumps({**json.loads(record.read_text()), "process": GONE, **values}))
    return draft


def test_a_draft_of_a_process_that_has_ended(tmp_path: Path) -> None:
    """It is found with its text and the pool's earlier configuration, without its secrets."""
    directory = tmp_path / "state" / "editor"
    second, first = write_draft(directory, NEW, started=7.0), write_draft(directory)
    ((one, other), skipped) = find_drafts(directory)
    assert (one.path, other.path, skipped) == (first.path, second.path, ())
    assert (one.about[:4], one.started, one.saved_text()) == (ABOUT[:4], 5.0, "text")
    assert one.about.before is not None
    assert without_secrets(one.about.before) == without_secrets(FULL)
    assert other.about == NEW
    assert directory.stat().st_mode & 0o777 == 0o700
    for path in directory.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        assert SECRET not in path.read_text()


def test_nothing_remains_of_a_deleted_draft(tmp_path: Path) -> None:
    """What the editor saved beside it is deleted with it, and no other draft is."""
    draft, other = write_draft(tmp_path), write_draft(tmp_path)
    for name in (f".{draft.path.name}.swp", f"{draft.path.name}~", f"#{draft.path.name}#"):
        (tmp_path / name).touch()
    draft.delete()
    draft.delete()
    assert {*tmp_path.glob("*cogtui*")} == {other.path, other.path.with_suffix(".json")}


def test_a_draft_that_is_edited_is_not_found(tmp_path: Path) -> None:
    """Another process that still runs has it; this process has none open while it looks."""
    draft = write_draft(tmp_path, process=1)
    assert find_drafts(tmp_path) == ((), ())
    draft.claim()
    assert [each.path for each in find_drafts(tmp_path).found] == [draft.path]


def test_a_record_without_its_text_is_deleted(tmp_path: Path) -> None:
    """Nothing can be opened again."""
    draft = write_draft(tmp_path)
    draft.path.unlink()
    assert find_drafts(tmp_path) == ((), ())
    assert [*tmp_path.glob("*cogtui*")] == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not valid JSON"),
        ('{"version": 1}', "a value is missing or invalid"),
        ('{"version": 99}', "written by a newer version of cogtui"),
    ],
)
def test_a_damaged_record(tmp_path: Path, content: str, reason: str) -> None:
    """It is reported, and its text is not deleted."""
    draft = write_draft(tmp_path)
    record = draft.path.with_suffix(".json")
    record.write_text(content)
    assert find_drafts(tmp_path) == Drafts((), (Skipped(record, reason),))
    assert draft.saved_text() == "text"


def test_a_draft_that_cannot_be_deleted(tmp_path: Path) -> None:
    """It is reported with the reason."""
    draft = write_draft(tmp_path)
    draft.path.unlink()
    (tmp_path / f"{draft.path.name}~").mkdir()
    (skipped,) = find_drafts(tmp_path).skipped
    assert skipped.reason.startswith("cannot be deleted: ")


def test_no_drafts(tmp_path: Path) -> None:
    """A directory that does not exist has none."""
    assert find_drafts(tmp_path / "none") == ((), ())
