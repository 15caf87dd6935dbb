"""Benchmark of what the check of an answer adds to a call: a page of 60 identities.

The CPU time of the calling thread is measured, so the server and the network do not count.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from cogtui.emulator import start_emulator
from cogtui.gateway.answer_check import find_problem
from cogtui.gateway.aws import AwsSession
from cogtui.gateway.connection import Connection
from cogtui.gateway.sessions import bare_session
from tests.benchmarks.report import Result

TITLE: Final = "The check of answers"
CALLS: Final = 200
REGION: Final = "us-east-1"
OPERATION: Final = "list-identities"


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that this thread takes for some work."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def measure() -> Iterator[Result]:
    """Yield the CPU time of the check, beside that of the call without it."""
    os.environ |= {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any"}
    shape = bare_session().get_service_model("cognito-identity").operation_model("ListIdentities")
    with start_emulator() as running:
        session = AwsSession(Connection(None, running.url, None), lambda _: None)
        pools = session.call("cognito-identity", "list-identity-pools", REGION, {"MaxResults": 60})
        pool: Any = next(
            each
            for each in pools.answer["IdentityPools"]
            if each["IdentityPoolName"] == "mobile-app-prod"
        )
        parameters = {"IdentityPoolId": pool["IdentityPoolId"], "MaxResults": 60}

        def call() -> Any:  # noqa: ANN401  JSON
            return session.call("cognito-identity", OPERATION, REGION, parameters).answer

        body = json.dumps(_as_json(call()))
        calls = [cpu_seconds(call) for _ in range(CALLS)]
        checks = [
            cpu_seconds(lambda: find_problem(OPERATION, shape.output_shape, json.loads(body)))
            for _ in range(CALLS)
        ]
    times = [seconds * 1000 for seconds in checks]
    without = [(call - check) * 1000 for call, check in zip(calls, checks, strict=True)]
    yield Result("The check of a page, CPU", "ms", times, "the call without it", without, 0.05)


def _as_json(value: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {name: _as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value
