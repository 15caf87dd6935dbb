"""The form of each operation, filled in by keys."""

from typing import Any

import pytest

from cogtui.api_error import ErrorKind, Explanation
from cogtui.gateway.service_model import documentation, input_members
from cogtui.screens.forms.edit_dialog import EditDialog
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.forms.form_documents import CliLineDialog
from cogtui.secret import Secret
from cogtui.service.members import wrap_secrets
from cogtui.service.operations import OPERATIONS
from tests.cases import measured_once
from tests.inputs import GOOD, ROLE
from tests.screens.user import SMALL, WIDE
from tests.widgets.fields.filling import filling

POOL = GOOD["IdentityPoolId"]
SAML = GOOD["SamlProviderARNs"][0]
TOKEN = "t" * 50_000


def good(operation: str) -> dict[str, Any]:
    """Return a valid value for each member of an operation."""
    return {member.name: GOOD[member.name] for member in input_members(operation)}


@pytest.mark.parametrize("operation", measured_once(OPERATIONS))
async def test_an_unchanged_form_returns_its_values(operation: str) -> None:
    """An unchanged form returns its initial values, with secrets wrapped."""
    async with filling(operation, good(operation)) as form:
        await form.press("ctrl+s")
        assert wrap_secrets(input_members(operation), good(operation)) == form.result


@pytest.mark.parametrize("operation", measured_once(OPERATIONS))
async def test_every_member_is_reached_and_named(operation: str) -> None:
    """Tab reaches each field once, in the model's order, and its API name is on the screen."""
    members = input_members(operation)
    async with filling(operation, good(operation)) as form:
        names = []
        for member in members:
            await form.goes_to(member.name)
            names.append(member.name)
            await form.sees(member.name)
        await form.press("tab")
        assert [each.name for each in members] == names
        await form.goes_to(members[0].name)


def test_the_base_class_is_abstract() -> None:
    """Each dialog with input decides what its changes are."""
    with pytest.raises(NotImplementedError):
        _ = EditDialog.__new__(EditDialog).has_changes


async def test_entered_values_are_changes() -> None:
    """Values that were entered earlier are shown as changes of the initial ones."""
    entered = {"IdentityPoolId": POOL}
    async with filling("describe-identity-pool", {}, entered=entered) as form:
        await form.sees("1 change", "▸● Pool ID", POOL)
        await form.press("ctrl+s")
        assert entered == form.result


async def test_escape_cancels_an_unchanged_form() -> None:
    """Escape in an unchanged form returns None without a question."""
    async with filling("describe-identity-pool") as form:
        await form.press("escape")
        assert form.result is None


async def test_escape_asks_before_it_discards_changes() -> None:
    """Escape in a changed form asks; Escape and n continue, `y` returns None."""
    async with filling("describe-identity-pool") as form:
        await form.type(POOL)
        for key in ("escape", "n"):
            await form.press("escape")
            await form.sees("Discard changes?", "y Discard Esc Keep editing")
            assert form.is_open
            await form.press(key)
            await form.sees(POOL)
        await form.press("escape", "y")
        assert form.result is None


async def test_refused_values_are_not_discarded_without_a_question() -> None:
    """A form that shows a refusal holds what the user entered, although nothing was changed."""
    async with filling("get-id", good("get-id"), failure=refusal("AccountId")) as form:
        await form.press("escape")
        await form.sees("Discard changes?")


async def test_a_half_filled_row_is_not_dropped() -> None:
    """Escape in the form of a row asks too, and then returns to the form around it."""
    async with filling("tag-resource", {"ResourceArn": GOOD["ResourceArn"]}) as form:
        await form.press("n")
        await form.type("team")
        await form.press("escape")
        await form.sees("Discard changes?")
        await form.press("escape")
        await form.sees("team")
        await form.press("escape", "y")
        await form.sees("tag-resource", "required")
        await form.press("escape")
        assert form.result is None


@pytest.mark.parametrize(("enter_sends", "is_sent"), [(True, True), (False, False)])
async def test_enter_in_the_last_field(enter_sends: bool, is_sent: bool) -> None:
    """Enter in the last or only field sends the form, unless it destroys something."""
    async with filling("describe-identity-pool", enter_sends=enter_sends) as form:
        await form.type(POOL)
        await form.press("enter")
        assert is_sent is (form.result == {"IdentityPoolId": POOL})


async def test_enter_sends_from_a_choice() -> None:
    """Enter moves on from a text, and sends from a choice that is the last field."""
    values = {"IdentityPoolId": POOL, "MaxResults": 60}
    async with filling("list-identities", values) as form:
        await form.press("enter", "enter", "enter")
        assert form.is_open
        await form.press("enter")
        assert form.result == values


async def test_what_was_there_before() -> None:
    """A changed field has a mark and its initial value, and the title counts the changes."""
    values = {
        "IdentityPoolName": "my app",
        "AllowUnauthenticatedIdentities": True,
        "SamlProviderARNs": [SAML, SAML],
    }
    async with filling("create-identity-pool", values) as form:
        await form.press("2")
        await form.sees("create-identity-pool 1 change", "▸● Pool name my app2 was: my app")
        await form.press("tab", "f")
        await form.sees("2 changes", "▸● Guest access ( ) on (•) off was: on")
        await form.press("tab", "t")
        await form.sees("▸● Classic flow (•) on ( ) off ( ) not set was: not set")
        await form.goes_to("SamlProviderARNs")
        await form.press("d", "tab")
        await form.sees("4 changes", "● SAML saml-provider/corp was: 2 rows")


async def test_required_choices_do_not_offer_not_set() -> None:
    """Backspace does not clear a required choice, and a resolution is always required."""
    async with filling("create-identity-pool", {"IdentityPoolName": "x"}) as form:
        await form.goes_to("AllowUnauthenticatedIdentities")
        await form.sees("Guest access ( ) on ( ) off\n")
        await form.press("left", "backspace")
        await form.sees("Guest access ( ) on (•) off")
    async with filling("set-identity-pool-roles", {"IdentityPoolId": POOL}) as form:
        await form.goes_to("RoleMappings")
        await form.press("n")
        await form.sees("If none applies ( ) AuthenticatedRole ( ) Deny\n")


async def test_the_help_of_the_field_in_focus() -> None:
    """Names, limits and one line of help are shown for the field in focus only."""
    async with filling("create-identity-pool") as form:
        await form.sees("Pool name IdentityPoolName · required · up to 128 letters")
        await form.sees("A name for people; apps use the pool ID.")
        await form.press("tab")
        await form.sees("Guest access AllowUnauthenticatedIdentities · required")
        assert "A name for people" not in form.words
        assert form.words.count("AllowUnauthenticatedIdentities") == 1


async def test_names_beside_the_labels_on_a_wide_terminal() -> None:
    """Where there is room, the API's name is beside each label."""
    async with filling("create-identity-pool", size=WIDE) as form:
        for member in input_members("create-identity-pool"):
            await form.sees(f"{member.label} {member.name}")


async def test_a_form_without_values_returns_what_is_typed() -> None:
    """A text, a switch and a choice by its letter are returned; unset members are omitted."""
    async with filling("create-identity-pool") as form:
        await form.type("my app")
        await form.press("enter", "space", "tab", "f", "ctrl+s")
        expected = {
            "IdentityPoolName": "my app",
            "AllowUnauthenticatedIdentities": True,
            "AllowClassicFlow": False,
        }
        assert expected == form.result


@pytest.mark.parametrize(
    ("operation", "values", "name", "typed", "expected"),
    [
        ("create-identity-pool", {}, "IdentityPoolName", "", "✗ required"),
        ("create-identity-pool", {}, "IdentityPoolName", "a#", "@-, not “#”"),
        ("create-identity-pool", {}, "IdentityPoolName", "x" * 129, "now 129"),
        ("create-identity-pool", {}, "AllowUnauthenticatedIdentities", "", "✗ required"),
        ("list-identities", {}, "MaxResults", "61", "✗ between 1 and 60"),
        ("list-identities", {}, "MaxResults", "1x", "✗ a whole number"),
        ("delete-identities", {}, "IdentityIdsToDelete", "", "✗ required"),
        ("get-credentials-for-identity", {}, "CustomRoleArn", "arn", "✗ the ARN of a role"),
        ("tag-resource", {"Tags": {f"{n}": "" for n in range(51)}}, "Tags", "", "now 51"),
        ("tag-resource", {"Tags": {"aws:x": "y"}}, "Tags", "", "✗ aws:x: the prefix aws:"),
        (
            "get-id",
            {"Logins": {"accounts.google.com": Secret("t" * 50_001)}},
            "Logins",
            "",
            "accounts.google.com: up to 50,000 characters, now 50,001",
        ),
    ],
)
async def test_a_wrong_value_is_reported_at_its_field_and_not_sent(
    operation: str, values: dict[str, Any], name: str, typed: str, expected: str
) -> None:
    """An invalid value of each kind shows its problem, and the first such field gets the focus."""
    entered = {**good(operation), **values}
    if name not in values:
        del entered[name]
    async with filling(operation, entered) as form:
        field = await form.goes_to(name)
        await form.type(typed)
        await form.press("tab")
        await form.press("ctrl+s")
        assert form.is_open
        assert field is form.app.focused
        assert expected in form.words.replace("\n", " ")


async def test_problems_are_reported_when_a_field_loses_the_focus() -> None:
    """Problems appear when a field loses the focus, and are then updated while the user types."""
    async with filling("list-identities") as form:
        await form.type("us-east-1")
        assert "✗" not in form.words
        await form.press("tab")
        assert "✗ REGION:GUID" in form.words
        await form.press("shift+tab")
        await form.type(":a")
        assert "✗ REGION:GUID" not in form.words
        await form.press("backspace")
        assert "✗ REGION:GUID" in form.words


async def test_another_window_does_not_count_as_losing_the_focus() -> None:
    """Switching to another window, perhaps to copy a value, does not show a field's problems."""
    async with filling("describe-identity-pool") as form:
        form.app.app_focus = False
        await form.pilot.pause()
        form.app.app_focus = True
        await form.pilot.pause()
        assert "✗" not in form.words
        await form.type(POOL)
        await form.press("ctrl+s")
        assert form.result == {"IdentityPoolId": POOL}


async def test_a_rule_about_several_members() -> None:
    """A missing member is reported at one of the fields, until the other one is set."""
    values = {"IdentityPoolId": POOL}
    async with filling("lookup-developer-identity", values) as form:
        await form.press("ctrl+s")
        assert form.is_open
        assert "✗ an identity ID or a developer user" in form.words
        await form.goes_to("IdentityId")
        await form.type(GOOD["IdentityId"])
        assert "✗" not in form.words
        await form.press("ctrl+s")
        assert {**values, "IdentityId": GOOD["IdentityId"]} == form.result


async def test_the_focus_starts_on_the_first_field_to_fill_in() -> None:
    """The focus starts on the first required field without a value, else on the first field."""
    async with filling("tag-resource", {"ResourceArn": GOOD["ResourceArn"]}) as form:
        assert await form.goes_to("Tags") is form.app.focused
    async with filling("tag-resource", good("tag-resource")) as form:
        assert await form.goes_to("ResourceArn") is form.app.focused


def refusal(member: str) -> Explanation:
    """Return the reason of a rejected call."""
    return Explanation(
        ErrorKind.REFUSED,
        "The name is taken",
        "Name [b]x[/b]\x1b[31m exists",
        "",
        "Choose another.",
        member=member,
    )


async def test_values_survive_a_refusal() -> None:
    """The reason is shown at the top and at the field that caused it, until that is edited."""
    values = good("create-identity-pool")
    failure = refusal("IdentityPoolName")
    async with filling("create-identity-pool", values, WIDE, failure=failure) as form:
        field = await form.goes_to("IdentityPoolName")
        assert field is form.app.focused
        assert "✗ The name is taken\nName [b]x[/b]␛[31m exists\nChoose another." in form.words
        assert form.words.count("Name [b]x[/b]␛[31m exists") == 2
        await form.press("tab", "shift+tab")
        assert form.words.count("Name [b]x[/b]␛[31m exists") == 2
        await form.type("2")
        assert form.words.count("Name [b]x[/b]␛[31m exists") == 1
        await form.press("ctrl+s")
        expected = {**values, "IdentityPoolName": values["IdentityPoolName"] + "2"}
        assert wrap_secrets(input_members("create-identity-pool"), expected) == form.result


async def test_a_long_refusal() -> None:
    """A long reason takes at most eight lines, the remedy included."""
    failure = refusal("")._replace(cause="word " * 200, remedy="what to do " * 200)
    async with filling("get-id", good("get-id"), failure=failure) as form:
        lines = form.words.partition("AccountId")[0].splitlines()
        assert [line.endswith("…") for line in lines].count(True) == 2
        assert sum(line.startswith("word") for line in lines) == 3
        assert sum(line.startswith("what to do") for line in lines) == 3
        assert "AccountId" in form.words
        await form.pilot.resize_terminal(160, 45)
        await form.pilot.pause()
        assert "Logins" in form.words


async def test_a_refusal_without_a_member() -> None:
    """A reason that names no member is shown only at the top, and the form can be sent again."""
    async with filling("get-id", good("get-id"), failure=refusal("")) as form:
        assert form.words.count("✗") == 1
        await form.press("ctrl+s")
        assert not form.is_open


async def test_a_refused_value_can_be_sent_again() -> None:
    """Sending an unchanged value again is allowed, as the service may accept it later."""
    async with filling("get-id", good("get-id"), failure=refusal("AccountId")) as form:
        await form.press("ctrl+s")
        assert wrap_secrets(input_members("get-id"), good("get-id")) == form.result


async def test_a_field_is_reset() -> None:
    """Ctrl+R restores the initial value; until then the field is marked as changed."""
    async with filling("describe-identity-pool", {"IdentityPoolId": POOL}) as form:
        await form.type("0")
        await form.sees("1 change", "▸● Pool ID", "was: eu")
        await form.press("ctrl+r")
        await form.sees_no("change", "was:")
        await form.press("ctrl+s")
        assert form.result == {"IdentityPoolId": POOL}


@pytest.mark.parametrize("key", ["f1", "ctrl+o", "?"])
async def test_the_whole_documentation_is_shown(key: str) -> None:
    """The documentation of the operation and the focused member opens by each of its keys."""
    operation = "create-identity-pool"
    async with filling(operation, size=WIDE, documentation=documentation(operation)) as form:
        await form.press("tab", key)
        assert "AllowUnauthenticatedIdentities\nTRUE if the identity pool" in form.words
        assert "Creates a new identity pool." in form.words
        await form.press("escape")
        assert form.is_open


async def test_a_question_mark_in_a_text_is_text() -> None:
    """A question mark typed in a text opens nothing."""
    async with filling("get-principal-tag-attribute-map", {"IdentityPoolId": POOL}) as form:
        await form.type("a?")
        await form.press("ctrl+s")
        assert form.result == {"IdentityPoolId": POOL, "IdentityProviderName": "a?"}


async def test_the_documentation_describes_rows() -> None:
    """The documentation of a map includes what its keys and values must be like."""
    async with filling("tag-resource", size=WIDE) as form:
        await form.goes_to("Tags")
        await form.press("?")
        assert "TagKeysType: up to 128 characters" in form.words
        assert "Expected: up to 50." in form.words


def line(values: dict[str, Any], reveal: bool) -> str:
    """Return a line that shows what it was made from."""
    logins = values.get("Logins", {})
    shown = [each.reveal() if reveal else str(each) for each in logins.values()]
    return f"aws get-id {values['IdentityPoolId']} {' '.join(shown)}"


async def test_the_line_of_the_aws_cli() -> None:
    """The line is shown without secrets, copied without them by `y`, and with them by `Y`."""
    copied: list[tuple[Secret, str]] = []
    values = {"IdentityPoolId": POOL, "Logins": {"accounts.google.com": Secret("sentinel")}}

    def on_copy(text: Secret, what: str) -> None:
        copied.append((text, what))

    async with filling("get-id", values, line=line, on_copy=on_copy) as form:
        assert "CLI" in form.words
        await form.press("ctrl+l")
        assert f"aws get-id {POOL} ****" in form.words
        assert "y Copy line Y with secrets" in form.words
        await form.press("escape")
        assert copied == []
        await form.press("ctrl+l", "y", "ctrl+l", "Y")
        assert [text.reveal() for text, _ in copied] == [
            f"aws get-id {POOL} ****",
            f"aws get-id {POOL} sentinel",
        ]
        assert [what for _, what in copied] == [
            "the AWS CLI line",
            "the AWS CLI line with its secrets",
        ]
        assert form.is_open


async def test_a_line_that_cannot_be_copied() -> None:
    """A line that cannot be copied is shown, and neither `y` nor `Y` has an effect."""
    async with filling("get-id", {"IdentityPoolId": POOL}, line=line) as form:
        await form.press("ctrl+l", "y", "Y")
        assert isinstance(form.app.screen, CliLineDialog)
        assert "copies" not in form.words


async def test_a_form_without_a_line() -> None:
    """Without a line, the key has no effect and is not shown."""
    async with filling("get-id", {"IdentityPoolId": POOL}) as form:
        assert "CLI" not in form.words
        dialog = form.app.screen
        assert isinstance(dialog, FormDialog)
        await form.press("ctrl+l")
        dialog.action_show_line()
        await form.pilot.pause()
        assert dialog is form.app.screen


async def test_the_label_for_sending() -> None:
    """The last line shows the caller's label for sending."""
    async with filling("get-id", sends="Create") as form:
        assert "^s Create" in form.words
        await form.press("escape")
    async with filling("get-id") as form:
        assert "^s Send" in form.words


async def test_an_operation_without_members() -> None:
    """A form without members can be sent and has no documentation."""
    async with filling() as form:
        await form.opens(FormDialog("Nothing", ()))
        await form.press("ctrl+r", "f1", "escape", "ctrl+s")
        assert form.result == {}


async def test_arrows_and_enter_move_between_fields() -> None:
    """Arrows and Enter move between fields that do not use them."""
    async with filling("set-identity-pool-roles", good("set-identity-pool-roles")) as form:
        await form.press("down", "down", "down", "down")
        assert await form.goes_to("RoleMappings") is form.app.focused
        await form.press("up", "up", "up", "up")
        assert await form.goes_to("IdentityPoolId") is form.app.focused
    async with filling("create-identity-pool", good("create-identity-pool")) as form:
        await form.press("enter", "enter")
        assert await form.goes_to("AllowClassicFlow") is form.app.focused


@pytest.mark.parametrize("size", measured_once([SMALL, WIDE]), ids=["small", "wide"])
async def test_every_field_can_be_scrolled_to(size: tuple[int, int]) -> None:
    """The focused field is visible with its label and help, and Page Up and Down scroll."""
    operation = "update-identity-pool"
    async with filling(operation, good(operation), size) as form:
        for member in input_members(operation):
            await form.goes_to(member.name)
            await form.sees(member.name, member.summary[:20])
        await form.press("pageup", "pageup", "pageup")
        await form.sees("Pool ID")
        await form.press("pagedown", "pagedown", "pagedown")
        assert "IdentityPoolTags" in form.words


async def test_hostile_text_is_drawn_as_plain_text() -> None:
    """Markup, escape sequences and emoji are drawn as plain text in titles, values and rows."""
    name = "[bold]x[/] \x1b[31m👩‍🚀\n" + "y" * 100
    values = {"IdentityPoolName": name, "IdentityPoolTags": {name: name}}
    async with filling("create-identity-pool", values, WIDE) as form:
        assert "[bold]x[/] ␛[31m👩�🚀␊yyy" in form.words
        assert "[bold]x[/] ␛[31m👩" in form.words.partition("IdentityPoolTags")[2]
        assert "\x1b" not in form.words
        await form.goes_to("IdentityPoolName")
        await form.press("home", "end", "backspace", "ctrl+s")
        assert form.is_open


async def test_rows_are_edited_in_a_separate_form() -> None:
    """A rule three levels deep is changed, and everything else stays the same."""
    operation = "set-identity-pool-roles"
    async with filling(operation, good(operation), WIDE) as form:
        await form.goes_to("RoleMappings")
        await form.press("enter")
        await form.goes_to("RulesConfiguration", "Rules")
        await form.press("enter")
        await form.goes_to("Value")
        await form.type("!")
        await form.press("ctrl+s", "ctrl+s", "ctrl+s")
        name = next(iter(GOOD["RoleMappings"]))
        value = form.result["RoleMappings"][name]["RulesConfiguration"]["Rules"][0]["Value"]
        assert value == "x!"
        form.result["RoleMappings"][name]["RulesConfiguration"]["Rules"][0]["Value"] = "x"
        assert good(operation) == form.result


async def test_a_rule_about_a_row_is_reported_in_its_form() -> None:
    """The type Rules requires rules, which is reported at their field; Escape changes nothing."""
    operation = "set-identity-pool-roles"
    values = {"IdentityPoolId": POOL, "Roles": {"authenticated": ROLE}}
    async with filling(operation, values, WIDE) as form:
        await form.goes_to("RoleMappings")
        await form.press("n")
        await form.type(GOOD["IdentityProviderName"])
        await form.press("tab", "r", "ctrl+s")
        assert "✗ a user pool needs its app client" in form.words
        assert "✗ required for the type Rules" in form.words
        assert "AmbiguousRoleResolution ( ) AuthenticatedRole ( ) Deny\n✗ required" in form.words
        assert form.words.count("✗ required") == 2
        await form.press("escape", "y", "ctrl+s")
        assert values == form.result


async def test_a_map_rejects_a_duplicate_key() -> None:
    """A duplicate key and a missing key are reported."""
    operation = "set-identity-pool-roles"
    known = {
        "Roles.RoleType": ["authenticated", "unauthenticated"],
        "Roles.ARNString": [ROLE],
    }
    values = {"IdentityPoolId": POOL, "Roles": {"authenticated": ROLE}}
    async with filling(operation, values, known=known) as form:
        await form.press("tab", "c")
        await form.press("ctrl+s")
        assert "✗ is there already" in form.words
        await form.press("ctrl+u", "ctrl+s")
        assert "✗ required" in form.words
        await form.press("down")
        await form.press("down", "enter", "tab", "ctrl+u", "down")
        await form.press("enter", "ctrl+s", "ctrl+s")
        assert form.result["Roles"] == {"authenticated": ROLE, "unauthenticated": ROLE}


async def test_a_row_of_a_list() -> None:
    """An element is added, and its problem is reported in its form."""
    async with filling("delete-identities") as form:
        await form.press("enter")
        await form.type("eu-west-1")
        await form.press("ctrl+s")
        assert "✗ REGION:GUID" in form.words
        await form.press("shift+tab")
        await form.type(":a")
        await form.press("ctrl+s", "ctrl+s")
        assert form.result == {"IdentityIdsToDelete": ["eu-west-1:a"]}


async def test_a_list_that_is_cleared_is_returned_empty() -> None:
    """A list whose rows were all removed is returned empty, one that never had rows is omitted."""
    values = {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": True}
    async with filling("create-identity-pool", {**values, "SamlProviderARNs": [ROLE]}) as form:
        await form.goes_to("SamlProviderARNs")
        await form.press("d", "ctrl+s")
        assert {**values, "SamlProviderARNs": []} == form.result
    async with filling("create-identity-pool", values) as form:
        await form.goes_to("SamlProviderARNs")
        await form.paste(ROLE)
        await form.press("d", "ctrl+s")
        assert values == form.result


async def test_a_26th_rule_is_too_many() -> None:
    """More than 25 rules are rejected, as AWS does in spite of its model."""
    rule = {"Claim": "aud", "MatchType": "Equals", "Value": "x", "RoleARN": ROLE}
    mapping = {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule] * 25},
    }
    values = {**good("set-identity-pool-roles"), "RoleMappings": {"x.com": mapping}}
    async with filling("set-identity-pool-roles", values, WIDE) as form:
        await form.goes_to("RoleMappings")
        await form.press("enter")
        await form.goes_to("RulesConfiguration", "Rules")
        await form.press("c", "ctrl+s")
        assert "✗ at most 25 rules, now 26" in form.words
        await form.press("d", "ctrl+s", "ctrl+s")
        assert values == form.result


async def test_a_providers_name_is_not_a_url() -> None:
    """A URL as a provider's name is rejected, as the service would do without a reason."""
    async with filling("get-id", {"IdentityPoolId": POOL}) as form:
        await form.goes_to("Logins")
        await form.press("n")
        await form.type("https://accounts.google.com")
        await form.press("tab")
        assert "✗ the provider's name, without https://" in form.words


async def test_remapped_keys() -> None:
    """A remapped key works and is shown, with the label for sending."""
    async with filling() as form:
        form.app.set_keymap({"form.send": "f5", "rows-field.add": "+"})
        members = input_members("delete-identities")
        await form.opens(FormDialog("Delete", members, sends="Delete"))
        assert "f5 Delete" in form.words
        await form.press("+")
        await form.type("eu-west-1:a")
        await form.press("f5", "f5")
        assert form.result == {"IdentityIdsToDelete": ["eu-west-1:a"]}
