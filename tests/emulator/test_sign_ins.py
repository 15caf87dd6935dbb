"""Sign-ins to the emulator's user pools: what is refused, and what is told of challenges."""

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
    with closing(connect(emulator, "cognito-idp")) as made:
        yield made


class People:
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
        made = idp.create_user_pool_client(UserPoolId=self.id, ClientName="app", **more)
        self.app = made["UserPoolClient"]["ClientId"]
        idp.admin_create_user(UserPoolId=self.id, Username="ada")
        idp.admin_set_user_password(
            UserPoolId=self.id, Username="ada", Password=PASSWORD, Permanent=permanent
        )

    def begins(self, flow: Any = "USER_PASSWORD_AUTH", **more: str) -> Any:  # noqa: ANN401 - an answer
        """Begin to sign in."""
        values = {"USERNAME": "ada", "PASSWORD": PASSWORD, **more}
        return self.idp.initiate_auth(ClientId=self.app, AuthFlow=flow, AuthParameters=values)

    def answers(self, name: Any, session: str, **values: str) -> Any:  # noqa: ANN401 - an answer
        """Answer a challenge."""
        return self.idp.respond_to_auth_challenge(
            ClientId=self.app,
            ChallengeName=name,
            Session=session,
            ChallengeResponses={"USERNAME": "ada", **values},
        )


def test_a_client_that_was_made_without_flows(idp: "CognitoIdentityProviderClient") -> None:
    """It allows what the service allows then: no password as it is."""
    people = People(idp)
    message = "USER_PASSWORD_AUTH flow not enabled for this client"
    with refused("InvalidParameterException", message):
        people.begins()
    with refused("InvalidParameterException", "Auth flow not enabled for this client"):
        idp.admin_initiate_auth(
            UserPoolId=people.id,
            ClientId=people.app,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD},
        )
    shown = people.begins("USER_SRP_AUTH", SRP_A="2")
    assert shown["ChallengeName"] == "PASSWORD_VERIFIER"


def test_a_token_is_refreshed_as_before(idp: "CognitoIdentityProviderClient") -> None:
    """What proves no password is left to moto, also for an administrator."""
    people = People(idp, [PASSWORD_FLOW, "ALLOW_REFRESH_TOKEN_AUTH"])
    token = people.begins()["AuthenticationResult"]["RefreshToken"]
    again = people.begins("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)
    assert "IdToken" in again["AuthenticationResult"]
    again = idp.admin_initiate_auth(
        UserPoolId=people.id,
        ClientId=people.app,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": token},
    )
    assert "IdToken" in again["AuthenticationResult"]


def test_a_client_that_nobody_made(idp: "CognitoIdentityProviderClient") -> None:
    """It is named, whatever other user pools there are."""
    people = People(idp)
    people.app = "x" * 26
    with refused("ResourceNotFoundException", f"User pool client {people.app} does not exist."):
        people.begins()


def test_a_proof_of_a_secret_that_there_is_not(idp: "CognitoIdentityProviderClient") -> None:
    """A client without a secret takes none."""
    people = People(idp, [PASSWORD_FLOW])
    message = f"Unable to verify secret hash for client {people.app}"
    with refused("NotAuthorizedException", message):
        people.begins(SECRET_HASH="YWJj")  # noqa: S106 - no secret


def test_a_session_that_nobody_began(idp: "CognitoIdentityProviderClient") -> None:
    """It is refused, and so is a proof that does not follow upon numbers."""
    people = People(idp, [PASSWORD_FLOW], permanent=False)
    with refused("NotAuthorizedException", "Invalid session for the user."):
        people.answers("SMS_MFA", "no such session at all", SMS_MFA_CODE=SMS_CODE)
    session = people.begins()["Session"]
    with refused("NotAuthorizedException", "Incorrect username or password."):
        people.answers(
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
    """Those that the user has not are listed, and none can be left out."""
    people = People(idp, [PASSWORD_FLOW], required=["given_name"], permanent=False)
    shown = people.begins()
    assert shown["ChallengeParameters"]["USER_ID_FOR_SRP"] == "ada"
    listed = json.loads(shown["ChallengeParameters"]["requiredAttributes"])
    assert listed == ["userAttributes.given_name"]
    new = "Battery-Staple-2"
    with refused("InvalidParameterException", "Invalid attributes given, given_name is missing"):
        people.answers("NEW_PASSWORD_REQUIRED", shown["Session"], NEW_PASSWORD=new)
    values = {"NEW_PASSWORD": new, "userAttributes.given_name": "Ada"}
    answer = people.answers("NEW_PASSWORD_REQUIRED", shown["Session"], **values)
    assert "IdToken" in answer["AuthenticationResult"]
    user = idp.admin_get_user(UserPoolId=people.id, Username="ada")
    assert {"Name": "given_name", "Value": "Ada"} in user["UserAttributes"]
