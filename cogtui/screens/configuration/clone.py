"""Clone a pool: create one with its configuration, possibly in another account or region."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, Explanation
from cogtui.configuration.clone_configuration import clone_configuration
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import Remark
from cogtui.screens.configuration.change import configuration_members, read_or_cancel
from cogtui.screens.dialogs.choices import region_choices
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.host import Host
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem, check_input
from cogtui.threads import in_thread

CreatePool = Callable[[Account, str, Configuration, Sequence[Remark]], Awaitable[None]]
"""A function that lets the user edit and create a new pool: `ConfigurationRun.create`."""

_NAME: Final = "IdentityPoolName"
_SUFFIX: Final = "-copy"
"""The default suffix of a clone's name."""

_REGION: Final = Member(
    "Region",
    ValueKind.TEXT,
    "Region of the new pool",
    required=True,
    documentation="Where the new pool is created.",
)
_PROFILE: Final = Member(
    "Profile",
    ValueKind.TEXT,
    "AWS profile",
    documentation="Selects the account of the new pool; the current profile if empty.",
)


class _CloneTarget(NamedTuple):
    name: str
    """The name of the new pool."""
    region: str
    """Its region."""
    account: Account
    """Its account."""


async def clone_pool(host: Host, account: Account, pool: Pool, create: CreatePool) -> None:
    """Ask for the clone's name, region and profile, then continue as for any new pool.

    Args:
        host: The screen that starts it.
        account: The account of the pool.
        pool: The pool.
        create: Creates the new pool.

    Raises:
        ApiError: The pool's configuration could not be read.
    """
    configuration = await read_or_cancel(host, account, pool)
    if configuration is None:
        return
    target = await _CloneQuestion(host, account, pool).ask(configuration[_NAME])
    if target is not None:
        source = account.caller.account if account.caller else ""
        clone = clone_configuration(configuration, target.name, source, target.account.caller)
        await create(target.account, target.region, clone.configuration, clone.remarks)


class _CloneQuestion:
    """Asks for the name, region and profile of the new pool until they are valid."""

    def __init__(self, host: Host, account: Account, pool: Pool) -> None:
        self._host = host
        self._account = account
        self._pool = pool
        self._members: tuple[Member, ...] = ()
        self._regions: tuple[str, ...] = ()
        self._profiles: tuple[str, ...] = ()

    async def ask(self, name: str) -> _CloneTarget | None:
        """Ask until the account of the new pool is open; return None if the user cancels.

        Args:
            name: The name of the pool to clone.
        """
        members = {each.name: each for each in await in_thread(configuration_members)}
        name_member = members[_NAME]
        await self._load_choices()
        self._members = (name_member, _REGION, *([_PROFILE] if self._profiles else []))
        values: dict[str, Any] = {
            _NAME: f"{name[: (name_member.maximum or 0) - len(_SUFFIX)]}{_SUFFIX}",
            _REGION.name: self._pool.region,
            _PROFILE.name: self._profile,
        }
        failure: Explanation | None = None
        while True:
            answer = await self._host.app.push_screen_wait(self._form(values, failure))
            if answer is None:
                return None
            values, failure = answer, None
            region = values[_REGION.name]
            try:
                account = await self._open_account(values.get(_PROFILE.name), region)
            except ApiError as error:
                failure = error.explanation._replace(member=_PROFILE.name)
            else:
                if account is not None:
                    return _CloneTarget(values[_NAME], region, account)

    async def _load_choices(self) -> None:
        """Load the regions and profiles to choose from."""
        gateway = self._account.gateway
        known = await gateway.regions(self._pool.region)
        shown = self._host.accounts.regions
        self._regions = tuple(each.value for each in region_choices(known, shown))
        # the demo has no profiles
        self._profiles = tuple(each.name for each in await gateway.profiles())

    @property
    def _profile(self) -> str | None:
        return self._account.gateway.connection.profile or None

    def _form(self, values: Mapping[str, Any], failure: Explanation | None) -> FormDialog:
        return FormDialog(
            f"{self._pool.title} · clone",
            self._members,
            values,
            known={_REGION.name: self._regions, _PROFILE.name: self._profiles},
            documentation="Nothing is sent yet: you can edit the whole configuration and review "
            "the calls first.",
            failure=failure,
            sends="Continue",
            on_copy=self._host.copy,
            checks=self._problems,
        )

    def _problems(self, values: Mapping[str, Any]) -> list[Problem]:
        found = check_input("", self._members, values)
        region, profile = values.get(_REGION.name), values.get(_PROFILE.name)
        if region and region not in self._regions:
            found.append(Problem((_REGION.name,), "must be a region with identity pools"))
        if profile and profile not in self._profiles:
            found.append(Problem((_PROFILE.name,), "must be a profile of the AWS configuration"))
        elif self._host.accounts.refuses_changes(profile or self._profile):
            found.append(Problem((_PROFILE.name,), "must not be read-only"))
        return found

    async def _open_account(self, profile: str | None, region: str) -> Account | None:
        """Open the account of a profile; return None if the user does not want to wait."""
        if profile is None or profile == self._profile:
            return self._account
        account = self._host.accounts.account_under(profile)
        opening = _opened(account, region)
        return await result_or_cancel(self._host.app, opening, f"Opening profile {profile}…")


async def _opened(account: Account, region: str) -> Account:
    await account.gateway.open()
    await account.identify(region)
    return account
