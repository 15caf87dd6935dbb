"""What the pickers offer: profiles, regions, operations."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from cogtui.gateway import Profile
from cogtui.operations import Effect, Operation
from cogtui.screens.picker import Choice
from cogtui.state import State


def profile_choices(profiles: Iterable[Profile], state: State) -> list[Choice]:
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


def operation_choices(
    applicable: Iterable[Operation], key: Callable[[Operation], str] = attrgetter("key")
) -> list[Choice]:
    """Operations to choose from, in the table's order.

    Args:
        applicable: Those that make sense for what is under the cursor.
        key: Tells an operation's key as people write it.

    Returns:
        A choice for each; those that cogtui does not offer yet cannot be chosen.
    """
    return [
        Choice(
            each.name,
            f"{key(each)}  {each.title}",
            "  ".join(filter(None, (each.name, _effect(each), _absence(each)))),
            disabled=each.view is None,
        )
        for each in applicable
    ]


def _effect(operation: Operation) -> str:
    return "" if operation.effect is Effect.READ else operation.effect.value


def _absence(operation: Operation) -> str:
    return "not yet" if operation.view is None else ""
