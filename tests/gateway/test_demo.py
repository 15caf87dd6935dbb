"""The demo uses nothing from the user's AWS configuration, and sends nothing from it."""

from pathlib import Path

import pytest

from cogtui.api_error import DemoError, ErrorKind
from cogtui.gateway import OpenedAccount
from tests.gateway.gateways import POOLS, REGION, make_gateway, refused_to_open
from tests.gateway.servers import Answer, answering, closed_port

NONSENSE = {
    "AWS_ACCESS_KEY_ID": "AKIASENTINEL",
    "AWS_CA_BUNDLE": "/no/such/bundle",
    "AWS_CSM_PORT": "nonsense",
    "AWS_DEFAULTS_MODE": "nonsense",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_ENDPOINT_URL": "nonsense",
    "AWS_MAX_ATTEMPTS": "nonsense",
    "AWS_PROFILE": "nonsense",
    "AWS_RETRY_MODE": "nonsense",
    "AWS_SECRET_ACCESS_KEY": "sentinel",
    "AWS_SESSION_TOKEN": "sentinel",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_USE_FIPS_ENDPOINT": "true",
}


@pytest.fixture
def _broken_configuration(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set up an environment and AWS files in which nothing works."""
    for name, value in NONSENSE.items():
        monkeypatch.setenv(name, value)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, closed_port())
    (home / "aws-config").write_text("[default\nuse_fips_endpoint = true")
    (home / "aws-credentials").write_text("nonsense")


@pytest.mark.usefixtures("_broken_configuration")
async def test_the_demo_works_whatever_the_configuration(emulator: str) -> None:
    """Pools, caller, regions and the endpoint are available, and there are no profiles."""
    gateway = make_gateway(serve_demo=lambda: emulator)
    assert await gateway.open() == OpenedAccount("us-east-1")
    assert len((await gateway.call("list-identity-pools", REGION, POOLS))["IdentityPools"]) == 12
    assert (await gateway.caller(REGION)).account == "111122223333"
    assert await gateway.endpoint(REGION) == emulator
    assert await gateway.profiles() == []
    assert REGION in await gateway.regions(REGION)


@pytest.mark.usefixtures("_broken_configuration")
async def test_the_demo_sends_nothing_of_the_users() -> None:
    """Requests are signed with the demo's own key and carry no token."""
    with answering(Answer({"IdentityPools": []})) as stub:
        await make_gateway(serve_demo=lambda: stub.url).call("list-identity-pools", REGION, POOLS)
    ((headers, body),) = stub.requests
    assert "Credential=demo/" in headers["authorization"]
    assert "sentinel" not in f"{headers}{body}".lower()


async def test_the_server_is_started_once_and_only_when_needed() -> None:
    """Creating a gateway starts nothing, and all its calls share one server."""
    starts: list[str] = []
    with answering(Answer({"IdentityPools": []})) as stub:

        def serve() -> str:
            starts.append(stub.url)
            return stub.url

        gateway = make_gateway(serve_demo=serve)
        assert starts == []
        await gateway.call("list-identity-pools", REGION, POOLS)
        await gateway.open()
        await gateway.open()
    assert starts == [stub.url]


async def test_a_demo_that_cannot_be_served_is_reported() -> None:
    """The app keeps running, and the next attempt tries again; AWS is never called instead."""
    attempts: list[int] = []

    def fail() -> str:
        attempts.append(len(attempts))
        raise DemoError("the port is in use")

    gateway = make_gateway(serve_demo=fail)
    for _ in range(2):
        explanation = await refused_to_open(gateway)
        assert (explanation.kind, explanation.title) == (
            ErrorKind.SERVICE,
            "Cannot serve the demo data",
        )
        assert explanation.detail == "the port is in use"
    assert attempts == [0, 1]
