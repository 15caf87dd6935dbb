"""The keys with which Cognito signs tokens, fetched from where it publishes them."""

import json
import re
from typing import Any, Final

from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

_OK: Final = 200
_TIMEOUT: Final = 5
"""How long the keys are waited for, seconds."""

_LARGEST: Final = 1_000_000
"""The most bytes that a key set may have."""

_HOST: Final = r"amazonaws\.(?:com|com\.cn|eu)"

_USER_POOL: Final = re.compile(rf"https://cognito-idp\.[\w-]+\.{_HOST}/[\w-]+")
_IDENTITY_POOL: Final = re.compile(rf"https://cognito-identity[\w.-]*\.{_HOST}")
"""The issuers whose keys are asked for: an address in a token alone is not to be trusted."""


class KeySetError(Exception):
    """Keys that could not be had; its text says why."""


def address_of(issuer: str, endpoint_url: str | None) -> str | None:
    """Where an issuer publishes its keys.

    Args:
        issuer: The issuer that a token names.
        endpoint_url: Where AWS's services are called instead; None for AWS.

    Returns:
        The URL (developer guide, verifying tokens); None where it is no issuer of Cognito's.
    """
    if _USER_POOL.fullmatch(issuer):
        pool = issuer.rpartition("/")[2]
        base = issuer if endpoint_url is None else f"{endpoint_url.rstrip('/')}/{pool}"
        return f"{base}/.well-known/jwks.json"
    if _IDENTITY_POOL.fullmatch(issuer):
        return f"{(endpoint_url or issuer).rstrip('/')}/.well-known/jwks_uri"
    return None


def fetched(address: str) -> Any:  # noqa: ANN401  JSON
    """Fetches a key set; it waits for the network.

    Args:
        address: Its URL.

    Returns:
        The document, as JSON has it.

    Raises:
        KeySetError: It could not be had.
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
        raise KeySetError(f"{address} does not answer JSON.") from None
