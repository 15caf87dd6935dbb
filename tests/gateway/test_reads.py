"""Every read operation over HTTP, against the emulator with the demo data."""

import pytest

from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import CallerIdentity, Gateway
from cogtui.service.operations import OPERATIONS, Effect
from tests.gateway.gateways import POOLS, REGION, make_gateway
from tests.gateway.servers import Answer, answering

USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx3mPq7Rt"
ACCOUNT = "111122223333"

pytestmark = pytest.mark.usefixtures("keys")


async def pool_id(gateway: Gateway, name: str) -> str:
    """Return the ID of a demo pool."""
    answer = await gateway.call("list-identity-pools", REGION, POOLS)
    found = {each["IdentityPoolName"]: each["IdentityPoolId"] for each in answer["IdentityPools"]}
    return str(found[name])


async def test_pools_come_page_by_page(emulator: str) -> None:
    """The token of one page requests the next."""
    gateway = make_gateway(emulator)
    first = await gateway.call("list-identity-pools", REGION, {"MaxResults": 7})
    rest = await gateway.call(
        "list-identity-pools", REGION, {"MaxResults": 7, "NextToken": first["NextToken"]}
    )
    assert (len(first["IdentityPools"]), len(rest["IdentityPools"])) == (7, 5)
    assert "NextToken" not in rest


async def test_a_pool_is_described(emulator: str) -> None:
    """The answer has the API's members and nothing of botocore's."""
    gateway = make_gateway(emulator)
    pool = await pool_id(gateway, "mobile-app-prod")
    answer = await gateway.call("describe-identity-pool", REGION, {"IdentityPoolId": pool})
    assert (pool, "mobile-app-prod") == (answer["IdentityPoolId"], answer["IdentityPoolName"])
    assert "ResponseMetadata" not in answer


async def test_roles_tags_and_principal_tags_are_read(emulator: str) -> None:
    """The other reads of a pool succeed."""
    gateway = make_gateway(emulator)
    pool = await pool_id(gateway, "mobile-app-prod")
    roles = await gateway.call("get-identity-pool-roles", REGION, {"IdentityPoolId": pool})
    assert set(roles["Roles"]) == {"authenticated", "unauthenticated"}
    arn = f"arn:aws:cognito-identity:{REGION}:{ACCOUNT}:identitypool/{pool}"
    tags = await gateway.call("list-tags-for-resource", REGION, {"ResourceArn": arn})
    assert tags["Tags"]["cost-center"] == "4410"
    provider = {"IdentityPoolId": pool, "IdentityProviderName": USER_POOL}
    principal = await gateway.call("get-principal-tag-attribute-map", REGION, provider)
    assert principal["PrincipalTags"] == {"plan": "custom:plan", "tenant": "custom:tenant"}


async def test_identities_are_read_with_their_dates_in_seconds(emulator: str) -> None:
    """Dates are numbers, in lists and in descriptions: creating datetimes takes too long."""
    gateway = make_gateway(emulator)
    pool = await pool_id(gateway, "mobile-app-prod")
    page = await gateway.call(
        "list-identities", REGION, {"IdentityPoolId": pool, "MaxResults": 60, "HideDisabled": False}
    )
    assert len(page["Identities"]) == 60
    assert "NextToken" in page
    listed = page["Identities"][0]
    described = await gateway.call(
        "describe-identity", REGION, {"IdentityId": listed["IdentityId"]}
    )
    for identity in (listed, described):
        assert isinstance(identity["CreationDate"], float)
        assert isinstance(identity["LastModifiedDate"], float)


@pytest.mark.parametrize("date", ["2018-09-27T20:09:48.077Z", 1538078988.077, "1538078988.077"])
async def test_dates_in_other_forms_are_seconds_too(date: float | str) -> None:
    """Dates that some emulators write as texts become numbers too."""
    with answering(Answer({"IdentityId": "us-east-1:0", "CreationDate": date})) as stub:
        answer = await make_gateway(stub.url).call(
            "describe-identity", REGION, {"IdentityId": "us-east-1:0"}
        )
    assert answer["CreationDate"] == pytest.approx(1538078988.077, abs=1e-6)


@pytest.mark.parametrize("date", ["yesterday", [], {}])
async def test_an_invalid_date_is_reported(date: object) -> None:
    """An invalid date makes the answer unreadable."""
    dated = Answer({"IdentityId": "us-east-1:0", "CreationDate": date})
    with answering(dated) as stub, pytest.raises(ApiError) as caught:
        await make_gateway(stub.url).call(
            "describe-identity", REGION, {"IdentityId": "us-east-1:0"}
        )
    assert caught.value.explanation.title == "Unreadable response"


async def test_developer_users_are_looked_up(emulator: str) -> None:
    """Developer users are looked up by the identity that they are linked to."""
    gateway = make_gateway(emulator)
    pool = {"IdentityPoolId": await pool_id(gateway, "partner-portal")}
    user = "p.lindqvist@adatum.example"
    found = await gateway.call(
        "lookup-developer-identity", REGION, {**pool, "DeveloperUserIdentifier": user}
    )
    back = await gateway.call(
        "lookup-developer-identity",
        REGION,
        {**pool, "IdentityId": found["IdentityId"], "MaxResults": 60},
    )
    assert set(back["DeveloperUserIdentifierList"]) == {user, "lindqvist-petra"}


async def test_a_missing_pool_is_reported(emulator: str) -> None:
    """A pool that was deleted in the meantime is reported as not found."""
    gateway = make_gateway(emulator)
    with pytest.raises(ApiError) as caught:
        await gateway.call(
            "describe-identity-pool",
            REGION,
            {"IdentityPoolId": f"{REGION}:00000000-0000-4000-8000-000000000000"},
        )
    explanation = caught.value.explanation
    assert (explanation.kind, explanation.code) == (
        ErrorKind.NOT_FOUND,
        "ResourceNotFoundException",
    )
    assert "not found" in str(caught.value)
    assert explanation.operation == "describe-identity-pool"


async def test_a_provider_without_principal_tags_is_reported(emulator: str) -> None:
    """The service's error for a provider without principal tags is reported as that."""
    gateway = make_gateway(emulator)
    pool = await pool_id(gateway, "store-kiosks")
    with pytest.raises(ApiError) as caught:
        await gateway.call(
            "get-principal-tag-attribute-map",
            REGION,
            {"IdentityPoolId": pool, "IdentityProviderName": USER_POOL},
        )
    explanation = caught.value.explanation
    assert (explanation.kind, explanation.title) == (
        ErrorKind.NOT_FOUND,
        "No principal tags are set",
    )


async def test_the_caller_is_read_from_sts(emulator: str) -> None:
    """The caller has an account, an ARN, a partition and a name that identifies the person."""
    gateway = make_gateway(emulator)
    caller = await gateway.caller(REGION)
    assert (caller.account, caller.partition) == (ACCOUNT, "aws")
    assert [each.operation for each in gateway.requests] == ["sts get-caller-identity"]


@pytest.mark.parametrize(
    ("arn", "partition", "name"),
    [
        ("arn:aws:sts::111122223333:assumed-role/Admin/ana", "aws", "Admin/ana"),
        ("arn:aws-cn:iam::111122223333:user/team/ana", "aws-cn", "user/team/ana"),
        ("arn:aws:iam::111122223333:root", "aws", "root"),
        ("arn:aws-us-gov:sts::111122223333:federated-user/ana", "aws-us-gov", "federated-user/ana"),
    ],
)
def test_the_callers_name(arn: str, partition: str, name: str) -> None:
    """The name omits the prefix of an assumed role, and keeps that of any other caller."""
    caller = CallerIdentity(ACCOUNT, arn)
    assert (partition, name) == (caller.partition, caller.name)


async def test_regions_have_their_own_clients(emulator: str) -> None:
    """One gateway reads several regions, each with its own client."""
    gateway = make_gateway(emulator)
    for region in (REGION, "eu-west-1"):
        page = await gateway.call("list-identity-pools", region, POOLS)
        assert {each["IdentityPoolId"].partition(":")[0] for each in page["IdentityPools"]} <= {
            region
        }
    assert [each.region for each in gateway.requests] == [REGION, "eu-west-1"]


def test_every_read_of_the_table_is_tested_here() -> None:
    """A read that is added to the table has to be added to these tests."""
    reads = {row.name for row in OPERATIONS.values() if row.effect is Effect.READ}
    assert reads == {
        "describe-identity",
        "describe-identity-pool",
        "get-identity-pool-roles",
        "get-principal-tag-attribute-map",
        "list-identities",
        "list-identity-pools",
        "list-tags-for-resource",
        "lookup-developer-identity",
    }
