"""The dialog with an answer: secrets are masked, shown for a limited time and copied."""

import json
from typing import Any, Final

import pytest
from textual import work
from textual.app import App

from cogtui.documents.document import Document, Note, Section
from cogtui.screens.operation.answer_dialog import REVEAL_SECONDS, AnswerDialog
from cogtui.secret import Secret
from tests.waiting import wait_until

ANSWER: Final[dict[str, Any]] = {
    "IdentityId": "us-east-1:1",
    "Rows": [{"Key": Secret("sentinel-key")}, {"Key": "plain"}],
    "Token": Secret("sentinel-token"),
}


class AnswerApp(App[None]):
    """An app that shows an answer.

    Args:
        dialog: The dialog with the answer.
    """

    def __init__(self, dialog: AnswerDialog) -> None:
        super().__init__()
        self._dialog = dialog
        self.left_with: list[Secret | None] = []

    @work
    async def on_mount(self) -> None:
        """Show the dialog."""
        self.left_with.append(await self.push_screen_wait(self._dialog))

    @property
    def words(self) -> str:
        """The text on the terminal."""
        strips = self.screen._compositor.render_strips()
        return " ".join(" ".join(strip.text for strip in strips).split())


async def test_secrets_are_masked_until_requested() -> None:
    """Only `v` shows the secrets, and hides them again."""
    app = AnswerApp(AnswerDialog("Token · get-open-id-token", ANSWER))
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "us-east-1:1" in app.words, "the answer")
        assert "sentinel" not in app.words
        assert "v Show" in app.words
        await pilot.press("v")
        await wait_until(pilot, lambda: "sentinel-token" in app.words, "the token")
        assert "sentinel-key" in app.words
        await pilot.press("v")
        await wait_until(pilot, lambda: "sentinel" not in app.words, "masks")


async def test_secrets_are_hidden_after_a_time() -> None:
    """Secrets do not stay on the screen when the user walks away."""
    assert 10 <= REVEAL_SECONDS <= 60
    app = AnswerApp(AnswerDialog("Token", ANSWER, shown_for=0.2))
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "us-east-1:1" in app.words, "the answer")
        await pilot.press("v")
        await wait_until(pilot, lambda: "sentinel-token" in app.words, "the token")
        await wait_until(pilot, lambda: "sentinel" not in app.words, "masks")


@pytest.mark.parametrize(
    ("keys", "token"),
    [(["y"], "****"), (["v", "y"], "sentinel-token"), (["Y"], "sentinel-token")],
)
async def test_it_is_copied(keys: list[str], token: str) -> None:
    """The answer is copied as JSON, with secrets as they are shown, or with all secrets."""
    app = AnswerApp(AnswerDialog("Token", ANSWER))
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await wait_until(pilot, lambda: app.left_with, "the end")
    (copied,) = app.left_with
    assert copied is not None
    document = json.loads(copied.reveal())
    assert (document["Token"], document["Rows"][1]) == (token, {"Key": "plain"})
    assert (document["Rows"][0]["Key"] == "****") is (keys == ["y"])


@pytest.mark.parametrize("key", ["escape", "q", "enter"])
async def test_it_is_closed(key: str) -> None:
    """Escape copies nothing."""
    app = AnswerApp(AnswerDialog("Token", {"IdentityId": "us-east-1:1"}))
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "us-east-1:1" in app.words, "the answer")
        assert "v Show" not in app.words
        await pilot.press("v", "t", key)
        await wait_until(pilot, lambda: app.left_with, "the end")
    assert app.left_with == [None]


async def test_what_the_token_shows() -> None:
    """`t` shows the report about the token."""
    read: list[str] = []

    async def report(token: Secret) -> Document:
        read.append(token.reveal())
        return (Section("", (Note("It says nothing."),)),)

    app = AnswerApp(AnswerDialog("[bold]Token\x1b", ANSWER, report))
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "t Token content" in app.words, "the answer")
        assert "[bold]Token␛" in app.words
        await pilot.press("t")
        await wait_until(pilot, lambda: "It says nothing." in app.words, "the report")
        assert read == ["sentinel-token"]
