"""Templates for a new pool."""

from typing import Any, NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.service.partitions import cognito_name, user_pool_host


class StartingPoint(NamedTuple):
    """A template for a new pool."""

    title: str
    """The title, in a few words."""
    about: str
    """Who can sign in, in one sentence."""
    configuration: Configuration
    """The configuration, still incomplete."""
    missing: tuple[tuple[str | int, ...], ...]
    """The paths of the values to fill in."""
    notes: tuple[str, ...]
    """What else the pool requires, in sentences."""


def starting_points(region: str) -> tuple[StartingPoint, ...]:
    """Return the templates for a new pool.

    Args:
        region: The region of the pool, suggested for its user pool too.

    Returns:
        Guests only, a user pool, a social provider, OpenID Connect, developer identities.
    """
    user_pool = f"{user_pool_host(region)}/"
    role_note = (
        f"A role's trust policy has to name the pool as {cognito_name(region)}:aud, which is known "
        "once the pool is made."
    )
    name, signed_in = ("IdentityPoolName",), ("Roles", "authenticated")
    return (
        StartingPoint(
            "Guests only",
            "Everybody gets in, and nobody signs in.",
            _pool(AllowUnauthenticatedIdentities=True, Roles={"unauthenticated": ""}),
            (name, ("Roles", "unauthenticated")),
            (role_note, "Every call of GetId by a guest makes an identity: nothing removes them."),
        ),
        StartingPoint(
            "A user pool",
            "Users of a Cognito user pool get in.",
            _pool(
                CognitoIdentityProviders=[{"ProviderName": user_pool, "ServerSideTokenCheck": True}]
            ),
            (
                name,
                ("CognitoIdentityProviders", 0, "ProviderName"),
                ("CognitoIdentityProviders", 0, "ClientId"),
                signed_in,
            ),
            (
                role_note,
                "The user pool may be in another region; its provider name says which.",
                "With the token check on, users who were signed out or removed get nothing.",
            ),
        ),
        StartingPoint(
            "A social provider",
            "Users of Google, or of another login provider, get in.",
            _pool(SupportedLoginProviders={"accounts.google.com": ""}),
            (name, ("SupportedLoginProviders", "accounts.google.com"), signed_in),
            (role_note, "The app id is the one that the app is registered with at the provider."),
        ),
        StartingPoint(
            "OpenID Connect",
            "Users of an OpenID Connect provider get in.",
            _pool(OpenIdConnectProviderARNs=[""]),
            (name, ("OpenIdConnectProviderARNs", 0), signed_in),
            (role_note, "The provider has to be in IAM, with the app's client id."),
        ),
        StartingPoint(
            "Developer identities",
            "Users whom a backend of your own vouches for get in.",
            _pool(DeveloperProviderName=""),
            (name, ("DeveloperProviderName",), signed_in),
            (role_note, "The developer provider's name cannot change once it is set."),
        ),
    )


def _pool(**values: Any) -> Configuration:  # noqa: ANN401  by member
    # set explicitly, because a pool that has never set it allows the classic flow
    return Configuration.of({"AllowClassicFlow": False, "Roles": {"authenticated": ""}, **values})
