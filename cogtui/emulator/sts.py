"""The STS operations that use the tokens and credentials of cognito-identity."""

import time
from http import HTTPStatus
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends
from moto.sts.responses import TokenResponse
from werkzeug.exceptions import HTTPException

from cogtui.emulator.credentials import role_trusts
from cogtui.emulator.tokens import decode_own_token

ACTIONS = frozenset({"AssumeRoleWithWebIdentity", "GetCallerIdentity"})
"""The operations handled here; moto handles the rest of STS unchanged."""


class ExpiredTokenException(ServiceException):
    """The web identity token has expired."""

    code = "ExpiredTokenException"
    message = "Token expired"


class AccessDenied(HTTPException):
    """The role's trust policy does not allow the token.

    Moto can only serialize errors that are in the service model, and this one is not.
    """

    code = HTTPStatus.FORBIDDEN
    description = (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>'
        "<Type>Sender</Type><Code>AccessDenied</Code>"
        "<Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message>"
        "</Error></ErrorResponse>"
    )

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002 - werkzeug's signature
        """Return the content type."""
        return [("Content-Type", "text/xml")]


class SecurityTokenResponse(TokenResponse):
    """Handles the two STS operations that use cognito-identity's tokens and credentials."""

    def assume_role_with_web_identity(self) -> ActionResult:
        """Handle AssumeRoleWithWebIdentity, checking cognito-identity's tokens against the role.

        Raises:
            ExpiredTokenException: The token has expired.
            AccessDenied: The role's trust policy does not allow the token.
        """
        claims = decode_own_token(self._get_param("WebIdentityToken"))
        if claims is not None:
            if claims["exp"] <= time.time():
                raise ExpiredTokenException
            provider = claims["iss"].removeprefix("https://")
            if not role_trusts(self._get_param("RoleArn"), provider, claims):
                raise AccessDenied
        return super().assume_role_with_web_identity()

    def get_caller_identity(self) -> ActionResult:
        """Handle GetCallerIdentity; all unknown access keys belong to the user `demo`."""
        key = self.get_access_key()
        for account, partitions in list(sts_backends.items()):
            role = partitions[self.partition].get_assumed_role_from_access_key(key)
            if role is not None:
                return ActionResult({"UserId": role.user_id, "Account": account, "Arn": role.arn})
        iam = iam_backends[self.current_account][self.partition]
        if iam.get_user_from_access_key_id(key) is not None:
            return super().get_caller_identity()
        arn = f"arn:{self.partition}:iam::{self.current_account}:user/demo"
        user = {"UserId": "AIDACKCEVSQ6C2EXAMPLE", "Account": self.current_account, "Arn": arn}
        return ActionResult(user)
