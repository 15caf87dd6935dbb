"""Simulated latency, request quotas and faults.

The quotas are the request rates that the developer guide publishes per account and region.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Self

from cogtui.emulator.service_data import data_session

REQUESTS_PER_SECOND = {
    "GetId": 25,
    "GetCredentialsForIdentity": 200,
    "GetOpenIdToken": 200,
    "GetOpenIdTokenForDeveloperIdentity": 50,
    "ListIdentities": 5,
    "DeleteIdentities": 10,
    "TagResource": 5,
    "UntagResource": 5,
    "ListTagsForResource": 10,
}
"""The published quotas; other operations have no published rate and are not limited here."""

CONNECTION_FAULTS = frozenset({"reset", "timeout", "cut", "malformed"})
"""Connection faults: a reset before the operation runs, no response at all, a response cut in
half, and a response that is not JSON. The last two happen after the operation ran."""

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
"""The error codes that can be simulated, each with its message.

In a message, `{operation}` stands for the requested operation."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A share of an operation's requests that fail in one way."""

    operation: str
    """The operation's API name, or `*` for every operation."""
    kind: str
    """An error code of `ERROR_TEXTS` or one of `CONNECTION_FAULTS`."""
    share: float
    """The fraction of requests that fail, from 0 to 1."""

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
        """Parse a fault such as `ListIdentities=reset:0.1`.

        The kind `500` is short for `InternalErrorException`; the share defaults to 1.

        Raises:
            ValueError: The text is not a valid fault; the message explains why.
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
    """The latency, quotas and faults that an emulator simulates."""

    latency_ms: float = 0
    """The delay before each request is handled, in milliseconds."""
    quotas: bool = False
    """Reject requests beyond the published rates with TooManyRequestsException."""
    faults: tuple[Fault, ...] = ()
    """Faults, each drawn independently; the first one drawn applies."""
    seed: int = 1
    """The random seed: the same requests in the same order fail in the same way."""


@cache
def _operations() -> list[str]:
    model = data_session().get_service_model("cognito-identity")
    return list(model.operation_names)


class ActiveFaults:
    """The state of one emulator's fault plan between requests; thread-safe.

    Args:
        fault_plan: The faults to simulate.
        clock: A monotonic clock in seconds, for the quotas.
    """

    def __init__(self, fault_plan: FaultPlan, clock: Callable[[], float] = time.monotonic) -> None:
        self.latency_seconds = fault_plan.latency_ms / 1000
        self._plan = fault_plan
        self._clock = clock
        self._random = random.Random(fault_plan.seed)  # noqa: S311 - must be reproducible
        self._lock = threading.Lock()
        self._tokens: dict[tuple[str, str], tuple[float, float]] = {}

    def fault(self, operation: str, region: str) -> str | None:
        """Return the kind of fault to simulate for a request, or None.

        Args:
            operation: The operation's API name.
            region: The region of the request; each region has its own quotas.
        """
        with self._lock:
            if self._plan.quotas and not self._within_quota(operation, region):
                return "TooManyRequestsException"
            for fault in self._plan.faults:
                applies = fault.operation in ("*", operation)
                if applies and self._random.random() < fault.share:
                    return fault.kind
        return None

    def _within_quota(self, operation: str, region: str) -> bool:
        """Take a token from the operation's bucket, which refills up to one second's worth."""
        rate = REQUESTS_PER_SECOND.get(operation)
        if rate is None:
            return True
        now = self._clock()
        tokens, updated = self._tokens.get((operation, region), (float(rate), now))
        tokens = min(float(rate), tokens + (now - updated) * rate)
        self._tokens[operation, region] = (
            (max(0.0, tokens - 1), now) if tokens >= 1 else (tokens, now)
        )
        return tokens >= 1
