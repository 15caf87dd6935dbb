"""The values of a sign-in to IAM Identity Center (SSO), and of what expires after it."""

from typing import Final, NamedTuple

from cogtui.secret import Secret

NEAR: Final = 900.0
"""How long before something expires the user is warned, in seconds."""


class SsoSession(NamedTuple):
    """Where a profile signs in."""

    start_url: str
    """The access portal: `https://example.awsapps.com/start`."""
    region: str
    """The region of IAM Identity Center."""
    name: str = ""
    """The name of the `sso-session` section; empty for a profile with its own `sso_start_url`."""
    scopes: tuple[str, ...] = ()
    """The scopes to register for. Without any, the sign-in cannot be renewed automatically."""


class SsoToken(NamedTuple):
    """The result of a sign-in, as the AWS CLI stores it."""

    access_token: Secret
    """The token for GetRoleCredentials."""
    expires_at: float
    """When it expires, in seconds since the epoch."""
    client_id: str
    """The ID under which this program was registered, which is not secret."""
    client_secret: Secret
    """The secret of the registration."""
    registration_expires_at: float
    """When the registration expires, in seconds since the epoch."""
    refresh_token: Secret | None = None
    """The token that renews the sign-in; None if it cannot be renewed."""


class Expiry(NamedTuple):
    """Something that expires."""

    is_sign_in: bool
    """Whether it is the SSO sign-in, rather than the credentials."""
    at: float
    """When it expires, in seconds since the epoch."""
    is_renewed: bool
    """Whether botocore renews it automatically."""

    def is_near(self, now: float) -> bool:
        """Return whether the user has to act soon, or should have done so.

        Args:
            now: The current time, in seconds since the epoch.
        """
        return not self.is_renewed and self.at - now <= NEAR
