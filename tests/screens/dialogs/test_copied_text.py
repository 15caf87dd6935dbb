"""The dialog with a text that could not be copied to a clipboard."""

import stat
from collections.abc import Callable
from pathlib import Path

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.copied_text import CopiedDialog
from tests.screens.user import SMALL, User, using

TOKEN = "".join(f"{number:05}." for number in range(200))
"""A text longer than a row, with no two parts alike."""

REASON = "The Linux console has no clipboard."

AppOn = Callable[..., CogtuiApp]


def copies(home: Path) -> list[Path]:
    """Return the files to which texts were saved."""
    return list((home / "state" / "cogtui" / "copies").glob("*"))


async def shows(user: User, text: str) -> CopiedDialog:
    """Open the dialog."""
    dialog = CopiedDialog(text, REASON)
    await user.app.push_screen(dialog)
    await user.sees("Text to copy", REASON)
    return dialog


async def test_the_text_is_shown_in_full(app_on: AppOn, size: tuple[int, int]) -> None:
    """Every character of a long text is on the screen, in order."""
    async with using(app_on(), size) as user:
        await shows(user, TOKEN)
        assert "".join(user.words.split()).count(TOKEN) == 1


async def test_the_text_is_drawn_as_plain_text(app_on: AppOn) -> None:
    """Lines remain lines, and markup and escape sequences have no effect."""
    async with using(app_on()) as user:
        await shows(user, "first [b]line[/b]\n\x1b[31msecond")
        await user.sees("first [b]line[/b]\n␛[31msecond")


async def test_w_writes_the_text_once(app_on: AppOn, home: Path) -> None:
    """The text is saved to one private file, shown by its path, however often `w` is pressed."""
    async with using(app_on()) as user:
        await shows(user, f"{TOKEN}\n")
        await user.hits("w", "w")
        await user.sees("Saved to")
        await user.press("w")
        await user.rests()
        [path] = copies(home)
        assert path.read_text() == f"{TOKEN}\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert str(path) in "".join(user.words.split())


async def test_a_file_that_cannot_be_written(app_on: AppOn, home: Path) -> None:
    """A failure is reported, and `w` tries again."""
    async with using(app_on()) as user:
        await shows(user, TOKEN)
        copies_directory = home / "state" / "cogtui" / "copies"
        copies_directory.touch()
        await user.press("w")
        await user.sees("Cannot save the file: File exists.")
        copies_directory.unlink()
        await user.press("w")
        await user.sees("Saved to")
        await user.sees_no("Cannot save the file")
        assert [path.read_text() for path in copies(home)] == [TOKEN]


async def test_escape_closes(app_on: AppOn, home: Path) -> None:
    """Escape closes the dialog without saving."""
    async with using(app_on(), SMALL) as user:
        await shows(user, TOKEN)
        await user.press("escape")
        await user.sees_no("Text to copy")
        assert copies(home) == []


async def test_a_crash_report_has_no_text(app_on: AppOn) -> None:
    """What a crash report prints of the dialog does not contain the text."""
    async with using(app_on()) as user:
        dialog = await shows(user, "sentinel")
        assert "sentinel" not in repr(dialog)
        assert "sentinel" not in repr(vars(dialog))
