"""Developer users are looked up in both directions over HTTP."""

import dataclasses
import math
from collections.abc import Callable

import pytest

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.directory import Directory
from cogtui.developers.linked_identity import LinkedIdentity, new_identity
from cogtui.emulator import RunningEmulator
from cogtui.service.identity_rows import Identity
from tests.developers.service import NOBODY, REGION, Service, api_error, failing
from tests.emulator.connection import connect
from tests.emulator.users import (
    APPLE,
    DEVELOPER,
    GOOGLE,
    developer,
    guest,
    login,
    make_pool,
    member,
)
from tests.gateway.gateways import make_gateway

HOSTILE = (
    "x" * 1024,
    "a\nb\r\n",
    "🦊 und 👩‍👧",
    "'\"`",
    "[bold]x[/]",
    "\x1b[2J",
    " ada ",
    "a,b;c",
    "\x00",
)
"""Identifiers that a layer in between might mishandle."""


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set credentials in the environment; the emulator does not check them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")


async def directory_at(url: str, pool_id: str) -> Directory:
    """Return the developer users of a pool at an endpoint."""
    return await Directory.open(
        Account(make_gateway(url)).gateway.call, Pool(REGION, pool_id, "people")
    )


async def test_a_thousand_identifiers_of_one_identity(
    fresh_emulator: Callable[..., RunningEmulator],
) -> None:
    """All pages are read, whether the lookup is by identity or by user."""
    client = connect(fresh_emulator(empty=True), "cognito-identity")
    pool_id = make_pool(client)
    identity_id = member(client, pool_id, GOOGLE, "ada")
    proof = login(GOOGLE, "ada")
    users = [f"user {number}" for number in range(1000)]
    for user in users:
        developer(client, pool_id, user, IdentityId=identity_id, Logins=proof)
    directory = await directory_at(client.meta.endpoint_url, pool_id)
    pages = [page async for page in directory.identifiers(identity_id)]
    assert [len(page or ()) for page in pages] == [60] * 16 + [40]
    found = await directory.user("user 999")
    assert found is not None
    assert (found.identity_id, found.identifiers, found.link_count) == (
        identity_id,
        tuple(users),
        1001,
    )
    assert found.public_logins == (GOOGLE,)


async def test_hostile_identifiers_resolve_correctly(
    fresh_emulator: Callable[..., RunningEmulator],
) -> None:
    """Each identifier survives the round trip and resolves to its own identity."""
    client = connect(fresh_emulator(empty=True), "cognito-identity")
    pool_id = make_pool(client)
    ids = {user: developer(client, pool_id, user) for user in HOSTILE}
    directory = await directory_at(client.meta.endpoint_url, pool_id)
    assert len(set(ids.values())) == len(HOSTILE)
    for user, identity_id in ids.items():
        found = await directory.user(user)
        assert found is not None
        assert (found.identity_id, found.identifiers) == (identity_id, (user,))
        assert await directory.find(f"?{user[1:]}") is None


async def test_an_identity_with_its_dates_and_its_state(
    fresh_emulator: Callable[..., RunningEmulator],
) -> None:
    """A guest, a signed-in user and a disabled identity are read as the service describes them."""
    client = connect(fresh_emulator(empty=True), "cognito-identity")
    pool_id = make_pool(client)
    nobody, ada = guest(client, pool_id), developer(client, pool_id, "ada")
    directory = await directory_at(client.meta.endpoint_url, pool_id)
    found = await directory.read(nobody)
    assert found is not None
    assert (found.is_guest, found.is_disabled, found.link_count) == (True, False, 0)
    found = await directory.read(ada)
    assert found is not None
    assert (found.is_guest, found.link_count, found.public_logins) == (False, 1, ())
    assert found.identity.created <= found.identity.modified
    await directory.send(
        "unlink-developer-identity",
        {
            "IdentityPoolId": pool_id,
            "IdentityId": ada,
            "DeveloperProviderName": DEVELOPER,
            "DeveloperUserIdentifier": "ada",
        },
        once=True,
    )
    found = await directory.read(ada)
    assert found is not None
    assert (found.is_guest, found.is_disabled, found.public_logins) == (False, True, ())


async def test_unknown_users_and_identities(service: Service) -> None:
    """An unknown user or identity is None, not an error."""
    directory = await service.directory()
    assert await directory.user("ada") is None
    assert await directory.find("ada") is None
    assert await directory.read(NOBODY) is None


async def test_an_identity_of_another_pool(service: Service) -> None:
    """It can be described, but is marked as unknown to the pool's lookup."""
    directory = await service.directory()
    foreign = await directory.read(service.identity("ada", pool=service.make_pool()))
    own = await directory.read(service.identity("ada"))
    assert foreign is not None
    assert own is not None
    assert (foreign.is_found_in_pool, own.is_found_in_pool) == (False, True)


async def test_a_pool_without_a_developer_provider() -> None:
    """No users are looked up, and identities can still be read."""
    service = Service(None)
    identity_id = service.identity(public=[GOOGLE, APPLE])
    directory = await service.directory()
    found = await directory.read(identity_id)
    assert found is not None
    assert (found.provider, found.identifiers, found.is_found_in_pool) == ("", (), True)
    assert found.public_logins == (GOOGLE, APPLE)
    assert await directory.user("ada") is None
    assert service.called("lookup-developer-identity") == 0


@pytest.mark.parametrize(
    "operation", ["describe-identity-pool", "describe-identity", "lookup-developer-identity"]
)
async def test_other_errors_are_raised(service: Service, operation: str) -> None:
    """An access denial is raised rather than read as not found."""
    identity_id = service.identity("ada")
    service.before = failing(operation, api_error(ErrorKind.DENIED))
    with pytest.raises(ApiError):
        await (await service.directory()).read(identity_id)


def test_a_fingerprint_depends_on_the_links() -> None:
    """It depends on each identifier, each login and the state, but not on dates or order."""
    linked = new_identity(DEVELOPER, "ada", NOBODY).with_identifier("bob")
    identity = dataclasses.replace(linked.identity, logins=(DEVELOPER, GOOGLE, APPLE), created=1.0)
    linked = dataclasses.replace(linked, identity=identity)
    reordered = dataclasses.replace(
        linked,
        identity=Identity(NOBODY, (APPLE, GOOGLE), math.nan, 2.0),
        identifiers=("bob", "ada"),
    )
    assert linked.fingerprint == reordered.fingerprint
    others: list[LinkedIdentity] = [
        linked.without(identifier="ada"),
        linked.without(login=GOOGLE),
        linked.with_identifier("ADA"),
        linked.without_logins(),
        dataclasses.replace(linked, is_found_in_pool=False),
        dataclasses.replace(linked, identity=dataclasses.replace(identity, identity_id="x:1")),
    ]
    assert len({each.fingerprint for each in (linked, *others)}) == 7
