"""Interrupted changes by keys: continue, undo and forget them."""

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from cogtui.app import CogtuiApp
from cogtui.configuration.plan import plan_creation, planned
from cogtui.configuration.pool_configuration import Configuration
from cogtui.emulator import RunningEmulator
from tests.emulator.connection import connect
from tests.key_table import ROOT
from tests.screens.configuration.editor import editing
from tests.screens.configuration.interrupted_changes import (
    POOL,
    interrupt_halfway,
    journals,
    make_calls,
    renaming,
    sees_interrupted,
    state_of,
    write_interrupted_journal,
)
from tests.screens.interceptor import Interceptor, error
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]

_KILLED: Final = """
import asyncio, os, signal, sys

from cogtui.account.account import Pool
from cogtui.configuration.apply import CallAnswered, Records, apply_plan
from cogtui.configuration.earlier_versions import History
from cogtui.configuration.plan import planned
from cogtui.configuration.pool_configuration import read
from cogtui.files import private_files
from tests.configuration.emulator_pools import account_at


async def main(url, pool_id):
    directory = private_files.pools_directory()
    records = Records(directory / "under-way", History(directory / "history"))
    account = account_at(url)
    pool = Pool("us-east-1", pool_id, "data-sandbox")
    before = await read(account, pool)
    after = before.replaced(IdentityPoolName="sand", IdentityPoolTags={"stage": "prod"})
    async for event in apply_plan(account, pool, planned(before, after), records):
        if isinstance(event, CallAnswered):
            os.kill(os.getpid(), signal.SIGKILL)


asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_process_is_killed(
    app_on: MakeApp, running: RunningEmulator, service: "CognitoIdentityClient"
) -> None:
    """The next start shows how far the change got, and continues after a review."""
    pool_id, before = state_of(service)
    arguments = [sys.executable, "-c", _KILLED, running.url, pool_id]
    ended = await asyncio.create_subprocess_exec(*arguments, cwd=ROOT)
    assert await ended.wait() == -9
    async with editing(app_on(), service) as editor:
        await sees_interrupted(
            editor,
            f"ID {pool_id}",
            "Region us-east-1",
            "By arn:aws:",
            "✓ 1 update-identity-pool: done",
            "· 2 tag-resource: not sent",
            "- data-sandbox + sand",
            "+ tag stage: prod",
        )
        await editor.press("enter")
        await editor.sees_review("Call 1 of 1: tag-resource")
        await editor.sends()
        assert editor.state("sand") == before.replaced(
            IdentityPoolName="sand", IdentityPoolTags={"stage": "prod"}
        )
        assert editor.sent() == ["tag-resource"]
        assert journals() == []


async def test_undo(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The earlier configuration is restored, except for what others changed since."""
    plan = interrupt_halfway(service)
    pool_id, _ = state_of(service, "sand")
    arn = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool_id}"
    service.tag_resource(ResourceArn=arn, Tags={"other": "1"})
    async with editing(app_on(), service, SMALL) as editor:
        await sees_interrupted(editor, "data-sandbox · interrupted change", ", 1 h ago")
        await editor.press("b")
        await editor.sees_review(
            "Other settings have changed since; they stay as they are now.",
            "- sand + data-sandbox",
            "Call 1 of 1: update-identity-pool",
        )
        await editor.sends()
        assert plan.before is not None
        assert editor.state(POOL) == plan.before.replaced(IdentityPoolTags={"other": "1"})
        assert journals() == []


async def test_an_uncertain_call(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """It is shown as uncertain; if it took effect, only the rest is sent."""
    pool_id, plan = renaming(service)
    make_calls(service, plan, pool_id, 1)
    write_interrupted_journal(plan, pool_id, 0, calling=True)
    async with editing(app_on(), service) as editor:
        doubt = "no response, may have succeeded"
        await sees_interrupted(
            editor, f"? 1 update-identity-pool: {doubt}", "· 2 tag-resource: not sent"
        )
        await editor.press("enter")
        await editor.sees_review("Call 1 of 1: tag-resource")
        await editor.sends()
        assert editor.state("sand") == plan.after


async def test_forget(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """This needs a confirmation and sends nothing."""
    plan = interrupt_halfway(service)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)
        await editor.press("f")
        await editor.sees_question("Forget this change?")
        await editor.press("n")
        await sees_interrupted(editor)
        assert len(journals()) == 1
        await editor.press("f")
        await editor.agrees("Forget this change?")
        await editor.is_back()
        assert journals() == []
        assert editor.sent() == []
        assert editor.state("sand") != plan.after


async def test_cancelling_midway(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Cancelling the review or the reading, or a failure, shows the interrupted change again."""
    interrupt_halfway(service)
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await sees_interrupted(editor)
        await editor.press("enter")
        await editor.sees_review("tag-resource")
        await editor.press("escape")
        await sees_interrupted(editor)
        between.answers["tag-resource"] = error("NotAuthorizedException", "no")
        await editor.press("enter")
        await editor.sees_review("tag-resource")
        await editor.press("ctrl+s")
        await editor.sees_end("✗ tag-resource: failed.")
        await editor.press("escape")
        await editor.sees_editor()
        await editor.press("escape")
        await editor.agrees("Discard changes?")
        await sees_interrupted(editor)
        between.gates["get-identity-pool-roles"].clear()
        await editor.press("enter")
        await editor.sees_waiting("Loading data-sandbox…")
        await editor.press("escape")
        await sees_interrupted(editor)
        assert len(journals()) == 1


async def test_nothing_is_left_to_do(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """If all calls were made before the crash, nothing is sent and the journal is removed."""
    pool_id, plan = renaming(service)
    make_calls(service, plan, pool_id, 2)
    write_interrupted_journal(plan, pool_id, 1, calling=True)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)
        await editor.press("enter")
        await editor.sees_toast("No changes to send.")
        await editor.is_back()
        assert journals() == []


async def test_a_pool_that_may_have_been_created(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """Without its ID there is nothing to continue; the dialog says where to look."""
    after = Configuration.of({"IdentityPoolName": "fresh", "IdentityPoolTags": {"a": "b"}})
    write_interrupted_journal(plan_creation(after), "", 0, calling=True)
    async with editing(app_on(), service, WIDE) as editor:
        await sees_interrupted(
            editor,
            "Pool fresh ID unknown Region us-east-1",
            "Look for its name in us-east-1 in the tree (ListIdentityPools)",
            "? 1 create-identity-pool",
            "tag a",
        )
        assert "Continue" not in editor.lines[-2]
        assert "Roll back" not in editor.lines[-2]
        await editor.press("enter", "b")
        await sees_interrupted(editor)
        await editor.press("f")
        await editor.agrees()
        await editor.is_back()
        assert journals() == []


async def test_a_pool_that_was_created(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """Its remaining settings can be made, but there is nothing to restore."""
    roles = {"authenticated": "arn:aws:iam::111122223333:role/Signed-In"}
    after = Configuration.of(
        {"IdentityPoolName": "fresh", "DeveloperProviderName": "own", "Roles": roles}
    )
    plan = plan_creation(after)
    make_calls(service, plan, "", 1)
    pool_id, _ = state_of(service, "fresh")
    write_interrupted_journal(plan, pool_id, 1)
    async with editing(app_on(), service, WIDE) as editor:
        await sees_interrupted(
            editor, "✓ 1 create-identity-pool", "there is nothing to roll back to. Delete it"
        )
        await editor.press("b")
        await sees_interrupted(editor)
        await editor.press("enter")
        await editor.sees_review("Call 1 of 1: set-identity-pool-roles")
        await editor.sends()
        # the service reports an unset classic flow as false
        assert state_of(service, "fresh")[1]["Roles"] == roles
        assert journals() == []


async def test_a_deleted_pool(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The dialog explains this, and that only forgetting is left."""
    interrupt_halfway(service)
    pool_id, _ = state_of(service, "sand")
    service.delete_identity_pool(IdentityPoolId=pool_id)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)
        await editor.press("enter")
        await sees_interrupted(
            editor, "The pool no longer exists. You can only forget", "What to do"
        )
        await editor.press("f")
        await editor.agrees()
        await editor.is_back()


async def test_the_pool_cannot_be_read(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The dialog shows the reason until the pool can be read."""
    interrupt_halfway(service)
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await sees_interrupted(editor)
        between.answers["get-identity-pool-roles"] = error("NotAuthorizedException", "no")
        await editor.press("b")
        await sees_interrupted(editor, "✗ ", "NotAuthorizedException")
        assert "no longer exists" not in editor.words
        del between.answers["get-identity-pool-roles"]
        await editor.press("b")
        await editor.sees_review("+ data-sandbox")
        await editor.press("escape")
        await sees_interrupted(editor)
        assert "NotAuthorizedException" not in editor.words


async def test_a_file_that_cannot_be_removed(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """An error says so."""
    interrupt_halfway(service)
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor)
        (path,) = journals()
        path.unlink()
        path.mkdir()
        await editor.press("f")
        await editor.agrees()
        await editor.waits(lambda: editor.toasts, "a toast")
        assert editor.toasts[0].startswith(f"Cannot delete {path}: ")
        await editor.is_back()


async def test_an_unlisted_region(
    app_on: MakeApp, running: RunningEmulator, service: "CognitoIdentityClient"
) -> None:
    """Continuing works there too."""
    far = connect(running, "cognito-identity", "eu-west-1")
    made = far.create_identity_pool(
        IdentityPoolName="far", AllowUnauthenticatedIdentities=False, DeveloperProviderName="own"
    )
    pool_id, before = state_of(far, "far")
    plan = planned(before, before.replaced(IdentityPoolName="away"))
    write_interrupted_journal(plan, made["IdentityPoolId"], 0, region="eu-west-1")
    async with editing(app_on(), service) as editor:
        await sees_interrupted(editor, "Region eu-west-1")
        await editor.press("enter")
        await editor.sees_review("+ away")
        await editor.sends()
        assert far.describe_identity_pool(IdentityPoolId=pool_id)["IdentityPoolName"] == "away"
    far.close()
