"""A dialog that collects the logins of one call: a token for each provider that is wanted."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList, Static

from cogtui.account.account import Account, Pool
from cogtui.documents.token import token as token_document
from cogtui.logins.checks import WITH_DEVELOPER, WITH_IDENTITY, Certainty, Finding, check_login
from cogtui.logins.jwt import TokenError, decode
from cogtui.logins.keys import LoginKey, Wanted, issuer_of, login_keys
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.screens.logins import token_sources as sources
from cogtui.screens.logins.login_list import LoginList, Standing, token_summary
from cogtui.screens.logins.sign_in_dialogs import SignInRun
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name
from cogtui.service.providers import ProviderKind
from cogtui.text import counted, visible
from cogtui.threads import in_thread
from cogtui.widgets.fields.form_keys import FormKeys

_AROUND: Final = 6
"""The lines for border, title, what is wanted, what is wrong, and keys."""

_TICK: Final = 30.0
"""How often it is looked whether a token has expired meanwhile, seconds."""

_USER: Final = "developer user identifier"
"""What goes with the developer provider's name instead of a token."""

_SOURCES: Final = {
    "paste": ("p", "Paste or type it"),
    "read": ("f", "Read it from a file"),
    "take": ("e", "Take it from an environment variable"),
    "sign_in": ("s", "Sign in to the user pool"),
    "show": ("t", "Show what the token says"),
    "drop": ("d", "Remove the login"),
}
"""What can be done about a login, by action: its key, and what it is called in a list."""


class LoginsDialog(Dialog[dict[str, Secret] | None]):
    """Asks for logins, and names what is wrong with them before the service does.

    It returns tokens by the keys of `Logins`; None if the user left.

    Args:
        account: The account to call for a sign-in.
        pool: The pool.
        configuration: The answer of DescribeIdentityPool.
        needed: Keys one of which has to be given.
        developer: Whether the developer provider is offered too, whose "token" is the user's
            identifier.
        may_be_empty: Whether no login at all will do.
        logins: Those to begin with.
        operation: The AWS CLI's name of the operation that gets the logins first.
        clock: The present, seconds since the epoch.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", "Done", id="logins.done"),
        Binding("p", "paste", "Paste", id="logins.paste"),
        Binding("f", "read", "File", id="logins.file"),
        Binding("e", "take", "Variable", id="logins.variable"),
        Binding("s", "sign_in", "Sign in", id="logins.sign-in"),
        Binding("t", "show", "Token", id="logins.token"),
        Binding("d", "drop", "Remove", id="logins.drop"),
        Binding("escape", "leave", "Leave", id="logins.leave"),
    ]

    def __init__(  # noqa: PLR0913  all but what it is about have a default
        self,
        account: Account,
        pool: Pool,
        configuration: Mapping[str, Any],
        *,
        needed: Collection[str] = (),
        developer: bool = False,
        may_be_empty: bool = True,
        logins: Mapping[str, Secret] = {},
        operation: str = "get-id",
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._account = account
        self._pool = pool
        self._configuration = configuration
        # an identity lists an OpenID Connect provider by its ARN, a call by its issuer
        self._needed = [issuer_of(key) or key for key in needed]
        self._may_be_empty = may_be_empty
        self._logins = dict(logins)
        self._operation = WITH_DEVELOPER if developer else operation
        self._clock = clock
        self._offered = login_keys(configuration)
        self._developer = configuration.get("DeveloperProviderName") if developer else None
        self._keys = list(dict.fromkeys(self._in_order()))

    def _in_order(self) -> Iterator[str]:
        """The keys to list: those that are needed, those that are given, and the others."""
        yield from self._needed
        yield from self._logins
        if self._developer:
            yield self._developer
        for key, offered in self._offered.items():
            # what only one operation takes is no help to the others
            if offered.wanted is not Wanted.COGNITO_TOKEN or self._operation == WITH_IDENTITY:
                yield key

    def compose(self) -> ComposeResult:
        """What is wanted, the logins, what is wrong, and what the keys do."""
        with Vertical(classes="dialog form logins"):
            title = f"Logins · {self._pool.title}"
            yield DialogTitle(title)
            yield Label(self._wanted(), classes="dialog-note", markup=False)
            yield LoginList()
            yield Static("", id="logins-error", classes="dialog-error", markup=False)
            yield FormKeys()

    def _wanted(self) -> str:
        if not self._keys:
            return "The pool has no provider: it takes no logins."
        if self._needed:
            one = "This one is needed" if len(self._needed) == 1 else "One that is needed"
            return f"{one}; others can be added."
        return "None is needed." if self._may_be_empty else "At least one is needed."

    def on_mount(self) -> None:
        """Lists the logins, and keeps an eye on the clock."""
        self._fit()
        self._show()
        self.query_one(LoginList).focus()
        self.set_interval(_TICK, self._show)

    def on_unmount(self) -> None:
        """Forgets the logins, whichever way the dialog was left: the screen may live on a while."""
        self._logins.clear()

    def on_resize(self) -> None:
        """Keeps the title and the keys on the screen."""
        self._fit()

    def _fit(self) -> None:
        self.query_one(LoginList).styles.max_height = max(1, self.app.size.height - _AROUND)

    def _show(self) -> None:
        self.query_one(LoginList).show([self._standing(key) for key in self._keys])
        self.refresh_bindings()

    def _standing(self, key: str) -> Standing:
        offered = self._offered.get(key)
        label = offered.label if offered and key != self._developer else login_name(key)
        summary = ""
        if (token := self._logins.get(key)) is not None:
            summary = token_summary(token, offered, self._clock())
            if key == self._developer:
                summary = visible(token.reveal())
        return Standing(key, label, self._wants(key), key in self._needed, summary, self._of(key))

    def _wants(self, key: str) -> str:
        if key == self._developer:
            return _USER
        offered = self._offered.get(key)
        return offered.wanted.value if offered else "not among the pool's providers"

    def _of(self, key: str) -> list[Finding]:
        """What is wrong with a login, nothing where none is given."""
        token = self._logins.get(key)
        if token is None:
            return []
        return check_login(
            self._configuration, key, token, self._clock(), operation=self._operation
        )

    @property
    def _key(self) -> str | None:
        """The key under the cursor, None while there is none."""
        place = self.query_one(LoginList).highlighted
        return None if place is None else self._keys[place]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Offers what can be done about the login under the cursor."""
        return action not in _SOURCES or action in self._possible()

    def _possible(self) -> list[str]:
        key = self._key if self.is_mounted else None
        if key is None:
            return []
        offered = self._offered.get(key)
        possible = ["paste"] if key == self._developer else ["paste", "read", "take"]
        if offered is not None and offered.kind is ProviderKind.USER_POOL:
            possible.append("sign_in")
        if key in self._logins:
            possible += ["drop"] if key == self._developer else ["show", "drop"]
        return possible

    @on(OptionList.OptionHighlighted)
    def _follow(self) -> None:
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _choose(self) -> None:
        choices = [
            Choice(action, f"{_SOURCES[action][0]}  {_SOURCES[action][1]}")
            for action in self._possible()
        ]
        self.app.push_screen(Picker(self._heading, choices), self._do)

    async def _do(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            await self.run_action(chosen[0])

    @property
    def _heading(self) -> str:
        return f"Login · {self._key}"

    def _take(self, key: str, token: Secret) -> None:
        self._logins[key] = token
        self._show_message("")
        self._show()

    def _show_message(self, text: str) -> None:
        self.query_one("#logins-error", Static).update(text)

    # Where a token comes from

    def action_paste(self) -> None:
        """Asks for the token, or for the developer user."""
        key = self._key or ""

        def take(values: dict[str, Any] | None) -> None:
            if values is not None:
                (value,) = values.values()
                self._take(key, value if isinstance(value, Secret) else Secret(value))

        if key == self._developer:
            present = self._logins.get(key, Secret(""))
            self.app.push_screen(sources.user_form(self._heading, present.reveal()), take)
        else:
            self.app.push_screen(sources.token_form(self._heading, self._wants(key)), take)

    def action_read(self) -> None:
        """Asks for a file."""
        self._ask_for_file(self._key or "")

    def _ask_for_file(self, key: str, path: str = "", problem: str = "") -> None:
        def read(values: dict[str, Any] | None) -> None:
            if values is not None:
                self.run_worker(self._read(key, values[sources.FILE]))

        self.app.push_screen(sources.file_form(f"Login · {key}", path, problem), read)

    async def _read(self, key: str, path: str) -> None:
        wanted = self._wanted_token(key)

        async def read() -> Secret:
            return await in_thread(lambda: sources.from_file(path, wanted))

        task = await waited_for(self.app, read(), f"Reading {path} …", "leaves it")
        if not task.done():
            task.cancel()
            return
        try:
            self._take(key, task.result())
        except sources.SourceError as error:
            self._ask_for_file(key, path, str(error))

    def action_take(self) -> None:
        """Asks for an environment variable."""
        key = self._key or ""
        wanted = self._wanted_token(key)

        def take(values: dict[str, Any] | None) -> None:
            if values is not None:
                self._take(key, sources.from_variable(values[sources.VARIABLE], wanted))

        self.app.push_screen(sources.variable_form(self._heading, wanted), take)

    def _wanted_token(self, key: str) -> Wanted | None:
        offered = self._offered.get(key)
        return offered.wanted if offered else None

    def action_sign_in(self) -> None:
        """Signs in to the user pool."""
        offered = self._offered[self._key or ""]
        run = SignInRun(self.app, self._account.gateway, offered.key, offered.clients)
        run.ask()
        self._sign_in(run, offered)

    @work
    async def _sign_in(self, run: SignInRun, offered: LoginKey) -> None:
        token = await run.finish()
        if token is not None:
            self._take(offered.key, token)

    # What else can be done about it

    def action_show(self) -> None:
        """Shows header and claims of the token."""
        token = self._logins[self._key or ""]
        try:
            document = token_document(decode(token), self._clock())
        except TokenError as error:
            self._show_message(f"There are no claims to show. {error}")
        else:
            self.app.push_screen(DocumentDialog(visible(self._heading), document))

    def action_drop(self) -> None:
        """Takes the login away."""
        del self._logins[self._key or ""]
        self._show_message("")
        self._show()

    @work
    async def action_done(self) -> None:
        """Returns the logins, unless one is missing; asks once more where one is wrong."""
        self._show()
        missing = self._missing()
        if missing:
            self._show_message(missing)
            return
        wrong = [key for key in self._logins if self._is_doubtful(key)]
        if wrong:
            names = ", ".join(wrong)
            question = f"Use {'it' if len(wrong) == 1 else 'them'} nevertheless?"
            detail = (
                f"There is something wrong with {counted(len(wrong), 'login')}: {names}. "
                "The service decides."
            )
            if not await self.app.push_screen_wait(ConfirmDialog("Logins", question, detail)):
                return
        self.dismiss(dict(self._logins))

    def _missing(self) -> str:
        if self._needed and not any(key in self._logins for key in self._needed):
            return f"Needed: {visible(' or '.join(self._needed))}."
        if not self._logins and not self._may_be_empty:
            return "Give a login, or leave with Escape."
        return ""

    def _is_doubtful(self, key: str) -> bool:
        return any(each.weight is not Certainty.UNCHECKED for each in self._of(key))

    def action_leave(self) -> None:
        """Returns nothing."""
        self.dismiss(None)
