"""Whatever boto3 raises, translated once into what happened, why, and what to do."""

import logging
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import ClientError, ParamValidationError

from cogtui.api_error import Explanation
from cogtui.gateway.delivery import SERVER_ERROR, chain
from cogtui.gateway.errors import error_codes, local_failures
from cogtui.gateway.errors.access_denied import Denial, denial, role_denial
from cogtui.gateway.errors.error_messages import ANSWERED, ROLE_NOT_PASSED, UNANSWERED, Table
from cogtui.gateway.errors.quantities import late, rate, relief
from cogtui.gateway.errors.redact import redact
from cogtui.gateway.errors.request_member import concerned_member, refused_member, unsent_member
from cogtui.gateway.service_model import needs_no_credentials
from cogtui.secret import Secret

Figures = Mapping[str, str | None]
"""What the pattern of a message caught, by its names."""

_LOG: Final = logging.getLogger(__name__)

_NOT_IMPLEMENTED: Final = (301, 302, 303, 307, 308, 404, 405, 501)
"""HTTP statuses of servers that do not know an operation; the service itself sends none of them."""

_ELSEWHERE: Final = {
    "AdminInitiateAuth": "cognito-idp",
    "AdminRespondToAuthChallenge": "cognito-idp",
    "AssumeRole": "sts",
    "AssumeRoleWithWebIdentity": "sts",
    "GetCallerIdentity": "sts",
    "GetRoleCredentials": "sso",
}
"""The IAM service prefixes of the operations that are not cognito-identity's."""

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
    secrets: tuple[Secret, ...] = ()
    """What was sent and must not be told, wherever an error repeats it."""
    outcome_unknown: bool = False
    """Whether the request may have arrived without an answer that says what became of it."""


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
    detail = redact(str(error), circumstances.secrets)
    found = _by_message(UNANSWERED, detail, circumstances.operation)
    cause, figures = found or (_by_exception(error), {})
    if cause is local_failures.OF_UNFORESEEN:
        # the type alone: an unforeseen error's text might hold what was sent
        detail = f"{type(error).__module__}.{type(error).__qualname__}"
        _LOG.error("unforeseen %s in %s", detail, circumstances.operation or "opening")
    member = ""
    if isinstance(error, ParamValidationError):
        member = unsent_member(detail, circumstances.operation)
    return _explanation(cause, detail, circumstances, figures, member=member)


def _by_message(
    table: Table, message: str, operation: str
) -> tuple[error_codes.Cause, Figures] | None:
    text = f"{operation}: {message}"
    for pattern, cause in table:
        if found := pattern.search(text):
            return cause, found.groupdict()
    return None


def _by_exception(error: BaseException) -> error_codes.Cause:
    cause = next(
        (each for kind, each in local_failures.BY_EXCEPTION if isinstance(error, kind)), None
    )
    if cause is local_failures.NO_CONNECTION and any(
        isinstance(each, socket.gaierror) for each in chain(error)
    ):
        return local_failures.UNKNOWN_HOST
    return cause or local_failures.OF_UNFORESEEN


def _refused(error: ClientError, circumstances: Circumstances) -> Explanation:
    operation = circumstances.operation
    notes = error.response.get("ResponseMetadata", {})
    answered = error.response.get("Error", {})
    code = redact(str(answered.get("Code", "")), circumstances.secrets)
    detail = redact(str(answered.get("Message", "")) or str(error), circumstances.secrets)
    page = notes.get("HTTPHeaders", {}).get("content-type", "").startswith("text/html")
    by_code = error_codes.BY_CODE.get(code) or _by_status(notes.get("HTTPStatusCode", 0), page=page)
    cause, figures = _by_message(ANSWERED, detail, operation) or (by_code, {})
    action = f"{_ELSEWHERE.get(error.operation_name, 'cognito-identity')}:{error.operation_name}"
    denied = _denied(cause, detail, action, figures, operation)
    if page and "<" in detail:
        title = _PAGE_TITLE.search(detail)
        detail = f"A web page: {title[1].strip()}" if title else "A web page."
    return _explanation(
        denied.cause,
        detail,
        circumstances,
        {**figures, "action": denied.action},
        member=refused_member(detail, operation),
    )._replace(
        code=f"HTTP {code}" if code.isdecimal() else code,
        request_id=redact(notes.get("RequestId", ""), circumstances.secrets),
        action=denied.action,
        resource=denied.resource,
        policy=denied.policy,
    )


def _denied(
    cause: error_codes.Cause, message: str, action: str, figures: Figures, operation: str
) -> Denial:
    if cause is error_codes.DENIED:
        return denial(message, action, public=_is_public(operation))
    if cause is ROLE_NOT_PASSED:
        return role_denial(cause, figures["role"] or "")
    return Denial(cause, "", "", "")


def _by_status(status: int, *, page: bool) -> error_codes.Cause:
    # moto answers what it does not know with its web framework's page for a crash
    if status in _NOT_IMPLEMENTED or (page and status == SERVER_ERROR):
        return error_codes.UNSUPPORTED
    return error_codes.OF_SERVICE if status >= SERVER_ERROR else error_codes.OF_REFUSAL


def _explanation(
    cause: error_codes.Cause,
    detail: str,
    circumstances: Circumstances,
    figures: Figures,
    *,
    member: str,
) -> Explanation:
    operation, profile = circumstances.operation, circumstances.profile
    words = {
        "operation": operation or "the call",
        "action": "the action",
        "region": f"region {circumstances.region}" if circumstances.region else "the region",
        "profile": f"profile {profile}" if profile else "the default profile",
        "endpoint": circumstances.endpoint_url or "AWS",
        "rate": rate(operation),
        "relief": relief(operation),
        "late": late(figures),
        **figures,
    }
    return Explanation(
        kind=cause.kind,
        title=_sentence(cause.title, words),
        detail=detail,
        cause=_sentence(cause.cause, words),
        remedy=_sentence(cause.remedy, words),
        operation=operation,
        member=member or concerned_member(cause.members, operation),
        outcome_unknown=circumstances.outcome_unknown,
    )


def _sentence(text: str, words: Mapping[str, str | None]) -> str:
    sentence = text.format_map(words)
    # a sentence may begin with a URL, which is not written so
    return sentence if sentence.startswith("http") else sentence[:1].upper() + sentence[1:]


def _is_public(operation: str) -> bool:
    try:
        return needs_no_credentials(operation)
    except KeyError:
        # another service's
        return False
