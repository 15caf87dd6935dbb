"""Unsigned operations need no credentials, and do not search for any."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogtui.api_error import ApiError, ErrorKind
from cogtui.emulator import RunningEmulator
from cogtui.gateway import CodeRequest, Connection, Gateway, RequestLog
from cogtui.secret import Secret
from tests.gateway.gateways import (
    POOLS,
    REGION,
    failed,
    failed_listing,
    make_gateway,
    refused_to_open,
)
from tests.gateway.servers import Answer, answering, refusal

Write = Callable[[str], object]

IDENTITY = {"IdentityId": "us-east-1:1"}
PUBLIC: dict[str, dict[str, Any]] = {
    "get-id": {"IdentityPoolId": "us-east-1:0"},
    "get-open-id-token": IDENTITY,
    "get-credentials-for-identity": IDENTITY,
    "unlink-identity": {**IDENTITY, "Logins": {"a": "b"}, "LoginsToRemove": ["a"]},
}
CREDENTIALS = {"AccessKeyId": "A", "SecretKey": "s", "SessionToken": "t", "Expiration": 1.0}
ANSWER = Answer({**IDENTITY, "Token": "t", "Credentials": CREDENTIALS})


@pytest.fixture
def configure(home: Path) -> Write:
    """Return a function that writes the AWS configuration file."""
    return (home / "aws-config").write_text


@pytest.mark.parametrize("operation", PUBLIC)
async def test_a_public_call_needs_no_credentials(operation: str) -> None:
    """Without credentials, opening fails, but the unsigned call is made."""
    with answering(ANSWER) as stub:
        gateway = make_gateway(stub.url)
        for _ in range(2):
            await gateway.call(operation, REGION, PUBLIC[operation])
        assert (await refused_to_open(gateway)).title == "No AWS credentials"
        await gateway.call(operation, REGION, PUBLIC[operation])
        assert (await failed_listing(gateway)).title == "No AWS credentials"
    assert len(stub.requests) == 3
    assert all("authorization" not in headers for headers, _ in stub.requests)


@pytest.mark.usefixtures("keys")
async def test_a_public_call_is_not_signed_with_credentials() -> None:
    """Existing credentials are not sent."""
    with answering(ANSWER) as stub:
        gateway = make_gateway(stub.url)
        await gateway.open()
        await gateway.call("get-id", REGION, PUBLIC["get-id"])
    ((headers, _),) = stub.requests
    assert "AKIAEXAMPLE" not in str(headers)
    assert "x-amz-security-token" not in headers


@pytest.mark.usefixtures("keys")
async def test_a_public_call_after_the_credentials_expired() -> None:
    """Expired credentials are renewed for the next call that needs them, not for this one."""
    expired = refusal("ExpiredTokenException", "The security token is expired")
    with answering(expired, ANSWER) as stub:
        gateway = make_gateway(stub.url)
        assert (await failed_listing(gateway)).kind is ErrorKind.EXPIRED
        assert await gateway.call("get-id", REGION, PUBLIC["get-id"]) == IDENTITY


async def test_a_public_call_does_not_search_for_credentials(
    configure: Write, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the machine's metadata service nor a profile's command is called."""
    requested = home / "asked"
    configure(f"[default]\ncredential_process = touch {requested}\nsso_session = gone\n")
    with socket.create_server(("127.0.0.1", 0)) as metadata, answering(ANSWER) as stub:
        metadata.setblocking(False)  # noqa: FBT003  socket's signature
        port = metadata.getsockname()[1]
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{port}/")
        await make_gateway(stub.url).call("get-id", REGION, PUBLIC["get-id"])
        with pytest.raises(BlockingIOError):
            metadata.accept()
    assert not requested.exists()


async def test_a_public_call_does_not_wait_for_an_mfa_code(configure: Write) -> None:
    """The call is made while the user is still looking for the MFA device."""
    configure(
        "[default]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\n"
        "mfa_serial = arn:aws:iam::111122223333:mfa/ana\n"
        "[profile base]\naws_access_key_id = a\naws_secret_access_key = b\n"
    )
    requested, declined = asyncio.Event(), asyncio.Event()

    async def ask(_: CodeRequest) -> Secret | None:
        requested.set()
        await declined.wait()
        return None

    with answering(ANSWER) as stub:
        gateway = Gateway(Connection(endpoint_url=stub.url), RequestLog(), ask)
        opening = asyncio.create_task(refused_to_open(gateway))
        await requested.wait()
        assert await gateway.call("get-id", REGION, PUBLIC["get-id"]) == IDENTITY
        assert not opening.done()
        declined.set()
        assert (await opening).kind is ErrorKind.MFA


async def test_a_public_call_goes_to_the_profiles_endpoint(configure: Write) -> None:
    """The profile's endpoint is used, although its credentials are not."""
    with answering(ANSWER) as stub:
        configure(f"[profile here]\nendpoint_url = {stub.url}\n")
        gateway = make_gateway(profile="here")
        assert await gateway.call("get-id", REGION, PUBLIC["get-id"]) == IDENTITY
    assert gateway.requests[-1].endpoint_url == stub.url


async def test_a_public_call_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's proxy is used, and receives the whole URL."""
    with answering(ANSWER) as stub:
        monkeypatch.setenv("HTTP_PROXY", stub.url)
        gateway = make_gateway("http://identity.invalid")
        assert await gateway.call("get-id", REGION, PUBLIC["get-id"]) == IDENTITY
    ((headers, _),) = stub.requests
    assert headers["host"] == "identity.invalid"


async def test_a_fixed_profile_is_reloaded(configure: Write) -> None:
    """A profile that could not be used is read again after it was fixed."""
    with answering(ANSWER) as stub:
        configure("[profile here]\nendpoint_url = nonsense\n")
        gateway = make_gateway(profile="here")
        explanation = await failed(gateway, "get-id", PUBLIC["get-id"])
        assert (explanation.kind, explanation.title) == (
            ErrorKind.PROFILE,
            "Not an endpoint URL",
        )
        configure(f"[profile here]\nendpoint_url = {stub.url}\n")
        assert await gateway.call("get-id", REGION, PUBLIC["get-id"]) == IDENTITY


async def test_a_public_call_of_the_demo(fresh_emulator: Callable[..., RunningEmulator]) -> None:
    """The demo server is started once for both kinds of calls."""
    started: list[str] = []

    def serve() -> str:
        started.append(fresh_emulator(identities=10).url)
        return started[-1]

    gateway = make_gateway(serve_demo=serve)
    answers = await asyncio.gather(
        gateway.call("get-id", REGION, PUBLIC["get-id"]),
        gateway.call("list-identity-pools", REGION, POOLS),
        return_exceptions=True,
    )
    assert isinstance(answers[0], ApiError)
    assert answers[0].kind is ErrorKind.NOT_FOUND
    assert isinstance(answers[1], dict)
    assert len(answers[1]["IdentityPools"]) == 12
    assert len(started) == 1
