"""Somebody who runs operations by keys, and looks at the service itself for what came of it."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

from textual.pilot import Pilot
from textual.widgets import OptionList

from cogtui.app import CogtuiApp
from cogtui.operations import OPERATIONS
from cogtui.screens.answer import AnswerDialog
from cogtui.screens.confirm import ConfirmDialog
from cogtui.screens.form import FormDialog
from cogtui.screens.panes import Pane
from cogtui.screens.picker import Picker
from cogtui.screens.waiting import WaitingDialog
from cogtui.widgets.fields.field import Field
from tests.emulator.connection import pools_by_name
from tests.screens.user import WIDE, User

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MANY_FIELDS = 20
"""More fields than any form has."""

LONG = 200
"""A text of so many characters is pasted, and not typed."""


class Operator(User):
    """A user who knows his way through forms, questions and answers.

    Args:
        pilot: The pilot of the running app.
        service: A client of boto3's, which shows what the service has.
    """

    def __init__(self, pilot: Pilot[None], service: "CognitoIdentityClient") -> None:
        super().__init__(pilot)
        self.service = service
        self.noted: Any = None
        """What a journey has to know of the service as it was before."""

    # What the service has

    def pool_id(self, name: str) -> str:
        """The id of a pool."""
        return pools_by_name(self.service)[name]

    def pool(self, name: str) -> dict[str, Any]:
        """The configuration of a pool."""
        answer: dict[str, Any] = dict(
            self.service.describe_identity_pool(IdentityPoolId=self.pool_id(name))
        )
        answer.pop("ResponseMetadata")
        return answer

    def roles(self, name: str) -> dict[str, Any]:
        """The roles and role mappings of a pool."""
        answer: dict[str, Any] = dict(
            self.service.get_identity_pool_roles(IdentityPoolId=self.pool_id(name))
        )
        answer.pop("ResponseMetadata")
        return answer

    def principal_tags(self, name: str, provider: str) -> dict[str, Any]:
        """The principal tags of a pool for a provider."""
        answer: dict[str, Any] = dict(
            self.service.get_principal_tag_attribute_map(
                IdentityPoolId=self.pool_id(name), IdentityProviderName=provider
            )
        )
        answer.pop("ResponseMetadata")
        return answer

    def identities(self, name: str) -> dict[str, list[str]]:
        """The logins of each identity of a small pool, by its id, in the service's order."""
        answer = self.service.list_identities(IdentityPoolId=self.pool_id(name), MaxResults=60)
        return {each["IdentityId"]: each.get("Logins", []) for each in answer["Identities"]}

    def identity_of(self, name: str, user: str) -> str:
        """The identity that a developer user of a pool leads to."""
        answer = self.service.lookup_developer_identity(
            IdentityPoolId=self.pool_id(name), DeveloperUserIdentifier=user
        )
        return answer["IdentityId"]

    def users_of(self, name: str, identity_id: str) -> list[str]:
        """The developer users that lead to an identity of a pool."""
        answer = self.service.lookup_developer_identity(
            IdentityPoolId=self.pool_id(name), IdentityId=identity_id
        )
        return answer["DeveloperUserIdentifierList"]

    # The ways to an operation

    async def goes_to_identity(self, pool: str, identity_id: str) -> None:
        """Moves to the identities of a pool, and the cursor to one of them by the filter.

        Args:
            pool: The pool's name.
            identity_id: The identity, one of the first page.
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
        """Runs an operation by its key, or by the palette where the key opens more than its form.

        Args:
            name: Its AWS CLI name.
        """
        __tracebackhide__ = True
        row = OPERATIONS[name]
        if row.desk is None:
            await self.press(row.key)
        else:
            await self.runs_by_palette(name)

    async def runs_by_menu(self, name: str) -> None:
        """Runs an operation by the action menu: `a`, its AWS CLI name, Enter.

        Args:
            name: The name.
        """
        __tracebackhide__ = True
        await self.press("a")
        await self.sees("Actions on ")
        await self.type(name)
        picker = self.app.screen
        assert isinstance(picker, Picker)
        await self.waits(lambda: picker._query == name, f"what {name} finds")
        options = picker.query_one(OptionList)
        # what one types may be the beginning of another operation's name
        place = [each.value for each in picker._shown].index(name)
        await self.press(*["down"] * place)
        await self.waits(lambda: options.highlighted == place, f"the cursor on {name}")
        await self.press("enter")
        await self.waits(lambda: self.app.screen is not picker, "the menu gone")

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
            ".".join(each.asked.path): each
            for each in self.form.query("*")
            if isinstance(each, Field)
        }

    def values(self) -> dict[str, Any]:
        """What is set in the form on top, secrets as `Secret`."""
        return {name: each.answer for name, each in self.fields.items() if each.answer is not None}

    async def sees_form(self, name: str) -> None:
        """Waits for the form of an operation, or of a row.

        Args:
            name: The operation's AWS CLI name, or what else stands in the title.
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
        """Presses Tab until a field has the keyboard.

        Args:
            path: The member's name; of one inside of others all their names, with dots.
        """
        __tracebackhide__ = True
        for _ in range(MANY_FIELDS):
            focused = self.app.focused
            if isinstance(focused, Field) and ".".join(focused.asked.path) == path:
                return focused
            await self.press("tab")
        raise AssertionError(f"there is no field {path} in\n{self.words}")

    async def fills(self, **texts: str) -> None:
        """Types texts into fields, in place of what is there.

        Args:
            texts: The texts by member; two underscores in a name stand for a dot.
        """
        __tracebackhide__ = True
        for name, text in texts.items():
            await self.goes_to_field(name.replace("__", "."))
            await self.press("end", "ctrl+u")
            # as anybody does with what is as long as a token
            await (self.type(text) if len(text) < LONG else self.paste(text))

    async def adds(self, path: str, **texts: str) -> None:
        """Adds a row to a list or a map.

        Args:
            path: The member's name.
            texts: What to type into the form of the row, by member.
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
        """Waits for the question before a change.

        Args:
            texts: What it must say.
        """
        __tracebackhide__ = True
        await self.sees_screen(ConfirmDialog)

        def are_there() -> bool:
            words = self.words.replace("\n", " ")
            return all(text in words for text in texts)

        await self.waits(are_there, f"{texts} in the question")

    async def agrees(self, *texts: str) -> None:
        """Says yes to the question before a change.

        Args:
            texts: What it must say.
        """
        __tracebackhide__ = True
        await self.sees_question(*texts)
        await self.press("y")

    async def agrees_by_typing(self, text: str) -> None:
        """Types what the question wants to have typed.

        Args:
            text: What to type.
        """
        __tracebackhide__ = True
        await self.sees_question("To go on, type: ")
        await self.type(text)
        await self.press("enter")

    async def sees_answer(self, *texts: str) -> None:
        """Waits for the dialog with the service's answer.

        Args:
            texts: What it must say.
        """
        __tracebackhide__ = True
        await self.sees_screen(AnswerDialog, *texts)

    async def sees_waiting(self, *texts: str) -> None:
        """Waits for the dialog that says what is waited for.

        Args:
            texts: What it must say.
        """
        __tracebackhide__ = True
        await self.sees_screen(WaitingDialog, *texts)

    async def goes_to_the_last_call(self) -> None:
        """Opens the last call of the Requests tab."""
        __tracebackhide__ = True
        await self.press("7")
        self.explorer.panes.pane = Pane.DETAIL
        await self.press("g", "enter")
        await self.sees("A call")

    async def is_told(self, text: str) -> None:
        """Waits for a toast.

        Args:
            text: What it says.
        """
        __tracebackhide__ = True
        await self.waits(lambda: text in self.toasts, f"the toast {text!r} in {self.toasts}")

    async def is_back(self) -> None:
        """Waits until the explorer alone is left, and nothing of an operation goes on."""
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
