"""Pools and login tokens of fictional users."""

import base64
import time
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.jwk import OctKey

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

GOOGLE, APPLE, FACEBOOK, AMAZON = (
    "accounts.google.com",
    "appleid.apple.com",
    "graph.facebook.com",
    "www.amazon.com",
)
SOCIAL = {GOOGLE: "google-app", APPLE: "apple-app", FACEBOOK: "facebook-app", AMAZON: "amazon-app"}
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere"
USER_POOL_CLIENT = {"ProviderName": USER_POOL, "ClientId": "abc123"}
ISSUER = "token.actions.githubusercontent.com"
OIDC = f"arn:aws:iam::111122223333:oidc-provider/{ISSUER}"
SAML = "arn:aws:iam::111122223333:saml-provider/Okta"
DEVELOPER = "login.mycompany.example"
ROLE = "arn:aws:iam::111122223333:role/{}"
NAME_ID = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier"
SAML_NAME = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"

GUESTS_ARE_OFF = "Unauthenticated access is not supported for this identity pool."
LOGINS_DO_NOT_MATCH = (
    "Logins don't match. Please include at least one valid login for this identity or identity "
    "pool."
)
NOT_SUPPORTED = "Token is not from a supported provider of this identity pool."
BAD_CONFIGURATION = "Invalid identity pool configuration. Check assigned IAM roles for this pool."

_KEY = OctKey.import_key("a key that no emulator knows, 32 bytes")


def forbidden(identity_id: str) -> str:
    """Return the error message for an identity that the caller may not use."""
    return f"Access to Identity '{identity_id}' is forbidden."


def make_pool(client: "CognitoIdentityClient", **settings: Any) -> str:  # noqa: ANN401 - any member
    """Create a pool with every kind of provider, changed by `settings`, and return its ID."""
    members: dict[str, Any] = {
        "IdentityPoolName": "people",
        "AllowUnauthenticatedIdentities": True,
        "SupportedLoginProviders": SOCIAL,
        "CognitoIdentityProviders": [USER_POOL_CLIENT],
        "OpenIdConnectProviderARNs": [OIDC],
        "SamlProviderARNs": [SAML],
        "DeveloperProviderName": DEVELOPER,
        **settings,
    }
    values = {name: value for name, value in members.items() if value is not None}
    return client.create_identity_pool(**values)["IdentityPoolId"]


def id_token(provider: str, user: str, audience: str | None = None, **claims: Any) -> str:  # noqa: ANN401 - any claim
    """Return an ID token of a provider for a user; None omits a claim."""
    if audience is None:
        audience = {**SOCIAL, USER_POOL: "abc123"}.get(provider, "sts.amazonaws.com")
    payload = {
        "iss": f"https://{provider}",
        "aud": audience,
        "sub": user,
        "exp": int(time.time()) + 3600,
        **claims,
    }
    present = {name: value for name, value in payload.items() if value is not None}
    return jwt.encode({"alg": "HS256"}, present, _KEY)


def login(provider: str, user: str, **claims: Any) -> dict[str, str]:  # noqa: ANN401 - any claim
    """Return a `Logins` map with one login."""
    if provider in (FACEBOOK, AMAZON):
        return {provider: user}
    if provider == SAML:
        return {provider: assertion(user, **claims)}
    return {provider: id_token(provider, user, **claims)}


def assertion(user: str, not_on_or_after: str | None = None, **attributes: str | list[str]) -> str:
    """Return a SAML response for a user; two underscores in an attribute's name become a slash."""
    conditions = f'<Conditions NotOnOrAfter="{not_on_or_after}"/>' if not_on_or_after else ""
    statements = "".join(
        f'<Attribute Name="{name}">'
        + "".join(
            f"<AttributeValue>{value}</AttributeValue>"
            for value in (values if isinstance(values, list) else [values])
        )
        + "</Attribute>"
        for name, values in attributes.items()
    )
    statement = f"<AttributeStatement>{statements}</AttributeStatement>" if statements else ""
    document = (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">'
        f"<Subject><NameID>{user}</NameID></Subject>{conditions}{statement}"
        "</Assertion></samlp:Response>"
    )
    return base64.b64encode(document.encode()).decode()


def guest(client: "CognitoIdentityClient", pool: str) -> str:
    """Create a guest and return its ID."""
    return client.get_id(IdentityPoolId=pool)["IdentityId"]


def member(client: "CognitoIdentityClient", pool: str, provider: str, user: str) -> str:
    """Return the identity ID of a user of a public provider."""
    return client.get_id(IdentityPoolId=pool, Logins=login(provider, user))["IdentityId"]


def developer(client: "CognitoIdentityClient", pool: str, user: str, **more: Any) -> str:  # noqa: ANN401 - any member
    """Return the identity ID of a developer user."""
    logins = {DEVELOPER: user, **more.pop("Logins", {})}
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins=logins, **more
    )
    return response["IdentityId"]


def identities(client: "CognitoIdentityClient", pool: str, **more: Any) -> dict[str, list[str]]:  # noqa: ANN401 - any member
    """Return the listed logins of a small pool's identities by ID; [] for none."""
    page = client.list_identities(IdentityPoolId=pool, MaxResults=60, **more)
    return {each["IdentityId"]: each.get("Logins", []) for each in page["Identities"]}


DISABLED = ["DISABLED", "us-east-1"]
