"""Secrets in a request's parameters are sent in plain and never shown."""

import io
import json
import logging

import pytest
from botocore.exceptions import ClientError, HTTPClientError, ParamValidationError
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.traceback import Traceback

from cogtui.api_error import ApiError
from cogtui.gateway.errors.translate import Circumstances, explain
from cogtui.gateway.unwrap_secrets import revealed, secrets_in
from cogtui.secret import MASK, Secret
from tests.gateway.gateways import REGION, failed, make_gateway
from tests.gateway.servers import Answer, answering, bodies, refusal

TOKEN = "sentinel token"  # noqa: S105  for the test
LOGINS = {"Logins": {"accounts.google.com": Secret(TOKEN)}}

NESTED = st.recursive(
    st.one_of(st.text(), st.integers(), st.booleans(), st.text().map(Secret)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
"""Parameters such as a form creates, with secrets at any depth."""


def plain(value: object) -> object:
    """Return what should be sent, computed differently than in the gateway."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.reveal() if isinstance(value, Secret) else value


@given(NESTED)
def test_secrets_are_revealed_at_any_depth(value: object) -> None:
    """Only secrets change, and the original parameters stay as they were."""
    before = repr(value)
    assert plain(value) == revealed(value)
    assert before == repr(value)
    assert before.count(MASK) >= len(list(secrets_in(value)))


async def test_secrets_are_sent_and_the_log_keeps_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The service receives the texts; nothing that is kept contains them."""
    parameters = {"IdentityId": "us-east-1:1", **LOGINS, "LoginsToRemove": ("accounts.google.com",)}
    with answering(Answer({})) as stub, caplog.at_level(logging.INFO, "cogtui"):
        gateway = make_gateway(stub.url)
        await gateway.call("unlink-identity", REGION, parameters)
    assert bodies(stub.requests) == [
        {
            "IdentityId": "us-east-1:1",
            "Logins": {"accounts.google.com": TOKEN},
            "LoginsToRemove": ["accounts.google.com"],
        }
    ]
    (logged,) = gateway.requests
    assert logged.parameters == {**parameters, "Logins": {"accounts.google.com": Secret(MASK)}}
    assert TOKEN not in f"{logged} {caplog.text}"


async def test_a_secret_that_the_service_repeats_is_masked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A secret in the service's message, code or request ID is masked, and so in the log file."""
    answer = refusal("Bad" + TOKEN, f"'{TOKEN}' at 'logins' is {TOKEN}.")
    answer.headers = {"x-amzn-RequestId": TOKEN}
    with answering(answer) as stub, caplog.at_level(logging.INFO, "cogtui"):
        gateway = make_gateway(stub.url)
        explanation = await failed(gateway, "get-id", {"IdentityPoolId": "us-east-1:0", **LOGINS})
    assert (explanation.detail, explanation.code, explanation.request_id) == (
        f"'{MASK}' at 'logins' is {MASK}.",
        f"Bad{MASK}",
        MASK,
    )
    assert TOKEN not in f"{explanation} {gateway.requests[0]} {caplog.text}"


async def test_a_secret_that_is_not_sent_is_masked() -> None:
    """A secret that botocore repeats because of its wrong type is masked."""
    with answering(Answer({})) as stub:
        wrong = {"IdentityPoolId": "us-east-1:0", "Logins": [Secret("it's \\ a\nsecret")]}
        explanation = await failed(make_gateway(stub.url), "get-id", wrong)
    assert "sec" not in explanation.detail
    assert (explanation.title, explanation.member) == ("Not sent", "Logins")
    assert stub.requests == []


@pytest.mark.parametrize(
    ("answer", "parameters"),
    [
        (refusal("NotAuthorizedException", "no"), {"IdentityPoolId": "us-east-1:0"}),
        (Answer("", hangs_up=True), {"IdentityPoolId": "us-east-1:0"}),
        (Answer("no JSON"), {"IdentityPoolId": "us-east-1:0"}),
        (Answer({}), {}),
    ],
    ids=["refused", "reset", "unreadable", "not sent"],
)
async def test_a_crash_report_of_a_failed_call_has_no_secret(
    answer: Answer, parameters: dict[str, str]
) -> None:
    """No local variable of any stack frame of the error contains the secret."""
    with answering(answer) as stub:
        gateway = make_gateway(stub.url)
        with pytest.raises(ApiError) as caught:
            await gateway.call("get-id", REGION, {**parameters, **LOGINS})
    # without the test's own frame, which contains what the stub received
    frames = caught.tb.tb_next
    report = Console(record=True, file=io.StringIO(), width=400)
    report.print(
        Traceback.from_exception(
            caught.type, caught.value, frames, show_locals=True, locals_max_string=100_000
        )
    )
    shown = report.export_text()
    assert "parameters = " in shown
    assert TOKEN not in shown


def test_a_short_secret_is_masked_as_a_word() -> None:
    """A short secret is masked only as a word: masking it inside words would reveal it."""
    here = Circumstances("get-id", REGION, None, None, (Secret("is"), Secret("")))
    message = explain(refused("this is 'is'"), here).detail
    assert message == f"this {MASK} '{MASK}'"


def refused(message: str) -> ClientError:
    """Return an error with a message."""
    return ClientError({"Error": {"Code": "NotAuthorizedException", "Message": message}}, "GetId")


@given(
    st.lists(st.text(alphabet="äß'\"\\\n\t/%{}§€😀 ", min_size=8), min_size=1, max_size=3),
    st.sampled_from([str, repr, json.dumps, lambda text: json.dumps(text, ensure_ascii=False)]),
    st.sampled_from(["Value '{}' at 'logins' failed to satisfy constraint", "Logins: {}!", "{}{}"]),
)
def test_no_secret_is_in_any_field(secrets: list[str], quote: object, message: str) -> None:
    """A secret is masked however it is quoted, and whatever error repeats it."""
    assert callable(quote)
    here = Circumstances("get-id", REGION, None, None, tuple(map(Secret, secrets)))
    for secret in secrets:
        expected = message.replace("{}", quote(secret))
        for error in (
            refused(expected),
            refused(f"Access to Role '{expected}' is forbidden."),
            refused(f"User: x is not authorized to perform: a:b on resource: {expected}"),
            ParamValidationError(report=f"Invalid type for parameter Logins, value: {expected}"),
            HTTPClientError(error=expected),
        ):
            explanation = explain(error, here)
            for field in explanation:
                assert quote(secret) not in str(field)
                assert secret not in str(field)
