"""What is said when something went wrong, or is not there yet."""

from cogtui.api_error import Explanation
from cogtui.documents.document import Code, Document, Line, Note, Section, Tone


def failure_document(explanation: Explanation) -> Document:
    """A failed call: what happened, why, and what to do.

    Args:
        explanation: The failure.

    Returns:
        It in words; a policy's statement to copy, where one would help; the service's words last.
    """
    facts = (
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
        *_statement(explanation.policy),
        Section("In the words of the service or the library", facts),
    )


def _facts(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    return (
        ("Operation", explanation.operation),
        ("Action", explanation.action),
        ("Resource", explanation.resource),
        ("Code", explanation.code),
        ("Request id", explanation.request_id),
    )


def _statement(policy: str) -> Document:
    return (Section("A policy statement that allows it", (Code(policy),)),) if policy else ()


def waiting(what: str) -> Document:
    """Something is being read.

    Args:
        what: What is read: `the roles`.

    Returns:
        A line that says so.
    """
    return (Section("", (Note(f"Reading {what} …"),)),)
