"""Read the text of documents, as a user would."""

from collections.abc import Iterator

from cogtui.documents.document import Code, Document, Line, Note


def values(document: Document) -> dict[str, str]:
    """Return the value of each label, the last one if a label occurs more than once."""
    return {line.label: line.value for line in lines(document)}


def lines(document: Document) -> Iterator[Line]:
    """Yield the lines of a document, from top to bottom."""
    for section in document:
        for part in section.parts:
            if isinstance(part, Line):
                yield part


def notes(document: Document) -> list[str]:
    """Return the sentences of a document, from top to bottom."""
    return [part.text for section in document for part in section.parts if isinstance(part, Note)]


def titles(document: Document) -> list[str]:
    """Return the section titles of a document, from top to bottom."""
    return [section.title for section in document]


def code(document: Document) -> str:
    """Return the only code block of a document."""
    (text,) = [
        part.text for section in document for part in section.parts if isinstance(part, Code)
    ]
    return text
