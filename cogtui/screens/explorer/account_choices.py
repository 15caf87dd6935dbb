"""The profile and the regions that the user chooses, remembered for the next run."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from textual.widget import Widget

from cogtui.account.account import Account
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.gateway import CallerIdentity, Gateway
from cogtui.screens.workers import start_worker
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from cogtui.text import visible
from cogtui.threads import in_thread

NO_REGION: Final = Explanation(
    ErrorKind.REGION,
    "No region",
    "Neither an option, nor the environment, nor the profile sets a region.",
    "The AWS configuration has no default region.",
    "Choose one or several with R.",
)
"""Why there is nothing to list until regions are chosen."""


class AccountChoices:
    """Asks for the profile and the regions, and remembers them.

    Only what is chosen here is remembered, not what an option or a variable names.

    Args:
        owner: The widget that opens the pickers.
        settings: The user's settings.
        state: What is remembered from earlier runs.
        state_file: Where it is remembered; None for nowhere.
        warn: Shows a short message.
    """

    def __init__(
        self,
        owner: Widget,
        settings: Settings,
        state: RememberedState,
        state_file: Path | None,
        warn: Callable[[str], object],
    ) -> None:
        self._owner = owner
        self._settings = settings
        self._state = state
        self._state_file = state_file
        self._warn = warn
        recent = None if settings.demo else next(iter(state.recent_profiles), None)
        # an empty profile is a choice too: keys in the environment win over the last profile
        self.first_profile = recent if settings.profile is None else settings.profile
        """The profile to start with, None or empty for none."""
        self._is_remembered = settings.profile is None and recent is not None
        self._is_profile_chosen = False
        self._are_regions_chosen = False

    def regions(self, profile: str | None) -> tuple[str, ...]:
        """Return the regions chosen last with a profile; empty for none.

        Args:
            profile: The AWS profile, None or empty for none.
        """
        return tuple(self._state.regions.get(profile or "", ()))

    async def ask_for_profile(self, gateway: Gateway) -> str | None:
        """Ask for another profile; None if the user cancels, or there is none.

        Args:
            gateway: A gateway, which reads the AWS configuration.
        """
        from cogtui.screens.dialogs.choices import profile_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Picker  # noqa: PLC0415  the first frame has no dialogs

        try:
            profiles, notes = await asyncio.gather(
                gateway.profiles(), gateway.configuration_notes()
            )
        except ApiError as error:
            self._warn(f"{error.explanation.title}. {error.explanation.cause}")
            return None
        if not profiles and not notes:
            self._warn("The AWS configuration has no profiles.")
            return None
        choices = profile_choices(profiles, self._state, self._settings.profiles, notes)
        chosen = await self._owner.app.push_screen_wait(Picker("Profile", choices))
        if not chosen:
            return None
        self._is_remembered = self._are_regions_chosen = False
        self._is_profile_chosen = True
        return chosen[0]

    async def ask_for_regions(self, gateway: Gateway, shown: Sequence[str]) -> Sequence[str]:
        """Ask for the regions to list; empty if the user cancels, or chooses the same.

        Args:
            gateway: A gateway, which knows the regions of its partition.
            shown: The regions in the tree.
        """
        from cogtui.screens.dialogs.choices import region_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Picker  # noqa: PLC0415  the first frame has no dialogs

        known = await gateway.regions(shown[0] if shown else None)
        picker = Picker("Regions", region_choices(known, shown), chosen=shown, several=True)
        chosen = await self._owner.app.push_screen_wait(picker)
        if not chosen or chosen == shown:
            return ()
        self._are_regions_chosen = True
        return chosen

    async def is_gone(self, account: Account, error: ApiError) -> bool:
        """Return whether opening failed because the profile chosen last no longer exists.

        Args:
            account: The account of the profile.
            error: Why it cannot be opened.
        """
        if not self._is_remembered or error.kind is not ErrorKind.PROFILE:
            return False
        try:
            profiles = await account.gateway.profiles()
        except ApiError:
            return False
        return self.first_profile not in [each.name for each in profiles]

    def forget(self, profile: str) -> None:
        """Forget the profile that no longer exists, and show that the default one is opened.

        Args:
            profile: The profile.
        """
        self._state.forget(profile)
        self._is_remembered = False
        gone = f"Profile {visible(profile)}, chosen last, is no longer in the AWS configuration."
        self._warn(f"{gone} Opened the default profile instead.")

    def remember(
        self, profile: str | None, regions: Sequence[str], caller: CallerIdentity | None
    ) -> None:
        """Remember what was chosen, and whose account it is, and save that.

        Args:
            profile: The profile in use, None or empty for none.
            regions: The regions that are listed.
            caller: The owner of the credentials; None if unknown.
        """
        name = profile or ""
        if name and self._is_profile_chosen:
            self._state.choose_profile(name)
        if self._are_regions_chosen:
            self._state.regions[name] = list(regions)
        if caller:
            self._state.accounts[name] = caller.account
        self.save()

    def save(self) -> None:
        """Write what is remembered, if it is remembered anywhere."""
        if self._state_file is not None:
            save = partial(self._save, self._state_file)
            start_worker(self._owner, save, name="state", group="state", exclusive=True)

    async def _save(self, file: Path) -> None:
        try:
            await in_thread(lambda: self._state.save(file))
        except OSError as error:
            self._warn(f"Cannot write {file}: {error.strerror}.")
