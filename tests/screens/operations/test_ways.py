"""The three ways to an operation: its key, the palette, the action menu."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.operations import OPERATIONS
from tests.cases import case, measured_once
from tests.inputs import revealed
from tests.screens.operations.journeys import CHANGES, JOURNEYS, Journey
from tests.screens.operations.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


def test_every_operation_has_a_journey() -> None:
    """The journeys are those of the table, by the keys that it has."""
    expected = [(row.name, row.key) for row in OPERATIONS.values()]
    assert expected == [(journey.name, journey.key) for journey in JOURNEYS]


@pytest.mark.parametrize("journey", measured_once(JOURNEYS), ids=lambda each: each.name)
async def test_by_its_key(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", journey: Journey
) -> None:
    """An operation goes from its key to what the service has afterwards, without an error.

    Where the key opens a screen of its own, which has tests of its own, the palette has the form.
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
    """Holds what an operation opens to what its journey expects, and leaves it."""
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


async def test_by_the_palette(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The palette leads to the same by the AWS CLI's name, on a small terminal."""
    async with operating(app_on(), service, SMALL) as operator:
        for journey in JOURNEYS:
            with case(journey.name):
                await journey.begin(operator)
                await operator.runs_by_palette(journey.name)
                await opened(operator, journey)


async def test_by_the_menu(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The action menu leads to the same."""
    # the menu hands every one of them to what its key runs
    some = [each for each in JOURNEYS if OPERATIONS[each.name].desk is None][::4]
    async with operating(app_on(), service) as operator:
        for journey in some:
            with case(journey.name):
                await journey.begin(operator)
                await operator.runs_by_menu(journey.name)
                await opened(operator, journey)
