"""Roles and role mappings: what can be set, and which role a user gets."""

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
    """A pool whose role mappings a test sets, and the resulting roles."""

    def __init__(self, running: RunningEmulator, client: "CognitoIdentityClient") -> None:
        self.running = running
        self.client = client
        self.id = make_pool(client)

    def map(self, **mappings: Any) -> None:  # noqa: ANN401 - mappings by provider
        """Set the default roles and each provider's mapping."""
        self.client.set_identity_pool_roles(
            IdentityPoolId=self.id, Roles=ROLES, RoleMappings=mappings
        )

    def role(self, provider: str, custom: str | None = None, /, **claims: Any) -> str:  # noqa: ANN401 - any claim
        """Return the name of the role of a user with some claims."""
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
    """Return a new pool for each test."""
    return Pool(emulator, client)


def denied(provider: str) -> str:
    """Return the message of a role mapping's denial."""
    return f"The ambiguous role mapping rules for: {provider} denied this request."


@pytest.mark.inferred
def test_get_roles_of_a_new_pool_has_only_the_id(pool: Pool) -> None:
    """Roles and RoleMappings are absent until they are set."""
    response = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
    assert set(response) - {"ResponseMetadata"} == {"IdentityPoolId"}


def test_roles_come_back_as_set(pool: Pool) -> None:
    """Get returns exactly what was set."""
    mapping = rules(rule("a", "Equals", "b", "R"), otherwise="AuthenticatedRole")
    pool.map(**{GOOGLE: mapping, USER_POOL_KEY: TOKEN})
    response = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
    assert response["Roles"] == ROLES
    assert response["RoleMappings"] == {GOOGLE: mapping, USER_POOL_KEY: TOKEN}


def test_set_roles_replaces_everything(pool: Pool) -> None:
    """Empty roles clear the roles, and omitted members are cleared."""
    pool.map(**{GOOGLE: TOKEN})
    pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={})
    response = pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)
    assert set(response) - {"ResponseMetadata"} == {"IdentityPoolId"}


def test_26_rules_for_one_provider(pool: Pool) -> None:
    """25 rules are accepted; 26 are rejected before the provider's name is checked."""
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
    """A key with https://, without a client, of the developer provider or unknown is invalid."""
    message = f"({key}) is not a valid RoleMapping ProviderName or is not a configured provider."
    with refused("InvalidParameterException", message):
        pool.map(**{key: TOKEN})


@pytest.mark.parametrize("key", [GOOGLE, USER_POOL_KEY, OIDC, SAML])
def test_a_mapping_accepts_each_kind_of_key(pool: Pool, key: str) -> None:
    """Keys are domains, user pools with a client, and ARNs of OpenID Connect and SAML providers."""
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
def test_an_inconsistent_mapping(pool: Pool, mapping: dict[str, Any]) -> None:
    """No resolution, type Rules without rules, and type Token with rules are rejected."""
    with refused("InvalidParameterException"):
        pool.map(**{GOOGLE: mapping})


def test_more_than_ten_mappings(pool: Pool) -> None:
    """RoleMappings has at most ten entries."""
    with refused("ValidationException") as caught:
        pool.map(**{f"p{number}": TOKEN for number in range(11)})
    assert "at 'roleMappings' failed" in caught.text


def test_a_malformed_role_is_forbidden(pool: Pool) -> None:
    """A malformed ARN as a default role or in a rule is rejected as forbidden."""
    bad = "arn:aws:iam::111122223333:user/NotARole"
    with refused("NotAuthorizedException", f"Access to Role '{bad}' is forbidden."):
        pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={"authenticated": bad})
    mapping = rules({**rule("a", "Equals", "b", "R"), "RoleARN": bad})
    with refused("NotAuthorizedException", f"Access to Role '{bad}' is forbidden."):
        pool.map(**{GOOGLE: mapping})


def test_the_trust_policy_is_not_checked_when_roles_are_set(pool: Pool) -> None:
    """Roles that do not exist in IAM can be set, and are returned."""
    with closing(connect(pool.running, "iam")) as iam:
        known = {each["Arn"] for each in iam.list_roles()["Roles"]}
    assert known.isdisjoint(ROLES.values())
    pool.map()
    assert pool.client.get_identity_pool_roles(IdentityPoolId=pool.id)["Roles"] == ROLES


def test_token_mapping_uses_the_preferred_role(pool: Pool) -> None:
    """The role is the one that the token prefers."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    claims = {
        "cognito:roles": [ROLE.format("A"), ROLE.format("B")],
        "cognito:preferred_role": ROLE.format("B"),
    }
    assert pool.role(USER_POOL, **claims) == "B"


def test_token_mapping_allows_a_custom_role_in_the_token(pool: Pool) -> None:
    """CustomRoleArn selects one of the roles in the token."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    claims = {"cognito:roles": [ROLE.format("A"), ROLE.format("B")]}
    assert pool.role(USER_POOL, "A", **claims) == "A"


@pytest.mark.inferred
def test_token_mapping_denies_other_custom_roles(pool: Pool) -> None:
    """A role that is not in the token cannot be selected, whatever the resolution."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    with refused("NotAuthorizedException"):
        pool.role(USER_POOL, "C", **{"cognito:roles": [ROLE.format("A")]})
    with refused("NotAuthorizedException"):
        pool.role(USER_POOL, "C")


def test_token_without_a_preferred_role_is_ambiguous(pool: Pool) -> None:
    """Without a preferred role the resolution decides: the default role or a denial."""
    claims = {"cognito:roles": [ROLE.format("A"), ROLE.format("B")]}
    pool.map(**{USER_POOL_KEY: TOKEN})
    assert pool.role(USER_POOL, **claims) == "Auth"
    pool.map(**{USER_POOL_KEY: {**TOKEN, "AmbiguousRoleResolution": "Deny"}})
    with refused("NotAuthorizedException", denied(USER_POOL)):
        pool.role(USER_POOL, **claims)


def test_the_first_matching_rule_wins(pool: Pool) -> None:
    """Rules are evaluated in order."""
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
    ],
)
def test_match_types(pool: Pool, match: str, value: str, matching: object, other: object) -> None:
    """Each type works on strings and lists, of which any value may match and none may be equal."""
    pool.map(**{GOOGLE: rules(rule("kind", match, value, "Mapped"), otherwise="AuthenticatedRole")})
    assert pool.role(GOOGLE, kind=matching) == "Mapped"
    assert pool.role(GOOGLE, kind=other) == "Auth"


@pytest.mark.inferred
@pytest.mark.parametrize(
    ("match", "value", "matching", "other"),
    [
        ("Equals", "true", True, False),
        ("Equals", "false", False, True),
        ("NotEqual", "true", False, True),
        ("Equals", "3", 3, 30),
        ("Equals", "1.5", 1.5, 2),
        ("StartsWith", "-", -2, 2),
        ("Equals", "3", ["a", 3], ["a", 30]),
        ("Equals", '{"role":"admin"}', {"role": "admin"}, {"role": "user"}),
        ("Contains", '"admin"', {"roles": ["user", "admin"]}, {"roles": ["administrator"]}),
        ("Equals", '["a","b"]', [["a", "b"]], ["a", "b"]),
        ("Contains", "Größe", {"name": "Größe"}, {}),
    ],
)
def test_claims_that_are_not_strings(
    pool: Pool, match: str, value: str, matching: object, other: object
) -> None:
    """A boolean, a number or an object is compared as JSON, and so is each element of a list."""
    pool.map(**{GOOGLE: rules(rule("kind", match, value, "Mapped"), otherwise="AuthenticatedRole")})
    assert pool.role(GOOGLE, kind=matching) == "Mapped"
    assert pool.role(GOOGLE, kind=other) == "Auth"


def test_python_text_of_a_boolean_does_not_match(pool: Pool) -> None:
    """`True` is not valid JSON, so a rule with that value does not match the boolean."""
    pool.map(**{GOOGLE: rules(rule("admin", "Equals", "True", "X"), otherwise="AuthenticatedRole")})
    assert pool.role(GOOGLE, admin=True) == "Auth"


@pytest.mark.inferred
@pytest.mark.parametrize("listed", [ROLE.format("Two"), {ROLE.format("Two"): 1}, 7, None])
def test_roles_that_are_not_a_list(pool: Pool, listed: object) -> None:
    """A `cognito:roles` that is not a list offers no role to choose."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    with refused("NotAuthorizedException"):
        pool.role(USER_POOL, "Two", **{"cognito:roles": listed})


@pytest.mark.inferred
def test_a_preferred_role_that_is_not_a_string(pool: Pool) -> None:
    """It is no role, so that no credentials are issued, and the answer is still an error."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    with refused("InvalidIdentityPoolConfigurationException"):
        pool.role(USER_POOL, **{"cognito:preferred_role": ["A"]})


def test_not_equal_on_a_missing_claim_does_not_match(pool: Pool) -> None:
    """A rule is not evaluated if the token lacks its claim."""
    pool.map(**{GOOGLE: rules(rule("hd", "NotEqual", "x", "Mapped"))})
    with refused("NotAuthorizedException", denied(GOOGLE)):
        pool.role(GOOGLE)


def test_custom_attributes_need_their_prefix(pool: Pool) -> None:
    """A rule on `department` does not match the attribute `custom:department`."""
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


def test_a_custom_role_must_be_that_of_a_matching_rule(pool: Pool) -> None:
    """CustomRoleArn can select the role of any matching rule, but no other role."""
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
    """Rules under an OpenID Connect provider's ARN apply to its tokens' claims."""
    pool.map(**{OIDC: rules(rule("repository", "StartsWith", "example/", "Deploy"))})
    assert pool.role(ISSUER, repository="example/shop") == "Deploy"


def test_a_saml_provider_is_mapped_by_its_arn(pool: Pool) -> None:
    """Rules under a SAML provider's ARN apply to its assertions' attributes, including lists."""
    pool.map(**{SAML: rules(rule("department", "Equals", "Finance", "Finance"))})
    assert pool.role(SAML, department="Finance") == "Finance"
    assert pool.role(SAML, department=["Sales", "Finance"]) == "Finance"


def test_a_saml_assertion_without_a_mapping_uses_its_roles(pool: Pool) -> None:
    """A single role is used; if there are several, CustomRoleArn must select one."""
    one = f"{ROLE.format('One')},{SAML}"
    two = f"{SAML},{ROLE.format('Two')}"
    assert pool_without_defaults(pool).role(SAML, **{SAML_ROLE: one}) == "One"
    assert pool.role(SAML, "Two", **{SAML_ROLE: [one, two]}) == "Two"
    with refused("NotAuthorizedException"):
        pool.role(SAML, **{SAML_ROLE: [one, two]})
    with refused("NotAuthorizedException"):
        pool.role(SAML, "Three", **{SAML_ROLE: [one, two]})


def pool_without_defaults(pool: Pool) -> Pool:
    """Return the pool; this test needs no default roles."""
    pool.client.set_identity_pool_roles(IdentityPoolId=pool.id, Roles={})
    return pool


def test_a_saml_assertion_without_roles_gets_the_default(pool: Pool) -> None:
    """An assertion without roles gets the authenticated role."""
    pool.map()
    assert pool.role(SAML) == "Auth"


@pytest.mark.inferred
def test_a_custom_role_is_ignored_without_a_mapping(pool: Pool) -> None:
    """A provider without a mapping gives the default role, whatever the custom role."""
    pool.map()
    assert pool.role(GOOGLE, "Other") == "Auth"


def test_a_mapping_applies_to_one_client_only(
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


@pytest.mark.inferred
def test_the_mapping_of_the_client_that_the_pool_accepts(pool: Pool) -> None:
    """Of a token for several clients, the first that the pool accepts has the mapping."""
    pool.map(**{USER_POOL_KEY: TOKEN})
    claims = {"cognito:preferred_role": ROLE.format("Mapped")}
    assert pool.role(USER_POOL, aud=["stranger", "abc123"], **claims) == "Mapped"
    assert pool.role(USER_POOL, aud="stranger", azp=["x", "abc123"], **claims) == "Mapped"


def test_mappings_do_not_apply_to_guests(pool: Pool) -> None:
    """Without logins the role is the unauthenticated one."""
    pool.map(**{GOOGLE: rules(rule("a", "Equals", "b", "R"))})
    identity = guest(pool.client, pool.id)
    assert pool.client.get_credentials_for_identity(IdentityId=identity)["Credentials"]


@pytest.mark.inferred
def test_a_mapped_login_decides_over_an_unmapped_one(pool: Pool) -> None:
    """Of two logins, the one with a mapping decides."""
    pool.map(**{GOOGLE: rules(rule("hd", "Equals", "x", "Mapped"))})
    both = {**login(USER_POOL, "ada"), **login(GOOGLE, "ada", hd="y")}
    identity = member(pool.client, pool.id, GOOGLE, "ada")
    with refused("NotAuthorizedException", denied(GOOGLE)):
        pool.client.get_credentials_for_identity(IdentityId=identity, Logins=both)
