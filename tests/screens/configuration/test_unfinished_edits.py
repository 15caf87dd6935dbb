"""Unfinished edits are listed at the start, and opened again or deleted."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.__main__ import main
from cogtui.app import CogtuiApp
from cogtui.configuration.drafts import Draft, DraftSubject
from cogtui.configuration.editor_text import format_for_editor
from cogtui.configuration.pool_configuration import Configuration
from cogtui.emulator import RunningEmulator
from cogtui.files import private_files
from cogtui.screens.configuration.change import configuration_members
from cogtui.screens.configuration.unfinished_edits import DraftDialog
from tests.configuration.test_drafts import write_draft
from tests.emulator.connection import pools_by_name
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.interrupted_changes import (
    POOL,
    REGION,
    interrupt_halfway,
    sees_interrupted,
    state_of,
)
from tests.screens.interceptor import Interceptor
from tests.test_main import _process_as_it_was, press_after, quit_after

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["_process_as_it_was", "press_after"]

MakeApp = Callable[..., CogtuiApp]
PressAfter = Callable[[str, str], None]


def files() -> list[str]:
    """Return the names of all files in the directory of the drafts."""
    return [each.name for each in private_files.drafts_directory().glob("*")]


def leave_edit(service: "CognitoIdentityClient", **values: Any) -> Draft:  # noqa: ANN401  JSON
    """Leave a draft that changes the pool's name, as a cogtui that was killed does.

    Args:
        service: A client.
        values: Other values of its record, by JSON key.
    """
    pool_id, before = state_of(service)
    about = DraftSubject(pool_id, REGION, POOL, "111122223333", before)
    text = format_for_editor(before.replaced(IdentityPoolName="sand"), configuration_members())
    return write_draft(private_files.drafts_directory(), about, text, **values)


def leave_new_pool() -> Draft:
    """Leave a draft of a pool that does not exist yet."""
    about = DraftSubject("", REGION, "", "111122223333", None)
    configuration = Configuration.of(
        {"IdentityPoolName": "fresh", "AllowUnauthenticatedIdentities": True}
    )
    text = format_for_editor(configuration, configuration_members())
    return write_draft(private_files.drafts_directory(), about, text, started=6.0)


async def sees_edit(editor: Editor, *texts: str) -> None:
    """Wait for the dialog of an unfinished edit."""
    await editor.waits(
        lambda: isinstance(editor.app.screen, DraftDialog) and editor.app.screen.focused,
        "an unfinished edit",
    )
    await editor.sees_all(*texts)


async def test_they_are_listed_until_they_are_deleted(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """They follow the interrupted changes, can wait, and are deleted only after a question."""
    interrupt_halfway(service)
    pool_id, before = state_of(service, "sand")
    about = DraftSubject(pool_id, REGION, "sand", "", before)
    draft = write_draft(private_files.drafts_directory(), about)
    leave_new_pool()
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)
        await editor.press("escape")
        await sees_edit(editor, "sand · unfinished edit (1 of 2)", pool_id, draft.path.name)
        await editor.press("escape")
        await sees_edit(editor, "New pool in us-east-1 · unfinished edit (2 of 2)", "none yet")
        await editor.press("escape")
        await editor.is_back()
        await editor.press("!")
        await sees_interrupted(editor)
        await editor.press("escape")
        await sees_edit(editor)
        await editor.press("d")
        await editor.sees_question("Delete this edit?")
        await editor.press("n")
        await sees_edit(editor, "(1 of 2)")
        await editor.press("d")
        await editor.agrees("Delete this edit?")
        await sees_edit(editor, "(2 of 2)")
        assert draft.path.name not in files()
        await editor.press("escape")
        await editor.is_back()
        assert len(files()) == 2


async def test_those_of_other_accounts_are_left_alone(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """They are neither shown nor deleted; a damaged record is reported."""
    leave_edit(service, account="999988887777")
    damaged = leave_edit(service).path.with_suffix(".json")
    damaged.write_text("{")
    async with editing(app_on(), service) as editor:
        await editor.sees_toast(f"Cannot read the record of a change, {damaged}: not valid JSON.")
        assert len(editor.app.screen_stack) == 1
        assert len(files()) == 4


async def test_the_user_is_busy(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A toast appears instead of a dialog, which would take keys meant for something else."""
    leave_edit(service)
    between.gates["get-caller-identity"].clear()
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.sees(POOL)
        await editor.press("/")
        between.gates["get-caller-identity"].set()
        await editor.sees_toast(
            'A change was interrupted: see "Interrupted changes" in the palette.'
        )
        assert not isinstance(editor.app.screen, DraftDialog)


async def test_read_only(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The edit is shown and can be deleted, but not opened."""
    leave_edit(service)
    async with editing(app_on(read_only=True), service) as editor:
        await sees_edit(editor)
        await editor.press("enter")
        await editor.sees_toast("Edit the pool: disabled in read-only mode.")
        await sees_edit(editor)
        assert len(files()) == 2


async def test_the_text_stays_until_it_is_taken_over(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Cancelling the reading, a missing terminal, or a deleted pool shows the edit again."""
    draft = leave_edit(service)
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await sees_edit(editor)
        between.gates["get-identity-pool-roles"].clear()
        await editor.press("enter")
        await editor.sees_waiting(f"Loading {POOL}…")
        await editor.press("escape")
        between.gates["get-identity-pool-roles"].set()
        await sees_edit(editor)
        await editor.press("enter")
        await editor.sees("An editor needs its own terminal. Your text is kept in")
        await editor.press("escape")
        await sees_edit(editor)
        service.delete_identity_pool(IdentityPoolId=draft.about.pool_id)
        await editor.press("enter")
        await sees_edit(editor, "ResourceNotFoundException")
        assert len(files()) == 2


async def test_a_file_that_cannot_be_changed(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """The dialog shows the reason."""
    draft = leave_edit(service)
    async with editing(app_on(), service) as editor:
        await sees_edit(editor)
        record = draft.path.with_suffix(".json")
        record.unlink()
        await editor.press("enter")
        await sees_edit(editor, "damaged: No such file or directory.")
        record.mkdir()
        await editor.press("d")
        await editor.agrees("Delete this edit?")
        await sees_edit(editor, "Is a directory.")


@pytest.fixture
def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that installs an editor, a Python program with `file` to edit."""

    def install(program: str) -> None:
        path = tmp_path / "editor"
        start = "import pathlib, sys\nfile = pathlib.Path(sys.argv[-1])\n"
        path.write_text(f"#!{sys.executable}\n{start}{program}\n")
        path.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(path))

    return install


def test_an_edit_that_is_continued(
    service: "CognitoIdentityClient",
    running: RunningEmulator,
    press_after: PressAfter,
    opens: Callable[[str], None],
) -> None:
    """The text is opened again and reviewed; what others changed since stays; no file is left."""
    draft = leave_edit(service)
    service.tag_resource(
        ResourceArn=f"arn:aws:cognito-identity:{REGION}:111122223333:identitypool/"
        f"{draft.about.pool_id}",
        Tags={"since": "then"},
    )
    opens("file.write_text(file.read_text().replace('\"sand\"', '\"sand 2\"'))")
    press_after("unfinished edit", "\r")
    press_after("update-identity-pool", "\x13")
    quit_after(press_after, "Verified: the pool matches")
    assert main(["--endpoint-url", running.url, "--pool", draft.about.pool_id]) == 0
    pool_id, state = state_of(service, "sand 2")
    assert pool_id == draft.about.pool_id
    assert state["IdentityPoolTags"]["since"] == "then"
    assert files() == []


def test_a_new_pool_that_is_continued(
    service: "CognitoIdentityClient",
    running: RunningEmulator,
    press_after: PressAfter,
    opens: Callable[[str], None],
) -> None:
    """The text is opened again, then the form and the review."""
    leave_new_pool()
    opens("")
    press_after("unfinished edit", "\r")
    press_after("General", "\x13")
    press_after("Call 1 of", "\x13")
    quit_after(press_after, "Verified: the pool matches")
    assert main(["--endpoint-url", running.url, "--region", REGION]) == 0
    assert "fresh" in pools_by_name(service)
    assert files() == []


def test_an_editor_that_loses_the_text(
    service: "CognitoIdentityClient",
    running: RunningEmulator,
    press_after: PressAfter,
    opens: Callable[[str], None],
) -> None:
    """Nothing is left to show, and no file."""
    leave_edit(service)
    opens("file.unlink()")
    press_after("unfinished edit", "\r")
    quit_after(press_after, "No such file")
    assert main(["--endpoint-url", running.url, "--region", REGION]) == 0
    assert files() == []
