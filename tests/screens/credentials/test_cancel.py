"""Canceling an authentication flow leaves no secret in memory."""

import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.secret import MASK, Secret
from tests.screens.credentials.bearer import (
    GUESTS,
    POOL,
    Bearer,
    bearing,
)
from tests.screens.credentials.stopping_points import (
    SENTINEL,
    by_credentials,
    by_failure,
    by_form,
    by_logins,
    by_question,
    by_why,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


PLACES = [by_logins, by_form, by_question, by_failure, by_why, by_credentials]


def alive() -> set[str]:
    """Return the texts of the secrets in memory, without masks."""
    gc.collect()
    return {each.reveal() for each in gc.get_objects() if isinstance(each, Secret)} - {MASK}


@pytest.mark.parametrize("goes", PLACES, ids=[each.__name__ for each in PLACES])
async def test_canceling_leaves_no_secret(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    pool: str,
    goes: Callable[[Bearer], Awaitable[None]],
) -> None:
    """After Escape at any point no token, session token or secret key is in memory."""
    before = alive()
    async with bearing(app, service) as bearer:
        await goes(bearer)
        assert SENTINEL in alive()
        await bearer.waits(lambda: await_escape(bearer), "the explorer")
        await bearer.is_back()
        assert alive() - before == set()
        assert pool == bearer.pool_id(POOL)


def await_escape(bearer: Bearer) -> bool:
    """Press Escape, or `y` to discard changes, while a dialog is open; return whether none is."""
    if len(bearer.app.screen_stack) > 1:
        bearer.send("y" if "Discard changes?" in bearer.words else "escape")
    return len(bearer.app.screen_stack) == 1


async def test_what_was_copied_is_not_retained(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """After the screen was closed the text is in the clipboard, and not in the app's memory."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.press("enter")
        shown = await bearer.sees_credentials(GUESTS)
        secret = shown._credentials.secret_key.reveal()
        await bearer.copies("y")
        assert secret in bearer.clipboard
        del shown
        await bearer.leaves()
        assert [each for each in alive() if secret in each] == []
        await bearer.press("c")
        await bearer.waits(lambda: "Nothing was copied yet." in bearer.toasts, "a toast")
        assert pool == bearer.pool_id(POOL)
