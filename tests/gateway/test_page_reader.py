"""Reading pages ahead: what is handed over, what is recorded, and how reading ends."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.gateway.page_reader import PAGES_AHEAD, PageReader
from tests.gateway.pages import PATIENCE, GatedCalls

LAST = 1_000_000


class NumberPage(NamedTuple):
    """A page with one item."""

    number: int
    """The item."""
    next_token: str | None
    """The number of the next page."""

    def __len__(self) -> int:
        """Return the number of items."""
        return 1


def answer_with_number(token: str | None) -> dict[str, int]:
    """Return the number that is the token."""
    return {"number": int(token or 0)}


def pack(answer: Mapping[str, Any]) -> NumberPage:
    """Return the page of an answer."""
    number = answer["number"]
    return NumberPage(number, None if number == LAST else str(number + 1))


def reader_of(calls: GatedCalls, first: int = 0, enough: int = LAST) -> PageReader[NumberPage]:
    """Return a reader.

    Args:
        calls: The calls.
        first: The first page.
        enough: How many pages are enough.
    """
    return PageReader(calls, pack, str(first), lambda items: items >= enough)


async def take_all(reader: PageReader[NumberPage]) -> list[int]:
    """Return the numbers of all pages from now on."""
    taken: list[int] = []
    while pages := await reader.take():
        taken += [page.number for page in pages]
    return taken


def reading_threads() -> list[threading.Thread]:
    """Return the threads that read pages."""
    return [each for each in threading.enumerate() if each.name == "cogtui-pages"]


def join_threads() -> None:
    """Wait until no thread reads pages."""
    for each in reading_threads():
        each.join(PATIENCE)
        assert not each.is_alive()


@pytest.mark.parametrize(
    ("first", "enough", "numbers"),
    [(0, 3, [0, 1, 2]), (LAST - 1, 10, [LAST - 1, LAST]), (5, 1, [5])],
)
async def test_pages_come_in_order_until_there_are_enough(
    first: int, enough: int, numbers: list[int]
) -> None:
    """All pages wanted are handed over once and in order, and each request is recorded."""
    calls = GatedCalls(answer_with_number)
    calls.let(100)
    reader = reader_of(calls, first, enough)
    assert await take_all(reader) == numbers
    assert await reader.take() == []
    assert [each.result for each in calls.log] == ["ok"] * len(numbers)
    assert [each.started for each in calls.log] == list(map(float, range(len(numbers))))
    await reader.ended()
    join_threads()


async def test_what_has_arrived_is_taken_at_once() -> None:
    """Pages that arrive while nothing waits for them are handed over together."""
    calls = GatedCalls(answer_with_number)
    calls.let(1)
    reader = reader_of(calls)
    assert [page.number for page in await reader.take()] == [0]
    calls.let(5)
    calls.wait_for(7)
    assert [page.number for page in await reader.take()] == [1, 2, 3, 4, 5]
    assert [each.result for each in calls.log] == ["ok"] * 6 + ["in progress"]
    reader.close()
    calls.let(1)
    join_threads()


async def test_a_failure_comes_after_the_pages_before_it() -> None:
    """What was read before a failure is handed over first, and both are recorded."""
    failure = Explanation(ErrorKind.THROTTLED, "Throttled", "", "", "")

    def answer(token: str | None) -> Mapping[str, Any] | Explanation:
        return failure if token == "2" else answer_with_number(token)  # noqa: S105  no password

    calls = GatedCalls(answer)
    calls.let(10)
    reader = reader_of(calls)
    join_threads()
    assert [page.number for page in await reader.take()] == [0, 1]
    with pytest.raises(ApiError) as raised:
        await reader.take()
    assert raised.value.explanation is failure
    assert [each.result for each in calls.log] == ["ok", "ok", "Throttled"]


async def test_an_answer_that_cannot_be_packed_is_raised() -> None:
    """A fault of the code in the thread is raised where pages are taken."""
    calls = GatedCalls(lambda _: {})
    calls.let(1)
    with pytest.raises(KeyError):
        await reader_of(calls).take()


async def test_reading_waits_for_pages_to_be_taken() -> None:
    """The thread reads so many pages ahead and one more, and continues once they are taken."""
    calls = GatedCalls(answer_with_number)
    calls.let(2 * PAGES_AHEAD)
    reader = reader_of(calls)
    calls.wait_for(PAGES_AHEAD + 1)
    assert len(await reader.take()) == PAGES_AHEAD
    calls.wait_for(2 * PAGES_AHEAD + 1)
    reader.close()
    calls.let(1)
    join_threads()


async def test_closing_does_not_wait_for_the_request_in_progress() -> None:
    """Taking ends at once with what has arrived, and the late answer is only recorded."""
    calls = GatedCalls(answer_with_number)
    calls.let(1)
    reader = reader_of(calls)
    calls.wait_for(2)
    reader.close()
    await reader.ended()
    assert await take_all(reader) == [0]
    assert [each.result for each in calls.log] == ["ok", "in progress"]
    changed = asyncio.Event()
    calls.log.on_change = changed.set
    calls.let(1)
    await changed.wait()
    assert [each.result for each in calls.log] == ["ok", "ok"]
    assert await reader.take() == []
    assert calls.sent == 2


def test_a_hung_request_does_not_outlast_the_loop() -> None:
    """The loop ends during a request, and the thread ends with it, without a word."""
    calls = GatedCalls(answer_with_number)

    async def quit_meanwhile() -> None:
        reader = reader_of(calls)
        calls.wait_for(1)
        assert all(each.daemon for each in reading_threads())
        reader.close()

    asyncio.run(quit_meanwhile())
    calls.let(1)
    join_threads()
    assert calls.sent == 1
