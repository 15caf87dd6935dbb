"""The choices in the pickers."""

from cogtui.account.account import Pool
from cogtui.gateway import Profile
from cogtui.screens.dialogs.choices import (
    pool_choices,
    profile_choices,
    region_choices,
)
from cogtui.settings.profile_settings import ProfileSettings
from cogtui.settings.remembered import RememberedState


def test_profiles_used_last_come_first() -> None:
    """Recent profiles come first, latest first; the others follow by name."""
    profiles = [Profile(name, None, None) for name in ("zeta", "alpha", "prod", "dev")]
    state = RememberedState(recent_profiles=["prod", "gone", "dev"])
    assert [choice.value for choice in profile_choices(profiles, state, {})] == [
        "prod",
        "dev",
        "alpha",
        "zeta",
    ]


def test_a_profile_shows_account_and_regions_where_they_are_known() -> None:
    """A label comes first; the configuration's account and the remembered regions win."""
    state = RememberedState(
        recent_profiles=["seen"],
        accounts={"seen": "444455556666", "told": "999999999999"},
        regions={"seen": ["eu-west-1", "us-east-1"]},
    )
    profiles = [Profile("seen", "us-west-2", None), Profile("told", "us-west-2", "111122223333")]
    settings = {"seen": ProfileSettings(label="PROD")}
    choices = profile_choices(profiles, state, settings)
    assert [(choice.title, choice.note) for choice in choices] == [
        ("seen", "PROD  444455556666  eu-west-1, us-east-1  recent"),
        ("told", "111122223333  us-west-2"),
    ]


def test_regions_shown_come_first() -> None:
    """Regions in the tree come first, even one where the service is not known to exist."""
    choices = region_choices(["eu-west-1", "us-east-1"], ("mars-1", "us-east-1"))
    assert [choice.value for choice in choices] == ["mars-1", "us-east-1", "eu-west-1"]


def test_pools_are_listed_with_their_ids() -> None:
    """The value of a choice is the pool's ID, as names need not be unique."""
    pools = [Pool("us-east-1", "us-east-1:1", "mobile-app"), Pool("us-east-1", "us-east-1:2", "")]
    assert [tuple(choice[:3]) for choice in pool_choices(pools)] == [
        ("us-east-1:1", "mobile-app", "us-east-1:1"),
        ("us-east-1:2", "us-east-1:2", "us-east-1:2"),
    ]
