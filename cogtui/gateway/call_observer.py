"""Observe what each call sends and receives, through botocore's events."""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from cogtui.gateway.connection import UnreadableAnswerError
from cogtui.gateway.delivery import is_unexplained_server_error, may_have_been_sent
from cogtui.gateway.server_clock import measure_clock_error

_NO_RESPONSE: Final[Mapping[str, Any]] = {}


class CallObserver(threading.local):
    """What the current call of each thread has sent and received."""

    attempts = 0
    """How many times the request was sent."""
    received = _NO_RESPONSE
    """The last HTTP response as botocore passes it to its parsers; empty if there is none yet."""
    expects_members = True
    """Whether the operation's output has any members."""
    once = False
    """Whether to never send the request again if it may have arrived."""
    outcome_unknown = False
    """Whether an attempt may have arrived although its answer was lost."""
    sent = 0.0
    """When the last attempt was sent, in seconds since the epoch."""
    clock_error: float | None = None
    """How far this machine's clock is ahead, by the last answer, in seconds; None if unknown."""

    def begin(self, *, once: bool = False) -> None:
        """Reset the state for a new call of this thread.

        Args:
            once: Whether to never send the request again if it may have arrived.
        """
        self.attempts = 0
        self.received = _NO_RESPONSE
        self.once = once
        self.outcome_unknown = False
        self.clock_error = None

    def attach(self, client: Any) -> None:  # noqa: ANN401  boto3 makes it at run time
        """Register this observer for a boto3 client's events."""
        events = client.meta.events
        service = client.meta.service_model.service_id.hyphenize()
        events.register_first("request-created", self.on_request_created)
        events.register("before-parse", self.on_before_parse)
        # before botocore's own handler: the first handler that returns a value decides
        events.register_first(f"needs-retry.{service}", self.on_needs_retry)

    def on_request_created(self, **_: object) -> None:
        """Count an attempt (botocore's `request-created` event)."""
        self.attempts += 1
        self.sent = time.time()
        self.received = _NO_RESPONSE

    def on_before_parse(
        self,
        operation_model: Any,  # noqa: ANN401  botocore's
        response_dict: Mapping[str, Any],
        **_: object,
    ) -> None:
        """Keep a response until it is known to be readable (botocore's `before-parse` event)."""
        shape = operation_model.output_shape
        self.expects_members = bool(shape is not None and shape.members)
        self.received = response_dict
        self.clock_error = measure_clock_error(response_dict["headers"], self.sent, time.time())

    def on_needs_retry(
        self,
        response: tuple[Any, Mapping[str, Any]] | None,
        caught_exception: Exception | None,
        **_: object,
    ) -> bool | None:
        """Record the result of an attempt (botocore's `needs-retry` event).

        Returns:
            False if the request must not be sent again; None to let botocore decide.
        """
        if caught_exception is not None:
            unknown = may_have_been_sent(caught_exception)
        else:
            unknown = response is not None and is_unexplained_server_error(
                response[0].status_code, response[1]
            )
        self.outcome_unknown = self.outcome_unknown or unknown
        return False if unknown and self.once else None

    def check(self, answer: Mapping[str, Any]) -> None:
        """Reject an empty answer that botocore parsed from something other than a JSON object.

        botocore parses a body that is truncated or is not JSON into an answer without members.

        Args:
            answer: What botocore parsed, without its `ResponseMetadata`.

        Raises:
            UnreadableAnswerError: The body was not a JSON object.
        """
        if answer or not self.received:
            return
        body = self.received["body"]
        if not body and not self.expects_members:
            return
        try:
            is_object = isinstance(json.loads(body), dict)
        except ValueError:
            is_object = False
        if not is_object:
            raise self.unreadable()

    def unreadable(self) -> UnreadableAnswerError:
        """Record an unreadable answer and return an error with its type but none of its content."""
        self.outcome_unknown = True
        kind = self.received["headers"].get("content-type") or "of no type"
        size = len(self.received["body"])
        return UnreadableAnswerError(f"HTTP {self.received['status_code']}, {kind}, {size:,} bytes")
