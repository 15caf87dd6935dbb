"""What a form shows besides its fields: documentation, and the line of the AWS CLI."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cogtui.documents.document import Note, Section, Tone
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.service.members import Member


def about(title: str, documentation: str, member: Member | None) -> DocumentDialog:
    """A dialog with all that the service's documentation says.

    Args:
        title: The form's title.
        documentation: Of the operation, a paragraph a line.
        member: The member to tell of; None for none.
    """
    sections = [_section("", documentation)] if documentation else []
    if member is not None:
        sections.insert(0, _section(member.name, _of(member)))
    return DocumentDialog(title, tuple(sections))


def _of(member: Member) -> str:
    expected = f"Expected: {member.expectation}." if member.expectation else ""
    inside = [
        f"{each.name}: {each.expectation}"
        for each in (member.key, member.element)
        if each is not None and each.expectation
    ]
    return "\n".join(filter(None, (member.documentation, expected, *inside)))


def _section(title: str, text: str) -> Section:
    return Section(title, tuple(Note(line, Tone.PLAIN) for line in text.split("\n")))


class CliLineDialog(DocumentDialog):
    """Shows the line of the AWS CLI, with placeholders for secrets.

    It returns which line is to be copied, `PLAIN` or `WITH_SECRETS`, None where none is.

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
            what="it  Y with its secrets",
        )

    def action_copy_secrets(self) -> None:
        """Goes back with the wish for the line with its secrets."""
        if self._copied:
            self.dismiss(self.WITH_SECRETS)
