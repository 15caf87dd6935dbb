# ruff: noqa: N818 - a class is named as the service names the error
"""The errors of the cognito-identity service, with the codes and texts it answers.

Texts were recorded from the real service by public reports where such reports exist.
"""

import json
from typing import Any

from moto.core.exceptions import JsonRESTError

_LONGEST_HEADER = 1000


class CognitoIdentityError(JsonRESTError):
    """An error answer of the service; the class's name is the error code.

    Args:
        message: The text of the answer.
    """

    def __init__(self, message: str) -> None:
        super().__init__(error_type=type(self).__name__, message=message)

    def get_headers(self, *args: Any, **kwargs: Any) -> list[tuple[str, str]]:  # noqa: ANN401, ARG002 - werkzeug's signature
        """Return the headers that carry the code and the text beside the body.

        Returns:
            The content type, `x-amzn-ErrorType` and `x-amzn-ErrorMessage`. The latter must
            be latin-1 without line ends and not too long to travel, so it is escaped and cut.
        """
        text = self.message[:_LONGEST_HEADER].replace("\r", " ").replace("\n", " ")
        return [
            ("Content-Type", "application/x-amz-json-1.1"),
            ("x-amzn-ErrorType", f"{self.error_type}:"),
            ("x-amzn-ErrorMessage", text.encode("latin-1", "backslashreplace").decode("latin-1")),
        ]


class ValidationException(CognitoIdentityError):
    """A member breaks a constraint of the API's model."""


class SerializationException(CognitoIdentityError):
    """The body is not JSON, or a member has a wrong type."""


class UnknownOperationException(CognitoIdentityError):
    """The service has no such operation."""

    def __init__(self) -> None:
        super().__init__("")


class MissingAuthenticationTokenException(CognitoIdentityError):
    """An operation that must be signed came without a signature."""

    def __init__(self) -> None:
        super().__init__("Missing Authentication Token")


class IncompleteSignatureException(CognitoIdentityError):
    """What came as a signature is none."""


class AccessDeniedException(CognitoIdentityError):
    """IAM denies the operation on the resource; IAM spells the body's text with a capital."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.description = json.dumps({"__type": type(self).__name__, "Message": message})


class InvalidParameterException(CognitoIdentityError):
    """A parameter is well-formed and means something that cannot be."""


class ResourceNotFoundException(CognitoIdentityError):
    """A pool, an identity, a developer user or a tag map does not exist."""


class NotAuthorizedException(CognitoIdentityError):
    """A login is missing, foreign or bad, or guests are not let in."""


class ResourceConflictException(CognitoIdentityError):
    """A login or developer user belongs to another identity."""


class LimitExceededException(CognitoIdentityError):
    """The account holds as many pools as it may."""


class DeveloperUserAlreadyRegisteredException(CognitoIdentityError):
    """The developer user identifier belongs to another identity."""


class InvalidIdentityPoolConfigurationException(CognitoIdentityError):
    """The pool has no role for the identity's state, or the role does not let it in."""

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
