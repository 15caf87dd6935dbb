"""The roles of a pool and the mappings that choose among them: what may be set.

Source: SetIdentityPoolRoles in the API reference, role-based access control in the developer
guide, and the answers of the service as people have reported them.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from cogtui.emulator.exceptions import InvalidParameterException, NotAuthorizedException

RULES_PER_PROVIDER = 25
"""The quota that the service enforces; its model would allow 400."""

_ROLE_ARN = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]+")


def check_roles(
    roles: dict[str, str], mappings: dict[str, Any], configured: Collection[str]
) -> None:
    """Check what SetIdentityPoolRoles is to set, in the order in which the service checks.

    Args:
        roles: Role ARNs under `authenticated` and `unauthenticated`.
        mappings: The role mapping of each provider.
        configured: The keys that the pool's providers go by in role mappings.

    Raises:
        InvalidParameterException: Too many rules, an unknown provider, or a mapping that
            contradicts itself.
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
