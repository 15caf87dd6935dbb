"""The region of the EC2 instance that cogtui runs on."""

import pytest

from tests.gateway.gateways import make_gateway
from tests.gateway.servers import Answer, answering, closed_port


@pytest.fixture(autouse=True)
def _metadata_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for it, unlike in all other tests."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("eu-central-1a", "eu-central-1"),
        ("us-gov-west-1c", "us-gov-west-1"),
        ("us-west-2-lax-1a", "us-west-2"),
        ("<html>a sign-in page</html>", None),
        ("", None),
    ],
)
async def test_the_zone_names_the_region(
    monkeypatch: pytest.MonkeyPatch, zone: str, region: str | None
) -> None:
    """The region is the beginning of the zone; anything else is none."""
    with answering(Answer("token"), Answer(zone)) as stub:
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", stub.url)
        assert await make_gateway().instance_region() == region
    assert stub.requests[1][0]["x-aws-ec2-metadata-token"] == "token"


async def test_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no region where nothing answers, or the endpoint is none."""
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", closed_port())
    assert await make_gateway().instance_region() is None
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "no URL")
    assert await make_gateway().instance_region() is None


async def test_it_is_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo asks nothing, and neither does a user who has turned it off."""
    with answering(Answer("eu-central-1a")) as stub:
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", stub.url)
        assert await make_gateway(serve_demo=lambda: stub.url).instance_region() is None
        assert await make_gateway(serve_demo=lambda: stub.url).configuration_notes() == []
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "TRUE")
        assert await make_gateway().instance_region() is None
    assert stub.requests == []
