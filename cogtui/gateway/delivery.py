"""Decide whether a request whose answer was lost may have arrived at the service."""

import traceback
from collections.abc import Iterator, Mapping
from typing import Any, Final

SERVER_ERROR: Final = 500
"""The lowest HTTP status that reports a fault of the server."""

_BEFORE_SENDING: Final = ("connect", "_get_connection_manager")
"""The functions of http.client, which every request goes through, and of botocore, which reads the
proxy's URL, that have sent nothing yet."""


def may_have_been_sent(error: BaseException) -> bool:
    """Return whether the request may have been sent before an error occurred.

    Args:
        error: What botocore raised instead of returning an answer.

    Returns:
        False if it happened while connecting, before any part of the request was sent: an unknown
        host name, a server or proxy that refused or did not respond, a failed TLS handshake, an
        invalid proxy URL. True for any later error.
    """
    # the type is not enough: botocore raises the same one when a handshake or an answer times out
    return not any(
        frame.f_code.co_name in _BEFORE_SENDING
        for each in exception_chain(error)
        for frame, _ in traceback.walk_tb(each.__traceback__)
    )


def is_unexplained_server_error(status: int, parsed: Mapping[str, Any]) -> bool:
    """Return whether a response is a server error without an error code from the service.

    Such a response comes from a gateway or a proxy, which may have forwarded the request, or is a
    truncated answer of the service.

    Args:
        status: The HTTP status.
        parsed: What botocore parsed; if it found no code, it has the status in its place.
    """
    code = str(parsed.get("Error", {}).get("Code", ""))
    return status >= SERVER_ERROR and (not code or code.isdecimal())


def exception_chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and then its causes, the most recent first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
