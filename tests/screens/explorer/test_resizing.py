"""The terminal may change its size at any moment."""

from collections.abc import Callable

import pytest

from cogtui.app import CogtuiApp
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL, WIDE, User, using


@pytest.fixture(autouse=True)
def _drawn_when_read() -> None:
    """Draw every frame, of any size."""


SIZES = (WIDE, (40, 10), (1, 1), SMALL)
"""The sizes that a terminal goes through."""


async def resizes(user: User) -> None:
    """Changes the terminal's size many times; the keyboard stays where it was."""
    pane, focused = user.pane, user.app.focused
    for columns, lines in SIZES:
        await user.pilot.resize_terminal(columns, lines)
        await user.pilot.pause()
        assert (pane, focused) == (user.pane, user.app.focused)
        assert all(len(line) <= columns for line in user.lines)


@pytest.mark.slow
@pytest.mark.parametrize(
    "steps",
    [
        [
            ("", "Name partner-portal"),
            ("enter down", "partner-portal · identities 104"),
            ("enter down space", "partner-portal · identities 104 · 1 marked"),
            ("slash d e", "match"),
            ("escape enter", "1 developer user of login.partners.example"),
            ("l l", "lookup-developer-identity"),
        ],
        [
            ("question_mark pagedown", "Esc Close"),
            ("escape a slash d", "Actions on partner-portal"),
            ("escape escape slash p a", "partner-portal"),
            ("escape ctrl+p t a", "tag"),
        ],
    ],
    ids=["panes", "dialogs"],
)
async def test_the_keyboard_stays(
    app_on: Callable[..., CogtuiApp], steps: list[tuple[str, str]]
) -> None:
    """In each pane and dialog, the keyboard and what it is on outlive any change of size."""
    async with using(app_on()) as user:
        await user.goes_to("partner-portal")
        for keys, expected in steps:
            for key in keys.split():
                await user.press(key)
                await user.rests()
            await user.sees(expected)
            await resizes(user)
            await user.sees(expected)


async def test_growing_shows_more(app_on: Callable[..., CogtuiApp]) -> None:
    """A terminal that grows shows the panes it has room for, with what the cursor is on."""
    async with using(app_on()) as user:
        await user.goes_to("partner-portal")
        await user.sees("Name partner-portal")
        assert user.called("list-identities") == 0
        await user.pilot.resize_terminal(*WIDE)
        await user.sees("Name partner-portal", "partner-portal · identities 104")
        await user.press("tab", "down")
        await user.sees("0f3ed374-6978-a153-e2f0-213f802610ef read")
        await user.pilot.resize_terminal(*SMALL)
        await user.sees_no("Name partner-portal", "▶ partner-portal")
        await user.press("down")
        await user.rests()
        await user.pilot.resize_terminal(*WIDE)
        await user.sees("▶ partner-portal", "4059a121-11a5-b865-35dc-0fe17d957b86 read")


async def test_resizing_while_pages_stream_in(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """Loading continues while the size changes, and ends with every row."""
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to("store-kiosks")
        await user.press("I")
        await user.sees("120 loaded, more")
        await user.press("G")
        await resizes(user)
        await user.sees("store-kiosks · identities 1,260")
