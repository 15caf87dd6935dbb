"""Demo users who can sign in to user pools of the emulator's cognito-idp."""

from dataclasses import dataclass

from moto.cognitoidp.models import CognitoIdpUserPoolClient, cognitoidp_backends

from cogtui.emulator.demo.pool_plan import EDITORS_ROLE, role_arn, user_pool
from cogtui.emulator.demo.pools import CUSTOMERS, CUSTOMERS_APP, CUSTOMERS_WEB, STAFF, STAFF_APP
from cogtui.emulator.identities import Identities
from cogtui.emulator.isolation import ACCOUNT
from cogtui.emulator.user_pools import UserPool

PASSWORD = "Demo-2026"  # noqa: S105 - a documented demo password
"""The password of every demo user."""

CLIENT_SECRET = "demo2026clientsecret0fthewebapp"  # noqa: S105 - a documented demo secret
"""The secret of the customers' web client, the only client with a secret."""

_REGION = "us-east-1"
_AUTH_FLOWS = [
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
]


@dataclass(frozen=True)
class _DemoUser:
    name: str
    group: str | None = None
    department: str = "support"
    challenge: str = ""
    """The name of the challenge that follows the password, if any."""


_CUSTOMERS = (
    _DemoUser("maya.chen"),
    _DemoUser("jonas.weber", group="editors"),
    _DemoUser("nina.novak", challenge="NEW_PASSWORD_REQUIRED"),
    _DemoUser("omar.aziz", challenge="SMS_MFA"),
    _DemoUser("tess.lind", challenge="SOFTWARE_TOKEN_MFA"),
)
_STAFF = (
    _DemoUser("dana.ross", group="managers", department="finance"),
    _DemoUser("lee.park", department="sales"),
)


def create_users(identities: Identities) -> None:
    """Create the demo users; customers get the user IDs of existing identities.

    Args:
        identities: The identities of mobile-app-prod.
    """
    customers = _create_user_pool(CUSTOMERS, "customers", CUSTOMERS_APP)
    _create_client(customers, "customers-web", CUSTOMERS_WEB, secret=CLIENT_SECRET)
    page, _ = identities.page(0, 60, hide_disabled=True)
    provider = user_pool(CUSTOMERS)
    subjects = (user for identity in page for user in identity.users_of(provider))
    for demo_user in _CUSTOMERS:
        # If there are too few identities, signing in creates another one.
        _create_user(customers, demo_user, next(subjects, None))
    staff = _create_user_pool(STAFF, "staff", STAFF_APP)
    for demo_user in _STAFF:
        _create_user(staff, demo_user, None)


def _create_user_pool(pool_id: str, name: str, client_id: str) -> UserPool:
    backend = cognitoidp_backends[ACCOUNT][_REGION]
    pool: UserPool = backend.create_user_pool(name, {})  # type: ignore[assignment]  # moto's annotation names its own class
    del backend.user_pools[pool.id]
    pool.id = pool_id
    pool.arn = f"arn:aws:cognito-idp:{_REGION}:{ACCOUNT}:userpool/{pool_id}"
    backend.user_pools[pool_id] = pool
    _create_client(pool, f"{name}-app", client_id)
    return pool


def _create_client(pool: UserPool, name: str, client_id: str, secret: str = "") -> None:
    settings = {"ClientName": name, "ExplicitAuthFlows": _AUTH_FLOWS}
    client = CognitoIdpUserPoolClient(pool.id, bool(secret), settings)
    client.id = client_id
    client.secret = secret
    pool.clients[client_id] = client


def _create_user(pool: UserPool, demo_user: _DemoUser, subject: str | None) -> None:
    backend = cognitoidp_backends[ACCOUNT][_REGION]
    attributes = [
        {"Name": "email", "Value": f"{demo_user.name}@example.com"},
        {"Name": "phone_number", "Value": "+14255550123"},
        {"Name": "custom:department", "Value": demo_user.department},
    ]
    user = backend.admin_create_user(pool.id, demo_user.name, "SUPPRESS", PASSWORD, attributes)
    permanent = demo_user.challenge != "NEW_PASSWORD_REQUIRED"
    backend.admin_set_user_password(pool.id, demo_user.name, PASSWORD, permanent=permanent)
    user.sms_mfa_enabled = demo_user.challenge == "SMS_MFA"
    user.software_token_mfa_enabled = demo_user.challenge == "SOFTWARE_TOKEN_MFA"
    if user.sms_mfa_enabled or user.software_token_mfa_enabled:
        user.preferred_mfa_setting = demo_user.challenge
    if subject is not None:
        user.id = subject
        user.update_attributes([{"Name": "sub", "Value": subject}])
    if demo_user.group is not None:
        role = role_arn(EDITORS_ROLE) if demo_user.group == "editors" else ""
        backend.create_group(pool.id, demo_user.group, "", role, 1)
        backend.admin_add_user_to_group(pool.id, demo_user.group, demo_user.name)
