"""Recognize a misspelt key of `Logins`, and find the key that was intended.

The forms are mistakes that people really make: an issuer with its scheme, an ARN, the ID of a user
pool alone, and the key of a role mapping.
"""

import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from cogtui.service.partitions import USER_POOL, user_pool_host


class Misspelling(NamedTuple):
    """The mistake in a key."""

    message: str
    """What is wrong, as a sentence."""
    intended: str = ""
    """The key that was probably intended; empty if that is unknown."""


class _Mistake(NamedTuple):
    pattern: re.Pattern[str]
    message: str
    intended: Callable[[re.Match[str]], str]


_MISTAKES: Final = (
    _Mistake(re.compile(""), "The key is empty.", lambda _: ""),
    _Mistake(
        re.compile(r"https?://(.*)"), "A key does not begin with https://.", lambda found: found[1]
    ),
    _Mistake(re.compile(r"(.*?)/+"), "A key does not end in a slash.", lambda found: found[1]),
    _Mistake(
        re.compile(r"arn:[^/]+:oidc-provider/(.+)"),
        "A key is the issuer of an OpenID Connect provider, not its ARN.",
        lambda found: found[1],
    ),
    _Mistake(
        re.compile(r"arn:[\w-]+:cognito-idp:([\w-]+):\d*:userpool/(.+)"),
        "A key is the endpoint of a user pool with its ID, not its ARN.",
        lambda found: f"{user_pool_host(found[1])}/{found[2]}",
    ),
    _Mistake(
        re.compile(r"(cognito-idp\.[\w.-]+/[\w-]+_\w+):\w*"),
        "A key has no client ID: only keys of role mappings do.",
        lambda found: found[1],
    ),
    _Mistake(
        re.compile(r"(cognito-idp\.[\w.-]+/[a-z0-9-]+):(\w+)"),
        "A user pool ID has an underscore, not a colon.",
        lambda found: f"{found[1]}_{found[2]}",
    ),
    _Mistake(
        re.compile(r"([a-z]{2,}(?:-[a-z]+)+-\d)_\w+"),
        "This is a user pool ID without its endpoint.",
        lambda found: f"{user_pool_host(found[1])}/{found[0]}",
    ),
    _Mistake(
        re.compile(r"cognito-idp\.[\w.-]+"),
        "This is a regional endpoint without a user pool ID.",
        lambda _: "",
    ),
)


def misspelling(key: str, known_keys: Collection[str]) -> Misspelling:
    """Find what is wrong with a key that a pool does not have.

    Args:
        key: The key.
        known_keys: The keys that the pool has.

    Returns:
        What is wrong with the key's form, otherwise how it differs from the pool's keys.
    """
    for pattern, message, intended in _MISTAKES:
        if found := pattern.fullmatch(key):
            right = intended(found)
            # the corrected key may have a second mistake
            better = misspelling(right, known_keys).intended if right else ""
            return Misspelling(message, better or right)
    return _compare_with_known(key, known_keys)


def _compare_with_known(key: str, known_keys: Collection[str]) -> Misspelling:
    for each in known_keys:
        if each.lower() == key.lower() and each != key:
            return Misspelling("Keys are case-sensitive.", each)
    if found := USER_POOL.fullmatch(key):
        for pool in filter(None, map(USER_POOL.fullmatch, known_keys)):
            if pool[2].partition("_")[2] == found[2].partition("_")[2]:
                return Misspelling(f"The pool's user pool is in region {pool[1]}.", pool[0])
        return Misspelling("The pool does not have this user pool.")
    if key.startswith("cognito-identity"):
        return Misspelling("The pool has no developer provider, or belongs to another partition.")
    return Misspelling(f"The pool does not have the provider {key}.")
