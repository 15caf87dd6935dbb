"""What a form is told of a member, and what it says of a value."""

import json
import sys
import unicodedata
from typing import Any, Final

import botocore.session
import hypothesis
import pytest
from botocore import xform_name
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from cogtui import patterns
from cogtui.checks import Problem, check, check_input
from cogtui.emulator.constraints import check_constraints
from cogtui.emulator.exceptions import SerializationException, ValidationException
from cogtui.gateway.model import input_members
from cogtui.members import Kind, Member, first_sentence, plain_label, sealed
from cogtui.operations import OPERATIONS
from cogtui.rules import RULES
from cogtui.secret import Secret
from tests.test_cli_line import revealed

MODEL = botocore.session.Session().get_service_model("cognito-identity")
API_NAMES: Final = {xform_name(name, "-"): name for name in MODEL.operation_names}

USER_POOL: Final = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBc"
ROLE: Final = "arn:aws:iam::111122223333:role/R"
RULE: Final = {"Claim": "aud", "MatchType": "Equals", "Value": "x", "RoleARN": ROLE}
MAPPING: Final = {
    "Type": "Rules",
    "AmbiguousRoleResolution": "Deny",
    "RulesConfiguration": {"Rules": [RULE]},
}

GOOD: Final[dict[str, Any]] = {
    "AccountId": "111122223333",
    "AllowClassicFlow": False,
    "AllowUnauthenticatedIdentities": True,
    "CognitoIdentityProviders": [
        {"ProviderName": USER_POOL, "ClientId": "1", "ServerSideTokenCheck": True}
    ],
    "CustomRoleArn": ROLE,
    "DestinationUserIdentifier": "ada",
    "DeveloperProviderName": "login.my-app",
    "DeveloperUserIdentifier": "ada@example.com",
    "HideDisabled": True,
    "IdentityId": "eu-west-1:77c1aaaa-0000-c66b-8000-00000000000b",
    "IdentityIdsToDelete": ["eu-west-1:77c1aaaa-0000-c66b-8000-00000000000b"],
    "IdentityPoolId": "eu-west-1:1a2b3c4d-0000-4000-8000-00000000000a",
    "IdentityPoolName": "my app, 2 + 3",
    "IdentityPoolTags": {"stage": "dev"},
    "IdentityProviderName": USER_POOL,
    "Logins": {"accounts.google.com": "eyJ", USER_POOL: "eyK"},
    "LoginsToRemove": ["accounts.google.com"],
    "MaxResults": 60,
    "NextToken": "AAAA=",
    "OpenIdConnectProviderARNs": ["arn:aws:iam::111122223333:oidc-provider/example.com"],
    "PrincipalTags": {"department": "custom:department"},
    "ResourceArn": "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:1a2b",
    "RoleMappings": {
        f"{USER_POOL}:1": MAPPING,
        "accounts.google.com": {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"},
    },
    "Roles": {"authenticated": ROLE, "unauthenticated": ROLE},
    "SamlProviderARNs": ["arn:aws:iam::111122223333:saml-provider/corp"],
    "SourceUserIdentifier": "Ada",
    "SupportedLoginProviders": {"graph.facebook.com": "7346241598935552", "api.twitter.com": "k;s"},
    "TagKeys": ["stage"],
    "Tags": {"stage": "dev"},
    "TokenDuration": 86_400,
    "UseDefaults": False,
}
"""A good value for each member that there is."""

GOOD_INSIDE: Final[dict[str, Any]] = {
    "ARNString": ROLE,
    "CognitoIdentityProvider": {"ProviderName": USER_POOL},
    "MappingRule": RULE,
    "RoleMapping": MAPPING,
}
"""Good elements of the lists and maps that do not take just any short text."""


def member(operation: str, name: str) -> Member:
    """A member of an operation's input."""
    return next(each for each in input_members(operation) if each.name == name)


def every_member() -> list[Member]:
    """All members of all operations, with those inside of them."""
    found: list[Member] = []
    waiting = [each for name in OPERATIONS for each in input_members(name)]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting.extend([*each.members, *filter(None, (each.key, each.element))])
    return found


def messages(operation: str, name: str, value: object) -> list[str]:
    """What is said of a member's value, without where."""
    return [problem.message for problem in check(member(operation, name), value)]


@pytest.mark.parametrize(
    ("operation", "name", "expected"),
    [
        (
            "create-identity-pool",
            "IdentityPoolName",
            "up to 128 of letters, digits, space and _+=,.@-",
        ),
        ("create-identity-pool", "DeveloperProviderName", "up to 128 of letters, digits and ._-"),
        ("create-identity-pool", "AllowClassicFlow", ""),
        ("create-identity-pool", "SupportedLoginProviders", "up to 10"),
        ("create-identity-pool", "CognitoIdentityProviders", ""),
        ("create-identity-pool", "IdentityPoolTags", "up to 50"),
        ("delete-identities", "IdentityIdsToDelete", "up to 60"),
        ("get-id", "AccountId", "up to 15 digits"),
        (
            "get-id",
            "IdentityPoolId",
            "REGION:GUID, up to 55 characters, the GUID of 0-9, a-f and -",
        ),
        ("list-identities", "MaxResults", "between 1 and 60"),
        ("list-identities", "NextToken", "up to 65,535 characters without a space"),
        ("tag-resource", "ResourceArn", "20 to 2,048 characters"),
        ("get-open-id-token-for-developer-identity", "TokenDuration", "between 1 and 86,400"),
        ("get-principal-tag-attribute-map", "IdentityProviderName", "up to 128 characters"),
    ],
)
def test_a_field_says_what_it_expects(operation: str, name: str, expected: str) -> None:
    """The limits of the service in words, the enforced ones where the model has others."""
    assert expected == member(operation, name).expectation


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (Member("x", Kind.CHOICE, choices=("a", "b", "c")), "a, b or c"),
        (Member("x", Kind.CHOICE, choices=("a",)), "a"),
        (Member("x", Kind.TEXT), ""),
        (Member("x", Kind.TEXT, pattern=r"\d+"), "any number digits"),
        (Member("x", Kind.TEXT, minimum=2), "at least 2 characters"),
        (Member("x", Kind.TEXT, maximum=2, pattern="[ab]"), "up to 2 characters of the form [ab]"),
        (Member("x", Kind.NUMBER), ""),
        (Member("x", Kind.NUMBER, minimum=5), "at least 5"),
        (Member("x", Kind.NUMBER, maximum=5), "up to 5"),
    ],
)
def test_members_of_another_model_are_told_too(made: Member, expected: str) -> None:
    """Limits that no member of this service has today."""
    assert expected == made.expectation


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SourceUserIdentifier", "Source user identifier"),
        ("OpenIdConnectProviderARNs", "OpenID Connect provider ARNs"),
        ("SamlProviderARNs", "SAML provider ARNs"),
        ("RoleARN", "Role ARN"),
        ("CustomRoleArn", "Custom role ARN"),
        ("IdentityPoolId", "Identity pool id"),
        ("Logins", "Logins"),
    ],
)
def test_a_label_is_made_of_the_names_words(name: str, expected: str) -> None:
    """Acronyms stay as AWS writes them."""
    assert expected == plain_label(name)


@pytest.mark.parametrize(
    ("documentation", "expected"),
    [
        ("", ""),
        ("A name", "A name"),
        ("An id (9+ digits). More of it.", "An id (9+ digits)."),
        ('One, e.g. this. "Two" follows.\n\nThree.', "One, e.g. this."),
        (
            "Letters as well as period (.), or 1. and 2. Then.",
            "Letters as well as period (.), or 1. and 2.",
        ),
        ("One\n\nTwo.", "One"),
    ],
)
def test_the_summary_is_the_first_sentence(documentation: str, expected: str) -> None:
    """Not cut at full stops inside of it."""
    assert expected == first_sentence(documentation)
    assert expected == Member("x", Kind.TEXT, documentation=documentation).summary


@pytest.mark.parametrize(
    ("operation", "name", "value", "expected"),
    [
        ("create-identity-pool", "IdentityPoolName", None, ["required"]),
        ("create-identity-pool", "IdentityPoolName", "", ["required"]),
        (
            "create-identity-pool",
            "IdentityPoolName",
            "naïve",
            ["up to 128 of letters, digits, space and _+=,.@-, not “ï”"],
        ),
        (
            "create-identity-pool",
            "IdentityPoolName",
            "x" * 129,
            ["up to 128 of letters, digits, space and _+=,.@-, now 129"],
        ),
        (
            "create-identity-pool",
            "DeveloperProviderName",
            "a b",
            ["up to 128 of letters, digits and ._-, not a space"],
        ),
        (
            "create-identity-pool",
            "DeveloperProviderName",
            "a\x1b",
            ["up to 128 of letters, digits and ._-, not “␛”"],
        ),
        ("create-identity-pool", "DeveloperProviderName", None, []),
        ("create-identity-pool", "DeveloperProviderName", "", ["at least 1 character"]),
        ("create-identity-pool", "AllowUnauthenticatedIdentities", None, ["required"]),
        ("create-identity-pool", "AllowUnauthenticatedIdentities", False, []),
        ("create-identity-pool", "AllowClassicFlow", 1, ["true or false"]),
        ("create-identity-pool", "AllowClassicFlow", None, []),
        ("create-identity-pool", "SamlProviderARNs", "x", ["a list: [ … ]"]),
        ("create-identity-pool", "SamlProviderARNs", ["x"], ["20 to 2,048 characters, now 1"]),
        ("create-identity-pool", "SamlProviderARNs", [None], ["required"]),
        ("create-identity-pool", "SupportedLoginProviders", [], ["an object: { … }"]),
        (
            "create-identity-pool",
            "SupportedLoginProviders",
            dict.fromkeys("abcdefghijk", "x"),
            ["10 at most, now 11"],
        ),
        ("get-credentials-for-identity", "CustomRoleArn", "", ["at least 20 characters"]),
        ("get-credentials-for-identity", "CustomRoleArn", 20, ["a text"]),
        ("list-identities", "MaxResults", 60, []),
        ("list-identities", "MaxResults", 61, ["between 1 and 60"]),
        ("list-identities", "MaxResults", 0, ["between 1 and 60"]),
        ("list-identities", "MaxResults", True, ["a whole number"]),
        ("list-identities", "MaxResults", "1", ["a whole number"]),
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
            ["REGION:GUID, up to 55 characters, the GUID of 0-9, a-f and -"],
        ),
        ("tag-resource", "Tags", {"a": ""}, []),
        ("tag-resource", "Tags", {1: "x"}, ["a text"]),
    ],
)
def test_a_wrong_value_is_told_in_words(
    operation: str, name: str, value: object, expected: list[str]
) -> None:
    """What would be right, for every kind; nothing is said of a value that will do."""
    assert expected == messages(operation, name, value)


def test_a_problem_is_told_where_it_is() -> None:
    """Deep inside of a member, by its names and places."""
    rules = [RULE, RULE, RULE, {**RULE, "Value": ""}]
    mapping = {**MAPPING, "RulesConfiguration": {"Rules": rules}}
    found = check(member("set-identity-pool-roles", "RoleMappings"), {"www.x.com": mapping})
    path = ("RoleMappings", "www.x.com", "RulesConfiguration", "Rules", 3, "Value")
    assert found == [Problem(path, "required")]


def test_every_problem_is_told() -> None:
    """What is missing, what is no choice, what is not a member, and a key of its own."""
    mapping = {"Type": "rules", "Extra": 1, "RulesConfiguration": {"Rules": [{"Claim": "a b"}]}}
    found = check(member("set-identity-pool-roles", "RoleMappings"), {"": mapping})
    rule = ("RoleMappings", "", "RulesConfiguration", "Rules", 0)
    names = "Type, AmbiguousRoleResolution or RulesConfiguration"
    assert [problem[:3] for problem in found] == [
        (("RoleMappings", ""), "required", True),
        (("RoleMappings", "", "AmbiguousRoleResolution"), "required", False),
        (("RoleMappings", "", "Type"), "Token or Rules", False),
        ((*rule, "Claim"), "up to 64 printable characters without a space, not a space", False),
        ((*rule, "MatchType"), "required", False),
        ((*rule, "Value"), "required", False),
        ((*rule, "RoleARN"), "required", False),
        (("RoleMappings", "", "Extra"), f"not a member: {names}", True),
    ]


def test_input_is_checked_as_a_whole() -> None:
    """Members that are required and missing, and names that no member has."""
    members = input_members("list-identities")
    found = check_input("list-identities", members, {"IdentityPoolId": "a:0", "maxResults": 1})
    names = "IdentityPoolId, MaxResults, NextToken or HideDisabled"
    assert found == [
        Problem(("MaxResults",), "required"),
        Problem(("maxResults",), f"not a member: {names}", of_key=True),
    ]


@pytest.mark.parametrize(
    ("operation", "name", "value", "path", "message"),
    [
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"www.x.com": {**MAPPING, "RulesConfiguration": {"Rules": [RULE] * 26}}},
            ("www.x.com", "RulesConfiguration", "Rules"),
            "25 rules at most, now 26",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"www.x.com": {**MAPPING, "RulesConfiguration": {"Rules": [RULE] * 401}}},
            ("www.x.com", "RulesConfiguration", "Rules"),
            "25 rules at most, now 401",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"https://accounts.google.com": MAPPING},
            ("https://accounts.google.com",),
            "the provider's name, without https://",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {USER_POOL: MAPPING},
            (USER_POOL,),
            "a user pool goes with its app client: PROVIDER:CLIENT_ID",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {f"{USER_POOL}:1": {"Type": "Token"}},
            (f"{USER_POOL}:1", "AmbiguousRoleResolution"),
            "required",
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {f"{USER_POOL}:1": {"Type": "Rules", "AmbiguousRoleResolution": "Deny"}},
            (f"{USER_POOL}:1", "RulesConfiguration"),
            "required for the type Rules",
        ),
        ("tag-resource", "Tags", {"AWS:x": "y"}, ("AWS:x",), "the prefix aws: is reserved"),
        (
            "tag-resource",
            "Tags",
            {"a": "x;y"},
            ("a",),
            "letters, digits, space and _.:/=+-@",
        ),
        (
            "create-identity-pool",
            "IdentityPoolTags",
            {str(number): "" for number in range(51)},
            (),
            "50 tags at most, now 51",
        ),
        (
            "create-identity-pool",
            "CognitoIdentityProviders",
            [{"ProviderName": "eu-west-1_aBc", "ClientId": "1"}],
            (0, "ProviderName"),
            "cognito-idp.REGION.amazonaws.com/USER_POOL_ID",
        ),
        ("create-identity-pool", "CognitoIdentityProviders", [{}], (0, "ProviderName"), "required"),
    ],
)
def test_a_limit_beyond_the_model_is_told_with_its_source(
    operation: str, name: str, value: object, path: tuple[str | int, ...], message: str
) -> None:
    """What AWS's pages tell in prose, or the service was seen to refuse."""
    [found] = check(member(operation, name), value)
    assert ((name, *path), message) == (found.path, found.message)
    assert found.source.startswith("https://")


@pytest.mark.parametrize(
    ("operation", "name", "value"),
    [
        ("set-identity-pool-roles", "RoleMappings", {f"{USER_POOL}:1": MAPPING}),
        ("set-identity-pool-roles", "RoleMappings", {"accounts.google.com": MAPPING}),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {"www.x.com": {**MAPPING, "RulesConfiguration": {"Rules": [RULE] * 25}}},
        ),
        (
            "set-identity-pool-roles",
            "RoleMappings",
            {f"{USER_POOL}:1": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
        ),
        ("tag-resource", "Tags", {"Équipe: é_1/+=@-.": "", "x-aws:": "日本"}),
        (
            "create-identity-pool",
            "CognitoIdentityProviders",
            [
                {"ProviderName": USER_POOL},
                {"ProviderName": "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_1"},
            ],
        ),
    ],
)
def test_what_the_service_takes_is_not_refused(operation: str, name: str, value: object) -> None:
    """Values just within the limits beyond the model."""
    assert check(member(operation, name), value) == []


def test_somebody_is_looked_up() -> None:
    """Of an identity id and a developer user identifier, one has to be given."""
    name = "lookup-developer-identity"
    members = input_members(name)
    pool = {"IdentityPoolId": "us-east-1:0"}
    [found] = check_input(name, members, pool)
    assert found.path == ("DeveloperUserIdentifier",)
    assert found.message == "an identity id or a developer user identifier is required"
    assert check_input(name, members, {**pool, "IdentityId": "us-east-1:0"}) == []
    assert check_input(name, members, {**pool, "DeveloperUserIdentifier": "ada"}) == []


def test_every_rule_is_about_something_of_the_service() -> None:
    """The rules' names are those of operations, members and shapes."""
    assert RULES.keys() <= {each.name for each in every_member()} | OPERATIONS.keys()


def test_every_pattern_of_the_model_is_known() -> None:
    """No member's pattern is without words, and no words are without a pattern."""
    assert {each.pattern for each in every_member() if each.pattern} == patterns.FORMS.keys()


@pytest.mark.parametrize("pattern", patterns.FORMS)
def test_a_pattern_means_what_it_means_in_java(pattern: str) -> None:
    """The whole text has to match, and letters, digits and spaces are those of ASCII."""
    beyond = {"é", "٣", "\u00a0", "a\n", "\n", "", "日"}
    java = {
        r"[\w\s+=,.@-]+": {"a\n", "\n"},
        r"[\S]+": {"é", "٣", "\u00a0", "日"},
        r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+": {"é", "٣", "日"},
    }
    assert java.get(pattern, set()) == {text for text in beyond if patterns.matches(pattern, text)}


def test_printable_characters_are_those_of_five_categories() -> None:
    r"""Each character of Unicode is held against `\p{L}\p{M}\p{S}\p{N}\p{P}`."""
    wrong = [
        code
        for code in range(sys.maxunicode + 1)
        if (unicodedata.category(chr(code))[0] in "LMSNP")
        is not patterns.matches(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", chr(code))
    ]
    assert wrong == []


def test_an_unknown_pattern_is_left_to_the_service() -> None:
    """A newer model may have patterns that nobody has put into words."""
    made = Member("x", Kind.TEXT, maximum=3, pattern=r"\p{Lu}+")
    assert check(made, "abc") == []
    assert check(made, "abcd")[0].message == r"up to 3 characters of the form \p{Lu}+, now 4"
    assert patterns.misfit(made.pattern, "abc") == ""


def test_what_is_sent_holds_what_is_set_and_hides_secrets() -> None:
    """None is left out wherever it is, and what is secret is wrapped."""
    members = input_members("get-id")
    told = sealed(members, {"AccountId": None, "IdentityPoolId": "a:0", "Logins": {"x": "token"}})
    assert list(told) == ["IdentityPoolId", "Logins"]
    assert isinstance(told["Logins"]["x"], Secret)
    assert told["Logins"]["x"].reveal() == "token"
    again = sealed(members, told)
    assert again["Logins"]["x"] is told["Logins"]["x"]


def test_structures_are_prepared_too() -> None:
    """What is not set inside of rows and structures is left out."""
    rows = [{"ProviderName": USER_POOL, "ClientId": None, "ServerSideTokenCheck": False}]
    told = sealed(
        input_members("create-identity-pool"),
        {
            "CognitoIdentityProviders": rows,
            "SamlProviderARNs": [ROLE],
            "AllowClassicFlow": False,
            "SupportedLoginProviders": {"api.twitter.com": "key;secret", "www.x.com": "id"},
        },
    )
    assert json.loads(json.dumps(told, default=repr)) == {
        "AllowClassicFlow": False,
        "SupportedLoginProviders": {"api.twitter.com": "****", "www.x.com": "id"},
        "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ServerSideTokenCheck": False}],
        "SamlProviderARNs": [ROLE],
    }


def texts(member: Member) -> st.SearchStrategy[str]:
    """Texts for a member: some that fit, some at its limits, and any other."""
    sizes = {1, member.minimum or 0, (member.minimum or 1) - 1, member.maximum or 1}
    sizes |= {(member.maximum or 1) + 1}
    if "p{L}" in member.pattern:
        # the emulator takes invisible characters here, the service does not
        return st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=66)
    lengths = st.sampled_from(sorted(sizes)).flatmap(
        lambda size: st.sampled_from(["a", "1", " ", "é"]).map(lambda each: each * size)
    )
    usual = ["a:0", "-:-", "authenticated", "unauthenticated", "a.b", "a b", ROLE, "a\n", "x;y"]
    return lengths | st.sampled_from([*usual, *member.choices]) | st.text(max_size=30)


def values(member: Member) -> st.SearchStrategy[Any]:
    """Values for a member, in size and form about its limits; some are of another kind."""
    others = st.sampled_from([None, True, 1, 1.5, "x", [], {}, [None], {"x": None}])
    if member.kind is Kind.SWITCH:
        return st.booleans() | others
    if member.kind is Kind.NUMBER:
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
    """Good values with one of all that is in them replaced."""
    if member.kind is Kind.STRUCTURE:
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
    """Whether the emulator's front end lets a request pass."""
    try:
        check_constraints(API_NAMES[operation], parameters)
    except (ValidationException, SerializationException):
        return False
    return True


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_service_and_the_form_agree(operation: str) -> None:
    """What passes is accepted, by botocore too; what breaks the model is refused."""
    members = input_members(operation)
    shape = MODEL.operation_model(API_NAMES[operation]).input_shape
    assert shape is not None
    good = {each.name: GOOD[each.name] for each in members}

    @hypothesis.settings(max_examples=100, suppress_health_check=list(hypothesis.HealthCheck))
    @given(variations(Member("", Kind.STRUCTURE, members=members), good))
    def agree(parameters: dict[str, Any]) -> None:
        found = check_input(operation, members, parameters)
        if not found:
            assert is_accepted(operation, parameters)
            report = ParamValidator().validate(sealed_and_revealed(members, parameters), shape)
            assert not report.has_errors(), report.generate_report()
        if any(not problem.source for problem in found):
            assert not is_accepted(operation, parameters)

    agree()


def sealed_and_revealed(members: tuple[Member, ...], parameters: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
    """What would be sent."""
    return revealed(sealed(members, parameters))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_good_request_has_no_problem(operation: str) -> None:
    """One that uses every member of the operation."""
    members = input_members(operation)
    parameters = {each.name: GOOD[each.name] for each in members}
    assert check_input(operation, members, parameters) == []
    assert is_accepted(operation, parameters)
