"""Starting, stopping and serving."""

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


def ask_again(connection: http.client.HTTPConnection) -> None:
    """Send a request on an open connection and wait for its answer."""
    connection.request("POST", "/", json.dumps({"MaxResults": 1}), LIST_POOLS)
    connection.getresponse()


def test_listens_on_a_free_loopback_port(emulator: RunningEmulator) -> None:
    """Without a port asked for, the URL names a loopback address with the port it got."""
    host, port = address(emulator)
    assert host == "127.0.0.1"
    assert port > 0


def test_importing_the_package_does_not_import_moto() -> None:
    """The app may import the package before its first frame: moto and boto3 stay unloaded."""
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
    """Requests follow one another on one HTTP/1.1 connection."""
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        connection.connect()
        opened = connection.sock
        for _ in range(3):
            connection.request("POST", "/", json.dumps({"MaxResults": 1}), LIST_POOLS)
            response = connection.getresponse()
            assert response.version == 11
            assert json.loads(response.read()) == {"IdentityPools": []}
        assert connection.sock is opened


def test_a_chunked_request_is_read_whole(emulator: RunningEmulator) -> None:
    """A body sent in chunks, without a length, is answered as any other."""
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        for _ in range(2):
            body = iter([b'{"Max', b'Results": 1}'])
            connection.request("POST", "/", body, LIST_POOLS, encode_chunked=True)
            assert json.loads(connection.getresponse().read()) == {"IdentityPools": []}


def test_a_client_that_waits_for_leave_to_send_gets_it(emulator: RunningEmulator) -> None:
    """`Expect: 100-continue` is answered before the body is sent."""
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
    """The answer to HEAD ends with its headers, so that the connection can go on."""
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        for _ in range(2):
            connection.request("HEAD", "/")
            assert connection.getresponse().read() == b""


def test_stopping_ends_it_for_clients_that_still_hold_a_connection() -> None:
    """After a stop nobody is answered, not even on an open connection; a second stop is nothing."""
    running = start_emulator(empty=True)
    with closing(http.client.HTTPConnection(*address(running))) as connection:
        connection.request("POST", "/", json.dumps({"MaxResults": 1}), LIST_POOLS)
        connection.getresponse().read()
        running.stop()
        connection.auto_open = 0
        with pytest.raises(ConnectionError):
            ask_again(connection)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address(running))
    running.stop()


def test_two_emulators_share_nothing() -> None:
    """Two that run at once have the same account, and neither sees the other's pools or roles."""
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


def test_a_second_run_begins_again() -> None:
    """What an emulator was told is gone when the next one starts."""
    counts = []
    for _ in range(2):
        with (
            start_emulator(empty=True) as running,
            closing(connect(running, "cognito-idp")) as client,
        ):
            client.create_user_pool(PoolName="people")
            counts.append(len(client.list_user_pools(MaxResults=5)["UserPools"]))
    assert counts == [1, 1]


def test_a_stopped_emulator_leaves_no_pools_behind() -> None:
    """What an emulator held is freed when it is stopped, however long the process goes on."""
    counts = []
    for _ in range(3):
        with start_emulator(pools=3, identities=10):
            pass
        gc.collect()
        counts.append(sum(isinstance(each, IdentityPool) for each in gc.get_objects()))
    assert counts == [counts[0]] * 3


def test_moto_reset_leaves_emulators_apart(emulator: RunningEmulator) -> None:
    """Moto's own reset, which empties its process-wide state, does not join two emulators."""
    with start_emulator(pools=1, identities=1) as other:
        with closing(http.client.HTTPConnection(*address(emulator))) as connection:
            connection.request("POST", "/moto-api/reset", headers={ADMIN_HEADER: "1"})
            assert connection.getresponse().status == 200
        with closing(connect(other, "cognito-identity")) as client:
            assert list(pools_by_name(client)) == ["mobile-app-prod"]


def test_other_services_answer_on_the_same_port(emulator: RunningEmulator) -> None:
    """Sts answers one user of the emulator's account, whatever the access key."""
    with closing(connect(emulator, "sts")) as client:
        caller = client.get_caller_identity()
    assert caller["Account"] == ACCOUNT
    assert caller["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/demo"


def test_a_user_of_iam_is_known_by_an_access_key(emulator: RunningEmulator) -> None:
    """Who signs with the key of a user that was made in IAM is that user."""
    with closing(connect(emulator, "iam")) as iam:
        iam.create_user(UserName="ada")
        key = iam.create_access_key(UserName="ada")["AccessKey"]
    keys = {
        "aws_access_key_id": key["AccessKeyId"],
        "aws_secret_access_key": key["SecretAccessKey"],
    }
    with closing(connect(emulator, "sts", **keys)) as sts:
        assert sts.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/ada"


def test_a_failure_of_moto_is_answered(
    emulator: RunningEmulator, capfd: pytest.CaptureFixture[str]
) -> None:
    """What moto cannot do is status 500 and a traceback on stderr, and the connection goes on."""
    headers = {**LIST_POOLS, "X-Amz-Target": "AWSCognitoIdentityProviderService.Nonsense"}
    headers["Authorization"] = headers["Authorization"].replace("/x/", "/cognito-idp/")
    with closing(http.client.HTTPConnection(*address(emulator))) as connection:
        connection.request("POST", "/", "{}", headers)
        response = connection.getresponse()
        assert json.loads(response.read())["__type"] == "InternalFailure"
        assert response.status == 500
        ask_again(connection)
    assert "NotImplementedError" in capfd.readouterr().err


def test_verbose_logs_one_line_a_request(capfd: pytest.CaptureFixture[str]) -> None:
    """Each request is a line on stderr: the time, the operation, the status, the milliseconds."""
    with (
        start_emulator(empty=True, verbose=True) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        client.list_identity_pools(MaxResults=5)
    line = capfd.readouterr().err
    assert line.split()[1:4] == ["ListIdentityPools", "200", "OK"]
    assert line.endswith(" ms\n")


def test_an_ipv6_address_is_bracketed_in_the_url() -> None:
    """Listening on ::1 gives a URL that clients can parse."""
    with (
        start_emulator(host="::1", empty=True) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        assert running.url.startswith("http://[::1]:")
        assert client.list_identity_pools(MaxResults=5)["IdentityPools"] == []
