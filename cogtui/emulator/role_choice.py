"""The choice of the role for an identity's credentials.

Source: role-based access control in the developer guide, including the order of the steps.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cogtui.emulator import saml
from cogtui.emulator.claims import claim_text, claim_texts
from cogtui.emulator.exceptions import (
    InvalidIdentityPoolConfigurationException,
    NotAuthorizedException,
)
from cogtui.emulator.logins import VerifiedLogin
from cogtui.emulator.pools import IdentityPool

_MATCH_TYPES: dict[str, Callable[[str, str], bool]] = {
    "Equals": lambda claim, value: claim == value,
    "Contains": lambda claim, value: value in claim,
    "StartsWith": lambda claim, value: claim.startswith(value),
}


def choose_role(
    pool: IdentityPool, logins: Sequence[VerifiedLogin], custom_role: str | None
) -> str:
    """Return the ARN of the role that a caller's credentials are for.

    Args:
        pool: The identity's pool.
        logins: The caller's logins; none for a guest.
        custom_role: CustomRoleArn, which selects one of the roles available to the caller.

    Raises:
        NotAuthorizedException: The mapping denies access, or the custom role is not available to
            the caller.
        InvalidIdentityPoolConfigurationException: The pool has no role for guests or for
            authenticated users, respectively.
    """
    role: str | None
    if not logins:
        role = pool.roles.get("unauthenticated")
    else:
        role = _mapped_role(pool, logins, custom_role) or pool.roles.get("authenticated")
    if role is None:
        raise InvalidIdentityPoolConfigurationException
    return role


def _mapped_role(
    pool: IdentityPool, logins: Sequence[VerifiedLogin], custom_role: str | None
) -> str | None:
    """Return the role for the first login with a mapping; None for the default role."""
    for login in logins:
        mapping = pool.role_mappings.get(login.mapping_key)
        if mapping is None and login.provider in pool.saml_provider_arns:
            return _assertion_role(login, custom_role)
        if mapping is not None:
            roles = _mapping_roles(mapping, login.claims, custom_role)
            if custom_role is not None:
                return _pick(roles, custom_role)
            if roles:
                return roles[0]
            if mapping["AmbiguousRoleResolution"] == "Deny":
                raise NotAuthorizedException(
                    f"The ambiguous role mapping rules for: {login.provider} denied this request."
                )
            return None
    return None


def _mapping_roles(
    mapping: Mapping[str, Any], claims: Mapping[str, Any], custom_role: str | None
) -> list[str]:
    """Return the roles that a mapping makes available to a user, the preferred one first."""
    if mapping["Type"] == "Token":
        if custom_role is not None:
            listed = claims.get("cognito:roles")
            return claim_texts(listed) if isinstance(listed, list) else []
        preferred = claims.get("cognito:preferred_role")
        return [claim_text(preferred)] if preferred else []
    rules = mapping["RulesConfiguration"]["Rules"]
    return [rule["RoleARN"] for rule in rules if rule_matches(rule, claims)]


def rule_matches(rule: Mapping[str, str], claims: Mapping[str, Any]) -> bool:
    """Return whether one rule of a mapping matches the claims of a token.

    If the claim is missing, no rule matches, not even NotEqual. If the claim is a list, one
    matching value is enough; NotEqual requires that no value is equal. Values that are not strings
    are compared as JSON.
    """
    if rule["Claim"] not in claims:
        return False
    values = claim_texts(claims[rule["Claim"]])
    if rule["MatchType"] == "NotEqual":
        return rule["Value"] not in values
    return any(_MATCH_TYPES[rule["MatchType"]](value, rule["Value"]) for value in values)


def _assertion_role(login: VerifiedLogin, custom_role: str | None) -> str | None:
    """Return the role in a SAML assertion; if there are several, the caller must select one."""
    roles = list(saml.roles(dict(login.claims)))
    if custom_role is not None:
        return _pick(roles, custom_role)
    if len(roles) > 1:
        raise NotAuthorizedException(
            "The assertion names several roles: CustomRoleArn must pick one."
        )
    return roles[0] if roles else None


def _pick(roles: Sequence[str], custom_role: str) -> str:
    if custom_role not in roles:
        raise NotAuthorizedException(f"Access to Role '{custom_role}' is forbidden.")
    return custom_role
