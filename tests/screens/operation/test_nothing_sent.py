"""Escape, a no, read-only mode and invalid input send nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.service.operations import OPERATIONS, Effect
from cogtui.settings.profile_settings import ProfileSettings
from tests.cases import case, measured_once
from tests.inputs import revealed
from tests.screens.operation.journeys import CHANGES, JOURNEYS, Journey
from tests.screens.operation.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

ASKING: Final = tuple(each for each in CHANGES if each.asks)
READS: Final = tuple(each for each in JOURNEYS if each not in CHANGES)

WITHOUT_SELECTION: Final = ("describe-identity", "lookup-developer-identity")
"""Reads that open a form where no identity is under the cursor."""


def ids(journey: Journey) -> str:
    """Return the ID of a journey's test."""
    return journey.name


@pytest.mark.parametrize("journey", measured_once(ASKING), ids=ids)
async def test_no_to_the_question(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", journey: Journey
) -> None:
    """A no, or Enter alone, sends nothing, and the form comes back with its values."""
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
                    "Nothing typed." if key == "enter" else f"Type {journey.types} to confirm"
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
            await operator.closes_dialogs()
        await operator.is_back()
        assert operator.called(journey.name) == 0
        assert operator.toasts == []


async def test_escape_in_the_form_of_a_read(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Without an identity under the cursor a read opens a form, and Escape sends nothing."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("partner-portal")
        for name in WITHOUT_SELECTION:
            with case(name):
                await operator.runs_by_palette(name)
                await operator.sees_form(name)
                await operator.press("escape")
                await operator.is_back()
                assert operator.called(name) == 0


async def test_escape_in_the_picker_of_pools(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """On a region an operation asks for the pool, and Escape sends nothing."""
    async with operating(app_on(), service, SMALL) as operator:
        await operator.sees("▼ us-east-1 12")
        await operator.rests()
        for name in [row.name for row in OPERATIONS.values() if row.scope == "pool"]:
            with case(name):
                await operator.runs_by_palette(name)
                await operator.sees("Select pool", "data-sandbox")
                await operator.press("escape")
                await operator.is_back()
                assert operator.called(name) == 0


# Read-only mode


@pytest.fixture(params=measured_once(["option", "profile"]))
def read_only(
    request: pytest.FixtureRequest, app_on: Callable[..., CogtuiApp], home: Path
) -> CogtuiApp:
    """The app in read-only mode, by the option and by the profile."""
    if request.param == "option":
        return app_on(read_only=True)
    (home / "aws-config").write_text("[profile prod]\nregion = us-east-1\n")
    (home / "aws-credentials").write_text(
        "[prod]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = any\n"
    )
    return app_on(profile="prod", profiles={"prod": ProfileSettings(read_only=True)})


def reason(name: str) -> str:
    """Return why an operation is disabled in read-only mode."""
    is_secret = OPERATIONS[name].effect is Effect.SECRET
    return f"disabled in read-only mode{' (returns secrets)' if is_secret else ''}"


@pytest.mark.slow
async def test_read_only_refuses_changes(
    read_only: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """The key, the menu and the palette say why the operation is disabled."""
    async with operating(read_only, service) as operator:
        await operator.sees("read-only")
        for journey in CHANGES:
            with case(journey.name):
                await is_refused(operator, journey)


async def is_refused(operator: Operator, journey: Journey) -> None:
    """Assert that an operation is disabled by its key, in the menu and in the palette."""
    title = OPERATIONS[journey.name].title
    why = reason(journey.name)
    before = len(operator.toasts)
    await journey.begin(operator)
    await operator.press(journey.key)
    await operator.sees_toast(f"{title} ({journey.name}): {why}.")
    await operator.press("a")
    await operator.sees("Actions on ")
    await operator.press(journey.key)
    await operator.sees(f"{why}.")
    await operator.press("escape")
    await operator.runs_by_palette(journey.name, f"{title} · {journey.name}", f"not now: {why}")
    await operator.waits(lambda: len(operator.toasts) == before + 2, "a second toast")
    await operator.is_back()
    assert operator.called(journey.name) == 0
    assert operator.toasts[before] == operator.toasts[before + 1]


@pytest.mark.slow
async def test_read_only_reads(read_only: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """Operations that only read work in read-only mode."""
    async with operating(read_only, service) as operator:
        for journey in READS:
            with case(journey.name):
                await journey.begin(operator)
                await operator.runs(journey.name)
                await journey.ends(operator)
                assert operator.toasts == []
