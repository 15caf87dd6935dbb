"""What was promised, held against what is there now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.service.identity_rows import login_name
from cogtui.text import visible

_NAMED = 3
"""How many a sentence names before it says how many more."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of looking again after something was sent."""

    differences: tuple[str, ...]
    """What is not as promised, a sentence each; none if all is."""
    identities: tuple[LinkedIdentity, ...]
    """The identities concerned, as they are now."""

    @property
    def is_verified(self) -> bool:
        """Whether all is as promised."""
        return not self.differences


def differences(expected: LinkedIdentity, found: LinkedIdentity | None) -> Iterator[str]:
    """What of an identity is not as promised.

    Args:
        expected: What it should be.
        found: What it is, None if it is not there any more.

    Yields:
        A sentence for each difference.
    """
    identity_id = expected.identity_id
    if found is None:
        yield f"{identity_id} is not there any more."
        return
    if expected.is_disabled and not found.is_disabled:
        yield f"{identity_id} is not disabled."
    elif found.is_disabled and not expected.is_disabled:
        yield f"{identity_id} is disabled."
    yield from _uneven(identity_id, _users(expected), _users(found))
    yield from _uneven(identity_id, _logins(expected), _logins(found))


def _users(linked: LinkedIdentity) -> list[str]:
    return [quoted(each) for each in linked.identifiers]


def _logins(linked: LinkedIdentity) -> list[str]:
    return [f"a user of {visible(login_name(each))}" for each in linked.public_logins]


def _uneven(identity_id: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    expected, found = dict.fromkeys(expected), dict.fromkeys(found)
    if missing := [each for each in expected if each not in found]:
        verb = "does" if len(missing) == 1 else "do"
        yield f"{_listed(missing)} {verb} not lead to {identity_id}."
    if more := [each for each in found if each not in expected]:
        yield f"{_listed(more)} {'leads' if len(more) == 1 else 'lead'} to {identity_id} as well."


def _listed(texts: list[str]) -> str:
    text = ", ".join(texts[:_NAMED])
    more = len(texts) - _NAMED
    text = f"{text} and {more:,} more" if more > 0 else text
    return text[0].upper() + text[1:]
