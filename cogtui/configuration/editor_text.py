"""Convert a configuration to text for the user's editor and back.

The text is JSON with comments, which is also valid YAML; see
`cogtui.configuration.json_positions`.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from cogtui.configuration.json_positions import (
    InvalidTextError,
    Mistake,
    format_json,
    read_positions,
)
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import restore_secrets, without_secrets
from cogtui.configuration.schema import find_problems
from cogtui.configuration.snapshot import positioned_error
from cogtui.secret import MASK
from cogtui.service.members import Member
from cogtui.service.validation import Problem
from cogtui.text import visible

_WIDTH: Final = 96
_MARK: Final = "#!"
"""The prefix of lines that report a mistake; they are removed before the next edit."""

_HEADER: Final = (
    "The configuration of an identity pool. Edit the values, save and quit the editor; nothing is "
    "sent until you have reviewed the changes. Lines that start with # are ignored. null means not "
    f"set. {MASK} stands for a secret and keeps it. What you delete here is removed from the pool."
)


def format_for_editor(configuration: Configuration, members: Sequence[Member]) -> str:
    """Format a configuration for an editor.

    Args:
        configuration: The configuration; `****` replaces each secret.
        members: The members, from `cogtui.configuration.schema.schema`.

    Returns:
        The text.
    """
    values = without_secrets(configuration)
    parts = []
    for member in members:
        text = textwrap.indent(f'"{member.name}": {format_json(values[member.name])}', "  ")
        parts.append("\n".join([*_help(member), text]))
    return "\n".join([*_comment(_HEADER, ""), "{", ",\n\n".join(parts), "}", ""])


def parse_edited(
    text: str,
    members: Sequence[Member],
    present: Configuration | None,
    current: Configuration | None = None,
) -> Configuration:
    """Parse the text that the user edited.

    Args:
        text: The text.
        members: The members, from `cogtui.configuration.schema.schema`.
        present: The configuration with the secrets that `****` stands for; None if there is
            none.
        current: The configuration that the service has, whose problems must not prevent other
            changes; None for a new pool.

    Returns:
        The configuration. It is not checked for consistency: planning the change does that.

    Raises:
        InvalidTextError: The text has mistakes; the error lists all of them with positions.
    """
    found = read_positions(text)
    if not isinstance(found.value, Mapping):
        raise InvalidTextError(found.mistake((), "an object: { … }"))
    wrong = find_problems(members, found.value, current)
    if wrong:
        raise positioned_error(found, wrong)
    filled = restore_secrets(Configuration.of(found.value), present)
    if filled.missing:
        message = f"enter the secret: {MASK} does not stand for one here"
        missing = [Problem(("SupportedLoginProviders", name), message) for name in filled.missing]
        raise positioned_error(found, missing)
    return filled.configuration


def with_marks(text: str, mistakes: Iterable[Mistake]) -> str:
    """Insert mistakes into a text as comments, each above the line it refers to.

    Args:
        text: The edited text, with or without comments from an earlier round.
        mistakes: The mistakes, with line numbers of `text` including those comments.

    Returns:
        The text with the new comments instead of the old ones, otherwise unchanged.
    """
    by_line: dict[int, list[str]] = {}
    for each in mistakes:
        about = each._replace(line=0, column=0)
        by_line.setdefault(max(each.line, 1), []).append(visible(str(about)))
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        lines += [f"{_MARK} {message}" for message in by_line.get(number, ())]
        if not line.startswith(_MARK):
            lines.append(line)
    return "\n".join(lines)


def first_mark(text: str) -> int:
    """Return the line to open an editor at.

    Args:
        text: The text, from `with_marks`.

    Returns:
        The line of the first mistake, from 1; 1 if there is none.
    """
    lines = text.split("\n")
    return next((place for place, each in enumerate(lines, 1) if each.startswith(_MARK)), 1)


def _help(member: Member) -> Iterator[str]:
    needed = ", required" if member.required else ""
    yield from _comment(f"{member.label}{needed}{_expectation(member)}.", "  ")
    yield from _comment(member.summary, "  ")
    for inner in _nested(member):
        yield from _comment(f"{inner.name}{_expectation(inner)}.", "  ")


def _expectation(member: Member) -> str:
    return f": {member.expectation}" if member.expectation else ""


def _nested(member: Member) -> Iterator[Member]:
    """Yield the nested members, at any depth, that have an expectation to mention."""
    for each in (*member.members, *filter(None, (member.key, member.element))):
        if each.expectation:
            yield each
        yield from _nested(each)


def _comment(text: str, indent: str) -> list[str]:
    start = f"{indent}# "
    return textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=start)
