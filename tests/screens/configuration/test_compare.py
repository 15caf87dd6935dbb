"""Comparing a pool with another and with a snapshot to restore, by keys."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.account.account import Pool
from cogtui.app import CogtuiApp
from cogtui.configuration import snapshot
from cogtui.configuration.pool_configuration import Configuration
from cogtui.emulator import RunningEmulator
from cogtui.screens.configuration.compare import MAX_SNAPSHOT_BYTES
from cogtui.screens.configuration.difference import DifferenceDialog
from cogtui.screens.dialogs.waiting import WaitingDialog
from cogtui.screens.explorer.explorer import Explorer
from cogtui.screens.forms.form import FormDialog
from tests.configuration.emulator_pools import account_at, make
from tests.configuration.samples import FULL, GOOGLE, SECRET, TWITTER
from tests.emulator.connection import connect
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.mobile_pool import NAME, mobile, running, sees_folded
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["mobile", "running"]

MakeApp = Callable[..., CogtuiApp]

OTHER = FULL.replaced(
    IdentityPoolName="web", AllowUnauthenticatedIdentities=False, SamlProviderARNs=[]
)
"""The configuration of another pool."""


async def begins(editor: Editor) -> None:
    """Open the picker of what to compare the pool with."""
    await editor.goes_to(NAME)
    await editor.press("V")
    await editor.sees("Compare mobile with", "Snapshot a saved file")


async def sees_difference(editor: Editor, *texts: str) -> None:
    """Wait for the dialog with the differences, and for texts in it."""
    __tracebackhide__ = True
    await editor.waits(
        lambda: isinstance(editor.app.screen, DifferenceDialog) and editor.app.screen.focused,
        "the difference",
    )
    await editor.sees_all(*texts)


def save_snapshot(path: Path, configuration: Configuration, pool: Pool) -> None:
    """Write a snapshot as cogtui does."""
    taken = snapshot.take_snapshot(configuration, pool.pool_id, "111122223333", 1_700_000_000)
    path.write_text(snapshot.format_snapshot(taken), encoding="utf-8")


async def opens(editor: Editor, path: object) -> None:
    """Compare the pool with a snapshot."""
    await begins(editor)
    await editor.press("enter")
    await editor.sees_form("mobile · compare with a snapshot")
    await editor.fills(File=str(path))
    await editor.press("ctrl+s")


async def test_with_another_pool(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    running: RunningEmulator,
    mobile: Pool,
) -> None:
    """The direction is shown and can be swapped; nothing can be restored and nothing is sent."""
    other = await make(account_at(running.url), OTHER)
    async with editing(app_on(), service, WIDE) as editor:
        await begins(editor)
        assert f"mobile {mobile.pool_id}" not in editor.words
        await editor.type("web")
        await editor.press("enter")
        await sees_difference(
            editor,
            "mobile · compared with web",
            f"- from pool mobile ({mobile.pool_id})",
            f"+ to pool web ({other.pool_id})",
            "~ guests - allowed + not allowed",
            "- SAML provider: arn:aws:iam::111122223333:saml-provider/Corp",
        )
        assert "Restore" not in editor.words
        await editor.press("ctrl+s", "s")
        await sees_difference(
            editor,
            f"- from pool web ({other.pool_id})",
            f"+ to pool mobile ({mobile.pool_id})",
            "~ guests - not allowed + allowed",
            "+ SAML provider: arn:aws:iam::111122223333:saml-provider/Corp",
        )
        assert SECRET not in editor.words
        await editor.press("escape")
        await editor.is_back()
        assert editor.sent() == []


@pytest.mark.usefixtures("mobile")
async def test_with_a_pool_of_another_region(
    app_on: MakeApp, service: "CognitoIdentityClient", running: RunningEmulator
) -> None:
    """Every listed pool is offered; a pool without a name appears by its ID."""
    elsewhere = connect(running, "cognito-identity", "eu-west-1")
    made = elsewhere.create_identity_pool(
        IdentityPoolName="europe", AllowUnauthenticatedIdentities=False
    )
    elsewhere.close()
    app = app_on(regions=("us-east-1", "eu-west-1"))
    async with editing(app, service) as editor:
        await editor.sees("europe")
        tree = editor.panes.pools.pool_tree
        tree.set_pools("eu-west-1", [Pool("eu-west-1", made["IdentityPoolId"], "")])
        await begins(editor)
        await editor.type("eu-west")
        await editor.press("enter")
        await sees_difference(
            editor, f"+ to pool {made['IdentityPoolId']}", "~ name - mobile + europe"
        )


async def test_a_snapshot_is_restored(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    tmp_path: Path,
    mobile: Pool,
) -> None:
    """The differences and planned changes are shown; afterwards the pool is as it was."""
    path = tmp_path / "then.json"
    before = FULL.replaced(IdentityPoolName="mobile-then", IdentityPoolTags={"stage": "dev"})
    save_snapshot(path, before, mobile)
    async with editing(app_on(), service, SMALL) as editor:
        await opens(editor, path)
        await sees_difference(
            editor,
            "mobile · compared with a snapshot",
            f"of {mobile.pool_id}, account 111122223333, taken 2023-11-14T22:13:20Z",
            f"+ to pool mobile ({mobile.pool_id}), current",
            "~ tag stage - dev + prod",
            "+ tag empty",
        )
        await editor.press("s")
        await sees_difference(editor, "- from pool mobile", "~ tag stage - prod + dev")
        await editor.press("ctrl+s")
        await editor.sees_review(
            "The secret for api.twitter.com was not saved: the current one stays.",
            "~ tag stage - prod + dev",
        )
        await editor.press("escape")
        await sees_difference(editor, "~ tag stage - dev + prod")
        assert editor.sent() == []
        await editor.press("ctrl+s")
        await editor.sees_review()
        await editor.sends()
        assert editor.sent() == ["update-identity-pool", "tag-resource", "untag-resource"]
        assert editor.state("mobile-then") == before


async def test_a_snapshot_of_the_current_configuration(
    app_on: MakeApp, service: "CognitoIdentityClient", tmp_path: Path, mobile: Pool
) -> None:
    """There are no differences, and restoring it sends nothing."""
    save_snapshot(tmp_path / "same.json", FULL, mobile)
    async with editing(app_on(), service) as editor:
        await opens(editor, tmp_path / "same.json")
        await sees_difference(editor, "No differences.")
        await editor.press("ctrl+s")
        await editor.sees_toast("No changes to send.")
        await editor.is_back()
        assert editor.sent() == []


async def test_nothing_is_restored_in_read_only_mode(
    app_on: MakeApp, service: "CognitoIdentityClient", tmp_path: Path, mobile: Pool
) -> None:
    """In read-only mode the differences are shown, and a toast says why they cannot be restored."""
    save_snapshot(tmp_path / "then.json", OTHER, mobile)
    async with editing(app_on(read_only=True), service) as editor:
        await opens(editor, tmp_path / "then.json")
        await sees_difference(editor, "+ SAML provider")
        await editor.press("ctrl+s")
        await editor.sees_toast("Restore: disabled in read-only mode.")
        await sees_difference(editor, "+ SAML provider")
        await editor.press("q")
        await editor.is_back()
        assert editor.sent() == []


def without(text: str, old: str, new: str) -> str:
    """Return a text with one replacement."""
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda text: text[:-3], "line 81, column 4: expected a comma or }"),
        (
            lambda text: without(text, '"AllowClassicFlow": false', '"AllowClassicFlow": 1'),
            "line 11, column 5: configuration.AllowClassicFlow: true or false",
        ),
        (
            lambda text: without(text, '"version": 1', '"version": 2'),
            "by a newer cogtui: version 2",
        ),
        (lambda _: "[]", "not a snapshot"),
        (lambda _: "caf\udce9", ": line 1 is not UTF-8."),
        (lambda _: " " * (MAX_SNAPSHOT_BYTES + 1_000_000), "has 6 MB; the limit is 5 MB."),
        (
            lambda text: without(text, '"AmbiguousRoleResolution"', '"Unclear"'),
            "and 1 more mistake",
        ),
        (lambda _: None, "does not exist"),
    ],
)
async def test_a_broken_snapshot(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    tmp_path: Path,
    mobile: Pool,
    spoil: Callable[[str], str | None],
    expected: str,
) -> None:
    """The field shows each mistake with its position, and another file can be named."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    save_snapshot(good, OTHER, mobile)
    text = spoil(good.read_text(encoding="utf-8"))
    if text is not None:
        bad.write_text(text, encoding="utf-8", errors="surrogateescape")
    async with editing(app_on(), service) as editor:
        await opens(editor, bad)
        await sees_folded(editor, expected)
        await editor.sees_form("mobile · compare with a snapshot")
        assert editor.values() == {"File": str(bad)}
        await editor.fills(File=str(good))
        await editor.press("ctrl+s")
        await sees_difference(editor, "+ SAML provider")


async def test_an_unknown_secret(
    app_on: MakeApp, service: "CognitoIdentityClient", tmp_path: Path, running: RunningEmulator
) -> None:
    """A provider whose secret is unknown prevents restoring the snapshot unchanged."""
    pool = await make(
        account_at(running.url), FULL.replaced(SupportedLoginProviders={GOOGLE: "1.apps"})
    )
    save_snapshot(tmp_path / "then.json", FULL, pool)
    async with editing(app_on(), service) as editor:
        await opens(editor, tmp_path / "then.json")
        await sees_difference(editor, f"- social provider {TWITTER}: key;****")
        await editor.press("ctrl+s")
        await editor.sees_review(f"✗ The secret for {TWITTER} is unknown: enter it")
        assert "Send" not in editor.words


@pytest.mark.usefixtures("mobile")
async def test_cancelling_the_questions(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """Escape cancels, in the picker and in the form."""
    async with editing(app_on(), service) as editor:
        await begins(editor)
        await editor.press("escape")
        await editor.is_back()
        await begins(editor)
        await editor.press("enter")
        await editor.waits(lambda: isinstance(editor.app.screen, FormDialog), "the path")
        assert editor.values() == {"File": "./mobile.snapshot.json"}
        await editor.press("escape")
        await editor.is_back()


async def test_cancelling_while_a_pool_is_read(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    between: Interceptor,
    tmp_path: Path,
    mobile: Pool,
) -> None:
    """Escape stops waiting for the pool, for the other pool, and for a snapshot comparison."""
    other = await make(account_at(between.url), OTHER)
    save_snapshot(tmp_path / "then.json", OTHER, mobile)
    held = {mobile.pool_id}

    def hold(parameters: dict[str, Any]) -> None:
        if parameters["IdentityPoolId"] in held:
            between.gates["cancelled"].wait()

    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.goes_to(NAME)
        between.answers["get-identity-pool-roles"] = hold
        for title, name in (("web", "mobile"), ("web", "web"), ("snapshot", "mobile")):
            between.gates["cancelled"].clear()
            held = {other.pool_id if name == "web" else mobile.pool_id}
            if title == "snapshot":
                await opens(editor, tmp_path / "then.json")
            else:
                await begins(editor)
                await editor.type(title)
                await editor.press("enter")
            await editor.waits(lambda: isinstance(editor.app.screen, WaitingDialog), "the waiting")
            await editor.sees(f"Loading {name}…")
            await editor.press("escape")
            await editor.is_back()
            assert isinstance(editor.app.screen, Explorer)
            # the next round would wait for the call to time out
            between.gates["cancelled"].set()
