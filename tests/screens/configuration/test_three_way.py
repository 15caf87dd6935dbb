"""Changes that conflict with someone else's, and failures midway."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.test_edit_form import APP, GOOGLE, POOL, ROLE, add_providers
from tests.screens.interceptor import Interceptor, error
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]

DENIED = (
    "User: arn:aws:iam::111122223333:user/demo is not authorized to perform: "
    "cognito-identity:SetIdentityPoolRoles on resource: * because no identity-based policy allows "
    "the cognito-identity:SetIdentityPoolRoles action"
)


async def test_unrelated_changes_of_others_are_preserved(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """Nothing is sent at first; then the change is shown on top of the current version."""
    async with editing(app_on(), service, WIDE) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        add_providers(service, SupportedLoginProviders={GOOGLE: APP})
        await editor.press("ctrl+s")
        await editor.sees("Someone else changed the pool; nothing was sent")
        assert editor.sent() == []
        await editor.sees_review(
            f"Changed by someone else (1 change) + social provider {GOOGLE}: {APP} Your changes:",
            "~ name - data-sandbox + sand",
        )
        await editor.sends()
        found = editor.state("sand")
        assert found["SupportedLoginProviders"] == {GOOGLE: APP}


@pytest.mark.parametrize(
    ("side", "name"), [("y", "mine"), ("t", "theirs"), ("b", POOL)], ids=["yours", "theirs", "base"]
)
async def test_choosing_a_side_of_each_conflict(
    app_on: MakeApp, service: "CognitoIdentityClient", side: str, name: str
) -> None:
    """Each conflict is shown three ways and resolved on its own."""
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="mine")
        await editor.adds(
            "SupportedLoginProviders", IdentityProviderName=GOOGLE, IdentityProviderId="mine"
        )
        await editor.reviews()
        add_providers(
            service, IdentityPoolName="theirs", SupportedLoginProviders={GOOGLE: "theirs"}
        )
        await editor.press("ctrl+s")
        await editor.sees_three_way()
        await editor.sees(
            "1 of 2: IdentityPoolName",
            "○ Original\ndata-sandbox",
            "○ Theirs (current)\ntheirs",
            "○ Yours\nmine",
            "2 conflicts left.",
        )
        await editor.press("enter", "n")
        await editor.sees(f"2 of 2: SupportedLoginProviders {GOOGLE}", "none")
        await editor.press("p", side)
        await editor.sees("2 of 2", "1 conflict left.")
        await editor.press("t")
        await editor.sees("All conflicts are resolved.", "● Theirs")
        await editor.press("enter")
        # with their side everywhere, nothing is left to send
        if side == "t":
            await editor.sees_toast("No changes to send.")
            await editor.is_back()
        else:
            await editor.sees_review("Changed by someone else (2 changes)", "- theirs")
            await editor.sends()
        found = editor.state(name)
        assert found["SupportedLoginProviders"] == {GOOGLE: "theirs"}


async def test_cancelling_returns_to_the_form(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """Escape from the conflicts returns to the form with all its values."""
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="mine")
        await editor.reviews()
        add_providers(service, IdentityPoolName="theirs")
        await editor.press("ctrl+s")
        await editor.sees_three_way()
        await editor.press("n")
        await editor.sees("1 of 1")
        await editor.press("escape")
        await editor.sees_editor()
        assert editor.values()["IdentityPoolName"] == "mine"
        assert editor.sent() == []


async def test_a_conflict_reported_by_the_service(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """ConcurrentModificationException has the same effect as a change seen beforehand."""
    between.answers["update-identity-pool"] = error(
        "ConcurrentModificationException", "Concurrent modification"
    )
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        await editor.press("ctrl+s")
        await editor.sees("Someone else changed the pool; nothing was sent")
        del between.answers["update-identity-pool"]
        await editor.sees_review("+ sand")
        assert "Changed by someone else" not in editor.words
        await editor.sends()
        assert editor.state("sand")


async def stopped(editor: Editor, between: Interceptor) -> None:
    """Change the name and the roles, of which the service rejects the latter."""
    between.answers["set-identity-pool-roles"] = error("AccessDeniedException", DENIED)
    await editor.edits(POOL)
    await editor.fills(IdentityPoolName="sand")
    await editor.goes_to_field("Roles")
    if editor.values().get("Roles"):
        await editor.press("d")
    await editor.adds("Roles", RoleType="authenticated", ARNString=ROLE)
    await editor.adds("IdentityPoolTags", TagKeysType="team", TagValueType="identity")
    await editor.reviews("Call 1 of 3: update-identity-pool", "Call 3 of 3: tag-resource")
    await editor.press("ctrl+s")
    await editor.sees_end(
        "✓ 1 update-identity-pool",
        "✗ 2 set-identity-pool-roles",
        "· 3 tag-resource",
        "set-identity-pool-roles: failed. Done: 1 of 3; not sent: 1.",
        "What to do",
    )


async def test_continuing_after_a_failure(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Calls done and not done are shown, the policy is copied, and the rest is sent later."""
    async with editing(app_on(endpoint_url=between.url), service, SMALL) as editor:
        await stopped(editor, between)
        assert editor.state("sand")["IdentityPoolTags"] == {}
        await editor.copies("y")
        assert "cognito-identity:SetIdentityPoolRoles" in editor.clipboard
        del between.answers["set-identity-pool-roles"]
        await editor.press("enter")
        await editor.sees_review("Call 1 of 2: set-identity-pool-roles")
        await editor.sends()
        found = editor.state("sand")
        assert found["Roles"]["authenticated"] == ROLE
        assert found["IdentityPoolTags"] == {"team": "identity"}


async def test_undoing_after_a_failure(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The calls done are undone, through the same review."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        before = editor.state(POOL)
        await stopped(editor, between)
        await editor.press("b")
        await editor.sees_review("- sand + data-sandbox", "Call 1 of 1: update-identity-pool")
        await editor.sends()
        assert editor.state(POOL) == before


async def test_closing_after_a_failure(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape keeps the pool as it is."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await stopped(editor, between)
        await editor.press("escape")
        await editor.is_back()
        assert editor.state("sand")["Roles"] == editor.state("sand")["Roles"]


async def test_a_change_that_cannot_be_read_back(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A message says that the result was not verified."""

    def refuse_from_now_on(_: object) -> None:
        between.answers["describe-identity-pool"] = error("AccessDeniedException", "no")

    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        between.answers["update-identity-pool"] = refuse_from_now_on
        await editor.press("ctrl+s")
        await editor.sees_end("could not be read back to verify it", "✓ 1 update-identity-pool")
        await editor.press("escape")
        await editor.is_back()
        assert editor.state("sand")


async def test_a_change_by_others_before_verification(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Differences from the plan are shown afterwards."""

    def change_too(_: object) -> None:
        add_providers(service, SupportedLoginProviders={GOOGLE: APP})

    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.edits(POOL)
        await editor.adds("IdentityPoolTags", TagKeysType="team", TagValueType="identity")
        await editor.reviews()
        between.answers["tag-resource"] = change_too
        await editor.press("ctrl+s")
        await editor.sees_end("does not match the plan", f"+ social provider {GOOGLE}: {APP}")
        await editor.press("escape")
        await editor.is_back()


async def test_nothing_is_sent_if_the_pool_cannot_be_read(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """This holds before editing and before sending; the form keeps its values."""
    denied = error("AccessDeniedException", "no")
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.goes_to(POOL)
        between.answers["get-identity-pool-roles"] = denied
        await editor.press("e")
        await editor.sees("✗")
        await editor.press("escape")
        await editor.is_back()
        del between.answers["get-identity-pool-roles"]
        await editor.press("e")
        await editor.sees_editor()
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        between.answers["get-identity-pool-roles"] = denied
        await editor.press("ctrl+s")
        await editor.sees_end("Nothing was sent.")
        await editor.press("escape")
        await editor.sees_editor()
        assert editor.values()["IdentityPoolName"] == "sand"
        assert editor.sent() == []


async def test_nothing_is_sent_that_cannot_be_recorded(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """A change that could not be undone is not sent."""
    async with editing(app_on(), service) as editor:
        place = editor.explorer.host.records.journals.parent
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("in the way")
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        await editor.press("ctrl+s")
        await editor.sees_end("Nothing was sent. Cannot record the change on this machine")
        await editor.press("escape")
        await editor.sees_editor()
        assert editor.sent() == []


async def test_cancelling_while_the_pool_is_read(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape while the pool is read cancels."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.goes_to(POOL)
        between.gates["get-identity-pool-roles"].clear()
        await editor.press("e")
        await editor.sees_waiting("Loading data-sandbox…")
        await editor.press("escape")
        await editor.is_back()
        between.gates["get-identity-pool-roles"].set()
