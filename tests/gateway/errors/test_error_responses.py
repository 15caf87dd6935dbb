"""Error responses of the service."""

import pytest

from cogtui.api_error import ErrorKind
from tests.gateway.gateways import POOLS, REGION, failed_listing, make_gateway
from tests.gateway.servers import Answer, answering, bodies, refusal

HTML = {"Content-Type": "text/html; charset=utf-8"}

pytestmark = pytest.mark.usefixtures("keys")


@pytest.mark.parametrize(
    ("code", "kind", "title"),
    [
        ("AccessDeniedException", ErrorKind.DENIED, "Access denied"),
        ("ExpiredTokenException", ErrorKind.EXPIRED, "The AWS credentials have expired"),
        ("UnrecognizedClientException", ErrorKind.CREDENTIALS, "AWS rejected these"),
        ("MissingAuthenticationTokenException", ErrorKind.CREDENTIALS, "AWS rejected these"),
        ("InvalidSignatureException", ErrorKind.CREDENTIALS, "AWS rejected the signature"),
        ("OptInRequired", ErrorKind.REGION, "The region is not enabled"),
        ("ResourceNotFoundException", ErrorKind.NOT_FOUND, "Not found"),
        ("InvalidParameterException", ErrorKind.REFUSED, "The service rejected"),
        ("ValidationException", ErrorKind.REFUSED, "The service rejected"),
        ("SomethingNewException", ErrorKind.REFUSED, "The service rejected list-identity-pools"),
        ("UnknownOperationException", ErrorKind.UNSUPPORTED, "The endpoint does not support"),
    ],
)
async def test_a_refusal_is_reported_with_its_cause(code: str, kind: ErrorKind, title: str) -> None:
    """Each code has its kind of error; the message, code and request ID are kept."""
    with answering(refusal(code, "as the service says")) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert (kind, code) == (explanation.kind, explanation.code)
    assert explanation.title.startswith(title)
    assert (explanation.detail, explanation.request_id) == (
        "as the service says",
        "stub-request-id",
    )


async def test_the_denied_action_is_named() -> None:
    """IAM's denial has its own format, and the remedy names the action."""
    message = "User: arn:aws:iam::111122223333:user/ana is not authorized to perform that"
    with answering(refusal("AccessDeniedException", message, capital=True)) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert explanation.detail == message
    assert "cognito-identity:ListIdentityPools" in explanation.cause
    assert explanation.remedy.startswith("Have cognito-identity:ListIdentityPools allowed")


async def test_too_many_calls_are_repeated() -> None:
    """After two throttled attempts the page arrives, and the log shows two retries."""
    throttled = refusal("TooManyRequestsException", "Rate exceeded")
    with answering(throttled, throttled, Answer({"IdentityPools": []})) as stub:
        gateway = make_gateway(stub.url)
        assert await gateway.call("list-identity-pools", REGION, POOLS) == {"IdentityPools": []}
    (logged,) = gateway.requests
    assert (logged.retries, logged.result) == (2, "ok")
    assert bodies(stub.requests) == [POOLS] * 3


async def test_persistent_throttling_is_reported() -> None:
    """After three throttled attempts the error is reported with the operation's name."""
    with answering(refusal("TooManyRequestsException", "Rate exceeded")) as stub:
        gateway = make_gateway(stub.url)
        explanation = await failed_listing(gateway)
    assert explanation.kind is ErrorKind.THROTTLED
    assert "quota for list-identity-pools in region us-east-1" in explanation.cause
    (logged,) = gateway.requests
    assert (logged.retries, logged.result) == (2, "TooManyRequestsException")
    assert len(stub.requests) == 3


@pytest.mark.parametrize(
    ("answer", "kind", "code", "detail"),
    [
        (
            refusal("InternalErrorException", "oops", 500),
            ErrorKind.SERVICE,
            "InternalErrorException",
            "oops",
        ),
        (Answer('{"__ty', 500), ErrorKind.SERVICE, "HTTP 500", '{"__ty'),
        (
            Answer("<html><head><title>Bad gateway</title></head></html>", 502, HTML),
            ErrorKind.SERVICE,
            "HTTP 502",
            "Bad Gateway",
        ),
        (Answer("<h1>busy</h1>", 503, HTML), ErrorKind.SERVICE, "HTTP 503", "A web page."),
        (
            Answer("<title>\n500 Internal Server Error </title>", 500, HTML),
            ErrorKind.UNSUPPORTED,
            "HTTP 500",
            "A web page: 500 Internal Server Error",
        ),
        (
            Answer("<html><title>404 Not Found</title></html>", 404, HTML),
            ErrorKind.UNSUPPORTED,
            "HTTP 404",
            "A web page: 404 Not Found",
        ),
        (Answer("", 405), ErrorKind.UNSUPPORTED, "HTTP 405", "An error occurred (405)"),
        (Answer("", 501), ErrorKind.UNSUPPORTED, "HTTP 501", "Not Implemented"),
        (
            Answer("", 302, {"Location": "https://sign-in.example/"}),
            ErrorKind.UNSUPPORTED,
            "HTTP 302",
            "An error occurred (302)",
        ),
        (Answer("", 403), ErrorKind.REFUSED, "HTTP 403", "An error occurred (403)"),
    ],
)
async def test_errors_not_from_the_service(
    answer: Answer, kind: ErrorKind, code: str, detail: str
) -> None:
    """Faults, gateways and other servers are recognized by their answers."""
    with answering(answer) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert (kind, code) == (explanation.kind, explanation.code)
    assert explanation.detail.startswith(detail)
    if kind is ErrorKind.UNSUPPORTED:
        assert explanation.cause.startswith(f"The server at {stub.url} is not the service itself")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer('{"IdentityPools": ['), "HTTP 200, application/x-amz-json-1.1, 19 bytes"),
        (Answer("<html>Sign in</html>", headers=HTML), "HTTP 200, text/html; charset=utf-8"),
        (Answer(""), "HTTP 200, application/x-amz-json-1.1, 0 bytes"),
        (Answer("[]"), "HTTP 200"),
        (Answer('"text"'), "HTTP 200"),
        (Answer("null"), "HTTP 200"),
        (Answer('{"IdentityPools": 5}'), "HTTP 200"),
        (Answer('{"IdentityPools": {"a": 1}}'), "HTTP 200"),
        (Answer('{"a":' + "[" * 100_000), "HTTP 200"),
        (Answer({"__type": 5, "message": "a"}, 400), "HTTP 400"),
        (Answer("no", headers={"Content-Type": ""}), "HTTP 200, no content type, 2 bytes"),
    ],
    ids=lambda value: None if isinstance(value, Answer) else "",
)
async def test_an_unreadable_answer_is_reported(answer: Answer, kind: str) -> None:
    """An unreadable answer is reported by its type, never shown as no pools, and never retried."""
    with answering(answer) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert explanation.kind is ErrorKind.SERVICE
    assert explanation.title == "Unreadable response"
    assert explanation.detail.startswith(kind)


async def test_an_empty_answer_without_output_is_a_success() -> None:
    """An operation without output succeeds on an empty body, and on an empty object."""
    for body in ("", "{}"):
        with answering(Answer(body)) as stub:
            gateway = make_gateway(stub.url)
            pool = {"IdentityPoolId": "us-east-1:0"}
            assert await gateway.call("delete-identity-pool", REGION, pool) == {}


async def test_a_web_page_is_not_the_success_of_a_write() -> None:
    """A sign-in page as the answer to a delete means that nothing was deleted."""
    with answering(Answer("<html>Sign in</html>", headers=HTML)) as stub:
        outcome = (
            make_gateway(stub.url)
            ._session()
            .call(
                "cognito-identity",
                "delete-identity-pool",
                REGION,
                {"IdentityPoolId": "us-east-1:0"},
            )
        )
    assert outcome.error is not None
    assert outcome.error.title == "Unreadable response"


async def test_invalid_parameters_are_not_sent() -> None:
    """Botocore's validation fails before anything is sent, and names the member."""
    with answering(Answer({})) as stub:
        gateway = make_gateway(stub.url)
        outcome = gateway._session().call(
            "cognito-identity", "list-identity-pools", REGION, {"MaxResults": 0}
        )
    assert outcome.error is not None
    assert (outcome.error.kind, outcome.error.title) == (ErrorKind.REFUSED, "Not sent")
    assert "MaxResults" in outcome.error.detail
    assert stub.requests == []


async def test_an_unexpected_error_is_reported_by_its_type_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its message might contain what was sent, so neither the screen nor the log has it."""
    outcome = (
        make_gateway("http://127.0.0.1:99999")
        ._session()
        .call("cognito-identity", "list-identity-pools", REGION, POOLS)
    )
    assert outcome.error is not None
    assert (
        outcome.error.kind,
        outcome.error.detail,
    ) == (ErrorKind.UNFORESEEN, "builtins.ValueError")
    assert "unforeseen builtins.ValueError in list-identity-pools" in caplog.messages
    assert "99999" not in "".join(caplog.messages)
