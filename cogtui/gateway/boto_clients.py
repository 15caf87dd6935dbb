"""boto3's clients, one a service and region, each made once."""

import threading
from typing import Any

import boto3
from botocore.config import Config

from cogtui.gateway.call_observer import CallObserver


class Clients:
    """The clients of one session.

    Sessions are not thread-safe and are used under a lock; clients are.

    Args:
        session: What makes them.
        endpoint_url: Where every service is called; None for AWS, or what the configuration says.
        config: How they call.
        wire: What sees their calls.
    """

    def __init__(
        self, session: boto3.Session, endpoint_url: str | None, config: Config, wire: CallObserver
    ) -> None:
        self.region = session.region_name
        """The default region, None if none is configured."""
        self._session = session
        self._endpoint_url = endpoint_url
        self._config = config
        self._wire = wire
        self._made: dict[tuple[str, str], Any] = {}
        self._making = threading.Lock()

    def client(self, service: str, region: str) -> Any:  # noqa: ANN401  boto3 makes it at run time
        """The client of a service in a region.

        Args:
            service: The service, `cognito-identity` or `sts`.
            region: The region.

        Returns:
            A client of boto3's.

        Raises:
            BotoCoreError: There is no such region, or the configuration cannot be used.
        """
        with self._making:
            client = self._made.get((service, region))
            if client is None:
                client = self._session.client(  # type: ignore[call-overload]  # for literals only
                    service,
                    region_name=region,
                    endpoint_url=self._endpoint_url,
                    config=self._config,
                )
                self._wire.attach(client)
                self._made[service, region] = client
            return client
