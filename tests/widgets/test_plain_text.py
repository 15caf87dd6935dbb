"""The view of a plain text of any length."""

from collections.abc import Iterator

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from cogtui.widgets.plain_text import PlainText
from tests.driver import Driver
from tests.waiting import wait_until


class TextApp(App[None]):
    """An app with one text on the whole screen.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.animation_level = "none"
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield the text."""
        yield PlainText(self._text)


def rows(pilot: Pilot[None]) -> Iterator[str]:
    """Return the rows on the screen, without the column of the scroll bar."""
    widget = pilot.app.query_one(PlainText)
    width = widget.scrollable_content_region.width
    for strip in pilot.app.screen._compositor.render_strips():
        yield strip.text[:width].rstrip()


def filled(pilot: Pilot[None]) -> list[str]:
    """Return the rows on the screen that are not empty."""
    return [row for row in rows(pilot) if row]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo", ["one", "", "two"]),
        ("abcdefghij", ["abcdefghi", "j"]),
        ("ab cdefgh ij", ["ab cdefgh", " ij"]),
        ("名前名前名前", ["名前名前", "名前"]),
        ("\x1b[31mred\r\n[b]é", ["␛[31mred␍", "[b]é"]),
        ("", [""]),
    ],
)
async def test_a_text_is_folded(text: str, expected: list[str]) -> None:
    """Rows are filled to the last cell, even in a word, and control characters become symbols."""
    async with TextApp(text).run_test(size=(10, 6)) as pilot:
        found = list(rows(pilot))
    assert expected == found[: len(expected)]
    assert not any(found[len(expected) :])


async def test_a_text_is_folded_again() -> None:
    """A new width folds the text again, and a new height does not scroll it."""
    async with TextApp("abcdefghij").run_test(size=(6, 6)) as pilot:
        await wait_until(pilot, lambda: filled(pilot) == ["abcde", "fghij"])
        await pilot.resize_terminal(11, 6)
        await wait_until(pilot, lambda: filled(pilot) == ["abcdefghij"])
        await pilot.resize_terminal(11, 4)
        await wait_until(pilot, lambda: filled(pilot) == ["abcdefghij"])


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        ("j", "line 1"),
        ("jjk", "line 1"),
        ("G", "line 99996"),
        ("Gk", "line 99995"),
        ("Gg", "line 0"),
    ],
)
async def test_a_long_text_scrolls(keys: str, first: str) -> None:
    """The keys of the detail pane scroll the text to its very end."""
    text = "\n".join(f"line {number}" for number in range(100_000))
    async with TextApp(text).run_test(size=(20, 4)) as pilot:
        widget = pilot.app.query_one(PlainText)
        widget.focus()
        await wait_until(pilot, lambda: widget.has_focus and widget.allow_vertical_scroll)
        await Driver(pilot).hits(*keys)
        await wait_until(pilot, lambda: next(rows(pilot)) == first)
