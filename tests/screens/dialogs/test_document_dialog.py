"""The dialog with a document to read, and texts to copy from it."""

from textual.app import App

from cogtui.screens.dialogs.document_dialog import DocumentDialog
from tests.driver import Driver


async def test_a_document_without_texts_copies_nothing() -> None:
    """Keys that copy do nothing in a document that has nothing to copy."""
    async with Driver.running(App[None]()) as user:
        answers: list[str | None] = []
        user.app.push_screen(DocumentDialog("Title", ()), answers.append)
        await user.sees("Title")
        await user.press("y", "Y")
        assert answers == []
        await user.press("escape")
        assert answers == [None]
