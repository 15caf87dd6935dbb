"""Benchmark of the emulator beside plain moto, with many connections and a million identities.

Each server runs in a separate process, and requests go to both in turns.
"""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cogtui.text import counted
from tests.benchmarks.programs import mebibytes
from tests.benchmarks.report import Result

TITLE = "The emulator"
ROUNDS, REQUESTS = 7, 60
CLIENTS, HALF_OPEN = 8, 400
LIST = "ListIdentityPools"
MILLION = 1_000_000
SOCIAL: dict[str, Any] = {
    "IdentityPoolName": "x",
    "AllowUnauthenticatedIdentities": True,
    "SupportedLoginProviders": {"graph.facebook.com": "app"},
}
SIGNATURE = "AWS4-HMAC-SHA256 Credential=a/20261101/us-east-1/cognito-identity/aws4_request"
EMULATOR = "import sys; from cogtui.emulator.command import main; sys.exit(main(sys.argv[1:]))"
MOTO = (
    "import time; from moto.server import ThreadedMotoServer;"
    "s = ThreadedMotoServer('127.0.0.1', 0, verbose=False); s.start();"
    "print('http://%s:%d' % s.get_host_and_port(), flush=True); time.sleep(9999)"
)


class RawClient:
    """A client for one server, without the overhead of a client library."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(str(parts.hostname), parts.port)

    def ask(self, operation: str, **members: object) -> Any:  # noqa: ANN401  JSON
        """Return the answer to one request."""
        headers = {
            "X-Amz-Target": f"AWSCognitoIdentityService.{operation}",
            "Content-Type": "application/x-amz-json-1.1",
            "Authorization": SIGNATURE,
        }
        self.connection.request("POST", "/", json.dumps(members), headers)
        body = self.connection.getresponse().read()
        return json.loads(body) if body else None

    def milliseconds(self, operation: str, **members: object) -> float:
        """Return the time per request in milliseconds, averaged over many."""
        started = time.perf_counter()
        for _ in range(REQUESTS):
            self.ask(operation, **members)
        return (time.perf_counter() - started) * 1000 / REQUESTS


@contextmanager
def server(program: str, *arguments: str) -> Iterator[tuple[RawClient, int, float]]:
    """Start a server; yield its client, its process ID and the seconds until it was ready."""
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603  this interpreter
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        requested = RawClient(process.stdout.readline().strip())
        try:
            yield requested, process.pid, time.perf_counter() - started
        finally:
            requested.connection.close()
            process.kill()


def beside_moto() -> Iterator[Result]:
    """Yield the time per request of each operation that both servers have."""
    with server(MOTO) as (moto, _, _), server(EMULATOR, "--empty") as (ours, _, _):
        pools = {}
        for each in (moto, ours):
            settings = {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": True}
            pools[each] = each.ask("CreateIdentityPool", **settings)["IdentityPoolId"]
            role = "arn:aws:iam::111122223333:role/Guest"
            if each is ours:
                roles = {"unauthenticated": role}
                each.ask("SetIdentityPoolRoles", IdentityPoolId=pools[each], Roles=roles)
        guests = {
            each: each.ask("GetId", IdentityPoolId=pool)["IdentityId"]
            for each, pool in pools.items()
        }
        operations: dict[str, dict[RawClient, dict[str, object]]] = {
            "DescribeIdentityPool": {each: {"IdentityPoolId": pools[each]} for each in pools},
            "ListIdentityPools": {each: {"MaxResults": 60} for each in pools},
            "UpdateIdentityPool": {
                each: {
                    "IdentityPoolId": pools[each],
                    "IdentityPoolName": "y",
                    "AllowUnauthenticatedIdentities": True,
                }
                for each in pools
            },
            "GetCredentialsForIdentity": {each: {"IdentityId": guests[each]} for each in pools},
            "GetOpenIdToken": {each: {"IdentityId": guests[each]} for each in pools},
            "GetId": {each: {"IdentityPoolId": pools[each]} for each in pools},
            "ListIdentities": {
                each: {"IdentityPoolId": pools[each], "MaxResults": 60} for each in pools
            },
            "CreateIdentityPool": {
                each: {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": True}
                for each in pools
            },
        }
        for operation, members in operations.items():
            costs: dict[RawClient, list[float]] = {moto: [], ours: []}
            for _ in range(ROUNDS):
                for each in (moto, ours):
                    costs[each].append(each.milliseconds(operation, **members[each]))
            yield Result(operation, "ms", costs[ours], "moto", costs[moto], 0.35)


def threads(process: int) -> int:
    """Return the number of threads of a process; 0 where there is no /proc."""
    return sum(1 for _ in Path(f"/proc/{process}/task").glob("*"))


def half_open() -> Iterator[Result]:
    """Yield threads and memory with many connections whose request is incomplete."""
    with server(EMULATOR, "--empty") as (client, process, _):
        client.ask(LIST, MaxResults=1)
        before = mebibytes(process)
        address = (client.connection.host, client.connection.port)
        with ExitStack() as stack:
            for _ in range(HALF_OPEN):
                opened = stack.enter_context(socket.create_connection(address))
                opened.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
            client.ask(LIST, MaxResults=1)
            # where each has a thread, the last ones may still be starting
            started = time.perf_counter()
            while time.perf_counter() - started < 2:
                client.ask(LIST, MaxResults=1)
            what = f"{HALF_OPEN} half-open connections"
            yield Result(f"{what}: threads", "threads", [threads(process)])
            yield Result(f"{what}: memory", "MiB", [mebibytes(process)], "before", [before])


def throughput() -> Iterator[Result]:
    """Yield the requests per second of one client, and of several at the same time."""
    with server(EMULATOR, "--empty") as (client, _, _):
        address = f"http://{client.connection.host}:{client.connection.port}"
        client.milliseconds(LIST, MaxResults=1)
        for count in (1, CLIENTS):
            rates = []
            for _ in range(ROUNDS):
                clients = [RawClient(address) for _ in range(count)]
                started = time.perf_counter()
                with ThreadPoolExecutor(count) as pool:
                    list(pool.map(lambda each: each.milliseconds(LIST, MaxResults=1), clients))
                rates.append(count * REQUESTS / (time.perf_counter() - started))
                for each in clients:
                    each.connection.close()
            yield Result(f"{counted(count, 'client')} at a time", "requests/s", rates)


def a_million() -> Iterator[Result]:
    """Yield the cost of a million identities: start, listing, lookup and memory."""
    with server(EMULATOR, "--identities", "5000") as (few, process, _):
        pool = few.ask("ListIdentityPools", MaxResults=1)["IdentityPools"][0]["IdentityPoolId"]
        small = mebibytes(process)
    with server(EMULATOR, "--identities", str(MILLION)) as (requested, process, seconds):
        pool = requested.ask("ListIdentityPools", MaxResults=1)["IdentityPools"][0][
            "IdentityPoolId"
        ]
        first = requested.ask("ListIdentities", IdentityPoolId=pool, MaxResults=60)
        token, pages = first["NextToken"], []
        last_token = token
        while token:
            started = time.perf_counter()
            page = requested.ask(
                "ListIdentities", IdentityPoolId=pool, MaxResults=60, NextToken=token
            )
            pages.append((time.perf_counter() - started) * 1000)
            last_token, token = token, page.get("NextToken")
        beginning, end = pages[: len(pages) // 10], pages[-(len(pages) // 10) :]
        yield Result("Ready with 1,000,000 identities", "s", [seconds])
        yield Result("The last pages of 60", "ms", end, "the first pages", beginning, 1.2)
        last = requested.ask(
            "ListIdentities", IdentityPoolId=pool, MaxResults=60, NextToken=last_token
        )
        identity = last["Identities"][-1]["IdentityId"]
        described = requested.milliseconds("DescribeIdentity", IdentityId=identity)
        yield Result("DescribeIdentity of the last", "ms", [described])
        requested.ask("UpdateIdentityPool", **SOCIAL, IdentityPoolId=pool)
        login = {"graph.facebook.com": "ada"}
        requested.ask("GetId", IdentityPoolId=pool, Logins=login)
        found = requested.milliseconds("GetId", IdentityPoolId=pool, Logins=login)
        yield Result("GetId of a login", "ms", [found])
        memory = mebibytes(process)
        yield Result("Memory", "MiB", [memory], "with 5,000 identities", [small])


def measure() -> Iterator[Result]:
    """Yield all results."""
    yield from beside_moto()
    yield from half_open()
    yield from throughput()
    yield from a_million()
