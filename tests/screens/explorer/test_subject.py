"""What the detail pane says, read from the emulator, or from what a stub answers."""

import math

import pytest

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.screens.explorer.subject import (
    POOL_VIEWS,
    identity_documents,
    is_known,
    pool_document,
)
from cogtui.service.identity_rows import Identity, identity_of
from cogtui.service.operations import View
from tests.documents.reading import code, notes, titles, values
from tests.gateway.gateways import REGION, make_gateway
from tests.gateway.servers import Answer, answering, refusal

POOL = Pool(REGION, f"{REGION}:1a2b3c4d-0000-4000-8000-000000000001", "mobile-app")
DESCRIBED = {
    "IdentityPoolId": POOL.pool_id,
    "IdentityPoolName": POOL.name,
    "AllowUnauthenticatedIdentities": False,
}
IDENTITY_ID = f"{REGION}:5a6f1b2c-0000-4000-8000-000000000001"
CREATED = 1538078988.0

READ = [view for view in POOL_VIEWS if view is not View.REQUESTS]
"""The tabs of a pool that are read."""

DENIED = refusal("AccessDeniedException", "no")


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials in the environment, which the emulator and the stubs do not look at."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")


async def demo_pool(account: Account, name: str) -> Pool:
    """A demo pool."""
    pools = [pool async for page in account.pools(REGION) for pool in page]
    return next(pool for pool in pools if pool.name == name)


async def shown_documents(account: Account, pool: Pool, identity_id: str) -> list[dict[str, str]]:
    """Yield the documents of an identity, one after another."""
    documents = identity_documents(account, pool, identity_id, View.OVERVIEW, CREATED + 90)
    return [values(document) async for document in documents]


@pytest.mark.parametrize("view", READ)
async def test_every_tab_of_a_pool_is_read_once(emulator: str, view: View) -> None:
    """A tab has a document and the time it was read, and is known afterwards."""
    times = iter([10.0, 20.0, 30.0, 40.0])
    account = Account(make_gateway(emulator), clock=lambda: next(times))
    pool = await demo_pool(account, "mobile-app-prod")
    assert not is_known(account, pool, view)
    document, read_at = await pool_document(account, pool, view)
    assert document
    # the oldest of its parts is as old as the whole
    assert read_at == 10.0 if view is not View.PRINCIPAL_TAGS else read_at == 20.0
    assert is_known(account, pool, view)
    made = account.gateway.requests.made
    assert (document, read_at) == await pool_document(account, pool, view)
    assert made == account.gateway.requests.made


async def test_the_tabs_show_what_they_are_called_after(emulator: str) -> None:
    """Each tab of a demo pool has what the demo put there."""
    account = Account(make_gateway(emulator))
    pool = await demo_pool(account, "workforce-sso")
    await account.identify(REGION)
    shown = {view: (await pool_document(account, pool, view))[0] for view in READ}
    assert values(shown[View.OVERVIEW])["SAML"] == "SAML Okta-Workforce"
    assert titles(shown[View.PROVIDERS]) == ["SAML (1)"]
    assert "Mapping for SAML Okta-Workforce" in titles(shown[View.ROLES])
    assert values(shown[View.TAGS])["data-class"] == "internal"
    assert values(shown[View.PRINCIPAL_TAGS])["site"] == "from claim site"
    for topic in Topic:
        assert f'"{topic.value}": {{' in code(shown[View.JSON])


async def test_the_overview_has_the_arn_once_the_account_is_known(emulator: str) -> None:
    """Until then it says why there is none."""
    account = Account(make_gateway(emulator))
    pool = await demo_pool(account, "store-kiosks")
    document, _ = await pool_document(account, pool, View.OVERVIEW)
    assert values(document)["ARN"] == "unknown until STS returns the account"
    caller = await account.identify(REGION)
    document, _ = await pool_document(account, pool, View.OVERVIEW)
    assert pool.arn(caller) == values(document)["ARN"]


async def test_tags_do_not_wait_for_the_account(emulator: str) -> None:
    """While the account is unknown, they come from the description; afterwards by the ARN."""
    account = Account(make_gateway(emulator))
    pool = await demo_pool(account, "workforce-sso")
    made = account.gateway.requests.made
    document, _ = await pool_document(account, pool, View.TAGS)
    assert values(document)["data-class"] == "internal"
    assert notes(document) == ["From the pool's description: the account ID is unknown."]
    assert [request.operation for request in list(account.gateway.requests)[made:]] == [
        "describe-identity-pool"
    ]
    assert is_known(account, pool, View.TAGS)
    await account.identify(REGION)
    assert not is_known(account, pool, View.TAGS)
    document, _ = await pool_document(account, pool, View.TAGS)
    assert (values(document)["data-class"], notes(document)) == ("internal", [])


async def test_json_shows_what_could_be_read_and_why_not_the_rest() -> None:
    """A caller who may not see the roles still sees the configuration."""
    with answering(Answer(DESCRIBED), DENIED) as stub:
        account = Account(make_gateway(stub.url), clock=lambda: 5.0)
        document, read_at = await pool_document(account, POOL, View.JSON)
        assert read_at == 5.0
        assert f'"IdentityPoolId": "{POOL.pool_id}"' in code(document)
        assert '"get-identity-pool-roles": {\n    "not loaded": "Access denied"' in code(document)
        assert '"not loaded": "The account ID is unknown"' in code(document)
        assert not is_known(account, POOL, View.JSON)


async def test_json_of_which_nothing_can_be_read_is_reported() -> None:
    """Then there is nothing to show but the trouble."""
    with answering(DENIED) as stub, pytest.raises(ApiError) as caught:
        await pool_document(Account(make_gateway(stub.url)), POOL, View.JSON)
    assert caught.value.kind is ErrorKind.DENIED
    assert caught.value.explanation.operation == "describe-identity-pool"


async def test_a_tab_that_cannot_be_read_is_reported() -> None:
    """Any other tab is nothing without its answer."""
    pool = Answer(DESCRIBED)
    with answering(pool, DENIED) as stub, pytest.raises(ApiError) as caught:
        await pool_document(Account(make_gateway(stub.url)), POOL, View.ROLES)
    assert caught.value.explanation.operation == "get-identity-pool-roles"


async def test_an_identity_comes_before_its_developer_users(emulator: str) -> None:
    """The overview is there at once, and the developer users follow."""
    account = Account(make_gateway(emulator))
    caller = await account.identify(REGION)
    pool = await demo_pool(account, "partner-portal")
    user = {"IdentityPoolId": pool.pool_id, "DeveloperUserIdentifier": "p.lindqvist@adatum.example"}
    found = await account.gateway.call("lookup-developer-identity", REGION, user)
    identity_id = found["IdentityId"]
    shown = [
        document
        async for document in identity_documents(account, pool, identity_id, View.OVERVIEW, CREATED)
    ]
    assert [titles(document)[2:] for document in shown] == [
        [],
        ["2 developer users of login.partners.example, loading…"],
        ["2 developer users of login.partners.example"],
    ]
    assert pool.identity_arn(caller, identity_id) == values(shown[0])["ARN"]
    assert shown[0] == shown[2][:2]


async def test_an_identity_of_a_pool_without_developers_is_not_queried_again(emulator: str) -> None:
    """Where there is no developer provider, there is nothing to look up."""
    account = Account(make_gateway(emulator))
    pool = await demo_pool(account, "store-kiosks")
    page = await account.identities(pool, None, hide_disabled=False)
    (only,) = await shown_documents(account, pool, page.id_at(0))
    assert only["State"] == "guest"
    assert only["ARN"] == "unknown until STS returns the account"
    operations = [each.operation for each in account.gateway.requests]
    assert operations[-2:] == ["describe-identity", "describe-identity-pool"]


async def test_an_identity_stays_in_sight_when_its_users_cannot_be_read() -> None:
    """A caller who may not look up developer users sees the identity, and why not more."""
    identity = {"IdentityId": IDENTITY_ID, "CreationDate": CREATED, "LastModifiedDate": CREATED}
    pool = {**DESCRIBED, "DeveloperProviderName": "login.example"}
    with answering(Answer(identity), Answer(pool), DENIED) as stub:
        account = Account(make_gateway(stub.url))
        shown = [
            document
            async for document in identity_documents(
                account, POOL, IDENTITY_ID, View.OVERVIEW, CREATED
            )
        ]
    assert [len(notes(document)) for document in shown] == [1, 2]
    assert notes(shown[1]) == ["None (guest).", "✗ Access denied"]
    assert values(shown[1])["Operation"] == "lookup-developer-identity"


async def test_an_identity_as_json_is_its_description_alone(emulator: str) -> None:
    """Nothing else is asked for."""
    account = Account(make_gateway(emulator))
    pool = await demo_pool(account, "partner-portal")
    page = await account.identities(pool, None, hide_disabled=False)
    made = account.gateway.requests.made
    documents = identity_documents(account, pool, page.id_at(0), View.JSON, CREATED)
    (document,) = [each async for each in documents]
    assert code(document).startswith('{\n  "describe-identity": {')
    assert page.id_at(0) in code(document)
    assert made + 1 == account.gateway.requests.made


async def test_an_identity_that_was_deleted_meanwhile_is_reported() -> None:
    """Then there is no document."""
    gone = refusal("ResourceNotFoundException", "Identity 'x' not found.")
    with answering(gone) as stub, pytest.raises(ApiError) as caught:
        await shown_documents(Account(make_gateway(stub.url)), POOL, IDENTITY_ID)
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_an_identity_is_taken_out_of_an_answer() -> None:
    """With its logins and dates."""
    answer = {
        "IdentityId": IDENTITY_ID,
        "Logins": ["accounts.google.com"],
        "CreationDate": CREATED,
        "LastModifiedDate": CREATED + 1,
    }
    expected = Identity(IDENTITY_ID, ("accounts.google.com",), CREATED, CREATED + 1)
    assert expected == identity_of(answer)


@pytest.mark.parametrize("more", [{}, {"CreationDate": 1e20, "LastModifiedDate": -1.0}])
def test_dates_that_are_missing_or_absurd_are_not_known(more: dict[str, float]) -> None:
    """Some emulators tell none."""
    identity = identity_of({"IdentityId": IDENTITY_ID, **more})
    assert (identity.identity_id, identity.logins) == (IDENTITY_ID, ())
    assert math.isnan(identity.created)
    assert math.isnan(identity.modified)
