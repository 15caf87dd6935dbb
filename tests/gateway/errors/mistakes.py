"""The mistakes that users make with identity pools, for an emulator to reject."""

import time
from collections.abc import Mapping
from typing import Any

from cogtui.api_error import Explanation
from cogtui.gateway import Gateway
from cogtui.secret import Secret
from tests.emulator.users import DEVELOPER, GOOGLE, OIDC, ROLE, SAML, SOCIAL, USER_POOL, id_token
from tests.gateway.gateways import REGION, failed

COGNITO = "cognito-identity.amazonaws.com"
CREDENTIALS = "get-credentials-for-identity"
DEVELOPER_TOKEN = "get-open-id-token-for-developer-identity"  # noqa: S105  an operation, not a password
TOKEN = "get-open-id-token"  # noqa: S105  an operation, not a password

POOL: dict[str, Any] = {
    "IdentityPoolName": "people",
    "AllowUnauthenticatedIdentities": True,
    "SupportedLoginProviders": SOCIAL,
    "DeveloperProviderName": DEVELOPER,
}
RULE = {"Claim": "sub", "MatchType": "Equals", "Value": "ada", "RoleARN": ROLE.format("ada")}
RULES = {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}


def logins(provider: str, token: str) -> dict[str, Secret]:
    """Return a login as a form sends it."""
    return {provider: Secret(token)}


ADA = logins(GOOGLE, id_token(GOOGLE, "ada"))
BEN = logins(GOOGLE, id_token(GOOGLE, "ben"))


class Scenario:
    """A pool, and users who use it correctly and incorrectly."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.pool: dict[str, str] = {}

    async def create_pool(self, **settings: object) -> None:
        """Create the pool."""
        made = await self.gateway.call("create-identity-pool", REGION, {**POOL, **settings})
        self.pool = {"IdentityPoolId": made["IdentityPoolId"]}

    async def identity(self, sent: Mapping[str, Secret] | None = None) -> dict[str, str]:
        """Return the identity of a login, or a new guest."""
        wanted: dict[str, Any] = {**self.pool, "Logins": sent} if sent else self.pool
        return await self.gateway.call("get-id", REGION, wanted)

    async def developer(self, user: str, **more: object) -> dict[str, Any]:
        """Return the identity and the token of a developer user."""
        wanted = {**self.pool, "Logins": logins(DEVELOPER, user), **more}
        return await self.gateway.call(DEVELOPER_TOKEN, REGION, wanted)

    async def rejected(self, operation: str, **parameters: object) -> Explanation:
        """Return the explanation of a call that the pool rejects."""
        return await failed(self.gateway, operation, parameters)


async def guest_access_is_off(scenario: Scenario) -> Explanation:
    """A guest, while guest access is off."""
    await scenario.create_pool(AllowUnauthenticatedIdentities=False)
    return await scenario.rejected("get-id", **scenario.pool)


async def no_login_sent(scenario: Scenario) -> Explanation:
    """An identity with a login, used without one."""
    await scenario.create_pool()
    return await scenario.rejected(CREDENTIALS, **await scenario.identity(ADA))


async def login_of_another_identity(scenario: Scenario) -> Explanation:
    """A valid token of a different identity."""
    await scenario.create_pool()
    ada = await scenario.identity(ADA)
    await scenario.identity(BEN)
    return await scenario.rejected(
        CREDENTIALS, **ada, Logins=logins(COGNITO, await carls_token(scenario))
    )


async def carls_token(scenario: Scenario) -> str:
    """The token of a developer user."""
    token: Secret = (await scenario.developer("carl"))["Token"]
    return token.reveal()


async def invalid_login(scenario: Scenario, sent: Mapping[str, Secret]) -> Explanation:
    """A login with an invalid token."""
    await scenario.create_pool()
    return await scenario.rejected("get-id", **scenario.pool, Logins=sent)


async def another_provider(scenario: Scenario) -> Explanation:
    """A user pool that is not in the identity pool."""
    return await invalid_login(scenario, logins(USER_POOL, id_token(USER_POOL, "ada")))


async def another_issuer(scenario: Scenario) -> Explanation:
    """A user pool's token under Google's name."""
    return await invalid_login(scenario, logins(GOOGLE, id_token(USER_POOL, "ada")))


async def an_access_token(scenario: Scenario) -> Explanation:
    """A token without an audience."""
    return await invalid_login(scenario, logins(GOOGLE, id_token(GOOGLE, "ada", aud=None)))


async def expired_token(scenario: Scenario) -> Explanation:
    """A token that has expired."""
    yesterday = int(time.time()) - 86_400
    return await invalid_login(scenario, logins(GOOGLE, id_token(GOOGLE, "ada", exp=yesterday)))


async def truncated_token(scenario: Scenario) -> Explanation:
    """A token that was not copied completely."""
    return await invalid_login(scenario, logins(GOOGLE, id_token(GOOGLE, "ada")[:30]))


async def a_forged_token(scenario: Scenario) -> Explanation:
    """A forged token of Cognito."""
    await scenario.create_pool()
    forged = logins(COGNITO, id_token(COGNITO, "ada"))
    return await scenario.rejected(CREDENTIALS, **await scenario.identity(), Logins=forged)


async def a_developer_token_for_get_id(scenario: Scenario) -> Explanation:
    """A developer user's token where only public providers' tokens are accepted."""
    await scenario.create_pool()
    sent = logins(COGNITO, await carls_token(scenario))
    return await scenario.rejected("get-id", **scenario.pool, Logins=sent)


async def a_developer_provider_in_public(scenario: Scenario) -> Explanation:
    """A developer user without AWS credentials."""
    return await invalid_login(scenario, logins(DEVELOPER, "carl"))


async def another_developer_provider(scenario: Scenario) -> Explanation:
    """A developer provider that is not in the pool."""
    await scenario.create_pool()
    return await scenario.rejected(DEVELOPER_TOKEN, **scenario.pool, Logins=logins("other", "carl"))


async def another_developer_provider_in_a_merge(scenario: Scenario) -> Explanation:
    """A developer provider that is not in the pool, as a separate member."""
    await scenario.create_pool()
    return await scenario.rejected(
        "merge-developer-identities",
        **scenario.pool,
        DeveloperProviderName="other",
        SourceUserIdentifier="a",
        DestinationUserIdentifier="b",
    )


async def no_role(scenario: Scenario) -> Explanation:
    """Credentials of a pool without roles."""
    await scenario.create_pool()
    return await scenario.rejected(CREDENTIALS, **await scenario.identity())


async def mapped(scenario: Scenario, **mapping: object) -> None:
    """Create a pool that maps Google's users to roles."""
    await scenario.create_pool()
    await scenario.gateway.call(
        "set-identity-pool-roles",
        REGION,
        {**scenario.pool, "Roles": {}, "RoleMappings": {GOOGLE: mapping}},
    )


async def no_rule_matches(scenario: Scenario) -> Explanation:
    """A user who matches no rule, where that denies access."""
    await mapped(scenario, **RULES, RulesConfiguration={"Rules": [RULE]})
    return await scenario.rejected(CREDENTIALS, **await scenario.identity(BEN), Logins=BEN)


async def role_of_other_users(scenario: Scenario) -> Explanation:
    """A role that no rule gives to the user."""
    await mapped(scenario, **RULES, RulesConfiguration={"Rules": [RULE]})
    role = ROLE.format("ben")
    ada = await scenario.identity(ADA)
    return await scenario.rejected(CREDENTIALS, **ada, Logins=ADA, CustomRoleArn=role)


async def roles(scenario: Scenario, **parameters: object) -> Explanation:
    """Roles that the pool does not accept."""
    await scenario.create_pool()
    wanted = {"Roles": {}, **parameters}
    return await scenario.rejected("set-identity-pool-roles", **scenario.pool, **wanted)


async def an_unknown_mapping_key(scenario: Scenario) -> Explanation:
    """A mapping for a URL instead of a provider."""
    token = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    return await roles(scenario, RoleMappings={f"https://{GOOGLE}": token})


async def too_many_rules(scenario: Scenario) -> Explanation:
    """One rule more than the limit."""
    rules = {**RULES, "RulesConfiguration": {"Rules": [RULE] * 26}}
    return await roles(scenario, RoleMappings={GOOGLE: rules})


async def a_role_by_its_name(scenario: Scenario) -> Explanation:
    """A role's name instead of its ARN."""
    return await roles(scenario, Roles={"authenticated": "a role by its name, not by its ARN"})


async def role_for_an_unknown_state(scenario: Scenario) -> Explanation:
    """A role for a state other than the two that exist."""
    return await roles(scenario, Roles={"admin": ROLE.format("ada")})


async def another_match_type(scenario: Scenario) -> Explanation:
    """An unknown match type."""
    wrong = {**RULES, "RulesConfiguration": {"Rules": [{**RULE, "MatchType": "Is"}]}}
    return await roles(scenario, RoleMappings={GOOGLE: wrong})


async def no_classic_flow(scenario: Scenario) -> Explanation:
    """A token of a pool without the classic flow."""
    await scenario.create_pool(AllowClassicFlow=False)
    return await scenario.rejected(TOKEN, **await scenario.identity())


async def classic_flow_and_mappings(scenario: Scenario) -> Explanation:
    """A token of a pool with role mappings."""
    await mapped(scenario, **RULES, RulesConfiguration={"Rules": [RULE]})
    return await scenario.rejected(TOKEN, **await scenario.identity())


async def deleted_pool(scenario: Scenario) -> Explanation:
    """A pool that was deleted."""
    await scenario.create_pool()
    await scenario.gateway.call("delete-identity-pool", REGION, scenario.pool)
    return await scenario.rejected("describe-identity-pool", **scenario.pool)


async def deleted_identity(scenario: Scenario) -> Explanation:
    """An identity that was deleted."""
    await scenario.create_pool()
    ada = await scenario.identity(ADA)
    deleted = {"IdentityIdsToDelete": [ada["IdentityId"]]}
    await scenario.gateway.call("delete-identities", REGION, deleted)
    return await scenario.rejected(CREDENTIALS, **ada, Logins=ADA)


async def user_pool_id(scenario: Scenario) -> Explanation:
    """A user pool's ID."""
    return await scenario.rejected("get-id", IdentityPoolId="us-east-1_AbCdEfGhI")


async def a_name_too_long(scenario: Scenario) -> Explanation:
    """A name that is one character too long."""
    wanted = {**POOL, "IdentityPoolName": "n" * 129}
    return await scenario.rejected("create-identity-pool", **wanted)


async def a_user_pool_by_its_id(scenario: Scenario) -> Explanation:
    """A user pool's ID without its host."""
    wrong = [{"ProviderName": "us-east-1_AbCdEfGhI", "ClientId": "a"}]
    wanted = {**POOL, "CognitoIdentityProviders": wrong}
    return await scenario.rejected("create-identity-pool", **wanted)


async def a_foreign_saml_provider(scenario: Scenario) -> Explanation:
    """A SAML provider in another account."""
    foreign = SAML.replace("111122223333", "444455556666")
    return await scenario.rejected(
        "create-identity-pool", **{**POOL, "SamlProviderARNs": [foreign]}
    )


async def no_principal_tags(scenario: Scenario) -> Explanation:
    """Principal tags that were never set."""
    await scenario.create_pool()
    provider = {"IdentityProviderName": OIDC}
    return await scenario.rejected("get-principal-tag-attribute-map", **scenario.pool, **provider)


async def a_developer_user_of_another_identity(scenario: Scenario) -> Explanation:
    """A developer user of a different identity."""
    await scenario.create_pool()
    await scenario.developer("carl")
    guest = await scenario.identity()
    sent = logins(DEVELOPER, "carl")
    return await scenario.rejected(DEVELOPER_TOKEN, **scenario.pool, **guest, Logins=sent)


async def mismatched_user_and_identity(scenario: Scenario) -> Explanation:
    """An identity and a developer user that do not belong together."""
    await scenario.create_pool()
    carl = await scenario.developer("carl")
    await scenario.developer("dora")
    pair = {"IdentityId": carl["IdentityId"], "DeveloperUserIdentifier": "dora"}
    return await scenario.rejected("lookup-developer-identity", **scenario.pool, **pair)
