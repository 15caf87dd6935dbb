"""Many connections, slow clients and clients that disconnect."""

import gc
import json
import os
import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.emulator.http_request import HttpRequest
from cogtui.emulator.server import MAX_THREADS, TIME_LIMIT, serve
from tests.emulator.raw_client import (
    BODY,
    HEAD,
    REQUEST,
    RawClient,
    started_since,
    synchronize,
)

MANY = 100
"""More connections than an emulator may have threads."""
PARTS = [
    REQUEST[:9],
    REQUEST[:99],
    REQUEST[:-1],
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n11\r\n{",
]
LISTED = (200, b'{"IdentityPools":[]}')


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@contextmanager
def emulator_with(clock: Clock) -> Iterator[RunningEmulator]:
    """Run an empty emulator whose time limits follow a clock."""
    with serve(
        host="127.0.0.1",
        port=0,
        allow_hosts=(),
        pools=0,
        identities=0,
        seed=1,
        verbose=False,
        fault_plan=None,
        clock=clock,
    ) as running:
        yield running


def many_clients(running: RunningEmulator, stack: ExitStack) -> list[RawClient]:
    """Return many open connections."""
    return [stack.enter_context(RawClient(running)) for _ in range(MANY)]


def test_half_open_connections_need_no_thread(emulator: RunningEmulator) -> None:
    """Incomplete requests occupy no thread, and are answered once they are complete."""
    before = set(threading.enumerate())
    with ExitStack() as stack:
        clients = many_clients(emulator, stack)
        for client in clients:
            client.send(REQUEST[:-1])
        synchronize(emulator)
        assert started_since(before) == set()
        assert clients[0].ask(REQUEST[-1:]) == LISTED
        for client in clients[1:]:
            assert client.ask(REQUEST[-1:]) == LISTED


def test_idle_connections_need_no_thread(emulator: RunningEmulator) -> None:
    """A connection stays open after its request, but occupies no thread."""
    before = set(threading.enumerate())
    with ExitStack() as stack:
        for _ in range(2):
            for client in many_clients(emulator, stack):
                assert client.ask() == LISTED
        assert len(started_since(before)) < MANY / 4


def test_an_idle_connection_keeps_nothing_in_memory(emulator: RunningEmulator) -> None:
    """Neither the last request nor its response, which may have secrets, is retained."""
    # other tests of this process may have left some
    before = retained()
    known = {id(each) for each in before}
    with RawClient(emulator) as client:
        assert client.ask() == LISTED
        synchronize(emulator)
        # the thread that responded may still be about to become idle
        assert any({id(each) for each in retained()} <= known for _ in range(200))


def retained() -> list[object]:
    """Return the requests and the responses that are in memory."""
    alive = gc.get_objects()
    views = [each for each in alive if isinstance(each, memoryview)]
    return [
        *(each for each in alive if isinstance(each, HttpRequest)),
        *(each for each in views if isinstance(each.obj, bytes) and LISTED[1] in each.obj),
    ]


def test_the_number_of_threads_is_limited() -> None:
    """A hundred requests at the same time run in 64 threads, which all end with the emulator."""
    before = set(threading.enumerate())
    with ExitStack() as stack:
        plan = FaultPlan(latency_ms=3_600_000)
        running = stack.enter_context(start_emulator(empty=True, fault_plan=plan))
        for client in many_clients(running, stack):
            client.send(REQUEST)
        synchronize(running)
        threads = started_since(before)
        assert len(threads) == MAX_THREADS
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_requests_wait_for_a_thread() -> None:
    """More requests than threads are all answered."""
    plan = FaultPlan(latency_ms=1)
    with ExitStack() as stack:
        running = stack.enter_context(start_emulator(empty=True, fault_plan=plan))
        clients = many_clients(running, stack)
        for client in clients:
            client.send(REQUEST)
        assert [client.response() for client in clients] == [LISTED] * MANY


def test_simulated_timeouts_need_no_thread() -> None:
    """Clients that get no response do not delay others, and are forgotten once they disconnect."""
    plan = FaultPlan(faults=(Fault("ListIdentityPools", "timeout", 1),))
    other = REQUEST.replace(b"ListIdentityPools", b"DescribeIdentity")
    with ExitStack() as stack:
        running = stack.enter_context(start_emulator(empty=True, fault_plan=plan))
        clients = many_clients(running, stack)
        for client in clients:
            client.send(REQUEST)
        with RawClient(running) as client:
            assert client.ask(other)[0] == 400
        for client in clients:
            client.socket.shutdown(socket.SHUT_WR)
            assert client.rest() == b""


@pytest.mark.parametrize("part", PARTS)
def test_an_incomplete_request_is_dropped_after_the_time_limit(part: bytes) -> None:
    """It has 30 seconds from its first byte, however many follow."""
    clock = Clock()
    with emulator_with(clock) as running, RawClient(running) as client:
        for received, seconds in ((part[:-1], 0.0), (part[-1:], TIME_LIMIT - 1)):
            clock.now += seconds
            client.send(received)
            synchronize(running)
        clock.now += 1
        synchronize(running)
        status, body = client.response()
        assert (status, body) == (408, b"The request did not arrive within 30 seconds\n")
        assert client.rest() == b""


def test_the_time_limit_is_for_each_request() -> None:
    """An idle connection has no time limit, and the next request has its own."""
    clock = Clock()
    with emulator_with(clock) as running, RawClient(running) as client:
        for _ in range(3):
            clock.now += TIME_LIMIT - 1
            client.send(REQUEST[:-1])
            synchronize(running)
            clock.now += TIME_LIMIT - 1
            assert client.ask(REQUEST[-1:]) == LISTED
            clock.now += 10 * TIME_LIMIT
            synchronize(running)


def test_a_client_that_is_still_sending_gets_the_rejection(emulator: RunningEmulator) -> None:
    """The connection is not reset before the client has sent its body and read the response."""
    with RawClient(emulator) as client:
        client.send(HEAD + b"Content-Length: 99999999\r\n\r\n" + bytes(5_000_000))
        assert client.response()[0] == 413
        assert client.rest() == b""


def test_a_rejected_client_that_does_not_disconnect_is_dropped() -> None:
    """After the response the client has 30 seconds to finish sending, and then is disconnected."""
    clock = Clock()
    with emulator_with(clock) as running, RawClient(running) as client:
        assert client.ask(b"GET / HTTP/3.0\r\n\r\n")[0] == 505
        assert client.rest() == b""
        client.send(b"x" * 100_000)
        synchronize(running)
        clock.now += TIME_LIMIT
        synchronize(running)
        with pytest.raises(ConnectionError):
            send_repeatedly(client)


def send_repeatedly(client: RawClient) -> None:
    """Send bytes until the connection is found to be closed."""
    for _ in range(100_000):
        client.send(b"x")


LONG = 12_000_000
"""The length of a response that no socket buffer can hold."""


def ask_for_long_response(client: RawClient) -> None:
    """Send a request whose response quotes a very long value, and wait until it begins."""
    body = json.dumps({"IdentityId": "x" * LONG}).encode()
    head = HEAD.replace(b"ListIdentityPools", b"DescribeIdentity")
    client.send(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert client.socket.recv(1, socket.MSG_PEEK) == b"H"


def test_a_slow_reader_gets_the_complete_response() -> None:
    """A response longer than the buffers is sent as the client reads it, and others are served."""
    clock = Clock()
    with emulator_with(clock) as running, RawClient(running, receive_buffer=4096) as client:
        ask_for_long_response(client)
        for _ in range(3):
            clock.now += TIME_LIMIT - 1
            read = 0
            while read < LONG // 4:
                read += len(client.socket.recv(1 << 16))
            with RawClient(running) as other:
                assert other.ask() == LISTED
        client.socket.shutdown(socket.SHUT_WR)
        assert client.rest().endswith(b'"}')


def test_a_client_that_does_not_read_is_dropped() -> None:
    """A response of which nothing was read for 30 seconds is given up."""
    clock = Clock()
    with emulator_with(clock) as running, RawClient(running, receive_buffer=4096) as client:
        ask_for_long_response(client)
        synchronize(running)
        clock.now += TIME_LIMIT
        synchronize(running)
        client.socket.shutdown(socket.SHUT_WR)
        assert len(client.rest()) < LONG


def test_clients_that_disconnect_cause_no_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a close nor a reset, at any point of a request or a response, shows on stderr."""
    with start_emulator(empty=True, verbose=True) as running:
        for part in (b"", *PARTS):
            for end in (RawClient.close, RawClient.reset):
                client = RawClient(running)
                client.send(part)
                synchronize(running)
                end(client)
        client = RawClient(running, receive_buffer=4096)
        ask_for_long_response(client)
        client.reset()
        synchronize(running)
        with RawClient(running) as client:
            assert client.ask() == LISTED
    lines = [line.split(" UTC ", 1)[1] for line in capfd.readouterr().err.splitlines()]
    logged = [line for line in lines if line != "400 Bad Request: Malformed request line"]
    assert [line.split()[0] for line in logged] == ["DescribeIdentity", "ListIdentityPools"]


@pytest.mark.parametrize("part", PARTS)
def test_an_incomplete_request_is_not_carried_out(emulator: RunningEmulator, part: bytes) -> None:
    """A request whose client ends the connection too early gets no response."""
    with RawClient(emulator) as client:
        client.send(part)
        client.socket.shutdown(socket.SHUT_WR)
        assert client.rest() == b""


def test_pipelined_requests_are_answered_in_order(emulator: RunningEmulator) -> None:
    """Requests sent without waiting get their responses in the same order."""
    head = HEAD.replace(b"ListIdentityPools", b"DescribeIdentity")
    bodies = [json.dumps({"IdentityId": f"id {number}"}).encode() for number in range(20)]
    with RawClient(emulator) as client:
        client.send(
            b"".join(head + b"Content-Length: %d\r\n\r\n%b" % (len(each), each) for each in bodies)
        )
        for number in range(20):
            assert f"'id {number}'".encode() in client.response()[1]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (b"Content-Length: 17\r\nConnection: close\r\n", BODY, 200),
        (b"Content-Length: -1\r\n", b"", 400),
        (b"Content-Length: x\r\n", BODY, 400),
        (b"Content-Length: 17\r\nContent-Length: 18\r\n", BODY, 400),
        (b"Content-Length: 99999999\r\n", b"", 413),
        (b"Content-Length: 17\r\nA: b\r\n c\r\n", BODY, 400),
        (b"A: " + b"b" * 70_000 + b"\r\n", BODY, 431),
        (
            b"Transfer-Encoding: chunked\r\nConnection: close\r\n",
            b"11\r\n" + BODY + b"\r\n0\r\n\r\n",
            200,
        ),
        (b"Transfer-Encoding: chunked\r\n", b"-1\r\n" + BODY, 400),
        (b"Transfer-Encoding: chunked\r\n", b"FFFFFFFFF\r\n" + BODY, 413),
        (b"Transfer-Encoding: gzip\r\n", BODY, 501),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_an_unusual_request_gets_a_response_and_no_traceback(
    headers: bytes, body: bytes, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """The response is complete before the connection is closed, and the log has one line."""
    with start_emulator(empty=True, verbose=True) as running, RawClient(running) as client:
        assert client.ask(HEAD + headers + b"\r\n" + body)[0] == status
        assert client.rest() == b""
    (line,) = capfd.readouterr().err.splitlines()
    assert f" {status} " in line


def test_a_chunked_request_with_trailers_keeps_the_connection(emulator: RunningEmulator) -> None:
    """Trailers are ignored, and the next request follows them."""
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n11\r\n" + BODY + b"\r\n0\r\n"
    with RawClient(emulator) as client:
        for trailers in (b"", b"X-Sum: 1\r\nX-Sum: 2\r\n", b"X-Sum: 3\r\n"):
            assert client.ask(chunked + trailers + b"\r\n") == LISTED


def test_no_file_descriptor_is_left_for_a_connection(emulator: RunningEmulator) -> None:
    """A client waits as long as the emulator has no file descriptor for its connection."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        ready = stack.enter_context(RawClient(emulator))
        assert ready.ask() == LISTED
        free = os.dup(0)
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, limits[1]))
        try:
            waiting = stack.enter_context(RawClient(emulator))
            waiting.send(REQUEST)
            for _ in range(3):
                assert ready.ask() == LISTED
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        assert waiting.response() == LISTED
