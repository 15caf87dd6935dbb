"""What the service answers instead of what was asked for."""

import pytest

from cogtui.api_error import Trouble
from tests.gateway.gateways import POOLS, REGION, door, failed_listing
from tests.gateway.servers import Answer, answering, bodies, refusal

HTML = {"Content-Type": "text/html; charset=utf-8"}

pytestmark = pytest.mark.usefixtures("keys")


@pytest.mark.parametrize(
    ("code", "trouble", "title"),
    [
        ("AccessDeniedException", Trouble.DENIED, "Not allowed"),
        ("ExpiredTokenException", Trouble.EXPIRED, "The AWS credentials have expired"),
        ("UnrecognizedClientException", Trouble.CREDENTIALS, "AWS does not accept these"),
        ("MissingAuthenticationTokenException", Trouble.CREDENTIALS, "AWS does not accept these"),
        ("InvalidSignatureException", Trouble.CREDENTIALS, "AWS does not accept the signature"),
        ("OptInRequired", Trouble.REGION, "The region is not enabled"),
        ("ResourceNotFoundException", Trouble.NOT_FOUND, "It is not there"),
        ("InvalidParameterException", Trouble.REFUSED, "The service refused"),
        ("ValidationException", Trouble.REFUSED, "The service refused"),
        ("SomethingNewException", Trouble.REFUSED, "The service refused list-identity-pools"),
        ("UnknownOperationException", Trouble.UNSUPPORTED, "The endpoint does not answer"),
    ],
)
async def test_a_refusal_is_told_with_its_cause(code: str, trouble: Trouble, title: str) -> None:
    """Each code has its kind of trouble, and the message, code and request id are kept."""
    with answering(refusal(code, "as the service says")) as stub:
        told = await failed_listing(door(stub.url))
    assert (trouble, code) == (told.trouble, told.code)
    assert told.title.startswith(title)
    assert (told.detail, told.request_id) == ("as the service says", "stub-request-id")


async def test_what_was_denied_is_named() -> None:
    """IAM's refusal has a message of its own form, and the remedy names the action."""
    said = "User: arn:aws:iam::111122223333:user/ana is not authorized to perform that"
    with answering(refusal("AccessDeniedException", said, capital=True)) as stub:
        told = await failed_listing(door(stub.url))
    assert told.detail == said
    assert "cognito-identity:ListIdentityPools" in told.cause
    assert told.remedy.startswith("Have cognito-identity:ListIdentityPools allowed")


async def test_too_many_calls_are_repeated() -> None:
    """Two refusals and then a page: the page comes, and the log tells two retries."""
    throttled = refusal("TooManyRequestsException", "Rate exceeded")
    with answering(throttled, throttled, Answer({"IdentityPools": []})) as stub:
        gateway = door(stub.url)
        assert await gateway.call("list-identity-pools", REGION, POOLS) == {"IdentityPools": []}
    (logged,) = gateway.requests
    assert (logged.retries, logged.result) == (2, "ok")
    assert bodies(stub.requests) == [POOLS] * 3


async def test_too_many_calls_for_ever_are_given_up() -> None:
    """After three attempts the user is told, with the operation's name."""
    with answering(refusal("TooManyRequestsException", "Rate exceeded")) as stub:
        gateway = door(stub.url)
        told = await failed_listing(gateway)
    assert told.trouble is Trouble.THROTTLED
    assert "quota for list-identity-pools in region us-east-1" in told.cause
    (logged,) = gateway.requests
    assert (logged.retries, logged.result) == (2, "TooManyRequestsException")
    assert len(stub.requests) == 3


@pytest.mark.parametrize(
    ("answer", "trouble", "code", "detail"),
    [
        (
            refusal("InternalErrorException", "oops", 500),
            Trouble.SERVICE,
            "InternalErrorException",
            "oops",
        ),
        (Answer('{"__ty', 500), Trouble.SERVICE, "HTTP 500", '{"__ty'),
        (
            Answer("<html><head><title>Bad gateway</title></head></html>", 502, HTML),
            Trouble.SERVICE,
            "HTTP 502",
            "Bad Gateway",
        ),
        (Answer("<h1>busy</h1>", 503, HTML), Trouble.SERVICE, "HTTP 503", "A web page."),
        (
            Answer("<title>\n500 Internal Server Error </title>", 500, HTML),
            Trouble.UNSUPPORTED,
            "HTTP 500",
            "A web page: 500 Internal Server Error",
        ),
        (
            Answer("<html><title>404 Not Found</title></html>", 404, HTML),
            Trouble.UNSUPPORTED,
            "HTTP 404",
            "A web page: 404 Not Found",
        ),
        (Answer("", 405), Trouble.UNSUPPORTED, "HTTP 405", "An error occurred (405)"),
        (Answer("", 501), Trouble.UNSUPPORTED, "HTTP 501", "Not Implemented"),
        (
            Answer("", 302, {"Location": "https://sign-in.example/"}),
            Trouble.UNSUPPORTED,
            "HTTP 302",
            "An error occurred (302)",
        ),
        (Answer("", 403), Trouble.REFUSED, "HTTP 403", "An error occurred (403)"),
    ],
)
async def test_what_is_no_refusal_of_the_services(
    answer: Answer, trouble: Trouble, code: str, detail: str
) -> None:
    """Faults, gateways, and servers that are not the service, by what they answer."""
    with answering(answer) as stub:
        told = await failed_listing(door(stub.url))
    assert (trouble, code) == (told.trouble, told.code)
    assert told.detail.startswith(detail)
    if trouble is Trouble.UNSUPPORTED:
        assert told.cause.startswith(f"What is at {stub.url} is not the service itself")


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
        (Answer("no", headers={"Content-Type": ""}), "HTTP 200, of no type, 2 bytes"),
    ],
    ids=lambda value: None if isinstance(value, Answer) else "",
)
async def test_an_answer_that_cannot_be_read_is_not_an_empty_account(
    answer: Answer, kind: str
) -> None:
    """What is not the API's JSON is told by its kind, never shown as no pools, never repeated."""
    with answering(answer) as stub:
        told = await failed_listing(door(stub.url))
    assert told.trouble is Trouble.SERVICE
    assert told.title == "The answer cannot be read"
    assert told.detail.startswith(kind)


async def test_an_answer_without_members_is_no_trouble() -> None:
    """An operation that answers nothing succeeds on an empty body, and on an empty object."""
    for body in ("", "{}"):
        with answering(Answer(body)) as stub:
            gateway = door(stub.url)
            pool = {"IdentityPoolId": "us-east-1:0"}
            assert await gateway.call("delete-identity-pool", REGION, pool) == {}


async def test_a_web_page_is_no_success_of_a_write() -> None:
    """A sign-in page that answers a delete has deleted nothing."""
    with answering(Answer("<html>Sign in</html>", headers=HTML)) as stub:
        outcome = (
            door(stub.url)
            ._session()
            .call(
                "cognito-identity",
                "delete-identity-pool",
                REGION,
                {"IdentityPoolId": "us-east-1:0"},
            )
        )
    assert outcome.error is not None
    assert outcome.error.title == "The answer cannot be read"


async def test_what_the_model_forbids_is_not_sent() -> None:
    """Botocore's own check fails before anything goes out, and says which member."""
    with answering(Answer({})) as stub:
        gateway = door(stub.url)
        outcome = gateway._session().call(
            "cognito-identity", "list-identity-pools", REGION, {"MaxResults": 0}
        )
    assert outcome.error is not None
    assert (outcome.error.trouble, outcome.error.title) == (Trouble.REFUSED, "Not sent")
    assert "MaxResults" in outcome.error.detail
    assert stub.requests == []


async def test_an_error_nobody_thought_of_is_told_by_its_type_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its text might hold what was sent, so neither the screen nor the log has it."""
    outcome = (
        door("http://127.0.0.1:99999")
        ._session()
        .call("cognito-identity", "list-identity-pools", REGION, POOLS)
    )
    assert outcome.error is not None
    assert (
        outcome.error.trouble,
        outcome.error.detail,
    ) == (Trouble.UNFORESEEN, "builtins.ValueError")
    assert "unforeseen builtins.ValueError in list-identity-pools" in caplog.messages
    assert "99999" not in "".join(caplog.messages)
