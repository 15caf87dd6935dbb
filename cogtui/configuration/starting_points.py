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
        f"Each role's trust policy must name the pool ID as {cognito_name(region)}:aud; the ID is "
        "known once the pool is created."
    )
    name, signed_in = ("IdentityPoolName",), ("Roles", "authenticated")
    return (
        StartingPoint(
            "Guests only",
            "Anyone, without signing in.",
            _pool(AllowUnauthenticatedIdentities=True, Roles={"unauthenticated": ""}),
            (name, ("Roles", "unauthenticated")),
            (
                role_note,
                "Each GetId call by a guest creates an identity; none is removed automatically.",
            ),
        ),
        StartingPoint(
            "User pool",
            "Users of a Cognito user pool.",
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
                "The user pool may be in another region: its provider name includes the region.",
                "With the token check on, signed-out and deleted users get no credentials.",
            ),
        ),
        StartingPoint(
            "Social provider",
            "Users of Google or another login provider.",
            _pool(SupportedLoginProviders={"accounts.google.com": ""}),
            (name, ("SupportedLoginProviders", "accounts.google.com"), signed_in),
            (role_note, "The app ID is the one that the provider issued for the app."),
        ),
        StartingPoint(
            "OpenID Connect",
            "Users of an OpenID Connect provider.",
            _pool(OpenIdConnectProviderARNs=[""]),
            (name, ("OpenIdConnectProviderARNs", 0), signed_in),
            (role_note, "The provider must exist in IAM with the app's client ID."),
        ),
        StartingPoint(
            "Developer identities",
            "Users that your own backend authenticates.",
            _pool(DeveloperProviderName=""),
            (name, ("DeveloperProviderName",), signed_in),
            (role_note, "The developer provider name cannot be changed once set."),
        ),
    )


def _pool(**values: Any) -> Configuration:  # noqa: ANN401  by member
    # set explicitly, because a pool that has never set it allows the classic flow
    return Configuration.of({"AllowClassicFlow": False, "Roles": {"authenticated": ""}, **values})
