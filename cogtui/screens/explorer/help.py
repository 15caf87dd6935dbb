"""The help: the keys that work here, then every action by task, then the keys of each dialog."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

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
from cogtui.screens.dialogs.menu import Menu
from cogtui.screens.dialogs.mfa_code import CodeDialog
from cogtui.screens.dialogs.picker import Picker
from cogtui.screens.dialogs.searched import SearchedDialog
from cogtui.screens.dialogs.sso_dialog import SsoDialog
from cogtui.screens.dialogs.waiting import WaitingDialog
from cogtui.screens.explorer.action_keys import PANE_WIDGETS, ActionKeys
from cogtui.screens.explorer.actions import ACTIONS, Action, Here
from cogtui.screens.explorer.help_dialog import HelpDialog
from cogtui.screens.explorer.keymap import Place, bindings_of, key_display
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.forms.form_documents import CliLineDialog
from cogtui.screens.forms.json_editor import JsonEditor
from cogtui.screens.logins.login_list import LoginList
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.screens.logins.sign_in_dialogs import SignInForm
from cogtui.screens.operation.answer_dialog import AnswerDialog
from cogtui.service.operations import Group
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.choice_field import ChoiceField
from cogtui.widgets.fields.field_list import FieldList
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import TextField
from cogtui.widgets.filter_bar import FilterBar
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.key_list import KeyEntry, KeySection
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.virtual_table import VirtualTable

PANES: Final[tuple[tuple[str, tuple[type[DOMNode], ...]], ...]] = (
    ("In the tree of pools", (PoolTree,)),
    ("In tables", (VirtualTable, IdentityTable)),
    ("In the details", (DetailPane, DocumentView)),
    ("While typing a filter", (FilterBar,)),
    ("In a menu", (SearchedDialog, Menu)),
    ("In a list to choose from", (Picker,)),
    ("In the help", (SearchedDialog, HelpDialog)),
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
    ("While getting credentials", (StepsDialog,)),
    ("Where credentials are shown", (RevealScreen,)),
    ("Developer users", (UsersScreen,)),
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


Display = Callable[[Binding], str]
"""Formats a binding's key: `App.get_key_display`."""


def help_sections(
    everywhere: tuple[type[DOMNode], ...],
    action_keys: ActionKeys,
    here: Here,
    keys: Mapping[str, str],
    display: Display,
) -> list[KeySection]:
    """Return every key and what it does.

    Args:
        everywhere: The classes whose keys work in every pane: the screen and the app.
        action_keys: The keys of the actions.
        here: Where the user is.
        keys: The user's own keys, by binding ID.
        display: Formats a binding's key.

    Returns:
        The keys that work here, then a section for each task, each pane and each dialog.
    """

    def widgets(nodes: Sequence[type[DOMNode]]) -> Iterator[KeyEntry]:
        for binding in (each for node in nodes for each in bindings_of(node)):
            if binding.description and binding.id not in ACTIONS:
                name = binding.id or ""
                yield KeyEntry(key_display(binding, keys, display), binding.description, name)

    # one key of each is enough to see at a glance what works here
    of_pane = (
        each._replace(keys=each.keys.partition(" ")[0]) for each in widgets(PANE_WIDGETS[here.pane])
    )
    return [
        KeySection(f"Here: {here.title}", (*_here(action_keys, here), *of_pane), is_compact=True),
        KeySection("Everywhere", tuple(widgets(everywhere))),
        *(KeySection(group.value, tuple(_of_group(group, action_keys))) for group in Group),
        *(KeySection(place, tuple(widgets(nodes))) for place, nodes in PANES),
        KeySection("Keys can be changed in config.toml, in [keys], by the names on the right.", ()),
    ]


def _here(action_keys: ActionKeys, here: Here) -> Iterator[KeyEntry]:
    for action in ACTIONS.values():
        key = action_keys.display(action, here).partition(" ")[0]
        if key and not action.why_not(here):
            yield KeyEntry(key, action.short or action.title)


def _of_group(group: Group, action_keys: ActionKeys) -> Iterator[KeyEntry]:
    for action in ACTIONS.values():
        if action.group is group and action.keys:
            yield _entry(action, " ".join(action_keys.display_all(action)))


def _entry(action: Action, keys: str) -> KeyEntry:
    return KeyEntry(keys, action.title, action.name, action.remark, action.words)
