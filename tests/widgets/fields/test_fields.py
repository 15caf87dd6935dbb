"""Each kind of field on its own in a form, by keys."""

from typing import Any

import pytest
from textual.widgets import Input

from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem
from cogtui.widgets.fields.choice_field import ChoiceField
from cogtui.widgets.fields.field import Field
from cogtui.widgets.fields.field_help import FieldHelp
from cogtui.widgets.fields.rows import rows_of, summarize
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.text_field import NumberField, TextField
from tests.inputs import GOOD, ROLE, member
from tests.widgets.fields.filling import Filler, filling

TEXT = Member("Name", ValueKind.TEXT, "Plain name", maximum=5_000)
NUMBER = Member("Count", ValueKind.NUMBER)
CHOICE = Member("Match", ValueKind.CHOICE, choices=("Equals", "Contains", "StartsWith", "NotEqual"))
LIST = Member("Ids", ValueKind.LIST, element=Member("Id", ValueKind.TEXT, required=True))


async def opens(form: Filler, *members: Member, **more: Any) -> None:  # noqa: ANN401  FormDialog's arguments
    """Open a form for some members."""
    await form.opens(FormDialog("Form", members, **more))


def test_the_base_class_is_abstract() -> None:
    """The base class has neither a value nor a drawing."""
    field = Field.__new__(Field)
    with pytest.raises(NotImplementedError):
        _ = field.answer
    with pytest.raises(NotImplementedError):
        field.fill(None)
    with pytest.raises(NotImplementedError):
        field.render_row(0, 10)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", 12),
        (" -3 ", -3),
        ("+4", 4),
        ("1x", "1x"),
        ("", None),
        ("1.0", "1.0"),
        ("\u0661", "\u0661"),
    ],
)
async def test_a_number(typed: str, expected: object) -> None:
    """A text that is not a number is returned for the checks to report."""
    async with filling() as form:
        await opens(form, NUMBER)
        await form.type(typed)
        assert expected == form.app.screen.query_one(NumberField).answer


async def test_an_initial_number() -> None:
    """An initial number is shown, and returned as a number."""
    async with filling() as form:
        await opens(form, NUMBER, values={"Count": 60})
        assert "60" in form.words
        await form.press("ctrl+s")
        assert form.result == {"Count": 60}


@pytest.mark.parametrize(("values", "expected"), [("", {}), ("x", {"Name": "x"})])
async def test_an_empty_text_is_not_set(values: str, expected: dict[str, str]) -> None:
    """An empty text is not set, unless it is required and may be empty, as a tag's value."""
    async with filling() as form:
        await opens(form, TEXT)
        await form.type(values)
        await form.press("ctrl+s")
        assert expected == form.result
    async with filling() as form:
        await opens(form, TEXT._replace(required=True, minimum=0))
        await form.type(values)
        await form.press("ctrl+s")
        assert form.result == {"Name": values}


async def test_known_values_are_offered() -> None:
    """Down lists the known values to choose from, and a partial one is completed."""
    async with filling() as form:
        await opens(form, TEXT, LIST, known={"Name": ["alpha", "beta"]})
        assert "Plain name Name · ↓ lists 2 known values" in form.words
        field = form.app.screen.query_one(TextField)
        for keys, expected in (
            (("down", "enter"), "alpha"),
            (("down", "down", "enter"), "beta"),
            (("down", "up", "escape"), "beta"),
            (("down", "down", "up", "enter"), "alpha"),
        ):
            await form.press("down")
            await form.sees("Type to search")
            await form.press(*keys[1:])
            assert field.value == expected
        await form.press("down")
        assert form.app.screen is not field.screen
        await form.press("escape", "up")
        assert not field.has_focus
        for _ in range(2):
            field.post_message(TextField.ChoiceWanted(field))
        await form.sees("Type to search")
        await form.press("escape")
        assert form.app.screen is field.screen
        await form.press("tab", "ctrl+u")
        await form.type("AL")
        await form.pilot.pause()
        assert "ALpha" in form.words
        await form.press("right", "ctrl+s")
        assert form.result == {"Name": "alpha"}


async def test_a_text_is_pasted() -> None:
    """A paste inserts its first line, without surrounding blanks, in place of the selection."""
    async with filling() as form:
        await opens(form, TEXT)
        await form.type("xyz")
        await form.press("shift+left")
        await form.paste("\n  first \nsecond\n")
        await form.press("ctrl+s")
        assert form.result == {"Name": "xyfirst"}


async def test_a_long_text_scrolls() -> None:
    """The end of a long text is visible with the cursor, and Home shows its start."""
    async with filling() as form:
        await opens(form, TEXT)
        await form.paste("a" + "x" * 3_000 + "z")
        assert "xz\n" in form.words
        await form.press("home")
        assert "axxx" in form.words
        await form.press("ctrl+s")
        assert len(form.result["Name"]) == 3_002


async def test_the_hidden_parts_of_a_long_text_show_an_ellipsis() -> None:
    """An ellipsis stands for the start while the end is edited, and for the middle elsewhere."""
    async with filling() as form:
        await opens(form, TEXT, LIST)
        await form.paste("a" + "x" * 100 + "z")
        assert "…xxx" in form.words
        await form.press("home")
        assert "axxx" in form.words
        assert "…" not in form.words
        await form.press("tab")
        assert "axxx" in form.words
        assert "…xxx" in form.words
        assert "xxz" in form.words


async def test_the_terminals_cursor_is_in_the_text() -> None:
    """The terminal's cursor, where input methods draw, is to the right of the label."""
    async with filling() as form:
        await opens(form, TEXT)
        await form.type("ab\u3042")
        field = form.app.screen.query_one(TextField)
        x, y = form.app.cursor_position
        left = field.left(field.size.width)
        assert (field.content_region.x + left + 5, field.content_region.y) == (x, y)


async def test_a_click_sets_the_cursor() -> None:
    """A click moves the cursor in a text and among rows."""
    async with filling() as form:
        await opens(form, TEXT, LIST, values={"Name": "abcdef", "Ids": ["one", "two", "three"]})
        left = form.app.screen.query_one(TextField).left(70)
        await form.pilot.click(Input, offset=(left + 2, 0))
        await form.type("!")
        await form.press("tab")
        await form.pilot.click(RowsField, offset=(left + 3, 1))
        await form.press("d", "ctrl+s")
        assert form.result == {"Name": "ab!cdef", "Ids": ["one", "three"]}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("", None),
        ("space", "Equals"),
        ("right right", "Contains"),
        ("left", "NotEqual"),
        ("s", "StartsWith"),
        ("n", "NotEqual"),
        ("n n", None),
        ("e backspace", None),
        ("e delete x", None),
    ],
)
async def test_a_choice(keys: str, expected: str | None) -> None:
    """Arrows, Space and first letters cycle through the choices, including "not set"."""
    async with filling() as form:
        await opens(form, CHOICE)
        await form.press(*keys.split())
        assert f"(•) {expected or 'not set'}" in form.words
        await form.press("ctrl+s")
        assert ({"Match": expected} if expected else {}) == form.result


async def test_choices_wrap_on_a_narrow_terminal() -> None:
    """All choices are visible and clickable, including a value that the model does not list."""
    async with filling(size=(40, 24)) as form:
        await opens(form, CHOICE, values={"Match": "Regex"}, checks=lambda _: [])
        assert (
            "( ) Equals ( ) Contains\n( ) StartsWith\n( ) NotEqual ( ) not set\n(•) Regex"
            in form.words
        )
        left = form.app.screen.query_one(ChoiceField).left(36)
        await form.pilot.click(ChoiceField, offset=(left + 5, 1))
        assert "(•) StartsWith" in form.words
        await form.pilot.click(ChoiceField, offset=(left + 20, 1))
        assert "(•) StartsWith" in form.words


def rows(form: Filler) -> list[str]:
    """Return the rows on the screen."""
    return [line for line in form.words.split("\n") if line.lstrip("▸ ")[:1].isdigit()]


async def test_rows_are_moved_copied_and_removed() -> None:
    """Rows move, copy and delete by two keys each, one without modifiers, and stop at the ends."""
    async with filling() as form:
        await opens(form, LIST, TEXT, values={"Ids": ["a", "b", "c"]})
        field = form.app.screen.query_one(RowsField)
        found = []
        for key in (
            "]",
            "shift+down",
            "]",
            "shift+up",
            "[",
            "[",
            "c",
            "delete",
            "d",
            "G",
            "g",
            "j",
            "k",
        ):
            await form.press(key)
            found.append("".join(field.answer or ()))
        expected = ["bac", "bca", "bca", "bac", "abc", "abc", "aabc", "abc", "ac"]
        assert expected == found[:9]
        assert set(found[9:]) == {"ac"}
        assert "▸ 1 a\n2 c" in form.words
        await form.press("end", "down")
        assert isinstance(form.app.focused, TextField)


async def test_keys_without_effect_are_not_shown() -> None:
    """Keys without effect are not shown: removing from an empty list, reordering a map."""
    async with filling("tag-resource") as form:
        await form.goes_to("Tags")
        assert "▸ Tags required" in form.words
        assert "Remove" not in form.words
        await form.press("d", "c", "g", "[")
        await form.pilot.click(RowsField, offset=(30, 0))
        assert "▸ Tags required" in form.words
    async with filling("tag-resource", {"Tags": {"a": "b", "c": ""}}) as form:
        await form.goes_to("Tags")
        assert "Remove" in form.words
        assert "Move" not in form.words
        await form.press("]")
        assert "▸ a b\nc" in form.words


async def test_many_rows() -> None:
    """Ten rows are visible, with the cursor among them, and the heading shows which."""
    async with filling(size=(80, 24)) as form:
        await opens(form, LIST, values={"Ids": [f"id{n}" for n in range(1, 61)]})
        assert "1 to 10 of 60" in form.words
        await form.press("G")
        assert "51 to 60 of 60" in form.words
        assert "▸ 60 id60" in form.words
        await form.press(*["up"] * 12)
        assert "48 to 57 of 60" in form.words
        await form.press("d", "home")
        assert "1 to 10 of 59" in form.words


async def test_pasted_lines_become_rows() -> None:
    """Each pasted line becomes a row without surrounding blanks; a map ignores a paste."""
    async with filling() as form:
        await opens(form, LIST, values={"Ids": ["a"]})
        await form.paste("b\n\n  c \r\nd\n")
        await form.press("ctrl+s")
        assert form.result == {"Ids": ["a", "b", "c", "d"]}
    async with filling("tag-resource", {"ResourceArn": GOOD["ResourceArn"]}) as form:
        await form.paste("a\nb")
        assert "▸ Tags required" in form.words


async def test_a_row_with_a_problem_is_marked() -> None:
    """A row with a problem has a sign even without the cursor, and the problem is shown below."""
    values = {"IdentityIdsToDelete": ["eu-west-1:a", "x", "eu-west-1:b"]}
    async with filling("delete-identities", values) as form:
        await form.press("ctrl+s")
        assert form.is_open
        assert "▸ 1 eu-west-1:a\n2 ✗ x\n3 eu-west-1:b\n✗ 2: REGION:GUID" in form.words
        await form.press("down")
        assert "▸ 2 ✗ x" in form.words


async def test_keys_before_a_row_is_open_have_no_effect() -> None:
    """Keys pressed before the dialog of a row opens do not remove rows."""
    async with filling() as form:
        await opens(form, LIST, values={"Ids": ["a", "b"]})
        form.send("n", "d", "d")
        await form.pilot.pause()
        await form.press("escape", "ctrl+s")
        assert form.result == {"Ids": ["a", "b"]}


async def test_a_new_row_goes_below_the_cursor() -> None:
    """A new row is inserted below the cursor, which moves to it."""
    async with filling() as form:
        await opens(form, LIST, values={"Ids": ["a", "b"]})
        await form.press("insert")
        await form.type("new")
        await form.press("ctrl+s")
        assert "1 a\n▸ 2 new\n3 b" in form.words


async def test_rows_of_structures_show_their_members() -> None:
    """Switches are shown with their label, lists by their size, secrets by their length."""
    rows_inside = Member(
        "Rules", ValueKind.ROWS, "Rules", element=Member("Rule", ValueKind.STRUCTURE)
    )
    switch = Member("Check", ValueKind.SWITCH, "Server check")
    shape = Member("Row", ValueKind.STRUCTURE, members=(switch, rows_inside))
    table = Member("Table", ValueKind.ROWS, element=shape)
    values = {
        "Table": [
            {"Check": False, "Rules": [{}, {}]},
            {"Check": True, "Rules": [{}], "Other": [1], "Secret": Secret("abc"), "More": {}},
        ]
    }
    async with filling() as form:
        await form.opens(FormDialog("Form", (table,), checks=lambda _: []))
        form.app.screen.query_one(RowsField).fill(values["Table"])
        await form.pilot.pause()
        assert "1 Server check: off · 2 rules" in form.words
        assert "2 Server check: on · 1 rule · 1 row · •••••• 3 characters" in form.words


PAIRS = Member(
    "Tags",
    ValueKind.MAP,
    key=Member("Key", ValueKind.TEXT),
    element=Member("Value", ValueKind.TEXT),
)
CLIENTS = Member(
    "Clients", ValueKind.ROWS, element=Member("Client", ValueKind.STRUCTURE, members=(TEXT,))
)
BY_NAME = PAIRS._replace(element=CLIENTS.element)


@pytest.mark.parametrize(
    ("member", "answer", "cells", "expected"),
    [
        (PAIRS, {"env": "prod", "team": "web"}, 40, "env=prod  team=web"),
        (PAIRS, {"env": "prod", "team": "web", "x": ""}, 20, "env=prod  +2 more"),
        (PAIRS, {"authenticated": ROLE}, 40, "authenticated=role/R"),
        (PAIRS, {"k" * 30: "v" * 30, "x": ""}, 20, "kkkkk…vvvvv  +1 more"),
        (PAIRS, {"k" * 30: "v" * 30}, 11, "kkkkk…vvvvv"),
        (PAIRS, {"token": Secret("abc")}, 40, "token=••••••  3 characters"),
        (LIST, ["a", "b"], 40, "a  b"),
        (CLIENTS, [{"Name": GOOD["IdentityProviderName"], "Id": "1"}], 40, "eu-west-1_aBc · 1"),
        (BY_NAME, {"x.com": {"Name": "y", "Other": {}}}, 40, "x.com: y"),
    ],
)
def test_rows_on_one_line(member: Member, answer: Any, cells: int, expected: str) -> None:  # noqa: ANN401  a list or map
    """As many rows as fit are on one line, in short, with the number of the others."""
    assert expected == summarize(rows_of(answer), member, cells)


async def test_a_map_of_long_names() -> None:
    """Keys take at most half of the line, and both parts are shortened in the middle."""
    key, value = "k" * 60 + "1" * 60, "v" * 200 + "9"
    async with filling("tag-resource", {"Tags": {key: value}}) as form:
        await form.goes_to("Tags")
        assert "kkk…111" in form.words
        assert "vvv…vvv" in form.words
        assert "9\n" in form.words


def text_of(help_: FieldHelp) -> list[str]:
    """Return the lines of a help."""
    return help_.render().plain.split("\n")


async def test_a_long_help_is_cut() -> None:
    """Help takes two lines, or four on a tall terminal, and what is cut off has a mark."""
    long = TEXT._replace(label="Plain " * 10, help="word " * 40)
    async with filling(size=(80, 24)) as form:
        await opens(form, long)
        help_ = form.app.screen.query_one(FieldHelp)
        assert len(text_of(help_)) == 2
        assert [each[-2:] for each in text_of(help_)] == [" …", " …"]
        await form.pilot.resize_terminal(80, 30)
        await form.pilot.pause()
        assert len(text_of(help_)) == 4
        assert [each[-2:] == " …" for each in text_of(help_)] == [True, False, False, False]


async def test_a_form_without_fields_has_no_help() -> None:
    """Nothing is shown where no field has the focus."""
    async with filling() as form:
        await form.opens(FormDialog("Nothing", ()))
        assert text_of(form.app.screen.query_one(FieldHelp)) == [""]


async def test_a_problem_in_a_row_is_shown_in_full() -> None:
    """A problem is shown below the value, with its place in the value."""
    async with filling(size=(60, 24)) as form:
        problem = Problem(("Name", 2, "x"), "long " * 20)
        await opens(form, TEXT, checks=lambda _: [problem])
        await form.press("ctrl+s")
        assert "✗ 3.x: long" in form.words
        assert form.words.count("long") == 20


async def test_a_form_follows_the_size_of_the_terminal() -> None:
    """The title, the reason and the keys stay visible at every size."""
    async with filling("update-identity-pool", size=(160, 45)) as form:
        await form.pilot.resize_terminal(60, 14)
        await form.pilot.pause()
        assert form.words.startswith("update-identity-pool\n")
        assert "^s Send" in form.words
        await form.goes_to("IdentityPoolTags")
        assert "IdentityPoolTags" in form.words


def test_members_exist() -> None:
    """The members faked by these tests have the kinds of the real ones."""
    assert member("delete-identities", "IdentityIdsToDelete").kind is LIST.kind


async def test_distinguishing_parts_are_not_shortened() -> None:
    """A role's ARN is shortened before the claim and its value, which distinguish the rows."""
    rule = {
        "Claim": "custom:department",
        "MatchType": "NotEqual",
        "Value": "sales",
        "RoleARN": ROLE * 2,
    }
    table = Member("Rules", ValueKind.ROWS, element=Member("Rule", ValueKind.STRUCTURE))
    async with filling() as form:
        await form.opens(FormDialog("Form", (table,), {}, checks=lambda _: []))
        form.app.screen.query_one(RowsField).fill([rule])
        await form.pilot.pause()
        assert "1 custom:department · NotEqual · sales · arn:aws:i" in form.words
        assert "333:role/R\n" in form.words
