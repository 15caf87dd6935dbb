"""The roles that somebody may choose among."""

from typing import Any

from cogtui.logins.role_offers import claims_of, role_offer
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
    """Logins as a dialog gives them."""
    return {key: Secret(token) for key, token in logins.items()}


def by_rules(*rules: tuple[str, str], otherwise: str = "Deny") -> dict[str, Any]:
    """A mapping of users, by their sub, to roles."""
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
    """The pool's role for guests is all there is."""
    offer = role_offer(CONFIGURATION, {"Roles": DEFAULTS}, {})
    assert (offer.choice.role, offer.roles, offer.unread) == (ROLE.format("Guest"), (), ())
    assert not offer.is_wide


def test_rules_that_match_offer_their_roles() -> None:
    """Each role once, in the rules' order; those of other users and providers are not offered."""
    mapping = by_rules(("ana", "One"), ("ben", "Ben"), ("ana", "Two"), ("ana", "One"))
    roles = {
        "Roles": DEFAULTS,
        "RoleMappings": {GOOGLE: mapping, FACEBOOK: by_rules(("ana", "Three"))},
    }
    offer = role_offer(CONFIGURATION, roles, secrets(login(GOOGLE, "ana")))
    assert offer.choice.role == ROLE.format("One")
    assert offer.roles == (ROLE.format("One"), ROLE.format("Two"))
    assert offer.is_wide
    one = role_offer(
        CONFIGURATION, roles, secrets(login(GOOGLE, "ana")), custom_role=ROLE.format("Two")
    )
    assert one.choice.role == ROLE.format("Two")


def test_a_single_rule_that_matches_is_no_choice() -> None:
    """The role that the pool chooses anyway is not worth a question."""
    roles = {"Roles": DEFAULTS, "RoleMappings": {GOOGLE: by_rules(("ana", "One"))}}
    offer = role_offer(CONFIGURATION, roles, secrets(login(GOOGLE, "ana")))
    assert offer.roles == (ROLE.format("One"),)
    assert not offer.is_wide


def test_a_token_offers_its_roles() -> None:
    """Those of the user's groups; without a preferred one, nothing is chosen."""
    listed = [ROLE.format("One"), ROLE.format("Two")]
    claims: dict[str, Any] = {"cognito:roles": listed}
    token = id_token(USER_POOL, "ana", **claims)
    roles = {"RoleMappings": {KEY: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}}
    offer = role_offer(CONFIGURATION, roles, {USER_POOL: Secret(token)})
    assert offer.choice.error == "NotAuthorizedException"
    assert offer.roles == tuple(listed)
    assert offer.is_wide


def test_an_assertion_offers_its_roles() -> None:
    """Also where nothing is mapped."""
    pairs = [f"{ROLE.format(name)},{SAML}" for name in ("One", "Two")]
    logins = secrets(login(SAML, "ana", **{SAML_ROLE: pairs}))
    offer = role_offer(CONFIGURATION, {"Roles": DEFAULTS}, logins)
    assert offer.roles == (ROLE.format("One"), ROLE.format("Two"))


def test_a_role_of_another_account_is_not_offered() -> None:
    """The enhanced flow wants those of the pool's own."""
    roles = {"Roles": DEFAULTS, "RoleMappings": {GOOGLE: by_rules(("ana", "One"))}}
    tokens = secrets(login(GOOGLE, "ana"))
    assert role_offer(CONFIGURATION, roles, tokens, account="444455556666").roles == ()
    assert role_offer(CONFIGURATION, roles, tokens, account="111122223333").roles


def test_what_cannot_be_read_is_reported() -> None:
    """An opaque token has no claims, and is named."""
    offer = role_offer(
        CONFIGURATION, {"Roles": DEFAULTS}, secrets({**login(FACEBOOK, "x"), **login(GOOGLE, "x")})
    )
    assert offer.unread == (FACEBOOK,)
    assert claims_of(Secret("opaque")) is None
