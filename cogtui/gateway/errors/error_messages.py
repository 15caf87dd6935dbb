"""Causes of errors that only their message tells apart: data without logic.

The messages and causes are taken from public bug reports that quote the service. Each pattern is
searched for in `OPERATION: MESSAGE`. Besides the placeholders of
`cogtui.gateway.errors.error_codes`, the texts may contain the pattern's named groups, `{late}` if
the pattern has the groups `now` and `end`, and `{clock}` if it has `signed`, `bound` and `server`.
"""

import re
from typing import Final

from cogtui.api_error import ErrorKind
from cogtui.gateway.errors.error_codes import EXPIRED, NOT_FOUND, THROTTLED, WRONG_CODE, Cause
from cogtui.gateway.errors.token_messages import (
    CLASSIC_FLOW,
    LOGIN_TOKENS,
    SIGNATURES,
    WEB_IDENTITY,
)
from cogtui.gateway.errors.user_pool_messages import USER_POOLS

_LOGINS: Final = ("Logins",)


def _login(title: str, cause: str, remedy: str) -> Cause:
    return Cause(ErrorKind.REFUSED, title, cause, remedy, _LOGINS)


ROLE_NOT_PASSED: Final = Cause(
    ErrorKind.REFUSED,
    "The role may not be given to the pool",
    "The caller lacks iam:PassRole on {role}, the ARN is not written right, or the role was made "
    "only seconds ago.",
    "Have iam:PassRole allowed; after making a role wait some ten seconds, then send again.",
    ("Roles",),
)

_LOGIN_CAUSES: Final = (
    (
        r"Unauthenticated access is not supported for this identity pool",
        _login(
            "Guests are not let in",
            "The call had no login and so is a guest's, and the pool has guest access switched "
            "off; or it is another pool than was meant.",
            "Send a token in Logins, check the pool's id, or allow guests in the pool.",
        ),
    ),
    (
        r"Access to Identity '.*' is forbidden",
        _login(
            "The identity is closed to this call",
            "It has logins and no token of theirs was sent, or a merge or an unlink disabled it.",
            "Send a token of one of its logins. If its logins say DISABLED, it stays closed: "
            "forget its id and ask get-id for another.",
        ),
    ),
    (
        r"Logins don't match",
        _login(
            "The logins are not this identity's",
            "The tokens are another identity's or for another pool, the pool has no such "
            "provider, or a call for a developer user left out the public login that the identity "
            "also has.",
            "Compare the provider's name and the pool, and add the token that is missing; get-id "
            "with the same token tells which identity it opens.",
        ),
    ),
    (
        r"Token is not from a supported provider of this identity pool",
        _login(
            "The pool does not know the token's provider",
            "The provider, or the app client that the token is for, is not in the pool: it was "
            "removed, its name has another region, or the pool was made anew.",
            "Compare iss and aud of the token with the pool's providers.",
        ),
    ),
    (
        r"Invalid login token\. Issuer doesn't match providerName",
        _login(
            "The token is another issuer's",
            "The login's name is not what the token has as iss: a colon for the underscore, the "
            "user pool's id left out, a token of Cognito's under a provider's name, or an IAM "
            "provider whose URL ends in a slash.",
            "Name the login as the token's iss does, without https:// and a slash at its end.",
        ),
    ),
    (
        r"Invalid login token\. Missing a required claim: (?P<claim>\w+)",
        _login(
            "The token has no {claim}",
            "Most likely it is an access token, and an ID token is wanted.",
            "Send the ID token of the same sign-in.",
        ),
    ),
    (
        r"Invalid login token\. Token (?:is )?expired(?:: (?P<now>\d+) >= (?P<end>\d+))?",
        _login(
            "The login token has expired",
            "It was used {late} its end.",
            "Refresh it or sign in again, then send the new one.",
        ),
    ),
    (
        r"Invalid login token\. Couldn't verify signed token",
        _login(
            "The token's signature does not hold",
            "The token was changed or cut off, is signed with keys that its issuer does not "
            "publish, or those keys could not be got.",
            "Sign in again and send the whole token; if that fails too, look at what the issuer "
            "publishes as its jwks_uri.",
        ),
    ),
    (
        r"Invalid login token\. Can't pass in a Cognito token",
        _login(
            "A token of Cognito's is no login here",
            "It is the token of a developer user: get-id does not take it, and no operation takes "
            "it under the developer provider's name.",
            "Leave get-id out, and send it to get-credentials-for-identity as {cognito}.",
        ),
    ),
    (
        r"Invalid login token\. Not a valid OpenId Connect identity token",
        _login(
            "Not an ID token",
            "What was sent is no JSON web token, or only a part of one.",
            "Copy the whole ID token: three parts with dots between them.",
        ),
    ),
    (
        r"Please provide a valid public provider",
        _login(
            "A developer provider in a public call",
            "The login is under the developer provider's name, which only the operations for "
            "developer users take.",
            "Get a token with get-open-id-token-for-developer-identity, and send that as "
            "{cognito}.",
        ),
    ),
    (
        r"does not support the specified developer provider",
        Cause(
            ErrorKind.REFUSED,
            "Not the pool's developer provider",
            "The name differs from the pool's DeveloperProviderName, or the pool has none.",
            "Copy the name from the pool's providers, letter by letter.",
            ("DeveloperProviderName", "Logins"),
        ),
    ),
    (
        r"ambiguous role mapping rules for: (?P<provider>.+) denied this request",
        _login(
            "No role for this user",
            "No rule for {provider} matches the token, or the token prefers none of several "
            "roles, and the mapping denies what it cannot decide.",
            "Add a rule, give one of the user's groups a role, or set AmbiguousRoleResolution to "
            "AuthenticatedRole.",
        ),
    ),
)

_POOL_CAUSES: Final = (
    (
        r"Invalid identity pool configuration",
        Cause(
            ErrorKind.REFUSED,
            "The pool's role cannot be used",
            "The pool has no role for this state, or sts refuses it: the role is deleted; its "
            "trust policy has another pool as aud, another state as amr, another principal or "
            "action; sts:TagSession is missing for principal tags; or the tags are too large.",
            "Look at the pool's roles, and hold the aud of each trust policy against the pool's "
            "id.",
        ),
    ),
    (
        r"\((?P<key>.*)\) is not a valid RoleMapping ProviderName",
        Cause(
            ErrorKind.REFUSED,
            "No provider of the pool goes by this name",
            "The name {key} has https:// before it, lacks the app client after it, is the "
            "developer provider, or is not among the pool's providers.",
            "Write a user pool as PROVIDER_NAME:CLIENT_ID, an OpenID Connect or SAML provider as "
            "its ARN, a social one as its domain.",
            ("RoleMappings",),
        ),
    ),
    (
        r"number of rules in the request exceeded (?P<most>\d+)",
        Cause(
            ErrorKind.REFUSED,
            "Too many rules",
            "A provider can have {most} rules, whatever the API's own model says.",
            "Let one rule do for several, or take the mapping type Token and give groups roles.",
            ("RoleMappings",),
        ),
    ),
    (
        r"^get-credentials-for-identity: Access to Role '(?P<role>.*)' is forbidden",
        Cause(
            ErrorKind.REFUSED,
            "The role is not one that this user may choose",
            "The role {role} is neither in the token's roles nor in a rule that matches it.",
            "Leave CustomRoleArn out, or choose a role that the pool's mapping gives this user.",
            ("CustomRoleArn",),
        ),
    ),
    (r"Access to Role '(?P<role>.*)' is forbidden", ROLE_NOT_PASSED),
    (
        r"Basic \(classic\) flow is not enabled",
        Cause(
            ErrorKind.REFUSED,
            "The pool has no classic flow",
            "AllowClassicFlow is off in the pool.",
            "Use get-credentials-for-identity, or switch AllowClassicFlow on.",
        ),
    ),
    (
        r"Basic \(classic\) flow is not supported with RoleMappings",
        Cause(
            ErrorKind.REFUSED,
            "The classic flow knows no role mappings",
            "The pool maps at least one provider's users to roles.",
            "Use get-credentials-for-identity, or remove the pool's mappings.",
        ),
    ),
    (
        r"IdentityPool '.*' not found",
        Cause(
            ErrorKind.NOT_FOUND,
            NOT_FOUND.title,
            "It was deleted meanwhile, {region} is not the one that the pool's id begins with, or "
            "the pool is another account's.",
            NOT_FOUND.remedy,
            ("IdentityPoolId",),
        ),
    ),
    (
        r"Identity '.*' not found",
        Cause(
            ErrorKind.NOT_FOUND,
            NOT_FOUND.title,
            "It was deleted meanwhile, alone or with its pool, or {region} is not the one that "
            "its id begins with.",
            "Press r to list who is there now; an app that keeps the id must forget it and ask "
            "get-id for another.",
            ("IdentityId",),
        ),
    ),
    (
        r"at 'identityPoolId' failed to satisfy constraint",
        Cause(
            ErrorKind.REFUSED,
            "Not an identity pool's id",
            "A user pool's id, an ARN or a name was given in its place.",
            "An identity pool's id is its region, a colon and a GUID.",
            ("IdentityPoolId",),
        ),
    ),
    (
        r"\d+ validation errors? detected",
        Cause(
            ErrorKind.REFUSED,
            "A value is not as the service wants it",
            "It is too long or too short, of another form, or not one of those there are.",
            "Mend what the message names, then send again.",
        ),
    ),
    (
        r"Invalid Cognito Identity Provider",
        Cause(
            ErrorKind.REFUSED,
            "Not the name of a user pool's provider",
            "A ProviderName is missing, or is a user pool's bare id.",
            "Write it as cognito-idp.REGION.amazonaws.com/USER_POOL_ID.",
            ("CognitoIdentityProviders",),
        ),
    ),
    (
        r"Identity provider (?P<provider>\S+) is not valid for account (?P<account>\d+)",
        Cause(
            ErrorKind.REFUSED,
            "A SAML provider of another account",
            "The provider {provider} is not one of account {account}, where the pool is.",
            "Make the provider in the pool's account, and name that one.",
            ("SamlProviderARNs",),
        ),
    ),
    (
        r"No Principal Tags configured",
        Cause(
            ErrorKind.NOT_FOUND,
            "No principal tags are set",
            "The service answers so for a provider that never had any.",
            "Nothing, if sessions are meant to carry no tags.",
            ("IdentityProviderName",),
        ),
    ),
)

_CALLER_CAUSES: Final = (
    *SIGNATURES,
    (r"security token included in the request is expired", EXPIRED),
    (r"MultiFactorAuthentication failed|at 'tokenCode'|parameter TokenCode", WRONG_CODE),
    (
        r"Invalid endpoint: ",
        Cause(
            ErrorKind.PROFILE,
            "Not an endpoint",
            "AWS_ENDPOINT_URL, or an endpoint_url of {profile} in ~/.aws/config, is not a URL.",
            "Write it as http://HOST:PORT, then start again.",
        ),
    ),
)

Table = tuple[tuple[re.Pattern[str], Cause], ...]
"""Pairs of a message pattern and its cause, the most specific first."""


def _table(*causes: tuple[str, Cause]) -> Table:
    return tuple((re.compile(pattern), cause) for pattern, cause in causes)


UNANSWERED: Final = _table(*_CALLER_CAUSES)
"""Causes of failures without an answer, whose message may come from, say, a credentials command."""

ANSWERED: Final = _table(
    *_CALLER_CAUSES,
    *USER_POOLS,
    *_LOGIN_CAUSES,
    *LOGIN_TOKENS,
    *_POOL_CAUSES,
    *CLASSIC_FLOW,
    *WEB_IDENTITY,
    (r"Rate exceeded", THROTTLED),
)
"""Causes of error responses from the service."""
