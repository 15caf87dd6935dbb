"""Each reported error, in the service's own words, has its cause and its member."""

import re

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from cogtui.api_error import ErrorKind, Explanation
from cogtui.emulator.faults import REQUESTS_PER_SECOND as EMULATED
from cogtui.gateway.errors import quantities
from cogtui.gateway.errors.error_messages import ANSWERED
from cogtui.gateway.errors.token_messages import CLASSIC_FLOW as CLASSIC_FLOWS
from cogtui.gateway.errors.token_messages import LOGIN_TOKENS
from cogtui.gateway.errors.token_messages import SIGNATURES as SIGNATURE_CAUSES
from cogtui.gateway.errors.translate import Circumstances, explain
from tests.gateway.errors.message_table import CONFLICT, INVALID, REFUSALS, Refusal
from tests.gateway.errors.sign_in_table import SIGN_INS
from tests.gateway.errors.token_table import CLASSIC_FLOW, SIGNATURES, TOKENS
from tests.gateway.gateways import REGION, well_formed
from tests.key_table import ROOT

ALL = [*REFUSALS, *SIGN_INS, *TOKENS]


def explain_error(message: str, code: str, operation: str) -> Explanation:
    """Return the explanation of an error, whatever its message contains."""
    name = "".join(part.capitalize() for part in operation.split("-"))
    error = ClientError({"Error": {"Code": code, "Message": message}}, name)
    return explain(error, Circumstances(operation, REGION, "prod", None))


def explanation_of(message: str, code: str, operation: str) -> Explanation:
    """Return the explanation of an error, which must have no placeholders left."""
    return well_formed(explain_error(message, code, operation))


@pytest.mark.parametrize("refusal", ALL, ids=[f"{each.title}-{each.operation}" for each in ALL])
def test_a_refusal_is_reported_with_its_cause_and_its_member(refusal: Refusal) -> None:
    """Common errors have their own title, cause and remedy."""
    shown = explanation_of(refusal.message, refusal.code, refusal.operation)
    assert refusal[3:5] == (shown.title, shown.member)
    assert (refusal.kind, refusal.code) == (shown.kind, shown.code)
    assert refusal.message == shown.detail
    assert refusal.expected in f"{shown.cause} {shown.remedy}"


def test_every_message_pattern_is_used() -> None:
    """Each pattern matches a message, and none is hidden behind another."""
    found = set()
    for refusal in ALL:
        text = f"{refusal.operation}: {refusal.message}"
        pattern = next((pattern for pattern, _ in ANSWERED if pattern.search(text)), None)
        found.add(pattern)
    # causes of the account rather than of cognito-identity are tested where accounts are opened
    elsewhere = ("MultiFactorAuthentication", "Invalid endpoint")
    left = {pattern.pattern for pattern, _ in ANSWERED if not pattern.pattern.startswith(elsewhere)}
    assert left == {pattern.pattern for pattern in found if pattern is not None}


@pytest.mark.parametrize("refusal", SIGNATURES, ids=[each.message for each in SIGNATURES])
def test_a_rejected_signature_has_one_cause(refusal: Refusal) -> None:
    """A wrong clock is not blamed on the secret key, nor a wrong key on the clock."""
    shown = explanation_of(refusal.message, refusal.code, refusal.operation)
    text = f"{shown.cause} {shown.remedy}".casefold()
    assert ("secret key" in text, "clock" in text) == (
        shown.kind is ErrorKind.CREDENTIALS,
        shown.kind is ErrorKind.CLOCK,
    )


@pytest.mark.parametrize("refusal", CLASSIC_FLOW, ids=[each.message for each in CLASSIC_FLOW])
def test_a_refused_classic_flow_offers_the_enhanced_one(refusal: Refusal) -> None:
    """Whatever rules out the classic flow, the enhanced flow is what to use."""
    shown = explanation_of(refusal.message, refusal.code, refusal.operation)
    assert "Use the enhanced flow" in shown.remedy


@given(st.text(max_size=200))
@example("{")
@example("a\nb")
def test_texts_in_a_message_are_not_formatted(name: str) -> None:
    """Braces and line breaks in a name do not break a sentence."""
    for message in (
        f"({name}) is not a valid RoleMapping ProviderName or is not a configured provider.",
        f"The ambiguous role mapping rules for: {name} denied this request.",
        f"Access to Role '{name}' is forbidden.",
        f"Invalid login token. {name}",
        f"Basic (classic) flow is not {name}",
        f"No OpenIDConnect provider found in your account for {name}",
    ):
        shown = explain_error(message, INVALID, "set-identity-pool-roles")
        assert shown.kind is ErrorKind.REFUSED


def test_a_placeholder_in_a_name_is_not_filled_in() -> None:
    """A name that looks like a placeholder is shown unchanged."""
    message = "Access to Role '{region}' is forbidden."
    assert "{region}" in explain_error(message, INVALID, "set-identity-pool-roles").cause


UNSENT = [
    ('Missing required parameter in input: "IdentityPoolId"', "get-id", "IdentityPoolId"),
    ('Unknown parameter in input: "Nonsense", must be one of: a, b', "get-id", "Nonsense"),
    (
        'Missing required parameter in RoleMappings.a.b: "Type"',
        "set-identity-pool-roles",
        "RoleMappings",
    ),
    (
        'Unknown parameter in CognitoIdentityProviders[0]: "x", must be one of: ProviderName',
        "create-identity-pool",
        "CognitoIdentityProviders",
    ),
    (
        (
            "Invalid length for parameter IdentityIdsToDelete, value: 0, valid min length: 1\n"
            "Invalid value for parameter MaxResults, value: 0, valid min value: 1"
        ),
        "delete-identities",
        "IdentityIdsToDelete",
    ),
    (
        "Invalid type for parameter Logins (key: 5), value: 5, type: <class 'int'>",
        "get-id",
        "Logins",
    ),
    ("Something else", "get-id", ""),
]


@pytest.mark.parametrize(("report", "operation", "member"), UNSENT)
def test_a_request_that_is_not_sent_names_its_member(
    report: str, operation: str, member: str
) -> None:
    """The member is the top-level one of the first path that botocore complains about."""
    error = ParamValidationError(report=report)
    explanation = explain(error, Circumstances(operation, REGION, None, None))
    assert (explanation.title, explanation.member) == ("Not sent", member)


def test_calls_of_other_services_have_no_member() -> None:
    """Only the members of cognito-identity are known."""
    explanation = explain(
        ClientError({"Error": {"Code": CONFLICT, "Message": "x"}}, "GetCallerIdentity"),
        Circumstances("get-caller-identity", REGION, None, None),
    )
    assert explanation.member == ""


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 seconds after"),
        (1, "1 second after"),
        (119, "119 seconds after"),
        (120, "2 minutes after"),
        (7_199, "119 minutes after"),
        (7_200, "2 hours after"),
        (172_799, "47 hours after"),
        (172_800, "2 days after"),
        (172_800_000, "2,000 days after"),
    ],
)
def test_the_lateness_of_a_token(seconds: int, expected: str) -> None:
    """The lateness is in the largest unit of which there are at least two."""
    assert expected == quantities.describe_lateness(
        {"now": str(1_700_000_000 + seconds), "end": "1700000000"}
    )


def test_the_rates_match_the_emulators() -> None:
    """Two implementations of the same quota page agree."""
    emulated = {xform_name(name, "-"): rate for name, rate in EMULATED.items()}
    assert emulated == quantities.REQUESTS_PER_SECOND


PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
# the files are explained by lines, not by messages: tests/gateway/test_configuration.py
HEADINGS = re.findall(
    r"^### (.+)$",
    re.sub(r"(?ms)^## AWS configuration files$.*?(?=^## |\Z)", "", PAGE),
    re.MULTILINE,
)
OTHER_HEADINGS = (
    "Facebook Limited Login",
    "arn:aws:sts::",
    "Find the identity of",
    # titles of cogtui's, not messages of the service
    "The credentials command failed",
    "Waiting for credentials",
    # a check of the AWS CLI and the SDKs, not of the service
    "The tags have",
    # the codes of errors, which have several messages or unpublished ones
    "AccessDenied as a guest",
    "DeveloperUserAlreadyRegisteredException",
    "ResourceConflictException",
    "User: arn:aws:iam::",
    # messages of the AWS CLI and the SDKs, not of the service
    "Error loading SSO Token",
    "Invalid type for parameter",
    "Missing Dependency",
    # cogtui's own, about the terminal
    "LANG=",
    # about partitions and networks, without a message of the service
    "A role, a login or a provider",
    "A VPC without a route",
    # botocore's, about a connection
    "Could not connect to the endpoint URL",
    "Failed to connect to proxy URL",
    "SSL validation failed",
)
MESSAGES = [each for each in HEADINGS if not each.startswith(OTHER_HEADINGS)]


@pytest.mark.parametrize("heading", MESSAGES)
def test_errors_of_the_troubleshooting_page_are_explained(heading: str) -> None:
    """A message that the page explains is also explained where it occurs."""
    operation = "assume-role-with-web-identity" if "sts:" in heading else "get-id"
    assert not explanation_of(heading, INVALID, operation).title.startswith("The service rejected")


def test_every_family_of_token_errors_is_on_the_troubleshooting_page() -> None:
    """Each pattern of rejected tokens and signatures matches a heading of the page."""
    texts = [f"assume-role-with-web-identity: {heading}" for heading in HEADINGS]
    families = (*LOGIN_TOKENS, *CLASSIC_FLOWS, *SIGNATURE_CAUSES)
    assert [
        pattern for pattern, _ in families if not any(re.search(pattern, text) for text in texts)
    ] == []
