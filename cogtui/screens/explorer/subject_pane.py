"""The detail pane: what is under the cursor, read when it is shown."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Final, NamedTuple

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError
from cogtui.documents.document import Document
from cogtui.documents.failure import failure_document, waiting
from cogtui.gateway import RequestLog
from cogtui.screens.explorer.cursor_delay import CURSOR_SETTLE_DELAY
from cogtui.screens.explorer.subject import (
    IDENTITY_VIEWS,
    POOL_VIEWS,
    REGION_VIEWS,
    identity_documents,
    is_known,
    pool_document,
)
from cogtui.service.operations import View
from cogtui.times import zoned_clock
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.pane_title import PaneTitle

_LOG_INTERVAL: Final = 0.2
"""How often the request log is drawn while calls start and end, seconds."""


class Subject(NamedTuple):
    """What the pane shows: an identity, a pool, or a document."""

    title: str
    """Its name."""
    pool: Pool | None = None
    """The pool, or the identity's pool."""
    identity_id: str | None = None
    """The identity."""
    document: Document = ()
    """What is shown where there is no pool."""

    @property
    def views(self) -> tuple[View, ...]:
        """The tabs that make sense for it."""
        if self.identity_id is not None:
            return IDENTITY_VIEWS
        return POOL_VIEWS if self.pool is not None else REGION_VIEWS


class SubjectPane(Vertical):
    """Show details in tabs under a title, and read them.

    Args:
        requests: The log for its last tab.
        clock: Returns the current time, seconds since the epoch.
        id: The widget's ID in the DOM.
    """

    class Renamed(Message):
        """A pool has another name than when it was listed."""

        def __init__(self, pool: Pool) -> None:
            """Initialize the message.

            Args:
                pool: The pool, with its current name.
            """
            super().__init__()
            self.pool = pool

    detail = getters.query_one(DetailPane)
    title = getters.query_one(PaneTitle)

    def __init__(
        self,
        requests: RequestLog,
        *,
        clock: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id)
        self._requests = requests
        self._clock = clock
        self._account: Account | None = None
        self._log_is_stale = False
        self.subject = Subject("")
        """What the pane shows."""

    def compose(self) -> ComposeResult:
        """Compose the title and the tabs."""
        yield PaneTitle()
        yield DetailPane(self._requests)

    def on_mount(self) -> None:
        """Follow the log."""
        self._requests.on_change = self._draw_log_soon

    def _draw_log_soon(self) -> None:
        """Draw the log, but not for each of many calls, and not while the app exits."""
        if not self._log_is_stale and self.is_attached:
            self._log_is_stale = True
            self.set_timer(_LOG_INTERVAL, self._draw_log)

    def _draw_log(self) -> None:
        self._log_is_stale = False
        self.detail.follow_requests()

    def show(self, account: Account | None, subject: Subject, view: View) -> None:
        """Show a subject as soon as it is read.

        Args:
            account: The account to read from.
            subject: What to show.
            view: Its tab; the first where the subject has no such tab.
        """
        self._account = account
        self.subject = subject
        self.detail.offer(subject.views, view)
        self.read()

    @on(DetailPane.TabChosen)
    def read(self) -> None:
        """Read what the current tab shows, unless it is known, and show it."""
        subject = self.subject
        if self.detail.view is View.REQUESTS:
            self.workers.cancel_group(self, "detail")
            self.title.show(subject.title)
        elif subject.pool is None or self._account is None:
            self.workers.cancel_group(self, "detail")
            self._draw(subject.document, "")
        else:
            self._read(self._account, subject, subject.pool, self.detail.view)

    @work(group="detail", exclusive=True)
    async def _read(self, account: Account, subject: Subject, pool: Pool, view: View) -> None:
        if subject.identity_id is not None or not is_known(account, pool, view):
            await asyncio.sleep(CURSOR_SETTLE_DELAY)
            self._draw(waiting(subject.title), "")
        try:
            if subject.identity_id is None:
                document, read_at = await pool_document(account, pool, view)
                self._check_name(account, pool)
                self._draw(document, f"read {zoned_clock(read_at)}")
            else:
                await self._follow(
                    identity_documents(account, pool, subject.identity_id, view, self._clock())
                )
        except ApiError as error:
            self._draw(failure_document(error.explanation), "")

    def _check_name(self, account: Account, pool: Pool) -> None:
        reading = account.known(pool, Topic.CONFIGURATION)
        name = reading.answer["IdentityPoolName"] if reading else pool.name
        if name != pool.name:
            renamed = pool._replace(name=name)
            self.subject = self.subject._replace(title=renamed.title, pool=renamed)
            self.post_message(self.Renamed(renamed))

    async def _follow(self, documents: AsyncIterator[Document]) -> None:
        """Show a document as it grows, without scrolling."""
        begun = False
        async for document in documents:
            self._draw(document, f"read {zoned_clock(self._clock())}", keep_place=begun)
            begun = True

    def _draw(self, document: Document, age: str, *, keep_place: bool = False) -> None:
        self.title.show(self.subject.title, age)
        self.detail.show(document, keep_place=keep_place)
