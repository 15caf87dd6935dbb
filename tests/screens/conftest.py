"""The app on the emulator's demo data, with a fixed clock."""

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual._compositor import Compositor
from textual._context import active_app
from textual.geometry import Size
from textual.strip import Strip

from cogtui.app import CogtuiApp
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.settings.settings import Settings
from tests.cases import measured_once
from tests.gateway.conftest import _no_waiting_between_attempts, short_timeouts
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL, WIDE

__all__ = ["_no_waiting_between_attempts", "short_timeouts"]


@pytest.fixture(autouse=True)
def _dummy_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, which the emulator takes whatever they are."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.fixture(autouse=True)
def _drawn_when_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the screen when a test reads it, and no frames for the headless terminal.

    It drops them, and drawing them is a third of what a test of the screens takes. Frames are drawn
    in the tests of widgets, looks and resizing. A screen that is read twice is drawn once, unless
    there would have been a frame in between.
    """
    draw = Compositor.render_update
    render = Compositor.render_strips
    rendered: WeakKeyDictionary[Compositor, list[Strip]] = WeakKeyDictionary()

    def drop(self: Compositor, *how: Any, **more: Any) -> Any:  # noqa: ANN401  as Textual has them
        if more.get("screen_stack") is None or not active_app.get().is_headless:
            # a screenshot, or a real terminal
            return draw(self, *how, **more)
        self._dirty_regions.clear()
        rendered.pop(self, None)
        return None

    def read(self: Compositor, size: Size | None = None) -> list[Strip]:
        if size is not None:
            return render(self, size)
        if self not in rendered or self._dirty_regions:
            rendered[self] = render(self)
        return rendered[self]

    monkeypatch.setattr(Compositor, "render_update", drop)
    monkeypatch.setattr(Compositor, "render_strips", read)


@pytest.fixture(params=measured_once([SMALL, WIDE]), ids=["small", "wide"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """A small terminal, and then a wide one."""
    found: tuple[int, int] = request.param
    return found


@pytest.fixture
def app_on(emulator: str) -> Callable[..., CogtuiApp]:
    """Makes the app on the shared emulator, unless its settings say otherwise."""

    def make(**settings: Any) -> CogtuiApp:  # noqa: ANN401  as Settings has them
        decided = {"endpoint_url": emulator, "regions": ("us-east-1",)} | settings
        return CogtuiApp(Settings(**decided), clock=lambda: NOW / 1000)

    return make


@pytest.fixture
def between(emulator: str) -> Iterator[Interceptor]:
    """A server between the app and the shared emulator, which passes everything on at first."""
    with Interceptor(emulator) as interceptor:
        yield interceptor
