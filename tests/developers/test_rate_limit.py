"""Calls are limited to a rate, which drops when the service throttles."""

from collections.abc import Mapping
from typing import Any

import pytest

from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.rate_limit import BACKOFF_DELAYS, MIN_RATE, RateLimitedCall
from tests.developers.clock import Clock
from tests.developers.service import api_error


class Stub:
    """A service whose first calls fail."""

    def __init__(self, *errors: ApiError) -> None:
        self.errors = list(errors)
        self.calls: list[tuple[str, str, Mapping[str, Any], bool]] = []

    async def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Return the number of the call."""
        self.calls.append((operation, region, parameters, once))
        if self.errors:
            raise self.errors.pop(0)
        return {"number": len(self.calls)}


THROTTLED = api_error(ErrorKind.THROTTLED)


async def call(limited_call: RateLimitedCall) -> dict[str, Any]:
    """Make a call."""
    return await limited_call("describe-identity", "us-east-1", {"IdentityId": "x"}, once=True)


async def test_a_call_is_passed_through() -> None:
    """Region, parameters and the retry flag reach the service unchanged."""
    stub, clock = Stub(), Clock()
    assert await call(RateLimitedCall(stub, clock.control, clock=clock)) == {"number": 1}
    assert stub.calls == [("describe-identity", "us-east-1", {"IdentityId": "x"}, True)]


async def test_the_rate_holds_after_a_second_s_worth() -> None:
    """At ten a second, a hundred calls are ten at once and the others within nine seconds."""
    stub, clock = Stub(), Clock()
    limited_call = RateLimitedCall(stub, clock.control, rate=10, clock=clock)
    for _ in range(100):
        await call(limited_call)
    assert clock.now - 1000 == pytest.approx(9)
    clock.now += 60
    before = clock.now
    for _ in range(10):
        await call(limited_call)
    assert clock.now == before


async def test_it_backs_off_and_slows_down() -> None:
    """Each delay is longer, the rate is halved, and it recovers slowly."""
    stub, clock = Stub(THROTTLED, THROTTLED), Clock()
    limited_call = RateLimitedCall(stub, clock.control, rate=8, clock=clock)
    assert await call(limited_call) == {"number": 3}
    assert (clock.slept, limited_call.throttled) == ([1.0, 2.0], 2)
    assert limited_call.rate == pytest.approx(2.04)
    for _ in range(200):
        await call(limited_call)
    assert limited_call.rate == 8


async def test_it_gives_up_after_a_minute() -> None:
    """The error is raised, and the rate never falls below one call in five seconds."""
    stub, clock = Stub(*[THROTTLED] * 20), Clock()
    limited_call = RateLimitedCall(stub, clock.control, rate=10, clock=clock)
    with pytest.raises(ApiError):
        await call(limited_call)
    assert clock.slept == list(BACKOFF_DELAYS)
    assert (len(stub.calls), limited_call.rate) == (7, MIN_RATE)


async def test_a_stop_ends_the_waiting() -> None:
    """A throttled call is not retried once the run is stopped."""
    stub, clock = Stub(*[THROTTLED] * 20), Clock()
    limited_call = RateLimitedCall(stub, clock.control, rate=10, clock=clock)
    clock.control.stop()
    with pytest.raises(ApiError):
        await call(limited_call)
    assert len(stub.calls) == 1


@pytest.mark.parametrize(
    "error",
    [api_error(ErrorKind.DENIED), api_error(ErrorKind.THROTTLED, outcome_unknown=True)],
    ids=["denied", "maybe carried out"],
)
async def test_other_errors_are_not_retried(error: ApiError) -> None:
    """Neither other errors nor calls that may have been carried out are retried."""
    stub, clock = Stub(error), Clock()
    limited_call = RateLimitedCall(stub, clock.control, clock=clock)
    with pytest.raises(ApiError):
        await call(limited_call)
    assert (len(stub.calls), limited_call.rate, clock.slept) == (1, 10.0, [])
