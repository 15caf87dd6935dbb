"""Blocking calls to AWS through boto3.

Import this module off the event loop and after the first frame: importing boto3 takes as long as
the rest of the startup.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ParamValidationError,
    UnknownRegionError,
)

import cogtui
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.gateway.aws_files.check import check_aws_files
from cogtui.gateway.boto_clients import SSO_OIDC, Clients
from cogtui.gateway.ca_bundle import ca_bundle_error
from cogtui.gateway.call_observer import CallObserver
from cogtui.gateway.call_outcome import CallOutcome, log_outcome
from cogtui.gateway.connection import (
    CodeDeclinedError,
    CodeRequest,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
    UnreadableAnswerError,
    is_aws,
)
from cogtui.gateway.errors.profile_notes import add_notes, profile_in_use
from cogtui.gateway.errors.translate import Circumstances, explain
from cogtui.gateway.expiries import find_expiries
from cogtui.gateway.instance_region import find_instance_region
from cogtui.gateway.key_sets import KeySetError, fetch_key_set, key_set_url
from cogtui.gateway.mfa_codes import open_with_codes
from cogtui.gateway.renewal import has_stale_credentials, may_repeat, offer_repeat
from cogtui.gateway.role_cache import SessionRoles
from cogtui.gateway.service_model import SERVICE, needs_no_credentials
from cogtui.gateway.sessions import bare_session, keyed_session, open_session, public_session
from cogtui.gateway.shared_credentials import SharedCredentials
from cogtui.gateway.sso_session import Expiry
from cogtui.gateway.unwrap_secrets import revealed, secrets_in
from cogtui.gateway.wrap_secrets import wrap_answer_secrets
from cogtui.secret import Secret

T = TypeVar("T")

_CONFIG: Final = Config(
    connect_timeout=5,
    read_timeout=20,
    max_pool_connections=10,
    user_agent_extra=f"cogtui/{cogtui.__version__}",
)

_PUBLIC: Final = frozenset(
    {
        ("sts", "assume-role-with-web-identity"),
        ("cognito-idp", "initiate-auth"),
        ("cognito-idp", "respond-to-auth-challenge"),
        (SSO_OIDC, "create-token"),
        (SSO_OIDC, "register-client"),
        (SSO_OIDC, "start-device-authorization"),
    }
)
"""Operations of other services that accept unsigned requests."""

_RELOAD_AFTER: Final = (ErrorKind.EXPIRED, ErrorKind.CREDENTIALS, ErrorKind.PROFILE)
"""Errors after which the AWS configuration is reloaded before the next call."""


class AwsSession:
    """A profile's two boto3 sessions: one with credentials and one without.

    Unsigned operations use the session without credentials, so they never wait for a search for
    credentials or for an MFA code, and work without any credentials.

    Args:
        connection: The account and the endpoint to connect to.
        ask_for_code: Asks for an MFA code. It is called in the thread that needs credentials, and
            returns None if the user declines.
        shared: What the accounts of the run share; None to share nothing.
    """

    def __init__(
        self,
        connection: Connection,
        ask_for_code: Callable[[CodeRequest], Secret | None],
        shared: SharedCredentials | None = None,
    ) -> None:
        self._connection = connection
        self._ask_for_code = ask_for_code
        self._shared = shared or SharedCredentials()
        # the AWS CLI's cache is for roles of AWS, not of an emulator
        use_files = connection.endpoint_url is None or is_aws(connection.endpoint_url)
        self._roles = SessionRoles(self._shared.roles, use_files=use_files)
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
        outcome = self._attempt(service, operation, region, parameters, once=once, keys=keys)
        if keys is None and has_stale_credentials(outcome.error) and self._has_newer_keys():
            outcome = replace(outcome, error=offer_repeat(outcome.error), is_renewed=True)
            if may_repeat(service, operation):
                retries = outcome.retries + 1
                outcome = self._attempt(
                    service, operation, region, parameters, once=once, keys=keys
                )
                outcome = replace(outcome, retries=outcome.retries + retries, is_renewed=True)
        outcome = replace(outcome, milliseconds=(time.perf_counter() - began) * 1000)
        log_outcome(service, operation, region, outcome)
        return outcome

    def _attempt(
        self,
        service: str,
        operation: str,
        region: str,
        parameters: Mapping[str, Any],
        *,
        once: bool,
        keys: Keys | None,
    ) -> CallOutcome:
        """Make a call with the credentials of the moment."""
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
        return CallOutcome(
            answer=answer,
            milliseconds=0.0,
            retries=max(0, self._observer.attempts - 1),
            request_id=explanation.request_id if explanation else metadata.get("RequestId", ""),
            error=explanation,
            endpoint_url=None if endpoint_url is None or is_aws(endpoint_url) else endpoint_url,
            clock_error=self._observer.clock_error,
        )

    def expiries(self, now: float) -> tuple[Expiry, ...]:
        """Return when the credentials in use, and the sign-in behind them, expire.

        Args:
            now: The current time, in seconds since the epoch.

        Returns:
            Empty if nothing is known to expire, or there are no credentials.
        """
        clients = self._account
        if clients is None or self._connection.serve_demo is not None:
            return ()
        return find_expiries(clients.credentials, self._connection.profile, now)

    def reload(self) -> None:
        """Read the AWS configuration, and find credentials, before the next call."""
        self._drop_clients(self._account)

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
            return "The issuer is not Cognito."
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

    def instance_region(self) -> str | None:
        """Return the region of the EC2 instance that this is; None elsewhere and in the demo."""
        if self._connection.serve_demo is not None:
            return None
        return find_instance_region(self._connection.profile)

    def configuration_notes(self, *, own: bool) -> list[str]:
        """Return what boto3 skips, loses or refuses in the AWS files, with file and line.

        Args:
            own: Whether to return only what concerns the profile in use.

        Returns:
            One text for each place, in file order; none in the demo.
        """
        if self._connection.serve_demo is not None:
            return []
        report = check_aws_files()
        if own:
            return report.concerning(profile_in_use(self._connection.profile))
        return [each.text for each in report.findings]

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
                session = self._open_session(where)
                self._account = Clients(session, where, self._config, self._observer)
            except Exception as error:
                self._failure = error, time.monotonic()
                raise
            return self._account

    def _open_session(self, where: str | None) -> boto3.Session:
        return open_with_codes(
            lambda code: open_session(
                self._connection, where, code, self._roles, self._shared.commands
            ),
            self._ask_for_code,
            self._is_refused_code,
        )

    def _is_refused_code(self, error: Exception) -> bool:
        if not isinstance(error, ClientError | ParamValidationError):
            return False
        return self._explain(error, "", "", None, ()).kind is ErrorKind.MFA

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
                self._roles.reject()

    def _has_newer_keys(self) -> bool:
        """Return whether there are other credentials now than this thread's last call used."""
        used = self._observer.access_key_id
        if not used:
            return False
        try:
            clients = self._signed_clients()
            found = clients.credentials.get_frozen_credentials().access_key
        except (BotoCoreError, ClientError, CodeDeclinedError):
            # the next call reports it
            return False
        if found == used:
            # they may still be renewed before the next call
            self._drop_clients(clients)
        return bool(found != used)

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
        explanation = explain(
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
        if self._connection.serve_demo is not None:
            return explanation
        return add_notes(explanation, error, self._connection.profile)


def _called(error: Exception) -> str:
    """Return the URL that a connection failed to; empty for any other error.

    It can be another service's, which credentials come from. It is right with dual stack, for which
    the client has another URL than it calls.
    """
    return str(getattr(error, "kwargs", {}).get("endpoint_url", "")).rstrip("/")


def _account_id(values: Mapping[str, Any]) -> str | None:
    if account := values.get("sso_account_id"):
        return str(account)
    arn = str(values.get("role_arn", "")).split(":")
    return arn[4] if len(arn) > 5 else None  # noqa: PLR2004  arn:partition:iam::account:role/…
