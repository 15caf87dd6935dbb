"""The dialogs that ask which credentials to obtain, with the data they are based on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
from cogtui.service import operation_names
from cogtui.service.members import Member
from cogtui.service.operations import OPERATIONS
from cogtui.service.providers import ProviderKind

MERGE_WARNING: Final = (
    "If a login belongs to another identity, the two are permanently merged: one gets all the "
    "logins, and the other is disabled."
)
"""The effect of a login that another identity has (developer guide, merging identities)."""


class RequestDialogs:
    """Dialogs about one pool, or one of its identities.

    Args:
        app: The app.
        account: The account to call.
        pool: The pool.
        identity_id: The identity; None for a new guest or for the identity of a login.
        answers: The responses about both, by the AWS CLI names of the operations; those that
            failed are missing.
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

    def update(self, answers: prefill.Answers | None) -> None:
        """Replace the responses by ones that were read later.

        Args:
            answers: The responses; None if the user stopped waiting for them.
        """
        self._answers = answers or self._answers

    # Data

    @property
    def configuration(self) -> Mapping[str, Any] | None:
        """The pool's configuration; None if it could not be read."""
        return self._answers.get(Topic.CONFIGURATION)

    @property
    def roles(self) -> Mapping[str, Any]:
        """The pool's roles and mappings; empty if they could not be read."""
        return self._answers.get(Topic.ROLES, {})

    @property
    def developer_provider(self) -> str:
        """The name of the pool's developer provider; empty if it has none."""
        return str((self.configuration or {}).get("DeveloperProviderName", ""))

    @property
    def developer_users(self) -> Sequence[str]:
        """The first page of the developer users that are linked to the identity."""
        answer = self._answers.get(operation_names.LOOKUP_DEVELOPER_IDENTITY, {})
        developer_users: Sequence[str] = answer.get("DeveloperUserIdentifierList", ())
        return developer_users

    @property
    def public_providers(self) -> list[str]:
        """The keys of the logins that the pool accepts, without the developer provider's."""
        keys = login_keys(self.configuration or {})
        return [key for key, each in keys.items() if each.kind is not ProviderKind.DEVELOPER]

    def classic_keys(self, keys: Iterable[str]) -> list[str]:
        """Return the keys whose logins the classic flow accepts: all but those of SAML."""
        known = login_keys(self.configuration or {})
        saml = {key for key, each in known.items() if each.kind is ProviderKind.SAML}
        # an identity can have a login of a provider that the pool has no longer
        return [key for key in keys if key not in saml and ":saml-provider/" not in key]

    @property
    def identity_logins(self) -> Sequence[str] | None:
        """The providers of the identity's logins; None if they could not be read."""
        answer = self._answers.get(operation_names.DESCRIBE_IDENTITY)
        return None if answer is None else answer.get("Logins", ())

    @property
    def identity_keys(self) -> Sequence[str]:
        """The keys of the identity's logins, of which a call must include at least one."""
        listed = self.identity_logins or ()
        if "DISABLED" in listed:
            return ()
        public = [each for each in listed if each != self.developer_provider]
        # whether the developer provider's name is listed is not documented
        has_users = len(public) < len(listed) or bool(self.developer_users)
        return [*public, *([cognito_key(self.pool.pool_id)] if has_users else ())]

    @property
    def has_only_developer_users(self) -> bool:
        """Whether developer users are the identity's only logins."""
        return self.identity_keys == [cognito_key(self.pool.pool_id)]

    def offer(self, logins: Mapping[str, Secret]) -> Offer:
        """Return the role that the pool chooses for logins, and the alternatives."""
        caller = self.account.caller
        return role_offer(
            self.configuration or {},
            self.roles,
            logins,
            account=caller.account if caller else "",
        )

    # Dialogs

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
        """Ask for members.

        Args:
            title: The authentication flow.
            members: The members.
            values: Their initial values.
            known: Suggested values by member, in addition to the pool's roles.
            failure: Why the previous values were rejected.
            context_members: Members that users rarely change.

        Returns:
            The values; None if the user canceled.
        """
        roles = prefill.known(
            OPERATIONS[operation_names.GET_CREDENTIALS_FOR_IDENTITY], self._answers
        )
        choices = {"RoleArn": roles.get("CustomRoleArn", ()), **known}
        dialog = FormDialog(
            f"Credentials · {self.pool.title} · {title}",
            members,
            values,
            known=choices,
            failure=failure,
            sends="Continue",
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
        """Ask for logins.

        Args:
            operation: The AWS CLI name of the first operation that they are sent with.
            known: The initial logins.
            needed: Keys of which at least one must have a login.
            may_be_empty: Whether the user may continue without a login.

        Returns:
            The tokens by key; None if the user canceled.
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

    async def confirm(self, title: str, question: str, detail: str, *, verb: str) -> bool:
        """Ask for confirmation.

        Args:
            title: The dialog's title.
            question: The question.
            detail: The effect of confirming.
            verb: What the key that confirms does, as a verb in the imperative.
        """
        agreed: bool | None = await self.app.push_screen_wait(
            ConfirmDialog(title, question, detail, verb=verb)
        )
        return bool(agreed)
