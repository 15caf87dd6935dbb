"""The mistakes that people make with identity pools, for an emulator to refuse."""

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
DEVELOPER_TOKEN = "get-open-id-token-for-developer-identity"  # noqa: S105  an operation
TOKEN = "get-open-id-token"  # noqa: S105  an operation

POOL: dict[str, Any] = {
    "IdentityPoolName": "people",
    "AllowUnauthenticatedIdentities": True,
    "SupportedLoginProviders": SOCIAL,
    "DeveloperProviderName": DEVELOPER,
}
RULE = {"Claim": "sub", "MatchType": "Equals", "Value": "ada", "RoleARN": ROLE.format("ada")}
RULES = {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}


def logins(provider: str, token: str) -> dict[str, Secret]:
    """A login as a form sends it."""
    return {provider: Secret(token)}


ADA = logins(GOOGLE, id_token(GOOGLE, "ada"))
BEN = logins(GOOGLE, id_token(GOOGLE, "ben"))


class People:
    """A pool, and people who use it rightly and wrongly."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.pool: dict[str, str] = {}

    async def move_in(self, **settings: object) -> None:
        """Makes the pool."""
        made = await self.gateway.call("create-identity-pool", REGION, {**POOL, **settings})
        self.pool = {"IdentityPoolId": made["IdentityPoolId"]}

    async def identity(self, sent: Mapping[str, Secret] | None = None) -> dict[str, str]:
        """The identity of a login, or a new guest."""
        wanted: dict[str, Any] = {**self.pool, "Logins": sent} if sent else self.pool
        return await self.gateway.call("get-id", REGION, wanted)

    async def developer(self, user: str, **more: object) -> dict[str, Any]:
        """The identity and the token of a developer user."""
        wanted = {**self.pool, "Logins": logins(DEVELOPER, user), **more}
        return await self.gateway.call(DEVELOPER_TOKEN, REGION, wanted)

    async def refused(self, operation: str, **parameters: object) -> Explanation:
        """What is told of a call that the pool refuses."""
        return await failed(self.gateway, operation, parameters)


async def guests_are_off(people: People) -> Explanation:
    """A guest where there are to be none."""
    await people.move_in(AllowUnauthenticatedIdentities=False)
    return await people.refused("get-id", **people.pool)


async def no_login_sent(people: People) -> Explanation:
    """An identity that has a login, used as a guest's."""
    await people.move_in()
    return await people.refused(CREDENTIALS, **await people.identity(ADA))


async def somebody_elses_login(people: People) -> Explanation:
    """A good token, but of another identity."""
    await people.move_in()
    ada = await people.identity(ADA)
    await people.identity(BEN)
    return await people.refused(CREDENTIALS, **ada, Logins=logins(COGNITO, await carls(people)))


async def carls(people: People) -> str:
    """The token of a developer user."""
    token: Secret = (await people.developer("carl"))["Token"]
    return token.reveal()


async def a_login(people: People, sent: Mapping[str, Secret]) -> Explanation:
    """A login that is not good."""
    await people.move_in()
    return await people.refused("get-id", **people.pool, Logins=sent)


async def another_provider(people: People) -> Explanation:
    """A user pool that the identity pool does not have."""
    return await a_login(people, logins(USER_POOL, id_token(USER_POOL, "ada")))


async def another_issuer(people: People) -> Explanation:
    """A user pool's token under Google's name."""
    return await a_login(people, logins(GOOGLE, id_token(USER_POOL, "ada")))


async def an_access_token(people: People) -> Explanation:
    """A token that is not for anybody."""
    return await a_login(people, logins(GOOGLE, id_token(GOOGLE, "ada", aud=None)))


async def a_token_of_yesterday(people: People) -> Explanation:
    """A token that was good once."""
    yesterday = int(time.time()) - 86_400
    return await a_login(people, logins(GOOGLE, id_token(GOOGLE, "ada", exp=yesterday)))


async def half_a_token(people: People) -> Explanation:
    """A token that was not copied whole."""
    return await a_login(people, logins(GOOGLE, id_token(GOOGLE, "ada")[:30]))


async def a_forged_token(people: People) -> Explanation:
    """A token as if Cognito had given it."""
    await people.move_in()
    forged = logins(COGNITO, id_token("x", "ada"))
    return await people.refused(CREDENTIALS, **await people.identity(), Logins=forged)


async def a_developer_token_for_get_id(people: People) -> Explanation:
    """A developer user's token where only providers' own are taken."""
    await people.move_in()
    sent = logins(COGNITO, await carls(people))
    return await people.refused("get-id", **people.pool, Logins=sent)


async def a_developer_provider_in_public(people: People) -> Explanation:
    """A developer user without the developer's credentials."""
    return await a_login(people, logins(DEVELOPER, "carl"))


async def another_developer_provider(people: People) -> Explanation:
    """A developer provider that the pool does not have."""
    await people.move_in()
    return await people.refused(DEVELOPER_TOKEN, **people.pool, Logins=logins("other", "carl"))


async def another_developer_provider_in_a_merge(people: People) -> Explanation:
    """The same where the provider is a member of its own."""
    await people.move_in()
    return await people.refused(
        "merge-developer-identities",
        **people.pool,
        DeveloperProviderName="other",
        SourceUserIdentifier="a",
        DestinationUserIdentifier="b",
    )


async def no_role(people: People) -> Explanation:
    """Credentials of a pool that nobody gave a role."""
    await people.move_in()
    return await people.refused(CREDENTIALS, **await people.identity())


async def mapped(people: People, **mapping: object) -> None:
    """Makes a pool that maps Google's users to roles."""
    await people.move_in()
    await people.gateway.call(
        "set-identity-pool-roles",
        REGION,
        {**people.pool, "Roles": {}, "RoleMappings": {GOOGLE: mapping}},
    )


async def no_rule_matches(people: People) -> Explanation:
    """A user whom no rule is for, where that denies."""
    await mapped(people, **RULES, RulesConfiguration={"Rules": [RULE]})
    return await people.refused(CREDENTIALS, **await people.identity(BEN), Logins=BEN)


async def a_role_of_others(people: People) -> Explanation:
    """A role that no rule gives the user."""
    await mapped(people, **RULES, RulesConfiguration={"Rules": [RULE]})
    role = ROLE.format("ben")
    ada = await people.identity(ADA)
    return await people.refused(CREDENTIALS, **ada, Logins=ADA, CustomRoleArn=role)


async def roles(people: People, **parameters: object) -> Explanation:
    """Roles that the pool does not take."""
    await people.move_in()
    wanted = {"Roles": {}, **parameters}
    return await people.refused("set-identity-pool-roles", **people.pool, **wanted)


async def an_unknown_mapping_key(people: People) -> Explanation:
    """A mapping for a URL in place of a provider."""
    token = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    return await roles(people, RoleMappings={f"https://{GOOGLE}": token})


async def too_many_rules(people: People) -> Explanation:
    """One rule more than there may be."""
    rules = {**RULES, "RulesConfiguration": {"Rules": [RULE] * 26}}
    return await roles(people, RoleMappings={GOOGLE: rules})


async def a_role_by_its_name(people: People) -> Explanation:
    """A role that is not named by its ARN."""
    return await roles(people, Roles={"authenticated": "a role by its name, not by its ARN"})


async def a_role_for_nobody(people: People) -> Explanation:
    """A role for another state than the two there are."""
    return await roles(people, Roles={"admin": ROLE.format("ada")})


async def another_match_type(people: People) -> Explanation:
    """A comparison that there is not."""
    wrong = {**RULES, "RulesConfiguration": {"Rules": [{**RULE, "MatchType": "Is"}]}}
    return await roles(people, RoleMappings={GOOGLE: wrong})


async def no_classic_flow(people: People) -> Explanation:
    """A token of a pool that gives only credentials."""
    await people.move_in(AllowClassicFlow=False)
    return await people.refused(TOKEN, **await people.identity())


async def classic_flow_and_mappings(people: People) -> Explanation:
    """A token of a pool that maps users to roles."""
    await mapped(people, **RULES, RulesConfiguration={"Rules": [RULE]})
    return await people.refused(TOKEN, **await people.identity())


async def a_pool_that_is_gone(people: People) -> Explanation:
    """A pool that was deleted."""
    await people.move_in()
    await people.gateway.call("delete-identity-pool", REGION, people.pool)
    return await people.refused("describe-identity-pool", **people.pool)


async def an_identity_that_is_gone(people: People) -> Explanation:
    """An identity that was deleted."""
    await people.move_in()
    ada = await people.identity(ADA)
    deleted = {"IdentityIdsToDelete": [ada["IdentityId"]]}
    await people.gateway.call("delete-identities", REGION, deleted)
    return await people.refused(CREDENTIALS, **ada, Logins=ADA)


async def a_user_pools_id(people: People) -> Explanation:
    """The id of another kind of pool."""
    return await people.refused("get-id", IdentityPoolId="us-east-1_AbCdEfGhI")


async def a_name_too_long(people: People) -> Explanation:
    """One letter more than there may be."""
    wanted = {**POOL, "IdentityPoolName": "n" * 129}
    return await people.refused("create-identity-pool", **wanted)


async def a_user_pool_by_its_id(people: People) -> Explanation:
    """A user pool without its host."""
    wrong = [{"ProviderName": "us-east-1_AbCdEfGhI", "ClientId": "a"}]
    wanted = {**POOL, "CognitoIdentityProviders": wrong}
    return await people.refused("create-identity-pool", **wanted)


async def a_foreign_saml_provider(people: People) -> Explanation:
    """A provider in another account."""
    foreign = SAML.replace("111122223333", "444455556666")
    return await people.refused("create-identity-pool", **{**POOL, "SamlProviderARNs": [foreign]})


async def no_principal_tags(people: People) -> Explanation:
    """Tags that nobody set."""
    await people.move_in()
    provider = {"IdentityProviderName": OIDC}
    return await people.refused("get-principal-tag-attribute-map", **people.pool, **provider)


async def a_developer_user_of_another_identity(people: People) -> Explanation:
    """A developer user who is to be a guest too."""
    await people.move_in()
    await people.developer("carl")
    guest = await people.identity()
    sent = logins(DEVELOPER, "carl")
    return await people.refused(DEVELOPER_TOKEN, **people.pool, **guest, Logins=sent)


async def a_pair_that_is_none(people: People) -> Explanation:
    """The identity of one developer user and the name of another."""
    await people.move_in()
    carl = await people.developer("carl")
    await people.developer("dora")
    pair = {"IdentityId": carl["IdentityId"], "DeveloperUserIdentifier": "dora"}
    return await people.refused("lookup-developer-identity", **people.pool, **pair)
