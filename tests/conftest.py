"""What every test gets: no network but loopback, no settings or files of the developer's own."""

import errno
import functools
import gc
import ipaddress
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.loaders import JSONFileLoader
from textual.css.stylesheet import Stylesheet

from cogtui.emulator import RunningEmulator, start_emulator

# the same examples in every run, and no deadline: the machine may be busy
hypothesis.settings.register_profile("cogtui", deadline=None, derandomize=True)
hypothesis.settings.load_profile("cogtui")

_FOREIGN: Final = ("AWS_", "BOTO_", "COGTUI_", "MOTO_", "TEXTUAL_", "XDG_")
"""Beginnings of the environment variables that would make a test depend on the machine."""

_FOREIGN_WHOLE: Final = (
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
"""Likewise, by their whole name."""

_SNAPSHOTS: Final = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""Where pytest-textual-snapshot keeps what its report is made of; the plugin's own variable."""


_LOADER: Final = JSONFileLoader()
"""Who reads botocore's models; it has no state."""

_SHARED: Final[list[RunningEmulator]] = []
"""The emulator that all tests share, once one has asked for it."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Tells how many processes run tests: two for each core, for each waits half of its time.

    Args:
        config: What pytest was told.
    """
    return (os.cpu_count() or 1) * 2


def _is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _guarded_connect(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:  # noqa: ANN401  as socket has it
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not _is_loopback(address[0]):
            raise OSError(errno.ENETUNREACH, f"the tests have no network: {address} was called")
        return connect(self, address)

    return guarded


def _guarded_getaddrinfo(getaddrinfo: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: str | bytes | None, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401
        if not _is_loopback(host):
            raise socket.gaierror(
                socket.EAI_NONAME, f"the tests have no network: {host!r} was looked up"
            )
        return getaddrinfo(host, *arguments, **more)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _no_outside_world() -> Iterator[None]:
    """Makes the machine look as if it had no network, no proxy and no settings of AWS's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded_connect(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_getaddrinfo(socket.getaddrinfo))
        for name in list(os.environ):
            foreign = name.startswith(_FOREIGN) or name.upper() in _FOREIGN_WHOLE
            if foreign and name != _SNAPSHOTS:
                patch.delenv(name)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def _parsed_once(parse: Callable[..., Any]) -> Callable[..., Any]:
    """Return Textual's CSS parser with one cache for all apps, in place of one for each app."""
    parsed: dict[tuple[Any, ...], Any] = {}

    @functools.wraps(parse)
    def parse_once(self: Stylesheet, *css: Any, **where: Any) -> Any:  # noqa: ANN401  as Textual has them
        key = (css, *where.items(), *self._variables.items())
        if key not in parsed:
            parsed[key] = parse(self, *css, **where)
        return parsed[key]

    return parse_once


@pytest.fixture(scope="session", autouse=True)
def _nothing_done_twice() -> Iterator[None]:
    """Reads each of botocore's models once, and looks for no garbage among what was imported.

    Every test has its own sessions and its own app: without this, half of the time of all tests
    goes there.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    load = functools.cache(getattr(JSONFileLoader, "_load_file"))  # noqa: B009  the stubs have it not
    aliaser: Any = EventAliaser(HierarchicalEmitter())
    alias = functools.cache(aliaser._alias_event_name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "_load_file", lambda _, *where: load(_LOADER, *where))
        patch.setattr(EventAliaser, "_alias_event_name", lambda _, name: alias(name))
        patch.setattr(Stylesheet, "_parse_rules", _parsed_once(Stylesheet._parse_rules))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the test's own, where all files of AWS's and of cogtui's would be."""
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(path / kind.lower()))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path / "aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path / "aws-credentials"))
    return path


@pytest.fixture(scope="session")
def emulator(_no_outside_world: None) -> Iterator[str]:
    """The URL of an emulator with the demo data, shared by all tests that only read."""
    with start_emulator() as running:
        _SHARED.append(running)
        yield running.url
        _SHARED.remove(running)


@pytest.fixture(autouse=True)
def _connections_end() -> Iterator[None]:
    """Closes what a test's clients still hold open at the shared emulator.

    The thread that waits there for the next request was made while an app had taken sys.stderr
    over; it keeps that, and with it the whole app.
    """
    yield
    for running in _SHARED:
        running._server.close_connections()


@pytest.fixture
def fresh_emulator() -> Iterator[Callable[..., RunningEmulator]]:
    """Starts an emulator of the test's own, with `start_emulator`'s arguments; stopped after it."""
    started: list[RunningEmulator] = []

    def start(**arguments: Any) -> RunningEmulator:  # noqa: ANN401  as start_emulator has them
        started.append(start_emulator(**arguments))
        return started[-1]

    yield start
    for running in started:
        running.stop()
