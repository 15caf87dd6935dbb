"""What users do with cogtui, by someone who reads only the screen, without help or docs."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from cogtui.app import CogtuiApp
from cogtui.developers import rate_limit
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.users import PASSWORD
from cogtui.settings.settings import Settings
from tests.emulator.connection import connect
from tests.emulator.users import make_pool
from tests.screens.developers.developers_driver import POOL, DeveloperPool
from tests.screens.explorer.test_account_pane import _profiles
from tests.screens.user import SMALL, User

__all__ = ["_profiles"]

CONSOLE = "https://us-east-1.console.aws.amazon.com/cognito/v2/identity/identity-pools"

CLIENT = "1h7g5f3d9s2a4p6o8i0u2y4t6r"
"""The app client of mobile-app-prod's user pool that has no role mapping."""

_KEYS = {
    "/": "slash",
    "Enter": "enter",
    "⏎": "enter",
    "Esc": "escape",
    "esc": "escape",
    "↓": "down",
    "→": "right",
    "tab": "tab",
}
"""The keys of Textual by what the screen calls them; `^s` is Ctrl+S, and a letter is itself."""


class Reader(User):
    """A user who presses nothing but what the screen offers at that moment."""

    async def follows(self, hint: str, *texts: str) -> None:
        """Wait for a hint such as `a Actions`, and press the key that it begins with.

        Args:
            hint: The key as the screen shows it, and what it does.
            texts: Other texts that must be on the screen before.
        """
        __tracebackhide__ = True

        def is_offered() -> bool:
            words = self.words
            # the key is not the end of another word, and the pools are not still loading
            return bool(re.search(rf"(?<!\S){re.escape(hint)}", words)) and all(
                text in words for text in texts
            )

        await self.waits(is_offered, f"{hint!r} with {texts} on the screen")
        key = hint.split(maxsplit=1)[0]
        await self.press(f"ctrl+{key[1]}" if key.startswith("^") else _KEYS.get(key, key))

    async def picks(self, title: str, entry: str) -> None:
        """Find an entry of a list by typing, as the list says, and choose it.

        Args:
            title: The title of the list.
            entry: A part of the entry.
        """
        __tracebackhide__ = True
        await self.sees(title, "Type to search", entry)
        await self.type(entry)
        await self.follows("Enter", title)

    async def finds_pool(self, name: str) -> None:
        """Go to a pool by the filter that the key bar offers.

        Args:
            name: The pool's name.
        """
        __tracebackhide__ = True
        await self.follows("/ Filter", name, "a Actions")
        await self.sees("Pools by name or ID")
        await self.type(name)
        await self.follows("↓ To the results", "1 of ")
        await self.sees(f"Name {name}", "a Actions")

    async def opens_menu_of(self, name: str) -> None:
        """Go to a pool, and open the menu of all actions.

        Args:
            name: The pool's name.
        """
        __tracebackhide__ = True
        await self.finds_pool(name)
        await self.follows("a Actions")
        await self.sees(f"Actions on {name}", "Press a letter to run it")


def app_at(url: str) -> CogtuiApp:
    """Return the app with the computer's clock, by which tokens are issued.

    Args:
        url: The URL of an emulator.
    """
    return CogtuiApp(Settings(endpoint_url=url, regions=("us-east-1",)))


def reading(app: CogtuiApp) -> AbstractAsyncContextManager[Reader]:
    """Run an app in a terminal of 80x24.

    Args:
        app: The app.

    Returns:
        A context with its user.
    """
    return Reader.running(app, size=SMALL)


@pytest.fixture
def developer_pool(fresh_emulator: Callable[..., RunningEmulator]) -> DeveloperPool:
    """Return the only pool of an emulator."""
    service = connect(fresh_emulator(empty=True), "cognito-identity")
    return DeveloperPool(service, make_pool(service, IdentityPoolName=POOL))


async def test_guest_credentials_in_a_shell(emulator: str) -> None:
    """The menu of a pool gets credentials of a new guest, and their key bar offers the subshell."""
    async with reading(app_at(emulator)) as user:
        await user.opens_menu_of("mobile-app-prod")
        await user.follows("x Get credentials…")
        await user.sees("Get credentials with", "Guest a new identity without logins")
        await user.follows("Enter")
        await user.sees("Credentials · mobile-app-prod", "role/MobileAppProdGuest", "**** ")
        await user.follows("s Subshell")
        # the shell itself needs a terminal: see tests/screens/credentials/test_export_subshell.py
        await user.waits(lambda: user.toasts, "an answer")
        assert "A subshell needs its own terminal" in user.toasts[-1]


async def test_why_a_user_gets_a_role(emulator: str) -> None:
    """The menu explains a role; the login list offers the sign-in that it needs."""
    async with reading(app_at(emulator)) as user:
        await user.opens_menu_of("analytics-dashboard")
        await user.follows("W Explain role…")
        await user.picks("Role for", "Signed-in user")
        await user.follows("s Sign in", "Logins · analytics-dashboard")
        await user.sees("Sign in · ", "User name required")
        await user.sees("▸ User name")
        await user.type("dana.ross")
        await user.follows("tab Next field", "dana.ross")
        await user.sees("▸ Password")
        await user.type(PASSWORD)
        await user.follows("^s Sign in", "9 characters")
        await user.follows("^s Explain role", "of dana.ross, expires in")
        await user.sees("Explain role · analytics-dashboard", "Step by step", "Mapping ✓ matched")


async def test_merging_a_developer_user(developer_pool: DeveloperPool) -> None:
    """The menu looks a user up; the screen of the user offers the merge, with its preview."""
    old, new = developer_pool.user("ada.old"), developer_pool.user("ada")
    async with reading(app_at(developer_pool.service.meta.endpoint_url)) as user:
        await user.opens_menu_of(POOL)
        await user.follows("F Look up developer user…")
        await user.sees("Look up developer user", "Identifier DeveloperUserIdentifier")
        await user.type("ada.old")
        await user.follows("Enter Look up")
        await user.follows("w Merge", "ada.old", old)
        await user.sees("Merge")
        await user.type("ada")
        await user.follows("Enter ")
        await user.follows("^s Merge", "Merge “ada.old” into “ada”", "Source (disabled)")
        await user.sees("Merge “ada.old” into “ada”?", "Type ada to confirm")
        await user.type("ada")
        await user.follows("Enter ")
        await user.sees("Complete and verified.")
        assert developer_pool.owner("ada.old") == new


async def test_a_csv_batch(
    developer_pool: DeveloperPool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The menu opens a CSV file, the form says what it wants, and the rows are run after a look."""
    monkeypatch.setattr(rate_limit, "DEFAULT_RATE", 1e6)
    developer_pool.user("ada.old")
    new = developer_pool.user("ada")
    (home / "users.csv").write_text("ada.old,ada\n")
    async with reading(app_at(developer_pool.service.meta.endpoint_url)) as user:
        await user.opens_menu_of(POOL)
        await user.follows("B Bulk changes from CSV…")
        await user.picks("action for each row", "Merge users")
        await user.sees("Bulk merge · CSV file", "Its path; ~ is your home.")
        await user.type("~/users.csv")
        await user.follows("^s Check", "users.csv")
        await user.follows("^s Run", "1 ready", "ada.old")
        await user.sees("Merge 1 user of people as listed in users.csv?", "Type 1 to confirm")
        await user.type("1")
        await user.follows("Enter ")
        await user.sees("1 done")
        assert developer_pool.owner("ada.old") == new


@pytest.mark.parametrize(
    ("entry", "copied"),
    [
        ("Y Copy ARN or marked IDs", "arn:aws:cognito-identity:us-east-1:111122223333:"),
        ("K Copy console link", f"{CONSOLE}/us-east-1:"),
        ("y Copy ID", "us-east-1:"),
    ],
)
async def test_copies(emulator: str, entry: str, copied: str) -> None:
    """The menu of a pool shows what can be copied, and a message says that it was."""
    async with reading(app_at(emulator)) as user:
        await user.sees("Account 111122223333")
        await user.opens_menu_of("data-sandbox")
        await user.follows(entry)
        await user.waits(lambda: user.toasts, "a message")
        assert user.clipboard.startswith(copied)


async def test_a_role_mapping_from_offered_values_only(emulator: str) -> None:
    """The editor of a pool offers the provider with its client, and every other value."""
    async with reading(app_at(emulator)) as user:
        await user.opens_menu_of("mobile-app-prod")
        await user.follows("e Edit pool…")
        await user.follows("^n Section", "▸ Pool name")
        await user.follows("^n Section", "▸ User pools")
        await user.sees("▸ Default roles", "Role mappings us-east-1_Kx3mPq7Rt")
        # arrows move the cursor ▸, as in every list
        await user.press("down", "down")
        await user.follows("n Add", "▸ Role mappings")
        await user.follows("↓ lists 3 known values", "▸ Provider required")
        await user.follows("Enter Select", f"Pq7Rt:{CLIENT}")
        await user.follows("tab Next field", f"us-east-1_Kx3mPq7Rt:{CLIENT}")
        await user.follows("→ Next choice", "▸ Type ( ) Token")
        await user.follows("tab Next field", "(•) Token")
        await user.follows("→ Next choice", "▸ If none applies ( )")
        await user.follows("^s Done", "(•) AuthenticatedRole")
        await user.follows("^s Review", "▸● Role mappings", "1 change")
        await user.sees("mobile-app-prod: planned changes", "+ role mapping", CLIENT, "^s Send")


@pytest.mark.usefixtures("_profiles")
async def test_another_profile(emulator: str) -> None:
    """The key bar of the first screen offers the profiles, with what is known of each."""
    async with reading(CogtuiApp(Settings(endpoint_url=emulator))) as user:
        await user.follows("P Profile", "▼ us-east-1 12")
        await user.picks("Profile", "dev eu-west-1")
        await user.sees("▼ eu-west-1 2", "dev", "Region eu-west-1")
