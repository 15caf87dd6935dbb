"""Add to the service's refusal of a login how its token differs from what the pool accepts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cogtui.api_error import Explanation
from cogtui.logins.checks import Certainty, check_login
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name

_COMPARABLE: Final = re.compile(
    r"Invalid login token(?!\. Token (?:is )?expired)|Token is not from a supported provider"
)
"""Refusals that a comparison can explain; for an expired token the message has both times."""


def explain_refused_logins(
    explanation: Explanation,
    configuration: Mapping[str, Any],
    logins: Mapping[str, Secret | str],
    now: float,
) -> Explanation:
    """Add the differences between the logins of a call and the pool to the cause of a refusal.

    Args:
        explanation: Why the call failed.
        configuration: The response of DescribeIdentityPool; empty if it is unknown.
        logins: The tokens by the keys of `Logins`; a developer user identifier is plain text.
        now: The current time, in seconds since the epoch.

    Returns:
        The explanation with, for instance, the token's audience beside the pool's app IDs. It is
        unchanged if the failure is another one, or if no difference is found.
    """
    if not configuration or not _COMPARABLE.search(explanation.detail):
        return explanation
    found = list(_differences(explanation.operation, configuration, logins, now))
    return explanation._replace(cause=" ".join([explanation.cause, *found]))


def _differences(
    operation: str, configuration: Mapping[str, Any], logins: Mapping[str, Secret | str], now: float
) -> Iterator[str]:
    tokens = {key: token for key, token in logins.items() if isinstance(token, Secret)}
    for key, token in tokens.items():
        prefix = f"{login_name(key)}: " if len(tokens) > 1 else ""
        for finding in check_login(configuration, key, token, now, operation=operation):
            if finding.certainty is not Certainty.UNCERTAIN:
                yield f"{prefix}{finding.message}"
