"""Rejected tokens and signatures, in the service's own words, and their explanations."""

from cogtui.api_error import ErrorKind
from tests.gateway.errors.message_table import CREDENTIALS, INVALID, NOT_AUTHORIZED, Refusal

ASSUMING = "assume-role-with-web-identity"
JWT_NOW = 1_446_742_058
"""A time of a public report, in seconds since the epoch."""


def _login(message: str, title: str, expected: str, operation: str = "get-id") -> Refusal:
    return Refusal(
        f"Invalid login token. {message}", NOT_AUTHORIZED, operation, title, "Logins", expected
    )


def _sts(
    message: str,
    code: str,
    title: str,
    expected: str,
    kind: ErrorKind = ErrorKind.REFUSED,
) -> Refusal:
    return Refusal(message, code, ASSUMING, title, "", expected, kind)


def _clock(message: str, error: str, code: str = "InvalidSignatureException") -> Refusal:
    title = f"This machine's clock is {error}"
    expected = "Set the clock"
    return Refusal(message, code, "list-identity-pools", title, "", expected, ErrorKind.CLOCK)


LOGIN_TOKENS = [
    _login("Incorrect token audience.", "The token is for another app", "e on the pool"),
    _login("Incorrect token audience", "The token is for another app", "several", CREDENTIALS),
    _login("Not a Cognito token.", "Not a Cognito token", "its iss without https://", CREDENTIALS),
    # the family: messages without their own explanation
    _login("Token is not yet valid", "The login token is not valid", "message gives the reason"),
    _login("Not a valid SAML assertion.", "The login token is not valid", "sign in again"),
    _login("Unsupported signing algorithm: HS256", "The login token is not valid", "aud and exp"),
    _login("Invalid issuer {0}", "The login token is not valid", "its iss", "unlink-identity"),
    _login("", "The login token is not valid", "the whole new token", "get-open-id-token"),
    _login(
        "Token is expired.",
        "The login token has expired",
        "It was used after its expiry.",
        CREDENTIALS,
    ),
    # the units: seconds for JWTs, milliseconds for SAML assertions
    _login(
        "Token expired: 1488829410000 >= 1488829020000",
        "The login token has expired",
        "It was used 6 minutes after its expiry.",
        CREDENTIALS,
    ),
    _login(
        f"Token expired: {JWT_NOW}123 >= {JWT_NOW - 7200}000",
        "The login token has expired",
        "It was used 2 hours after its expiry.",
    ),
    _login(
        f"Token expired: {JWT_NOW}000 >= {JWT_NOW - 59}500",
        "The login token has expired",
        "It was used 58 seconds after its expiry.",
    ),
    _login(
        f"Token expired: {JWT_NOW}000 >= {JWT_NOW - 300}",
        "The login token has expired",
        "It was used 5 minutes after its expiry.",
    ),
    _login(
        "Token expired: 1754028847 >= 1754027905",
        "The login token has expired",
        "It was used 15 minutes after its expiry.",
    ),
]
CLASSIC_FLOW = [
    Refusal(
        "Basic (classic) flow is not supported with SAML, please use enhanced flow.",
        INVALID,
        "get-open-id-token",
        "The classic flow does not accept SAML",
        "Logins",
        "get-credentials-for-identity",
    ),
    *(
        Refusal(
            f"Basic (classic) flow is not {why}, please use enhanced flow.",
            INVALID,
            "get-open-id-token",
            "The classic flow cannot be used here",
            "",
            "edit the pool",
        )
        for why in (
            "supported with principal tags",
            "supported with developer providers",
            "available in this region",
            "allowed for this identity pool",
            "supported",
        )
    ),
]
WEB_IDENTITY = [
    _sts(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
        "Token)",
        "InvalidIdentityToken",
        "Not a JSON Web Token",
        "it is an access token",
    ),
    _sts(
        "Token expired: current date/time 1564494867 must be before the expiration date/time "
        "1564487667",
        "ExpiredTokenException",
        "The OpenID token has expired",
        "It was used 2 hours after its expiry.",
    ),
    _sts(
        "Token expired", "ExpiredTokenException", "The OpenID token has expired", "Get a new token"
    ),
    _sts("Token is expired", "ExpiredToken", "The OpenID token has expired", "after its expiry"),
    _sts(
        "No OpenIDConnect provider found in your account for https://auth.example.com/",
        "InvalidIdentityToken",
        "IAM has no provider for this issuer",
        "from https://auth.example.com/",
    ),
    _sts(
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        "AccessDenied",
        "The role does not trust this identity",
        "aud with the pool's ID",
        ErrorKind.DENIED,
    ),
    _sts(
        "Incorrect token audience",
        "InvalidIdentityToken",
        "STS rejected the token",
        "does not accept its aud",
    ),
    _sts(
        "Missing a required claim: aud",
        "InvalidIdentityToken",
        "STS rejected the token",
        "trust policy",
    ),
    _sts(
        "Couldn't retrieve verification key from your identity provider, please reference "
        "AssumeRoleWithWebIdentity documentation for requirements",
        "InvalidIdentityToken",
        "STS rejected the token",
        "get-open-id-token",
    ),
    _sts("The token was revoked", "IDPRejectedClaim", "The token's issuer rejected it", "Sign in"),
    _sts(
        "No answer",
        "IDPCommunicationError",
        "The token's issuer did not respond",
        "Wait until",
        ErrorKind.SERVICE,
    ),
]
SIGNATURES = [
    _clock(
        "Signature not yet current: 20261130T140000Z is still later than 20261130T121500Z",
        "1 h 50 min ahead",
    ),
    _clock(
        "Signature not  yet current: 20181002T170509Z is still later than 20181002T170312Z "
        "(20181002T165812Z + 5 min.)",
        "7 min ahead",
    ),
    _clock(
        "Signature not yet current: 20190305T002809Z is still later than 20190304T214315Z "
        "(20190304T212815Z + 15 min.)",
        "3 h ahead",
    ),
    _clock(
        "Signature expired: 20140325T143453Z is now earlier than 20140325T143751Z "
        "(20140325T145251Z - 15 min.)",
        "18 min behind",
    ),
    _clock(
        "Signature expired: 20180707T233021Z is now earlier than 20180710T071214Z "
        "(20180710T071714Z - 5 min.)",
        "2 d 8 h behind",
    ),
    _clock(
        "Signature expired: 20261130T100000Z is now earlier than 20261130T115500Z",
        "2 h behind",
        "SignatureDoesNotMatch",
    ),
    _clock("Signature expired", "wrong"),
    _clock("Signature not yet current: 20269999T999999Z is still later than 2026", "wrong"),
    _clock(
        "Signature expired: 20269999T100000Z is now earlier than 20261130T115500Z",
        "wrong",
        "SignatureDoesNotMatch",
    ),
    _clock("Request has expired.", "wrong", "RequestExpired"),
    _clock(
        "The difference between the request time and the current time is too large.",
        "wrong",
        "RequestTimeTooSkewed",
    ),
    Refusal(
        "The request signature we calculated does not match the signature you provided. Check "
        "your AWS Secret Access Key and signing method.",
        "InvalidSignatureException",
        "list-identity-pools",
        "AWS rejected the signature",
        "",
        "The secret key of profile prod is mistyped",
        ErrorKind.CREDENTIALS,
    ),
]
TOKENS = [*LOGIN_TOKENS, *CLASSIC_FLOW, *WEB_IDENTITY, *SIGNATURES]
