"""Evaluation of trust policies, for credentials and in STS."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from cogtui.emulator import RunningEmulator
from cogtui.emulator.tokens import signed
from cogtui.emulator.trust import policy_allows
from tests.emulator.connection import ACCOUNT, connect, refused
from tests.emulator.users import BAD_CONFIGURATION, GOOGLE, OIDC, guest, login, make_pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient
    from mypy_boto3_iam import IAMClient

SERVICE = "cognito-identity.amazonaws.com"


def statement(pool: str, state: str = "unauthenticated", **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any element
    """Return the developer guide's statement with changed elements; None omits one."""
    elements = {
        "Effect": "Allow",
        "Principal": {"Federated": SERVICE},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{SERVICE}:aud": pool},
            "ForAnyValue:StringLike": {f"{SERVICE}:amr": state},
        },
        **changed,
    }
    return {name: value for name, value in elements.items() if value is not None}


def policy(*statements: dict[str, Any]) -> str:
    """Return a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test."""
    return make_pool(client)


@pytest.fixture(scope="module")
def iam(emulator: RunningEmulator) -> Iterator["IAMClient"]:
    """Return an IAM client of the emulator."""
    client = connect(emulator, "iam")
    yield client
    client.close()


@pytest.fixture
def make_role(
    iam: "IAMClient", client: "CognitoIdentityClient", pool: str, request: pytest.FixtureRequest
) -> Callable[..., str]:
    """Return a function that creates the pool's only role from policy statements."""

    def make(*statements: dict[str, Any]) -> str:
        name = f"R{abs(hash(request.node.nodeid))}"
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(*statements))
        role = arn["Role"]["Arn"]
        roles = {"authenticated": role, "unauthenticated": role}
        client.set_identity_pool_roles(IdentityPoolId=pool, Roles=roles)
        return role

    return make


def test_the_guides_trust_policy_allows_guests(
    client: "CognitoIdentityClient", pool: str, make_role: Callable[..., str]
) -> None:
    """A guest of this pool gets credentials of the role."""
    make_role(statement(pool))
    assert client.get_credentials_for_identity(IdentityId=guest(client, pool))["Credentials"]


@pytest.mark.parametrize(
    "changed",
    [
        {"Condition": {"StringEquals": {f"{SERVICE}:aud": "us-east-1:another"}}},
        {"Condition": {"ForAnyValue:StringLike": {f"{SERVICE}:amr": "authenticated"}}},
        {"Principal": {"Federated": "cognito-identity.amazon.com"}},
        {"Principal": {"Federated": OIDC}},
        {"Principal": {"Service": "lex.amazonaws.com"}},
        {"Action": "sts:AssumeRole"},
        {"Effect": "Deny"},
        {"Condition": {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}},
    ],
    ids=["pool", "state", "typo", "issuer", "service", "action", "deny", "unknown-operator"],
)
def test_a_wrong_trust_policy_is_a_bad_configuration(
    client: "CognitoIdentityClient",
    pool: str,
    make_role: Callable[..., str],
    changed: dict[str, Any],
) -> None:
    """Each common mistake in a trust policy gives the same service error."""
    make_role(statement(pool, **changed))
    with refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION):
        client.get_credentials_for_identity(IdentityId=guest(client, pool))


def test_principal_tags_need_tag_session(
    client: "CognitoIdentityClient", pool: str, make_role: Callable[..., str]
) -> None:
    """With principal tags, the role must also allow sts:TagSession."""
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=GOOGLE, UseDefaults=True
    )
    make_role(statement(pool, "authenticated"))
    logins = login(GOOGLE, "ada")
    identity = client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    with refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION):
        client.get_credentials_for_identity(IdentityId=identity, Logins=logins)


def test_a_role_that_allows_tag_session(
    client: "CognitoIdentityClient", pool: str, make_role: Callable[..., str]
) -> None:
    """If both actions are allowed, tagged sessions are allowed."""
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=GOOGLE, UseDefaults=True
    )
    actions = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
    make_role(statement(pool, "authenticated", Action=actions))
    logins = login(GOOGLE, "ada")
    identity = client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    assert client.get_credentials_for_identity(IdentityId=identity, Logins=logins)


@pytest.mark.parametrize(
    ("condition", "let_in"),
    [
        ({"StringEquals": {f"{SERVICE}:aud": ["x", "pool"]}}, True),
        ({"StringEquals": {f"{SERVICE}:sub": "me"}}, True),
        ({"StringEquals": {f"{SERVICE}:sub": "you"}}, False),
        ({"StringNotEquals": {f"{SERVICE}:sub": "you"}}, True),
        ({"StringNotEquals": {f"{SERVICE}:sub": "me"}}, False),
        ({"StringLike": {f"{SERVICE}:sub": "m?"}}, True),
        ({"StringLike": {f"{SERVICE}:sub": "[m]e"}}, False),
        ({"StringNotLike": {f"{SERVICE}:sub": "m*"}}, False),
        ({"StringEqualsIgnoreCase": {f"{SERVICE}:sub": "ME"}}, True),
        ({"StringEquals": {f"{SERVICE}:absent": "x"}}, False),
        ({"StringEqualsIfExists": {f"{SERVICE}:absent": "x"}}, True),
        ({"StringNotEquals": {f"{SERVICE}:absent": "x"}}, True),
        ({"ForAnyValue:StringNotEquals": {f"{SERVICE}:absent": "x"}}, False),
        ({"ForAllValues:StringEquals": {f"{SERVICE}:absent": "x"}}, True),
        ({"ForAllValues:StringEquals": {f"{SERVICE}:amr": ["authenticated", "p"]}}, True),
        ({"ForAllValues:StringEquals": {f"{SERVICE}:amr": ["authenticated"]}}, False),
        ({"ForAnyValue:StringEquals": {f"{SERVICE}:amr": "p"}}, True),
        ({"Null": {f"{SERVICE}:sub": "false"}}, True),
        ({"Null": {f"{SERVICE}:sub": "true"}}, False),
        ({"Null": {f"{SERVICE}:absent": "true"}}, True),
        ({"Null": {f"{SERVICE}:sub": False}}, True),
        ({"Null": {f"{SERVICE}:sub": True}}, False),
        ({"Null": {f"{SERVICE}:absent": True}}, True),
        ({"StringEquals": {f"{SERVICE}:admin": True}}, True),
        ({"StringEquals": {f"{SERVICE}:admin": "True"}}, False),
        ({"StringEquals": {f"{SERVICE}:level": [2, 3]}}, True),
        ({"StringEquals": {"aws:RequestTag/team": "red"}}, True),
        ({"StringEquals": {"aws:RequestTag/team": "blue"}}, False),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, True),
    ],
)
def test_condition_operators(condition: dict[str, Any], *, let_in: bool) -> None:
    """Operators, quantifiers and keys behave as in IAM's reference."""
    claims = {
        "aud": "pool",
        "sub": "me",
        "admin": True,
        "level": 3,
        "amr": ["authenticated", "p"],
        "https://aws.amazon.com/tags": {"principal_tags": {"team": ["red"]}},
    }
    document = policy(statement("pool", Action="sts:*", Condition=condition))
    assert policy_allows(document, SERVICE, claims) is let_in


def test_a_principal_of_anyone() -> None:
    """A principal of * is everyone, and a Deny overrides an Allow."""
    claims = {"aud": "pool", "sub": "me", "amr": ["unauthenticated"]}
    anyone = statement("pool", Principal="*", Condition=None)
    deny = statement("pool", Effect="Deny", Condition={"StringEquals": {f"{SERVICE}:sub": "me"}})
    assert policy_allows(policy(anyone), SERVICE, claims)
    assert not policy_allows(policy(anyone, deny), SERVICE, claims)
    assert not policy_allows(policy(), SERVICE, claims)


def assume(emulator: RunningEmulator, role: str, token: str) -> dict[str, Any]:
    """Return the response of AssumeRoleWithWebIdentity."""
    with closing(connect(emulator, "sts")) as sts:
        response: dict[str, Any] = sts.assume_role_with_web_identity(
            RoleArn=role, RoleSessionName="mine", WebIdentityToken=token, DurationSeconds=900
        )
    return response


def test_sts_accepts_the_token_of_the_classic_flow(
    emulator: RunningEmulator,
    client: "CognitoIdentityClient",
    pool: str,
    make_role: Callable[..., str],
) -> None:
    """A trusted role is assumed with the caller's session name, and STS reports the session."""
    role = make_role(statement(pool))
    token = client.get_open_id_token(IdentityId=guest(client, pool))["Token"]
    vended = assume(emulator, role, token)["Credentials"]
    keys = {
        "aws_access_key_id": vended["AccessKeyId"],
        "aws_secret_access_key": vended["SecretAccessKey"],
        "aws_session_token": vended["SessionToken"],
    }
    with closing(connect(emulator, "sts", **keys)) as sts:
        arn = sts.get_caller_identity()["Arn"]
    name = role.rpartition("/")[2]
    assert arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/mine"


def test_sts_rejects_a_token_that_the_role_does_not_trust(
    emulator: RunningEmulator,
    client: "CognitoIdentityClient",
    pool: str,
    make_role: Callable[..., str],
) -> None:
    """A role for users does not allow a guest's token."""
    role = make_role(statement(pool, "authenticated"))
    token = client.get_open_id_token(IdentityId=guest(client, pool))["Token"]
    with refused("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"):
        assume(emulator, role, token)


def test_sts_rejects_an_expired_token(emulator: RunningEmulator, pool: str) -> None:
    """An expired token is rejected before the role is assumed."""
    token = signed("us-east-1", {"sub": "x", "iss": f"https://{SERVICE}"}, seconds=-1)
    with refused("ExpiredTokenException"):
        assume(emulator, f"arn:aws:iam::{ACCOUNT}:role/R", token)


def test_sts_assumes_a_role_of_any_account(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """The classic flow allows roles in other accounts, and STS returns that account."""
    token = client.get_open_id_token(IdentityId=guest(client, pool))["Token"]
    vended = assume(emulator, "arn:aws:iam::999999999999:role/Elsewhere", token)["Credentials"]
    keys = {
        "aws_access_key_id": vended["AccessKeyId"],
        "aws_secret_access_key": vended["SecretAccessKey"],
    }
    with closing(connect(emulator, "sts", **keys)) as sts:
        response = sts.get_caller_identity()
    assert response["Account"] == "999999999999"
    assert response["Arn"] == "arn:aws:sts::999999999999:assumed-role/Elsewhere/mine"


def test_sts_rejects_an_arn_that_is_not_a_role(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """An ARN of another resource type is rejected."""
    token = client.get_open_id_token(IdentityId=guest(client, pool))["Token"]
    with pytest.raises(ClientError):
        assume(emulator, f"arn:aws:iam::{ACCOUNT}:user/NotARole", token)


def test_sts_leaves_tokens_of_others_to_moto(emulator: RunningEmulator) -> None:
    """A token of another issuer is accepted, as by moto."""
    response = assume(emulator, f"arn:aws:iam::{ACCOUNT}:role/R", login(GOOGLE, "ada")[GOOGLE])
    assert response["Credentials"]["AccessKeyId"].startswith("ASIA")
