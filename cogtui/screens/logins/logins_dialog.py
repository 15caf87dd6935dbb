"""A dialog that collects the logins of one call: a token for each provider."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList, Static

from cogtui.account.account import Account, Pool
from cogtui.documents.token import token as token_document
from cogtui.logins.checks import (
    WITH_DEVELOPER,
    Certainty,
    Finding,
    check_login,
    is_accepted_by,
)
from cogtui.logins.jwt import TokenError, decode
from cogtui.logins.keys import ExpectedToken, LoginKey, issuer_of, login_keys
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.screens.logins import token_sources as sources
from cogtui.screens.logins.login_list import LoginList, LoginStatus, token_summary
from cogtui.screens.logins.sign_in_dialogs import SignInRun
from cogtui.screens.workers import start_worker
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.service.providers import ProviderKind
from cogtui.text import counted, visible
from cogtui.threads import in_thread
from cogtui.widgets.fields.form_keys import FormKeys

_CHROME_LINES: Final = 6
"""The number of lines for border, title, instruction, error, and keys."""

_REFRESH_SECONDS: Final = 30.0
"""How often the list is refreshed to show tokens that have expired, in seconds."""

_DEVELOPER_USER: Final = "developer user identifier"
"""The value that the developer provider takes instead of a token."""

_LOGIN_ACTIONS: Final = {
    "paste": ("p", "Paste or type"),
    "read": ("f", "Read from a file"),
    "take": ("e", "Use an environment variable"),
    "sign_in": ("s", "Sign in to the user pool"),
    "show": ("t", "Show token claims"),
    "drop": ("d", "Remove login"),
}
"""What the user can do with a login, by action: its key, and its title in a menu."""


class LoginsDialog(Dialog[dict[str, Secret] | None]):
    """Collects logins, and shows what is wrong with them before they are sent.

    It returns tokens by the keys of `Logins`; None if the user canceled.

    Args:
        account: The account to call for a sign-in.
        pool: The pool.
        configuration: The response of DescribeIdentityPool.
        needed: Keys of which at least one must have a login.
        developer: Whether to include the developer provider, whose "token" is a user identifier.
        may_be_empty: Whether the user may continue without a login.
        logins: The initial logins.
        operation: The AWS CLI name of the first operation that the logins are sent with.
        sends: The label of Ctrl+S.
        clock: Returns the current time in seconds since the epoch.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Continue", id="logins.done"),
        Binding("p", "paste", "Paste", id="logins.paste"),
        Binding("f", "read", "File", id="logins.file"),
        Binding("e", "take", "Variable", id="logins.variable"),
        Binding("s", "sign_in", "Sign in", id="logins.sign-in"),
        Binding("t", "show", "Token", id="logins.token"),
        Binding("d", "drop", "Remove", id="logins.drop"),
        Binding("escape", "leave", "Cancel", id="logins.leave"),
    ]

    def __init__(  # noqa: PLR0913  all but the first three have a default
        self,
        account: Account,
        pool: Pool,
        configuration: Mapping[str, Any],
        *,
        needed: Collection[str] = (),
        developer: bool = False,
        may_be_empty: bool = True,
        logins: Mapping[str, Secret] = {},
        operation: str = operation_names.GET_ID,
        sends: str = "Continue",
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._account = account
        self._pool = pool
        self._configuration = configuration
        # identities list an OpenID Connect provider by its ARN, calls name it by its issuer
        self._needed = [issuer_of(key) or key for key in needed]
        self._may_be_empty = may_be_empty
        self._logins = dict(logins)
        self._operation = WITH_DEVELOPER if developer else operation
        self._clock = clock
        self._login_keys = login_keys(configuration)
        self._developer = configuration.get("DeveloperProviderName") if developer else None
        self._listed_keys = list(dict.fromkeys(self._in_order()))
        bindings = self._bindings.key_to_bindings
        bindings["ctrl+s"] = [replace(each, description=sends) for each in bindings["ctrl+s"]]

    def _in_order(self) -> Iterator[str]:
        """Yield the keys to list: the needed ones, those with a login, then the others."""
        yield from self._needed
        yield from self._logins
        if self._developer:
            yield self._developer
        for key, login_key in self._login_keys.items():
            if is_accepted_by(self._operation, login_key.expected):
                yield key

    def compose(self) -> ComposeResult:
        """Compose the title, the instruction, the list, the error and the key bar."""
        with Vertical(classes="dialog form logins"):
            title = f"Logins · {self._pool.title}"
            yield DialogTitle(title)
            yield Label(self._instruction(), classes="dialog-note", markup=False)
            yield LoginList()
            yield Static("", id="logins-error", classes="dialog-error", markup=False)
            yield FormKeys()

    def _instruction(self) -> str:
        if not self._listed_keys:
            return "The pool has no provider, so it accepts no logins."
        if self._needed:
            one = (
                "This login is required"
                if len(self._needed) == 1
                else "One required login is enough"
            )
            return f"{one}; others are optional."
        if self._may_be_empty:
            return "Logins are optional: Ctrl+S continues without one."
        return "At least one login is required."

    def on_mount(self) -> None:
        """Show the logins, and refresh them regularly because tokens expire."""
        self._fit()
        self._refresh_list()
        self.query_one(LoginList).focus()
        self.set_interval(_REFRESH_SECONDS, self._refresh_list)

    def on_unmount(self) -> None:
        """Drop the logins however the dialog was closed: Textual may keep the screen alive."""
        self._logins.clear()

    def on_resize(self) -> None:
        """Limit the list's height so that the title and the keys stay visible."""
        self._fit()

    def _fit(self) -> None:
        self.query_one(LoginList).styles.max_height = max(1, self.app.size.height - _CHROME_LINES)

    def _refresh_list(self) -> None:
        self.query_one(LoginList).show([self._status(key) for key in self._listed_keys])
        self.refresh_bindings()

    def _status(self, key: str) -> LoginStatus:
        login_key = self._login_keys.get(key)
        label = login_key.label if login_key and key != self._developer else login_name(key)
        summary = ""
        if (token := self._logins.get(key)) is not None:
            summary = token_summary(token, login_key, self._clock())
            if key == self._developer:
                summary = visible(token.reveal())
        return LoginStatus(
            key, label, self._expected_text(key), key in self._needed, summary, self._findings(key)
        )

    def _expected_text(self, key: str) -> str:
        if key == self._developer:
            return _DEVELOPER_USER
        login_key = self._login_keys.get(key)
        return login_key.expected.value if login_key else "not among the pool's providers"

    def _findings(self, key: str) -> list[Finding]:
        """Return the findings about a login; empty if there is none."""
        token = self._logins.get(key)
        if token is None:
            return []
        return check_login(
            self._configuration, key, token, self._clock(), operation=self._operation
        )

    @property
    def _selected_key(self) -> str | None:
        """The key under the cursor; None if the list is empty."""
        index = self.query_one(LoginList).highlighted
        return None if index is None else self._listed_keys[index]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Enable the actions that are available for the login under the cursor."""
        return action not in _LOGIN_ACTIONS or action in self._available_actions()

    def _available_actions(self) -> list[str]:
        key = self._selected_key if self.is_mounted else None
        if key is None:
            return []
        login_key = self._login_keys.get(key)
        actions = ["paste"] if key == self._developer else ["paste", "read", "take"]
        if login_key is not None and login_key.kind is ProviderKind.USER_POOL:
            actions.append("sign_in")
        if key in self._logins:
            actions += ["drop"] if key == self._developer else ["show", "drop"]
        return actions

    @on(OptionList.OptionHighlighted)
    def _refresh_keys(self) -> None:
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        choices = [
            Choice(action, f"{_LOGIN_ACTIONS[action][0]}  {_LOGIN_ACTIONS[action][1]}")
            for action in self._available_actions()
        ]
        picker = Picker(self._heading, choices, on_paste=self._take_pasted)
        self.app.push_screen(picker, self._run_chosen)

    async def _run_chosen(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            await self.run_action(chosen[0])

    @property
    def _heading(self) -> str:
        return f"Login · {self._selected_key}"

    def _set_login(self, key: str, token: Secret) -> None:
        self._logins[key] = token
        self._show_message("")
        self._refresh_list()

    def _show_message(self, text: str) -> None:
        self.query_one("#logins-error", Static).update(text)

    # Token sources

    def _take_pasted(self, text: Secret) -> None:
        """Take text that was pasted into the menu of actions as the token or developer user."""
        key = self._selected_key or ""
        try:
            token = sources.clean(text, self._expected_token(key))
        except sources.SourceError as error:
            self._show_message(f"Paste ignored. {error}")
        else:
            self._set_login(key, token)

    def action_paste(self) -> None:
        """Ask for the token, or for the developer user."""
        key = self._selected_key or ""

        def take(values: dict[str, Any] | None) -> None:
            if values is not None:
                (value,) = values.values()
                self._set_login(key, value if isinstance(value, Secret) else Secret(value))

        if key == self._developer:
            present = self._logins.get(key, Secret(""))
            self.app.push_screen(sources.user_form(self._heading, present.reveal()), take)
        else:
            self.app.push_screen(sources.token_form(self._heading, self._expected_text(key)), take)

    def action_read(self) -> None:
        """Ask for a file with the token."""
        self._ask_for_file(self._selected_key or "")

    def _ask_for_file(self, key: str, path: str = "", problem: str = "") -> None:
        def read(values: dict[str, Any] | None) -> None:
            if values is not None:
                start_worker(self, partial(self._read, key, values[sources.FILE]), name="read file")

        self.app.push_screen(sources.file_form(f"Login · {key}", path, problem), read)

    async def _read(self, key: str, path: str) -> None:
        expected = self._expected_token(key)

        async def read() -> Secret:
            return await in_thread(lambda: sources.read_file(path, expected))

        try:
            login = await result_or_cancel(self.app, read(), f"Reading {path}…")
        except sources.SourceError as error:
            self._ask_for_file(key, path, str(error))
        else:
            if login is not None:
                self._set_login(key, login)

    def action_take(self) -> None:
        """Ask for an environment variable with the token."""
        key = self._selected_key or ""
        expected = self._expected_token(key)

        def take(values: dict[str, Any] | None) -> None:
            if values is not None:
                self._set_login(key, sources.read_variable(values[sources.VARIABLE], expected))

        self.app.push_screen(sources.variable_form(self._heading, expected), take)

    def _expected_token(self, key: str) -> ExpectedToken | None:
        login_key = self._login_keys.get(key)
        return login_key.expected if login_key else None

    def action_sign_in(self) -> None:
        """Sign in to the user pool."""
        login_key = self._login_keys[self._selected_key or ""]
        run = SignInRun(self.app, self._account.gateway, login_key.key, login_key.clients)
        run.ask()
        self._sign_in(run, login_key)

    @work
    async def _sign_in(self, run: SignInRun, login_key: LoginKey) -> None:
        token = await run.finish()
        if token is not None:
            self._set_login(login_key.key, token)

    # Other actions

    def action_show(self) -> None:
        """Show the token's header and claims."""
        token = self._logins[self._selected_key or ""]
        try:
            document = token_document(decode(token), self._clock())
        except TokenError as error:
            self._show_message(f"No claims to show. {error}")
        else:
            self.app.push_screen(DocumentDialog(visible(self._heading), document))

    def action_drop(self) -> None:
        """Remove the login."""
        del self._logins[self._selected_key or ""]
        self._show_message("")
        self._refresh_list()

    @work
    async def action_done(self) -> None:
        """Return the logins, unless one is missing; ask for confirmation if one has warnings."""
        self._refresh_list()
        missing = self._missing()
        if missing:
            self._show_message(missing)
            return
        wrong = [key for key in self._logins if self._has_warnings(key)]
        if wrong:
            names = ", ".join(wrong)
            question = f"Use {counted(len(wrong), 'login')} despite the problems?"
            detail = f"Problems with {names}. The service may refuse the request."
            dialog = ConfirmDialog("Logins", question, detail, verb="Use")
            if not await self.app.push_screen_wait(dialog):
                return
        self.dismiss(dict(self._logins))

    def _missing(self) -> str:
        if self._needed and not any(key in self._logins for key in self._needed):
            return f"Required: {visible(' or '.join(self._needed))}."
        if not self._logins and not self._may_be_empty:
            return "Add a login, or press Esc to cancel."
        return ""

    def _has_warnings(self, key: str) -> bool:
        return any(each.certainty is not Certainty.UNCHECKED for each in self._findings(key))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
