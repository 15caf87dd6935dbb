"""The command `cogtui emulator`."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from urllib.parse import urlsplit

import boto3
import pytest

from cogtui.emulator.application import KEYS_PATH
from cogtui.emulator.command import main

SERVE = [
    sys.executable,
    "-c",
    "import sys; from cogtui.emulator.command import main; sys.exit(main(sys.argv[1:]))",
]


def main_until(number: signal.Signals, *arguments: str) -> int:
    """Run the command with a signal already pending and return its exit status."""
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        signal.pthread_kill(threading.main_thread().ident or 0, number)
        return main(arguments)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)], ids=["ctrl-c", "sigterm"]
)
def test_the_url_is_the_first_line(
    capsys: pytest.CaptureFixture[str], number: signal.Signals, status: int
) -> None:
    """Stdout starts with the URL and then shows how to use it; each signal has its exit status."""
    assert main_until(number, "--empty") == status
    output = capsys.readouterr()
    first = output.out.splitlines()[0]
    assert first.startswith("http://127.0.0.1:")
    for part in (
        f"AWS_ENDPOINT_URL={first}",
        "AWS_ACCESS_KEY_ID",
        " AWS_DEFAULT_REGION=",
        "Ctrl+C",
    ):
        assert part in output.out
    assert "aws cognito-identity list-identity-pools --max-results 10" in output.out
    assert output.err == ""


def test_it_warns_when_others_can_reach_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Listening on all addresses prints a warning; a loopback name does not."""
    main_until(signal.SIGTERM, "--empty", "--host", "0.0.0.0")  # noqa: S104 - the point of it
    assert "WARNING: listening on 0.0.0.0" in capsys.readouterr().err
    main_until(signal.SIGTERM, "--empty", "--host", "localhost")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--fault", "GetId=nonsense"], "nonsense is no fault"),
        (["--pools", "-1"], "argument --pools: -1 is not a whole number from 0 on"),
        (["--port", "x"], "argument --port: x is not a whole number from 0 on"),
        (["--port", "65536"], "argument --port: 65536 is not a port, the last of which is 65535"),
        (["--nonsense"], "unrecognized arguments"),
        (["--host", "::nonsense"], "--host: ::nonsense is not a host name or an IP address"),
        (["--allow-host", "a:80"], "--allow-host: a:80 is not a host name or an IP address"),
    ],
)
def test_wrong_usage_is_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    """A wrong option is reported on stderr."""
    assert main(arguments) == 2
    assert why in capsys.readouterr().err


def test_help_is_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    """The help lists every option."""
    assert main(["--help"]) == 0
    output = capsys.readouterr().out
    for option in (
        "--host",
        "--allow-host",
        "--port",
        "--pools",
        "--identities",
        "--seed",
        "--empty",
        "--quotas",
    ):
        assert option in output


def test_a_port_in_use_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    """A port in use is reported in one line on stderr."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert capsys.readouterr().err == (
        f"cogtui emulator: cannot listen on 127.0.0.1:{port}: {os.strerror(errno.EADDRINUSE)}\n"
    )


def test_a_host_that_cannot_be_resolved_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    """A host name that does not exist is reported in one line on stderr."""
    assert main(["--host", "nonsense.invalid"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("cogtui emulator: cannot listen on nonsense.invalid:0: ")
    assert "Unknown error" not in line


def test_other_host_names_need_an_option() -> None:
    """Each --allow-host allows one more host name; all others are still rejected."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [*SERVE, "--empty", "--allow-host", "one.test", "--allow-host", "two.test"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        parts = urlsplit(process.stdout.readline().strip())
        answered = {}
        for host in ("one.test", "two.test", "three.test"):
            with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as connection:
                connection.request("GET", KEYS_PATH, headers={"Host": host})
                answered[host] = connection.getresponse().status
        process.terminate()
        process.communicate(timeout=10)
    assert answered == {"one.test": 200, "two.test": 200, "three.test": 403}


def test_ctrl_c_ends_a_serving_process() -> None:
    """A real process serves as its options say, and Ctrl+C ends it without a traceback."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [*SERVE, "--pools", "3", "--identities", "7", "--verbose", "--latency-ms", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with closing(
            boto3.Session().client(
                "cognito-identity",
                region_name="us-east-1",
                endpoint_url=url,
                aws_access_key_id="any",
                aws_secret_access_key="thing",  # noqa: S106 - any will do
            )
        ) as client:
            pools = client.list_identity_pools(MaxResults=60)["IdentityPools"]
            first = pools[0]["IdentityPoolId"]
            found = client.list_identities(IdentityPoolId=first, MaxResults=60)["Identities"]
        process.send_signal(signal.SIGINT)
        _, output = process.communicate(timeout=10)
    assert (len(pools), len(found)) == (3, 7)
    assert process.returncode == 130
    assert "ListIdentityPools 200 OK" in output
    assert "Traceback" not in output
