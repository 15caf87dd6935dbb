"""The questions about a developer user: which user, and which identity."""

from collections.abc import Mapping, Sequence
from typing import Any

from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.credentials.flow import AuthFlow, CredentialsRequest
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.register import RegisterEffect, RegisterPreview
from cogtui.logins.checks import WITH_DEVELOPER
from cogtui.screens.credentials import forms
from cogtui.screens.credentials.dialogs import MERGE_WARNING, RequestDialogs
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name

_MEMBER_AT_FAULT = {
    Reason.REGISTERED: "DeveloperUserIdentifier",
    Reason.NO_IDENTIFIER: "DeveloperUserIdentifier",
}
"""The field that caused a blocker; for all other reasons it is the identity."""


class DeveloperQuestions:
    """Asks for a developer user, and shows the effect before anything is sent.

    Args:
        dialogs: The dialogs to ask with.
    """

    def __init__(self, dialogs: RequestDialogs) -> None:
        self._dialogs = dialogs
        self._values: Mapping[str, Any] = {}
        self._logins: Mapping[str, Secret] = {}
        if dialogs.identity_id is not None:
            self._values = {"IdentityId": dialogs.identity_id}
        if dialogs.developer_users:
            self._values = {**self._values, "DeveloperUserIdentifier": dialogs.developer_users[0]}

    async def ask(self) -> CredentialsRequest | None:
        """Ask until the answer is one that the service might accept.

        Returns:
            The request; None if the user canceled.
        """
        failure: Explanation | None = None
        while True:
            values = await self._ask_user(failure)
            if values is None:
                return None
            self._values, failure = values, None
            found = await self._look_up(values)
            if isinstance(found, Explanation):
                failure = found
            elif (request := await self._build_request(values, found)) is not None:
                return request

    async def _ask_user(self, failure: Explanation | None) -> dict[str, Any] | None:
        dialogs = self._dialogs
        members = forms.developer_user(
            dialogs.developer_provider, has_others=bool(dialogs.public_providers)
        )
        return await dialogs.form(
            AuthFlow.DEVELOPER,
            members,
            self._values,
            known={"DeveloperUserIdentifier": dialogs.developer_users},
            failure=failure,
            context_members=("IdentityId",),
        )

    async def _look_up(self, values: Mapping[str, Any]) -> RegisterPreview | Explanation | None:
        """Return what the service would do, or why it would refuse; None if that is unknown."""
        dialogs = self._dialogs
        directory = Directory(
            dialogs.account.gateway.call, dialogs.pool, dialogs.developer_provider
        )
        user = values["DeveloperUserIdentifier"]
        reading = await waited_for(
            dialogs.app,
            RegisterPreview.read(directory, user, values.get("IdentityId")),
            f"Looking up {quoted(user)}…",
            "Back",
        )
        if not reading.done():
            reading.cancel()
            return _not_sent("User not looked up", "You canceled the lookup.", "")
        try:
            preview = reading.result()
        except ApiError:
            # permission to get tokens does not include permission to look up users
            return None
        refused = [x for x in preview.blockers if x.consequence is not Consequence.UNCERTAIN]
        return _refusal(refused[0]) if refused else preview

    async def _build_request(
        self, values: Mapping[str, Any], preview: RegisterPreview | None
    ) -> CredentialsRequest | None:
        dialogs = self._dialogs
        proofs = preview.proofs if preview else ()
        logins: Mapping[str, Secret] | None = {}
        if proofs or values.get("Logins"):
            logins = await dialogs.logins(
                WITH_DEVELOPER, self._logins, needed=proofs, may_be_empty=not proofs
            )
        if logins is None:
            return None
        self._logins = logins
        user = values["DeveloperUserIdentifier"]
        if not await self._confirm(user, preview, [key for key in logins if key not in proofs]):
            return None
        return CredentialsRequest(
            AuthFlow.DEVELOPER,
            dialogs.pool,
            values.get("IdentityId"),
            {dialogs.developer_provider: Secret(user), **logins},
            duration=values.get("TokenDuration"),
            principal_tags=values.get("PrincipalTags", {}),
        )

    async def _confirm(
        self, user: str, preview: RegisterPreview | None, others: Sequence[str]
    ) -> bool:
        """Ask for confirmation if the request changes anything."""
        consequences = [
            "Cannot look up which identity the user resolves to. A new user is registered."
        ]
        if preview is not None:
            uncertain = [each.sentence for each in preview.blockers]
            consequences = [*uncertain, *preview.consequences()]
            if preview.effect is RegisterEffect.FOUND and not others:
                return True
        if others:
            names = " and ".join(login_name(key) for key in others)
            consequences.append(
                f"The login of {names} is linked to the same identity. {MERGE_WARNING}"
            )
        return await self._dialogs.confirm(
            f"Developer user · {self._dialogs.developer_provider}",
            f"Get credentials for {quoted(user)}?",
            " ".join(consequences),
            verb="Get credentials",
        )


def _refusal(blocker: Blocker) -> Explanation:
    member = _MEMBER_AT_FAULT.get(blocker.reason, "IdentityId")
    return _not_sent("Not sent: the service would refuse the request", blocker.sentence, member)


def _not_sent(title: str, detail: str, member: str) -> Explanation:
    return Explanation(ErrorKind.REFUSED, title, detail, "", "", member=member)
