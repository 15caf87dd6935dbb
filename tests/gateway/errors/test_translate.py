"""Causes of whatever boto3 raises, and secrets that its messages repeat."""

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
"""Those whose texts name nothing of a message; `test_refusal_texts` has the others."""


def refusal(message: str, code: str = "ValidationException") -> ClientError:
    """An error as the service answers it."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetOpenIdToken")


@pytest.mark.parametrize("circumstances", [HERE, NOWHERE], ids=["here", "nowhere"])
def test_every_cause_is_a_sentence_wherever_it_is_reported(circumstances: Circumstances) -> None:
    """Each text names only what is known, and reads well where nothing is."""
    for cause in EVERY_CAUSE:
        shown = well_formed(_explanation(cause, "'x'", circumstances, {}, member=""))
        assert cause.kind is shown.kind
        assert len(shown.title) <= 80
        for text in (shown.title, shown.cause, shown.remedy):
            assert "None" not in text
            assert "  " not in text


def test_every_kind_of_error_has_a_cause() -> None:
    """No kind of trouble is left over."""
    every = [*EVERY_CAUSE, *(cause for _, cause in ANSWERED)]
    assert set(ErrorKind) == {cause.kind for cause in every}


def test_the_narrower_exception_comes_before_the_wider() -> None:
    """A wider one that came first would hide it."""
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
    """Whatever its text, an exception is told by its kind."""
    error = kind.__new__(kind)
    assert cause.kind is explain(error, HERE).kind


def test_a_refusal_that_shows_nothing_is_reported_by_its_operation() -> None:
    """Neither code nor message nor status are there: botocore's own words serve."""
    explanation = explain(ClientError({}, "GetId"), HERE)
    assert explanation.kind is ErrorKind.REFUSED
    assert "GetId" in explanation.detail
    assert (explanation.code, explanation.request_id) == ("", "")


def test_a_commands_words_are_not_taken_for_the_services() -> None:
    """What a credentials command prints may sound like a refusal of a login token."""
    message = "Invalid login token. Token expired: 2 >= 1"
    explanation = explain(
        CredentialRetrievalError(provider="a command", error_msg=message), NOWHERE
    )
    assert (explanation.kind, explanation.title) == (
        ErrorKind.CREDENTIALS,
        "The credentials could not be got",
    )


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
def test_the_token_that_a_role_is_assumed_with_is_no_login(
    code: str, expected: str, kind: ErrorKind
) -> None:
    """Another service says much the same of the caller's own web identity."""
    explanation = explain(refusal(expected, code), NOWHERE)
    assert kind is explanation.kind
    assert "login" not in explanation.title


def test_an_unforeseen_error_is_reported_by_its_type() -> None:
    """Its text may hold anything."""
    explanation = explain(ZeroDivisionError("sentinel"), NOWHERE)
    assert (explanation.kind, explanation.detail) == (
        ErrorKind.UNFORESEEN,
        "builtins.ZeroDivisionError",
    )


@pytest.mark.parametrize("code", ["NotAuthorizedException", "ResourceConflictException"])
def test_errors_of_the_model_are_refusals(code: str) -> None:
    """What botocore makes of an error that the service's model declares is told by its code."""
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
    """What was sent comes back in some messages; what explains the error stays."""
    explanation = explain(refusal(message.replace("{SECRET}", secret)), HERE)
    assert message.replace("{SECRET}", MASK) == explanation.detail


@pytest.mark.parametrize("secret", ["123456", "{accounts.google.com=a'b}", ""])
def test_a_short_secret_is_known_by_its_member(secret: str) -> None:
    """A code or a login that is refused for its form is masked, however short it is."""
    message = f"Value '{secret}' at 'tokenCode' failed to satisfy constraint: Member must satisfy"
    explanation = explain(refusal(message), HERE)
    assert explanation.detail.startswith(f"Value '{MASK}' at 'tokenCode' failed")


@given(st.text(alphabet="ABCabc123+/=-_", min_size=200, max_size=300))
def test_no_long_token_comes_through(token: str) -> None:
    """A session token, whatever its letters, is not told."""
    for error in (refusal(f"something about {token}"), HTTPClientError(error=token)):
        assert token not in str(explain(error, HERE))
