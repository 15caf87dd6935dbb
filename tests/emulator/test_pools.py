"""Making, changing, describing and deleting identity pools."""

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
    """Return a pool as described, without what boto3 adds."""
    answer: dict[str, Any] = dict(client.describe_identity_pool(IdentityPoolId=pool))
    del answer["ResponseMetadata"]
    return answer


def update(client: "CognitoIdentityClient", pool: str, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - any member
    """Update a pool with what is required and the settings given, and return the answer."""
    required = {"IdentityPoolName": "people", "AllowUnauthenticatedIdentities": True}
    return dict(client.update_identity_pool(IdentityPoolId=pool, **{**required, **settings}))


def test_create_answers_the_pool_as_describe_does(client: "CognitoIdentityClient") -> None:
    """All members sent come back from both, with an ID of the region."""
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
    answer: dict[str, Any] = dict(client.create_identity_pool(**sent))
    del answer["ResponseMetadata"]
    pool = answer["IdentityPoolId"]
    assert answer == {"IdentityPoolId": pool, **sent}
    assert pool.startswith("us-east-1:")
    assert describe(client, pool) == answer


def test_empty_members_of_a_pool_are_absent(client: "CognitoIdentityClient") -> None:
    """A bare pool has its ID, name and guest flag, and the tags even when there are none."""
    answer = client.create_identity_pool(IdentityPoolName="x", AllowUnauthenticatedIdentities=False)
    pool = answer["IdentityPoolId"]
    assert describe(client, pool) == {
        "IdentityPoolId": pool,
        "IdentityPoolName": "x",
        "AllowUnauthenticatedIdentities": False,
        "IdentityPoolTags": {},
    }


def test_the_classic_flow_is_shown_once_it_was_set(client: "CognitoIdentityClient") -> None:
    """AllowClassicFlow is absent where it was never set, and false where it was set so."""
    assert "AllowClassicFlow" not in describe(client, make_pool(client))
    assert describe(client, make_pool(client, AllowClassicFlow=False))["AllowClassicFlow"] is False


@pytest.mark.inferred
def test_names_are_not_unique(client: "CognitoIdentityClient") -> None:
    """Creating a pool of the same name twice makes two."""
    assert make_pool(client, IdentityPoolName="twin") != make_pool(client, IdentityPoolName="twin")


def test_a_new_pool_vends_nothing_until_roles_are_set(client: "CognitoIdentityClient") -> None:
    """Identities can be made at once, credentials need a role."""
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
    """A missing provider name or a bare pool ID is not a Cognito identity provider."""
    with refused("InvalidParameterException", "Invalid Cognito Identity Provider"):
        make_pool(client, CognitoIdentityProviders=[provider])


def test_whether_a_user_pool_exists_is_not_checked(client: "CognitoIdentityClient") -> None:
    """A pool takes user pools and clients that nobody made."""
    assert make_pool(client, CognitoIdentityProviders=[USER_POOL_CLIENT])


def test_a_saml_provider_must_be_of_the_account(client: "CognitoIdentityClient") -> None:
    """One of another account is refused by its ARN."""
    arn = "arn:aws:iam::999999999999:saml-provider/Okta"
    message = f"Identity provider {arn} is not valid for account 111122223333"
    with refused("InvalidParameterException", message):
        make_pool(client, SamlProviderARNs=[arn])


def test_an_open_id_provider_may_be_of_another_account(client: "CognitoIdentityClient") -> None:
    """A foreign OpenID Connect provider's ARN is accepted."""
    arn = f"arn:aws:iam::999999999999:oidc-provider/{GOOGLE}"
    pool = make_pool(client, OpenIdConnectProviderARNs=[arn])
    assert describe(client, pool)["OpenIdConnectProviderARNs"] == [arn]


@pytest.mark.inferred
def test_an_open_id_provider_must_be_an_arn(client: "CognitoIdentityClient") -> None:
    """A bare issuer is refused."""
    with refused("InvalidParameterException"):
        make_pool(client, OpenIdConnectProviderARNs=["https://accounts.google.com"])


def test_more_than_ten_login_providers(client: "CognitoIdentityClient") -> None:
    """SupportedLoginProviders holds at most ten."""
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
    """A pool's name has letters, digits, spaces and a few signs."""
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
def test_members_of_members_are_checked(
    client: "CognitoIdentityClient", settings: dict[str, Any], member: str
) -> None:
    """Constraints hold inside of lists, maps and structures, and the path is told."""
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
    """An update of the name alone takes all four kinds of public providers away."""
    pool = make_pool(client)
    answer = update(client, pool)
    for gone in (
        "SupportedLoginProviders",
        "CognitoIdentityProviders",
        "OpenIdConnectProviderARNs",
        "SamlProviderARNs",
    ):
        assert gone not in answer
        assert gone not in describe(client, pool)


def test_update_keeps_the_developer_provider_and_the_classic_flow(
    client: "CognitoIdentityClient",
) -> None:
    """DeveloperProviderName and AllowClassicFlow outlive an update that omits them."""
    pool = make_pool(client, AllowClassicFlow=True)
    update(client, pool)
    assert describe(client, pool)["DeveloperProviderName"] == DEVELOPER
    assert describe(client, pool)["AllowClassicFlow"] is True


@pytest.mark.inferred
def test_update_keeps_tags_unless_sent(client: "CognitoIdentityClient") -> None:
    """Tags outlive an update that omits them, and are replaced by one that has them."""
    pool = make_pool(client, IdentityPoolTags={"a": "1"})
    assert update(client, pool)["IdentityPoolTags"] == {"a": "1"}
    assert update(client, pool, IdentityPoolTags={"b": "2"})["IdentityPoolTags"] == {"b": "2"}


@pytest.mark.inferred
def test_update_leaves_roles_and_principal_tags(client: "CognitoIdentityClient") -> None:
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
    """The name changes, the ID stays."""
    pool = make_pool(client)
    assert update(client, pool, IdentityPoolName="renamed")["IdentityPoolId"] == pool
    assert describe(client, pool)["IdentityPoolName"] == "renamed"


def test_a_developer_provider_can_be_added_later(client: "CognitoIdentityClient") -> None:
    """A pool without one gets it by an update."""
    pool = make_pool(client, DeveloperProviderName=None)
    assert update(client, pool, DeveloperProviderName="late")["DeveloperProviderName"] == "late"


@pytest.mark.inferred
def test_a_developer_provider_cannot_be_changed(client: "CognitoIdentityClient") -> None:
    """Another name is refused and the old one kept, with everything else as it was."""
    pool = make_pool(client)
    before = describe(client, pool)
    with refused("InvalidParameterException"):
        update(client, pool, IdentityPoolName="other", DeveloperProviderName="other")
    assert describe(client, pool) == before


def test_an_update_is_idempotent(client: "CognitoIdentityClient") -> None:
    """The same update twice gives the same answer."""
    pool = make_pool(client)
    answers = [update(client, pool, SupportedLoginProviders=SOCIAL) for _ in range(2)]
    for answer in answers:
        del answer["ResponseMetadata"]
    assert answers[0] == answers[1]


def test_delete_takes_the_identities_along(client: "CognitoIdentityClient") -> None:
    """After a pool is deleted, it and its identities are not found, by the service's words."""
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
    """Deleting a pool leaves its roles in IAM, and credentials that were vended stay good."""
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


def test_paging_goes_on_though_a_pool_was_deleted(client: "CognitoIdentityClient") -> None:
    """A token stays good when the pool that its page begins with is gone."""
    for number in range(3):
        make_pool(client, IdentityPoolName=f"paged{number}")
    first = client.list_identity_pools(MaxResults=1)
    second = client.list_identity_pools(MaxResults=1, NextToken=first["NextToken"])
    client.delete_identity_pool(IdentityPoolId=second["IdentityPools"][0]["IdentityPoolId"])
    again = client.list_identity_pools(MaxResults=1, NextToken=first["NextToken"])
    third = client.list_identity_pools(MaxResults=1, NextToken=second["NextToken"])
    assert again["IdentityPools"] == third["IdentityPools"]


def test_the_thousand_and_first_pool() -> None:
    """An account has at most 1,000 pools a region."""
    with (
        start_emulator(pools=1000, identities=1) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        with refused("LimitExceededException"):
            make_pool(client)
        client.delete_identity_pool(IdentityPoolId=pools_by_name(client)["data-sandbox"])
        assert make_pool(client)
