"""Answers that are not what the service's model says."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from cogtui.api_error import ErrorKind
from cogtui.gateway.answer_check import find_problem
from cogtui.gateway.sessions import bare_session
from cogtui.service.operations import OPERATIONS
from tests.gateway.gateways import POOLS, REGION, failed, make_gateway
from tests.gateway.servers import Answer, answering

pytestmark = pytest.mark.usefixtures("keys")

ID = "us-east-1:0"
POOL: Mapping[str, Any] = {
    "IdentityPoolId": ID,
    "IdentityPoolName": "people",
    "AllowUnauthenticatedIdentities": False,
}
RULE = {"Claim": "role", "MatchType": "Equals", "Value": "admin", "RoleARN": "arn"}
CREDENTIALS = {"AccessKeyId": "A", "SecretKey": "s", "SessionToken": "t", "Expiration": 1.5}


def problem(operation: str, answer: object) -> str | None:
    """Return what is wrong with an answer of cognito-identity or STS."""
    service = "cognito-identity" if operation in OPERATIONS else "sts"
    model = bare_session().get_service_model(service)
    name = "".join(word.capitalize() for word in operation.split("-"))
    return find_problem(operation, model.operation_model(name).output_shape, answer)


@pytest.mark.parametrize(
    ("operation", "answer", "expected"),
    [
        ("list-identity-pools", {"IdentityPools": []}, None),
        ("list-identity-pools", {}, "IdentityPools is missing"),
        ("list-identity-pools", {"IdentityPools": None}, "IdentityPools is missing"),
        ("list-identity-pools", {"IdentityPools": "none"}, "IdentityPools is not a list"),
        ("list-identity-pools", {"IdentityPools": [None]}, "IdentityPools[0] is not an object"),
        (
            "list-identity-pools",
            {"IdentityPools": [{"IdentityPoolId": ID}, {"IdentityPoolName": "a"}]},
            "IdentityPools[1].IdentityPoolId is missing",
        ),
        (
            "list-identity-pools",
            {"IdentityPools": [{"IdentityPoolId": ""}]},
            "IdentityPools[0].IdentityPoolId is missing",
        ),
        ("describe-identity-pool", POOL, None),
        (
            "describe-identity-pool",
            {**POOL, "AllowUnauthenticatedIdentities": "false"},
            "AllowUnauthenticatedIdentities is not true or false",
        ),
        (
            "describe-identity-pool",
            {**POOL, "IdentityPoolTags": {"owner\x1b": None}},
            "IdentityPoolTags[…] is not a text",
        ),
        (
            "describe-identity-pool",
            {**POOL, "SamlProviderARNs": ["arn", 5]},
            "SamlProviderARNs[1] is not a text",
        ),
        (
            "describe-identity-pool",
            {**POOL, "CognitoIdentityProviders": [{"ClientId": "a"}]},
            "CognitoIdentityProviders[0].ProviderName is missing",
        ),
        ("get-identity-pool-roles", {"IdentityPoolId": ID}, None),
        ("get-identity-pool-roles", {"Roles": {}}, "IdentityPoolId is missing"),
        (
            "get-identity-pool-roles",
            {"IdentityPoolId": ID, "RoleMappings": {"p": {"Type": "Token"}}},
            None,
        ),
        (
            "get-identity-pool-roles",
            {"IdentityPoolId": ID, "RoleMappings": {"p": {}}},
            "RoleMappings[…].Type is missing",
        ),
        (
            "get-identity-pool-roles",
            {
                "IdentityPoolId": ID,
                "RoleMappings": {
                    "p": {"Type": "Rules", "RulesConfiguration": {"Rules": [{**RULE, "Value": 1}]}}
                },
            },
            "RoleMappings[…].RulesConfiguration.Rules[0].Value is not a text",
        ),
        ("get-identity-pool-roles", {"IdentityPoolId": ID, "Roles": [1]}, "Roles is not an object"),
        ("describe-identity", {"IdentityId": ID, "CreationDate": 1}, None),
        ("describe-identity", {"IdentityId": ID, "CreationDate": "2026-11-30T00:00:00Z"}, None),
        (
            "describe-identity",
            {"IdentityId": ID, "CreationDate": True},
            "CreationDate is not a time",
        ),
        ("describe-identity", {"IdentityId": ID, "Logins": {}}, "Logins is not a list"),
        ("get-credentials-for-identity", {"IdentityId": ID, "Credentials": CREDENTIALS}, None),
        (
            "get-credentials-for-identity",
            {"IdentityId": ID, "Credentials": {**CREDENTIALS, "SessionToken": None}},
            "Credentials.SessionToken is missing",
        ),
        ("get-credentials-for-identity", {"IdentityId": ID}, "Credentials is missing"),
        ("get-open-id-token", {"IdentityId": ID}, "Token is missing"),
        ("delete-identities", {"UnprocessedIdentityIds": []}, None),
        ("delete-identities", {}, "UnprocessedIdentityIds is missing"),
        ("tag-resource", {}, None),
        ("delete-identity-pool", {}, None),
        ("get-caller-identity", {"Account": "1", "Arn": "a"}, None),
        ("get-caller-identity", {"Account": "1"}, "Arn is missing"),
        ("assume-role-with-web-identity", {}, "Credentials is missing"),
    ],
)
def test_problems(operation: str, answer: object, expected: str | None) -> None:
    """The first member that is missing or of the wrong type is named, without its value."""
    assert problem(operation, answer) == expected


@pytest.mark.parametrize("operation", OPERATIONS)
def test_required_members_exist(operation: str) -> None:
    """Each member that the table requires is part of the answer in the service's model."""
    for path in OPERATIONS[operation].required_output:
        names = path.split(".")
        for depth in range(len(names)):
            # a required member of a list's elements is reported only if the list has any
            answer: Any = [{}] if depth else {}
            for name in reversed(names[:depth]):
                answer = {name: answer}
            missing = (problem(operation, answer), problem(operation, _unlisted(answer)))
            assert any(text and "is missing" in text for text in missing), path


def _unlisted(answer: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(answer, list):
        return answer[0]
    return {name: _unlisted(each) for name, each in answer.items()}


async def test_an_answer_that_does_not_fit() -> None:
    """The error names the member but not its value, and the outcome is unknown."""
    body = {"IdentityPools": [{"IdentityPoolId": {"sentinel": 1}, "IdentityPoolName": "a"}]}
    with answering(Answer(body)) as stub:
        explanation = await failed(make_gateway(stub.url), "list-identity-pools", POOLS)
    assert (explanation.kind, explanation.title) == (ErrorKind.SERVICE, "Unreadable response")
    size = len(json.dumps(body))
    assert explanation.detail == (
        "IdentityPools[0].IdentityPoolId is not a text: "
        f"HTTP 200, application/x-amz-json-1.1, {size} bytes"
    )
    assert explanation.outcome_unknown
    assert "sentinel" not in str(explanation)


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null"])
async def test_json_that_is_not_an_object(body: str) -> None:
    """An operation whose answer has no members accepts nothing else than an object either."""
    with answering(Answer(body)) as stub:
        explanation = await failed(
            make_gateway(stub.url), "delete-identity-pool", {"IdentityPoolId": ID}
        )
    assert (explanation.title, explanation.outcome_unknown) == ("Unreadable response", True)


async def test_the_caller_is_checked_too() -> None:
    """An answer of STS without the ARN is unreadable, and not a crash."""
    body = (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
        "<GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult>"
        "</GetCallerIdentityResponse>"
    )
    with answering(Answer(body, headers={"Content-Type": "text/xml"})) as stub:
        gateway = make_gateway(stub.url)
        with pytest.raises(Exception, match="Unreadable response: Arn is missing"):
            await gateway.caller(REGION)
