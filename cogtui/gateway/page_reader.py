"""Read the pages of a listing ahead, in one thread."""

import asyncio
import contextlib
import contextvars
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Protocol, TypeVar

from cogtui.api_error import ApiError, Explanation
from cogtui.gateway.request_log import Request

if TYPE_CHECKING:
    from cogtui.gateway.call_outcome import CallOutcome

PAGES_AHEAD: Final = 256
"""How many pages may wait to be taken before the thread waits too."""


class Page(Protocol):
    """A page of a listing."""

    @property
    def next_token(self) -> str | None:
        """The token for the next page; None on the last."""

    def __len__(self) -> int:
        """Return the number of items."""


P = TypeVar("P", bound=Page)


class Calls(Protocol):
    """How pages are requested and recorded."""

    def start(self, next_token: str | None, started: float) -> Request:
        """Record the start of a request. Called on the event loop."""

    def send(self, next_token: str | None) -> "CallOutcome":
        """Request a page. Called in the thread."""

    def end(self, request: Request, outcome: "CallOutcome") -> None:
        """Record the end of a request. Called on the event loop."""

    def now(self) -> float:
        """Return the current time, in seconds since the epoch. Called in the thread."""


class _Received(NamedTuple, Generic[P]):
    outcome: "CallOutcome"
    page: P | None
    """None after a failure."""
    next_started: float | None
    """When the next request was sent; None if there is none."""


class PageReader(Generic[P]):
    """Reads pages one after the other in a daemon thread, and hands over what has arrived.

    A page is decoded and packed in the thread. The event loop is woken only if it waits for a page,
    and once reading has ended, so that it decides by itself how often it works on new pages.

    Create it and call its methods on the event loop, and close it.

    Args:
        calls: Requests and records pages.
        pack: Turns an answer into a page; called in the thread.
        next_token: The token of the first page to read; None for the very first.
        is_enough: Returns whether to stop, given how many items were read; called in the thread.
    """

    def __init__(
        self,
        calls: Calls,
        pack: Callable[[Mapping[str, Any]], P],
        next_token: str | None,
        is_enough: Callable[[int], bool],
    ) -> None:
        self._calls = calls
        self._pack = pack
        self._is_enough = is_enough
        self._loop = asyncio.get_running_loop()
        # an observer of the log may set a timer, for which Textual looks up the app in the context
        self._context = contextvars.copy_context()
        self._pages: list[P] = []
        self._request = calls.start(next_token, calls.now())
        self._explanation: Explanation | None = None
        self._woken = asyncio.Event()
        self._ended = asyncio.Event()
        # shared with the thread
        self._changed = threading.Condition()
        self._arrived: deque[_Received[P]] = deque()
        self._is_awaited = False
        self._is_closed = False
        self._has_ended = False
        self._failure: BaseException | None = None
        threading.Thread(
            target=self._run, args=(next_token,), name="cogtui-pages", daemon=True
        ).start()

    async def take(self) -> list[P]:
        """Wait for a page, and return all that have arrived.

        Returns:
            The pages; none once all that were wanted have been taken, or if it was closed.

        Raises:
            ApiError: A page could not be read, after those that were returned.
        """
        while not self._collect() and not self._ended.is_set():
            await self._woken.wait()
        if self._pages:
            pages, self._pages = self._pages, []
            return pages
        if self._failure is not None:
            raise self._failure
        if self._explanation is not None:
            raise ApiError(self._explanation)
        return []

    async def ended(self) -> None:
        """Wait until no more pages will arrive."""
        await self._ended.wait()

    def close(self) -> None:
        """Stop reading at once; the answer to a request in progress is only recorded."""
        self._collect()
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._ended.set()
        self._woken.set()

    def _collect(self) -> bool:
        """Record what has arrived, and return whether there are pages."""
        with self._changed:
            arrived = list(self._arrived)
            self._arrived.clear()
            self._is_awaited = not arrived
            self._woken.clear()
            if self._has_ended:
                self._ended.set()
            self._changed.notify()
        for outcome, page, next_started in arrived:
            self._calls.end(self._request, outcome)
            self._explanation = outcome.error
            if page is not None and not self._is_closed:
                self._pages.append(page)
                if next_started is not None:
                    self._request = self._calls.start(page.next_token, next_started)
        return bool(self._pages)

    def _run(self, next_token: str | None) -> None:
        try:
            self._read(next_token)
        except BaseException as error:  # noqa: BLE001  it is raised again where pages are taken
            self._failure = error
        with self._changed:
            self._has_ended = True
        self._wake()

    def _read(self, next_token: str | None) -> None:
        items = 0
        is_last = False
        while not is_last:
            outcome = self._calls.send(next_token)
            page = None if outcome.error else self._pack(outcome.answer)
            if page is not None:
                items += len(page)
                next_token = page.next_token
            with self._changed:
                self._changed.wait_for(self._has_room)
                is_last = (
                    page is None or next_token is None or self._is_closed or self._is_enough(items)
                )
                started = None if is_last else self._calls.now()
                self._arrived.append(_Received(outcome, page, started))
                is_awaited, self._is_awaited = self._is_awaited, False
            if is_awaited and not is_last:
                self._wake()

    def _has_room(self) -> bool:
        return self._is_closed or len(self._arrived) < PAGES_AHEAD

    def _wake(self) -> None:
        # a RuntimeError means that the loop is closed: the user has quit
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._on_wake, context=self._context)

    def _on_wake(self) -> None:
        self._collect()
        self._woken.set()
