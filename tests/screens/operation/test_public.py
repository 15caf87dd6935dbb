"""Without AWS credentials, a pool offers only what its users can do."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.pools import CUSTOMERS, CUSTOMERS_APP
from cogtui.emulator.demo.users import PASSWORD
from cogtui.screens.dialogs.menu import Menu
from cogtui.service.operations import OPERATIONS
from tests.cases import case
from tests.emulator.connection import connect, pools_by_name
from tests.screens.operation.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

PUBLIC: Final = ("get-id", "get-credentials-for-identity", "get-open-id-token", "unlink-identity")
"""The operations that need no credentials, according to the API reference."""

PROVIDER: Final = f"cognito-idp.us-east-1.amazonaws.com/{CUSTOMERS}"


@pytest.fixture(autouse=True)
def _no_credentials(_dummy_credentials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without credentials."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")


@pytest.fixture
def token(running: RunningEmulator) -> str:
    """The ID token of a customer who has signed in to the user pool."""
    client = connect(running, "cognito-idp")
    answer = client.initiate_auth(
        ClientId=CUSTOMERS_APP,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "maya.chen", "PASSWORD": PASSWORD},
    )
    client.close()
    found: str = answer["AuthenticationResult"]["IdToken"]
    return found


@pytest.fixture
def pool_id(service: "CognitoIdentityClient") -> str:
    """The customers' pool, with guest access and the classic flow switched on."""
    found = pools_by_name(service)["mobile-app-prod"]
    pool = {**service.describe_identity_pool(IdentityPoolId=found), "AllowClassicFlow": True}
    del pool["ResponseMetadata"]
    service.update_identity_pool(**pool)  # type: ignore[arg-type]  # the answer without changes
    roles = service.get_identity_pool_roles(IdentityPoolId=found)["Roles"]
    # the classic flow excludes role mappings
    service.set_identity_pool_roles(IdentityPoolId=found, Roles=roles)
    return found


@pytest.fixture
def app(app_on: Callable[..., CogtuiApp], pool_id: str) -> CogtuiApp:
    """The app, started with `--pool` and nothing else."""
    return app_on(pool=pool_id, regions=())


async def opens(operator: Operator, pool_id: str) -> None:
    """Wait until the pool and the available operations are shown."""
    await operator.sees("no credentials", "No AWS credentials: the pool cannot be read.")
    place = operator.panes.pools.pool_tree.place
    assert place is not None
    assert place.pool is not None
    assert pool_id == place.pool.pool_id


async def gets_guest(operator: Operator) -> str:
    """Create a guest of the pool."""
    await operator.press("N")
    await operator.sees_form("get-id")
    await operator.press("ctrl+s")
    await operator.agrees("Get an identity of us-east-1:")
    await operator.sees_answer("IdentityId us-east-1:")
    await operator.press("escape")
    await operator.is_back()
    return operator.toasts[-1].removeprefix("The identity is ").removesuffix(".")


@pytest.mark.parametrize("size", [SMALL, (160, 45)])
async def test_it_shows_what_works(
    app: CogtuiApp, service: "CognitoIdentityClient", pool_id: str, size: tuple[int, int]
) -> None:
    """The pool is in the tree, beside the four available operations and why there are no more."""
    async with operating(app, service, size) as operator:
        await opens(operator, pool_id)
        for name in PUBLIC:
            row = OPERATIONS[name]
            await operator.sees(f"{row.key} {row.title} {name}")
        await operator.press("a")
        menu = await operator.sees_screen(Menu, "Actions on ")
        assert {each.value for each in menu._entries} & OPERATIONS.keys() == set(PUBLIC)
        await operator.press("escape")
        assert [request.operation for request in operator.requests] == []


async def test_its_identities_cannot_be_listed(
    app: CogtuiApp, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """The identities pane says why it is empty, and no call is made."""
    async with operating(app, service, SMALL) as operator:
        await opens(operator, pool_id)
        await operator.press("tab")
        await operator.sees("To list identities needs AWS credentials.")
        assert operator.pane == "identities"
        assert list(operator.requests) == []


async def test_a_guest(app: CogtuiApp, service: "CognitoIdentityClient", pool_id: str) -> None:
    """A guest is created and prefilled in the other operations, which return a token and keys."""
    async with operating(app, service) as operator:
        await opens(operator, pool_id)
        guest = await gets_guest(operator)
        assert service.describe_identity(IdentityId=guest)["IdentityId"] == guest
        for key, name in (("o", "get-open-id-token"), ("x", "get-credentials-for-identity")):
            await operator.press(key)
            await operator.sees_form(name)
            assert operator.values() == {"IdentityId": guest}
            await operator.press("ctrl+s")
            await operator.sees_answer(f"IdentityId {guest}", "****")
            await operator.press("escape")
            await operator.is_back()
        assert {request.operation for request in operator.requests} < set(PUBLIC)
        assert [request.error for request in operator.requests if request.error] == []
        await operator.sees("No AWS credentials: the pool cannot be read.")


async def test_a_customer(
    app: CogtuiApp, service: "CognitoIdentityClient", pool_id: str, token: str
) -> None:
    """With a login the same operations work, and the login can be unlinked."""
    async with operating(app, service) as operator:
        await opens(operator, pool_id)
        await operator.press("N")
        await operator.sees_form("get-id")
        login = {"IdentityProviderName": PROVIDER, "IdentityProviderToken": token}
        await operator.adds("Logins", **login)
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_answer("IdentityId us-east-1:")
        await operator.press("escape")
        identity_id = operator.toasts[-1].removeprefix("The identity is ").removesuffix(".")
        for key, name in (("o", "get-open-id-token"), ("x", "get-credentials-for-identity")):
            await operator.press(key)
            await operator.sees_form(name)
            await operator.adds("Logins", **login)
            await operator.press("ctrl+s")
            await operator.sees_answer(f"IdentityId {identity_id}", "****")
            await operator.press("escape")
            await operator.is_back()
        await operator.press("u")
        await operator.sees_form("unlink-identity")
        assert operator.values() == {"IdentityId": identity_id}
        await operator.adds("Logins", **login)
        await operator.adds("LoginsToRemove", IdentityProviderName=PROVIDER)
        await operator.press("ctrl+s")
        await operator.agrees(f"Unlink {PROVIDER} from {identity_id}?")
        await operator.sees_toast(f"Unlinked {PROVIDER} from {identity_id}.")
        assert PROVIDER not in service.describe_identity(IdentityId=identity_id).get("Logins", [])


async def test_all_other_operations_are_disabled(
    app: CogtuiApp, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """The palette says which operations need credentials, and does not call them."""
    async with operating(app, service, SMALL) as operator:
        await opens(operator, pool_id)
        for name in OPERATIONS.keys() - PUBLIC:
            title = OPERATIONS[name].title
            with case(name):
                await operator.runs_by_palette(
                    name, f"{title} · {name}", "not now: needs AWS credentials"
                )
                await operator.sees_toast(f"{title} ({name}): needs AWS credentials.")
                assert operator.called(name) == 0


async def test_read_only_without_credentials(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", pool_id: str
) -> None:
    """Read-only mode disables the four too, as each changes something or returns secrets."""
    async with operating(app_on(pool=pool_id, regions=(), read_only=True), service) as operator:
        await opens(operator, pool_id)
        await operator.press("N", "x", "o", "u")
        await operator.waits(lambda: len(operator.toasts) == len(PUBLIC), "four toasts")
        assert all(": disabled in read-only mode" in toast for toast in operator.toasts)
        assert list(operator.requests) == []


async def test_credentials_that_appear_later(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    pool_id: str,
    home: Path,
) -> None:
    """After credentials appear, `r` opens the account and all operations work."""
    async with operating(app, service) as operator:
        await opens(operator, pool_id)
        (home / "aws-credentials").write_text(
            "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = any\n"
        )
        await operator.press("r")
        await operator.sees("Name mobile-app-prod", "111122223333")
