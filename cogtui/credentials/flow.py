"""The ways from an identity to AWS credentials, step by step.

What a step has obtained is kept: after a failure the way goes on from where it broke off.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.credentials.export import Credentials
from cogtui.gateway import CallerIdentity, Keys
from cogtui.logins.jwt import TokenError, decode
from cogtui.secret import Secret

SESSION_NAME: Final = "cogtui"
"""The name of a role session of the classic flow unless another is wanted."""

LONGEST_SESSION: Final = 43_200
"""The longest session of a role, seconds (STS API reference, `DurationSeconds`)."""

_CREDENTIALS: Final = "get-credentials-for-identity"

_TOKENS: Final = ("get-open-id-token", "get-open-id-token-for-developer-identity")
"""The steps that get a token, which does not last."""


class AuthFlow(StrEnum):
    """A way to credentials, by its usual name (developer guide, authentication flow)."""

    ENHANCED = "enhanced flow"
    CLASSIC = "classic flow"
    DEVELOPER = "developer user"


class StepState(StrEnum):
    """How a step stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class CredentialsRequest(NamedTuple):
    """Whose credentials are wanted, and how."""

    way: AuthFlow
    """The way."""
    pool: Pool
    """The pool."""
    identity_id: str | None = None
    """The identity; None for that of the logins, or a new guest."""
    logins: Mapping[str, Secret] = {}
    """Tokens by provider; of the developer's way, the user identifier by the developer provider,
    and the tokens of other providers."""
    role_arn: str = ""
    """Of the classic flow, the role; of the others, the one to choose where a token or rules
    offer several."""
    session_name: str = SESSION_NAME
    """Of the classic flow, the name of the role session."""
    duration: int | None = None
    """How long a session (classic flow) or a token (developer user) is to last, seconds; None
    for the service's default."""
    principal_tags: Mapping[str, str] = {}
    """Of the developer's way, session tags."""


class FlowStep(NamedTuple):
    """One call on the way."""

    operation: str
    """Its AWS CLI name, with the service's where it is another's."""
    title: str
    """What it is for."""
    state: StepState = StepState.WAITING
    """How it stands."""
    found: str = ""
    """What came of it, in a few words."""


@dataclass(slots=True)
class Obtained:
    """What the steps have obtained so far."""

    identity_id: str | None = None
    """The identity; it may be another than was asked for, after logins were merged."""
    token: Secret | None = None
    """The token that Cognito gave."""
    credentials: Credentials | None = None
    """The credentials."""
    caller: CallerIdentity | None = None
    """Whom sts takes their bearer for."""


@dataclass(slots=True)
class CredentialsFlow:
    """One walk on a way.

    Args:
        account: The account to call.
        request: What is wanted.
        clock: The present, seconds since the epoch.
    """

    account: Account
    request: CredentialsRequest
    clock: Callable[[], float] = time.time
    got: Obtained = field(default_factory=Obtained)
    """What was obtained so far."""
    failure: Explanation | None = None
    """Why the walk broke off, if it did."""
    steps: list[FlowStep] = field(default_factory=list)
    """The steps, in their order."""

    def __post_init__(self) -> None:
        """Plans the steps."""
        self.got.identity_id = self.request.identity_id
        self.steps = _steps(self.request)

    @property
    def finished(self) -> bool:
        """Whether every step is done."""
        return all(step.state is StepState.DONE for step in self.steps)

    @property
    def started(self) -> bool:
        """Whether any step is done, so that the pool may have another identity or login now."""
        return any(step.state is StepState.DONE for step in self.steps)

    @property
    def is_about_role(self) -> bool:
        """Whether the walk broke off because of the role that the pool chooses, or does not."""
        found = self.failure
        return (
            found is not None
            and found.operation == _CREDENTIALS
            and bool(found.code)
            and "role" in found.detail.casefold()
        )

    @property
    def logins(self) -> Mapping[str, Secret]:
        """The tokens by provider that the role is chosen by; none for a guest.

        Raises:
            ApiError: What Cognito gave for a token is none.
        """
        if self.request.way is AuthFlow.DEVELOPER and self.got.token is not None:
            return {_own_key(self.got.token): self.got.token}
        return self.request.logins

    def change(self, request: CredentialsRequest) -> None:
        """Wants something else; what was obtained is kept as far as it holds for that too.

        Args:
            request: What is wanted now.
        """
        reusable = _beginning(request) == _beginning(self.request) and self.got.credentials is None
        if not reusable and request != self.request:
            self.got = Obtained(request.identity_id)
            self.steps = _steps(request)
        self.request = request
        self.failure = None

    async def resume(self) -> AsyncIterator[None]:
        """Takes the steps that are not done.

        Yields:
            Nothing, each time that a step stands otherwise than before; the walk ends after the
            first that fails.
        """
        self.failure = None
        self._drop_expired_token()
        for place, step in enumerate(self.steps):
            if step.state is StepState.DONE:
                continue
            self.steps[place] = step._replace(state=StepState.RUNNING, found="")
            yield
            try:
                found = await _ACTS[step.operation](self)
            except ApiError as error:
                self.failure = error.explanation
                self.steps[place] = step._replace(
                    state=StepState.FAILED, found=error.explanation.title
                )
                yield
                return
            self.steps[place] = step._replace(state=StepState.DONE, found=found)
            yield

    def forget(self) -> None:
        """Drops every secret."""
        self.got = Obtained()
        self.request = self.request._replace(logins={})

    def _drop_expired_token(self) -> None:
        """Has a token that has expired since got anew: it would be refused again and again."""
        if self.got.token is None or self.got.credentials is not None:
            return
        try:
            expiry = decode(self.got.token).moment("exp")
        except TokenError:
            # the step that uses it says so
            return
        if expiry is not None and expiry <= self.clock():
            self.got.token = None
            self.steps = [
                step._replace(state=StepState.WAITING, found="")
                if step.operation in _TOKENS
                else step
                for step in self.steps
            ]

    async def _call(self, operation: str, parameters: Mapping[str, Any], *, once: bool) -> Any:  # noqa: ANN401  JSON
        return await self.account.gateway.call(
            operation, self.request.pool.region, parameters, once=once
        )

    async def _get_id(self) -> str:
        parameters: dict[str, Any] = {"IdentityPoolId": self.request.pool.pool_id}
        if self.request.logins:
            parameters["Logins"] = self.request.logins
        answer = await self._call("get-id", parameters, once=not self.request.logins)
        self.got.identity_id = answer["IdentityId"]
        return f"{self.got.identity_id}"

    def _identified(self) -> dict[str, Any]:
        parameters: dict[str, Any] = {"IdentityId": self.got.identity_id}
        if self.logins:
            parameters["Logins"] = self.logins
        return parameters

    def _identify(self, answer: Mapping[str, Any]) -> str:
        """Keeps the identity that answered, and says so if it is not the one that was asked for."""
        requested_id, self.got.identity_id = self.got.identity_id, answer["IdentityId"]
        found = self.got.identity_id
        return "" if found == requested_id else f", of {found}: its logins were merged into that"

    async def _get_credentials(self) -> str:
        parameters = self._identified()
        if self.request.role_arn:
            parameters["CustomRoleArn"] = self.request.role_arn
        answer = await self._call(_CREDENTIALS, parameters, once=False)
        merged = self._identify(answer)
        self._keep(answer["Credentials"], "SecretKey")
        return f"{self._expiry()}{merged}"

    async def _get_token(self) -> str:
        answer = await self._call("get-open-id-token", self._identified(), once=False)
        self.got.token = answer["Token"]
        return f"a token, good for 10 minutes{self._identify(answer)}"

    async def _get_developer_token(self) -> str:
        request = self.request
        parameters: dict[str, Any] = {
            "IdentityPoolId": request.pool.pool_id,
            "Logins": request.logins,
            "IdentityId": request.identity_id,
            "TokenDuration": request.duration,
            "PrincipalTags": request.principal_tags,
        }
        parameters = {name: value for name, value in parameters.items() if value}
        operation = "get-open-id-token-for-developer-identity"
        answer = await self._call(operation, parameters, once=True)
        self.got.identity_id = answer["IdentityId"]
        self.got.token = answer["Token"]
        return f"{self.got.identity_id}"

    async def _assume_role(self) -> str:
        parameters = {
            "RoleArn": self.request.role_arn,
            "RoleSessionName": self.request.session_name,
            "WebIdentityToken": self.got.token,
            "DurationSeconds": self.request.duration,
        }
        answer = await self.account.gateway.call_other(
            "sts",
            "assume-role-with-web-identity",
            self.request.pool.region,
            {name: value for name, value in parameters.items() if value},
        )
        self._keep(answer["Credentials"], "SecretAccessKey")
        return self._expiry()

    async def _ask_sts(self) -> str:
        credentials = self.got.credentials
        assert credentials is not None  # noqa: S101  the step before has got them
        keys = Keys(credentials.access_key_id, credentials.secret_key, credentials.session_token)
        caller = await self.account.gateway.caller(self.request.pool.region, keys)
        self.got.caller = caller
        self.got.credentials = credentials._replace(
            role_arn=role_of(caller) or self.request.role_arn
        )
        return caller.arn

    def _keep(self, answer: Mapping[str, Any], secret_key: str) -> None:
        expiration = answer["Expiration"]
        # sts's protocol, unlike Cognito's, has its dates read by botocore
        expires = expiration if isinstance(expiration, float) else expiration.timestamp()
        self.got.credentials = Credentials(
            answer["AccessKeyId"],
            answer[secret_key],
            answer["SessionToken"],
            expires,
            self.request.pool.region,
            self.got.identity_id or "",
            self.request.role_arn,
        )

    def _expiry(self) -> str:
        assert self.got.credentials is not None  # noqa: S101  it has just been got
        minutes = (self.got.credentials.expiration - self.clock()) / 60
        return f"credentials, good for {minutes:,.0f} minutes"


def role_of(caller: CallerIdentity) -> str | None:
    """The role that a session is of, as far as its ARN tells.

    Args:
        caller: Whom sts takes its bearer for.

    Returns:
        The role's ARN; a path that the role has is not in a session's ARN, and so is missing.
        None where it is no role's session.
    """
    head, _, name = caller.arn.partition(":assumed-role/")
    if not name:
        return None
    return f"{head.replace(':sts:', ':iam:')}:role/{name.partition('/')[0]}"


def _own_key(token: Secret) -> str:
    """The login key of a token of Cognito's: its issuer, which differs by partition."""
    try:
        return decode(token).issuer
    except TokenError as error:
        raise ApiError(
            Explanation(
                ErrorKind.SERVICE,
                "The token cannot be read",
                str(error),
                "Something else answered than the service itself.",
                "Check the endpoint, then try again.",
                operation="get-open-id-token-for-developer-identity",
            )
        ) from None


def _beginning(request: CredentialsRequest) -> CredentialsRequest:
    """A wish without what its last steps alone are about."""
    duration = request.duration if request.way is AuthFlow.DEVELOPER else None
    return request._replace(role_arn="", session_name="", duration=duration)


def _steps(request: CredentialsRequest) -> list[FlowStep]:
    return [FlowStep(operation, _TITLES[operation]) for operation in _planned(request)]


def _planned(request: CredentialsRequest) -> tuple[str, ...]:
    if request.way is AuthFlow.DEVELOPER:
        return (
            "get-open-id-token-for-developer-identity",
            _CREDENTIALS,
            "sts get-caller-identity",
        )
    ways = {
        AuthFlow.ENHANCED: (_CREDENTIALS,),
        AuthFlow.CLASSIC: ("get-open-id-token", "sts assume-role-with-web-identity"),
    }
    first = () if request.identity_id else ("get-id",)
    return (*first, *ways[request.way], "sts get-caller-identity")


_TITLES: Final = {
    "get-id": "Find the identity, or make one",
    _CREDENTIALS: "Have the pool choose a role and give credentials",
    "get-open-id-token": "Get a token of the identity",
    "get-open-id-token-for-developer-identity": "Register the user, and get a token",
    "sts assume-role-with-web-identity": "Assume the role with the token",
    "sts get-caller-identity": "Ask sts who that is",
}

_ACTS: Final[Mapping[str, Callable[[CredentialsFlow], Any]]] = {
    "get-id": CredentialsFlow._get_id,  # noqa: SLF001  its own
    _CREDENTIALS: CredentialsFlow._get_credentials,  # noqa: SLF001  likewise
    "get-open-id-token": CredentialsFlow._get_token,  # noqa: SLF001  likewise
    "get-open-id-token-for-developer-identity": CredentialsFlow._get_developer_token,  # noqa: SLF001  likewise
    "sts assume-role-with-web-identity": CredentialsFlow._assume_role,  # noqa: SLF001  likewise
    "sts get-caller-identity": CredentialsFlow._ask_sts,  # noqa: SLF001  likewise
}
