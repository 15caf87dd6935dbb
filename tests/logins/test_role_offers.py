"""The roles that a user can choose from."""

from typing import Any

from cogtui.logins.role_offers import claims_of, known_roles, role_offer
from cogtui.logins.saml import ROLE as SAML_ROLE
from cogtui.secret import Secret
from tests.emulator.users import (
    FACEBOOK,
    GOOGLE,
    ROLE,
    SAML,
    SOCIAL,
    USER_POOL,
    USER_POOL_CLIENT,
    id_token,
    login,
)

CONFIGURATION: dict[str, Any] = {
    "IdentityPoolId": "us-east-1:x",
    "SupportedLoginProviders": SOCIAL,
    "CognitoIdentityProviders": [USER_POOL_CLIENT],
    "SamlProviderARNs": [SAML],
}
DEFAULTS = {"authenticated": ROLE.format("Auth"), "unauthenticated": ROLE.format("Guest")}
KEY = f"{USER_POOL}:abc123"


def secrets(logins: dict[str, str]) -> dict[str, Secret]:
    """Return logins as a dialog returns them."""
    return {key: Secret(token) for key, token in logins.items()}


def by_rules(*rules: tuple[str, str], otherwise: str = "Deny") -> dict[str, Any]:
    """Return a mapping of users, by their sub, to roles."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": otherwise,
        "RulesConfiguration": {
            "Rules": [
                {"Claim": "sub", "MatchType": "Equals", "Value": sub, "RoleARN": ROLE.format(role)}
                for sub, role in rules
            ]
        },
    }


def test_a_guest_chooses_nothing() -> None:
    """Only the pool's role for guests is available."""
    offer = role_offer(CONFIGURATION, {"Roles": DEFAULTS}, {})
    assert (offer.choice.role, offer.roles, offer.unreadable) == (ROLE.format("Guest"), (), ())
    assert not offer.has_alternatives


def test_matching_rules_offer_their_roles() -> None:
    """Each role is offered once, in the rules' order; those of other users are not offered."""
    mapping = by_rules(("ana", "One"), ("ben", "Ben"), ("ana", "Two"), ("ana", "One"))
    roles = {
        "Roles": DEFAULTS,
        "RoleMappings": {GOOGLE: mapping, FACEBOOK: by_rules(("ana", "Three"))},
    }
    offer = role_offer(CONFIGURATION, roles, secrets(login(GOOGLE, "ana")))
    assert offer.choice.role == ROLE.format("One")
    assert offer.roles == (ROLE.format("One"), ROLE.format("Two"))
    assert offer.has_alternatives
    one = role_offer(
        CONFIGURATION, roles, secrets(login(GOOGLE, "ana")), custom_role=ROLE.format("Two")
    )
    assert one.choice.role == ROLE.format("Two")


def test_a_single_matching_rule_is_no_choice() -> None:
    """The role that the pool chooses anyway is not an alternative."""
    roles = {"Roles": DEFAULTS, "RoleMappings": {GOOGLE: by_rules(("ana", "One"))}}
    offer = role_offer(CONFIGURATION, roles, secrets(login(GOOGLE, "ana")))
    assert offer.roles == (ROLE.format("One"),)
    assert not offer.has_alternatives


def test_a_token_offers_its_roles() -> None:
    """The roles of the user's groups are offered; the pool chooses none if none is preferred."""
    listed = [ROLE.format("One"), ROLE.format("Two")]
    claims: dict[str, Any] = {"cognito:roles": listed}
    token = id_token(USER_POOL, "ana", **claims)
    roles = {"RoleMappings": {KEY: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}}
    offer = role_offer(CONFIGURATION, roles, {USER_POOL: Secret(token)})
    assert offer.choice.error == "NotAuthorizedException"
    assert offer.roles == tuple(listed)
    assert offer.has_alternatives


def test_an_assertion_offers_its_roles() -> None:
    """Its roles are offered even without a mapping."""
    pairs = [f"{ROLE.format(name)},{SAML}" for name in ("One", "Two")]
    logins = secrets(login(SAML, "ana", **{SAML_ROLE: pairs}))
    offer = role_offer(CONFIGURATION, {"Roles": DEFAULTS}, logins)
    assert offer.roles == (ROLE.format("One"), ROLE.format("Two"))


def test_every_role_that_may_be_chosen_is_known() -> None:
    """The defaults, the rules, the token's groups and an assertion name roles, with their paths."""
    named = {
        name: f"arn:aws:iam::111122223333:role/service-role/{name}"
        for name in ("Guest", "Rule", "Group", "Preferred", "Assertion")
    }
    mapping = by_rules(("nobody", "Rule"))
    mapping["RulesConfiguration"]["Rules"][0]["RoleARN"] = named["Rule"]
    roles = {"Roles": {"unauthenticated": named["Guest"]}, "RoleMappings": {GOOGLE: mapping}}
    claims: dict[str, Any] = {
        "cognito:roles": [named["Group"]],
        "cognito:preferred_role": named["Preferred"],
    }
    logins = {
        **login(FACEBOOK, "opaque"),
        **login(SAML, "ana", **{SAML_ROLE: f"{SAML},{named['Assertion']}"}),
        USER_POOL: id_token(USER_POOL, "ana", **claims),
    }
    assert set(filter(None, known_roles(roles, secrets(logins)))) == set(named.values())
    assert list(known_roles({}, {})) == []


def test_a_role_of_another_account_is_not_offered() -> None:
    """The enhanced flow requires a role of the pool's account."""
    roles = {"Roles": DEFAULTS, "RoleMappings": {GOOGLE: by_rules(("ana", "One"))}}
    tokens = secrets(login(GOOGLE, "ana"))
    assert role_offer(CONFIGURATION, roles, tokens, account="444455556666").roles == ()
    assert role_offer(CONFIGURATION, roles, tokens, account="111122223333").roles


def test_unreadable_tokens_are_listed() -> None:
    """An opaque token has no claims, and its key is listed."""
    offer = role_offer(
        CONFIGURATION, {"Roles": DEFAULTS}, secrets({**login(FACEBOOK, "x"), **login(GOOGLE, "x")})
    )
    assert offer.unreadable == (FACEBOOK,)
    assert claims_of(Secret("opaque")) is None
