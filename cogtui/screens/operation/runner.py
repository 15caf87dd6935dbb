"""Run of a single operation, from the keypress to its result.

(read first) -> form -> question -> call in a thread -> report, show and reload. All operations take
these steps; where they differ, their rows in the operation table say how.
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from cogtui.account import prefill
from cogtui.account.account import Account, Pool, Topic
from cogtui.account.outcomes import Written, write
from cogtui.account.selection import Selection
from cogtui.account.sentences import fill_in, is_typable, words_of
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.logins.refused_logins import explain_refused_logins
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import result_or_cancel, waited_for
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.host import Host
from cogtui.screens.operation.answer_dialog import AnswerDialog
from cogtui.screens.operation.token_report import token_report
from cogtui.service import operation_names
from cogtui.service.cli_line import cli_line
from cogtui.service.members import Member
from cogtui.service.operations import Effect, Operation
from cogtui.service.providers import ProviderKind, providers
from cogtui.service.validation import check_input
from cogtui.threads import in_thread, uninterrupted

T = TypeVar("T")

_CHANGED: Final = Explanation(
    ErrorKind.REFUSED,
    "Changed by someone else",
    "The current version differs from the one that this form was opened with.",
    "Another person or program has changed it since.",
    "Press Ctrl+S again to replace the current version. To see it first, press Esc and open the "
    "form again.",
)

_ANOTHER: Final = Explanation(
    ErrorKind.REFUSED,
    "Would overwrite another pool or provider",
    "The form was opened with the values of a different one.",
    "Its ID or its provider was changed in the form.",
    "Press Ctrl+S again to give this one the same values. To see its own values first, press Esc "
    "and open the form on it.",
)


class OperationRun:
    """A run of an operation on what was under the cursor when it started.

    Args:
        host: The screen from which it is run.
        account: The account to call.
        operation: The operation.
        selection: What is under the cursor.
        before: Called after the user has confirmed, before sending; returns whether to send.
    """

    def __init__(
        self,
        host: Host,
        account: Account,
        operation: Operation,
        selection: Selection,
        *,
        before: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._host = host
        self._account = account
        self._operation = operation
        self._selection = selection
        self._before = before
        self._members: tuple[Member, ...] = ()
        self._documentation = ""
        self._answers: prefill.Answers = {}
        self._opened: Mapping[str, Any] = {}
        self._values: Mapping[str, Any] = {}
        # the values that name the pool and the provider from which `_opened` was read
        self._read_for: Mapping[str, Any] = {}
        self._failure: Explanation | None = None

    async def run(self) -> None:
        """Run the operation until it is done or the user cancels it."""
        try:
            if not await self._prepare():
                return
        except ApiError as error:
            self._host.show_failure(error.explanation)
            return
        while await self._is_ready():
            if self._before is not None and not await self._before():
                return
            written = await self._send()
            if written is not None:
                await self._finish(written.answer, written.note)
                return

    # Reading what the form needs

    async def _prepare(self) -> bool:
        """Read what the form needs, and return whether the user waited for it."""
        name = self._operation.name
        self._members, self._documentation = await in_thread(partial(_model_of, name))
        choice = await self._choose()
        answers = None if choice is None else await self._finished(self._read(choice))
        if answers is None:
            return False
        self._answers = answers
        self._opened = prefill.prefilled(
            self._operation, self._members, self._selection, self._answers
        )
        self._values = self._read_for = self._opened
        return True

    async def _finished(self, reading: Coroutine[Any, Any, T]) -> T | None:
        """Return the coroutine's result, None if the user cancels."""
        what = f"Reading {self._selection.title} …"
        return await result_or_cancel(self._host.app, reading, what)

    async def _choose(self) -> str | None:
        """Ask which provider to read; None if the user cancels, empty if there is no choice."""
        pool = self._selection.pool
        if not self._operation.chosen or pool is None:
            return ""
        read = await self._finished(self._account.read(pool, Topic.CONFIGURATION))
        if read is None:
            return None
        names = [
            each.name for each in providers(read.answer) if each.kind is not ProviderKind.DEVELOPER
        ]
        if len(set(names)) < 2:  # noqa: PLR2004  one name leaves no choice
            return names[0] if names else ""
        picker = Picker(
            self._operation.chosen, [Choice(each, each) for each in dict.fromkeys(names)]
        )
        chosen = await self._host.app.push_screen_wait(picker)
        return chosen[0] if chosen else None

    async def _read(self, choice: str) -> prefill.Answers:
        answers = dict(
            await prefill.read_all(self._account, self._selection, self._operation.reads)
        )
        if replaced := self._operation.replaces:
            answers |= await self._read_replaced(self._selection, replaced, choice)
        return answers

    async def _read_replaced(self, selection: Selection, name: str, choice: str) -> prefill.Answers:
        # not from the cache: the form must start from what the service has now
        if selection.pool is not None:
            self._account.forget(selection.pool)
        answer = await prefill.read(self._account, selection, name, choice)
        return {} if answer is None else {name: answer}

    # Form and question

    async def _is_ready(self) -> bool:
        """Show the form and ask for confirmation; return False if the user cancels."""
        operation = self._operation
        # no form if the selection provides all values
        needs_form = (
            bool(operation.replaces)
            or any(each.name not in self._values for each in self._members)
            or bool(check_input(operation.name, self._members, self._values))
        )
        while True:
            if needs_form or self._failure is not None:
                # a user who has seen the form returns to it after answering no
                needs_form = True
                values = await self._host.app.push_screen_wait(self._form())
                if values is None:
                    return False
                self._values = values
                self._failure = self._objection()
                if self._failure is not None:
                    continue
            if operation.replaces and prefill.same(self._values, self._opened):
                self._host.toast("No changes")
                return False
            if await self._is_confirmed():
                return True
            if not needs_form:
                return False

    def _form(self) -> FormDialog:
        return FormDialog(
            f"{self._operation.title} · {self._operation.name}",
            self._members,
            self._opened,
            entered=self._values,
            operation=self._operation.name,
            known=prefill.known(self._operation, self._answers),
            documentation=self._documentation,
            line=self._line,
            failure=self._failure,
            on_copy=self._host.copy,
            context_members=prefill.CONTEXT_MEMBERS,
            enter_sends=self._operation.effect is not Effect.DESTROY,
        )

    def _line(self, values: Mapping[str, Any], reveal: bool) -> str:
        connection = self._account.gateway.connection
        return cli_line(
            self._operation.name,
            prefill.to_send(self._operation, self._opened, values),
            profile=connection.profile,
            region=self._region(values),
            endpoint_url=self._host.accounts.endpoint_of(self._region(values)),
            reveal=reveal,
        )

    def _region(self, values: Mapping[str, Any]) -> str:
        return prefill.region_of(values) or self._host.region

    def _objection(self) -> Explanation | None:
        """Return why the values must not be sent, which the form's checks cannot know."""
        for problem in prefill.cannot_be_cleared(self._operation, self._opened, self._values):
            return Explanation(
                ErrorKind.REFUSED, "Not sent", problem.message, "", "", member=str(problem.path[0])
            )
        return None

    async def _is_confirmed(self) -> bool:
        if not self._operation.question:
            return True
        words = self._words(self._values)
        typed = fill_in(self._operation.types, words)
        pool = self._pool(self._values)
        if typed and pool is not None and not is_typable(pool.title):
            typed = pool.pool_id
        dialog = ConfirmDialog(
            f"{self._operation.title} · {self._operation.name}",
            fill_in(self._operation.question, words),
            fill_in(self._operation.detail, words),
            typed=typed,
            verb=self._operation.verb,
            destroys=self._operation.effect is Effect.DESTROY,
        )
        confirmed: bool | None = await self._host.app.push_screen_wait(dialog)
        return bool(confirmed)

    def _words(self, values: Mapping[str, Any]) -> dict[str, str]:
        return words_of(self._selection, self._region(values), values, self._answers)

    def _pool_ids(self, region: str) -> frozenset[str]:
        pools = self._host.accounts.all_pools
        return frozenset(pool.pool_id for pool in pools if pool.region == region)

    # Sending, and showing the result

    async def _send(self) -> Written | None:
        """Return the service's answer; None if it failed and the form must show why."""
        region = self._region(self._values)
        what = f"Sending {self._operation.name} …"
        try:
            call = self._call_unless_changed(region)
            task = await waited_for(self._host.app, call, what, "Continue in background")
            return await task
        except ApiError as error:
            self._failure = explain_refused_logins(
                error.explanation,
                self._answers.get(Topic.CONFIGURATION, {}),
                self._values.get("Logins") or {},
                self._account.now(),
            )
            if error.explanation.outcome_unknown and self._operation.effect is not Effect.READ:
                self._host.reload(self._operation.invalidates, self._pool(self._values), region)
            return None

    async def _call_unless_changed(self, region: str) -> Written | None:
        if await self._was_changed():
            names = ("IdentityPoolId", self._operation.chosen)
            retargeted = any(self._values.get(name) != self._read_for.get(name) for name in names)
            self._failure = _ANOTHER if retargeted else _CHANGED
            self._read_for = self._values
            return None
        name = self._operation.name
        values = prefill.to_send(self._operation, self._opened, self._values)
        if self._operation.effect is Effect.READ:
            return Written(await self._account.gateway.call(name, region, values))
        before = self._pool_ids(region)
        return await uninterrupted(write(self._account, name, region, values, pools_before=before))

    async def _was_changed(self) -> bool:
        """Return whether what would be replaced differs from what the form was opened with."""
        replaced = self._operation.replaces
        if not replaced:
            return False
        choice = self._values.get(self._operation.chosen, "")
        selection = self._selection._replace(pool=self._pool(self._values))
        answers = await self._read_replaced(selection, replaced, choice)
        current = prefill.prefilled(self._operation, self._members, selection, answers)
        seen, self._opened = self._opened, current
        return not prefill.same(seen, current)

    def _pool(self, values: Mapping[str, Any]) -> Pool | None:
        """Return the pool named by the values, which may differ from the selected one."""
        pool = self._selection.pool
        pool_id = values.get("IdentityPoolId")
        if pool_id is None or (pool is not None and pool.pool_id == pool_id):
            return pool
        return Pool(self._region(values), pool_id, "")

    async def _finish(self, answered: Mapping[str, Any], note: str) -> None:
        """Report success, reload what is out of date, and show the answer."""
        operation = self._operation
        region = self._region(self._values)
        unprocessed = answered.get("UnprocessedIdentityIds", ())
        pool = self._pool(self._values)
        if "IdentityPoolName" in answered:
            pool = Pool(region, answered["IdentityPoolId"], answered["IdentityPoolName"])
            if "IdentityPoolId" not in self._values:
                self._host.show_new_pool(pool)
        if "IdentityId" in answered:
            self._host.remember_identity(answered["IdentityId"])
        self._host.forget(self._deleted(unprocessed))
        self._host.reload(operation.invalidates, pool, region)
        self._report(answered, len(unprocessed), note)
        if operation.shows or unprocessed or (operation.effect is Effect.READ):
            gateway = self._account.gateway
            dialog = AnswerDialog(
                f"{operation.title} · {operation.name}",
                answered,
                lambda token: token_report(gateway, token, self._account.now()),
            )
            copied = await self._host.app.push_screen_wait(dialog)
            if copied is not None:
                self._host.copy(copied, "the response")

    def _deleted(self, unprocessed: Collection[Mapping[str, Any]]) -> frozenset[str]:
        """Return the IDs of the pool or the identities that were deleted."""
        if self._operation.name == operation_names.DELETE_IDENTITY_POOL:
            return frozenset([self._values["IdentityPoolId"]])
        remaining = {each["IdentityId"] for each in unprocessed}
        return frozenset(self._values.get("IdentityIdsToDelete", ())) - remaining

    def _report(self, answered: Mapping[str, Any], remaining: int, note: str) -> None:
        if remaining:
            ids = self._values["IdentityIdsToDelete"]
            self._host.toast(f"Deleted {len(ids) - remaining:,} of {len(ids):,}.", "warning")
        elif self._operation.done:
            done = fill_in(self._operation.done, self._words({**self._values, **answered}))
            self._host.toast(f"{done} {note}".rstrip())


def _model_of(operation: str) -> tuple[tuple[Member, ...], str]:
    # imported here, in a thread: loading botocore's model would block the event loop
    from cogtui.gateway.service_model import documentation, input_members  # noqa: PLC0415

    return input_members(operation), documentation(operation)
