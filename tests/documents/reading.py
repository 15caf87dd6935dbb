"""Reads documents as a user does."""

from collections.abc import Iterator

from cogtui.documents.document import Code, Document, Line, Note


def values(document: Document) -> dict[str, str]:
    """The values of a document's lines by their label; of several the last."""
    return {line.label: line.value for line in lines(document)}


def lines(document: Document) -> Iterator[Line]:
    """The lines of a document, from top to bottom."""
    for section in document:
        for part in section.parts:
            if isinstance(part, Line):
                yield part


def notes(document: Document) -> list[str]:
    """The sentences of a document, from top to bottom."""
    return [part.text for section in document for part in section.parts if isinstance(part, Note)]


def titles(document: Document) -> list[str]:
    """The titles of a document's sections, from top to bottom."""
    return [section.title for section in document]


def code(document: Document) -> str:
    """The only text of a document that keeps its lines."""
    (text,) = [
        part.text for section in document for part in section.parts if isinstance(part, Code)
    ]
    return text
