"""What is wrong with a key of `Logins` by its form, and which key was meant.

The forms are those that people have been seen to write: an issuer with its scheme, an ARN, a user
pool's id alone, and keys of role mappings.
"""

import re
from collections.abc import Callable, Collection
from typing import Final, NamedTuple

USER_POOL: Final = re.compile(r"cognito-idp\.([\w-]+)\.amazonaws\.[a-z.]+/([\w-]+)")
"""The key of a user pool, with its region and its id (developer guide, user pools)."""


class Misspelling(NamedTuple):
    """What is wrong with a key."""

    message: str
    """What, in a sentence."""
    meant: str = ""
    """The key that was meant, empty where that cannot be told."""


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    message: str
    meant: Callable[[re.Match[str]], str]


def _endpoint(region: str) -> str:
    suffix = ".cn" if region.startswith("cn-") else ""
    return f"cognito-idp.{region}.amazonaws.com{suffix}"


_FORMS: Final = (
    _Form(re.compile(""), "There is no key.", lambda _: ""),
    _Form(re.compile(r"https?://(.*)"), "A key has no https:// before it.", lambda found: found[1]),
    _Form(re.compile(r"(.*?)/+"), "A key has no slash at its end.", lambda found: found[1]),
    _Form(
        re.compile(r"arn:[^/]+:oidc-provider/(.+)"),
        "A key is the issuer of an OpenID Connect provider, not its ARN.",
        lambda found: found[1],
    ),
    _Form(
        re.compile(r"arn:[\w-]+:cognito-idp:([\w-]+):\d*:userpool/(.+)"),
        "A key is the endpoint of a user pool with its id, not its ARN.",
        lambda found: f"{_endpoint(found[1])}/{found[2]}",
    ),
    _Form(
        re.compile(r"(cognito-idp\.[\w.-]+/[\w-]+_\w+):\w*"),
        "A key has no client id: only keys of role mappings do.",
        lambda found: found[1],
    ),
    _Form(
        re.compile(r"(cognito-idp\.[\w.-]+/[a-z0-9-]+):(\w+)"),
        "A user pool's id has an underscore, not a colon.",
        lambda found: f"{found[1]}_{found[2]}",
    ),
    _Form(
        re.compile(r"([a-z]{2,}(?:-[a-z]+)+-\d)_\w+"),
        "This is the id of a user pool without its endpoint.",
        lambda found: f"{_endpoint(found[1])}/{found[0]}",
    ),
    _Form(
        re.compile(r"cognito-idp\.[\w.-]+"),
        "This is the endpoint of a region without the id of a user pool.",
        lambda _: "",
    ),
)


def misspelling(key: str, offered: Collection[str]) -> Misspelling:
    """Says what is wrong with a key that a pool does not have.

    Args:
        key: The key.
        offered: The keys that the pool has.

    Returns:
        What is wrong by the key's form; else how it differs from those that the pool has.
    """
    for pattern, message, meant in _FORMS:
        if found := pattern.fullmatch(key):
            right = meant(found)
            # what was meant may have a second mistake in it
            better = misspelling(right, offered).meant if right else ""
            return Misspelling(message, better or right)
    return _of_another(key, offered)


def _of_another(key: str, offered: Collection[str]) -> Misspelling:
    for each in offered:
        if each.lower() == key.lower() and each != key:
            return Misspelling("Keys are case-sensitive.", each)
    if found := USER_POOL.fullmatch(key):
        for pool in filter(None, map(USER_POOL.fullmatch, offered)):
            if pool[2].partition("_")[2] == found[2].partition("_")[2]:
                return Misspelling(f"The pool's user pool is of the region {pool[1]}.", pool[0])
        return Misspelling("The pool does not have this user pool.")
    if key.startswith("cognito-identity"):
        return Misspelling("The pool has no developer provider, or is of another partition.")
    return Misspelling(f"The pool does not have the provider {key}.")
