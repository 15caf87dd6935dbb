"""A sample of each dialog of the app, for tests of what they have in common."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.account.sso_sign_in import DeviceCode, SsoSignIn
from cogtui.api_error import ErrorKind, Explanation
from cogtui.configuration.apply import Event
from cogtui.configuration.merge_changes import merged
from cogtui.configuration.plan import planned
from cogtui.configuration.schema import schema
from cogtui.credentials.export import Credentials
from cogtui.credentials.flow import AuthFlow, CredentialsFlow, CredentialsRequest
from cogtui.developers.csv_rows import BulkOperation, parse_sheet
from cogtui.developers.directory import Directory
from cogtui.developers.merge import MergePreview
from cogtui.developers.results_file import Report
from cogtui.documents.document import Line, Section
from cogtui.gateway import CodeRequest, SsoSession
from cogtui.gateway.credential_commands import CredentialCommand
from cogtui.gateway.service_model import input_members
from cogtui.logins.session_role import SessionRole
from cogtui.screens.configuration.delete import DeletionDialog
from cogtui.screens.configuration.difference import ComparedSide, DifferenceDialog
from cogtui.screens.configuration.edit_form import ConfigurationForm
from cogtui.screens.configuration.history import EarlierDialog
from cogtui.screens.configuration.interrupted import InterruptedAction, InterruptedDialog
from cogtui.screens.configuration.review import ReviewDialog
from cogtui.screens.configuration.sending import SendingDialog
from cogtui.screens.configuration.three_way import ThreeWayDialog
from cogtui.screens.configuration.unfinished_edits import DraftDialog
from cogtui.screens.credentials.progress import StepsDialog
from cogtui.screens.credentials.show import RevealScreen
from cogtui.screens.developers.ask import IdentifierQuestion, IdentifiersDialog
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.screens.developers.preview import MergeDialog, PreviewDialog
from cogtui.screens.developers.users import Found, UsersScreen
from cogtui.screens.dialogs.command_wait import CommandDialog
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.copied_text import CopiedDialog
from cogtui.screens.dialogs.dialog import Dialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog, TitledDocument
from cogtui.screens.dialogs.menu import Menu
from cogtui.screens.dialogs.messages import MessageLogDialog
from cogtui.screens.dialogs.mfa_code import CodeDialog, SentCode
from cogtui.screens.dialogs.palette import Command, Palette
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.sso_dialog import SsoDialog
from cogtui.screens.dialogs.waiting import WaitingDialog
from cogtui.screens.explorer.help_dialog import HelpDialog
from cogtui.screens.explorer.welcome import WelcomeDialog
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.forms.form_documents import CliLineDialog
from cogtui.screens.forms.json_editor import JsonEditor
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.screens.logins.sign_in_dialogs import SignInForm
from cogtui.screens.message_log import Message
from cogtui.screens.operation.answer_dialog import AnswerDialog
from cogtui.secret import Secret
from cogtui.widgets.key_list import KeyEntry, KeySection
from cogtui.widgets.menu_list import MenuEntry
from tests.configuration.samples import FULL
from tests.screens.user import User

HOSTILE: Final = "a? b\u202e[bold]\x1b[31m\nc"
"""External text with a question mark, a direction override, markup, ESC and a line break."""

DOCUMENT: Final = (Section("Section", (Line("Label", "value"),)),)

CREDENTIALS: Final = Credentials(
    "ASIAEXAMPLE", Secret("key"), Secret("token"), 4e9, "us-east-1", "us-east-1:1", SessionRole()
)

FAILURE: Final = Explanation(ErrorKind.REFUSED, "Refused", "because", "do", "get-id")

Samples = Mapping[type[Dialog[Any]], Callable[[str], Dialog[Any]]]
"""Makes a dialog of each class, given a text for its title."""


def _ignore(*_: object) -> None:
    """Ignore what a dialog reports."""


class _NoEvents:
    """Events of a change that does nothing."""

    def __aiter__(self) -> AsyncIterator[Event]:
        """Return the iterator."""
        return self

    async def __anext__(self) -> Event:
        """Stop at once."""
        raise StopAsyncIteration


class _Unconfirmed(SsoSignIn):
    """A sign-in that no one confirms."""

    def __init__(self, user: User, title: str) -> None:
        account = user.explorer.pools.account
        assert account is not None
        super().__init__(account.gateway, SsoSession(title, "us-east-1", title))

    async def request_code(self) -> DeviceCode:
        """Return a code."""
        title = self.session.name
        return DeviceCode(title, title, 4e9, 5, Secret("x"), "x", Secret("x"), 4e9)

    async def finish(self, code: DeviceCode, report: Callable[[str], None]) -> float:
        """Wait until the dialog closes."""
        report("")
        await asyncio.Event().wait()
        return code.expires_at


async def samples(user: User, pool_name: str, directory: Path) -> Samples:
    """Return a sample of each dialog, for a pool.

    Args:
        user: A user of the app.
        pool_name: The pool, which needs a developer provider.
        directory: The directory for a results file.
    """
    await user.waits(lambda: user.explorer.pools.all_pools, "the pools")
    account = user.explorer.pools.account
    assert account is not None
    pool = next(each for each in user.explorer.pools.all_pools if each.name == pool_name)
    configuration = (await account.read(pool, Topic.CONFIGURATION)).answer
    users = await Directory.open(account.gateway.call, pool)
    merge = await MergePreview.read(users, "nobody", "nobody-else")
    return {
        **_general(user),
        **_of_configurations(),
        **_of_developers(account, pool, users, merge, directory),
        **_of_credentials(account, pool, configuration),
    }


def _general(user: User) -> Samples:
    members = input_members("create-identity-pool")
    return {
        AnswerDialog: lambda title: AnswerDialog(title, {"IdentityId": "x", "Token": Secret("y")}),
        CodeDialog: lambda title: CodeDialog(
            CodeRequest(title), title, SentCode.at(Secret("123456"), 0), lambda: 0
        ),
        CommandDialog: lambda title: CommandDialog(
            CredentialCommand(title, (title,), in_foreground=True), _ignore
        ),
        ConfirmDialog: lambda title: ConfirmDialog(title, f"Delete {title}?", title),
        CopiedDialog: lambda title: CopiedDialog(title, title),
        CliLineDialog: lambda title: CliLineDialog(title, can_copy=True),
        DocumentDialog: lambda title: DocumentDialog(
            title, DOCUMENT, copied="x", what="x", also="y", also_what="y"
        ),
        FormDialog: lambda title: FormDialog(title, members, operation="create-identity-pool"),
        HelpDialog: lambda title: HelpDialog(
            [KeySection(title, (KeyEntry("x", title, title),), is_compact=True)]
        ),
        JsonEditor: lambda title: JsonEditor(members[0]._replace(name=title), "x"),
        Menu: lambda title: Menu(title, [MenuEntry("x", title, "x", ("x",)), MenuEntry("z", "z")]),
        MessageLogDialog: lambda title: MessageLogDialog([Message(0, "error", title)], _ignore),
        Palette: lambda title: Palette([Command("x", title, title, _ignore)]),
        Picker: lambda title: Picker(
            title, [Choice("x", title, title), Choice("z", "z")], several=True
        ),
        SsoDialog: lambda title: SsoDialog(_Unconfirmed(user, title), _ignore),
        SignInForm: lambda title: SignInForm(title, members[:1]),
        TitledDocument: lambda title: TitledDocument(title, DOCUMENT, note=title),
        WaitingDialog: lambda title: WaitingDialog(
            asyncio.get_running_loop().create_future(), title, title
        ),
        WelcomeDialog: lambda title: WelcomeDialog(lambda _: title, title),
    }


def _of_configurations() -> Samples:
    members = schema(input_members)
    other = FULL.replaced(IdentityPoolName="other")
    plan = planned(FULL, other)
    sides = ComparedSide("before", FULL), ComparedSide("after", other)
    merge = merged(FULL, other, FULL.replaced(IdentityPoolName="third"))
    return {
        ConfigurationForm: lambda title: ConfigurationForm(
            title,
            members,
            FULL,
            other,
            plan=lambda after: planned(FULL, after),
            line=lambda *_, **__: "aws",
            on_copy=_ignore,
        ),
        DeletionDialog: lambda title: DeletionDialog(title, DOCUMENT),
        DifferenceDialog: lambda title: DifferenceDialog(title, *sides, can_restore=True),
        EarlierDialog: lambda title: EarlierDialog(
            title, DOCUMENT, whole="{}", can_restore=True, refusal="", on_copy=_ignore
        ),
        DraftDialog: lambda title: DraftDialog(title, DOCUMENT),
        InterruptedDialog: lambda title: InterruptedDialog(
            title, DOCUMENT, frozenset(InterruptedAction)
        ),
        ReviewDialog: lambda title: ReviewDialog(title, plan, on_copy=lambda: None),
        SendingDialog: lambda title: SendingDialog(title, plan, _NoEvents(), on_copy=_ignore),
        ThreeWayDialog: lambda title: ThreeWayDialog(title, merge),
    }


def _of_developers(
    account: Account, pool: Pool, users: Directory, merge: MergePreview, directory: Path
) -> Samples:
    found = Found(identifier="nobody", is_whole=True)
    sheet = parse_sheet("a,b\n", BulkOperation.MERGE)
    results = Report(directory / "results.csv", pool.pool_id)
    return {
        BatchScreen: lambda title: BatchScreen(account.gateway.call, users, sheet, results, title),
        IdentifiersDialog: lambda title: IdentifiersDialog(
            title, [IdentifierQuestion("User", "Member")]
        ),
        MergeDialog: lambda title: MergeDialog(title, merge, 0.0),
        PreviewDialog: lambda title: PreviewDialog(title, DOCUMENT, sends="Send", note=title),
        UsersScreen: lambda title: UsersScreen(
            users,
            replace(found, identifier=title),
            refusal=lambda _: "",
            on_copy=_ignore,
            clock=account.now,
        ),
    }


def _of_credentials(account: Account, pool: Pool, configuration: Mapping[str, Any]) -> Samples:
    stopped = CredentialsFlow(account, CredentialsRequest(AuthFlow.ENHANCED, pool))
    stopped.failure = FAILURE
    walk = CredentialsFlow(account, CredentialsRequest(AuthFlow.ENHANCED, pool))
    walk.got.credentials = CREDENTIALS

    def logins(title: str) -> LoginsDialog:
        return LoginsDialog(account, pool._replace(name=title), configuration)

    def reveal(title: str) -> RevealScreen:
        named = replace(walk, request=walk.request._replace(pool=pool._replace(name=title)))
        return RevealScreen(named, on_copy=_ignore)

    def steps(title: str) -> StepsDialog:
        return StepsDialog(title, stopped, can_change=True, on_why=_ignore, on_copy=_ignore)

    return {LoginsDialog: logins, RevealScreen: reveal, StepsDialog: steps}
