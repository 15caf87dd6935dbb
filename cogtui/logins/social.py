"""What identity pools do not accept from social providers: a second app, Facebook Limited Login."""

from typing import Final

from cogtui.logins.keys import LoginKey
from cogtui.service.providers import ProviderKind

_LIMITED_LOGIN: Final = ("facebook.com", "www.facebook.com", "limited.facebook.com")
"""The issuers of Limited Login's ID tokens, which identity pools do not accept
(github.com/aws-amplify/aws-sdk-ios/issues/5311)."""

LIMITED_LOGIN: Final = (
    "This is an ID token of Facebook Limited Login, which identity pools do not accept."
)
LIMITED_LOGIN_REMEDY: Final = (
    "Use classic Facebook Login and pass its access token, or let a user pool sign in with "
    "Facebook."
)


def is_limited_login(issuer: str) -> bool:
    """Return whether a token's issuer is that of Facebook Limited Login.

    Args:
        issuer: The token's `iss` claim without `https://`.
    """
    return issuer.rstrip("/") in _LIMITED_LOGIN


def audience_remedy(login_key: LoginKey) -> str:
    """Return what to do with a token for an app that the pool does not accept.

    Args:
        login_key: The key that the token was passed under.

    Returns:
        A sentence or two. A pool has a list of app clients for a user pool, and one app ID for a
        social provider (API reference, `SupportedLoginProviders`).
    """
    if login_key.kind is ProviderKind.USER_POOL:
        return "Sign in with an app client that the pool accepts, or add this one to the pool."
    return (
        f"A pool has one app ID for {login_key.label}: sign in with that app. For several apps, "
        f"create an OpenID Connect provider for https://{login_key.key} in IAM, which accepts "
        "several audiences, and use that one in the pool instead."
    )
