"""Demo users who can sign in: their user pools are in the emulator's cognito-idp."""

from dataclasses import dataclass

from moto.cognitoidp.models import CognitoIdpUserPoolClient, cognitoidp_backends

from cogtui.emulator.demo.pool_plan import EDITORS_ROLE, role_arn, user_pool
from cogtui.emulator.demo.pools import CUSTOMERS, CUSTOMERS_APP, CUSTOMERS_WEB, STAFF, STAFF_APP
from cogtui.emulator.identities import Identities
from cogtui.emulator.isolation import ACCOUNT
from cogtui.emulator.user_pools import UserPool

PASSWORD = "Demo-2026"  # noqa: S105 - everybody is to know it
"""The password of every demo user."""

CLIENT_SECRET = "demo2026clientsecret0fthewebapp"  # noqa: S105 - likewise
"""The secret of the customers' web client, the one client that has any."""

_REGION = "us-east-1"
_FLOWS = [
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
]


@dataclass(frozen=True)
class _Person:
    name: str
    group: str | None = None
    department: str = "support"
    challenge: str = ""
    """What comes after the password: a challenge's name."""


_CUSTOMERS = (
    _Person("maya.chen"),
    _Person("jonas.weber", group="editors"),
    _Person("nina.novak", challenge="NEW_PASSWORD_REQUIRED"),
    _Person("omar.aziz", challenge="SMS_MFA"),
    _Person("tess.lind", challenge="SOFTWARE_TOKEN_MFA"),
)
_STAFF = (
    _Person("dana.ross", group="managers", department="finance"),
    _Person("lee.park", department="sales"),
)


def make_people(identities: Identities) -> None:
    """Make the demo users, so that each signs in to an identity that is there already.

    Args:
        identities: Those of mobile-app-prod, whose customers' user ids the customers get.
    """
    customers = _make_user_pool(CUSTOMERS, "customers", CUSTOMERS_APP)
    _make_client(customers, "customers-web", CUSTOMERS_WEB, secret=CLIENT_SECRET)
    page, _ = identities.page(0, 60, hide_disabled=True)
    provider = user_pool(CUSTOMERS)
    subjects = (user for identity in page for user in identity.users_of(provider))
    for person in _CUSTOMERS:
        # where there are few identities, who signs in gets another one
        _make_user(customers, person, next(subjects, None))
    staff = _make_user_pool(STAFF, "staff", STAFF_APP)
    for person in _STAFF:
        _make_user(staff, person, None)


def _make_user_pool(pool_id: str, name: str, client_id: str) -> UserPool:
    backend = cognitoidp_backends[ACCOUNT][_REGION]
    made: UserPool = backend.create_user_pool(name, {})  # type: ignore[assignment]  # ours, in moto's dictionary
    del backend.user_pools[made.id]
    made.id = pool_id
    made.arn = f"arn:aws:cognito-idp:{_REGION}:{ACCOUNT}:userpool/{pool_id}"
    backend.user_pools[pool_id] = made
    _make_client(made, f"{name}-app", client_id)
    return made


def _make_client(pool: UserPool, name: str, client_id: str, secret: str = "") -> None:
    settings = {"ClientName": name, "ExplicitAuthFlows": _FLOWS}
    client = CognitoIdpUserPoolClient(pool.id, bool(secret), settings)
    client.id = client_id
    client.secret = secret
    pool.clients[client_id] = client


def _make_user(pool: UserPool, person: _Person, subject: str | None) -> None:
    backend = cognitoidp_backends[ACCOUNT][_REGION]
    attributes = [
        {"Name": "email", "Value": f"{person.name}@example.com"},
        {"Name": "phone_number", "Value": "+14255550123"},
        {"Name": "custom:department", "Value": person.department},
    ]
    user = backend.admin_create_user(pool.id, person.name, "SUPPRESS", PASSWORD, attributes)
    permanent = person.challenge != "NEW_PASSWORD_REQUIRED"
    backend.admin_set_user_password(pool.id, person.name, PASSWORD, permanent=permanent)
    user.sms_mfa_enabled = person.challenge == "SMS_MFA"
    user.software_token_mfa_enabled = person.challenge == "SOFTWARE_TOKEN_MFA"
    if user.sms_mfa_enabled or user.software_token_mfa_enabled:
        user.preferred_mfa_setting = person.challenge
    if subject is not None:
        user.id = subject
        user.update_attributes([{"Name": "sub", "Value": subject}])
    if person.group is not None:
        role = role_arn(EDITORS_ROLE) if person.group == "editors" else ""
        backend.create_group(pool.id, person.group, "", role, 1)
        backend.admin_add_user_to_group(pool.id, person.group, person.name)
