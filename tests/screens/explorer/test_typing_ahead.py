"""Keys that are pressed while something loads never run another action."""

from collections.abc import Callable

import boto3
import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.configuration.edit_form import ConfigurationForm
from cogtui.screens.dialogs.waiting import WaitingDialog
from tests.screens.interceptor import Interceptor
from tests.screens.user import using

AppOn = Callable[..., CogtuiApp]

SANDBOX = "data-sandbox"


async def test_keys_while_a_dialog_opens(app_on: AppOn) -> None:
    """Keys after the one that opens a form are ignored with one message."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.hits("e", "a", "q", "d")
        await user.sees_screen(ConfigurationForm)
        assert user.toasts == ["Opening Edit pool: other keys are ignored. Esc Cancel"]
        assert len(user.app.screen_stack) == 2


@pytest.mark.parametrize(
    ("key", "title"), [("a", "Actions on data-sandbox"), ("question_mark", "Here: data-sandbox")]
)
async def test_the_search_of_what_is_opening(app_on: AppOn, key: str, title: str) -> None:
    """A slash in one read with the key of the menu or the help searches there."""
    async with using(app_on()) as user:
        await user.goes_to(SANDBOX)
        await user.press(key)
        await user.sees(title)
        await user.press("escape")
        await user.sees_no(title)
        await user.hits(key, "/", *"csv")
        await user.sees("Search: csv▏", "Bulk changes from CSV")
        await user.press("escape", "escape")
        await user.sees_no("Esc Close")
        assert not user.explorer.filter_bar.display


async def test_a_slash_after_a_key_that_opens_a_form(app_on: AppOn) -> None:
    """It is ignored if the form opens, and is the filter's if the key is refused."""
    async with using(app_on()) as user:
        await user.goes_to(SANDBOX)
        await user.hits("e", "/")
        await user.sees_screen(ConfigurationForm)
        assert user.toasts == ["Opening Edit pool: other keys are ignored. Esc Cancel"]
        await user.press("escape")
        await user.sees_no("Edit data-sandbox")
        await user.press("right", "down")
        await user.rests()
        await user.hits("d", "/")
        await user.waits(lambda: user.explorer.filter_bar.has_focus, "the filter")
        await user.hits("a", "/")
        await user.sees("a/")


async def test_what_is_opening_can_be_cancelled(app_on: AppOn) -> None:
    """Escape cancels what is opening, and keys work again."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.hits("P", "escape")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == ["Cancelled."]
        await user.press("a")
        await user.sees("Actions on data-sandbox")


async def test_the_last_identity_before_the_first_page(app_on: AppOn) -> None:
    """G before the first page has arrived loads all identities and moves to the last."""
    async with using(app_on()) as user:
        await user.goes_to("workforce-sso")
        await user.hits("I", "G")
        table = user.panes.identities.table
        await user.waits(lambda: table.row_count and not table.more, "all identities")
        await user.waits(lambda: table.cursor_row == table.row_count - 1, "the last one")


def sandbox_id(url: str) -> str:
    """Return the ID of the pool data-sandbox.

    Args:
        url: The emulator's URL.
    """
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=url)
    pools = client.list_identity_pools(MaxResults=60)["IdentityPools"]
    client.close()
    return next(each["IdentityPoolId"] for each in pools if each["IdentityPoolName"] == SANDBOX)


async def test_a_key_before_the_pool_is_listed(
    app_on: AppOn, emulator: str, between: Interceptor
) -> None:
    """With --pool, a key waits for its pool, and letters after it run nothing."""
    pool = sandbox_id(emulator)
    between.gates["list-identity-pools"].clear()
    async with using(app_on(endpoint_url=between.url, pool=pool)) as user:
        await user.waits(lambda: between.requested, "the request")
        await user.press("e", "a", "q")
        assert user.toasts == [
            "Edit pool follows when the pool is loaded. Esc Cancel",
            "Opening Edit pool: other keys are ignored. Esc Cancel",
        ]
        between.gates["list-identity-pools"].set()
        await user.sees_screen(ConfigurationForm)
        assert len(user.app.screen_stack) == 2


async def test_a_key_that_waits_is_cancelled(
    app_on: AppOn, emulator: str, between: Interceptor
) -> None:
    """Escape cancels the key that waits for its pool; without --pool it is refused at once."""
    pool = sandbox_id(emulator)
    between.gates["list-identity-pools"].clear()
    async with using(app_on(endpoint_url=between.url, pool=pool)) as user:
        await user.waits(lambda: between.requested, "the request")
        await user.press("e", "escape")
        assert user.toasts[-1] == "Cancelled."
        between.gates["list-identity-pools"].set()
        await user.sees(f"Name {SANDBOX}")
        assert len(user.app.screen_stack) == 1
    between.requested.clear()
    between.gates["list-identity-pools"].clear()
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.waits(lambda: between.requested, "the request")
        await user.press("e")
        expected = "Edit pool (update-identity-pool): the pools are still loading."
        assert user.toasts == [expected]
        between.gates["list-identity-pools"].set()


async def test_keys_between_two_dialogs(app_on: AppOn, between: Interceptor) -> None:
    """After the dialog that waits for a slow answer, and before the form, keys run nothing."""
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to(SANDBOX)
        between.gates["get-principal-tag-attribute-map"].clear()
        between.gates["describe-identity-pool"].clear()
        await user.press("e")
        waiting = await user.sees_screen(WaitingDialog)
        between.gates["get-principal-tag-attribute-map"].set()
        between.gates["describe-identity-pool"].set()
        await user.waits(lambda: user.app.screen is not waiting, "the answer")
        await user.hits("a", "q")
        await user.sees_screen(ConfigurationForm)
        assert len(user.app.screen_stack) == 2


async def test_a_rejected_key_does_not_hold_back_the_filter(
    app_on: AppOn, between: Interceptor
) -> None:
    """After a key was rejected while a dialog opened, the slash opens the filter as before."""
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to(SANDBOX)
        between.gates["describe-identity-pool"].clear()
        await user.press("e")
        await user.press("P")
        assert user.toasts[-1].endswith("other keys are ignored. Esc Cancel")
        await user.press("escape")
        between.gates["describe-identity-pool"].set()
        await user.waits(lambda: len(user.app.screen_stack) == 1, "the explorer")
        await user.press("slash")
        await user.sees("Pools by name or ID")
