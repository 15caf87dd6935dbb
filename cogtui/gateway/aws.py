"""Blocking calls to AWS through boto3.

Import this module off the event loop and after the first frame: importing boto3 takes as long as
the rest of the startup.
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
from cogtui.gateway.ca_bundle import ca_bundle_error
from cogtui.gateway.call_observer import CallObserver
from cogtui.gateway.connection import (
    CodeDeclinedError,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
    UnreadableAnswerError,
    is_aws,
)
from cogtui.gateway.errors.translate import Circumstances, explain
from cogtui.gateway.key_sets import KeySetError, fetch_key_set, key_set_url
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
    # adaptive: once throttled, the client limits its own rate to the account's quota
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
"""Operations of other services that accept unsigned requests."""

_RELOAD_AFTER: Final = (ErrorKind.EXPIRED, ErrorKind.CREDENTIALS, ErrorKind.PROFILE)
"""Errors after which the AWS configuration is reloaded before the next call."""


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """The result of a call."""

    answer: dict[str, Any]
    """The service's answer without botocore's `ResponseMetadata`; empty after a failure."""
    milliseconds: float
    """Duration, including all retries."""
    retries: int
    """How many times the request was sent again."""
    request_id: str = ""
    """The service's request ID; empty if the service did not answer."""
    error: Explanation | None = None
    """Why the call failed; None if it succeeded."""
    endpoint_url: str | None = None
    """The endpoint called; None for AWS's own, or if no request was made."""
    clock_error: float | None = None
    """How far this machine's clock is ahead of the server's, in seconds; None if unknown."""


class AwsSession:
    """A profile's two boto3 sessions: one with credentials and one without.

    Unsigned operations use the session without credentials, so they never wait for a search for
    credentials or for an MFA code, and work without any credentials.

    Args:
        connection: The account and the endpoint to connect to.
        ask_for_code: Asks for an MFA code, given the device's serial number. It is called in the
            thread that needs credentials, and returns None if the user declines.
    """

    def __init__(
        self, connection: Connection, ask_for_code: Callable[[str], Secret | None]
    ) -> None:
        self._connection = connection
        self._ask_for_code = ask_for_code
        self._endpoint_url = connection.endpoint_url
        self._config = _CONFIG
        if connection.serve_demo is not None:
            # a proxy from the environment would send the demo's requests off this machine
            self._config = _CONFIG.merge(Config(proxies={}))
        self._lock = threading.Lock()
        self._account: Clients | None = None
        self._failure: tuple[Exception, float] | None = None
        self._public_lock = threading.Lock()
        self._public: Clients | None = None
        self._demo_lock = threading.Lock()
        self._observer = CallObserver()

    def open(self) -> OpenedAccount:
        """Read the AWS configuration, start the demo server if requested, and find credentials.

        Returns:
            The account's configuration.

        Raises:
            ApiError: The profile or its credentials do not exist, the credentials could not be
                obtained, or the demo data cannot be served.
        """
        return self._translate_errors(lambda: OpenedAccount(region=self._signed_clients().region))

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
        """Make one call. Errors are returned in the outcome, never raised.

        Args:
            service: The service: `cognito-identity`, `sts` or `cognito-idp`.
            operation: The operation's AWS CLI name: `list-identities`.
            region: The region to call.
            parameters: The request's members by API name, with `Secret` at any depth.
            once: Whether to never send the request again if it may have arrived.
            keys: Credentials to use instead of the account's.

        Returns:
            The outcome; timestamps in the answer are in seconds since the epoch.
        """
        began = time.perf_counter()
        self._observer.begin(once=once)
        answer: dict[str, Any] = {}
        metadata: dict[str, Any] = {}
        explanation = clients = endpoint_url = None
        try:
            clients = self._clients_for(service, operation, keys)
            client = clients.client(service, region)
            endpoint_url = client.meta.endpoint_url
            received = getattr(client, operation.replace("-", "_"))(**revealed(parameters))
            metadata = received.pop("ResponseMetadata")
            self._observer.check(operation, received)
            answer = wrap_answer_secrets(service, operation, received)
        except Exception as error:  # noqa: BLE001  every error is translated
            secrets = tuple(secrets_in(parameters))
            explanation = self._explain(error, operation, region, endpoint_url, secrets)
            if explanation.kind in _RELOAD_AFTER:
                self._drop_clients(clients)
        outcome = CallOutcome(
            answer=answer,
            milliseconds=(time.perf_counter() - began) * 1000,
            retries=max(0, self._observer.attempts - 1),
            request_id=explanation.request_id if explanation else metadata.get("RequestId", ""),
            error=explanation,
            endpoint_url=None if endpoint_url is None or is_aws(endpoint_url) else endpoint_url,
            clock_error=self._observer.clock_error,
        )
        _log(service, operation, region, outcome)
        return outcome

    def endpoint(self, region: str) -> str:
        """Return the endpoint that requests to a region go to.

        Returns:
            The URL: AWS's own or the configured one.

        Raises:
            ApiError: The region has no endpoint.
        """
        return self._translate_errors(
            lambda: str(self._any_clients().client(SERVICE, region).meta.endpoint_url), region
        )

    def key_set(self, issuer: str) -> Any:  # noqa: ANN401  JSON
        """Fetch the public keys of a token issuer.

        Args:
            issuer: The token's `iss` claim.

        Returns:
            The key set as parsed JSON, or a string explaining why there is none.
        """
        address = key_set_url(issuer, self._endpoint_override())
        if address is None:
            return "The issuer is none of Cognito's."
        try:
            return fetch_key_set(address)
        except KeySetError as error:
            return str(error)

    def profiles(self) -> list[Profile]:
        """Return the profiles in the AWS config and credentials files, in file order.

        Only the files are read, so the user can choose another profile while this one is still
        waiting for credentials.

        Returns:
            The profiles, with region and account if the files name them; none in the demo.

        Raises:
            ApiError: The files cannot be read.
        """
        if self._connection.serve_demo is not None:
            return []
        found = self._translate_errors(
            lambda: botocore.session.Session(profile=None).full_config["profiles"]
        )
        return [
            Profile(name, values.get("region"), _account_id(values))
            for name, values in found.items()
        ]

    def regions(self, near: str | None) -> list[str]:
        """Return the regions of a partition that have identity pools.

        Args:
            near: A region of the partition; None for the `aws` partition.

        Returns:
            The sorted regions, from botocore's endpoint data.
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
            return Clients(session, self._endpoint_override(), self._config, self._observer)
        if (service, operation) in _PUBLIC or (
            service == SERVICE and needs_no_credentials(operation)
        ):
            return self._unsigned_clients()
        return self._signed_clients()

    def _any_clients(self) -> Clients:
        # clients with credentials if they exist: a second client of the same service takes time
        return self._account or self._unsigned_clients()

    def _unsigned_clients(self) -> Clients:
        with self._public_lock:
            if self._public is None:
                session = public_session(self._connection)
                self._public = Clients(
                    session, self._endpoint_override(), self._config, self._observer
                )
            return self._public

    def _signed_clients(self) -> Clients:
        started = time.monotonic()
        with self._lock:
            if self._account is not None:
                return self._account
            if self._failure is not None and self._failure[1] > started:
                # a thread that waited for this attempt would only ask for another MFA code
                raise self._failure[0].with_traceback(None)
            try:
                where = self._endpoint_override()
                session = open_session(self._connection, where, self._request_code)
                self._account = Clients(session, where, self._config, self._observer)
            except Exception as error:
                self._failure = error, time.monotonic()
                raise
            return self._account

    def _endpoint_override(self) -> str | None:
        """Return the endpoint for all services; None for what the configuration says."""
        with self._demo_lock:
            if self._connection.serve_demo is not None and self._endpoint_url is None:
                self._endpoint_url = self._connection.serve_demo()
            return self._endpoint_url

    def _drop_clients(self, clients: Clients | None) -> None:
        """Drop cached clients so that the next call reloads the AWS configuration.

        The user may have fixed it in the meantime, or has to be asked for an MFA code again.
        """
        with self._public_lock:
            if self._public is clients:
                self._public = None
                return
        with self._lock:
            if self._account is clients:
                self._account = None

    def _request_code(self, prompt: str) -> str:
        serial = prompt.removeprefix("Enter MFA code for ").rstrip(": ")
        code = self._ask_for_code(serial)
        if code is None:
            raise CodeDeclinedError(serial)
        return code.reveal()

    def _translate_errors(self, work: Callable[[], T], region: str = "") -> T:
        self._observer.begin()
        try:
            return work()
        except Exception as error:  # noqa: BLE001  every error is translated
            explanation = self._explain(error, "", region, None, ())
        # raised outside the handler, so that it does not keep the original error and its locals
        raise ApiError(explanation)

    def _explain(
        self,
        error: Exception,
        operation: str,
        region: str,
        endpoint_url: str | None,
        secrets: tuple[Secret, ...],
    ) -> Explanation:
        known = BotoCoreError | ClientError | UnreadableAnswerError
        if self._observer.received and not isinstance(error, known):
            # botocore's parsers raise all kinds of errors on a malformed answer
            error = self._observer.unreadable()
        return explain(
            ca_bundle_error(error, self._connection.profile) or error,
            Circumstances(
                operation=operation,
                region=region,
                profile=self._connection.profile,
                endpoint_url=_called(error) or endpoint_url or self._endpoint_url,
                secrets=secrets,
                outcome_unknown=self._observer.outcome_unknown,
            ),
        )


def _called(error: Exception) -> str:
    """Return the URL that a connection failed to; empty for any other error.

    It can be another service's, which credentials come from. It is right with dual stack, for which
    the client has another URL than it calls.
    """
    return str(getattr(error, "kwargs", {}).get("endpoint_url", "")).rstrip("/")


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


def _account_id(values: Mapping[str, Any]) -> str | None:
    if account := values.get("sso_account_id"):
        return str(account)
    arn = str(values.get("role_arn", "")).split(":")
    return arn[4] if len(arn) > 5 else None  # noqa: PLR2004  arn:partition:iam::account:role/…
