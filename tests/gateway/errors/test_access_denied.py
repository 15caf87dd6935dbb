"""What IAM denied, and the policy statement that would allow it."""

import json

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from cogtui.api_error import ErrorKind, Explanation
from cogtui.gateway.errors.access_denied import allow_statement
from cogtui.gateway.errors.translate import Circumstances, explain
from tests.gateway.gateways import POOLS, REGION, failed, failed_listing, make_gateway, well_formed
from tests.gateway.servers import answering, refusal

ANA = "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: "
GUEST = (
    "User: arn:aws:sts::111122223333:assumed-role/Guest/CognitoIdentityCredentials is not "
    "authorized to perform: "
)
POOL = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:1a2b"
ROLE = "arn:aws:iam::111122223333:role/Guest"
BECAUSE = "because no identity-based policy allows the cognito-identity:ListIdentities action"
SCP = "with an explicit deny in a service control policy"


def denied(
    expected: str, name: str = "ListIdentities", code: str = "AccessDeniedException"
) -> Explanation:
    """Return the explanation of a denial."""
    operation = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    error = ClientError({"Error": {"Code": code, "Message": expected}}, name)
    return well_formed(explain(error, Circumstances(operation[1:], REGION, "prod", None)))


def statement(action: str, resource: str) -> dict[str, str]:
    """Return the statement that allows an action."""
    return {"Effect": "Allow", "Action": action, "Resource": resource}


@pytest.mark.parametrize(
    ("expected", "named", "allowed"),
    [
        (f"{ANA}cognito-identity:ListIdentities on resource: {POOL}", POOL, POOL),
        (
            f"{ANA}cognito-identity:ListIdentities on resource: {POOL} {BECAUSE}",
            POOL,
            POOL,
        ),
        (f"{ANA}cognito-identity:ListIdentities on resource: {POOL}.", POOL, POOL),
        (f"{ANA}cognito-identity:ListIdentities {BECAUSE}", "", "*"),
        (
            f"{ANA}cognito-identity:ListIdentities on resource: us-east-1:1a2b",
            "us-east-1:1a2b",
            "*",
        ),
        (f"{ANA}cognito-identity:ListIdentities on resource: *", "*", "*"),
        ("not authorized", "", "*"),
    ],
    ids=["bare", "because", "full stop", "no resource", "an id", "any", "nothing"],
)
@pytest.mark.parametrize("code", ["AccessDenied", "AccessDeniedException"])
def test_action_and_resource_are_read_from_the_message(
    expected: str, named: str, allowed: str, code: str
) -> None:
    """Action and resource are found in each of IAM's wordings; the statement has them or `*`."""
    explanation = denied(expected, code=code)
    assert (explanation.kind, explanation.title) == (ErrorKind.DENIED, "Access denied")
    assert (explanation.action, explanation.resource) == ("cognito-identity:ListIdentities", named)
    assert statement(explanation.action, allowed) == json.loads(explanation.policy)
    assert explanation.policy.startswith('{\n  "Effect": "Allow",\n')
    assert explanation.remedy.startswith("Have cognito-identity:ListIdentities allowed")


@pytest.mark.parametrize("capital", [True, False])
@pytest.mark.usefixtures("keys")
async def test_both_spellings_of_the_message_are_read(*, capital: bool) -> None:
    """IAM's own answers have `Message`, those of the service have `message`."""
    message = f"{ANA}cognito-identity:ListIdentityPools on resource: {POOL}"
    with answering(refusal("AccessDeniedException", message, capital=capital)) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert (explanation.action, explanation.resource) == (
        "cognito-identity:ListIdentityPools",
        POOL,
    )
    # without a resource type
    assert statement(explanation.action, "*") == json.loads(explanation.policy)


@pytest.mark.parametrize(
    "name",
    [
        "CreateIdentityPool",
        "DeleteIdentities",
        "DescribeIdentity",
        "ListIdentityPools",
        "SetIdentityPoolRoles",
        "SetPrincipalTagAttributeMap",
    ],
)
def test_an_action_without_a_resource_type_is_allowed_on_any(name: str) -> None:
    """The statement has `*`, because one with a pool's ARN would allow nothing."""
    explanation = denied(f"{ANA}cognito-identity:{name} on resource: {POOL}", name)
    assert explanation.resource == POOL
    assert statement(f"cognito-identity:{name}", "*") == json.loads(explanation.policy)


def test_the_action_is_the_messages_and_not_the_calls() -> None:
    """Creating a pool with tags is denied because of a different action."""
    explanation = denied(
        f"{ANA}cognito-identity:TagResource on resource: {POOL}", "CreateIdentityPool"
    )
    assert explanation.action == "cognito-identity:TagResource"
    assert statement(explanation.action, POOL) == json.loads(explanation.policy)
    assert "allows cognito-identity:TagResource" in explanation.cause


@pytest.mark.parametrize(
    ("ending", "cause"),
    [
        (SCP, "A service control policy denies cognito-identity:ListIdentities explicitly"),
        (f"{SCP}: arn:aws:organizations::1:policy/p-1", "A service control policy denies"),
        ("with an explicit deny in an identity-based policy", "An identity-based policy denies"),
        ("with an explicit deny in a permissions boundary", "A permissions boundary denies"),
        ("with an explicit deny", "A policy denies"),
    ],
)
def test_an_explicit_denial_is_not_undone_by_allowing(ending: str, cause: str) -> None:
    """The cause names the explicit denial, and there is no statement to copy."""
    explanation = denied(f"{ANA}cognito-identity:ListIdentities on resource: {POOL} {ending}")
    assert explanation.cause.startswith(cause)
    assert "does not help" in explanation.remedy
    assert (explanation.policy, explanation.resource) == ("", POOL)


@pytest.mark.parametrize(
    "kind",
    ["identity-based policy", "permissions boundary", "session policy", "VPC endpoint policy"],
)
def test_the_policy_without_the_permission_is_named(kind: str) -> None:
    """The policy without the permission is named, and the statement belongs in it."""
    explanation = denied(
        f"{ANA}cognito-identity:ListIdentities because no {kind} allows the action"
    )
    assert explanation.cause == f"No {kind} allows cognito-identity:ListIdentities for this caller."
    assert explanation.policy


def test_a_public_operation_has_no_statement() -> None:
    """A statement in the caller's policy would have no effect."""
    explanation = denied(
        f"User: anonymous {ANA}cognito-identity:GetId on resource: {POOL}", "GetId"
    )
    assert "Calls of get-id are unsigned" in explanation.cause
    assert "cognito-identity-unauth:" in explanation.remedy
    assert (explanation.action, explanation.policy) == ("cognito-identity:GetId", "")


def test_a_guest_is_limited_by_the_session_policy() -> None:
    """The role's policy may allow it, but the guest's session policy does not."""
    explanation = denied(
        f"{GUEST}bedrock:InvokeModel on resource: {POOL} because no session policy allows the "
        "bedrock:InvokeModel action"
    )
    assert "bedrock:InvokeModel is not among them" in explanation.cause
    assert "classic flow" in explanation.remedy
    assert explanation.policy == ""


def test_an_id_instead_of_an_arn_is_denied() -> None:
    """The tag operations require an ARN, and no statement changes that."""
    message = f"{ANA}cognito-identity:ListTagsForResource on resource: us-east-1:1a2b"
    explanation = denied(message, "ListTagsForResource")
    assert explanation.cause.startswith("The resource in the request is not an ARN")
    assert (explanation.resource, explanation.member, explanation.policy) == (
        "us-east-1:1a2b",
        "ResourceArn",
        "",
    )
    explanation = denied(f"{ANA}cognito-identity:TagResource", "TagResource")
    assert statement("cognito-identity:TagResource", "*") == json.loads(explanation.policy)


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        (f"{ANA}iam:PassRole on resource: {ROLE} because no …", "AccessDeniedException"),
        (f"Access to Role '{ROLE}' is forbidden.", "NotAuthorizedException"),
    ],
)
def test_a_role_that_may_not_be_passed(expected: str, code: str) -> None:
    """The statement allows passing that role, whichever service denies it."""
    explanation = denied(expected, "SetIdentityPoolRoles", code)
    assert (explanation.action, explanation.resource) == ("iam:PassRole", ROLE)
    assert statement("iam:PassRole", ROLE) == json.loads(explanation.policy)


def test_no_statement_lets_every_role_be_passed() -> None:
    """Without a role's ARN, the statement would allow passing every role."""
    explanation = denied(
        "Access to Role 'Guest' is forbidden.", "SetIdentityPoolRoles", "NotAuthorized"
    )
    assert (explanation.action, explanation.resource, explanation.policy) == (
        "iam:PassRole",
        "Guest",
        "",
    )


def test_a_role_that_may_not_be_assumed() -> None:
    """A denial by another service has its action and its resource too."""
    explanation = denied(f"{ANA}sts:AssumeRole on resource: {ROLE}", "AssumeRole", "AccessDenied")
    assert statement("sts:AssumeRole", ROLE) == json.loads(explanation.policy)
    assert denied("no", "GetCallerIdentity").action == "sts:GetCallerIdentity"


def test_other_errors_have_no_action() -> None:
    """Errors of other kinds have no policy."""
    explanation = denied("Invalid Cognito Identity Provider", code="InvalidParameterException")
    assert (explanation.action, explanation.resource, explanation.policy) == ("", "", "")


@given(st.text(), st.text())
def test_a_statement_is_json_whatever_it_is_about(action: str, resource: str) -> None:
    """The resource in the message cannot break out of the JSON."""
    assert json.loads(allow_statement(action, resource)) in (
        statement(action, resource),
        statement(action, "*"),
    )


@pytest.mark.usefixtures("keys")
async def test_the_emulator_denies_an_id_instead_of_an_arn(emulator: str) -> None:
    """The emulator denies an ID instead of an ARN as IAM does."""
    gateway = make_gateway(emulator)
    pools = await gateway.call("list-identity-pools", REGION, POOLS)
    pool_id = pools["IdentityPools"][0]["IdentityPoolId"]
    explanation = await failed(gateway, "list-tags-for-resource", {"ResourceArn": pool_id})
    assert (explanation.resource, explanation.member) == (pool_id, "ResourceArn")
