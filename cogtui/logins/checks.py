"""What is wrong with a login, told before it is sent.

The service checks issuer, client, expiry and signature, with five minutes' grace for clocks that
differ (developer guide, OpenID Connect providers), and answers in few words. Here the same is held
against the pool's configuration; only signatures are not, which are `cogtui.logins.signature`'
matter.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.logins.jwt import Token, TokenError, TokenKind, check_length, decode
from cogtui.logins.keys import LoginKey, Wanted, cognito_key, login_keys
from cogtui.logins.misspelt_keys import USER_POOL, misspelling
from cogtui.logins.saml import read_assertion
from cogtui.secret import Secret
from cogtui.times import age

GRACE: Final = 300.0
"""How long past its expiry a token is still taken, seconds."""

WITH_IDENTITY: Final = "get-credentials-for-identity"
"""The operation that takes the service's own token."""

WITH_DEVELOPER: Final = "get-open-id-token-for-developer-identity"
"""The operation that takes a developer user, who has no token."""

_LONGEST_USER: Final = 1024
"""Characters of a developer user identifier (API reference, `DeveloperUserIdentifier`)."""


class Certainty(StrEnum):
    """How sure it is that something is wrong."""

    WRONG = "wrong"
    """The service refuses it."""
    UNCERTAIN = "doubt"
    """The service may refuse it."""
    UNCHECKED = "not checked"
    """Nobody can see from here whether it is right."""


class Finding(NamedTuple):
    """Something to know of a login before it is sent."""

    weight: Certainty
    """How sure it is."""
    message: str
    """What is wrong, in a sentence. Nothing of the token is in it but its claims."""
    remedy: str = ""
    """What to do, in a sentence, empty where nothing need be done."""


def check_login(
    configuration: Mapping[str, Any],
    key: str,
    token: Secret,
    now: float,
    *,
    operation: str = "get-id",
) -> list[Finding]:
    """Finds what the service would refuse in a login.

    Args:
        configuration: The answer of DescribeIdentityPool.
        key: The key in `Logins`.
        token: What goes with it: a token, or a developer user's identifier.
        now: The present, seconds since the epoch.
        operation: The AWS CLI's name of the operation that gets the login.

    Returns:
        What there is to know, the worst first; empty where all that can be seen is right.
    """
    developer = configuration.get("DeveloperProviderName")
    if key and key == developer:
        findings = _developer(key, token, configuration, operation)
    elif (offered := login_keys(configuration).get(key)) is None:
        findings = _unknown_key(configuration, key, _claimed_issuer(token))
    elif offered.wanted is Wanted.COGNITO_TOKEN and operation != WITH_IDENTITY:
        findings = iter([_own_token_elsewhere()])
    else:
        findings = _token(configuration, offered, token, now)
    order = list(Certainty)
    return sorted(findings, key=lambda finding: order.index(finding.weight))


def _wrong(message: str, remedy: str = "") -> Finding:
    return Finding(Certainty.WRONG, message, remedy)


def _developer(
    name: str, token: Secret, configuration: Mapping[str, Any], operation: str
) -> Iterator[Finding]:
    if operation != WITH_DEVELOPER:
        yield _wrong(
            f"{name} is the pool's developer provider, and a public call takes none.",
            f"Get a token by {WITH_DEVELOPER}, and pass that under "
            f"{cognito_key(configuration['IdentityPoolId'])} to {WITH_IDENTITY}.",
        )
    elif not 1 <= len(token.reveal()) <= _LONGEST_USER:
        yield _wrong(f"A developer user identifier has 1 to {_LONGEST_USER:,} characters.")


def _own_token_elsewhere() -> Finding:
    return _wrong(
        f"The service's own token is taken by {WITH_IDENTITY} alone.",
        "It names its identity already: skip get-id, and ask for credentials with it.",
    )


def _claimed_issuer(token: Secret) -> str:
    try:
        return decode(token).issuer
    except TokenError:
        return ""


def _unknown_key(configuration: Mapping[str, Any], key: str, issuer: str) -> Iterator[Finding]:
    """The one finding for a key that the pool does not have."""
    offered = login_keys(configuration)
    message, meant = misspelling(key, offered)
    if not offered:
        yield _wrong("The pool has no provider: it takes no logins.", "Add the provider to it.")
    elif meant in offered:
        yield _wrong(message, f"Use {meant} as the key.")
    elif issuer in offered:
        yield _wrong(message, f"The token is of {issuer}, which the pool has: use that as the key.")
    else:
        would_be = f"It would be {meant}, which the pool does not have. " if meant else ""
        yield _wrong(message, f"{would_be}The pool has {', '.join(offered)}.")


def _token(
    configuration: Mapping[str, Any], offered: LoginKey, token: Secret, now: float
) -> Iterator[Finding]:
    if not token.reveal():
        yield _wrong("There is no token.")
        return
    try:
        check_length(token)
        if offered.wanted is Wanted.ASSERTION:
            yield from _assertion(token, now)
        elif offered.wanted is Wanted.COGNITO_TOKEN:
            yield from _cognito_token(configuration, offered, decode(token), now)
        elif offered.wanted.is_opaque:
            yield from _opaque(offered, token)
        else:
            yield from _id_token(configuration, offered, decode(token), now)
    except TokenError as error:
        message = str(error)
    else:
        return
    yield _wrong(message, f"{offered.label} wants: {offered.wanted}.")


def _opaque(offered: LoginKey, token: Secret) -> Iterator[Finding]:
    try:
        kind = decode(token).kind
    except TokenError:
        yield Finding(
            Certainty.UNCHECKED,
            f"An {offered.wanted} of {offered.label} says nothing by itself: only "
            f"{offered.label} knows whether it is good.",
        )
        return
    if kind is TokenKind.COGNITO_IDENTITY:
        yield _own_token_elsewhere()
    else:
        yield Finding(
            Certainty.UNCERTAIN,
            f"This is a JSON Web Token, and {offered.label} wants: {offered.wanted}.",
        )


def _assertion(token: Secret, now: float) -> Iterator[Finding]:
    assertion = read_assertion(token)
    if assertion.not_on_or_after is not None:
        yield from _expiry("assertion", assertion.not_on_or_after, now, GRACE)
    if assertion.not_before is not None:
        yield from _start("assertion", assertion.not_before, now)
    issuer = assertion.issuer or "nobody that it names"
    yield Finding(
        Certainty.UNCHECKED,
        f"The assertion is of {issuer}; whether the SAML provider in IAM trusts that, and the "
        "signature, are not checked.",
    )


def _cognito_token(
    configuration: Mapping[str, Any], offered: LoginKey, decoded: Token, now: float
) -> Iterator[Finding]:
    if decoded.issuer != offered.key:
        yield _wrong(
            f"The key is for tokens of {WITH_DEVELOPER}, and this is one of "
            f"{decoded.issuer or 'nobody that it names'}.",
            "Use the token's issuer as the key, where the pool has it.",
        )
        return
    pool_id = configuration["IdentityPoolId"]
    if decoded.claims.get("aud") != pool_id:
        yield _wrong(
            f"The token is of the pool {decoded.claims.get('aud')}, not of {pool_id}.",
            "Ask for a token in this pool.",
        )
    yield from _times(decoded, now, grace=0)


def _id_token(
    configuration: Mapping[str, Any], offered: LoginKey, decoded: Token, now: float
) -> Iterator[Finding]:
    if decoded.kind is TokenKind.COGNITO_IDENTITY:
        own = cognito_key(configuration["IdentityPoolId"])
        yield _wrong(
            "This is a token of the service's own, which no provider's key takes.",
            f"Pass it to {WITH_IDENTITY} under {own}.",
        )
        return
    if decoded.issuer != offered.key:
        yield _foreign(configuration, offered, decoded.issuer)
    yield from _audience(offered, decoded)
    yield from _times(decoded, now, grace=GRACE)
    if "sub" not in decoded.claims:
        yield _wrong("The token names no user: it has no claim sub.")


def _foreign(configuration: Mapping[str, Any], offered: LoginKey, issuer: str) -> Finding:
    known = login_keys(configuration)
    message = f"The token is of {issuer or 'nobody that it names'}, and the key is {offered.key}."
    own, other = USER_POOL.fullmatch(offered.key), USER_POOL.fullmatch(issuer)
    if own and other:
        message = (
            f"The token is of another user pool, {other[2]}, and the key names {own[2]}."
            if own[1] == other[1]
            else f"The token is of a user pool in {other[1]}, and the key names one in {own[1]}."
        )
    if issuer in known:
        return _wrong(message, f"Use {issuer} as the key: the pool has it.")
    return _wrong(
        message, "Sign in at the provider that the key names, or add this one to the pool."
    )


def _audience(offered: LoginKey, decoded: Token) -> Iterator[Finding]:
    if "aud" not in decoded.claims:
        yield _wrong(
            "This is an access token, or another one without an audience (aud).",
            "Pass the ID token, which comes from the same sign-in.",
        )
        return
    if decoded.kind is TokenKind.ACCESS:
        yield Finding(
            Certainty.UNCERTAIN,
            "This says it is an access token.",
            "Pass the ID token, which comes from the same sign-in.",
        )
    if not offered.clients:
        named = " or ".join(decoded.audiences)
        yield Finding(
            Certainty.UNCHECKED,
            f"Whether the provider in IAM lists the client {named} is not checked.",
        )
        return
    strangers = [each for each in decoded.audiences if each not in offered.clients]
    if strangers == decoded.audiences:
        yield _wrong(
            f"The token is for the client {' or '.join(strangers) or 'of no name'}; from this "
            f"provider the pool takes {', '.join(offered.clients)}.",
            "Sign in by a client that the pool takes, or add this one to the pool.",
        )
    elif strangers:
        yield Finding(
            Certainty.UNCERTAIN,
            f"Among the clients that the token is for, the pool does not take "
            f"{', '.join(strangers)}.",
        )


def _times(decoded: Token, now: float, *, grace: float) -> Iterator[Finding]:
    expiry = decoded.moment("exp")
    if expiry is None:
        yield _wrong("The token does not say when it expires (exp).")
    else:
        yield from _expiry("token", expiry, now, grace)
    for claim in ("nbf", "iat"):
        start = decoded.moment(claim)
        if start is not None and start > now:
            yield from _start("token", start, now)
            return


def _expiry(what: str, expiry: float, now: float, grace: float) -> Iterator[Finding]:
    if expiry > now:
        return
    message = f"The {what} expired {age(now - expiry)}."
    if expiry <= now - grace:
        yield _wrong(message, "Sign in anew.")
    else:
        yield Finding(
            Certainty.UNCERTAIN,
            f"{message[:-1]}, within the five minutes' grace.",
            "Sign in anew soon.",
        )


def _start(what: str, start: float, now: float) -> Iterator[Finding]:
    if start > now:
        yield Finding(
            Certainty.UNCERTAIN,
            f"The {what} becomes good {age(now - start)}.",
            "Compare this machine's clock with the right time.",
        )
