"""Many clients at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from tests.emulator.users import DEVELOPER, GOOGLE, developer, guest, identities, make_pool, member

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

AT_ONCE = 20


def parallel(task: Callable[[int], Any]) -> list[Any]:
    """Run a task in twenty threads and return all results."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(task, range(AT_ONCE)))


def test_one_login_in_parallel_is_one_identity(client: "CognitoIdentityClient") -> None:
    """Twenty GetId calls with one login return the same identity."""
    pool = make_pool(client)
    found = parallel(lambda _: member(client, pool, GOOGLE, "ada"))
    assert len(set(found)) == 1
    assert len(identities(client, pool)) == 1


def test_guests_in_parallel_are_all_different(client: "CognitoIdentityClient") -> None:
    """Twenty guest calls create twenty identities."""
    pool = make_pool(client)
    assert len(set(parallel(lambda _: guest(client, pool)))) == AT_ONCE
    assert len(identities(client, pool)) == AT_ONCE


def test_one_developer_user_in_parallel_is_one_identity(client: "CognitoIdentityClient") -> None:
    """Twenty registrations of one user create one identity."""
    pool = make_pool(client)
    assert len(set(parallel(lambda _: developer(client, pool, "ada")))) == 1


def test_parallel_merges_all_succeed(client: "CognitoIdentityClient") -> None:
    """All users that are merged into one in parallel end up in its identity."""
    pool = make_pool(client)
    surviving = developer(client, pool, "kept")

    def merge(number: int) -> str:
        developer(client, pool, f"user{number}")
        return client.merge_developer_identities(
            IdentityPoolId=pool,
            DeveloperProviderName=DEVELOPER,
            SourceUserIdentifier=f"user{number}",
            DestinationUserIdentifier="kept",
        )["IdentityId"]

    assert set(parallel(lambda number: merge(number) if number < 19 else surviving)) == {surviving}
    found = client.lookup_developer_identity(
        IdentityPoolId=pool, IdentityId=surviving, MaxResults=60
    )
    assert len(found["DeveloperUserIdentifierList"]) == 20


def test_parallel_tags_are_all_retained(client: "CognitoIdentityClient") -> None:
    """Twenty tags that are set in parallel are all stored."""
    pool = make_pool(client)
    arn = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool}"
    parallel(lambda number: client.tag_resource(ResourceArn=arn, Tags={f"k{number}": "v"}))
    assert len(client.list_tags_for_resource(ResourceArn=arn)["Tags"]) == AT_ONCE


def test_identities_can_be_used_while_pools_are_created_and_deleted(
    client: "CognitoIdentityClient",
) -> None:
    """A public call, which names no pool, finds its identity while the pools change."""
    pool = make_pool(client)
    identity = guest(client, pool)

    def use(number: int) -> str:
        if number % 2:
            client.delete_identity_pool(IdentityPoolId=make_pool(client))
        return client.get_open_id_token(IdentityId=identity)["IdentityId"]

    assert set(parallel(use)) == {identity}


def test_parallel_updates_are_atomic(client: "CognitoIdentityClient") -> None:
    """Each update returns what it set, and the pool ends up with exactly one of them."""
    pool = make_pool(client)

    def update(number: int) -> tuple[str, dict[str, str]]:
        response = client.update_identity_pool(
            IdentityPoolId=pool,
            IdentityPoolName=f"name{number}",
            AllowUnauthenticatedIdentities=True,
            SupportedLoginProviders={GOOGLE: f"app{number}"},
        )
        return response["IdentityPoolName"], response["SupportedLoginProviders"]

    expected = [(f"name{number}", {GOOGLE: f"app{number}"}) for number in range(AT_ONCE)]
    assert parallel(update) == expected
    pool_now = client.describe_identity_pool(IdentityPoolId=pool)
    assert (pool_now["IdentityPoolName"], pool_now["SupportedLoginProviders"]) in expected
