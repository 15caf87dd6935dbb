"""The dialogs that ask what credentials are wanted, and what was read to ask by."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from textual.app import App

from cogtui.account import prefill
from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import Explanation
from cogtui.logins.keys import cognito_key, login_keys
from cogtui.logins.role_offers import Offer, role_offer
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.secret import Secret
from cogtui.service.members import Member
from cogtui.service.operations import OPERATIONS
from cogtui.service.providers import ProviderKind

MERGED: Final = (
    "Where a login is another identity's now, the two are merged for good: one of them has all the "
    "logins afterwards, and the other is disabled."
)
"""What comes of a login that another identity has (developer guide, merging identities)."""


class RequestDialogs:
    """Asks about one pool, or one identity of it.

    Args:
        app: The app.
        account: The account to call.
        pool: The pool.
        identity_id: The identity; None for a new guest or that of a login.
        answers: What was read of both, by the AWS CLI names of the reads; what could not be read
            is missing.
    """

    def __init__(
        self,
        app: App[Any],
        account: Account,
        pool: Pool,
        identity_id: str | None,
        answers: prefill.Answers,
    ) -> None:
        self.app = app
        self.account = account
        self.pool = pool
        self.identity_id = identity_id
        self._answers = answers

    # What was read

    @property
    def configuration(self) -> Mapping[str, Any] | None:
        """The pool's configuration; None where it could not be read."""
        return self._answers.get(Topic.CONFIGURATION)

    @property
    def roles(self) -> Mapping[str, Any]:
        """The pool's roles and mappings, nothing where they could not be read."""
        return self._answers.get(Topic.ROLES, {})

    @property
    def developer_provider(self) -> str:
        """The pool's developer provider, empty if it has none."""
        return str((self.configuration or {}).get("DeveloperProviderName", ""))

    @property
    def users(self) -> Sequence[str]:
        """The developer users that lead to the identity, the first page of them."""
        answer = self._answers.get("lookup-developer-identity", {})
        users: Sequence[str] = answer.get("DeveloperUserIdentifierList", ())
        return users

    @property
    def public_providers(self) -> list[str]:
        """The keys of the logins that the pool takes, but for the developer provider's."""
        keys = login_keys(self.configuration or {})
        return [key for key, each in keys.items() if each.kind is not ProviderKind.DEVELOPER]

    @property
    def identity_logins(self) -> Sequence[str] | None:
        """What the identity's logins are listed as; None where they could not be read."""
        answer = self._answers.get("describe-identity")
        return None if answer is None else answer.get("Logins", ())

    @property
    def own_keys(self) -> Sequence[str]:
        """The keys of the identity's own logins, one of which it has to come with."""
        listed = self.identity_logins or ()
        if "DISABLED" in listed:
            return ()
        public = [each for each in listed if each != self.developer_provider]
        # whether the developer provider's name is listed is not documented
        has_users = len(public) < len(listed) or bool(self.users)
        return [*public, *([cognito_key(self.pool.pool_id)] if has_users else ())]

    @property
    def is_developers_alone(self) -> bool:
        """Whether the identity has developer users and no other login."""
        return self.own_keys == [cognito_key(self.pool.pool_id)]

    def offer(self, logins: Mapping[str, Secret]) -> Offer:
        """What the pool offers to the bearer of logins."""
        caller = self.account.caller
        return role_offer(
            self.configuration or {},
            self.roles,
            logins,
            account=caller.account if caller else "",
        )

    # What is asked

    async def form(
        self,
        title: str,
        members: Sequence[Member],
        values: Mapping[str, Any],
        *,
        known: Mapping[str, Sequence[str]] = {},
        failure: Explanation | None = None,
        context_members: Collection[str] = (),
    ) -> dict[str, Any] | None:
        """Asks for members.

        Args:
            title: The way.
            members: The members.
            values: What they are at first.
            known: Values to offer by member, besides the pool's roles.
            failure: Why what was given last will not do.
            context_members: Members that one hardly wants to change.

        Returns:
            The values; None if the user left.
        """
        roles = prefill.known(OPERATIONS["get-credentials-for-identity"], self._answers)
        offered = {"RoleArn": roles.get("CustomRoleArn", ()), **known}
        dialog = FormDialog(
            f"Credentials · {self.pool.title} · {title}",
            members,
            values,
            known=offered,
            failure=failure,
            sends="Go on",
            context_members=context_members,
        )
        answered: dict[str, Any] | None = await self.app.push_screen_wait(dialog)
        return answered

    async def logins(
        self,
        operation: str,
        known: Mapping[str, Secret],
        *,
        needed: Collection[str] = (),
        may_be_empty: bool = False,
    ) -> dict[str, Secret] | None:
        """Asks for logins.

        Args:
            operation: The AWS CLI name of the operation that gets them first.
            known: Those to begin with.
            needed: Keys one of which has to be given.
            may_be_empty: Whether none will do.

        Returns:
            The tokens by key; None if the user left.
        """
        dialog = LoginsDialog(
            self.account,
            self.pool,
            self.configuration or {},
            needed=needed,
            may_be_empty=may_be_empty,
            logins=known,
            operation=operation,
            clock=self.account.now,
        )
        answered: dict[str, Secret] | None = await self.app.push_screen_wait(dialog)
        return answered

    async def agrees(self, title: str, question: str, detail: str) -> bool:
        """Asks whether to go on.

        Args:
            title: What would be done.
            question: The question.
            detail: What the answer leads to.
        """
        agreed: bool | None = await self.app.push_screen_wait(
            ConfirmDialog(title, question, detail)
        )
        return bool(agreed)
