"""Describe how a role is chosen: the outcome, then the steps that led to it."""

from typing import Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.logins.role import RoleChoice, RoleStep, RoleVerdict

_MARKS: Final = {
    RoleVerdict.LOOKED: ("·", Tone.PLAIN),
    RoleVerdict.MATCHED: ("✓", Tone.GOOD),
    RoleVerdict.NOT_MATCHED: ("✗", Tone.WARNING),
    RoleVerdict.SKIPPED: ("-", Tone.DIM),
    RoleVerdict.CHOSEN: ("✓", Tone.GOOD),
    RoleVerdict.REFUSED: ("✗", Tone.BAD),
}


def role_choice(choice: RoleChoice) -> Document:
    """Return a document about why a role is chosen, or none.

    Args:
        choice: The choice.

    Returns:
        The role or the error, then a line for each step in order.
    """
    steps = tuple(_line(number, step) for number, step in enumerate(choice.steps, 1))
    return (Section("", _outcome(choice)), Section("Step by step", steps))


def _outcome(choice: RoleChoice) -> tuple[Line | Note, ...]:
    if choice.error:
        return (
            Line("Refused", choice.error, Tone.BAD),
            Line("Why", choice.because),
            Line("Message", choice.message),
        )
    return (
        Line("Role", choice.role, Tone.GOOD),
        Line("Why", choice.because),
        Note("The role's trust policy is not checked here."),
    )


def _line(number: int, step: RoleStep) -> Line:
    mark, tone = _MARKS[step.verdict]
    return Line(f"{number}. {step.subject}", f"{mark} {step.verdict}: {step.reason}", tone)
