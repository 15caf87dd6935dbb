"""GetCredentialsForIdentity: who may act as an identity, and with which credentials."""

import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator import RunningEmulator
from cogtui.emulator.tokens import signed
from tests.emulator.connection import ACCOUNT, connect, refused
from tests.emulator.users import (
    APPLE,
    BAD_CONFIGURATION,
    DEVELOPER,
    DISABLED,
    FACEBOOK,
    GOOGLE,
    GUESTS_ARE_OFF,
    LOGINS_DO_NOT_MATCH,
    NOT_SUPPORTED,
    ROLE,
    USER_POOL,
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
    from mypy_boto3_cognito_identity.type_defs import CredentialsTypeDef

ROLES = {"authenticated": ROLE.format("Auth"), "unauthenticated": ROLE.format("Guest")}


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test, with roles that do not exist in IAM."""
    pool_id = make_pool(client)
    client.set_identity_pool_roles(IdentityPoolId=pool_id, Roles=ROLES)
    return pool_id


def caller(running: RunningEmulator, vended: "CredentialsTypeDef") -> str:
    """Return the caller ARN that STS reports for credentials."""
    keys = {
        "aws_access_key_id": vended["AccessKeyId"],
        "aws_secret_access_key": vended["SecretKey"],
        "aws_session_token": vended["SessionToken"],
    }
    with closing(connect(running, "sts", **keys)) as sts:
        return str(sts.get_caller_identity()["Arn"])


def test_a_guest_gets_the_unauthenticated_role(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """Keys start with ASIA and last exactly one hour, and STS reports the session name."""
    identity = guest(client, pool)
    now = time.time()
    response = client.get_credentials_for_identity(IdentityId=identity)
    vended = response["Credentials"]
    assert response["IdentityId"] == identity
    assert vended["AccessKeyId"].startswith("ASIA")
    assert vended["Expiration"].microsecond == 0
    lifetime = vended["Expiration"] - datetime.fromtimestamp(now, UTC)
    assert lifetime.total_seconds() == pytest.approx(3600, abs=5)
    assert caller(emulator, vended) == (
        f"arn:aws:sts::{ACCOUNT}:assumed-role/Guest/CognitoIdentityCredentials"
    )


def test_a_user_gets_the_authenticated_role(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """A login without a role mapping gets the default role."""
    identity = member(client, pool, GOOGLE, "ada")
    response = client.get_credentials_for_identity(IdentityId=identity, Logins=login(GOOGLE, "ada"))
    assert ":assumed-role/Auth/" in caller(emulator, response["Credentials"])


def test_a_guest_who_logs_in_keeps_the_id(client: "CognitoIdentityClient", pool: str) -> None:
    """A guest who logs in as a new user keeps the identity ID."""
    identity = guest(client, pool)
    response = client.get_credentials_for_identity(IdentityId=identity, Logins=login(GOOGLE, "ada"))
    assert response["IdentityId"] == identity
    assert identities(client, pool) == {identity: [GOOGLE]}


def test_a_guest_who_logs_in_as_a_known_user_gets_that_users_id(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A guest who logs in as an existing user is disabled, and the user's ID is returned."""
    known, visitor = member(client, pool, GOOGLE, "ada"), guest(client, pool)
    response = client.get_credentials_for_identity(IdentityId=visitor, Logins=login(GOOGLE, "ada"))
    assert response["IdentityId"] == known
    assert identities(client, pool) == {known: [GOOGLE], visitor: DISABLED}
    with refused("NotAuthorizedException", forbidden(visitor)):
        client.get_credentials_for_identity(IdentityId=visitor)


def test_an_additional_login_is_linked(client: "CognitoIdentityClient", pool: str) -> None:
    """An unknown login that is passed with a linked one is linked too."""
    identity = member(client, pool, GOOGLE, "ada")
    both = {**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    response = client.get_credentials_for_identity(IdentityId=identity, Logins=both)
    assert response["IdentityId"] == identity
    assert member(client, pool, APPLE, "ada") == identity


@pytest.mark.inferred
def test_two_identities_are_merged_under_the_id_passed(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Logins of two identities merge them into the one whose ID is passed."""
    surviving, merged = member(client, pool, GOOGLE, "ada"), member(client, pool, APPLE, "ada")
    both = {**login(APPLE, "ada"), **login(GOOGLE, "ada")}
    response = client.get_credentials_for_identity(IdentityId=surviving, Logins=both)
    assert response["IdentityId"] == surviving
    assert identities(client, pool) == {surviving: [GOOGLE, APPLE], merged: DISABLED}


def test_a_disabled_identity_with_the_owners_login_returns_the_owner(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The old ID is forbidden without logins; with a login of the owner, the owner is returned."""
    owner, old = member(client, pool, GOOGLE, "ada"), member(client, pool, APPLE, "ada")
    both = {**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    client.get_credentials_for_identity(IdentityId=owner, Logins=both)
    with refused("NotAuthorizedException", forbidden(old)):
        client.get_credentials_for_identity(IdentityId=old)
    for provider in (GOOGLE, APPLE):
        response = client.get_credentials_for_identity(
            IdentityId=old, Logins=login(provider, "ada")
        )
        assert response["IdentityId"] == owner


def test_an_identity_with_logins_is_forbidden_without_them(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """An identity with logins requires one of them."""
    identity = member(client, pool, GOOGLE, "ada")
    with refused("NotAuthorizedException", forbidden(identity)):
        client.get_credentials_for_identity(IdentityId=identity)


def test_another_users_token_does_not_match(client: "CognitoIdentityClient", pool: str) -> None:
    """Neither another identity's login nor an unknown login gives access to an identity."""
    identity = member(client, pool, GOOGLE, "ada")
    member(client, pool, GOOGLE, "bob")
    for logins in (login(GOOGLE, "bob"), login(APPLE, "new")):
        with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
            client.get_credentials_for_identity(IdentityId=identity, Logins=logins)


@pytest.mark.inferred
def test_a_disabled_identity_with_an_unknown_login_is_forbidden(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """An unlinked login does not re-enable a disabled identity."""
    visitor = guest(client, pool)
    member(client, pool, GOOGLE, "ada")
    client.get_credentials_for_identity(IdentityId=visitor, Logins=login(GOOGLE, "ada"))
    with refused("NotAuthorizedException", forbidden(visitor)):
        client.get_credentials_for_identity(IdentityId=visitor, Logins=login(APPLE, "new"))


def test_an_unknown_identity(client: "CognitoIdentityClient") -> None:
    """The error for an identity that does not exist quotes its ID."""
    unknown_id = "us-east-1:00000000-0000-0000-0000-000000000000"
    with refused("ResourceNotFoundException", f"Identity '{unknown_id}' not found."):
        client.get_credentials_for_identity(IdentityId=unknown_id)


@pytest.mark.inferred
def test_existing_guests_are_rejected_when_guest_access_is_off(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Once guest access is off, existing guests are rejected but still listed."""
    identity = guest(client, pool)
    client.update_identity_pool(
        IdentityPoolId=pool, IdentityPoolName="people", AllowUnauthenticatedIdentities=False
    )
    with refused("NotAuthorizedException", GUESTS_ARE_OFF):
        client.get_credentials_for_identity(IdentityId=identity)
    with refused("NotAuthorizedException", GUESTS_ARE_OFF):
        guest(client, pool)
    assert identities(client, pool) == {identity: []}


def test_users_of_a_removed_provider_are_locked_out(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """After an update without the provider, its tokens are not supported; its identities remain."""
    identity = member(client, pool, GOOGLE, "ada")
    client.update_identity_pool(
        IdentityPoolId=pool,
        IdentityPoolName="people",
        AllowUnauthenticatedIdentities=True,
        SupportedLoginProviders={FACEBOOK: "facebook-app"},
    )
    with refused("NotAuthorizedException", NOT_SUPPORTED):
        client.get_credentials_for_identity(IdentityId=identity, Logins=login(GOOGLE, "ada"))
    with refused("NotAuthorizedException", NOT_SUPPORTED):
        client.get_id(IdentityPoolId=pool, Logins=login(GOOGLE, "ada"))
    assert identities(client, pool) == {identity: [GOOGLE]}


def test_users_of_a_replaced_client_are_locked_out(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The old client's tokens are not supported; the new client's lead to the same identity."""
    identity = member(client, pool, USER_POOL, "ada")
    client.update_identity_pool(
        IdentityPoolId=pool,
        IdentityPoolName="people",
        AllowUnauthenticatedIdentities=True,
        CognitoIdentityProviders=[{"ProviderName": USER_POOL, "ClientId": "renewed"}],
    )
    with refused("NotAuthorizedException", NOT_SUPPORTED):
        client.get_id(IdentityPoolId=pool, Logins=login(USER_POOL, "ada"))
    renewed = {USER_POOL: id_token(USER_POOL, "ada", "renewed")}
    assert client.get_id(IdentityPoolId=pool, Logins=renewed)["IdentityId"] == identity
    assert identities(client, pool) == {identity: [USER_POOL]}


@pytest.mark.parametrize("state", ["authenticated", "unauthenticated"])
def test_a_missing_role(client: "CognitoIdentityClient", pool: str, state: str) -> None:
    """Without a role for guests, or for users, the pool's configuration is invalid for them."""
    remaining = {name: role for name, role in ROLES.items() if name != state}
    client.set_identity_pool_roles(IdentityPoolId=pool, Roles=remaining)
    logins = login(GOOGLE, "ada") if state == "authenticated" else {}
    identity = client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    with refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION):
        client.get_credentials_for_identity(IdentityId=identity, Logins=logins)


def test_a_role_of_another_account(client: "CognitoIdentityClient", pool: str) -> None:
    """The enhanced flow only assumes roles in the pool's own account."""
    foreign = {"unauthenticated": "arn:aws:iam::999999999999:role/Guest"}
    client.set_identity_pool_roles(IdentityPoolId=pool, Roles=foreign)
    with refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION):
        client.get_credentials_for_identity(IdentityId=guest(client, pool))


@pytest.mark.inferred
def test_new_roles_apply_from_the_next_call(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """New roles apply to the next credentials; existing credentials do not change."""
    identity = guest(client, pool)
    before = client.get_credentials_for_identity(IdentityId=identity)["Credentials"]
    client.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={"unauthenticated": ROLE.format("Other")}
    )
    after = client.get_credentials_for_identity(IdentityId=identity)["Credentials"]
    assert ":assumed-role/Guest/" in caller(emulator, before)
    assert ":assumed-role/Other/" in caller(emulator, after)


@pytest.mark.inferred
def test_credentials_outlive_their_identity(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """Credentials stay valid after the identity is deleted."""
    identity = guest(client, pool)
    vended = client.get_credentials_for_identity(IdentityId=identity)["Credentials"]
    client.delete_identities(IdentityIdsToDelete=[identity])
    assert ":assumed-role/Guest/" in caller(emulator, vended)


@pytest.mark.inferred
def test_developer_users_always_get_the_default_role(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """A developer provider has no role mapping, so its users get the authenticated role."""
    client.set_identity_pool_roles(
        IdentityPoolId=pool,
        Roles=ROLES,
        RoleMappings={GOOGLE: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    logins = {"cognito-identity.amazonaws.com": response["Token"]}
    vended = client.get_credentials_for_identity(IdentityId=response["IdentityId"], Logins=logins)
    assert ":assumed-role/Auth/" in caller(emulator, vended["Credentials"])


def test_a_developer_user_passes_the_token_under_the_services_key(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """A developer user's token, passed under the service's key, gets the authenticated role."""
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    logins = {"cognito-identity.amazonaws.com": response["Token"]}
    vended = client.get_credentials_for_identity(IdentityId=response["IdentityId"], Logins=logins)
    assert vended["IdentityId"] == response["IdentityId"]
    assert ":assumed-role/Auth/" in caller(emulator, vended["Credentials"])


def test_a_developer_token_needs_a_role_too(client: "CognitoIdentityClient") -> None:
    """Without an authenticated role there are no credentials for developer users."""
    pool = make_pool(client)
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    with refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION):
        client.get_credentials_for_identity(
            IdentityId=response["IdentityId"],
            Logins={"cognito-identity.amazonaws.com": response["Token"]},
        )


def test_the_developer_provider_is_not_a_public_provider(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A user identifier under the developer provider's name is rejected."""
    identity = developer(client, pool, "ada")
    with refused("InvalidParameterException", "Please provide a valid public provider"):
        client.get_credentials_for_identity(IdentityId=identity, Logins={DEVELOPER: "ada"})


def test_a_developer_token_is_valid_for_its_own_identity_only(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A developer user's token is not accepted for another identity."""
    bob = developer(client, pool, "bob")
    token = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )["Token"]
    with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
        client.get_credentials_for_identity(
            IdentityId=bob, Logins={"cognito-identity.amazonaws.com": token}
        )


def test_a_developer_token_of_a_merged_identity_is_forbidden(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A token is rejected once its identity has been disabled."""
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    developer(client, pool, "bob")
    client.merge_developer_identities(
        IdentityPoolId=pool,
        DeveloperProviderName=DEVELOPER,
        SourceUserIdentifier="ada",
        DestinationUserIdentifier="bob",
    )
    with refused("NotAuthorizedException", forbidden(response["IdentityId"])):
        client.get_credentials_for_identity(
            IdentityId=response["IdentityId"],
            Logins={"cognito-identity.amazonaws.com": response["Token"]},
        )


def test_an_expired_developer_token(client: "CognitoIdentityClient", pool: str) -> None:
    """The token is valid for the requested duration, without a grace period."""
    identity = developer(client, pool, "ada")
    payload = {"sub": identity, "aud": pool, "iss": "https://cognito-identity.amazonaws.com"}
    late = signed("us-east-1", payload, seconds=-1)
    with refused("NotAuthorizedException") as caught:
        client.get_credentials_for_identity(
            IdentityId=identity, Logins={"cognito-identity.amazonaws.com": late}
        )
    assert caught.text.startswith("Invalid login token. Token expired: ")


def test_a_forged_developer_token(client: "CognitoIdentityClient", pool: str) -> None:
    """A token under the service's key that the service did not sign is rejected."""
    identity = developer(client, pool, "ada")
    forged = id_token("cognito-identity.amazonaws.com", identity, pool)
    with refused("NotAuthorizedException", "Invalid login token. Couldn't verify signed token."):
        client.get_credentials_for_identity(
            IdentityId=identity, Logins={"cognito-identity.amazonaws.com": forged}
        )


def test_a_token_of_another_issuer_under_the_services_key(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Only the service's own tokens are accepted under its key."""
    identity = developer(client, pool, "ada")
    with refused("NotAuthorizedException", "Invalid login token. Not a Cognito token."):
        client.get_credentials_for_identity(
            IdentityId=identity,
            Logins={"cognito-identity.amazonaws.com": id_token(GOOGLE, "ada")},
        )


def test_the_token_of_an_unknown_user_pool(client: "CognitoIdentityClient", pool: str) -> None:
    """The signature of a user pool that is not in the emulator is not verified."""
    identity = member(client, pool, USER_POOL, "ada")
    logins = login(USER_POOL, "ada")
    assert client.get_credentials_for_identity(IdentityId=identity, Logins=logins)
