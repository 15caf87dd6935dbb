"""The questions before an authentication flow: which flow, which logins, which role."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cogtui.credentials.flow import SESSION_NAME, AuthFlow, CredentialsRequest
from cogtui.screens.credentials import forms
from cogtui.screens.credentials.developer import DeveloperQuestions
from cogtui.screens.credentials.dialogs import MERGE_WARNING, RequestDialogs
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.text import counted

_GUEST: Final = "guest"


class RequestQuestions:
    """Asks for the details of a request, and remembers the answers for the next time.

    Args:
        dialogs: The dialogs to ask with.
    """

    def __init__(self, dialogs: RequestDialogs) -> None:
        self._dialogs = dialogs
        self._developer = DeveloperQuestions(dialogs)
        self._logins: Mapping[str, Secret] = {}
        self._values: dict[AuthFlow, Mapping[str, Any]] = {}

    async def ask(self) -> CredentialsRequest | None:
        """Ask all questions; canceling one returns to the previous question.

        Returns:
            The request; None if the user canceled the first question.
        """
        chosen: tuple[str, ...] | None = ()
        while True:
            picker = Picker("Get credentials with", self._flow_choices(), chosen=chosen or ())
            chosen = await self._dialogs.app.push_screen_wait(picker)
            if chosen is None:
                return None
            if chosen[0] == _GUEST:
                return CredentialsRequest(AuthFlow.ENHANCED, self._dialogs.pool)
            request = await self.ask_for_flow(AuthFlow(chosen[0]))
            if request is not None:
                return request

    async def ask_for_flow(self, auth_flow: AuthFlow) -> CredentialsRequest | None:
        """Ask for the details of an authentication flow, starting from earlier answers.

        Args:
            auth_flow: The authentication flow.

        Returns:
            The request; None if the user canceled.
        """
        if auth_flow is AuthFlow.DEVELOPER:
            return await self._developer.ask()
        ask = self._classic if auth_flow is AuthFlow.CLASSIC else self._enhanced
        if not self._asks_for_logins(auth_flow):
            return await ask({})
        while True:
            logins = await self._ask_for_logins(auth_flow)
            if logins is None:
                return None
            self._logins = logins
            request = await ask(logins) if await self._confirm_link(logins) else None
            if request is not None:
                return request

    # The flow

    def _flow_choices(self) -> Sequence[Choice]:
        dialogs = self._dialogs
        choices = [self._enhanced_choice(), self._classic_choice()]
        if dialogs.developer_provider:
            note = f"a user of {dialogs.developer_provider}, with your AWS credentials"
            choices.append(Choice(AuthFlow.DEVELOPER, "Developer user", note))
        if dialogs.identity_id is None:
            guests = (dialogs.configuration or {}).get("AllowUnauthenticatedIdentities", True)
            note = "a new identity without logins" if guests else "guest access is off"
            choices.insert(0, Choice(_GUEST, "Guest", note, disabled=not guests))
        if dialogs.has_only_developer_users:
            # the other flows require a token that only the backend has
            choices.reverse()
        return sorted(choices, key=lambda choice: choice.disabled)

    def _enhanced_choice(self) -> Choice:
        dialogs = self._dialogs
        note, refused = "the pool chooses the role", ""
        if dialogs.identity_id is None:
            note = f"with a login; {note}"
            refused = self._no_provider_note()
        return Choice(
            AuthFlow.ENHANCED,
            "Enhanced flow",
            refused or self._disabled_note or note,
            disabled=bool(refused),
        )

    @property
    def _disabled_note(self) -> str:
        """Why the service will reject the identity; the flow can be tried anyway."""
        listed = self._dialogs.identity_logins or ()
        return "the identity is disabled: no credentials" if "DISABLED" in listed else ""

    def _no_provider_note(self) -> str:
        if self._dialogs.configuration is None:
            return "cannot read the pool's providers"
        return "" if self._dialogs.public_providers else "the pool accepts no logins"

    def _classic_choice(self) -> Choice:
        refused = self._classic_refusal()
        note = refused or self._disabled_note or "with a Cognito token; you choose the role"
        return Choice(AuthFlow.CLASSIC, "Classic flow", note, disabled=bool(refused))

    def _classic_refusal(self) -> str:
        """Return why the service refuses the classic flow; empty if it may accept it."""
        dialogs = self._dialogs
        configuration = dialogs.configuration or {}
        if configuration.get("AllowClassicFlow") is False:
            return "not allowed by the pool"
        if dialogs.roles.get("RoleMappings"):
            return "not possible: the pool has role mappings"
        owner, keys = "identity", dialogs.identity_keys
        if dialogs.identity_id is None:
            if configuration.get("AllowUnauthenticatedIdentities", True):
                return ""
            if not dialogs.public_providers:
                return self._no_provider_note()
            owner, keys = "pool", dialogs.public_providers
        has_saml_only = bool(keys) and not dialogs.classic_keys(keys)
        return f"not possible: the {owner} has only SAML logins" if has_saml_only else ""

    # Logins

    def _asks_for_logins(self, auth_flow: AuthFlow) -> bool:
        dialogs = self._dialogs
        if dialogs.identity_id is None:
            providers = dialogs.public_providers
            return auth_flow is AuthFlow.ENHANCED or bool(dialogs.classic_keys(providers))
        return dialogs.identity_logins is None or bool(dialogs.identity_keys)

    async def _ask_for_logins(self, auth_flow: AuthFlow) -> Mapping[str, Secret] | None:
        dialogs = self._dialogs
        needed = dialogs.identity_keys
        operation = operation_names.GET_ID
        if auth_flow is AuthFlow.CLASSIC:
            operation = operation_names.GET_OPEN_ID_TOKEN
            needed = dialogs.classic_keys(needed)
        elif dialogs.identity_id is not None:
            operation = operation_names.GET_CREDENTIALS_FOR_IDENTITY
        guests = (dialogs.configuration or {}).get("AllowUnauthenticatedIdentities", True)
        may_be_empty = dialogs.identity_logins is None
        if dialogs.identity_id is None:
            may_be_empty = auth_flow is AuthFlow.CLASSIC and guests
        return await dialogs.logins(
            operation,
            self._logins,
            needed=needed,
            may_be_empty=may_be_empty,
        )

    async def _confirm_link(self, logins: Mapping[str, Secret]) -> bool:
        """Ask for confirmation if the service would link logins to an identity."""
        dialogs = self._dialogs
        title = f"Logins · {dialogs.pool.title}"
        if dialogs.identity_id is None:
            if len(logins) < 2:  # noqa: PLR2004  two logins are linked
                return True
            many = counted(len(logins), "login")
            detail = f"They become logins of one identity. {MERGE_WARNING}"
            return await dialogs.confirm(title, f"Use {many} together?", detail, verb="Use")
        others = [login_name(key) for key in logins if key not in dialogs.identity_keys]
        if not others:
            return True
        question = f"Link {' and '.join(others)} to {dialogs.identity_id}?"
        return await dialogs.confirm(title, question, MERGE_WARNING, verb="Link")

    # The role

    async def _enhanced(self, logins: Mapping[str, Secret]) -> CredentialsRequest | None:
        dialogs = self._dialogs
        request = CredentialsRequest(AuthFlow.ENHANCED, dialogs.pool, dialogs.identity_id, logins)
        if not logins:
            return request
        offer = dialogs.offer(logins)
        answers = self._values.get(AuthFlow.ENHANCED, {})
        is_unknown = bool(offer.unreadable) and bool(dialogs.roles.get("RoleMappings"))
        if not (offer.has_alternatives or is_unknown or answers):
            return request
        note = f"If empty: {offer.choice.role}."
        if offer.choice.error:
            note = "If empty, the pool refuses the request because the role is ambiguous."
        member = forms.custom_role(note)
        values = await dialogs.form(
            AuthFlow.ENHANCED, (member,), answers, known={"CustomRoleArn": offer.roles}
        )
        if values is None:
            return None
        self._values[AuthFlow.ENHANCED] = values
        return request._replace(role_arn=values.get("CustomRoleArn", ""))

    async def _classic(self, logins: Mapping[str, Secret]) -> CredentialsRequest | None:
        dialogs = self._dialogs
        state = "authenticated" if logins else "unauthenticated"
        role = dialogs.roles.get("Roles", {}).get(state)
        defaults = {"RoleSessionName": SESSION_NAME, **({"RoleArn": role} if role else {})}
        initial = self._values.get(AuthFlow.CLASSIC, defaults)
        values = await dialogs.form(AuthFlow.CLASSIC, forms.CLASSIC, initial)
        if values is None:
            return None
        self._values[AuthFlow.CLASSIC] = values
        return CredentialsRequest(
            AuthFlow.CLASSIC,
            dialogs.pool,
            dialogs.identity_id,
            logins,
            values["RoleArn"],
            values["RoleSessionName"],
            values.get("DurationSeconds"),
        )
