"""What is said when something went wrong, or is not there yet."""

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.errors import Explanation


def trouble(explanation: Explanation) -> Document:
    """A failed call: what happened, why, and what to do.

    Args:
        explanation: The failure.

    Returns:
        It in words, with the service's own last.
    """
    told = (
        Line("Said", explanation.detail),
        *(Line(label, value) for label, value in _facts(explanation) if value),
    )
    return (
        Section(
            "",
            (
                Note(f"✗ {explanation.title}", Tone.BAD),
                Line("Cause", explanation.cause),
                Line("What to do", explanation.remedy, Tone.GOOD),
            ),
        ),
        Section("In the words of the service or the library", told),
    )


def _facts(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    return (
        ("Operation", explanation.operation),
        ("Code", explanation.code),
        ("Request id", explanation.request_id),
    )


def waiting(what: str) -> Document:
    """Something is being read.

    Args:
        what: What is read: `the roles`.

    Returns:
        A line that says so.
    """
    return (Section("", (Note(f"Reading {what} …"),)),)
