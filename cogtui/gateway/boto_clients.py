"""boto3 clients: one per service and region, created on first use."""

import threading
from typing import Any, Final

import boto3
from botocore.config import Config

from cogtui.gateway.call_observer import CallObserver
from cogtui.gateway.retries import configure_retries

SSO_OIDC: Final = "sso-oidc"
"""The service that issues tokens for signing in by SSO."""


class Clients:
    """The clients of one boto3 session.

    Clients are thread-safe. Sessions are not, so they are used under a lock.

    Args:
        session: The session that creates the clients.
        endpoint_url: The endpoint for all services; None for AWS or what the configuration says.
        config: botocore's client configuration, to which the retries that the user configured are
            added.
        observer: The observer to attach to each client.

    Raises:
        BotoCoreError: The configured retries are invalid, or the profile does not exist.
    """

    def __init__(
        self,
        session: boto3.Session,
        endpoint_url: str | None,
        config: Config,
        observer: CallObserver,
    ) -> None:
        self.region = session.region_name
        """The default region; None if none is configured."""
        self.credentials: Any = session.get_credentials()
        """The credentials to sign with; None for unsigned requests."""
        self._session = session
        self._endpoint_url = endpoint_url
        core = session._session  # noqa: SLF001  no public attribute
        self._config = config.merge(configure_retries(core))
        self._observer = observer
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, region: str) -> Any:  # noqa: ANN401  boto3 makes it at run time
        """Return the client for a service in a region, creating it on first use.

        Args:
            service: The service: `cognito-identity`, `sts`, `cognito-idp` or `sso-oidc`.
            region: The region.

        Raises:
            BotoCoreError: The region does not exist, or the configuration cannot be used.
        """
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                client = self._session.client(  # type: ignore[call-overload]  # for literals only
                    service,
                    region_name=region,
                    # as botocore, which renews sign-ins itself, an endpoint set for all services
                    # in the AWS configuration but not one for the pools
                    endpoint_url=None if service == SSO_OIDC else self._endpoint_url,
                    config=self._config,
                )
                self._observer.attach(client)
                self._clients[service, region] = client
            return client
