"""Fetch the public keys with which Cognito signs tokens."""

import json
from typing import Any, Final

from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from cogtui.service.partitions import COGNITO_TOKEN_ISSUER, USER_POOL

_OK: Final = 200
_TIMEOUT: Final = 5
"""How long to wait for a key set, in seconds."""

_LARGEST: Final = 1_000_000
"""The maximum size of a key set, in bytes."""


class KeySetError(Exception):
    """A key set could not be fetched; the message gives the reason."""


def key_set_url(issuer: str, endpoint_url: str | None) -> str | None:
    """Return the URL where an issuer publishes its keys.

    Args:
        issuer: The token's `iss` claim.
        endpoint_url: The endpoint that replaces AWS's; None for AWS.

    Returns:
        The URL (developer guide, "Verifying JSON web tokens"); None if the issuer is not Cognito.
    """
    # a URL in a token is not trustworthy on its own
    if issuer.startswith("https://") and USER_POOL.fullmatch(issuer.removeprefix("https://")):
        pool = issuer.rpartition("/")[2]
        base = issuer if endpoint_url is None else f"{endpoint_url.rstrip('/')}/{pool}"
        return f"{base}/.well-known/jwks.json"
    if COGNITO_TOKEN_ISSUER.fullmatch(issuer):
        return f"{(endpoint_url or issuer).rstrip('/')}/.well-known/jwks_uri"
    return None


def fetch_key_set(address: str) -> Any:  # noqa: ANN401  JSON
    """Fetch a key set. Blocking.

    Args:
        address: Its URL.

    Returns:
        The parsed JSON document.

    Raises:
        KeySetError: It could not be fetched.
    """
    session = URLLib3Session(proxies=get_environ_proxies(address), timeout=_TIMEOUT)
    try:
        answer = session.send(AWSRequest("GET", address).prepare())
    except BotoCoreError as error:
        raise KeySetError(f"{address} cannot be reached: {type(error).__name__}.") from None
    finally:
        session.close()
    if answer.status_code != _OK or len(answer.content) > _LARGEST:
        raise KeySetError(f"{address} answers HTTP {answer.status_code}.")
    try:
        return json.loads(answer.content)
    except ValueError:
        raise KeySetError(f"{address} did not return JSON.") from None
