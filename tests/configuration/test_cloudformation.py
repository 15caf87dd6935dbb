"""CloudFormation templates, checked against the resource schemas by cfn-lint."""

from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cogtui.configuration.cloudformation import template, yaml_lines
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import restore_secrets
from tests.configuration.samples import FULL, GOOGLE, TWITTER, by_rules, rule
from tests.configuration.strategies import configurations

POOL = {"Ref": "IdentityPool"}


def complaints(text: str) -> list[str]:
    """Return what cfn-lint finds in a template."""
    # imported here: it takes more than a second, on every worker that collects the tests
    from cfnlint.api import lint  # type: ignore[import-untyped]  # noqa: PLC0415  it has no types

    return [f"{each.rule.id} {each.message}" for each in lint(text)]


def created_configuration(text: str) -> Configuration:
    """Return the configuration that a template creates, with secrets redacted."""
    resources: dict[str, Any] = yaml.safe_load(text)["Resources"]
    pool = resources.pop("IdentityPool")["Properties"]
    logins = pool.get("SupportedLoginProviders", {})
    values = {
        **pool,
        "SupportedLoginProviders": {
            name: "****" if isinstance(each, dict) else each for name, each in logins.items()
        },
        "IdentityPoolTags": {
            each["Key"]: each["Value"] for each in pool.get("IdentityPoolTags", ())
        },
        "PrincipalTags": {},
    }
    for each in resources.values():
        properties = each["Properties"]
        assert properties.pop("IdentityPoolId") == POOL
        if each["Type"] == "AWS::Cognito::IdentityPoolRoleAttachment":
            mappings = properties.pop("RoleMappings", {}).values()
            values |= properties
            values["RoleMappings"] = {each["IdentityProvider"]: each for each in mappings}
        else:
            assert each["Type"] == "AWS::Cognito::IdentityPoolPrincipalTag"
            values["PrincipalTags"][properties.pop("IdentityProviderName")] = properties
    return Configuration.of(values)


@settings(max_examples=15)
@example(FULL)
@given(configurations())
def test_a_template_creates_the_pool(configuration: Configuration) -> None:
    """Apart from secrets, the template contains the whole configuration."""
    text = template(configuration).text
    assert "sentinel" not in text
    assert (
        configuration == restore_secrets(created_configuration(text), configuration).configuration
    )


# cfn-lint takes about a second per template
@settings(max_examples=4)
@example(FULL)
@given(configurations())
def test_a_template_is_valid(configuration: Configuration) -> None:
    """cfn-lint finds nothing to report."""
    assert complaints(template(configuration).text) == []


def test_cfn_lint_rejects_an_invalid_template() -> None:
    """The lint used in these tests does reject invalid templates."""
    text = template(FULL).text
    for old, new in (("AllowClassicFlow", "AllowClassic"), ("ClientId", "Id"), ("Claim:", "K:")):
        text = text.replace(old, new)
    found = " ".join(complaints(text))
    assert all(word in found for word in ("'AllowClassic'", "'Id'", "'K'", "'Claim' is a required"))


def test_secrets_are_parameters() -> None:
    """They have NoEcho, and a note mentions them."""
    found = template(FULL)
    document = yaml.safe_load(found.text)
    assert document["Parameters"] == {
        "Secret1OfApiTwitterCom": {
            "Type": "String",
            "NoEcho": True,
            "Description": "key;secret of api.twitter.com",
        }
    }
    logins = document["Resources"]["IdentityPool"]["Properties"]["SupportedLoginProviders"]
    assert logins[TWITTER] == {"Ref": "Secret1OfApiTwitterCom"}
    assert found.notes == ("Login provider secrets are omitted: they are parameters.",)


def test_a_minimal_pool() -> None:
    """Members that are not set are omitted."""
    found = template(Configuration.of({"IdentityPoolName": "x"}))
    assert found.notes == ()
    assert yaml.safe_load(found.text) == {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            "IdentityPool": {
                "Type": "AWS::Cognito::IdentityPool",
                "Properties": {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": False},
            }
        },
        "Outputs": {"IdentityPoolId": {"Value": POOL}},
    }


def test_dynamic_references_are_reported() -> None:
    """A note warns about text that CloudFormation would resolve."""
    mappings = {GOOGLE: by_rules(rule("{{resolve:ssm:x}}"))}
    notes = template(FULL.replaced(RoleMappings=mappings)).notes
    assert "{{resolve:" in notes[1]


@given(
    st.recursive(
        st.text() | st.booleans() | st.just({}) | st.just([]),
        lambda inner: (
            st.dictionaries(st.text(), inner, min_size=1, max_size=3)
            | st.lists(st.text(), max_size=3)
            | st.lists(st.dictionaries(st.text(), inner, min_size=1, max_size=2), max_size=2)
        ),
        max_leaves=6,
    ).map(lambda value: {"key": value})
)
@example(
    {"no": "no", "Yes": "1e3", "n": "~", "null": "", "a": "- x\n: \t#", "1": "\x00\u3164\ufeff"}
)
def test_any_text_survives_yaml(value: dict[str, Any]) -> None:
    """YAML reads back every value and name."""
    assert value == yaml.safe_load("\n".join(yaml_lines(value)))


@pytest.mark.parametrize("name", ["no", "Yes", "null", "a b", "", "é", "1"])
def test_reserved_words_are_quoted(name: str) -> None:
    """Only such names are quoted."""
    assert [*yaml_lines({name: True, "Ref": "x"})] == [f'"{name}": true', 'Ref: "x"']
