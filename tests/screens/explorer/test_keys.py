"""Keys: the help, the palette, the action menu, operations by key, and copying."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import OptionList

from cogtui.api_error import SettingsError
from cogtui.app import CogtuiApp
from cogtui.screens.explorer.actions import ACTIONS
from cogtui.screens.explorer.help import PANES
from cogtui.screens.explorer.keymap import bindings_of
from cogtui.service.operations import OPERATIONS
from cogtui.settings.settings import Settings, load_settings
from tests.screens.user import WIDE, User, using


async def all_words(user: User) -> str:
    """Return the text from here to the end, page by page."""
    pages = [""]
    while pages[-1] != user.words:
        pages.append(user.words)
        await user.press("pagedown")
        await user.pilot.pause()
    return "\n".join(pages)


def is_shown(user: User, line: str) -> bool:
    """Return whether a line is on the screen, even if it is wrapped."""
    return line in user.words.replace("\n", " ")


async def test_help_has_every_key(app_on: Callable[..., CogtuiApp]) -> None:
    """The help lists each binding with its name, and every action with what it changes."""
    async with using(app_on(), (100, 30)) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("question_mark")
        await user.sees("Everywhere", "Next pane next-pane")
        words = await all_words(user)
        for place, nodes in PANES:
            assert place in words
            for binding in (each for node in nodes for each in bindings_of(node)):
                assert f"{binding.description} {binding.id}" in words
        # what is in the palette alone has no key
        for action in (each for each in ACTIONS.values() if each.keys):
            remark = f" {action.remark}" if action.remark else ""
            assert f"{action.title}{remark} {action.name}" in words
        await user.press("question_mark")
        await user.sees_no("Esc Close")


async def test_keys_of_ones_own(app_on: Callable[..., CogtuiApp]) -> None:
    """Keys of the settings work instead of the default ones, and are shown everywhere."""
    keys = {
        "help": "f1",
        "describe-identity": "f7",
        "document.down": "ctrl+n",
        "get-identity-pool-roles": "O,?",
        "set-identity-pool-roles": "f8",
        "tree.down": "n",
        "create-identity-pool": "f9",
    }
    async with using(app_on(keys=keys)) as user:
        await user.sees("▼ us-east-1 12", "f1 Help")
        await user.press("n", "n")
        await user.sees("Name data-sandbox")
        await user.press("o", "n", "n", "n", "up", "i")
        await user.sees("Name loyalty-program", "Overview")
        assert user.pane == "detail"
        await user.press("question_mark")
        await user.sees("Default roles", "LoyaltyProgramAuth")
        await user.press("escape", "a")
        await user.sees("O Roles")
        await user.press("end")
        await user.sees("f9 New pool…")
        await user.press("O")
        await user.sees("Default roles", "LoyaltyProgramAuth")
        await user.press("escape", "f1")
        await user.sees("Here: loyalty-program")
        words = await all_words(user)
        for expected in (
            "f1 Help help",
            "O ? Roles get-identity-pool-roles",
            "f7 Overview describe-identity",
            "i Overview describe-identity-pool",
            "^n Down document.down",
            "n Down tree.down",
        ):
            assert expected in words
        await user.press("escape", "ctrl+p")
        await user.type("help")
        await user.sees("Help f1")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"fly": "f"}, "unknown name `fly`. Known: next-pane, "),
        ({"refesh": "f"}, "unknown name `refesh`. Did you mean `refresh`?"),
        ({"help": "ctrl-h"}, "help: unknown key `ctrl-h`. Write it as f5, ctrl+r or ?"),
        ({"help": "hyper+Help me"}, "help: unknown key `hyper+Help me`"),
        ({"help": "fast+h"}, "help: unknown key `fast+h`"),
        ({"help": ","}, "help: unknown key ``"),
        ({"help": "f1,ctrl+i"}, "help: terminals send tab for `ctrl+i`"),
        ({"help": "shift+h"}, "help: terminals do not send `shift+h`"),
        ({"help": "ctrl+H"}, "help: terminals do not send `ctrl+H`"),
        ({"refresh": "a"}, "`a` would be both refresh and actions (Everywhere)"),
        ({"quit": "x"}, "`x` would be both get-credentials-for-identity and quit (Everywhere)"),
        ({"tree.up": "j"}, "`j` would be both tree.up and tree.down (In the tree of pools)"),
        ({"refresh": "j"}, "`j` would be both tree.down and refresh (In the tree of pools)"),
        ({"table.down": "r"}, "`r` would be both table.down and refresh (In tables)"),
        ({"palette": "y"}, "`y` would be both copy-id and palette (Everywhere)"),
        ({"form.send": "ctrl+p"}, "`ctrl+p` would be both form.send and palette (In a form)"),
        (
            {"describe-identity": "x"},
            "`x` would be both get-credentials-for-identity and describe-identity (Everywhere)",
        ),
        (
            {"delete-identities": "u"},
            "`u` would be both unlink-identity and delete-identities (Everywhere)",
        ),
        # an action on identities has the key too, which is no clash with either
        ({"delete-identity-pool": "x"}, "`x` would be both act-as and delete-identity-pool"),
        ({"why-role": "i"}, "`i` would be both why-role and describe-identity-pool"),
        ({"create-identity-pool": "F"}, "`F` would be both look-up and create-identity-pool"),
        (
            {"delete-identity-pool": "D"},
            "`D` would be both get-open-id-token-for-developer-identity and delete-identity-pool",
        ),
    ],
)
def test_keys_that_cannot_be(keys: dict[str, str], expected: str) -> None:
    """A name or a key that does not exist, and one for two things, are reported in one line."""
    with pytest.raises(SettingsError) as caught:
        CogtuiApp(Settings(keys=keys))
    assert str(caught.value).startswith(f"[keys]: {expected}")


def test_the_place_of_a_key_that_cannot_be(tmp_path: Path) -> None:
    """A mistake in the configuration file is reported with its line."""
    config = tmp_path / "config.toml"
    config.write_text('[keys]\n# mine\nhelp = "f1"\nrefresh = "f1"\n')
    with pytest.raises(SettingsError, match=r"config.toml: line [34]: `f1` would be both"):
        CogtuiApp(load_settings({"config": str(config)}, {}))
    config.write_text('[keys]\n\nhlep = "f1"\n')
    with pytest.raises(SettingsError, match=r"line 3: unknown name `hlep`. Did you mean `help`?"):
        CogtuiApp(load_settings({"config": str(config)}, {}))


async def test_keys_that_change_places(app_on: Callable[..., CogtuiApp]) -> None:
    """Two actions can swap their keys, and operations of different scopes can share one."""
    keys = {"refresh": "a", "actions": "r", "update-identity-pool": "u"}
    async with using(app_on(keys=keys)) as user:
        await user.goes_to("data-sandbox")
        read = user.called("describe-identity-pool")
        await user.press("a")
        await user.waits(lambda: user.called("describe-identity-pool") > read, "a reload")
        await user.press("I")
        await user.waits(lambda: user.panes.identities.table.row_count, "identities")
        await user.press("r")
        await user.sees("Actions on us-east-1:", "u Unlink a login…", "Overview")


async def test_the_palette_finds_every_operation(app_on: Callable[..., CogtuiApp]) -> None:
    """Each operation is first when its AWS CLI name is typed, with its danger."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("ctrl+p")
        options = user.app.screen.query_one(OptionList)
        for row in OPERATIONS.values():
            await user.type(row.name)
            line = f"{row.title} · {row.name} {row.key} {ACTIONS[row.name].remark}".rstrip()
            await user.waits(partial(is_shown, user, line), line)
            assert options.highlighted == 0
            assert str(options.get_option_at_index(0).prompt).startswith(f"{row.title} · ")
            await user.hits("ctrl+u")


@pytest.mark.parametrize(
    ("name", "pane"),
    [
        ("list-identity-pools", "pools"),
        ("list-identities", "identities"),
        ("list-tags-for-resource", "detail"),
    ],
)
async def test_the_palette_runs_operations(
    app_on: Callable[..., CogtuiApp], name: str, pane: str
) -> None:
    """What a pane shows, the palette goes to."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("data-sandbox")
        await user.runs_by_palette(name)
        await user.waits(lambda: len(user.app.screen_stack) == 1, "the palette gone")
        assert user.toasts == []
        assert user.pane == pane


async def test_keys_that_come_before_the_palette_is_filled(
    app_on: Callable[..., CogtuiApp],
) -> None:
    """Keys that move in the palette's list do no harm before there is anything in it."""
    async with using(app_on()) as user:
        await user.hits("ctrl+p", "pagedown", "pageup", "down", "ctrl+p")
        await user.sees("Type to search", "Theme")
        await user.press("escape")
        await user.sees_no("Type to search")


async def test_the_palette_by_title(app_on: Callable[..., CogtuiApp]) -> None:
    """Operations and keys are found by their titles, and the themes are there."""
    async with using(app_on()) as user:
        await user.goes_to("workforce-sso")
        await user.press("ctrl+p")
        await user.type("principal t")
        await user.sees("Principal tags · get-principal-tag-attribute-map m")
        await user.press("enter")
        await user.sees("department from claim department")
        await user.press("ctrl+p")
        await user.type("hide or")
        await user.sees("Hide or show disabled H")
        await user.press("enter")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == ["Disabled identities are hidden."]
        await user.press("ctrl+p")
        await user.type("theme")
        await user.sees("Change the colours")
        await user.press("enter")
        await user.type("cogtui-light")
        await user.sees("cogtui-light")
        await user.press("enter")
        await user.waits(lambda: user.app.theme == "cogtui-light", "the light theme")
        await user.press("ctrl+p")
        await user.type("theme")
        await user.press("enter")
        await user.sees("cogtui-dark")
        await user.press("escape")
        await user.press("ctrl+p")
        await user.sees("Type to search")
        await user.press("escape")
        assert user.app.theme == "cogtui-light"
        await user.press("question_mark", "ctrl+p")
        await user.sees("Close cogtui")
        assert "list-identities" not in user.words, "a dialog has no operations"
        await user.press("escape", "escape")


async def test_operations_without_anything_under_the_cursor(
    app_on: Callable[..., CogtuiApp],
) -> None:
    """On a region, keys of pools say why they do nothing; the palette asks for the pool."""
    async with using(app_on()) as user:
        await user.sees("Pools 12 identity pools")
        await user.press("i", "f", "J", "y", "Y")
        assert user.toasts == [
            "Overview (describe-identity-pool): move to a pool first.",
            "Developer users (lookup-developer-identity): move to a pool first.",
            "Raw JSON: move to a pool first.",
            "Copy ID: nothing to copy here; move to a pool or an identity.",
            "Copy ARN or marked IDs: nothing to copy here; move to a pool or an identity.",
        ]
        await user.press("ctrl+p")
        await user.type("list-identities")
        await user.sees("Identities · list-identities")
        await user.press("enter")
        await user.sees("Select pool", "data-sandbox us-east-1:")
        await user.type("sandbox")
        await user.press("enter")
        await user.sees("data-sandbox · identities 17")
        assert user.pane == "identities"


async def test_operations_by_key_on_a_pool(app_on: Callable[..., CogtuiApp]) -> None:
    """Keys show their view of the pool under the cursor; Escape returns to the tree."""
    expected = {
        "o": "arn:aws:iam::111122223333:role/WorkforceBaseline",
        "t": "data-class internal",
        "m": "department from claim department",
        "i": "Name workforce-sso",
        "J": '"get-identity-pool-roles": {',
        "I": "workforce-sso · identities 120 loaded, more",
    }
    async with using(app_on()) as user:
        await user.goes_to("workforce-sso")
        for key, text in expected.items():
            await user.press(key)
            await user.sees(text)
            await user.press("escape")
            assert user.pane == "pools"
        assert user.toasts == []
        await user.press("f")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == [
            "Developer users (lookup-developer-identity): move to an identity first."
        ]


async def test_operations_by_key_on_an_identity(app_on: Callable[..., CogtuiApp]) -> None:
    """The nearer scope has the key; a pool's operation turns to the pool, and Escape leads back."""
    async with using(app_on()) as user:
        await user.goes_to("partner-portal")
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.press("i")
        await user.sees("State authenticated", "customer-")
        await user.press("escape", "j", "f")
        await user.sees("Developer users · partner-portal · login.partners.example")
        await user.sees("0f3ed374-6978-a153-e2f0-213f802610ef", "State authenticated", "customer-")
        await user.press("escape")
        await user.sees_no("Developer users · partner-portal")
        await user.press("i", "o")
        await user.sees("Token · get-open-id-token", "0f3ed374-6978-a153-e2f0-213f802610ef")
        await user.press("escape")
        await user.sees_no("Token · get-open-id-token")
        await user.press("escape", "t")
        await user.sees("environment production", "partner-portal read")
        await user.press("escape")
        assert user.pane == "identities"
        await user.press("J")
        await user.sees('"describe-identity": {')
        await user.press("escape", "ctrl+p")
        await user.type("get-identity-pool-roles")
        await user.sees("Roles · get-identity-pool-roles")
        await user.press("enter")
        await user.sees("Default roles", "PartnerPortalAuth")


async def test_copying(app_on: Callable[..., CogtuiApp]) -> None:
    """Copies go to the clipboard: the id, the ARN, or the ids marked."""
    async with using(app_on(), WIDE) as user:
        await user.sees("Account 111122223333")
        await user.goes_to("data-sandbox")
        await user.copies("y")
        pool_id = user.clipboard
        assert pool_id.startswith("us-east-1:")
        await user.copies("Y")
        arn = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool_id}"
        assert user.clipboard == arn
        await user.press("I")
        await user.sees("data-sandbox · identities 17")
        table = user.panes.identities.table
        await user.copies("y")
        assert table.identity is not None
        assert user.clipboard == table.identity.identity_id
        await user.copies("Y")
        identity_arn = user.clipboard
        assert identity_arn.endswith(
            f"identitypool/{pool_id}/identity/{table.identity.identity_id}"
        )
        await user.press("space", "space")
        await user.copies("Y")
        assert user.clipboard.split("\n") == list(table.marked)
        expected = "Copied the IDs of 2 marked identities (c shows it if it does not paste)"
        assert user.toasts[-1] == expected
        await user.press("c")
        await user.sees("Text to copy", "The last copied text.", *user.clipboard.split("\n"))


async def test_what_no_clipboard_takes_is_shown(
    app_on: Callable[..., CogtuiApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing was copied yet there is nothing to show; without a clipboard the text is."""
    monkeypatch.setenv("TERM", "linux")
    async with using(app_on()) as user:
        await user.press("c")
        assert user.toasts[-1] == "Nothing was copied yet."
        await user.goes_to("data-sandbox")
        await user.press("y")
        await user.sees("Text to copy", "us-east-1:")
        assert user.clipboard == ""


async def test_a_clipboard_on_this_machine_is_used(
    app_on: Callable[..., CogtuiApp], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With a display and its clipboard command, the text goes there."""
    taken = tmp_path / "taken"
    command = tmp_path / "xsel"
    command.write_text(f"#!/bin/sh\ncat > {taken}\n")
    command.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.copies("y")
        pool_id = taken.read_text()
        assert user.toasts[-1] == f"Copied {pool_id}"
        assert pool_id.startswith("us-east-1:")


async def test_panes_in_turn(app_on: Callable[..., CogtuiApp], size: tuple[int, int]) -> None:
    """Tab goes through the panes that have something to show, Shift+Tab the other way."""
    async with using(app_on(), size) as user:
        await user.sees("Pools 12 identity pools")
        await user.press("tab")
        assert user.pane == "detail"
        await user.press("tab")
        assert user.pane == "pools"
        await user.goes_to("data-sandbox")
        for pane in ("identities", "detail", "pools"):
            await user.press("tab")
            assert user.pane == pane
        for pane in ("detail", "identities", "pools"):
            await user.press("shift+tab")
            assert user.pane == pane


async def test_tabs_in_turn(app_on: Callable[..., CogtuiApp]) -> None:
    """Left and right turn the tabs round, the one shown is always in sight, digits choose one."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("tab", "tab", "right", "right")
        await user.sees("Default roles")
        await user.press("left", "h", "h")
        await user.sees("Overview", "Requests", "When UTC Operation")
        await user.press("l", "6")
        await user.sees('"describe-identity-pool": {', "JSON")
        await user.press("4", "9")
        await user.sees("No tags.")
        assert user.pane == "detail"
        await user.press("slash")
        assert user.pane == "detail", "details have no filter"


async def test_a_key_that_comes_twice_opens_one_dialog(
    app_on: Callable[..., CogtuiApp],
) -> None:
    """Two keys in one read start one feature, and its dialog closes with one Escape."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        for key, text in (
            ("d", "data-sandbox · delete"),
            ("W", "Role for"),
            ("T", "tag-resource"),
        ):
            await user.hits(key, key)
            await user.sees(text)
            await user.rests()
            assert len(user.app.screen_stack) == 2, key
            await user.press("escape")
            await user.waits(lambda: len(user.app.screen_stack) == 1, "the dialog closed")
