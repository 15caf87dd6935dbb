"""How the tests open the door."""

from collections.abc import Callable, Mapping

import pytest

from cogtui.api_error import ApiError, Explanation
from cogtui.gateway import Connection, Gateway, RequestLog
from cogtui.secret import Secret

REGION = "us-east-1"
POOLS = {"MaxResults": 60}
"""The parameters of list-identity-pools."""


def make_gateway(
    endpoint_url: str | None = None,
    *,
    profile: str | None = None,
    serve_demo: Callable[[], str] | None = None,
    codes: Callable[[str], str | None] = lambda _: None,
) -> Gateway:
    """A gateway; to be called on the event loop.

    Args:
        endpoint_url: Where every service is called.
        profile: The AWS profile.
        serve_demo: Starts the demo's server.
        codes: Gives an MFA code for a device's serial number, None to decline.
    """

    async def ask(serial: str) -> Secret | None:
        code = codes(serial)
        return None if code is None else Secret(code)

    return Gateway(Connection(profile, endpoint_url, serve_demo), RequestLog(), ask)


async def refused_to_open(gateway: Gateway) -> Explanation:
    """Why an account cannot be opened."""
    with pytest.raises(ApiError) as caught:
        await gateway.open()
    return well_formed(caught.value.explanation)


async def failed_listing(gateway: Gateway, region: str = REGION) -> Explanation:
    """Why a region's pools cannot be listed; the log must tell it too."""
    with pytest.raises(ApiError) as caught:
        await gateway.call("list-identity-pools", region, POOLS)
    explanation = well_formed(caught.value.explanation)
    logged = gateway.requests[-1]
    assert (explanation, explanation.request_id) == (logged.error, logged.request_id)
    assert (logged.operation, logged.region) == ("list-identity-pools", region)
    assert logged.milliseconds is not None
    assert explanation.operation == "list-identity-pools"
    return explanation


async def failed(
    gateway: Gateway,
    operation: str,
    parameters: Mapping[str, object],
    *,
    once: bool = False,
    region: str = REGION,
) -> Explanation:
    """Why a call fails; the log must tell it too."""
    with pytest.raises(ApiError) as caught:
        await gateway.call(operation, region, parameters, once=once)
    explanation = well_formed(caught.value.explanation)
    logged = gateway.requests[-1]
    assert (explanation, explanation.operation) == (logged.error, operation)
    return explanation


def well_formed(explanation: Explanation) -> Explanation:
    """Holds an explanation to what every one has: a short title, a cause and a remedy in sentences.

    Returns:
        The explanation.
    """
    texts = (explanation.title, explanation.cause, explanation.remedy)
    assert all(text and "{" not in text and text[0] == text[0].upper() for text in texts)
    assert not explanation.title.endswith(".")
    assert all(text.endswith(".") for text in texts[1:])
    assert isinstance(explanation.detail, str)
    return explanation
