"""A configuration as one value."""

import pytest
from hypothesis import given, settings

from cogtui.account.account import Account
from cogtui.api_error import ApiError, ErrorKind
from cogtui.configuration.plan import NO_TAGS
from cogtui.configuration.pool_configuration import MAX_NAME_LENGTH, SHAPES, Configuration, read
from cogtui.secret import Secret
from tests.configuration.emulator_pools import make
from tests.configuration.samples import FULL, GOOGLE, OIDC, ROLE, SAML, SECRET, TWITTER
from tests.configuration.strategies import configurations
from tests.gateway.gateways import REGION
from tests.inputs import USER_POOL

EMPTY = Configuration.of({})


def test_every_member_is_there() -> None:
    """This holds for an empty configuration too."""
    assert [*SHAPES] == [*EMPTY.members]
    assert {"", False, None} == {
        EMPTY[name] for name in SHAPES if not isinstance(EMPTY[name], list | dict)
    }


@pytest.mark.parametrize("name", SHAPES)
def test_absent_null_and_empty_are_one_state(name: str) -> None:
    """Only the classic flow distinguishes unset from false."""
    empty = type(EMPTY[name])() if name != "AllowClassicFlow" else None
    assert EMPTY == Configuration.of({name: None}) == Configuration.of({name: empty})


def test_the_classic_flow_has_three_states() -> None:
    """An unset classic flow is allowed, false forbids it."""
    states = [EMPTY.replaced(AllowClassicFlow=each) for each in (None, False, True)]
    assert [each["AllowClassicFlow"] for each in states] == [None, False, True]
    assert all(one != other for one in states for other in states if one is not other)


def test_unordered_members_are_sorted() -> None:
    """Providers and maps are sorted; the last user pool with a key wins."""
    user_pools = [
        {"ProviderName": "b", "ClientId": "1"},
        {"ProviderName": "a", "ClientId": "1", "ServerSideTokenCheck": True},
        {"ProviderName": "a", "ClientId": "1", "ServerSideTokenCheck": None},
    ]
    found = EMPTY.replaced(
        CognitoIdentityProviders=user_pools,
        SamlProviderARNs=["b", "a", "b"],
        IdentityPoolTags={"b": "1", "a": "2"},
    )
    assert found["CognitoIdentityProviders"] == [
        {"ProviderName": "a", "ClientId": "1", "ServerSideTokenCheck": False},
        {"ProviderName": "b", "ClientId": "1", "ServerSideTokenCheck": False},
    ]
    assert found["SamlProviderARNs"] == ["a", "b"]
    assert [*found["IdentityPoolTags"]] == ["a", "b"]


def test_an_empty_map_of_principal_tags_is_none() -> None:
    """With the defaults in use, a custom map has no effect either."""
    maps = {"a": None, "b": NO_TAGS, "c": {"UseDefaults": True, "PrincipalTags": {"x": "y"}}}
    assert EMPTY.replaced(PrincipalTags=maps)["PrincipalTags"] == {
        "c": {"UseDefaults": True, "PrincipalTags": {}}
    }


def test_a_mapping_without_rules() -> None:
    """A mapping keeps its members, and null counts as absent."""
    mapping = {"Type": "Rules", "AmbiguousRoleResolution": None, "RulesConfiguration": None}
    found = EMPTY.replaced(RoleMappings={"a": mapping, "b": {"RulesConfiguration": {}}})
    assert found["RoleMappings"] == {"a": {"Type": "Rules"}, "b": {}}


def test_secrets_are_wrapped() -> None:
    """This applies to `key;secret`, and to any value of Twitter."""
    values = {TWITTER: "key", GOOGLE: "1.apps", "x": "a;b", "y": Secret("c")}
    found = EMPTY.replaced(SupportedLoginProviders=values)["SupportedLoginProviders"]
    assert found == {TWITTER: Secret("key"), GOOGLE: "1.apps", "x": Secret("a;b"), "y": Secret("c")}
    assert SECRET not in repr(FULL)


@settings(max_examples=25)
@given(configurations())
def test_the_normal_form_is_stable(configuration: Configuration) -> None:
    """Normalizing a configuration again changes nothing."""
    assert configuration == Configuration.of(configuration.members) == configuration.replaced()


def test_the_names_and_keys_of_providers() -> None:
    """The developer provider has neither a role mapping nor principal tags."""
    assert FULL.provider_names == (USER_POOL, GOOGLE, TWITTER, OIDC, SAML)
    assert FULL.mapping_keys == (f"{USER_POOL}:app1", GOOGLE, TWITTER, OIDC, SAML)
    assert not EMPTY.has_providers
    assert EMPTY.replaced(DeveloperProviderName="x").has_providers
    assert FULL.has_providers


def test_every_role_is_listed_once() -> None:
    """Default roles come first."""
    names = ("User", "Guest", "Admin", "Reader")
    assert [ROLE.format(name) for name in names] == [*FULL.role_arns()]


def test_orphans_can_be_removed() -> None:
    """Mappings and principal tags are removed with their provider."""
    alone = FULL.replaced(SupportedLoginProviders={}).without_orphans()
    assert [*alone["RoleMappings"]] == [f"{USER_POOL}:app1"]
    assert [*alone["PrincipalTags"]] == [OIDC]
    assert FULL.without_orphans() == FULL


async def test_a_pool_is_read_as_it_was_set(account: Account) -> None:
    """The secret survives, as a `Secret`."""
    pool = await make(account, FULL)
    assert await read(account, pool) == FULL
    assert await read(account, await make(account, EMPTY.replaced(IdentityPoolName="x"))) != FULL


async def test_principal_tags_that_a_provider_left_behind(account: Account) -> None:
    """They are read on request."""
    bare = EMPTY.replaced(IdentityPoolName="x")
    pool = await make(account, bare)
    await account.gateway.call(
        "set-principal-tag-attribute-map",
        REGION,
        {"IdentityPoolId": pool.pool_id, "IdentityProviderName": GOOGLE, "UseDefaults": True},
    )
    assert bare == await read(account, pool)
    found = await read(account, pool, [GOOGLE])
    assert bare.replaced(PrincipalTags={GOOGLE: {"UseDefaults": True}}) == found


async def test_a_provider_whose_name_is_too_long_for_principal_tags(account: Account) -> None:
    """The service would reject the request, so none is made."""
    arn = f"arn:aws:iam::111122223333:oidc-provider/{'x' * MAX_NAME_LENGTH}"
    bare = EMPTY.replaced(IdentityPoolName="x", OpenIdConnectProviderARNs=[arn])
    pool = await make(account, bare)
    assert bare == await read(account, pool)
    with pytest.raises(ApiError):
        await account.tag_map(pool, arn)


async def test_a_pool_that_is_gone(account: Account) -> None:
    """The service's error is raised."""
    pool = await make(account, EMPTY.replaced(IdentityPoolName="x"))
    await account.gateway.call("delete-identity-pool", REGION, {"IdentityPoolId": pool.pool_id})
    with pytest.raises(ApiError) as caught:
        await read(account, pool)
    assert caught.value.kind is ErrorKind.NOT_FOUND
