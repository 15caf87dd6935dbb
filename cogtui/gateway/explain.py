"""Whatever boto3 raises, translated once into what happened, why, and what to do."""

import logging
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import ClientError

from cogtui.errors import Explanation
from cogtui.gateway import causes
from cogtui.secret import MASK

_LOG: Final = logging.getLogger(__name__)

_SERVER_ERROR: Final = 500
"""The lowest HTTP status with which a server says that the fault is its own."""

_NOT_IMPLEMENTED: Final = (301, 302, 303, 307, 308, 404, 405, 501)
"""HTTP statuses of servers that do not know an operation; the service itself sends none of them."""

_ELSEWHERE: Final = {
    "AssumeRole": "sts",
    "AssumeRoleWithWebIdentity": "sts",
    "GetCallerIdentity": "sts",
    "GetRoleCredentials": "sso",
}
"""The IAM service prefixes of the operations that are not cognito-identity's."""

_SECRETS: Final = (
    # a validation error repeats what was sent: `Value '123456' at 'tokenCode' failed …`
    re.compile(r"(?is)(Value ')(?:(?!' at ').)*(?=' at '[\w.]*(?:token|login|secret))"),
    # a refused signature is answered with the headers that were signed
    re.compile(r"(?i)(security-token:)\S+"),
    # a JSON web token, and any run that is longer than a role and its session in an ARN
    re.compile(r"()\beyJ[\w-]+\.[\w.-]+"),
    re.compile(r"()[\w+/=.-]{160,}"),
)
"""What is masked in an error's message; the first group stays."""

_PAGE_TITLE: Final = re.compile(r"(?is)<title>(.*?)</title>")


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
    cause = _by_message(str(error)) or next(
        (each for kind, each in causes.BY_EXCEPTION if isinstance(error, kind)), None
    )
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


def _by_message(message: str) -> causes.Cause | None:
    return next((each for part, each in causes.BY_MESSAGE.items() if part in message), None)


def _refused(error: ClientError, circumstances: Circumstances) -> Explanation:
    notes = error.response.get("ResponseMetadata", {})
    status = notes.get("HTTPStatusCode", 0)
    page = notes.get("HTTPHeaders", {}).get("content-type", "").startswith("text/html")
    code = str(error.response.get("Error", {}).get("Code", ""))
    message = str(error.response.get("Error", {}).get("Message", "")) or str(error)
    cause = _by_message(message) or causes.BY_CODE.get(code) or _by_status(status, page=page)
    if page and "<" in message:
        title = _PAGE_TITLE.search(message)
        message = f"A web page: {title[1].strip()}" if title else "A web page."
    return _told(
        cause,
        message,
        circumstances,
        action=f"{_ELSEWHERE.get(error.operation_name, 'cognito-identity')}:{error.operation_name}",
        code=f"HTTP {code}" if code.isdecimal() else code,
        request_id=notes.get("RequestId", ""),
    )


def _by_status(status: int, *, page: bool) -> causes.Cause:
    # moto answers what it does not know with its web framework's page for a crash
    if status in _NOT_IMPLEMENTED or (page and status == _SERVER_ERROR):
        return causes.UNSUPPORTED
    return causes.OF_SERVICE if status >= _SERVER_ERROR else causes.OF_REFUSAL


def _told(
    cause: causes.Cause,
    detail: str,
    circumstances: Circumstances,
    *,
    action: str = "the action",
    code: str = "",
    request_id: str = "",
) -> Explanation:
    profile = circumstances.profile
    words = {
        "operation": circumstances.operation or "the call",
        "action": action,
        "region": f"region {circumstances.region}" if circumstances.region else "the region",
        "profile": f"profile {profile}" if profile else "the default profile",
        "endpoint": circumstances.endpoint_url or "AWS",
    }
    return Explanation(
        trouble=cause.trouble,
        title=_sentence(cause.title, words),
        detail=_scrubbed(detail),
        cause=_sentence(cause.cause, words),
        remedy=_sentence(cause.remedy, words),
        code=code,
        operation=circumstances.operation,
        request_id=request_id,
    )


def _scrubbed(text: str) -> str:
    for secret in _SECRETS:
        text = secret.sub(rf"\g<1>{MASK}", text)
    return text


def _sentence(text: str, words: Mapping[str, str]) -> str:
    told = text.format_map(words)
    # a sentence may begin with a URL, which is not written so
    return told if told.startswith("http") else told[:1].upper() + told[1:]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
