"""The account pane: the profile, its regions as a tree, and the pools of each."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, Explanation
from cogtui.gateway import Connection, Gateway, RequestLog, SharedCredentials, is_aws
from cogtui.screens.explorer import without_credentials
from cogtui.screens.explorer.account_choices import NO_REGION, AccountChoices
from cogtui.screens.explorer.credential_prompts import CredentialPrompts
from cogtui.screens.explorer.expiry_watch import ExpiryWatch
from cogtui.screens.explorer.pool_listing import GROUP, PoolListing
from cogtui.screens.workers import start_worker
from cogtui.settings.profile_settings import ProfileSettings
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from cogtui.times import describe_clock_error
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.status_bar import Status


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

    @dataclass
    class Failed(Message):
        """The account cannot be opened: there are no credentials, or there is no region."""

        explanation: Explanation

    class Changed(Message):
        """The account, or a region's pools, have been read further."""

    class Expiring(Message):
        """The time that the credentials or the sign-in last has been read."""

    @dataclass
    class Warned(Message):
        """Something failed that does not stop the user."""

        text: str

    @dataclass
    class Copied(Message):
        """The user copies a text."""

        text: str

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
        self.pool_tree = PoolTree()
        """The tree of regions and pools."""
        self.listing = PoolListing(self, self.pool_tree, lambda: self.post_message(self.Changed()))
        """The pools of each region."""
        self.choices = AccountChoices(self, settings, state, state_file, self._warn)
        """The profile and the regions that the user chooses."""
        self._settings = settings
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
            copy=lambda text: self.post_message(self.Copied(text)),
            warn=self._warn,
        )
        self.profile = self.choices.first_profile
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
        self._regions: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """Compose the tree."""
        yield self.pool_tree

    async def on_unmount(self) -> None:
        """End the commands that return credentials."""
        # a worker that continued would change widgets that are gone
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
        return self.listing.all_pools

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
        return self.listing.is_loading if self.regions else not self.doubt

    @property
    def is_awaiting_pool(self) -> bool:
        """Whether the cursor moves to a pool once it is listed."""
        return self.listing.wanted_pool is not None and self.is_loading

    def start(self) -> None:
        """Open the account that the settings name, or the one used last."""
        regions = self._settings.regions
        wanted = self.listing.wanted_pool = self._settings.pool
        if wanted is not None:
            home = wanted.partition(":")[0]
            regions = regions if home in regions else (home, *regions)
        self._begin(self.profile, regions)

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
            self._warn("No credential_process command has run for the profile.")
            return
        self.post_message(self.Opening())
        self._begin(self.profile, self._regions, in_foreground=True)

    def _begin(
        self, profile: str | None, regions: Sequence[str], *, in_foreground: bool = False
    ) -> None:
        self._prompts.stop_commands()
        self._shared.commands.has_run = False
        self._shared.commands.in_foreground = in_foreground
        for group in ("open", GROUP):
            self.workers.cancel_group(self, group)
        self.profile = profile
        self._regions = regions
        self.account = self.account_under(profile)
        self.endpoints = {}
        self.doubt = ""
        self.only = None
        self.expiry.clear()
        self.listing.clear("connecting …")
        self._open(self.account, tuple(regions) or self.choices.regions(profile))

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
            self.listing.start(self.account, region)

    def retry(self) -> bool:
        """Read what has failed before: open the account, list regions, identify the caller.

        Returns:
            Whether the account is open; otherwise it is being opened now.
        """
        account = self.account
        if account is None or not self.regions or self.only is not None:
            self.open(self.profile, self._regions)
            return False
        self.listing.retry(account)
        self.identify_again()
        self.expiry.follow(account.gateway)
        return True

    def identify_again(self) -> None:
        """Ask STS again whose account this is, if it did not answer."""
        if self.account is not None and self.account.caller is None and self.doubt:
            self._identify_again(self.account)

    @work(group=GROUP)
    async def _identify_again(self, account: Account) -> None:
        self.doubt = ""
        await self._identify(account, tuple(self.regions))

    @work(group="open", exclusive=True)
    async def _open(self, account: Account, regions: tuple[str, ...]) -> None:
        try:
            opened = await account.gateway.open()
        except ApiError as error:
            await self._cannot_open(account, error)
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
            self._fail(NO_REGION._replace(notes=tuple(notes)))
            return
        await self.listing.read_all(account, regions)
        # last, because creating another service's client would delay the pools
        await self._identify(account, regions)

    async def _cannot_open(self, account: Account, error: ApiError) -> None:
        wanted = self.listing.wanted_pool
        if await self.choices.is_gone(account, error):
            self.choices.forget(self.profile or "")
            self.open(None, self._regions)
        elif wanted is not None and error.kind in without_credentials.FAILURES:
            await self._open_to_the_public(wanted, error.explanation)
        else:
            self._fail(error.explanation)

    async def _open_to_the_public(self, pool_id: str, explanation: Explanation) -> None:
        """Show a pool without credentials; its public operations still work."""
        self.only = await without_credentials.public_operations()
        self.doubt = explanation.title
        pool = Pool(pool_id.partition(":")[0], pool_id, "")
        self.listing.show_alone(pool, explanation)
        self.post_message(self.Changed())

    def _fail(self, explanation: Explanation) -> None:
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
        self.choices.remember(self.profile, regions, account.caller)
        self.expiry.follow(account.gateway)
        self.post_message(self.Changed())

    def _warn(self, text: str) -> None:
        self.post_message(self.Warned(text))

    async def choose_profile(self) -> None:
        """Ask for another profile, and open it."""
        assert self.account is not None, "only the demo starts without, and has no profiles"  # noqa: S101  for the type
        profile = await self.choices.ask_for_profile(self.account.gateway)
        if profile is not None:
            self.open(profile)

    async def choose_regions(self) -> None:
        """Ask for the regions to list, and list their pools."""
        if self.account is None:
            return
        gateway = self.account.gateway
        regions = await self.choices.ask_for_regions(gateway, self.pool_tree.regions)
        if regions:
            self.open(self.profile, regions)
