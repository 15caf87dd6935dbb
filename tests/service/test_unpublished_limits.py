"""Limits of the service that are missing from its model."""

import pytest

from cogtui.gateway.service_model import input_members
from cogtui.service.operations import OPERATIONS
from cogtui.service.unpublished_limits import RULES
from cogtui.service.validation import check, check_input
from tests.inputs import MAPPING, RULE, USER_POOL, every_member, member

OIDC_OF_GOOGLE = "arn:aws:iam::ACCOUNT:oidc-provider/accounts.google.com"
SAML_NAMED_OKTA = "arn:aws:iam::ACCOUNT:saml-provider/Okta"
ROLE_NAMED_GUEST = "arn:aws:iam::ACCOUNT:role/Guest"


@pytest.mark.parametrize(
    ("operation", "name", "value", "path", "message"),
    [
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"www.x.com": {**MAPPING, "RulesConfiguration": {"Rules": [RULE] * 26}}},
            ("www.x.com", "RulesConfiguration", "Rules"),
            "at most 25 rules, now 26",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"www.x.com": {**MAPPING, "RulesConfiguration": {"Rules": [RULE] * 401}}},
            ("www.x.com", "RulesConfiguration", "Rules"),
            "at most 25 rules, now 401",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"https://accounts.google.com": MAPPING},
            ("https://accounts.google.com",),
            "the provider's name, without https://",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {USER_POOL: MAPPING},
            (USER_POOL,),
            "a user pool needs its app client: PROVIDER:CLIENT_ID",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {f"{USER_POOL}:1": {"Type": "Token"}},
            (f"{USER_POOL}:1", "AmbiguousRoleResolution"),
            "required",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {f"{USER_POOL}:1": {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}},
            (f"{USER_POOL}:1", "RulesConfiguration"),
            "required for the type Rules",
        ),
        ("tag-resource", "Tags", {"AWS:x": "y"}, ("AWS:x",), "the prefix aws: is reserved"),
        (
            "tag-resource",
            "Tags",
            {"a": "x;y"},
            ("a",),
            "letters, digits, spaces or _.:/=+-@",
        ),
        (
            "create-identity-pool",
            "IdentityPoolTags",
            {str(number): "" for number in range(51)},
            (),
            "at most 50 tags, now 51",
        ),
        (
            "create-identity-pool",
            "CognitoIdentityProviders",
            [{"ProviderName": "eu-west-1_aBc", "ClientId": "1"}],
            (0, "ProviderName"),
            f"cognito-idp.REGION.amazonaws.com/USER_POOL_ID. Did you mean {USER_POOL}?",
        ),
        ("create-identity-pool", "CognitoIdentityProviders", [{}], (0, "ProviderName"), "required"),
        (
            "set-identity-pool-roles",
            "Roles",
            {"authenticated": "Guest"},
            ("authenticated",),
            f"a role's ARN, not its name. Did you mean {ROLE_NAMED_GUEST}?",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {
                "www.x.com": {
                    **MAPPING,
                    "RulesConfiguration": {"Rules": [{**RULE, "RoleARN": "Guest"}]},
                }
            },
            ("www.x.com", "RulesConfiguration", "Rules", 0, "RoleARN"),
            f"a role's ARN, not its name. Did you mean {ROLE_NAMED_GUEST}?",
        ),
        (
            "get-credentials-for-identity",
            "CustomRoleArn",
            "Guest",
            (),
            f"a role's ARN, not its name. Did you mean {ROLE_NAMED_GUEST}?",
        ),
        (
            "create-identity-pool",
            "OpenIdConnectProviderARNs",
            ["https://accounts.google.com"],
            (0,),
            f"the provider's ARN in IAM, not its URL. Did you mean {OIDC_OF_GOOGLE}?",
        ),
        (
            "update-identity-pool",
            "SamlProviderARNs",
            ["Okta"],
            (0,),
            f"the provider's ARN in IAM, not its name. Did you mean {SAML_NAMED_OKTA}?",
        ),
    ],
)
def test_an_unpublished_limit_is_reported_with_its_source(
    operation: str, name: str, value: object, path: tuple[str | int, ...], message: str
) -> None:
    """Limits that AWS documents in prose, or that users have reported, are enforced."""
    [found] = check(member(operation, name), value)
    assert ((name, *path), message) == (found.path, found.message)
    assert found.source.startswith("https://")


@pytest.mark.parametrize(
    ("operation", "name", "value"),
    [
        ("set-identity-pool-roles", "RoleMappings", {f"{USER_POOL}:1": MAPPING}),
        ("set-identity-pool-roles", "RoleMappings", {"accounts.google.com": MAPPING}),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"www.x.com": {**MAPPING, "RulesConfiguration": {"Rules": [RULE] * 25}}},
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {f"{USER_POOL}:1": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
        ),
        ("tag-resource", "Tags", {"Équipe: é_1/+=@-.": "", "x-aws:": "日本"}),
        (
            "create-identity-pool",
            "CognitoIdentityProviders",
            [
                {"ProviderName": USER_POOL},
                {"ProviderName": "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_1"},
            ],
        ),
    ],
)
def test_values_within_the_limits_are_valid(operation: str, name: str, value: object) -> None:
    """Values just within the unpublished limits are valid."""
    assert check(member(operation, name), value) == []


def test_a_lookup_requires_an_identity_or_a_user() -> None:
    """Either an identity ID or a developer user identifier is required."""
    name = "lookup-developer-identity"
    members = input_members(name)
    pool = {"IdentityPoolId": "us-east-1:0"}
    [found] = check_input(name, members, pool)
    assert found.path == ("DeveloperUserIdentifier",)
    assert found.message == "an identity ID or a developer user identifier is required"
    assert check_input(name, members, {**pool, "IdentityId": "us-east-1:0"}) == []
    assert check_input(name, members, {**pool, "DeveloperUserIdentifier": "ada"}) == []


def test_every_rule_has_a_name_of_the_service() -> None:
    """The rules' names are those of operations, members and shapes; one is a member of STS."""
    names = {name.removesuffix(".*") for name in RULES}
    assert names <= {each.name for each in every_member()} | OPERATIONS.keys() | {"RoleArn"}
