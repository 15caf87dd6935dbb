"""This machine's clock, compared with the date of a server's answers."""

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.gateway import RequestLog
from cogtui.gateway.server_clock import measure_clock_error
from tests.gateway.gateways import POOLS, REGION, failed_listing, make_gateway
from tests.gateway.servers import Answer, answering, refusal

NOW = 1_796_040_000.0
EMPTY: dict[str, object] = {"IdentityPools": []}


def date(seconds: float) -> dict[str, str]:
    """Return the header of a server whose clock is ahead of `NOW`, or behind."""
    return {"date": formatdate(NOW + seconds, usegmt=True)}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (date(0), 0),
        (date(-6_600), 6_599),
        (date(6_600), -6_595),
        (date(-1), 0),
        (date(5), 0),
        (date(6), -1),
        ({"date": "Mon, 30 Nov 2026 12:00:00 -0000"}, 0),
        ({"date": "Monday, 30-Nov-26 11:00:00 GMT"}, 3_599),
        ({"date": "Mon, 30 Nov 2026 13:00:00 +0100"}, 0),
    ],
)
def test_the_error_of_the_clock(headers: dict[str, str], expected: float) -> None:
    """A date between sending and receiving is right; others show how far the clock is off."""
    assert measure_clock_error(headers, NOW, NOW + 5) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "30 Nov",
        "Mon, 30 Nov 99999999999 12:00:00 GMT",
        "Mon, 99 Nov 2026 0:0:0",
    ],
)
def test_an_unreadable_date_is_ignored(value: str) -> None:
    """Other servers may send anything."""
    assert measure_clock_error({"date": value}, NOW, NOW) is None
    assert measure_clock_error({}, NOW, NOW) is None


@given(st.text(), st.text("0123456789 :,+-NovGMT"))
def test_any_date_can_be_sent(text: str, near: str) -> None:
    """No header raises an error, not even one that is nearly a date."""
    for value in (text, near, f"Mon, 30 Nov 2026 {near}", f"{near} Nov 2026 12:00:00 {text}"):
        error = measure_clock_error({"date": value}, NOW, NOW)
        assert error is None or isinstance(error, float)


def test_a_suspended_machine_is_not_a_wrong_clock() -> None:
    """An answer that is read hours after it was sent has an old date, and the clock is right."""
    assert measure_clock_error(date(1), NOW, NOW + 7_200) == 0


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("ahead", [-3_600, 3_600])
async def test_any_answer_shows_the_error(ahead: int) -> None:
    """A success shows it, and so does a failure; the change is announced each time."""
    wrong = {"Date": formatdate(time.time() - ahead, usegmt=True)}
    denied = refusal("AccessDeniedException", "no")
    answers = (Answer(EMPTY), Answer(EMPTY, headers=wrong), Answer(denied.body, 400, wrong))
    with answering(*answers) as stub:
        gateway = make_gateway(stub.url)
        log = gateway.requests
        changes: list[bool] = []
        log.on_clock_change = lambda: changes.append(log.is_clock_wrong)
        await gateway.call("list-identity-pools", REGION, POOLS)
        assert (log.is_clock_wrong, changes) == (False, [])
        await gateway.call("list-identity-pools", REGION, POOLS)
        await failed_listing(gateway)
    assert log.clock_error == pytest.approx(ahead, abs=60)
    assert changes == [True]


@pytest.mark.parametrize(
    ("errors", "changes"),
    [
        ([120.0, -120.0, 0.0], []),
        ([121.0, 3_600.0, None, -121.0], [True]),
        ([-7_200.0, None, 3.0, 200.0], [True, False, True]),
    ],
)
def test_two_minutes_are_tolerated(errors: list[float | None], changes: list[bool]) -> None:
    """Only a change between right and wrong is announced; an answer without a date is none."""
    log = RequestLog()
    found: list[bool] = []
    log.on_clock_change = lambda: found.append(log.is_clock_wrong)
    for error in errors:
        request = log.start("list-identities", REGION, {})
        log.end(request, milliseconds=1, retries=0, request_id="", error=None, clock_error=error)
    assert found == changes


def test_a_wrong_clock_without_a_listener() -> None:
    """The error is kept for later."""
    log = RequestLog()
    request = log.start("list-identities", REGION, {})
    log.end(request, milliseconds=1, retries=0, request_id="", error=None, clock_error=300.0)
    assert log.is_clock_wrong
