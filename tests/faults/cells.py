"""One cell of the matrix: an operation and a kind of fault, tried in every way it can happen."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from cogtui.account.account import Account
from cogtui.account.outcomes import looked_up
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.gateway import Connection, Gateway, RequestLog
from cogtui.service.operations import OPERATIONS, Effect
from tests.emulator.connection import REGION, connect, pools_by_name
from tests.emulator.users import make_pool
from tests.faults.calls import Call
from tests.faults.kinds import Case, Kind
from tests.faults.proxy import FaultProxy, Script
from tests.gateway.patience import limit_requests, retry_at_once

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


class Report(StrEnum):
    """What cogtui reports to the user about a call."""

    ANSWERED = "answered"
    """The service's answer."""
    FAILED = "failed"
    """The call failed and was not carried out."""
    FOUND_DONE = "found done"
    """The answer was lost; cogtui looked, and it was carried out."""
    FOUND_NOT_DONE = "found not done"
    """The answer was lost; cogtui looked, and it was not carried out."""
    UNKNOWN = "unknown"
    """The answer was lost, and cogtui cannot find out."""


class Result(NamedTuple):
    """The result of one case."""

    case: Case
    """The case."""
    report: Report
    """What cogtui reports."""
    kind: ErrorKind | None
    """The kind of error; None if the call succeeded."""
    retries: int
    """How many times the request was sent again."""
    effects: int | None
    """How often the service has carried the call out; None for a call without effect."""

    @property
    def is_true(self) -> bool:
        """Whether the report is true: it is about what the service holds."""
        if self.effects is None:
            return True
        done = {Report.ANSWERED: 1, Report.FOUND_DONE: 1, Report.UNKNOWN: self.effects}
        return self.effects == done.get(self.report, 0) and self.effects in (0, 1)


_IMPATIENT: Final = 0.05
"""The time limit for a request that is not answered, in seconds."""
_PATIENT: Final = 20.0
"""The time limit for every other request, on a busy machine too."""


@contextmanager
def set_up() -> "Iterator[Bench]":
    """Start an empty emulator behind a proxy, with retries and timeouts that take no time.

    Yields:
        A gateway to them. Enter this on the event loop.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        start_emulator(empty=True) as emulator,
        FaultProxy(emulator.url) as proxy,
    ):
        patch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "any")
        retry_at_once(patch)
        limit_requests(patch, lambda: _IMPATIENT if proxy.is_silent else _PATIENT)
        bench = Bench(emulator, proxy)
        yield bench
        bench.client.close()


class Bench:
    """An emulator behind a proxy, and a gateway to both. Use it on the event loop.

    Args:
        emulator: An emulator that no one else uses.
        proxy: A proxy in front of it.
    """

    def __init__(self, emulator: RunningEmulator, proxy: FaultProxy) -> None:
        self._proxy = proxy
        self.client: CognitoIdentityClient = connect(emulator, "cognito-identity")
        self._gateway = Gateway(Connection(None, proxy.url), RequestLog(), _no_code)
        self._account = Account(self._gateway)

    async def results(self, call: Call, kind: Kind) -> list[Result]:
        """Try a call with a kind of fault, in every way it can happen.

        Raises:
            Exception: What the gateway raised, if it is not an ApiError.
        """
        row = OPERATIONS[call.operation]
        cases = kind.cases(row.name, has_effect=call.effect is not None)
        return [await self._result(call, case) for case in cases]

    async def _result(self, call: Call, case: Case) -> Result:
        row = OPERATIONS[call.operation]
        pool_id = make_pool(self.client)
        parameters = call.prepare(self.client, pool_id)
        before = frozenset(pools_by_name(self.client).values())
        self._proxy.follow(case.script)
        failure = None
        try:
            await self._gateway.call(row.name, REGION, parameters, once=row.once)
        except ApiError as error:
            failure = error.explanation
        finally:
            self._proxy.follow(Script())
        retries = self._gateway.requests[-1].retries
        report = await self._report(row.name, parameters, before, failure)
        effects = None if call.effect is None else int(call.effect(self.client, parameters))
        return Result(case, report, failure and failure.kind, retries, effects)

    async def _report(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        before: frozenset[str],
        failure: Explanation | None,
    ) -> Report:
        if failure is None:
            return Report.ANSWERED
        if not failure.outcome_unknown or OPERATIONS[operation].effect is Effect.READ:
            return Report.FAILED
        found = await looked_up(operation, self._account, REGION, parameters, before)
        if found.startswith("It was carried out"):
            return Report.FOUND_DONE
        return Report.FOUND_NOT_DONE if " not " in found else Report.UNKNOWN


async def _no_code(_serial: str) -> None:
    """Decline to enter an MFA code."""
