"""Writes that replace a document start from the current one and lose nothing of it."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.secret import Secret
from tests.cases import case
from tests.emulator.users import OIDC, ROLE, SAML, SOCIAL, USER_POOL, USER_POOL_CLIENT
from tests.inputs import revealed
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.journeys import OKTA
from tests.screens.operation.operator import Operator, operating

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

EVERYTHING: Final[dict[str, Any]] = {
    "IdentityPoolName": "everything",
    "AllowUnauthenticatedIdentities": True,
    "AllowClassicFlow": False,
    "SupportedLoginProviders": SOCIAL | {"api.twitter.com": "key;sentinel-secret"},
    "DeveloperProviderName": "login.everything.example",
    "OpenIdConnectProviderARNs": [OIDC, OIDC + "/second"],
    "CognitoIdentityProviders": [
        USER_POOL_CLIENT,
        {"ProviderName": USER_POOL, "ClientId": "def456", "ServerSideTokenCheck": True},
    ],
    "SamlProviderARNs": [SAML],
    "IdentityPoolTags": {"stage": "dev", "empty": ""},
}
"""A pool with every kind of provider."""

RULES: Final = {
    "Roles": {"authenticated": ROLE.format("Auth"), "unauthenticated": ROLE.format("Guest")},
    "RoleMappings": {
        f"{USER_POOL}:abc123": {
            "Type": "Rules",
            "AmbiguousRoleResolution": "Deny",
            "RulesConfiguration": {
                "Rules": [
                    {
                        "Claim": "custom:team",
                        "MatchType": match_type,
                        "Value": f"team {number}",
                        "RoleARN": ROLE.format(f"Team{number}"),
                    }
                    for number, match_type in enumerate(
                        ("Equals", "Contains", "StartsWith", "NotEqual")
                    )
                ]
            },
        },
        f"{USER_POOL}:def456": {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"},
        "accounts.google.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"},
    },
}
"""Roles of that pool, with mappings of both types."""

TAGS: Final = {
    "UseDefaults": False,
    "PrincipalTags": {"team": "custom:team", "plan": "custom:plan"},
}
"""Principal tags of that pool."""


@pytest.fixture
def everything(service: "CognitoIdentityClient") -> None:
    """A pool with everything."""
    pool_id = service.create_identity_pool(**EVERYTHING)["IdentityPoolId"]
    service.set_identity_pool_roles(IdentityPoolId=pool_id, **RULES)  # type: ignore[arg-type]  # plain JSON
    service.set_principal_tag_attribute_map(
        IdentityPoolId=pool_id,
        IdentityProviderName=USER_POOL,
        **TAGS,  # type: ignore[arg-type]  # plain JSON
    )


def all_of(operator: Operator, pool: str) -> dict[str, Any]:
    """Return all that the service stores for a pool, whatever its name is."""
    pool_id = next(
        each["IdentityPoolId"]
        for each in operator.service.list_identity_pools(MaxResults=60)["IdentityPools"]
        if each["IdentityPoolName"] == pool
    )
    configuration: Mapping[str, Any] = operator.service.describe_identity_pool(
        IdentityPoolId=pool_id
    )
    roles: Mapping[str, Any] = operator.service.get_identity_pool_roles(IdentityPoolId=pool_id)
    found = {**configuration, **roles}
    del found["ResponseMetadata"]
    return found


async def opens(operator: Operator, pool: str, name: str, provider: str = "") -> None:
    """Open the form of a write on a pool; choose a provider if it asks for one."""
    await operator.goes_to(pool)
    await operator.runs(name)
    if provider:
        await operator.sees("IdentityProviderName", "Enter Select")
        await operator.type(provider)
        await operator.press("enter")
    await operator.sees_form(" · ")


async def saves(operator: Operator, toast: str) -> None:
    """Send the form, confirm, and wait until it is done."""
    await operator.press("ctrl+s")
    await operator.agrees()
    await operator.sees_toast(toast)
    await operator.is_back()


UPDATE: Final = "update-identity-pool"
SET_ROLES: Final = "set-identity-pool-roles"
SET_TAGS: Final = "set-principal-tag-attribute-map"

WRITES: Final = (UPDATE, SET_ROLES, SET_TAGS)
"""The writes that replace a document."""


POOLS: Final = {
    "everything": USER_POOL,
    "mobile-app-prod": "cognito-idp",
    "workforce-sso": "",
    "tenant-directory": OKTA,
    "github-actions": "",
    "data-sandbox": "",
}
"""Pools, and the provider to choose for principal tags; empty if there is only one."""


@pytest.mark.slow
@pytest.mark.usefixtures("everything")
async def test_an_unchanged_form_sends_nothing(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A form sent without changes makes no call, and says so."""
    # without a provider, a pool has no principal tags
    forms = set(product(WRITES, POOLS)) - {(SET_TAGS, "data-sandbox")}
    async with operating(app_on(), service) as operator:
        for count, (name, pool) in enumerate(sorted(forms), 1):
            with case(f"{name} on {pool}"):
                await opens(operator, pool, name, POOLS[pool] if name == SET_TAGS else "")
                assert "sentinel-secret" not in operator.words
                await operator.press("ctrl+s")
                await operator.is_back()
                assert operator.toasts == count * ["Nothing was changed, so nothing was sent."]
                assert operator.called(name) == 0


@pytest.mark.usefixtures("everything")
async def test_the_form_has_all_current_values(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The form has every member, with the login provider's secret wrapped."""
    async with operating(app_on(), service) as operator:
        await opens(operator, "everything", UPDATE)
        assert operator.pool("everything") == revealed(operator.values())
        twitter = operator.values()["SupportedLoginProviders"]["api.twitter.com"]
        assert isinstance(twitter, Secret)


@pytest.mark.usefixtures("everything")
async def test_changing_one_member_keeps_the_others(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Changing one member keeps all others, including secrets and rules."""
    async with operating(app_on(), service) as operator:
        before = all_of(operator, "everything")
        await opens(operator, "everything", UPDATE)
        await operator.goes_to_field("AllowUnauthenticatedIdentities")
        await operator.press("f")
        await saves(operator, "Saved the configuration of everything.")
        assert before | {"AllowUnauthenticatedIdentities": False} == all_of(operator, "everything")
        (sent,) = [each for each in operator.requests if each.operation == "update-identity-pool"]
        surviving = {"AllowClassicFlow", "DeveloperProviderName", "IdentityPoolTags"}
        assert before.keys() - surviving - {"Roles", "RoleMappings"} == sent.parameters.keys()


@pytest.mark.usefixtures("everything")
async def test_clearing_one_list_clears_nothing_else(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Removing all rows of a list clears that list and nothing else."""
    async with operating(app_on(), service) as operator:
        before = all_of(operator, "everything")
        await opens(operator, "everything", UPDATE)
        await operator.goes_to_field("OpenIdConnectProviderARNs")
        await operator.press("d", "d")
        await saves(operator, "Saved the configuration of everything.")
        after = all_of(operator, "everything")
        assert before == after | {"OpenIdConnectProviderARNs": before["OpenIdConnectProviderARNs"]}
        assert "OpenIdConnectProviderARNs" not in after


@pytest.mark.usefixtures("everything")
async def test_all_tags_can_be_cleared(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """All tags can be removed, although omitting them would keep them."""
    async with operating(app_on(), service) as operator:
        before = all_of(operator, "everything")
        await opens(operator, "everything", UPDATE)
        await operator.goes_to_field("IdentityPoolTags")
        await operator.press("d", "d")
        await saves(operator, "Saved the configuration of everything.")
        after = all_of(operator, "everything")
        assert before | {"IdentityPoolTags": {}} == after | {"IdentityPoolTags": {}}
        assert not after.get("IdentityPoolTags")


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    ("field", "keys"),
    [("AllowClassicFlow", ["backspace"]), ("DeveloperProviderName", ["end", "ctrl+u"])],
)
async def test_members_that_omitting_cannot_clear(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    field: str,
    keys: list[str],
) -> None:
    """A member that omitting cannot clear is reported at its field, and nothing is sent."""
    async with operating(app_on(), service) as operator:
        await opens(operator, "everything", UPDATE)
        await operator.goes_to_field(field)
        await operator.press(*keys)
        await operator.press("ctrl+s")
        message = "cannot be cleared: the service keeps the value if it is omitted"
        await operator.sees("✗ Not sent", message)
        await operator.waits(lambda: operator.app.focused is operator.fields[field], field)
        assert [message] == [each.message for each in operator.fields[field].problems]
        await operator.discards()
        await operator.is_back()
        assert operator.called("update-identity-pool") == 0


@pytest.mark.usefixtures("everything")
async def test_a_masked_secret_is_preserved(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The JSON editor shows a mask for the secret, and the secret itself is sent again."""
    async with operating(app_on(), service) as operator:
        before = all_of(operator, "everything")
        await opens(operator, "everything", UPDATE)
        await operator.goes_to_field("SupportedLoginProviders")
        await operator.press("ctrl+t")
        await operator.sees("SupportedLoginProviders as JSON", '"api.twitter.com": "****"')
        await operator.press("ctrl+s")
        await operator.sees_form("update-identity-pool")
        await operator.goes_to_field("SupportedLoginProviders")
        await operator.press("g", "d")
        await saves(operator, "Saved the configuration of everything.")
        after = all_of(operator, "everything")
        gone = before["SupportedLoginProviders"].keys() - after["SupportedLoginProviders"].keys()
        assert len(gone) == 1
        logins = before["SupportedLoginProviders"]
        assert after["SupportedLoginProviders"].items() <= logins.items()
        assert "sentinel-secret" in after["SupportedLoginProviders"]["api.twitter.com"]


@pytest.mark.usefixtures("everything")
async def test_changing_one_rule_keeps_the_others(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Changing one rule keeps the order of the rules and everything else."""
    async with operating(app_on(), service) as operator:
        before = all_of(operator, "everything")
        await opens(operator, "everything", SET_ROLES)
        field = await operator.goes_to_field("RoleMappings")
        place = list(field.answer).index(f"{USER_POOL}:abc123")
        await operator.press("g", *["j"] * place, "enter")
        await operator.sees_form("RoleMappings · row")
        await operator.goes_to_field("RulesConfiguration.Rules")
        await operator.press("g", "j", "enter")
        await operator.sees_form("Rules · row")
        await operator.fills(Value="team one")
        await operator.press("ctrl+s")
        await operator.sees_form("RoleMappings · row")
        await operator.press("ctrl+s")
        await operator.sees_form("set-identity-pool-roles")
        await saves(operator, "Set the roles of everything.")
        after = all_of(operator, "everything")
        rules = before["RoleMappings"][f"{USER_POOL}:abc123"]["RulesConfiguration"]["Rules"]
        rules[1]["Value"] = "team one"
        assert before == after


@pytest.mark.usefixtures("everything")
async def test_clearing_the_mappings_keeps_the_roles(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Removing all mappings keeps the default roles."""
    async with operating(app_on(), service) as operator:
        before = all_of(operator, "everything")
        await opens(operator, "everything", SET_ROLES)
        await operator.goes_to_field("RoleMappings")
        await operator.press("d", "d", "d")
        await saves(operator, "Set the roles of everything.")
        after = all_of(operator, "everything")
        assert before == after | {"RoleMappings": before["RoleMappings"]}
        assert not after.get("RoleMappings")


@pytest.mark.usefixtures("everything")
async def test_removing_one_principal_tag_keeps_the_others(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Removing one principal tag keeps the others, including those of other providers."""
    async with operating(app_on(), service) as operator:
        await opens(operator, "everything", SET_TAGS, USER_POOL)
        await operator.goes_to_field("PrincipalTags")
        await operator.press("g", "d")
        await saves(operator, f"Set the principal tags for {USER_POOL} in everything.")
        left = operator.principal_tags("everything", USER_POOL)
        assert left["PrincipalTags"] == {"plan": "custom:plan"}
        assert left["UseDefaults"] is False


# Concurrent changes


async def test_a_concurrent_change_is_not_overwritten(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A change since the form was opened stops the write once; the second time it is sent."""
    async with operating(app_on(), service) as operator:
        await opens(operator, "store-kiosks", SET_ROLES)
        await operator.adds("Roles", RoleType="authenticated", ARNString=ROLE.format("Mine"))
        theirs = {"unauthenticated": ROLE.format("Theirs")}
        service.set_identity_pool_roles(
            IdentityPoolId=operator.pool_id("store-kiosks"), Roles=theirs
        )
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_form("set-identity-pool-roles")
        await operator.sees("✗ Changed by somebody else meanwhile", "Ctrl+S again replaces")
        assert operator.called("set-identity-pool-roles") == 0
        assert operator.roles("store-kiosks")["Roles"] == theirs
        mine = operator.values()["Roles"]
        assert mine["authenticated"] == ROLE.format("Mine")
        await saves(operator, "Set the roles of store-kiosks.")
        assert operator.roles("store-kiosks")["Roles"] == mine


async def test_a_second_concurrent_change_stops_it_again(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Each change by someone else stops the write once, even one after another."""
    async with operating(app_on(), service) as operator:
        await opens(operator, "store-kiosks", UPDATE)
        await operator.fills(IdentityPoolName="kiosks")
        for name in ("one", "two"):
            service.update_identity_pool(
                IdentityPoolId=operator.fields["IdentityPoolId"].answer,
                IdentityPoolName=name,
                AllowUnauthenticatedIdentities=True,
            )
            await operator.press("ctrl+s")
            await operator.agrees()
            await operator.sees_form("update-identity-pool")
            assert operator.called("update-identity-pool") == 0
        await saves(operator, "Saved the configuration of store-kiosks.")
        assert operator.pool("kiosks")["IdentityPoolTags"]["site"] == "all-stores"


async def test_an_unreadable_document_is_not_replaced(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
) -> None:
    """If the current document cannot be read, no form opens that would replace it."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("workforce-sso")
        await operator.rests()
        between.answers["get-identity-pool-roles"] = error(
            "AccessDeniedException",
            "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: "
            "cognito-identity:GetIdentityPoolRoles",
        )
        await operator.runs("set-identity-pool-roles")
        await operator.sees("✗ ", "cognito-identity:GetIdentityPoolRoles")
        await operator.copies("y")
        assert '"Action": "cognito-identity:GetIdentityPoolRoles"' in operator.clipboard
        await operator.is_back()
        await operator.runs(SET_ROLES)
        await operator.sees("✗ ", "cognito-identity:GetIdentityPoolRoles")
        await operator.press("escape")
        await operator.is_back()
        assert operator.called("set-identity-pool-roles") == 0
