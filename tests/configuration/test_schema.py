"""The members of a configuration and their validation."""

from typing import Any

import pytest
from hypothesis import given, settings

from cogtui.configuration.pool_configuration import SHAPES, Configuration, Shape
from cogtui.configuration.redaction import without_secrets
from cogtui.configuration.schema import find_problems
from cogtui.secret import Secret
from cogtui.service.members import ValueKind
from tests.configuration.samples import (
    FULL,
    GOOGLE,
    OIDC,
    ROLE,
    SAML,
    TWITTER,
    by_rules,
    members,
    rule,
)
from tests.configuration.strategies import configurations

KINDS = {
    Shape.TEXT: ValueKind.TEXT,
    Shape.FLAG: ValueKind.SWITCH,
    Shape.TEXTS: ValueKind.LIST,
    Shape.MAP: ValueKind.MAP,
    Shape.USER_POOLS: ValueKind.ROWS,
    Shape.MAPPINGS: ValueKind.STRUCTURES,
    Shape.TAG_MAPS: ValueKind.STRUCTURES,
}


def test_every_member_is_known() -> None:
    """Each has its kind and documentation; the name and guest access are required."""
    found = members()
    assert {each.name: each.kind for each in found} == {
        name: KINDS[shape] for name, shape in SHAPES.items()
    }
    assert all(each.label and each.documentation for each in found)
    required = [each.name for each in found if each.required]
    assert required == ["IdentityPoolName", "AllowUnauthenticatedIdentities"]


@settings(max_examples=15)
@given(configurations())
def test_valid_configurations_have_no_problems(configuration: Configuration) -> None:
    """This holds with and without secrets."""
    for values in (configuration.members, without_secrets(configuration)):
        sent = {name: None if each == "" else each for name, each in values.items()}
        assert find_problems(members(), sent) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("RoleMappings", {SAML: by_rules(*[rule("x")] * 26)}, "at most 25 rules, now 26"),
        ("RoleMappings", {"https://x": {"Type": "Token"}}, "the provider's name, without https://"),
        ("SupportedLoginProviders", {GOOGLE: "a b"}, "up to 128 letters, digits or .;_/-"),
        ("SupportedLoginProviders", {TWITTER: Secret("a b")}, "up to 128 letters, digits or"),
        ("SupportedLoginProviders", [], "an object: { … }"),
        ("SupportedLoginProviders", {GOOGLE: None}, "required"),
        ("CognitoIdentityProviders", [{"ClientId": "x"}], "required"),
        ("PrincipalTags", {GOOGLE: {"PrincipalTags": {"a": ""}}}, "required"),
        ("PrincipalTags", {GOOGLE: {"Tags": {}}}, "not a member: UseDefaults or PrincipalTags"),
    ],
)
def test_values_that_the_service_would_reject(name: str, value: Any, expected: str) -> None:  # noqa: ANN401
    """Every limit that the form shows is checked."""
    found = find_problems(members(), {**FULL.members, name: value})
    assert found[0].path[0] == name
    assert found[0].message.startswith(expected)
    assert "a b" not in found[0].message


def test_problems_of_the_current_configuration() -> None:
    """They do not prevent other changes, wherever in its list the value is now."""
    wrong = f"{OIDC}/"
    present = FULL.replaced(OpenIdConnectProviderARNs=[wrong])
    values = {**present.members, "OpenIdConnectProviderARNs": [OIDC, wrong], "Roles": {"x": ROLE}}
    assert [each.path for each in find_problems(members(), values)] == [
        ("OpenIdConnectProviderARNs", 1),
        ("Roles", "x"),
    ]
    assert [each.path for each in find_problems(members(), values, present)] == [("Roles", "x")]
