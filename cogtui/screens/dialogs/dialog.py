"""Base class of all dialogs, which close once only, and their plain-text title."""

from collections.abc import Iterable
from typing import Final, TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.await_complete import AwaitComplete
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.widgets import Label
from textual.worker import active_worker

from cogtui.text import visible
from cogtui.widgets.status_bar import StatusBar

Result = TypeVar("Result")

_DIM: Final = Style(dim=True, bold=False)
"""What a screen below a dialog adds to its text where colours cannot be blended."""


class Dialog(ModalScreen[Result]):
    """A modal screen that returns at most one result.

    Textual's `dismiss` pops whichever screen is on top, once for each call. Several keys can
    arrive in one read; the message for the second key then reaches a dialog that the first one has
    closed or covered with another dialog.
    """

    _deferred: tuple[Result | None] | None = None
    """The result to close with once the dialog is mounted, and no other dialog covers it."""
    _is_composed = False
    """Whether all its widgets exist: a screen that closes earlier fails in its `on_mount`."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the dialog with a result, as soon as it is mounted.

        Without effect unless it is on top.
        """
        if not self.is_active:
            return AwaitComplete()
        if not self._is_composed:
            self._deferred = self._deferred or (result,)
            return AwaitComplete()
        self._cancel_workers()
        return super().dismiss(result)

    def _cancel_workers(self) -> None:
        """Cancel the workers before the widgets that they use are removed."""
        current = active_worker.get(None)
        for worker in list(self.app.workers):
            if worker.node is self and worker is not current:
                worker.cancel()

    def render(self) -> RenderableType:
        """Return the screens below, dimmed."""
        rendered = super().render()
        if isinstance(rendered, BackgroundScreen) and self.app.native_ansi_color:
            # there is no colour between the text's and the background's
            return _DimScreen(rendered.screen, rendered.color)
        return rendered

    def dismiss_when_active(self, result: Result | None = None) -> None:
        """Close the dialog with a result, at once or when the dialogs above it have closed."""
        if self.is_active:
            self.dismiss(result)
        else:
            self._deferred = (result,)

    def on_mount(self) -> None:
        """Close the dialog if that was deferred; runs after `on_mount` of the derived classes."""
        self._is_composed = True
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Close the dialog if that was deferred."""
        if self._deferred is not None:
            self.dismiss(self._deferred[0])

    def on_unmount(self) -> None:
        """Release the lines that the closed dialog has drawn."""
        # textual 8.2.8 uses each widget's own lines as part of the key of this cache, which has
        # room for a thousand: about 6 MB for 1,000 keys pressed
        StylesCache.get_inner_outer.cache_clear()


class _DimScreen(BackgroundScreen):
    """The screen below, dimmed by the terminal."""

    @classmethod
    def process_segments(
        cls,
        segments: Iterable[Segment],
        color: Color,  # noqa: ARG003  Textual's signature
    ) -> Iterable[Segment]:
        """Return segments as dim text.

        Args:
            segments: The segments of the screen below.
            color: The colour of the dialog's screen.
        """
        return [
            Segment(text, style and style.clear_meta_and_links() + _DIM, control)
            for text, style, control in segments
        ]


class DialogTitle(Label):
    """A dialog's title, on one line and without markup, after the label of the profile.

    Args:
        title: Any text; control characters are drawn as symbols.
    """

    def __init__(self, title: str) -> None:
        super().__init__(visible(title), classes="dialog-title", markup=False)

    def on_mount(self) -> None:
        """Show the label of the profile, which the dialog may cover in the header."""
        for bar in self.app.screen_stack[0].query(StatusBar):
            if label := bar.label():
                self.update(label.append(f"  {self.content}"))
