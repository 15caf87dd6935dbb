"""The asynchronous side of the door: every call in a thread, every call in the log."""

import asyncio
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from cogtui.api_error import ApiError
from cogtui.gateway.connection import (
    AskForCode,
    CallerIdentity,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
)
from cogtui.gateway.request_log import RequestLog
from cogtui.secret import Secret
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.gateway.aws import AwsSession, CallOutcome

_CODE_TIMEOUT: Final = 300.0
"""How long a user has to type an MFA code, seconds."""


class Gateway:
    """One account's door. Make it, and call its methods, on the event loop.

    Args:
        connection: Which account, and where.
        requests: The log that every call goes into.
        ask_for_code: Asks the user for an MFA code when a profile needs one.
    """

    def __init__(
        self, connection: Connection, requests: RequestLog, ask_for_code: AskForCode
    ) -> None:
        self.connection = connection
        self.requests = requests
        self._ask_for_code = ask_for_code
        self._loop = asyncio.get_running_loop()
        self._aws: AwsSession | None = None
        self._making = threading.Lock()

    async def open(self) -> OpenedAccount:
        """Imports boto3, reads the AWS configuration and finds credentials.

        Returns:
            What the configuration says.

        Raises:
            ApiError: There is no such profile, no credentials, they could not be got, or the demo
                data cannot be served.
        """
        return await in_thread(lambda: self._session().open())

    async def call(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Calls an operation of cognito-identity.

        The operations that the service's model calls public (get-id, get-open-id-token,
        get-credentials-for-identity, unlink-identity) are not signed; no credentials are looked
        for, so they need no `open` before and work where it failed.

        Args:
            operation: Its AWS CLI name: `list-identities`.
            region: The region to call.
            parameters: The members of the request by the API's names, with a `Secret` in place
                of a text at any depth of lists and mappings. The log keeps the `Secret`s.
            once: For what would be done twice if it were sent twice: it is not repeated where it
                may have arrived (no answer in time, a connection that broke off after sending, an
                answer that cannot be read), only where it certainly was not carried out.

        Returns:
            The answer's members by the API's names; timestamps are seconds since the epoch.

        Raises:
            ApiError: It did not succeed, also after retries. Its `outcome_unknown` tells whether it
                may have been carried out nevertheless.
        """
        return await self._logged("cognito-identity", operation, region, parameters, once=once)

    async def call_other(
        self, service: str, operation: str, region: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Calls an operation of another service.

        Args:
            service: The service: `sts` or `cognito-idp`.
            operation: Its AWS CLI name: `assume-role-with-web-identity`.
            region: The region to call.
            parameters: As for `call`.

        Returns:
            As for `call`.

        Raises:
            ApiError: It did not succeed.
        """
        return await self._logged(service, operation, region, parameters)

    async def caller(self, region: str, keys: Keys | None = None) -> CallerIdentity:
        """Asks sts whom credentials belong to.

        Args:
            region: The region whose sts is asked.
            keys: The credentials; None for the account's own.

        Returns:
            The account and the caller.

        Raises:
            ApiError: It did not succeed.
        """
        answer = await self._logged("sts", "get-caller-identity", region, {}, keys=keys)
        return CallerIdentity(answer["Account"], answer["Arn"])

    async def endpoint(self, region: str) -> str:
        """Where the service is called for a region.

        Args:
            region: The region.

        Returns:
            The URL: AWS's own, or the one configured.

        Raises:
            ApiError: There is no endpoint for what was given as a region.
        """
        return await in_thread(lambda: self._session().endpoint(region))

    async def key_set(self, issuer: str) -> Any:  # noqa: ANN401  JSON
        """Fetches the keys with which an issuer of Cognito's signs its tokens.

        Args:
            issuer: The issuer that a token names.

        Returns:
            The key set as JSON has it; a text that says why there is none.
        """
        return await in_thread(lambda: self._session().key_set(issuer))

    async def profiles(self) -> list[Profile]:
        """The profiles of the AWS configuration and credentials files, in their order.

        Returns:
            Each with its region and account where the files name them; none in the demo.

        Raises:
            ApiError: The files cannot be read.
        """
        return await in_thread(lambda: self._session().profiles())

    async def regions(self, near: str | None) -> list[str]:
        """The regions of one partition that have identity pools.

        Args:
            near: A region of the partition; None for the `aws` partition.

        Returns:
            The regions, sorted.
        """
        return await in_thread(lambda: self._session().regions(near))

    async def _logged(
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

        def ended(outcome: "CallOutcome") -> None:
            self.requests.end(
                request,
                milliseconds=outcome.milliseconds,
                retries=outcome.retries,
                request_id=outcome.request_id,
                error=outcome.error,
                endpoint_url=outcome.endpoint_url,
            )

        outcome = await in_thread(
            lambda: self._session().call(
                service, operation, region, parameters, once=once, keys=keys
            ),
            observe=ended,
        )
        if outcome.error is not None:
            raise ApiError(outcome.error)
        return outcome.answer

    def _session(self) -> "AwsSession":
        with self._making:
            if self._aws is None:
                # boto3 would take as long as all the rest before the first frame
                from cogtui.gateway.aws import AwsSession  # noqa: PLC0415

                self._aws = AwsSession(self.connection, self._code_from_thread)
            return self._aws

    def _code_from_thread(self, serial: str) -> Secret | None:
        pending = asyncio.run_coroutine_threadsafe(self._ask(serial), self._loop)
        return pending.result()

    async def _ask(self, serial: str) -> Secret | None:
        try:
            async with asyncio.timeout(_CODE_TIMEOUT):
                return await self._ask_for_code(serial)
        except TimeoutError:
            return None
