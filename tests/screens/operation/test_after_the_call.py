"""After a call, stale data is reloaded, the answer is shown and the call is in the log."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.operation.answer_dialog import AnswerDialog
from tests.screens.operation.journeys import PARTNERS, ROLE
from tests.screens.operation.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


async def test_a_changed_role_is_in_the_roles_tab(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The current tab shows the new role, and the log has the call."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("o")
        await operator.sees("Guests not set")
        await operator.runs("set-identity-pool-roles")
        await operator.sees_form("set-identity-pool-roles")
        await operator.adds("Roles", RoleType="unauthenticated", ARNString=ROLE)
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees(f"Guests {ROLE}")
        assert operator.pane == "detail"
        await operator.press("7")
        await operator.sees("set-identity-pool-roles")


async def test_a_new_pool_is_under_the_cursor(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The new pool is in the tree with the cursor on it, even if another pane was open."""
    async with operating(app_on(), service, SMALL) as operator:
        await operator.goes_to("store-kiosks")
        await operator.press("I")
        await operator.sees("store-kiosks · identities")
        await operator.runs("create-identity-pool")
        await operator.sees_form("create-identity-pool")
        await operator.fills(IdentityPoolName="spring shop")
        await operator.goes_to_field("AllowUnauthenticatedIdentities")
        await operator.press("f", "ctrl+s")
        await operator.agrees()
        await operator.sees("Name spring shop", "▼ us-east-1 13")
        place = operator.panes.pools.pool_tree.place
        assert place is not None
        assert place.pool is not None
        assert (place.pool.name, operator.pane) == ("spring shop", "pools")


@pytest.mark.parametrize("pane", ["pools", "detail", "identities"])
async def test_a_deleted_pool_disappears_everywhere(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", pane: str
) -> None:
    """No pane shows or requests the deleted pool, and the focus is in the tree."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press({"pools": "escape", "detail": "i", "identities": "I"}[pane])
        await operator.waits(lambda: operator.pane == pane, pane)
        await operator.rests()
        await operator.runs_by_palette("delete-identity-pool")
        await operator.agrees_by_typing("data-sandbox")
        await operator.sees_toast("Deleted the pool data-sandbox.")
        await operator.is_back()
        await operator.rests()
        await operator.sees("▼ us-east-1 11", "Pools 11 identity pools")
        assert "data-sandbox" not in operator.words
        assert operator.pane == "pools"
        assert [request.error for request in operator.requests if request.error] == []


@pytest.mark.parametrize("pane", ["pools", "detail"])
async def test_a_renamed_pool_has_its_name_everywhere(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", pane: str
) -> None:
    """The tree's cursor stays on the pool, and its new name replaces the old one everywhere."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press({"pools": "escape", "detail": "i"}[pane])
        await operator.runs("update-identity-pool")
        await operator.sees_form("update-identity-pool")
        await operator.fills(IdentityPoolName="zoo")
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.is_back()
        await operator.sees("Name zoo")
        await operator.sees_no("data-sandbox")
        place = operator.panes.pools.pool_tree.place
        assert place is not None
        assert place.pool is not None
        assert place.pool.name == "zoo"


async def test_a_pool_on_a_later_page_keeps_the_cursor(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The cursor does not move while hundreds of pools are listed again, page by page."""
    for number in range(130):
        service.create_identity_pool(
            IdentityPoolName=f"zz-{number:03}", AllowUnauthenticatedIdentities=False
        )
    async with operating(app_on(), service) as operator:
        tree = operator.panes.pools.pool_tree
        await operator.sees("▼ us-east-1 142")
        await operator.press("G")
        places = []
        tree.watch(tree, "cursor_row", lambda: places.append(tree.place), init=False)
        await operator.press("L")
        await operator.waits(lambda: operator.called("list-identity-pools") == 6, "all pages")
        await operator.rests()
        assert tree.place is not None
        assert tree.place.pool is not None
        assert tree.place.pool.name == "zz-129"
        assert all(place and place.pool and place.pool.name == "zz-129" for place in places)


async def test_a_new_identity_is_in_the_table(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The identities are listed again after one was created; marks and cursor stay."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("I")
        await operator.sees("data-sandbox · identities 17")
        await operator.press("space", "N")
        await operator.sees_form("get-id")
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_answer("IdentityId us-east-1:")
        await operator.press("escape")
        await operator.sees("data-sandbox · identities 18 · 1 marked")
        assert operator.panes.identities.table.cursor_row == 1


async def test_a_toast_is_on_the_screen(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A toast says what was done."""
    async with operating(app_on(), service, toasts=True) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("I")
        await operator.sees("data-sandbox · identities 17")
        await operator.press("d")
        await operator.agrees()
        await operator.sees("Deleted 1 identity.")


# Answers with secrets


async def gets_credentials(operator: Operator) -> dict[str, str]:
    """Run get-credentials-for-identity on a guest, and return the secrets in the dialog."""
    identity_id = next(iter(operator.identities("store-kiosks")))
    await operator.goes_to_identity("store-kiosks", identity_id)
    await operator.runs("get-credentials-for-identity")
    await operator.sees_form("get-credentials-for-identity")
    await operator.press("ctrl+s")
    await operator.sees_answer("AccessKeyId ASIA", "v Show")
    dialog = operator.app.screen
    assert isinstance(dialog, AnswerDialog)
    credentials = dialog._answered["Credentials"]
    return {name: credentials[name].reveal() for name in ("SecretKey", "SessionToken")}


async def test_secrets_are_shown_for_a_limited_time(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """`v` shows and hides the secrets, and they are hidden automatically after a time."""
    async with operating(app_on(), service) as operator:
        secrets = await gets_credentials(operator)
        assert not any(secret[:8] in operator.words for secret in secrets.values())
        await operator.press("v")
        await operator.sees(f"SecretKey {secrets['SecretKey']}", secrets["SessionToken"][:40])
        await operator.press("v")
        await operator.sees("SecretKey ****", "SessionToken ****")
        dialog = operator.app.screen
        assert isinstance(dialog, AnswerDialog)
        dialog._shown_for = 0.05
        shown = operator.app.export_screenshot()
        assert secrets["SecretKey"] not in shown
        await operator.press("v")
        await operator.sees("SecretKey ****", "SessionToken ****")
        await operator.press("escape")
        await operator.is_back()


async def test_an_answer_is_copied_as_it_is_shown(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """`y` copies JSON with secrets masked while they are hidden, and in full while shown."""
    async with operating(app_on(), service) as operator:
        secrets = await gets_credentials(operator)
        await operator.copies("y")
        copied = json.loads(operator.clipboard)
        assert copied["Credentials"]["SecretKey"] == "****"
        assert copied["Credentials"]["AccessKeyId"].startswith("ASIA")
        assert operator.toasts[-1] == "Copied the response (c shows it if it does not paste)"
        await operator.is_back()
        await operator.runs("get-credentials-for-identity")
        await operator.sees_form("get-credentials-for-identity")
        await operator.press("ctrl+s")
        await operator.sees_answer("v Show")
        await operator.press("v")
        await operator.sees_no("****")
        await operator.copies("y")
        credentials = json.loads(operator.clipboard)["Credentials"]
        assert set(secrets) < credentials.keys()
        assert "****" not in credentials.values()


async def test_no_secret_remains(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Neither the request log, nor a screenshot, nor a toast contains a secret."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("partner-portal")
        await operator.runs("get-open-id-token-for-developer-identity")
        await operator.sees_form("get-open-id-token-for-developer-identity")
        sentinel = "sentinel-user"
        await operator.adds("Logins", IdentityProviderName=PARTNERS, IdentityProviderToken=sentinel)
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_answer("Token ****")
        assert sentinel not in operator.app.export_screenshot()
        await operator.press("escape", "7")
        await operator.sees("get-open-id-token-for-developer-identity")
        assert sentinel not in operator.app.export_screenshot()
        assert sentinel not in repr(list(operator.requests)) + repr(operator.toasts)
        assert sentinel not in repr(list(operator.app.workers))
