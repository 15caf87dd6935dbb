"""Shorten issuers that share a host to what distinguishes them."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from cogtui.text import ELLIPSIS


class _Shared(NamedTuple):
    """What all names of one host have in common, in parts between slashes."""

    start: list[str]
    end: list[str]
    """The parts at the end, last one first."""
    shortest: int
    """The number of parts of the shortest name."""


class IssuerPaths:
    """Collects names of login providers, and shortens them to what distinguishes them."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Shared] = {}

    def add(self, name: str) -> None:
        """Add the name of a provider, as `cogtui.service.identity_rows.login_name` returns it."""
        parts = name.split("/")
        shared = self._hosts.get(parts[0]) or _Shared(parts, parts[::-1], len(parts))
        self._hosts[parts[0]] = _Shared(
            _common(shared.start, parts),
            _common(shared.end, parts[::-1]),
            min(shared.shortest, len(parts)),
        )

    def brief(self, name: str) -> str:
        """Return the part of a name that no other name of its host has.

        Args:
            name: A name that was added.

        Returns:
            For instance `…/prod` if one host has issuers that end in `/realms/prod` and
            `/realms/dev`; the whole name if it is the only one of its host.
        """
        parts = name.split("/")
        shared = self._hosts[parts[0]]
        start = len(shared.start)
        # start and end overlap if one name repeats a part of another
        end = min(len(shared.end), shared.shortest - start)
        differing = parts[start : len(parts) - end]
        return "/".join([ELLIPSIS, *differing]) if differing else name


def _common(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the parts at the start that are the same in both."""
    pairs = zip(first, second, strict=False)
    return [part for part, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]
