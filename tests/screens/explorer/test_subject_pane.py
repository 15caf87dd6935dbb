"""The tabs of pools, identities, regions and calls, compared with the service's answers."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from cogtui.app import CogtuiApp
from tests.screens.user import SMALL, User, using

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

TALL = (200, 90)
"""A terminal that the longest document fits in."""


@pytest.fixture
def client(emulator: str) -> Iterator["CognitoIdentityClient"]:
    """A client of the emulator's, to ask for what the screen should say."""
    made = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=emulator)
    yield made
    made.close()


def pool_id(client: "CognitoIdentityClient", name: str) -> str:
    """The id of a pool."""
    pools = client.list_identity_pools(MaxResults=60)["IdentityPools"]
    return next(pool["IdentityPoolId"] for pool in pools if pool["IdentityPoolName"] == name)


def provider_texts(configuration: Mapping[str, Any]) -> Iterator[str]:
    """Everything that a pool's providers are known by."""
    for user_pool in configuration.get("CognitoIdentityProviders", ()):
        yield from (user_pool["ProviderName"], user_pool["ClientId"])
    for name, app_id in configuration.get("SupportedLoginProviders", {}).items():
        yield from (name, app_id)
    yield from configuration.get("OpenIdConnectProviderARNs", ())
    yield from configuration.get("SamlProviderARNs", ())
    if name := configuration.get("DeveloperProviderName"):
        yield name


def role_texts(answer: Mapping[str, Any]) -> Iterator[str]:
    """A pool's roles, and the rules in their order."""
    yield from answer.get("Roles", {}).values()
    for provider, mapping in answer.get("RoleMappings", {}).items():
        yield provider
        for place, rule in enumerate(mapping.get("RulesConfiguration", {}).get("Rules", ()), 1):
            yield f"{place}."
            yield f"{rule['Claim']} {rule['MatchType']} {rule['Value']}"
            yield rule["RoleARN"]


async def sees_in_order(user: User, texts: Iterator[str] | list[str]) -> None:
    """Wait until texts are on the screen below or beside each other, in order."""
    wanted = list(texts)

    def in_order() -> bool:
        place = 0
        for text in wanted:
            place = user.words.find(text, place) + len(text)
            if place < len(text):
                return False
        return True

    await user.waits(in_order, f"{wanted} in this order")


@pytest.mark.parametrize(
    "name", ["mobile-app-prod", "workforce-sso", "github-actions", "partner-portal"]
)
async def test_tabs_of_a_pool(
    app_on: Callable[..., CogtuiApp], client: "CognitoIdentityClient", name: str
) -> None:
    """Each tab of a pool shows what the service answers, with providers of every kind."""
    identity_pool = {"IdentityPoolId": pool_id(client, name)}
    configuration = client.describe_identity_pool(**identity_pool)
    arn = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool_id(client, name)}"
    async with using(app_on(), TALL) as user:
        await user.sees("Account 111122223333")
        await user.goes_to(name)
        guests = "allowed" if configuration["AllowUnauthenticatedIdentities"] else "not allowed"
        await user.sees(identity_pool["IdentityPoolId"], arn, f"Guests {guests}")
        await user.press("2")
        await user.sees(*provider_texts(configuration))
        await user.press("3")
        roles = client.get_identity_pool_roles(**identity_pool)
        await sees_in_order(user, list(role_texts(roles)))
        await user.press("4")
        tags = sorted(configuration["IdentityPoolTags"].items())
        await sees_in_order(user, [text for tag in tags for text in tag])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "mobile-app-prod",
            [
                "us-east-1_Kx3mPq7Rt",
                "plan from claim custom:plan",
                "tenant from claim custom:tenant",
                "Google",
                "Default mappings, such as client and username.",
                "Apple",
                "No principal tags: sessions have no tags.",
            ],
        ),
        ("partner-portal", ["Google", "No principal tags: sessions have no tags."]),
        ("data-sandbox", ["No providers to map principal tags for."]),
    ],
)
async def test_principal_tags_of_a_pool(
    app_on: Callable[..., CogtuiApp], name: str, expected: list[str]
) -> None:
    """Principal tags stand by provider: mapped, by default, or none; developers have none."""
    async with using(app_on()) as user:
        await user.goes_to(name)
        await user.press("m")
        await sees_in_order(user, expected)
        assert "login.partners.example" not in user.words


async def test_json_of_a_pool(
    app_on: Callable[..., CogtuiApp], client: "CognitoIdentityClient"
) -> None:
    """The JSON tab holds every answer by its operation, coloured and whole."""
    name = "workforce-sso"
    async with using(app_on(), (100, 120)) as user:
        await user.goes_to(name)
        await user.press("J")
        await sees_in_order(
            user,
            [
                '"describe-identity-pool": {',
                f'"IdentityPoolId": "{pool_id(client, name)}"',
                '"AllowUnauthenticatedIdentities": false',
                '"get-identity-pool-roles": {',
                '"AmbiguousRoleResolution": "Deny"',
                '"list-tags-for-resource": {',
                '"data-class": "internal"',
                '"get-principal-tag-attribute-map": {',
                '"department": "department"',
            ],
        )


async def test_end_of_a_long_document(app_on: Callable[..., CogtuiApp]) -> None:
    """On a small terminal, keys scroll to the last of many rules, and back to the first."""
    async with using(app_on(), SMALL) as user:
        await user.goes_to("tenant-directory")
        await user.press("o")
        await user.sees("Default roles", "arn:aws:iam::111122223333:role/TenantDirectoryAuth")
        await user.press("G")
        await user.sees("25. site StartsWith site-25")
        await user.press("k", "pageup", "j", "j")
        await user.sees_no("site-25")
        await user.press("g")
        await user.sees("Default roles")


async def test_a_region_at_a_glance(app_on: Callable[..., CogtuiApp], emulator: str) -> None:
    """The region's overview says whose it is, how many pools it has, and where it is called."""
    async with using(app_on()) as user:
        await user.sees(
            "Region us-east-1",
            "Pools 12 identity pools",
            "Account 111122223333",
            "Caller arn:aws:",
            f"Endpoint {emulator}",
        )


async def test_identities_of_every_state(
    app_on: Callable[..., CogtuiApp], size: tuple[int, int]
) -> None:
    """Details tell guests, disabled and authenticated identities, and who developer users are."""
    async with using(app_on(), size) as user:
        await user.goes_to("partner-portal")
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.press("G", "enter")
        await user.sees(
            "State DISABLED by a merge or by unlinking its last login",
            "None. It cannot be used again; its logins resolve to another identity.",
            "Created 2026-01-07 00:00:00.",
            "Modified 2026-10-20 00:00:00.",
            "UTC (11 d ago)",
            "No user of login.partners.example is linked to this identity.",
        )
        await user.press("escape", "k", "enter")
        await user.sees(
            "State authenticated",
            "Logins (1)",
            "login.partners.example login.partners.example",
            "2 developer users of login.partners.example",
            "lindqvist-petra",
            "p.lindqvist@adatum.example",
        )
        identity = user.panes.identities.table.identity
        pool = user.panes.identities.pool
        assert identity is not None
        assert pool is not None
        arn = (
            "arn:aws:cognito-sync:us-east-1:111122223333:identitypool/"
            f"{pool.pool_id}/identity/{identity.identity_id}"
        )
        assert arn in user.words.replace("\n", "")
        await user.press("l")
        await user.sees('"describe-identity": {', f'"IdentityId": "{identity.identity_id}"')
        assert '"Logins": [' in user.words


async def test_a_guest(app_on: Callable[..., CogtuiApp]) -> None:
    """A guest's detail says that it has no logins; its pool has no developers to look up."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("I")
        await user.sees("data-sandbox · identities 17", "guest")
        await user.press("enter")
        await user.sees("State guest", "None (guest).")
        await user.rests()
        assert "eveloper" not in user.words
        assert user.called("lookup-developer-identity") == 0


async def test_a_dialog_with_nothing_to_copy_copies_nothing(
    app_on: Callable[..., CogtuiApp],
) -> None:
    """In the help, y does nothing; Escape closes a call without copying."""
    async with using(app_on()) as user:
        await user.sees("Account 111122223333")
        await user.press("question_mark", "y")
        await user.sees("Everywhere")
        await user.press("escape", "tab", "2", "enter")
        await user.sees("y Copy the AWS CLI line")
        await user.press("escape")
        await user.sees_no("A call")
        assert user.clipboard == ""


async def test_every_call_is_visible(app_on: Callable[..., CogtuiApp]) -> None:
    """The Requests tab has a row for each call, the latest first; Enter tells all of it."""
    async with using(app_on()) as user:
        await user.sees("Account 111122223333")
        await user.press("tab", "2")
        await user.sees(
            "When UTC Operation", "sts get-caller-identity", "list-identity-pools", "ok"
        )
        await user.press("j", "enter")
        await user.sees("A call", "list-identity-pools", "Request 1", "Region us-east-1")
        await user.sees("Started 20", "Duration ", "ms", "Retries 0", "Result ok", "Request ID ")
        line = "cognito-identity list-identity-pools --max-results 60"
        await user.press("G")
        await user.sees("Equivalent AWS CLI command", line)
        await user.copies("y")
        where = "--region us-east-1 --endpoint-url http://127.0.0.1:"
        assert user.clipboard.startswith(f"aws {line} {where}")
        await user.sees_no("A call")
        await user.press("escape", "r", "tab")
        await user.waits(lambda: user.words.count("list-identity-pools") == 2, "a second listing")
        table = user.panes.subject.detail.request_table
        assert table.request_at(table.cursor_row).number == 1, "the cursor stays on its call"
