"""What a call sent and received, seen through botocore's events."""

import json
import threading
from collections.abc import Mapping
from typing import Any, Final

from cogtui.gateway.connection import UnreadableAnswerError
from cogtui.gateway.delivery import is_no_answer, may_have_been_sent

_NOTHING: Final[Mapping[str, Any]] = {}


class CallObserver(threading.local):
    """What the present call of each thread sent and received."""

    attempts = 0
    """How many times the call was sent."""
    received = _NOTHING
    """The last answer, as botocore hands it to its parsers; empty while there is none."""
    expects_members = True
    """Whether the operation answers anything."""
    once = False
    """Whether the call must not be sent again where it may have arrived."""
    outcome_unknown = False
    """Whether any attempt may have arrived whose answer did not come back."""

    def begin(self, *, once: bool = False) -> None:
        """Forgets the call before.

        Args:
            once: Whether the call must not be sent again where it may have arrived.
        """
        self.attempts = 0
        self.received = _NOTHING
        self.once = once
        self.outcome_unknown = False

    def attach(self, client: Any) -> None:  # noqa: ANN401  boto3 makes it at run time
        """Has a client's calls seen.

        Args:
            client: A client of boto3's.
        """
        events = client.meta.events
        service = client.meta.service_model.service_id.hyphenize()
        events.register_first("request-created", self.sending)
        events.register("before-parse", self.receiving)
        # before botocore's own for the same event: the first that answers decides
        events.register_first(f"needs-retry.{service}", self.deciding)

    def sending(self, **_: object) -> None:
        """Counts an attempt; botocore's `request-created`."""
        self.attempts += 1
        self.received = _NOTHING

    def receiving(
        self,
        operation_model: Any,  # noqa: ANN401  botocore's
        response_dict: Mapping[str, Any],
        **_: object,
    ) -> None:
        """Keeps an answer until it is known that it can be read; botocore's `before-parse`."""
        shape = operation_model.output_shape
        self.expects_members = bool(shape is not None and shape.members)
        self.received = response_dict

    def deciding(
        self,
        response: tuple[Any, Mapping[str, Any]] | None,
        caught_exception: Exception | None,
        **_: object,
    ) -> bool | None:
        """Notes what became of an attempt; botocore's `needs-retry`.

        Returns:
            False where it must not be repeated, None to leave that to botocore.
        """
        if caught_exception is not None:
            unknown = may_have_been_sent(caught_exception)
        else:
            unknown = response is not None and is_no_answer(response[0].status_code, response[1])
        self.outcome_unknown = self.outcome_unknown or unknown
        return False if unknown and self.once else None

    def check(self, answer: Mapping[str, Any]) -> None:
        """Sees to it that an answer that says nothing is one.

        botocore reads an answer that is not JSON, or that breaks off, as one without members.

        Args:
            answer: What botocore read, without its own notes.

        Raises:
            UnreadableAnswerError: It was read out of something else.
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
        """Notes that the answer cannot be read; tells its kind, and nothing of what it said."""
        self.outcome_unknown = True
        kind = self.received["headers"].get("content-type") or "of no type"
        size = len(self.received["body"])
        return UnreadableAnswerError(f"HTTP {self.received['status_code']}, {kind}, {size:,} bytes")
