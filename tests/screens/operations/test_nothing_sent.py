"""What leaves nothing behind: Escape, a no, read-only, and input that the service would refuse."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.operations import OPERATIONS, Effect
from cogtui.screens.confirm import ConfirmDialog
from tests.cases import case, measured_once
from tests.inputs import revealed
from tests.screens.operations.journeys import CHANGES, JOURNEYS, Journey
from tests.screens.operations.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

ASKING: Final = tuple(each for each in CHANGES if each.asks)
READS: Final = tuple(each for each in JOURNEYS if each not in CHANGES)

WITHOUT_SELECTION: Final = ("describe-identity", "lookup-developer-identity")
"""Reads that ask by a form where no identity is under the cursor."""


def ids(journey: Journey) -> str:
    """What a journey is called in the list of tests."""
    return journey.name


@pytest.mark.parametrize("journey", measured_once(ASKING), ids=ids)
async def test_no_to_the_question(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", journey: Journey
) -> None:
    """Whoever says no, or only presses Enter, sends nothing; the form comes back filled in."""
    async with operating(app_on(), service) as operator:
        await journey.begin(operator)
        for key in ("enter", "n", "escape"):
            if operator.app.screen is operator.explorer:
                await operator.runs(journey.name)
                await journey.fill_in(operator)
            else:
                await operator.press("ctrl+s")
            await operator.sees_question()
            await operator.press(key)
            if journey.types and key != "escape":
                await operator.sees(
                    "Nothing was typed." if key == "enter" else f"type: {journey.types}"
                )
                await operator.press("escape")
            await operator.waits(
                lambda: not isinstance(operator.app.screen, ConfirmDialog), "the question gone"
            )
            if journey.opens is not None:
                await operator.sees_form(journey.name)
                filled = revealed(operator.values())
                if journey.fills is not None:
                    assert filled != journey.opens(operator)
        if journey.opens is not None:
            await operator.press("escape")
        await operator.is_back()
        assert operator.called(journey.name) == 0
        assert operator.toasts == []


async def test_escape_in_the_form_of_a_read(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Without an identity under the cursor its reads ask for one, and Escape reads nothing."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("partner-portal")
        for name in WITHOUT_SELECTION:
            with case(name):
                await operator.runs_by_palette(name)
                await operator.sees_form(name)
                await operator.press("escape")
                await operator.is_back()
                assert operator.called(name) == 0


async def test_escape_when_asked_for_the_pool(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """On a region a pool's operation asks for the pool, and Escape calls nothing."""
    async with operating(app_on(), service, SMALL) as operator:
        await operator.sees("▼ us-east-1 12")
        await operator.rests()
        for name in [row.name for row in OPERATIONS.values() if row.scope == "pool"]:
            with case(name):
                await operator.runs_by_palette(name)
                await operator.sees("Which pool?", "data-sandbox")
                await operator.press("escape")
                await operator.is_back()
                assert operator.called(name) == 0


# Read-only


@pytest.fixture(params=measured_once(["option", "profile"]))
def read_only(
    request: pytest.FixtureRequest, app_on: Callable[..., CogtuiApp], home: Path
) -> CogtuiApp:
    """The app that changes nothing, by the option and by the profile."""
    if request.param == "option":
        return app_on(read_only=True)
    (home / "aws-config").write_text("[profile prod]\nregion = us-east-1\n")
    (home / "aws-credentials").write_text(
        "[prod]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = any\n"
    )
    return app_on(profile="prod", read_only_profiles=frozenset({"prod"}))


def reason(name: str) -> str:
    """Why an operation is refused where nothing may be changed."""
    is_secret = OPERATIONS[name].effect is Effect.SECRET
    return f"read-only: it {'hands out secrets' if is_secret else 'changes something'}"


async def test_read_only_refuses_changes(
    read_only: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """The key says why it does nothing, and so do the menu and the palette."""
    async with operating(read_only, service) as operator:
        await operator.sees("read-only")
        for journey in CHANGES:
            with case(journey.name):
                await is_refused(operator, journey)


async def is_refused(operator: Operator, journey: Journey) -> None:
    """Hold each way to an operation to what it must say where nothing may be changed."""
    title = OPERATIONS[journey.name].title
    why = reason(journey.name)
    before = len(operator.toasts)
    await journey.begin(operator)
    await operator.press(journey.key)
    await operator.is_told(f"{title} ({journey.name}): {why}.")
    await operator.press("a")
    await operator.type(journey.name)
    line = f"{journey.key} {title} {journey.name} {why}"
    await operator.waits(lambda: line in operator.words.replace("\n", " "), line)
    # other operations' names may begin with what was typed
    await operator.type(f" {why}")
    await operator.press("enter")
    await operator.sees("Actions on ")
    await operator.press("escape")
    await operator.runs_by_palette(journey.name, f"{title} · {journey.name}\n", f"not now: {why}")
    await operator.waits(lambda: len(operator.toasts) == before + 2, "a second toast")
    await operator.is_back()
    assert operator.called(journey.name) == 0
    assert operator.toasts[before] == operator.toasts[before + 1]


async def test_read_only_reads(read_only: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """What only reads works as ever."""
    async with operating(read_only, service) as operator:
        for journey in READS:
            with case(journey.name):
                await journey.begin(operator)
                await operator.runs(journey.name)
                await journey.ends(operator)
                assert operator.toasts == []
