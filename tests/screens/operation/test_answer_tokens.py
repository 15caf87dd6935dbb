"""A token in an answer: its content, whether its issuer signed it, and how it is copied."""

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.documents.document import Document
from cogtui.logins.jwt import decode
from cogtui.screens.operation.answer_dialog import AnswerDialog
from cogtui.secret import MASK, Secret
from tests.cases import measured_once
from tests.emulator.users import DEVELOPER, guest
from tests.screens.credentials.bearer import POOL, Bearer, bearing
from tests.screens.credentials.conftest import (
    app,
    app_at,
    between,
    emulator,
    pool,
    running,
    service,
)
from tests.screens.operation.test_answer_dialog import ANSWER, AnswerApp
from tests.screens.user import SMALL, WIDE
from tests.waiting import wait_until

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["app", "app_at", "between", "emulator", "pool", "running", "service"]

SIZES = pytest.mark.parametrize("size", measured_once([SMALL, WIDE]), ids=["small", "wide"])


async def gets_token(bearer: Bearer, identity_id: str) -> None:
    """Get the OpenID token of a guest."""
    await bearer.goes_to_identity(POOL, identity_id)
    await bearer.press("o")
    await bearer.sees_form("get-open-id-token")
    await bearer.press("ctrl+s")
    await bearer.sees_answer("Token ****")


@SIZES
async def test_what_a_token_shows(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str, size: tuple[int, int]
) -> None:
    """The report has the kind, user, times with ages, `amr` in words and a valid signature."""
    someone = guest(service, pool)
    async with bearing(app, service, size) as bearer:
        await gets_token(bearer, someone)
        await bearer.sees("y Copy JSON Y With secrets v Show secrets t Token content Esc Close")
        await bearer.press("t")
        await bearer.sees(
            "Kind Cognito identity token",
            f"User (sub) {someone}",
            f"Issued for (aud) {pool}",
            "(in 9 min)",
            "Signature verified.",
            "unauthenticated guest: no login",
        )
        assert "eyJ" not in bearer.words
        await bearer.press("escape")
        await bearer.sees_answer("Token ****")
        await bearer.leaves()


async def test_a_developers_token_shows_its_user(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Each entry of `amr` is explained, including the developer user."""
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("D")
        await bearer.sees_form("get-open-id-token-for-developer-identity")
        await bearer.adds("Logins", IdentityProviderName=DEVELOPER, IdentityProviderToken="carl")
        await bearer.press("ctrl+s")
        await bearer.agrees()
        await bearer.sees_answer("Token ****")
        await bearer.press("t")
        await bearer.sees("developer user carl of pool", pool, "Signature verified.")


async def test_it_is_copied_without_being_shown(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """`Y` copies the answer with the token without showing it, and `y` copies a mask."""
    someone = guest(service, pool)
    async with bearing(app, service) as bearer:
        for key in ("y", "Y"):
            await gets_token(bearer, someone)
            await bearer.copies(key)
            copied = json.loads(bearer.clipboard)
            assert copied["IdentityId"] == someone
            if key == "y":
                assert copied["Token"] == MASK
            else:
                assert decode(Secret(copied["Token"])).claims["sub"] == someone
            await bearer.press("escape")
            await bearer.is_back()


async def test_the_user_can_stop_waiting_for_a_slow_issuer() -> None:
    """A dialog is shown while the issuer's keys are loaded, and Escape returns to the answer."""
    left: list[bool] = []

    async def report(_: Secret) -> Document:
        try:
            await asyncio.Event().wait()
        finally:
            left.append(True)
        raise AssertionError("nobody opens the gate")

    app = AnswerApp(AnswerDialog("Token", ANSWER, report))
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "t Token content" in app.words, "the answer")
        await pilot.press("t")
        await wait_until(pilot, lambda: "Reading the issuer's keys" in app.words, "the waiting")
        await pilot.press("escape")
        await wait_until(pilot, lambda: "t Token content" in app.words, "the answer again")
        await wait_until(pilot, lambda: left, "the end of the reading")
        assert app.left_with == []
