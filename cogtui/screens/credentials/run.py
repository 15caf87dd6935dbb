"""From an identity, a guest or logins to AWS credentials: asked, walked and shown."""

from functools import partial
from typing import Final

from cogtui.account import prefill
from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.credentials.flow import AuthFlow, CredentialsFlow, CredentialsRequest
from cogtui.screens.credentials.dialogs import RequestDialogs
from cogtui.screens.credentials.explain_role import WhyRoleRun
from cogtui.screens.credentials.progress import End, StepsDialog
from cogtui.screens.credentials.questions import RequestQuestions
from cogtui.screens.credentials.show import RevealScreen
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.screens.host import Host
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
        host: The screen that it is run from.
        account: The account to call.
        pool: The pool.
        identity_id: The identity; None for a new guest or that of a login.
    """

    def __init__(self, host: Host, account: Account, pool: Pool, identity_id: str | None) -> None:
        self._host = host
        self._account = account
        self._pool = pool
        self._identity_id = identity_id
        self._why = WhyRoleRun(host, account, pool)

    async def run(self) -> None:
        """Asks, walks and shows, until the user leaves."""
        answers = await self._read()
        if answers is None:
            return
        app = self._host.app
        dialogs = RequestDialogs(app, self._account, self._pool, self._identity_id, answers)
        questions = RequestQuestions(dialogs)
        request = await questions.ask()
        if request is not None:
            await self._walk(CredentialsFlow(self._account, request, self._account.now), questions)

    async def _read(self) -> prefill.Answers | None:
        """What the questions are asked by; None if the user does not wait."""
        selection = Selection(self._pool, self._identity_id)
        reading = await waited_for(
            self._host.app,
            prefill.read_all(self._account, selection, _READS),
            f"Reading what {selection.title} has …",
            "leaves it",
        )
        if reading.done():
            return reading.result()
        reading.cancel()
        return None

    async def _walk(self, walk: CredentialsFlow, questions: RequestQuestions) -> None:
        """Walks, and asks again where that broke off, until there are credentials."""
        try:
            while (end := await self._stepped(walk)) is End.CHANGED:
                request = await questions.ask_on(walk.request.way)
                if request is not None:
                    walk.change(request)
            if walk.started:
                self._host.reload((View.IDENTITIES,), self._pool, self._pool.region)
            if end is End.THERE:
                copy = partial(self._host.copy, keep=False)
                reveal = RevealScreen(walk, on_copy=copy, clock=self._account.now)
                await self._host.app.push_screen_wait(reveal)
        finally:
            walk.forget()

    async def _stepped(self, walk: CredentialsFlow) -> End:
        request = walk.request
        dialog = StepsDialog(
            f"Credentials · {request.pool.title} · {request.way}",
            walk,
            can_change=_has_answers(request),
            on_why=self._tell_why,
            on_copy=self._host.copy,
        )
        return await self._host.app.push_screen_wait(dialog)

    def _tell_why(self, walk: CredentialsFlow) -> None:
        telling = self._why.tell(walk.logins, walk.request.role_arn)
        self._host.app.run_worker(telling, name="explain role", group="operation")


async def get_credentials(host: Host, account: Account, selection: Selection) -> None:
    """Get credentials of the selected identity; without one, of a guest or a login."""
    if selection.pool is not None:
        await CredentialsRun(host, account, selection.pool, selection.identity_id).run()


async def get_pool_credentials(host: Host, account: Account, selection: Selection) -> None:
    """Get credentials of a guest or a login, whichever identity is selected."""
    await get_credentials(host, account, selection._replace(identity_id=None))


def _has_answers(request: CredentialsRequest) -> bool:
    """Whether anything but the way was asked for, so that it can be answered otherwise."""
    return request.way is not AuthFlow.ENHANCED or bool(request.logins)
