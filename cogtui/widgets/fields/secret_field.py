"""Field for a secret, which is never shown."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.strip import Strip
from textual.widget import Widget

from cogtui.secret import Secret
from cogtui.text import counted
from cogtui.widgets.fields.field import NOT_SET, REQUIRED, Field, FieldSpec

_MASK = "••••••"


class SecretField(Field, Widget, can_focus=True):
    """A text of any length, shown as a mask and a count of characters.

    Textual's Input keeps the plain text in its value, messages and watchers. Here each key and
    paste is wrapped in the same expression that reads it, so that no local variable holds the text
    when a crash report prints them.

    Args:
        spec: The field's specification.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "delete", "Delete a character", show=False, id="secret-field.delete"),
        Binding("ctrl+u,delete", "clear", "Clear", id="secret-field.clear"),
    ]

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._secret = Secret("")

    @property
    def answer(self) -> Secret | None:
        """The secret; None if it is empty."""
        return self._secret if len(self._secret.reveal()) else None

    def fill(self, answer: Secret | str | None) -> None:
        """Set the secret; None for none."""
        self._secret = answer if isinstance(answer, Secret) else Secret(answer or "")
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002  Textual's
        """Return whether a key types text."""
        return character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Append a character typed, or delete the last one on Backspace."""
        if event.is_printable:
            event.stop()
            event.prevent_default()
            self._put(Secret(self._secret.reveal() + (event.character or "")))
        elif event.key == "backspace":
            # not a binding: it would run after the next character when both arrive in one read
            event.stop()
            event.prevent_default()
            self.action_delete()

    def on_paste(self, event: Paste) -> None:
        """Append the pasted text without line breaks and surrounding blanks."""
        pasted = Secret("".join(event.text.split("\n")).replace("\r", "").strip())
        # a crash report prints events
        event.text = ""
        event.stop()
        self._put(Secret(self._secret.reveal() + pasted.reveal()))

    def action_delete(self) -> None:
        """Delete the last character."""
        self._put(Secret(self._secret.reveal()[:-1]))

    def action_clear(self) -> None:
        """Delete the whole secret."""
        self._put(Secret(""))

    def _put(self, secret: Secret) -> None:
        self._secret = secret
        self.post_edited()

    def render_row(self, y: int, width: int) -> Strip:  # noqa: ARG002  there is one row
        """Return the line with the mask.

        Args:
            y: Always 0.
            width: The field's width, in cells.
        """
        size = len(self._secret.reveal())
        cursor = [(" ", "chosen")] if self.has_focus else []
        if not size:
            empty = REQUIRED if self.spec.required else NOT_SET
            return self.strip((*cursor, (f"{empty}, never shown", "empty")), width, "value")
        cells = (f"  {counted(size, 'character')}", "empty")
        return self.strip(((_MASK, "value"), *cursor, cells), width, "value")
