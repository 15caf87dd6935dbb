"""Values edited as JSON."""

from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import TextArea

from cogtui.screens.forms.form_json import (
    JsonError,
    parse,
    restore_secrets,
    to_json,
    unmatched_masks,
)
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.text import is_plain
from cogtui.widgets.fields.field import FieldSpec
from cogtui.widgets.fields.rows_field import RowsField
from tests.inputs import GOOD, ROLE, member
from tests.widgets.fields.filling import Filler, filling

POOL = {"IdentityPoolId": GOOD["IdentityPoolId"]}

NESTED = (
    ("create-identity-pool", "CognitoIdentityProviders"),
    ("set-identity-pool-roles", "RoleMappings"),
    ("get-id", "Logins"),
)


def values(of: Member) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a member's kind, including hostile texts and secrets."""
    if of.kind is ValueKind.SWITCH:
        return st.booleans()
    if of.kind is ValueKind.STRUCTURE:
        members = {each.name: values(each) for each in of.members}
        return st.fixed_dictionaries({}, optional=members)
    if of.element is None:
        texts = st.text(max_size=12)
        return texts.map(Secret) if of.sensitive else texts
    if of.key is None:
        return st.lists(values(of.element), max_size=4)
    return st.dictionaries(st.text(max_size=12), values(of.element), max_size=4)


@pytest.mark.parametrize(("operation", "name"), NESTED)
def test_a_value_survives_a_field_and_json(operation: str, name: str) -> None:
    """A value converted to JSON and back keeps its order and its secrets."""
    spec = FieldSpec(member(operation, name), (name,))

    @hypothesis.settings(max_examples=60)
    @given(values(spec.member))
    def goes_through(value: Any) -> None:  # noqa: ANN401  of the member's kind
        field = RowsField(spec)
        field.open_with(value)
        assert value == field.answer
        assert not field.is_changed
        back = parse(to_json(value))
        assert list(value) == list(restore_secrets(back, value))
        assert value == restore_secrets(back, value)
        assert list(unmatched_masks(back, value, ())) == []
        assert is_plain(to_json(value).replace("\n", ""))

    goes_through()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "line 1, column 2: expecting property name enclosed in double quotes"),
        ('{\n "a": 1\n "b"}', "line 3, column 2: expecting ',' delimiter"),
        ("", "line 1, column 1: expecting value"),
        ('{"a": 1, "a": 2}', '"a" is a duplicate key'),
        ("[NaN]", "NaN is not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_invalid_json(text: str, expected: str) -> None:
    """Invalid JSON is reported with its line and column, if it has one."""
    with pytest.raises(JsonError) as caught:
        parse(text)
    assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("value", "surviving", "expected"),
    [
        ({"a": "****"}, {"a": Secret("s")}, []),
        ({"b": "****"}, {"a": Secret("s")}, [("L", "b")]),
        (["****", "****"], [Secret("s")], [("L", 1)]),
        ({"a": {"x": "****"}}, {"a": Secret("s")}, [("L", "a", "x")]),
        ({"a": "****"}, {"a": "****"}, []),
        ({"a": "****"}, None, [("L", "a")]),
        ({"a": 1}, None, []),
    ],
)
def test_a_mask_stands_for_the_secret_at_its_place(
    value: Any,  # noqa: ANN401  JSON
    surviving: Any,  # noqa: ANN401  JSON
    expected: list[tuple[str | int, ...]],
) -> None:
    """A mask without a secret at its place is a problem, as the mask itself would be sent."""
    assert expected == [each.path for each in unmatched_masks(value, surviving, ("L",))]


async def writes(form: Filler, text: str) -> None:
    """Replace the text in the editor."""
    form.app.screen.query_one(TextArea).clear()
    await form.paste(text)


async def test_a_member_is_edited_as_json() -> None:
    """The edited value is in the field; masked secrets are kept and new ones are wrapped."""
    entered = {**POOL, "Logins": {"accounts.google.com": Secret("sentinel")}}
    async with filling("get-id", entered) as form:
        await form.goes_to("Logins")
        await form.press("ctrl+t")
        assert '"accounts.google.com": "****"' in form.words
        assert "**** stands for a secret that is kept" in form.words
        await writes(form, '{"graph.facebook.com": "x", "accounts.google.com": "****"}')
        await form.press("ctrl+s", "ctrl+s")
        expected = {"graph.facebook.com": Secret("x"), "accounts.google.com": Secret("sentinel")}
        assert {**POOL, "Logins": expected} == form.result
        assert list(form.result["Logins"]) == ["graph.facebook.com", "accounts.google.com"]


async def test_problems_are_reported_and_the_text_stays() -> None:
    """Invalid JSON and values that the service would reject are reported, and the text stays."""
    entered = {**POOL, "Roles": {"authenticated": ROLE}}
    async with filling("set-identity-pool-roles", entered) as form:
        await form.goes_to("RoleMappings")
        await form.press("ctrl+t")
        assert "null" in form.words
        assert "stands for" not in form.words
        await writes(form, '{"x.com": {"Type": "token",}}')
        await form.press("ctrl+s")
        assert "✗ line 1, column" in form.words
        assert '"Type": "token",' in form.words
        await writes(form, '{"x.com": {"Type": "token"}}')
        await form.press("ctrl+s")
        assert "✗ RoleMappings.x.com.AmbiguousRoleResolution: required" in form.words
        assert "✗ RoleMappings.x.com.Type: Token or Rules" in form.words
        await writes(form, '{"x.com": 1, "y": 2, "z": 3, "a": 4, "https://b": 5}')
        await form.press("ctrl+s")
        assert "✗ RoleMappings.z: an object: { … }\n✗ and 3 mistakes more" in form.words
        await writes(form, '{"x.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}')
        await form.press("ctrl+s", "ctrl+s")
        expected = {"x.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}
        assert {**entered, "RoleMappings": expected} == form.result


@pytest.mark.parametrize(("text", "expected"), [("null", {}), ("{}", {"RoleMappings": {}})])
async def test_json_distinguishes_empty_from_not_set(text: str, expected: dict[str, Any]) -> None:
    """An empty object is sent, null is not."""
    entered = {**POOL, "Roles": {"authenticated": ROLE}}
    mappings = {"x.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}}
    async with filling("set-identity-pool-roles", {**entered, "RoleMappings": mappings}) as form:
        await form.goes_to("RoleMappings")
        await form.press("ctrl+t")
        await writes(form, text)
        await form.press("ctrl+s", "ctrl+s")
        assert {**entered, **expected} == form.result


async def test_escape_keeps_the_value() -> None:
    """Escape keeps the value whatever was typed, after a question if something was."""
    entered = {**POOL, "Roles": {"authenticated": ROLE}}
    async with filling("set-identity-pool-roles", entered) as form:
        await form.goes_to("Roles")
        await form.press("ctrl+t")
        await form.press("escape")
        assert "as JSON" not in form.words
        await form.press("ctrl+t")
        await writes(form, "{}")
        await form.press("escape")
        await form.sees("Discard changes?", "y Discard Esc Keep editing")
        await form.press("escape")
        await form.sees("Roles as JSON", "{}")
        await form.press("escape", "y", "d", "ctrl+r", "ctrl+s")
        assert entered == form.result
