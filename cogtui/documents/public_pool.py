"""Describe a pool that is used without AWS credentials."""

from collections.abc import Collection

from cogtui.api_error import Explanation
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.documents.failure import failure_document
from cogtui.service.operations import OPERATIONS


def without_credentials(operations: Collection[str], problem: Explanation | None) -> Document:
    """Return a document about what works without AWS credentials, and why there are none.

    Args:
        operations: The AWS CLI names of the public operations.
        problem: Why there are no credentials.

    Returns:
        The operations with their keys, then the reason.
    """
    lines = tuple(
        Line(row.key, f"{row.title}  {row.name}")
        for row in OPERATIONS.values()
        if row.name in operations
    )
    note = Note(
        "No AWS credentials: the pool cannot be read. These operations work without credentials:",
        Tone.WARNING,
    )
    return (Section("", (note, *lines)), *(failure_document(problem) if problem else ()))
