"""What the pickers offer: profiles, regions, operations."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from cogtui.account.account import Pool
from cogtui.account.selection import Selection
from cogtui.gateway import Profile
from cogtui.screens.dialogs.picker import Choice
from cogtui.service.operations import Effect, Operation
from cogtui.settings.remembered import RememberedState


def profile_choices(profiles: Iterable[Profile], state: RememberedState) -> list[Choice]:
    """Profiles to choose from, those used last first.

    Args:
        profiles: The profiles of the AWS configuration.
        state: What was used before.

    Returns:
        A choice for each, with its account and region where they are known.
    """
    recent = {name: place for place, name in enumerate(state.recent_profiles)}
    in_order = sorted(profiles, key=lambda each: (recent.get(each.name, len(recent)), each.name))
    choices = []
    for profile in in_order:
        regions = state.regions.get(profile.name) or ([profile.region] if profile.region else [])
        account = profile.account or state.accounts.get(profile.name)
        notes = [account or "", ", ".join(regions), "recent" if profile.name in recent else ""]
        choices.append(Choice(profile.name, profile.name, "  ".join(filter(None, notes))))
    return choices


def region_choices(regions: Iterable[str], shown: Sequence[str]) -> list[Choice]:
    """Regions to choose from, those shown first.

    Args:
        regions: The regions that have the service.
        shown: The regions in the tree, which may hold others.

    Returns:
        A choice for each.
    """
    others = [region for region in regions if region not in shown]
    return [Choice(region, region) for region in (*shown, *others)]


def pool_choices(pools: Iterable[Pool]) -> list[Choice]:
    """Pools to choose from.

    Args:
        pools: The pools.

    Returns:
        A choice for each, by its id.
    """
    return [Choice(pool.pool_id, pool.title, pool.pool_id) for pool in pools]


def operation_choices(
    selection: Selection, key: Callable[[Operation], str] = attrgetter("key")
) -> list[Choice]:
    """Operations to choose from, those of the nearest scope first.

    Args:
        selection: What is under the cursor.
        key: Tells an operation's key as people write it.

    Returns:
        A choice for each; what is refused here says why and cannot be chosen.
    """
    return [_operation_choice(each, key(each), selection) for each in selection.operations]


def _operation_choice(operation: Operation, key: str, selection: Selection) -> Choice:
    refusal = selection.refusal(operation)
    effect = "" if operation.effect is Effect.READ else operation.effect.value
    notes = (operation.name, refusal or effect)
    return Choice(
        operation.name,
        f"{key}  {operation.title}",
        "  ".join(filter(None, notes)),
        disabled=bool(refusal),
    )
