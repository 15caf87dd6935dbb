"""Calls for pages that are answered when a test lets them, without a service."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from cogtui.api_error import Explanation
from cogtui.gateway.call_outcome import CallOutcome
from cogtui.gateway.request_log import Request, RequestLog

PATIENCE = 30.0
"""How long a thread waits to be let, in seconds."""


class GatedCalls:
    """Answers requests for pages once they are let to.

    Args:
        answer: Returns the answer to a token, or why the call fails.
    """

    def __init__(self, answer: Callable[[str | None], Mapping[str, Any] | Explanation]) -> None:
        self._answer = answer
        self._gate = threading.Semaphore(0)
        self._sent = threading.Condition()
        self.sent = 0
        """How many pages have been requested."""
        self.log = RequestLog(clock=self.now)

    def let(self, pages: int) -> None:
        """Let so many pages be answered."""
        self._gate.release(pages)

    def wait_for(self, sent: int) -> None:
        """Wait until so many pages were requested: the thread has handed over those before."""
        with self._sent:
            assert self._sent.wait_for(lambda: self.sent >= sent, PATIENCE)

    def now(self) -> float:
        """Return how many pages have been requested, as the time."""
        return float(self.sent)

    def start(self, next_token: str | None, started: float) -> Request:
        """Record the start of a request."""
        parameters = {"NextToken": next_token}
        return self.log.start("list-identities", "us-east-1", parameters, started=started)

    def send(self, next_token: str | None) -> CallOutcome:
        """Request a page."""
        with self._sent:
            self.sent += 1
            self._sent.notify_all()
        assert self._gate.acquire(timeout=PATIENCE)
        answer = self._answer(next_token)
        if isinstance(answer, Explanation):
            return CallOutcome({}, 1.0, 0, error=answer)
        return CallOutcome(dict(answer), 1.0, 0)

    def end(self, request: Request, outcome: CallOutcome) -> None:
        """Record the end of a request."""
        self.log.end(request, milliseconds=1.0, retries=0, request_id="", error=outcome.error)
