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
        "The user name or the password is wrong",
        "One is mistyped, or there is no such user: many app clients do not tell "
        "(PreventUserExistenceErrors).",
        "Type it again. After five failures a user is locked out for a while, longer each time.",
    ),
    _refused(
        r"Password attempts exceeded",
        "Too many attempts",
        "After five wrong passwords a user is locked out, for a second at first and up to some "
        "15 minutes with each further one; attempts meanwhile count too.",
        "Wait a quarter of an hour, then sign in with the right password.",
    ),
    _refused(
        r"(?:flow not enabled for this|is not enabled for the) client",
        "The app client does not allow this flow",
        "The flow is not among the app client's ExplicitAuthFlows.",
        "Choose another AuthFlow, or have this one allowed (aws cognito-idp "
        "update-user-pool-client resets what is not sent).",
    ),
    _refused(
        r"(?i:auth method not supported)",
        "The flow is not for this kind of call",
        "The service takes this AuthFlow only in the other of the signed and unsigned calls.",
        "Choose another AuthFlow.",
    ),
    _refused(
        r"SECRET_HASH was not received",
        "The app client has a secret",
        "A client that was made with a secret wants proof of it in each call.",
        "Type it as ClientSecret: aws cognito-idp describe-user-pool-client tells it.",
    ),
    _refused(
        r"Unable to verify secret hash for client",
        "The client secret is wrong, or is not needed",
        "ClientSecret is another client's or was mistyped, the client has none, or it has one and "
        "none was given.",
        "Compare with aws cognito-idp describe-user-pool-client; leave ClientSecret out where "
        "that tells none.",
    ),
    _refused(
        r"User is disabled",
        "The user is disabled",
        "Somebody has disabled the user in the user pool.",
        "Have the user enabled (aws cognito-idp admin-enable-user), or sign in as another one.",
    ),
    _refused(
        r"(?:Temporary password has expired|User account has expired)",
        "The temporary password has expired",
        "Nobody signed in with it in time; a user pool sets how many days that is.",
        "Have another one sent (aws cognito-idp admin-create-user --message-action RESEND).",
    ),
    _refused(
        r"Invalid session for the user",
        "The sign-in has taken too long",
        "A session is good for three minutes unless the app client says otherwise, and once.",
        "Sign in again, and answer sooner.",
    ),
    _refused(
        r"Your software token has already been used once",
        "The code was used before",
        "A code of an authenticator app is good once, and so is its half minute.",
        "Wait for the next code, then sign in again.",
    ),
    _refused(
        r"Request not allowed due to WAF block",
        "A web application firewall keeps the call out",
        "A rule of AWS WAF on the user pool matches it: by address, country or rate.",
        "Sign in from where the rule allows it, or have the rule changed.",
    ),
    (
        _SIGNING_IN + r"User pool (?:client )?\S+ does not exist",
        Cause(
            ErrorKind.NOT_FOUND,
            "No such user pool or app client",
            "It was deleted, the identity pool names it wrongly, or it is another account's; it "
            "was looked for in {region}, which the provider's name has.",
            NOT_FOUND.remedy,
        ),
    ),
)
"""The refusals of cognito-idp's sign-ins, the narrower before the wider."""
