# ruff: noqa: N818 - each class has the name of the service's error code
"""The errors of the cognito-identity service, with its codes and messages.

Messages are those of the real service wherever public reports quote them.
"""

import json
from typing import Any

from moto.core.exceptions import JsonRESTError

_LONGEST_HEADER = 1000


class CognitoIdentityError(JsonRESTError):
    """An error response of the service; the class name is the error code.

    Args:
        message: The error message.
    """

    def __init__(self, message: str) -> None:
        super().__init__(error_type=type(self).__name__, message=message)

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002 - werkzeug's signature
        """Return the content type and the headers that repeat the error code and message.

        A header must be a single line of Latin-1 and of limited length, so the message in
        `x-amzn-ErrorMessage` is escaped and truncated.
        """
        text = self.message[:_LONGEST_HEADER].replace("\r", " ").replace("\n", " ")
        return [
            ("Content-Type", "application/x-amz-json-1.1"),
            ("x-amzn-ErrorType", f"{self.error_type}:"),
            ("x-amzn-ErrorMessage", text.encode("latin-1", "backslashreplace").decode("latin-1")),
        ]


class ValidationException(CognitoIdentityError):
    """A member violates a constraint of the service model."""


class SerializationException(CognitoIdentityError):
    """The body is not JSON, or a member has the wrong type."""


class UnknownOperationException(CognitoIdentityError):
    """The service has no such operation."""

    def __init__(self) -> None:
        super().__init__("")


class MissingAuthenticationTokenException(CognitoIdentityError):
    """A request that must be signed has no signature."""

    def __init__(self) -> None:
        super().__init__("Missing Authentication Token")


class IncompleteSignatureException(CognitoIdentityError):
    """The `Authorization` header is not a valid signature."""


class AccessDeniedException(CognitoIdentityError):
    """IAM denies the operation on the resource; its body spells `Message` with a capital."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.description = json.dumps({"__type": type(self).__name__, "Message": message})


class InvalidParameterException(CognitoIdentityError):
    """A parameter is well-formed but not acceptable."""


class ResourceNotFoundException(CognitoIdentityError):
    """A pool, an identity, a developer user or a tag map does not exist."""


class NotAuthorizedException(CognitoIdentityError):
    """A login is missing, invalid or another identity's, or guest access is off."""


class ResourceConflictException(CognitoIdentityError):
    """A login or developer user belongs to another identity."""


class LimitExceededException(CognitoIdentityError):
    """A quota is reached, such as the number of pools in the account."""


class DeveloperUserAlreadyRegisteredException(CognitoIdentityError):
    """The developer user identifier belongs to another identity."""


class InvalidIdentityPoolConfigurationException(CognitoIdentityError):
    """The pool has no role for the identity, or the role's trust policy does not allow it."""

    def __init__(self) -> None:
        super().__init__(
            "Invalid identity pool configuration. Check assigned IAM roles for this pool."
        )


def pool_not_found(identity_pool_id: str) -> ResourceNotFoundException:
    """Return the error for an identity pool that does not exist."""
    return ResourceNotFoundException(f"IdentityPool '{identity_pool_id}' not found.")


def identity_not_found(identity_id: str) -> ResourceNotFoundException:
    """Return the error for an identity that does not exist."""
    return ResourceNotFoundException(f"Identity '{identity_id}' not found.")
