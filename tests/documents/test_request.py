"""Requests and failures are described."""

from cogtui.api_error import ErrorKind, Explanation
from cogtui.documents.document import Line, Tone
from cogtui.documents.failure import failure_document, waiting
from cogtui.documents.request import call
from cogtui.gateway import Request
from tests.documents.reading import lines, notes, titles, values

STARTED = 1538078988.077

DENIED = Explanation(
    ErrorKind.DENIED,
    "Access denied",
    "User ana is not authorized",
    "No policy allows it.",
    "Have it allowed.",
    "AccessDeniedException",
    "list-identities",
    "4fj32fPd",
)


def test_a_request_in_progress() -> None:
    """Values that are not known yet are not made up."""
    request = Request(1_200, "list-identities", "us-east-1", STARTED, {})
    assert values(call(request, "aws …")[:1]) == {
        "Request": "1,200",
        "Region": "us-east-1",
        "Started": "2018-09-27 20:09:48.077 UTC",
        "Duration": "in progress",
        "Retries": "0",
        "Result": "in progress",
        "Request ID": "none",
    }


def test_a_request_that_succeeded() -> None:
    """Duration, retries and the request ID for AWS support are shown."""
    request = Request(
        number=1,
        operation="list-identities",
        region="us-east-1",
        started=STARTED,
        parameters={},
        milliseconds=1234.56,
        retries=2,
        request_id="4fj32fPd",
    )
    document = call(request, "aws cognito-identity list-identities")
    shown = values(document)
    assert titles(document) == ["list-identities", "Equivalent AWS CLI command"]
    assert shown[""] == "aws cognito-identity list-identities"
    assert (shown["Duration"], shown["Retries"]) == ("1,234.6 ms", "2")
    assert (shown["Result"], shown["Request ID"]) == ("ok", "4fj32fPd")


def test_a_request_that_failed() -> None:
    """The failure appears below the request."""
    request = Request(
        1, "list-identities", "us-east-1", STARTED, {}, milliseconds=5.0, error=DENIED
    )
    document = call(request, "aws …")
    assert values(document[:1])["Result"] == "AccessDeniedException"
    assert failure_document(DENIED) == document[1:-1]


def test_a_failure_shows_what_why_and_what_to_do() -> None:
    """The service's message comes last, with the request ID."""
    document = failure_document(DENIED)
    assert notes(document) == ["✗ Access denied"]
    assert list(lines(document)) == [
        Line("Cause", "No policy allows it."),
        Line("What to do", "Have it allowed.", Tone.GOOD),
        Line("Message", "User ana is not authorized"),
        Line("Operation", "list-identities"),
        Line("Code", "AccessDeniedException"),
        Line("Request ID", "4fj32fPd"),
    ]


def test_a_failure_before_any_call_has_no_request() -> None:
    """Without credentials nothing was sent, so no request is mentioned."""
    document = failure_document(
        Explanation(ErrorKind.CREDENTIALS, "No AWS credentials", "", "", "")
    )
    assert [line.label for line in lines(document)] == ["Cause", "What to do", "Message"]


def test_waiting_shows_for_what() -> None:
    """A line states what is being read, so that the pane is not empty."""
    assert notes(waiting("the roles")) == ["Loading the roles…"]
