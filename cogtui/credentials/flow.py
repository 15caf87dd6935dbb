"""The authentication flows that lead from an identity to AWS credentials, step by step.

Results of finished steps are kept, so that a flow resumes after a failure where it stopped.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.account.account import Account, Pool
from cogtui.account.outcomes import write
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.credentials.export import Credentials
from cogtui.gateway import CallerIdentity, Keys
from cogtui.logins.jwt import TokenError, decode
from cogtui.logins.refused_logins import explain_refused_logins
from cogtui.logins.role_offers import known_roles
from cogtui.logins.session_role import SessionRole, session_role
from cogtui.secret import Secret
from cogtui.service import operation_names

SESSION_NAME: Final = "cogtui"
"""The default name of a role session in the classic flow."""

MAX_SESSION_SECONDS: Final = 43_200
"""The maximum duration of a role session in seconds (STS API reference, `DurationSeconds`)."""

_CREDENTIALS: Final = operation_names.GET_CREDENTIALS_FOR_IDENTITY

_TOKENS: Final = (
    operation_names.GET_OPEN_ID_TOKEN,
    operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
)
"""The steps that get a token, which may expire before it is used."""


class AuthFlow(StrEnum):
    """An authentication flow, by its usual name (developer guide, authentication flow)."""

    ENHANCED = "enhanced flow"
    CLASSIC = "classic flow"
    DEVELOPER = "developer user"


class StepState(StrEnum):
    """The state of a step."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class CredentialsRequest(NamedTuple):
    """Whose credentials to obtain, and how."""

    auth_flow: AuthFlow
    """The authentication flow."""
    pool: Pool
    """The pool."""
    identity_id: str | None = None
    """The identity; None for the identity of the logins, or for a new guest."""
    logins: Mapping[str, Secret] = {}
    """Tokens by provider; for a developer user also the user identifier, by the developer
    provider's name."""
    role_arn: str = ""
    """In the classic flow the role to assume; in the others the role to choose if a token or
    rules offer several."""
    session_name: str = SESSION_NAME
    """The name of the role session (classic flow only)."""
    duration: int | None = None
    """The duration of the session (classic flow) or of the token (developer user) in seconds;
    None for the service's default."""
    principal_tags: Mapping[str, str] = {}
    """Session tags (developer user only)."""


class FlowStep(NamedTuple):
    """One call of a flow."""

    operation: str
    """Its AWS CLI name, preceded by the service if that is not cognito-identity."""
    title: str
    """Its purpose."""
    state: StepState = StepState.WAITING
    """Its state."""
    found: str = ""
    """Its result in a few words."""


@dataclass(slots=True)
class Obtained:
    """The results of the finished steps."""

    identity_id: str | None = None
    """The identity; if logins were merged, it can differ from the requested one."""
    token: Secret | None = None
    """The token that Cognito issued."""
    credentials: Credentials | None = None
    """The credentials."""
    caller: CallerIdentity | None = None
    """The caller identity of the credentials, as STS reports it."""


@dataclass(slots=True)
class CredentialsFlow:
    """One run of an authentication flow.

    Args:
        account: The account to call.
        request: What to obtain.
        clock: Returns the current time in seconds since the epoch.
        configuration: The response of DescribeIdentityPool; empty if it is unknown.
        roles: The response of GetIdentityPoolRoles; empty if it is unknown.
    """

    account: Account
    request: CredentialsRequest
    clock: Callable[[], float] = time.time
    configuration: Mapping[str, Any] = field(default_factory=dict)
    """What refused logins are compared with."""
    roles: Mapping[str, Any] = field(default_factory=dict)
    """Where the ARN of a session's role is looked up."""
    got: Obtained = field(default_factory=Obtained)
    """The results so far."""
    failure: Explanation | None = None
    """Why the flow stopped; None if it did not fail."""
    steps: list[FlowStep] = field(default_factory=list)
    """The steps in order."""

    def __post_init__(self) -> None:
        """Plan the steps."""
        self.got.identity_id = self.request.identity_id
        self.steps = _steps(self.request)

    @property
    def finished(self) -> bool:
        """Whether every step is done."""
        return all(step.state is StepState.DONE for step in self.steps)

    @property
    def started(self) -> bool:
        """Whether any step is done, which may have added an identity or a login to the pool."""
        return any(step.state is StepState.DONE for step in self.steps)

    @property
    def failed_on_role(self) -> bool:
        """Whether the flow failed because of the pool's choice of a role."""
        found = self.failure
        return (
            found is not None
            and found.operation == _CREDENTIALS
            and bool(found.code)
            and "role" in found.detail.casefold()
        )

    @property
    def logins(self) -> Mapping[str, Secret]:
        """The tokens by provider that determine the role; none for a guest.

        Raises:
            ApiError: The response of Cognito contained something that is not a token.
        """
        if self.request.auth_flow is AuthFlow.DEVELOPER and self.got.token is not None:
            return {_issuer_key(self.got.token): self.got.token}
        return self.request.logins

    def change(self, request: CredentialsRequest) -> None:
        """Change the request, keeping the results that are valid for the new one too.

        Args:
            request: The new request.
        """
        reusable = (
            _without_role_settings(request) == _without_role_settings(self.request)
            and self.got.credentials is None
        )
        if not reusable and request != self.request:
            self.got = Obtained(request.identity_id)
            self.steps = _steps(request)
        self.request = request
        self.failure = None

    async def resume(self) -> AsyncIterator[None]:
        """Run the remaining steps, and stop at the first failure, which is kept in `failure`.

        Yields:
            None after each change of a step's state, so that the caller can redraw.
        """
        self.failure = None
        self._drop_expired_token()
        for index, step in enumerate(self.steps):
            if step.state is StepState.DONE:
                continue
            self.steps[index] = step._replace(state=StepState.RUNNING, found="")
            yield
            try:
                found = await _STEP_FUNCTIONS[step.operation](self)
            except ApiError as error:
                self.failure = self._explain(error.explanation)
                self.steps[index] = step._replace(state=StepState.FAILED, found=self.failure.title)
                yield
                return
            self.steps[index] = step._replace(state=StepState.DONE, found=found)
            yield

    def _explain(self, explanation: Explanation) -> Explanation:
        """Compare the logins that were sent with the pool, if the service refused them."""
        try:
            logins = self.logins
        except ApiError:
            return explanation
        return explain_refused_logins(explanation, self.configuration, logins, self.clock())

    def forget(self) -> None:
        """Drop every secret."""
        self.got = Obtained()
        self.request = self.request._replace(logins={})

    def _drop_expired_token(self) -> None:
        """Schedule a new token if the present one has expired: it would be rejected each time."""
        if self.got.token is None or self.got.credentials is not None:
            return
        try:
            expiry = decode(self.got.token).moment("exp")
        except TokenError:
            # the step that uses it reports this
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
        region = self.request.pool.region
        return (await write(self.account, operation, region, parameters, once=once)).answer

    async def _get_id(self) -> str:
        parameters: dict[str, Any] = {"IdentityPoolId": self.request.pool.pool_id}
        if self.request.logins:
            parameters["Logins"] = self.request.logins
        answer = await self._call(operation_names.GET_ID, parameters, once=not self.request.logins)
        self.got.identity_id = answer["IdentityId"]
        return f"{self.got.identity_id}"

    def _identity_parameters(self) -> dict[str, Any]:
        parameters: dict[str, Any] = {"IdentityId": self.got.identity_id}
        if self.logins:
            parameters["Logins"] = self.logins
        return parameters

    def _update_identity(self, answer: Mapping[str, Any]) -> str:
        """Store the identity of a response, and describe it if it is not the requested one."""
        requested_id, self.got.identity_id = self.got.identity_id, answer["IdentityId"]
        found = self.got.identity_id
        return "" if found == requested_id else f", for {found}: the logins were merged into it"

    async def _get_credentials(self) -> str:
        parameters = self._identity_parameters()
        if self.request.role_arn:
            parameters["CustomRoleArn"] = self.request.role_arn
        answer = await self._call(_CREDENTIALS, parameters, once=False)
        merged = self._update_identity(answer)
        self._store_credentials(answer["Credentials"], "SecretKey")
        return f"{self._describe_lifetime()}{merged}"

    async def _get_token(self) -> str:
        answer = await self._call(
            operation_names.GET_OPEN_ID_TOKEN, self._identity_parameters(), once=False
        )
        self.got.token = answer["Token"]
        return f"token, valid for 10 minutes{self._update_identity(answer)}"

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
        operation = operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY
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
        self._store_credentials(answer["Credentials"], "SecretAccessKey")
        return self._describe_lifetime()

    async def _get_caller(self) -> str:
        credentials = self.got.credentials
        assert credentials is not None  # noqa: S101  set by the previous step
        keys = Keys(credentials.access_key_id, credentials.secret_key, credentials.session_token)
        caller = await self.account.gateway.caller(self.request.pool.region, keys)
        self.got.caller = caller
        self.got.credentials = credentials._replace(role=self._assumed_role(caller))
        return caller.arn

    def _assumed_role(self, caller: CallerIdentity | None) -> SessionRole:
        if self.request.auth_flow is AuthFlow.CLASSIC:
            return SessionRole(self.request.role_arn)
        if caller is None:
            # the pool chooses, and may ignore the role that was requested
            return SessionRole()
        candidates = (self.request.role_arn, *known_roles(self.roles, self.logins))
        return session_role(caller.arn, candidates)

    def _store_credentials(self, answer: Mapping[str, Any], secret_key: str) -> None:
        expiration = answer["Expiration"]
        # botocore parses the dates of STS's protocol, but not those of Cognito's
        expires = expiration if isinstance(expiration, float) else expiration.timestamp()
        self.got.credentials = Credentials(
            answer["AccessKeyId"],
            answer[secret_key],
            answer["SessionToken"],
            expires,
            self.request.pool.region,
            self.got.identity_id or "",
            self._assumed_role(None),
        )

    def _describe_lifetime(self) -> str:
        assert self.got.credentials is not None  # noqa: S101  callers have just set them
        minutes = (self.got.credentials.expiration - self.clock()) / 60
        return f"credentials, valid for {minutes:,.0f} minutes"


def _issuer_key(token: Secret) -> str:
    """Return the login key of a Cognito token: its issuer, which depends on the partition."""
    try:
        return decode(token).issuer
    except TokenError as error:
        raise ApiError(
            Explanation(
                ErrorKind.SERVICE,
                "Cannot read the token",
                str(error),
                "Something other than the service answered.",
                "Check the endpoint, then retry.",
                operation=operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
            )
        ) from None


def _without_role_settings(request: CredentialsRequest) -> CredentialsRequest:
    """Return a request without the settings that only the last steps use."""
    duration = request.duration if request.auth_flow is AuthFlow.DEVELOPER else None
    return request._replace(role_arn="", session_name="", duration=duration)


def _steps(request: CredentialsRequest) -> list[FlowStep]:
    return [FlowStep(operation, _TITLES[operation]) for operation in _planned_operations(request)]


def _planned_operations(request: CredentialsRequest) -> tuple[str, ...]:
    if request.auth_flow is AuthFlow.DEVELOPER:
        return (
            operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
            _CREDENTIALS,
            "sts get-caller-identity",
        )
    operations = {
        AuthFlow.ENHANCED: (_CREDENTIALS,),
        AuthFlow.CLASSIC: (operation_names.GET_OPEN_ID_TOKEN, "sts assume-role-with-web-identity"),
    }
    first = () if request.identity_id else (operation_names.GET_ID,)
    return (*first, *operations[request.auth_flow], "sts get-caller-identity")


_TITLES: Final = {
    operation_names.GET_ID: "Find or create the identity",
    _CREDENTIALS: "Get credentials for the role that the pool chooses",
    operation_names.GET_OPEN_ID_TOKEN: "Get a token for the identity",
    operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY: "Register the user and get a token",
    "sts assume-role-with-web-identity": "Assume the role with the token",
    "sts get-caller-identity": "Get the caller identity",
}

_STEP_FUNCTIONS: Final[Mapping[str, Callable[[CredentialsFlow], Any]]] = {
    operation_names.GET_ID: CredentialsFlow._get_id,  # noqa: SLF001  same module
    _CREDENTIALS: CredentialsFlow._get_credentials,  # noqa: SLF001  same module
    operation_names.GET_OPEN_ID_TOKEN: CredentialsFlow._get_token,  # noqa: SLF001  same module
    operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY: CredentialsFlow._get_developer_token,  # noqa: SLF001  same module
    "sts assume-role-with-web-identity": CredentialsFlow._assume_role,  # noqa: SLF001  same module
    "sts get-caller-identity": CredentialsFlow._get_caller,  # noqa: SLF001  same module
}
