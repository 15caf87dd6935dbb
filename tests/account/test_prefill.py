"""The initial values of a form, and the values that are sent."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.account import prefill
from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.emulator import RunningEmulator
from cogtui.gateway import CallerIdentity
from cogtui.gateway.service_model import input_members
from cogtui.secret import Secret
from cogtui.service.operations import OPERATIONS
from tests.emulator.connection import connect
from tests.emulator.users import (
    DEVELOPER,
    GOOGLE,
    ISSUER,
    OIDC,
    ROLE,
    SAML,
    USER_POOL,
    developer,
    guest,
    make_pool,
)
from tests.gateway.gateways import make_gateway
from tests.inputs import revealed

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

POOL = Pool("us-east-1", "us-east-1:1", "mobile-app")
CALLER = CallerIdentity("111122223333", "arn:aws:iam::111122223333:user/ana")
ARN = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:1"
IDENTITY = "us-east-1:2"

CONFIGURATION = {
    "IdentityPoolId": "us-east-1:1",
    "IdentityPoolName": "mobile-app",
    "AllowUnauthenticatedIdentities": True,
    "AllowClassicFlow": False,
    "SupportedLoginProviders": {GOOGLE: "app", "api.twitter.com": "key;sentinel"},
    "DeveloperProviderName": DEVELOPER,
    "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ClientId": "abc"}],
    "OpenIdConnectProviderARNs": [OIDC],
    "SamlProviderARNs": [SAML],
    "IdentityPoolTags": {"stage": "dev"},
}


def opened(name: str, selection: Selection, answers: prefill.Answers) -> dict[str, Any]:
    """Return the initial values of an operation's form, with secrets in plain."""
    values = prefill.prefilled(OPERATIONS[name], input_members(name), selection, answers)
    assert "sentinel" not in repr(values)
    found: dict[str, Any] = revealed(values)
    return found


# Reading


@pytest.fixture
def service(
    fresh_emulator: Callable[..., RunningEmulator], monkeypatch: pytest.MonkeyPatch
) -> Iterator["CognitoIdentityClient"]:
    """Return a client of an empty emulator; set credentials for other clients."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    made = connect(fresh_emulator(empty=True), "cognito-identity")
    yield made
    made.close()


async def test_reads_by_their_names(service: "CognitoIdentityClient") -> None:
    """Each read in the table returns data about the selected pool or identity."""
    pool_id = make_pool(service)
    identity_id = developer(service, pool_id, "ada")
    guest(service, pool_id)
    service.set_principal_tag_attribute_map(
        IdentityPoolId=pool_id, IdentityProviderName=USER_POOL, PrincipalTags={"a": "b"}
    )
    account = Account(make_gateway(service.meta.endpoint_url))
    selection = Selection(Pool("us-east-1", pool_id, "people"), identity_id)
    reads = {name for row in OPERATIONS.values() for name in (*row.reads, row.replaces) if name}
    answers = {
        name: await prefill.read(account, selection, name, USER_POOL) for name in sorted(reads)
    }
    listed = answers["list-identities"]
    assert listed is not None
    assert (len(listed["Identities"]), listed["NextToken"]) == (2, None)
    users = answers["lookup-developer-identity"]
    assert users == {"DeveloperUserIdentifierList": ["ada"]}
    assert (answers["describe-identity"] or {})["IdentityId"] == identity_id
    assert (answers[Topic.CONFIGURATION] or {})["IdentityPoolName"] == "people"
    assert (answers[Topic.PRINCIPAL_TAGS] or {})["PrincipalTags"] == {"a": "b"}
    names = ("describe-identity", "list-identities")
    assert {name: answers[name] for name in names} == await prefill.read_all(
        account, selection, names
    )
    without = selection._replace(identity_id=None)
    assert (await prefill.read_all(account, without, names)).keys() == {"list-identities"}
    unset = await prefill.read(account, selection, Topic.PRINCIPAL_TAGS, GOOGLE)
    assert unset == {"IdentityProviderName": GOOGLE}


async def test_nothing_is_read_without_a_selection(service: "CognitoIdentityClient") -> None:
    """Without a pool or an identity there is nothing to read."""
    pool_id = make_pool(service)
    account = Account(make_gateway(service.meta.endpoint_url))
    pool = Pool("us-east-1", pool_id, "people")
    assert await prefill.read(account, Selection(), Topic.ROLES) is None
    assert await prefill.read(account, Selection(pool), "describe-identity") is None
    users: dict[str, list[str]] = {"DeveloperUserIdentifierList": []}
    selection = Selection(pool, guest(service, pool_id))
    assert users == await prefill.read(account, selection, "lookup-developer-identity")
    nobody = Selection(pool, "us-east-1:00000000-0000-4000-8000-000000000000")
    assert await prefill.read(account, nobody, "lookup-developer-identity") == {}


async def test_failed_reads_are_omitted(service: "CognitoIdentityClient") -> None:
    """Reads of a deleted pool, or without credentials, are omitted."""
    account = Account(make_gateway(service.meta.endpoint_url))
    selection = Selection(Pool("us-east-1", "us-east-1:00000000-0000-4000-8000-000000000000", ""))
    names = (Topic.CONFIGURATION, "describe-identity")
    assert await prefill.read_all(account, selection, names) == {}
    assert [each.operation for each in account.gateway.requests] == ["describe-identity-pool"]
    public = selection._replace(only=frozenset({"get-id"}))
    assert await prefill.read_all(account, public, names) == {}
    assert len(account.gateway.requests) == 1


# Opening


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("get-id", {"IdentityPoolId": "us-east-1:1"}),
        ("tag-resource", {"ResourceArn": ARN}),
        ("describe-identity", {"IdentityId": IDENTITY}),
        ("delete-identities", {"IdentityIdsToDelete": [IDENTITY]}),
        ("list-identities", {"IdentityPoolId": "us-east-1:1", "MaxResults": 60}),
        ("create-identity-pool", {}),
        ("get-open-id-token-for-developer-identity", {"IdentityPoolId": "us-east-1:1"}),
        (
            "lookup-developer-identity",
            {"IdentityPoolId": "us-east-1:1", "IdentityId": IDENTITY, "MaxResults": 60},
        ),
    ],
)
def test_the_selections_ids_are_filled_in(name: str, expected: dict[str, Any]) -> None:
    """IDs and ARNs are filled in for every member that has them."""
    assert expected == opened(name, Selection(POOL, IDENTITY, (), CALLER), {})


def test_marked_identities_come_before_the_one_under_the_cursor() -> None:
    """The marked identities are deleted, not the one under the cursor."""
    selection = Selection(POOL, IDENTITY, ("a", "b"))
    assert opened("delete-identities", selection, {}) == {"IdentityIdsToDelete": ["a", "b"]}


def test_nothing_is_filled_in_without_a_selection() -> None:
    """Without a selection every member is empty, and so is an unknown ARN."""
    assert opened("describe-identity", Selection(), {}) == {}
    assert opened("tag-resource", Selection(POOL), {}) == {}


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        (["ada"], {"DeveloperUserIdentifier": "ada"}),
        (["ada", "ada.two"], {}),
        ([], {}),
    ],
)
def test_developer_users(users: list[str], expected: dict[str, str]) -> None:
    """The provider's name is filled in, and the user if there is only one."""
    answers: prefill.Answers = {
        Topic.CONFIGURATION: CONFIGURATION,
        "lookup-developer-identity": {"DeveloperUserIdentifierList": users},
    }
    selection = Selection(POOL, IDENTITY)
    common = {
        "IdentityId": IDENTITY,
        "IdentityPoolId": "us-east-1:1",
        "DeveloperProviderName": DEVELOPER,
    }
    assert common | expected == opened("unlink-developer-identity", selection, answers)


def test_a_write_opens_with_the_current_values() -> None:
    """The form has the whole configuration, with the login provider's secret wrapped."""
    answers = {"describe-identity-pool": CONFIGURATION}
    found = opened("update-identity-pool", Selection(POOL), answers)
    assert found == CONFIGURATION


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("set-identity-pool-roles", {"IdentityPoolId": "us-east-1:1"}, {"Roles": {}}),
        (
            "set-principal-tag-attribute-map",
            {"IdentityProviderName": GOOGLE},
            {"IdentityProviderName": GOOGLE},
        ),
    ],
)
def test_omitted_required_maps_are_empty(
    name: str, answer: dict[str, Any], expected: dict[str, Any]
) -> None:
    """A required map that was never set is present and empty."""
    found = opened(name, Selection(POOL), {OPERATIONS[name].replaces: answer})
    assert expected | {"IdentityPoolId": "us-east-1:1"} == found


# Values to choose from

PROVIDERS = (USER_POOL, GOOGLE, "api.twitter.com", OIDC, SAML)

ROLES = {
    "Roles": {"authenticated": ROLE.format("A"), "unauthenticated": ROLE.format("G")},
    "RoleMappings": {
        GOOGLE: {"RulesConfiguration": {"Rules": [{"RoleARN": ROLE.format("R")}]}},
        SAML: {"Type": "Token"},
    },
}


@pytest.mark.parametrize(
    ("name", "member", "expected"),
    [
        ("set-principal-tag-attribute-map", "IdentityProviderName", PROVIDERS),
        (
            "set-identity-pool-roles",
            "RoleMappings.IdentityProviderName",
            (f"{USER_POOL}:abc", GOOGLE, "api.twitter.com", OIDC, SAML),
        ),
        ("set-identity-pool-roles", "Roles.RoleType", prefill.STATES),
        (
            "create-identity-pool",
            "SupportedLoginProviders.IdentityProviderName",
            prefill.LOGIN_PROVIDERS,
        ),
        ("unlink-developer-identity", "DeveloperProviderName", (DEVELOPER,)),
        ("merge-developer-identities", "SourceUserIdentifier", ("ada", "ada.two")),
        ("untag-resource", "TagKeys.TagKeysType", ("stage",)),
        (
            "get-id",
            "Logins.IdentityProviderName",
            (SAML, ISSUER, USER_POOL, GOOGLE, "api.twitter.com"),
        ),
        (
            "get-open-id-token-for-developer-identity",
            "Logins.IdentityProviderName",
            (SAML, DEVELOPER, ISSUER, USER_POOL, GOOGLE, "api.twitter.com"),
        ),
        ("unlink-identity", "LoginsToRemove.IdentityProviderName", (SAML,)),
        (
            "get-credentials-for-identity",
            "CustomRoleArn",
            (ROLE.format("A"), ROLE.format("G"), ROLE.format("R")),
        ),
    ],
)
def test_the_values_to_choose_from(name: str, member: str, expected: tuple[str, ...]) -> None:
    """The values that were read are offered, the most useful first, and none twice."""
    answers: prefill.Answers = {
        Topic.CONFIGURATION: CONFIGURATION,
        Topic.ROLES: ROLES,
        Topic.TAGS: {"Tags": {"stage": "dev"}},
        "describe-identity": {"Logins": [SAML, DEVELOPER]},
        "lookup-developer-identity": {"DeveloperUserIdentifierList": ["ada", "ada.two"]},
    }
    assert expected == prefill.known(OPERATIONS[name], answers)[member]


def test_a_disabled_identity_offers_no_login() -> None:
    """The word DISABLED in the logins is not a provider."""
    answers = {"describe-identity": {"Logins": ["DISABLED", GOOGLE]}}
    assert prefill.known(OPERATIONS["get-id"], answers)["Logins.IdentityProviderName"] == (GOOGLE,)


def test_choices_without_any_reads() -> None:
    """The names that the service defines do not depend on a pool."""
    assert prefill.known(OPERATIONS["get-id"], {}).keys() == {
        "Roles.RoleType",
        "SupportedLoginProviders.IdentityProviderName",
    }


# Sending


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        ("eu-west-1", {"IdentityPoolId": "eu-west-1:1"}),
        ("eu-west-1", {"IdentityId": "eu-west-1:1"}),
        ("eu-west-1", {"IdentityIdsToDelete": ["eu-west-1:1", "us-east-1:1"]}),
        ("us-east-1", {"ResourceArn": ARN}),
        (None, {}),
        (None, {"IdentityPoolId": "a name"}),
        (None, {"IdentityIdsToDelete": []}),
        (None, {"ResourceArn": "no arn"}),
    ],
)
def test_the_region_of_a_request(expected: str | None, values: dict[str, Any]) -> None:
    """An ID begins with its region, and an ARN contains it."""
    assert expected == prefill.region_of(values)


def test_retained_members_are_sent_only_if_changed() -> None:
    """The service keeps three members if they are omitted, so each is sent only if changed."""
    row = OPERATIONS["update-identity-pool"]
    assert prefill.to_send(row, CONFIGURATION, CONFIGURATION).keys() == CONFIGURATION.keys() - {
        *row.retained_if_omitted
    }
    values = CONFIGURATION | {"AllowClassicFlow": True, "IdentityPoolTags": {}}
    sent = prefill.to_send(row, CONFIGURATION, values)
    assert (sent["AllowClassicFlow"], sent["IdentityPoolTags"]) == (True, {})
    assert "DeveloperProviderName" not in sent


def test_retained_members_cannot_be_cleared() -> None:
    """Omitting such a member would change nothing, so clearing it is a problem."""
    row = OPERATIONS["update-identity-pool"]
    values = {
        name: each for name, each in CONFIGURATION.items() if name not in row.retained_if_omitted
    }
    problems = list(prefill.cannot_be_cleared(row, CONFIGURATION, values))
    assert {problem.path for problem in problems} == {(name,) for name in row.retained_if_omitted}
    assert list(prefill.cannot_be_cleared(row, {}, values)) == []


@pytest.mark.parametrize(
    ("expected", "one", "other"),
    [
        (True, Secret("a"), Secret("a")),
        (False, Secret("a"), Secret("b")),
        (True, {"a": [Secret("x")]}, {"a": (Secret("x"),)}),
        (False, {"a": 1}, {"b": 1}),
        (False, {"a": 1}, {"a": 2}),
        (False, [1, 2], [2, 1]),
        (False, [1], [1, 1]),
        (False, {}, []),
        (True, None, None),
        (False, False, None),
    ],
)
def test_equality(expected: bool, one: object, other: object) -> None:
    """Values are compared by content, including secrets."""
    assert expected is prefill.same(one, other)
