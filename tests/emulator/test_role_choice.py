"""Roles and role mappings: what may be set, and which role a user gets by them."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.connection import connect, refused
from tests.emulator.users import (
    DEVELOPER,
    GOOGLE,
    ISSUER,
    OIDC,
    ROLE,
    SAML,
    USER_POOL,
    guest,
    login,
    make_pool,
    member,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

USER_POOL_KEY = f"{USER_POOL}:abc123"
ROLES = {"authenticated": ROLE.format("Auth"), "unauthenticated": ROLE.format("Guest")}
TOKEN = {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"}
SAML_ROLE = "https://aws.amazon.com/SAML/Attributes/Role"


def rule(claim: str, match: str, value: str, role: str) -> dict[str, str]:
    """Return one rule."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": ROLE.format(role)}


def rules(*listed: dict[str, str], otherwise: str = "Deny") -> dict[str, Any]:
    """Return a mapping by rules."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": otherwise,
        "RulesConfiguration": {"Rules": list(listed)},
    }


class Pool:
    """A pool whose mappings a test sets, and the roles that its users get."""

    def __init__(self, running: RunningEmulator, client: "CognitoIdentityClient") -> None:
        self.running = running
        self.client = client
        self.id = make_pool(client)

    def map(self, **mappings: Any) -> None:  # noqa: ANN401 - mappings by provider
        """Set the default roles and the mapping of each provider."""
        self.client.set_identity_pool_roles(
            IdentityPoolId=self.id, Roles=ROLES, RoleMappings=mappings
        )

    def role(self, provider: str, custom: str | None = None, /, **claims: Any) -> str:  # noqa: ANN401 - any claim
        """Return the name of the role that a user with some claims gets."""
        logins = login(provider, "ada", **claims)
        identity = self.client.get_id(IdentityPoolId=self.id, Logins=logins)["IdentityId"]
        more = {"CustomRoleArn": ROLE.format(custom)} if custom else {}
        vended = self.client.get_credentials_for_identity(
            IdentityId=identity, Logins=logins, **more
        )["Credentials"]
        keys = {
            "aws_access_key_id": vended["AccessKeyId"],
            "aws_secret_access_key": vended["SecretKey"],
            "aws_session_token": vended["SessionToken"],
        }
        with closing(connect(self.running, "sts", **keys)) as sts:
            return str(sts.get_caller_identity()["Arn"]).split("/")[1]


@pytest.fixture
def pool(emulator: RunningEmulator, client: "CognitoIdentityClient") -> Pool:
    """Return a pool of its own for each test."""
    return Pool(emulator, client)


def denied(provider: str) -> str:
    """Return the text of a denial by a mapping."""
    return f"The ambiguous role mapping rules for: {provider} denied this request."


@pytest.mark.inferred
def test_get_roles_of_a_new_pool_has_only_the_id(pool: Pool) -> None:
    """Neither Roles nor RoleMappings are there before they are set."""
    answer = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
    assert set(answer) - {"ResponseMetadata"} == {"IdentityPoolId"}


def test_roles_come_back_as_set(pool: Pool) -> None:
    """Get answers what Set was given, to the rule."""
    mapping = rules(rule("a", "Equals", "b", "R"), otherwise="AuthenticatedRole")
    pool.map(**{GOOGLE: mapping, USER_POOL_KEY: TOKEN})
    answer = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
    assert answer["Roles"] == ROLES
    assert answer["RoleMappings"] == {GOOGLE: mapping, USER_POOL_KEY: TOKEN}


def test_set_roles_replaces_everything(pool: Pool) -> None:
    """Empty roles clear, and what is omitted is gone."""
    pool.map(**{GOOGLE: TOKEN})
    pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={})
    answer = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
    assert set(answer) - {"ResponseMetadata"} == {"IdentityPoolId"}


def test_26_rules_for_one_provider(pool: Pool) -> None:
    """25 rules are taken, 26 refused, and that is checked before the provider's name."""
    twenty_five = [rule("a", "Equals", str(number), "R") for number in range(25)]
    pool.map(**{GOOGLE: rules(*twenty_five)})
    message = "The number of rules in the request exceeded 25."
    for provider in (GOOGLE, "no.such.provider"):
        with refused("InvalidParameterException", message):
            pool.map(**{provider: rules(*twenty_five, rule("a", "Equals", "26", "R"))})


@pytest.mark.parametrize(
    "key",
    [
        f"https://{GOOGLE}",
        USER_POOL,
        f"{USER_POOL}:otherclient",
        f"https://{USER_POOL_KEY}",
        ISSUER,
        DEVELOPER,
        "api.twitter.com",
    ],
)
def test_a_mapping_needs_the_exact_key_of_a_provider(pool: Pool, key: str) -> None:
    """A key with https://, without the client, of the developer provider or of none is invalid."""
    message = f"({key}) is not a valid RoleMapping ProviderName or is not a configured provider."
    with refused("InvalidParameterException", message):
        pool.map(**{key: TOKEN})


@pytest.mark.parametrize("key", [GOOGLE, USER_POOL_KEY, OIDC, SAML])
def test_a_mapping_takes_each_kind_of_key(pool: Pool, key: str) -> None:
    """A domain, a user pool with its client, and the ARNs of OpenID Connect and SAML providers."""
    pool.map(**{key: rules(rule("a", "Equals", "b", "R"))})


@pytest.mark.inferred
@pytest.mark.parametrize(
    "mapping",
    [
        {"Type": "Token"},
        {"Type": "Rules", "AmbiguousRoleResolution": "Deny"},
        {**rules(rule("a", "Equals", "b", "R")), "Type": "Token"},
    ],
)
def test_a_mapping_that_contradicts_itself(pool: Pool, mapping: dict[str, Any]) -> None:
    """No resolution, Rules without rules, and Token with rules are refused."""
    with refused("InvalidParameterException"):
        pool.map(**{GOOGLE: mapping})


def test_more_than_ten_mappings(pool: Pool) -> None:
    """RoleMappings holds at most ten providers."""
    with refused("ValidationException") as caught:
        pool.map(**{f"p{number}": TOKEN for number in range(11)})
    assert "at 'roleMappings' failed" in caught.text


def test_a_malformed_role_is_forbidden(pool: Pool) -> None:
    """A role that is none, as the default or in a rule, is refused as not permitted."""
    bad = "arn:aws:iam::111122223333:user/NotARole"
    with refused("NotAuthorizedException", f"Access to Role '{bad}' is forbidden."):
        pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={"authenticated": bad})
    mapping = rules({**rule("a", "Equals", "b", "R"), "RoleARN": bad})
    with refused("NotAuthorizedException", f"Access to Role '{bad}' is forbidden."):
        pool.map(**{GOOGLE: mapping})


def test_the_trust_policy_is_not_checked_when_roles_are_set(pool: Pool) -> None:
    """Roles that IAM does not know can be set, and are then answered."""
    with closing(connect(pool.running, "iam")) as iam:
        known = {each["Arn"] for each in iam.list_roles()["Roles"]}
    assert known.isdisjoint(ROLES.values())
    pool.map()
    assert pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)["Roles"] == ROLES


def test_token_takes_the_preferred_role(pool: Pool) -> None:
    """The role that the user pool prefers is taken."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    claims = {
        "cognito:roles": [ROLE.format("A"), ROLE.format("B")],
        "cognito:preferred_role": ROLE.format("B"),
    }
    assert pool.role(USER_POOL, **claims) == "B"


def test_token_takes_a_custom_role_that_is_among_the_users(pool: Pool) -> None:
    """CustomRoleArn picks one of the roles in the token."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    claims = {"cognito:roles": [ROLE.format("A"), ROLE.format("B")]}
    assert pool.role(USER_POOL, "A", **claims) == "A"


@pytest.mark.inferred
def test_token_denies_a_custom_role_that_is_not(pool: Pool) -> None:
    """A role that is not in the token cannot be picked, whatever the resolution."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    with refused("NotAuthorizedException"):
        pool.role(USER_POOL, "C", **{"cognito:roles": [ROLE.format("A")]})
    with refused("NotAuthorizedException"):
        pool.role(USER_POOL, "C")


def test_token_without_a_preferred_role_is_ambiguous(pool: Pool) -> None:
    """Several roles and none preferred: the default role, or a denial."""
    claims = {"cognito:roles": [ROLE.format("A"), ROLE.format("B")]}
    pool.map(**{USER_POOL_KEY: TOKEN})
    assert pool.role(USER_POOL, **claims) == "Auth"
    pool.map(**{USER_POOL_KEY: {**TOKEN, "AmbiguousRoleResolution": "Deny"}})
    with refused("NotAuthorizedException", denied(USER_POOL)):
        pool.role(USER_POOL, **claims)


def test_the_first_rule_that_matches_wins(pool: Pool) -> None:
    """Rules are tried in order."""
    pool.map(
        **{
            GOOGLE: rules(
                rule("hd", "Equals", "other.example", "Other"),
                rule("hd", "StartsWith", "exam", "First"),
                rule("hd", "Equals", "example.com", "Second"),
            )
        }
    )
    assert pool.role(GOOGLE, hd="example.com") == "First"


@pytest.mark.parametrize(
    ("match", "value", "matching", "other"),
    [
        ("Equals", "admin", "admin", "administrator"),
        ("StartsWith", "adm", "admin", "sysadmin"),
        ("Contains", "dmi", "admin", "user"),
        ("NotEqual", "guest", "admin", "guest"),
        ("Equals", "a", ["b", "a"], ["b", "ab"]),
        ("Contains", "mana", ["staff", "managers"], ["staff"]),
        ("NotEqual", "a", ["b"], ["b", "a"]),
        ("Equals", "True", True, False),
    ],
)
def test_match_types(pool: Pool, match: str, value: str, matching: object, other: object) -> None:
    """Each match type on text and on lists, where any value may match and none may not equal."""
    pool.map(**{GOOGLE: rules(rule("kind", match, value, "Mapped"), otherwise="AuthenticatedRole")})
    assert pool.role(GOOGLE, kind=matching) == "Mapped"
    assert pool.role(GOOGLE, kind=other) == "Auth"


def test_not_equal_on_a_missing_claim_does_not_match(pool: Pool) -> None:
    """A rule is not evaluated for a token that lacks its claim."""
    pool.map(**{GOOGLE: rules(rule("hd", "NotEqual", "x", "Mapped"))})
    with refused("NotAuthorizedException", denied(GOOGLE)):
        pool.role(GOOGLE)


def test_custom_attributes_need_their_prefix(pool: Pool) -> None:
    """A rule on `department` does not see the attribute `custom:department`."""
    claims = {"custom:department": "sales"}
    mapping = {"otherwise": "AuthenticatedRole"}
    pool.map(**{USER_POOL_KEY: rules(rule("department", "Equals", "sales", "Sales"), **mapping)})
    assert pool.role(USER_POOL, **claims) == "Auth"
    pool.map(
        **{USER_POOL_KEY: rules(rule("custom:department", "Equals", "sales", "Sales"), **mapping)}
    )
    assert pool.role(USER_POOL, **claims) == "Sales"


def test_no_rule_matches(pool: Pool) -> None:
    """The resolution decides: the default role, or a denial that names the provider."""
    listed = rule("hd", "Equals", "example.com", "Mapped")
    pool.map(**{GOOGLE: rules(listed, otherwise="AuthenticatedRole")})
    assert pool.role(GOOGLE, hd="else") == "Auth"
    pool.map(**{GOOGLE: rules(listed)})
    with refused("NotAuthorizedException", denied(GOOGLE)):
        pool.role(GOOGLE, hd="else")


def test_a_custom_role_narrows_rules_to_those_that_match(pool: Pool) -> None:
    """CustomRoleArn picks a later rule's role if that rule matches too, and no other."""
    pool.map(
        **{
            GOOGLE: rules(
                rule("hd", "StartsWith", "exam", "First"),
                rule("hd", "Equals", "example.com", "Second"),
                rule("hd", "Equals", "else", "Third"),
            )
        }
    )
    assert pool.role(GOOGLE, "Second", hd="example.com") == "Second"
    with refused("NotAuthorizedException"):
        pool.role(GOOGLE, "Third", hd="example.com")


def test_an_open_id_provider_is_mapped_by_its_arn(pool: Pool) -> None:
    """Claims of an OpenID Connect token meet the rules under the provider's ARN."""
    pool.map(**{OIDC: rules(rule("repository", "StartsWith", "example/", "Deploy"))})
    assert pool.role(ISSUER, repository="example/shop") == "Deploy"


def test_a_saml_provider_is_mapped_by_its_arn(pool: Pool) -> None:
    """Attributes of an assertion meet the rules under the provider's ARN, also lists of them."""
    pool.map(**{SAML: rules(rule("department", "Equals", "Finance", "Finance"))})
    assert pool.role(SAML, department="Finance") == "Finance"
    assert pool.role(SAML, department=["Sales", "Finance"]) == "Finance"


def test_a_saml_assertion_without_a_mapping_brings_its_roles(pool: Pool) -> None:
    """One role is taken; of several CustomRoleArn must pick one of them."""
    one = f"{ROLE.format('One')},{SAML}"
    two = f"{SAML},{ROLE.format('Two')}"
    assert pool_without_defaults(pool).role(SAML, **{SAML_ROLE: one}) == "One"
    assert pool.role(SAML, "Two", **{SAML_ROLE: [one, two]}) == "Two"
    with refused("NotAuthorizedException"):
        pool.role(SAML, **{SAML_ROLE: [one, two]})
    with refused("NotAuthorizedException"):
        pool.role(SAML, "Three", **{SAML_ROLE: [one, two]})


def pool_without_defaults(pool: Pool) -> Pool:
    """Return the pool, which needs no default roles for this."""
    pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={})
    return pool


def test_a_saml_assertion_without_roles_gets_the_default(pool: Pool) -> None:
    """An assertion that names no role leads to the authenticated role."""
    pool.map()
    assert pool.role(SAML) == "Auth"


@pytest.mark.inferred
def test_a_custom_role_is_ignored_where_nothing_is_mapped(pool: Pool) -> None:
    """A provider without a mapping gives the default role whatever is asked for."""
    pool.map()
    assert pool.role(GOOGLE, "Other") == "Auth"


def test_a_mapping_of_one_client_is_not_for_another(
    emulator: RunningEmulator, client: "CognitoIdentityClient"
) -> None:
    """Tokens of the user pool's other client get the default role."""
    pool = Pool(emulator, client)
    client.update_identity_pool(
        IdentityPoolId=pool.id,
        IdentityPoolName="people",
        AllowUnauthenticatedIdentities=True,
        CognitoIdentityProviders=[
            {"ProviderName": USER_POOL, "ClientId": "abc123"},
            {"ProviderName": USER_POOL, "ClientId": "web"},
        ],
    )
    pool.map(**{USER_POOL_KEY: TOKEN})
    claims = {"cognito:preferred_role": ROLE.format("Mapped")}
    assert pool.role(USER_POOL, **claims) == "Mapped"
    assert pool.role(USER_POOL, aud="web", **claims) == "Auth"


def test_guests_never_meet_a_mapping(pool: Pool) -> None:
    """Without logins the role is the unauthenticated one."""
    pool.map(**{GOOGLE: rules(rule("a", "Equals", "b", "R"))})
    identity = guest(pool.client, pool.id)
    assert pool.client.get_credentials_for_identity(IdentityId=identity)["Credentials"]


@pytest.mark.inferred
def test_an_unmapped_login_comes_before_a_mapped_one(pool: Pool) -> None:
    """With two logins, the one that has a mapping decides."""
    pool.map(**{GOOGLE: rules(rule("hd", "Equals", "x", "Mapped"))})
    both = {**login(USER_POOL, "ada"), **login(GOOGLE, "ada", hd="y")}
    identity = member(pool.client, pool.id, GOOGLE, "ada")
    with refused("NotAuthorizedException", denied(GOOGLE)):
        pool.client.get_credentials_for_identity(IdentityId=identity, Logins=both)
