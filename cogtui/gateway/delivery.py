"""Whether a request may have arrived at the service when its answer did not come back."""

import traceback
from collections.abc import Iterator, Mapping
from typing import Any, Final

SERVER_ERROR: Final = 500
"""The lowest HTTP status with which a server says that the fault is its own."""


def may_have_been_sent(error: BaseException) -> bool:
    """Whether an error leaves open what became of a request.

    Args:
        error: What botocore raised in place of an answer.

    Returns:
        False if it arose while the connection was made, before anything of the request was sent:
        a name that is not known, a server or a proxy that refused or did not answer, a TLS
        handshake that failed. True for what came later.
    """
    # the type does not tell: botocore has the same for a handshake and for an answer that hang
    return not any(
        frame.f_code.co_name == "connect"  # http.client's, that everything goes through
        for each in chain(error)
        for frame, _ in traceback.walk_tb(each.__traceback__)
    )


def is_no_answer(status: int, parsed: Mapping[str, Any]) -> bool:
    """Whether an answer is a server's fault that the service itself did not put into words.

    Such an answer is a gateway's or a proxy's, which may have passed the request on, or half of
    the service's.

    Args:
        status: The HTTP status.
        parsed: What botocore read; it takes the status for the code where it found none.
    """
    code = str(parsed.get("Error", {}).get("Code", ""))
    return status >= SERVER_ERROR and (not code or code.isdecimal())


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that led to it, the last first.

    Args:
        error: The error.
    """
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
