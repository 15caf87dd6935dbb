"""Fixtures of every test: no network but loopback, and no settings or files of the developer."""

import errno
import functools
import gc
import ipaddress
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.loaders import JSONFileLoader
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.gateway.service_model import input_members, secret_paths
from cogtui.service.operations import OPERATIONS
from cogtui.settings.remembered import RememberedState
from tests.patience import retry_at_once
from tests.waiting import pause, wait_for_idle

# the same examples in every run, and no deadline, because the machine may be busy
hypothesis.settings.register_profile("cogtui", deadline=None, derandomize=True)
hypothesis.settings.load_profile("cogtui")

_REMOVED_PREFIXES: Final = ("AWS_", "BOTO_", "COGTUI_", "MOTO_", "TEXTUAL_", "XDG_")
"""Prefixes of environment variables that would make a test depend on the machine."""

_REMOVED_NAMES: Final = (
    "ALL_PROXY",
    "COLUMNS",
    "CURL_CA_BUNDLE",
    "DISPLAY",
    "FORCE_COLOR",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LINES",
    "NO_COLOR",
    "NO_PROXY",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSH_CONNECTION",
    "SSH_TTY",
    "SSL_CERT_FILE",
    "STY",
    "TERM_PROGRAM",
    "TMUX",
    "WAYLAND_DISPLAY",
)
"""Whole names of such environment variables."""

_SNAPSHOTS: Final = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""The plugin's own variable: where pytest-textual-snapshot keeps the data of its report."""


_LOADER: Final = JSONFileLoader()
"""The loader of botocore's models, which has no state."""

_WELCOMED: Final = json.dumps(asdict(RememberedState(welcomed=True)))
"""The state of a demo that has shown its welcome."""

_SHARED: Final[list[RunningEmulator]] = []
"""The emulator that all tests share, once one has requested it."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of test processes: two per core, because each waits for answers and timers.

    Args:
        config: pytest's configuration.
    """
    return (os.cpu_count() or 1) * 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin the share of each process with some of the slow tests, so that none ends with one.

    Args:
        config: pytest's configuration.
        items: The tests that were collected, which are sorted in place.
    """
    processes: int = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [item for item in items if item.get_closest_marker("slow")]
    others = [item for item in items if not item.get_closest_marker("slow")]
    ordered: list[pytest.Item] = []
    for number in range(processes):
        # pytest-xdist gives each process the same part of what is left
        share = (len(items) - len(ordered)) // (processes - number)
        first = slow[number::processes]
        ordered += first
        ordered += others[: share - len(first)]
        del others[: share - len(first)]
    items[:] = ordered


def _is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _guarded_connect(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:  # noqa: ANN401  socket's arguments
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not _is_loopback(address[0]):
            raise OSError(errno.ENETUNREACH, f"the tests have no network: {address} was called")
        return connect(self, address)

    return guarded


def _guarded_getaddrinfo(getaddrinfo: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: str | bytes | None, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401  socket's arguments
        if not _is_loopback(host):
            raise socket.gaierror(
                socket.EAI_NONAME, f"the tests have no network: {host!r} was looked up"
            )
        return getaddrinfo(host, *arguments, **more)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _isolate_from_the_machine() -> Iterator[None]:
    """Make the machine look as if it had no network, no proxy and no AWS settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded_connect(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_getaddrinfo(socket.getaddrinfo))
        for name in list(os.environ):
            foreign = name.startswith(_REMOVED_PREFIXES) or name.upper() in _REMOVED_NAMES
            if foreign and name != _SNAPSHOTS:
                patch.delenv(name)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def _parsed_once(parse: Callable[..., Any]) -> Callable[..., Any]:
    """Return Textual's CSS parser with one cache for all apps, instead of one per app."""
    parsed: dict[tuple[Any, ...], Any] = {}

    @functools.wraps(parse)
    def parse_once(self: Stylesheet, *css: Any, **where: Any) -> Any:  # noqa: ANN401  Textual's arguments
        key = (css, *where.items(), *self._variables.items())
        if key not in parsed:
            parsed[key] = parse(self, *css, **where)
        return parsed[key]

    return parse_once


@pytest.fixture(scope="session", autouse=True)
def _skip_repeated_work() -> Iterator[None]:
    """Read each of botocore's models once, and do not search imported modules for garbage.

    Every test has its own sessions and its own app: without this fixture, half of the time of all
    tests would be spent there.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    load = functools.cache(getattr(JSONFileLoader, "_load_file"))  # noqa: B009  it is missing from the stubs
    aliaser: Any = EventAliaser(HierarchicalEmitter())
    alias = functools.cache(aliaser._alias_event_name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "_load_file", lambda _, *where: load(_LOADER, *where))
        patch.setattr(EventAliaser, "_alias_event_name", lambda _, name: alias(name))
        patch.setattr(Stylesheet, "_parse_rules", _parsed_once(Stylesheet._parse_rules))
        patch.setattr(Pilot, "pause", pause)
        patch.setattr("textual.app.wait_for_idle", wait_for_idle)
        patch.setattr("textual.pilot.wait_for_idle", wait_for_idle)
        yield


@pytest.fixture(scope="session", autouse=True)
def _warm_caches() -> None:
    """Read the members of all operations while coverage is measured.

    They are cached, and the first test of a process may be one whose coverage is not measured.
    """
    for operation in OPERATIONS:
        input_members.__wrapped__(operation)
        secret_paths.__wrapped__(operation)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home directory for all files of AWS and of cogtui.

    It is empty but for the demo's state, without which the demo would begin with its welcome.
    """
    path = tmp_path / "home"
    state = path / "state" / "cogtui"
    state.mkdir(mode=0o700, parents=True)
    (state / "demo.json").write_text(_WELCOMED)
    monkeypatch.setenv("HOME", str(path))
    for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(path / kind.lower()))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path / "aws-credentials"))
    return path


@pytest.fixture(scope="session")
def emulator(_isolate_from_the_machine: None) -> Iterator[str]:
    """Return the URL of an emulator with the demo data, shared by all tests that only read."""
    with start_emulator() as running:
        _SHARED.append(running)
        yield running.url
        _SHARED.remove(running)


@pytest.fixture(autouse=True)
def _end_idle_threads() -> Iterator[None]:
    """End the threads of the shared emulator that have nothing to do.

    One that was started while an app had replaced sys.stderr keeps that, and with it the whole
    app.
    """
    yield
    for running in _SHARED:
        running._server._workers.end_idle_threads()  # type: ignore[attr-defined]  # no protocol


@pytest.fixture
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make botocore retry immediately instead of after seconds."""
    retry_at_once(monkeypatch)


@pytest.fixture
def fresh_emulator() -> Iterator[Callable[..., RunningEmulator]]:
    """Return a function that starts a separate emulator, with `start_emulator`'s arguments."""
    started: list[RunningEmulator] = []

    def start(**arguments: Any) -> RunningEmulator:  # noqa: ANN401  start_emulator's arguments
        started.append(start_emulator(**arguments))
        return started[-1]

    yield start
    for running in started:
        running.stop()
