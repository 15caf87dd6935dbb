"""What came of a request that nobody answered."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.account.account import Account
from cogtui.account.outcomes import looked_up
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.secret import Secret
from tests.emulator.connection import connect
from tests.emulator.users import DEVELOPER, GOOGLE, developer, make_pool
from tests.gateway.gateways import make_gateway

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture
def running(
    fresh_emulator: Callable[..., RunningEmulator], monkeypatch: pytest.MonkeyPatch
) -> RunningEmulator:
    """An empty emulator, and credentials."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    return fresh_emulator(empty=True)


@pytest.fixture
def service(running: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """A client of it."""
    made = connect(running, "cognito-identity")
    yield made
    made.close()


@pytest.fixture
def pool_id(service: "CognitoIdentityClient") -> str:
    """A pool with every kind of provider."""
    return make_pool(service)


Look = Callable[..., Any]
"""Looks what came of an operation with some members."""


@pytest.fixture
def look(running: RunningEmulator, pool_id: str) -> Look:
    """Looks, in a pool unless it is a new one."""

    async def looking(operation: str, before: frozenset[str] = frozenset(), **values: Any) -> str:  # noqa: ANN401  any member
        members = {"IdentityPoolId": pool_id, **values}
        account = Account(make_gateway(running.url))
        return await looked_up(operation, account, "us-east-1", members, before)

    return looking


async def test_a_pool_of_the_name_from_before_does_not_count(
    look: Look, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """Names need not be unique: only a pool that was not there before is the new one."""
    before = frozenset({pool_id})
    explanation = await look("create-identity-pool", before, IdentityPoolName="people")
    assert explanation == "No new pool people is there so far: it does not seem to be carried out."
    made = make_pool(service)
    explanation = await look("create-identity-pool", before, IdentityPoolName="people")
    assert explanation == f"It was carried out: people is there now, as {made}."


async def test_identities(look: Look) -> None:
    """A guest more cannot be told from others; a login finds the same identity again."""
    assert "one guest more" in await look("get-id")
    assert "the same identity" in await look("get-id", Logins={GOOGLE: Secret("token")})


async def test_a_developer_user(look: Look, service: "CognitoIdentityClient", pool_id: str) -> None:
    """The user is looked for by the developer's login alone, whatever other logins there are."""
    operation = "get-open-id-token-for-developer-identity"
    logins = {GOOGLE: Secret("x" * 2000), DEVELOPER: Secret("ada")}
    assert (await look(operation, Logins=logins)).startswith("The user is not registered")
    identity_id = developer(service, pool_id, "ada")
    assert await look(operation, Logins=logins) == (
        f"The user is registered, on {identity_id}. Sending it again finds that one."
    )
    explanation = await look(operation, Logins={GOOGLE: Secret("token")})
    assert explanation.startswith("The user is not registered")


async def test_merged_users(look: Look, service: "CognitoIdentityClient", pool_id: str) -> None:
    """Two users were merged if they lead to one identity; nobody leads to none."""
    users = {"SourceUserIdentifier": "ada", "DestinationUserIdentifier": "ada.two"}
    explanation = await look("merge-developer-identities", **users)
    assert explanation == "It was not carried out: the two users lead to different identities."
    developer(service, pool_id, "ada")
    developer(service, pool_id, "ada.two")
    assert explanation == await look("merge-developer-identities", **users)
    merged = service.merge_developer_identities(
        **users, IdentityPoolId=pool_id, DeveloperProviderName=DEVELOPER
    )["IdentityId"]
    explanation = await look("merge-developer-identities", **users)
    assert explanation == f"It was carried out: both users lead to {merged} now."


async def test_an_unlinked_user(look: Look, service: "CognitoIdentityClient", pool_id: str) -> None:
    """A user was unlinked if it does not lead to the identity any more."""
    identity_id = developer(service, pool_id, "a\x1bda")
    members = {"IdentityId": identity_id, "DeveloperUserIdentifier": "a\x1bda"}
    explanation = await look("unlink-developer-identity", **members)
    assert explanation == "It was not carried out: a␛da still leads to the identity."
    service.unlink_developer_identity(
        **members, IdentityPoolId=pool_id, DeveloperProviderName=DEVELOPER
    )
    explanation = await look("unlink-developer-identity", **members)
    assert explanation == "It was carried out: a␛da does not lead to the identity any more."


async def test_what_can_be_sent_again(look: Look) -> None:
    """What does no more when it is sent twice needs no look."""
    explanation = await look("tag-resource")
    assert explanation == "What is shown is read again. Sending the same once more does no harm."


async def test_a_look_in_vain(look: Look, running: RunningEmulator) -> None:
    """A look that fails, for another reason than that there is nobody, is told as failed."""
    fault = Fault("LookupDeveloperIdentity", "AccessDeniedException", 1.0)
    running.change_faults(FaultPlan(faults=(fault,)))
    explanation = await look(
        "merge-developer-identities", SourceUserIdentifier="a", DestinationUserIdentifier="b"
    )
    assert explanation.startswith("Looking for it failed too: ")
