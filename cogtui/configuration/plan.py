"""Plan the calls that turn one configuration into another.

The calls are in an order that the service accepts: a role mapping is set once its provider is in
the pool, and principal tags are removed while their provider is still there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from cogtui.configuration.differences import differences
from cogtui.configuration.plan_notes import remarks
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import Announced, Difference, Need, Remark, RemarkLevel
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.service.unpublished_limits import MOST
from cogtui.text import counted

CREATE: Final = operation_names.CREATE_IDENTITY_POOL

ANY_RESOURCE: Final = "*"
"""The resource of actions that do not support resource-level permissions (Service Authorization
Reference)."""

_REPLACED_MEMBERS: Final = (
    "IdentityPoolName",
    "AllowUnauthenticatedIdentities",
    "SupportedLoginProviders",
    "CognitoIdentityProviders",
    "OpenIdConnectProviderARNs",
    "SamlProviderARNs",
)
"""The members that an update replaces, or removes if they are omitted."""

_RETAINED_MEMBERS: Final = ("AllowClassicFlow", "DeveloperProviderName")
"""The members that an update retains if they are omitted, so that they cannot be unset."""

NO_TAGS: Final[Mapping[str, Any]] = {"UseDefaults": False, "PrincipalTags": {}}
"""The principal tags of a provider that has none. To remove them, Terraform sends `UseDefaults`
as true, which differs: sessions would carry the default tags."""


class Target(NamedTuple):
    """The existing pool that the calls change."""

    pool_id: str
    """The pool ID."""
    arn: str
    """The pool ARN."""


class PlannedCall(NamedTuple):
    """A call that changes a pool."""

    operation: str
    """The AWS CLI name."""
    parameters: Mapping[str, Any]
    """The members of the request by API name, except the one that identifies the pool; secrets are
    `Secret`."""
    purpose: str
    """What the call changes, in words."""
    needs: tuple[Need, ...]
    """The permissions it requires."""

    def request(self, target: Target | None) -> dict[str, Any]:
        """Return the request, including the member that identifies the pool.

        Args:
            target: The pool; None if it does not exist yet.
        """
        if target is None or self.operation == CREATE:
            return dict(self.parameters)
        if self.operation in (operation_names.TAG_RESOURCE, operation_names.UNTAG_RESOURCE):
            return {"ResourceArn": target.arn, **self.parameters}
        return {"IdentityPoolId": target.pool_id, **self.parameters}

    @property
    def announced(self) -> Announced:
        """The call as the review shows it."""
        return Announced(self.operation, self.purpose, self.needs)


class Plan(NamedTuple):
    """The calls that turn one configuration into another."""

    before: Configuration | None
    """The current configuration; None for a new pool."""
    after: Configuration
    """The planned configuration."""
    differences: tuple[Difference, ...]
    """The differences."""
    calls: tuple[PlannedCall, ...]
    """The calls in order; empty if nothing differs."""
    remarks: tuple[Remark, ...]
    """What the user should know before the calls are sent."""

    @property
    def errors(self) -> tuple[Remark, ...]:
        """The remarks that prevent sending; empty if the plan can be applied."""
        return tuple(each for each in self.remarks if each.weight is RemarkLevel.ERROR)


def planned(
    before: Configuration, after: Configuration, account: str = "", partition: str = "aws"
) -> Plan:
    """Plan a change of an existing pool.

    Args:
        before: The current configuration, with orphaned principal tags if they were read.
        after: The planned configuration.
        account: The account ID of the pool; empty if unknown.
        partition: The pool's partition.

    Returns:
        The plan; its remarks include errors if it cannot be applied.
    """
    return Plan(
        before,
        after,
        differences(before, after),
        tuple(_change_calls(before, after)),
        tuple(remarks(before, after, account, partition)),
    )


def plan_creation(after: Configuration, account: str = "", partition: str = "aws") -> Plan:
    """Plan a new pool.

    Args:
        after: The planned configuration.
        account: The account ID of the new pool; empty if unknown.
        partition: Its partition.

    Returns:
        The plan; its first call creates the pool and the others change it.
    """
    empty = Configuration.of({})
    notes = tuple(remarks(None, after, account, partition))
    return Plan(None, after, differences(empty, after), tuple(_creation_calls(after)), notes)


def _creation_calls(after: Configuration) -> Iterator[PlannedCall]:
    parameters = {
        name: after[name] for name in (*_REPLACED_MEMBERS, *_RETAINED_MEMBERS, "IdentityPoolTags")
    }
    needs = [Need("cognito-identity:CreateIdentityPool", ANY_RESOURCE)]
    if after["IdentityPoolTags"]:
        needs.append(Need("cognito-identity:TagResource", ""))
    yield PlannedCall(
        CREATE,
        # False is a setting, other empty values are the defaults of a new pool
        {name: value for name, value in parameters.items() if value is False or value},
        f"Creates pool {after['IdentityPoolName']}",
        tuple(needs),
    )
    bare = after.replaced(Roles={}, RoleMappings={}, PrincipalTags={})
    yield from _role_calls(bare, after)
    yield from _principal_tag_calls(bare, after, after["PrincipalTags"])


def _change_calls(before: Configuration, after: Configuration) -> Iterator[PlannedCall]:
    names = after.provider_names
    leaving = [each for each in before["PrincipalTags"] if each not in names]
    # while the provider exists: the service may reject a map for a provider that is not in the pool
    yield from _principal_tag_calls(before, after, leaving)
    if any(before[name] != after[name] for name in (*_REPLACED_MEMBERS, *_RETAINED_MEMBERS)):
        yield _update_call(before, after)
    yield from _role_calls(before, after)
    present = {**before["PrincipalTags"], **after["PrincipalTags"]}
    yield from _principal_tag_calls(before, after, present.keys() - leaving)
    yield from _tag_calls(before["IdentityPoolTags"], after["IdentityPoolTags"])


def _update_call(before: Configuration, after: Configuration) -> PlannedCall:
    retained = {name: after[name] for name in _RETAINED_MEMBERS if after[name] not in (None, "")}
    changed = [
        name for name in (*_REPLACED_MEMBERS, *_RETAINED_MEMBERS) if before[name] != after[name]
    ]
    return PlannedCall(
        operation_names.UPDATE_IDENTITY_POOL,
        {**{name: after[name] for name in _REPLACED_MEMBERS}, **retained},
        f"Updates {', '.join(changed)}; everything else stays as it is",
        (Need("cognito-identity:UpdateIdentityPool", ""),),
    )


def _role_calls(before: Configuration, after: Configuration) -> Iterator[PlannedCall]:
    parameters = {name: after[name] for name in ("Roles", "RoleMappings")}
    if any(before[name] != value for name, value in parameters.items()):
        passed = (Need("iam:PassRole", arn) for arn in after.role_arns())
        numbers = (
            counted(len(parameters["Roles"]), "default role"),
            counted(len(parameters["RoleMappings"]), "role mapping"),
        )
        yield PlannedCall(
            operation_names.SET_IDENTITY_POOL_ROLES,
            parameters,
            f"Replaces the roles: {', '.join(numbers)}",
            (Need("cognito-identity:SetIdentityPoolRoles", ANY_RESOURCE), *passed),
        )


def _principal_tag_calls(
    before: Configuration, after: Configuration, names: Iterable[str]
) -> Iterator[PlannedCall]:
    for name in sorted(names):
        tags = after["PrincipalTags"].get(name, NO_TAGS)
        if tags != before["PrincipalTags"].get(name, NO_TAGS):
            mappings = "default mappings" if tags["UseDefaults"] else "custom mappings"
            effect = mappings if any(tags.values()) else "none"
            yield PlannedCall(
                operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
                {"IdentityProviderName": name, **tags},
                f"Sets the principal tags for {login_name(name)}: {effect}",
                (Need("cognito-identity:SetPrincipalTagAttributeMap", ANY_RESOURCE),),
            )


def _tag_calls(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[PlannedCall]:
    calls = []
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    if changed:
        calls.append(
            PlannedCall(
                operation_names.TAG_RESOURCE,
                {"Tags": changed},
                f"Sets {counted(len(changed), 'tag')}",
                (Need("cognito-identity:TagResource", ""),),
            )
        )
    removed = [key for key in before if key not in after]
    if removed:
        calls.append(
            PlannedCall(
                operation_names.UNTAG_RESOURCE,
                {"TagKeys": removed},
                f"Removes {counted(len(removed), 'tag')}",
                (Need("cognito-identity:UntagResource", ""),),
            )
        )
    # add tags first, because permissions may depend on one, unless that would exceed the quota
    together = len({**before, **after})
    yield from calls if together <= MOST["Tags"] else reversed(calls)
