"""What a feature needs of the screen that it runs on."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

from textual.app import App

from cogtui.account.account import Account, Pool
from cogtui.api_error import Explanation
from cogtui.secret import Secret
from cogtui.service.operations import View

if TYPE_CHECKING:
    from cogtui.configuration.apply import Records
    from cogtui.service.identity_rows import IdentityRows

Severity = Literal["information", "warning", "error"]


class Accounts(Protocol):
    """The account that is open, its regions and pools, and the accounts of other profiles."""

    @property
    def account(self) -> Account | None:
        """The account that is open; None until then."""

    @property
    def is_read_only(self) -> bool:
        """Whether changes are refused, by a setting or under the current profile."""

    @property
    def regions(self) -> Sequence[str]:
        """The regions that are listed."""

    @property
    def all_pools(self) -> list[Pool]:
        """Every pool that is listed."""

    def refuses_changes(self, profile: str | None) -> bool:
        """Return whether changes are refused under a profile.

        Args:
            profile: The AWS profile, None or empty for none.
        """

    def account_under(self, profile: str | None) -> Account:
        """Return the account of a profile; nothing is read yet.

        Args:
            profile: The AWS profile, None or empty for none.
        """

    def endpoint_of(self, region: str) -> str | None:
        """Return the URL at which the service is called for a region; None for AWS."""


class Host(Protocol):
    """The screen that a feature runs on.

    A feature gets it with the account and the selection, opens dialogs on its app, and reports the
    outcome to it. It never reaches into the screen's widgets.
    """

    @property
    def app(self) -> App[Any]:
        """The app, for `push_screen` and `push_screen_wait`."""

    @property
    def accounts(self) -> Accounts:
        """The account that is open, and others."""

    @property
    def region(self) -> str:
        """The region under the cursor, or the first; empty while there is none."""

    @property
    def records(self) -> "Records":
        """The journals of changes in progress and the earlier configurations."""

    @property
    def is_busy(self) -> bool:
        """Whether the next key is meant for something else: a dialog or a text field."""

    async def choose_pool(self) -> Pool | None:
        """Ask for one of the pools that are listed; None if the user cancels."""

    def loaded_identities(self, pool: Pool) -> "IdentityRows | None":
        """Return the identities of a pool that are loaded; None if it is not the pool listed."""

    def toast(self, text: str, severity: Severity = "information") -> None:
        """Show a short message.

        Args:
            text: The message, never markup.
            severity: How much it matters.
        """

    def show_failure(self, explanation: Explanation) -> None:
        """Open a dialog that explains why something failed."""

    def copy(self, text: Secret, what: str, *, keep: bool = True) -> None:
        """Copy a text to the clipboard.

        Args:
            text: The text.
            what: What to call it in the message.
            keep: Whether it can be shown again afterwards.
        """

    def show_new_pool(self, pool: Pool) -> None:
        """Move the cursor to a pool as soon as it is listed."""

    def show_identity(self, account: Account, pool: Pool, identity_id: str) -> None:
        """Move the cursor to an identity if it is loaded, else show its details."""

    def remember_identity(self, identity_id: str) -> None:
        """Select an identity that the service has returned, where identities cannot be listed."""

    def forget(self, ids: frozenset[str]) -> None:
        """Remove deleted pools and identities from every pane; reading them would only fail."""

    def reload(self, stale: Collection[View], pool: Pool | None, region: str) -> None:
        """Read again what an operation has changed; the cursor, filters and marks stay.

        Args:
            stale: The views that are out of date.
            pool: The pool that they belong to, by its current name, which is empty if unknown.
            region: The region called.
        """
