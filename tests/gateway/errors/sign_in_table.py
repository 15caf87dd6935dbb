"""Errors of sign-ins to user pools, in the service's own words, and their explanations."""

from cogtui.api_error import ErrorKind
from tests.gateway.errors.message_table import INVALID, NOT_AUTHORIZED, NOT_FOUND, Refusal

BEGIN = "initiate-auth"
ADMIN = "admin-initiate-auth"
ANSWER = "respond-to-auth-challenge"
ADMIN_ANSWER = "admin-respond-to-auth-challenge"
CLIENT = "6s1k4v9d2m8q7t3w5y0z1b4n6c"


def _refusal(
    expected: str,
    code: str,
    operation: str,
    title: str,
    message: str,
    kind: ErrorKind = ErrorKind.REFUSED,
) -> Refusal:
    return Refusal(expected, code, operation, title, "", message, kind)


SIGN_INS = [
    _refusal(
        "Incorrect username or password.",
        NOT_AUTHORIZED,
        BEGIN,
        "Wrong user name or password",
        "locked out for a while",
    ),
    _refusal(
        "Incorrect username or password.",
        NOT_AUTHORIZED,
        ADMIN,
        "Wrong user name or password",
        "the user does not exist",
    ),
    _refusal(
        "Password attempts exceeded",
        NOT_AUTHORIZED,
        BEGIN,
        "Too many attempts",
        "Wait 15 minutes",
    ),
    _refusal(
        "USER_PASSWORD_AUTH flow not enabled for this client",
        INVALID,
        BEGIN,
        "The app client does not allow this flow",
        "ExplicitAuthFlows",
    ),
    _refusal(
        "Auth flow not enabled for this client",
        INVALID,
        ADMIN,
        "The app client does not allow this flow",
        "Choose another AuthFlow",
    ),
    _refusal(
        "USER_SRP_AUTH is not enabled for the client.",
        INVALID,
        BEGIN,
        "The app client does not allow this flow",
        "update-user-pool-client",
    ),
    _refusal(
        "Initiate Auth method not supported.",
        INVALID,
        BEGIN,
        "The flow is not for this operation",
        "only signed (admin-initiate-auth)",
    ),
    _refusal(
        f"Client {CLIENT} is configured with secret but SECRET_HASH was not received",
        NOT_AUTHORIZED,
        BEGIN,
        "The app client has a secret",
        "Enter it as ClientSecret",
    ),
    _refusal(
        f"Unable to verify secret hash for client {CLIENT}",
        NOT_AUTHORIZED,
        ADMIN,
        "The client secret is wrong or not needed",
        "describe-user-pool-client",
    ),
    _refusal(
        "User is disabled.", NOT_AUTHORIZED, BEGIN, "The user is disabled", "admin-enable-user"
    ),
    _refusal(
        "Temporary password has expired and must be reset by an administrator.",
        NOT_AUTHORIZED,
        BEGIN,
        "The temporary password has expired",
        "RESEND",
    ),
    _refusal(
        "User account has expired, it must be reset by an administrator.",
        NOT_AUTHORIZED,
        ADMIN,
        "The temporary password has expired",
        "number of days",
    ),
    _refusal(
        "Invalid session for the user, session is expired.",
        NOT_AUTHORIZED,
        ANSWER,
        "The sign-in took too long",
        "three minutes",
    ),
    _refusal(
        "Your software token has already been used once.",
        "ExpiredCodeException",
        ADMIN_ANSWER,
        "The code was used before",
        "next code",
    ),
    _refusal(
        "Request not allowed due to WAF block.",
        "ForbiddenException",
        BEGIN,
        "AWS WAF blocked the call",
        "web ACL",
    ),
    _refusal(
        f"User pool client {CLIENT} does not exist.",
        NOT_FOUND,
        BEGIN,
        "No such user pool or app client",
        "region us-east-1",
        ErrorKind.NOT_FOUND,
    ),
    _refusal(
        "User pool us-east-1_AbCdEfGhI does not exist.",
        NOT_FOUND,
        ADMIN,
        "No such user pool or app client",
        "another account",
        ErrorKind.NOT_FOUND,
    ),
    _refusal(
        "Not authorized.",
        "AccessDeniedException",
        ADMIN,
        "Access denied",
        "allows cognito-idp:AdminInitiateAuth",
        ErrorKind.DENIED,
    ),
    _refusal(
        "User does not exist.",
        "UserNotFoundException",
        BEGIN,
        "User not found",
        "mistyped",
        ErrorKind.NOT_FOUND,
    ),
    _refusal(
        "User is not confirmed.",
        "UserNotConfirmedException",
        BEGIN,
        "The user is not confirmed",
        "admin-confirm-sign-up",
    ),
    _refusal(
        "Password reset required for the user",
        "PasswordResetRequiredException",
        BEGIN,
        "The password must be reset first",
        "forgotten-password",
    ),
    _refusal(
        "Invalid code received for user",
        "CodeMismatchException",
        ANSWER,
        "The code is wrong",
        "use the latest",
        ErrorKind.MFA,
    ),
    _refusal(
        "Your code has expired, please request a code again.",
        "ExpiredCodeException",
        ANSWER,
        "The code has expired",
        "Sign in again",
        ErrorKind.MFA,
    ),
    _refusal(
        "Password did not conform with policy: Password must have uppercase characters",
        "InvalidPasswordException",
        ANSWER,
        "The user pool rejected this password",
        "password policy",
    ),
    _refusal(
        "Password has previously been used",
        "PasswordHistoryPolicyViolationException",
        ANSWER,
        "The password was used before",
        "another one",
    ),
    _refusal(
        "PreAuthentication failed with error not from here.",
        "UserLambdaValidationException",
        BEGIN,
        "A Lambda trigger of the user pool refused",
        "PreAuthentication decides",
    ),
    _refusal(
        "PreAuthentication invocation failed due to error AccessDeniedException.",
        "UnexpectedLambdaException",
        BEGIN,
        "A Lambda trigger of the user pool failed",
        "CloudWatch",
        ErrorKind.SERVICE,
    ),
    _refusal(
        "Unrecognizable lambda output",
        "InvalidLambdaResponseException",
        BEGIN,
        "A Lambda trigger of the user pool failed",
        "return the event",
        ErrorKind.SERVICE,
    ),
]
