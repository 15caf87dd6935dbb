"""Pictures of the most common states of the screen, compared to accepted ones.

`make snapshots` accepts the current pictures. The data is seeded, the clock is fixed, and the demo
does not show its server's random port.
"""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from cogtui.app import CogtuiApp
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.screens.explorer.panes import Pane
from cogtui.settings.settings import Settings
from tests.screens.interceptor import Interceptor, answer, error
from tests.screens.user import SMALL, WIDE, User

Compare = Callable[..., bool]
"""pytest-textual-snapshot's fixture."""

Steps = Callable[[User], Awaitable[None]]
"""What the user does before the picture is taken."""


async def to_a_pool(user: User) -> None:
    """Go to a pool in the tree."""
    await user.goes_to("mobile-app-prod")
    await user.sees("Name mobile-app-prod", "111122223333")


async def to_roles(user: User) -> None:
    """Open the roles of a pool that has rules."""
    await user.goes_to("workforce-sso")
    await user.press("o")
    await user.sees("Mapping for SAML Okta-Workforce")


async def to_json(user: User) -> None:
    """Show a pool as JSON."""
    await user.goes_to("workforce-sso")
    await user.press("6")
    await user.sees('"describe-identity-pool": {')
    await user.rests()


async def to_marks(user: User) -> None:
    """Mark some of the filtered identities."""
    await user.goes_to("telemetry-devices")
    await user.press("I")
    await user.sees("120 loaded, more")
    await user.hits("slash", *"disabled", "enter")
    await user.sees('match "disabled"')
    for key in ("space", "space", "down"):
        await user.press(key)
        # each move of the cursor requests a page, unless one is already loading
        await user.waits(lambda: not user.panes.identities.table._end_reported, "the page")
    await user.sees('75 of 300 loaded match "disabled", more · 2 marked')
    if user.panes.in_sight(Pane.DETAIL):
        await follow_the_cursor(user)
    await user.rests()


async def follow_the_cursor(user: User) -> None:
    """Wait for the details of the identity under the cursor."""
    table, detail = user.panes.identities.table, user.panes.subject

    def followed() -> bool:
        return table.identity is not None and (
            detail.subject.identity_id == table.identity.identity_id
        )

    await user.waits(followed, "the details of the identity under the cursor")
    await user.sees("State DISABLED")


async def to_an_identity(user: User) -> None:
    """Open an identity with two developer users."""
    await user.goes_to("partner-portal")
    await user.press("I")
    await user.sees("partner-portal · identities 104")
    await user.press("G", "k", "enter")
    await user.sees("2 developer users of login.partners.example")


async def to_the_help(user: User) -> None:
    """Open the help."""
    await user.sees("▼ us-east-1 12")
    await user.press("question_mark")
    await user.sees("Everywhere")


async def to_the_menu(user: User) -> None:
    """Open the action menu of an identity."""
    await user.goes_to("data-sandbox")
    await user.press("I")
    await user.sees("data-sandbox · identities 17")
    await user.press("a")
    await user.sees("d Delete… deletes")


async def to_the_regions(user: User) -> None:
    """Select a second region."""
    await user.sees("▼ us-east-1 12")
    await user.press("R")
    await user.sees("[x] us-east-1")
    await user.hits("down", "down", "space")
    await user.sees("[x] ap-east-1")


async def to_a_failure(user: User) -> None:
    """Go to a pool that may not be read."""
    await user.goes_to("web-storefront")
    await user.sees("✗ Access denied")


async def to_an_empty_pool(user: User) -> None:
    """Show only enabled identities of a pool that has none."""
    await user.goes_to("data-sandbox")
    await user.press("I")
    await user.sees("No identities yet.")


async def to_a_form(user: User) -> None:
    """Open the form for the roles of a pool that has rules."""
    await user.goes_to("workforce-sso")
    await user.runs_by_palette("set-identity-pool-roles")
    await user.sees("Set roles · set-identity-pool-roles", "RoleMappings")


async def to_a_mistake(user: User) -> None:
    """Type an invalid name for a pool."""
    await user.goes_to("data-sandbox")
    await user.runs_by_palette("update-identity-pool")
    await user.sees("Edit pool · update-identity-pool")
    await user.hits("#", "tab")
    await user.sees("✗")


async def to_a_question(user: User) -> None:
    """Open the question before a pool is deleted."""
    await user.goes_to("data-sandbox")
    await user.runs_by_palette("delete-identity-pool")
    await user.sees("Type data-sandbox to confirm")


PICTURES = {
    "pool": (to_a_pool, SMALL, "cogtui-dark", False),
    "pool-wide": (to_a_pool, WIDE, "cogtui-dark", False),
    "roles": (to_roles, SMALL, "cogtui-light", False),
    "json-wide": (to_json, WIDE, "cogtui-light", False),
    "marks": (to_marks, SMALL, "cogtui-dark", False),
    "marks-wide-without-colour": (to_marks, WIDE, "cogtui-dark", True),
    "identity": (to_an_identity, SMALL, "cogtui-light", False),
    "help": (to_the_help, SMALL, "cogtui-dark", False),
    "menu": (to_the_menu, SMALL, "cogtui-dark", False),
    "regions-wide": (to_the_regions, WIDE, "cogtui-light", False),
    "failure": (to_a_failure, SMALL, "cogtui-dark", False),
    "failure-without-colour": (to_a_failure, SMALL, "cogtui-dark", True),
    "empty-pool": (to_an_empty_pool, SMALL, "cogtui-light", False),
    "form-wide": (to_a_form, WIDE, "cogtui-dark", False),
    "mistake-without-colour": (to_a_mistake, SMALL, "cogtui-dark", True),
    "question": (to_a_question, SMALL, "cogtui-light", False),
}
"""The steps to each picture, the terminal's size, the theme, and whether colours are off."""


@pytest.mark.parametrize(
    ("walk", "size", "theme", "no_color"), PICTURES.values(), ids=PICTURES.keys()
)
def test_looks(
    snap_compare: Compare,
    emulator: str,
    monkeypatch: pytest.MonkeyPatch,
    walk: Steps,
    size: tuple[int, int],
    theme: str,
    no_color: bool,
) -> None:
    """The app looks as it was last accepted."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")

    async def run_steps(pilot: Pilot[None]) -> None:
        user = User(pilot)
        await user.sees("us-east-1")
        await walk(user)

    with Interceptor(emulator) as server:
        if walk is to_a_failure:
            message = "User: arn:aws:iam::111122223333:user/demo is not authorized to perform: "
            denied = error(
                "AccessDeniedException", f"{message}cognito-identity:DescribeIdentityPool"
            )
            server.answers["describe-identity-pool"] = denied
        if walk is to_an_empty_pool:
            server.answers["list-identities"] = answer({"Identities": []})
        settings = Settings(demo=True, regions=("us-east-1",), theme=theme, welcome=False)
        app = CogtuiApp(settings, serve_demo=lambda: server.url, clock=lambda: NOW / 1000)
        assert snap_compare(app, terminal_size=size, run_before=run_steps)
