"""The demo data: reproducible from its seed, and with the expected misconfigurations."""

import http.client
import json
import re
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from cogtui.emulator import RunningEmulator, start_emulator
from tests.emulator.connection import all_identities, connect, pools_by_name, refused
from tests.emulator.users import BAD_CONFIGURATION, id_token

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TWELVE = [
    "mobile-app-prod",
    "mobile-app-staging",
    "store-kiosks",
    "web-storefront",
    "github-actions",
    "workforce-sso",
    "partner-portal",
    "telemetry-devices",
    "loyalty-program",
    "analytics-dashboard",
    "data-sandbox",
    "tenant-directory",
]


@pytest.fixture(scope="module")
def pools(demo_client: "CognitoIdentityClient") -> dict[str, str]:
    """Return the demo pools' IDs by name."""
    return pools_by_name(demo_client)


def raw_responses(running: RunningEmulator) -> list[bytes]:
    """Return an emulator's raw responses to reads of each kind."""

    def call(operation: str, **members: object) -> bytes:
        headers = {
            "X-Amz-Target": f"AWSCognitoIdentityService.{operation}",
            "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261101/us-east-1/x/aws4_request",
        }
        connection.request("POST", "/", json.dumps(members), headers)
        response: bytes = connection.getresponse().read()
        return response

    parts = urlsplit(running.url)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as connection:
        responses = [call("ListIdentityPools", MaxResults=60)]
        for pool in json.loads(responses[0])["IdentityPools"]:
            pool_id = pool["IdentityPoolId"]
            responses += [
                call("DescribeIdentityPool", IdentityPoolId=pool_id),
                call("GetIdentityPoolRoles", IdentityPoolId=pool_id),
                call("ListIdentities", IdentityPoolId=pool_id, MaxResults=60),
            ]
    return responses


def test_the_same_seed_gives_identical_responses() -> None:
    """Two emulators with one seed respond identically; another seed gives other responses."""
    responses = []
    for seed in (7, 7, 8):
        with start_emulator(identities=80, seed=seed) as running:
            responses.append(raw_responses(running))
    assert responses[0] == responses[1]
    assert responses[0] != responses[2]


def test_twelve_home_pools_and_three_in_other_regions(
    demo: RunningEmulator, pools: dict[str, str]
) -> None:
    """Us-east-1 has twelve pools, eu-west-1 two and ap-southeast-2 one."""
    assert list(pools) == TWELVE
    pools_by_region = []
    for region in ("eu-west-1", "ap-southeast-2", "us-west-2"):
        with closing(connect(demo, "cognito-identity", region)) as client:
            pools_by_region.append(list(pools_by_name(client)))
    assert pools_by_region == [["mobile-app-prod-eu", "checkout-eu"], ["mobile-app-prod-apac"], []]


def test_as_many_pools_as_requested() -> None:
    """Generated pools have unique names; a number below twelve drops the last pools."""
    for count in (1, 700):
        with (
            start_emulator(pools=count, identities=10) as running,
            closing(connect(running, "cognito-identity")) as client,
        ):
            names = list(pools_by_name(client))
        assert count == len(names)
        assert names[:12] == TWELVE[:count]


def test_more_pools_than_plain_names(demo_client: "CognitoIdentityClient") -> None:
    """When all names are used, numbered names follow, so that all names are unique."""
    from cogtui.emulator.demo.other_regions import generate_pools  # noqa: PLC0415 - imports moto

    names = [demo_pool.name for demo_pool, _ in zip(generate_pools(1), range(900), strict=False)]
    assert len(set(names)) == 900


def test_the_large_pool_has_as_many_identities_as_requested(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """Each identity is listed once, in order of creation, with an ID in the service's format."""
    found = all_identities(demo_client, pools["mobile-app-prod"])
    assert len({identity["IdentityId"] for identity in found}) == 500
    created = [identity["CreationDate"] for identity in found]
    assert created == sorted(created)
    assert all(
        re.fullmatch(r"us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identity["IdentityId"])
        for identity in found
    )
    assert all(
        identity["CreationDate"] <= identity["LastModifiedDate"] <= NOW for identity in found
    )


def test_the_large_pool_mixes_guests_logins_and_disabled_identities(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """There are guests, users of each provider, users of two providers, and disabled identities."""
    found = all_identities(demo_client, pools["mobile-app-prod"])
    kinds = Counter(tuple(identity.get("Logins", ())) for identity in found)
    user_pool = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx3mPq7Rt"
    for logins in (
        (),
        (user_pool,),
        ("accounts.google.com",),
        ("appleid.apple.com",),
        (user_pool, "accounts.google.com"),
        ("DISABLED", "us-east-1"),
    ):
        assert kinds[logins] > 0, logins


def test_partners_registered_twice_can_be_merged(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """Two spellings of one partner belong to two identities."""
    owners = {
        demo_client.lookup_developer_identity(
            IdentityPoolId=pools["partner-portal"], DeveloperUserIdentifier=user
        )["IdentityId"]
        for user in ("maria.keller@northwind.example", "Maria.Keller@northwind.example")
    }
    assert len(owners) == 2


def test_a_pool_lost_its_providers(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """The loyalty pool has users who logged in, but no providers."""
    pool = demo_client.describe_identity_pool(IdentityPoolId=pools["loyalty-program"])
    assert set(pool) - {"ResponseMetadata"} == {
        "IdentityPoolId",
        "IdentityPoolName",
        "AllowUnauthenticatedIdentities",
        "IdentityPoolTags",
    }
    found = all_identities(demo_client, pools["loyalty-program"])
    assert all(identity["Logins"] for identity in found)


def test_a_mapping_is_ambiguous(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """Two rules of the dashboard match the same users; users that match no rule are denied."""
    roles = demo_client.get_identity_pool_roles(IdentityPoolId=pools["analytics-dashboard"])
    (mapping,) = roles["RoleMappings"].values()
    rules = mapping["RulesConfiguration"]["Rules"]
    assert (rules[0]["Claim"], rules[0]["Value"]) == (rules[1]["Claim"], rules[1]["Value"])
    assert mapping["AmbiguousRoleResolution"] == "Deny"


def test_a_role_trusts_another_pool(demo: RunningEmulator, pools: dict[str, str]) -> None:
    """The staging role's trust policy names production's pool, as copied policies often do."""
    with closing(connect(demo, "iam")) as iam:
        document = iam.get_role(RoleName="MobileAppStagingAuth")["Role"]["AssumeRolePolicyDocument"]
    policy = document if isinstance(document, dict) else json.loads(unquote(document))
    condition = policy["Statement"][0]["Condition"]["StringEquals"]
    assert condition == {"cognito-identity.amazonaws.com:aud": pools["mobile-app-prod"]}


def test_the_copied_role_gives_no_credentials(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """A user of staging gets an identity, but no credentials."""
    provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Vb8nLw2Zc"
    logins = {provider: id_token(provider, "ada", "3e5r7t9y1u3i5o7p9a1s3d5f7g")}
    identity = demo_client.get_id(IdentityPoolId=pools["mobile-app-staging"], Logins=logins)
    with refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION):
        demo_client.get_credentials_for_identity(IdentityId=identity["IdentityId"], Logins=logins)


def test_stale_guests(demo_client: "CognitoIdentityClient", pools: dict[str, str]) -> None:
    """All kiosk identities are guests, created in early 2025 at the latest."""
    found = all_identities(demo_client, pools["store-kiosks"])
    assert not any("Logins" in identity for identity in found)
    assert max(identity["CreationDate"] for identity in found) < datetime(2025, 3, 1, tzinfo=UTC)


def test_a_pool_at_the_limits(demo_client: "CognitoIdentityClient", pools: dict[str, str]) -> None:
    """The tenant directory has 25 rules per provider, 50 tags and 50 principal tags."""
    pool = demo_client.describe_identity_pool(IdentityPoolId=pools["tenant-directory"])
    roles = demo_client.get_identity_pool_roles(IdentityPoolId=pools["tenant-directory"])
    principal_tags = demo_client.get_principal_tag_attribute_map(
        IdentityPoolId=pools["tenant-directory"],
        IdentityProviderName=pool["CognitoIdentityProviders"][0]["ProviderName"],
    )
    rules = [
        len(mapping["RulesConfiguration"]["Rules"]) for mapping in roles["RoleMappings"].values()
    ]
    assert rules == [25, 25]
    assert len(pool["IdentityPoolTags"]) == 50
    assert len(principal_tags["PrincipalTags"]) == 50


def test_every_role_of_a_demo_pool_exists(demo: RunningEmulator) -> None:
    """Every role that a demo pool refers to exists in the emulator's IAM."""
    with closing(connect(demo, "iam")) as iam:
        pages = iam.get_paginator("list_roles").paginate()
        known = {role["Arn"] for page in pages for role in page["Roles"]}
    for region in ("us-east-1", "eu-west-1", "ap-southeast-2"):
        with closing(connect(demo, "cognito-identity", region)) as client:
            for pool in pools_by_name(client).values():
                response = client.get_identity_pool_roles(IdentityPoolId=pool)
                named = set(response.get("Roles", {}).values())
                assert named <= known


@pytest.mark.parametrize(
    ("user", "role"), [("maya.chen", "MobileAppProdAuth"), ("jonas.weber", "MobileAppProdEditor")]
)
def test_a_customer_signs_in_to_an_existing_identity(
    demo: RunningEmulator,
    demo_client: "CognitoIdentityClient",
    pools: dict[str, str],
    user: str,
    role: str,
) -> None:
    """A customer's ID token leads to a listed identity, and that to credentials."""
    before = all_identities(demo_client, pools["mobile-app-prod"])
    with closing(connect(demo, "cognito-idp")) as idp:
        token = idp.initiate_auth(
            ClientId="6s1k4v9d2m8q7t3w5y0z1b4n6c",
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": "Demo-2026"},
        )["AuthenticationResult"]["IdToken"]
    logins = {"cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx3mPq7Rt": token}
    identity = demo_client.get_id(IdentityPoolId=pools["mobile-app-prod"], Logins=logins)
    assert identity["IdentityId"] in {each["IdentityId"] for each in before}
    vended = demo_client.get_credentials_for_identity(
        IdentityId=identity["IdentityId"], Logins=logins
    )["Credentials"]
    keys = {
        "aws_access_key_id": vended["AccessKeyId"],
        "aws_secret_access_key": vended["SecretKey"],
        "aws_session_token": vended["SessionToken"],
    }
    with closing(connect(demo, "sts", **keys)) as sts:
        assert f":assumed-role/{role}/" in sts.get_caller_identity()["Arn"]


@pytest.mark.parametrize("user", ["lee.park", "dana.ross"])
def test_staff_meets_the_ambiguous_mapping(
    demo: RunningEmulator, demo_client: "CognitoIdentityClient", pools: dict[str, str], user: str
) -> None:
    """A manager gets the first of two matching roles; sales staff are denied."""
    provider = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Hd4jTy6Us"
    with closing(connect(demo, "cognito-idp")) as idp:
        token = idp.initiate_auth(
            ClientId="5j7k9l1z3x5c7v9b1n3m5q7w9e",
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": "Demo-2026"},
        )["AuthenticationResult"]["IdToken"]
    logins = {provider: token}
    identity = demo_client.get_id(IdentityPoolId=pools["analytics-dashboard"], Logins=logins)
    if user == "lee.park":
        message = f"The ambiguous role mapping rules for: {provider} denied this request."
        with refused("NotAuthorizedException", message):
            demo_client.get_credentials_for_identity(
                IdentityId=identity["IdentityId"], Logins=logins
            )
    else:
        assert demo_client.get_credentials_for_identity(
            IdentityId=identity["IdentityId"], Logins=logins
        )["Credentials"]
