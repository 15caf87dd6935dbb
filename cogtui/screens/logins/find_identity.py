"""Find an identity by its login: a token, a sign-in, or a developer user."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.account.outcomes import Written, write
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.documents.document import Document, Note, Section, Tone
from cogtui.logins.jwt import TokenError, decode
from cogtui.logins.keys import ExpectedToken, login_keys
from cogtui.screens.credentials.dialogs import MERGE_WARNING
from cogtui.screens.developers.run import find_user
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import result_or_cancel, waited_for
from cogtui.screens.host import Host
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.service.operations import OPERATIONS, View
from cogtui.text import counted
from cogtui.threads import uninterrupted

_TITLE: Final = "Find identity by login"

_CREATES: Final = "If no identity in the pool has this login yet, the service creates one."

_MAX_NAME_LENGTH: Final = 254
"""The most characters of an email address (RFC 5321), which has more than a sub or a user name.
Tokens have more."""

_UNKNOWN_ISSUER: Final = (
    "The pasted text is not known to come from any of the pool's providers. Choose its login, and "
    "paste it there."
)

_LINKS: Final = "They become logins of one identity, a new one if none has them yet."

_IMPOSSIBLE: Final[Document] = (
    Section(
        "A sub, user name or email address cannot be looked up",
        (
            Note(
                "An identity lists the names of its login providers, not the users there, and no "
                "API operation searches for a user.",
                Tone.PLAIN,
            ),
        ),
    ),
    Section(
        "Use one of these instead",
        (
            Note(
                "A token of the user: the ID token of the app's session, or one from signing in "
                "here as the user.",
                Tone.PLAIN,
            ),
            Note(
                "The developer user identifier, if your backend registers its users in the pool.",
                Tone.PLAIN,
            ),
            Note(
                "The identity ID that the app has: in its cache or log, or in the names of S3 "
                "objects and the keys of DynamoDB items that belong to the user.",
                Tone.PLAIN,
            ),
        ),
    ),
)


class LookupKey(StrEnum):
    """What an identity can be looked up by."""

    LOGIN = "login"
    DEVELOPER_USER = "developer user"
    NAME = "name"
    """A sub, user name or email address, by which it cannot be looked up."""
    NONE = "none"
    """Nothing so far: the user is asked again."""


class FindIdentityRun:
    """Asks for a login, and opens the identity that has it.

    Args:
        host: The screen that runs it.
        account: The account to call.
        pool: The pool.
        selection: What is under the cursor.
    """

    def __init__(self, host: Host, account: Account, pool: Pool, selection: Selection) -> None:
        self._host = host
        self._account = account
        self._pool = pool
        self._selection = selection
        self._configuration: Mapping[str, Any] = {}
        self._logins_pasted: Mapping[str, Secret] = {}

    async def run(self) -> None:
        """Ask until an identity was opened or the user cancels."""
        try:
            parameters = {"IdentityPoolId": self._pool.pool_id}
            reading = self._account.gateway.call(Topic.CONFIGURATION, self._pool.region, parameters)
            what = f"Loading {self._pool.title}…"
            configuration = await result_or_cancel(self._host.app, reading, what)
            if configuration is None:
                return
            self._configuration = configuration
            while not await self._find(await self._choose()):
                pass
        except ApiError as error:
            self._host.show_failure(error.explanation)

    async def _find(self, by: LookupKey | None) -> bool:
        """Open an identity; return whether there is nothing left to ask."""
        if by is LookupKey.LOGIN:
            return await self._find_by_login()
        if by is LookupKey.DEVELOPER_USER:
            await find_user(self._host, self._account, self._selection)
        elif by is LookupKey.NAME:
            await self._host.app.push_screen_wait(DocumentDialog(_TITLE, _IMPOSSIBLE))
        return by in (None, LookupKey.DEVELOPER_USER)

    async def _choose(self) -> LookupKey | None:
        """Ask what to look up the identity by; None if the user cancels."""
        pasted: list[Secret] = []
        self._logins_pasted = {}
        title = f"{_TITLE} · {self._pool.title}"
        picker = Picker(title, self._choices(), on_paste=pasted.append)
        chosen = await self._host.app.push_screen_wait(picker)
        if chosen is not None:
            return LookupKey(chosen[0])
        return self._recognize(pasted[0]) if pasted else None

    def _recognize(self, pasted: Secret) -> LookupKey:
        """Return what a pasted text is: the token of a login, or a user's name."""
        issuer = _issuer(pasted)
        if not issuer and len(pasted.reveal()) <= _MAX_NAME_LENGTH:
            return LookupKey.NAME
        if refusal := self._login_refusal:
            self._host.toast(f"{_TITLE}: {refusal}.", "warning")
            return LookupKey.NONE
        if key := self._key_of(issuer):
            self._logins_pasted = {key: pasted}
        else:
            self._host.toast(_UNKNOWN_ISSUER, "warning")
        return LookupKey.LOGIN

    def _choices(self) -> list[Choice]:
        by_login = self._login_refusal
        by_user = "" if self._developer_provider else "the pool has no developer provider"
        choices = [
            Choice(
                LookupKey.LOGIN,
                "Token or sign-in",
                by_login or "creates an identity if the login is new",
                disabled=bool(by_login),
            ),
            Choice(
                LookupKey.DEVELOPER_USER,
                "Developer user identifier",
                by_user or "creates nothing",
                disabled=bool(by_user),
            ),
            Choice(LookupKey.NAME, "sub, user name or email address", "why this is not possible"),
        ]
        return sorted(choices, key=lambda choice: choice.disabled)

    @property
    def _developer_provider(self) -> str:
        return str(self._configuration.get("DeveloperProviderName") or "")

    @property
    def _login_refusal(self) -> str:
        """Why no identity can be looked up by a public login; empty if one can."""
        if all(
            each.expected is ExpectedToken.COGNITO_TOKEN
            for each in login_keys(self._configuration).values()
        ):
            return "the pool accepts no logins"
        return self._selection.refusal(OPERATIONS[operation_names.GET_ID])

    def _key_of(self, issuer: str) -> str:
        """Return the key of the provider with an issuer; empty if the pool has none."""
        host = issuer.removeprefix("https://").rstrip("/")
        keys = login_keys(self._configuration)
        return next((key for key in keys if key.rstrip("/") == host), "")

    # By a login

    async def _find_by_login(self) -> bool:
        logins = await self._logins()
        if logins is None or not await self._is_confirmed(logins):
            return False
        parameters = {"IdentityPoolId": self._pool.pool_id, "Logins": logins}
        region = self._pool.region
        # the same logins lead to the same identity, so a repeated request does no harm
        call = uninterrupted(
            write(self._account, operation_names.GET_ID, region, parameters, once=False)
        )
        what = f"Sending {operation_names.GET_ID}…"
        task = await waited_for(self._host.app, call, what, "Continue in background")
        written: Written = await task
        identity_id = str(written.answer["IdentityId"])
        self._host.remember_identity(identity_id)
        self._host.reload((View.IDENTITIES,), self._pool, region)
        self._host.toast(f"{written.note} The identity is {identity_id}.".strip())
        self._host.show_identity(self._account, self._pool, identity_id)
        return True

    async def _logins(self) -> Mapping[str, Secret] | None:
        dialog = LoginsDialog(
            self._account,
            self._pool,
            self._configuration,
            may_be_empty=False,
            logins=self._logins_pasted,
            sends="Find identity",
            clock=self._account.now,
        )
        logins: dict[str, Secret] | None = await self._host.app.push_screen_wait(dialog)
        return logins

    async def _is_confirmed(self, logins: Mapping[str, Secret]) -> bool:
        names = ", ".join(map(login_name, logins))
        question = f"Find the identity of this {names} login in {self._pool.title}?"
        detail = _CREATES
        if len(logins) > 1:
            many = counted(len(logins), "login")
            question = f"Find the identity of {many} ({names}) in {self._pool.title}?"
            detail = f"{_LINKS} {MERGE_WARNING}"
        title = f"{_TITLE} · {operation_names.GET_ID}"
        dialog = ConfirmDialog(title, question, detail, verb="Find")
        confirmed: bool | None = await self._host.app.push_screen_wait(dialog)
        return bool(confirmed)


async def find_identity(host: Host, account: Account, selection: Selection) -> None:
    """Find an identity of the selected pool by its login, and open it."""
    assert selection.pool is not None, "the registry offers it on a pool"  # noqa: S101  for the type
    await FindIdentityRun(host, account, selection.pool, selection).run()


def _issuer(text: Secret) -> str:
    """Return the issuer of a token; empty if a text is not a token that can be read."""
    try:
        return decode(text).issuer
    except TokenError:
        return ""
