"""The members of a configuration, from the operations that set them, and their validation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cogtui.configuration.pool_configuration import SHAPES, Configuration, mapping_key
from cogtui.secret import MASK, Secret
from cogtui.service import operation_names
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import REQUIRED, Problem, check_input

Inputs = Callable[[str], Sequence[Member]]
"""A function that returns the input members of an operation, given its AWS CLI name:
`gateway.model.input_members`."""


def schema(inputs: Inputs) -> tuple[Member, ...]:
    """Return the members of a configuration, for a form or a text.

    Args:
        inputs: Returns the input members of an operation.

    Returns:
        One member for each of `SHAPES`, in the same order.
    """
    found = {each.name: each for each in inputs(operation_names.CREATE_IDENTITY_POOL)}
    found |= {each.name: each for each in inputs(operation_names.SET_IDENTITY_POOL_ROLES)}
    # a pool may have no roles
    found["Roles"] = found["Roles"]._replace(required=False)
    tags = {each.name: each for each in inputs(operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP)}
    found["PrincipalTags"] = Member(
        name="PrincipalTags",
        kind=ValueKind.STRUCTURES,
        label="Principal tags",
        key=tags["IdentityProviderName"],
        element=Member(
            name="PrincipalTagMap",
            kind=ValueKind.STRUCTURE,
            label="Principal tag map",
            required=True,
            members=(tags["UseDefaults"], tags["PrincipalTags"]),
        ),
        documentation="The claims of a login that become session tags, by provider; UseDefaults "
        "for the service's default mappings.",
    )
    return tuple(found[name] for name in SHAPES)


def find_problems(
    members: Sequence[Member],
    values: Mapping[str, Any],
    present: Configuration | None = None,
) -> list[Problem]:
    """Validate the members of a configuration, each on its own.

    Args:
        members: The members, from `schema`.
        values: Plain data by member; a secret is a `Secret`, or `****` if it is redacted.
        present: The current configuration, whose problems must not prevent other changes; None if
            there is none.

    Returns:
        Values that the service would reject, unknown members and duplicates.
        `cogtui.configuration.plan_notes` finds members that do not match each other.
    """
    if present is not None:
        known = {_without_places(each) for each in find_problems(members, present.members)}
        return [
            each for each in find_problems(members, values) if _without_places(each) not in known
        ]
    logins = values.get("SupportedLoginProviders")
    if isinstance(logins, Mapping):
        # `****` is replaced before anything is sent
        filled = {name: _without_mask(each) for name, each in logins.items()}
        values = {**values, "SupportedLoginProviders": filled}
    found = check_input("", members, values)
    return found or list(_lost_values(values))


def _without_places(problem: Problem) -> Problem:
    """Return a problem without places in lists, which shift if another element is added."""
    return problem._replace(path=tuple(each for each in problem.path if isinstance(each, str)))


def _without_mask(value: Any) -> Any:  # noqa: ANN401  whatever the value is
    text = value.reveal() if isinstance(value, Secret) else value
    return "x" if isinstance(text, str) and text.endswith(MASK) else value


def _lost_values(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield values that are well-formed but would be lost or rejected."""
    for name in ("OpenIdConnectProviderARNs", "SamlProviderARNs"):
        yield from _duplicates(name, values.get(name) or ())
    user_pools = values.get("CognitoIdentityProviders") or ()
    for place, each in enumerate(user_pools):
        if not each.get("ClientId"):
            # CloudFormation's schema requires both as well
            yield Problem(("CognitoIdentityProviders", place, "ClientId"), REQUIRED)
    keys = [mapping_key(each) for each in user_pools]
    yield from _duplicates("CognitoIdentityProviders", keys)
    for name, each in (values.get("PrincipalTags") or {}).items():
        if each.get("UseDefaults") and each.get("PrincipalTags"):
            path = ("PrincipalTags", name, "PrincipalTags")
            yield Problem(path, "ignored with UseDefaults")


def _duplicates(member: str, texts: Sequence[str]) -> Iterator[Problem]:
    for place, text in enumerate(texts):
        if text in texts[:place]:
            yield Problem((member, place), "duplicate")
