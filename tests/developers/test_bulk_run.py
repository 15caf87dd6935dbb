"""A sheet that is run: each line once, recorded, and told; also in bad weather."""

import asyncio
import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.bulk_run import run
from cogtui.developers.control import Control
from cogtui.developers.csv_rows import BulkOperation, parse_sheet
from cogtui.developers.directory import Directory
from cogtui.developers.rate_limit import RateLimitedCall
from cogtui.developers.results_file import Report, ReportError, RowOutcome, RowResult
from cogtui.developers.simulation import CheckedRow, check
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from tests.developers.clock import Clock
from tests.developers.service import REGION, Service, api_error, failing
from tests.emulator.connection import connect
from tests.emulator.users import DEVELOPER, developer, make_pool
from tests.gateway.gateways import make_gateway

MERGE, UNLINK = "merge-developer-identities", "unlink-developer-identity"
LOST = api_error(ErrorKind.TIMEOUT, outcome_unknown=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the report is."""
    return tmp_path / "report.csv"


class Work:
    """A sheet that is checked and run on a service.

    Args:
        service: The service.
        path: Where the report is.
        text: The sheet.
        kind: What is to be done with its lines.
    """

    def __init__(
        self, service: Service, path: Path, text: str, kind: BulkOperation = BulkOperation.MERGE
    ) -> None:
        self.service = service
        self.path = path
        self.sheet = parse_sheet(text, kind)
        self.control = Control()

    async def checked(self) -> list[CheckedRow]:
        """Its lines with their verdicts."""
        report = await Report.open(self.path, self.service.pool.pool_id)
        directory = await self.service.directory()
        return [each async for each in check(directory, self.sheet, report.done)]

    async def run(
        self,
        checked: list[CheckedRow] | None = None,
        entries: list[RowResult] | None = None,
        directory: Directory | None = None,
    ) -> list[RowResult]:
        """Runs it, checked now unless before; what becomes of each line is put into entries."""
        entries = [] if entries is None else entries
        checked = checked or await self.checked()
        report = await Report.open(self.path, self.service.pool.pool_id)
        directory = directory or await self.service.directory()
        async for entry in run(directory, checked, report, self.control):
            entries.append(entry)
        return entries

    def rows(self) -> list[tuple[int, str]]:
        """The number and the outcome of each line in the report."""
        with self.path.open(encoding="utf-8", newline="") as file:
            return [(int(row["line"]), row["outcome"]) for row in csv.DictReader(file)]


async def test_a_thousand_merges_in_chains_and_again(service: Service, path: Path) -> None:
    """All of them, as checked; the second time nothing is sent, and nothing is written."""
    pairs = []
    for group in range(50):
        service.identity(f"{group} kept")
        for number in range(19):
            service.identity(f"{group} {number}")
            pairs.append((f"{group} {number}", f"{group} kept"))
    for number in range(50):
        service.identity(f"pair {number}")
        service.identity(f"other {number}")
        pairs.append((f"pair {number}", f"other {number}"))
    work = Work(service, path, "".join(f"{source},{surviving}\n" for source, surviving in pairs))
    entries = await work.run()
    assert [each.outcome for each in entries] == [RowOutcome.DONE] * 1000
    assert service.called(MERGE) == 1000
    assert sum(disabled for disabled, _ in service.state().values()) == 1000
    assert work.rows() == [(number, "done") for number in range(1, 1001)]
    assert [each.outcome for each in await work.run()] == [RowOutcome.DONE_BEFORE] * 1000
    assert service.called(MERGE) == 1000
    assert len(work.rows()) == 1000


async def test_every_outcome_is_reported_and_recorded(service: Service, path: Path) -> None:
    """Done, nothing to do and refused, each with its reason."""
    a, b = service.identity("a"), service.identity("b")
    entries = await Work(service, path, "a,b\nb,a\nnobody,b\na\n").run()
    assert [each.outcome for each in entries] == [
        RowOutcome.DONE,
        RowOutcome.NOTHING,
        RowOutcome.REFUSED,
        RowOutcome.REFUSED,
    ]
    assert [each.identity_id for each in entries] == [b, b, "", ""]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["detail"] for row in rows] == [each.detail for each in entries]
    assert {row["pool"] for row in rows} == {service.pool.pool_id}
    assert service.backend.identity(a)[1].disabled


async def test_users_that_are_unlinked(service: Service, path: Path) -> None:
    """Each from the identity that it was found on."""
    both, alone = service.identity("a", "b"), service.identity("c")
    work = Work(service, path, "a\nc\nnobody\n", BulkOperation.UNLINK)
    entries = await work.run()
    assert [(each.outcome, each.identity_id) for each in entries] == [
        (RowOutcome.DONE, both),
        (RowOutcome.DONE, alone),
        (RowOutcome.REFUSED, ""),
    ]
    assert service.state() == {both: (False, {(DEVELOPER, "b")}), alone: (True, frozenset())}


@pytest.mark.parametrize("user", ["a", "b"])
async def test_what_changed_since_it_was_checked_is_not_sent(
    service: Service, path: Path, user: str
) -> None:
    """On either side; nor what depends on it; the others are."""
    for each in ("a", "b", "c", "d", "e"):
        service.identity(each)
    work = Work(service, path, "a,b\nb,c\nd,e\n")
    checked = await work.checked()
    owner = (await (await service.directory()).find(user)) or ""
    service.backend.delete_identities([owner])
    entries = await work.run(checked)
    assert [each.outcome for each in entries] == [
        RowOutcome.CHANGED,
        RowOutcome.CHANGED,
        RowOutcome.DONE,
    ]
    assert entries[0].detail.startswith(
        "Since it was checked, somebody changed who leads where. No user "
    )
    assert service.called(MERGE) == 1


async def test_a_user_who_was_unlinked_since(service: Service, path: Path) -> None:
    """Found missing just before, so nothing is sent."""
    owner = service.identity("a", "b")
    work = Work(service, path, "a\n", BulkOperation.UNLINK)
    checked = await work.checked()
    service.backend.unlink_developer(service.pool.pool_id, owner, DEVELOPER, "a")
    (entry,) = await work.run(checked)
    assert entry.outcome is RowOutcome.CHANGED
    assert service.called(UNLINK) == 0


@pytest.mark.parametrize(
    ("kind", "operation"), [(BulkOperation.MERGE, MERGE), (BulkOperation.UNLINK, UNLINK)]
)
@pytest.mark.parametrize(
    ("is_done", "outcome", "expected"),
    [
        (True, RowOutcome.DONE, "it was carried out"),
        (False, RowOutcome.FAILED, "it was not carried out"),
    ],
)
async def test_an_answer_that_is_lost(
    service: Service,
    path: Path,
    *,
    kind: BulkOperation,
    operation: str,
    is_done: bool,
    outcome: RowOutcome,
    expected: str,
) -> None:
    """It is looked up and told, never sent twice, and the next line goes on."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    if is_done:
        service.after = failing(operation, LOST)
    else:
        service.before = failing(operation, LOST)
    text = "a,b\nc,d\n" if kind is BulkOperation.MERGE else "a\nc\n"
    entries = await Work(service, path, text, kind).run()
    assert [each.outcome for each in entries] == [outcome, RowOutcome.DONE]
    assert expected in entries[0].detail
    assert entries[0].detail.startswith("No answer came (Trouble: timeout)")
    assert service.called(operation) == 2
    assert all(once for called, _, once in service.calls if called == operation)


async def test_an_answer_that_is_lost_for_good(service: Service, path: Path) -> None:
    """Looking it up fails as well: it is recorded as unknown, and the run ends."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)

    def cut_off(operation: str) -> None:
        if operation == MERGE:
            service.before = failing("lookup-developer-identity", api_error(ErrorKind.UNREACHABLE))
            raise LOST

    service.after = cut_off
    work, entries = Work(service, path, "a,b\nc,d\n"), list[RowResult]()
    with pytest.raises(ApiError) as caught:
        await work.run(entries=entries)
    assert caught.value.kind is ErrorKind.UNREACHABLE
    assert [each.outcome for each in entries] == [RowOutcome.UNKNOWN]
    assert work.rows() == [(1, "unknown")]
    service.after = lambda _: None
    entries = await work.run()
    assert [each.outcome for each in entries] == [RowOutcome.NOTHING, RowOutcome.DONE]
    assert service.called(MERGE) == 2


async def test_what_the_service_refuses_concerns_its_line_alone(
    service: Service, path: Path
) -> None:
    """A reason that nobody foresaw; the next line is sent."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    service.before = failing(MERGE, api_error(ErrorKind.REFUSED))
    entries = await Work(service, path, "a,b\nc,d\n").run()
    assert [each.outcome for each in entries] == [RowOutcome.REFUSED, RowOutcome.DONE]
    assert entries[0].detail == "Trouble: refused: said"


@pytest.mark.parametrize("operation", [MERGE, "describe-identity"])
async def test_what_would_fail_each_line_ends_the_run(
    service: Service, path: Path, operation: str
) -> None:
    """Expired credentials: the line is recorded, the rest is left for the next run."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    work, entries = Work(service, path, "a,b\nc,d\n"), list[RowResult]()
    checked = await work.checked()
    service.before = failing(operation, api_error(ErrorKind.EXPIRED))
    with pytest.raises(ApiError):
        await work.run(checked, entries)
    assert [each.outcome for each in entries] == [RowOutcome.FAILED]
    assert [each.outcome for each in await work.run()] == [RowOutcome.DONE, RowOutcome.DONE]
    assert work.rows() == [(1, "failed"), (1, "done"), (2, "done")]


async def test_throttling_in_the_middle(service: Service, path: Path) -> None:
    """It backs off and goes on; each merge is carried out once."""
    for number in range(40):
        service.identity(f"user {number}")
    text = "".join(f"user {number},user {number + 1}\n" for number in range(0, 40, 2))
    work, clock = Work(service, path, text), Clock()
    limited_call = RateLimitedCall(service.call, clock.control, clock=clock)
    service.before = failing(MERGE, *[api_error(ErrorKind.THROTTLED)] * 5)
    directory = Directory(limited_call, service.pool, DEVELOPER)
    entries = await work.run(directory=directory)
    assert [each.outcome for each in entries] == [RowOutcome.DONE] * 20
    assert (limited_call.throttled, service.called(MERGE)) == (5, 25)
    assert {1.0, 2.0, 4.0, 8.0, 16.0} <= set(clock.slept)


async def test_it_is_paused_and_stopped_between_two_lines(service: Service, path: Path) -> None:
    """What was begun is ended; what was not is left, and done by the next run."""
    for each in ("a", "b", "c", "d", "e", "f"):
        service.identity(each)
    work = Work(service, path, "a,b\nc,d\ne,f\n")
    checked = await work.checked()
    report = await Report.open(path, service.pool.pool_id)
    stream = run(await service.directory(), checked, report, work.control)
    assert (await anext(stream)).outcome is RowOutcome.DONE
    work.control.pause()
    second = asyncio.ensure_future(anext(stream))
    for _ in range(10):
        await asyncio.sleep(0)
    assert (second.done(), service.called(MERGE)) == (False, 1)
    work.control.resume()
    assert (await second).outcome is RowOutcome.DONE
    work.control.stop()
    assert [each async for each in stream] == []
    assert work.rows() == [(1, "done"), (2, "done")]
    work.control = Control()
    assert [each.outcome for each in await work.run()] == [
        RowOutcome.DONE_BEFORE,
        RowOutcome.DONE_BEFORE,
        RowOutcome.DONE,
    ]


class Noticed(Report):
    """A report that says when a line is in it."""

    noticed: asyncio.Event

    async def add(self, entry: RowResult) -> None:
        """Writes it, and says so."""
        await super().add(entry)
        self.noticed.set()


async def test_whoever_is_cancelled_leaves_no_line_unrecorded(service: Service, path: Path) -> None:
    """The line that was being sent is ended and recorded; the next one is not begun."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    work = Work(service, path, "a,b\nc,d\n")
    report = await Noticed.open(path, service.pool.pool_id)
    report.noticed = asyncio.Event()
    stream = run(await service.directory(), await work.checked(), report, work.control)
    running = asyncio.ensure_future(anext(stream))

    def cancel(operation: str) -> None:
        if operation == MERGE:
            running.cancel()

    service.before = cancel
    with pytest.raises(asyncio.CancelledError):
        await running
    await report.noticed.wait()
    assert work.rows() == [(1, "done")]
    assert service.called(MERGE) == 1


async def test_what_cannot_be_recorded_ends_the_run(service: Service, path: Path) -> None:
    """A full disk, for instance: nothing more is sent."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    work = Work(service, path, "a,b\nc,d\n")

    def take_away(operation: str) -> None:
        if operation == MERGE:
            path.unlink()
            path.mkdir()

    service.before = take_away
    with pytest.raises(ReportError):
        await work.run()
    assert service.called(MERGE) == 1


async def test_an_answer_that_names_another_identity(service: Service, path: Path) -> None:
    """It is told, since the documentation says that it cannot be."""
    service.identity("a")
    b = service.identity("b")
    work = Work(service, path, "a,b\n")

    async def lie(
        operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        answer = await service.call(operation, region, parameters, once=once)
        return {"IdentityId": "other"} if operation == MERGE else answer

    lying = Directory(lie, service.pool, DEVELOPER)
    (entry,) = await work.run(directory=lying)
    assert (entry.outcome, entry.identity_id) == (RowOutcome.DONE, "other")
    assert entry.detail == f"Expected was {b}."


async def test_connections_that_die_over_the_wire(
    fresh_emulator: Callable[..., RunningEmulator],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever is lost after it was carried out is found; whatever was not is not claimed."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")
    emulator = fresh_emulator(empty=True)
    client = connect(emulator, "cognito-identity")
    pool_id = make_pool(client)
    for number in range(40):
        developer(client, pool_id, f"user {number}")
    call = Account(make_gateway(emulator.url)).gateway.call
    directory = await Directory.open(call, Pool(REGION, pool_id, "people"))
    text = "".join(f"user {number},user {number + 1}\n" for number in range(0, 40, 2))
    checked = [each async for each in check(directory, parse_sheet(text, BulkOperation.MERGE))]
    faults = tuple(Fault("MergeDeveloperIdentities", kind, 0.3) for kind in ("cut", "reset"))
    emulator.change_faults(FaultPlan(faults=faults))
    report = await Report.open(path, pool_id)
    entries = [each async for each in run(directory, checked, report, Control())]
    assert len(entries) == 20
    values = {each.outcome for each in entries if each.detail}
    assert values == {RowOutcome.DONE, RowOutcome.FAILED}
    emulator.change_faults(None)
    for entry in entries:
        owners = {
            await directory.find(entry.row.source),
            await directory.find(entry.row.destination),
        }
        assert len(owners) == (1 if entry.outcome is RowOutcome.DONE else 2)
