"""Terraform resources, parsed by python-hcl2."""

import re
from typing import Any

import hcl2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import restore_secrets
from cogtui.configuration.terraform import module, quote
from cogtui.text import is_plain
from tests.configuration.samples import FULL, GOOGLE, TWITTER
from tests.configuration.strategies import configurations

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
"""The escapes of the HCL specification (native syntax, quoted templates)."""

KINDS = {
    "aws_cognito_identity_pool": "pool",
    "aws_cognito_identity_pool_roles_attachment": "roles",
    "aws_cognito_identity_pool_provider_principal_tag": "tags",
}


def unquoted(text: str) -> str:
    """Return the string that HCL reads from a quoted template without interpolations."""
    assert text[0] == text[-1] == '"'

    def plain(found: re.Match[str]) -> str:
        number = found[1] or found[2]
        return chr(int(number, 16)) if number else ESCAPES[found[3]]

    assert not re.search(r'(?<!\\)(?:\\\\)*"|[$%]\{', text[1:-1])
    form = r'\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|([nrt"\\]))'
    return re.sub(form, plain, text[1:-1])


def plain(value: Any) -> Any:  # noqa: ANN401  what hcl2 returns
    """Return a value of hcl2 as data; references stay `${…}`."""
    if isinstance(value, str):
        return unquoted(value) if value.startswith('"') else value
    if isinstance(value, dict):
        return {plain(name): plain(each) for name, each in value.items() if name != "__is_block__"}
    return [plain(each) for each in value] if isinstance(value, list) else value


def created_configuration(text: str) -> Configuration:
    """Return the configuration that resources create, with secrets redacted."""
    found = plain(hcl2.loads(text))
    values: dict[str, Any] = {"PrincipalTags": {}}
    for resource in found["resource"]:
        ((kind, labelled),) = resource.items()
        ((label, each),) = labelled.items()
        if KINDS[kind] == "pool":
            address = f"${{{kind}.{label}.id}}"
            values |= of_pool(each)
            continue
        assert each["identity_pool_id"] == address
        if KINDS[kind] == "roles":
            values["Roles"] = each["roles"]
            mappings = each.get("role_mapping", ())
            values["RoleMappings"] = {one["identity_provider"]: mapping(one) for one in mappings}
        else:
            values["PrincipalTags"][each["identity_provider_name"]] = {
                "UseDefaults": each["use_defaults"],
                "PrincipalTags": each.get("principal_tags"),
            }
    return Configuration.of(values)


def of_pool(each: dict[str, Any]) -> dict[str, Any]:
    """Return the members of a pool's resource."""
    logins = each.get("supported_login_providers", {})
    return {
        "IdentityPoolName": each["identity_pool_name"],
        "AllowUnauthenticatedIdentities": each["allow_unauthenticated_identities"],
        "AllowClassicFlow": each["allow_classic_flow"],
        "DeveloperProviderName": each.get("developer_provider_name"),
        "SupportedLoginProviders": {
            name: "****" if value.startswith("${") else value for name, value in logins.items()
        },
        "OpenIdConnectProviderARNs": each.get("openid_connect_provider_arns"),
        "SamlProviderARNs": each.get("saml_provider_arns"),
        "IdentityPoolTags": each.get("tags"),
        "CognitoIdentityProviders": [
            {
                "ProviderName": one["provider_name"],
                "ClientId": one["client_id"],
                "ServerSideTokenCheck": one["server_side_token_check"],
            }
            for one in each.get("cognito_identity_providers", ())
        ],
    }


def mapping(each: dict[str, Any]) -> dict[str, Any]:
    """Return a role mapping."""
    rules = [
        {
            "Claim": one["claim"],
            "MatchType": one["match_type"],
            "Value": one["value"],
            "RoleARN": one["role_arn"],
        }
        for one in each.get("mapping_rule", ())
    ]
    return {
        "Type": each["type"],
        "AmbiguousRoleResolution": each["ambiguous_role_resolution"],
        "RulesConfiguration": {"Rules": rules},
    }


@settings(max_examples=15)
@example(FULL)
@given(configurations())
def test_resources_create_the_pool(configuration: Configuration) -> None:
    """A parser accepts the resources, and they contain the configuration."""
    text = module(configuration).text
    assert "sentinel" not in text
    assert (
        configuration == restore_secrets(created_configuration(text), configuration).configuration
    )


@given(
    st.text(st.sampled_from('${}%"\\\n\t\r a~é🦊\x00\u202e\u3164\U000e0041\U0001dab0'), max_size=12)
)
@example("${")
@example("$${x}%%{y}%${")
@example("$$${")
def test_any_text_survives_hcl(text: str) -> None:
    """It contains no template sequence, and reads back the same."""
    shown = quote(text)
    assert is_plain(shown)
    assert text == unquoted(shown)
    assert hcl2.loads(f"a = {shown}\n")["a"] == shown


def test_the_layout() -> None:
    """One-line arguments are aligned, and blocks are separated by empty lines."""
    bare = Configuration.of(
        {"IdentityPoolName": "My app", "SamlProviderARNs": ["a"], "Roles": {"authenticated": "r"}}
    )
    assert module(bare).text.split("\n") == [
        'resource "aws_cognito_identity_pool" "my_app" {',
        '  identity_pool_name               = "My app"',
        "  allow_unauthenticated_identities = false",
        "  allow_classic_flow               = false",
        "  saml_provider_arns = [",
        '    "a",',
        "  ]",
        "}",
        "",
        'resource "aws_cognito_identity_pool_roles_attachment" "my_app" {',
        "  identity_pool_id = aws_cognito_identity_pool.my_app.id",
        "  roles = {",
        '    "authenticated" = "r"',
        "  }",
        "}",
        "",
    ]


def test_secrets_are_variables() -> None:
    """They are sensitive."""
    found = hcl2.loads(module(FULL).text)
    assert plain(found["variable"]) == [
        {
            "secret_1_of_api_twitter_com": {
                "description": "key;secret of api.twitter.com",
                "type": "string",
                "sensitive": True,
            }
        }
    ]
    pool = found["resource"][0]['"aws_cognito_identity_pool"']['"mobile"']
    assert plain(pool["supported_login_providers"])[TWITTER] == "${var.secret_1_of_api_twitter_com}"


def test_an_imported_pool() -> None:
    """Each resource is imported by its ID."""
    found = plain(hcl2.loads(module(FULL, "us-east-1:1").text))
    assert [each["id"] for each in found["import"]][:3] == [
        "us-east-1:1",
        "us-east-1:1",
        f"us-east-1:1:{GOOGLE}",
    ]
    names = {
        f"${{{kind}.{label}}}"
        for each in found["resource"]
        for kind, labelled in each.items()
        for label in labelled
    }
    assert names == {each["to"] for each in found["import"]}


@pytest.mark.parametrize(
    ("name", "label"), [("1 app", "pool_1_app"), ("+", "pool"), ("Web App", "web_app")]
)
def test_the_label_is_derived_from_the_name(name: str, label: str) -> None:
    """It begins with a letter."""
    assert f'"{label}" {{' in module(FULL.replaced(IdentityPoolName=name)).text


def test_limits_of_terraform_are_reported() -> None:
    """Notes mention what Terraform does not support, rejects or replaces."""
    name = "Changing the pool or developer provider name makes Terraform replace the pool."
    assert module(Configuration.of({"AllowClassicFlow": True})).notes == (name,)
    odd = FULL.replaced(AllowClassicFlow=None, Roles={}, DeveloperProviderName="x" * 101)
    notes = module(odd).notes
    assert len(notes) == 5
    assert "variables" in notes[0]
    assert "disables it" in notes[1]
    assert "default role" in notes[2]
    assert "100 characters" in notes[3]
