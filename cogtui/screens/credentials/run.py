"""From an identity, a guest or logins to AWS credentials: asked, walked and shown."""

from functools import partial
from typing import Final

from cogtui.account import prefill
from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.credentials.flow import Walk, Way, Wish
from cogtui.screens.credentials.dialogs import WishDialogs
from cogtui.screens.credentials.explain_role import WhyRoleRun
from cogtui.screens.credentials.progress import End, StepsDialog
from cogtui.screens.credentials.questions import WishQuestions
from cogtui.screens.credentials.show import RevealScreen
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.screens.host import OperationDesk
from cogtui.service.operations import View

_READS: Final = (
    Topic.CONFIGURATION,
    Topic.ROLES,
    "describe-identity",
    "lookup-developer-identity",
)


class CredentialsRun:
    """Asks what has to be known, walks, and shows what was obtained.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        pool: The pool.
        identity_id: The identity; None for a new guest or that of a login.
    """

    def __init__(
        self, desk: OperationDesk, account: Account, pool: Pool, identity_id: str | None
    ) -> None:
        self._desk = desk
        self._account = account
        self._pool = pool
        self._identity_id = identity_id
        self._why = WhyRoleRun(desk, account, pool)

    async def run(self) -> None:
        """Asks, walks and shows, until the user leaves."""
        answers = await self._read()
        if answers is None:
            return
        app = self._desk.app
        dialogs = WishDialogs(app, self._account, self._pool, self._identity_id, answers)
        questions = WishQuestions(dialogs)
        wish = await questions.ask()
        if wish is not None:
            await self._walk(Walk(self._account, wish, self._account.now), questions)

    async def _read(self) -> prefill.Answers | None:
        """What the questions are asked by; None if the user does not wait."""
        selection = Selection(self._pool, self._identity_id)
        reading = await waited_for(
            self._desk.app,
            prefill.read_all(self._account, selection, _READS),
            f"Reading what {selection.title} has …",
            "leaves it",
        )
        if reading.done():
            return reading.result()
        reading.cancel()
        return None

    async def _walk(self, walk: Walk, questions: WishQuestions) -> None:
        """Walks, and asks again where that broke off, until there are credentials."""
        try:
            while (end := await self._stepped(walk)) is End.CHANGED:
                wish = await questions.ask_on(walk.wish.way)
                if wish is not None:
                    walk.change(wish)
            if walk.has_begun:
                self._desk.read_stale((View.IDENTITIES,), self._pool, self._pool.region)
            if end is End.THERE:
                copy = partial(self._desk.copy, keep=False)
                reveal = RevealScreen(walk, on_copy=copy, clock=self._account.now)
                await self._desk.app.push_screen_wait(reveal)
        finally:
            walk.forget()

    async def _stepped(self, walk: Walk) -> End:
        wish = walk.wish
        dialog = StepsDialog(
            f"Credentials · {wish.pool.title} · {wish.way}",
            walk,
            can_change=_has_answers(wish),
            on_why=self._tell_why,
            on_copy=self._desk.copy,
        )
        return await self._desk.app.push_screen_wait(dialog)

    def _tell_why(self, walk: Walk) -> None:
        telling = self._why.tell(walk.logins, walk.wish.role_arn)
        self._desk.run_worker(telling, group="operation")


def _has_answers(wish: Wish) -> bool:
    """Whether anything but the way was asked for, so that it can be answered otherwise."""
    return wish.way is not Way.ENHANCED or bool(wish.logins)
