"""Earlier configurations of a pool by keys: list, show, compare and restore."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.configuration.differences import differences
from cogtui.configuration.earlier_versions import History
from cogtui.configuration.pool_configuration import Configuration
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.files import private_files
from cogtui.screens.configuration.history import EarlierDialog
from cogtui.screens.dialogs.picker import Picker
from tests.configuration.samples import SECRET, TWITTER
from tests.screens.configuration.editor import Editor, editing
from tests.screens.interceptor import Interceptor, error
from tests.screens.user import WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]

POOL: Final = "data-sandbox"
ANA: Final = "arn:aws:sts::111122223333:assumed-role/Admin/ana"
HOUR: Final = 3600


@pytest.fixture
def history() -> History:
    """Return the local history, with a clock that is an hour behind."""
    return History(private_files.pools_directory() / "history", clock=lambda: NOW / 1000 - HOUR)


def keep(editor: Editor, history: History, caller: str = ANA, **values: object) -> Configuration:
    """Save an earlier configuration of the pool, as if the current one had replaced it."""
    present = editor.state(POOL)
    before = present.replaced(**values)
    history.add(editor.pool_id(POOL), before, caller, differences(before, present))
    return before


async def opens_history(editor: Editor) -> None:
    """Open the list of earlier configurations."""
    await editor.goes_to(POOL)
    await editor.press("Z")
    await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the list")


async def looks_at_it(editor: Editor) -> None:
    """Open the entry under the cursor."""
    await editor.press("enter")
    await editor.waits(
        lambda: isinstance(editor.app.screen, EarlierDialog) and editor.app.screen.focused,
        "an earlier configuration",
    )


async def test_there_and_back(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """A change made by keys can be undone by keys, completely."""
    async with editing(app_on(), service, WIDE) as editor:
        before = editor.state(POOL)
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.press("tab", "f")
        await editor.reviews("+ sand")
        await editor.sends()
        assert editor.state("sand") != before
        await editor.goes_to("sand")
        await editor.press("Z")
        await editor.sees("sand · earlier configurations", "~ name, ~ guests")
        await looks_at_it(editor)
        await editor.sees_all(
            "Changes ~ name ~ guests",
            "Restoring it changes:",
            "- sand + data-sandbox",
            "- not allowed + allowed",
        )
        await editor.press("enter")
        await editor.sees_review("Guest access on", "- sand + data-sandbox")
        await editor.sends()
        assert editor.state(POOL) == before
        assert editor.sent() == ["update-identity-pool", "update-identity-pool"]


async def test_an_empty_history(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """A message says why, and which files cannot be read."""
    async with editing(app_on(), service) as editor:
        await editor.goes_to(POOL)
        await editor.press("Z")
        await editor.sees("No changes from this machine yet")
        assert "Unreadable files" not in editor.words
        await editor.press("escape")
        await editor.is_back()
        path = history.add(editor.pool_id(POOL), editor.state(POOL), ANA, ())
        path.write_text("{")
        await editor.press("Z")
        await editor.sees("No changes from", "Unreadable files")
        assert f"{path}:notvalidJSON" in "".join(editor.words.split())


async def test_the_list(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History, size: tuple[int, int]
) -> None:
    """Entries have time, caller and changes, newest first; closing one returns to its row."""
    async with editing(app_on(), service, size) as editor:
        keep(editor, history, IdentityPoolName="first")
        keep(editor, history, "nobody", IdentityPoolName="second", IdentityPoolTags={"a": "b"})
        damaged = history.add(editor.pool_id(POOL), editor.state(POOL), ANA, ())
        damaged.write_text(json.dumps({"version": 2}))
        await opens_history(editor)
        words = " ".join(editor.words.split())
        assert ", 1 h ago nobody ~ name, - tag a 20" in words
        assert ", 1 h ago Admin/ana ~ name" in words
        assert damaged.name[:12] in words
        assert "cannot be read: written by a newer version of cogtui" in words
        await editor.press("down")
        await looks_at_it(editor)
        await editor.sees_all(f"By {ANA}", "+ first")
        await editor.press("escape")
        await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the list")
        await looks_at_it(editor)
        await editor.sees_all("+ first")
        await editor.press("escape")
        await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the list")
        await editor.press("escape")
        await editor.is_back()


async def test_the_full_configuration_as_json(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """It is shown and can be copied; closing it copies nothing."""
    async with editing(app_on(), service, WIDE) as editor:
        keep(editor, history, IdentityPoolTags={"stage": "old"})
        await opens_history(editor)
        await looks_at_it(editor)
        await editor.press("J")
        await editor.sees('"stage": "old"')
        await editor.press("escape")
        await editor.sees("Restoring it changes:")
        assert editor.clipboard == ""
        await editor.press("J")
        await editor.sees('"stage": "old"')
        await editor.copies("y")
        assert json.loads(editor.clipboard)["IdentityPoolTags"] == {"stage": "old"}


async def test_the_current_configuration(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """There is nothing to restore if nothing differs."""
    async with editing(app_on(), service) as editor:
        keep(editor, history)
        await opens_history(editor)
        await looks_at_it(editor)
        await editor.sees_all("Nothing to restore: the pool already has everything")
        assert "Restore" not in editor.lines[-2]
        await editor.press("enter", "ctrl+s")
        await editor.sees_all("Nothing to restore:")


async def test_cancelling_the_review(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """Nothing is sent, and the list is back."""
    async with editing(app_on(), service) as editor:
        keep(editor, history, IdentityPoolName="old")
        await opens_history(editor)
        await looks_at_it(editor)
        await editor.press("ctrl+s")
        await editor.sees_review("+ old")
        await editor.press("escape")
        await editor.sees("data-sandbox · earlier configurations", "Admin/ana")
        assert editor.sent() == []


async def test_read_only(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """Entries can be shown, and a toast says why nothing can be restored."""
    async with editing(app_on(read_only=True), service) as editor:
        keep(editor, history, IdentityPoolName="old")
        await opens_history(editor)
        await looks_at_it(editor)
        await editor.press("enter")
        await editor.sees_toast("Restore: disabled in read-only mode.")
        await editor.sees("+ old")
        assert editor.sent() == []


async def test_secrets(app_on: MakeApp, service: "CognitoIdentityClient", history: History) -> None:
    """They are neither saved nor shown; restoring uses the current secret."""
    async with editing(app_on(), service, WIDE) as editor:
        present = editor.pool(POOL)
        del present["IdentityPoolTags"]
        service.update_identity_pool(**present, SupportedLoginProviders={TWITTER: f"key;{SECRET}"})
        keep(editor, history, SupportedLoginProviders={TWITTER: f"oldkey;{SECRET}"})
        assert SECRET not in "".join(each.read_text() for each in _version_files())
        await opens_history(editor)
        await looks_at_it(editor)
        await editor.sees_all(f"The secret for {TWITTER} was not saved", "+ oldkey;****")
        shown = editor.words
        await editor.press("J")
        await editor.sees("oldkey;****")
        shown += editor.words
        await editor.press("escape", "ctrl+s")
        await editor.sees_review(f"The secret for {TWITTER} was not saved", "oldkey;****")
        shown += editor.words
        await editor.sends()
        assert SECRET not in shown + "".join(each.read_text() for each in _version_files())
        assert editor.pool(POOL)["SupportedLoginProviders"] == {TWITTER: f"oldkey;{SECRET}"}


def _version_files() -> list[Path]:
    return [*(private_files.pools_directory() / "history").rglob("*.json")]


async def test_an_unknown_secret(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """A removed provider can be restored after its secret is entered in the form."""
    async with editing(app_on(), service, WIDE) as editor:
        before = keep(editor, history, SupportedLoginProviders={TWITTER: f"key;{SECRET}"})
        await opens_history(editor)
        await looks_at_it(editor)
        await editor.press("enter")
        await editor.sees_review("is unknown: enter it.")
        await editor.press("ctrl+s")
        await editor.sees_review("is unknown: enter it.")
        await editor.press("e")
        await editor.sees_editor()
        await editor.goes_to_field("SupportedLoginProviders")
        await editor.press("enter")
        await editor.sees_form("SupportedLoginProviders · row")
        await editor.fills(IdentityProviderId=f"key;{SECRET}")
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.reviews(f"+ social provider {TWITTER}")
        shown = editor.words
        await editor.sends()
        assert editor.state(POOL) == before
        assert SECRET not in shown + "".join(each.read_text() for each in _version_files())


async def test_hostile_text(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History, size: tuple[int, int]
) -> None:
    """The content of a file is shown literally, including an invalid time."""
    long = "x" * 120 + "the end"
    async with editing(app_on(), service, size) as editor:
        keep(editor, history, IdentityPoolName=long)
        keep(editor, history, "[bold]ana[/x] \x1b[31m", IdentityPoolName="\x1b]0;t\x07[bold]")
        (path, _) = sorted(_version_files(), reverse=True)
        path.write_text(json.dumps({**json.loads(path.read_text()), "when": float("nan")}))
        await opens_history(editor)
        await editor.sees("unknown time", "[bold]ana[/x] ␛[31m")
        await looks_at_it(editor)
        await editor.sees_all("By [bold]ana[/x] ␛[31m", "+ ␛]0;t␇[bold]")
        await editor.press("J")
        await editor.sees(r'"\u001b]0;t\u0007[bold]"')
        await editor.press("escape", "escape")
        await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the list")
        await editor.press("down")
        await looks_at_it(editor)
        await editor.sees_all("the end")


async def test_a_pool_that_cannot_be_read(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    between: Interceptor,
    history: History,
) -> None:
    """Reading the pool can be cancelled, and a failure is shown."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        keep(editor, history, IdentityPoolName="old")
        await opens_history(editor)
        between.gates["get-identity-pool-roles"].clear()
        await editor.press("enter")
        await editor.sees_waiting(f"Loading {POOL}…")
        await editor.press("escape")
        await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the list")
        between.gates["get-identity-pool-roles"].set()
        between.answers["get-identity-pool-roles"] = error("NotAuthorizedException", "no")
        await editor.press("enter")
        await editor.sees("✗ ", "What to do")
        await editor.press("escape")
        await editor.is_back()


async def test_a_long_name(
    app_on: MakeApp, service: "CognitoIdentityClient", history: History
) -> None:
    """The titles show its beginning and end, and the subject."""
    async with editing(app_on(), service) as editor:
        name = "x" * 120 + " the end"
        keep(editor, history, IdentityPoolName="old")
        present = editor.pool(POOL)
        del present["IdentityPoolTags"]
        service.update_identity_pool(**{**present, "IdentityPoolName": name})
        await editor.rests()
        await editor.press("L")
        await editor.goes_to(name)
        await editor.press("Z")
        await editor.sees("the end · earlier configurations")
        await looks_at_it(editor)
        await editor.sees_all("the end · earlier configuration", "xxx the end + old")
