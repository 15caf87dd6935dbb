"""Data of an account is read once, page by page, and again after it is dropped."""

import pytest

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import CallerIdentity
from tests.gateway.gateways import REGION, make_gateway
from tests.gateway.servers import Answer, answering, bodies, refusal

POOL = Pool(REGION, f"{REGION}:1a2b3c4d-0000-4000-8000-000000000001", "mobile-app")
DESCRIBED = {
    "IdentityPoolId": POOL.pool_id,
    "IdentityPoolName": POOL.name,
    "AllowUnauthenticatedIdentities": False,
}
IDENTITY_ID = f"{REGION}:5a6f1b2c-0000-4000-8000-000000000001"
CALLER = CallerIdentity("111122223333", "arn:aws-cn:iam::111122223333:user/ana")
NOW = 1538078988.0


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set credentials in the environment, which the emulator and the stubs ignore."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")


def account_at(url: str) -> Account:
    """Return an account at an endpoint, at a fixed time."""
    return Account(make_gateway(url), clock=lambda: NOW)


async def pool_named(account: Account, name: str) -> Pool:
    """Return a demo pool."""
    async for page in account.pools(REGION):
        for pool in page:
            if pool.name == name:
                return pool
    raise LookupError(name)


def test_a_pool_has_arns_of_the_callers_partition() -> None:
    """The pool has an ARN, and its identities have ARNs in Cognito Sync's format."""
    assert POOL.arn(CALLER) == (
        "arn:aws-cn:cognito-identity:us-east-1:111122223333:identitypool/"
        "us-east-1:1a2b3c4d-0000-4000-8000-000000000001"
    )
    assert POOL.identity_arn(CALLER, IDENTITY_ID) == (
        "arn:aws-cn:cognito-sync:us-east-1:111122223333:identitypool/"
        "us-east-1:1a2b3c4d-0000-4000-8000-000000000001/identity/"
        "us-east-1:5a6f1b2c-0000-4000-8000-000000000001"
    )


def test_the_title_of_a_pool_without_a_name() -> None:
    """A pool requested by its ID may not be in the list."""
    assert POOL.title == "mobile-app"
    assert POOL.pool_id == POOL._replace(name="").title


async def test_the_caller_is_read_once(emulator: str) -> None:
    """The caller is cached for the account."""
    account = account_at(emulator)
    before = account.caller
    assert before is None
    caller = await account.identify(REGION)
    assert caller.account == "111122223333"
    assert await account.identify(REGION) is caller
    assert account.caller is caller
    assert len(account.gateway.requests) == 1


async def test_pools_come_page_by_page() -> None:
    """Each page is returned when it arrives, and its token requests the next."""
    first = {"IdentityPools": [{"IdentityPoolId": "a:1", "IdentityPoolName": "x"}]}
    with answering(
        Answer({**first, "NextToken": "more"}),
        Answer({"IdentityPools": [{"IdentityPoolId": "a:2"}]}),
    ) as stub:
        pages = [page async for page in account_at(stub.url).pools(REGION)]
    assert pages == [[Pool(REGION, "a:1", "x")], [Pool(REGION, "a:2", "")]]
    assert bodies(stub.requests) == [{"MaxResults": 60}, {"MaxResults": 60, "NextToken": "more"}]


async def test_a_region_without_pools_is_one_empty_page() -> None:
    """No pools are one empty page, not the absence of a page."""
    with answering(Answer({"IdentityPools": [], "NextToken": ""})) as stub:
        assert [page async for page in account_at(stub.url).pools(REGION)] == [[]]


async def test_readings_are_cached(emulator: str) -> None:
    """A reading is cached with its time, by pool and by topic, until it is dropped."""
    account = account_at(emulator)
    pool = await pool_named(account, "mobile-app-prod")
    other = await pool_named(account, "store-kiosks")
    assert account.known(pool, Topic.ROLES) is None
    reading = await account.read(pool, Topic.ROLES)
    assert reading.read_at == NOW
    assert "Roles" in reading.answer
    made = account.gateway.requests.made
    assert await account.read(pool, Topic.ROLES) is reading
    assert account.known(pool, Topic.ROLES) is reading
    assert made == account.gateway.requests.made
    assert (await account.read(other, Topic.ROLES)).answer != reading.answer
    account.forget(pool)
    assert account.known(pool, Topic.ROLES) is None
    assert account.known(other, Topic.ROLES) is not None


async def test_failures_are_not_cached() -> None:
    """A failure is not cached, so the next attempt asks again."""
    denied = refusal("AccessDeniedException", "no")
    with answering(denied, Answer(DESCRIBED)) as stub:
        account = account_at(stub.url)
        with pytest.raises(ApiError):
            await account.read(POOL, Topic.CONFIGURATION)
        reading = await account.read(POOL, Topic.CONFIGURATION)
    assert reading.answer == DESCRIBED


async def test_tags_are_requested_by_the_arn(emulator: str) -> None:
    """The account ID is read first, because it is part of the ARN."""
    account = account_at(emulator)
    pool = await pool_named(account, "store-kiosks")
    reading = await account.read(pool, Topic.TAGS)
    assert reading.answer["Tags"]["site"] == "all-stores"
    assert [each.operation for each in account.gateway.requests][-2:] == [
        "sts get-caller-identity",
        "list-tags-for-resource",
    ]


async def test_principal_tags_are_read_for_every_provider(emulator: str) -> None:
    """The maps are by provider, None if none was set, and developer providers have none."""
    account = account_at(emulator)
    pool = await pool_named(account, "partner-portal")
    reading = await account.read(pool, Topic.PRINCIPAL_TAGS)
    assert reading.answer == {"accounts.google.com": None}
    prod = await pool_named(account, "mobile-app-prod")
    maps = (await account.read(prod, Topic.PRINCIPAL_TAGS)).answer
    assert maps["accounts.google.com"]["UseDefaults"] is True
    assert maps["appleid.apple.com"] is None
    (user_pool,) = [each for name, each in maps.items() if name.startswith("cognito-idp")]
    assert user_pool["PrincipalTags"] == {"plan": "custom:plan", "tenant": "custom:tenant"}


async def test_denied_principal_tags_are_reported() -> None:
    """Only the service's error for a missing map counts as None."""
    social = {"accounts.google.com": "1", "www.amazon.com": "2"}
    pool = Answer({**DESCRIBED, "SupportedLoginProviders": social})
    denied = refusal("AccessDeniedException", "no")
    with answering(pool, denied) as stub, pytest.raises(ApiError) as caught:
        await account_at(stub.url).read(POOL, Topic.PRINCIPAL_TAGS)
    assert caught.value.kind is ErrorKind.DENIED


async def test_identities_come_a_page_at_a_time(emulator: str) -> None:
    """The token of a page requests the next one, which has different identities."""
    account = account_at(emulator)
    pool = await pool_named(account, "mobile-app-prod")
    first = await account.identities(pool, None, hide_disabled=False)
    assert len(first) == 60
    second = await account.identities(pool, first.next_token, hide_disabled=False)
    assert first.id_at(0) != second.id_at(0)


async def test_disabled_identities_can_be_hidden() -> None:
    """The service omits disabled identities if requested."""
    with answering(Answer({"IdentityPoolId": POOL.pool_id, "Identities": []})) as stub:
        for hide in (True, False):
            page = await account_at(stub.url).identities(POOL, None, hide_disabled=hide)
            assert (len(page), page.next_token) == (0, None)
    parameters = {"IdentityPoolId": POOL.pool_id, "MaxResults": 60}
    assert bodies(stub.requests) == [
        {**parameters, "HideDisabled": True},
        {**parameters, "HideDisabled": False},
    ]


async def test_an_identity_is_read_each_time(emulator: str) -> None:
    """Identities are not cached, because they are cheap to read and change often."""
    account = account_at(emulator)
    pool = await pool_named(account, "partner-portal")
    page = await account.identities(pool, None, hide_disabled=True)
    made = account.gateway.requests.made
    for _ in range(2):
        answer = await account.identity(pool, page.id_at(0))
        assert page.id_at(0) == answer["IdentityId"]
    assert made + 2 == account.gateway.requests.made


async def test_developer_users_come_page_by_page() -> None:
    """All identifiers are returned, however many are linked to an identity."""
    identity = {"IdentityId": IDENTITY_ID}
    with answering(
        Answer({**identity, "DeveloperUserIdentifierList": ["ana"], "NextToken": "more"}),
        Answer({**identity, "DeveloperUserIdentifierList": ["bo"]}),
    ) as stub:
        pages = [page async for page in account_at(stub.url).developer_users(POOL, IDENTITY_ID)]
    assert pages == [["ana"], ["bo"]]
    parameters = {"IdentityPoolId": POOL.pool_id, "IdentityId": IDENTITY_ID, "MaxResults": 60}
    assert bodies(stub.requests) == [parameters, {**parameters, "NextToken": "more"}]


async def test_an_identity_without_developer_users() -> None:
    """The service's "not found" means that no user is linked."""
    with answering(refusal("ResourceNotFoundException", "not found")) as stub:
        pages = [page async for page in account_at(stub.url).developer_users(POOL, IDENTITY_ID)]
    assert pages == []


async def test_a_lookup_that_is_denied_is_reported() -> None:
    """Only "not found" means that no user is linked."""
    with answering(refusal("AccessDeniedException", "no")) as stub, pytest.raises(ApiError):
        async for _ in account_at(stub.url).developer_users(POOL, IDENTITY_ID):
            pass
