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

    async def refused(self, operation: str, **parameters: object) -> Explanation:
        """Return the explanation of a call that the pool rejects."""
        return await failed(self.gateway, operation, parameters)


async def guest_access_is_off(people: Scenario) -> Explanation:
    """A guest, while guest access is off."""
    await people.create_pool(AllowUnauthenticatedIdentities=False)
    return await people.refused("get-id", **people.pool)


async def no_login_sent(people: Scenario) -> Explanation:
    """An identity with a login, used without one."""
    await people.create_pool()
    return await people.refused(CREDENTIALS, **await people.identity(ADA))


async def login_of_another_identity(people: Scenario) -> Explanation:
    """A valid token of a different identity."""
    await people.create_pool()
    ada = await people.identity(ADA)
    await people.identity(BEN)
    return await people.refused(
        CREDENTIALS, **ada, Logins=logins(COGNITO, await carls_token(people))
    )


async def carls_token(people: Scenario) -> str:
    """The token of a developer user."""
    token: Secret = (await people.developer("carl"))["Token"]
    return token.reveal()


async def invalid_login(people: Scenario, sent: Mapping[str, Secret]) -> Explanation:
    """A login with an invalid token."""
    await people.create_pool()
    return await people.refused("get-id", **people.pool, Logins=sent)


async def another_provider(people: Scenario) -> Explanation:
    """A user pool that is not in the identity pool."""
    return await invalid_login(people, logins(USER_POOL, id_token(USER_POOL, "ada")))


async def another_issuer(people: Scenario) -> Explanation:
    """A user pool's token under Google's name."""
    return await invalid_login(people, logins(GOOGLE, id_token(USER_POOL, "ada")))


async def an_access_token(people: Scenario) -> Explanation:
    """A token without an audience."""
    return await invalid_login(people, logins(GOOGLE, id_token(GOOGLE, "ada", aud=None)))


async def expired_token(people: Scenario) -> Explanation:
    """A token that has expired."""
    yesterday = int(time.time()) - 86_400
    return await invalid_login(people, logins(GOOGLE, id_token(GOOGLE, "ada", exp=yesterday)))


async def truncated_token(people: Scenario) -> Explanation:
    """A token that was not copied completely."""
    return await invalid_login(people, logins(GOOGLE, id_token(GOOGLE, "ada")[:30]))


async def a_forged_token(people: Scenario) -> Explanation:
    """A forged token of Cognito."""
    await people.create_pool()
    forged = logins(COGNITO, id_token("x", "ada"))
    return await people.refused(CREDENTIALS, **await people.identity(), Logins=forged)


async def a_developer_token_for_get_id(people: Scenario) -> Explanation:
    """A developer user's token where only public providers' tokens are accepted."""
    await people.create_pool()
    sent = logins(COGNITO, await carls_token(people))
    return await people.refused("get-id", **people.pool, Logins=sent)


async def a_developer_provider_in_public(people: Scenario) -> Explanation:
    """A developer user without AWS credentials."""
    return await invalid_login(people, logins(DEVELOPER, "carl"))


async def another_developer_provider(people: Scenario) -> Explanation:
    """A developer provider that is not in the pool."""
    await people.create_pool()
    return await people.refused(DEVELOPER_TOKEN, **people.pool, Logins=logins("other", "carl"))


async def another_developer_provider_in_a_merge(people: Scenario) -> Explanation:
    """A developer provider that is not in the pool, as a separate member."""
    await people.create_pool()
    return await people.refused(
        "merge-developer-identities",
        **people.pool,
        DeveloperProviderName="other",
        SourceUserIdentifier="a",
        DestinationUserIdentifier="b",
    )


async def no_role(people: Scenario) -> Explanation:
    """Credentials of a pool without roles."""
    await people.create_pool()
    return await people.refused(CREDENTIALS, **await people.identity())


async def mapped(people: Scenario, **mapping: object) -> None:
    """Create a pool that maps Google's users to roles."""
    await people.create_pool()
    await people.gateway.call(
        "set-identity-pool-roles",
        REGION,
        {**people.pool, "Roles": {}, "RoleMappings": {GOOGLE: mapping}},
    )


async def no_rule_matches(people: Scenario) -> Explanation:
    """A user who matches no rule, where that denies access."""
    await mapped(people, **RULES, RulesConfiguration={"Rules": [RULE]})
    return await people.refused(CREDENTIALS, **await people.identity(BEN), Logins=BEN)


async def role_of_other_users(people: Scenario) -> Explanation:
    """A role that no rule gives to the user."""
    await mapped(people, **RULES, RulesConfiguration={"Rules": [RULE]})
    role = ROLE.format("ben")
    ada = await people.identity(ADA)
    return await people.refused(CREDENTIALS, **ada, Logins=ADA, CustomRoleArn=role)


async def roles(people: Scenario, **parameters: object) -> Explanation:
    """Roles that the pool does not accept."""
    await people.create_pool()
    wanted = {"Roles": {}, **parameters}
    return await people.refused("set-identity-pool-roles", **people.pool, **wanted)


async def an_unknown_mapping_key(people: Scenario) -> Explanation:
    """A mapping for a URL instead of a provider."""
    token = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    return await roles(people, RoleMappings={f"https://{GOOGLE}": token})


async def too_many_rules(people: Scenario) -> Explanation:
    """One rule more than the limit."""
    rules = {**RULES, "RulesConfiguration": {"Rules": [RULE] * 26}}
    return await roles(people, RoleMappings={GOOGLE: rules})


async def a_role_by_its_name(people: Scenario) -> Explanation:
    """A role's name instead of its ARN."""
    return await roles(people, Roles={"authenticated": "a role by its name, not by its ARN"})


async def role_for_an_unknown_state(people: Scenario) -> Explanation:
    """A role for a state other than the two that exist."""
    return await roles(people, Roles={"admin": ROLE.format("ada")})


async def another_match_type(people: Scenario) -> Explanation:
    """An unknown match type."""
    wrong = {**RULES, "RulesConfiguration": {"Rules": [{**RULE, "MatchType": "Is"}]}}
    return await roles(people, RoleMappings={GOOGLE: wrong})


async def no_classic_flow(people: Scenario) -> Explanation:
    """A token of a pool without the classic flow."""
    await people.create_pool(AllowClassicFlow=False)
    return await people.refused(TOKEN, **await people.identity())


async def classic_flow_and_mappings(people: Scenario) -> Explanation:
    """A token of a pool with role mappings."""
    await mapped(people, **RULES, RulesConfiguration={"Rules": [RULE]})
    return await people.refused(TOKEN, **await people.identity())


async def deleted_pool(people: Scenario) -> Explanation:
    """A pool that was deleted."""
    await people.create_pool()
    await people.gateway.call("delete-identity-pool", REGION, people.pool)
    return await people.refused("describe-identity-pool", **people.pool)


async def deleted_identity(people: Scenario) -> Explanation:
    """An identity that was deleted."""
    await people.create_pool()
    ada = await people.identity(ADA)
    deleted = {"IdentityIdsToDelete": [ada["IdentityId"]]}
    await people.gateway.call("delete-identities", REGION, deleted)
    return await people.refused(CREDENTIALS, **ada, Logins=ADA)


async def user_pool_id(people: Scenario) -> Explanation:
    """A user pool's ID."""
    return await people.refused("get-id", IdentityPoolId="us-east-1_AbCdEfGhI")


async def a_name_too_long(people: Scenario) -> Explanation:
    """A name that is one character too long."""
    wanted = {**POOL, "IdentityPoolName": "n" * 129}
    return await people.refused("create-identity-pool", **wanted)


async def a_user_pool_by_its_id(people: Scenario) -> Explanation:
    """A user pool's ID without its host."""
    wrong = [{"ProviderName": "us-east-1_AbCdEfGhI", "ClientId": "a"}]
    wanted = {**POOL, "CognitoIdentityProviders": wrong}
    return await people.refused("create-identity-pool", **wanted)


async def a_foreign_saml_provider(people: Scenario) -> Explanation:
    """A SAML provider in another account."""
    foreign = SAML.replace("111122223333", "444455556666")
    return await people.refused("create-identity-pool", **{**POOL, "SamlProviderARNs": [foreign]})


async def no_principal_tags(people: Scenario) -> Explanation:
    """Principal tags that were never set."""
    await people.create_pool()
    provider = {"IdentityProviderName": OIDC}
    return await people.refused("get-principal-tag-attribute-map", **people.pool, **provider)


async def a_developer_user_of_another_identity(people: Scenario) -> Explanation:
    """A developer user of a different identity."""
    await people.create_pool()
    await people.developer("carl")
    guest = await people.identity()
    sent = logins(DEVELOPER, "carl")
    return await people.refused(DEVELOPER_TOKEN, **people.pool, **guest, Logins=sent)


async def mismatched_user_and_identity(people: Scenario) -> Explanation:
    """An identity and a developer user that do not belong together."""
    await people.create_pool()
    carl = await people.developer("carl")
    await people.developer("dora")
    pair = {"IdentityId": carl["IdentityId"], "DeveloperUserIdentifier": "dora"}
    return await people.refused("lookup-developer-identity", **people.pool, **pair)
