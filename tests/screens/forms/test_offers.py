"""What every field and every row editor of every form offers to choose from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pytest

from cogtui.account import prefill
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.schema import schema
from cogtui.gateway.service_model import input_members
from cogtui.screens.configuration.edit_form import configuration_offers
from cogtui.screens.forms import form_values
from cogtui.service.members import Member
from cogtui.service.operations import OPERATIONS
from cogtui.service.validation import check
from cogtui.widgets.fields.rows import Row
from tests.emulator.users import DEVELOPER, GOOGLE, ISSUER, OIDC, ROLE, SAML, USER_POOL

ROLES: Final = (ROLE.format("A"), ROLE.format("G"), ROLE.format("R"))
RULE: Final = {"Claim": "x", "MatchType": "Equals", "Value": "y", "RoleARN": ROLES[2]}
ANSWERS: Final[Mapping[str, Any]] = {
    "describe-identity-pool": {
        "SupportedLoginProviders": {GOOGLE: "app"},
        "DeveloperProviderName": DEVELOPER,
        "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ClientId": "abc"}],
        "OpenIdConnectProviderARNs": [OIDC],
        "SamlProviderARNs": [SAML],
    },
    "get-identity-pool-roles": {
        "Roles": {"authenticated": ROLES[0], "unauthenticated": ROLES[1]},
        "RoleMappings": {GOOGLE: {"RulesConfiguration": {"Rules": [RULE]}}},
    },
    "list-tags-for-resource": {"Tags": {"stage": "dev"}},
    "describe-identity": {"Logins": [OIDC, DEVELOPER]},
    "lookup-developer-identity": {"DeveloperUserIdentifierList": ["ada", "ada.two"]},
}

PROVIDERS: Final = (USER_POOL, GOOGLE, OIDC, SAML)
MAPPING_KEYS: Final = (f"{USER_POOL}:abc", GOOGLE, OIDC, SAML)
LOGINS: Final = (ISSUER, USER_POOL, GOOGLE, SAML)
USERS: Final = ("ada", "ada.two")
SOCIAL: Final = {"SupportedLoginProviders.IdentityProviderName": prefill.LOGIN_PROVIDERS}
ROLE_OFFERS: Final = {
    "Roles.RoleType": prefill.STATES,
    "Roles.ARNString": ROLES,
    "RoleMappings.IdentityProviderName": MAPPING_KEYS,
    "RoleMappings.RulesConfiguration.Rules.RoleARN": ROLES,
}

OFFERS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "create-identity-pool": SOCIAL,
    "update-identity-pool": {"DeveloperProviderName": (DEVELOPER,), **SOCIAL},
    "set-identity-pool-roles": ROLE_OFFERS,
    "tag-resource": {"Tags.TagKeysType": ("stage",)},
    "untag-resource": {"TagKeys.TagKeysType": ("stage",)},
    "get-principal-tag-attribute-map": {"IdentityProviderName": PROVIDERS},
    "set-principal-tag-attribute-map": {"IdentityProviderName": PROVIDERS},
    "get-id": {"Logins.IdentityProviderName": LOGINS},
    "get-open-id-token-for-developer-identity": {
        "Logins.IdentityProviderName": (DEVELOPER, *LOGINS)
    },
    "merge-developer-identities": {
        "DeveloperProviderName": (DEVELOPER,),
        "SourceUserIdentifier": USERS,
        "DestinationUserIdentifier": USERS,
    },
    "get-credentials-for-identity": {
        "CustomRoleArn": ROLES,
        "Logins.IdentityProviderName": LOGINS,
    },
    "get-open-id-token": {"Logins.IdentityProviderName": LOGINS},
    "unlink-identity": {
        "Logins.IdentityProviderName": LOGINS,
        "LoginsToRemove.IdentityProviderName": (OIDC,),
    },
    "unlink-developer-identity": {
        "DeveloperProviderName": (DEVELOPER,),
        "DeveloperUserIdentifier": USERS,
    },
}
"""The offers of each operation's form, by the path of the field; none for any other field."""


def offers(
    members: Sequence[Member],
    known: Mapping[str, Sequence[str]],
    outer: Member | None = None,
    trail: str = "",
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what each field of a form and of the forms of its rows offers.

    Args:
        members: The members of the form.
        known: The form's offers.
        outer: The list or map whose rows have the form; None for the outermost form.
        trail: The path of that list or map, with a dot.
    """
    for spec in form_values.field_specs(members, known):
        path = f"{trail}{'.'.join(spec.path)}"
        if spec.known:
            yield path, spec.known
        for value in spec.known:
            assert problems(spec.member, value, outer) == [], path
        if spec.member.element is not None:
            inner = form_values.row_offers(spec.member, (), known)
            yield from offers(form_values.row_members(spec.member), inner, spec.member, f"{path}.")


def problems(member: Member, value: str, outer: Member | None) -> list[str]:
    """Return why the form would refuse a value that it offers."""
    if outer is None:
        return [each.message for each in check(member, value)]
    found = form_values.row_problems(outer, (), {member.name: value})
    return [each.message for each in found if each.path[:1] == (member.name,)]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_form_offers_what_fits(operation: str) -> None:
    """Each field and each row editor offers the right values, all of which the form accepts."""
    row = OPERATIONS[operation]
    answers = {name: ANSWERS[name] for name in (*row.reads, row.replaces) if name in ANSWERS}
    found = dict(offers(input_members(operation), prefill.known(row, answers)))
    assert OFFERS.get(operation, {}) == found


def test_the_form_of_a_configuration_offers_what_fits() -> None:
    """Its row editors offer the providers and the roles that are in the form."""
    present = Configuration.of(
        {**ANSWERS["describe-identity-pool"], **ANSWERS["get-identity-pool-roles"]}
    )
    found = dict(offers(schema(input_members), configuration_offers(present)))
    assert found == {
        **SOCIAL,
        "DeveloperProviderName": (DEVELOPER,),
        **ROLE_OFFERS,
        "PrincipalTags.IdentityProviderName": PROVIDERS,
    }


def test_a_value_is_not_offered_twice() -> None:
    """What another row of the list or map has is not offered again, everything else is."""
    members = {each.name: each for each in input_members("set-identity-pool-roles")}
    known = {"Roles.RoleType": prefill.STATES, "Roles.ARNString": ROLES}
    rows = [Row("authenticated", ROLES[0])]
    found = form_values.row_offers(members["Roles"], rows, known)
    assert found["RoleType"] == ["unauthenticated"]
    assert found["ARNString"] == list(ROLES)
    (_, logins) = input_members("untag-resource")
    found = form_values.row_offers(logins, [Row(None, "a")], {"TagKeys.TagKeysType": ("a", "b")})
    assert found["TagKeysType"] == ["b"]
