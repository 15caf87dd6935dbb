"""What IAM denied, and the statement of a policy that would allow it."""

import json

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from cogtui.api_error import Explanation, Trouble
from cogtui.gateway.errors.access_denied import allowing
from cogtui.gateway.errors.translate import Circumstances, explain
from tests.gateway.gateways import POOLS, REGION, door, failed, failed_listing, well_told
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
    said: str, name: str = "ListIdentities", code: str = "AccessDeniedException"
) -> Explanation:
    """What is told of a denial."""
    operation = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    error = ClientError({"Error": {"Code": code, "Message": said}}, name)
    return well_told(explain(error, Circumstances(operation[1:], REGION, "prod", None)))


def statement(action: str, resource: str) -> dict[str, str]:
    """The statement that allows an action."""
    return {"Effect": "Allow", "Action": action, "Resource": resource}


@pytest.mark.parametrize(
    ("said", "named", "allowed"),
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
    said: str, named: str, allowed: str, code: str
) -> None:
    """In each of IAM's wordings; the statement is about what is named, or about anything."""
    told = denied(said, code=code)
    assert (told.trouble, told.title) == (Trouble.DENIED, "Not allowed")
    assert (told.action, told.resource) == ("cognito-identity:ListIdentities", named)
    assert statement(told.action, allowed) == json.loads(told.policy)
    assert told.policy.startswith('{\n  "Effect": "Allow",\n')
    assert told.remedy.startswith("Have cognito-identity:ListIdentities allowed")


@pytest.mark.parametrize("capital", [True, False])
@pytest.mark.usefixtures("keys")
async def test_both_spellings_of_the_message_are_read(*, capital: bool) -> None:
    """IAM's own answers have `Message`, those of the service `message`."""
    said = f"{ANA}cognito-identity:ListIdentityPools on resource: {POOL}"
    with answering(refusal("AccessDeniedException", said, capital=capital)) as stub:
        told = await failed_listing(door(stub.url))
    assert (told.action, told.resource) == ("cognito-identity:ListIdentityPools", POOL)
    # it has no type of resource
    assert statement(told.action, "*") == json.loads(told.policy)


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
def test_what_has_no_type_of_resource_is_allowed_on_any(name: str) -> None:
    """A statement on a pool would allow nothing."""
    told = denied(f"{ANA}cognito-identity:{name} on resource: {POOL}", name)
    assert told.resource == POOL
    assert statement(f"cognito-identity:{name}", "*") == json.loads(told.policy)


def test_the_action_is_the_messages_and_not_the_calls() -> None:
    """A pool made with tags is refused for want of another action."""
    told = denied(f"{ANA}cognito-identity:TagResource on resource: {POOL}", "CreateIdentityPool")
    assert told.action == "cognito-identity:TagResource"
    assert statement(told.action, POOL) == json.loads(told.policy)
    assert "allows cognito-identity:TagResource" in told.cause


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
    """The cause says so, and there is no statement to copy."""
    told = denied(f"{ANA}cognito-identity:ListIdentities on resource: {POOL} {ending}")
    assert told.cause.startswith(cause)
    assert "does not help" in told.remedy
    assert (told.policy, told.resource) == ("", POOL)


@pytest.mark.parametrize(
    "kind",
    ["identity-based policy", "permissions boundary", "session policy", "VPC endpoint policy"],
)
def test_the_policy_that_does_not_allow_is_named(kind: str) -> None:
    """The statement belongs into that one."""
    told = denied(f"{ANA}cognito-identity:ListIdentities because no {kind} allows the action")
    assert told.cause == f"No {kind} allows cognito-identity:ListIdentities to this caller."
    assert told.policy


def test_a_public_operation_is_denied_by_no_callers_policy() -> None:
    """A statement in a policy of the caller's would not be looked at."""
    told = denied(f"User: anonymous {ANA}cognito-identity:GetId on resource: {POOL}", "GetId")
    assert "A call of get-id is not signed" in told.cause
    assert "cognito-identity-unauth:" in told.remedy
    assert (told.action, told.policy) == ("cognito-identity:GetId", "")


def test_a_guest_may_only_what_aws_lets_guests_do() -> None:
    """The role's policy may allow it, but the session's does not."""
    told = denied(
        f"{GUEST}bedrock:InvokeModel on resource: {POOL} because no session policy allows the "
        "bedrock:InvokeModel action"
    )
    assert "bedrock:InvokeModel is not among them" in told.cause
    assert "classic flow" in told.remedy
    assert told.policy == ""


def test_an_id_in_place_of_an_arn_is_denied_to_everybody() -> None:
    """The tag operations want an ARN; no statement lets anything else in."""
    said = f"{ANA}cognito-identity:ListTagsForResource on resource: us-east-1:1a2b"
    told = denied(said, "ListTagsForResource")
    assert told.cause.startswith("What was named is not an ARN")
    assert (told.resource, told.member, told.policy) == ("us-east-1:1a2b", "ResourceArn", "")
    told = denied(f"{ANA}cognito-identity:TagResource", "TagResource")
    assert statement("cognito-identity:TagResource", "*") == json.loads(told.policy)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (f"{ANA}iam:PassRole on resource: {ROLE} because no …", "AccessDeniedException"),
        (f"Access to Role '{ROLE}' is forbidden.", "NotAuthorizedException"),
    ],
)
def test_a_role_that_may_not_be_passed(said: str, code: str) -> None:
    """The statement is about passing that role, whoever refuses it."""
    told = denied(said, "SetIdentityPoolRoles", code)
    assert (told.action, told.resource) == ("iam:PassRole", ROLE)
    assert statement("iam:PassRole", ROLE) == json.loads(told.policy)


def test_no_statement_lets_every_role_be_passed() -> None:
    """Of what is not a role's ARN, it would be about all."""
    told = denied("Access to Role 'Guest' is forbidden.", "SetIdentityPoolRoles", "NotAuthorized")
    assert (told.action, told.resource, told.policy) == ("iam:PassRole", "Guest", "")


def test_a_role_that_may_not_be_assumed() -> None:
    """Another service's denial has its action and its resource too."""
    told = denied(f"{ANA}sts:AssumeRole on resource: {ROLE}", "AssumeRole", "AccessDenied")
    assert statement("sts:AssumeRole", ROLE) == json.loads(told.policy)
    assert denied("no", "GetCallerIdentity").action == "sts:GetCallerIdentity"


def test_what_is_no_denial_has_no_action() -> None:
    """A refusal of another kind offers no policy."""
    told = denied("Invalid Cognito Identity Provider", code="InvalidParameterException")
    assert (told.action, told.resource, told.policy) == ("", "", "")


@given(st.text(), st.text())
def test_a_statement_is_json_whatever_it_is_about(action: str, resource: str) -> None:
    """What the message names cannot break out of it."""
    assert json.loads(allowing(action, resource)) in (
        statement(action, resource),
        statement(action, "*"),
    )


@pytest.mark.usefixtures("keys")
async def test_an_id_in_place_of_an_arn_at_the_emulator(emulator: str) -> None:
    """It denies as IAM does."""
    gateway = door(emulator)
    pools = await gateway.call("list-identity-pools", REGION, POOLS)
    pool_id = pools["IdentityPools"][0]["IdentityPoolId"]
    told = await failed(gateway, "list-tags-for-resource", {"ResourceArn": pool_id})
    assert (told.resource, told.member) == (pool_id, "ResourceArn")
