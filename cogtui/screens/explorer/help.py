"""The help: every key, from the bindings themselves and the operation table."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

from cogtui.documents.document import Document, Line, Note, Section
from cogtui.screens.configuration.delete import DeletionDialog
from cogtui.screens.configuration.difference import DifferenceDialog
from cogtui.screens.configuration.edit_form import ConfigurationForm
from cogtui.screens.configuration.history import EarlierDialog
from cogtui.screens.configuration.interrupted import InterruptedDialog
from cogtui.screens.configuration.review import ReviewDialog
from cogtui.screens.configuration.sending import SendingDialog
from cogtui.screens.configuration.three_way import ThreeWayDialog
from cogtui.screens.configuration.unfinished_edits import DraftDialog
from cogtui.screens.credentials.progress import StepsDialog
from cogtui.screens.credentials.show import RevealScreen
from cogtui.screens.developers.ask import IdentifiersDialog
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.screens.developers.preview import MergeDialog, PreviewDialog
from cogtui.screens.developers.users import UsersScreen
from cogtui.screens.dialogs.command_wait import CommandDialog
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.mfa_code import CodeDialog
from cogtui.screens.dialogs.picker import Picker
from cogtui.screens.dialogs.sso_dialog import SsoDialog
from cogtui.screens.dialogs.waiting import WaitingDialog
from cogtui.screens.explorer.keymap import Place, bindings_of, key_display
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.forms.form_documents import CliLineDialog
from cogtui.screens.forms.json_editor import JsonEditor
from cogtui.screens.logins.login_list import LoginList
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.screens.logins.sign_in_dialogs import SignInForm
from cogtui.screens.operation.answer_dialog import AnswerDialog
from cogtui.service.operations import OPERATIONS, Effect, Operation, Scope
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.choice_field import ChoiceField
from cogtui.widgets.fields.field_list import FieldList
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import TextField
from cogtui.widgets.filter_bar import FilterBar
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.virtual_table import VirtualTable

PANES: Final[tuple[tuple[str, tuple[type[DOMNode], ...]], ...]] = (
    ("In the tree of pools", (PoolTree,)),
    ("In tables", (VirtualTable, IdentityTable)),
    ("In the details", (DetailPane, DocumentView)),
    ("While typing a filter", (FilterBar,)),
    ("In a list to choose from", (Picker,)),
    ("In a dialog to read", (DocumentDialog,)),
    ("In a form", (FormDialog, FieldList)),
    ("In a field for text", (TextField,)),
    ("In a field for a secret", (SecretField,)),
    ("In a field with choices", (ChoiceField,)),
    ("In a field with rows", (RowsField,)),
    ("In JSON that is edited", (JsonEditor,)),
    ("In a line of the AWS CLI", (CliLineDialog,)),
    ("In the question before a change", (ConfirmDialog,)),
    ("Before a pool is deleted", (DeletionDialog,)),
    ("Where configurations are compared", (DifferenceDialog,)),
    ("In an earlier configuration", (EarlierDialog,)),
    ("In a change that was cut short", (InterruptedDialog,)),
    ("In an unfinished edit", (DraftDialog,)),
    ("In an answer", (AnswerDialog,)),
    ("Where logins are given", (LoginsDialog, LoginList)),
    ("In the forms to sign in", (SignInForm,)),
    ("While credentials are got", (StepsDialog,)),
    ("Where credentials are shown", (RevealScreen,)),
    ("At the desk for developer users", (UsersScreen,)),
    ("While an identifier is typed", (IdentifiersDialog,)),
    ("In a preview", (PreviewDialog, MergeDialog)),
    ("Where many users are merged or unlinked", (BatchScreen,)),
    ("In the form of a pool's configuration", (ConfigurationForm,)),
    ("Where a change of a pool is shown", (ReviewDialog,)),
    ("While a pool is changed", (SendingDialog,)),
    ("Between two changes of one thing", (ThreeWayDialog,)),
    ("While something is waited for", (WaitingDialog,)),
    ("In the dialog for an MFA code", (CodeDialog,)),
    ("While a command for credentials runs", (CommandDialog,)),
    ("While signing in with SSO", (SsoDialog,)),
)
"""The widgets and dialogs whose keys the help lists, by where they work."""

_IN_EXPLORER: Final = 3
"""How many of `PANES` are panes of the explorer, at the beginning; the others are dialogs."""

_SCOPES: Final = (
    ("Operations on an account", (Scope.ACCOUNT,)),
    ("Operations on a pool", (Scope.POOL,)),
    ("Operations on an identity, or on those marked", (Scope.IDENTITY, Scope.MARKED)),
)


def key_places(explorer: type[DOMNode], app: type[DOMNode]) -> dict[str, Place]:
    """Return where which keys work.

    Args:
        explorer: The screen's class.
        app: The app's class.

    Returns:
        The places by their titles in the help.
    """
    everywhere = (explorer, app)
    inside = {
        title: Place(nodes, everywhere)
        if index < _IN_EXPLORER
        else Place(nodes, (app,), is_dialog=True)
        for index, (title, nodes) in enumerate(PANES)
    }
    return {"Everywhere": Place(everywhere), **inside}


def help_document(
    everywhere: tuple[type[DOMNode], ...],
    keys: Mapping[str, str],
    display: Callable[[Binding], str],
) -> Document:
    """Return every key and what it does.

    Args:
        everywhere: The classes whose keys work in every pane: the screen and the app.
        keys: The user's own keys, by binding ID.
        display: Formats a binding's key.

    Returns:
        A section for each pane, and for each scope of the operations.
    """

    def lines(nodes: tuple[type[DOMNode], ...]) -> Iterator[Line]:
        for node in nodes:
            for binding in bindings_of(node):
                if binding.description and binding.id not in OPERATIONS:
                    text = f"{binding.description}  {binding.id}"
                    yield Line(key_display(binding, keys, display), text)

    return (
        Section("Everywhere", tuple(lines(everywhere))),
        *(Section(title, tuple(lines(nodes))) for title, nodes in PANES),
        *(Section(title, _operations(scopes, keys, display)) for title, scopes in _SCOPES),
        Section("", (Note("Keys can be changed in config.toml, in [keys], by these names."),)),
    )


def _operations(
    scopes: tuple[Scope, ...], keys: Mapping[str, str], display: Callable[[Binding], str]
) -> tuple[Line, ...]:
    return tuple(
        Line(
            key_display(Binding(row.key, "", id=row.name), keys, display),
            f"{row.title}  {row.name}{_remark(row)}",
        )
        for row in OPERATIONS.values()
        if row.scope in scopes
    )


def _remark(row: Operation) -> str:
    return "" if row.effect is Effect.READ else f"  {row.effect}"
