"""From a preview to what came of it: read again, sent once, and looked at afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, Self, TypeVar

from cogtui.api_error import ApiError, Explanation
from cogtui.developers.directory import Directory
from cogtui.developers.verification import Verification
from cogtui.secret import Secret
from cogtui.threads import uninterrupted


class Preview(Protocol):
    """What every preview has."""

    @property
    def operation(self) -> str:
        """The operation's AWS CLI name."""

    @property
    def is_sendable(self) -> bool:
        """Whether nothing is known that stands in the way."""

    @property
    def fingerprint(self) -> str:
        """The same for two previews between which nothing changed."""

    async def again(self, directory: Directory) -> Self:
        """Makes the preview anew, out of fresh readings."""

    async def verify(self, directory: Directory) -> Verification:
        """Holds what was promised against what is there now."""


P = TypeVar("P", bound=Preview)


class Ending(StrEnum):
    """What came of it."""

    CHANGED = "changed"
    """Somebody changed something since the preview: nothing was sent."""
    VERIFIED = "verified"
    """It was carried out, and all is as promised."""
    DIFFERENT = "different"
    """It was sent, and what is there now is not as promised."""
    NOT_DONE = "not done"
    """No answer came, and all is as it was before."""
    UNKNOWN = "unknown"
    """No answer came, or one did, and looking what is there now failed."""


@dataclass(frozen=True, slots=True)
class ExecutionResult(Generic[P]):
    """What came of one operation."""

    ending: Ending
    """What came of it."""
    preview: P
    """What was sent; where something changed before, the new preview instead."""
    verification: Verification | None = None
    """What is there now; None if nothing was sent, or it could not be read."""
    answer: Mapping[str, Any] | None = None
    """What the service answered, the token in it as a `Secret`; None if no answer came."""
    lost: Explanation | None = None
    """Why no answer came, None if one did."""
    unread: Explanation | None = None
    """Why it could not be read what is there now, None if it was."""


async def send(
    directory: Directory, preview: P, parameters: Mapping[str, Any]
) -> ExecutionResult[P]:
    """Reads again, sends only if nothing changed since the preview, and looks what came of it.

    It is sent once: where no answer comes, what is there is looked at instead.

    Args:
        directory: The pool's developer users.
        preview: What the user agreed to.
        parameters: The members of the request, the preview's own `parameters`.

    Returns:
        What came of it.

    Raises:
        ApiError: What is there could not be read before, or the service refused: either way
            nothing was changed.
        ValueError: The preview cannot be sent.
    """
    if not preview.is_sendable:
        raise ValueError("a preview with obstacles is not sent")
    renewed = await preview.again(directory)
    if renewed.fingerprint != preview.fingerprint or not renewed.is_sendable:
        return ExecutionResult(Ending.CHANGED, renewed)
    answer: dict[str, Any] | None = None
    lost: Explanation | None = None
    try:
        sending = directory.send(preview.operation, parameters, once=True)
        answer = _masked(await uninterrupted(sending))
    except ApiError as error:
        if not error.explanation.outcome_unknown:
            raise
        lost = error.explanation
    return await look(directory, preview, answer, lost)


async def look(
    directory: Directory,
    preview: P,
    answer: Mapping[str, Any] | None,
    lost: Explanation | None,
) -> ExecutionResult[P]:
    """Looks what came of something that was sent.

    Args:
        directory: The pool's developer users.
        preview: What was sent.
        answer: What the service answered, None if no answer came.
        lost: Why no answer came, None if one did.

    Returns:
        What came of it. It never raises an `ApiError`: what cannot be read is unknown.
    """
    try:
        verification = await preview.verify(directory)
        is_as_before = lost is not None and (
            (await preview.again(directory)).fingerprint == preview.fingerprint
        )
    except ApiError as error:
        unread = error.explanation
        return ExecutionResult(Ending.UNKNOWN, preview, answer=answer, lost=lost, unread=unread)
    ending = Ending.NOT_DONE if is_as_before else Ending.DIFFERENT
    if verification.is_verified:
        ending = Ending.VERIFIED
    return ExecutionResult(ending, preview, verification, answer, lost)


def _masked(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: Secret(x) if name == "Token" else x for name, x in answer.items()}
