"""Observe what each call sends and receives, through botocore's events."""

import json
import re
import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from botocore.awsrequest import AWSPreparedRequest

from cogtui.gateway.answer_check import find_problem
from cogtui.gateway.connection import UnreadableAnswerError
from cogtui.gateway.delivery import is_unexplained_server_error, may_have_been_sent
from cogtui.gateway.server_clock import measure_clock_error

_ACCESS_KEY_ID: Final = re.compile("Credential=([^/]+)/")
"""Matches the access key ID in the header that signs a request."""

_NO_RESPONSE: Final[Mapping[str, Any]] = {}


class CallObserver(threading.local):
    """What the current call of each thread has sent and received."""

    attempts = 0
    """How many times the request was sent."""
    received = _NO_RESPONSE
    """The last HTTP response as botocore passes it to its parsers; empty if there is none yet."""
    output_shape: Any = None
    """botocore's model of the operation's answer; None if it has none."""
    is_json = True
    """Whether the operation's answer is JSON, whose values have types."""
    once = False
    """Whether to never send the request again if it may have arrived."""
    outcome_unknown = False
    """Whether an attempt may have arrived although its answer was lost."""
    access_key_id = ""
    """The ID of the access key that the last attempt was signed with; empty if it was not."""
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
        self.access_key_id = ""
        self.received = _NO_RESPONSE
        self.once = once
        self.outcome_unknown = False
        self.clock_error = None

    def attach(self, client: Any) -> None:  # noqa: ANN401  boto3 makes it at run time
        """Register this observer for a boto3 client's events."""
        events = client.meta.events
        service = client.meta.service_model.service_id.hyphenize()
        events.register_first("request-created", self.on_request_created)
        events.register("before-send", self.on_before_send)
        events.register("before-parse", self.on_before_parse)
        # before botocore's own handler: the first handler that returns a value decides
        events.register_first(f"needs-retry.{service}", self.on_needs_retry)

    def on_request_created(self, **_: object) -> None:
        """Count an attempt (botocore's `request-created` event)."""
        self.attempts += 1
        self.sent = time.time()
        self.received = _NO_RESPONSE

    def on_before_send(self, request: AWSPreparedRequest, **_: object) -> None:
        """Note who has signed an attempt (botocore's `before-send` event)."""
        # the header is a text or bytes
        found = _ACCESS_KEY_ID.search(str(request.headers.get("Authorization")))
        self.access_key_id = found[1] if found else ""

    def on_before_parse(
        self,
        operation_model: Any,  # noqa: ANN401  botocore's
        response_dict: Mapping[str, Any],
        **_: object,
    ) -> None:
        """Keep a response until it is known to be readable (botocore's `before-parse` event)."""
        self.output_shape = operation_model.output_shape
        self.is_json = operation_model.service_model.resolved_protocol == "json"
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

    def check(self, operation: str, answer: Mapping[str, Any]) -> None:
        """Reject an answer that is not what the service's model says.

        botocore also parses what is truncated, is not JSON, or has other types than the model.

        Args:
            operation: The operation's AWS CLI name.
            answer: What botocore parsed, without its `ResponseMetadata`.

        Raises:
            UnreadableAnswerError: The body is not a JSON object, or a member has the wrong type or
                is missing although cogtui needs it.
        """
        body = self.received["body"]
        if not body and (self.output_shape is None or not self.output_shape.members):
            return
        received: Any = answer
        if self.is_json:
            try:
                received = json.loads(body)
            except ValueError:
                raise self.unreadable() from None
            if not isinstance(received, dict):
                raise self.unreadable()
        problem = find_problem(operation, self.output_shape, received)
        if problem is not None:
            raise self.unreadable(problem)

    def unreadable(self, problem: str = "") -> UnreadableAnswerError:
        """Record an unreadable answer and return an error with its type but none of its content.

        Args:
            problem: The member that is wrong, if the answer could be parsed.
        """
        self.outcome_unknown = True
        kind = self.received["headers"].get("content-type") or "no content type"
        size = len(self.received["body"])
        answer = f"HTTP {self.received['status_code']}, {kind}, {size:,} bytes"
        return UnreadableAnswerError(f"{problem}: {answer}" if problem else answer)
