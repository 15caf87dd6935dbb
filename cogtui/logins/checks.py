"""Check a login before it is sent.

The service checks issuer, client, expiry and signature, allows five minutes of clock skew
(developer guide, OpenID Connect providers), and gives terse errors. The checks here compare a login
with the pool's configuration in the same way and explain what is wrong. Signatures are verified by
`cogtui.logins.signature`.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.logins.claims import claim_text
from cogtui.logins.jwt import Token, TokenError, TokenKind, check_length, decode
from cogtui.logins.keys import ExpectedToken, LoginKey, cognito_key, login_keys
from cogtui.logins.misspelt_keys import misspelling
from cogtui.logins.saml import read_assertion
from cogtui.logins.social import (
    LIMITED_LOGIN,
    LIMITED_LOGIN_REMEDY,
    audience_remedy,
    is_limited_login,
)
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.partitions import USER_POOL
from cogtui.times import age

GRACE: Final = 300.0
"""How long after its expiry a token is still accepted, in seconds."""

WITH_IDENTITY: Final = operation_names.GET_CREDENTIALS_FOR_IDENTITY
"""The only operation that accepts the tokens that Cognito itself issues."""

_CLASSIC_FLOW: Final = operation_names.GET_OPEN_ID_TOKEN
"""The operation that accepts no SAML login: part of the classic flow."""

WITH_DEVELOPER: Final = operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY
"""The only operation that accepts a developer user, who has no token."""

_MAX_USER_LENGTH: Final = 1024
"""Maximum length of a developer user identifier (API reference, `DeveloperUserIdentifier`)."""


class Certainty(StrEnum):
    """How certain a finding is."""

    WRONG = "wrong"
    """The service rejects the login."""
    UNCERTAIN = "doubt"
    """The service may reject the login."""
    UNCHECKED = "not checked"
    """Only the service or the provider can decide."""


class Finding(NamedTuple):
    """One thing the user should know about a login before it is sent."""

    certainty: Certainty
    """How certain it is."""
    message: str
    """What is wrong, as a sentence. It quotes nothing from the token except claims."""
    remedy: str = ""
    """What to do, as a sentence; empty if there is nothing to do."""


def check_login(
    configuration: Mapping[str, Any],
    key: str,
    token: Secret,
    now: float,
    *,
    operation: str = operation_names.GET_ID,
) -> list[Finding]:
    """Find what the service would reject in a login.

    Args:
        configuration: The response of DescribeIdentityPool.
        key: The key in `Logins`.
        token: The value of that key: a token, or a developer user identifier.
        now: The current time, in seconds since the epoch.
        operation: The AWS CLI name of the operation that the login is sent with.

    Returns:
        The findings, the most severe first; empty if nothing is known to be wrong.
    """
    developer = configuration.get("DeveloperProviderName")
    known_keys = login_keys(configuration)
    if key and key == developer:
        findings = _check_developer_user(key, token, configuration, operation)
    elif is_limited_login(issuer := _claimed_issuer(token)) and issuer not in known_keys:
        findings = iter([_wrong(LIMITED_LOGIN, LIMITED_LOGIN_REMEDY)])
    elif (login_key := known_keys.get(key)) is None:
        findings = _check_unknown_key(configuration, key, issuer)
    elif not is_accepted_by(operation, login_key.expected):
        findings = iter([_misplaced_token(login_key.expected)])
    else:
        findings = _check_token(configuration, login_key, token, now)
    order = list(Certainty)
    return sorted(findings, key=lambda finding: order.index(finding.certainty))


def is_accepted_by(operation: str, expected: ExpectedToken) -> bool:
    """Return whether an operation accepts logins of a kind.

    Args:
        operation: The operation's AWS CLI name.
        expected: The kind of token that the login requires.
    """
    if expected is ExpectedToken.COGNITO_TOKEN:
        return operation == WITH_IDENTITY
    return expected is not ExpectedToken.ASSERTION or operation != _CLASSIC_FLOW


def _wrong(message: str, remedy: str = "") -> Finding:
    return Finding(Certainty.WRONG, message, remedy)


def _check_developer_user(
    name: str, token: Secret, configuration: Mapping[str, Any], operation: str
) -> Iterator[Finding]:
    if operation != WITH_DEVELOPER:
        yield _wrong(
            f"{name} is the pool's developer provider, which public calls do not accept.",
            f"Get a token with {WITH_DEVELOPER}, and pass it to {WITH_IDENTITY} as "
            f"{cognito_key(configuration['IdentityPoolId'])}.",
        )
    elif not 1 <= len(token.reveal()) <= _MAX_USER_LENGTH:
        yield _wrong(f"A developer user identifier must have 1 to {_MAX_USER_LENGTH:,} characters.")


def _misplaced_token(expected: ExpectedToken) -> Finding:
    if expected is ExpectedToken.ASSERTION:
        return _wrong("The classic flow does not accept SAML logins.", "Use the enhanced flow.")
    return _wrong(
        f"Only {WITH_IDENTITY} accepts tokens issued by Cognito.",
        "The token already names its identity: skip get-id, and get credentials with it.",
    )


def _claimed_issuer(token: Secret) -> str:
    try:
        return decode(token).issuer
    except TokenError:
        return ""


def _check_unknown_key(
    configuration: Mapping[str, Any], key: str, issuer: str
) -> Iterator[Finding]:
    """Yield the one finding for a key that the pool does not have."""
    known_keys = login_keys(configuration)
    message, intended = misspelling(key, known_keys)
    for unmatched in (f"{each}/" for each in (key, intended, issuer)):
        if unmatched in known_keys:
            yield _never_matches(unmatched)
            return
    if not known_keys:
        yield _wrong("The pool has no provider, so it accepts no logins.", "Add one to the pool.")
    elif intended in known_keys:
        yield _wrong(message, f"Use {intended} as the key.")
    elif issuer in known_keys:
        yield _wrong(
            message, f"The token is from {issuer}, which the pool has: use that as the key."
        )
    else:
        would_be = f"The pool does not have {intended} either. " if intended else ""
        yield _wrong(message, f"{would_be}The pool has {', '.join(known_keys)}.")


def _never_matches(key: str) -> Finding:
    return _wrong(
        f"The pool's provider {key} ends in a slash, but issuers are compared without one: it "
        "accepts no token.",
        "Create the provider in IAM without the slash, and use that one in the pool.",
    )


def _check_token(
    configuration: Mapping[str, Any], login_key: LoginKey, token: Secret, now: float
) -> Iterator[Finding]:
    if not token.reveal():
        yield _wrong("The token is empty.")
        return
    try:
        check_length(token)
        if login_key.expected is ExpectedToken.ASSERTION:
            yield from _check_assertion(token, now)
        elif login_key.expected is ExpectedToken.COGNITO_TOKEN:
            yield from _check_cognito_token(configuration, login_key, decode(token), now)
        elif login_key.expected.is_opaque:
            yield from _check_opaque_token(login_key, token)
        else:
            yield from _check_id_token(configuration, login_key, decode(token), now)
    except TokenError as error:
        message = str(error)
    else:
        return
    yield _wrong(message, f"{login_key.label} requires: {login_key.expected}.")


def _check_opaque_token(login_key: LoginKey, token: Secret) -> Iterator[Finding]:
    try:
        kind = decode(token).kind
    except TokenError:
        yield Finding(
            Certainty.UNCHECKED,
            f"Only {login_key.label} can check whether its {login_key.expected} is valid.",
        )
        return
    if kind is TokenKind.COGNITO_IDENTITY:
        yield _misplaced_token(ExpectedToken.COGNITO_TOKEN)
    else:
        yield Finding(
            Certainty.UNCERTAIN,
            f"This is a JSON Web Token, but {login_key.label} requires: {login_key.expected}.",
        )


def _check_assertion(token: Secret, now: float) -> Iterator[Finding]:
    assertion = read_assertion(token)
    if assertion.not_on_or_after is not None:
        yield from _check_expiry("assertion", assertion.not_on_or_after, now, GRACE)
    if assertion.not_before is not None:
        yield from _check_start("assertion", assertion.not_before, now)
    issuer = assertion.issuer or "an unnamed issuer"
    yield Finding(
        Certainty.UNCHECKED,
        f"The assertion is from {issuer}. Not checked: its signature, and whether the SAML "
        "provider in IAM trusts the issuer.",
    )


def _check_cognito_token(
    configuration: Mapping[str, Any], login_key: LoginKey, decoded: Token, now: float
) -> Iterator[Finding]:
    if decoded.issuer != login_key.key:
        yield _wrong(
            f"The key is for tokens from {WITH_DEVELOPER}, but this one is from "
            f"{decoded.issuer or 'an unnamed issuer'}.",
            "Use the token's issuer as the key, if the pool has it.",
        )
        return
    pool_id = configuration["IdentityPoolId"]
    audience = decoded.claims.get("aud", "(none)")
    if audience != pool_id:
        yield _wrong(
            f"The token is from pool {claim_text(audience)}, not from {pool_id}.",
            "Get a token from this pool.",
        )
    yield from _check_times(decoded, now, grace=0)


def _check_id_token(
    configuration: Mapping[str, Any], login_key: LoginKey, decoded: Token, now: float
) -> Iterator[Finding]:
    if decoded.kind is TokenKind.COGNITO_IDENTITY:
        own = cognito_key(configuration["IdentityPoolId"])
        yield _wrong(
            "This token was issued by Cognito itself; no provider's key accepts it.",
            f"Pass it to {WITH_IDENTITY} as {own}.",
        )
        return
    if decoded.issuer != login_key.key:
        yield _wrong_issuer(configuration, login_key, decoded.issuer)
    yield from _check_audience(login_key, decoded)
    yield from _check_times(decoded, now, grace=GRACE)
    if "sub" not in decoded.claims:
        yield _wrong("The token names no user: it has no sub claim.")


def _wrong_issuer(configuration: Mapping[str, Any], login_key: LoginKey, issuer: str) -> Finding:
    known = login_keys(configuration)
    if login_key.key.endswith("/"):
        return _never_matches(login_key.key)
    message = f"The token is from {issuer or 'an unnamed issuer'}, but the key is {login_key.key}."
    own, other = USER_POOL.fullmatch(login_key.key), USER_POOL.fullmatch(issuer)
    if own and other:
        message = (
            f"The token is from user pool {other[2]}, but the key names {own[2]}."
            if own[1] == other[1]
            else f"The token is from a user pool in {other[1]}, but the key names one in {own[1]}."
        )
    if issuer in known:
        return _wrong(message, f"Use {issuer} as the key: the pool has it.")
    return _wrong(
        message, "Sign in with the provider that the key names, or add this one to the pool."
    )


def _check_audience(login_key: LoginKey, decoded: Token) -> Iterator[Finding]:
    if "aud" not in decoded.claims:
        yield _wrong(
            "This is an access token, or another token without an audience (aud).",
            "Pass the ID token from the same sign-in.",
        )
        return
    if not decoded.audiences:
        yield _wrong("The token is for no client: its audience (aud) is empty.")
        return
    if decoded.kind is TokenKind.ACCESS:
        yield Finding(
            Certainty.UNCERTAIN,
            "The token claims to be an access token.",
            "Pass the ID token from the same sign-in.",
        )
    if not login_key.clients:
        named = " or ".join(decoded.audiences)
        yield Finding(
            Certainty.UNCHECKED,
            f"Not checked: whether the provider in IAM lists client {named}.",
        )
        return
    unknown_clients = [each for each in decoded.audiences if each not in login_key.clients]
    if unknown_clients == decoded.audiences:
        yield _wrong(
            f"The token is for client {' or '.join(unknown_clients)}; "
            f"from this provider the pool accepts {', '.join(login_key.clients)}.",
            audience_remedy(login_key),
        )
    elif unknown_clients:
        yield Finding(
            Certainty.UNCERTAIN,
            f"The token is also for {', '.join(unknown_clients)}, which the pool does not accept: "
            "it may refuse the token.",
        )


def _check_times(decoded: Token, now: float, *, grace: float) -> Iterator[Finding]:
    expiry = decoded.moment("exp")
    if expiry is None:
        yield _wrong("The token has no expiry (exp).")
    else:
        yield from _check_expiry("token", expiry, now, grace)
    for claim in ("nbf", "iat"):
        start = decoded.moment(claim)
        if start is not None and start > now:
            yield from _check_start("token", start, now)
            return


def _check_expiry(what: str, expiry: float, now: float, grace: float) -> Iterator[Finding]:
    if expiry > now:
        return
    message = f"The {what} expired {age(now - expiry)}."
    if expiry <= now - grace:
        yield _wrong(message, "Sign in again.")
    else:
        yield Finding(
            Certainty.UNCERTAIN,
            f"{message[:-1]}, within the five-minute grace period.",
            "Sign in again soon.",
        )


def _check_start(what: str, start: float, now: float) -> Iterator[Finding]:
    if start > now:
        yield Finding(
            Certainty.UNCERTAIN,
            f"The {what} becomes valid {age(now - start)}.",
            "Check this machine's clock.",
        )
