"""Developer identities: register, look up, merge and unlink."""

import time
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.emulator.tokens import decode_own_token
from tests.emulator.connection import pools_by_name, refused
from tests.emulator.users import (
    APPLE,
    DEVELOPER,
    DISABLED,
    GOOGLE,
    LOGINS_DO_NOT_MATCH,
    developer,
    forbidden,
    guest,
    id_token,
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
    return make_pool(client, AllowClassicFlow=False)


def claims(token: str) -> dict[str, Any]:
    """Return the claims of a token of the service."""
    payload = decode_own_token(token)
    assert payload is not None
    return payload


def look_up(client: "CognitoIdentityClient", pool: str, **values: Any) -> tuple[str, list[str]]:  # noqa: ANN401 - any member
    """Return the identity and the developer users in a lookup's response."""
    response = client.lookup_developer_identity(IdentityPoolId=pool, **values)
    return response["IdentityId"], response.get("DeveloperUserIdentifierList", [])


def merge(client: "CognitoIdentityClient", pool: str, source: str, destination: str) -> str:
    """Merge two developer users and return the resulting identity."""
    return client.merge_developer_identities(
        IdentityPoolId=pool,
        DeveloperProviderName=DEVELOPER,
        SourceUserIdentifier=source,
        DestinationUserIdentifier=destination,
    )["IdentityId"]


def unlink(client: "CognitoIdentityClient", pool: str, identity: str, user: str) -> None:
    """Unlink a developer user from an identity."""
    client.unlink_developer_identity(
        IdentityPoolId=pool,
        IdentityId=identity,
        DeveloperProviderName=DEVELOPER,
        DeveloperUserIdentifier=user,
    )


def test_an_unknown_user_is_registered_and_found_again(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The first call creates an identity, the second returns the same one."""
    identity = developer(client, pool, "ada")
    assert developer(client, pool, "ada") == identity
    assert developer(client, pool, "bob") != identity
    assert look_up(client, pool, IdentityId=identity) == (identity, ["ada"])
    assert identities(client, pool)[identity] == [DEVELOPER]


def test_the_token_names_the_developer_provider(client: "CognitoIdentityClient", pool: str) -> None:
    """Subject, pool and `amr` name the identity, and the token lasts 15 minutes."""
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    payload = claims(response["Token"])
    assert payload["sub"] == response["IdentityId"]
    assert payload["aud"] == pool
    assert payload["amr"] == ["authenticated", DEVELOPER, f"{DEVELOPER}:{pool}:ada"]
    assert payload["exp"] - payload["iat"] == 900
    assert payload["iat"] == pytest.approx(time.time(), abs=5)


def test_the_duration_can_be_up_to_a_day(client: "CognitoIdentityClient", pool: str) -> None:
    """TokenDuration is accepted up to 86,400 seconds."""
    logins = {DEVELOPER: "ada"}
    for seconds in (1, 86_400):
        token = client.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool, Logins=logins, TokenDuration=seconds
        )["Token"]
        assert claims(token)["exp"] - claims(token)["iat"] == seconds
    with refused("ValidationException"):
        client.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool, Logins=logins, TokenDuration=86_401
        )


def test_principal_tags_of_the_call_are_in_the_token(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """PrincipalTags of the request are session tags in the token."""
    token = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}, PrincipalTags={"tenant": "t-1"}
    )["Token"]
    tags = claims(token)["https://aws.amazon.com/tags"]
    assert tags == {"principal_tags": {"tenant": ["t-1"]}}


def test_it_works_without_the_classic_flow(client: "CognitoIdentityClient", pool: str) -> None:
    """AllowClassicFlow=false, as in this pool, does not apply to developer tokens."""
    assert developer(client, pool, "ada")


def test_a_developer_user_is_linked_to_a_guest(client: "CognitoIdentityClient", pool: str) -> None:
    """With a guest's ID, the guest becomes the user's identity."""
    identity = guest(client, pool)
    assert developer(client, pool, "ada", IdentityId=identity) == identity
    assert developer(client, pool, "ada") == identity


def test_a_developer_user_is_linked_to_an_identity_with_a_public_login(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """With the public login of an identity, the user is linked to that identity."""
    identity = member(client, pool, GOOGLE, "ada")
    linked = developer(client, pool, "ada", IdentityId=identity, Logins=login(GOOGLE, "ada"))
    assert linked == identity
    assert developer(client, pool, "ada") == identity
    assert identities(client, pool) == {identity: [GOOGLE, DEVELOPER]}


def test_a_public_login_is_linked_to_a_developer_user(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A public login that is passed with the developer login is linked to the same identity."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    assert member(client, pool, GOOGLE, "ada") == identity
    with refused("InvalidParameterException", "Please provide a valid public provider"):
        client.get_id(IdentityPoolId=pool, Logins={DEVELOPER: "ada"})


def test_an_identity_with_a_public_login_needs_it(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Without the public login's token the identity is forbidden, even in a signed call."""
    identity = member(client, pool, GOOGLE, "ada")
    with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
        developer(client, pool, "ada", IdentityId=identity)


@pytest.mark.inferred
def test_a_second_developer_user_is_linked(client: "CognitoIdentityClient", pool: str) -> None:
    """An identity that only developer users are linked to accepts more by its ID alone."""
    identity = developer(client, pool, "ada")
    for user in ("bob", "ADA", "ada ", "b" * 1024, "🦊"):
        assert developer(client, pool, user, IdentityId=identity) == identity
        assert developer(client, pool, user) == identity
    assert len(look_up(client, pool, IdentityId=identity)[1]) == 6


@pytest.mark.inferred
def test_a_second_developer_user_with_a_public_login(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The public login is linked too; if it has another identity, that one is merged."""
    identity = developer(client, pool, "ada")
    logins = login(GOOGLE, "ada")
    assert developer(client, pool, "bob", IdentityId=identity, Logins=logins) == identity
    assert member(client, pool, GOOGLE, "ada") == identity
    other, owner = developer(client, pool, "eve"), member(client, pool, APPLE, "eve")
    logins = login(APPLE, "eve")
    assert developer(client, pool, "zoe", IdentityId=other, Logins=logins) == other
    assert identities(client, pool)[owner] == DISABLED


def test_a_second_developer_user_beside_a_public_login(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """With a public login linked, a token of it is still needed."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
        developer(client, pool, "bob", IdentityId=identity)
    logins = login(GOOGLE, "ada")
    assert developer(client, pool, "bob", IdentityId=identity, Logins=logins) == identity


def test_a_user_of_another_identity(client: "CognitoIdentityClient", pool: str) -> None:
    """Passing one identity's ID with another's user is an error."""
    developer(client, pool, "ada")
    with refused("DeveloperUserAlreadyRegisteredException"):
        developer(client, pool, "ada", IdentityId=guest(client, pool))


def test_the_id_of_the_users_own_identity(client: "CognitoIdentityClient", pool: str) -> None:
    """The ID may be passed with the user that it belongs to."""
    identity = developer(client, pool, "ada")
    assert developer(client, pool, "ada", IdentityId=identity) == identity


def test_an_unknown_identity_id(client: "CognitoIdentityClient", pool: str) -> None:
    """An identity that does not exist, or is in another pool, is not found."""
    for identity in (UNKNOWN_ID, guest(client, make_pool(client))):
        with refused("ResourceNotFoundException", f"Identity '{identity}' not found."):
            developer(client, pool, "ada", IdentityId=identity)


@pytest.mark.inferred
def test_a_disabled_identity_cannot_get_a_developer_user(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """An identity that was merged into another cannot be used again."""
    old = developer(client, pool, "ada")
    developer(client, pool, "bob")
    merge(client, pool, "ada", "bob")
    with refused("NotAuthorizedException", forbidden(old)):
        developer(client, pool, "new", IdentityId=old)


@pytest.mark.inferred
def test_a_wrong_developer_provider(client: "CognitoIdentityClient", pool: str) -> None:
    """A name other than the pool's is not supported, nor any name in a pool without one."""
    message = "This identity pool does not support the specified developer provider"
    for pool_id, name in (
        (pool, "login.other.example"),
        (pool, DEVELOPER.upper()),
        (make_pool(client, DeveloperProviderName=None), DEVELOPER),
    ):
        with refused("InvalidParameterException", message):
            client.get_open_id_token_for_developer_identity(
                IdentityPoolId=pool_id, Logins={name: "ada"}
            )


def test_a_bad_public_login_fails_the_call(client: "CognitoIdentityClient", pool: str) -> None:
    """Public logins that are passed with the developer login are verified."""
    with refused("NotAuthorizedException"):
        developer(client, pool, "ada", Logins={GOOGLE: id_token(GOOGLE, "ada", "other-app")})
    assert identities(client, pool) == {}


@pytest.mark.inferred
def test_an_identifier_of_1025_characters(client: "CognitoIdentityClient", pool: str) -> None:
    """A developer user identifier has at most 1,024 characters."""
    assert developer(client, pool, "x" * 1024)
    with refused("InvalidParameterException"):
        developer(client, pool, "x" * 1025)


def test_lookup_by_either_finds_the_other(client: "CognitoIdentityClient", pool: str) -> None:
    """Looking up the identity returns its users; looking up a user returns the identity."""
    identity = developer(client, pool, "ada")
    assert look_up(client, pool, DeveloperUserIdentifier="ada") == (identity, ["ada"])
    assert look_up(client, pool, IdentityId=identity) == (identity, ["ada"])


@pytest.mark.inferred
def test_lookup_by_a_user_lists_all_users_of_the_identity(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The response contains all identifiers of the identity, not only the requested one."""
    developer(client, pool, "ada")
    identity = developer(client, pool, "bob")
    merge(client, pool, "ada", "bob")
    assert look_up(client, pool, DeveloperUserIdentifier="ada") == (identity, ["bob", "ada"])


def test_lookup_of_a_pair_repeats_it(client: "CognitoIdentityClient", pool: str) -> None:
    """The response to an identity and its own user repeats both."""
    developer(client, pool, "ada")
    identity = developer(client, pool, "bob")
    merge(client, pool, "ada", "bob")
    found = look_up(client, pool, IdentityId=identity, DeveloperUserIdentifier="ada")
    assert found == (identity, ["ada"])


def test_lookup_of_a_pair_that_does_not_match(client: "CognitoIdentityClient", pool: str) -> None:
    """An identity and another identity's user are a conflict."""
    developer(client, pool, "ada")
    bob = developer(client, pool, "bob")
    with refused("ResourceConflictException"):
        look_up(client, pool, IdentityId=bob, DeveloperUserIdentifier="ada")


@pytest.mark.inferred
def test_lookup_of_nothing(client: "CognitoIdentityClient", pool: str) -> None:
    """At least one of the two is required."""
    with refused("InvalidParameterException"):
        look_up(client, pool)


@pytest.mark.inferred
def test_lookup_of_an_unknown_user(client: "CognitoIdentityClient", pool: str) -> None:
    """An unknown user is not found, nor is a known one in another case."""
    developer(client, pool, "Ada")
    for user in ("nobody", "ada"):
        with refused("ResourceNotFoundException"):
            look_up(client, pool, DeveloperUserIdentifier=user)


def test_lookup_of_an_unknown_identity(client: "CognitoIdentityClient", pool: str) -> None:
    """An identity that does not exist is not found."""
    with refused("ResourceNotFoundException", f"Identity '{UNKNOWN_ID}' not found."):
        look_up(client, pool, IdentityId=UNKNOWN_ID)


def test_lookup_of_an_identity_without_developer_users(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The list of an identity with other logins is empty."""
    identity = guest(client, pool)
    assert look_up(client, pool, IdentityId=identity) == (identity, [])


def test_identifiers_are_case_sensitive(client: "CognitoIdentityClient", pool: str) -> None:
    """Two spellings are two users."""
    assert developer(client, pool, "Ada") != developer(client, pool, "ada")


def test_lookup_pages_the_users(client: "CognitoIdentityClient", pool: str) -> None:
    """Pages of two return five users in link order; a token is valid for its identity only."""
    users = [f"user{number}" for number in range(5)]
    for user in users:
        developer(client, pool, user)
    for user in users[1:]:
        merge(client, pool, user, users[0])
    found: list[str] = []
    token: dict[str, Any] = {}
    sizes = []
    while True:
        page = client.lookup_developer_identity(
            IdentityPoolId=pool, DeveloperUserIdentifier="user3", MaxResults=2, **token
        )
        sizes.append(len(page["DeveloperUserIdentifierList"]))
        found += page["DeveloperUserIdentifierList"]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == users
    assert sizes == [2, 2, 1]
    developer(client, pool, "other")
    with refused("InvalidParameterException"):
        client.lookup_developer_identity(
            IdentityPoolId=pool, DeveloperUserIdentifier="other", **token
        )


def test_merge_returns_the_destination(client: "CognitoIdentityClient", pool: str) -> None:
    """The destination's identity has both users, and tokens for either name it."""
    source, destination = developer(client, pool, "ada"), developer(client, pool, "bob")
    assert merge(client, pool, "ada", "bob") == destination
    assert developer(client, pool, "ada") == developer(client, pool, "bob") == destination
    assert look_up(client, pool, IdentityId=destination)[1] == ["bob", "ada"]
    assert identities(client, pool) == {source: DISABLED, destination: [DEVELOPER]}


@pytest.mark.inferred
def test_merge_moves_public_logins(client: "CognitoIdentityClient", pool: str) -> None:
    """The source's public logins move to the destination, and both modification dates change."""
    source = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    destination = developer(client, pool, "bob", Logins=login(APPLE, "bob"))
    merge(client, pool, "ada", "bob")
    assert member(client, pool, GOOGLE, "ada") == destination
    assert identities(client, pool)[destination] == [DEVELOPER, APPLE, GOOGLE]
    for identity in (source, destination):
        description = client.describe_identity(IdentityId=identity)
        assert description["CreationDate"] < description["LastModifiedDate"]
    with refused("NotAuthorizedException", forbidden(source)):
        client.get_credentials_for_identity(IdentityId=source)


@pytest.mark.inferred
def test_merge_of_two_users_of_one_public_provider(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Two users of one public provider cannot be merged, and nothing changes."""
    developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    developer(client, pool, "bob", Logins=login(GOOGLE, "bob"))
    before = identities(client, pool)
    with refused("ResourceConflictException"):
        merge(client, pool, "ada", "bob")
    assert identities(client, pool) == before
    assert developer(client, pool, "ada") != developer(client, pool, "bob")


@pytest.mark.inferred
def test_merge_of_more_than_twenty_logins(client: "CognitoIdentityClient", pool: str) -> None:
    """Twenty logins can be merged; with the twenty-first the call fails and nothing changes."""
    for number in range(20):
        developer(client, pool, f"user{number}")
        merge(client, pool, f"user{number}", "user0")
    last = developer(client, pool, "user20")
    with refused("InvalidParameterException"):
        merge(client, pool, "user20", "user0")
    assert developer(client, pool, "user20") == last
    assert len(look_up(client, pool, DeveloperUserIdentifier="user0")[1]) == 20


@pytest.mark.inferred
def test_merge_with_oneself_changes_nothing(client: "CognitoIdentityClient", pool: str) -> None:
    """Merging a user with itself, or with a user of the same identity, changes nothing."""
    developer(client, pool, "ada")
    identity = developer(client, pool, "bob")
    assert merge(client, pool, "bob", "bob") == identity
    merge(client, pool, "ada", "bob")
    before = client.describe_identity(IdentityId=identity)["LastModifiedDate"]
    assert merge(client, pool, "bob", "ada") == identity
    assert client.describe_identity(IdentityId=identity)["LastModifiedDate"] == before


@pytest.mark.inferred
def test_merge_of_an_unknown_user(client: "CognitoIdentityClient", pool: str) -> None:
    """An unknown source or destination is not found."""
    developer(client, pool, "ada")
    for source, destination in (("ada", "nobody"), ("nobody", "ada")):
        with refused("ResourceNotFoundException"):
            merge(client, pool, source, destination)


@pytest.mark.inferred
def test_merge_and_unlink_need_the_pools_developer_provider(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Neither operation supports another provider's name."""
    identity = developer(client, pool, "ada")
    message = "This identity pool does not support the specified developer provider"
    with refused("InvalidParameterException", message):
        client.merge_developer_identities(
            IdentityPoolId=pool,
            DeveloperProviderName="other",
            SourceUserIdentifier="ada",
            DestinationUserIdentifier="ada",
        )
    with refused("InvalidParameterException", message):
        client.unlink_developer_identity(
            IdentityPoolId=pool,
            IdentityId=identity,
            DeveloperProviderName="other",
            DeveloperUserIdentifier="ada",
        )


def test_an_unlinked_user_is_new_next_time(client: "CognitoIdentityClient", pool: str) -> None:
    """The unlinked user gets a new identity; other users and public logins are unaffected."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    unlink(client, pool, identity, "ada")
    assert identities(client, pool) == {identity: [GOOGLE]}
    with refused("ResourceNotFoundException"):
        look_up(client, pool, DeveloperUserIdentifier="ada")
    assert developer(client, pool, "ada") != identity
    assert member(client, pool, GOOGLE, "ada") == identity


def test_one_of_two_users_can_be_unlinked(client: "CognitoIdentityClient", pool: str) -> None:
    """The identity lists the developer provider as long as it has a developer user."""
    developer(client, pool, "ada")
    identity = developer(client, pool, "bob")
    merge(client, pool, "ada", "bob")
    unlink(client, pool, identity, "ada")
    assert identities(client, pool)[identity] == [DEVELOPER]
    assert look_up(client, pool, IdentityId=identity) == (identity, ["bob"])


def test_an_identity_that_lost_its_last_login_is_inaccessible(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Without any login it is disabled, and not a guest."""
    identity = developer(client, pool, "ada")
    unlink(client, pool, identity, "ada")
    assert identities(client, pool) == {identity: DISABLED}
    with refused("NotAuthorizedException", forbidden(identity)):
        client.get_credentials_for_identity(IdentityId=identity)


@pytest.mark.inferred
def test_a_user_of_another_identity_cannot_be_unlinked(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The identity and the user must belong together."""
    developer(client, pool, "ada")
    bob = developer(client, pool, "bob")
    with refused("ResourceConflictException"):
        unlink(client, pool, bob, "ada")


@pytest.mark.inferred
def test_unlink_twice(client: "CognitoIdentityClient", pool: str) -> None:
    """An unlinked user or an unknown identity is not found."""
    identity = developer(client, pool, "ada", Logins=login(GOOGLE, "ada"))
    unlink(client, pool, identity, "ada")
    with refused("ResourceNotFoundException"):
        unlink(client, pool, identity, "ada")
    with refused("ResourceNotFoundException", f"Identity '{UNKNOWN_ID}' not found."):
        unlink(client, pool, UNKNOWN_ID, "ada")


def test_demo_users_can_be_merged(
    demo_client: "CognitoIdentityClient",
) -> None:
    """The demo's duplicate partners can be merged into one identity."""
    pool = pools_by_name(demo_client)["partner-portal"]
    users = ("Maria.Keller@northwind.example", "maria.keller@northwind.example")
    surviving = demo_client.merge_developer_identities(
        IdentityPoolId=pool,
        DeveloperProviderName="login.partners.example",
        SourceUserIdentifier=users[0],
        DestinationUserIdentifier=users[1],
    )["IdentityId"]
    for user in users:
        found = demo_client.lookup_developer_identity(
            IdentityPoolId=pool, DeveloperUserIdentifier=user
        )
        assert found["IdentityId"] == surviving
