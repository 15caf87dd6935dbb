"""The calls that lead from one configuration to another, and what there is to know of them.

The order is one that the service does not refuse: a role mapping is set once its provider is in
the pool, and principal tags are taken away while theirs still is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cogtui.configuration.differences import differences
from cogtui.configuration.plan_notes import remarks
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import Announced, Difference, Need, Remark, RemarkLevel
from cogtui.service.identity_rows import login_name
from cogtui.service.unpublished_limits import MOST
from cogtui.text import counted

CREATE: Final = "create-identity-pool"

ANYWHERE: Final = "*"
"""The resource of the actions that IAM knows no other for (service authorization reference)."""

_DESCRIBED: Final = (
    "IdentityPoolName",
    "AllowUnauthenticatedIdentities",
    "SupportedLoginProviders",
    "CognitoIdentityProviders",
    "OpenIdConnectProviderARNs",
    "SamlProviderARNs",
)
"""What an update replaces, and removes where it is left out."""

_RETAINED: Final = ("AllowClassicFlow", "DeveloperProviderName")
"""What an update keeps where it is left out: it cannot be unset."""

NO_TAGS: Final[Mapping[str, Any]] = {"UseDefaults": False, "PrincipalTags": {}}
"""The principal tags of a provider that has none. Terraform sends `UseDefaults` as true to be rid
of them, which is not this: sessions would carry the default tags."""


class Target(NamedTuple):
    """The pool that calls are made on."""

    pool_id: str
    """Its id."""
    arn: str
    """Its ARN."""


class PlannedCall(NamedTuple):
    """One call that changes something."""

    operation: str
    """The AWS CLI name."""
    parameters: Mapping[str, Any]
    """The members of the request by the API's names, but for the one that names the pool; secrets
    are `Secret`."""
    purpose: str
    """What it does here, in words."""
    needs: tuple[Need, ...]
    """The permissions that it takes."""

    def request(self, target: Target | None) -> dict[str, Any]:
        """The request, with the member that names the pool.

        Args:
            target: The pool; None for the one that is still to be made.
        """
        if target is None or self.operation == CREATE:
            return dict(self.parameters)
        if self.operation in ("tag-resource", "untag-resource"):
            return {"ResourceArn": target.arn, **self.parameters}
        return {"IdentityPoolId": target.pool_id, **self.parameters}

    @property
    def announced(self) -> Announced:
        """What is told of it."""
        return Announced(self.operation, self.purpose, self.needs)


class Plan(NamedTuple):
    """The way from one configuration to another."""

    before: Configuration | None
    """Where it begins; None for a pool that is still to be made."""
    after: Configuration
    """Where it leads."""
    differences: tuple[Difference, ...]
    """What it changes."""
    calls: tuple[PlannedCall, ...]
    """What is called, in this order; nothing where nothing differs."""
    remarks: tuple[Remark, ...]
    """What there is to know before."""

    @property
    def errors(self) -> tuple[Remark, ...]:
        """Why it cannot be gone; empty if it can."""
        return tuple(each for each in self.remarks if each.weight is RemarkLevel.ERROR)


def planned(before: Configuration, after: Configuration, account: str = "") -> Plan:
    """Plans a change.

    Args:
        before: What the service has, strays among its principal tags if they were read.
        after: What it is to have.
        account: The account of the pool, 12 digits; empty if it is not known.

    Returns:
        The plan, with errors among its remarks if it cannot be gone.
    """
    return Plan(
        before,
        after,
        differences(before, after),
        tuple(_calls(before, after)),
        tuple(remarks(before, after, account)),
    )


def creation(after: Configuration, account: str = "") -> Plan:
    """Plans a new pool.

    Args:
        after: What it is to have.
        account: The account that it is made in, 12 digits; empty if it is not known.

    Returns:
        The plan; its first call makes the pool, and all others are about that one.
    """
    empty = Configuration.of({})
    notes = tuple(remarks(None, after, account))
    return Plan(None, after, differences(empty, after), tuple(_creation(after)), notes)


def _creation(after: Configuration) -> Iterator[PlannedCall]:
    parameters = {name: after[name] for name in (*_DESCRIBED, *_RETAINED, "IdentityPoolTags")}
    needs = [Need("cognito-identity:CreateIdentityPool", ANYWHERE)]
    if after["IdentityPoolTags"]:
        needs.append(Need("cognito-identity:TagResource", ""))
    yield PlannedCall(
        CREATE,
        # False is a value, and what is empty need not be told to a pool that has nothing
        {name: value for name, value in parameters.items() if value is False or value},
        f"makes the pool {after['IdentityPoolName']}",
        tuple(needs),
    )
    bare = after.replaced(Roles={}, RoleMappings={}, PrincipalTags={})
    yield from _of_roles(bare, after)
    yield from _of_principal_tags(bare, after, after["PrincipalTags"])


def _calls(before: Configuration, after: Configuration) -> Iterator[PlannedCall]:
    names = after.provider_names
    leaving = [each for each in before["PrincipalTags"] if each not in names]
    # while the provider is there: nobody knows whether the service takes a map for one that is not
    yield from _of_principal_tags(before, after, leaving)
    if any(before[name] != after[name] for name in (*_DESCRIBED, *_RETAINED)):
        yield _update(before, after)
    yield from _of_roles(before, after)
    present = {**before["PrincipalTags"], **after["PrincipalTags"]}
    yield from _of_principal_tags(before, after, present.keys() - leaving)
    yield from _of_tags(before["IdentityPoolTags"], after["IdentityPoolTags"])


def _update(before: Configuration, after: Configuration) -> PlannedCall:
    retained = {name: after[name] for name in _RETAINED if after[name] not in (None, "")}
    changed = [name for name in (*_DESCRIBED, *_RETAINED) if before[name] != after[name]]
    return PlannedCall(
        "update-identity-pool",
        {**{name: after[name] for name in _DESCRIBED}, **retained},
        f"changes {', '.join(changed)}, and sends the rest as it is",
        (Need("cognito-identity:UpdateIdentityPool", ""),),
    )


def _of_roles(before: Configuration, after: Configuration) -> Iterator[PlannedCall]:
    parameters = {name: after[name] for name in ("Roles", "RoleMappings")}
    if any(before[name] != value for name, value in parameters.items()):
        passed = (Need("iam:PassRole", arn) for arn in after.role_arns())
        numbers = (
            counted(len(parameters["Roles"]), "default role"),
            counted(len(parameters["RoleMappings"]), "role mapping"),
        )
        yield PlannedCall(
            "set-identity-pool-roles",
            parameters,
            f"leaves {' and '.join(numbers)}",
            (Need("cognito-identity:SetIdentityPoolRoles", ANYWHERE), *passed),
        )


def _of_principal_tags(
    before: Configuration, after: Configuration, names: Iterable[str]
) -> Iterator[PlannedCall]:
    for name in sorted(names):
        tags = after["PrincipalTags"].get(name, NO_TAGS)
        if tags != before["PrincipalTags"].get(name, NO_TAGS):
            what = "the default tags" if tags["UseDefaults"] else "tags of its own"
            yield PlannedCall(
                "set-principal-tag-attribute-map",
                {"IdentityProviderName": name, **tags},
                f"gives sessions by {login_name(name)} {what if any(tags.values()) else 'no tags'}",
                (Need("cognito-identity:SetPrincipalTagAttributeMap", ANYWHERE),),
            )


def _of_tags(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[PlannedCall]:
    calls = []
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    if changed:
        calls.append(
            PlannedCall(
                "tag-resource",
                {"Tags": changed},
                f"sets {counted(len(changed), 'tag')}",
                (Need("cognito-identity:TagResource", ""),),
            )
        )
    removed = [key for key in before if key not in after]
    if removed:
        calls.append(
            PlannedCall(
                "untag-resource",
                {"TagKeys": removed},
                f"removes {counted(len(removed), 'tag')}",
                (Need("cognito-identity:UntagResource", ""),),
            )
        )
    # new tags come first, for a permission may hang on one, but never beyond what a pool can have
    together = len({**before, **after})
    yield from calls if together <= MOST["Tags"] else reversed(calls)
