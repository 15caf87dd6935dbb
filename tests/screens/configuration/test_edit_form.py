"""Editing each section of a pool's configuration by keys, with review and verification."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.configuration.edit_form import SECTIONS
from tests.emulator.connection import pools_by_name
from tests.screens.configuration.editor import editing
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]

POOL = "data-sandbox"
ROLE = "arn:aws:iam::111122223333:role/Signed-In"
SAML = "arn:aws:iam::111122223333:saml-provider/Okta-Workforce"
OIDC = "arn:aws:iam::111122223333:oidc-provider/issuer.example"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Abc123"
CLIENT = "3n4b5urk1ft4fl3mg5e62d9ado"
GOOGLE = "accounts.google.com"
APP = "123.apps.googleusercontent.com"


async def test_name_and_flags(
    app_on: MakeApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """Only the edited members differ afterwards, and the tree shows the new name."""
    async with editing(app_on(), service, size) as editor:
        before = editor.state("data-sandbox")
        await editor.edits("data-sandbox")
        await editor.fills(IdentityPoolName="sand")
        await editor.press("tab", "f")
        await editor.sees("AllowUnauthenticatedIdentities", "(•) off")
        await editor.reviews(
            "Guest access off",
            "~ name - data-sandbox + sand",
            "~ guests - allowed + not allowed",
            "Call 1 of 1: update-identity-pool",
            "cognito-identity:UpdateIdentityPool on the pool",
        )
        await editor.sends()
        await editor.waits(lambda: "sand" in editor.words, "the new name")
        assert editor.state("sand") == before.replaced(
            IdentityPoolName="sand", AllowUnauthenticatedIdentities=False
        )
        assert editor.sent() == ["update-identity-pool"]


async def test_an_unchanged_form_makes_no_call(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """A toast says that nothing differs, whatever the pool has."""
    names = ("partner-portal", "mobile-app-prod", "workforce-sso", "data-sandbox")
    async with editing(app_on(), service) as editor:
        for name in names:
            await editor.edits(name)
            await editor.press("ctrl+s")
            await editor.is_back()
        assert editor.toasts == ["No changes to send."] * len(names)
        assert editor.sent() == []


async def test_providers(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """Add a user pool client, a social provider, SAML, OpenID Connect and a developer provider."""
    async with editing(app_on(), service, SMALL) as editor:
        before = editor.state("data-sandbox")
        await editor.edits("data-sandbox")
        await editor.press("ctrl+n")
        await editor.adds("CognitoIdentityProviders", ProviderName=USER_POOL, ClientId=CLIENT)
        await editor.press("enter")
        await editor.sees_form("row")
        await editor.goes_to_field("ServerSideTokenCheck")
        await editor.press("t", "ctrl+s")
        await editor.sees_editor()
        await editor.adds(
            "SupportedLoginProviders", IdentityProviderName=GOOGLE, IdentityProviderId=APP
        )
        await editor.adds("OpenIdConnectProviderARNs", ARNString=OIDC)
        await editor.adds("SamlProviderARNs", ARNString=SAML)
        await editor.fills(DeveloperProviderName="login.sandbox")
        await editor.reviews(
            f"+ user pool us-east-1_Abc123: {USER_POOL}, client {CLIENT}, token check on",
            f"+ social provider {GOOGLE}: {APP}",
            f"+ OpenID Connect provider: {OIDC}",
            f"+ SAML provider: {SAML}",
            "+ developer provider: login.sandbox",
            "No default role for signed-in users",
        )
        await editor.sends()
        assert editor.state("data-sandbox") == before.replaced(
            CognitoIdentityProviders=[
                {"ProviderName": USER_POOL, "ClientId": CLIENT, "ServerSideTokenCheck": True}
            ],
            SupportedLoginProviders={GOOGLE: APP},
            OpenIdConnectProviderARNs=[OIDC],
            SamlProviderARNs=[SAML],
            DeveloperProviderName="login.sandbox",
        )
        assert editor.sent() == ["update-identity-pool"]


async def test_roles_and_rules(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The key for roles starts there; rules are added, duplicated, edited, moved and deleted."""
    add_providers(service, SupportedLoginProviders={GOOGLE: APP})
    async with editing(app_on(), service) as editor:
        before = editor.state(POOL)
        await editor.edits(POOL, "O")
        await editor.sees("Default roles")
        await editor.adds("Roles", RoleType="authenticated", ARNString=ROLE)
        await editor.goes_to_field("RoleMappings")
        await editor.press("n")
        await editor.sees_form("RoleMappings · new row")
        # with the exact spelling, from the providers in the form
        assert editor.fields["IdentityProviderName"].spec.known == (GOOGLE,)
        await editor.fills(IdentityProviderName=GOOGLE)
        await editor.goes_to_field("Type")
        await editor.press("r")
        await editor.goes_to_field("AmbiguousRoleResolution")
        await editor.press("d")
        await editor.goes_to_field("RulesConfiguration.Rules")
        await editor.press("n")
        await editor.sees_form("Rules · new row")
        await editor.fills(Claim="group")
        await editor.goes_to_field("MatchType")
        await editor.press("e")
        await editor.fills(Value="admin", RoleARN=f"{ROLE}-1")
        await editor.press("ctrl+s")
        await editor.sees_form("RoleMappings · new row")
        await editor.press("c", "enter")
        await editor.sees_form("row")
        await editor.fills(Value="staff", RoleARN=f"{ROLE}-2")
        await editor.press("ctrl+s")
        await editor.sees_form("RoleMappings · new row")
        await editor.press("left_square_bracket", "c", "d")
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.reviews(
            f"+ role authenticated: {ROLE}",
            "+ role mapping Google: Rules, otherwise Deny",
            f"rule 1: group Equals staff → {ROLE}-2",
            f"rule 2: group Equals admin → {ROLE}-1",
            f"iam:PassRole on {ROLE}",
            "cognito-identity:SetIdentityPoolRoles on any resource",
        )
        await editor.sends()
        rules_set = [
            {"Claim": "group", "MatchType": "Equals", "Value": value, "RoleARN": f"{ROLE}-{number}"}
            for value, number in (("staff", 2), ("admin", 1))
        ]
        assert editor.state(POOL) == before.replaced(
            Roles={**before["Roles"], "authenticated": ROLE},
            RoleMappings={
                GOOGLE: {
                    "Type": "Rules",
                    "AmbiguousRoleResolution": "Deny",
                    "RulesConfiguration": {"Rules": rules_set},
                }
            },
        )
        assert editor.sent() == ["set-identity-pool-roles"]


async def test_principal_tags_and_tags(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """One provider gets the defaults, another a custom map, and the pool gets tags."""
    add_providers(service, SupportedLoginProviders={GOOGLE: APP, "graph.facebook.com": "7"})
    async with editing(app_on(), service) as editor:
        before = editor.state(POOL)
        await editor.edits(POOL, "M")
        await editor.goes_to_field("PrincipalTags")
        await editor.press("n")
        await editor.sees_form("PrincipalTags · new row")
        assert set(editor.fields["IdentityProviderName"].spec.known) == {
            GOOGLE,
            "graph.facebook.com",
        }
        await editor.fills(IdentityProviderName=GOOGLE)
        await editor.goes_to_field("UseDefaults")
        await editor.press("t", "ctrl+s")
        await editor.sees_editor()
        await editor.press("n")
        await editor.sees_form("PrincipalTags · new row")
        await editor.fills(IdentityProviderName="graph.facebook.com")
        await editor.adds("PrincipalTags", PrincipalTagID="user", PrincipalTagValue="sub")
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.adds("IdentityPoolTags", TagKeysType="team", TagValueType="identity")
        await editor.reviews(
            "principal tags Google - none + default mappings",
            "+ principal tags Facebook user: sub",
            "+ tag team: identity",
            "Call 3 of 3: tag-resource",
        )
        await editor.sends()
        assert editor.state(POOL) == before.replaced(
            PrincipalTags={
                GOOGLE: {"UseDefaults": True},
                "graph.facebook.com": {"PrincipalTags": {"user": "sub"}},
            },
            IdentityPoolTags={**before["IdentityPoolTags"], "team": "identity"},
        )
        assert editor.sent() == [*["set-principal-tag-attribute-map"] * 2, "tag-resource"]


async def test_settings_of_a_provider_are_removed_with_it(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """The review offers a key that also removes the provider's mapping and principal tags."""
    async with editing(app_on(), service, WIDE) as editor:
        before = editor.state("mobile-app-prod")
        assert before["RoleMappings"]
        await editor.edits("mobile-app-prod")
        field = await editor.goes_to_field("CognitoIdentityProviders")
        for _ in field.answer:
            await editor.press("d")
        await editor.reviews("this change removes the provider", "are locked out")
        await editor.press("ctrl+s")
        await editor.sees_review("this change removes the provider")
        await editor.press("t")
        await editor.waits(
            lambda: "this change removes the provider" not in editor.words, "the error gone"
        )
        await editor.sends()
        wanted = before.replaced(CognitoIdentityProviders=[]).without_orphans()
        assert editor.state("mobile-app-prod") == wanted
        assert len(wanted["RoleMappings"]) < len(before["RoleMappings"])


async def test_going_back_and_forth(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """`e` returns to the form with its values; Escape asks before discarding them."""
    async with editing(app_on(), service) as editor:
        before = editor.state(POOL)
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews("+ sand")
        await editor.press("e")
        await editor.sees_editor()
        await editor.sees("sand", "1 change")
        await editor.press("escape")
        await editor.sees_question("Discard changes?")
        await editor.press("n")
        await editor.sees_editor()
        await editor.press("ctrl+r")
        assert editor.values()["IdentityPoolName"] == POOL
        await editor.press("escape")
        await editor.is_back()
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.press("escape")
        await editor.agrees()
        await editor.is_back()
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        await editor.press("escape")
        await editor.is_back()
        assert editor.state(POOL) == before
        assert editor.sent() == []


async def test_a_key_moves_between_sections(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """It moves from each section to the next, and wraps around."""
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        for member in (*list(SECTIONS)[1:], next(iter(SECTIONS))):
            await editor.press("ctrl+n")
            await editor.waits(lambda: editor.app.focused is editor.fields[member], member)  # noqa: B023  waited for here
            await editor.sees(SECTIONS[member])


async def test_the_aws_cli_commands(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The form and the review show the commands of the calls, without secrets."""
    secret = "a-consumer-secret"  # noqa: S105  a fake secret
    add_providers(service, SupportedLoginProviders={"api.twitter.com": f"key;{secret}"})
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.press("ctrl+l")
        await editor.sees("aws cognito-identity update-identity-pool")
        await editor.press("escape")
        await editor.reviews()
        await editor.copies("y")
        assert "aws cognito-identity update-identity-pool" in editor.clipboard
        assert secret not in editor.clipboard
        assert secret not in editor.words
        await editor.sends()
        state = editor.state("sand")["SupportedLoginProviders"]["api.twitter.com"]
        assert state.reveal() == f"key;{secret}"
        saved = [*(editor.explorer.host.records.journals.parent / "history").rglob("*.json")]
        assert len(saved) == 1
        assert secret not in saved[0].read_text()
        assert saved[0].stat().st_mode & 0o777 == 0o600


MISTAKES = {
    "a key with https": ("SupportedLoginProviders", {"IdentityProviderName": f"https://{GOOGLE}"}),
    "a user pool without client": ("CognitoIdentityProviders", {"ProviderName": USER_POOL}),
}


@pytest.mark.parametrize(("member", "texts"), MISTAKES.values(), ids=MISTAKES)
async def test_a_mistake_in_a_row(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    member: str,
    texts: dict[str, str],
) -> None:
    """The error appears at the row or its field, and nothing is sent."""
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        await editor.goes_to_field(member)
        await editor.press("n")
        await editor.sees_form("new row")
        await editor.fills(**texts)
        if "IdentityProviderName" in texts:
            await editor.fills(IdentityProviderId=APP)
        await editor.press("ctrl+s")
        await editor.press("ctrl+s")
        await editor.sees("✗")
        assert editor.sent() == []


async def test_an_arn_of_another_account(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The error appears at the field of the SAML providers before anything is sent."""
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL)
        await editor.adds("SamlProviderARNs", ARNString=SAML.replace("1111", "4444"))
        await editor.press("ctrl+s")
        await editor.waits(
            lambda: "SAML providers must be in 111122223333." in " ".join(editor.words.split()),
            "the problem",
        )
        await editor.sees_editor()
        assert editor.sent() == []


def add_providers(service: "CognitoIdentityClient", **members: Any) -> None:  # noqa: ANN401  by member
    """Add providers to the pool with a separate client."""
    pool_id = pools_by_name(service)[POOL]
    described: dict[str, Any] = dict(service.describe_identity_pool(IdentityPoolId=pool_id))
    service.update_identity_pool(
        **{
            name: described[name]
            for name in described
            if name not in ("ResponseMetadata", "IdentityPoolTags")
        }
        | members
    )


async def test_a_26th_rule(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The error appears at the rules before anything is sent."""
    add_providers(service, SupportedLoginProviders={GOOGLE: APP})
    rules: list[Any] = [
        {"Claim": "group", "MatchType": "Equals", "Value": f"{number}", "RoleARN": ROLE}
        for number in range(25)
    ]
    service.set_identity_pool_roles(
        IdentityPoolId=pools_by_name(service)[POOL],
        Roles={"authenticated": ROLE},
        RoleMappings={
            GOOGLE: {
                "Type": "Rules",
                "AmbiguousRoleResolution": "Deny",
                "RulesConfiguration": {"Rules": rules},
            }
        },
    )
    async with editing(app_on(), service) as editor:
        await editor.edits(POOL, "O")
        await editor.goes_to_field("RoleMappings")
        await editor.press("enter")
        await editor.sees_form("RoleMappings · row")
        await editor.goes_to_field("RulesConfiguration.Rules")
        await editor.press("c", "ctrl+s")
        await editor.sees("✗ at most 25 rules, now 26")
        await editor.press("d", "ctrl+s")
        await editor.sees_editor()
        await editor.press("ctrl+s")
        await editor.is_back()
        assert editor.sent() == []
