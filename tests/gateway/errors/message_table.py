"""Errors from public reports, in the service's own words, and their explanations."""

from typing import NamedTuple

from cogtui.api_error import ErrorKind

NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"
NOT_FOUND = "ResourceNotFoundException"
VALIDATION = "ValidationException"
CONFLICT = "ResourceConflictException"

CREDENTIALS = "get-credentials-for-identity"
DEVELOPER_TOKEN = "get-open-id-token-for-developer-identity"  # noqa: S105  an operation, not a password
SAML = "arn:aws:iam::111122223333:saml-provider/Corp"
ROLE = "arn:aws:iam::111122223333:role/Guest"
POOL = "us-east-1:1a2b3c4d"


class Refusal(NamedTuple):
    """An error of the service, and its explanation."""

    message: str
    """The service's message."""
    code: str
    """Its error code."""
    operation: str
    """The operation that was refused."""
    title: str
    """The title of the explanation."""
    member: str
    """The member at fault."""
    expected: str
    """A part of the cause or the remedy."""
    kind: ErrorKind = ErrorKind.REFUSED
    """The kind of error."""


REFUSALS = [
    Refusal(
        "Unauthenticated access is not supported for this identity pool.",
        NOT_AUTHORIZED,
        "get-id",
        "Guest access is off",
        "Logins",
        "or turn on guest access in the pool",
    ),
    Refusal(
        f"Access to Identity '{POOL}' is forbidden.",
        NOT_AUTHORIZED,
        CREDENTIALS,
        "Access to the identity denied",
        "Logins",
        "show DISABLED",
    ),
    Refusal(
        "Logins don't match. Please include at least one valid login for this identity or "
        "identity pool.",
        NOT_AUTHORIZED,
        DEVELOPER_TOKEN,
        "The logins do not match the identity",
        "Logins",
        "add the missing token",
    ),
    Refusal(
        "Token is not from a supported provider of this identity pool.",
        NOT_AUTHORIZED,
        "get-id",
        "The pool does not have the token's provider",
        "Logins",
        "iss and aud",
    ),
    Refusal(
        "Invalid login token. Issuer doesn't match providerName",
        NOT_AUTHORIZED,
        "get-id",
        "The token is from another issuer",
        "Logins",
        "without https://",
    ),
    Refusal(
        "Invalid login token. Missing a required claim: aud",
        NOT_AUTHORIZED,
        "get-id",
        "The token has no aud",
        "Logins",
        "Send the ID token",
    ),
    Refusal(
        "Invalid login token. Token expired: 1446742058 >= 1446727732",
        NOT_AUTHORIZED,
        "get-id",
        "The login token has expired",
        "Logins",
        "It was used 3 hours after its expiry.",
    ),
    Refusal(
        "Invalid login token. Token expired",
        NOT_AUTHORIZED,
        "get-id",
        "The login token has expired",
        "Logins",
        "It was used after its expiry.",
    ),
    Refusal(
        "Invalid login token. Couldn't verify signed token.",
        NOT_AUTHORIZED,
        "get-id",
        "The token's signature is not valid",
        "Logins",
        "jwks_uri",
    ),
    Refusal(
        "Invalid login token. Can't pass in a Cognito token.",
        NOT_AUTHORIZED,
        "get-id",
        "A Cognito token is not accepted here",
        "Logins",
        "cognito-identity.amazonaws.com",
    ),
    Refusal(
        "Invalid login token. Not a valid OpenId Connect identity token.",
        NOT_AUTHORIZED,
        "unlink-identity",
        "Not an ID token",
        "Logins",
        "three parts",
    ),
    Refusal(
        "Please provide a valid public provider",
        INVALID,
        CREDENTIALS,
        "Developer provider in a public call",
        "Logins",
        DEVELOPER_TOKEN,
    ),
    Refusal(
        "This identity pool does not support the specified developer provider",
        INVALID,
        DEVELOPER_TOKEN,
        "Not the pool's developer provider",
        "Logins",
        "exactly from the pool's providers",
    ),
    Refusal(
        "This identity pool does not support the specified developer provider",
        INVALID,
        "merge-developer-identities",
        "Not the pool's developer provider",
        "DeveloperProviderName",
        "DeveloperProviderName",
    ),
    Refusal(
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        "InvalidIdentityPoolConfigurationException",
        CREDENTIALS,
        "The pool's role cannot be used",
        "",
        "sts:TagSession",
    ),
    Refusal(
        "The ambiguous role mapping rules for: accounts.google.com denied this request.",
        NOT_AUTHORIZED,
        CREDENTIALS,
        "No role for this user",
        "Logins",
        "No rule for accounts.google.com matches the token",
    ),
    Refusal(
        "(https://accounts.google.com) is not a valid RoleMapping ProviderName or is not a "
        "configured provider.",
        INVALID,
        "set-identity-pool-roles",
        "The pool has no provider with this name",
        "RoleMappings",
        "The name https://accounts.google.com starts with https://",
    ),
    Refusal(
        "The number of rules in the request exceeded 25.",
        INVALID,
        "set-identity-pool-roles",
        "Too many rules",
        "RoleMappings",
        "can have 25 rules",
    ),
    Refusal(
        f"Access to Role '{ROLE}' is forbidden.",
        NOT_AUTHORIZED,
        "set-identity-pool-roles",
        "The role cannot be passed to the pool",
        "Roles",
        f"lacks iam:PassRole on {ROLE}",
    ),
    Refusal(
        f"Access to Role '{ROLE}' is forbidden.",
        NOT_AUTHORIZED,
        CREDENTIALS,
        "This user cannot choose the role",
        "CustomRoleArn",
        f"The role {ROLE} is neither in the token's roles",
    ),
    Refusal(
        "Basic (classic) flow is not enabled, please use enhanced flow.",
        INVALID,
        "get-open-id-token",
        "The classic flow is off",
        "",
        "AllowClassicFlow",
    ),
    Refusal(
        "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.",
        INVALID,
        "get-open-id-token",
        "The classic flow does not support role mappings",
        "",
        "remove the pool's role mappings",
    ),
    Refusal(
        f"IdentityPool '{POOL}' not found.",
        NOT_FOUND,
        "describe-identity-pool",
        "Not found",
        "IdentityPoolId",
        "region us-east-1 is not the one in the pool ID",
        ErrorKind.NOT_FOUND,
    ),
    Refusal(
        f"Identity '{POOL}' not found.",
        NOT_FOUND,
        CREDENTIALS,
        "Not found",
        "IdentityId",
        "discard it and call get-id",
        ErrorKind.NOT_FOUND,
    ),
    Refusal(
        "1 validation error detected: Value 'us-east-1_AbCdEfGhI' at 'identityPoolId' failed to "
        r"satisfy constraint: Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+",
        VALIDATION,
        "get-id",
        "Not an identity pool ID",
        "IdentityPoolId",
        "a user pool ID, an ARN or a name",
    ),
    Refusal(
        "2 validation errors detected: Value 'x' at 'roleMappings.cognito-idp.us-east-1.amazonaws"
        ".com/us-east-1_A:b.member.rulesConfiguration.rules.1.member.matchType' failed to satisfy "
        "constraint: Member must satisfy enum value set: [StartsWith, Equals, Contains, NotEqual];"
        " Value 'y' at 'roles' failed to satisfy constraint: Map keys must satisfy constraint: []",
        VALIDATION,
        "set-identity-pool-roles",
        "A value is not valid",
        "RoleMappings",
        "Correct what the message names",
    ),
    Refusal(
        "1 validation error detected: Value '{admin=arn}' at 'roles' failed to satisfy constraint:"
        " Map keys must satisfy constraint: [Member must have length less than or equal to 128]",
        VALIDATION,
        "set-identity-pool-roles",
        "A value is not valid",
        "Roles",
        "too long or too short",
    ),
    Refusal(
        "1 validation error detected: Value 'x' at 'madeUp' failed to satisfy constraint: Member "
        "must not be null",
        VALIDATION,
        "get-id",
        "A value is not valid",
        "madeUp",
        "has the wrong format",
    ),
    Refusal(
        "Invalid Cognito Identity Provider",
        INVALID,
        "create-identity-pool",
        "Not a user pool's provider name",
        "CognitoIdentityProviders",
        "cognito-idp.REGION.amazonaws.com/USER_POOL_ID",
    ),
    Refusal(
        f"Identity provider {SAML} is not valid for account 444455556666",
        INVALID,
        "update-identity-pool",
        "SAML provider of another account",
        "SamlProviderARNs",
        "is not in account 444455556666",
    ),
    Refusal(
        "No Principal Tags configured for Provider accounts.google.com",
        NOT_FOUND,
        "get-principal-tag-attribute-map",
        "No principal tags are set",
        "IdentityProviderName",
        "a provider that never had any",
        ErrorKind.NOT_FOUND,
    ),
    Refusal(
        "Rate exceeded",
        "TooManyRequestsException",
        "list-identities",
        "Throttled",
        "",
        "quota for list-identities in region us-east-1 (5 calls per second)",
        ErrorKind.THROTTLED,
    ),
    Refusal(
        "Rate exceeded",
        "TooManyRequestsException",
        "get-id",
        "Throttled",
        "",
        "AWS raises this quota on request",
        ErrorKind.THROTTLED,
    ),
    Refusal(
        "Rate exceeded",
        "TooManyRequestsException",
        "merge-developer-identities",
        "Throttled",
        "",
        "not published by AWS",
        ErrorKind.THROTTLED,
    ),
    Refusal(
        "The security token included in the request is invalid.",
        "UnrecognizedClientException",
        "list-identities",
        "AWS rejected these credentials",
        "",
        "another profile",
        ErrorKind.CREDENTIALS,
    ),
    Refusal(
        "The security token included in the request is expired",
        "ExpiredTokenException",
        "list-identities",
        "The AWS credentials have expired",
        "",
        "Renew them",
        ErrorKind.EXPIRED,
    ),
    Refusal(
        "Developer User Identifier already registered",
        "DeveloperUserAlreadyRegisteredException",
        DEVELOPER_TOKEN,
        "The developer user has another identity",
        "IdentityId",
        "omit IdentityId",
    ),
    Refusal(
        "Logins are linked elsewhere",
        CONFLICT,
        "get-id",
        "Linked to another identity",
        "Logins",
        "unlink the login there or merge the two",
    ),
    Refusal(
        "The pair does not match",
        CONFLICT,
        "lookup-developer-identity",
        "Linked to another identity",
        "DeveloperUserIdentifier",
        "do not belong together",
    ),
    Refusal(
        "Already merged",
        CONFLICT,
        "merge-developer-identities",
        "Linked to another identity",
        "SourceUserIdentifier",
        "do not belong together",
    ),
    Refusal(
        "Too many pools",
        "LimitExceededException",
        "create-identity-pool",
        "Quota reached",
        "",
        "Service Quotas",
    ),
    Refusal(
        "Try again",
        "ConcurrentModificationException",
        "update-identity-pool",
        "Someone else was changing it",
        "",
        "Reload the pool",
    ),
    Refusal(
        "No answer from graph.facebook.com",
        "ExternalServiceException",
        "get-id",
        "The login's provider did not respond",
        "Logins",
        "Wait until the provider responds",
        ErrorKind.SERVICE,
    ),
    Refusal(
        "Resource 'arn:aws:x' not found.",
        NOT_FOUND,
        "tag-resource",
        "Not found",
        "ResourceArn",
        "another region or account",
        ErrorKind.NOT_FOUND,
    ),
]
