"""The calls that turn one configuration into another."""

from typing import Any, Final

from cogtui.configuration.plan import Plan, PlannedCall, Target, plan_creation, planned
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import Need
from cogtui.service.unpublished_limits import MOST
from tests.configuration.samples import FULL, GOOGLE, OIDC, ROLE, TWITTER
from tests.inputs import USER_POOL

TARGET: Final = Target(
    "us-east-1:1", "arn:aws:cognito-identity:us-east-1:1:identitypool/us-east-1:1"
)
UPDATE: Final = Need("cognito-identity:UpdateIdentityPool", "")


def plan(**values: Any) -> Plan:  # noqa: ANN401  by member
    """Return the plan for a change of the full configuration."""
    return planned(FULL, FULL.replaced(**values))


def operations(found: Plan) -> list[str]:
    """Return the operations of a plan, in order."""
    return [each.operation for each in found.calls]


def test_an_empty_plan_has_no_calls() -> None:
    """There are no remarks either."""
    assert planned(FULL, FULL) == Plan(FULL, FULL, (), (), ())


def test_an_update_sends_everything_it_replaces() -> None:
    """Members that the service would remove if omitted are sent, tags are not."""
    (call,) = plan(IdentityPoolName="web").calls
    assert call.operation == "update-identity-pool"
    assert call.needs == (UPDATE,)
    assert call.request(TARGET) == {
        "IdentityPoolId": "us-east-1:1",
        "IdentityPoolName": "web",
        **{
            name: FULL[name]
            for name in (
                "AllowUnauthenticatedIdentities",
                "AllowClassicFlow",
                "CognitoIdentityProviders",
                "SupportedLoginProviders",
                "OpenIdConnectProviderARNs",
                "SamlProviderARNs",
                "DeveloperProviderName",
            )
        },
    }
    assert "Updates IdentityPoolName" in call.purpose


def test_an_update_does_not_send_what_was_never_set() -> None:
    """The service rejects an empty developer name and null."""
    bare = Configuration.of({"IdentityPoolName": "bare"})
    (call,) = planned(bare, bare.replaced(IdentityPoolName="x")).calls
    assert {"AllowClassicFlow", "DeveloperProviderName"} & call.parameters.keys() == set()
    assert call.parameters["SamlProviderARNs"] == []


def test_roles_are_passed() -> None:
    """The call requires iam:PassRole for every role, including those of rules."""
    (call,) = plan(Roles={}).calls
    assert call.request(TARGET) == {
        "IdentityPoolId": "us-east-1:1",
        "Roles": {},
        "RoleMappings": FULL["RoleMappings"],
    }
    assert call.needs == (
        Need("cognito-identity:SetIdentityPoolRoles", "*"),
        Need("iam:PassRole", ROLE.format("Admin")),
        Need("iam:PassRole", ROLE.format("Reader")),
    )


def test_principal_tags_by_provider() -> None:
    """There is one call per changed provider: to the defaults, to a map, or to none."""
    maps = {TWITTER: {"UseDefaults": True}, OIDC: {"PrincipalTags": {"a": "b"}}}
    calls = plan(PrincipalTags=maps).calls
    assert [dict(each.parameters) for each in calls] == [
        {"IdentityProviderName": GOOGLE, "UseDefaults": False, "PrincipalTags": {}},
        {"IdentityProviderName": TWITTER, "UseDefaults": True, "PrincipalTags": {}},
        {"IdentityProviderName": OIDC, "UseDefaults": False, "PrincipalTags": {"a": "b"}},
    ]
    assert [each.purpose.split(" for ")[1] for each in calls] == [
        "Google: none",
        "Twitter: default mappings",
        "login.example.com: custom mappings",
    ]
    assert {each.needs for each in calls} == {
        (Need("cognito-identity:SetPrincipalTagAttributeMap", "*"),)
    }


def test_tags_are_not_sent_with_an_update() -> None:
    """They are set and removed by separate calls, additions first."""
    tag, untag = plan(IdentityPoolTags={"stage": "dev", "new": "1"}).calls
    assert tag.request(TARGET) == {
        "ResourceArn": TARGET.arn,
        "Tags": {"stage": "dev", "new": "1"},
    }
    assert untag.request(TARGET) == {"ResourceArn": TARGET.arn, "TagKeys": ["empty"]}
    assert (tag.needs, untag.needs) == (
        (Need("cognito-identity:TagResource", ""),),
        (Need("cognito-identity:UntagResource", ""),),
    )


def test_old_tags_make_room_for_new_ones() -> None:
    """The pool never exceeds the quota."""
    most = {f"key{number}": "" for number in range(MOST["Tags"])}
    full = FULL.replaced(IdentityPoolTags=most)
    other = {**dict(list(most.items())[1:]), "new": ""}
    found = planned(full, full.replaced(IdentityPoolTags=other))
    assert operations(found) == ["untag-resource", "tag-resource"]


def test_a_provider_is_removed_with_its_settings() -> None:
    """Its principal tags are removed before it, its role mapping after it."""
    gone = FULL.replaced(SupportedLoginProviders={}, IdentityPoolTags={}).without_orphans()
    found = planned(FULL, gone)
    assert operations(found) == [
        "set-principal-tag-attribute-map",
        "update-identity-pool",
        "set-identity-pool-roles",
        "untag-resource",
    ]
    assert not found.errors
    back = planned(gone, FULL)
    assert operations(back) == [
        "update-identity-pool",
        "set-identity-pool-roles",
        "set-principal-tag-attribute-map",
        "tag-resource",
    ]


def test_a_new_pool() -> None:
    """It is created with its tags; roles and principal tags follow."""
    found = plan_creation(FULL)
    assert operations(found) == [
        "create-identity-pool",
        "set-identity-pool-roles",
        *["set-principal-tag-attribute-map"] * 2,
    ]
    first = found.calls[0]
    assert first.request(None) == first.request(TARGET) == first.parameters
    assert first.parameters["IdentityPoolTags"] == FULL["IdentityPoolTags"]
    assert first.needs == (
        Need("cognito-identity:CreateIdentityPool", "*"),
        Need("cognito-identity:TagResource", ""),
    )
    assert found.calls[1].request(None) == found.calls[1].parameters
    assert found.before is None


def test_a_minimal_new_pool() -> None:
    """Empty members are omitted, but that guests are not allowed is sent."""
    (call,) = plan_creation(Configuration.of({"IdentityPoolName": "x"})).calls
    assert call == PlannedCall(
        "create-identity-pool",
        {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": False},
        "Creates pool x",
        (Need("cognito-identity:CreateIdentityPool", "*"),),
    )
    assert call.announced == ("create-identity-pool", "Creates pool x", call.needs)


def test_no_secret_in_the_output() -> None:
    """Neither the calls nor the differences show one."""
    assert "sentinel" not in repr(plan_creation(FULL))
    assert USER_POOL in repr(plan_creation(FULL))
