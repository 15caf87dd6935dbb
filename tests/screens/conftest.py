"""The app on the emulator's demo data, with a fixed clock."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.settings.settings import Settings
from tests.gateway.conftest import _no_waiting_between_attempts, short_timeouts
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL, WIDE

__all__ = ["_no_waiting_between_attempts", "short_timeouts"]

_HERE: Final = Path(__file__).parent


@pytest.fixture(autouse=True)
def _dummy_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, which the emulator takes whatever they are."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.fixture(params=[SMALL, WIDE], ids=["small", "wide"])
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure the coverage of each test's first case only: the others run the same lines again.

    Measuring nearly doubles what the tests of the screens take.

    Args:
        items: All tests, not only those of the screens.
    """
    measured = set()
    for item in items:
        if isinstance(item, pytest.Function) and item.path.is_relative_to(_HERE):
            test = (item.path, item.originalname)
            if test in measured:
                item.add_marker(pytest.mark.no_cover)
            measured.add(test)
