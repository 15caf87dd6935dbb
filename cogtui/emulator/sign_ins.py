"""Sign-in to the emulator's user pools, with the checks that moto lacks.

Moto accepts any flow, any code and any proof of a password, and returns few challenge parameters.
Error messages are the service's, from public reports.
"""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any, Final

from moto.cognitoidp.exceptions import (
    CodeMismatchException,
    InvalidParameterException,
    NotAuthorizedError,
    ResourceNotFoundError,
)
from moto.cognitoidp.models import (
    COGNITO_TOTP_MFA_SECRET,
    CognitoIdpBackend,
    CognitoIdpUser,
    CognitoIdpUserPool,
    CognitoIdpUserPoolClient,
)
from moto.cognitoidp.utils import check_secret_hash, cognito_totp, flatten_attrs

from cogtui.emulator.srp import Exchange

SMS_CODE: Final = "246810"
"""The code of every SMS challenge; no message is sent."""

TOTP_SECRET: Final = COGNITO_TOTP_MFA_SECRET
"""The base32 secret of every user's authenticator app."""

_TOTP_STEP: Final = 30
"""The period of a TOTP code, in seconds."""

_DEFAULT_FLOWS: Final = ("ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH")
"""The flows of a client that was created without ExplicitAuthFlows (API reference)."""

_PASSWORD_FLOWS: Final = {
    "ADMIN_NO_SRP_AUTH": ("ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"),
    "ADMIN_USER_PASSWORD_AUTH": ("ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"),
    "USER_PASSWORD_AUTH": ("USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"),
    "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH",),
}
"""The flows that prove a password, each with the ExplicitAuthFlows values that allow it."""

_LOGIN_FAILED: Final = "Incorrect username or password."


class SignInBackend(CognitoIdpBackend):
    """Moto's cognito-idp backend, extended to verify what clients send."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self._exchanges: dict[str, Exchange] = {}

    def initiate_auth(
        self, client_id: str, auth_flow: str, auth_parameters: dict[str, str]
    ) -> dict[str, Any]:
        """Start a sign-in and return tokens or a complete challenge."""
        pool, client = self._find_pool(client_id)
        if auth_flow in _PASSWORD_FLOWS:
            _check_flow(client, auth_flow, f"{auth_flow} flow not enabled for this client")
            _check_secret(client, auth_parameters)
        response = super().initiate_auth(client_id, auth_flow, auth_parameters)
        return self._with_challenge(response, pool, auth_parameters)

    def admin_initiate_auth(
        self,
        user_pool_id: str,
        client_id: str,
        auth_flow: str,
        auth_parameters: dict[str, str],
    ) -> dict[str, Any]:
        """Start a sign-in on behalf of a user and return tokens or a complete challenge."""
        pool, client = self._find_pool(client_id)
        if auth_flow in _PASSWORD_FLOWS:
            _check_flow(client, auth_flow, "Auth flow not enabled for this client")
            _check_secret(client, auth_parameters)
            user = self.admin_get_user(user_pool_id, auth_parameters["USERNAME"])
            if user.enabled and user.password != auth_parameters["PASSWORD"]:
                raise NotAuthorizedError(_LOGIN_FAILED)
        response = super().admin_initiate_auth(user_pool_id, client_id, auth_flow, auth_parameters)
        return self._with_challenge(response, pool, auth_parameters)

    def respond_to_auth_challenge(
        self,
        session: str,
        client_id: str,
        challenge_name: str,
        challenge_responses: dict[str, str],
    ) -> dict[str, Any]:
        """Continue a sign-in and return tokens or the next challenge."""
        pool, client = self._find_pool(client_id)
        responses = dict(challenge_responses)
        if challenge_name == "PASSWORD_VERIFIER":
            block = base64.b64decode(responses.get("PASSWORD_CLAIM_SECRET_BLOCK", ""))
            session = responses["PASSWORD_CLAIM_SECRET_BLOCK"] = block.decode()
        if session not in self.sessions:
            raise NotAuthorizedError("Invalid session for the user.")
        _check_secret(client, responses)
        user = self.admin_get_user(pool.id, responses["USERNAME"])
        if challenge_name == "PASSWORD_VERIFIER":
            exchange = self._exchanges.pop(session, None)
            if exchange is None or not exchange.holds(responses):
                raise NotAuthorizedError(_LOGIN_FAILED)
        elif challenge_name == "NEW_PASSWORD_REQUIRED":
            _update_attributes(pool, user, responses)
        else:
            _check_code(challenge_name, responses)
        response = super().respond_to_auth_challenge(session, client_id, challenge_name, responses)
        return self._with_challenge(response, pool, responses)

    def _find_pool(self, client_id: str) -> tuple[CognitoIdpUserPool, CognitoIdpUserPoolClient]:
        for pool in self.user_pools.values():
            if client_id in pool.clients:
                return pool, pool.clients[client_id]
        raise ResourceNotFoundError(f"User pool client {client_id} does not exist.")

    def _with_challenge(
        self, response: dict[str, Any], pool: CognitoIdpUserPool, responses: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return a response with the challenge parameters that the service adds."""
        name = response.get("ChallengeName")
        if name is None:
            return response
        user = self.admin_get_user(pool.id, responses["USERNAME"])
        parameters: dict[str, Any] = {
            **response["ChallengeParameters"],
            "USERNAME": user.username,
            "USER_ID_FOR_SRP": user.username,
        }
        attributes = flatten_attrs(user.attributes)
        if name == "PASSWORD_VERIFIER":
            exchange = Exchange(pool.id, user.username, user.password or "", responses["SRP_A"])
            self._exchanges[response["Session"]] = exchange
            block = base64.b64encode(response["Session"].encode()).decode()
            parameters |= {"SECRET_BLOCK": block, **exchange.parameters}
        elif name == "NEW_PASSWORD_REQUIRED":
            parameters["requiredAttributes"] = json.dumps(_missing_attributes(pool, attributes))
            parameters["userAttributes"] = json.dumps(attributes)
        elif name == "SMS_MFA":
            parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] = "SMS"
            parameters["CODE_DELIVERY_DESTINATION"] = _masked(attributes.get("phone_number", ""))
        return {**response, "ChallengeParameters": parameters}


def _check_flow(client: CognitoIdpUserPoolClient, flow: str, message: str) -> None:
    allowed = client.extended_config.get("ExplicitAuthFlows") or _DEFAULT_FLOWS
    if not any(each in allowed for each in _PASSWORD_FLOWS[flow]):
        raise InvalidParameterException(message)


def _check_secret(client: CognitoIdpUserPoolClient, responses: Mapping[str, str]) -> None:
    proof = responses.get("SECRET_HASH")
    if client.generate_secret and proof is None:
        raise NotAuthorizedError(
            f"Client {client.id} is configured with secret but SECRET_HASH was not received"
        )
    if proof is not None and not (
        client.generate_secret
        and check_secret_hash(client.secret, client.id, responses["USERNAME"], proof)
    ):
        raise NotAuthorizedError(f"Unable to verify secret hash for client {client.id}")


def _check_code(challenge_name: str, responses: Mapping[str, str]) -> None:
    accepted = _totp_codes() if challenge_name == "SOFTWARE_TOKEN_MFA" else {SMS_CODE}
    if responses.get(f"{challenge_name}_CODE") not in accepted:
        raise CodeMismatchException("Invalid code received for user")


def _totp_codes() -> set[str]:
    """Return the current, the previous and the next code, to allow for clock skew."""
    totp, now = cognito_totp(TOTP_SECRET), int(time.time())
    return {totp.generate(now + shift).decode() for shift in (-_TOTP_STEP, 0, _TOTP_STEP)}


def _missing_attributes(pool: CognitoIdpUserPool, attributes: Mapping[str, str]) -> list[str]:
    """Return the required attributes that a user lacks, in the service's notation."""
    return [
        f"userAttributes.{name}"
        for name, attribute in pool.schema_attributes.items()
        if attribute.required and name != "sub" and name not in attributes
    ]


def _update_attributes(
    pool: CognitoIdpUserPool, user: CognitoIdpUser, responses: Mapping[str, str]
) -> None:
    for name in _missing_attributes(pool, flatten_attrs(user.attributes)):
        if not responses.get(name):
            plain = name.removeprefix("userAttributes.")
            raise InvalidParameterException(f"Invalid attributes given, {plain} is missing")
    user.update_attributes(
        [
            {"Name": name.removeprefix("userAttributes."), "Value": value}
            for name, value in responses.items()
            if name.startswith("userAttributes.")
        ]
    )


def _masked(phone_number: str) -> str:
    return f"+{'*' * 7}{phone_number[-4:]}"
