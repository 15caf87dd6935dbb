"""Every screen that sends a change reports each kind of outcome truly, and the keyboard is free."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.developers import rate_limit
from cogtui.emulator import RunningEmulator
from cogtui.service import operation_names
from cogtui.settings.settings import Settings
from tests.cases import case, measured_once
from tests.faults.cells import limit_unanswered
from tests.faults.flows import FLOWS, Flow, Shown, Target
from tests.faults.keyboard import closes_all
from tests.faults.kinds import KINDS
from tests.faults.proxy import FaultProxy, Script
from tests.screens.conftest import _drawn_when_read
from tests.screens.developers.developers_driver import DevelopersDriver
from tests.screens.operation.conftest import service
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["_drawn_when_read", "service"]

OUTCOMES: Final = (
    ("success", True),
    ("access denied", False),
    ("throttled always", False),
    ("connection refused", False),
    ("timeout", True),
    ("timeout", False),
    ("malformed JSON", True),
    ("expired credentials", False),
    ("HTML page", False),
)
"""A fault of each kind of outcome, and whether the service carries the change out."""


LOST: Final = ("timeout", "malformed JSON", "HTML page")
"""The faults that lose the response; a new guest cannot be recognized then."""


@pytest.fixture
def running(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """Return an empty emulator."""
    return fresh_emulator(empty=True)


@pytest.fixture
def proxy(running: RunningEmulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    """Return a proxy in front of the emulator, without waiting for anything."""
    with FaultProxy(running.url) as proxy:
        limit_unanswered(monkeypatch, proxy)
        monkeypatch.setattr(rate_limit, "DEFAULT_RATE", 1e6)
        monkeypatch.setattr(rate_limit, "BACKOFF_DELAYS", (0.0,) * 6)
        yield proxy


def script(name: str, operation: str, *, is_carried_out: bool) -> Script:
    """Return what happens to every request of an operation."""
    if name == "success":
        return Script()
    kind = next(each for each in KINDS if each.name == name)
    return next(
        each.script
        for each in kind.cases(operation, has_effect=True)
        if each.script.times is None and each.is_carried_out is is_carried_out
    )


def expected(flow: Flow, name: str, *, is_carried_out: bool) -> Shown:
    """Return the report that is true; it is unknown only where nothing can be known."""
    if flow.operation == operation_names.GET_ID and name in LOST:
        return Shown.UNKNOWN
    return Shown.DONE if is_carried_out else Shown.NOT_DONE


async def shown(driver: DevelopersDriver, flow: Flow, seen: int) -> Shown:
    """Wait for a report, and return it."""

    def found() -> list[Shown]:
        text = " ".join((driver.words, *driver.toasts[seen:]))
        return [
            report for report, texts in flow.reports.items() if any(each in text for each in texts)
        ]

    await driver.waits(found, f"a report of {flow.name}")
    await driver.rests()
    return found()[0]


@pytest.mark.slow
@pytest.mark.parametrize("flow", measured_once(FLOWS), ids=[flow.name for flow in FLOWS])
async def test_the_screen_is_true(
    flow: Flow, proxy: FaultProxy, service: "CognitoIdentityClient", tmp_path: Path
) -> None:
    """After each kind of outcome the report is true, nothing was done twice, and keys work."""
    target = Target(service, tmp_path)
    app = CogtuiApp(Settings(endpoint_url=proxy.url, regions=("us-east-1",)))
    async with DevelopersDriver.running(app, service, size=SMALL) as driver:
        for number, (name, is_carried_out) in enumerate(OUTCOMES):
            with case((name, is_carried_out)):
                flow.prepare(target, number)
                await flow.begin(driver, target, number)
                before = flow.effects(target, number)
                seen = len(driver.toasts)
                proxy.follow(script(name, flow.operation, is_carried_out=is_carried_out))
                await driver.press(*flow.keys(number))
                report = await shown(driver, flow, seen)
                proxy.follow(Script())
                done = flow.effects(target, number) - before
                assert done == is_carried_out
                assert report is expected(flow, name, is_carried_out=is_carried_out)
                await closes_all(driver)
