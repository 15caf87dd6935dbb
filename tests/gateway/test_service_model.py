"""Members, secrets and documentation from botocore's model of the service."""

import botocore.session
import pytest
from botocore import xform_name
from botocore.model import Shape, StructureShape

from cogtui.gateway.documentation import plain_text
from cogtui.gateway.service_model import (
    SERVICE,
    documentation,
    input_members,
    needs_no_credentials,
    secret_paths,
)
from cogtui.service.members import Member, ValueKind
from cogtui.service.operations import OPERATIONS

MODEL = botocore.session.Session().get_service_model(SERVICE)

API_NAMES = {xform_name(name, "-"): name for name in MODEL.operation_names}

EACH = pytest.mark.parametrize("operation", OPERATIONS)


def member(operation: str, *path: str) -> Member:
    """Return a member of an operation, or a nested one by its name or its shape's name."""
    inside = input_members(operation)
    for name in path:
        found = next(each for each in inside if each.name == name)
        inside = (*found.members, *(each for each in (found.key, found.element) if each))
    return found


def limits(shape: Shape) -> dict[str, object]:
    """Return the constraints in a shape of the model."""
    known = {key: each for key, each in shape.metadata.items() if key != "required"}
    return known | {"enum": tuple(known["enum"])} if "enum" in known else known


def limits_of(member: Member) -> dict[str, object]:
    """Return the constraints of a member."""
    stated = {
        "min": member.minimum,
        "max": member.maximum,
        "pattern": member.pattern or None,
        "enum": member.choices or None,
        "sensitive": member.sensitive or None,
    }
    return {name: value for name, value in stated.items() if value is not None}


def assert_same(shape: Shape, member: Member) -> None:
    """Compare a member, with everything nested in it, to the model's shape."""
    assert limits(shape) == limits_of(member)
    assert isinstance(shape, StructureShape) is (member.kind is ValueKind.STRUCTURE)
    if isinstance(shape, StructureShape):
        assert list(shape.members) == [each.name for each in member.members]
        for each in member.members:
            assert_same(shape.members[each.name], each)
            assert (each.name in shape.required_members) is each.required
    for part, nested in (
        ("key", member.key),
        ("value", member.element if member.key else None),
        ("member", None if member.key else member.element),
    ):
        assert hasattr(shape, part) is (nested is not None)
        if nested is not None:
            assert getattr(shape, part).name == nested.name
            assert nested.required
            assert_same(getattr(shape, part), nested)


@EACH
def test_members_match_the_model(operation: str) -> None:
    """The members have every member, key, element and constraint of the model, and no others."""
    shape = MODEL.operation_model(API_NAMES[operation]).input_shape
    assert shape is not None
    whole = Member("", ValueKind.STRUCTURE, members=input_members(operation))
    assert_same(shape, whole)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("create-identity-pool", "IdentityPoolName"), ValueKind.TEXT),
        (("create-identity-pool", "AllowClassicFlow"), ValueKind.SWITCH),
        (("create-identity-pool", "SamlProviderARNs"), ValueKind.LIST),
        (("create-identity-pool", "CognitoIdentityProviders"), ValueKind.ROWS),
        (("create-identity-pool", "SupportedLoginProviders"), ValueKind.MAP),
        (("set-identity-pool-roles", "RoleMappings"), ValueKind.STRUCTURES),
        (("set-identity-pool-roles", "RoleMappings", "RoleMapping"), ValueKind.STRUCTURE),
        (("set-identity-pool-roles", "RoleMappings", "RoleMapping", "Type"), ValueKind.CHOICE),
        (("get-id", "Logins", "IdentityProviderToken"), ValueKind.LONG_TEXT),
        (("get-id", "Logins", "IdentityProviderName"), ValueKind.TEXT),
        (("list-identities", "MaxResults"), ValueKind.NUMBER),
        (("list-identities", "NextToken"), ValueKind.LONG_TEXT),
        (("get-open-id-token-for-developer-identity", "TokenDuration"), ValueKind.NUMBER),
    ],
)
def test_a_kind_follows_from_the_shape(path: tuple[str, ...], kind: ValueKind) -> None:
    """Each kind of value follows from its shape."""
    assert kind == member(*path).kind


def test_labels_are_plain() -> None:
    """Members, keys and elements have plain labels and our own help."""
    assert member("merge-developer-identities", "SourceUserIdentifier").label == "Source user"
    assert member("tag-resource", "Tags", "TagKeysType").label == "Tag key"
    assert member("get-id", "Logins").summary == "A token for each provider; none for a guest."
    assert member("get-id", "Logins", "IdentityProviderName").label == "Provider"
    assert member("set-identity-pool-roles", "Roles", "RoleType").label == "Users"


@EACH
def test_the_documentation_is_plain_text(operation: str) -> None:
    """The documentation of operations and members contains no tags or entities."""
    texts = [documentation(operation), *(each.documentation for each in input_members(operation))]
    for text in texts:
        assert text
        assert "&lt;" not in text
        for tag in ("<p>", "</", "<code>", "<a ", "<li>"):
            assert tag not in text


def test_four_operations_need_no_credentials() -> None:
    """These are the operations that the developer guide calls public."""
    public = {name for name in OPERATIONS if needs_no_credentials(name)}
    assert public == {
        "get-credentials-for-identity",
        "get-id",
        "get-open-id-token",
        "unlink-identity",
    }


def test_paths_of_secrets() -> None:
    """Requests have login tokens as secrets; answers have keys and tokens."""
    inward = {name: paths for name in OPERATIONS if (paths := secret_paths(name).input)}
    outward = {name: paths for name in OPERATIONS if (paths := secret_paths(name).output)}
    logins = {("Logins", "*")}
    assert inward == dict.fromkeys(
        (
            "get-id",
            "get-open-id-token-for-developer-identity",
            "get-credentials-for-identity",
            "get-open-id-token",
            "unlink-identity",
        ),
        logins,
    )
    assert outward == {
        "get-open-id-token-for-developer-identity": {("Token",)},
        "get-credentials-for-identity": {
            ("Credentials", "SecretKey"),
            ("Credentials", "SessionToken"),
        },
        "get-open-id-token": {("Token",)},
    }


def test_an_unknown_operation_is_refused() -> None:
    """An unknown operation raises an error."""
    with pytest.raises(KeyError, match="make-coffee"):
        input_members("make-coffee")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("TBD", "TBD"),
        ("<p>One\n  two <code>Three</code>.</p>", "One two Three."),
        ("<p>a</p> <p> b</p>", "a\n\nb"),
        ("<p>a:</p><ul> <li> <p>b </p> </li> <li>c</li></ul><p>d</p>", "a:\n\n• b\n• c\n\nd"),
        ("<note> <p>a</p> </note><important> <p>b</p> </important>", "Note: a\n\nImportant: b"),
        ("<p>&lt;region&gt; &amp; x</p>", "<region> & x"),
        ('<p>see <a href="https://x/y">the <i>guide</i></a>.</p>', "see the guide (https://x/y)."),
        ("<p>by <a>GetId</a>.</p>", "by GetId."),
    ],
)
def test_html_becomes_plain_text(html: str, expected: str) -> None:
    """Paragraphs, lists, notes, code, entities and links are converted as in the model."""
    assert expected == plain_text(html)
