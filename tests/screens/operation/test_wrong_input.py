"""Input that the service would reject is not sent, and reported at its field."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from cogtui.app import CogtuiApp
from tests.cases import case
from tests.inputs import RULE, USER_POOL
from tests.screens.operation.journeys import PARTNERS, Step
from tests.screens.operation.operator import Operator, operating

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


class Mistake(NamedTuple):
    """An invalid input."""

    what: str
    """A description of what is wrong."""
    pool: str
    """The pool under the cursor."""
    name: str
    """The operation's AWS CLI name."""
    makes: Step
    """Fills in the form."""
    field: str
    """The field that must show the problem: its path in the form on top."""
    problem_text: str
    """The text that must be shown there."""


async def _nothing(_: Operator) -> None:
    """Change nothing."""


def _types(**texts: str) -> Step:
    async def types(operator: Operator) -> None:
        await operator.fills(**texts)

    return types


def _opens_row(path: str, **texts: str) -> Step:
    async def opens(operator: Operator) -> None:
        await operator.goes_to_field(path)
        await operator.press("n")
        await operator.sees_form("new row")
        await operator.fills(**texts)

    return opens


def _lasts(duration: str) -> Step:
    async def lasts(operator: Operator) -> None:
        await operator.adds("Logins", IdentityProviderName=PARTNERS, IdentityProviderToken="zoe")
        await operator.fills(TokenDuration=duration)

    return lasts


async def _a_fifty_first_tag(operator: Operator) -> None:
    await operator.adds("IdentityPoolTags", TagKeysType="one-more", TagValueType="")


async def _an_eleventh_provider(operator: Operator) -> None:
    for number in range(11):
        name, app = f"login{number}.example", f"app{number}"
        await operator.adds(
            "SupportedLoginProviders", IdentityProviderName=name, IdentityProviderId=app
        )


async def _a_twenty_sixth_rule(operator: Operator) -> None:
    await operator.goes_to_field("RoleMappings")
    await operator.press("enter")
    await operator.sees_form("RoleMappings · row")
    rule = {name: text for name, text in RULE.items() if name != "MatchType"}
    await operator.goes_to_field("RulesConfiguration.Rules")
    await operator.press("n")
    await operator.sees_form("Rules · new row")
    await operator.fills(**rule)
    await operator.goes_to_field("MatchType")
    await operator.press("e", "ctrl+s")
    await operator.sees_form("RoleMappings · row")


MISTAKES: Final = (
    Mistake(
        "missing",
        "data-sandbox",
        "create-identity-pool",
        _nothing,
        "IdentityPoolName",
        "required",
    ),
    Mistake(
        "switch not set",
        "data-sandbox",
        "create-identity-pool",
        _types(IdentityPoolName="shop"),
        "AllowUnauthenticatedIdentities",
        "required",
    ),
    Mistake(
        "too long",
        "data-sandbox",
        "update-identity-pool",
        _types(IdentityPoolName="x" * 129),
        "IdentityPoolName",
        "up to 128 letters, digits, spaces or _+=,.@-, now 129",
    ),
    Mistake(
        "pattern",
        "data-sandbox",
        "update-identity-pool",
        _types(IdentityPoolName="shop/eu"),
        "IdentityPoolName",
        "up to 128 letters, digits, spaces or _+=,.@-, not “/”",
    ),
    Mistake(
        "out of range",
        "partner-portal",
        "get-open-id-token-for-developer-identity",
        _lasts("86401"),
        "TokenDuration",
        "between 1 and 86,400",
    ),
    Mistake(
        "no number",
        "partner-portal",
        "get-open-id-token-for-developer-identity",
        _lasts("an hour"),
        "TokenDuration",
        "a whole number",
    ),
    Mistake(
        "nobody to look for",
        "partner-portal",
        "lookup-developer-identity",
        _nothing,
        "DeveloperUserIdentifier",
        "an identity ID or a developer user identifier is required",
    ),
    Mistake(
        "a 51st tag",
        "tenant-directory",
        "update-identity-pool",
        _a_fifty_first_tag,
        "IdentityPoolTags",
        "at most 50 tags, now 51",
    ),
    Mistake(
        "an 11th provider",
        "data-sandbox",
        "update-identity-pool",
        _an_eleventh_provider,
        "SupportedLoginProviders",
        "at most 10, now 11",
    ),
    Mistake(
        "a 26th rule",
        "tenant-directory",
        "set-identity-pool-roles",
        _a_twenty_sixth_rule,
        "RulesConfiguration.Rules",
        "at most 25 rules, now 26",
    ),
    Mistake(
        "an alias for an ARN",
        "data-sandbox",
        "set-identity-pool-roles",
        _opens_row("Roles", RoleType="authenticated", ARNString="admin"),
        "ARNString",
        "a role's ARN, not its name. Did you mean arn:aws:iam::ACCOUNT:role/admin?",
    ),
    Mistake(
        "a reserved tag",
        "data-sandbox",
        "tag-resource",
        _opens_row("Tags", TagKeysType="aws:team", TagValueType="blue"),
        "TagKeysType",
        "the prefix aws: is reserved",
    ),
    Mistake(
        "a login that is there already",
        "web-storefront",
        "update-identity-pool",
        _opens_row(
            "SupportedLoginProviders",
            IdentityProviderName="accounts.google.com",
            IdentityProviderId="1",
        ),
        "IdentityProviderName",
        "is there already",
    ),
    Mistake(
        "a user pool by its ARN",
        "data-sandbox",
        "update-identity-pool",
        _opens_row("CognitoIdentityProviders", ProviderName="arn:aws:cognito-idp:1", ClientId="a"),
        "ProviderName",
        "cognito-idp.REGION.amazonaws.com/USER_POOL_ID",
    ),
)


@pytest.mark.slow
async def test_a_mistake_is_reported_at_its_field(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Ctrl+S shows the problem, focuses that field and sends nothing."""
    async with operating(app_on(), service) as operator:
        for mistake in MISTAKES:
            with case(mistake.what):
                await operator.goes_to(mistake.pool)
                await operator.runs(mistake.name)
                await operator.sees_form(mistake.name)
                await mistake.makes(operator)
                await is_reported_at_its_field(operator, mistake)
                await operator.closes_dialogs()
                await operator.is_back()
                assert operator.called(mistake.name) == 0


async def is_reported_at_its_field(operator: Operator, mistake: Mistake) -> None:
    """Send the form, and assert that the field shows the problem."""
    form = operator.app.screen
    await operator.press("ctrl+s")
    field = operator.fields[mistake.field]
    await operator.waits(lambda: field.problems, f"a problem at {mistake.field}")
    assert mistake.problem_text in [field.problem_text(problem) for problem in field.problems]
    assert operator.app.screen is form
    await operator.waits(lambda: operator.app.focused is field, "the keyboard there")
    words = operator.words.replace("\n", " ")
    assert f"✗ {mistake.problem_text}" in words


WRONG_JSON: Final = {
    "{": "line 1, column 2: expecting property name enclosed in double quotes",
    '{"a": 1, "a": 2}': '"a" is a duplicate key',
    "[]": "RoleMappings: an object: { … }",
    '{"x": {"Type": "Group"}}': "RoleMappings.x.Type: Token or Rules",
    f'{{"{USER_POOL}": {{"Type": "Token", "AmbiguousRoleResolution": "Deny"}}}}': (
        f"RoleMappings.{USER_POOL}: a user pool needs its app client"
    ),
}
"""Texts to type, and the problem that each must show."""


async def test_wrong_json(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Invalid JSON, or JSON of another type, is reported with its place and not saved."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.runs("set-identity-pool-roles")
        await operator.sees_form("set-identity-pool-roles")
        await operator.goes_to_field("RoleMappings")
        for text, expected in WRONG_JSON.items():
            with case(text):
                await operator.press("ctrl+t")
                await operator.sees("RoleMappings as JSON")
                await operator.press("end", "ctrl+u")
                await operator.type(text)
                await operator.press("ctrl+s")
                await operator.sees("RoleMappings as JSON", "✗ ")
                assert expected in operator.words.replace("\n", " ")
                await operator.discards()
                await operator.sees_form("set-identity-pool-roles")
                assert operator.values()["Roles"] == {}
                assert "RoleMappings" not in operator.values()
        await operator.press("escape")
        await operator.is_back()
        assert operator.called("set-identity-pool-roles") == 0
