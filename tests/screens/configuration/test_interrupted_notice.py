"""When and to whom interrupted changes are shown, and what the dialog contains."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cogtui.app import CogtuiApp
from cogtui.screens.configuration.interrupted import InterruptedDialog
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.interrupted_changes import (
    POOL,
    interrupt_halfway,
    journals,
    renaming,
    rewrite_journal,
    sees_interrupted,
    write_interrupted_journal,
)
from tests.screens.interceptor import Interceptor, sts_error

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]


async def asks(editor: Editor) -> None:
    """Ask for interrupted changes after the start has finished."""
    await editor.goes_to(POOL)
    await editor.is_back()
    await editor.press("!")


async def test_deciding_later(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """It is shown again on request, by key and by palette, and at the next start."""
    interrupt_halfway(service)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)
        await editor.press("escape")
        await editor.is_back()
        await editor.press("!")
        await sees_interrupted(editor)
        await editor.press("escape")
        await editor.is_back()
        await editor.press("ctrl+p")
        await editor.type("interrupted ch")
        await editor.sees("Interrupted changes !")
        await editor.press("down", "enter")
        await sees_interrupted(editor)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)


async def test_several(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """They are shown one by one, oldest first."""
    pool_id, plan = renaming(service)
    for _ in range(2):
        write_interrupted_journal(plan, pool_id, 0)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor, "(1 of 2)")
        await editor.press("escape")
        await sees_interrupted(editor, "(2 of 2)")
        await editor.press("escape")
        await editor.is_back()


async def test_another_account(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """Journals of other accounts, or without an account, are left alone."""
    pool_id, plan = renaming(service)
    for caller in ("arn:aws:iam::999988887777:root", "nobody"):
        rewrite_journal(write_interrupted_journal(plan, pool_id, 0), caller=caller)
    async with editing(app_on(), service) as editor:
        await asks(editor)
        await editor.sees_toast("No interrupted changes in this account.")
        assert len(journals()) == 2
        assert len(editor.app.screen_stack) == 1


async def test_a_damaged_file(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """A message at the start names its path."""
    pool_id, plan = renaming(service)
    path = write_interrupted_journal(plan, pool_id, 0)
    path.write_text("{")
    async with editing(app_on(), service) as editor:
        await editor.sees_toast(f"Cannot read the record of a change, {path}: not valid JSON.")
        assert len(editor.app.screen_stack) == 1


async def test_read_only(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The change is shown, and nothing is sent."""
    interrupt_halfway(service)
    async with editing(app_on(read_only=True), service) as editor:
        await sees_interrupted(editor)
        for key in ("enter", "b"):
            await editor.press(key)
            await editor.sees_toast("Change the pool: disabled in read-only mode.")
            editor.forgets_toasts()
            await sees_interrupted(editor)
        assert editor.sent() == []


async def test_the_user_is_busy(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A toast appears instead of a dialog, which would take keys meant for something else."""
    interrupt_halfway(service)
    for keys in (["/"], ["?"]):
        between.gates["get-caller-identity"].clear()
        async with editing(app_on(endpoint_url=between.url), service) as editor:
            await editor.sees("sand")
            await editor.press(*keys)
            between.gates["get-caller-identity"].set()
            await editor.sees_toast(
                'A change was interrupted: see "Interrupted changes" in the palette.'
            )
            assert not isinstance(editor.app.screen, InterruptedDialog)


async def test_an_unknown_account(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Without an account, it is unknown which changes to show."""
    interrupt_halfway(service)
    between.answers["get-caller-identity"] = sts_error("AccessDenied", "no")
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.sees("sand")
        await editor.rests()
        await editor.press("!")
        await editor.sees_toast("The account is not known yet.")
        assert len(editor.app.screen_stack) == 1


async def test_hostile_text(
    app_on: MakeApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """The content of a journal is shown literally."""
    pool_id, plan = renaming(service)
    hostile = "\x1b]0;t\x07[bold]" + "x" * 107 + "the end"
    rewrite_journal(
        write_interrupted_journal(plan, pool_id, 0),
        name=hostile,
        caller="arn:aws:iam::111122223333:user/[red]",
        began=1e300,
    )
    async with editing(app_on(), service, size) as editor:
        await sees_interrupted(editor, "Started unknown time", "user/[red]", "the end")
        await editor.press("g")
        await editor.sees("␛]0;t␇[bold]xxx")
