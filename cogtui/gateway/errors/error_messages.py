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
    "The role cannot be passed to the pool",
    "The caller lacks iam:PassRole on {role}, the ARN is wrong, or the role was created only "
    "seconds ago.",
    "Have iam:PassRole allowed; after creating a role, wait about ten seconds, then send again.",
    ("Roles",),
)

_LOGIN_CAUSES: Final = (
    (
        r"Unauthenticated access is not supported for this identity pool",
        _login(
            "Guest access is off",
            "A request without a login is a guest's, and the pool does not allow guest access; or "
            "the pool ID is wrong.",
            "Send a token in Logins, check the pool ID, or turn on guest access in the pool.",
        ),
    ),
    (
        r"Access to Identity '.*' is forbidden",
        _login(
            "Access to the identity denied",
            "It has logins and the request has no token for them, or a merge or unlink disabled "
            "it.",
            "Send a token for one of its logins. If they show DISABLED, it stays disabled: discard "
            "its ID and call get-id for another.",
        ),
    ),
    (
        r"Logins don't match",
        _login(
            "The logins do not match the identity",
            "The tokens belong to another identity or pool, the pool has no such provider, or a "
            "call for a developer user omitted the public login that the identity also has.",
            "Compare the provider's name and the pool, and add the missing token; get-id with the "
            "same token returns its identity.",
        ),
    ),
    (
        r"Token is not from a supported provider of this identity pool",
        _login(
            "The pool does not have the token's provider",
            "The provider, or the app client that the token is for, is not in the pool: it was "
            "removed, its name has another region, or the pool was recreated.",
            "Compare the token's iss and aud with the pool's providers.",
        ),
    ),
    (
        r"Invalid login token\. Issuer doesn't match providerName",
        _login(
            "The token is from another issuer",
            "The login's key is not the token's iss: a colon for the underscore, a missing user "
            "pool ID, a Cognito token under a provider's key, or an IAM provider whose URL ends in "
            "a slash.",
            "Use the token's iss as the key, without https:// and a slash at its end.",
        ),
    ),
    (
        r"Invalid login token\. Missing a required claim: (?P<claim>\w+)",
        _login(
            "The token has no {claim}",
            "It is probably an access token; an ID token is required.",
            "Send the ID token of the same sign-in.",
        ),
    ),
    (
        r"Invalid login token\. Token (?:is )?expired(?:: (?P<now>\d+) >= (?P<end>\d+))?",
        _login(
            "The login token has expired",
            "It was used {late} its expiry.",
            "Refresh it or sign in again, then send the new token.",
        ),
    ),
    (
        r"Invalid login token\. Couldn't verify signed token",
        _login(
            "The token's signature is not valid",
            "The token was changed or truncated, is signed with keys that its issuer does not "
            "publish, or those keys were not available.",
            "Sign in again and send the whole token; if that fails too, check the keys at the "
            "issuer's jwks_uri.",
        ),
    ),
    (
        r"Invalid login token\. Can't pass in a Cognito token",
        _login(
            "A Cognito token is not accepted here",
            "It is a developer user's token: get-id does not accept it, and no operation accepts "
            "it under the developer provider's name.",
            "Leave get-id out, and send it to get-credentials-for-identity as {cognito}.",
        ),
    ),
    (
        r"Invalid login token\. Not a valid OpenId Connect identity token",
        _login(
            "Not an ID token",
            "The text sent is not a JSON Web Token, or only part of one.",
            "Copy the whole ID token: three parts separated by dots.",
        ),
    ),
    (
        r"Please provide a valid public provider",
        _login(
            "Developer provider in a public call",
            "The login's key is the developer provider's name, which only the operations for "
            "developer users accept.",
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
            "Copy the name exactly from the pool's providers.",
            ("DeveloperProviderName", "Logins"),
        ),
    ),
    (
        r"ambiguous role mapping rules for: (?P<provider>.+) denied this request",
        _login(
            "No role for this user",
            "No rule for {provider} matches the token, or the token has several roles and prefers "
            "none, and the role mapping denies access in that case.",
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
            "The pool has no role for this state, or STS rejects it: the role is deleted; its "
            "trust policy has another pool as aud, another state as amr, another principal or "
            "action; sts:TagSession is missing for principal tags; or the tags are too large.",
            "Check the pool's roles, and compare the aud of each trust policy with the pool ID.",
        ),
    ),
    (
        r"\((?P<key>.*)\) is not a valid RoleMapping ProviderName",
        Cause(
            ErrorKind.REFUSED,
            "The pool has no provider with this name",
            "The name {key} starts with https://, lacks the app client, is the developer provider, "
            "or is not one of the pool's providers.",
            "Write a user pool as PROVIDER_NAME:CLIENT_ID, an OpenID Connect or SAML provider as "
            "its ARN, a social provider as its domain.",
            ("RoleMappings",),
        ),
    ),
    (
        r"number of rules in the request exceeded (?P<most>\d+)",
        Cause(
            ErrorKind.REFUSED,
            "Too many rules",
            "A provider can have {most} rules, despite the higher limit in the API model.",
            "Combine rules, or use the mapping type Token and give groups roles.",
            ("RoleMappings",),
        ),
    ),
    (
        r"^get-credentials-for-identity: Access to Role '(?P<role>.*)' is forbidden",
        Cause(
            ErrorKind.REFUSED,
            "This user cannot choose the role",
            "The role {role} is neither in the token's roles nor in a rule that matches it.",
            "Omit CustomRoleArn, or choose a role that the pool's mapping gives this user.",
            ("CustomRoleArn",),
        ),
    ),
    (r"Access to Role '(?P<role>.*)' is forbidden", ROLE_NOT_PASSED),
    (
        r"Basic \(classic\) flow is not enabled",
        Cause(
            ErrorKind.REFUSED,
            "The classic flow is off",
            "AllowClassicFlow is off in the pool.",
            "Use get-credentials-for-identity, or turn AllowClassicFlow on.",
        ),
    ),
    (
        r"Basic \(classic\) flow is not supported with RoleMappings",
        Cause(
            ErrorKind.REFUSED,
            "The classic flow does not support role mappings",
            "The pool has a role mapping for at least one provider.",
            "Use get-credentials-for-identity, or remove the pool's role mappings.",
        ),
    ),
    (
        r"IdentityPool '.*' not found",
        Cause(
            ErrorKind.NOT_FOUND,
            NOT_FOUND.title,
            "It may have been deleted, {region} is not the one in the pool ID, or the pool belongs "
            "to another account.",
            NOT_FOUND.remedy,
            ("IdentityPoolId",),
        ),
    ),
    (
        r"Identity '.*' not found",
        Cause(
            ErrorKind.NOT_FOUND,
            NOT_FOUND.title,
            "It may have been deleted, alone or with its pool, or {region} is not the one in its "
            "ID.",
            "Press r to reload the identities. An app that cached the ID must discard it and call "
            "get-id for another.",
            ("IdentityId",),
        ),
    ),
    (
        r"at 'identityPoolId' failed to satisfy constraint",
        Cause(
            ErrorKind.REFUSED,
            "Not an identity pool ID",
            "The request has a user pool ID, an ARN or a name instead.",
            "Use an identity pool ID: region, colon, GUID.",
            ("IdentityPoolId",),
        ),
    ),
    (
        r"\d+ validation errors? detected",
        Cause(
            ErrorKind.REFUSED,
            "A value is not valid",
            "It is too long or too short, has the wrong format, or is not one of the allowed ones.",
            "Correct what the message names, then send again.",
        ),
    ),
    (
        r"Invalid Cognito Identity Provider",
        Cause(
            ErrorKind.REFUSED,
            "Not a user pool's provider name",
            "A ProviderName is missing, or is only a user pool ID.",
            "Write it as cognito-idp.REGION.amazonaws.com/USER_POOL_ID.",
            ("CognitoIdentityProviders",),
        ),
    ),
    (
        r"Identity provider (?P<provider>\S+) is not valid for account (?P<account>\d+)",
        Cause(
            ErrorKind.REFUSED,
            "SAML provider of another account",
            "The provider {provider} is not in account {account}, which has the pool.",
            "Create the provider in the pool's account, and use its ARN.",
            ("SamlProviderARNs",),
        ),
    ),
    (
        r"No Principal Tags configured",
        Cause(
            ErrorKind.NOT_FOUND,
            "No principal tags are set",
            "The service returns this error for a provider that never had any.",
            "Set principal tags, or ignore this if sessions need none.",
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
            "Not an endpoint URL",
            "AWS_ENDPOINT_URL, or an endpoint_url of {profile} in ~/.aws/config, is not a URL.",
            "Write it as http://HOST:PORT, then restart cogtui.",
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
