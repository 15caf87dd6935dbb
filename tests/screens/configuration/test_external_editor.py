"""Editing a configuration in an external editor, in real terminals."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from cogtui.__main__ import main
from cogtui.app import CogtuiApp
from cogtui.credentials.subshell import SubshellError
from cogtui.emulator import RunningEmulator
from cogtui.files import private_files
from cogtui.screens.configuration.external_editor import edit_draft, editor_command
from tests.configuration.test_drafts import write_draft
from tests.emulator.connection import pools_by_name
from tests.screens.configuration.editor import editing
from tests.screens.configuration.test_edit_form import POOL
from tests.test_main import _process_as_it_was, press_after, quit_after

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["_process_as_it_was", "press_after"]

PressAfter = Callable[[str, str], None]
Writes = Callable[..., Path]

RENAMES = "text.replace('\"data-sandbox\"', '\"by hand\"')"
"""An expression that changes the pool's name."""


@pytest.fixture
def writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writes:
    """Return a function that installs an editor, which writes the values of Python expressions.

    Each time it is opened it evaluates the next expression and saves the text it was given in a
    numbered file of the directory that the function returns.
    """
    seen = tmp_path / "seen"
    seen.mkdir()

    def make(*expressions: str) -> Path:
        path = tmp_path / "editor"
        path.write_text(
            f"#!{sys.executable}\n"
            "import pathlib, sys\n"
            f"seen = pathlib.Path({str(seen)!r})\n"
            "count = len(list(seen.iterdir()))\n"
            "file = pathlib.Path(sys.argv[-1])\n"
            "text = file.read_text()\n"
            "(seen / str(count)).write_text(text)\n"
            f"file.write_text(eval({list(expressions)!r}[count]))\n"
        )
        path.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(path))
        return seen

    return make


@pytest.fixture
def begins(
    running: RunningEmulator, service: "CognitoIdentityClient", press_after: PressAfter
) -> Callable[[], int]:
    """Start the app on the pool; keys must be queued before, and the last ones must quit."""
    press_after("Classic flow", "E")
    return lambda: main(["--endpoint-url", running.url, "--pool", pool_id(service)])


def pool_id(service: "CognitoIdentityClient") -> str:
    """Return the ID of the pool."""
    return pools_by_name(service)[POOL]


def drafts() -> list[Path]:
    """Return all files in the directory of the drafts."""
    return [*private_files.drafts_directory().glob("*")]


def names(service: "CognitoIdentityClient") -> list[str]:
    """Return the names of all pools."""
    return list(pools_by_name(service))


def test_a_change_in_the_editor(
    service: "CognitoIdentityClient",
    press_after: PressAfter,
    writes: Writes,
    begins: Callable[[], int],
) -> None:
    """The change is reviewed and sent as from the form; the text has help from the schema."""
    seen = writes(RENAMES)
    press_after("update-identity-pool", "\x13")
    quit_after(press_after, "Verified: the pool matches")
    assert begins() == 0
    assert "by hand" in names(service)
    shown = (seen / "0").read_text()
    assert "# The configuration of an identity pool." in shown
    assert "required" in shown


def test_mistakes_are_marked_until_there_are_none(
    service: "CognitoIdentityClient",
    press_after: PressAfter,
    writes: Writes,
    begins: Callable[[], int],
) -> None:
    """A user who agrees gets the text back with marks at the mistakes, and loses nothing."""
    seen = writes(
        "text.replace('\"data-sandbox\"', '\"by hand\", oops')",
        'text.replace(", oops", "").replace(\'"by hand"\', \'"by hand!"\')',
        "text.replace('by hand!', 'by hand')",
    )
    press_after("expected a name in double quotes", "y")
    press_after("IdentityPoolName", "y")
    press_after("update-identity-pool", "\x13")
    quit_after(press_after, "Verified: the pool matches")
    assert begins() == 0
    assert "by hand" in names(service)
    marks = [line for line in (seen / "1").read_text().split("\n") if line.startswith("#!")]
    assert len(marks) == 1
    assert "a name in double quotes" in marks[0]
    assert "by hand!" in (seen / "2").read_text()


def test_an_abandoned_text_is_not_deleted(
    service: "CognitoIdentityClient",
    press_after: PressAfter,
    writes: Writes,
    begins: Callable[[], int],
) -> None:
    """A user who stops editing sees the path of the file, which only its owner can read."""
    writes("text + '!'")
    press_after("unexpected text after the end", "n")
    quit_after(press_after, "Your text is kept in")
    assert begins() == 0
    assert POOL in names(service)
    (saved,) = (each for each in drafts() if each.suffix == ".yaml")
    assert saved.stat().st_mode & 0o777 == 0o600
    assert "!" in saved.read_text()


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("file.write_text(text + '!'); sys.exit(1)", "The editor exited with status 1"),
        ("file.write_bytes(b'\\xff')", "The text is not UTF-8."),
        ("import os; os.kill(os.getpid(), 9)", "The editor was terminated by SIGKILL"),
    ],
    ids=["aborted after saving", "not text", "killed before saving"],
)
def test_a_text_that_differs_is_preserved(
    press_after: PressAfter,
    begins: Callable[[], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
    expected: str,
) -> None:
    """What was saved is kept for its owner alone, and nothing is kept that was not changed."""
    path = tmp_path / "editor"
    start = "import pathlib, sys\nfile = pathlib.Path(sys.argv[-1])\ntext = file.read_text()\n"
    path.write_text(f"#!{sys.executable}\n{start}{program}\n")
    path.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(path))
    quit_after(press_after, expected)
    assert begins() == 0
    assert len(drafts()) == (0 if "SIGKILL" in expected else 2)
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in drafts() if each.suffix == ".json")


@pytest.mark.usefixtures("press_after")
def test_a_text_is_preserved_when_the_app_quits(tmp_path: Path) -> None:
    """A signal ends the editor and then the app: nothing is taken over, asked or deleted."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nkill -TERM $PPID\nwhile :; do sleep 1; done\n")
    editor.chmod(0o700)
    draft = write_draft(tmp_path)
    found: list[object] = []

    class Briefly(App[None]):
        async def on_mount(self) -> None:
            self.run_worker(self._edit())

        async def _edit(self) -> None:
            found.append(
                await edit_draft(self, draft, (), None, {"EDITOR": str(editor)}, current=None)
            )
            self.exit()

    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    Briefly().run()
    signal.signal(signal.SIGTERM, before)
    assert (found, received) == ([None], [signal.SIGTERM])
    assert draft.saved_text() == "text"


def test_a_text_that_cannot_be_saved(press_after: PressAfter, begins: Callable[[], int]) -> None:
    """The reason is shown, and no editor is opened."""
    private_files.private_directory(private_files.drafts_directory().parent)
    private_files.drafts_directory().touch()
    quit_after(press_after, "Cannot save the text")
    assert begins() == 0


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("false", "The editor exited with status 1"),
        ("/nowhere/editor", "did not start"),
        ("'", "is not a valid command"),
        ("rm", "Cannot read the text: No such file"),
    ],
    ids=["fails", "is not there", "no command", "loses the file"],
)
def test_an_editor_that_fails(
    press_after: PressAfter,
    begins: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    expected: str,
) -> None:
    """The reason is shown, the app is back, and no file is left."""
    monkeypatch.setenv("EDITOR", command)
    quit_after(press_after, expected)
    assert begins() == 0
    assert drafts() == []


def test_from_the_form(
    service: "CognitoIdentityClient",
    press_after: PressAfter,
    writes: Writes,
    running: RunningEmulator,
) -> None:
    """Ctrl+Y passes on the values of the form."""
    seen = writes("text.replace('data-sandbox-x', 'by hand')")
    press_after("Classic flow", "e")
    press_after("General", "-x\x19")
    press_after("update-identity-pool", "\x13")
    quit_after(press_after, "Verified: the pool matches")
    assert main(["--endpoint-url", running.url, "--pool", pool_id(service)]) == 0
    assert "by hand" in names(service)
    assert '"data-sandbox-x"' in (seen / "0").read_text()


def test_no_change_in_the_editor(
    press_after: PressAfter, writes: Writes, begins: Callable[[], int]
) -> None:
    """Nothing is sent, and a toast says so."""
    writes("text")
    press_after("No changes to send", "q")
    assert begins() == 0


async def test_without_a_terminal_there_is_no_editor(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A message says so, and the form is back with its values."""
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.press("ctrl+y")
        await editor.sees("An editor needs its own terminal.")
        await editor.press("escape")
        await editor.sees_editor()
        assert editor.values()["IdentityPoolName"] == "sand"


FILE = Path("a file")


@pytest.mark.parametrize(
    ("environ", "line", "command"),
    [
        ({}, 1, ["vi", "a file"]),
        ({"EDITOR": "nano -w"}, 3, ["nano", "-w", "+3", "a file"]),
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, 3, ["code", "--wait", "a file"]),
        ({"VISUAL": "", "EDITOR": "/usr/bin/vim"}, 2, ["/usr/bin/vim", "+2", "a file"]),
    ],
    ids=["none named", "options", "no line taken", "a path"],
)
def test_the_command(environ: dict[str, str], line: int, command: list[str]) -> None:
    """VISUAL takes precedence over EDITOR; only known editors get a line number."""
    assert editor_command(environ, FILE, line) == command


def test_a_blank_command() -> None:
    """A blank value is not a command."""
    with pytest.raises(SubshellError, match="is not a valid command"):
        editor_command({"EDITOR": "  "}, FILE, 1)
