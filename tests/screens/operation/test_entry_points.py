"""An operation is reached by its key, the palette and the action menu."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.features import OPERATION_ENTRIES
from cogtui.service.operations import OPERATIONS
from tests.cases import case, measured_once
from tests.inputs import revealed
from tests.screens.operation.journeys import CHANGES, JOURNEYS, Journey
from tests.screens.operation.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


def test_every_operation_has_a_journey() -> None:
    """There is a journey for each row of the table, with the same key."""
    expected = sorted((row.name, row.key) for row in OPERATIONS.values())
    assert expected == sorted((journey.name, journey.key) for journey in JOURNEYS)


@pytest.mark.parametrize("journey", measured_once(JOURNEYS), ids=lambda each: each.name)
async def test_by_its_key(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", journey: Journey
) -> None:
    """The key runs an operation without an error, up to the changed state of the service.

    Where the key opens another screen, which has separate tests, the palette opens the form.
    """
    async with operating(app_on(), service) as operator:
        await journey.begin(operator)
        read = operator.called(journey.name)
        await operator.runs(journey.name)
        await journey.fill_in(operator)
        await journey.agree(operator)
        await journey.ends(operator)
        await operator.rests()
        if journey in CHANGES:
            assert operator.called(journey.name) == 1
        else:
            assert operator.called(journey.name) in (read, read + 1)
            assert operator.called(journey.name) > 0
        assert [request.error for request in operator.requests if request.error] == []


async def opened(operator: Operator, journey: Journey) -> None:
    """Assert that an operation opens what its journey expects, and cancel it."""
    if journey not in CHANGES:
        await journey.ends(operator)
        return
    if journey.opens is None:
        assert journey.asks is not None
        await operator.sees_question(journey.asks(operator))
    else:
        await operator.sees_form(f"{OPERATIONS[journey.name].title} · {journey.name}")
        assert journey.opens(operator) == revealed(operator.values())
    await operator.press("escape")
    await operator.is_back()
    assert operator.called(journey.name) == 0


@pytest.mark.slow
async def test_by_the_palette(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The palette opens the same by the AWS CLI name, on a small terminal."""
    async with operating(app_on(), service, SMALL) as operator:
        for journey in JOURNEYS:
            with case(journey.name):
                await journey.begin(operator)
                await operator.runs_by_palette(journey.name)
                await opened(operator, journey)


async def test_by_the_menu(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The action menu opens the same."""
    # the menu runs the same action as the key
    some = [each for each in JOURNEYS if each.name not in OPERATION_ENTRIES][::4]
    async with operating(app_on(), service) as operator:
        for journey in some:
            with case(journey.name):
                await journey.begin(operator)
                await operator.runs_by_menu(journey.name)
                await opened(operator, journey)
