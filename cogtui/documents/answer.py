"""Lay out the answer of any operation by the shape of its members."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.secret import MASK, Secret
from cogtui.times import zoned_exact

_TIMES: Final = ("CreationDate", "Expiration", "LastModifiedDate")
"""Members whose values are seconds since the epoch."""


def answer(answered: Mapping[str, Any], *, reveal: bool) -> Document:
    """Return a document with a line for each value of an answer.

    Args:
        answered: The members of the answer, with secrets as `Secret`.
        reveal: Whether to show secrets.

    Returns:
        A section for the scalar and list members, and one for each member that is a map.
    """
    single: list[Line | Note] = []
    sections: list[Section] = []
    for name, value in answered.items():
        if isinstance(value, Mapping) and value:
            sections.append(Section(name, tuple(_lines("", value, reveal=reveal))))
        else:
            single += _lines(name, value, reveal=reveal)
    if not answered:
        single.append(Note("Done. The response is empty."))
    return (*((Section("", tuple(single)),) if single else ()), *sections)


def deleted(what: str) -> Document:
    """Return a document to show in place of something that was deleted.

    Args:
        what: What was deleted, as it starts the sentence.
    """
    return (Section("", (Note(f"{what} was deleted."),)),)


def _lines(name: str, value: Any, *, reveal: bool) -> Iterator[Line]:  # noqa: ANN401  of any shape
    if isinstance(value, Secret):
        yield Line(name, value.reveal() if reveal else MASK, Tone.WARNING)
    elif isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from _lines(f"{name} {key}".strip(), each, reveal=reveal)
    elif isinstance(value, list) and value:
        for number, each in enumerate(value, 1):
            yield from _lines(f"{name} {number}" if len(value) > 1 else name, each, reveal=reveal)
    elif isinstance(value, float | int) and name.rsplit(maxsplit=1)[-1] in _TIMES:
        yield Line(name, zoned_exact(value))
    elif isinstance(value, bool):
        yield Line(name, "true" if value else "false")
    else:
        yield Line(name, str(value) if value or value == 0 else "none", Tone.PLAIN)
