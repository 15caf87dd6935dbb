"""Describe a failed call, and content that is still loading."""

from cogtui.api_error import Explanation
from cogtui.documents.document import Code, Document, Line, Note, Section, Tone


def failure_document(explanation: Explanation) -> Document:
    """Return a document about a failed call.

    Args:
        explanation: The failure.

    Returns:
        The problem, its cause and a remedy; places in local files, if they may be the cause; a
        policy statement to copy, where one would help; the service's own message last.
    """
    facts = (
        Line("Message", explanation.detail),
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
        *_places(explanation.notes),
        *_statement(explanation.policy),
        Section("AWS response", facts),
    )


def _facts(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    return (
        ("Operation", explanation.operation),
        ("Action", explanation.action),
        ("Resource", explanation.resource),
        ("Code", explanation.code),
        ("Request ID", explanation.request_id),
    )


def _places(notes: tuple[str, ...]) -> Document:
    lines = tuple(Note(note, Tone.PLAIN) for note in notes)
    return (Section("In the AWS configuration files", lines),) if lines else ()


def _statement(policy: str) -> Document:
    return (Section("Policy statement that allows it", (Code(policy),)),) if policy else ()


def waiting(what: str) -> Document:
    """Return a document to show while something is being read.

    Args:
        what: What is being read, for example `the roles`.
    """
    return (Section("", (Note(f"Loading {what}…"),)),)
