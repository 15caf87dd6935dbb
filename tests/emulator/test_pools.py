"""Identity pools: create, update, describe and delete."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.emulator import start_emulator
from tests.emulator.connection import connect, pools_by_name, refused
from tests.emulator.users import (
    DEVELOPER,
    GOOGLE,
    OIDC,
    ROLE,
    SAML,
    SOCIAL,
    USER_POOL,
    USER_POOL_CLIENT,
    guest,
    login,
    make_pool,
    member,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


def describe(client: "CognitoIdentityClient", pool: str) -> dict[str, Any]:
    """Return a pool from DescribeIdentityPool, without what boto3 adds."""
    response: dict[str, Any] = dict(client.describe_identity_pool(IdentityPoolId=pool))
    del response["ResponseMetadata"]
    return response


def update(client: "CognitoIdentityClient", pool: str, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    """Update a pool with required members and settings, and return the response."""
    required = {"IdentityPoolName": "people", "AllowUnauthenticatedIdentities": True}
    return dict(client.update_identity_pool(IdentityPoolId=pool, **{**required, **settings}))


def test_create_returns_the_same_as_describe(client: "CognitoIdentityClient") -> None:
    """Both return all members sent, with an ID that starts with the region."""
    sent: dict[str, Any] = {
        "IdentityPoolName": "All of it, +=.@-_ 1",
        "AllowUnauthenticatedIdentities": False,
        "AllowClassicFlow": True,
        "SupportedLoginProviders": {"api.twitter.com": "key;secret"},
        "DeveloperProviderName": DEVELOPER,
        "OpenIdConnectProviderARNs": [OIDC],
        "CognitoIdentityProviders": [{**USER_POOL_CLIENT, "ServerSideTokenCheck": True}],
        "SamlProviderARNs": [SAML],
        "IdentityPoolTags": {"team": "web", "empty": ""},
    }
    response: dict[str, Any] = dict(client.create_identity_pool(**sent))
    del response["ResponseMetadata"]
    pool = response["IdentityPoolId"]
    assert response == {"IdentityPoolId": pool, **sent}
    assert pool.startswith("us-east-1:")
    assert describe(client, pool) == response


def test_empty_members_of_a_pool_are_absent(client: "CognitoIdentityClient") -> None:
    """A minimal pool has its ID, name, guest flag and tags, even if there are none."""
    response = client.create_identity_pool(
        IdentityPoolName="x", AllowUnauthenticatedIdentities=False
    )
    pool = response["IdentityPoolId"]
    assert describe(client, pool) == {
        "IdentityPoolId": pool,
        "IdentityPoolName": "x",
        "AllowUnauthenticatedIdentities": False,
        "IdentityPoolTags": {},
    }


def test_the_classic_flow_is_shown_once_it_was_set(client: "CognitoIdentityClient") -> None:
    """AllowClassicFlow is absent if it was never set, and false if it was set to false."""
    assert "AllowClassicFlow" not in describe(client, make_pool(client))
    assert describe(client, make_pool(client, AllowClassicFlow=False))["AllowClassicFlow"] is False


@pytest.mark.inferred
def test_names_are_not_unique(client: "CognitoIdentityClient") -> None:
    """Two pools can have the same name."""
    assert make_pool(client, IdentityPoolName="twin") != make_pool(client, IdentityPoolName="twin")


def test_a_new_pool_gives_no_credentials_without_roles(client: "CognitoIdentityClient") -> None:
    """Identities can be created immediately; credentials require a role."""
    pool = make_pool(client)
    with refused("InvalidIdentityPoolConfigurationException"):
        client.get_credentials_for_identity(IdentityId=guest(client, pool))


@pytest.mark.parametrize(
    "provider",
    [
        {"ClientId": "abc"},
        {"ProviderName": "us-east-1_Abc123", "ClientId": "abc"},
        {"ProviderName": "cognito-idp.us-east-1.amazonaws.com", "ClientId": "abc"},
        {"ProviderName": USER_POOL},
    ],
)
def test_a_user_pool_needs_its_full_name(
    client: "CognitoIdentityClient", provider: dict[str, str]
) -> None:
    """Without a provider name, or with only a pool ID, the provider is invalid."""
    with refused("InvalidParameterException", "Invalid Cognito Identity Provider"):
        make_pool(client, CognitoIdentityProviders=[provider])


def test_whether_a_user_pool_exists_is_not_checked(client: "CognitoIdentityClient") -> None:
    """A pool accepts user pools and clients that do not exist."""
    assert make_pool(client, CognitoIdentityProviders=[USER_POOL_CLIENT])


def test_a_saml_provider_must_be_of_the_account(client: "CognitoIdentityClient") -> None:
    """A SAML provider in another account is rejected; the error names its ARN."""
    arn = "arn:aws:iam::999999999999:saml-provider/Okta"
    message = f"Identity provider {arn} is not valid for account 111122223333"
    with refused("InvalidParameterException", message):
        make_pool(client, SamlProviderARNs=[arn])


def test_an_open_id_provider_may_be_of_another_account(client: "CognitoIdentityClient") -> None:
    """An OpenID Connect provider in another account is accepted."""
    arn = f"arn:aws:iam::999999999999:oidc-provider/{GOOGLE}"
    pool = make_pool(client, OpenIdConnectProviderARNs=[arn])
    assert describe(client, pool)["OpenIdConnectProviderARNs"] == [arn]


@pytest.mark.inferred
def test_an_open_id_provider_must_be_an_arn(client: "CognitoIdentityClient") -> None:
    """An issuer instead of an ARN is rejected."""
    with refused("InvalidParameterException"):
        make_pool(client, OpenIdConnectProviderARNs=["https://accounts.google.com"])


def test_more_than_ten_login_providers(client: "CognitoIdentityClient") -> None:
    """SupportedLoginProviders has at most ten entries."""
    with refused("ValidationException") as caught:
        make_pool(client, SupportedLoginProviders={f"p{number}": "x" for number in range(11)})
    assert "at 'supportedLoginProviders' failed" in caught.text


def test_a_name_of_129_characters(client: "CognitoIdentityClient") -> None:
    """A pool's name has at most 128 characters."""
    make_pool(client, IdentityPoolName="x" * 128)
    with refused("ValidationException") as caught:
        make_pool(client, IdentityPoolName="x" * 129)
    assert caught.text.endswith("Member must have length less than or equal to 128")


def test_a_name_with_other_characters(client: "CognitoIdentityClient") -> None:
    """A pool's name consists of letters, digits, spaces and a few symbols."""
    with refused("ValidationException") as caught:
        make_pool(client, IdentityPoolName="a/b")
    assert caught.text == (
        "1 validation error detected: Value 'a/b' at 'identityPoolName' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\w\s+=,.@-]+"
    )


@pytest.mark.parametrize(
    ("settings", "member"),
    [
        ({"DeveloperProviderName": "login/mine"}, "developerProviderName"),
        ({"DeveloperProviderName": "x" * 129}, "developerProviderName"),
        ({"SupportedLoginProviders": {GOOGLE: "a b"}}, f"supportedLoginProviders.{GOOGLE}.member"),
        (
            {"CognitoIdentityProviders": [{"ProviderName": "a b", "ClientId": "c"}]},
            "cognitoIdentityProviders.1.member.providerName",
        ),
        (
            {"CognitoIdentityProviders": [{"ProviderName": "a", "ClientId": "c-d"}]},
            "cognitoIdentityProviders.1.member.clientId",
        ),
        ({"OpenIdConnectProviderARNs": ["a" * 2049]}, "openIdConnectProviderARNs.1.member"),
        ({"IdentityPoolTags": {"k" * 129: ""}}, "identityPoolTags"),
    ],
)
def test_nested_members_are_checked(
    client: "CognitoIdentityClient", settings: dict[str, Any], member: str
) -> None:
    """Constraints apply inside lists, maps and structures, and the error shows the path."""
    with refused("ValidationException") as caught:
        make_pool(client, **settings)
    assert f"at '{member}' failed to satisfy constraint" in caught.text


@pytest.mark.inferred
def test_the_fifty_first_user_pool(client: "CognitoIdentityClient") -> None:
    """A pool has at most 50 user pool providers."""
    clients = [{**USER_POOL_CLIENT, "ClientId": f"c{number}"} for number in range(51)]
    make_pool(client, CognitoIdentityProviders=clients[:50])
    with refused("LimitExceededException"):
        make_pool(client, CognitoIdentityProviders=clients)


def test_update_clears_providers_that_are_omitted(client: "CognitoIdentityClient") -> None:
    """An update of the name only clears all four kinds of public providers."""
    pool = make_pool(client)
    response = update(client, pool)
    for cleared in (
        "SupportedLoginProviders",
        "CognitoIdentityProviders",
        "OpenIdConnectProviderARNs",
        "SamlProviderARNs",
    ):
        assert cleared not in response
        assert cleared not in describe(client, pool)


def test_update_keeps_the_developer_provider_and_the_classic_flow(
    client: "CognitoIdentityClient",
) -> None:
    """An update that omits DeveloperProviderName and AllowClassicFlow keeps them."""
    pool = make_pool(client, AllowClassicFlow=True)
    update(client, pool)
    assert describe(client, pool)["DeveloperProviderName"] == DEVELOPER
    assert describe(client, pool)["AllowClassicFlow"] is True


@pytest.mark.inferred
def test_update_keeps_tags_unless_sent(client: "CognitoIdentityClient") -> None:
    """An update that omits the tags keeps them; one that sends tags replaces them."""
    pool = make_pool(client, IdentityPoolTags={"a": "1"})
    assert update(client, pool)["IdentityPoolTags"] == {"a": "1"}
    assert update(client, pool, IdentityPoolTags={"b": "2"})["IdentityPoolTags"] == {"b": "2"}


@pytest.mark.inferred
def test_update_does_not_change_roles_and_principal_tags(client: "CognitoIdentityClient") -> None:
    """Roles, mappings and principal tags are not part of the configuration."""
    pool = make_pool(client)
    mapping = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    client.set_identity_pool_roles(
        IdentityPoolId=pool,
        Roles={"authenticated": ROLE.format("R")},
        RoleMappings={GOOGLE: mapping},  # type: ignore[dict-item]  # a TypedDict in a variable
    )
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=GOOGLE, PrincipalTags={"a": "b"}
    )
    update(client, pool)
    roles = client.get_identity_pool_roles(IdentityPoolId=pool)
    tags = client.get_principal_tag_attribute_map(IdentityPoolId=pool, IdentityProviderName=GOOGLE)
    assert roles["RoleMappings"] == {GOOGLE: mapping}
    assert tags["PrincipalTags"] == {"a": "b"}


def test_a_pool_is_renamed_in_place(client: "CognitoIdentityClient") -> None:
    """The name changes, but the ID does not."""
    pool = make_pool(client)
    assert update(client, pool, IdentityPoolName="renamed")["IdentityPoolId"] == pool
    assert describe(client, pool)["IdentityPoolName"] == "renamed"


def test_a_developer_provider_can_be_added_later(client: "CognitoIdentityClient") -> None:
    """An update can add a developer provider to a pool without one."""
    pool = make_pool(client, DeveloperProviderName=None)
    assert update(client, pool, DeveloperProviderName="late")["DeveloperProviderName"] == "late"


@pytest.mark.inferred
def test_a_developer_provider_cannot_be_changed(client: "CognitoIdentityClient") -> None:
    """Another name is rejected, and nothing else changes either."""
    pool = make_pool(client)
    before = describe(client, pool)
    with refused("InvalidParameterException"):
        update(client, pool, IdentityPoolName="other", DeveloperProviderName="other")
    assert describe(client, pool) == before


def test_an_update_is_idempotent(client: "CognitoIdentityClient") -> None:
    """The same update twice returns the same response."""
    pool = make_pool(client)
    responses = [update(client, pool, SupportedLoginProviders=SOCIAL) for _ in range(2)]
    for response in responses:
        del response["ResponseMetadata"]
    assert responses[0] == responses[1]


def test_delete_includes_the_identities(client: "CognitoIdentityClient") -> None:
    """After a pool is deleted, it and its identities are not found."""
    pool = make_pool(client)
    identity = member(client, pool, GOOGLE, "ada")
    client.delete_identity_pool(IdentityPoolId=pool)
    with refused("ResourceNotFoundException", f"IdentityPool '{pool}' not found."):
        client.get_id(IdentityPoolId=pool, Logins=login(GOOGLE, "ada"))
    with refused("ResourceNotFoundException", f"IdentityPool '{pool}' not found."):
        client.lookup_developer_identity(IdentityPoolId=pool, DeveloperUserIdentifier="x")
    with refused("ResourceNotFoundException", f"IdentityPool '{pool}' not found."):
        client.delete_identity_pool(IdentityPoolId=pool)
    with refused("ResourceNotFoundException", f"Identity '{identity}' not found."):
        client.describe_identity(IdentityId=identity)
    with refused("ResourceNotFoundException", f"Identity '{identity}' not found."):
        client.get_credentials_for_identity(IdentityId=identity, Logins=login(GOOGLE, "ada"))


def test_roles_outlive_their_pool() -> None:
    """Deleting a pool keeps its roles in IAM, and issued credentials stay valid."""
    with (
        start_emulator(pools=1, identities=1) as running,
        closing(connect(running, "cognito-identity")) as client,
        closing(connect(running, "iam")) as iam,
    ):
        pool = pools_by_name(client)["mobile-app-prod"]
        vended = client.get_credentials_for_identity(IdentityId=guest(client, pool))["Credentials"]
        client.delete_identity_pool(IdentityPoolId=pool)
        assert iam.get_role(RoleName="MobileAppProdGuest")
        keys = {
            "aws_access_key_id": vended["AccessKeyId"],
            "aws_secret_access_key": vended["SecretKey"],
            "aws_session_token": vended["SessionToken"],
        }
        with closing(connect(running, "sts", **keys)) as sts:
            assert sts.get_caller_identity()["Arn"].endswith(
                ":assumed-role/MobileAppProdGuest/CognitoIdentityCredentials"
            )


def test_paging_continues_after_a_pool_is_deleted(client: "CognitoIdentityClient") -> None:
    """A page token stays valid after the first pool of its page is deleted."""
    for number in range(3):
        make_pool(client, IdentityPoolName=f"paged{number}")
    first = client.list_identity_pools(MaxResults=1)
    second = client.list_identity_pools(MaxResults=1, NextToken=first["NextToken"])
    client.delete_identity_pool(IdentityPoolId=second["IdentityPools"][0]["IdentityPoolId"])
    again = client.list_identity_pools(MaxResults=1, NextToken=first["NextToken"])
    third = client.list_identity_pools(MaxResults=1, NextToken=second["NextToken"])
    assert again["IdentityPools"] == third["IdentityPools"]


def test_the_thousand_and_first_pool() -> None:
    """An account can have at most 1,000 pools per region."""
    with (
        start_emulator(pools=1000, identities=1) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        with refused("LimitExceededException"):
            make_pool(client)
        client.delete_identity_pool(IdentityPoolId=pools_by_name(client)["data-sandbox"])
        assert make_pool(client)
