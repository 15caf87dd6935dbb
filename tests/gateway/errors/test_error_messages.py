"""Each refusal that people report, in the service's own words, with its cause and its member."""

import pytest
from botocore.exceptions import ClientError, ParamValidationError
from hypothesis import given
from hypothesis import strategies as st

from cogtui.api_error import ErrorKind, Explanation
from cogtui.gateway.errors import quantities
from cogtui.gateway.errors.error_messages import ANSWERED
from cogtui.gateway.errors.translate import Circumstances, explain
from cogtui.request_rates import REQUESTS_PER_SECOND
from cogtui.service.operations import OPERATIONS
from tests.gateway.errors.message_table import CONFLICT, INVALID, REFUSALS, Refusal
from tests.gateway.errors.sign_in_table import SIGN_INS
from tests.gateway.gateways import REGION, well_formed

ALL = [*REFUSALS, *SIGN_INS]


def explanation_of(expected: str, code: str, operation: str) -> Explanation:
    """What is told of a refusal."""
    name = "".join(part.capitalize() for part in operation.split("-"))
    error = ClientError({"Error": {"Code": code, "Message": expected}}, name)
    return well_formed(explain(error, Circumstances(operation, REGION, "prod", None)))


@pytest.mark.parametrize("refusal", ALL, ids=[f"{each.title}-{each.operation}" for each in ALL])
def test_a_refusal_is_reported_with_its_cause_and_its_member(refusal: Refusal) -> None:
    """What people meet has a title, a cause and a remedy of its own."""
    shown = explanation_of(refusal.message, refusal.code, refusal.operation)
    assert refusal[3:5] == (shown.title, shown.member)
    assert (refusal.kind, refusal.code) == (shown.kind, shown.code)
    assert refusal.message == shown.detail
    assert refusal.expected in f"{shown.cause} {shown.remedy}"


def test_every_cause_by_message_is_met() -> None:
    """No pattern is there without a message that it finds, and none hides behind another."""
    found = set()
    for refusal in ALL:
        text = f"{refusal.operation}: {refusal.message}"
        pattern = next((pattern for pattern, _ in ANSWERED if pattern.search(text)), None)
        found.add(pattern)
    # those of the account, not of cognito-identity, are met where accounts are opened
    elsewhere = ("MultiFactorAuthentication", "Invalid endpoint")
    left = {pattern.pattern for pattern, _ in ANSWERED if not pattern.pattern.startswith(elsewhere)}
    assert left == {pattern.pattern for pattern in found if pattern is not None}


@given(st.text(max_size=200))
def test_whatever_a_refusal_repeats_is_reported_as_it_is(name: str) -> None:
    """Braces and line ends in a name break no sentence."""
    for expected in (
        f"({name}) is not a valid RoleMapping ProviderName or is not a configured provider.",
        f"The ambiguous role mapping rules for: {name} denied this request.",
        f"Access to Role '{name}' is forbidden.",
    ):
        shown = explanation_of(expected, INVALID, "set-identity-pool-roles")
        assert shown.kind is ErrorKind.REFUSED


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
    """The outermost of the first that botocore finds fault with."""
    error = ParamValidationError(report=report)
    explanation = explain(error, Circumstances(operation, REGION, None, None))
    assert (explanation.title, explanation.member) == ("Not sent", member)


def test_no_member_is_named_of_another_services_call() -> None:
    """Only cognito-identity's own members are known."""
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
def test_how_late_a_token_came(seconds: int, expected: str) -> None:
    """In the largest unit of which there are two."""
    assert expected == quantities.late({"now": str(1_700_000_000 + seconds), "end": "1700000000"})


def test_the_published_rates_are_of_operations() -> None:
    """A misspelt name would leave an operation without its rate, here and in the emulator."""
    assert REQUESTS_PER_SECOND.keys() <= OPERATIONS.keys()
