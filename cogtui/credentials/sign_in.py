"""Sign in to a user pool for an ID token, challenge by challenge.

Source: authentication flows and `RespondToAuthChallenge` in the API reference of cognito-idp. Only
the ID token is kept: the other tokens of a sign-in grant more than a login needs.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cogtui.api_error import CogtuiError, ErrorKind, Explanation
from cogtui.extras import describe_import_error
from cogtui.gateway import Gateway
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.credentials.srp import Proof

_NO_SRP: Final = Explanation(
    ErrorKind.UNSUPPORTED,
    "USER_SRP_AUTH requires an extra package",
    "",
    "Only this flow requires it.",
    "Run in the clone of cogtui: pip install --upgrade '.[srp]'. Or choose another AuthFlow.",
)
_BAD_SERVER_NUMBERS: Final = Explanation(
    ErrorKind.SERVICE,
    "Cannot answer the SRP challenge",
    "The server's values for PASSWORD_VERIFIER violate the protocol.",
    "Something other than the service answered.",
    "Check the endpoint and the network.",
)

REPEATED_PASSWORD: Final = "NEW_PASSWORD_AGAIN"  # noqa: S105  the name of a member
"""The member that repeats a new password; it is not sent."""

_RESTART_CODES: Final = (
    "ExpiredCodeException",
    "NotAuthorizedException",
    "ResourceNotFoundException",
)
"""Error codes after which the session is unusable and the sign-in must start again."""


class SignInFlow(StrEnum):
    """The authentication flows of a user pool, by their names in `AuthFlow`."""

    PASSWORD = "USER_PASSWORD_AUTH"  # noqa: S105  the name of a flow
    """Sends the password to the service."""
    ADMIN = "ADMIN_USER_PASSWORD_AUTH"
    """Sends the password in a call that is signed with AWS credentials."""
    SRP = "USER_SRP_AUTH"
    """Sends only a proof of the password."""


class AppClient(NamedTuple):
    """An app client of a user pool."""

    provider: str
    """The user pool's name as a provider: `cognito-idp.REGION.amazonaws.com/USER_POOL_ID`."""
    client_id: str
    """The app client's ID."""

    @property
    def region(self) -> str:
        """The user pool's region, which can differ from the identity pool's."""
        return self.user_pool_id.partition("_")[0]

    @property
    def user_pool_id(self) -> str:
        """The user pool's ID."""
        return self.provider.partition("/")[2]


class Challenge(NamedTuple):
    """What the service requires before it issues tokens."""

    name: str
    """Its name, such as `SMS_MFA`."""
    title: str
    """What it requires, in a few words."""
    members: tuple[Member, ...]
    """The values that it requires, by the names of `ChallengeResponses`."""


class SignInError(CogtuiError):
    """A sign-in cannot continue.

    Attributes:
        explanation: The reason, and what to do.
    """

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(explanation.title)
        self.explanation = explanation


class SignIn:
    """One sign-in of one user.

    Args:
        gateway: The gateway to AWS.
        client: The app client to sign in with.
        flow: The authentication flow.
        username: The user's name or an alias.
        client_secret: The app client's secret; None if it has none.
        clock: Returns the current time in seconds since the epoch.
    """

    def __init__(
        self,
        gateway: Gateway,
        client: AppClient,
        flow: SignInFlow,
        username: str,
        client_secret: Secret | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._gateway = gateway
        self._client = client
        self._flow = flow
        self._username = username
        self._client_secret = client_secret
        self._clock = clock
        self._session: Secret | None = None

    async def begin(self, password: Secret) -> Secret | Challenge:
        """Start the sign-in.

        Args:
            password: The user's password.

        Returns:
            The ID token, or the challenge to answer first.

        Raises:
            ApiError: The service rejected the call.
            SignInError: It requires something that cogtui does not support.
        """
        if self._flow is SignInFlow.SRP:
            return await self._begin_srp(password)
        return self._next_step(await self._initiate({"PASSWORD": password}))

    async def answer(
        self, challenge: Challenge, answers: Mapping[str, str | Secret]
    ) -> Secret | Challenge:
        """Answer a challenge.

        After an `ApiError` the same challenge may be answered again, unless `must_restart`.

        Args:
            challenge: The challenge.
            answers: The values that it requires, by name.

        Returns:
            The ID token, or the next challenge.

        Raises:
            ApiError: The service rejected the call.
            SignInError: It requires something that cogtui does not support.
        """
        responses = {name: value for name, value in answers.items() if name != REPEATED_PASSWORD}
        return await self._respond(challenge.name, responses)

    async def _initiate(self, parameters: Mapping[str, str | Secret]) -> dict[str, Any]:
        parameters = {"USERNAME": self._username, **parameters, **self._secret_hash()}
        return await self._call(
            "initiate-auth", {"AuthFlow": self._flow.value, "AuthParameters": parameters}
        )

    async def _begin_srp(self, password: Secret) -> Secret | Challenge:
        """Start a sign-in that does not send the password."""
        proof = await in_thread(partial(_proof, self._client.user_pool_id))
        answer = await self._initiate({"SRP_A": proof.public})
        if answer.get("ChallengeName") != "PASSWORD_VERIFIER":
            return self._next_step(answer)
        parameters = answer["ChallengeParameters"]
        self._store_session(answer)
        answers = await in_thread(
            partial(_srp_responses, proof, password, parameters, self._clock())
        )
        if answers is None:
            raise SignInError(_BAD_SERVER_NUMBERS)
        return await self._respond("PASSWORD_VERIFIER", answers)

    async def _respond(self, name: str, answers: Mapping[str, str | Secret]) -> Secret | Challenge:
        parameters: dict[str, Any] = {
            "ChallengeName": name,
            "ChallengeResponses": {"USERNAME": self._username, **answers, **self._secret_hash()},
        }
        if self._session is not None:
            parameters["Session"] = self._session
        return self._next_step(await self._call("respond-to-auth-challenge", parameters))

    async def _call(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        where = {"ClientId": self._client.client_id}
        if self._flow is SignInFlow.ADMIN:
            operation = f"admin-{operation}"
            where["UserPoolId"] = self._client.user_pool_id
        return await self._gateway.call_other(
            "cognito-idp", operation, self._client.region, {**where, **parameters}
        )

    def _secret_hash(self) -> dict[str, Secret]:
        """Return the proof of the client's secret.

        Source: computing secret hash values, in the developer guide.
        """
        if self._client_secret is None:
            return {}
        digest = hmac.digest(
            self._client_secret.reveal().encode(),
            f"{self._username}{self._client.client_id}".encode(),
            hashlib.sha256,
        )
        return {"SECRET_HASH": Secret(base64.b64encode(digest).decode())}

    def _next_step(self, answer: Mapping[str, Any]) -> Secret | Challenge:
        if "AuthenticationResult" in answer:
            return _id_token(answer["AuthenticationResult"])
        self._store_session(answer)
        return _challenge(answer.get("ChallengeName", ""), answer.get("ChallengeParameters", {}))

    def _store_session(self, answer: Mapping[str, Any]) -> None:
        """Store what the next call needs."""
        parameters = answer.get("ChallengeParameters", {})
        self._session = answer.get("Session")
        # a user who signed in with an alias continues under the user pool's own name
        self._username = (
            parameters.get("USER_ID_FOR_SRP") or parameters.get("USERNAME") or self._username
        )


def must_restart(explanation: Explanation) -> bool:
    """Return whether a sign-in must start again after the answer to a challenge was rejected.

    Args:
        explanation: Why it was rejected.

    Returns:
        False if the same challenge may be answered again: after a mistyped code, a password that
        violates the user pool's policy, or a timeout.
    """
    return explanation.code in _RESTART_CODES


def _proof(user_pool_id: str) -> "Proof":
    """Return an SRP exchange with a user pool.

    Raises:
        SignInError: srptools is missing, or its version is not supported.
    """
    try:
        # srptools is an optional dependency
        from cogtui.credentials.srp import Proof  # noqa: PLC0415
    except ImportError as error:
        reason = describe_import_error("srp", error)
        raise SignInError(_NO_SRP._replace(detail=reason)) from error
    return Proof(user_pool_id)


def _srp_responses(
    proof: "Proof", password: Secret, parameters: Mapping[str, str], now: float
) -> dict[str, str] | None:
    """Return the responses; None if the server's values do not allow a proof."""
    try:
        return proof.answer(password, parameters, now)
    except (KeyError, ValueError, CogtuiError):
        return None


def _id_token(result: Mapping[str, Any]) -> Secret:
    token = result.get("IdToken")
    if not isinstance(token, Secret):
        raise SignInError(
            Explanation(
                ErrorKind.REFUSED,
                "Signed in, but received no ID token",
                "The response has no IdToken.",
                "The app client does not issue one.",
                "Use another app client of the user pool.",
            )
        )
    return token


def _challenge(name: str, parameters: Mapping[str, str]) -> Challenge:
    """Return a challenge with the values that it requires.

    Raises:
        SignInError: It requires something that cogtui does not support.
    """
    if name in _CODES:
        return _code_challenge(name, parameters)
    if name == "NEW_PASSWORD_REQUIRED":
        attributes = _json_strings(parameters.get("requiredAttributes"))
        members = (*_NEW_PASSWORD, *(_attribute(each) for each in attributes))
        return Challenge(name, "New password required", members)
    if name == "SELECT_MFA_TYPE":
        choices = tuple(_json_strings(parameters.get("MFAS_CAN_CHOOSE")))
        choice = Member("ANSWER", ValueKind.CHOICE, "Second factor", required=True, choices=choices)
        return Challenge(name, "Choose a second factor", (choice,))
    raise SignInError(_unsupported_challenge(name))


_CODES: Final[Mapping[str, str]] = {
    "SMS_MFA": "Code from an SMS message",
    "SMS_OTP": "Code from an SMS message",
    "EMAIL_MFA": "Code from an email",
    "EMAIL_OTP": "Code from an email",
    "SOFTWARE_TOKEN_MFA": "Code from the authenticator app",
}
"""The challenges that require a code, each with the source of the code."""

_NEW_PASSWORD: Final = (
    Member(
        "NEW_PASSWORD",
        ValueKind.TEXT,
        "New password",
        required=True,
        sensitive=True,
        maximum=256,
        documentation="Replaces the temporary password; the user pool's password policy applies.",
    ),
    Member(REPEATED_PASSWORD, ValueKind.TEXT, "Repeat new password", required=True, sensitive=True),
)


def _code_challenge(name: str, parameters: Mapping[str, str]) -> Challenge:
    where = parameters.get("CODE_DELIVERY_DESTINATION") or parameters.get("FRIENDLY_DEVICE_NAME")
    member = Member(
        f"{name}_CODE",
        ValueKind.TEXT,
        "Code",
        required=True,
        sensitive=True,
        documentation=f"{_CODES[name]}, {where}." if where else f"{_CODES[name]}.",
    )
    return Challenge(name, _CODES[name], (member,))


def _attribute(name: str) -> Member:
    # the service lists them both with and without the prefix that they are sent with
    plain = name.removeprefix("userAttributes.")
    return Member(f"userAttributes.{plain}", ValueKind.TEXT, plain, required=True)


def _json_strings(text: str | None) -> list[str]:
    """Return the strings in a JSON list; none if the text is not such a list."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


_UNSUPPORTED_CHALLENGES: Final[Mapping[str, tuple[str, str]]] = {
    "MFA_SETUP": (
        "The user pool requires a second factor, and the user has not set one up.",
        "Sign in to the app itself and set it up there, then sign in here.",
    ),
    "CUSTOM_CHALLENGE": (
        "The user pool has a custom challenge, defined by a Lambda function.",
        "Sign in to the app itself and paste the ID token.",
    ),
    "DEVICE_SRP_AUTH": (
        "The user pool remembers devices and requires proof of one.",
        "Sign in to the app itself and paste the ID token.",
    ),
    "WEB_AUTHN": (
        "The user signs in with a passkey, which requires a browser.",
        "Sign in with a browser and paste the ID token.",
    ),
}
"""Challenges that cogtui does not support: their cause, and what to do."""


def _unsupported_challenge(name: str) -> Explanation:
    cause, remedy = _UNSUPPORTED_CHALLENGES.get(
        name,
        (
            "It is not supported by cogtui.",
            "Sign in to the app itself and paste the ID token.",
        ),
    )
    challenge = f"the challenge {name}" if name else "neither a challenge nor a token"
    return Explanation(
        ErrorKind.REFUSED,
        "Cannot complete this sign-in here",
        f"The service returned {challenge}.",
        cause,
        remedy,
    )
