"""The demo pools outside the home region, and generated pools for large accounts."""

import random
from collections.abc import Iterator

from cogtui.emulator.demo.pool_plan import APPLE, GOOGLE, DemoPool, client, tags, user_pool
from cogtui.emulator.population import Share, SubjectFormat

_IRELAND, _IRELAND_APP = "eu-west-1_Qm5vXr9Yd", "2w4e6r8t0y2u4i6o8p0a2s4d6f"
_SYDNEY, _SYDNEY_APP = "ap-southeast-2_Np7cBz3Wk", "9z7x5c3v1b9n7m5l3k1j9h7g5f"
_TEAMS = (
    *("accounts", "billing", "booking", "catalog", "checkout", "content", "delivery", "events"),
    *("fleet", "fraud", "inventory", "learning", "maps", "media", "messaging", "orders"),
    *("payments", "pricing", "search", "support"),
)
_APPS = ("android", "api", "backoffice", "ios", "kiosk", "tv", "watch", "web")
_ENVIRONMENTS = ("dev", "test", "staging", "prod")


def other_regions() -> dict[str, list[DemoPool]]:
    """Return the demo pools outside the home region, by region."""
    return {
        "eu-west-1": [
            DemoPool(
                name="mobile-app-prod-eu",
                settings={
                    "AllowUnauthenticatedIdentities": False,
                    "AllowClassicFlow": False,
                    "CognitoIdentityProviders": [client(_IRELAND, _IRELAND_APP)],
                    "SupportedLoginProviders": {APPLE: "com.example.shop.eu"},
                    "IdentityPoolTags": tags("mobile", "production", residency="eu"),
                },
                roles={"authenticated": "MobileAppProdEuAuth"},
                identities=910,
                shares=(
                    Share(user_pool(_IRELAND), 81),
                    Share(APPLE, 19, SubjectFormat.APPLE),
                ),
                opened_days_ago=820,
            ),
            DemoPool(
                name="checkout-eu",
                settings={
                    "AllowUnauthenticatedIdentities": True,
                    "SupportedLoginProviders": {
                        GOOGLE: "482910573621-e2u4c6h8k0o2u4t6.apps.googleusercontent.com"
                    },
                    "IdentityPoolTags": tags("web", "production", residency="eu"),
                },
                roles={"authenticated": "CheckoutEuAuth", "unauthenticated": "CheckoutEuGuest"},
                identities=240,
                shares=(Share(GOOGLE, 44, SubjectFormat.DIGITS),),
                opened_days_ago=380,
            ),
        ],
        "ap-southeast-2": [
            DemoPool(
                name="mobile-app-prod-apac",
                settings={
                    "AllowUnauthenticatedIdentities": True,
                    "CognitoIdentityProviders": [client(_SYDNEY, _SYDNEY_APP)],
                    "IdentityPoolTags": tags("mobile", "production", residency="au"),
                },
                roles={
                    "authenticated": "MobileAppProdApacAuth",
                    "unauthenticated": "MobileAppProdApacGuest",
                },
                identities=370,
                shares=(Share(user_pool(_SYDNEY), 58),),
                opened_days_ago=290,
            )
        ],
    }


def generate_pools(seed: int) -> Iterator[DemoPool]:
    """Yield an endless series of pools with unique names such as `billing-web-dev`."""
    names = [
        f"{team}-{app}-{environment}"
        for team in _TEAMS
        for app in _APPS
        for environment in _ENVIRONMENTS
    ]
    rng = random.Random(seed)  # noqa: S311 - demo data must be reproducible
    rng.shuffle(names)
    generation = 1
    while True:
        for name in names:
            yield _generate_pool(name if generation == 1 else f"{name}-{generation}", rng)
        generation += 1


def _generate_pool(name: str, rng: random.Random) -> DemoPool:
    team, app, environment = name.split("-")[:3]
    guests = app in ("kiosk", "tv", "web")
    title = "".join(part.title() for part in name.split("-"))
    roles = {"authenticated": f"{title}Auth"}
    if guests:
        roles["unauthenticated"] = f"{title}Guest"
    return DemoPool(
        name=name,
        settings={
            "AllowUnauthenticatedIdentities": guests,
            "SupportedLoginProviders": {GOOGLE: f"{rng.randrange(10**11, 10**12)}-{team}"},
            "IdentityPoolTags": tags(team, environment),
        },
        roles=roles,
        identities=rng.randrange(3, 180),
        shares=(Share(GOOGLE, 60 if guests else 100, SubjectFormat.DIGITS),),
        opened_days_ago=rng.randrange(200, 900),
        closed_days_ago=rng.randrange(0, 90),
    )
