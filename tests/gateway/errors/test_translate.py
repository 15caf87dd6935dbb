"""Causes of anything that boto3 raises, and secrets that its messages repeat."""

import itertools

import boto3
import pytest
from botocore.exceptions import ClientError, CredentialRetrievalError, HTTPClientError
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st

from cogtui.api_error import ErrorKind
from cogtui.gateway.errors import access_denied, error_codes, local_failures
from cogtui.gateway.errors.error_codes import Cause
from cogtui.gateway.errors.error_messages import ANSWERED
from cogtui.gateway.errors.translate import Circumstances, _explanation, explain
from cogtui.secret import MASK
from tests.gateway.gateways import well_formed

HERE = Circumstances("list-identities", "us-east-1", "prod", "http://127.0.0.1:5000")
NOWHERE = Circumstances("", "", None, None)

EVERY_CAUSE = [
    *error_codes.BY_CODE.values(),
    *(cause for _, cause in local_failures.BY_EXCEPTION),
    *(
        each
        for module in (error_codes, access_denied, local_failures)
        for each in vars(module).values()
        if isinstance(each, Cause)
    ),
]
"""The causes whose texts do not depend on a message; `test_error_messages` covers the others."""


def refusal(message: str, code: str = "ValidationException") -> ClientError:
    """Return an error in the service's format."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetOpenIdToken")


@pytest.mark.parametrize("circumstances", [HERE, NOWHERE], ids=["here", "nowhere"])
def test_every_cause_is_a_sentence_wherever_it_is_reported(circumstances: Circumstances) -> None:
    """Each text uses only known placeholders, and reads well if nothing is known."""
    for cause in EVERY_CAUSE:
        shown = well_formed(_explanation(cause, "'x'", circumstances, {}, member=""))
        assert cause.kind is shown.kind
        assert len(shown.title) <= 80
        for text in (shown.title, shown.cause, shown.remedy):
            assert "None" not in text
            assert "  " not in text


def test_every_kind_of_error_has_a_cause() -> None:
    """Every kind of error has a cause."""
    every = [*EVERY_CAUSE, *(cause for _, cause in ANSWERED)]
    assert set(ErrorKind) == {cause.kind for cause in every}


def test_specific_exceptions_come_first() -> None:
    """A more general exception listed first would hide it."""
    kinds = [kind for kind, _ in local_failures.BY_EXCEPTION]
    hidden = [
        (wider.__name__, narrower.__name__)
        for wider, narrower in itertools.combinations(kinds, 2)
        if issubclass(narrower, wider)
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("kind", "cause"), local_failures.BY_EXCEPTION, ids=lambda each: getattr(each, "__name__", "")
)
def test_every_exception_has_its_cause(kind: type[Exception], cause: Cause) -> None:
    """An exception is recognized by its type, whatever its message."""
    error = kind.__new__(kind)
    assert cause.kind is explain(error, HERE).kind


def test_an_empty_error_response_shows_botocores_message() -> None:
    """Without code, message and status, botocore's own message is shown."""
    explanation = explain(ClientError({}, "GetId"), HERE)
    assert explanation.kind is ErrorKind.REFUSED
    assert "GetId" in explanation.detail
    assert (explanation.code, explanation.request_id) == ("", "")


def test_a_commands_output_is_not_a_service_message() -> None:
    """The output of a credentials command may look like an error about a login token."""
    message = "Invalid login token. Token expired: 2 >= 1"
    explanation = explain(
        CredentialRetrievalError(provider="a command", error_msg=message), NOWHERE
    )
    assert (explanation.kind, explanation.title) == (
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    )


def test_a_password_in_a_url_is_masked() -> None:
    """A command that fails may print the URL of its proxy."""
    message = "curl: cannot use http://ana:senti/nel@proxy:3128 for https://host:443/path"
    error = CredentialRetrievalError(provider="a command", error_msg=message)
    detail = explain(error, NOWHERE).detail
    assert "nel" not in detail
    assert detail.endswith("@proxy:3128 for https://host:443/path")


@pytest.mark.parametrize(
    ("code", "expected", "kind"),
    [
        (
            "ExpiredTokenException",
            "Token expired: current date/time must be before the expiration date/time",
            ErrorKind.EXPIRED,
        ),
        ("InvalidIdentityToken", "Missing a required claim: aud", ErrorKind.REFUSED),
    ],
)
def test_a_web_identity_token_is_not_a_login(code: str, expected: str, kind: ErrorKind) -> None:
    """STS reports errors of the caller's own web identity in similar words."""
    explanation = explain(refusal(expected, code), NOWHERE)
    assert kind is explanation.kind
    assert "login" not in explanation.title


def test_an_unexpected_error_is_reported_by_its_type() -> None:
    """Its message may contain anything."""
    explanation = explain(ZeroDivisionError("sentinel"), NOWHERE)
    assert (explanation.kind, explanation.detail) == (
        ErrorKind.UNFORESEEN,
        "builtins.ZeroDivisionError",
    )


@pytest.mark.parametrize("code", ["NotAuthorizedException", "ResourceConflictException"])
def test_modeled_exceptions_are_recognized(code: str) -> None:
    """Exceptions that botocore creates for the service model's errors are recognized by code."""
    client = boto3.client(
        "cognito-identity",
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="thing",  # noqa: S106  nothing is sent
    )
    with Stubber(client) as stubber:
        stubber.add_client_error("get_id", code, "Logins don't match.", 400)
        with pytest.raises(ClientError) as caught:
            client.get_id(IdentityPoolId="us-east-1:0")
    client.close()
    explanation = explain(caught.value, HERE)
    assert (explanation.kind, explanation.code) == (ErrorKind.REFUSED, code)
    assert explanation.detail == "Logins don't match."


LONGEST_ROLE = f"arn:aws:sts::111122223333:assumed-role/{'R' * 64}/{'s' * 64}"
"""The longest names that a role and its session can have."""


@pytest.mark.parametrize(
    "message",
    [
        "2 errors: Value 'x' at 'identityPoolId' failed; Value '{SECRET}' at 'logins' failed",
        "Value '{SECRET}' at 'logins.member.1' and Value 'b' at 'identityId'",
        "The Canonical String should have been 'POST\nx-amz-security-token:{SECRET}\nhost:a'",
        "bad token {SECRET}",
        f"User: {LONGEST_ROLE} is not authorized",
        "IdentityPool 'us-east-1:0' not found.",
    ],
)
@pytest.mark.parametrize(
    "secret", ["eyJhbGciOi.eyJzdWIiOi.sentinel-x_y", "sentinel/+" * 20], ids=["jwt", "session"]
)
def test_secrets_in_a_message_are_masked(message: str, secret: str) -> None:
    """Secrets that a message repeats are masked; what explains the error remains."""
    explanation = explain(refusal(message.replace("{SECRET}", secret)), HERE)
    assert message.replace("{SECRET}", MASK) == explanation.detail


@pytest.mark.parametrize("secret", ["123456", "{accounts.google.com=a'b}", ""])
def test_a_short_secret_is_masked_by_its_member(secret: str) -> None:
    """A code or a login that is rejected for its format is masked, however short it is."""
    message = f"Value '{secret}' at 'tokenCode' failed to satisfy constraint: Member must satisfy"
    explanation = explain(refusal(message), HERE)
    assert explanation.detail.startswith(f"Value '{MASK}' at 'tokenCode' failed")


@given(st.text(alphabet="ABCabc123+/=-_", min_size=200, max_size=300))
def test_long_tokens_are_masked(token: str) -> None:
    """A session token is masked, whatever its characters."""
    for error in (refusal(f"something about {token}"), HTTPClientError(error=token)):
        assert token not in str(explain(error, HERE))
