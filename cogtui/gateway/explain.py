"""Whatever boto3 raises, translated once into what happened, why, and what to do."""

import logging
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import ClientError

from cogtui.errors import Explanation
from cogtui.gateway import causes

_LOG: Final = logging.getLogger(__name__)

_SERVER_ERROR: Final = 500
"""The lowest HTTP status with which a server says that the fault is its own."""

_NOT_IMPLEMENTED: Final = (404, 405, 501)
"""HTTP statuses of servers that do not know an operation; the service itself sends none of them."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was being done when it went wrong."""

    operation: str
    """The operation's AWS CLI name, empty before any call."""
    region: str
    """The region called, empty before any call."""
    profile: str | None
    """The AWS profile in use."""
    endpoint_url: str | None
    """The endpoint called instead of AWS."""


def explain(error: BaseException, circumstances: Circumstances) -> Explanation:
    """Tells an error of boto3's in people's words.

    Args:
        error: What was raised.
        circumstances: What was being done.

    Returns:
        What happened, the likely cause and what to do.
    """
    if isinstance(error, ClientError):
        return _refused(error, circumstances)
    cause = next((each for kind, each in causes.BY_EXCEPTION if isinstance(error, kind)), None)
    if cause is None:
        # the type alone: an unforeseen error's text might hold what was sent
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        _LOG.error("unforeseen %s in %s", name, circumstances.operation or "opening")
        return _told(causes.OF_UNFORESEEN, name, circumstances)
    if cause is causes.NO_CONNECTION and any(
        isinstance(each, socket.gaierror) for each in _chain(error)
    ):
        cause = causes.UNKNOWN_HOST
    return _told(cause, str(error), circumstances)


def _refused(error: ClientError, circumstances: Circumstances) -> Explanation:
    answer = error.response
    code = answer.get("Error", {}).get("Code", "")
    message = answer.get("Error", {}).get("Message", "") or str(error)
    notes = answer.get("ResponseMetadata", {})
    status = notes.get("HTTPStatusCode", 0)
    cause = next((each for part, each in causes.BY_MESSAGE.items() if part in message), None)
    if cause is None:
        cause = causes.BY_CODE.get(code)
    if cause is None:
        if status in _NOT_IMPLEMENTED:
            cause = causes.BY_CODE["UnknownOperationException"]
        else:
            cause = causes.OF_SERVICE if status >= _SERVER_ERROR else causes.OF_REFUSAL
    return _told(cause, message, circumstances, code=code, request_id=notes.get("RequestId", ""))


def _told(
    cause: causes.Cause,
    detail: str,
    circumstances: Circumstances,
    *,
    code: str = "",
    request_id: str = "",
) -> Explanation:
    operation = circumstances.operation
    profile = circumstances.profile
    words = {
        "operation": operation or "the call",
        "action": _action(operation),
        "region": circumstances.region or "the region",
        "profile": f"profile {profile}" if profile else "the default profile",
        "endpoint": circumstances.endpoint_url or "AWS",
    }
    return Explanation(
        trouble=cause.trouble,
        title=_sentence(cause.title, words),
        detail=detail,
        cause=_sentence(cause.cause, words),
        remedy=_sentence(cause.remedy, words),
        code=code,
        operation=operation,
        request_id=request_id,
    )


def _sentence(text: str, words: Mapping[str, str]) -> str:
    told = text.format_map(words)
    return told[:1].upper() + told[1:]


def _action(operation: str) -> str:
    if not operation:
        return "the action"
    service = "sts" if operation == "get-caller-identity" else "cognito-identity"
    return f"{service}:{''.join(word.capitalize() for word in operation.split('-'))}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
