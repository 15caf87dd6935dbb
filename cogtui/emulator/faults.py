"""Bad weather: delays, quotas and faults that an emulator answers with when it is asked to.

The quotas are the request rates that the developer guide publishes, for an account and region.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

import botocore.session
from botocore import xform_name

from cogtui.request_rates import REQUESTS_PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

CONNECTION_FAULTS = frozenset({"reset", "timeout", "cut", "malformed"})
"""Faults of the connection: reset before anything is done; no answer at all; the answer cut in
half; and an answer that is no JSON. The last two come after the operation was carried out."""

ERROR_TEXTS = {
    "TooManyRequestsException": "Rate exceeded",
    "InternalErrorException": "An internal error occurred.",
    "NotAuthorizedException": "Access to the resource is forbidden.",
    "ResourceConflictException": "The resource is in conflict.",
    "LimitExceededException": "The limit is exceeded.",
    "ConcurrentModificationException": "The pool is being modified by another request.",
    "ExternalServiceException": "The identity provider did not answer.",
    "InvalidParameterException": "A parameter is invalid.",
    "ResourceNotFoundException": "The resource was not found.",
    "AccessDeniedException": (
        "User: arn:aws:iam::111122223333:user/demo is not authorized to perform: "
        "cognito-identity:{operation} because no identity-based policy allows the "
        "cognito-identity:{operation} action"
    ),
    "UnrecognizedClientException": "The security token included in the request is invalid.",
    "ExpiredTokenException": "The security token included in the request is expired",
}
"""The error codes that a fault can be, with the text that goes with each.

Of a text, ``{operation}`` stands for the operation that was asked for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A share of an operation's requests that fail in one way."""

    operation: str
    """The operation, or ``*`` for every one."""
    kind: str
    """An error code of :data:`ERROR_TEXTS` or one of :data:`CONNECTION_FAULTS`."""
    share: float
    """The part of the requests that fail, from 0 to 1."""

    def __post_init__(self) -> None:
        if self.operation not in ("*", *_operations()):
            raise ValueError(f"{self.operation} is no operation of cognito-identity")
        if self.kind not in CONNECTION_FAULTS and self.kind not in ERROR_TEXTS:
            known = ", ".join(sorted([*CONNECTION_FAULTS, *ERROR_TEXTS]))
            raise ValueError(f"{self.kind} is no fault that is known; known are {known}")
        if not 0 <= self.share <= 1:
            raise ValueError(f"the share {self.share:g} is not between 0 and 1")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the fault that text such as ``ListIdentities=reset:0.1`` describes.

        The kind ``500`` is short for ``InternalErrorException``; without a share all fail.

        Raises:
            ValueError: the text describes none; the message says why.
        """
        operation, equals, rest = text.partition("=")
        kind, _, share = rest.partition(":")
        if not equals:
            raise ValueError(f"{text} is not of the form OPERATION=FAULT:SHARE")
        try:
            part = float(share or "1")
        except ValueError:
            raise ValueError(f"the share {share} is not a number") from None
        return cls(operation, "InternalErrorException" if kind == "500" else kind, part)


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """What an emulator is to put in its clients' way."""

    latency_ms: float = 0
    """How long each request waits before it is looked at, in milliseconds."""
    quotas: bool = False
    """Answer requests beyond the published rates with TooManyRequestsException."""
    faults: tuple[Fault, ...] = ()
    """Faults, each drawn for by itself; the first that strikes counts."""
    seed: int = 1
    """What the draws follow from: requests in the same order meet the same faults."""


@cache
def _operations() -> list[str]:
    model = botocore.session.Session().get_service_model("cognito-identity")
    return list(model.operation_names)


class ActiveFaults:
    """The weather over one emulator, as it changes from request to request; thread-safe.

    Args:
        fault_plan: what there is to meet.
        clock: seconds that never go back, for the quotas.
    """

    def __init__(self, fault_plan: FaultPlan, clock: Callable[[], float] = time.monotonic) -> None:
        self.latency_seconds = fault_plan.latency_ms / 1000
        self._plan = fault_plan
        self._clock = clock
        self._draws = random.Random(fault_plan.seed)  # noqa: S311 - it is to be predictable
        self._lock = threading.Lock()
        self._left: dict[tuple[str, str], tuple[float, float]] = {}

    def fault(self, operation: str, region: str) -> str | None:
        """Return the kind of fault that the next request meets, or None.

        Args:
            operation: the operation asked for.
            region: the region asked, by which quotas are counted.
        """
        with self._lock:
            if self._plan.quotas and not self._within_quota(operation, region):
                return "TooManyRequestsException"
            for fault in self._plan.faults:
                concerned = fault.operation in ("*", operation)
                if concerned and self._draws.random() < fault.share:
                    return fault.kind
        return None

    def _within_quota(self, operation: str, region: str) -> bool:
        """Take one from the operation's bucket, which fills at its rate up to a second's worth."""
        rate = REQUESTS_PER_SECOND.get(xform_name(operation, "-"))
        if rate is None:
            return True
        now = self._clock()
        left, since = self._left.get((operation, region), (float(rate), now))
        left = min(float(rate), left + (now - since) * rate)
        self._left[operation, region] = (max(0.0, left - 1), now) if left >= 1 else (left, now)
        return left >= 1
