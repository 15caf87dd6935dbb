"""Review, send and merge a change of a pool's configuration."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple

from cogtui.account.account import Account, Pool
from cogtui.configuration.apply import (
    ConcurrentChange,
    Finished,
    Stopped,
    Unverified,
    apply_plan,
    create_pool,
)
from cogtui.configuration.differences import differences
from cogtui.configuration.drafts import Draft, DraftSubject
from cogtui.configuration.merge_changes import MergeSide, PiecePath, merged
from cogtui.configuration.plan import Plan, Target, plan_creation, planned
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.configuration.restore import restorable_configuration
from cogtui.configuration.schema import schema
from cogtui.documents.configuration_change import Difference, Remark, RemarkLevel
from cogtui.files import private_files
from cogtui.screens.configuration.review import ReviewAnswer, ReviewDialog
from cogtui.screens.configuration.sending import ChangeResult, NextStep, SendingDialog
from cogtui.screens.configuration.three_way import ThreeWayDialog
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.screens.host import Host
from cogtui.secret import Secret
from cogtui.service.cli_line import cli_line
from cogtui.service.members import Member
from cogtui.service.operations import View
from cogtui.service.partitions import partition_of

_STALE: Final = (View.POOLS, View.OVERVIEW, View.ROLES, View.TAGS, View.PRINCIPAL_TAGS)

_CREATE: Final = "Create pool"
"""The title of a change that creates a pool."""

_MERGED: Final = Remark(
    RemarkLevel.WARNING,
    (),
    "Someone else changed the pool; nothing was sent. Your change is shown on the current version.",
)


_LATER_CHANGES: Final = Remark(
    RemarkLevel.NOTE,
    (),
    "Other settings have changed since; they stay as they are now.",
)


class PendingChange(NamedTuple):
    """A change that has not been made."""

    before: Configuration | None
    """The current configuration as last read; None for a new pool."""
    after: Configuration
    """The desired configuration."""
    about: tuple[Remark, ...] = ()
    """Remarks besides those of the plan."""
    by_others: tuple[Difference, ...] = ()
    """What someone else changed since the user read the pool."""
    to_edit: bool = False
    """Whether the user wants to edit it."""


ChangePool = Callable[[Pool, PendingChange], Awaitable[bool]]
"""A function that changes a pool if the user agrees, and returns whether the change is finished:
`ConfigurationRun.change`."""


class Change:
    """Shows a change for review, sends it if the user agrees, and shows the result.

    Args:
        host: The screen that starts it.
        account: The account to call.
        region: The pool's region.
        pool: The pool; None to create one.
    """

    def __init__(
        self,
        host: Host,
        account: Account,
        region: str,
        pool: Pool | None,
    ) -> None:
        self._host = host
        self._account = account
        self._region = region
        self._pool = pool
        self.is_finished = False
        """Whether nothing is left to do: every call was answered, or nothing differed."""

    async def run(self, pending: PendingChange) -> PendingChange | None:
        """Review and send until the change is made, or the user cancels or wants to edit it.

        Args:
            pending: The change.

        Returns:
            The change to edit; None if nothing is left to do or the user cancelled.
        """
        original, current = pending.before, pending._replace(to_edit=False)
        while not current.to_edit:
            plan = self.plan(current.before, current.after)
            if not plan.calls:
                self._host.toast("No changes to send.")
                self.is_finished = True
                return None
            answer = await self._review(plan, current)
            if answer is ReviewAnswer.EDIT:
                current = current._replace(to_edit=True)
            elif answer is ReviewAnswer.REMOVE_ORPHANS:
                current = current._replace(after=current.after.without_orphans())
            elif (
                answer is None
                or (next_change := await self._send_and_merge(plan, current, original)) is None
            ):
                return None
            else:
                current = next_change
        return current

    async def _send_and_merge(
        self, plan: Plan, current: PendingChange, original: Configuration | None
    ) -> PendingChange | None:
        """Send the change. Return what to review or edit next; None if nothing."""
        sent = await self._send(plan)
        match sent.event:
            case None | Stopped(done=()) if sent.next_step is NextStep.NOTHING:
                # nothing was changed, so keep the user's edits
                return current._replace(to_edit=True)
            case ConcurrentChange(theirs):
                return await self._merge(current, theirs)
            case Stopped(present=Configuration() as theirs) if sent.next_step is NextStep.CONTINUE:
                return PendingChange(theirs, current.after)
            case Stopped(present=Configuration() as theirs) if (
                sent.next_step is NextStep.UNDO and original
            ):
                found = restorable_configuration(original, theirs)
                return PendingChange(theirs, found.configuration, found.remarks)
        return None

    def plan(self, before: Configuration | None, after: Configuration) -> Plan:
        """Plan the change.

        Args:
            before: The current configuration; None for a new pool.
            after: The desired configuration.
        """
        caller = self._account.caller
        account = caller.account if caller else ""
        partition = caller.partition if caller else partition_of(self._region).name
        if before is None:
            return plan_creation(after, account, partition)
        return planned(before, after, account, partition)

    @property
    def _title(self) -> str:
        return f"{self._pool.title} · change" if self._pool else _CREATE

    def create_draft(self, text: str, before: Configuration | None) -> Draft:
        """Write a text to edit to a file. Blocking.

        Args:
            text: The text.
            before: The current configuration; None for a new pool.

        Raises:
            OSError: It cannot be written.
        """
        about = DraftSubject(
            self._pool.pool_id if self._pool else "",
            self._region,
            self._pool.title if self._pool else "",
            self._account.caller.account if self._account.caller else "",
            before,
        )
        directory = private_files.drafts_directory()
        return Draft.create(directory, text, about, self._account.now)

    async def _review(self, plan: Plan, pending: PendingChange) -> ReviewAnswer | None:
        dialog = ReviewDialog(
            f"{self._pool.title if self._pool else _CREATE}: planned changes",
            plan,
            pending.about,
            pending.by_others,
            on_copy=lambda: self._host.copy(
                Secret(self.cli_commands(plan)), "the AWS CLI commands"
            ),
        )
        step: ReviewAnswer | None = await self._host.app.push_screen_wait(dialog)
        return step

    def cli_commands(self, plan: Plan, *, reveal: bool = False) -> str:
        """Return the AWS CLI commands of a plan, one per line.

        Args:
            plan: The plan.
            reveal: Whether to include secrets.
        """
        connection, caller = self._account.gateway.connection, self._account.caller
        arn = self._pool.arn(caller) if self._pool and caller else "ARN"
        # a new pool has no ID yet
        target = Target(self._pool.pool_id if self._pool else "POOL_ID", arn)
        return "\n".join(
            cli_line(
                call.operation,
                call.request(target),
                profile=connection.profile,
                region=self._region,
                # the host knows only listed regions; for any other, the gateway's setting applies
                endpoint_url=self._host.accounts.endpoint_of(self._region)
                or connection.endpoint_url,
                reveal=reveal,
            )
            for call in plan.calls
        )

    async def _send(self, plan: Plan) -> ChangeResult:
        records = self._host.records
        if self._pool is None:
            before = frozenset(pool.pool_id for pool in self._host.accounts.all_pools)
            events = create_pool(self._account, self._region, plan, records, pools_before=before)
        else:
            events = apply_plan(self._account, self._pool, plan, records)
        dialog = SendingDialog(self._title, plan, events, on_copy=self._host.copy)
        sent = await self._host.app.push_screen_wait(dialog) or ChangeResult(None, None)
        self.is_finished = isinstance(sent.event, Finished | Unverified)
        if sent.pool is not None:
            self._pool = sent.pool
            self._show_new_pool(sent.pool)
        if sent.event is not None and self._pool is not None:
            pool = self._pool._replace(name=plan.after["IdentityPoolName"])
            self._host.reload(_STALE, pool, self._region)
        return sent

    def _show_new_pool(self, pool: Pool) -> None:
        """Select a new pool in the tree, or show its ID if the tree does not list it."""
        accounts = self._host.accounts
        if self._account is not accounts.account:
            profile = self._account.gateway.connection.profile
            self._host.toast(f"Created {pool.title} with profile {profile}: {pool.pool_id}")
        elif pool.region not in accounts.regions:
            self._host.toast(f"Created {pool.title} in a region that is not listed: {pool.pool_id}")
        else:
            self._host.show_new_pool(pool)

    async def _merge(self, present: PendingChange, theirs: Configuration) -> PendingChange:
        """Merge both sides' changes, and let the user resolve conflicts."""
        assert present.before is not None, "a new pool has no concurrent change"  # noqa: S101  for the type
        merge = merged(present.before, theirs, present.after)
        sides: Mapping[PiecePath, MergeSide] | None = {}
        if merge.conflicts:
            sides = await self._host.app.push_screen_wait(ThreeWayDialog(self._title, merge))
        if sides is None:
            return present._replace(to_edit=True)
        by_others = differences(present.before, theirs)
        return PendingChange(theirs, merge.resolved(sides), (_MERGED,), by_others)


async def read_or_cancel(host: Host, account: Account, pool: Pool) -> Configuration | None:
    """Read a pool's configuration while the user can cancel.

    Args:
        host: The screen that needs it.
        account: The account.
        pool: The pool.

    Returns:
        The configuration; None if the user cancelled.

    Raises:
        ApiError: It could not be read.
    """
    what = f"Loading {pool.title}…"
    return await result_or_cancel(host.app, read(account, pool), what)


def remaining_change(
    base: Configuration, wanted: Configuration, present: Configuration
) -> PendingChange:
    """Return the change from the current to the wanted configuration that keeps later changes.

    Args:
        base: The configuration that the unfinished change started from, secrets redacted.
        wanted: The configuration that it leads to, secrets redacted.
        present: The current configuration.
    """
    found = restorable_configuration(wanted, present)
    merge = merged(
        restorable_configuration(base, present).configuration, present, found.configuration
    )
    after = merge.resolved({}, otherwise=MergeSide.YOURS)
    others = (_LATER_CHANGES,) if after != found.configuration else ()
    return PendingChange(present, after, (*found.remarks, *others))


def configuration_members() -> tuple[Member, ...]:
    """Return the members of a configuration from botocore's service model. Blocks."""
    from cogtui.gateway.service_model import input_members  # noqa: PLC0415  the model loads slowly

    return schema(input_members)
