"""Remarks on a change before it is sent."""

from typing import Any

import pytest

from cogtui.configuration.plan import plan_creation, planned
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import Remark, RemarkLevel
from tests.configuration.samples import (
    FULL,
    GOOGLE,
    OIDC,
    ROLE,
    SAML,
    TWITTER,
    by_rules,
    rule,
)
from tests.inputs import USER_POOL

LOCKED_OUT = "Users of {} are locked out: their tokens are rejected. Their identities stay."

NO_ROLE = "No default role for signed-in users: only a role mapping or SAML assertion gives one."

KEY = f"{USER_POOL}:app1"


def remark_texts(before: Configuration = FULL, **values: Any) -> list[str]:  # noqa: ANN401  by member
    """Return the remarks on a change, with a mark on errors."""
    return [marked(each) for each in planned(before, before.replaced(**values)).remarks]


def marked(remark: Remark) -> str:
    """Return the text of a remark, with a mark if it is an error."""
    return f"{'✗ ' * (remark.weight is RemarkLevel.ERROR)}{remark.text}"


def test_a_harmless_change() -> None:
    """There are no remarks, even if something was questionable before."""
    assert remark_texts(IdentityPoolName="x", IdentityPoolTags={}) == []
    assert remark_texts(FULL.replaced(Roles={}, AllowClassicFlow=True), IdentityPoolName="x") == []


@pytest.mark.parametrize("name", ["", "login.other"])
def test_the_developer_name_cannot_change(name: str) -> None:
    """It cannot be removed either, but it can be added."""
    (error,) = remark_texts(DeveloperProviderName=name)
    assert error.startswith("✗ The developer provider name cannot be changed")
    assert remark_texts(FULL.replaced(DeveloperProviderName=""), DeveloperProviderName="x") == []


def test_the_classic_flow_cannot_be_unset() -> None:
    """It must be allowed or forbidden."""
    (error,) = remark_texts(AllowClassicFlow=None)
    assert error.startswith("✗ AllowClassicFlow cannot be unset")
    assert remark_texts(FULL.replaced(AllowClassicFlow=None), AllowClassicFlow=False) == []


def test_settings_of_a_removed_provider() -> None:
    """Role mappings and principal tags of a removed provider are errors."""
    found = remark_texts(
        SupportedLoginProviders={TWITTER: FULL["SupportedLoginProviders"][TWITTER]}
    )
    assert found == [
        f"✗ Role mapping for {GOOGLE}: this change removes the provider.",
        f"✗ Principal tags for {GOOGLE}: this change removes the provider.",
        LOCKED_OUT.format("Google"),
    ]


def test_settings_without_a_provider() -> None:
    """They are errors only if they would be sent; existing orphans do not affect other changes."""
    stray = {**FULL["RoleMappings"], "www.amazon.com": {"Type": "Token"}}
    (error,) = remark_texts(RoleMappings=stray)
    assert error == "✗ Role mapping for www.amazon.com: the pool has no such provider."
    assert remark_texts(FULL.replaced(RoleMappings=stray), IdentityPoolName="x") == []
    (again, *_) = remark_texts(FULL.replaced(RoleMappings=stray), Roles={})
    assert again == error
    new = plan_creation(FULL.replaced(RoleMappings=stray))
    assert [each.path for each in new.errors] == [("RoleMappings", "www.amazon.com")]


def test_an_unknown_secret() -> None:
    """It is an error before the service rejects it."""
    found = remark_texts(
        SupportedLoginProviders={**FULL["SupportedLoginProviders"], TWITTER: "key;****"}
    )
    assert found == [f"✗ The secret for {TWITTER} is unknown: enter it."]


def test_guests() -> None:
    """Disabling guest access locks guests out, enabling it lets anyone in."""
    off = FULL.replaced(AllowUnauthenticatedIdentities=False)
    assert remark_texts(AllowUnauthenticatedIdentities=False)[0].startswith("Guest access off")
    assert remark_texts(off, AllowUnauthenticatedIdentities=True)[0].startswith("Guest access on")


def test_a_missing_role() -> None:
    """There is a remark for guests, for users, and for mappings that fall back on the role."""
    assert remark_texts(Roles={}) == [
        "Guests are allowed but have no role: they get no credentials.",
        NO_ROLE,
        f"The role mapping for {GOOGLE} falls back to a default role that is not set.",
    ]
    nobody = Configuration.of({"IdentityPoolName": "x"})
    assert [*plan_creation(nobody).remarks] == []


def test_role_mappings_block_the_classic_flow() -> None:
    """There is a remark only if the classic flow is allowed."""
    (found,) = remark_texts(AllowClassicFlow=True)
    assert found.startswith("Role mappings block the classic flow")


def test_principal_tags_require_a_permission_of_the_roles() -> None:
    """There is a remark when the first ones are added."""
    (found,) = remark_texts(FULL.replaced(PrincipalTags={}), PrincipalTags=FULL["PrincipalTags"])
    assert "sts:TagSession" in found


def test_arns_of_another_account() -> None:
    """A SAML provider is an error, a role is a warning, an OpenID Connect provider is neither."""
    provider = SAML.replace("111122223333", "444455556666")
    role = provider.replace("saml-provider", "role")
    after = FULL.replaced(
        SamlProviderARNs=[SAML, provider],
        OpenIdConnectProviderARNs=[
            *FULL["OpenIdConnectProviderARNs"],
            "arn:aws:iam::444455556666:oidc-provider/idp.example",
        ],
        Roles={**FULL["Roles"], "authenticated": role},
        RoleMappings={KEY: by_rules(rule("x"), {**rule("y"), "RoleARN": role})},
    )
    found = planned(FULL, after, "111122223333").remarks
    assert [(each.weight, each.path) for each in found] == [
        (RemarkLevel.ERROR, ("SamlProviderARNs", 1)),
        (RemarkLevel.WARNING, ("Roles", "authenticated")),
        (RemarkLevel.WARNING, ("RoleMappings", KEY, "RulesConfiguration", "Rules", 1, "RoleARN")),
    ]
    assert planned(FULL, after).remarks == ()


def test_arns_of_another_partition() -> None:
    """A SAML provider is an error, a role a warning; suggestions are of the pool's partition."""
    after = Configuration.of(
        {
            "SamlProviderARNs": [SAML],
            "Roles": {"authenticated": ROLE, "unauthenticated": "Guest"},
        }
    )
    found = plan_creation(after, "111122223333", "aws-cn").remarks
    other = "is of another partition: ARNs of the pool's begin with arn:aws-cn:."
    guest = "a role's ARN, not its name. Did you mean arn:aws-cn:iam::111122223333:role/Guest?"
    assert {(each.weight, each.text) for each in found} >= {
        (RemarkLevel.ERROR, f"{SAML} {other}"),
        (RemarkLevel.WARNING, f"{ROLE} {other}"),
        (RemarkLevel.ERROR, f"Guest: {guest}"),
    }


def test_arns_of_the_wrong_kind() -> None:
    """They are errors that quote the ARN; those that the pool has already are no part of it."""
    spaced = "arn:aws:iam::111122223333 :role/Guest"
    after = FULL.replaced(
        OpenIdConnectProviderARNs=[f"{OIDC}/"],
        SamlProviderARNs=[OIDC],
        Roles={**FULL["Roles"], "authenticated": "Guest", "unauthenticated": spaced},
        RoleMappings={
            KEY: by_rules({**rule("x"), "RoleARN": "arn:aws:iam::111122223333:user/ana"})
        },
        PrincipalTags={},
    )
    found = {each.path: each.text for each in planned(FULL, after, "111122223333").errors}
    assert found == {
        ("OpenIdConnectProviderARNs", 0): f"{OIDC}/: no slash at the end: with one, its "
        f"tokens are rejected. Did you mean {OIDC}?",
        ("SamlProviderARNs", 0): f"{OIDC}: the ARN of a SAML provider in IAM: "
        "arn:aws:iam::ACCOUNT:saml-provider/NAME, not an OpenID Connect provider, which belongs in "
        "OpenIdConnectProviderARNs",
        ("Roles", "authenticated"): "Guest: a role's ARN, not its name. Did you mean "
        f"{ROLE.format('Guest')}?",
        ("Roles", "unauthenticated"): f"{spaced}: no spaces. Did you mean {ROLE.format('Guest')}?",
        (
            "RoleMappings",
            KEY,
            "RulesConfiguration",
            "Rules",
            0,
            "RoleARN",
        ): "arn:aws:iam::111122223333:user/ana: the ARN of a role: "
        "arn:aws:iam::ACCOUNT:role/NAME, not a user",
    }
    assert plan_creation(FULL.replaced(Roles={**FULL["Roles"], "authenticated": ""})).errors == ()
    more = [f"{OIDC}/", OIDC.replace("login", "a.login")]
    assert planned(after, after.replaced(OpenIdConnectProviderARNs=more)).errors == ()


def test_who_is_locked_out() -> None:
    """These are the users of every removed or replaced provider."""
    found = remark_texts(
        CognitoIdentityProviders=[{"ProviderName": USER_POOL, "ClientId": "app2"}],
        SupportedLoginProviders={GOOGLE: "2.apps"},
        OpenIdConnectProviderARNs=[],
        SamlProviderARNs=[],
        RoleMappings={},
        PrincipalTags={},
    )
    assert [each.partition(" are ")[0] for each in found] == [
        "Users of eu-west-1_aBc with client app1",
        "Users of Google with the current app ID",
        "Users of Twitter",
        "Users of login.example.com",
        "Users of SAML Corp",
    ]


def test_who_is_not_locked_out() -> None:
    """Another token check, another secret or an additional provider locks no one out."""
    provider = {"ProviderName": USER_POOL, "ClientId": "app1"}
    logins = {**FULL["SupportedLoginProviders"], TWITTER: "key;new"}
    assert (
        remark_texts(
            CognitoIdentityProviders=[provider],
            SupportedLoginProviders=logins,
            OpenIdConnectProviderARNs=[OIDC, f"{OIDC}2"],
            Roles={**FULL["Roles"], "authenticated": ROLE.format("X")},
        )
        == []
    )
