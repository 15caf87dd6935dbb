"""Journals of changes in progress and of interrupted changes."""

import json
import os
from pathlib import Path
from typing import Any, Final

import pytest

from cogtui.configuration.journal import Journal, find_interrupted
from cogtui.configuration.plan import Plan, plan_creation, planned
from cogtui.configuration.redaction import without_secrets
from tests.configuration.samples import FULL, SECRET

POOL: Final = "us-east-1:1a2b"
ARN: Final = "arn:aws:iam::111122223333:user/ana"
PLAN: Final = planned(FULL, FULL.replaced(IdentityPoolName="web", Roles={}, IdentityPoolTags={}))
GONE: Final = 2**22 + 1
"""A process ID that Linux never assigns."""


def open_journal(directory: Path, plan: Plan = PLAN, pool_id: str = POOL) -> Journal:
    """Return the journal of a change that starts."""
    return Journal(directory, "us-east-1", pool_id, plan, ARN, lambda: 5.0)


def mark_as_dead(directory: Path, **values: Any) -> Path:  # noqa: ANN401  JSON
    """Rewrite the only journal as if its process were gone."""
    (path,) = directory.glob("change-*")
    document = {**json.loads(path.read_text()), "process": GONE, **values}
    path.write_text(json.dumps(document))
    return path


def test_a_crash_during_a_call(tmp_path: Path) -> None:
    """It has the calls done, uncertain and remaining, and both configurations."""
    journal = open_journal(tmp_path)
    journal.record(1, calling=True)
    path = mark_as_dead(tmp_path)
    ((found,), skipped) = find_interrupted(tmp_path)
    assert skipped == ()
    assert (found.pool_id, found.region, found.name, found.caller) == (
        *(POOL, "us-east-1", "mobile"),
        ARN,
    )
    assert (found.done, found.uncertain, found.remaining) == (
        ("update-identity-pool",),
        "set-identity-pool-roles",
        ("untag-resource",),
    )
    assert (found.started, found.path) == (5.0, path)
    assert found.before is not None
    assert without_secrets(found.before) == without_secrets(FULL)
    assert found.after["IdentityPoolName"] == "web"
    assert SECRET not in path.read_text()
    found.forget()
    found.forget()
    assert find_interrupted(tmp_path) == ((), ())


def test_a_crash_between_two_calls(tmp_path: Path) -> None:
    """No call is uncertain."""
    open_journal(tmp_path).record(2, calling=False)
    mark_as_dead(tmp_path)
    ((found,), _) = find_interrupted(tmp_path)
    assert (len(found.done), found.uncertain, len(found.remaining)) == (2, "", 1)


def test_a_pool_that_was_being_created(tmp_path: Path) -> None:
    """Its ID is recorded once known, and it has no earlier configuration."""
    journal = open_journal(tmp_path, plan_creation(FULL), "")
    mark_as_dead(tmp_path)
    ((found,), _) = find_interrupted(tmp_path)
    assert (found.pool_id, found.name, found.before) == ("", "mobile", None)
    journal.record(1, calling=False, pool_id=POOL)
    journal.record(1, calling=True)
    mark_as_dead(tmp_path)
    ((found,), _) = find_interrupted(tmp_path)
    assert found.pool_id == POOL


def test_a_running_change_is_not_interrupted(tmp_path: Path) -> None:
    """This holds for this process and for another user's."""
    open_journal(tmp_path)
    assert find_interrupted(tmp_path) == ((), ())
    mark_as_dead(tmp_path, process=1)
    assert find_interrupted(tmp_path) == ((), ())


@pytest.mark.parametrize(
    "values",
    [{"host": "elsewhere", "process": 1}, {"process": "x"}, {"process": -1}, {"process": 2**70}],
)
def test_a_process_that_may_not_run(tmp_path: Path, values: dict[str, Any]) -> None:
    """A process on another machine cannot be checked, and an invalid process ID does not run."""
    open_journal(tmp_path)
    mark_as_dead(tmp_path, **values)
    assert len(find_interrupted(tmp_path).interrupted) == 1


def test_another_users_process_counts_as_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The permission error shows that the process exists."""

    def forbidden(_process: int, _signal: int) -> None:
        raise PermissionError

    open_journal(tmp_path)
    monkeypatch.setattr(os, "kill", forbidden)
    assert find_interrupted(tmp_path) == ((), ())


def test_removing_a_journal(tmp_path: Path) -> None:
    """It can be ended twice."""
    journal = open_journal(tmp_path / "journal")
    (path,) = (tmp_path / "journal").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    journal.remove()
    journal.remove()
    assert [*(tmp_path / "journal").iterdir()] == []


def test_progress_that_cannot_be_written(tmp_path: Path) -> None:
    """The change continues."""
    directory = tmp_path / "journal"
    journal = open_journal(directory)
    (path,) = directory.glob("change-*")
    path.unlink()
    directory.rmdir()
    directory.write_text("no directory")
    journal.record(1, calling=True)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"version": 2}, "written by a newer version of cogtui"),
        ({"done": "x"}, "a value is missing or invalid"),
        ({"after": {"Roles": 1}}, "invalid value for Roles"),
    ],
)
def test_a_damaged_journal_is_reported(tmp_path: Path, values: dict[str, Any], reason: str) -> None:
    """It is skipped and listed with its path."""
    open_journal(tmp_path)
    path = mark_as_dead(tmp_path, **values)
    assert find_interrupted(tmp_path) == ((), ((path, reason),))
