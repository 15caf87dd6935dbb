"""Send a previewed operation once, and check the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from cogtui.api_error import ApiError, Explanation
from cogtui.developers.directory import Directory
from cogtui.developers.preview import Preview
from cogtui.developers.verification import Verification
from cogtui.secret import Secret
from cogtui.threads import uninterrupted

PreviewT = TypeVar("PreviewT", bound=Preview)


class ExecutionStatus(StrEnum):
    """How an operation ended."""

    CHANGED = "changed"
    """Something had changed since the preview; nothing was sent."""
    VERIFIED = "verified"
    """The operation was carried out, and everything is as expected."""
    DIFFERENT = "different"
    """The request was sent, and the present state is not the expected one."""
    NOT_DONE = "not done"
    """No response arrived, and everything is as it was before."""
    UNKNOWN = "unknown"
    """The request was sent, with or without a response, and the state could not be read
    afterwards."""


@dataclass(frozen=True, slots=True)
class ExecutionResult(Generic[PreviewT]):
    """The result of one operation."""

    status: ExecutionStatus
    """How the operation ended."""
    preview: PreviewT
    """The preview that was sent; if something had changed, the new preview instead."""
    verification: Verification | None = None
    """The state afterwards; None if nothing was sent or it could not be read."""
    answer: Mapping[str, Any] | None = None
    """The service's response, with the token in it as a `Secret`; None if none arrived."""
    call_error: Explanation | None = None
    """Why no response arrived, None if one did."""
    read_error: Explanation | None = None
    """Why the state could not be read afterwards, None if it was read."""


async def send(
    directory: Directory, preview: PreviewT, parameters: Mapping[str, Any]
) -> ExecutionResult[PreviewT]:
    """Send an operation if nothing has changed since its preview, and check the result.

    The request is sent once: if no response arrives, the state is read instead of sending again.

    Args:
        directory: The pool's developer users.
        preview: The preview that the user agreed to.
        parameters: The members of the request, from the preview's `parameters`.

    Raises:
        ApiError: The state could not be read beforehand, or the service refused the request;
            nothing was changed in either case.
        ValueError: The preview cannot be sent.
    """
    if not preview.is_sendable:
        raise ValueError("a preview with blockers cannot be sent")
    refreshed = await preview.read_again(directory)
    if refreshed.fingerprint != preview.fingerprint or not refreshed.is_sendable:
        return ExecutionResult(ExecutionStatus.CHANGED, refreshed)
    answer: dict[str, Any] | None = None
    call_error: Explanation | None = None
    try:
        sending = directory.send(preview.operation, parameters, once=True)
        answer = _wrap_token(await uninterrupted(sending))
    except ApiError as error:
        if not error.explanation.outcome_unknown:
            raise
        call_error = error.explanation
    return await check_result(directory, preview, answer, call_error)


async def check_result(
    directory: Directory,
    preview: PreviewT,
    answer: Mapping[str, Any] | None,
    call_error: Explanation | None,
) -> ExecutionResult[PreviewT]:
    """Read the state after a request was sent, and compare it with the preview.

    Args:
        directory: The pool's developer users.
        preview: The preview that was sent.
        answer: The service's response, None if none arrived.
        call_error: Why no response arrived, None if one did.

    Returns:
        The result. An `ApiError` is never raised: what cannot be read is reported as unknown.
    """
    try:
        verification = await preview.verify(directory)
        is_as_before = call_error is not None and (
            (await preview.read_again(directory)).fingerprint == preview.fingerprint
        )
    except ApiError as error:
        read_error = error.explanation
        return ExecutionResult(
            ExecutionStatus.UNKNOWN,
            preview,
            answer=answer,
            call_error=call_error,
            read_error=read_error,
        )
    status = ExecutionStatus.NOT_DONE if is_as_before else ExecutionStatus.DIFFERENT
    if verification.is_verified:
        status = ExecutionStatus.VERIFIED
    return ExecutionResult(status, preview, verification, answer, call_error)


def _wrap_token(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: Secret(x) if name == "Token" else x for name, x in answer.items()}
