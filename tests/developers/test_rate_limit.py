"""A polite rate, and what becomes of it when the service says that it is too much."""

from collections.abc import Mapping
from typing import Any

import pytest

from cogtui.api_error import ApiError, Trouble
from cogtui.developers.rate_limit import BACK_OFFS, SLOWEST, PacedCall
from tests.developers.clock import Clock
from tests.developers.service import trouble


class Stub:
    """Answers, or fails first."""

    def __init__(self, *errors: ApiError) -> None:
        self.errors = list(errors)
        self.calls: list[tuple[str, str, Mapping[str, Any], bool]] = []

    async def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Answers the number of calls."""
        self.calls.append((operation, region, parameters, once))
        if self.errors:
            raise self.errors.pop(0)
        return {"number": len(self.calls)}


THROTTLED = trouble(Trouble.THROTTLED)


async def call(paced: PacedCall) -> dict[str, Any]:
    """Any call."""
    return await paced("describe-identity", "us-east-1", {"IdentityId": "x"}, once=True)


async def test_a_call_goes_through_as_it_is() -> None:
    """With its region, its parameters and whether it is to be sent once."""
    stub, clock = Stub(), Clock()
    assert await call(PacedCall(stub, clock.control, clock=clock)) == {"number": 1}
    assert stub.calls == [("describe-identity", "us-east-1", {"IdentityId": "x"}, True)]


async def test_the_rate_holds_after_a_second_s_worth() -> None:
    """A hundred calls at ten a second: ten at once, the others in nine seconds."""
    stub, clock = Stub(), Clock()
    paced = PacedCall(stub, clock.control, rate=10, clock=clock)
    for _ in range(100):
        await call(paced)
    assert clock.now - 1000 == pytest.approx(9)
    clock.now += 60
    before = clock.now
    for _ in range(10):
        await call(paced)
    assert clock.now == before


async def test_it_backs_off_and_slows_down() -> None:
    """Longer each time; the rate is halved, and comes back slowly."""
    stub, clock = Stub(THROTTLED, THROTTLED), Clock()
    paced = PacedCall(stub, clock.control, rate=8, clock=clock)
    assert await call(paced) == {"number": 3}
    assert (clock.slept, paced.throttled) == ([1.0, 2.0], 2)
    assert paced.rate == pytest.approx(2.04)
    for _ in range(200):
        await call(paced)
    assert paced.rate == 8


async def test_it_gives_up_after_a_minute() -> None:
    """And never gets slower than one call in five seconds."""
    stub, clock = Stub(*[THROTTLED] * 20), Clock()
    paced = PacedCall(stub, clock.control, rate=10, clock=clock)
    with pytest.raises(ApiError):
        await call(paced)
    assert clock.slept == list(BACK_OFFS)
    assert (len(stub.calls), paced.rate) == (7, SLOWEST)


async def test_a_stop_ends_the_waiting() -> None:
    """What was throttled then is not tried again."""
    stub, clock = Stub(*[THROTTLED] * 20), Clock()
    paced = PacedCall(stub, clock.control, rate=10, clock=clock)
    clock.control.stop()
    with pytest.raises(ApiError):
        await call(paced)
    assert len(stub.calls) == 1


@pytest.mark.parametrize(
    "error",
    [trouble(Trouble.DENIED), trouble(Trouble.THROTTLED, outcome_unknown=True)],
    ids=["denied", "maybe carried out"],
)
async def test_nothing_else_is_tried_again(error: ApiError) -> None:
    """Neither another trouble nor what may have been carried out."""
    stub, clock = Stub(error), Clock()
    paced = PacedCall(stub, clock.control, clock=clock)
    with pytest.raises(ApiError):
        await call(paced)
    assert (len(stub.calls), paced.rate, clock.slept) == (1, 10.0, [])
