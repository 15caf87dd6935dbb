"""User pools of the emulator's cognito-idp, and their users in identity pools."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator import RunningEmulator
from cogtui.emulator.logins import token_claims
from tests.emulator.connection import connect, refused
from tests.emulator.users import ROLE, USER_POOL, id_token, make_pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PASSWORD = "Correct-Horse-1"  # noqa: S105 - of a user who exists for a second


class Directory:
    """A user pool with one client, and an identity pool that trusts it."""

    def __init__(
        self,
        idp: "CognitoIdentityProviderClient",
        client: "CognitoIdentityClient",
        *,
        checked: bool,
    ) -> None:
        self.idp = idp
        self.client = client
        self.id = idp.create_user_pool(PoolName="people")["UserPool"]["Id"]
        self.app = idp.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]
        self.provider = f"cognito-idp.us-east-1.amazonaws.com/{self.id}"
        listed = {
            "ProviderName": self.provider,
            "ClientId": self.app,
            "ServerSideTokenCheck": checked,
        }
        self.pool = make_pool(client, CognitoIdentityProviders=[listed])

    def sign_in(self, user: str, **groups: int) -> str:
        """Create a user with groups of some precedence and return the ID token."""
        self.idp.admin_create_user(UserPoolId=self.id, Username=user)
        self.idp.admin_set_user_password(
            UserPoolId=self.id, Username=user, Password=PASSWORD, Permanent=True
        )
        for group, precedence in groups.items():
            self.idp.create_group(
                UserPoolId=self.id,
                GroupName=f"{user}-{group}",
                RoleArn=ROLE.format(group),
                Precedence=precedence,
            )
            self.idp.admin_add_user_to_group(
                UserPoolId=self.id, Username=user, GroupName=f"{user}-{group}"
            )
        return self.tokens(user)["IdToken"]

    def tokens(self, user: str) -> dict[str, str]:
        """Sign a user in and return the tokens."""
        response = self.idp.admin_initiate_auth(
            UserPoolId=self.id,
            ClientId=self.app,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
        )["AuthenticationResult"]
        return {name: str(value) for name, value in response.items()}

    def identity(self, token: str) -> str:
        """Return the identity of a token's user."""
        return self.client.get_id(IdentityPoolId=self.pool, Logins={self.provider: token})[
            "IdentityId"
        ]


@pytest.fixture(scope="module")
def idp(emulator: RunningEmulator) -> Iterator["CognitoIdentityProviderClient"]:
    """Return a cognito-idp client of the emulator."""
    with closing(connect(emulator, "cognito-idp")) as client:
        yield client


@pytest.fixture(scope="module")
def directory(idp: "CognitoIdentityProviderClient", client: "CognitoIdentityClient") -> Directory:
    """Return a user pool without ServerSideTokenCheck: tokens are valid until they expire."""
    return Directory(idp, client, checked=False)


@pytest.fixture(scope="module")
def checked(idp: "CognitoIdentityProviderClient", client: "CognitoIdentityClient") -> Directory:
    """Return a user pool with ServerSideTokenCheck."""
    return Directory(idp, client, checked=True)


def test_an_id_token_of_the_user_pool_is_accepted(directory: Directory) -> None:
    """A user who signed in gets the same identity every time."""
    identity = directory.identity(directory.sign_in("ada"))
    assert directory.identity(directory.tokens("ada")["IdToken"]) == identity


def test_a_token_that_the_user_pool_did_not_sign(directory: Directory) -> None:
    """The signature is verified with the user pool's key."""
    forged = id_token(directory.provider, "ada", directory.app)
    with refused("NotAuthorizedException", "Invalid login token. Couldn't verify signed token."):
        directory.identity(forged)


def test_an_access_token_is_not_an_id_token(directory: Directory) -> None:
    """The service's error is that it has no audience."""
    directory.sign_in("eve")
    access = directory.tokens("eve")["AccessToken"]
    message = "Invalid login token. Missing a required claim: aud"
    with refused("NotAuthorizedException", message):
        directory.identity(access)


def test_an_unknown_user_pools_signature_is_not_verified(client: "CognitoIdentityClient") -> None:
    """The emulator does not have the key of a user pool in another account."""
    pool = make_pool(client)
    logins = {USER_POOL: id_token(USER_POOL, "ada")}
    assert client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]


@pytest.mark.parametrize(
    ("user", "groups", "roles", "preferred"),
    [
        ("none", {}, None, None),
        ("one", {"A": 5}, ["A"], "A"),
        ("lowest", {"A": 5, "B": 1}, ["A", "B"], "B"),
        ("tie", {"A": 5, "B": 5}, ["A", "B"], None),
    ],
)
def test_groups_give_roles_and_a_preferred_one(
    directory: Directory,
    user: str,
    groups: dict[str, int],
    roles: list[str] | None,
    preferred: str | None,
) -> None:
    """The lowest precedence is preferred, a tie prefers no role, and no role gives no claim."""
    payload = token_claims(directory.sign_in(user, **groups))
    assert payload.get("cognito:roles") == (roles and [ROLE.format(role) for role in roles])
    assert payload.get("cognito:preferred_role") == (preferred and ROLE.format(preferred))


def test_a_group_without_precedence_comes_last(directory: Directory) -> None:
    """Any precedence is preferred over none."""
    directory.sign_in("ranked", A=7)
    directory.idp.create_group(
        UserPoolId=directory.id, GroupName="unranked", RoleArn=ROLE.format("B")
    )
    directory.idp.admin_add_user_to_group(
        UserPoolId=directory.id, Username="ranked", GroupName="unranked"
    )
    payload = token_claims(directory.tokens("ranked")["IdToken"])
    assert payload["cognito:preferred_role"] == ROLE.format("A")


def test_token_mapping_from_group_to_credentials(
    emulator: RunningEmulator, directory: Directory
) -> None:
    """From group to ID token, Token mapping, and the group's role in STS."""
    token = directory.sign_in("whole", Editors=1)
    directory.client.set_identity_pool_roles(
        IdentityPoolId=directory.pool,
        Roles={"authenticated": ROLE.format("Auth")},
        RoleMappings={
            f"{directory.provider}:{directory.app}": {
                "Type": "Token",
                "AmbiguousRoleResolution": "Deny",
            }
        },
    )
    identity = directory.identity(token)
    vended = directory.client.get_credentials_for_identity(
        IdentityId=identity, Logins={directory.provider: token}
    )["Credentials"]
    keys = {
        "aws_access_key_id": vended["AccessKeyId"],
        "aws_secret_access_key": vended["SecretKey"],
        "aws_session_token": vended["SessionToken"],
    }
    with closing(connect(emulator, "sts", **keys)) as sts:
        assert ":assumed-role/Editors/" in sts.get_caller_identity()["Arn"]


def test_a_signed_out_user_is_rejected_with_the_check(checked: Directory) -> None:
    """With ServerSideTokenCheck, tokens from before a global sign-out are invalid."""
    token = checked.sign_in("out")
    checked.identity(token)
    checked.idp.admin_user_global_sign_out(UserPoolId=checked.id, Username="out")
    with refused("NotAuthorizedException"):
        checked.identity(token)


def test_a_deleted_or_disabled_user_is_rejected_with_the_check(checked: Directory) -> None:
    """With ServerSideTokenCheck, tokens of a deleted or disabled user are invalid."""
    deleted, disabled = checked.sign_in("gone"), checked.sign_in("locked")
    checked.idp.admin_delete_user(UserPoolId=checked.id, Username="gone")
    checked.idp.admin_disable_user(UserPoolId=checked.id, Username="locked")
    for token in (deleted, disabled):
        with refused("NotAuthorizedException"):
            checked.identity(token)


def test_without_the_check_a_token_is_valid_until_it_expires(directory: Directory) -> None:
    """A signed-out or deleted user's token still finds the identity."""
    token = directory.sign_in("later")
    identity = directory.identity(token)
    directory.idp.admin_user_global_sign_out(UserPoolId=directory.id, Username="later")
    directory.idp.admin_delete_user(UserPoolId=directory.id, Username="later")
    assert directory.identity(token) == identity
