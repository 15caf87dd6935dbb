"""Async AWS gateway: each boto3 call runs in a daemon thread and is recorded in the request log."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from cogtui.api_error import ApiError
from cogtui.gateway.connection import (
    AskForCode,
    CallerIdentity,
    CodeRequest,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
)
from cogtui.gateway.page_reader import P, PageReader
from cogtui.gateway.request_log import Request, RequestLog
from cogtui.gateway.shared_credentials import SharedCredentials
from cogtui.gateway.sso_session import Expiry, SsoSession, SsoToken
from cogtui.secret import Secret
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.gateway.aws import AwsSession
    from cogtui.gateway.call_outcome import CallOutcome

_CODE_TIMEOUT: Final = 300.0
"""How long a user has to type an MFA code, in seconds."""


class Gateway:
    """Access to one AWS account. Create it and call its methods on the event loop.

    Args:
        connection: The account and the endpoint to connect to.
        requests: The log that records every call.
        ask_for_code: Asks the user for an MFA code when a profile needs one.
        shared: What the accounts of the run share; None to share nothing.
    """

    def __init__(
        self,
        connection: Connection,
        requests: RequestLog,
        ask_for_code: AskForCode,
        shared: SharedCredentials | None = None,
    ) -> None:
        self.connection = connection
        self.requests = requests
        self._ask_for_code = ask_for_code
        self._shared = shared or SharedCredentials()
        self.on_renewed: Callable[[], None] | None = None
        """Called when newer credentials were found, which may be of another account."""
        self._loop = asyncio.get_running_loop()
        self._aws: AwsSession | None = None
        self._lock = threading.Lock()

    async def open(self) -> OpenedAccount:
        """Import boto3, read the AWS configuration and find credentials.

        Returns:
            The account's configuration.

        Raises:
            ApiError: The profile or its credentials do not exist, the credentials could not be
                obtained, or the demo data cannot be served.
        """
        return await in_thread(lambda: self._session().open())

    async def call(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Call an operation of cognito-identity.

        Operations that the service's model marks as public (get-id, get-open-id-token,
        get-credentials-for-identity, unlink-identity) are sent unsigned and without a search for
        credentials, so they work before `open` and after it failed.

        Args:
            operation: The AWS CLI name: `list-identities`.
            region: The region to call.
            parameters: The request's members by API name, with `Secret` for any text at any depth
                of lists and mappings. The log masks these without keeping their values.
            once: For operations that are not idempotent: do not send the request again if it may
                have arrived (timeout, connection lost after sending, unreadable answer), only if
                it certainly was not carried out.

        Returns:
            The answer's members by API name; timestamps are in seconds since the epoch.

        Raises:
            ApiError: The call failed, after any retries. `outcome_unknown` in its explanation is
                set if the operation may still have been carried out.
        """
        return await self._call("cognito-identity", operation, region, parameters, once=once)

    def read_pages(
        self,
        operation: str,
        region: str,
        parameters: Mapping[str, Any],
        pack: Callable[[Mapping[str, Any]], P],
        is_enough: Callable[[int], bool],
    ) -> PageReader[P]:
        """Start reading the pages of a listing of cognito-identity ahead.

        Args:
            operation: The AWS CLI name: `list-identities`.
            region: The region to call.
            parameters: The first request's members by API name, without secrets.
            pack: Turns an answer into a page; called in a thread.
            is_enough: Returns whether to stop, given how many items were read; called in a thread.

        Returns:
            The reader, which must be closed.
        """
        calls = _PageCalls(self, operation, region, parameters)
        return PageReader(calls, pack, parameters.get("NextToken"), is_enough)

    async def call_other(
        self, service: str, operation: str, region: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Call an operation of another service.

        Args:
            service: The service: `sts`, `cognito-idp` or `sso-oidc`.
            operation: The AWS CLI name: `assume-role-with-web-identity`.
            region: The region to call.
            parameters: As for `call`.

        Returns:
            As for `call`.

        Raises:
            ApiError: The call failed.
        """
        return await self._call(service, operation, region, parameters)

    async def caller(self, region: str, keys: Keys | None = None) -> CallerIdentity:
        """Return the identity behind a set of credentials, from STS.

        Args:
            region: The region whose STS endpoint to call.
            keys: The credentials; None for the account's own.

        Raises:
            ApiError: The call failed.
        """
        answer = await self._call("sts", "get-caller-identity", region, {}, keys=keys)
        return CallerIdentity(answer["Account"], answer["Arn"])

    async def endpoint(self, region: str) -> str:
        """Return the endpoint that requests to a region go to.

        Returns:
            The URL: AWS's own or the configured one.

        Raises:
            ApiError: The region has no endpoint.
        """
        return await in_thread(lambda: self._session().endpoint(region))

    async def key_set(self, issuer: str) -> Any:  # noqa: ANN401  JSON
        """Fetch the public keys with which Cognito signs an issuer's tokens.

        Args:
            issuer: The token's `iss` claim.

        Returns:
            The key set as parsed JSON, or a string explaining why there is none.
        """
        return await in_thread(lambda: self._session().key_set(issuer))

    async def profiles(self) -> list[Profile]:
        """Return the profiles in the AWS config and credentials files, in file order.

        Returns:
            The profiles, with region and account if the files name them; none in the demo.

        Raises:
            ApiError: The files cannot be read.
        """
        return await in_thread(lambda: self._session().profiles())

    async def instance_region(self) -> str | None:
        """Return the region of the EC2 instance that this is.

        It takes two seconds where nothing answers.

        Returns:
            The region; None on any other machine, and in the demo.
        """
        return await in_thread(lambda: self._session().instance_region())

    async def configuration_notes(self, *, own: bool = False) -> list[str]:
        """Return what boto3 skips, loses or refuses in the AWS files, with file and line.

        Args:
            own: Whether to return only what concerns the profile in use.

        Returns:
            One text for each place, in file order; none in the demo.
        """
        return await in_thread(lambda: self._session().configuration_notes(own=own))

    async def regions(self, near: str | None) -> list[str]:
        """Return the regions of a partition that have identity pools, sorted.

        Args:
            near: A region of the partition; None for the `aws` partition.
        """
        return await in_thread(lambda: self._session().regions(near))

    async def sso_session(self) -> SsoSession | None:
        """Return where the profile signs in; None in the demo, or if it does not use SSO."""
        return await in_thread(self._find_sso_session)

    async def save_sso_token(self, session: SsoSession, token: SsoToken) -> None:
        """Save the result of a sign-in, and use it from the next call on.

        Args:
            session: The session that it is for.
            token: The token.

        Raises:
            OSError: It cannot be written.
        """

        def save() -> None:
            from cogtui.gateway.sso_cache import save_token  # noqa: PLC0415  it imports botocore

            save_token(session, token)
            self._session().reload()

        await in_thread(save)

    async def expiries(self, now: float) -> tuple[Expiry, ...]:
        """Return when the credentials in use, and the sign-in behind them, expire.

        Args:
            now: The current time, in seconds since the epoch.
        """
        return await in_thread(lambda: self._session().expiries(now))

    def _find_sso_session(self) -> SsoSession | None:
        if self.connection.serve_demo is not None:
            return None
        from cogtui.gateway.sso_cache import find_session  # noqa: PLC0415  it imports botocore

        return find_session(self.connection.profile)

    async def _call(
        self,
        service: str,
        operation: str,
        region: str,
        parameters: Mapping[str, Any],
        *,
        once: bool = False,
        keys: Keys | None = None,
    ) -> dict[str, Any]:
        name = operation if service == "cognito-identity" else f"{service} {operation}"
        request = self.requests.start(name, region, parameters, self.connection.profile)

        outcome = await in_thread(
            lambda: self._session().call(
                service, operation, region, parameters, once=once, keys=keys
            ),
            observe=lambda outcome: self._record_end(request, outcome),
        )
        if outcome.error is not None:
            raise ApiError(outcome.error)
        return outcome.answer

    def _record_end(self, request: Request, outcome: "CallOutcome") -> None:
        self.requests.end(
            request,
            milliseconds=outcome.milliseconds,
            retries=outcome.retries,
            request_id=outcome.request_id,
            error=outcome.error,
            endpoint_url=outcome.endpoint_url,
            clock_error=outcome.clock_error,
        )
        if outcome.is_renewed and self.on_renewed is not None:
            self.on_renewed()

    def _session(self) -> "AwsSession":
        with self._lock:
            if self._aws is None:
                # importing boto3 takes as long as everything else before the first frame
                from cogtui.gateway.aws import AwsSession  # noqa: PLC0415

                self._aws = AwsSession(self.connection, self._code_from_thread, self._shared)
            return self._aws

    def _code_from_thread(self, request: CodeRequest) -> Secret | None:
        pending = asyncio.run_coroutine_threadsafe(self._ask_user(request), self._loop)
        return pending.result()

    async def _ask_user(self, request: CodeRequest) -> Secret | None:
        try:
            async with asyncio.timeout(_CODE_TIMEOUT):
                return await self._ask_for_code(request)
        except TimeoutError:
            return None


class _PageCalls:
    """The calls of a `PageReader`."""

    def __init__(
        self, gateway: Gateway, operation: str, region: str, parameters: Mapping[str, Any]
    ) -> None:
        self._gateway = gateway
        self._operation = operation
        self._region = region
        self._parameters = parameters
        self.now = gateway.requests.now

    def _parameters_of(self, next_token: str | None) -> Mapping[str, Any]:
        token = {} if next_token is None else {"NextToken": next_token}
        return {**self._parameters, **token}

    def start(self, next_token: str | None, started: float) -> Request:
        gateway, parameters = self._gateway, self._parameters_of(next_token)
        profile = gateway.connection.profile
        return gateway.requests.start(
            self._operation, self._region, parameters, profile, started=started
        )

    def send(self, next_token: str | None) -> "CallOutcome":
        session = self._gateway._session()  # noqa: SLF001  the gateway's own part
        parameters = self._parameters_of(next_token)
        return session.call("cognito-identity", self._operation, self._region, parameters)

    def end(self, request: Request, outcome: "CallOutcome") -> None:
        self._gateway._record_end(request, outcome)  # noqa: SLF001  the gateway's own part
