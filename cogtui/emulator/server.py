"""The HTTP/1.1 server: one thread for all connections, and a limited number for requests."""

import selectors
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from itertools import takewhile
from typing import Final

from cogtui.emulator.application import EmulatorApplication
from cogtui.emulator.demo import add_demo_data
from cogtui.emulator.faults import FaultPlan
from cogtui.emulator.hosts import AllowedHosts
from cogtui.emulator.http_request import HttpRequest, InvalidRequestError, RequestReader
from cogtui.emulator.isolation import EmulatorState, emulator_state
from cogtui.emulator.request_handler import CONTINUE, Ending, Reply, RequestHandler
from cogtui.emulator.running import RunningEmulator
from cogtui.emulator.worker_pool import WorkerPool

MAX_THREADS: Final = 64
"""The highest number of threads of one emulator, however many connections are open."""
TIME_LIMIT: Final = 30.0
"""The time in seconds within which a request must arrive, and a client must accept a reply."""

_READ_BYTES: Final = 64 * 1024
_ACCEPT_PAUSE: Final = 0.05
_NOTHING: Final = memoryview(b"")
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class ClientConnection:
    """A connection of a client.

    Args:
        opened: The connected socket, which must not block.
        address: The host and port of the client.
    """

    def __init__(self, opened: socket.socket, address: tuple[str, int]) -> None:
        self.socket = opened
        self.address = address
        self.reader = RequestReader()
        self.unsent = _NOTHING
        """The rest of the current reply."""
        self.ending: Ending | None = None
        """What follows the current reply; None while there is none."""


class EmulatorServer:
    """Serves connections until it is stopped; no connection outlives it.

    The thread that runs `serve_forever` does everything with sockets and never waits for a single
    client. Only complete requests are passed to other threads.

    Args:
        listener: The bound socket to serve on; the server duplicates it.
        handler: Responds to the requests.
        clock: A monotonic clock in seconds, for the time limit.
    """

    def __init__(
        self, listener: socket.socket, handler: RequestHandler, clock: Callable[[], float]
    ) -> None:
        self._listener = listener.dup()
        self._listener.setblocking(False)  # noqa: FBT003 - the signature of sockets
        self._handler = handler
        self._clock = clock
        self._selector = selectors.DefaultSelector()
        self._workers = WorkerPool(MAX_THREADS - 1)
        self._connections: set[ClientConnection] = set()
        self._deadlines: dict[ClientConnection, float] = {}  # the earliest comes first
        self._replies: deque[tuple[ClientConnection, Reply]] = deque()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_sender.setblocking(False)  # noqa: FBT003 - the signature of sockets
        self._stopped = threading.Event()
        self._closing = threading.Lock()

    def change_faults(self, fault_plan: FaultPlan | None) -> None:
        """Change the fault plan for subsequent requests."""
        self._handler.change_faults(fault_plan)

    def stop(self) -> None:
        """Make `serve_forever` close all connections and return, without waiting for it."""
        self._handler.stop()
        self._wake(self._stopped.set)

    def serve_forever(self) -> None:
        """Serve connections until `stop` is called."""
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._wake_receiver, selectors.EVENT_READ, self._send_replies)
        try:
            while not self._stopped.is_set():
                for key, _ in self._selector.select(self._seconds_left()):
                    key.data()
                self._drop_expired()
        finally:
            self._close_all()

    def _close_all(self) -> None:
        self._workers.stop()
        for connection in list(self._connections):
            self._close(connection)
        self._selector.close()
        self._listener.close()
        with self._closing:
            self._wake_sender.close()
            self._wake_receiver.close()

    def _wake(self, change: Callable[[], None]) -> None:
        """Make a change from another thread that `serve_forever` must notice."""
        change()
        # The pipe is full if a wake-up is pending, and closed if the server has stopped.
        with self._closing, suppress(OSError):
            self._wake_sender.send(b"\0")

    def _accept(self) -> None:
        try:
            opened, address = self._listener.accept()
        except OSError:
            # Out of file descriptors, most likely: the client waits until others disconnect.
            self._stopped.wait(_ACCEPT_PAUSE)
            return
        opened.setblocking(False)  # noqa: FBT003 - the signature of sockets
        with suppress(OSError):  # macOS, if the client has disconnected
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = ClientConnection(opened, address[:2])
        self._connections.add(connection)
        self._watch(connection, selectors.EVENT_READ, self._read)

    def _watch(
        self,
        connection: ClientConnection,
        events: int,
        callback: Callable[[ClientConnection], None],
    ) -> None:
        """Call a function whenever a connection is ready, instead of the previous one."""
        self._ignore(connection)
        self._selector.register(connection.socket, events, partial(callback, connection))

    def _ignore(self, connection: ClientConnection) -> None:
        with suppress(KeyError):
            self._selector.unregister(connection.socket)

    def _close(self, connection: ClientConnection) -> None:
        self._ignore(connection)
        self._connections.discard(connection)
        self._deadlines.pop(connection, None)
        connection.socket.close()

    def _read(self, connection: ClientConnection) -> None:
        """Read what has arrived of a request."""
        received = _receive(connection)
        if received:
            connection.reader.feed(received)
            self._advance(connection)
        else:
            self._close(connection)

    def _discard(self, connection: ClientConnection) -> None:
        """Discard what a client still sends: closing at once could destroy the reply."""
        if not _receive(connection):
            self._close(connection)

    def _advance(self, connection: ClientConnection) -> None:
        """Pass on the next request if it is complete, and wait for the rest of it otherwise."""
        reader = connection.reader
        try:
            request = reader.next_request()
        except InvalidRequestError as error:
            self._send(connection, self._handler.refuse(error))
            return
        if request is not None:
            self._deadlines.pop(connection, None)
            self._ignore(connection)
            self._workers.submit(partial(self._respond, connection, request))
        elif reader.awaits_continue:
            reader.awaits_continue = False
            self._send(connection, CONTINUE)
        else:
            if reader.has_partial_request:
                self._deadlines.setdefault(connection, self._clock() + TIME_LIMIT)
            self._watch(connection, selectors.EVENT_READ, self._read)

    def _respond(self, connection: ClientConnection, request: HttpRequest) -> None:
        """Respond to a request; runs in a worker thread."""
        reply = self._handler.respond(request, connection.address)
        self._wake(partial(self._replies.append, (connection, reply)))

    def _send_replies(self) -> None:
        """Send the replies that the worker threads have made."""
        self._wake_receiver.recv(_READ_BYTES)
        while self._replies:
            self._send(*self._replies.popleft())

    def _send(self, connection: ClientConnection, reply: Reply) -> None:
        if reply.ending is Ending.RESET:
            with suppress(OSError):  # macOS, if the client has disconnected
                connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._close(connection)
        elif reply.ending is Ending.SILENCE:
            self._watch(connection, selectors.EVENT_READ, self._close)
        else:
            connection.unsent, connection.ending = memoryview(reply.content), reply.ending
            self._renew_deadline(connection)
            self._watch(connection, selectors.EVENT_WRITE, self._write)

    def _write(self, connection: ClientConnection) -> None:
        """Write as much of the reply as the connection accepts."""
        try:
            sent = connection.socket.send(connection.unsent)
        except OSError:  # the client has disconnected
            self._close(connection)
            return
        connection.unsent = connection.unsent[sent:]
        if connection.unsent:
            self._renew_deadline(connection)
        elif connection.ending is Ending.KEEP_ALIVE:
            connection.unsent, connection.ending = _NOTHING, None
            self._deadlines.pop(connection)
            self._advance(connection)
        else:
            with suppress(OSError):  # the client has disconnected
                connection.socket.shutdown(socket.SHUT_WR)
            self._watch(connection, selectors.EVENT_READ, self._discard)

    def _renew_deadline(self, connection: ClientConnection) -> None:
        self._deadlines.pop(connection, None)
        self._deadlines[connection] = self._clock() + TIME_LIMIT

    def _seconds_left(self) -> float | None:
        """Return the time until the first deadline, or None if there is none."""
        first = next(iter(self._deadlines.values()), None)
        return None if first is None else max(0.0, first - self._clock())

    def _drop_expired(self) -> None:
        """End the connections whose client took too long."""
        now = self._clock()
        for connection, _ in list(takewhile(lambda item: item[1] <= now, self._deadlines.items())):
            if connection.ending is None:
                reason = f"The request did not arrive within {TIME_LIMIT:.0f} seconds"
                error = InvalidRequestError(HTTPStatus.REQUEST_TIMEOUT, reason)
                self._send(connection, self._handler.refuse(error))
            else:
                self._close(connection)


def _receive(connection: ClientConnection) -> bytes:
    """Return what has arrived, or nothing after the end or an error of the connection."""
    try:
        return connection.socket.recv(_READ_BYTES)
    except OSError:
        return b""


def _log_to_stderr(line: str) -> None:
    with suppress(OSError, ValueError):  # stderr is closed
        sys.stderr.write(f"{time.strftime('%H:%M:%S %Z')} {line}\n")
        sys.stderr.flush()


def serve(  # noqa: PLR0913 - the arguments of start_emulator, without defaults
    *,
    host: str,
    port: int,
    allow_hosts: Iterable[str],
    pools: int,
    identities: int,
    seed: int,
    verbose: bool,
    fault_plan: FaultPlan | None,
    clock: Callable[[], float] = time.monotonic,
) -> RunningEmulator:
    """Start an emulator; see `cogtui.emulator.start_emulator` for the arguments.

    `clock` is a monotonic clock in seconds, for the time limit of requests.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        state = EmulatorState()
        with emulator_state(state):
            if pools:
                add_demo_data(state, pools=pools, identities=identities, seed=seed)
        address = listener.getsockname()[:2]
        handler = RequestHandler(
            EmulatorApplication(state),
            address,
            AllowedHosts(host, allow_hosts),
            fault_plan,
            _log_to_stderr if verbose else None,
        )
        server = EmulatorServer(listener, handler, clock)
    thread = threading.Thread(target=server.serve_forever, name="cogtui emulator", daemon=True)
    thread.start()
    url_host = f"[{host}]" if ":" in host else host
    return RunningEmulator(f"http://{url_host}:{address[1]}", server, thread)
