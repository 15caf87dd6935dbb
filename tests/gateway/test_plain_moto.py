"""A plain moto server, as many users have: what it does not support is reported as such."""

import contextlib
import io
from collections.abc import Callable, Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.documents.document import Document
from cogtui.screens.explorer.subject import identity_documents, pool_document
from cogtui.service.operations import View
from tests.documents.reading import code, values
from tests.gateway.gateways import REGION, make_gateway

Open = Callable[[], Account]

pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """Return the URL of a separate moto server with 70 pools and an identity in the first."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    # moto prints each request, and a traceback for unknown ones
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        server.start()
        url = "http://{}:{}".format(*server.get_host_and_port())
        _make_pools(url)
        yield url
        server.stop()


def _make_pools(url: str) -> None:
    client = boto3.client(
        "cognito-identity",
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id="any",
        aws_secret_access_key="thing",  # noqa: S106  moto accepts any password
    )
    for number in range(70):
        made = client.create_identity_pool(
            IdentityPoolName=f"pool-{number:02d}",
            AllowUnauthenticatedIdentities=True,
            DeveloperProviderName="login.example.backend",
            SupportedLoginProviders={"accounts.google.com": "1234"},
        )
        if number == 0:
            client.get_id(IdentityPoolId=made["IdentityPoolId"])
    client.close()


@pytest.fixture
def open_account(moto: str) -> Open:
    """Return a function that creates an account of the moto server, on the test's event loop."""
    return lambda: Account(make_gateway(moto))


async def first_pool(account: Account) -> Pool:
    """Return the pool that has an identity."""
    pools = [pool async for page in account.pools(REGION) for pool in page]
    return next(pool for pool in pools if pool.name == "pool-00")


async def document_of(account: Account, view: View) -> Document:
    """Return the content of a tab of the first pool."""
    document, _ = await pool_document(account, await first_pool(account), view)
    return document


@pytest.mark.parametrize(
    "operation",
    [
        "describe-identity",
        "get-identity-pool-roles",
        "get-principal-tag-attribute-map",
        "list-tags-for-resource",
        "lookup-developer-identity",
    ],
)
async def test_what_moto_cannot_answer_is_reported_as_such(moto: str, operation: str) -> None:
    """The operations missing from moto are reported as unsupported, not as service failures."""
    parameters = {
        "describe-identity": {"IdentityId": f"{REGION}:0"},
        "get-identity-pool-roles": {"IdentityPoolId": f"{REGION}:0"},
        "get-principal-tag-attribute-map": {
            "IdentityPoolId": f"{REGION}:0",
            "IdentityProviderName": "accounts.google.com",
        },
        "list-tags-for-resource": {"ResourceArn": "arn:aws:cognito-identity:0"},
        "lookup-developer-identity": {"IdentityPoolId": f"{REGION}:0", "IdentityId": f"{REGION}:0"},
    }
    gateway = make_gateway(moto)
    with pytest.raises(ApiError) as caught:
        await gateway.call(operation, REGION, parameters[operation])
    explanation = caught.value.explanation
    assert explanation.kind is ErrorKind.UNSUPPORTED
    assert explanation.title == f"The endpoint does not support {operation}"
    assert moto in explanation.cause


async def test_all_pools_come_in_one_page(open_account: Open) -> None:
    """Moto returns all pools whatever MaxResults is, and all are accepted."""
    pages = [page async for page in open_account().pools(REGION)]
    assert [len(page) for page in pages] == [70]


async def test_a_pool_is_shown_with_what_moto_returns(open_account: Open) -> None:
    """Overview and providers are shown, although moto omits members that AWS returns."""
    account = open_account()
    await account.identify(REGION)
    result = values(await document_of(account, View.OVERVIEW))
    assert result["Name"] == "pool-00"
    assert result["Guests"] == "allowed"
    assert result["ARN"].startswith("arn:aws:cognito-identity:us-east-1:")
    assert values(await document_of(account, View.PROVIDERS))["Google"] == "accounts.google.com"


async def test_the_json_tab_has_what_is_supported(open_account: Open) -> None:
    """One unsupported operation does not empty the whole tab."""
    account = open_account()
    await account.identify(REGION)
    shown = code(await document_of(account, View.JSON))
    assert '"IdentityPoolName": "pool-00"' in shown
    for topic in (Topic.ROLES, Topic.TAGS, Topic.PRINCIPAL_TAGS):
        assert f'"not loaded": "The endpoint does not support {topic.value}"' in shown


async def test_identities_have_no_dates(open_account: Open) -> None:
    """A page of identities without dates is accepted, and DescribeIdentity is unsupported."""
    account = open_account()
    pool = await first_pool(account)
    page = await account.identities(pool, None, hide_disabled=False)
    assert len(page) == 1
    assert page.next_token is None
    with pytest.raises(ApiError) as caught:
        async for _ in identity_documents(account, pool, page.id_at(0), View.OVERVIEW, 0):
            pass
    assert caught.value.kind is ErrorKind.UNSUPPORTED


async def test_the_other_tabs_are_unsupported(open_account: Open) -> None:
    """Roles, tags and principal tags each report that moto does not support them."""
    for view in (View.ROLES, View.TAGS, View.PRINCIPAL_TAGS):
        account = open_account()
        await account.identify(REGION)
        with pytest.raises(ApiError) as caught:
            await document_of(account, view)
        assert caught.value.kind is ErrorKind.UNSUPPORTED
