"""Which role an identity would get, and why."""

from collections.abc import Mapping

from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.documents.role_choice import role_choice
from cogtui.logins.role_offers import Offer, role_offer
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.host import Host
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name

_GUEST, _LOGIN = "guest", "login"


class WhyRoleRun:
    """Asks who, and tells which role they would get; nothing of it is sent to the pool.

    Args:
        host: The screen that it is run from.
        account: The account to read from.
        pool: The pool.
    """

    def __init__(self, host: Host, account: Account, pool: Pool) -> None:
        self._host = host
        self._account = account
        self._pool = pool

    async def run(self) -> None:
        """Asks and tells, until the user leaves."""
        choices = [
            Choice(_GUEST, "A guest", "who has no login"),
            Choice(_LOGIN, "Somebody with a login", "by a token, or by signing in"),
        ]
        chosen = await self._host.app.push_screen_wait(Picker("Whose role?", choices))
        if chosen is None:
            return
        logins = {} if chosen[0] == _GUEST else await self._logins()
        if logins is not None:
            await self.tell(logins)

    async def _logins(self) -> Mapping[str, Secret] | None:
        """The logins that the choice is made for; None if the user leaves."""
        try:
            configuration = (await self._account.read(self._pool, Topic.CONFIGURATION)).answer
        except ApiError as error:
            self._host.show_failure(error.explanation)
            return None
        dialog = LoginsDialog(
            self._account,
            self._pool,
            configuration,
            may_be_empty=False,
            operation="get-credentials-for-identity",
            clock=self._account.now,
        )
        logins: dict[str, Secret] | None = await self._host.app.push_screen_wait(dialog)
        return logins

    async def tell(self, logins: Mapping[str, Secret], custom_role: str = "") -> None:
        """Tells which role logins lead to, by what the pool has now.

        Args:
            logins: Tokens by provider, none for a guest.
            custom_role: CustomRoleArn, empty where it is not sent.
        """
        # somebody may have mended it since it was read
        self._account.forget(self._pool)
        try:
            configuration = (await self._account.read(self._pool, Topic.CONFIGURATION)).answer
            roles = (await self._account.read(self._pool, Topic.ROLES)).answer
        except ApiError as error:
            self._host.show_failure(error.explanation)
            return
        account = self._account.caller.account if self._account.caller else ""
        offer = role_offer(configuration, roles, logins, custom_role=custom_role, account=account)
        title = f"Which role, and why · {self._pool.title}"
        self._host.app.push_screen(DocumentDialog(title, _document(offer)))


async def explain_role(host: Host, account: Account, selection: Selection) -> None:
    """Explain which role a guest or a login gets in the selected pool."""
    if selection.pool is not None:
        await WhyRoleRun(host, account, selection.pool).run()


def _document(offer: Offer) -> Document:
    """The choice and its steps, then what else could be chosen, and what could not be read."""
    outcome, *steps = role_choice(offer.choice)
    unread = ", ".join(login_name(key) for key in offer.unread)
    if unread:
        note = (
            f"Only {unread} can read its token: rules on its claims are judged as if it had none."
        )
        outcome = outcome._replace(parts=(*outcome.parts, Note(note, Tone.WARNING)))
    others = tuple(Line("", role) for role in offer.roles)
    offered = (Section("Roles to choose from, by CustomRoleArn", others),) if offer.is_wide else ()
    return (outcome, *offered, *steps)
