"""Problems with values: their descriptions, and whether they agree with the service."""

from typing import Any, Final

import botocore.session
import hypothesis
import pytest
from botocore import xform_name
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from cogtui.emulator.constraints import check_constraints
from cogtui.emulator.exceptions import SerializationException, ValidationException
from cogtui.gateway.service_model import input_members
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind, wrap_secrets
from cogtui.service.operations import OPERATIONS
from cogtui.service.validation import Problem, check, check_input
from tests.inputs import GOOD, GOOD_INSIDE, MAPPING, ROLE, RULE, member, revealed

MODEL = botocore.session.Session().get_service_model("cognito-identity")

API_NAMES: Final = {xform_name(name, "-"): name for name in MODEL.operation_names}


def messages(operation: str, name: str, value: object) -> list[str]:
    """Return the messages about a member's value, without the paths."""
    return [problem.message for problem in check(member(operation, name), value)]


@pytest.mark.parametrize(
    ("operation", "name", "value", "expected"),
    [
        ("create-identity-pool", "IdentityPoolName", None, ["required"]),
        ("create-identity-pool", "IdentityPoolName", "", ["required"]),
        (
            "create-identity-pool",
            "IdentityPoolName",
            "naïve",
            ["up to 128 letters, digits, spaces or _+=,.@-, not “ï”"],
        ),
        (
            "create-identity-pool",
            "IdentityPoolName",
            "x" * 129,
            ["up to 128 letters, digits, spaces or _+=,.@-, now 129"],
        ),
        (
            "create-identity-pool",
            "DeveloperProviderName",
            "a b",
            ["up to 128 letters, digits or ._-, not a space"],
        ),
        (
            "create-identity-pool",
            "DeveloperProviderName",
            "a\x1b",
            ["up to 128 letters, digits or ._-, not “␛”"],
        ),
        ("create-identity-pool", "DeveloperProviderName", None, []),
        ("create-identity-pool", "DeveloperProviderName", "", ["at least 1 character"]),
        ("create-identity-pool", "AllowUnauthenticatedIdentities", None, ["required"]),
        ("create-identity-pool", "AllowUnauthenticatedIdentities", False, []),
        ("create-identity-pool", "AllowClassicFlow", 1, ["true or false"]),
        ("create-identity-pool", "AllowClassicFlow", None, []),
        ("create-identity-pool", "SamlProviderARNs", 1, ["a list: [ … ]"]),
        ("create-identity-pool", "SamlProviderARNs", [""], ["required"]),
        ("create-identity-pool", "SamlProviderARNs", [None], ["required"]),
        ("create-identity-pool", "SupportedLoginProviders", [], ["an object: { … }"]),
        (
            "create-identity-pool",
            "SupportedLoginProviders",
            dict.fromkeys("abcdefghijk", "x"),
            ["at most 10, now 11"],
        ),
        ("get-credentials-for-identity", "CustomRoleArn", "", ["at least 20 characters"]),
        ("get-credentials-for-identity", "CustomRoleArn", [], ["a string"]),
        ("list-identities", "MaxResults", 60, []),
        ("list-identities", "MaxResults", 61, ["between 1 and 60"]),
        ("list-identities", "MaxResults", 0, ["between 1 and 60"]),
        ("list-identities", "MaxResults", True, ["a whole number"]),
        ("list-identities", "MaxResults", "x", ["a whole number"]),
        ("list-identities", "MaxResults", 1.0, ["a whole number"]),
        ("delete-identities", "IdentityIdsToDelete", [], ["at least 1"]),
        ("get-id", "Logins", {"x": Secret("y" * 50_000)}, []),
        ("get-id", "Logins", {"x": Secret("y" * 50_001)}, ["up to 50,000 characters, now 50,001"]),
        ("get-id", "Logins", {"x": Secret("")}, ["required"]),
        ("get-id", "AccountId", Secret("12a"), ["up to 15 digits"]),
        (
            "get-id",
            "IdentityPoolId",
            "us-east-1:1A",
            ["REGION:GUID (us-east-1:1a2b…), up to 55 characters"],
        ),
        ("tag-resource", "Tags", {"a": ""}, []),
        ("tag-resource", "Tags", {b"a": "x"}, ["a string"]),
    ],
)
def test_a_wrong_value_is_described(
    operation: str, name: str, value: object, expected: list[str]
) -> None:
    """The message says what would be valid for each kind; a valid value has none."""
    assert expected == messages(operation, name, value)


def test_a_problem_is_reported_where_it_is() -> None:
    """A nested problem has the path of names and indexes to it."""
    rules = [RULE, RULE, RULE, {**RULE, "Value": ""}]
    mapping = {**MAPPING, "RulesConfiguration": {"Rules": rules}}
    found = check(member("set-identity-pool-roles", "RoleMappings"), {"www.x.com": mapping})
    path = ("RoleMappings", "www.x.com", "RulesConfiguration", "Rules", 3, "Value")
    assert found == [Problem(path, "required")]


def test_every_problem_is_reported() -> None:
    """Missing values, invalid choices, unknown members and invalid keys are all reported."""
    mapping = {"Type": "rules", "Extra": 1, "RulesConfiguration": {"Rules": [{"Claim": "a b"}]}}
    found = check(member("set-identity-pool-roles", "RoleMappings"), {"": mapping})
    rule = ("RoleMappings", "", "RulesConfiguration", "Rules", 0)
    names = "Type, AmbiguousRoleResolution or RulesConfiguration"
    assert [problem[:3] for problem in found] == [
        (("RoleMappings", ""), "required", True),
        (("RoleMappings", "", "AmbiguousRoleResolution"), "required", False),
        (("RoleMappings", "", "Type"), "Token or Rules", False),
        ((*rule, "Claim"), "up to 64 printable characters, no spaces, not a space", False),
        ((*rule, "MatchType"), "required", False),
        ((*rule, "Value"), "required", False),
        ((*rule, "RoleARN"), "required", False),
        (("RoleMappings", "", "Extra"), f"not a member: {names}", True),
    ]


def test_input_is_checked_as_a_whole() -> None:
    """Missing required members and unknown members are reported."""
    members = input_members("list-identities")
    found = check_input("list-identities", members, {"IdentityPoolId": "a:0", "Most": 1})
    names = "IdentityPoolId, MaxResults, NextToken or HideDisabled"
    assert found == [
        Problem(("MaxResults",), "required"),
        Problem(("Most",), f"not a member: {names}", of_key=True),
    ]


def texts(member: Member) -> st.SearchStrategy[str]:
    """Generate texts for a member: some valid, some at its limits, and arbitrary ones."""
    sizes = {1, member.minimum or 0, (member.minimum or 1) - 1, member.maximum or 1}
    sizes |= {(member.maximum or 1) + 1}
    if "p{L}" in member.pattern:
        # the emulator accepts invisible characters here, the service does not
        return st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=66)
    lengths = st.sampled_from(sorted(sizes)).flatmap(
        lambda size: st.sampled_from(["a", "1", " ", "é"]).map(lambda each: each * size)
    )
    usual = ["a:0", "-:-", "authenticated", "unauthenticated", "a.b", "a b", ROLE, "a\n", "x;y"]
    return lengths | st.sampled_from([*usual, *member.choices]) | st.text(max_size=30)


def values(member: Member) -> st.SearchStrategy[Any]:
    """Generate values for a member around its limits; some are of a different kind."""
    others = st.sampled_from([None, True, 1, 1.5, "x", [], {}, [None], {"x": None}])
    if member.kind is ValueKind.SWITCH:
        return st.booleans() | others
    if member.kind is ValueKind.NUMBER:
        most = member.maximum or 0
        return st.integers(-1, 62) | st.sampled_from([most, most + 1]) | others
    if member.element is None:
        return texts(member) | others
    good = GOOD_INSIDE.get(member.element.name, "a:0")
    most = member.maximum or 3
    sizes = st.sampled_from([0, 1, most, most + 1])
    if member.key is None:
        return sizes.map(lambda size: [good] * size) | others
    return sizes.map(lambda size: {f"n{place}": good for place in range(size)}) | others


def variations(member: Member, good: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  JSON
    """Yield valid values with one part of them replaced."""
    if member.kind is ValueKind.STRUCTURE:
        return st.sampled_from(member.members).flatmap(
            lambda each: variations(each, good.get(each.name)).map(
                lambda value: {**good, each.name: value}
            )
        )
    if member.element is None or not good:
        return values(member)
    if member.key is None:
        longer = variations(member.element, good[0]).map(lambda value: [*good, value])
        return values(member) | longer
    name, value = next(iter(good.items()))
    inside = variations(member.element, value).map(lambda value: {**good, name: value})
    return values(member) | inside | texts(member.key).map(lambda key: {**good, key: value})


def is_accepted(operation: str, parameters: dict[str, Any]) -> bool:
    """Return whether the emulator's front end accepts a request."""
    try:
        check_constraints(API_NAMES[operation], parameters)
    except (ValidationException, SerializationException):
        return False
    return True


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_service_and_the_form_agree(operation: str) -> None:
    """A valid value is accepted, by botocore too; a value that violates the model is rejected."""
    members = input_members(operation)
    shape = MODEL.operation_model(API_NAMES[operation]).input_shape
    assert shape is not None
    good = {each.name: GOOD[each.name] for each in members}

    @hypothesis.settings(max_examples=100, suppress_health_check=list(hypothesis.HealthCheck))
    @given(variations(Member("", ValueKind.STRUCTURE, members=members), good))
    def agree(parameters: dict[str, Any]) -> None:
        found = check_input(operation, members, parameters)
        if not found:
            assert is_accepted(operation, parameters)
            report = ParamValidator().validate(wrapped_and_revealed(members, parameters), shape)
            assert not report.has_errors(), report.generate_report()
        if any(not problem.source for problem in found):
            assert not is_accepted(operation, parameters)

    agree()


def wrapped_and_revealed(members: tuple[Member, ...], parameters: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
    """Return what would be sent."""
    return revealed(wrap_secrets(members, parameters))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_valid_request_has_no_problem(operation: str) -> None:
    """A request that uses every member of the operation has no problem."""
    members = input_members(operation)
    parameters = {each.name: GOOD[each.name] for each in members}
    assert check_input(operation, members, parameters) == []
    assert is_accepted(operation, parameters)
