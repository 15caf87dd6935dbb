"""The heavy side of the door: boto3, in whichever thread calls.

Import this module off the event loop, and not before the first frame: boto3 takes as long as all
the rest of the start.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, UnknownRegionError

import cogtui
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.gateway.boto_clients import Clients
from cogtui.gateway.call_observer import CallObserver
from cogtui.gateway.connection import (
    CodeDeclinedError,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
    is_aws,
)
from cogtui.gateway.errors.translate import Circumstances, explain
from cogtui.gateway.key_sets import KeySetError, address_of, fetched
from cogtui.gateway.service_model import SERVICE, needs_no_credentials
from cogtui.gateway.sessions import bare_session, keyed_session, open_session, public_session
from cogtui.gateway.unwrap_secrets import revealed, secrets_in
from cogtui.gateway.wrap_secrets import wrap_answer_secrets
from cogtui.secret import Secret
from cogtui.text import visible

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)

_CONFIG: Final = Config(
    connect_timeout=5,
    read_timeout=20,
    # adaptive: after a first refusal for too many calls it paces itself under the account's quota
    retries={"mode": "adaptive", "total_max_attempts": 3},
    max_pool_connections=10,
    user_agent_extra=f"cogtui/{cogtui.__version__}",
)

_PUBLIC: Final = frozenset(
    {
        ("sts", "assume-role-with-web-identity"),
        ("cognito-idp", "initiate-auth"),
        ("cognito-idp", "respond-to-auth-challenge"),
    }
)
"""What other services answer without a signature."""

_STALE: Final = (ErrorKind.EXPIRED, ErrorKind.CREDENTIALS, ErrorKind.PROFILE)
"""After which troubles the configuration is read anew before the next call."""


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """How a call ended."""

    answer: dict[str, Any]
    """What the service answered, without botocore's own notes; empty after a failure."""
    milliseconds: float
    """How long it took, with all its retries."""
    retries: int
    """How many times it was sent again."""
    request_id: str = ""
    """The service's id of the request, empty if it did not answer."""
    error: Explanation | None = None
    """Why it failed, None if it did not."""
    endpoint_url: str | None = None
    """Where it was made, None for AWS or if it was not."""


class AwsSession:
    """A profile's two sessions: one with credentials, and one for what needs none.

    Operations that are not signed go by the second, so that neither missing credentials, nor the
    search for them, nor a question for an MFA code keeps them waiting.

    Args:
        connection: Which account, and where.
        ask_for_code: Asks for an MFA code, given the device's serial number; called in the thread
            that needs credentials. None from it means that there will be none.
    """

    def __init__(
        self, connection: Connection, ask_for_code: Callable[[str], Secret | None]
    ) -> None:
        self._connection = connection
        self._ask_for_code = ask_for_code
        self._endpoint_url = connection.endpoint_url
        self._config = _CONFIG
        if connection.serve_demo is not None:
            # a proxy of the environment's leads out of this machine
            self._config = _CONFIG.merge(Config(proxies={}))
        self._lock = threading.Lock()
        self._account: Clients | None = None
        self._failure: tuple[Exception, float] | None = None
        self._public_lock = threading.Lock()
        self._public: Clients | None = None
        self._demo_lock = threading.Lock()
        self._wire = CallObserver()

    def open(self) -> OpenedAccount:
        """Reads the configuration, starts the demo's server if asked to, and finds credentials.

        Returns:
            What the configuration says.

        Raises:
            ApiError: There is no such profile, no credentials, they could not be got, or the demo
                data cannot be served.
        """
        return self._explained(lambda: OpenedAccount(region=self._opened().region))

    def call(
        self,
        service: str,
        operation: str,
        region: str,
        parameters: Mapping[str, Any],
        *,
        once: bool = False,
        keys: Keys | None = None,
    ) -> CallOutcome:
        """Makes one call; it never raises.

        Args:
            service: The service: `cognito-identity`, `sts` or `cognito-idp`.
            operation: The operation's AWS CLI name: `list-identities`.
            region: The region to call.
            parameters: The members of the request by the API's names, with `Secret` at any depth.
            once: Whether it must not be sent again where it may have arrived.
            keys: Who calls, where that is not the account's own credentials.

        Returns:
            How it ended; timestamps in the answer are seconds since the epoch.
        """
        began = time.perf_counter()
        self._wire.begin(once=once)
        answer: dict[str, Any] = {}
        notes: dict[str, Any] = {}
        explanation = clients = endpoint_url = None
        try:
            clients = self._clients_for(service, operation, keys)
            client = clients.client(service, region)
            endpoint_url = client.meta.endpoint_url
            answer = wrap_answer_secrets(
                service,
                operation,
                getattr(client, operation.replace("-", "_"))(**revealed(parameters)),
            )
            notes = answer.pop("ResponseMetadata")
            self._wire.check(answer)
        except Exception as error:  # noqa: BLE001  the door translates whatever comes
            secrets = tuple(secrets_in(parameters))
            explanation = self._explain(error, operation, region, endpoint_url, secrets)
            if explanation.kind in _STALE:
                self._forget(clients)
        outcome = CallOutcome(
            answer=answer,
            milliseconds=(time.perf_counter() - began) * 1000,
            retries=max(0, self._wire.attempts - 1),
            request_id=explanation.request_id if explanation else notes.get("RequestId", ""),
            error=explanation,
            endpoint_url=None if endpoint_url is None or is_aws(endpoint_url) else endpoint_url,
        )
        _log(service, operation, region, outcome)
        return outcome

    def endpoint(self, region: str) -> str:
        """Where the service is called for a region.

        Args:
            region: The region.

        Returns:
            The URL: AWS's own, or the one configured.

        Raises:
            ApiError: There is no endpoint for what was given as a region.
        """
        return self._explained(
            lambda: str(self._any().client(SERVICE, region).meta.endpoint_url), region
        )

    def key_set(self, issuer: str) -> Any:  # noqa: ANN401  JSON
        """Fetches the keys that an issuer signs with.

        Args:
            issuer: The issuer that a token names.

        Returns:
            The key set as JSON has it; a text that says why there is none.
        """
        address = address_of(issuer, self._where())
        if address is None:
            return "The issuer is none of Cognito's."
        try:
            return fetched(address)
        except KeySetError as error:
            return str(error)

    def profiles(self) -> list[Profile]:
        """The profiles of the AWS configuration and credentials files, in their order.

        It waits for nothing but the files, so that another profile can be chosen while the
        credentials of this one are long in coming.

        Returns:
            Each with its region and account where the files name them; none in the demo.

        Raises:
            ApiError: The files cannot be read.
        """
        if self._connection.serve_demo is not None:
            return []
        found = self._explained(
            lambda: botocore.session.Session(profile=None).full_config["profiles"]
        )
        return [
            Profile(name, values.get("region"), _account_of(values))
            for name, values in found.items()
        ]

    def regions(self, near: str | None) -> list[str]:
        """The regions of one partition that have identity pools.

        Args:
            near: A region of the partition; None for the `aws` partition.

        Returns:
            The regions, sorted, as botocore's own data lists them.
        """
        core = bare_session()
        partition = "aws"
        if near is not None:
            with contextlib.suppress(UnknownRegionError):
                partition = core.get_partition_for_region(near)
        return sorted(core.get_available_regions(SERVICE, partition))

    def _clients_for(self, service: str, operation: str, keys: Keys | None) -> Clients:
        if keys is not None:
            session = keyed_session(self._connection, keys)
            return Clients(session, self._where(), self._config, self._wire)
        if (service, operation) in _PUBLIC or (
            service == SERVICE and needs_no_credentials(operation)
        ):
            return self._unsigned()
        return self._opened()

    def _any(self) -> Clients:
        """Clients, with credentials where there are any: making two of a service takes time."""
        return self._account or self._unsigned()

    def _unsigned(self) -> Clients:
        """The clients that need no credentials; it waits for nothing but files, and the demo."""
        with self._public_lock:
            if self._public is None:
                session = public_session(self._connection)
                self._public = Clients(session, self._where(), self._config, self._wire)
            return self._public

    def _opened(self) -> Clients:
        """The clients that sign."""
        started = time.monotonic()
        with self._lock:
            if self._account is not None:
                return self._account
            if self._failure is not None and self._failure[1] > started:
                # who waited while it failed would only ask for another MFA code
                raise self._failure[0].with_traceback(None)
            try:
                where = self._where()
                session = open_session(self._connection, where, self._code)
                self._account = Clients(session, where, self._config, self._wire)
            except Exception as error:
                self._failure = error, time.monotonic()
                raise
            return self._account

    def _where(self) -> str | None:
        """The endpoint of every service, None for what the configuration says."""
        with self._demo_lock:
            if self._connection.serve_demo is not None and self._endpoint_url is None:
                self._endpoint_url = self._connection.serve_demo()
            return self._endpoint_url

    def _forget(self, clients: Clients | None) -> None:
        """Has the configuration read anew: the user may mend it, or is asked for a code."""
        with self._public_lock:
            if self._public is clients:
                self._public = None
                return
        with self._lock:
            if self._account is clients:
                self._account = None

    def _code(self, prompt: str) -> str:
        serial = prompt.removeprefix("Enter MFA code for ").rstrip(": ")
        code = self._ask_for_code(serial)
        if code is None:
            raise CodeDeclinedError(serial)
        return code.reveal()

    def _explained(self, work: Callable[[], T], region: str = "") -> T:
        self._wire.begin()
        try:
            return work()
        except Exception as error:  # noqa: BLE001  the door translates whatever comes
            explanation = self._explain(error, "", region, None, ())
        # outside of the handler, so that what failed, and what it held, is not kept with it
        raise ApiError(explanation)

    def _explain(
        self,
        error: Exception,
        operation: str,
        region: str,
        endpoint_url: str | None,
        secrets: tuple[Secret, ...],
    ) -> Explanation:
        if self._wire.received and not isinstance(error, BotoCoreError | ClientError):
            # botocore's parsers fail in many ways on what is not an answer
            error = self._wire.unreadable()
        return explain(
            error,
            Circumstances(
                operation=operation,
                region=region,
                profile=self._connection.profile,
                endpoint_url=endpoint_url or self._endpoint_url,
                secrets=secrets,
                outcome_unknown=self._wire.outcome_unknown,
            ),
        )


def _log(service: str, operation: str, region: str, outcome: CallOutcome) -> None:
    error = outcome.error
    _LOG.info(
        "%s %s in %s: %s, %.0f ms, retries %d, request id %s",
        service,
        operation,
        region,
        visible(error.code or error.title) if error else "ok",
        outcome.milliseconds,
        outcome.retries,
        visible(outcome.request_id) or "none",
    )


def _account_of(values: Mapping[str, Any]) -> str | None:
    if account := values.get("sso_account_id"):
        return str(account)
    arn = str(values.get("role_arn", "")).split(":")
    return arn[4] if len(arn) > 5 else None  # noqa: PLR2004  arn:partition:iam::account:role/…
