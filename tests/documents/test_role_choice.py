"""The choice of a role is described."""

from cogtui.documents.document import Line, Tone
from cogtui.documents.role_choice import role_choice
from cogtui.logins.role import RoleChoice, RoleStep, RoleVerdict
from tests.documents.reading import lines, notes, titles

ROLE = "arn:aws:iam::111122223333:role/Auth"


def test_a_role_that_is_chosen() -> None:
    """The role comes first, then each step with its mark, verdict and reason."""
    steps = (
        RoleStep("Mapping", RoleVerdict.MATCHED, "there is one"),
        RoleStep("Rule 1", RoleVerdict.NOT_MATCHED, "the token has no claim hd"),
        RoleStep("Rule 2", RoleVerdict.SKIPPED, "an earlier rule matched"),
        RoleStep("Result", RoleVerdict.CHOSEN, "the role"),
    )
    document = role_choice(RoleChoice(steps, ROLE, because="Rule 2 matches."))
    assert titles(document) == ["", "Step by step"]
    assert list(lines(document)) == [
        Line("Role", ROLE, Tone.GOOD),
        Line("Why", "Rule 2 matches."),
        Line("1. Mapping", "✓ matched: there is one", Tone.GOOD),
        Line("2. Rule 1", "✗ not matched: the token has no claim hd", Tone.WARNING),
        Line("3. Rule 2", "- skipped: an earlier rule matched", Tone.DIM),
        Line("4. Result", "✓ chosen: the role", Tone.GOOD),
    ]
    assert notes(document) == ["The role's trust policy is not checked here."]


def test_a_refusal() -> None:
    """The error comes first, with the service's message."""
    steps = (
        RoleStep("Type", RoleVerdict.LOOKED, "Token"),
        RoleStep("Result", RoleVerdict.REFUSED, "AmbiguousRoleResolution is Deny"),
    )
    document = role_choice(
        RoleChoice(steps, "", "NotAuthorizedException", "Denied.", "It is Deny.")
    )
    assert list(lines(document)) == [
        Line("Refused", "NotAuthorizedException", Tone.BAD),
        Line("Why", "It is Deny."),
        Line("Message", "Denied."),
        Line("1. Type", "· evaluated: Token", Tone.PLAIN),
        Line("2. Result", "✗ refused: AmbiguousRoleResolution is Deny", Tone.BAD),
    ]
    assert notes(document) == []
