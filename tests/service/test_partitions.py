"""Partitions, compared with botocore's own data."""

from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config

from cogtui.service.identity_rows import login_name
from cogtui.service.partitions import (
    AWS_ENDPOINT,
    COGNITO_TOKEN_ISSUER,
    PARTITIONS,
    USER_POOL,
    cognito_name,
    console_partition,
    partition_of,
    user_pool_host,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SESSION = botocore.session.Session()
REGIONS = {
    name: SESSION.get_available_regions("cognito-identity", name)
    for name in SESSION.get_available_partitions()
}

EVERYWHERE = ("us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1")
"""A region of each partition."""


def data() -> dict[str, dict[str, Any]]:
    """Return botocore's partitions by name."""
    loaded = SESSION.get_component("data_loader").load_data("partitions")
    return {each["id"]: each for each in loaded["partitions"]}


def test_the_partitions_are_those_with_identity_pools() -> None:
    """Names, regions and DNS suffixes are botocore's."""
    assert {each.name for each in PARTITIONS} == {name for name, found in REGIONS.items() if found}
    known = data()
    for each in PARTITIONS:
        outputs = known[each.name]["outputs"]
        assert known[each.name]["regionRegex"].replace("\\-", "-") == f"^{each.region.pattern}$"
        assert each.dns_suffix == outputs["dnsSuffix"]
        assert each.dual_stack_suffix == outputs["dualStackDnsSuffix"]


def test_the_partition_of_a_region() -> None:
    """Each region of botocore's has its partition; an unknown one counts as commercial."""
    for each in PARTITIONS:
        assert {partition_of(region) for region in REGIONS[each.name]} == {each}
    assert partition_of("nowhere").name == "aws"


def called(service: str, region: str, *, fips: bool = False, dual_stack: bool = False) -> str:
    """Return the URL that botocore calls."""
    config = Config(
        signature_version=UNSIGNED, use_fips_endpoint=fips, use_dualstack_endpoint=dual_stack
    )
    client: Any = SESSION.create_client(service, region, config=config)

    def stop(request: AWSPreparedRequest, **_: object) -> None:
        raise ConnectionError(request.url)

    client.meta.events.register("before-send", stop)
    operations: dict[str, Callable[[], object]] = {
        "cognito-identity": lambda: client.get_id(IdentityPoolId=f"{region}:0"),
        "cognito-idp": lambda: client.initiate_auth(AuthFlow="USER_AUTH", ClientId="any"),
    }
    with pytest.raises(ConnectionError) as caught:
        operations[service]()
    return str(caught.value)


@pytest.mark.parametrize("fips", [False, True])
@pytest.mark.parametrize("dual_stack", [False, True])
@pytest.mark.parametrize("region", EVERYWHERE)
def test_the_endpoints_of_every_partition(region: str, *, fips: bool, dual_stack: bool) -> None:
    """The endpoints that botocore calls are recognized as AWS's own."""
    url = called("cognito-identity", region, fips=fips, dual_stack=dual_stack)
    assert AWS_ENDPOINT.fullmatch(url)
    assert ("-fips." in url) is fips


@pytest.mark.parametrize("region", EVERYWHERE)
def test_the_name_of_a_user_pool(region: str) -> None:
    """It is the host that botocore calls, and is recognized everywhere."""
    host = called("cognito-idp", region).removeprefix("https://").rstrip("/")
    assert host == user_pool_host(region)
    found = USER_POOL.fullmatch(f"{host}/{region}_AbC")
    assert found is not None
    assert found.groups() == (region, f"{region}_AbC")
    assert login_name(f"{host}/{region}_AbC") == f"{region}_AbC"


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("us-east-1", "cognito-identity.amazonaws.com"),
        ("cn-north-1", "cognito-identity.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "cognito-identity-us-gov.amazonaws.com"),
        ("us-gov-east-1", "cognito-identity.us-gov-east-1.amazonaws.com"),
        pytest.param(
            "eusc-de-east-1", "cognito-identity.amazonaws.com", marks=pytest.mark.inferred
        ),
    ],
)
def test_the_name_of_the_service(region: str, name: str) -> None:
    """The name in trust policies is also the issuer of the service's tokens."""
    assert name == cognito_name(region)
    assert COGNITO_TOKEN_ISSUER.fullmatch(f"https://{name}")


@pytest.mark.parametrize(
    ("url", "partition"),
    [
        ("https://us-east-1.console.aws.amazon.com/iam/home", "aws"),
        ("https://console.amazonaws.cn/iam", "aws-cn"),
        ("https://us-gov-west-1.console.amazonaws-us-gov.com/iam", "aws-us-gov"),
        ("https://eusc-de-east-1.console.amazonaws-eusc.eu/iam", "aws-eusc"),
    ],
)
def test_the_partition_of_a_console(url: str, partition: str) -> None:
    """The host of a console belongs to one partition."""
    found = console_partition(url)
    assert found is not None
    assert found.name == partition


@pytest.mark.parametrize("url", ["", "arn:aws:iam::1:role/x", "https://example.com/iam"])
def test_what_is_not_a_console(url: str) -> None:
    """Other texts and hosts belong to no partition."""
    assert console_partition(url) is None
