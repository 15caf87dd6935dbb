"""Demo users who can sign in: their user pools are in the emulator's cognito-idp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from moto.cognitoidp.models import CognitoIdpUserPoolClient, cognitoidp_backends

from cogtui.emulator.demo.stories import CUSTOMERS, CUSTOMERS_APP, STAFF, STAFF_APP
from cogtui.emulator.demo.story import EDITORS_ROLE, role_arn, user_pool
from cogtui.emulator.isolation import ACCOUNT

if TYPE_CHECKING:
    from cogtui.emulator.identities import Identities
    from cogtui.emulator.user_pools import UserPool

PASSWORD = "Demo-2026"  # noqa: S105 - everybody is to know it
"""The password of every demo user."""

_REGION = "us-east-1"
_FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


@dataclass(frozen=True)
class _Person:
    name: str
    group: str | None = None
    department: str = "support"


_CUSTOMERS = (_Person("maya.chen"), _Person("jonas.weber", group="editors"))
_STAFF = (
    _Person("dana.ross", group="managers", department="finance"),
    _Person("lee.park", department="sales"),
)


def make_people(identities: Identities) -> None:
    """Make the demo users, so that each signs in to an identity that is there already.

    Args:
        identities: those of mobile-app-prod, whose customers' user ids the customers get.
    """
    customers = _make_user_pool(CUSTOMERS, "customers", CUSTOMERS_APP)
    page, _ = identities.page(0, 60, hide_disabled=True)
    provider = user_pool(CUSTOMERS)
    subjects = [user for identity in page for user in identity.users_of(provider)]
    for person, subject in zip(_CUSTOMERS, subjects, strict=False):
        _make_user(customers, person, subject)
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
    settings = {"ClientName": f"{name}-app", "ExplicitAuthFlows": _FLOWS}
    client = CognitoIdpUserPoolClient(pool_id, generate_secret=False, extended_config=settings)
    client.id = client_id
    made.clients[client_id] = client
    return made


def _make_user(pool: UserPool, person: _Person, subject: str | None) -> None:
    backend = cognitoidp_backends[ACCOUNT][_REGION]
    attributes = [
        {"Name": "email", "Value": f"{person.name}@example.com"},
        {"Name": "custom:department", "Value": person.department},
    ]
    user = backend.admin_create_user(pool.id, person.name, "SUPPRESS", PASSWORD, attributes)
    backend.admin_set_user_password(pool.id, person.name, PASSWORD, permanent=True)
    if subject is not None:
        user.id = subject
        user.update_attributes([{"Name": "sub", "Value": subject}])
    if person.group is not None:
        role = role_arn(EDITORS_ROLE) if person.group == "editors" else ""
        backend.create_group(pool.id, person.group, "", role, 1)
        backend.admin_add_user_to_group(pool.id, person.group, person.name)
