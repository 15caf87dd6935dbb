"""Describe one request of the log."""

from cogtui.documents.document import Document, Line, Section
from cogtui.documents.failure import failure_document
from cogtui.gateway import Request
from cogtui.times import zoned_exact


def call(request: Request, line: str) -> Document:
    """Return a document about a request: timing, result, and the error if it failed.

    Args:
        request: The request.
        line: The equivalent AWS CLI command.
    """
    took = request.milliseconds
    about = Section(
        request.operation,
        (
            Line("Request", f"{request.number:,}"),
            Line("Region", request.region),
            Line("Started", zoned_exact(request.started)),
            Line("Duration", "in progress" if took is None else f"{took:,.1f} ms"),
            Line("Retries", str(request.retries)),
            Line("Result", request.result),
            Line("Request ID", request.request_id or "none"),
        ),
    )
    same = Section("Equivalent AWS CLI command", (Line("", line),))
    if request.error is None:
        return (about, same)
    return (about, *failure_document(request.error), same)
