"""A field for a secret text, which is never shown."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.strip import Strip
from textual.widget import Widget

from cogtui.secret import Secret
from cogtui.text import counted
from cogtui.widgets.fields.field import NOT_SET, Field, FieldSpec

_MASK = "••••••"


class SecretField(Field, Widget, can_focus=True):
    """Takes a text of any length, and shows a mask and how long it is.

    Not Textual's Input, whose value, messages and watchers hold the text in plain. What is taken
    is wrapped at once, in a single expression, so that no crash report finds it in a variable.

    Args:
        spec: What it asks for.
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
        """The secret; None if there is none."""
        return self._secret if len(self._secret.reveal()) else None

    def fill(self, answer: Secret | str | None) -> None:
        """Sets the secret.

        Args:
            answer: The secret; None for none.
        """
        self._secret = answer if isinstance(answer, Secret) else Secret(answer or "")
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002  Textual's
        """Whether a key is text."""
        return character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """Takes a character, or the last one away."""
        if event.is_printable:
            event.stop()
            event.prevent_default()
            self._put(Secret(self._secret.reveal() + (event.character or "")))
        elif event.key == "backspace":
            # a binding would come after what is typed next, where a slow line brings both at once
            event.stop()
            event.prevent_default()
            self.action_delete()

    def on_paste(self, event: Paste) -> None:
        """Takes what is pasted, without line breaks and without the blanks around it."""
        pasted = Secret("".join(event.text.split("\n")).replace("\r", "").strip())
        # a crash report prints events
        event.text = ""
        event.stop()
        self._put(Secret(self._secret.reveal() + pasted.reveal()))

    def action_delete(self) -> None:
        """Takes the last character away."""
        self._put(Secret(self._secret.reveal()[:-1]))

    def action_clear(self) -> None:
        """Takes the secret away."""
        self._put(Secret(""))

    def _put(self, secret: Secret) -> None:
        self._secret = secret
        self.post_edited()

    def render_row(self, y: int, width: int) -> Strip:  # noqa: ARG002  there is one row
        """Draws the mask.

        Args:
            y: Always 0.
            width: In cells.
        """
        size = len(self._secret.reveal())
        cursor = [(" ", "chosen")] if self.has_focus else []
        if not size:
            return self.strip((*cursor, (f"{NOT_SET}, never shown", "empty")), width, "value")
        cells = (f"  {counted(size, 'character')}", "empty")
        return self.strip(((_MASK, "value"), *cursor, cells), width, "value")
