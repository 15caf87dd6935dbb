"""Which role an identity would get, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from cogtui.account import Account, Pool, Topic
from cogtui.assertions import read_assertion
from cogtui.documents.role_choice import role_choice
from cogtui.errors import ApiError
from cogtui.role_choice import Login, choose_role
from cogtui.screens.desk import OperationDesk
from cogtui.screens.document import DocumentDialog
from cogtui.screens.logins import LoginsDialog
from cogtui.screens.picker import Choice, Picker
from cogtui.secret import Secret
from cogtui.tokens import TokenError, decode, is_saml

_GUEST, _LOGIN = "guest", "login"


class WhyRoleRun:
    """Asks who, and tells which role they would get; nothing of it is sent to the pool.

    Args:
        desk: The screen that it is run from.
        account: The account to read from.
        pool: The pool.
    """

    def __init__(self, desk: OperationDesk, account: Account, pool: Pool) -> None:
        self._desk = desk
        self._account = account
        self._pool = pool

    async def run(self) -> None:
        """Asks and tells, until the user leaves."""
        try:
            configuration = (await self._account.read(self._pool, Topic.CONFIGURATION)).answer
            roles = (await self._account.read(self._pool, Topic.ROLES)).answer
        except ApiError as error:
            self._desk.show_trouble(error.explanation)
            return
        logins = await self._logins(configuration)
        if logins is not None:
            caller = self._account.caller
            account = caller.account if caller else ""
            chosen = choose_role(configuration, roles, logins, account=account)
            title = f"Which role, and why · {self._pool.title}"
            self._desk.app.push_screen(DocumentDialog(title, role_choice(chosen)))

    async def _logins(self, configuration: Mapping[str, Any]) -> Sequence[Login] | None:
        """The logins that the choice is made for, none for a guest; None if the user leaves."""
        choices = [
            Choice(_GUEST, "A guest", "somebody without a login"),
            Choice(_LOGIN, "Somebody with a login", "by a token, or by signing in"),
        ]
        chosen = await self._desk.app.push_screen_wait(Picker("Whose role?", choices))
        if chosen is None:
            return None
        if chosen[0] == _GUEST:
            return ()
        dialog = LoginsDialog(
            self._account,
            self._pool,
            configuration,
            may_be_empty=False,
            clock=self._account.now,
        )
        tokens: Mapping[str, Secret] | None = await self._desk.app.push_screen_wait(dialog)
        if tokens is None:
            return None
        return [Login(key, _claims(token)) for key, token in tokens.items()]


def _claims(token: Secret) -> Mapping[str, Any]:
    """What a token says; nothing where nobody but its issuer can read it."""
    try:
        return read_assertion(token).claims if is_saml(token) else decode(token).claims
    except TokenError:
        return {}
