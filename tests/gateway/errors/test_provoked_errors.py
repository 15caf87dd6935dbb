"""Errors of the emulator, each provoked by a common mistake, and explained."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from tests.gateway.errors import mistakes
from tests.gateway.gateways import POOLS, REGION, failed, make_gateway

Fresh = Callable[..., RunningEmulator]

pytestmark = pytest.mark.usefixtures("keys")


@pytest.mark.parametrize(
    ("mistake", "title", "member"),
    [
        (mistakes.guest_access_is_off, "Guest access is off", "Logins"),
        (mistakes.no_login_sent, "Access to the identity denied", "Logins"),
        (mistakes.login_of_another_identity, "The logins do not match the identity", "Logins"),
        (mistakes.another_provider, "The pool does not have the token's provider", "Logins"),
        (mistakes.another_issuer, "The token is from another issuer", "Logins"),
        (mistakes.an_access_token, "The token has no aud", "Logins"),
        (mistakes.expired_token, "The login token has expired", "Logins"),
        (mistakes.truncated_token, "Not an ID token", "Logins"),
        (mistakes.a_forged_token, "The token's signature is not valid", "Logins"),
        (mistakes.a_developer_token_for_get_id, "A Cognito token is not accepted here", "Logins"),
        (
            mistakes.a_developer_provider_in_public,
            "Developer provider in a public call",
            "Logins",
        ),
        (mistakes.another_developer_provider, "Not the pool's developer provider", "Logins"),
        (
            mistakes.another_developer_provider_in_a_merge,
            "Not the pool's developer provider",
            "DeveloperProviderName",
        ),
        (mistakes.no_role, "The pool's role cannot be used", ""),
        (mistakes.no_rule_matches, "No role for this user", "Logins"),
        (
            mistakes.role_of_other_users,
            "This user cannot choose the role",
            "CustomRoleArn",
        ),
        (
            mistakes.an_unknown_mapping_key,
            "The pool has no provider with this name",
            "RoleMappings",
        ),
        (mistakes.too_many_rules, "Too many rules", "RoleMappings"),
        (mistakes.a_role_by_its_name, "The role cannot be passed to the pool", "Roles"),
        (mistakes.role_for_an_unknown_state, "A value is not valid", "Roles"),
        (mistakes.another_match_type, "A value is not valid", "RoleMappings"),
        (mistakes.no_classic_flow, "The classic flow is off", ""),
        (mistakes.classic_flow_and_mappings, "The classic flow does not support role mappings", ""),
        (mistakes.deleted_pool, "Not found", "IdentityPoolId"),
        (mistakes.deleted_identity, "Not found", "IdentityId"),
        (mistakes.user_pool_id, "Not an identity pool ID", "IdentityPoolId"),
        (mistakes.a_name_too_long, "A value is not valid", "IdentityPoolName"),
        (
            mistakes.a_user_pool_by_its_id,
            "Not a user pool's provider name",
            "CognitoIdentityProviders",
        ),
        (
            mistakes.a_foreign_saml_provider,
            "SAML provider of another account",
            "SamlProviderARNs",
        ),
        (mistakes.no_principal_tags, "No principal tags are set", "IdentityProviderName"),
        (
            mistakes.a_developer_user_of_another_identity,
            "The developer user has another identity",
            "IdentityId",
        ),
        (
            mistakes.mismatched_user_and_identity,
            "Linked to another identity",
            "DeveloperUserIdentifier",
        ),
    ],
)
async def test_a_mistake_is_explained(
    fresh_emulator: Fresh,
    mistake: Callable[[mistakes.Scenario], Awaitable[Explanation]],
    title: str,
    member: str,
) -> None:
    """The emulator's error over HTTP has its cause, and contains no secret."""
    scenario = mistakes.Scenario(make_gateway(fresh_emulator(empty=True).url))
    explanation = await mistake(scenario)
    assert (title, member) == (explanation.title, explanation.member)
    assert not explanation.outcome_unknown
    assert "eyJ" not in str(explanation)


@pytest.mark.parametrize(
    ("kind", "operation", "title", "expected"),
    [
        ("TooManyRequestsException", "ListIdentityPools", "Throttled", "not published"),
        (
            "AccessDeniedException",
            "ListIdentityPools",
            "Access denied",
            "No identity-based policy allows cognito-identity:ListIdentityPools",
        ),
        (
            "UnrecognizedClientException",
            "*",
            "AWS rejected these credentials",
            "access key",
        ),
        ("ExpiredTokenException", "*", "The AWS credentials have expired", "no longer valid"),
        ("LimitExceededException", "*", "Quota reached", "1,000"),
        (
            "ExternalServiceException",
            "*",
            "The login's provider did not respond",
            "got no response",
        ),
        ("ConcurrentModificationException", "*", "Someone else was changing it", "write"),
        ("InternalErrorException", "*", "The service failed", "not in the request"),
    ],
)
async def test_a_fault_is_explained(
    fresh_emulator: Fresh, kind: str, operation: str, title: str, expected: str
) -> None:
    """Errors without a mistake by the user have a cause as well."""
    fault_plan = FaultPlan(faults=(Fault(operation, kind, 1),))
    gateway = make_gateway(fresh_emulator(empty=True, fault_plan=fault_plan).url)
    explanation = await failed(gateway, "list-identity-pools", POOLS)
    assert title == explanation.title
    assert expected in explanation.cause


async def test_the_quota_that_is_used_up_is_reported(fresh_emulator: Fresh) -> None:
    """Forty simultaneous lists of identities exceed the quota of a second."""
    emulator = fresh_emulator(identities=10)
    gateway = make_gateway(emulator.url)
    pools = await gateway.call("list-identity-pools", REGION, POOLS)
    emulator.change_faults(FaultPlan(quotas=True))
    wanted = {"IdentityPoolId": pools["IdentityPools"][0]["IdentityPoolId"], "MaxResults": 1}
    calls = (gateway.call("list-identities", REGION, wanted) for _ in range(40))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    refused = [each.explanation for each in answers if isinstance(each, ApiError)]
    assert {each.kind for each in refused} == {ErrorKind.THROTTLED}
    assert "quota for list-identities in region us-east-1 (5 calls per second)" in refused[0].cause
