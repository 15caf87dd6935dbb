"""The demo pools of the home region: those of a mid-sized company, some misconfigured."""

from cogtui.emulator.demo.pool_plan import (
    AMAZON,
    APPLE,
    EDITORS_ROLE,
    FACEBOOK,
    GOOGLE,
    DemoPool,
    User,
    client,
    oidc_arn,
    rule,
    rules,
    saml_arn,
    tags,
    user_pool,
)
from cogtui.emulator.population import Share, SubjectFormat

CUSTOMERS, CUSTOMERS_APP = "us-east-1_Kx3mPq7Rt", "6s1k4v9d2m8q7t3w5y0z1b4n6c"
CUSTOMERS_WEB = "1h7g5f3d9s2a4p6o8i0u2y4t6r"
STAGING, STAGING_APP = "us-east-1_Vb8nLw2Zc", "3e5r7t9y1u3i5o7p9a1s3d5f7g"
STAFF, STAFF_APP = "us-east-1_Hd4jTy6Us", "5j7k9l1z3x5c7v9b1n3m5q7w9e"

GITHUB = oidc_arn("token.actions.githubusercontent.com")
OKTA = saml_arn("Okta-Workforce")
PARTNER_LOGIN = "login.partners.example"
DEVICE_LOGIN = "devices.telemetry.example"


def mobile_app_prod(identities: int) -> DemoPool:
    """Return the large pool, with a user pool, two social providers, guests and group roles."""
    provider = user_pool(CUSTOMERS)
    return DemoPool(
        name="mobile-app-prod",
        settings={
            "AllowUnauthenticatedIdentities": True,
            "AllowClassicFlow": False,
            "CognitoIdentityProviders": [
                client(CUSTOMERS, CUSTOMERS_APP),
                client(CUSTOMERS, CUSTOMERS_WEB),
            ],
            "SupportedLoginProviders": {
                GOOGLE: "482910573621-h2k9d7s4f6g8j0l1.apps.googleusercontent.com",
                APPLE: "com.example.shop",
            },
            "IdentityPoolTags": tags("mobile", "production", **{"cost-center": "4410"}),
        },
        roles={"authenticated": "MobileAppProdAuth", "unauthenticated": "MobileAppProdGuest"},
        group_roles=(EDITORS_ROLE,),
        mappings={
            f"{provider}:{CUSTOMERS_APP}": {
                "Type": "Token",
                "AmbiguousRoleResolution": "AuthenticatedRole",
            }
        },
        principal_tags={
            provider: {
                "UseDefaults": False,
                "PrincipalTags": {"plan": "custom:plan", "tenant": "custom:tenant"},
            },
            GOOGLE: {"UseDefaults": True, "PrincipalTags": {}},
        },
        identities=identities,
        shares=(
            Share(provider, 34),
            Share(GOOGLE, 12, SubjectFormat.DIGITS),
            Share(APPLE, 7, SubjectFormat.APPLE),
        ),
        disabled_every=83,
        opened_days_ago=1320,
    )


def _app_pools() -> list[DemoPool]:
    return [
        DemoPool(
            name="mobile-app-staging",
            settings={
                "AllowUnauthenticatedIdentities": False,
                "CognitoIdentityProviders": [client(STAGING, STAGING_APP)],
                "IdentityPoolTags": tags("mobile", "staging"),
            },
            # Copied from production: the trust policies still name production's pool.
            roles={"authenticated": "MobileAppStagingAuth"},
            trusted_pool="mobile-app-prod",
            identities=64,
            shares=(Share(user_pool(STAGING), 100),),
            opened_days_ago=610,
            closed_days_ago=3,
        ),
        DemoPool(
            name="store-kiosks",
            settings={
                "AllowUnauthenticatedIdentities": True,
                "AllowClassicFlow": True,
                "IdentityPoolTags": tags("retail", "production", site="all-stores"),
            },
            roles={"unauthenticated": "StoreKioskGuest"},
            # The kiosks were replaced in early 2025; no identity has been created since.
            identities=1260,
            opened_days_ago=1980,
            closed_days_ago=630,
        ),
        DemoPool(
            name="web-storefront",
            settings={
                "AllowUnauthenticatedIdentities": True,
                "AllowClassicFlow": False,
                "SupportedLoginProviders": {
                    GOOGLE: "482910573621-w5x7y9z1a3b5c7d9.apps.googleusercontent.com",
                    FACEBOOK: "731905246688042",
                    AMAZON: "amzn1.application-oa2-client.7f3c1d9b5e8a4602",
                },
                "IdentityPoolTags": tags("web", "production", **{"cost-center": "4420"}),
            },
            roles={"authenticated": "WebStorefrontAuth", "unauthenticated": "WebStorefrontGuest"},
            principal_tags={GOOGLE: {"UseDefaults": True, "PrincipalTags": {}}},
            identities=780,
            shares=(
                Share(GOOGLE, 31, SubjectFormat.DIGITS),
                Share(FACEBOOK, 14, SubjectFormat.DIGITS),
                Share(AMAZON, 6),
            ),
            disabled_every=61,
            opened_days_ago=900,
        ),
        DemoPool(
            name="github-actions",
            settings={
                "AllowUnauthenticatedIdentities": False,
                "AllowClassicFlow": True,
                "OpenIdConnectProviderARNs": [GITHUB],
                "IdentityPoolTags": tags("platform", "production", purpose="ci"),
            },
            roles={"authenticated": "GitHubActionsReadOnly"},
            principal_tags={
                GITHUB: {
                    "UseDefaults": False,
                    "PrincipalTags": {
                        "repository": "repository",
                        "ref": "ref",
                        "actor": "actor",
                        "environment": "environment",
                    },
                }
            },
            users=tuple(
                User(
                    (("token.actions.githubusercontent.com", f"repo:example/{name}"),),
                    days,
                    days - 0.25,
                )
                for name, days in (
                    ("shop:ref:refs/heads/main", 402.0),
                    ("shop:environment:production", 401.5),
                    ("infrastructure:ref:refs/heads/main", 377.0),
                    ("docs:pull_request", 96.0),
                    ("warehouse-etl:ref:refs/heads/main", 41.0),
                )
            ),
        ),
    ]


def _workforce_and_developer_pools() -> list[DemoPool]:
    return [
        DemoPool(
            name="workforce-sso",
            settings={
                "AllowUnauthenticatedIdentities": False,
                "SamlProviderARNs": [OKTA],
                "IdentityPoolTags": tags("it", "production", **{"data-class": "internal"}),
            },
            roles={"authenticated": "WorkforceBaseline"},
            mappings={
                OKTA: rules(
                    rule("department", "Equals", "Finance", "WorkforceFinance"),
                    rule("department", "Equals", "Engineering", "WorkforceEngineering"),
                    rule("email", "Contains", "@contractors.example.com", "WorkforceContractor"),
                    otherwise="Deny",
                )
            },
            principal_tags={
                OKTA: {
                    "UseDefaults": False,
                    "PrincipalTags": {"department": "department", "site": "site"},
                }
            },
            identities=214,
            shares=(Share(OKTA, 100),),
            opened_days_ago=760,
            closed_days_ago=1,
        ),
        DemoPool(
            name="partner-portal",
            settings={
                "AllowUnauthenticatedIdentities": False,
                "AllowClassicFlow": False,
                "DeveloperProviderName": PARTNER_LOGIN,
                "SupportedLoginProviders": {
                    GOOGLE: "482910573621-p1o3i5u7y9t1r3e5.apps.googleusercontent.com"
                },
                "IdentityPoolTags": tags("partners", "production"),
            },
            roles={"authenticated": "PartnerPortalAuth"},
            identities=96,
            shares=(Share(PARTNER_LOGIN, 100, SubjectFormat.CUSTOMER),),
            opened_days_ago=540,
            closed_days_ago=20,
            users=_partners(),
        ),
        DemoPool(
            name="telemetry-devices",
            settings={
                "AllowUnauthenticatedIdentities": True,
                "DeveloperProviderName": DEVICE_LOGIN,
                "IdentityPoolTags": tags("iot", "production", fleet="gen3"),
            },
            roles={"authenticated": "TelemetryDevice", "unauthenticated": "TelemetryBootstrap"},
            identities=320,
            shares=(Share(DEVICE_LOGIN, 82, SubjectFormat.CUSTOMER),),
            # The identities of the gen2 fleet were merged into gen3's.
            disabled_every=4,
            opened_days_ago=460,
        ),
    ]


def _partners() -> tuple[User, ...]:
    """Return partners who registered twice, in another spelling or after an acquisition."""
    duplicates = (
        ("maria.keller@northwind.example", "Maria.Keller@northwind.example"),
        ("tom.okafor@contoso.example", "t.okafor@contoso.example"),
        ("ines.duarte@fabrikam.example", "ines.duarte@northwind.example"),
    )
    users = []
    for number, (first, second) in enumerate(duplicates):
        google = ((GOOGLE, f"1092837465{number}0192837465"),)
        users.append(User(((PARTNER_LOGIN, first),), 510 - 40 * number, 505 - 40 * number))
        users.append(User(((PARTNER_LOGIN, second), *google), 33 - 7 * number, 3 - number))
    merged = ((PARTNER_LOGIN, "p.lindqvist@adatum.example"), (PARTNER_LOGIN, "lindqvist-petra"))
    users.append(User(merged, 300, 12))
    users.append(User((), 298, 12, disabled=True))
    return tuple(users)


def _misconfigured_pools() -> list[DemoPool]:
    staff_key = f"{user_pool(STAFF)}:{STAFF_APP}"
    return [
        DemoPool(
            # An update that sent only the tags cleared all providers.
            name="loyalty-program",
            settings={
                "AllowUnauthenticatedIdentities": False,
                "IdentityPoolTags": tags("marketing", "production", **{"cost-center": "4430"}),
            },
            roles={"authenticated": "LoyaltyProgramAuth"},
            identities=430,
            shares=(
                Share(user_pool(CUSTOMERS), 70),
                Share(FACEBOOK, 30, SubjectFormat.DIGITS),
            ),
            opened_days_ago=1100,
            closed_days_ago=9,
        ),
        DemoPool(
            # In sales only managers get a role. Managers always get AnalyticsManager, because
            # the second rule matches the same users as the first.
            name="analytics-dashboard",
            settings={
                "AllowUnauthenticatedIdentities": False,
                "CognitoIdentityProviders": [client(STAFF, STAFF_APP)],
                "IdentityPoolTags": tags("data", "production"),
            },
            roles={"authenticated": "AnalyticsViewer"},
            mappings={
                staff_key: rules(
                    rule("cognito:groups", "Contains", "managers", "AnalyticsManager"),
                    rule("cognito:groups", "Contains", "managers", "AnalyticsAdmin"),
                    rule("custom:department", "NotEqual", "sales", "AnalyticsEditor"),
                    otherwise="Deny",
                )
            },
            identities=58,
            shares=(Share(user_pool(STAFF), 100),),
            opened_days_ago=300,
        ),
        DemoPool(
            name="data-sandbox",
            settings={"AllowUnauthenticatedIdentities": True, "AllowClassicFlow": True},
            identities=17,
            opened_days_ago=45,
        ),
        _pool_at_limits(),
    ]


def _pool_at_limits() -> DemoPool:
    """Return a pool at every limit: 25 rules per provider, 50 tags, 50 principal tags."""
    provider = user_pool(STAFF)
    sites = [f"site-{number:02d}" for number in range(1, 26)]
    return DemoPool(
        name="tenant-directory",
        settings={
            "AllowUnauthenticatedIdentities": False,
            "CognitoIdentityProviders": [client(STAFF, STAFF_APP)],
            "SamlProviderARNs": [OKTA],
            "IdentityPoolTags": tags("platform", "production")
            | {f"tenant-{number:02d}": f"t-{4000 + number * 37}" for number in range(1, 49)},
        },
        roles={"authenticated": "TenantDirectoryAuth"},
        mappings={
            f"{provider}:{STAFF_APP}": rules(
                *(rule("custom:site", "Equals", site, f"Tenant-{site}") for site in sites),
                otherwise="AuthenticatedRole",
            ),
            OKTA: rules(
                *(rule("site", "StartsWith", site, f"Tenant-{site}") for site in sites),
                otherwise="Deny",
            ),
        },
        principal_tags={
            provider: {
                "UseDefaults": False,
                "PrincipalTags": {
                    f"attribute{number:02d}": f"custom:a{number:02d}" for number in range(1, 51)
                },
            }
        },
        identities=151,
        shares=(Share(provider, 64), Share(OKTA, 36)),
        opened_days_ago=210,
    )


def home_pools(identities: int) -> list[DemoPool]:
    """Return the twelve pools of us-east-1, in order of creation.

    Args:
        identities: The number of identities in mobile-app-prod.
    """
    return [
        mobile_app_prod(identities),
        *_app_pools(),
        *_workforce_and_developer_pools(),
        *_misconfigured_pools(),
    ]
