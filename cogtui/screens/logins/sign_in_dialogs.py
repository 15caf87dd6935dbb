"""Sign in to a user pool for a login: forms that repeat until there is a token."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.app import App
from textual.binding import Binding, BindingType

from cogtui.api_error import ApiError, Explanation
from cogtui.credentials.sign_in import (
    REPEATED_PASSWORD,
    AppClient,
    Challenge,
    SignIn,
    SignInError,
    SignInFlow,
    must_restart,
)
from cogtui.gateway import Gateway
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem, check_input

_USERNAME: Final = Member(
    "USERNAME",
    ValueKind.TEXT,
    "User name",
    required=True,
    maximum=128,
    documentation="The user name, or an alias: the email address or phone number.",
)
_PASSWORD: Final = Member(
    "PASSWORD", ValueKind.TEXT, "Password", required=True, sensitive=True, maximum=256
)
_FLOW: Final = Member(
    "AuthFlow",
    ValueKind.CHOICE,
    "Flow",
    required=True,
    choices=tuple(SignInFlow),
    documentation="One that the app client allows; ADMIN… is signed with your AWS credentials.",
)
_CLIENT_SECRET: Final = Member(
    "ClientSecret",
    ValueKind.TEXT,
    "Client secret",
    sensitive=True,
    minimum=24,
    maximum=64,
    documentation="Only for an app client that has a secret; used for SECRET_HASH.",
)


class SignInForm(FormDialog):
    """A form that moves the focus before it handles the next key.

    Password managers type name, Tab and password so fast that the password would follow the name
    into the unmasked field if Tab bubbled up from the field to the screen first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next field", priority=True, id="sign-in.next"),
        Binding(
            "shift+tab",
            "app.focus_previous",
            "Previous field",
            show=False,
            priority=True,
            id="sign-in.before",
        ),
    ]


class SignInRun:
    """Asks for a user's credentials until the sign-in succeeds or the user cancels.

    Args:
        app: The app.
        gateway: The gateway to AWS.
        provider: The user pool's name as a provider.
        clients: The IDs of the app clients to choose from.
    """

    def __init__(
        self, app: App[Any], gateway: Gateway, provider: str, clients: Sequence[str]
    ) -> None:
        self._app = app
        self._gateway = gateway
        self._provider = provider
        self._clients = tuple(dict.fromkeys(clients))
        self._defaults = {"ClientId": self._clients[0], "AuthFlow": SignInFlow.PASSWORD}
        self._values: Mapping[str, Any] = self._defaults
        self._failure: Explanation | None = None
        self._must_restart = False
        self._answer: asyncio.Future[dict[str, Any] | None] | None = None

    def ask(self) -> None:
        """Open the form immediately, so that it receives the keys that the user types next."""
        answer = self._answer = asyncio.get_running_loop().create_future()
        self._app.push_screen(self._form(), answer.set_result)

    async def finish(self) -> Secret | None:
        """Sign in, asking again after each failure; await this in a worker.

        Returns:
            The ID token; None if the user canceled.
        """
        try:
            while True:
                assert self._answer is not None  # noqa: S101  set by `ask`
                values = await self._answer
                if values is None:
                    return None
                self._values = values
                token = await self._sign_in(values)
                if token is not None:
                    return token
                self.ask()
        finally:
            # drop what was typed as soon as no form can show it again
            self._values = {}
            self._answer = None

    def _form(self) -> SignInForm:
        choice = Member(
            "ClientId",
            ValueKind.CHOICE,
            "App client",
            required=True,
            choices=self._clients,
            documentation="The app clients whose tokens the identity pool accepts.",
        )
        choices = (choice,) if len(self._clients) > 1 else ()
        members = (*choices, _USERNAME, _PASSWORD, _FLOW, _CLIENT_SECRET)
        names = [each.name for each in members]
        return SignInForm(
            f"Sign in · {self._provider}",
            members,
            {name: value for name, value in self._defaults.items() if name in names},
            entered={name: value for name, value in self._values.items() if name in names},
            sends="Sign in",
            failure=self._failure,
            documentation="The ID token becomes the login; other tokens are discarded.",
        )

    async def _sign_in(self, values: Mapping[str, Any]) -> Secret | None:
        """Make one attempt; return None if the form, with the reason, has to be shown again."""
        client_id = values.get("ClientId", self._clients[0])
        sign_in = SignIn(
            self._gateway,
            AppClient(self._provider, client_id),
            SignInFlow(values["AuthFlow"]),
            values["USERNAME"],
            values.get("ClientSecret"),
        )
        found = await self._send(sign_in.begin(values["PASSWORD"]))
        if self._failure is not None:
            self._failure = self._failure._replace(member=_member_at_fault(self._failure))
        while isinstance(found, Challenge):
            answered = await self._answer_challenge(sign_in, found)
            if answered is None:
                return None
            found = answered
        return found

    async def _answer_challenge(
        self, sign_in: SignIn, challenge: Challenge
    ) -> Secret | Challenge | None:
        """Return the result of answering a challenge; None if the sign-in starts again."""
        previous: Mapping[str, Any] = {}
        while True:
            form = _challenge_form(challenge, previous, self._failure)
            answers = await self._app.push_screen_wait(form)
            if answers is None:
                self._failure = None
                return None
            found = await self._send(sign_in.answer(challenge, answers))
            if found is not None or self._must_restart:
                return found
            # drop a rejected code, keep a rejected new password
            previous = answers if REPEATED_PASSWORD in answers else {}

    async def _send(
        self, work: Coroutine[Any, Any, Secret | Challenge]
    ) -> Secret | Challenge | None:
        """Wait for the service; return None if it rejected the call or the user stopped waiting."""
        self._failure = None
        self._must_restart = False
        try:
            return await result_or_cancel(self._app, work, "Signing in…", "Back")
        except ApiError as error:
            self._failure = error.explanation
            self._must_restart = must_restart(error.explanation)
        except SignInError as error:
            self._failure = error.explanation
            self._must_restart = True
        return None


def _member_at_fault(failure: Explanation) -> str:
    """Return the field that caused a rejection; empty if it is unknown."""
    if "secret hash" in failure.detail.lower().replace("_", " "):
        return _CLIENT_SECRET.name
    if failure.code == "UserNotFoundException":
        return _USERNAME.name
    if "flow" in failure.detail.lower() or "method" in failure.detail.lower():
        return _FLOW.name
    return _PASSWORD.name if failure.code == "NotAuthorizedException" else ""


def _challenge_form(
    challenge: Challenge, previous: Mapping[str, Any], failure: Explanation | None
) -> SignInForm:
    def checks(values: Mapping[str, Any]) -> list[Problem]:
        found = check_input("", challenge.members, values)
        if (
            not found
            and REPEATED_PASSWORD in values
            and values[REPEATED_PASSWORD] != values["NEW_PASSWORD"]
        ):
            found = [Problem((REPEATED_PASSWORD,), "does not match")]
        return found

    return SignInForm(
        f"{challenge.title} · {challenge.name}",
        challenge.members,
        previous,
        sends="Send",
        failure=failure,
        checks=checks,
    )
