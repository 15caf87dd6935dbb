"""Dialogs of a form: the documentation and the AWS CLI line."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cogtui.documents.document import Note, Section, Tone
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.service.members import Member


def documentation_dialog(title: str, documentation: str, member: Member | None) -> DocumentDialog:
    """Return a dialog with the service's full documentation of an operation and a member.

    Args:
        title: The form's title.
        documentation: The operation's documentation, one paragraph per line.
        member: The member; None for the operation alone.
    """
    sections = [_section("", documentation)] if documentation else []
    if member is not None:
        sections.insert(0, _section(member.name, _describe(member)))
    return DocumentDialog(title, tuple(sections))


def _describe(member: Member) -> str:
    expected = f"Expected: {member.expectation}." if member.expectation else ""
    elements = [
        f"{each.name}: {each.expectation}"
        for each in (member.key, member.element)
        if each is not None and each.expectation
    ]
    return "\n".join(filter(None, (member.documentation, expected, *elements)))


def _section(title: str, text: str) -> Section:
    return Section(title, tuple(Note(line, Tone.PLAIN) for line in text.split("\n")))


class CliLineDialog(DocumentDialog):
    """The AWS CLI line, with placeholders for secrets.

    Its result is which line to copy, `PLAIN` or `WITH_SECRETS`, or None.

    Args:
        text: The line.
        can_copy: Whether it can be copied.
    """

    PLAIN: ClassVar[str] = "plain"
    WITH_SECRETS: ClassVar[str] = "secrets"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Y", "copy_secrets", "Copy with the secrets", id="cli-line.copy-secrets"),
    ]

    def __init__(self, text: str, *, can_copy: bool) -> None:
        super().__init__(
            "The same with the AWS CLI",
            (_section("", text),),
            copied=self.PLAIN if can_copy else "",
            what="line  Y with secrets",
        )

    def action_copy_secrets(self) -> None:
        """Close the dialog to copy the line with its secrets."""
        if self._copied:
            self.dismiss(self.WITH_SECRETS)
