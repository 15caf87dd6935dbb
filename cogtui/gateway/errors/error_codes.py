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
    "AWS does not accept these credentials",
    "The access key of {profile} is mistyped, deleted or inactive, or is another partition's.",
    "Check them with `aws sts get-caller-identity`, or choose another profile with P.",
)
EXPIRED: Final = Cause(
    ErrorKind.EXPIRED,
    "The AWS credentials have expired",
    "Temporary credentials of {profile} are past their time.",
    "Renew them where they come from (`aws sso login`, aws-vault, your own script), then press r.",
)
_CLOCK: Final = Cause(
    ErrorKind.CREDENTIALS,
    "AWS does not accept the signature",
    "The secret key is wrong, or this machine's clock is more than five minutes off.",
    "Check the clock (`date -u`) and the secret key of {profile}, then press r.",
)
WRONG_CLOCK: Final = Cause(
    ErrorKind.CLOCK,
    "This machine's clock is {clock}",
    "Requests are signed with this machine's time, and AWS accepts a difference of five minutes.",
    "Set the clock, or turn on its synchronization, then press r. `date -u` shows its time.",
)
WRONG_SECRET_KEY: Final = Cause(
    ErrorKind.CREDENTIALS,
    "AWS does not accept the signature",
    "The secret key of {profile} is mistyped, or belongs to another access key.",
    "Check the secret key, or choose another profile with P.",
)
DENIED: Final = Cause(
    ErrorKind.DENIED,
    "Not allowed",
    "No policy of the caller allows {action}, or another policy forbids it: a permissions "
    "boundary, a service or resource control policy, or a VPC endpoint's policy.",
    "Have {action} allowed, or choose another profile with P.",
)
THROTTLED: Final = Cause(
    ErrorKind.THROTTLED,
    "Too many calls",
    "The account's quota for {operation} in {region}, {rate}, is used up, by this or by other "
    "callers; the call was repeated, more slowly each time.",
    "Wait a moment, then press r.{relief}",
)
NOT_FOUND: Final = Cause(
    ErrorKind.NOT_FOUND,
    "It is not there",
    "It was deleted meanwhile, or the id belongs to another region or account.",
    "Press r on the region to list what is there now.",
    ("ResourceArn",),
)
UNSUPPORTED: Final = Cause(
    ErrorKind.UNSUPPORTED,
    "The endpoint does not answer {operation}",
    "What is at {endpoint} is not the service itself: an emulator that does not have this "
    "operation, or another web server.",
    "Use the demo data (`cogtui --demo`), `cogtui emulator`, or AWS.",
)

WRONG_CODE: Final = Cause(
    ErrorKind.MFA,
    "The MFA code was not accepted",
    "It was mistyped, used before, or older than its 30 seconds.",
    "Press r to be asked for the next code.",
)

_SIGN_IN: Final[Mapping[str, Cause]] = {
    "UserNotFoundException": Cause(
        ErrorKind.NOT_FOUND,
        "There is no such user",
        "The name is mistyped, the user is in another user pool, or signs in only with what the "
        "user pool takes as a name: an e-mail address, say.",
        "Mend the name; capitals count unless the user pool was made otherwise.",
    ),
    "UserNotConfirmedException": Cause(
        ErrorKind.REFUSED,
        "The user is not confirmed",
        "Who signs up by themselves confirms it with a code first.",
        "Enter the code in the app, or use aws cognito-idp admin-confirm-sign-up.",
    ),
    "PasswordResetRequiredException": Cause(
        ErrorKind.REFUSED,
        "The password has to be reset first",
        "Somebody has reset it, or the user was imported, and has no password until then.",
        "Use the app's way for a forgotten password, or aws cognito-idp admin-set-user-password.",
    ),
    "CodeMismatchException": Cause(
        ErrorKind.MFA,
        "The code is wrong",
        "It was mistyped, is of another device or message, or this device's clock is off.",
        "Type the code anew; of several messages, the last one's counts.",
    ),
    "ExpiredCodeException": Cause(
        ErrorKind.MFA,
        "The code has expired",
        "Codes are good for three minutes unless the app client says otherwise.",
        "Sign in again to get another one.",
    ),
    "InvalidPasswordException": Cause(
        ErrorKind.REFUSED,
        "The user pool does not allow this password",
        "Its password policy asks for more: length, capitals, digits, symbols.",
        "Type another one that has what the message names.",
    ),
    "PasswordHistoryPolicyViolationException": Cause(
        ErrorKind.REFUSED,
        "The password was used before",
        "The user pool remembers former passwords, and wants another one.",
        "Type another one.",
    ),
    "UserLambdaValidationException": Cause(
        ErrorKind.REFUSED,
        "A Lambda function of the user pool said no",
        "A trigger such as PreAuthentication decides who may sign in.",
        "The message is the function's own; its log in CloudWatch has more.",
    ),
    "UnexpectedLambdaException": Cause(
        ErrorKind.SERVICE,
        "A Lambda function of the user pool failed",
        "A trigger raised an error, took too long, or may not be called by the user pool.",
        "The function's log in CloudWatch has more.",
    ),
    "InvalidLambdaResponseException": Cause(
        ErrorKind.SERVICE,
        "A Lambda function of the user pool failed",
        "What a trigger answered has not the form that the user pool wants.",
        "Mend the function: it has to return the event that it got.",
    ),
}
"""Causes of rejected sign-ins, by the error codes that only cognito-idp uses."""

_WEB_IDENTITY: Final[Mapping[str, Cause]] = {
    "InvalidIdentityToken": Cause(
        ErrorKind.REFUSED,
        "STS does not accept the token",
        "It is not a JWT, its issuer has no provider in IAM, or its aud is not one that the "
        "provider or the role's trust policy accepts.",
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
        "The token's issuer did not answer",
        "STS reads the issuer's keys to verify the token, and got no answer.",
        "Wait until the issuer answers again, then press r.",
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
        "Asked too often",
        "IAM Identity Center wants longer pauses between the questions.",
        "Wait: cogtui asks less often from now on.",
    ),
    "InvalidRequestException": Cause(
        ErrorKind.REFUSED,
        "IAM Identity Center does not accept the request",
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
        "It belongs to another identity",
        "A login that was sent is another identity's, two logins of one provider were sent, or "
        "the identity and the developer user that were named do not belong together.",
        "Look up whose it is, then unlink it there or merge the two.",
        ("Logins", "DeveloperUserIdentifier", "SourceUserIdentifier"),
    ),
    "DeveloperUserAlreadyRegisteredException": Cause(
        ErrorKind.REFUSED,
        "The developer user has another identity",
        "Its identifier is registered already, with another identity than the one named.",
        "Look the user up, then merge the two users, or leave IdentityId out to get a token for "
        "the identity that the user has.",
        ("IdentityId",),
    ),
    "LimitExceededException": Cause(
        ErrorKind.REFUSED,
        "A limit is reached",
        "The account has as many identity pools in {region} as it may (1,000 unless raised), or "
        "the pool holds as much of something as it may.",
        "Delete what is not needed, or have the quota raised in Service Quotas.",
    ),
    "ConcurrentModificationException": Cause(
        ErrorKind.REFUSED,
        "It was being changed by somebody else",
        "Another write to the same pool was under way.",
        "Read the pool again, see what changed, then send again.",
    ),
    "ExternalServiceException": Cause(
        ErrorKind.SERVICE,
        "The login's provider did not answer",
        "Cognito asks the provider whether the token is good, and got no answer from it.",
        "Wait until the provider answers again, then send again.",
        ("Logins",),
    ),
    "UnknownOperationException": UNSUPPORTED,
}
"""Causes by the answer's error code."""

REFUSED: Final = Cause(
    ErrorKind.REFUSED,
    "The service refused {operation}",
    "The service's own message says why.",
    "Mend what it names, then press r.",
)
SERVICE_FAILED: Final = Cause(
    ErrorKind.SERVICE,
    "The service failed",
    "The fault is at {endpoint}, not in the request.",
    "Press r to try again.",
)
