"""Explain which role an identity would get, and why."""

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
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name

_GUEST, _LOGIN = "guest", "login"


class WhyRoleRun:
    """Asks for a guest or logins, and explains which role they would get.

    The logins are not sent to the pool.

    Args:
        host: The screen that runs it.
        account: The account to read from.
        pool: The pool.
    """

    def __init__(self, host: Host, account: Account, pool: Pool) -> None:
        self._host = host
        self._account = account
        self._pool = pool

    async def run(self) -> None:
        """Ask for a guest or logins, and explain their role."""
        choices = [
            Choice(_GUEST, "Guest", "no login"),
            Choice(_LOGIN, "Signed-in user", "token or sign-in"),
        ]
        chosen = await self._host.app.push_screen_wait(Picker("Role for", choices))
        if chosen is None:
            return
        logins = {} if chosen[0] == _GUEST else await self._logins()
        if logins is not None:
            await self.explain(logins)

    async def _logins(self) -> Mapping[str, Secret] | None:
        """Ask for the logins to explain the role of; return None if the user canceled."""
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
            operation=operation_names.GET_CREDENTIALS_FOR_IDENTITY,
            sends="Explain role",
            clock=self._account.now,
        )
        logins: dict[str, Secret] | None = await self._host.app.push_screen_wait(dialog)
        return logins

    async def explain(self, logins: Mapping[str, Secret], custom_role: str = "") -> None:
        """Explain which role some logins lead to, reading the pool's configuration again.

        Args:
            logins: Tokens by provider; none for a guest.
            custom_role: CustomRoleArn; empty if it is not sent.
        """
        # someone may have fixed the pool since it was read
        self._account.forget(self._pool)
        try:
            configuration = (await self._account.read(self._pool, Topic.CONFIGURATION)).answer
            roles = (await self._account.read(self._pool, Topic.ROLES)).answer
        except ApiError as error:
            self._host.show_failure(error.explanation)
            return
        account = self._account.caller.account if self._account.caller else ""
        offer = role_offer(configuration, roles, logins, custom_role=custom_role, account=account)
        title = f"Explain role · {self._pool.title}"
        self._host.app.push_screen(DocumentDialog(title, _document(offer)))


async def explain_role(host: Host, account: Account, selection: Selection) -> None:
    """Explain which role a guest or a login gets in the selected pool."""
    assert selection.pool is not None, "the registry offers it on a pool"  # noqa: S101  for the type
    await WhyRoleRun(host, account, selection.pool).run()


def _document(offer: Offer) -> Document:
    """Return the choice, the alternatives, and the steps."""
    outcome, *steps = role_choice(offer.choice)
    unreadable = ", ".join(login_name(key) for key in offer.unreadable)
    if unreadable:
        note = (
            f"Only {unreadable} can read its token: "
            "rules on its claims are evaluated as if it had none."
        )
        outcome = outcome._replace(parts=(*outcome.parts, Note(note, Tone.WARNING)))
    others = tuple(Line("", role) for role in offer.roles)
    offered = (
        (Section("Roles selectable with CustomRoleArn", others),) if offer.has_alternatives else ()
    )
    return (outcome, *offered, *steps)
