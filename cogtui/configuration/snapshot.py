"""A pool's configuration in a file that can be kept, compared with and made a pool of again."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.configuration.json_positions import (
    MistakenTextError,
    PositionedJson,
    dumped,
    read_positions,
)
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import without_secrets
from cogtui.configuration.schema import problems
from cogtui.service.members import Member, listed
from cogtui.service.validation import Problem

FORMAT: Final = "cogtui identity pool"
VERSION: Final = 1

_NAMES: Final = ("format", "version", "taken", "pool", "region", "account", "configuration")
_TAKEN: Final = "%Y-%m-%dT%H:%M:%SZ"
_WHEN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Snapshot(NamedTuple):
    """A configuration, and where and when it was taken."""

    configuration: Configuration
    """The configuration; in a file, without its secrets."""
    pool_id: str = ""
    """The pool that it was taken of; empty if it is of none."""
    region: str = ""
    """The pool's region."""
    account: str = ""
    """The pool's account, 12 digits, if it was known."""
    taken: str = ""
    """When, in UTC: `2026-03-02T14:05:07Z`."""


def taken(configuration: Configuration, pool_id: str, account: str, now: float) -> Snapshot:
    """Takes a snapshot.

    Args:
        configuration: The pool's configuration.
        pool_id: The pool.
        account: Its account, empty if it is not known.
        now: The present, seconds since the epoch.
    """
    region = pool_id.partition(":")[0]
    return Snapshot(
        configuration, pool_id, region, account, time.strftime(_TAKEN, time.gmtime(now))
    )


def written(snapshot: Snapshot) -> str:
    """Writes a snapshot.

    Args:
        snapshot: The snapshot.

    Returns:
        JSON; `****` stands for each secret.
    """
    values = {
        "format": FORMAT,
        "version": VERSION,
        "taken": snapshot.taken,
        "pool": snapshot.pool_id,
        "region": snapshot.region,
        "account": snapshot.account,
        "configuration": without_secrets(snapshot.configuration),
    }
    return dumped(values) + "\n"


def read(text: str, members: Sequence[Member]) -> Snapshot:
    """Reads a snapshot.

    Args:
        text: What `written` wrote, perhaps edited.
        members: What `cogtui.configuration.schema.schema` returned.

    Returns:
        The snapshot; `****` still stands for each secret, until `reachable` fills it in.

    Raises:
        MistakenTextError: It is no snapshot, of a newer version, or there are mistakes in it;
            all of them are told, each with its place.
    """
    found = read_positions(text)
    wrong = _envelope(found.value)
    if not wrong:
        inside = problems(members, found.value["configuration"])
        wrong = [each._replace(path=("configuration", *each.path)) for each in inside]
    if wrong:
        raise mistaken(found, wrong)
    values = found.value
    origin = (values.get(name) or "" for name in ("pool", "region", "account", "taken"))
    return Snapshot(Configuration.of(values["configuration"]), *origin)


def mistaken(found: PositionedJson, wrong: Sequence[Problem]) -> MistakenTextError:
    """The error that tells of problems in a text.

    Args:
        found: The text.
        wrong: What is wrong with it, at least one thing.
    """
    return MistakenTextError(*(found.mistake(each.path, each.message) for each in wrong))


def _envelope(value: Any) -> list[Problem]:  # noqa: ANN401  whatever a file held
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        return [Problem((), f'this is no snapshot: it has no "format": "{FORMAT}"')]
    version = value.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return [Problem(("version",), "a whole number from 1")]
    if version > VERSION:
        text = f"it was written by a newer cogtui: {version}, and this one reads {VERSION}"
        return [Problem(("version",), text)]
    return [*_wrong_in_envelope(value)]


def _wrong_in_envelope(value: Mapping[str, Any]) -> Iterator[Problem]:
    for name in value:
        if name not in _NAMES:
            yield Problem((name,), f"not a member: {listed(_NAMES)}")
    for name in ("pool", "region", "account", "taken"):
        if not isinstance(value.get(name) or "", str):
            yield Problem((name,), "a text")
    when = value.get("taken")
    if isinstance(when, str) and when and not _WHEN.fullmatch(when):
        yield Problem(("taken",), "a time in UTC: 2026-03-02T14:05:07Z")
    if not isinstance(value.get("configuration"), Mapping):
        yield Problem(("configuration",), "required, an object: { … }")
