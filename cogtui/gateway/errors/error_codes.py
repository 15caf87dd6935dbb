"""The likely causes of AWS error codes and what to do about them: data without logic.

`cogtui.gateway.errors.error_messages` has the causes that depend on the message, and
`cogtui.gateway.errors.local_failures` those of calls without an answer. The texts may contain
`{operation}`, `{action}` (the IAM action), `{region}`, `{profile}`, `{profile_name}` (quoted for a
shell), `{endpoint}`, the operation's `{rate}` limit and `{relief}`, which is advice on raising it,
and `{clock}`, how far this machine's clock is off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cogtui.api_error import ErrorKind


@dataclass(frozen=True, slots=True)
class Cause:
    """The explanation of one kind of failure."""

    kind: ErrorKind
    """The kind of error."""
    title: str
    """What happened, in a few words."""
    cause: str
    """The likely cause."""
    remedy: str
    """What to do."""
    members: tuple[str, ...] = ()
    """The request members that may be at fault; the first that the operation has is used."""


_BAD_KEY: Final = Cause(
    ErrorKind.CREDENTIALS,
    "AWS rejected these credentials",
    "The access key of {profile} is mistyped, deleted, inactive, or from another partition.",
    "Check them with `aws sts get-caller-identity`, or choose another profile with P.",
)
EXPIRED: Final = Cause(
    ErrorKind.EXPIRED,
    "The AWS credentials have expired",
    "The temporary credentials of {profile} are no longer valid.",
    "Renew them at their source (`aws sso login`, aws-vault, your own script), then press r.",
)
_CLOCK: Final = Cause(
    ErrorKind.CREDENTIALS,
    "AWS rejected the signature",
    "The secret key is wrong, or this machine's clock is more than five minutes off.",
    "Check the clock (`date -u`) and the secret key of {profile}, then press r.",
)
WRONG_CLOCK: Final = Cause(
    ErrorKind.CLOCK,
    "This machine's clock is {clock}",
    "Requests are signed with this machine's time; AWS accepts a difference of five minutes.",
    "Set the clock, or turn on time synchronization, then press r. `date -u` shows its time.",
)
WRONG_SECRET_KEY: Final = Cause(
    ErrorKind.CREDENTIALS,
    "AWS rejected the signature",
    "The secret key of {profile} is mistyped, or belongs to another access key.",
    "Check the secret key, or choose another profile with P.",
)
DENIED: Final = Cause(
    ErrorKind.DENIED,
    "Access denied",
    "No policy of the caller allows {action}, or another policy denies it: a permissions "
    "boundary, a service or resource control policy, or a VPC endpoint policy.",
    "Have {action} allowed, or choose another profile with P.",
)
THROTTLED: Final = Cause(
    ErrorKind.THROTTLED,
    "Throttled",
    "Calls by this or other callers exceed the account's quota for {operation} in {region} "
    "({rate}); retries with increasing delays failed too.",
    "Wait a moment, then press r.{relief}",
)
NOT_FOUND: Final = Cause(
    ErrorKind.NOT_FOUND,
    "Not found",
    "It may have been deleted, or the ID belongs to another region or account.",
    "Press r on the region to reload it.",
    ("ResourceArn",),
)
UNSUPPORTED: Final = Cause(
    ErrorKind.UNSUPPORTED,
    "The endpoint does not support {operation}",
    "The server at {endpoint} is not the service itself: it is an emulator without this "
    "operation, or another web server.",
    "Use the demo data (`cogtui --demo`), `cogtui emulator`, or AWS.",
)

WRONG_CODE: Final = Cause(
    ErrorKind.MFA,
    "AWS rejected the MFA code",
    "It was mistyped, used before, or older than 30 seconds.",
    "Press r to enter the next code.",
)

_SIGN_IN: Final[Mapping[str, Cause]] = {
    "UserNotFoundException": Cause(
        ErrorKind.NOT_FOUND,
        "User not found",
        "The name is mistyped, the user is in another user pool, or the user pool expects an "
        "attribute as the name, such as the email address.",
        "Correct the name; it is case-sensitive unless the user pool is set up otherwise.",
    ),
    "UserNotConfirmedException": Cause(
        ErrorKind.REFUSED,
        "The user is not confirmed",
        "Users who sign up themselves must confirm with a code first.",
        "Enter the code in the app, or use aws cognito-idp admin-confirm-sign-up.",
    ),
    "PasswordResetRequiredException": Cause(
        ErrorKind.REFUSED,
        "The password must be reset first",
        "Someone has reset it, or the user was imported without one.",
        "Use the app's forgotten-password flow, or aws cognito-idp admin-set-user-password.",
    ),
    "CodeMismatchException": Cause(
        ErrorKind.MFA,
        "The code is wrong",
        "It is mistyped or from another device or message, or that device's clock is off.",
        "Type the code again; if there are several messages, use the latest.",
    ),
    "ExpiredCodeException": Cause(
        ErrorKind.MFA,
        "The code has expired",
        "Codes are valid for three minutes unless the app client sets another time.",
        "Sign in again to get a new one.",
    ),
    "InvalidPasswordException": Cause(
        ErrorKind.REFUSED,
        "The user pool rejected this password",
        "Its password policy requires more: length, capitals, digits or symbols.",
        "Type another one that meets what the message names.",
    ),
    "PasswordHistoryPolicyViolationException": Cause(
        ErrorKind.REFUSED,
        "The password was used before",
        "The user pool rejects recent passwords.",
        "Type another one.",
    ),
    "UserLambdaValidationException": Cause(
        ErrorKind.REFUSED,
        "A Lambda trigger of the user pool refused",
        "A trigger such as PreAuthentication decides which users can sign in.",
        "Read the message, which is the function's own; its log in CloudWatch has more.",
    ),
    "UnexpectedLambdaException": Cause(
        ErrorKind.SERVICE,
        "A Lambda trigger of the user pool failed",
        "The function raised an error, timed out, or does not let the user pool invoke it.",
        "Read the function's log in CloudWatch.",
    ),
    "InvalidLambdaResponseException": Cause(
        ErrorKind.SERVICE,
        "A Lambda trigger of the user pool failed",
        "The function's response is not in the format that the user pool requires.",
        "Fix the function: it must return the event that it received.",
    ),
}
"""Causes of rejected sign-ins, by the error codes that only cognito-idp uses."""

_WEB_IDENTITY: Final[Mapping[str, Cause]] = {
    "InvalidIdentityToken": Cause(
        ErrorKind.REFUSED,
        "STS rejected the token",
        "It is not a JWT, its issuer has no provider in IAM, or the provider or the role's trust "
        "policy does not accept its aud.",
        "Send the OpenID token that get-open-id-token returns, and compare its aud and iss with "
        "the role's trust policy.",
    ),
    "IDPRejectedClaim": Cause(
        ErrorKind.REFUSED,
        "The token's issuer rejected it",
        "The token has expired, or its issuer has revoked it.",
        "Sign in again, then send the new token.",
    ),
    "IDPCommunicationError": Cause(
        ErrorKind.SERVICE,
        "The token's issuer did not respond",
        "STS requested the issuer's keys to verify the token, and got no response.",
        "Wait until the issuer responds again, then press r.",
    ),
}
"""Causes of rejected web identity tokens, by the error codes that only STS uses."""

_SSO: Final[Mapping[str, Cause]] = {
    "AuthorizationPendingException": Cause(
        ErrorKind.REFUSED,
        "Not confirmed yet",
        "No one has confirmed the code on the sign-in page.",
        "Confirm the code there; cogtui asks again every few seconds.",
    ),
    "SlowDownException": Cause(
        ErrorKind.THROTTLED,
        "Polled too often",
        "IAM Identity Center requires longer intervals between requests.",
        "Wait: cogtui polls less often from now on.",
    ),
    "InvalidRequestException": Cause(
        ErrorKind.REFUSED,
        "IAM Identity Center rejected the request",
        "The start URL or the region of the SSO session is wrong.",
        "Correct sso_start_url and sso_region in ~/.aws/config.",
    ),
}
"""Causes of rejected SSO sign-ins, by the error codes that only sso-oidc uses."""

BY_CODE: Final[Mapping[str, Cause]] = {
    **_SIGN_IN,
    **_SSO,
    **_WEB_IDENTITY,
    "AccessDenied": DENIED,
    "AccessDeniedException": DENIED,
    "ExpiredToken": EXPIRED,
    "ExpiredTokenException": EXPIRED,
    "RequestExpired": WRONG_CLOCK,
    "RequestTimeTooSkewed": WRONG_CLOCK,
    "IncompleteSignature": _CLOCK,
    "InvalidSignatureException": _CLOCK,
    "SignatureDoesNotMatch": _CLOCK,
    "InvalidClientTokenId": _BAD_KEY,
    "MissingAuthenticationTokenException": _BAD_KEY,
    "UnrecognizedClientException": _BAD_KEY,
    "OptInRequired": Cause(
        ErrorKind.REGION,
        "The region is not enabled for this account",
        "{region} is an opt-in region, and the account has not opted in.",
        "Enable it in the account's settings, or choose another region with R.",
    ),
    "Throttling": THROTTLED,
    "ThrottlingException": THROTTLED,
    "TooManyRequestsException": THROTTLED,
    "ResourceNotFoundException": NOT_FOUND,
    "ResourceConflictException": Cause(
        ErrorKind.REFUSED,
        "Linked to another identity",
        "A login in the request belongs to another identity, the request has two logins of one "
        "provider, or its identity and developer user do not belong together.",
        "Look up the other identity, then unlink the login there or merge the two users.",
        ("Logins", "DeveloperUserIdentifier", "SourceUserIdentifier"),
    ),
    "DeveloperUserAlreadyRegisteredException": Cause(
        ErrorKind.REFUSED,
        "The developer user has another identity",
        "Its identifier is already registered with an identity other than the one in the request.",
        "Look up the user, then merge the two users, or omit IdentityId to get a token for the "
        "identity that the user has.",
        ("IdentityId",),
    ),
    "LimitExceededException": Cause(
        ErrorKind.REFUSED,
        "Quota reached",
        "The account has the maximum number of identity pools in {region} (1,000 unless raised), "
        "or the pool has reached another quota.",
        "Delete what you do not need, or request an increase in Service Quotas.",
    ),
    "ConcurrentModificationException": Cause(
        ErrorKind.REFUSED,
        "Someone else was changing it",
        "Another write to the same pool was in progress.",
        "Reload the pool, check what changed, then send again.",
    ),
    "ExternalServiceException": Cause(
        ErrorKind.SERVICE,
        "The login's provider did not respond",
        "Cognito asks the provider whether the token is valid, and got no response.",
        "Wait until the provider responds again, then send again.",
        ("Logins",),
    ),
    "UnknownOperationException": UNSUPPORTED,
}
"""Causes by the answer's error code."""

REFUSED: Final = Cause(
    ErrorKind.REFUSED,
    "The service rejected {operation}",
    "The service's message gives the reason.",
    "Correct what it names, then press r.",
)
SERVICE_FAILED: Final = Cause(
    ErrorKind.SERVICE,
    "The service failed",
    "The fault is at {endpoint}, not in the request.",
    "Press r to try again.",
)
