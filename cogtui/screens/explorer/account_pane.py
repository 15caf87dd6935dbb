"""The account pane: the profile, its regions as a tree, and the pools of each."""

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.gateway import Connection, Gateway, RequestLog, SharedCredentials, is_aws
from cogtui.screens.explorer.credential_prompts import CredentialPrompts
from cogtui.screens.explorer.expiry_watch import ExpiryWatch
from cogtui.screens.workers import start_worker
from cogtui.service.operations import OPERATIONS
from cogtui.settings.profile_settings import ProfileSettings
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from cogtui.text import visible
from cogtui.threads import in_thread
from cogtui.times import describe_clock_error
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.status_bar import Status

_NO_REGION: Final = Explanation(
    ErrorKind.REGION,
    "No region",
    "Neither an option, nor the environment, nor the profile sets a region.",
    "The AWS configuration has no default region.",
    "Choose one or several with R.",
)

_WITHOUT_CREDENTIALS: Final = (
    ErrorKind.CREDENTIALS,
    ErrorKind.EXPIRED,
    ErrorKind.CLOCK,
    ErrorKind.MFA,
)
"""The failures of credentials after which a pool can still be used without any."""


class AccountPane(Vertical):
    """Open an account, identify it, and list its pools region by region as they arrive.

    Args:
        settings: The user's settings.
        state: What is remembered from earlier runs.
        state_file: Where it is remembered; None for nowhere.
        requests: The log of every call.
        serve_demo: Starts the demo's server and returns its URL; None without the demo.
        clock: Returns the current time, seconds since the epoch.
        id: The widget's ID in the DOM.
    """

    class Opening(Message):
        """Another account is being opened; what is shown of the previous one is out of date."""

    class Failed(Message):
        """The account cannot be opened: there are no credentials, or there is no region."""

        def __init__(self, explanation: Explanation) -> None:
            super().__init__()
            self.explanation = explanation

    class Changed(Message):
        """The account, or a region's pools, have been read further."""

    class Expiring(Message):
        """The time that the credentials or the sign-in last has been read."""

    class Warned(Message):
        """Something failed that does not stop the user."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Copied(Message):
        """The user copies a text."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    pool_tree = getters.query_one(PoolTree)

    def __init__(
        self,
        settings: Settings,
        state: RememberedState,
        state_file: Path | None,
        requests: RequestLog,
        *,
        serve_demo: Callable[[], str] | None = None,
        clock: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id)
        self._settings = settings
        self._state = state
        self._state_file = state_file
        self._requests = requests
        self._serve_demo = serve_demo
        self._clock = clock
        self._shared = SharedCredentials(write_cli_cache=settings.write_cli_cache)
        self._prompts = CredentialPrompts(
            self,
            self._shared,
            clock,
            choose_profile=partial(
                start_worker,
                self,
                self.choose_profile,
                name="profile",
                group="choose",
                exclusive=True,
            ),
            copy=self._copy,
            warn=self._warn,
        )
        recent = None if settings.demo else next(iter(state.recent_profiles), None)
        # an empty profile is a choice too: keys in the environment win over the last profile
        self._is_remembered = settings.profile is None and recent is not None
        self.profile = recent if settings.profile is None else settings.profile
        """The AWS profile in use, None or empty for none."""
        self.account: Account | None = None
        """The account, from when it is being opened."""
        self.endpoints: dict[str, str] = {}
        """The service's URL by region, once it is known."""
        self.doubt = ""
        """Why the account's owner is unknown; empty unless STS failed."""
        self.only: frozenset[str] | None = None
        """The operations that work without credentials, where there are none; else None."""
        self.expiry = ExpiryWatch(self, clock, lambda: self.post_message(self.Expiring()))
        """When the credentials and the sign-in expire."""
        self._failure: Explanation | None = None
        self._problems: dict[str, Explanation] = {}
        self._listed: set[str] = set()
        self._wanted_pool: str | None = None
        self._regions: Sequence[str] = ()
        # only what is chosen here is remembered, not what an option or a variable names
        self._is_profile_chosen = False
        self._are_regions_chosen = False

    def compose(self) -> ComposeResult:
        """Compose the tree."""
        yield PoolTree()

    async def on_unmount(self) -> None:
        """End the commands that return credentials."""
        # a worker that continued would query missing widgets
        self.workers.cancel_group(self, "open")
        if stopping := self._prompts.stop_commands():
            await stopping

    @property
    def status(self) -> Status:
        """The account in one line."""
        caller = self.account.caller if self.account else None
        foreign = {
            url.partition("://")[2]
            for url in self.endpoints.values()
            if not self._settings.demo and not is_aws(url)
        }
        own = self._settings_of(self.profile)
        return Status(
            label=own.label or (own.color and (self.profile or "default")),
            color=own.color,
            account=caller.account if caller else self._no_account,
            caller=caller.name if caller else "",
            profile=self.profile or "",
            regions=self.pool_tree.regions,
            endpoint=" ".join(sorted(foreign)),
            clock=self.clock_error,
            expires=self.expiry.warning,
            demo=self._settings.demo,
            read_only=self.is_read_only,
        )

    @property
    def clock_error(self) -> str:
        """How far this machine's clock is off; empty if it is right, and in the demo."""
        if self._settings.demo or not self._requests.is_clock_wrong:
            return ""
        return describe_clock_error(self._requests.clock_error)

    @property
    def _no_account(self) -> str:
        """What the status shows in place of an unknown account."""
        if self.only is not None:
            return "no credentials"
        return "account unknown" if self.doubt else "account …"

    @property
    def regions(self) -> Sequence[str]:
        """The regions that are listed."""
        return self.pool_tree.regions

    @property
    def all_pools(self) -> list[Pool]:
        """Every pool that is listed."""
        return [pool for region in self.regions for pool in self.pool_tree.pools(region)]

    def endpoint_of(self, region: str) -> str | None:
        """Return the URL at which the service is called for a region; None for AWS.

        Args:
            region: The region.
        """
        url = self.endpoints.get(region)
        return None if url is None or is_aws(url) else url

    @property
    def is_read_only(self) -> bool:
        """Whether changes are refused, by a setting or under this profile."""
        return self.refuses_changes(self.profile)

    def refuses_changes(self, profile: str | None) -> bool:
        """Return whether changes are refused under a profile.

        Args:
            profile: The AWS profile, None or empty for none.
        """
        return self._settings.read_only or self._settings_of(profile).read_only

    def _settings_of(self, profile: str | None) -> ProfileSettings:
        return self._settings.profiles.get(profile or "default", ProfileSettings())

    @property
    def is_loading(self) -> bool:
        """Whether the pools of a region are still to be listed."""
        if not self.regions:
            return not self.doubt
        return any(
            region not in self._listed and region not in self._problems for region in self.regions
        )

    @property
    def is_awaiting_pool(self) -> bool:
        """Whether the cursor moves to a pool once it is listed."""
        return self._wanted_pool is not None and self.is_loading

    def is_listed(self, region: str) -> bool:
        """Return whether all pools of a region have been read."""
        return region in self._listed

    def problem(self, region: str) -> Explanation | None:
        """Return why a region's pools could not be listed; None unless that failed."""
        return self._problems.get(region)

    def start(self) -> None:
        """Open the account that the settings name, or the one used last."""
        regions = self._settings.regions
        self._wanted_pool = self._settings.pool
        if self._wanted_pool is not None:
            home = self._wanted_pool.partition(":")[0]
            regions = regions if home in regions else (home, *regions)
        self._begin(self.profile, regions)

    def want(self, pool_id: str) -> None:
        """Move the cursor to a pool as soon as its region is listed again.

        Args:
            pool_id: The pool's ID.
        """
        self._wanted_pool = pool_id

    def open(self, profile: str | None, regions: Sequence[str] = ()) -> None:
        """Open a profile's account, and cancel what is being read from the previous one.

        Args:
            profile: The AWS profile, None for none.
            regions: The regions to list; empty for those used last with the profile, or else the
                one that the configuration names.
        """
        self.post_message(self.Opening())
        self._begin(profile, regions)

    def open_in_foreground(self) -> None:
        """Open the account again, with the command that returns its credentials in the terminal."""
        if not self._shared.commands.has_run:
            self.post_message(self.Warned("No credential_process command has run for the profile."))
            return
        self.post_message(self.Opening())
        self._begin(self.profile, self._regions, in_foreground=True)

    def _begin(
        self, profile: str | None, regions: Sequence[str], *, in_foreground: bool = False
    ) -> None:
        self._prompts.stop_commands()
        self._shared.commands.has_run = False
        self._shared.commands.in_foreground = in_foreground
        for group in ("open", "pools"):
            self.workers.cancel_group(self, group)
        self.profile = profile
        self._regions = regions
        self.account = self.account_under(profile)
        self.endpoints = {}
        self.doubt = ""
        self.only = None
        self.expiry.clear()
        self._failure = None
        self._problems = {}
        self._listed = set()
        self.pool_tree.show_note("connecting …")
        self._open(
            self.account, tuple(regions) or tuple(self._state.regions.get(profile or "", ()))
        )

    def account_under(self, profile: str | None) -> Account:
        """Return the account of a profile, shown or not; nothing is read yet.

        Args:
            profile: The AWS profile, None or empty for none.
        """
        connection = Connection(profile, self._settings.endpoint_url, self._serve_demo)
        ask_for_code = partial(self._prompts.ask_for_code, profile)
        gateway = Gateway(connection, self._requests, ask_for_code, self._shared)
        account = Account(gateway, clock=self._clock)
        gateway.on_renewed = partial(self._follow_renewal, account)
        return account

    def _follow_renewal(self, account: Account) -> None:
        """Identify the caller of newer credentials, which may be of another AWS account."""
        account.caller = None
        if account is self.account:
            self._identify_again(account)

    def read_again(self, region: str | None) -> None:
        """List a region's pools again, or open the account again if that failed.

        Args:
            region: A region in the tree; None if there is none.
        """
        if self.account is None or region is None or self.only is not None:
            self.open(self.profile, self._regions)
        else:
            self._read_pools(self.account, region)

    def retry(self) -> bool:
        """Read what has failed before: open the account, list regions, identify the caller.

        Returns:
            Whether the account is open; otherwise it is being opened now.
        """
        account = self.account
        if account is None or not self.regions or self.only is not None:
            self.open(self.profile, self._regions)
            return False
        for region in list(self._problems):
            self._read_pools(account, region)
        self.identify_again()
        self.expiry.follow(account.gateway)
        return True

    def identify_again(self) -> None:
        """Ask STS again whose account this is, if it did not answer."""
        if self.account is not None and self.account.caller is None and self.doubt:
            self._identify_again(self.account)

    @work(group="pools")
    async def _identify_again(self, account: Account) -> None:
        self.doubt = ""
        await self._identify(account, tuple(self.regions))

    @work(group="open", exclusive=True)
    async def _open(self, account: Account, regions: tuple[str, ...]) -> None:
        try:
            opened = await account.gateway.open()
        except ApiError as error:
            if await self._is_gone(account, error):
                self._fall_back()
            elif self._wanted_pool is not None and error.kind in _WITHOUT_CREDENTIALS:
                await self._open_to_the_public(self._wanted_pool, error.explanation)
            else:
                self._fail(error.explanation)
            return
        if not regions and opened.region is not None:
            regions = (opened.region,)
        # a profile chosen later may have no region, which the settings named for the first one
        regions = regions or self._settings.regions
        if not regions:
            self.pool_tree.show_note("finding the region …")
            here = await account.gateway.instance_region()
            regions = () if here is None else (here,)
        if not regions:
            notes = await account.gateway.configuration_notes(own=True)
            self._fail(_NO_REGION._replace(notes=tuple(notes)))
            return
        self.pool_tree.show_regions(regions)
        for region in regions[1:]:
            self._read_pools(account, region)
        await self._list_pools(account, regions[0])
        # last, because creating another service's client would delay the pools
        await self._identify(account, regions)

    async def _is_gone(self, account: Account, error: ApiError) -> bool:
        """Return whether opening failed because the profile chosen last no longer exists."""
        if not self._is_remembered or error.kind is not ErrorKind.PROFILE:
            return False
        try:
            profiles = await account.gateway.profiles()
        except ApiError:
            return False
        return self.profile not in [each.name for each in profiles]

    def _fall_back(self) -> None:
        gone = self.profile or ""
        self._state.forget(gone)
        self._is_remembered = False
        message = f"Profile {visible(gone)}, chosen last, is no longer in the AWS configuration."
        self.post_message(self.Warned(f"{message} Opened the default profile instead."))
        self.open(None, self._regions)

    async def _open_to_the_public(self, pool_id: str, explanation: Explanation) -> None:
        """Show a pool without credentials; its public operations still work."""
        self.only = await in_thread(_public_operations)
        self.doubt = explanation.title
        pool = Pool(pool_id.partition(":")[0], pool_id, "")
        self.pool_tree.show_regions([pool.region])
        self.pool_tree.set_pools(pool.region, [pool])
        self._problems[pool.region] = explanation
        self.pool_tree.set_status(pool.region, f"✗ {explanation.kind.value}")
        self.pool_tree.go_to(pool)
        self.post_message(self.Changed())

    def _fail(self, explanation: Explanation) -> None:
        self._failure = explanation
        self.doubt = explanation.title
        self.pool_tree.show_note(f"✗ {explanation.kind.value}")
        self.post_message(self.Failed(explanation))

    async def _identify(self, account: Account, regions: tuple[str, ...]) -> None:
        """Identify the caller; nothing else waits for the answer."""
        for region in regions:
            try:
                self.endpoints[region] = await account.gateway.endpoint(region)
            except ApiError as error:
                self.doubt = error.explanation.title
        self.post_message(self.Changed())
        try:
            await account.identify(next(iter(self.endpoints), regions[0]))
        except ApiError as error:
            self.doubt = error.explanation.title
        self._remember(account, regions)
        self.expiry.follow(account.gateway)
        self.post_message(self.Changed())

    @work(group="pools")
    async def _read_pools(self, account: Account, region: str) -> None:
        await self._list_pools(account, region)

    async def _list_pools(self, account: Account, region: str) -> None:
        self._problems.pop(region, None)
        self._listed.discard(region)
        self.pool_tree.set_status(region, "loading …")
        before = self.pool_tree.pools(region)
        pools: list[Pool] = []
        status = ""
        try:
            async for page in account.pools(region):
                pools += page
                read = {pool.pool_id for pool in pools}
                # the cursor may be on one of a later page
                later = (pool for pool in before if pool.pool_id not in read)
                self.pool_tree.set_pools(region, [*pools, *later])
            if before:
                self.pool_tree.set_pools(region, pools)
        except ApiError as error:
            self._problems[region] = error.explanation
            status = f"✗ {error.kind.value}"
        else:
            self._listed.add(region)
        self.pool_tree.set_status(region, status)
        self._go_to_wanted(region)
        self.post_message(self.Changed())

    def rename(self, pool: Pool) -> None:
        """Show a pool's new name in the tree.

        Args:
            pool: The pool, with its current name.
        """
        pools = self.pool_tree.pools(pool.region)
        self.pool_tree.set_pools(
            pool.region, [pool if each.pool_id == pool.pool_id else each for each in pools]
        )

    def _go_to_wanted(self, region: str) -> None:
        pool_id = self._wanted_pool
        if pool_id is None or not pool_id.startswith(f"{region}:"):
            return
        self._wanted_pool = None
        pools = self.pool_tree.pools(region)
        pool = next((each for each in pools if each.pool_id == pool_id), None)
        if pool is None:
            # it may exist without being listed: ListIdentityPools may be denied
            pool = Pool(region, pool_id, "")
            self.pool_tree.set_pools(region, [*pools, pool])
        self.pool_tree.go_to(pool)

    def _remember(self, account: Account, regions: tuple[str, ...]) -> None:
        caller = account.caller
        name = self.profile or ""
        if name and self._is_profile_chosen:
            self._state.choose_profile(name)
        if self._are_regions_chosen:
            self._state.regions[name] = list(regions)
        if caller:
            self._state.accounts[name] = caller.account
        self.save_state()

    def save_state(self) -> None:
        """Write what is remembered, if it is remembered anywhere."""
        if self._state_file is not None:
            self._save(self._state_file)

    @work(group="state", exclusive=True)
    async def _save(self, path: Path) -> None:
        try:
            await in_thread(lambda: self._state.save(path))
        except OSError as error:
            self.post_message(self.Warned(f"Cannot write {path}: {error.strerror}."))

    def _copy(self, text: str) -> None:
        self.post_message(self.Copied(text))

    def _warn(self, text: str) -> None:
        self.post_message(self.Warned(text))

    async def choose_profile(self) -> None:
        """Ask for another profile, and open it."""
        from cogtui.screens.dialogs.choices import profile_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Picker  # noqa: PLC0415  the first frame has no dialogs

        if self._settings.demo or self.account is None:
            self.post_message(self.Warned("The demo has no profiles. Start without --demo."))
            return
        try:
            profiles, notes = await asyncio.gather(
                self.account.gateway.profiles(), self.account.gateway.configuration_notes()
            )
        except ApiError as error:
            message = f"{error.explanation.title}. {error.explanation.cause}"
            self.post_message(self.Warned(message))
            return
        if not profiles and not notes:
            self.post_message(self.Warned("The AWS configuration has no profiles."))
            return
        choices = profile_choices(profiles, self._state, self._settings.profiles, notes)
        picker = Picker("Profile", choices)
        chosen = await self.app.push_screen_wait(picker)
        if chosen:
            self._is_remembered = self._are_regions_chosen = False
            self._is_profile_chosen = True
            self.open(chosen[0])

    async def choose_regions(self) -> None:
        """Ask for the regions to list, and list their pools."""
        from cogtui.screens.dialogs.choices import region_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Picker  # noqa: PLC0415  the first frame has no dialogs

        if self.account is None:
            return
        shown = self.pool_tree.regions
        known = await self.account.gateway.regions(shown[0] if shown else None)
        choices = region_choices(known, shown)
        picker = Picker("Regions", choices, chosen=shown, several=True)
        chosen = await self.app.push_screen_wait(picker)
        if chosen and chosen != shown:
            self._are_regions_chosen = True
            self.open(self.profile, chosen)


def _public_operations() -> frozenset[str]:
    # reading botocore's model would block the event loop
    from cogtui.gateway.service_model import needs_no_credentials  # noqa: PLC0415

    return frozenset(filter(needs_no_credentials, OPERATIONS))
