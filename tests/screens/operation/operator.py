"""A user who runs operations by keys, and checks the result at the service itself."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

from textual.pilot import Pilot

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.menu import Menu
from cogtui.screens.dialogs.waiting import WaitingDialog
from cogtui.screens.explorer.panes import Pane
from cogtui.screens.features import OPERATION_ENTRIES
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.operation.answer_dialog import AnswerDialog
from cogtui.service.operations import OPERATIONS
from cogtui.widgets.fields.field import Field
from tests.emulator.connection import pools_by_name
from tests.screens.user import WIDE, User

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MANY_FIELDS = 20
"""More fields than any form has."""

LONG = 200
"""The length in characters from which a text is pasted instead of typed."""


class Operator(User):
    """A user who fills in forms, answers questions and reads answers.

    Args:
        pilot: The pilot of the running app.
        service: A boto3 client, which reads the state of the service.
    """

    def __init__(self, pilot: Pilot[None], service: "CognitoIdentityClient") -> None:
        super().__init__(pilot)
        self.service = service
        self.noted: Any = None
        """A value that a journey remembers from the service before the run."""

    # The state of the service

    def pool_id(self, name: str) -> str:
        """Return the ID of a pool."""
        return pools_by_name(self.service)[name]

    def pool(self, name: str) -> dict[str, Any]:
        """Return the configuration of a pool."""
        answer: dict[str, Any] = dict(
            self.service.describe_identity_pool(IdentityPoolId=self.pool_id(name))
        )
        answer.pop("ResponseMetadata")
        return answer

    def roles(self, name: str) -> dict[str, Any]:
        """Return the roles and role mappings of a pool."""
        answer: dict[str, Any] = dict(
            self.service.get_identity_pool_roles(IdentityPoolId=self.pool_id(name))
        )
        answer.pop("ResponseMetadata")
        return answer

    def principal_tags(self, name: str, provider: str) -> dict[str, Any]:
        """Return the principal tags of a pool for a provider."""
        answer: dict[str, Any] = dict(
            self.service.get_principal_tag_attribute_map(
                IdentityPoolId=self.pool_id(name), IdentityProviderName=provider
            )
        )
        answer.pop("ResponseMetadata")
        return answer

    def identities(self, name: str) -> dict[str, list[str]]:
        """Return the logins of each identity of a small pool, by its ID, in the service's order."""
        answer = self.service.list_identities(IdentityPoolId=self.pool_id(name), MaxResults=60)
        return {each["IdentityId"]: each.get("Logins", []) for each in answer["Identities"]}

    def identity_of(self, name: str, user: str) -> str:
        """Return the identity linked to a developer user of a pool."""
        answer = self.service.lookup_developer_identity(
            IdentityPoolId=self.pool_id(name), DeveloperUserIdentifier=user
        )
        return answer["IdentityId"]

    def users_of(self, name: str, identity_id: str) -> list[str]:
        """Return the developer users linked to an identity of a pool."""
        answer = self.service.lookup_developer_identity(
            IdentityPoolId=self.pool_id(name), IdentityId=identity_id
        )
        return answer["DeveloperUserIdentifierList"]

    # Starting an operation

    async def goes_to_identity(self, pool: str, identity_id: str) -> None:
        """Open the identities of a pool, and move the cursor to one of them by the filter.

        Args:
            pool: The pool's name.
            identity_id: The identity, from the first page.
        """
        __tracebackhide__ = True
        await self.goes_to(pool)
        await self.press("I")
        table = self.panes.identities.table
        await self.waits(lambda: table.row_count, "identities")
        await self.press("slash")
        await self.type(identity_id.partition(":")[2])
        await self.press("enter")

        def reached() -> bool:
            found = table.identity
            return found is not None and found.identity_id == identity_id

        await self.waits(reached, f"the cursor on {identity_id}")
        await self.rests()

    async def runs(self, name: str) -> None:
        """Run an operation by its key, or by the palette where the key opens more than its form.

        Args:
            name: Its AWS CLI name.
        """
        __tracebackhide__ = True
        row = OPERATIONS[name]
        if row.name not in OPERATION_ENTRIES:
            await self.press(row.key)
        else:
            await self.runs_by_palette(name)

    async def runs_by_menu(self, name: str) -> None:
        """Run an operation by the action menu: `a`, its AWS CLI name, Enter.

        Args:
            name: Its AWS CLI name.
        """
        __tracebackhide__ = True
        await self.press("a")
        menu = await self.sees_screen(Menu, "Actions on ")
        await self.press("slash")
        await self.type(name)
        # an exact name is first, where others match too
        await self.sees(f"Search: {name}▏ aws cognito-identity {name}")
        await self.press("enter")
        await self.waits(lambda: self.app.screen is not menu, "the menu gone")

    # Forms, questions and answers

    @property
    def form(self) -> FormDialog:
        """The form on top."""
        form = self.app.screen
        assert isinstance(form, FormDialog), self.words
        return form

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields of the form on top, by their paths with dots."""
        return {
            ".".join(each.spec.path): each
            for each in self.form.query("*")
            if isinstance(each, Field)
        }

    def values(self) -> dict[str, Any]:
        """Return the values set in the form on top, secrets as `Secret`."""
        return {name: each.answer for name, each in self.fields.items() if each.answer is not None}

    async def sees_form(self, name: str) -> None:
        """Wait for the form of an operation or of a row.

        Args:
            name: The operation's AWS CLI name, or another part of the title.
        """
        __tracebackhide__ = True
        await self.waits(
            lambda: (
                isinstance(self.app.screen, FormDialog)
                and name in self.app.screen._title
                and self.app.screen.focused
            ),
            f"the form {name}",
        )

    async def goes_to_field(self, path: str) -> Field:
        """Press Tab until a field has the focus.

        Args:
            path: The member's name, after the names of the structures around it, with dots.
        """
        __tracebackhide__ = True
        for _ in range(MANY_FIELDS):
            focused = self.app.focused
            if isinstance(focused, Field) and ".".join(focused.spec.path) == path:
                return focused
            await self.press("tab")
        raise AssertionError(f"there is no field {path} in\n{self.words}")

    async def fills(self, **texts: str) -> None:
        """Type texts into fields, replacing their values.

        Args:
            texts: The texts by member; two underscores in a name stand for a dot.
        """
        __tracebackhide__ = True
        for name, text in texts.items():
            await self.goes_to_field(name.replace("__", "."))
            await self.press("end", "ctrl+u")
            # as users do with a text as long as a token
            await (self.type(text) if len(text) < LONG else self.paste(text))

    async def adds(self, path: str, **texts: str) -> None:
        """Add a row to a list or a map.

        Args:
            path: The member's name.
            texts: The texts to type into the form of the row, by member.
        """
        __tracebackhide__ = True
        await self.goes_to_field(path)
        below = len(self.app.screen_stack)
        await self.press("n")
        await self.waits(lambda: len(self.app.screen_stack) > below, "the form of the row")
        await self.sees_form("new row")
        await self.fills(**texts)
        await self.press("ctrl+s")
        await self.waits(lambda: len(self.app.screen_stack) == below, "the row kept")

    async def sees_question(self, *texts: str) -> None:
        """Wait for the question before a change.

        Args:
            texts: The texts it must contain.
        """
        __tracebackhide__ = True
        await self.sees_screen(ConfirmDialog)

        def are_there() -> bool:
            words = self.words.replace("\n", " ")
            return all(text in words for text in texts)

        await self.waits(are_there, f"{texts} in the question")

    async def agrees(self, *texts: str) -> None:
        """Confirm the question before a change.

        Args:
            texts: The texts it must contain.
        """
        __tracebackhide__ = True
        await self.sees_question(*texts)
        await self.press("y")

    async def discards(self) -> None:
        """Cancel a form that has changes."""
        __tracebackhide__ = True
        await self.press("escape")
        await self.agrees("Discard changes?")

    async def agrees_by_typing(self, text: str) -> None:
        """Confirm the question by typing the requested text.

        Args:
            text: The text.
        """
        __tracebackhide__ = True
        await self.sees_question("to confirm")
        await self.type(text)
        await self.press("enter")

    async def sees_answer(self, *texts: str) -> None:
        """Wait for the dialog with the service's answer.

        Args:
            texts: The texts it must contain.
        """
        __tracebackhide__ = True
        await self.sees_screen(AnswerDialog, *texts)

    async def sees_waiting(self, *texts: str) -> None:
        """Wait for the dialog shown while something takes long.

        Args:
            texts: The texts it must contain.
        """
        __tracebackhide__ = True
        await self.sees_screen(WaitingDialog, *texts)

    async def goes_to_the_last_call(self) -> None:
        """Open the last call of the Requests tab."""
        __tracebackhide__ = True
        await self.press("7")
        self.explorer.panes.pane = Pane.DETAIL
        await self.press("g", "enter")
        await self.sees("A call")

    async def sees_toast(self, text: str) -> None:
        """Wait for a toast.

        Args:
            text: A part of it.
        """
        __tracebackhide__ = True
        await self.waits(lambda: text in self.toasts, f"the toast {text!r} in {self.toasts}")

    async def is_back(self) -> None:
        """Wait until only the explorer is open, and no operation is running."""
        __tracebackhide__ = True
        await self.waits(
            lambda: (
                len(self.app.screen_stack) == 1
                and not any(worker.group == "operation" for worker in self.app.workers)
            ),
            "the end of the operation",
        )


def operating(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    size: tuple[int, int] = WIDE,
    *,
    toasts: bool = False,
) -> AbstractAsyncContextManager[Operator]:
    """Run an app in a terminal of some size.

    Args:
        app: The app.
        service: A client of the service that it calls.
        size: Columns and lines.
        toasts: Whether toasts are drawn.

    Returns:
        A context with its operator.
    """
    return Operator.running(app, service, size=size, toasts=toasts)
