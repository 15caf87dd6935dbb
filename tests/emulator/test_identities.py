"""Identities: list, describe, delete and unlink."""

from typing import TYPE_CHECKING

import pytest

from tests.emulator.connection import all_identities, pools_by_name, refused
from tests.emulator.users import (
    APPLE,
    DEVELOPER,
    DISABLED,
    FACEBOOK,
    GOOGLE,
    LOGINS_DO_NOT_MATCH,
    ROLE,
    developer,
    forbidden,
    guest,
    identities,
    login,
    make_pool,
    member,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

UNKNOWN_ID = "us-east-1:00000000-0000-0000-0000-000000000000"


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test."""
    pool_id = make_pool(client)
    client.set_identity_pool_roles(
        IdentityPoolId=pool_id,
        Roles={"authenticated": ROLE.format("Auth"), "unauthenticated": ROLE.format("Guest")},
    )
    return pool_id


def unlink(
    client: "CognitoIdentityClient", identity: str, logins: dict[str, str], *names: str
) -> None:
    """Remove the logins of some providers from an identity."""
    client.unlink_identity(IdentityId=identity, Logins=logins, LoginsToRemove=list(names))


@pytest.mark.inferred
def test_identities_are_listed_in_order_of_creation(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The first identity created is listed first."""
    created = [guest(client, pool) for _ in range(5)]
    assert list(identities(client, pool)) == created


def test_a_guest_has_no_logins_member(client: "CognitoIdentityClient", pool: str) -> None:
    """Neither List nor Describe returns Logins for a guest; both dates are its creation time."""
    identity = guest(client, pool)
    (listed,) = client.list_identities(IdentityPoolId=pool, MaxResults=5)["Identities"]
    description = client.describe_identity(IdentityId=identity)
    assert set(listed) == {"IdentityId", "CreationDate", "LastModifiedDate"}
    assert description["CreationDate"] == description["LastModifiedDate"]
    assert "Logins" not in set(description)


def test_a_user_lists_provider_names_only(client: "CognitoIdentityClient", pool: str) -> None:
    """Logins are provider names, without tokens, subjects or developer user identifiers."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    assert client.describe_identity(IdentityId=identity)["Logins"] == [DEVELOPER, GOOGLE]


def test_delete_returns_no_unprocessed_identities(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """If all are deleted, the list of unprocessed identities is empty."""
    deleted, surviving = guest(client, pool), guest(client, pool)
    response = client.delete_identities(IdentityIdsToDelete=[deleted])
    assert response["UnprocessedIdentityIds"] == []
    assert identities(client, pool) == {surviving: []}


@pytest.mark.inferred
def test_delete_of_an_unknown_identity(client: "CognitoIdentityClient", pool: str) -> None:
    """An unknown identity is reported as AccessDenied; the others are deleted, without an error."""
    deleted = guest(client, pool)
    response = client.delete_identities(IdentityIdsToDelete=[UNKNOWN_ID, deleted])
    assert response["UnprocessedIdentityIds"] == [
        {"IdentityId": UNKNOWN_ID, "ErrorCode": "AccessDenied"}
    ]
    assert identities(client, pool) == {}
    again = client.delete_identities(IdentityIdsToDelete=[deleted])
    assert [each["IdentityId"] for each in again["UnprocessedIdentityIds"]] == [deleted]


def test_a_deleted_identity_is_not_found(client: "CognitoIdentityClient", pool: str) -> None:
    """Describe and credentials fail for the ID of a deleted identity."""
    identity = member(client, pool, GOOGLE, "ada")
    client.delete_identities(IdentityIdsToDelete=[identity])
    message = f"Identity '{identity}' not found."
    with refused("ResourceNotFoundException", message):
        client.describe_identity(IdentityId=identity)
    with refused("ResourceNotFoundException", message):
        client.get_credentials_for_identity(IdentityId=identity, Logins=login(GOOGLE, "ada"))
    with refused("ResourceNotFoundException", message):
        client.lookup_developer_identity(IdentityPoolId=pool, IdentityId=identity)


@pytest.mark.inferred
def test_the_logins_of_a_deleted_identity_are_free(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The same user, or developer user, gets a new identity next time."""
    public, vouched = member(client, pool, GOOGLE, "ada"), developer(client, pool, "ada")
    client.delete_identities(IdentityIdsToDelete=[public, vouched])
    with refused("ResourceNotFoundException"):
        client.lookup_developer_identity(IdentityPoolId=pool, DeveloperUserIdentifier="ada")
    assert member(client, pool, GOOGLE, "ada") != public
    assert developer(client, pool, "ada") != vouched


def test_sixty_are_deleted_at_once(client: "CognitoIdentityClient", pool: str) -> None:
    """A call can delete 60 identities."""
    created = [guest(client, pool) for _ in range(60)]
    assert client.delete_identities(IdentityIdsToDelete=created)["UnprocessedIdentityIds"] == []
    assert identities(client, pool) == {}


def test_seeded_identities_can_be_purged(demo_client: "CognitoIdentityClient") -> None:
    """Deleting page after page empties a pool, and page tokens stay valid meanwhile."""
    pool = pools_by_name(demo_client)["mobile-app-staging"]
    before = all_identities(demo_client, pool)
    page = demo_client.list_identities(IdentityPoolId=pool, MaxResults=10)
    ids = [identity["IdentityId"] for identity in before]
    demo_client.delete_identities(IdentityIdsToDelete=ids[5:20])
    rest = demo_client.list_identities(
        IdentityPoolId=pool, MaxResults=60, NextToken=page["NextToken"]
    )
    assert [identity["IdentityId"] for identity in rest["Identities"]] == ids[20:]
    demo_client.delete_identities(IdentityIdsToDelete=ids[:5] + ids[20:])
    assert all_identities(demo_client, pool) == []
    with refused("ResourceNotFoundException"):
        demo_client.describe_identity(IdentityId=ids[0])


def test_an_unlinked_login_is_a_new_identity_next_time(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The provider is no longer listed, the remaining login works, the removed one is free."""
    both = {**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    identity = client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"]
    unlink(client, identity, login(APPLE, "ada"), GOOGLE)
    assert identities(client, pool) == {identity: [APPLE]}
    assert client.get_credentials_for_identity(IdentityId=identity, Logins=login(APPLE, "ada"))
    assert member(client, pool, GOOGLE, "ada") != identity


def test_the_last_login_leaves_an_inaccessible_identity(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The identity is disabled and never a guest again; its login leads to a new identity."""
    identity = member(client, pool, GOOGLE, "ada")
    unlink(client, identity, login(GOOGLE, "ada"), GOOGLE)
    assert identities(client, pool) == {identity: DISABLED}
    with refused("NotAuthorizedException", forbidden(identity)):
        client.get_credentials_for_identity(IdentityId=identity)
    with refused("NotAuthorizedException", forbidden(identity)):
        client.get_credentials_for_identity(IdentityId=identity, Logins=login(GOOGLE, "ada"))
    assert member(client, pool, GOOGLE, "ada") != identity


@pytest.mark.inferred
def test_developer_users_survive_the_last_public_login(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The identifier still resolves after the public login is unlinked."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    unlink(client, identity, login(GOOGLE, "ada"), GOOGLE)
    assert developer(client, pool, "ada") == identity
    assert identities(client, pool) == {identity: [DEVELOPER]}


def test_unlinking_needs_a_login_of_the_identity(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """No token, another user's or an invalid one is not enough."""
    identity = member(client, pool, GOOGLE, "ada")
    for logins in ({}, login(GOOGLE, "bob"), login(APPLE, "ada")):
        with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
            unlink(client, identity, logins, GOOGLE)
    with refused("NotAuthorizedException"):
        unlink(client, identity, {GOOGLE: "nonsense"}, GOOGLE)
    assert identities(client, pool) == {identity: [GOOGLE]}


@pytest.mark.inferred
def test_unlinking_what_is_not_linked_changes_nothing(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Providers that are not linked to the identity are ignored."""
    identity = member(client, pool, GOOGLE, "ada")
    before = client.describe_identity(IdentityId=identity)["LastModifiedDate"]
    unlink(client, identity, login(GOOGLE, "ada"), FACEBOOK)
    assert client.describe_identity(IdentityId=identity)["LastModifiedDate"] == before


@pytest.mark.inferred
def test_the_developer_provider_needs_the_signed_operation(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Developer users are only unlinked by the signed operation."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    with refused("InvalidParameterException", "Please provide a valid public provider"):
        unlink(client, identity, login(GOOGLE, "ada"), DEVELOPER)
