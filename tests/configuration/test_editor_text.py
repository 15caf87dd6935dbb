"""A configuration as text for an editor."""

import json
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types
from hypothesis import given, settings

from cogtui.configuration import editor_text
from cogtui.configuration.json_positions import InvalidTextError, Mistake
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import without_secrets
from tests.configuration.samples import FULL, GOOGLE, OIDC, SECRET, TWITTER, members
from tests.configuration.strategies import configurations
from tests.inputs import USER_POOL


def mistakes(text: str, present: Configuration | None = FULL) -> tuple[Mistake, ...]:
    """Return the mistakes in a text."""
    with pytest.raises(InvalidTextError) as caught:
        editor_text.parse_edited(text, members(), present)
    return caught.value.mistakes


def edited(old: str, new: str) -> str:
    """Return the text of the full configuration with one replacement."""
    text = editor_text.format_for_editor(FULL, members())
    assert text.count(old) == 1
    return text.replace(old, new)


@settings(max_examples=15)
@given(configurations())
def test_any_configuration_survives_a_round_trip(configuration: Configuration) -> None:
    """Secrets survive although the text has none, and YAML reads the same data."""
    text = editor_text.format_for_editor(configuration, members())
    assert configuration == editor_text.parse_edited(text, members(), configuration)
    assert "sentinel" not in text
    # YAML does not combine surrogate pairs
    as_yaml = json.loads(json.dumps(yaml.safe_load(text)))
    assert without_secrets(configuration) == as_yaml


def test_the_text_helps() -> None:
    """Each member has its name, its expected value and its description."""
    text = editor_text.format_for_editor(FULL, members())
    assert SECRET not in text
    assert f'"{TWITTER}": "key;****"' in text
    lines = text.split("\n")
    assert "  # Pool name, required: up to 128 letters, digits, spaces or _+=,.@-." in lines
    assert "  # MatchType: Equals, Contains, StartsWith or NotEqual." in lines
    assert "  # Rules: up to 25." in lines
    assert max(map(len, lines)) <= 110
    assert all(f'  "{name}": ' in text for name in FULL.members)


def test_a_removed_member_is_not_set() -> None:
    """Null also means not set."""
    text = '{"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": false, "Roles": null}'
    bare = Configuration.of({"IdentityPoolName": "x"})
    assert bare == editor_text.parse_edited(text, members(), None)


def test_a_secret_can_be_changed() -> None:
    """The whole secret or only the key before it can change."""
    new = editor_text.parse_edited(edited("key;****", "other;****"), members(), FULL)
    assert new["SupportedLoginProviders"][TWITTER].reveal() == f"other;{SECRET}"
    new = editor_text.parse_edited(edited("key;****", "key;new"), members(), FULL)
    assert new["SupportedLoginProviders"][TWITTER].reveal() == "key;new"


def wrong(old: str, new: str) -> tuple[str, str]:
    """Return the line and the message of the only mistake."""
    text = edited(old, new)
    (found,) = mistakes(text)
    about = ".".join(map(str, found.path))
    return text.split("\n")[found.line - 1].strip(), f"{about}: {found.message}"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            '"mobile"',
            '"a;b"',
            '"IdentityPoolName": "a;b",',
            "IdentityPoolName: up to 128 letters, digits, spaces or _+=,.@-, not “;”",
        ),
        (
            '"stage":',
            '"aws:stage":',
            None,
            "IdentityPoolTags.aws:stage: the prefix aws: is reserved",
        ),
        (
            '"ClientId": "app1",',
            "",
            "{",
            "CognitoIdentityProviders.0.ClientId: required",
        ),
        (
            f'"{GOOGLE}": "1.apps"',
            '"www.google.org": "****"',
            '"www.google.org": "****",',
            "SupportedLoginProviders.www.google.org: enter the secret: **** does not",
        ),
        (
            f'"{GOOGLE}": "1.apps"',
            f'"{GOOGLE}": 1',
            None,
            f"SupportedLoginProviders.{GOOGLE}: a string",
        ),
        ('"IdentityPoolTags"', '"Tagz"', None, "Tagz: not a member: IdentityPoolName,"),
        (
            '"UseDefaults": true,\n      "PrincipalTags": {}',
            '"UseDefaults": true, "PrincipalTags": {"a": "b"}',
            None,
            f"PrincipalTags.{GOOGLE}.PrincipalTags: ignored with UseDefaults",
        ),
        (
            f'"{USER_POOL}:app1": {{',
            f'"{USER_POOL}": {{',
            None,
            f"RoleMappings.{USER_POOL}: a user pool needs its app client",
        ),
    ],
)
def test_a_mistake_is_reported_at_its_line(
    old: str, new: str, line: str | None, message: str
) -> None:
    """Limits, unknown members and values that would be lost are all reported."""
    found_line, found = wrong(old, new)
    assert found.startswith(message)
    assert line is None or line == found_line


def test_all_mistakes_are_reported_at_once() -> None:
    """They are in the order of the members."""
    text = '{"IdentityPoolName": 1, "Roles": {"nobody": "x"}, "X": 1}'
    assert [each.path[0] for each in mistakes(text)] == [
        "IdentityPoolName",
        "AllowUnauthenticatedIdentities",
        "Roles",
        "Roles",
        "X",
    ]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("SamlProviderARNs", ["arn:aws:iam::111122223333:saml-provider/x"] * 2),
        ("OpenIdConnectProviderARNs", ["arn:aws:iam::111122223333:oidc-provider/x"] * 2),
        ("CognitoIdentityProviders", [{"ProviderName": USER_POOL, "ClientId": "1"}] * 2),
    ],
)
def test_duplicates_are_reported(member: str, value: list[Any]) -> None:
    """One of the two would be lost."""
    values = {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": True, member: value}
    (found,) = mistakes(json.dumps(values))
    assert (found.path, found.message) == ((member, 1), "duplicate")


def test_only_an_object_is_accepted() -> None:
    """A list is rejected."""
    assert mistakes("[]") == (Mistake(1, 1, (), "an object: { … }"),)


def test_mistakes_are_marked_in_the_text() -> None:
    """Marks are above their lines, replace earlier marks and leave the text unchanged."""
    text = edited('"mobile"', '"a;b"').replace("****", "a b")
    marked = editor_text.with_marks(text, mistakes(text))
    lines = marked.split("\n")
    assert lines[editor_text.first_mark(marked)].strip() == '"IdentityPoolName": "a;b",'
    assert [each for each in lines if not each.startswith("#!")] == text.split("\n")
    again = editor_text.with_marks(marked, mistakes(marked))
    assert again == marked
    assert editor_text.with_marks(marked, ()) == text
    assert editor_text.first_mark(text) == 1


def test_a_mark_is_one_line() -> None:
    """This holds for any name; a mistake without a position is marked at the top."""
    mark = editor_text.with_marks("{}", [Mistake(0, 0, ("a\nb\x1b",), "not a member")])
    assert mark == "#! a␊b␛: not a member\n{}"


def test_a_value_that_the_service_has() -> None:
    """Its problem does not prevent other changes; it is reported for a new pool."""
    current = FULL.replaced(OpenIdConnectProviderARNs=[f"{OIDC}/"])
    text = editor_text.format_for_editor(current, members())
    assert editor_text.parse_edited(text, members(), current, current) == current
    with pytest.raises(InvalidTextError, match="no slash at the end"):
        editor_text.parse_edited(text, members(), current)
