"""Choices for the pickers of profiles, regions and pools."""

from collections.abc import Iterable, Mapping, Sequence

from cogtui.account.account import Pool
from cogtui.gateway import Profile
from cogtui.screens.dialogs.picker import Choice
from cogtui.settings.profile_settings import ProfileSettings
from cogtui.settings.remembered import RememberedState


def profile_choices(
    profiles: Iterable[Profile],
    state: RememberedState,
    settings: Mapping[str, ProfileSettings],
    notes: Iterable[str] = (),
) -> list[Choice]:
    """Return a choice for each profile, most recently used first.

    Each shows its label, its account and its regions.

    Args:
        profiles: The profiles of the AWS configuration.
        state: The profiles, accounts and regions used before.
        notes: What boto3 does not read in the AWS files; they follow the profiles, and cannot be
            chosen.
        settings: The user's settings of single profiles.
    """
    recent = {name: rank for rank, name in enumerate(state.recent_profiles)}
    choices = []
    for profile in sorted(
        profiles, key=lambda each: (recent.get(each.name, len(recent)), each.name)
    ):
        regions = state.regions.get(profile.name) or ([profile.region] if profile.region else [])
        account = profile.account or state.accounts.get(profile.name)
        label = settings[profile.name].label if profile.name in settings else ""
        details = [
            label,
            account or "",
            ", ".join(regions),
            "recent" if profile.name in recent else "",
        ]
        choices.append(Choice(profile.name, profile.name, "  ".join(filter(None, details))))
    return [*choices, *(Choice("", f"! {note}", disabled=True) for note in notes)]


def region_choices(regions: Iterable[str], shown: Sequence[str]) -> list[Choice]:
    """Return a choice for each region, those shown first.

    Args:
        regions: The regions in which the service is available.
        shown: The regions in the tree, which need not be among `regions`.
    """
    others = [region for region in regions if region not in shown]
    return [Choice(region, region) for region in (*shown, *others)]


def pool_choices(pools: Iterable[Pool]) -> list[Choice]:
    """Return a choice for each pool, with its ID as the value."""
    return [Choice(pool.pool_id, pool.title, pool.pool_id, is_name=True) for pool in pools]
