"""Gateways for tests, and the explanations of their failures."""

from collections.abc import Callable, Mapping

import pytest

from cogtui.api_error import ApiError, Explanation
from cogtui.gateway import CodeRequest, Connection, Gateway, RequestLog, SharedCredentials
from cogtui.secret import Secret

REGION = "us-east-1"
POOLS = {"MaxResults": 60}
"""Parameters of list-identity-pools."""


def make_gateway(
    endpoint_url: str | None = None,
    *,
    profile: str | None = None,
    serve_demo: Callable[[], str] | None = None,
    codes: Callable[[str], str | None] = lambda _: None,
    shared: SharedCredentials | None = None,
) -> Gateway:
    """Return a gateway; call it on the event loop.

    Args:
        endpoint_url: The endpoint for all services.
        profile: The AWS profile.
        serve_demo: Starts the demo server.
        codes: Returns an MFA code for a device's serial number; None to decline.
        shared: What the accounts of a run share; None to share nothing.
    """

    async def ask(request: CodeRequest) -> Secret | None:
        code = codes(request.serial)
        return None if code is None else Secret(code)

    return Gateway(Connection(profile, endpoint_url, serve_demo), RequestLog(), ask, shared)


async def refused_to_open(gateway: Gateway) -> Explanation:
    """Return why an account cannot be opened."""
    with pytest.raises(ApiError) as caught:
        await gateway.open()
    return well_formed(caught.value.explanation)


async def failed_listing(gateway: Gateway, region: str = REGION) -> Explanation:
    """Return why a region's pools cannot be listed, checking that the log has the same error."""
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
    """Return why a call fails, after checking that the log has the same error."""
    with pytest.raises(ApiError) as caught:
        await gateway.call(operation, region, parameters, once=once)
    explanation = well_formed(caught.value.explanation)
    logged = gateway.requests[-1]
    assert (explanation, explanation.operation) == (logged.error, operation)
    return explanation


def well_formed(explanation: Explanation) -> Explanation:
    """Check what every explanation has: a short title, and a cause and a remedy in sentences.

    Returns:
        The explanation.
    """
    texts = (explanation.title, explanation.cause, explanation.remedy)
    assert all(text and "{" not in text and text[0] == text[0].upper() for text in texts)
    assert not explanation.title.endswith(".")
    assert all(text.endswith(".") for text in texts[1:])
    assert isinstance(explanation.detail, str)
    return explanation
