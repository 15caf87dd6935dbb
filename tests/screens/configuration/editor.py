"""A user who edits configurations by keys, and a client to check the service with."""

import contextlib
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

from cogtui.app import CogtuiApp
from cogtui.configuration.pool_configuration import Configuration
from cogtui.screens.configuration.edit_form import ConfigurationForm
from cogtui.screens.configuration.review import ReviewDialog
from cogtui.screens.configuration.sending import SendingDialog
from cogtui.screens.configuration.three_way import ThreeWayDialog
from tests.screens.operation.operator import Operator
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

CHANGES = frozenset(
    (
        "create-identity-pool",
        "update-identity-pool",
        "set-identity-pool-roles",
        "set-principal-tag-attribute-map",
        "tag-resource",
        "untag-resource",
    )
)
"""The operations that change a configuration."""

_MAX_READINGS = 20
"""How often to reread a document, which a busy machine may not have drawn yet."""


class Editor(Operator):
    """A user who knows the form, the review and the dialogs that follow."""

    def sent(self) -> list[str]:
        """Return the operations called to change something, in order."""
        return [each.operation for each in self.requests if each.operation in CHANGES]

    def state(self, name: str) -> Configuration:
        """Return a pool's configuration as another client reads it."""
        pool = self.pool(name)
        found: dict[str, Any] = {**pool, **self.roles(name), "PrincipalTags": {}}
        for provider in Configuration.of(found).provider_names:
            with contextlib.suppress(self.service.exceptions.ResourceNotFoundException):
                found["PrincipalTags"][provider] = self.principal_tags(name, provider)
        return Configuration.of(found)

    async def edits(self, name: str, key: str = "e") -> None:
        """Open the form for a pool.

        Args:
            name: The pool's name.
            key: The key to press.
        """
        __tracebackhide__ = True
        await self.goes_to(name)
        await self.press(key)
        await self.sees_editor()

    async def sees_editor(self) -> None:
        """Wait for the form."""
        __tracebackhide__ = True
        await self._reaches(ConfigurationForm)

    async def reviews(self, *texts: str) -> None:
        """Open the review.

        Args:
            texts: The expected texts.
        """
        __tracebackhide__ = True
        await self.press("ctrl+s")
        await self.sees_review(*texts)

    async def sees_review(self, *texts: str) -> None:
        """Wait for the review.

        Args:
            texts: The expected texts.
        """
        __tracebackhide__ = True
        await self._reaches(ReviewDialog)
        await self.sees_all(*texts)

    async def sees_all(self, *texts: str) -> None:
        """Scroll through a document and check its content.

        Args:
            texts: The expected texts.
        """
        __tracebackhide__ = True
        message = ""
        for _ in range(_MAX_READINGS):
            message = await self._reads_through()
            if all(text in message for text in texts):
                return
        missing = [text for text in texts if text not in message]
        raise AssertionError(f"{missing} is not in\n{message}")

    async def _reads_through(self) -> str:
        await self.press("g")
        shown = self.words
        before = ""
        while self.words != before:
            before = self.words
            await self.press("pagedown")
            shown += f"\n{self.words}"
        return " ".join(shown.split())

    async def sends(self) -> None:
        """Send the reviewed change, and wait until it is verified."""
        __tracebackhide__ = True
        await self.press("ctrl+s")
        await self.sees_end("Verified: the pool matches the plan.")
        await self.press("escape")
        await self.is_back()
        await self.rests()

    async def sees_end(self, *texts: str) -> None:
        """Wait until a change has finished, successfully or not.

        Args:
            texts: The expected texts.
        """
        __tracebackhide__ = True
        await self._reaches(SendingDialog)
        dialog = self.app.screen
        assert isinstance(dialog, SendingDialog)
        await self.waits(lambda: dialog._is_finished, "the end of the change")
        await self.sees_all(*texts)

    async def sees_three_way(self) -> None:
        """Wait for the dialog that resolves conflicts."""
        __tracebackhide__ = True
        await self._reaches(ThreeWayDialog)

    async def _reaches(self, dialog: type) -> None:
        __tracebackhide__ = True
        await self.waits(
            lambda: isinstance(self.app.screen, dialog) and self.app.screen.focused,
            f"the {dialog.__name__}",
        )


def editing(
    app: CogtuiApp, service: "CognitoIdentityClient", size: tuple[int, int] = SMALL
) -> AbstractAsyncContextManager[Editor]:
    """Run an app in a terminal of a given size.

    Args:
        app: The app.
        service: A client of the service that the app calls.
        size: Columns and lines.

    Returns:
        A context manager that returns the user.
    """
    return Editor.running(app, service, size=size)
