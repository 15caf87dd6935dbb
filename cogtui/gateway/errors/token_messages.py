"""Causes of rejected login tokens, and of signatures made by a wrong clock, by their messages.

As in `cogtui.gateway.errors.error_messages`, the messages are the service's as public reports quote
them. The last pattern of a family explains the messages of it that no one has reported yet.
"""

from typing import Final

from cogtui.api_error import ErrorKind
from cogtui.gateway.errors.error_codes import WRONG_CLOCK, WRONG_SECRET_KEY, Cause

_LOGINS: Final = ("Logins",)
_ASSUMING: Final = r"^assume-role-with-web-identity: .*"
_TIME: Final = r"\d{8}T\d{6}Z"


def _refused(
    pattern: str, title: str, cause: str, remedy: str, members: tuple[str, ...] = _LOGINS
) -> tuple[str, Cause]:
    return pattern, Cause(ErrorKind.REFUSED, title, cause, remedy, members)


LOGIN_TOKENS: Final = (
    _refused(
        r"Invalid login token\. Incorrect token audience",
        "The token is for another app",
        "Its aud (azp, if it has one) is not an app ID that the pool accepts from this provider.",
        "Sign in with an app that the pool accepts, or edit the pool (e on the pool). A pool holds "
        "one app ID per social provider; an OpenID Connect provider in IAM takes several.",
    ),
    _refused(
        r"Invalid login token\. Not a Cognito token",
        "Not a Cognito token",
        "The login's key is Cognito's own, and the token is from another issuer.",
        "Send the token under its own provider's key: its iss without https://.",
    ),
    _refused(
        r"Invalid login token",
        "The login token is not valid",
        "Cognito rejected the token; the message gives the reason.",
        "Compare its iss, aud and exp with the pool's providers (e edits the pool), then sign in "
        "again and send the whole new token.",
    ),
)
"""The refusals of `Invalid login token`, in addition to those in `error_messages`."""

CLASSIC_FLOW: Final = (
    _refused(
        r"Basic \(classic\) flow is not supported with SAML",
        "The classic flow does not accept SAML",
        "A SAML assertion was sent with get-open-id-token, which accepts no SAML logins.",
        "Use the enhanced flow (get-credentials-for-identity).",
    ),
    _refused(
        r"Basic \(classic\) flow is not\b",
        "The classic flow cannot be used here",
        "The pool, or a login that was sent, rules out the basic (classic) flow; the message gives "
        "the reason.",
        "Use the enhanced flow (get-credentials-for-identity), or edit the pool (e on the pool).",
        (),
    ),
)
"""The refusals of the classic flow, in addition to those in `error_messages`."""

WEB_IDENTITY: Final = (
    _refused(
        r"The ID Token provided is not a valid JWT",
        "Not a JSON Web Token",
        "The text sent as WebIdentityToken is not a JWT, or it is an access token.",
        "Send the whole OpenID token that get-open-id-token returns.",
        (),
    ),
    _refused(
        _ASSUMING + r"(?i:token (?:is |has )?expired)"
        r"(?:: current date/time (?P<now>\d+) must be before the expiration date/time"
        r"\s*(?P<end>\d+))?",
        "The OpenID token has expired",
        "It was used {late} its expiry. Tokens of get-open-id-token are valid for 10 minutes.",
        "Get a new token, then assume the role again.",
        (),
    ),
    _refused(
        r"No OpenIDConnect provider found in your account for (?P<issuer>\S+)",
        "IAM has no provider for this issuer",
        "The token is from {issuer}, and the role's account has no such OpenID Connect provider.",
        "Send the token that get-open-id-token returns, or create the provider in IAM.",
        (),
    ),
    (
        _ASSUMING + r"Not authorized to perform sts:AssumeRoleWithWebIdentity",
        Cause(
            ErrorKind.DENIED,
            "The role does not trust this identity",
            "The role does not exist, or its trust policy has another pool as aud, another state "
            "as amr, another principal, or lacks sts:TagSession for principal tags.",
            "Compare the trust policy's aud with the pool's ID and its amr with the identity's "
            "state, or choose another role.",
        ),
    ),
)
"""The refusals of AssumeRoleWithWebIdentity, the last step of the classic flow."""

_CLOCK: Final = (
    r"Signature (?:not\s+yet current|expired)"
    rf"(?:: (?P<signed>{_TIME}) is (?:still later|now earlier) than (?P<bound>{_TIME})"
    rf"(?: \((?P<server>{_TIME}))?)?"
)
SIGNATURES: Final = (
    (_CLOCK, WRONG_CLOCK),
    (r"signature we calculated does not match", WRONG_SECRET_KEY),
)
"""Rejected signatures. `bound` is the earliest or latest time of signing that AWS accepts, which
differs from its own time, `server`, by five or fifteen minutes."""
