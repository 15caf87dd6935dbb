"""Validation of a pool's roles and role mappings.

Source: SetIdentityPoolRoles in the API reference, role-based access control in the developer
guide, and public reports of the service's responses.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from cogtui.emulator.exceptions import InvalidParameterException, NotAuthorizedException

RULES_PER_PROVIDER = 25
"""The quota that the service enforces; its model allows 400."""

_ROLE_ARN = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]+")


def check_roles(
    roles: dict[str, str], mappings: dict[str, Any], configured: Collection[str]
) -> None:
    """Check the arguments of SetIdentityPoolRoles in the same order as the service.

    Args:
        roles: Role ARNs under `authenticated` and `unauthenticated`.
        mappings: The role mappings by provider.
        configured: The keys of the pool's providers in role mappings.

    Raises:
        InvalidParameterException: A mapping has too many rules or an unknown provider, or is
            inconsistent.
        NotAuthorizedException: A role's ARN is malformed.
    """
    for mapping in mappings.values():
        if len(_rules(mapping)) > RULES_PER_PROVIDER:
            raise InvalidParameterException(
                f"The number of rules in the request exceeded {RULES_PER_PROVIDER}."
            )
    for provider, mapping in mappings.items():
        if provider not in configured:
            raise InvalidParameterException(
                f"({provider}) is not a valid RoleMapping ProviderName or is not a configured "
                "provider."
            )
        _check_mapping(provider, mapping)
    for arn in _all_roles(roles, mappings):
        if not _ROLE_ARN.fullmatch(arn):
            raise NotAuthorizedException(f"Access to Role '{arn}' is forbidden.")


def _check_mapping(provider: str, mapping: dict[str, Any]) -> None:
    if "AmbiguousRoleResolution" not in mapping:
        raise InvalidParameterException(f"AmbiguousRoleResolution is required for {provider}.")
    if (mapping["Type"] == "Rules") != ("RulesConfiguration" in mapping):
        raise InvalidParameterException(
            f"RulesConfiguration goes with the mapping type Rules, and only with it: {provider}."
        )


def _rules(mapping: dict[str, Any]) -> list[dict[str, str]]:
    rules: list[dict[str, str]] = mapping.get("RulesConfiguration", {}).get("Rules", [])
    return rules


def _all_roles(roles: dict[str, str], mappings: dict[str, Any]) -> Iterator[str]:
    yield from roles.values()
    for mapping in mappings.values():
        for rule in _rules(mapping):
            yield rule["RoleARN"]
