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
        "Guests are not let in",
        "Logins",
        "or allow guests in the pool",
    ),
    Refusal(
        f"Access to Identity '{POOL}' is forbidden.",
        NOT_AUTHORIZED,
        CREDENTIALS,
        "The identity is closed to this call",
        "Logins",
        "say DISABLED",
    ),
    Refusal(
        "Logins don't match. Please include at least one valid login for this identity or "
        "identity pool.",
        NOT_AUTHORIZED,
        DEVELOPER_TOKEN,
        "The logins are not this identity's",
        "Logins",
        "add the token that is missing",
    ),
    Refusal(
        "Token is not from a supported provider of this identity pool.",
        NOT_AUTHORIZED,
        "get-id",
        "The pool does not know the token's provider",
        "Logins",
        "iss and aud",
    ),
    Refusal(
        "Invalid login token. Issuer doesn't match providerName",
        NOT_AUTHORIZED,
        "get-id",
        "The token is another issuer's",
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
        "It was used 3 hours after its end.",
    ),
    Refusal(
        "Invalid login token. Token expired",
        NOT_AUTHORIZED,
        "get-id",
        "The login token has expired",
        "Logins",
        "It was used after its end.",
    ),
    Refusal(
        "Invalid login token. Couldn't verify signed token.",
        NOT_AUTHORIZED,
        "get-id",
        "The token's signature does not hold",
        "Logins",
        "jwks_uri",
    ),
    Refusal(
        "Invalid login token. Can't pass in a Cognito token.",
        NOT_AUTHORIZED,
        "get-id",
        "A token of Cognito's is no login here",
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
        "A developer provider in a public call",
        "Logins",
        DEVELOPER_TOKEN,
    ),
    Refusal(
        "This identity pool does not support the specified developer provider",
        INVALID,
        DEVELOPER_TOKEN,
        "Not the pool's developer provider",
        "Logins",
        "letter by letter",
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
        "No provider of the pool goes by this name",
        "RoleMappings",
        "The name https://accounts.google.com has https:// before it",
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
        "The role may not be given to the pool",
        "Roles",
        f"lacks iam:PassRole on {ROLE}",
    ),
    Refusal(
        f"Access to Role '{ROLE}' is forbidden.",
        NOT_AUTHORIZED,
        CREDENTIALS,
        "The role is not one that this user may choose",
        "CustomRoleArn",
        f"The role {ROLE} is neither in the token's roles",
    ),
    Refusal(
        "Basic (classic) flow is not enabled, please use enhanced flow.",
        INVALID,
        "get-open-id-token",
        "The pool has no classic flow",
        "",
        "AllowClassicFlow",
    ),
    Refusal(
        "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow.",
        INVALID,
        "get-open-id-token",
        "The classic flow knows no role mappings",
        "",
        "remove the pool's mappings",
    ),
    Refusal(
        f"IdentityPool '{POOL}' not found.",
        NOT_FOUND,
        "describe-identity-pool",
        "It is not there",
        "IdentityPoolId",
        "region us-east-1 is not the one that the pool's id begins with",
        ErrorKind.NOT_FOUND,
    ),
    Refusal(
        f"Identity '{POOL}' not found.",
        NOT_FOUND,
        CREDENTIALS,
        "It is not there",
        "IdentityId",
        "forget it and ask get-id",
        ErrorKind.NOT_FOUND,
    ),
    Refusal(
        "1 validation error detected: Value 'us-east-1_AbCdEfGhI' at 'identityPoolId' failed to "
        r"satisfy constraint: Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+",
        VALIDATION,
        "get-id",
        "Not an identity pool's id",
        "IdentityPoolId",
        "A user pool's id, an ARN or a name",
    ),
    Refusal(
        "2 validation errors detected: Value 'x' at 'roleMappings.cognito-idp.us-east-1.amazonaws"
        ".com/us-east-1_A:b.member.rulesConfiguration.rules.1.member.matchType' failed to satisfy "
        "constraint: Member must satisfy enum value set: [StartsWith, Equals, Contains, NotEqual];"
        " Value 'y' at 'roles' failed to satisfy constraint: Map keys must satisfy constraint: []",
        VALIDATION,
        "set-identity-pool-roles",
        "A value is not as the service wants it",
        "RoleMappings",
        "Mend what the message names",
    ),
    Refusal(
        "1 validation error detected: Value '{admin=arn}' at 'roles' failed to satisfy constraint:"
        " Map keys must satisfy constraint: [Member must have length less than or equal to 128]",
        VALIDATION,
        "set-identity-pool-roles",
        "A value is not as the service wants it",
        "Roles",
        "too long or too short",
    ),
    Refusal(
        "1 validation error detected: Value 'x' at 'madeUp' failed to satisfy constraint: Member "
        "must not be null",
        VALIDATION,
        "get-id",
        "A value is not as the service wants it",
        "madeUp",
        "of another form",
    ),
    Refusal(
        "Invalid Cognito Identity Provider",
        INVALID,
        "create-identity-pool",
        "Not the name of a user pool's provider",
        "CognitoIdentityProviders",
        "cognito-idp.REGION.amazonaws.com/USER_POOL_ID",
    ),
    Refusal(
        f"Identity provider {SAML} is not valid for account 444455556666",
        INVALID,
        "update-identity-pool",
        "A SAML provider of another account",
        "SamlProviderARNs",
        "is not one of account 444455556666",
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
        "Too many calls",
        "",
        "quota for list-identities in region us-east-1, 5 calls a second, is used up",
        ErrorKind.THROTTLED,
    ),
    Refusal(
        "Rate exceeded",
        "TooManyRequestsException",
        "get-id",
        "Too many calls",
        "",
        "AWS raises this quota on request",
        ErrorKind.THROTTLED,
    ),
    Refusal(
        "Rate exceeded",
        "TooManyRequestsException",
        "merge-developer-identities",
        "Too many calls",
        "",
        "which AWS does not publish",
        ErrorKind.THROTTLED,
    ),
    Refusal(
        "The security token included in the request is invalid.",
        "UnrecognizedClientException",
        "list-identities",
        "AWS does not accept these credentials",
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
        "leave IdentityId out",
    ),
    Refusal(
        "Logins are linked elsewhere",
        CONFLICT,
        "get-id",
        "It belongs to another identity",
        "Logins",
        "unlink it there or merge the two",
    ),
    Refusal(
        "The pair does not match",
        CONFLICT,
        "lookup-developer-identity",
        "It belongs to another identity",
        "DeveloperUserIdentifier",
        "do not belong together",
    ),
    Refusal(
        "Already merged",
        CONFLICT,
        "merge-developer-identities",
        "It belongs to another identity",
        "SourceUserIdentifier",
        "do not belong together",
    ),
    Refusal(
        "Too many pools",
        "LimitExceededException",
        "create-identity-pool",
        "A limit is reached",
        "",
        "Service Quotas",
    ),
    Refusal(
        "Try again",
        "ConcurrentModificationException",
        "update-identity-pool",
        "It was being changed by somebody else",
        "",
        "Read the pool again",
    ),
    Refusal(
        "No answer from graph.facebook.com",
        "ExternalServiceException",
        "get-id",
        "The login's provider did not answer",
        "Logins",
        "Wait until the provider answers",
        ErrorKind.SERVICE,
    ),
    Refusal(
        "Resource 'arn:aws:x' not found.",
        NOT_FOUND,
        "tag-resource",
        "It is not there",
        "ResourceArn",
        "another region or account",
        ErrorKind.NOT_FOUND,
    ),
]
