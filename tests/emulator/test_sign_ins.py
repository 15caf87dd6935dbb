"""Sign-in to the emulator's user pools: rejected attempts and challenge parameters."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import pytest

from cogtui.emulator import RunningEmulator
from cogtui.emulator.sign_ins import SMS_CODE
from tests.emulator.connection import connect, refused

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.literals import ExplicitAuthFlowsTypeType

PASSWORD = "Correct-Horse-1"  # noqa: S105 - of a user who exists for a second
PASSWORD_FLOW: Final = "ALLOW_USER_PASSWORD_AUTH"  # noqa: S105 - a flow


@pytest.fixture(scope="module")
def idp(emulator: RunningEmulator) -> Iterator["CognitoIdentityProviderClient"]:
    """Return a cognito-idp client of the emulator."""
    with closing(connect(emulator, "cognito-idp")) as client:
        yield client


class UserDirectory:
    """A user pool with one client and one user."""

    def __init__(
        self,
        idp: "CognitoIdentityProviderClient",
        flows: Sequence["ExplicitAuthFlowsTypeType"] = (),
        *,
        required: Sequence[str] = (),
        permanent: bool = True,
    ) -> None:
        self.idp = idp
        schema: Any = [{"Name": name, "Required": True, "Mutable": True} for name in required]
        more: Any = {"Schema": schema} if schema else {}
        self.id = idp.create_user_pool(PoolName="people", **more)["UserPool"]["Id"]
        more = {"ExplicitAuthFlows": flows} if flows else {}
        response = idp.create_user_pool_client(UserPoolId=self.id, ClientName="app", **more)
        self.app = response["UserPoolClient"]["ClientId"]
        idp.admin_create_user(UserPoolId=self.id, Username="ada")
        idp.admin_set_user_password(
            UserPoolId=self.id, Username="ada", Password=PASSWORD, Permanent=permanent
        )

    def initiate(self, flow: Any = "USER_PASSWORD_AUTH", **more: str) -> Any:  # noqa: ANN401 - a response
        """Start a sign-in."""
        values = {"USERNAME": "ada", "PASSWORD": PASSWORD, **more}
        return self.idp.initiate_auth(ClientId=self.app, AuthFlow=flow, AuthParameters=values)

    def respond(self, name: Any, session: str, **values: str) -> Any:  # noqa: ANN401 - a response
        """Respond to a challenge."""
        return self.idp.respond_to_auth_challenge(
            ClientId=self.app,
            ChallengeName=name,
            Session=session,
            ChallengeResponses={"USERNAME": "ada", **values},
        )


def test_a_client_without_explicit_flows(idp: "CognitoIdentityProviderClient") -> None:
    """The service's default flows are allowed, which do not include plain passwords."""
    users = UserDirectory(idp)
    message = "USER_PASSWORD_AUTH flow not enabled for this client"
    with refused("InvalidParameterException", message):
        users.initiate()
    with refused("InvalidParameterException", "Auth flow not enabled for this client"):
        idp.admin_initiate_auth(
            UserPoolId=users.id,
            ClientId=users.app,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
        )
    challenge = users.initiate("USER_SRP_AUTH", SRP_A="2")
    assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"


def test_a_token_can_be_refreshed(idp: "CognitoIdentityProviderClient") -> None:
    """Flows without a password are left to moto, including an administrator's."""
    users = UserDirectory(idp, [PASSWORD_FLOW, "ALLOW_REFRESH_TOKEN_AUTH"])
    token = users.initiate()["AuthenticationResult"]["RefreshToken"]
    again = users.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)
    assert "IdToken" in again["AuthenticationResult"]
    again = idp.admin_initiate_auth(
        UserPoolId=users.id,
        ClientId=users.app,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": token},
    )
    assert "IdToken" in again["AuthenticationResult"]


def test_an_unknown_client(idp: "CognitoIdentityProviderClient") -> None:
    """The error names the client, even if other user pools exist."""
    users = UserDirectory(idp)
    users.app = "x" * 26
    with refused("ResourceNotFoundException", f"User pool client {users.app} does not exist."):
        users.initiate()


def test_a_secret_hash_for_a_client_without_a_secret(idp: "CognitoIdentityProviderClient") -> None:
    """A client without a secret rejects a secret hash."""
    users = UserDirectory(idp, [PASSWORD_FLOW])
    message = f"Unable to verify secret hash for client {users.app}"
    with refused("NotAuthorizedException", message):
        users.initiate(SECRET_HASH="YWJj")  # noqa: S106 - no secret


def test_an_unknown_session(idp: "CognitoIdentityProviderClient") -> None:
    """An unknown session is rejected, and so is a password proof without an SRP exchange."""
    users = UserDirectory(idp, [PASSWORD_FLOW], permanent=False)
    with refused("NotAuthorizedException", "Invalid session for the user."):
        users.respond("SMS_MFA", "no such session at all", SMS_MFA_CODE=SMS_CODE)
    session = users.initiate()["Session"]
    with refused("NotAuthorizedException", "Incorrect username or password."):
        users.respond(
            "PASSWORD_VERIFIER",
            session,
            PASSWORD_CLAIM_SECRET_BLOCK=_base64(session),
            PASSWORD_CLAIM_SIGNATURE=_base64("x"),
            TIMESTAMP="now",
        )


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_required_attributes_come_with_the_new_password(
    idp: "CognitoIdentityProviderClient",
) -> None:
    """The challenge lists the attributes that the user lacks, and each must be sent."""
    users = UserDirectory(idp, [PASSWORD_FLOW], required=["given_name"], permanent=False)
    challenge = users.initiate()
    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == "ada"
    listed = json.loads(challenge["ChallengeParameters"]["requiredAttributes"])
    assert listed == ["userAttributes.given_name"]
    new = "Battery-Staple-2"
    with refused("InvalidParameterException", "Invalid attributes given, given_name is missing"):
        users.respond("NEW_PASSWORD_REQUIRED", challenge["Session"], NEW_PASSWORD=new)
    values = {"NEW_PASSWORD": new, "userAttributes.given_name": "Ada"}
    response = users.respond("NEW_PASSWORD_REQUIRED", challenge["Session"], **values)
    assert "IdToken" in response["AuthenticationResult"]
    user = idp.admin_get_user(UserPoolId=users.id, Username="ada")
    assert {"Name": "given_name", "Value": "Ada"} in user["UserAttributes"]
