"""Changes to a pool's configuration are described."""

from cogtui.documents.configuration_change import (
    Announced,
    Difference,
    Need,
    Remark,
    RemarkLevel,
    Sign,
    calls,
    differences,
    remarks,
    review,
)
from cogtui.documents.document import Note, Section, Tone
from tests.documents.reading import lines, notes, titles

ROLE = "arn:aws:iam::111122223333:role/R"

CHANGES = (
    Difference(Sign.CHANGED, ("IdentityPoolName",), "name", "mobile", "web"),
    Difference(Sign.ADDED, ("IdentityPoolTags", "a"), "tag a", "", "1"),
    Difference(Sign.REMOVED, ("IdentityPoolTags", "b"), "tag b", "2", ""),
    Difference(Sign.MOVED, ("IdentityPoolTags", 0), "rule 2", "rule 2", "rule 1: x"),
)

CALLS = (
    Announced("update-identity-pool", "changes it", (Need("cognito-identity:Update", ""),)),
    Announced("set-identity-pool-roles", "sets", (Need("a:B", "*"), Need("iam:PassRole", ROLE))),
)

REMARKS = (
    Remark(RemarkLevel.NOTE, (), "A note."),
    Remark(RemarkLevel.ERROR, (), "An error."),
    Remark(RemarkLevel.WARNING, (), "A warning."),
)


def test_differences_by_member() -> None:
    """Each has its sign and tone, and a changed value shows old and new."""
    assert differences(CHANGES) == (
        Section(
            "IdentityPoolName (1 change)",
            (
                Note("~ name", Tone.WARNING),
                Note("  - mobile", Tone.BAD),
                Note("  + web", Tone.GOOD),
            ),
        ),
        Section(
            "IdentityPoolTags (3 changes)",
            (
                Note("+ tag a: 1", Tone.GOOD),
                Note("- tag b: 2", Tone.BAD),
                Note("> rule 2: rule 2 → rule 1: x", Tone.WARNING),
            ),
        ),
    )
    assert CHANGES[0].member == "IdentityPoolName"


def test_nothing_differs() -> None:
    """A sentence states that nothing differs."""
    assert notes(differences(())) == ["No differences."]


def test_the_most_serious_remark_comes_first() -> None:
    """Each remark has a mark besides its colour, and no remarks make no section."""
    assert remarks(REMARKS) == (
        Section(
            "Notes",
            (
                Note("✗ An error.", Tone.BAD),
                Note("! A warning.", Tone.WARNING),
                Note("A note.", Tone.DIM),
            ),
        ),
    )
    assert remarks(()) == ()


def test_calls_and_their_permissions() -> None:
    """Calls are in order, with the resource of each permission."""
    found = calls(CALLS)
    assert titles(found) == [
        "Call 1 of 2: update-identity-pool",
        "Call 2 of 2: set-identity-pool-roles",
    ]
    assert [each.value for each in lines(found)] == [
        "changes it",
        "cognito-identity:Update on the pool",
        "sets",
        "a:B on any resource",
        f"iam:PassRole on {ROLE}",
    ]
    assert notes(calls(())) == ["Nothing to send."]


def test_the_whole_review() -> None:
    """The remarks come first."""
    assert review(CHANGES, REMARKS, CALLS) == (
        *remarks(REMARKS),
        *differences(CHANGES),
        *calls(CALLS),
    )


def test_changes_by_others_come_before_your_own() -> None:
    """The review separates what someone else changed from what would be sent."""
    found = review(CHANGES, REMARKS, CALLS, CHANGES[:1])
    assert found[: len(remarks(REMARKS)) + 2] == (
        *remarks(REMARKS),
        Section("Changed by someone else (1 change)", differences(CHANGES[:1])[0].parts),
        Section("Your changes:", ()),
    )
    assert found[-len(calls(CALLS)) - len(differences(CHANGES)) :] == (
        *differences(CHANGES),
        *calls(CALLS),
    )
