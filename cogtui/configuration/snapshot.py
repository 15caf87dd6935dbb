"""Snapshots: a pool's configuration in a file, to compare with or create a pool from."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.configuration.json_positions import (
    InvalidTextError,
    PositionedJson,
    format_json,
    read_positions,
)
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import without_secrets
from cogtui.configuration.schema import find_problems
from cogtui.service.members import Member, listed
from cogtui.service.unpublished_limits import IAM_ARNS
from cogtui.service.validation import Problem

FORMAT: Final = "cogtui identity pool"
VERSION: Final = 1

_NAMES: Final = ("format", "version", "taken", "pool", "region", "account", "configuration")
_TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Snapshot(NamedTuple):
    """A configuration with the pool and time it was taken from."""

    configuration: Configuration
    """The configuration; in a file, with secrets redacted."""
    pool_id: str = ""
    """The ID of the original pool; empty if there is none."""
    region: str = ""
    """The pool's region."""
    account: str = ""
    """The pool's account ID; empty if unknown."""
    taken: str = ""
    """The time in UTC: `2026-03-02T14:05:07Z`."""


def take_snapshot(configuration: Configuration, pool_id: str, account: str, now: float) -> Snapshot:
    """Take a snapshot.

    Args:
        configuration: The pool's configuration.
        pool_id: The pool.
        account: The account ID; empty if unknown.
        now: The current time in seconds since the epoch.
    """
    region = pool_id.partition(":")[0]
    return Snapshot(
        configuration, pool_id, region, account, time.strftime(_TIME_FORMAT, time.gmtime(now))
    )


def format_snapshot(snapshot: Snapshot) -> str:
    """Format a snapshot as JSON, with `****` for each secret.

    Args:
        snapshot: The snapshot.
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
    return format_json(values) + "\n"


def parse_snapshot(text: str, members: Sequence[Member]) -> Snapshot:
    """Parse a snapshot.

    Args:
        text: The text from `format_snapshot`, possibly edited.
        members: The members, from `cogtui.configuration.schema.schema`.

    Returns:
        The snapshot; secrets stay `****` until `restorable_configuration` fills them in.

    Raises:
        InvalidTextError: The text is not a snapshot, has a newer version or has mistakes; the
            error lists all of them with positions.
    """
    found = read_positions(text)
    wrong = _check_envelope(found.value)
    if not wrong:
        # the review reports ARNs, so that what a pool really had can be read
        inside = [
            each
            for each in find_problems(members, found.value["configuration"])
            if each.source != IAM_ARNS
        ]
        wrong = [each._replace(path=("configuration", *each.path)) for each in inside]
    if wrong:
        raise positioned_error(found, wrong)
    values = found.value
    origin = (values.get(name) or "" for name in ("pool", "region", "account", "taken"))
    return Snapshot(Configuration.of(values["configuration"]), *origin)


def positioned_error(found: PositionedJson, wrong: Sequence[Problem]) -> InvalidTextError:
    """Return the error that reports problems at their positions in a text.

    Args:
        found: The parsed text.
        wrong: The problems, at least one.
    """
    return InvalidTextError(*(found.mistake(each.path, each.message) for each in wrong))


def _check_envelope(value: Any) -> list[Problem]:  # noqa: ANN401  any JSON value of a file
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        return [Problem((), f'not a snapshot: "format": "{FORMAT}" is missing')]
    version = value.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return [Problem(("version",), "must be a whole number from 1")]
    if version > VERSION:
        text = f"written by a newer cogtui: version {version}; this one reads up to {VERSION}"
        return [Problem(("version",), text)]
    return [*_envelope_problems(value)]


def _envelope_problems(value: Mapping[str, Any]) -> Iterator[Problem]:
    for name in value:
        if name not in _NAMES:
            yield Problem((name,), f"not a member: {listed(_NAMES)}")
    for name in ("pool", "region", "account", "taken"):
        if not isinstance(value.get(name) or "", str):
            yield Problem((name,), "a string")
    when = value.get("taken")
    if isinstance(when, str) and when and not _TIME.fullmatch(when):
        yield Problem(("taken",), "must be a UTC time, for example 2026-03-02T14:05:07Z")
    if not isinstance(value.get("configuration"), Mapping):
        yield Problem(("configuration",), "required, an object: { … }")
