"""Draw screenshots/recording.svg, an animated picture of the demo: `make recording`.

The data, the clock and the answers with random values are those of the screenshots.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from cogtui.app import CogtuiApp
from cogtui.emulator import start_emulator
from cogtui.screens.explorer.explorer import Explorer
from cogtui.settings.settings import Settings
from tests.animated_svg import Frame, Line, animated_svg
from tests.screens.interceptor import Interceptor
from tests.screenshots import (
    CREDENTIALS_VALUES,
    FOLDER,
    NARROW,
    NOW,
    Steps,
    WaitFor,
    busy,
    perform,
)
from tests.waiting import wait_until

FILE: Final = FOLDER / "recording.svg"

TITLE: Final = (
    "cogtui: browse a pool and its identities, get credentials, edit the pool and review the change"
)

_STEP: Final = 0.3
"""How long what a key shows stays before the next key of the same scene, in seconds."""

_KEYS: Final = Style.parse("bold #14181f on #c9d1d9")
"""How the keys below the terminal are drawn."""


class Scene(NamedTuple):
    """Some keys, and what they are for."""

    keys: str
    """The keys as people write them."""
    caption: str
    """What they do."""
    steps: Steps
    """The keys, and texts to wait for."""
    seconds: float = 1.5
    """How long the last screen stays."""


SCENES: Final = (
    # on a pool, as the details of a region have the port of the server
    Scene("cogtui --demo", "", ("down", WaitFor("Classic flow"))),
    Scene("↓", "Move to a pool", (*("down",) * 4, WaitFor("Social"))),
    Scene("3", "Its roles", ("3", WaitFor("Default roles"))),
    Scene("I", "Its identities", ("I", WaitFor("5b09b23c"))),
    Scene("↓  Enter", "Open an identity", ("down", "down", "enter", WaitFor("Logins"))),
    Scene("Esc", "Back to the pool", ("escape", "escape", WaitFor("partner-portal")), 0.5),
    Scene("x", "Get credentials", ("x", WaitFor("Get credentials with"))),
    Scene("Enter", "of a guest", ("enter", WaitFor("Expires")), 2.5),
    Scene("a", "Export them", ("a", WaitFor("Export credentials"))),
    Scene("Esc", "Back to the pool", ("escape", "escape"), 0.5),
    Scene("e", "Edit the pool", ("e", WaitFor("General"))),
    Scene("Tab  →", "Switch guest access off", ("tab", "right", WaitFor("was: on"))),
    Scene("Ctrl+S", "Review the change", ("ctrl+s", WaitFor("planned changes")), 3.5),
    Scene("Ctrl+S", "Send it", ("ctrl+s", WaitFor("Verified")), 2.5),
)


async def record(between: Interceptor) -> list[Frame]:
    """Play all scenes, and return what the terminal shows.

    Args:
        between: The server between the app and the emulator, whose pool is changed.
    """
    settings = Settings(
        regions=("us-east-1",), theme="cogtui-dark", utc=True, demo=True, welcome=False
    )
    app = CogtuiApp(settings, serve_demo=lambda: between.url, clock=lambda: NOW)
    frames: list[Frame] = []
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await wait_until(pilot, lambda: explorer.pools.account and explorer.pools.account.caller)
        between.answers |= CREDENTIALS_VALUES
        for scene in SCENES:
            for step in scene.steps:
                await perform(pilot, step, between.url)
                await wait_until(pilot, lambda: not busy(explorer))
                # a changed layout, for example a new scroll bar, is drawn in the next frame
                await pilot.pause()
                if not isinstance(step, WaitFor):
                    add(frames, screen(pilot, scene), _STEP)
            add(frames, screen(pilot, scene), scene.seconds)
    return frames


def add(frames: list[Frame], lines: tuple[Line, ...], seconds: float) -> None:
    """Add a frame, or show the last one longer if it is the same."""
    if frames and frames[-1].lines == lines:
        seconds += frames.pop().seconds
    frames.append(Frame(lines, seconds))


def screen(pilot: Pilot[None], scene: Scene) -> tuple[Line, ...]:
    """Return the lines of the terminal, and below them the keys of the scene."""
    app = pilot.app
    console = Console(
        width=app.size.width, force_terminal=True, color_system="truecolor", legacy_windows=False
    )
    update = app.screen._compositor.render_update(
        full=True, screen_stack=app._background_screens, simplify=True
    )
    assert update is not None
    lines = Segment.split_lines(Segment.filter_control(console.render(update)))
    shown = [*(tuple(_visible(line)) for line in lines)][: app.size.height]
    caption = Segment(f"  {scene.caption}", Style.parse("#c9d1d9"))
    return (*shown, (), (Segment(f" {scene.keys} ", _KEYS), caption))


def _visible(line: list[Segment]) -> Iterator[Segment]:
    """Yield segments without what a picture does not show, so that equal lines are equal."""
    for text, style, _ in line:
        yield Segment(text, style and style.clear_meta_and_links())


async def main() -> None:
    """Draw the picture."""
    with start_emulator() as emulator, Interceptor(emulator.url) as between:
        frames = await record(between)
    svg = animated_svg(frames, NARROW[0], TITLE)
    FILE.write_text(svg, encoding="utf-8")
    seconds = sum(frame.seconds for frame in frames)
    print(f"screenshots/{FILE.name}: {len(frames)} frames, {seconds:.0f} s, {len(svg):,} bytes")  # noqa: T201  the script reports its progress


if __name__ == "__main__":
    os.environ |= {"TZ": "UTC", "COLORTERM": "truecolor"}
    time.tzset()
    asyncio.run(main())
