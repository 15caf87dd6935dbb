"""Translate any error that boto3 raises into what happened, why, and what to do."""

import logging
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import ClientError, ParamValidationError

from cogtui.api_error import Explanation
from cogtui.gateway.delivery import SERVER_ERROR
from cogtui.gateway.errors import error_codes, local_failures
from cogtui.gateway.errors.access_denied import Denial, explain_denial, explain_role_denial
from cogtui.gateway.errors.error_messages import ANSWERED, ROLE_NOT_PASSED, UNANSWERED, Table
from cogtui.gateway.errors.proxy_failures import ProxyFailure, proxy_answer, proxy_failure
from cogtui.gateway.errors.quantities import (
    describe_clock,
    describe_lateness,
    describe_rate,
    quota_advice,
)
from cogtui.gateway.errors.redact import redact
from cogtui.gateway.errors.request_member import concerned_member, refused_member, unsent_member
from cogtui.gateway.service_model import needs_no_credentials
from cogtui.secret import Secret
from cogtui.service.partitions import cognito_name

Groups = Mapping[str, str | None]
"""The named groups that a message pattern matched."""

_LOG: Final = logging.getLogger(__name__)

_NOT_IMPLEMENTED: Final = (301, 302, 303, 307, 308, 404, 405, 501)
"""HTTP statuses from servers that do not know an operation; the service itself sends none."""

_OTHER_SERVICES: Final = {
    "AdminInitiateAuth": "cognito-idp",
    "AdminRespondToAuthChallenge": "cognito-idp",
    "AssumeRole": "sts",
    "AssumeRoleWithWebIdentity": "sts",
    "CreateToken": "sso-oauth",
    "GetCallerIdentity": "sts",
    "GetRoleCredentials": "sso",
    "RegisterClient": "sso-oauth",
    "StartDeviceAuthorization": "sso-oauth",
}
"""The IAM service prefixes of operations of other services than cognito-identity."""

_PAGE_TITLE: Final = re.compile(r"(?is)<title>(.*?)</title>")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The call during which an error occurred."""

    operation: str
    """The operation's AWS CLI name; empty before any call."""
    region: str
    """The region called; empty before any call."""
    profile: str | None
    """The AWS profile in use."""
    endpoint_url: str | None
    """The endpoint called instead of AWS; None for AWS."""
    secrets: tuple[Secret, ...] = ()
    """The secrets sent, to be masked if an error repeats them."""
    outcome_unknown: bool = False
    """Whether the request may have arrived although its answer was lost."""


def explain(error: BaseException, circumstances: Circumstances) -> Explanation:
    """Explain an error that boto3 raised.

    Args:
        error: The error.
        circumstances: The call during which it occurred.

    Returns:
        What happened, the likely cause and what to do.
    """
    if isinstance(error, ClientError):
        return _explain_response(error, circumstances)
    if failure := proxy_failure(error, circumstances.endpoint_url):
        return _explain_proxy(failure, circumstances)
    detail = redact(str(error), circumstances.secrets)
    found = _by_message(UNANSWERED, detail, circumstances.operation)
    cause, groups = found or (_by_exception(error), {})
    if cause is local_failures.UNFORESEEN:
        # only the type: the message of an unexpected error might contain what was sent
        detail = f"{type(error).__module__}.{type(error).__qualname__}"
        _LOG.error("unforeseen %s in %s", detail, circumstances.operation or "opening")
    member = ""
    if isinstance(error, ParamValidationError):
        member = unsent_member(detail, circumstances.operation)
    return _explanation(cause, detail, circumstances, groups, member=member)


def _by_message(
    table: Table, message: str, operation: str
) -> tuple[error_codes.Cause, Groups] | None:
    text = f"{operation}: {message}"
    for pattern, cause in table:
        if found := pattern.search(text):
            return cause, found.groupdict()
    return None


def _by_exception(error: BaseException) -> error_codes.Cause:
    known = (each for kind, each in local_failures.BY_EXCEPTION if isinstance(error, kind))
    return local_failures.connection_failure(error) or next(known, local_failures.UNFORESEEN)


def _explain_response(error: ClientError, circumstances: Circumstances) -> Explanation:
    operation = circumstances.operation
    metadata = error.response.get("ResponseMetadata", {})
    error_fields = error.response.get("Error", {})
    code = redact(str(error_fields.get("Code", "")), circumstances.secrets)
    detail = redact(str(error_fields.get("Message", "")) or str(error), circumstances.secrets)
    headers, status = metadata.get("HTTPHeaders", {}), metadata.get("HTTPStatusCode", 0)
    failure = (
        proxy_answer(status, headers, circumstances.endpoint_url) if code.isdecimal() else None
    )
    if failure:
        return _explain_proxy(failure, circumstances)._replace(code=f"HTTP {code}")
    page = headers.get("content-type", "").startswith("text/html")
    by_code = error_codes.BY_CODE.get(code) or _by_status(status, page=page)
    cause, groups = _by_message(ANSWERED, detail, operation) or (by_code, {})
    action = (
        f"{_OTHER_SERVICES.get(error.operation_name, 'cognito-identity')}:{error.operation_name}"
    )
    denied = _explain_denied(cause, detail, action, groups, operation)
    if page and "<" in detail:
        title = _PAGE_TITLE.search(detail)
        detail = f"A web page: {title[1].strip()}" if title else "A web page."
    return _explanation(
        denied.cause,
        detail,
        circumstances,
        {**groups, "action": denied.action},
        member=refused_member(detail, operation),
    )._replace(
        code=f"HTTP {code}" if code.isdecimal() else code,
        request_id=redact(metadata.get("RequestId", ""), circumstances.secrets),
        action=denied.action,
        resource=denied.resource,
        policy=denied.policy,
    )


def _explain_proxy(failure: ProxyFailure, circumstances: Circumstances) -> Explanation:
    detail = redact(failure.detail, circumstances.secrets)
    return _explanation(failure.cause, detail, circumstances, failure.placeholders, member="")


def _explain_denied(
    cause: error_codes.Cause, message: str, action: str, groups: Groups, operation: str
) -> Denial:
    if cause is error_codes.DENIED:
        return explain_denial(message, action, public=_is_public(operation))
    if cause is ROLE_NOT_PASSED:
        return explain_role_denial(cause, groups["role"] or "")
    return Denial(cause, "", "", "")


def _by_status(status: int, *, page: bool) -> error_codes.Cause:
    # moto answers an unknown operation with its web framework's error page
    if status in _NOT_IMPLEMENTED or (page and status == SERVER_ERROR):
        return error_codes.UNSUPPORTED
    return error_codes.SERVICE_FAILED if status >= SERVER_ERROR else error_codes.REFUSED


def _explanation(
    cause: error_codes.Cause,
    detail: str,
    circumstances: Circumstances,
    groups: Groups,
    *,
    member: str,
) -> Explanation:
    operation, profile = circumstances.operation, circumstances.profile
    placeholders = {
        "operation": operation or "the call",
        "action": "the action",
        "region": f"region {circumstances.region}" if circumstances.region else "the region",
        "profile": f"profile {profile}" if profile else "the default profile",
        "profile_name": shlex.quote(profile or "default"),
        "endpoint": circumstances.endpoint_url or "AWS",
        "cognito": cognito_name(circumstances.region),
        "rate": describe_rate(operation),
        "relief": quota_advice(operation),
        "late": describe_lateness(groups),
        "clock": describe_clock(groups),
        **groups,
    }
    return Explanation(
        kind=cause.kind,
        title=_sentence(cause.title, placeholders),
        detail=detail,
        cause=_sentence(cause.cause, placeholders),
        remedy=_sentence(cause.remedy, placeholders),
        operation=operation,
        member=member or concerned_member(cause.members, operation),
        outcome_unknown=circumstances.outcome_unknown,
    )


def _sentence(text: str, placeholders: Mapping[str, str | None]) -> str:
    sentence = text.format_map(placeholders)
    # a URL at the beginning of a sentence is not capitalized
    return sentence if sentence.startswith("http") else sentence[:1].upper() + sentence[1:]


def _is_public(operation: str) -> bool:
    try:
        return needs_no_credentials(operation)
    except KeyError:
        # an operation of another service
        return False
