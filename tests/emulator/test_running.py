"""Start, stop and serve."""

import gc
import http.client
import json
import socket
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator.admin import ADMIN_HEADER
from cogtui.emulator.application import KEYS_PATH
from cogtui.emulator.pools import IdentityPool
from tests.emulator.connection import ACCOUNT, connect, pools_by_name

LIST_POOLS = {
    "X-Amz-Target": "AWSCognitoIdentityService.ListIdentityPools",
    "Content-Type": "application/x-amz-json-1.1",
    "Authorization": "AWS4-HMAC-SHA256 Credential=any/20261101/us-east-1/x/aws4_request",
}


def address(running: RunningEmulator) -> tuple[str, int]:
    """Return the host and port of an emulator."""
    parts = urlsplit(running.url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def send_request(connection: http.client.HTTPConnection) -> None:
    """Send a request on an open connection and return the response."""
    connection.request("POST", "/", json.dumps({"MaxResults": 1}), LIST_POOLS)
    connection.getresponse()


def test_listens_on_a_free_loopback_port(emulator: RunningEmulator) -> None:
    """Without a port, the URL has a loopback address and the port that was picked."""
    host, port = address(emulator)
    assert host == "127.0.0.1"
    assert port > 0


def test_importing_the_package_does_not_import_moto() -> None:
    """Importing the package loads neither moto nor boto3, so the app can do it early."""
    program = (
        "import sys, cogtui.emulator;"
        "print(sorted({'moto', 'boto3', 'botocore', 'flask', 'werkzeug'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_port_in_use_is_an_os_error(emulator: RunningEmulator) -> None:
    """A port that another program listens on is an OSError, not an exit."""
    with pytest.raises(OSError, match="in use"):
        start_emulator(port=address(emulator)[1], empty=True)


def test_a_connection_stays_open_for_the_next_request(emulator: RunningEmulator) -> None:
    """Several requests use one HTTP/1.1 connection."""
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        connection.connect()
        opened = connection.sock
        for _ in range(3):
            connection.request("POST", "/", json.dumps({"MaxResults": 1}), LIST_POOLS)
            response = connection.getresponse()
            assert response.version == 11
            assert json.loads(response.read()) == {"IdentityPools": []}
        assert connection.sock is opened


def test_a_chunked_request_is_read_completely(emulator: RunningEmulator) -> None:
    """A chunked body without a length is handled like any other."""
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        for _ in range(2):
            body = iter([b'{"Max', b'Results": 1}'])
            connection.request("POST", "/", body, LIST_POOLS, encode_chunked=True)
            assert json.loads(connection.getresponse().read()) == {"IdentityPools": []}


def test_expect_100_continue_is_answered(emulator: RunningEmulator) -> None:
    """The response to `Expect: 100-continue` comes before the body is sent."""
    head = "".join(f"{name}: {value}\r\n" for name, value in LIST_POOLS.items())
    body = b'{"MaxResults": 1}'
    with socket.create_connection(address(emulator), timeout=5) as connection:
        connection.sendall(
            f"POST / HTTP/1.1\r\nHost: localhost\r\n{head}Content-Length: {len(body)}\r\n"
            "Expect: 100-continue\r\n\r\n".encode()
        )
        assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
        connection.sendall(body)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_a_head_request_gets_no_body(emulator: RunningEmulator) -> None:
    """The response to HEAD ends after its headers, so that the connection can be reused."""
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        for _ in range(2):
            connection.request("HEAD", "/")
            assert connection.getresponse().read() == b""


def test_stopping_closes_open_connections() -> None:
    """After a stop even open connections get no response; a second stop does nothing."""
    running = start_emulator(empty=True)
    with closing(http.client.HTTPConnection(*address(running))) as connection:
        connection.request("POST", "/", json.dumps({"MaxResults": 1}), LIST_POOLS)
        connection.getresponse().read()
        running.stop()
        connection.auto_open = 0
        with pytest.raises(ConnectionError):
            send_request(connection)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address(running))
    running.stop()


def test_two_emulators_share_nothing() -> None:
    """Two running emulators have the same account, but neither sees the other's pools or roles."""
    with start_emulator(pools=1, identities=1) as one, start_emulator(empty=True) as other:
        pools, roles = [], []
        for running in (one, other):
            with closing(connect(running, "cognito-identity")) as client:
                pools.append(list(pools_by_name(client)))
            with closing(connect(running, "iam")) as client:
                roles.append({role["RoleName"] for role in client.list_roles()["Roles"]})
    assert pools == [["mobile-app-prod"], []]
    assert "MobileAppProdAuth" in roles[0]
    assert roles[1] == set()


def test_a_second_emulator_starts_empty() -> None:
    """Nothing in an emulator's state is left in the next one."""
    counts = []
    for _ in range(2):
        with (
            start_emulator(empty=True) as running,
            closing(connect(running, "cognito-idp")) as client,
        ):
            client.create_user_pool(PoolName="people")
            counts.append(len(client.list_user_pools(MaxResults=5)["UserPools"]))
    assert counts == [1, 1]


def test_a_stopped_emulator_is_freed() -> None:
    """The state of a stopped emulator is garbage-collected while the process runs."""
    counts = []
    for _ in range(3):
        with start_emulator(pools=3, identities=10):
            pass
        gc.collect()
        counts.append(sum(isinstance(each, IdentityPool) for each in gc.get_objects()))
    assert counts == [counts[0]] * 3


def test_emulators_stay_isolated_after_a_moto_reset(emulator: RunningEmulator) -> None:
    """Moto's reset, which clears its process-wide state, does not join two emulators."""
    with start_emulator(pools=1, identities=1) as other:
        with closing(http.client.HTTPConnection(*address(emulator))) as connection:
            connection.request("POST", "/moto-api/reset", headers={ADMIN_HEADER: "1"})
            assert connection.getresponse().status == 200
        with closing(connect(other, "cognito-identity")) as client:
            assert list(pools_by_name(client)) == ["mobile-app-prod"]


def test_other_services_are_on_the_same_port(emulator: RunningEmulator) -> None:
    """STS returns one user of the emulator's account for any access key."""
    with closing(connect(emulator, "sts")) as client:
        caller = client.get_caller_identity()
    assert caller["Account"] == ACCOUNT
    assert caller["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/demo"


def test_sts_identifies_iam_users_by_access_key(emulator: RunningEmulator) -> None:
    """A caller with an access key that was created in IAM is that key's user."""
    with closing(connect(emulator, "iam")) as iam:
        iam.create_user(UserName="ada")
        key = iam.create_access_key(UserName="ada")["AccessKey"]
    keys = {
        "aws_access_key_id": key["AccessKeyId"],
        "aws_secret_access_key": key["SecretAccessKey"],
    }
    with closing(connect(emulator, "sts", **keys)) as sts:
        assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/ada"


def test_an_exception_in_moto_is_a_response(
    emulator: RunningEmulator, capfd: pytest.CaptureFixture[str]
) -> None:
    """Moto's exception gives status 500 and a traceback on stderr; the connection stays open."""
    headers = {**LIST_POOLS, "X-Amz-Target": "AWSCognitoIdentityProviderService.Nonsense"}
    headers["Authorization"] = headers["Authorization"].replace("/x/", "/cognito-idp/")
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        connection.request("POST", "/", "{}", headers)
        response = connection.getresponse()
        assert json.loads(response.read())["__type"] == "InternalFailure"
        assert response.status == 500
        send_request(connection)
    assert "NotImplementedError" in capfd.readouterr().err


def test_verbose_logs_one_line_per_request(capfd: pytest.CaptureFixture[str]) -> None:
    """Each request logs time, zone, operation, status and milliseconds in one line on stderr."""
    with (
        start_emulator(empty=True, verbose=True) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        client.list_identity_pools(MaxResults=5)
    line = capfd.readouterr().err
    assert line.split()[1:5] == ["UTC", "ListIdentityPools", "200", "OK"]
    assert line.endswith(" ms\n")


def test_a_closed_stderr_does_not_stop_an_emulator() -> None:
    """Requests that are logged, rejected or fail get a response although stderr is closed."""
    program = "import sys; from cogtui.emulator.command import main; main(sys.argv[1:])"
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program, "--empty", "--verbose"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stderr.close()
        parts = urlsplit(process.stdout.readline().strip())
        statuses = []
        for method, target in (("GET", KEYS_PATH), ("G T", "/"), ("GET", "/"), ("GET", KEYS_PATH)):
            with socket.create_connection((str(parts.hostname), parts.port or 0), 20) as connection:
                headers = "Host: localhost\r\nAuthorization: AWS4 a/b/c/unknown/d\r\n\r\n"
                connection.sendall(f"{method} {target} HTTP/1.1\r\n{headers}".encode())
                statuses.append(int(connection.recv(1000).split()[1]))
        process.kill()
    assert statuses == [200, 400, 500, 200]


def test_an_ipv6_address_is_bracketed_in_the_url() -> None:
    """Listening on ::1 gives a URL that clients can parse."""
    with (
        start_emulator(host="::1", empty=True) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        assert running.url.startswith("http://[::1]:")
        assert client.list_identity_pools(MaxResults=5)["IdentityPools"] == []
