"""What a new pool can begin with."""

from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import Configuration


class StartingPoint(NamedTuple):
    """A configuration to begin with."""

    title: str
    """What it is, in a few words."""
    about: str
    """Who gets in with it, in a sentence."""
    configuration: Configuration
    """What is known of it."""
    missing: tuple[tuple[str | int, ...], ...]
    """What has to be filled in before it can be sent, as paths."""
    notes: tuple[str, ...]
    """What has to be there besides, in sentences."""


_ROLE_NOTE: Final = (
    "A role's trust policy has to name the pool as cognito-identity.amazonaws.com:aud, which is "
    "known once the pool is made."
)


def starting_points(region: str) -> tuple[StartingPoint, ...]:
    """Lists what a new pool can begin with.

    Args:
        region: The region of the pool, where its user pool is looked for first.

    Returns:
        Guests only, a user pool, a social provider, OpenID Connect, developer identities.
    """
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    user_pool = f"cognito-idp.{region}.{suffix}/"
    name, signed_in = ("IdentityPoolName",), ("Roles", "authenticated")
    return (
        StartingPoint(
            "Guests only",
            "Everybody gets in, and nobody signs in.",
            _pool(AllowUnauthenticatedIdentities=True, Roles={"unauthenticated": ""}),
            (name, ("Roles", "unauthenticated")),
            (_ROLE_NOTE, "Every call of GetId by a guest makes an identity: nothing removes them."),
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
                _ROLE_NOTE,
                "The user pool may be in another region; its provider name says which.",
                "With the token check on, users who were signed out or removed get nothing.",
            ),
        ),
        StartingPoint(
            "A social provider",
            "Users of Google, or of another login provider, get in.",
            _pool(SupportedLoginProviders={"accounts.google.com": ""}),
            (name, ("SupportedLoginProviders", "accounts.google.com"), signed_in),
            (_ROLE_NOTE, "The app id is the one that the app is registered with at the provider."),
        ),
        StartingPoint(
            "OpenID Connect",
            "Users of an OpenID Connect provider get in.",
            _pool(OpenIdConnectProviderARNs=[""]),
            (name, ("OpenIdConnectProviderARNs", 0), signed_in),
            (_ROLE_NOTE, "The provider has to be in IAM, with the app's client id."),
        ),
        StartingPoint(
            "Developer identities",
            "Users whom a backend of your own vouches for get in.",
            _pool(DeveloperProviderName=""),
            (name, ("DeveloperProviderName",), signed_in),
            (_ROLE_NOTE, "The developer provider's name cannot change once it is set."),
        ),
    )


def _pool(**values: Any) -> Configuration:  # noqa: ANN401  by member
    # explicit, for a pool that has never set it allows the classic flow
    return Configuration.of({"AllowClassicFlow": False, "Roles": {"authenticated": ""}, **values})
