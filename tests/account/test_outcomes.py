"""Finding out the result of a request whose response was lost."""

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
    """Start an empty emulator and set credentials."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    return fresh_emulator(empty=True)


@pytest.fixture
def service(running: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """Return a client of the emulator."""
    made = connect(running, "cognito-identity")
    yield made
    made.close()


@pytest.fixture
def pool_id(service: "CognitoIdentityClient") -> str:
    """Create a pool with every kind of provider."""
    return make_pool(service)


OutcomeFinder = Callable[..., Any]
"""Finds out the result of an operation with some members."""


@pytest.fixture
def find_outcome(running: RunningEmulator, pool_id: str) -> OutcomeFinder:
    """Return a function that finds out a result, in the pool unless the operation creates one."""

    async def find(operation: str, before: frozenset[str] = frozenset(), **values: Any) -> str:  # noqa: ANN401  any member
        members = {"IdentityPoolId": pool_id, **values}
        account = Account(make_gateway(running.url))
        return await looked_up(operation, account, "us-east-1", members, before)

    return find


async def test_an_older_pool_of_the_same_name_is_ignored(
    find_outcome: OutcomeFinder, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """Names need not be unique: only a pool that did not exist before is the new one."""
    before = frozenset({pool_id})
    explanation = await find_outcome("create-identity-pool", before, IdentityPoolName="people")
    assert explanation == "No new pool people is there so far: it does not seem to be carried out."
    made = make_pool(service)
    explanation = await find_outcome("create-identity-pool", before, IdentityPoolName="people")
    assert explanation == f"It was carried out: people is there now, as {made}."


async def test_identities(find_outcome: OutcomeFinder) -> None:
    """An additional guest cannot be recognized; a login finds the same identity again."""
    assert "one guest more" in await find_outcome("get-id")
    assert "the same identity" in await find_outcome("get-id", Logins={GOOGLE: Secret("token")})


async def test_a_developer_user(
    find_outcome: OutcomeFinder, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """The user is looked up only by the developer provider's login, whatever other logins exist."""
    operation = "get-open-id-token-for-developer-identity"
    logins = {GOOGLE: Secret("x" * 2000), DEVELOPER: Secret("ada")}
    assert (await find_outcome(operation, Logins=logins)).startswith("The user is not registered")
    identity_id = developer(service, pool_id, "ada")
    assert await find_outcome(operation, Logins=logins) == (
        f"The user is registered, on {identity_id}. Sending it again finds that one."
    )
    explanation = await find_outcome(operation, Logins={GOOGLE: Secret("token")})
    assert explanation.startswith("The user is not registered")


async def test_merged_users(
    find_outcome: OutcomeFinder, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """Two users were merged if they have the same identity; unknown users have none."""
    users = {"SourceUserIdentifier": "ada", "DestinationUserIdentifier": "ada.two"}
    explanation = await find_outcome("merge-developer-identities", **users)
    assert explanation == "It was not carried out: the two users lead to different identities."
    developer(service, pool_id, "ada")
    developer(service, pool_id, "ada.two")
    assert explanation == await find_outcome("merge-developer-identities", **users)
    merged = service.merge_developer_identities(
        **users, IdentityPoolId=pool_id, DeveloperProviderName=DEVELOPER
    )["IdentityId"]
    explanation = await find_outcome("merge-developer-identities", **users)
    assert explanation == f"It was carried out: both users lead to {merged} now."


async def test_an_unlinked_user(
    find_outcome: OutcomeFinder, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """A user was unlinked if it no longer has the identity."""
    identity_id = developer(service, pool_id, "a\x1bda")
    members = {"IdentityId": identity_id, "DeveloperUserIdentifier": "a\x1bda"}
    explanation = await find_outcome("unlink-developer-identity", **members)
    assert explanation == "It was not carried out: a␛da still leads to the identity."
    service.unlink_developer_identity(
        **members, IdentityPoolId=pool_id, DeveloperProviderName=DEVELOPER
    )
    explanation = await find_outcome("unlink-developer-identity", **members)
    assert explanation == "It was carried out: a␛da does not lead to the identity any more."


async def test_requests_that_can_be_sent_again(find_outcome: OutcomeFinder) -> None:
    """An operation that can be sent twice without harm needs no check."""
    explanation = await find_outcome("tag-resource")
    assert explanation == "What is shown is read again. Sending the same once more does no harm."


async def test_a_failed_check(find_outcome: OutcomeFinder, running: RunningEmulator) -> None:
    """A check that fails for a reason other than "not found" is reported."""
    fault = Fault("LookupDeveloperIdentity", "AccessDeniedException", 1.0)
    running.change_faults(FaultPlan(faults=(fault,)))
    explanation = await find_outcome(
        "merge-developer-identities", SourceUserIdentifier="a", DestinationUserIdentifier="b"
    )
    assert explanation.startswith("Looking for it failed too: ")
