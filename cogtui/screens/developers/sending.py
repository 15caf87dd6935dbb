"""Show the preview of an operation, confirm it, send it once, and show the result."""

from abc import ABC, abstractmethod
from collections.abc import Coroutine, Mapping
from typing import Any, Generic

from cogtui.account.account import Account, Topic
from cogtui.account.sentences import is_typable
from cogtui.api_error import ApiError, Explanation
from cogtui.developers import descriptions
from cogtui.developers.directory import Directory
from cogtui.developers.execute import ExecutionResult, ExecutionStatus, PreviewT, send
from cogtui.developers.identifiers import quoted
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterEffect, RegisterPreview
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.documents.failure import failure_document
from cogtui.logins.checks import WITH_DEVELOPER
from cogtui.logins.refused_logins import explain_refused_logins
from cogtui.screens.developers.preview import (
    CHANGED_NOTE,
    MergeDialog,
    PreviewAnswer,
    PreviewDialog,
)
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.waiting import result_or_cancel, waited_for
from cogtui.screens.host import Host
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name
from cogtui.service.operations import OPERATIONS, View
from cogtui.text import visible

_MAX_TYPED_LENGTH = 128
"""The longest identifier that the user is asked to type, in characters."""

_WARNINGS = {
    ExecutionStatus.DIFFERENT: "{} But the result differs from the preview.",
    ExecutionStatus.NOT_DONE: "Not carried out; nothing changed.",
    ExecutionStatus.UNKNOWN: "Unknown whether it was carried out.",
}


class PreviewFlow(ABC, Generic[PreviewT]):
    """An operation on developer users that is previewed and confirmed before it is sent.

    Args:
        host: The screen that it is run from.
        account: The account to call.
        directory: The pool's developer users.
    """

    def __init__(self, host: Host, account: Account, directory: Directory) -> None:
        self._host = host
        self._account = account
        self._directory = directory

    async def run(self, reading: Coroutine[Any, Any, PreviewT]) -> bool:
        """Show a preview, and send the operation if the user agrees.

        Args:
            reading: Reads the preview.

        Returns:
            Whether anything may have been changed.
        """
        preview = await self._read(reading)
        note = ""
        while preview is not None:
            step = await self._host.app.push_screen_wait(self._dialog(preview, note))
            if step is None:
                return False
            if step is not PreviewAnswer.SEND:
                preview, note = await self._next_preview(preview, step), ""
            elif (result := await self._confirm_and_send(preview)) is not None:
                if result.status is not ExecutionStatus.CHANGED:
                    await self._finish(result)
                    return True
                preview, note = result.preview, CHANGED_NOTE
        return False

    async def _read(self, reading: Coroutine[Any, Any, PreviewT]) -> PreviewT | None:
        """Read a preview; return None if the user cancels or it cannot be read."""
        what = f"Loading the affected identities in {self._directory.pool.title}…"
        try:
            return await result_or_cancel(self._host.app, reading, what)
        except ApiError as error:
            await self._show_failure("Cannot load the affected identities", error.explanation)
            return None

    async def _confirm_and_send(self, preview: PreviewT) -> ExecutionResult[PreviewT] | None:
        """Send after confirmation; return None if the user declines or the service refuses."""
        parameters = await self._parameters(preview)
        if parameters is None:
            return None
        if (question := self._question(preview)) is not None and not (
            await self._host.app.push_screen_wait(question)
        ):
            return None
        operation = OPERATIONS[preview.operation]
        sending = send(self._directory, preview, parameters)
        what = f"Sending {operation.name}…"
        try:
            return await (await waited_for(self._host.app, sending, what, "Continue in background"))
        except ApiError as error:
            explanation = self._explain(error.explanation, parameters.get("Logins", {}))
            await self._show_failure("Nothing was changed", explanation)
            return None

    def _explain(self, explanation: Explanation, logins: Mapping[str, Secret | str]) -> Explanation:
        known = self._account.known(self._directory.pool, Topic.CONFIGURATION)
        configuration = known.answer if known else {}
        return explain_refused_logins(explanation, configuration, logins, self._account.now())

    async def _finish(self, result: ExecutionResult[PreviewT]) -> None:
        """Reload what is out of date, and show the result."""
        pool = self._directory.pool
        self._host.reload((View.IDENTITIES,), pool, pool.region)
        done = self._success_text(result.preview)
        text = _WARNINGS.get(result.status, "{}").format(done)
        self._host.toast(
            text, "information" if result.status is ExecutionStatus.VERIFIED else "warning"
        )
        found = result.verification.identities if result.verification else ()
        copied = found[0].identity_id if found else ""
        document = descriptions.result(result, self._account.now())
        title = OPERATIONS[result.preview.operation].title
        dialog = DocumentDialog(title, document, copied=copied, what="identity ID")
        if await self._host.app.push_screen_wait(dialog):
            self._host.copy(Secret(copied), copied)

    async def _show_failure(self, title: str, explanation: Explanation) -> None:
        policy = explanation.policy
        what = "the policy statement"
        dialog = DocumentDialog(title, failure_document(explanation), copied=policy, what=what)
        if await self._host.app.push_screen_wait(dialog):
            self._host.copy(Secret(policy), what)

    async def _logins(self, needed: tuple[str, ...], operation: str) -> Mapping[str, Secret] | None:
        """Ask for a token from any of the providers; return None if the user cancels."""
        pool = self._directory.pool
        configuration = (await self._account.read(pool, Topic.CONFIGURATION)).answer
        dialog = LoginsDialog(
            self._account,
            pool,
            configuration,
            needed=needed,
            may_be_empty=False,
            operation=operation,
            clock=self._account.now,
        )
        logins: Mapping[str, Secret] | None = await self._host.app.push_screen_wait(dialog)
        return logins

    async def _next_preview(self, preview: PreviewT, step: PreviewAnswer) -> PreviewT | None:  # noqa: ARG002  MergeFlow uses it
        """Read the preview again, or return another one; None if there is none."""
        return await self._read(preview.read_again(self._directory))

    @abstractmethod
    def _dialog(self, preview: PreviewT, note: str) -> PreviewDialog:
        """Return the dialog that shows a preview below a note."""

    @abstractmethod
    async def _parameters(self, preview: PreviewT) -> Mapping[str, Any] | None:
        """Return the members of the request; None if the user cancels a question."""

    @abstractmethod
    def _question(self, preview: PreviewT) -> ConfirmDialog | None:
        """Return the confirmation to show before sending, None for none."""

    @abstractmethod
    def _success_text(self, preview: PreviewT) -> str:
        """Return the sentence that reports success."""


class MergeFlow(PreviewFlow[MergePreview]):
    """Merges one user into another."""

    def _dialog(self, preview: MergePreview, note: str) -> PreviewDialog:
        title = f"Merge {_users(preview)}"
        return MergeDialog(title, preview, self._account.now(), note=note)

    async def _next_preview(
        self, preview: MergePreview, step: PreviewAnswer
    ) -> MergePreview | None:
        if step is PreviewAnswer.SWAP:
            return preview.swapped()
        return await super()._next_preview(preview, step)

    async def _parameters(self, preview: MergePreview) -> Mapping[str, Any]:
        return preview.parameters(self._directory)

    def _question(self, preview: MergePreview) -> ConfirmDialog:
        source, destination = preview.source, preview.destination
        new_id = destination.identity_id if destination else ""
        old_id = source.identity_id if source else ""
        detail = (
            f"Permanently disables {old_id}. Its logins then resolve to {new_id}. "
            "This cannot be undone."
        )
        user = preview.destination_user
        is_short = len(user) <= _MAX_TYPED_LENGTH
        typed = user if is_typable(user) and is_short else new_id
        return ConfirmDialog(
            "Merge users",
            f"Merge {_users(preview)}?",
            detail,
            typed=typed,
            verb="Merge",
            destroys=True,
        )

    def _success_text(self, preview: MergePreview) -> str:
        return f"Merged {_users(preview)}."


class UserUnlinkFlow(PreviewFlow[UserUnlinkPreview]):
    """Unlinks a developer user."""

    def _dialog(self, preview: UserUnlinkPreview, note: str) -> PreviewDialog:
        title = f"Unlink {quoted(preview.user)} from {preview.identity_id}"
        return _unlink_dialog(title, preview, self._account.now(), note)

    async def _parameters(self, preview: UserUnlinkPreview) -> Mapping[str, Any]:
        return preview.parameters(self._directory)

    def _question(self, preview: UserUnlinkPreview) -> ConfirmDialog:
        what = f"Unlink {quoted(preview.user)} from {preview.identity_id}"
        return _unlink_question(what, preview)

    def _success_text(self, preview: UserUnlinkPreview) -> str:
        return f"Unlinked {quoted(preview.user)} from {preview.identity_id}."


class LoginUnlinkFlow(PreviewFlow[LoginUnlinkPreview]):
    """Unlinks a public login."""

    def _dialog(self, preview: LoginUnlinkPreview, note: str) -> PreviewDialog:
        title = f"Unlink {login_name(preview.login)} from {preview.identity_id}"
        return _unlink_dialog(title, preview, self._account.now(), note)

    async def _parameters(self, preview: LoginUnlinkPreview) -> Mapping[str, Any] | None:
        logins = await self._logins(preview.proofs, preview.operation)
        return None if logins is None else preview.parameters(logins)

    def _question(self, preview: LoginUnlinkPreview) -> ConfirmDialog:
        what = f"Unlink {visible(login_name(preview.login))} from {preview.identity_id}"
        return _unlink_question(what, preview)

    def _success_text(self, preview: LoginUnlinkPreview) -> str:
        return f"Unlinked {login_name(preview.login)} from {preview.identity_id}."


class RegisterFlow(PreviewFlow[RegisterPreview]):
    """Registers a user, or links one to an identity."""

    def _dialog(self, preview: RegisterPreview, note: str) -> PreviewDialog:
        sends = "Link" if preview.effect is RegisterEffect.LINKED else "Register"
        # registering a user again would change nothing
        if not preview.is_sendable or preview.effect is RegisterEffect.FOUND:
            sends = ""
        title = f"{sends or 'Register'} {quoted(preview.user)}"
        document = descriptions.register(preview, self._account.now())
        return PreviewDialog(title, document, sends=sends, note=note)

    async def _parameters(self, preview: RegisterPreview) -> Mapping[str, Any] | None:
        if not preview.proofs:
            return preview.parameters(self._directory)
        logins = await self._logins(preview.proofs, WITH_DEVELOPER)
        return None if logins is None else preview.parameters(self._directory, logins)

    def _question(self, preview: RegisterPreview) -> ConfirmDialog | None:
        if preview.effect is not RegisterEffect.LINKED:
            return None
        return ConfirmDialog(
            "Link developer user",
            f"Link {quoted(preview.user)}?",
            " ".join(preview.consequences()),
            verb="Link",
        )

    def _success_text(self, preview: RegisterPreview) -> str:
        where = f" to {preview.target_id}" if preview.effect is RegisterEffect.LINKED else ""
        return f"{'Linked' if where else 'Registered'} {quoted(preview.user)}{where}."


def _users(preview: MergePreview) -> str:
    return f"{quoted(preview.source_user)} into {quoted(preview.destination_user)}"


def _unlink_dialog(
    title: str, preview: UserUnlinkPreview | LoginUnlinkPreview, now: float, note: str
) -> PreviewDialog:
    sends = "Unlink" if preview.is_sendable else ""
    return PreviewDialog(title, descriptions.unlink(preview, now), sends=sends, note=note)


def _unlink_question(what: str, preview: UserUnlinkPreview | LoginUnlinkPreview) -> ConfirmDialog:
    typed = preview.identity_id if preview.is_last else ""
    return ConfirmDialog(
        "Unlink last login" if typed else "Unlink",
        f"{what}?",
        " ".join(preview.consequences()),
        typed=typed,
        verb="Unlink",
        destroys=bool(typed),
    )
