"""Causes of refused sign-ins to user pools that only their message tells apart.

As in `cogtui.gateway.errors.error_messages`, the messages are the service's as public reports quote
them.
"""

from typing import Final

from cogtui.api_error import ErrorKind
from cogtui.gateway.errors.error_codes import NOT_FOUND, Cause

_SIGNING_IN: Final = r"^(?:admin-)?(?:initiate-auth|respond-to-auth-challenge): .*"


def _refused(pattern: str, title: str, cause: str, remedy: str) -> tuple[str, Cause]:
    return _SIGNING_IN + pattern, Cause(ErrorKind.REFUSED, title, cause, remedy)


USER_POOLS: Final = (
    _refused(
        r"Incorrect username or password",
        "Wrong user name or password",
        "One is mistyped, or the user does not exist: many app clients do not report which "
        "(PreventUserExistenceErrors).",
        "Type it again. After five failures a user is locked out for a while, longer each time.",
    ),
    _refused(
        r"Password attempts exceeded",
        "Too many attempts",
        "After five wrong passwords a user is locked out, for a second at first and for up to "
        "about 15 minutes after more; attempts during that time count too.",
        "Wait 15 minutes, then sign in with the right password.",
    ),
    _refused(
        r"(?:flow not enabled for this|is not enabled for the) client",
        "The app client does not allow this flow",
        "The flow is not among the app client's ExplicitAuthFlows.",
        "Choose another AuthFlow, or have this one allowed (aws cognito-idp "
        "update-user-pool-client resets omitted settings).",
    ),
    _refused(
        r"(?i:auth method not supported)",
        "The flow is not for this operation",
        "The service accepts this AuthFlow either only signed (admin-initiate-auth) or only "
        "unsigned (initiate-auth).",
        "Choose another AuthFlow.",
    ),
    _refused(
        r"SECRET_HASH was not received",
        "The app client has a secret",
        "An app client with a secret requires proof of it in each call.",
        "Enter it as ClientSecret: aws cognito-idp describe-user-pool-client shows it.",
    ),
    _refused(
        r"Unable to verify secret hash for client",
        "The client secret is wrong or not needed",
        "ClientSecret is mistyped or another client's, the client has none, or it has one and none "
        "was sent.",
        "Compare with aws cognito-idp describe-user-pool-client; omit ClientSecret if that shows "
        "none.",
    ),
    _refused(
        r"User is disabled",
        "The user is disabled",
        "Someone has disabled the user in the user pool.",
        "Have the user enabled (aws cognito-idp admin-enable-user), or sign in as another user.",
    ),
    _refused(
        r"(?:Temporary password has expired|User account has expired)",
        "The temporary password has expired",
        "The user did not sign in within the number of days that the user pool sets.",
        "Have a new one sent (aws cognito-idp admin-create-user --message-action RESEND).",
    ),
    _refused(
        r"Invalid session for the user",
        "The sign-in took too long",
        "A session works once, within three minutes unless the app client sets another time.",
        "Sign in again, and respond sooner.",
    ),
    _refused(
        r"Your software token has already been used once",
        "The code was used before",
        "An authenticator app has one code for each 30 seconds, and it works once.",
        "Wait for the next code, then sign in again.",
    ),
    _refused(
        r"Request not allowed due to WAF block",
        "AWS WAF blocked the call",
        "A rule of the user pool's web ACL matches it: by address, country or rate.",
        "Sign in from where the rule allows it, or have the rule changed.",
    ),
    (
        _SIGNING_IN + r"User pool (?:client )?\S+ does not exist",
        Cause(
            ErrorKind.NOT_FOUND,
            "No such user pool or app client",
            "It was deleted, the identity pool has a wrong name for it, or it is in another "
            "account; cogtui looked in {region}, the one in the provider's name.",
            NOT_FOUND.remedy,
        ),
    ),
)
"""The refusals of cognito-idp's sign-ins, the narrower before the wider."""
