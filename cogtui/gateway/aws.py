"""The heavy side of the door: boto3, in whichever thread calls.

Import this module off the event loop, and not before the first frame: boto3 takes as long as all
the rest of the start.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import boto3
import botocore.config
import botocore.parsers
import botocore.session
import botocore.utils
from botocore.exceptions import (
    NoCredentialsError,
    UnknownRegionError,
)

import cogtui
from cogtui.errors import ApiError, Explanation
from cogtui.gateway.connection import (
    CodeDeclinedError,
    Connection,
    Opened,
    Profile,
)
from cogtui.gateway.explain import Circumstances, explain
from cogtui.secret import Secret

T = TypeVar("T")

SERVICE: Final = "cognito-identity"

_LOG: Final = logging.getLogger(__name__)

_CONFIG: Final = botocore.config.Config(
    connect_timeout=5,
    read_timeout=20,
    # adaptive: after a first refusal for too many calls it paces itself under the account's quota
    retries={"mode": "adaptive", "total_max_attempts": 3},
    max_pool_connections=10,
    user_agent_extra=f"cogtui/{cogtui.__version__}",
)

_DEMO_VARIABLES: Final = {
    # name: (key in the file, environment variable, default, conversion), as botocore has them
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "region": (None, None, "us-east-1", None),
    # AWS's own endpoints of these kinds, which a custom endpoint cannot be combined with
    "use_fips_endpoint": (None, None, False, None),
    "use_dualstack_endpoint": (None, None, False, None),
    "ca_bundle": (None, None, None, None),
}
"""botocore's configuration variables that the demo takes from nowhere."""


@dataclass(frozen=True, slots=True)
class Outcome:
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


class AwsSession:
    """A profile's session, with one client a service and region, each made once.

    Sessions are not thread-safe and are used under a lock; clients are.

    Args:
        connection: Which account, and where.
        ask_for_code: Asks for an MFA code, given botocore's prompt; called in the thread that
            needs credentials. None from it means that there will be none.
    """

    def __init__(
        self, connection: Connection, ask_for_code: Callable[[str], Secret | None]
    ) -> None:
        self._connection = connection
        self._ask_for_code = ask_for_code
        self._endpoint_url = connection.endpoint_url
        self._lock = threading.RLock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._session: boto3.Session | None = None
        self._attempts = threading.local()

    def open(self) -> Opened:
        """Reads the configuration, starts the demo's server if asked to, and finds credentials.

        Returns:
            What the configuration says.

        Raises:
            ApiError: There is no such profile, no credentials, or they could not be got.
        """
        with self._lock:
            if self._connection.serve_demo is not None and self._endpoint_url is None:
                self._endpoint_url = self._connection.serve_demo()
            try:
                session = self._made_session()
                _find_credentials(session)
                return Opened(region=session.region_name)
            except Exception as error:  # noqa: BLE001  the door translates whatever comes
                explanation = explain(error, self._circumstances("", ""))
        raise ApiError(explanation)

    def call(
        self, service: str, operation: str, region: str, parameters: Mapping[str, Any]
    ) -> Outcome:
        """Makes one call; it never raises.

        Args:
            service: The service, `cognito-identity` or `sts`.
            operation: The operation's AWS CLI name: `list-identities`.
            region: The region to call.
            parameters: The members of the request by the API's names.

        Returns:
            How it ended; timestamps in the answer are seconds since the epoch.
        """
        began = time.perf_counter()
        self._attempts.made = 0
        error: Exception | None = None
        answer: dict[str, Any] = {}
        try:
            method = getattr(self._client(service, region), operation.replace("-", "_"))
            answer = method(**parameters)
        except Exception as raised:  # noqa: BLE001  the door translates whatever comes
            error = raised
        explanation = explain(error, self._circumstances(operation, region)) if error else None
        notes = answer.pop("ResponseMetadata", {})
        return Outcome(
            answer=answer,
            milliseconds=(time.perf_counter() - began) * 1000,
            retries=max(0, self._attempts.made - 1),
            request_id=explanation.request_id if explanation else notes.get("RequestId", ""),
            error=explanation,
        )

    def endpoint(self, region: str) -> str:
        """Where the service is called for a region.

        Args:
            region: The region.

        Returns:
            The URL: AWS's own, or the one configured.
        """
        return str(self._client(SERVICE, region).meta.endpoint_url)

    def profiles(self) -> list[Profile]:
        """The profiles of the AWS configuration and credentials files, in their order.

        Returns:
            Each with its region and account where the files name them; none in the demo.

        Raises:
            ApiError: The files cannot be read.
        """
        try:
            with self._lock:
                session = self._core_session(None)
                found = session.full_config["profiles"]
        except Exception as error:  # noqa: BLE001  the door translates whatever comes
            explanation = explain(error, self._circumstances("", ""))
        else:
            return [
                Profile(name, values.get("region"), _account(values))
                for name, values in found.items()
            ]
        raise ApiError(explanation)

    def regions(self, near: str | None) -> list[str]:
        """The regions of one partition that have identity pools.

        Args:
            near: A region of the partition; None for the `aws` partition.

        Returns:
            The regions, sorted, as botocore's own data lists them.
        """
        with self._lock:
            core = self._core_session(None)
            partition = "aws"
            if near is not None:
                try:
                    partition = core.get_partition_for_region(near)
                except UnknownRegionError:
                    partition = "aws"
            return sorted(core.get_available_regions(SERVICE, partition))

    def _client(self, service: str, region: str) -> Any:  # noqa: ANN401  boto3 makes it at run time
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                client = self._made_session().client(  # type: ignore[call-overload]
                    service, region_name=region, endpoint_url=self._endpoint_url, config=_CONFIG
                )
                client.meta.events.register("request-created", self._count_attempt)
                self._clients[service, region] = client
            return client

    def _made_session(self) -> boto3.Session:
        if self._session is None:
            core = self._core_session(self._connection.profile)
            # the default, a datetime with its own tzlocal, is 38 % of the time a page takes
            core.get_component("response_parser_factory").set_parser_defaults(
                timestamp_parser=float
            )
            if self._connection.serve_demo is not None:
                core.set_credentials("demo", "demo")
            else:
                role = core.get_component("credential_provider").get_provider("assume-role")
                # botocore would read the terminal that the app draws on
                role._prompter = self._code  # noqa: SLF001  botocore has no other way to set it
            self._session = boto3.Session(botocore_session=core)
        return self._session

    def _core_session(self, profile: str | None) -> botocore.session.Session:
        demo = self._connection.serve_demo is not None
        return botocore.session.Session(
            session_vars=_DEMO_VARIABLES if demo else None, profile=profile
        )

    def _code(self, prompt: str) -> str:
        serial = prompt.removeprefix("Enter MFA code for ").rstrip(": ")
        code = self._ask_for_code(serial)
        if code is None:
            raise CodeDeclinedError(serial)
        return code.reveal()

    def _count_attempt(self, **_: object) -> None:
        self._attempts.made += 1

    def _circumstances(self, operation: str, region: str) -> Circumstances:
        return Circumstances(
            operation=operation,
            region=region,
            profile=self._connection.profile,
            endpoint_url=self._endpoint_url,
        )


def _find_credentials(session: boto3.Session) -> None:
    credentials = session.get_credentials()
    if credentials is None:
        raise NoCredentialsError
    # roles are assumed, and codes asked for, here and not in the middle of a call
    credentials.get_frozen_credentials()


def _account(values: Mapping[str, Any]) -> str | None:
    if account := values.get("sso_account_id"):
        return str(account)
    arn = str(values.get("role_arn", "")).split(":")
    return arn[4] if len(arn) > 5 else None  # noqa: PLR2004  arn:partition:iam::account:role/…
