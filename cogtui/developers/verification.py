"""Compare the expected result of an operation with the present state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.service.identity_rows import login_name
from cogtui.text import visible

_MAX_NAMED = 3
"""How many items a sentence lists before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of reading the state after an operation."""

    differences: tuple[str, ...]
    """A sentence for each difference from the expected result; empty if there is none."""
    identities: tuple[LinkedIdentity, ...]
    """The identities involved, as they are now."""

    @property
    def is_verified(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences


def differences(expected: LinkedIdentity, found: LinkedIdentity | None) -> Iterator[str]:
    """Yield a sentence for each difference between an identity and the expected one.

    Args:
        expected: The identity as the preview expects it.
        found: The identity as read, None if it no longer exists.
    """
    identity_id = expected.identity_id
    if found is None:
        yield f"{identity_id} no longer exists."
        return
    if expected.is_disabled and not found.is_disabled:
        yield f"{identity_id} is not disabled."
    elif found.is_disabled and not expected.is_disabled:
        yield f"{identity_id} is disabled."
    yield from _set_differences(identity_id, _users(expected), _users(found))
    yield from _set_differences(identity_id, _logins(expected), _logins(found))


def _users(linked: LinkedIdentity) -> list[str]:
    return [quoted(each) for each in linked.identifiers]


def _logins(linked: LinkedIdentity) -> list[str]:
    return [f"the {visible(login_name(each))} user" for each in linked.public_logins]


def _set_differences(
    identity_id: str, expected: Iterable[str], found: Iterable[str]
) -> Iterator[str]:
    expected, found = dict.fromkeys(expected), dict.fromkeys(found)
    if missing := [each for each in expected if each not in found]:
        verb = "does" if len(missing) == 1 else "do"
        yield f"{_enumerate(missing)} {verb} not resolve to {identity_id}."
    if extra := [each for each in found if each not in expected]:
        verb = "resolves" if len(extra) == 1 else "resolve"
        yield f"{_enumerate(extra)} also {verb} to {identity_id}."


def _enumerate(texts: list[str]) -> str:
    text = ", ".join(texts[:_MAX_NAMED])
    more = len(texts) - _MAX_NAMED
    text = f"{text} and {more:,} more" if more > 0 else text
    return text[0].upper() + text[1:]
