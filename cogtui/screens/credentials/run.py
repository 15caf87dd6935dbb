"""Get AWS credentials of an identity, a guest or logins: ask, obtain, show."""

from functools import partial
from typing import Final

from cogtui.account import prefill
from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.credentials.flow import AuthFlow, CredentialsFlow, CredentialsRequest
from cogtui.screens.credentials.dialogs import RequestDialogs
from cogtui.screens.credentials.explain_role import WhyRoleRun
from cogtui.screens.credentials.progress import StepsDialog, StepsResult
from cogtui.screens.credentials.questions import RequestQuestions
from cogtui.screens.credentials.show import RevealScreen
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.screens.features import OPERATION_ENTRIES, load
from cogtui.screens.host import Host
from cogtui.screens.workers import start_worker
from cogtui.service import operation_names
from cogtui.service.operations import OPERATIONS, View
from cogtui.threads import in_thread

_READS: Final = (
    Topic.CONFIGURATION,
    Topic.ROLES,
    operation_names.DESCRIBE_IDENTITY,
    operation_names.LOOKUP_DEVELOPER_IDENTITY,
)


_RETURNING: Final = (StepsResult.CHANGED, StepsResult.EDIT_POOL)
"""The results after which the steps are shown again."""


class CredentialsRun:
    """Asks for a request, obtains the credentials, and shows them.

    Args:
        host: The screen that runs it.
        account: The account to call.
        pool: The pool.
        identity_id: The identity; None for a new guest or for the identity of a login.
        can_edit_pool: Whether the user may edit the pool.
    """

    def __init__(
        self,
        host: Host,
        account: Account,
        pool: Pool,
        identity_id: str | None,
        *,
        can_edit_pool: bool,
    ) -> None:
        self._host = host
        self._account = account
        self._pool = pool
        self._identity_id = identity_id
        self._can_edit_pool = can_edit_pool
        self._role_explainer = WhyRoleRun(host, account, pool)

    async def run(self) -> None:
        """Ask for a request, obtain the credentials and show them."""
        answers = await self._read()
        if answers is None:
            return
        app = self._host.app
        dialogs = RequestDialogs(app, self._account, self._pool, self._identity_id, answers)
        questions = RequestQuestions(dialogs)
        request = await questions.ask()
        if request is not None:
            flow = CredentialsFlow(
                self._account,
                request,
                self._account.now,
                dialogs.configuration or {},
                dialogs.roles,
            )
            await self._run_flow(flow, questions, dialogs)

    async def _read(self) -> prefill.Answers | None:
        """Read the data that the questions depend on; return None if the user stopped waiting."""
        selection = Selection(self._pool, self._identity_id)
        reading = prefill.read_all(self._account, selection, _READS)
        what = f"Loading {selection.title}…"
        return await result_or_cancel(self._host.app, reading, what)

    async def _run_flow(
        self, flow: CredentialsFlow, questions: RequestQuestions, dialogs: RequestDialogs
    ) -> None:
        """Run a flow, asking again after failures, and show the credentials."""
        try:
            while (end := await self._run_steps(flow)) in _RETURNING:
                if end is StepsResult.EDIT_POOL:
                    await self._edit_pool(flow, dialogs)
                elif request := await questions.ask_for_flow(flow.request.auth_flow):
                    flow.change(request)
            if flow.started:
                self._host.reload((View.IDENTITIES,), self._pool, self._pool.region)
            if end is StepsResult.OBTAINED:
                copy = partial(self._host.copy, keep=False)
                reveal = RevealScreen(flow, on_copy=copy, clock=self._account.now)
                await self._host.app.push_screen_wait(reveal)
        finally:
            flow.forget()

    async def _run_steps(self, flow: CredentialsFlow) -> StepsResult:
        request = flow.request
        dialog = StepsDialog(
            f"Credentials · {request.pool.title} · {request.auth_flow}",
            flow,
            can_change=_has_answers(request),
            can_edit_pool=self._can_edit_pool,
            on_why=self._explain_role,
            on_copy=self._host.copy,
        )
        return await self._host.app.push_screen_wait(dialog)

    async def _edit_pool(self, flow: CredentialsFlow, dialogs: RequestDialogs) -> None:
        """Edit the pool, and use the result for what is asked and explained afterwards."""
        entry = OPERATION_ENTRIES[operation_names.UPDATE_IDENTITY_POOL]
        edit = await in_thread(partial(load, entry))
        await edit(self._host, self._account, Selection(self._pool))
        self._account.forget(self._pool)
        dialogs.update(await self._read())
        flow.configuration, flow.roles = dialogs.configuration or {}, dialogs.roles

    def _explain_role(self, flow: CredentialsFlow) -> None:
        explanation = partial(self._role_explainer.explain, flow.logins, flow.request.role_arn)
        start_worker(self._host.app, explanation, name="explain role", group="operation")


async def get_credentials(host: Host, account: Account, selection: Selection) -> None:
    """Get credentials of the selected identity; without one, of a guest or a login."""
    assert selection.pool is not None, "the registry offers it on a pool"  # noqa: S101  for the type
    can_edit_pool = not selection.refusal(OPERATIONS[operation_names.UPDATE_IDENTITY_POOL])
    run = CredentialsRun(
        host, account, selection.pool, selection.identity_id, can_edit_pool=can_edit_pool
    )
    await run.run()


async def get_pool_credentials(host: Host, account: Account, selection: Selection) -> None:
    """Get credentials of a guest or a login, whichever identity is selected."""
    await get_credentials(host, account, selection._replace(identity_id=None))


def _has_answers(request: CredentialsRequest) -> bool:
    """Return whether the request has answers that the user could change."""
    return request.auth_flow is not AuthFlow.ENHANCED or bool(request.logins)
