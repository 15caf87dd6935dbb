"""The picker on its own."""

import base64
import json
from collections.abc import Callable

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
