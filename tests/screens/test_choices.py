"""What the pickers offer."""

from cogtui.gateway import Profile
from cogtui.operations import OPERATIONS
from cogtui.screens.choices import operation_choices, profile_choices, region_choices
from cogtui.state import State


def test_profiles_used_last_come_first() -> None:
    """Recent profiles lead by how recent they are, the others follow by name."""
    profiles = [Profile(name, None, None) for name in ("zeta", "alpha", "prod", "dev")]
    state = State(recent_profiles=["prod", "gone", "dev"])
    assert [choice.value for choice in profile_choices(profiles, state)] == [
        "prod",
        "dev",
        "alpha",
        "zeta",
    ]


def test_a_profile_tells_account_and_regions_where_they_are_known() -> None:
    """What the configuration names comes before what was seen, regions the other way round."""
    state = State(
        recent_profiles=["seen"],
        accounts={"seen": "444455556666", "told": "999999999999"},
        regions={"seen": ["eu-west-1", "us-east-1"]},
    )
    profiles = [Profile("seen", "us-west-2", None), Profile("told", "us-west-2", "111122223333")]
    assert [(choice.title, choice.note) for choice in profile_choices(profiles, state)] == [
        ("seen", "444455556666  eu-west-1, us-east-1  recent"),
        ("told", "111122223333  us-west-2"),
    ]


def test_regions_shown_come_first() -> None:
    """Regions in the tree lead, also one that the service is not known to have."""
    choices = region_choices(["eu-west-1", "us-east-1"], ("mars-1", "us-east-1"))
    assert [choice.value for choice in choices] == ["mars-1", "us-east-1", "eu-west-1"]


def test_operations_not_offered_yet_cannot_be_chosen() -> None:
    """An operation tells its key, its CLI name, its danger and whether it is there."""
    rows = [OPERATIONS["list-identities"], OPERATIONS["delete-identity-pool"]]
    there, absent = operation_choices(rows)
    assert (
        there.title,
        there.note,
        there.disabled,
    ) == ("I  Identities", "list-identities", False)
    assert (
        absent.title,
        absent.note,
        absent.disabled,
    ) == ("d  Delete pool", "delete-identity-pool  destroy  not yet", True)
