"""One cell of the matrix: an operation and a kind of fault, tried in every way it can happen."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from cogtui.account.account import Account
from cogtui.account.outcomes import write
from cogtui.api_error import ApiError
from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.gateway import CodeRequest, Connection, Gateway, RequestLog
from cogtui.service import operation_names
from cogtui.service.operations import OPERATIONS, Effect
from tests.emulator.connection import REGION, connect
from tests.emulator.users import make_pool
from tests.faults.calls import Call
from tests.faults.kinds import Case, Kind
from tests.faults.proxy import FaultProxy, Script
from tests.patience import limit_requests, retry_at_once

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


class Report(StrEnum):
    """What cogtui reports to the user about a call."""

    DONE = "done"
    """It succeeded."""
    FOUND_DONE = "found done"
    """Its response was lost; cogtui looked, and it was carried out."""
    NOT_DONE = "not done"
    """It failed, and was not carried out."""
    UNKNOWN = "unknown"
    """It may have been carried out, and cogtui cannot find out."""


class Result(NamedTuple):
    """The result of one case."""

    case: Case
    """The case."""
    report: Report
    """What cogtui reports."""
    retries: int
    """How many times the request was sent again."""
    effects: int | None
    """How often the service has carried the call out; None for a call without effect."""
    remedy: str
    """What cogtui recommends after a failure; empty after a success."""

    @property
    def is_true(self) -> bool:
        """Whether the report agrees with what the service holds, which has no duplicate."""
        if self.effects is None:
            return self.report in (Report.DONE, Report.NOT_DONE)
        if self.report is Report.NOT_DONE and _REGISTERED in self.remedy:
            # a token that was lost, for a user who now exists
            return self.effects == 1
        done = {Report.DONE: 1, Report.FOUND_DONE: 1, Report.NOT_DONE: 0}
        return self.effects in (0, 1) and self.effects == done.get(self.report, self.effects)


_REGISTERED: Final = "The user is registered as "

_IMPATIENT: Final = 0.05
"""The time limit for a request that is not answered, in seconds."""
_PATIENT: Final = 20.0
"""The time limit for every other request, on a busy machine too."""

_ENVIRONMENT: Final = {
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "NO_PROXY": "127.0.0.1",
}


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
        limit_unanswered(patch, proxy)
        bench = Bench(emulator, proxy)
        yield bench
        bench.client.close()


def limit_unanswered(patch: pytest.MonkeyPatch, proxy: FaultProxy) -> None:
    """Set credentials, retry at once, and give up at once on what a proxy does not answer.

    Args:
        patch: Undoes it.
        proxy: The proxy.
    """
    for name, value in _ENVIRONMENT.items():
        patch.setenv(name, value)
    retry_at_once(patch)
    limit_requests(patch, lambda name: _IMPATIENT if proxy.is_silent(name) else _PATIENT)


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
        self._pools: set[str] = set()

    async def results(self, call: Call, kind: Kind) -> list[Result]:
        """Try a call with a kind of fault, in every way it can happen.

        Raises:
            AssertionError: A read returned something else than the service has.
            Exception: What was raised, if it is not an ApiError.
        """
        cases = kind.cases(call.operation, has_effect=call.effect is not None)
        results = [await self._result(call, case) for case in cases]
        # the gateway still works
        await self._gateway.call(operation_names.LIST_IDENTITY_POOLS, REGION, {"MaxResults": 1})
        return results

    async def _result(self, call: Call, case: Case) -> Result:
        pool_id = make_pool(self.client)
        self._pools.add(pool_id)
        parameters = call.prepare(self.client, pool_id)
        number = len(self._gateway.requests)
        self._proxy.follow(case.script)
        report, remedy = await self._report(call.operation, parameters)
        self._proxy.follow(Script())
        retries = self._gateway.requests[number].retries
        effects = None if call.effect is None else int(call.effect(self.client, parameters))
        return Result(case, report, retries, effects, remedy)

    async def _report(self, operation: str, parameters: Mapping[str, Any]) -> tuple[Report, str]:
        effect = OPERATIONS[operation].effect
        try:
            if effect is Effect.READ:
                answer = await self._gateway.call(operation, REGION, parameters)
                self._proxy.follow(Script())
                current = await self._gateway.call(operation, REGION, parameters)
                # the service omits what is empty
                assert _filled(answer) == _filled(current)
                return Report.DONE, ""
            written = await write(
                self._account, operation, REGION, parameters, pools_before=frozenset(self._pools)
            )
        except ApiError as error:
            failed = error.explanation
            # a read changes nothing, whatever happened to it
            is_unknown = failed.outcome_unknown and effect not in (Effect.READ, Effect.SECRET)
            return Report.UNKNOWN if is_unknown else Report.NOT_DONE, failed.remedy
        return Report.FOUND_DONE if written.note else Report.DONE, ""


def _filled(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if value not in ({}, None)}


async def _no_code(_request: CodeRequest) -> None:
    """Decline to enter an MFA code."""
