"""Differences between two configurations."""

from typing import Any

import pytest
from hypothesis import given, settings

from cogtui.configuration.differences import differences, format_piece, format_rule
from cogtui.configuration.pool_configuration import SHAPES, Configuration
from cogtui.configuration.redaction import without_secrets
from cogtui.documents.configuration_change import Sign
from cogtui.secret import Secret
from tests.configuration.samples import (
    FULL,
    GOOGLE,
    OIDC,
    ROLE,
    SAML,
    SECRET,
    TWITTER,
    by_rules,
    rule,
)
from tests.configuration.strategies import configurations
from tests.inputs import USER_POOL

KEY = f"{USER_POOL}:app1"
RULES = ("RoleMappings", KEY, "RulesConfiguration", "Rules")
MAPPING = "role mapping eu-west-1_aBc:1"
ADMIN, DEV, OPS, NEW = rule("admin", "Admin"), rule("dev"), rule("ops"), rule("new")

Described = tuple[str, tuple[str | int, ...], str, str]


def changed(**values: Any) -> list[Described]:  # noqa: ANN401  by member
    """Return the differences after a change of the full configuration, without labels."""
    found = differences(FULL, FULL.replaced(**values))
    assert all(each.label and each.member in values for each in found)
    return [(each.sign.value, each.path, each.before, each.after) for each in found]


def with_rules(*rules: dict[str, str]) -> list[Described]:
    """Return the differences to other rules, each rule by its value."""
    mappings = {**FULL["RoleMappings"], KEY: by_rules(*rules)}
    return changed(RoleMappings=mappings)


def test_texts() -> None:
    """A name changes; a developer provider is added or removed."""
    assert changed(IdentityPoolName="web") == [("~", ("IdentityPoolName",), "mobile", "web")]
    assert changed(DeveloperProviderName="") == [("-", ("DeveloperProviderName",), "login.own", "")]
    (found,) = differences(FULL.replaced(DeveloperProviderName=""), FULL)
    assert (found.sign, found.after) == (Sign.ADDED, "login.own")


def test_flags() -> None:
    """Flags appear as words; the classic flow may be unset."""
    assert changed(AllowUnauthenticatedIdentities=False, AllowClassicFlow=None) == [
        ("~", ("AllowUnauthenticatedIdentities",), "allowed", "not allowed"),
        ("~", ("AllowClassicFlow",), "not allowed", "not set"),
    ]


def test_providers_in_iam() -> None:
    """Each ARN has its own difference, with its index in the list that contains it."""
    other = SAML.replace("Corp", "Branch")
    assert changed(SamlProviderARNs=[other], OpenIdConnectProviderARNs=[OIDC, "a"]) == [
        ("+", ("OpenIdConnectProviderARNs", 0), "", "a"),
        ("+", ("SamlProviderARNs", 0), "", other),
        ("-", ("SamlProviderARNs", 0), SAML, ""),
    ]


def test_user_pools() -> None:
    """Another client is another provider; the token check is a change."""
    provider = FULL["CognitoIdentityProviders"][0]
    words = f"{USER_POOL}, client app1, token check"
    path = ("CognitoIdentityProviders", 0)
    assert changed(CognitoIdentityProviders=[{**provider, "ServerSideTokenCheck": False}]) == [
        ("~", path, f"{words} on", f"{words} off")
    ]
    assert changed(CognitoIdentityProviders=[{"ProviderName": "p"}]) == [
        ("-", path, f"{words} on", ""),
        ("+", path, "", "p, client none, token check off"),
    ]


def test_maps() -> None:
    """Tags and roles are added, removed and changed; an empty value is shown as such."""
    tags = {"stage": "", "new": "1"}
    assert changed(IdentityPoolTags=tags, Roles={"authenticated": ROLE.format("X")}) == [
        ("~", ("Roles", "authenticated"), ROLE.format("User"), ROLE.format("X")),
        ("-", ("Roles", "unauthenticated"), ROLE.format("Guest"), ""),
        ("-", ("IdentityPoolTags", "empty"), "(empty)", ""),
        ("+", ("IdentityPoolTags", "new"), "", "1"),
        ("~", ("IdentityPoolTags", "stage"), "prod", "(empty)"),
    ]


def test_a_secret_is_never_shown() -> None:
    """Only the fact that it changed is shown."""
    path = ("SupportedLoginProviders", TWITTER)
    logins = {GOOGLE: "1.apps", TWITTER: "key;other"}
    assert changed(SupportedLoginProviders=logins) == [
        ("~", path, "key;****", "key;**** (secret changed)")
    ]
    assert changed(SupportedLoginProviders={**logins, TWITTER: "k2;other"}) == [
        ("~", path, "key;****", "k2;****")
    ]
    assert changed(SupportedLoginProviders={GOOGLE: "1.apps"}) == [("-", path, "key;****", "")]


def test_a_redacted_secret_does_not_differ() -> None:
    """A redacted secret equals any secret; another key before it is a change."""
    left_out = Configuration.of(without_secrets(FULL))
    assert differences(FULL, left_out) == differences(left_out, FULL) == ()
    logins = {**left_out["SupportedLoginProviders"], TWITTER: "k2;****"}
    (found,) = differences(FULL, FULL.replaced(SupportedLoginProviders=logins))
    assert (found.before, found.after) == ("key;****", "k2;****")


def test_role_mappings() -> None:
    """An added mapping lists its rules; a changed type or fallback is a change."""
    mappings = {
        KEY: {"Type": "Token", "AmbiguousRoleResolution": "Deny"},
        GOOGLE: {"Type": "Token"},
        SAML: by_rules(NEW),
    }
    messages = [
        (sign, path[1:], before, after)
        for sign, path, before, after in changed(RoleMappings=mappings)
    ]
    rules = ("RulesConfiguration", "Rules")
    assert messages == [
        ("-", (GOOGLE, "AmbiguousRoleResolution"), "AuthenticatedRole", ""),
        ("+", (SAML,), "", "Rules, otherwise Deny"),
        ("+", (SAML, *rules, 0), "", format_rule(NEW)),
        ("~", (KEY, "Type"), "Rules", "Token"),
        ("-", (KEY, *rules, 0), format_rule(ADMIN), ""),
        ("-", (KEY, *rules, 1), format_rule(DEV), ""),
        ("-", (KEY, *rules, 2), format_rule(OPS), ""),
    ]
    (gone,) = changed(RoleMappings={KEY: FULL["RoleMappings"][KEY]})
    assert gone == ("-", ("RoleMappings", GOOGLE), "Token, otherwise AuthenticatedRole", "")
    (bare, *_) = differences(FULL, FULL.replaced(RoleMappings={**FULL["RoleMappings"], SAML: {}}))
    assert bare.after == "no type, otherwise not set"


def test_a_rule_is_added_removed_or_changed() -> None:
    """The difference has the index of the rule."""
    assert with_rules(ADMIN, DEV, NEW, OPS) == [("+", (*RULES, 2), "", format_rule(NEW))]
    assert with_rules(ADMIN, OPS) == [("-", (*RULES, 1), format_rule(DEV), "")]
    was, now = format_rule(DEV), format_rule(NEW)
    assert with_rules(ADMIN, NEW, OPS) == [("~", (*RULES, 1), was, now)]


def test_a_rule_is_moved() -> None:
    """A move is one difference, also when two rules trade places."""
    words = format_rule(OPS)
    assert with_rules(OPS, ADMIN, DEV) == [(">", (*RULES, 0), "rule 3", f"rule 1: {words}")]
    ((sign, *_),) = with_rules(DEV, ADMIN, OPS)
    assert sign == ">"


def test_a_rule_is_moved_and_another_takes_its_place() -> None:
    """The moved rule is a move, and the new rule is an addition."""
    shown = with_rules(NEW, DEV, OPS, ADMIN)
    assert [(each[0], each[1][-1]) for each in shown] == [(">", 3), ("+", 0)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, [("-", ("team",)), ("-", ("who",))]),
        ({"team": "x", "new": "y"}, [("+", ("new",)), ("~", ("team",)), ("-", ("who",))]),
    ],
)
def test_custom_principal_tags(tags: dict[str, str], expected: list[Any]) -> None:
    """There is one difference per tag."""
    maps = {**FULL["PrincipalTags"], OIDC: {"PrincipalTags": tags}}
    shown = changed(PrincipalTags=maps)
    assert expected == [(each[0], each[1][3:]) for each in shown]


def test_default_principal_tags() -> None:
    """They are named in words, next to the tags that replace them."""
    maps = {
        GOOGLE: {"PrincipalTags": {"a": "b"}},
        OIDC: {"UseDefaults": True},
        SAML: {"UseDefaults": True},
    }
    shown = changed(PrincipalTags=maps)
    assert [(path[1], before, after) for sign, path, before, after in shown if len(path) == 3] == [
        (GOOGLE, "default mappings", "custom mappings"),
        (OIDC, "custom mappings", "default mappings"),
        (SAML, "none", "default mappings"),
    ]


@settings(max_examples=25)
@given(configurations(), configurations())
def test_only_equal_configurations_have_no_differences(
    one: Configuration, other: Configuration
) -> None:
    """Exactly the members that differ have differences, and no secret appears."""
    found = differences(one, other)
    assert not differences(one, one)
    assert {each.member for each in found} == {name for name in SHAPES if one[name] != other[name]}
    words = repr(found)
    assert "sentinel" not in words
    assert SECRET not in words
    assert len({(each.sign is Sign.REMOVED, each.path) for each in found}) == len(found)


def test_a_piece_is_formatted() -> None:
    """Each side of a merge is shown without its secret."""
    twitter = ("SupportedLoginProviders", "api.twitter.com")
    assert format_piece(("AllowClassicFlow",), None) == "not set"
    assert format_piece(("AllowUnauthenticatedIdentities",), False) == "not allowed"  # noqa: FBT003  a piece
    assert format_piece(("IdentityPoolName",), "mobile") == "mobile"
    assert format_piece(twitter, Secret("key;sentinel")) == "key;****"
    assert format_piece(twitter, None) == "none"
    assert format_piece(("RoleMappings", "k"), {"Type": "Token"}) == '{\n  "Type": "Token"\n}'
