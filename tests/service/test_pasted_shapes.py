"""Values in the form of other tools."""

from typing import Any, Final

from cogtui.service.validation import check
from tests.cases import case
from tests.inputs import MAPPING, USER_POOL, member

GOOGLE: Final = "accounts.google.com"

FACEBOOK: Final = "graph.facebook.com"

GOOGLE_CLIENT: Final = "482910573621-h2k9.apps.googleusercontent.com"

TOKEN: Final = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}

ENDPOINT: Final = "cognito-idp.REGION.amazonaws.com/USER_POOL_ID"

SHAPES: Final = (
    # tags
    ("IdentityPoolTags", [{"Key": "a", "Value": "b"}, {"Key": "c"}], '{"a": "b", "c": ""}'),
    ("IdentityPoolTags", [{"key": "a", "value": 1}], '{"a": "1"}'),
    ("IdentityPoolTags", [{"TagKey": "a", "TagValue": "é"}], '{"a": "é"}'),
    ("IdentityPoolTags", ["a = b", "c=d=e"], '{"a": "b", "c": "d=e"}'),
    ("IdentityPoolTags", ["Key=a,Value=b"], '{"a": "b"}'),
    ("IdentityPoolTags", "Key=a,Value=b Key=c,Value=", '{"a": "b", "c": ""}'),
    ("IdentityPoolTags", "a=b,c=d", '{"a": "b", "c": "d"}'),
    (
        "IdentityPoolTags",
        [{"Key": each, "Value": ""} for each in "abcd"],
        '{"a": "", "b": "", "c": "", …}',
    ),
    ("IdentityPoolTags", {"a": 1.5}, '"1.5"'),
    ("IdentityPoolTags", {"a": True}, '"true"'),
    # providers
    ("CognitoIdentityProviders", {"ProviderName": USER_POOL, "ClientId": "1"}, "[{ … }]"),
    (
        "CognitoIdentityProviders",
        {USER_POOL: "1"},
        f'[{{"ProviderName": "{USER_POOL}", "ClientId": "1"}}]',
    ),
    ("CognitoIdentityProviders", [{"ProviderName": "us-east1_AbC"}], "us-east-1_AbC"),
    ("CognitoIdentityProviders", [{"ProviderName": "us-east-1_AbC"}], "us-east-1_AbC"),
    ("CognitoIdentityProviders", [{"ProviderName": f"https://{USER_POOL}"}], USER_POOL),
    (
        "CognitoIdentityProviders",
        [{"providerName": USER_POOL, "ProviderName": USER_POOL}],
        "ProviderName",
    ),
    ("SupportedLoginProviders", {"Google": "1"}, GOOGLE),
    ("SupportedLoginProviders", {"LoginWithAmazon": "1"}, "www.amazon.com"),
    ("SupportedLoginProviders", {"www.facebook.com": "1"}, FACEBOOK),
    ("SupportedLoginProviders", {"1.apps": GOOGLE}, f'{{"{GOOGLE}": "1.apps"}}'),
    ("OpenIdConnectProviderARNs", "x", '["x"]'),
    ("AllowClassicFlow", "True", "true"),
    # role mappings
    ("RoleMappings", [{"IdentityProvider": GOOGLE, **TOKEN}], f'{{"{GOOGLE}": {{ … }}}}'),
    ("RoleMappings", [{"identity_provider": GOOGLE}], f'{{"{GOOGLE}": {{ … }}}}'),
    ("RoleMappings", {"x": {"IdentityProvider": GOOGLE, **TOKEN}}, f'{{"{GOOGLE}": {{ … }}}}'),
    ("RoleMappings", {"x": {"IdentityProvider": {}, **TOKEN}}, '{"PROVIDER": { … }}'),
    ("RoleMappings", {GOOGLE: {**TOKEN, "type": "Token"}}, "Type"),
    ("RoleMappings", {GOOGLE: {**TOKEN, "mapping_rule": []}}, "RulesConfiguration"),
    (
        "RoleMappings",
        {GOOGLE: {**TOKEN, "Rules": []}},
        '"RulesConfiguration": {"Rules": …}',
    ),
    ("RoleMappings", {GOOGLE: {**MAPPING, "RulesConfiguration": []}}, '{"Rules": [ … ]}'),
    ("RoleMappings", {"eu-west-1_aBc": TOKEN}, f"{USER_POOL}:CLIENT_ID"),
    ("RoleMappings", {"eu-west1_aBc:app": TOKEN}, f"{USER_POOL}:app"),
)
"""Members with values in the wrong form, and the right form."""

UNKNOWN: Final[tuple[tuple[str, Any], ...]] = (
    ("IdentityPoolTags", ["a", 1, {"a": "b"}]),
    ("IdentityPoolTags", "a"),
    ("IdentityPoolTags", []),
    ("RoleMappings", "x"),
    ("RoleMappings", ["x", {"Type": "Token"}]),
    ("RoleMappings", {GOOGLE: "x"}),
    ("RoleMappings", {GOOGLE: {**TOKEN, "Extra": ""}}),
    ("CognitoIdentityProviders", "x"),
    ("CognitoIdentityProviders", {}),
    ("OpenIdConnectProviderARNs", ""),
    ("OpenIdConnectProviderARNs", 1),
    ("AllowClassicFlow", "maybe"),
    ("DeveloperProviderName", []),
    ("DeveloperProviderName", {"a": 1}),
    ("IdentityPoolName", None),
)


def messages(name: str, value: Any) -> list[str]:  # noqa: ANN401  any JSON
    """Return the messages about a member of a configuration."""
    operation = "set-identity-pool-roles" if name.startswith("Role") else "create-identity-pool"
    return [each.message for each in check(member(operation, name), value)]


def test_the_right_form_is_suggested() -> None:
    """What was pasted from another tool is shown as the service requires it."""
    for name, value, intended in SHAPES:
        with case(f"{name} {value}"):
            suggested = [each for each in messages(name, value) if "Did you mean" in each]
            assert suggested
            assert suggested[0].endswith(f"{intended}?")


def test_other_values() -> None:
    """There is no suggestion if the right form is unknown."""
    for name, value in UNKNOWN:
        with case(f"{name} {value}"):
            found = messages(name, value)
            assert found
            assert "Did you mean" not in "".join(found)


def test_members_by_their_names_elsewhere() -> None:
    """An operation's members are recognized in other spellings."""
    found = check(member("list-identities", "MaxResults"), "60")
    assert [each.message for each in found] == ["a whole number. Did you mean 60?"]
    assert messages("Roles", {"authenticated": {"Fn::GetAtt": ["Role", "Arn"]}}) == [
        "a string, not a CloudFormation function"
    ]


def test_a_provider_in_the_wrong_list() -> None:
    """The message says where it belongs."""
    assert messages(
        "CognitoIdentityProviders", [{"ProviderName": GOOGLE, "ClientId": GOOGLE_CLIENT}]
    ) == [
        f'{ENDPOINT}. {GOOGLE} belongs in SupportedLoginProviders, as {{"{GOOGLE}": "APP_ID"}}',
        (
            "the ID of an app client. A Google client belongs in SupportedLoginProviders, as "
            f'{{"{GOOGLE}": "{GOOGLE_CLIENT}"}}'
        ),
    ]
    assert messages("CognitoIdentityProviders", [{"ProviderName": "Facebook"}]) == [
        f'{ENDPOINT}. {FACEBOOK} belongs in SupportedLoginProviders, as {{"{FACEBOOK}": "APP_ID"}}'
    ]
    assert messages("CognitoIdentityProviders", [{"ProviderName": "login.example.com"}]) == [
        ENDPOINT
    ]
    assert messages("SupportedLoginProviders", {"us-east1_AbC": "1"}) == [
        (
            "a user pool belongs in CognitoIdentityProviders, as "
            "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC"
        )
    ]


def test_secrets_are_not_quoted() -> None:
    """A suggestion leaves out a login provider's secret and anything sensitive."""
    (found,) = messages("SupportedLoginProviders", [{"Key": "api.twitter.com", "Value": "a;b"}])
    assert found.endswith('Did you mean {"api.twitter.com": …}?')
    (found,) = [each.message for each in check(member("get-id", "Logins"), {GOOGLE: 42})]
    assert "42" not in found
    (found,) = [each.message for each in check(member("get-id", "Logins"), [f"{GOOGLE}=eyJ"])]
    assert "eyJ" not in found
