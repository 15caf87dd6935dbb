"""Evaluation of role trust policies for tokens of this service.

A condition with an unsupported operator never matches.

Source: IAM's reference of policy elements and condition operators, and IAM roles in the developer
guide.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from cogtui.emulator.claims import claim_texts
from cogtui.emulator.tokens import TAGS_CLAIM

ASSUME, TAG = "sts:AssumeRoleWithWebIdentity", "sts:TagSession"

_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda value, expected: value == expected,
    "StringEqualsIgnoreCase": lambda value, expected: value.lower() == expected.lower(),
    # IAM's only wildcards are * and ?; fnmatch also interprets brackets.
    "StringLike": lambda value, expected: fnmatchcase(value, expected.replace("[", "[[]")),
}
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
}


def policy_allows(policy: str, provider: str, claims: Mapping[str, Any]) -> bool:
    """Return whether a trust policy allows the bearer of a token to assume its role.

    Args:
        policy: The trust policy, as JSON.
        provider: The federated provider that signed the token.
        claims: The token's claims.
    """
    statements = list(_iterate(json.loads(policy).get("Statement", [])))
    actions = [ASSUME, TAG] if TAGS_CLAIM in claims else [ASSUME]
    return all(_allowed(statements, action, provider, claims) for action in actions)


def _allowed(
    statements: list[dict[str, Any]], action: str, provider: str, claims: Mapping[str, Any]
) -> bool:
    effects = {
        statement["Effect"]
        for statement in statements
        if _applies(statement, action, provider) and _conditions_match(statement, provider, claims)
    }
    return effects == {"Allow"}


def _applies(statement: Mapping[str, Any], action: str, provider: str) -> bool:
    principal = statement.get("Principal", {})
    federated = ["*"] if principal == "*" else list(_iterate(principal.get("Federated", [])))
    actions = [each.lower() for each in _iterate(statement.get("Action", []))]
    return ("*" in federated or provider in federated) and any(
        _OPERATORS["StringLike"](action.lower(), pattern) for pattern in actions
    )


def _conditions_match(
    statement: Mapping[str, Any], provider: str, claims: Mapping[str, Any]
) -> bool:
    return all(
        _condition_matches(operator, _values(key, provider, claims), claim_texts(expected))
        for operator, tests in statement.get("Condition", {}).items()
        for key, expected in tests.items()
    )


def _values(key: str, provider: str, claims: Mapping[str, Any]) -> list[str] | None:
    """Return the values of a condition key in this request, or None if it is absent."""
    prefix, _, name = key.partition(":")
    if prefix.lower() == provider.lower() and name in claims:
        return claim_texts(claims[name])
    tags: dict[str, list[str]] = claims.get(TAGS_CLAIM, {}).get("principal_tags", {})
    if prefix.lower() == "aws" and name.lower().startswith("requesttag/"):
        return tags.get(name.partition("/")[2])
    if key.lower() == "aws:tagkeys":
        return list(tags)
    return None


def _condition_matches(operator: str, values: list[str] | None, expected: list[str]) -> bool:
    quantifier, _, test = operator.rpartition(":")
    if test == "Null":
        return (values is None) == (expected == ["true"])
    optional = test.endswith("IfExists")
    test = test.removesuffix("IfExists")
    negated = test in _NEGATED
    matches = _OPERATORS.get(_NEGATED.get(test, test))
    if matches is None:
        return False
    if values is None:
        absence_matches = negated and quantifier != "ForAnyValue"
        return optional or absence_matches or quantifier == "ForAllValues"
    results = [any(matches(value, each) for each in expected) != negated for value in values]
    every = quantifier == "ForAllValues" or (negated and not quantifier)
    return all(results) if every else any(results)


def _iterate(value: Any) -> Iterator[Any]:  # noqa: ANN401 - policies have single values or lists
    if isinstance(value, list):
        yield from value
    else:
        yield value
