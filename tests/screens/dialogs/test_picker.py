"""The picker on its own."""

import base64
import json
from collections.abc import Callable

import pytest
from textual.app import App
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.secret import Secret
from tests.cases import case
from tests.emulator.users import assertion, id_token
from tests.screens.user import using

CHOICES = (Choice("a", "alpha"), Choice("b", "beta"))

SECRETS = {
    "ID token": id_token("accounts.google.com", "ana", "app"),
    "SAML assertion": assertion("ana"),
    "SAML assertion, folded": base64.encodebytes(b"<samlp:Response>" * 20).decode(),
    "access token of Facebook": f"EAAG{'b7Qz' * 40}",
    "secret access key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "answer of GetCredentialsForIdentity": json.dumps(
        {"Credentials": {"SecretKey": "wJalrXUtnFEMI"}}, indent=2
    ),
    "credentials as exports": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI\nexport AWS_REGION=x",
}
"""What people have on the clipboard, by its kind."""


async def pasted(pilot: Pilot[None], text: str) -> str:
    """Paste a text into the picker's search, and return the search text.

    Args:
        pilot: The pilot of an app that shows a picker.
        text: The text.
    """
    field = pilot.app.screen.query_one(Input)
    field.post_message(Paste(text))
    await pilot.pause()
    return field.value


async def test_enter_chooses_nothing_if_nothing_matches() -> None:
    """Enter on an empty list keeps the dialog open, and Escape then cancels."""
    app = App[None]()
    chosen: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", CHOICES), chosen.append)
        await pilot.press("z", "enter")
        assert (isinstance(app.screen, Picker), chosen) == (True, [])
        await pilot.press("escape")
    assert chosen == [None]


async def test_an_exact_name_wins_over_a_longer_one() -> None:
    """Typing a full name chooses it, even if a name that contains it comes first."""
    app = App[None]()
    chosen: list[object] = []
    choices = (Choice("get-identity-pool-roles", "get-identity"), Choice("get-id", "get-id"))
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", choices), chosen.append)
        await pilot.press(*"get-id", "enter")
    assert chosen == [("get-id",)]


async def test_two_enters_at_once_choose_once(app_on: Callable[..., CogtuiApp]) -> None:
    """A second Enter in the same read reaches a dialog that is closed, and does nothing."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        chosen: list[object] = []
        user.app.push_screen(Picker("Which", CHOICES), chosen.append)
        await user.sees("alpha")
        await user.hits("enter", "enter")
        await user.waits(lambda: chosen, "a choice")
        await user.rests()
        assert chosen == [("a",)]
        assert len(user.app.screen_stack) == 1


async def test_a_pasted_secret_is_not_shown() -> None:
    """Pasted text that no entry contains is neither inserted nor quoted; the list stays."""
    app = App[None]()
    chosen: list[object] = []
    async with app.run_test(notifications=True) as pilot:
        app.push_screen(Picker("Which", CHOICES), chosen.append)
        await pilot.press("a")
        for name, secret in SECRETS.items():
            with case(name):
                assert await pasted(pilot, secret) == "a"
                shown = str([each.message for each in app._notifications])
                assert f"({len(secret.strip()):,} characters)" in shown
                assert secret[:12] not in shown
                app.clear_notifications()
        await pilot.press("enter")
    assert chosen == [("a",)]


@pytest.mark.parametrize("lines", [24, 40, 9])
async def test_the_list_uses_the_height(app_on: Callable[..., CogtuiApp], lines: int) -> None:
    """As many themes are listed as the terminal has room for; a page moves by those."""
    async with using(app_on(), (80, lines), toasts=True) as user:
        await user.sees("▼ us-east-1 12")
        user.app.action_change_theme()
        await user.sees("Theme", "Enter Select Esc Cancel")
        options = user.app.screen.query_one(OptionList)
        # a blank line separates a short list from the keys
        expected = min(options.option_count + 1, lines - 7)
        await user.waits(lambda: options.size.height == expected, f"{expected} lines")
        user.app.notify("A message")
        await user.sees("A message", "Enter Select Esc Cancel")
        before = options.highlighted or 0
        await user.press("pagedown")
        last = options.option_count - 1
        assert options.highlighted == min(before + max(1, options.size.height - 1), last)


async def test_names_are_on_one_line() -> None:
    """A name that is too long for a line keeps the part in which it differs; a text is wrapped."""
    names = [f"{'a' * 60}-{each}-{'b' * 60}" for each in ("first", "second")]
    choices = [*(Choice(each, each, is_name=True) for each in names), Choice("c", "word " * 20)]
    app = App[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Picker("Which", choices))
        await pilot.pause()
        rows = app.screen.query_one(OptionList)
        shown = [str(rows.get_option_at_index(index).prompt).strip() for index in range(3)]
        assert ["-first-" in shown[0], "-second-" in shown[1]] == [True, True]
        assert [len(each) for each in shown] == [65, 65, 99]


async def test_a_pasted_name_is_searched_for() -> None:
    """Pasted text that an entry contains is inserted on one line, in place of what is selected."""
    app = App[None]()
    chosen: list[object] = []
    choices = (Choice("a", "Alpha", "us-east-1:0c5f"), Choice("b", "Beta", "eu-west-1:77aa"))
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", choices), chosen.append)
        for text, value in (
            ("  us-east-1:0c5f\n", "us-east-1:0c5f"),
            ("eu-west-1:77aa", "eu-west-1:77aa"),
            ("beta\r\neu", "beta eu"),
            ("Bet", "Bet"),
            ("", "Bet"),
        ):
            with case(text):
                await pilot.press("shift+home")
                assert await pasted(pilot, text) == value
                await pilot.press("end")
        app.copy_to_clipboard("a")
        await pilot.press("ctrl+v", "enter")
    assert chosen == [("b",)]


async def test_a_pasted_answer_closes_the_picker() -> None:
    """Where a text can be the answer, pasted text that no entry contains is that answer."""
    app = App[None]()
    chosen: list[object] = []
    answers: list[Secret] = []
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", CHOICES, on_paste=answers.append), chosen.append)
        await pilot.pause()
        await pasted(pilot, SECRETS["ID token"])
    assert (chosen, answers) == ([None], [Secret(SECRETS["ID token"])])


async def test_typed_text_is_not_repeated() -> None:
    """A search without a match shows the text in the input only."""
    app = App[None]()
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", CHOICES))
        await pilot.press(*"zzz")
        rows = app.screen.query_one(OptionList)
        assert rows.get_option_at_index(0).prompt == "Nothing matches."
