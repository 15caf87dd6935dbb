"""The questions before a walk to credentials: which way, by which logins, for which role."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cogtui.credentials.flow import SESSION_NAME, AuthFlow, CredentialsRequest
from cogtui.screens.credentials import forms
from cogtui.screens.credentials.developer import DeveloperQuestions
from cogtui.screens.credentials.dialogs import MERGED, RequestDialogs
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name
from cogtui.text import counted

_GUEST: Final = "guest"


class RequestQuestions:
    """Asks, and keeps what was answered for the next time.

    Args:
        dialogs: The dialogs to ask by.
    """

    def __init__(self, dialogs: RequestDialogs) -> None:
        self._dialogs = dialogs
        self._developer = DeveloperQuestions(dialogs)
        self._logins: Mapping[str, Secret] = {}
        self._values: dict[AuthFlow, Mapping[str, Any]] = {}

    async def ask(self) -> CredentialsRequest | None:
        """Asks from the beginning; who leaves a question is asked the one before it.

        Returns:
            What the user wants; None if they leave.
        """
        chosen: tuple[str, ...] | None = ()
        while True:
            picker = Picker("Which way to credentials?", self._ways(), chosen=chosen or ())
            chosen = await self._dialogs.app.push_screen_wait(picker)
            if chosen is None:
                return None
            if chosen[0] == _GUEST:
                return CredentialsRequest(AuthFlow.ENHANCED, self._dialogs.pool)
            request = await self.ask_on(AuthFlow(chosen[0]))
            if request is not None:
                return request

    async def ask_on(self, way: AuthFlow) -> CredentialsRequest | None:
        """Asks for what a way takes; what was answered before stands there again.

        Args:
            way: The way.

        Returns:
            What the user wants; None if they leave.
        """
        if way is AuthFlow.DEVELOPER:
            return await self._developer.ask()
        ask = self._classic if way is AuthFlow.CLASSIC else self._enhanced
        if not self._takes_logins(way):
            return await ask({})
        while True:
            logins = await self._ask_for_logins(way)
            if logins is None:
                return None
            self._logins = logins
            request = await ask(logins) if await self._may_link(logins) else None
            if request is not None:
                return request

    # Which way

    def _ways(self) -> Sequence[Choice]:
        dialogs = self._dialogs
        ways = [self._enhanced_way(), self._classic_way()]
        if dialogs.developer_provider:
            note = f"a user of {dialogs.developer_provider}, by your own AWS credentials"
            ways.append(Choice(AuthFlow.DEVELOPER, "Developer user", note))
        if dialogs.identity_id is None:
            guests = (dialogs.configuration or {}).get("AllowUnauthenticatedIdentities", True)
            note = "a new identity without logins" if guests else "the pool allows none"
            ways.insert(0, Choice(_GUEST, "Guest", note, disabled=not guests))
        if dialogs.is_developers_alone:
            # for another way it takes a token that the backend has
            ways.reverse()
        return sorted(ways, key=lambda way: way.disabled)

    def _enhanced_way(self) -> Choice:
        dialogs = self._dialogs
        note, refused = "the pool chooses the role", ""
        if dialogs.identity_id is None:
            note = f"by a login; {note}"
            refused = self._without_providers()
        return Choice(
            AuthFlow.ENHANCED,
            "Enhanced flow",
            refused or self._doomed or note,
            disabled=bool(refused),
        )

    @property
    def _doomed(self) -> str:
        """Why the service will refuse the identity; it may be asked nevertheless."""
        listed = self._dialogs.identity_logins or ()
        return "the identity is disabled, and gets none" if "DISABLED" in listed else ""

    def _without_providers(self) -> str:
        if self._dialogs.configuration is None:
            return "the pool's providers cannot be read"
        return "" if self._dialogs.public_providers else "the pool takes no logins"

    def _classic_way(self) -> Choice:
        refused = ""
        if self._dialogs.roles.get("RoleMappings"):
            refused = "the pool has role mappings, which rule it out"
        if (self._dialogs.configuration or {}).get("AllowClassicFlow") is False:
            refused = "the pool does not allow it"
        note = refused or self._doomed or "by a token of Cognito's; you choose the role"
        return Choice(AuthFlow.CLASSIC, "Classic flow", note, disabled=bool(refused))

    # By which logins

    def _takes_logins(self, way: AuthFlow) -> bool:
        dialogs = self._dialogs
        if dialogs.identity_id is None:
            return way is AuthFlow.ENHANCED or bool(dialogs.public_providers)
        return dialogs.identity_logins is None or bool(dialogs.own_keys)

    async def _ask_for_logins(self, way: AuthFlow) -> Mapping[str, Secret] | None:
        dialogs = self._dialogs
        operation = "get-id"
        if dialogs.identity_id is not None and way is AuthFlow.ENHANCED:
            operation = "get-credentials-for-identity"
        guests = (dialogs.configuration or {}).get("AllowUnauthenticatedIdentities", True)
        may_be_empty = dialogs.identity_logins is None
        if dialogs.identity_id is None:
            may_be_empty = way is AuthFlow.CLASSIC and guests
        return await dialogs.logins(
            operation,
            self._logins,
            needed=dialogs.own_keys,
            may_be_empty=may_be_empty,
        )

    async def _may_link(self, logins: Mapping[str, Secret]) -> bool:
        """Whether the user wants what the service does with logins besides the identity's own."""
        dialogs = self._dialogs
        title = f"Logins · {dialogs.pool.title}"
        if dialogs.identity_id is None:
            if len(logins) < 2:  # noqa: PLR2004  two make a link
                return True
            many = counted(len(logins), "login")
            detail = f"They become logins of one identity. {MERGED}"
            return await dialogs.agrees(title, f"Use {many} together?", detail)
        others = [login_name(key) for key in logins if key not in dialogs.own_keys]
        if not others:
            return True
        question = f"Link {' and '.join(others)} to {dialogs.identity_id}?"
        return await dialogs.agrees(title, question, MERGED)

    # For which role

    async def _enhanced(self, logins: Mapping[str, Secret]) -> CredentialsRequest | None:
        dialogs = self._dialogs
        request = CredentialsRequest(AuthFlow.ENHANCED, dialogs.pool, dialogs.identity_id, logins)
        if not logins:
            return request
        offer = dialogs.offer(logins)
        answers = self._values.get(AuthFlow.ENHANCED, {})
        is_unknown = bool(offer.unread) and bool(dialogs.roles.get("RoleMappings"))
        if not (offer.is_wide or is_unknown or answers):
            return request
        note = f"Left out, it is {offer.choice.role}."
        if offer.choice.error:
            note = "Left out, the pool refuses, for it cannot decide."
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
        first = {"RoleSessionName": SESSION_NAME, **({"RoleArn": role} if role else {})}
        opened = self._values.get(AuthFlow.CLASSIC, first)
        values = await dialogs.form(AuthFlow.CLASSIC, forms.CLASSIC, opened)
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
