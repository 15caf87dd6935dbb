"""A bulk run sends each row once and records and reports its result, also when calls fail."""

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
    """Return the path of the results file."""
    return tmp_path / "report.csv"


class Work:
    """A CSV file that is checked and run on a service.

    Args:
        service: The service.
        path: The results file.
        text: The text of the CSV file.
        kind: What to do with its rows.
    """

    def __init__(
        self, service: Service, path: Path, text: str, kind: BulkOperation = BulkOperation.MERGE
    ) -> None:
        self.service = service
        self.path = path
        self.csv_file = parse_sheet(text, kind)
        self.control = Control()

    async def checked(self) -> list[CheckedRow]:
        """Check the rows and return their verdicts."""
        report = await Report.open(self.path, self.service.pool.pool_id)
        directory = await self.service.directory()
        return [each async for each in check(directory, self.csv_file, report.done)]

    async def run(
        self,
        checked: list[CheckedRow] | None = None,
        results: list[RowResult] | None = None,
        directory: Directory | None = None,
    ) -> list[RowResult]:
        """Run the rows and append their results to `results`; check them first unless given."""
        results = [] if results is None else results
        checked = checked or await self.checked()
        report = await Report.open(self.path, self.service.pool.pool_id)
        directory = directory or await self.service.directory()
        async for result in run(directory, checked, report, self.control):
            results.append(result)
        return results

    def rows(self) -> list[tuple[int, str]]:
        """Return the number and the outcome of each recorded row."""
        with self.path.open(encoding="utf-8", newline="") as file:
            return [(int(row["line"]), row["outcome"]) for row in csv.DictReader(file)]


async def test_a_thousand_merges_in_chains_and_again(service: Service, path: Path) -> None:
    """A thousand chained merges end as predicted; a second run sends and records nothing."""
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
    results = await work.run()
    assert [each.outcome for each in results] == [RowOutcome.DONE] * 1000
    assert service.called(MERGE) == 1000
    assert sum(disabled for disabled, _ in service.state().values()) == 1000
    assert work.rows() == [(number, "done") for number in range(1, 1001)]
    assert [each.outcome for each in await work.run()] == [RowOutcome.DONE_BEFORE] * 1000
    assert service.called(MERGE) == 1000
    assert len(work.rows()) == 1000


async def test_every_outcome_is_reported_and_recorded(service: Service, path: Path) -> None:
    """Rows that are done, have nothing to do or are refused are reported with their reasons."""
    a, b = service.identity("a"), service.identity("b")
    results = await Work(service, path, "a,b\nb,a\nnobody,b\na\n").run()
    assert [each.outcome for each in results] == [
        RowOutcome.DONE,
        RowOutcome.NOTHING,
        RowOutcome.REFUSED,
        RowOutcome.REFUSED,
    ]
    assert [each.identity_id for each in results] == [b, b, "", ""]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["detail"] for row in rows] == [each.detail for each in results]
    assert {row["pool"] for row in rows} == {service.pool.pool_id}
    assert service.backend.identity(a)[1].disabled


async def test_users_that_are_unlinked(service: Service, path: Path) -> None:
    """Each user is unlinked from the identity that the check found."""
    both, alone = service.identity("a", "b"), service.identity("c")
    work = Work(service, path, "a\nc\nnobody\n", BulkOperation.UNLINK)
    results = await work.run()
    assert [(each.outcome, each.identity_id) for each in results] == [
        (RowOutcome.DONE, both),
        (RowOutcome.DONE, alone),
        (RowOutcome.REFUSED, ""),
    ]
    assert service.state() == {both: (False, {(DEVELOPER, "b")}), alone: (True, frozenset())}


@pytest.mark.parametrize("user", ["a", "b"])
async def test_rows_that_changed_since_the_check_are_not_sent(
    service: Service, path: Path, user: str
) -> None:
    """A row is skipped if one of its sides changed or an earlier row that it needs was skipped."""
    for each in ("a", "b", "c", "d", "e"):
        service.identity(each)
    work = Work(service, path, "a,b\nb,c\nd,e\n")
    checked = await work.checked()
    owner = (await (await service.directory()).find(user)) or ""
    service.backend.delete_identities([owner])
    results = await work.run(checked)
    assert [each.outcome for each in results] == [
        RowOutcome.CHANGED,
        RowOutcome.CHANGED,
        RowOutcome.DONE,
    ]
    assert results[0].detail.startswith(
        "Someone changed these users or identities since the check. User "
    )
    assert service.called(MERGE) == 1


async def test_a_user_unlinked_since_the_check(service: Service, path: Path) -> None:
    """A user who is no longer linked just before sending is not unlinked again."""
    owner = service.identity("a", "b")
    work = Work(service, path, "a\n", BulkOperation.UNLINK)
    checked = await work.checked()
    service.backend.unlink_developer(service.pool.pool_id, owner, DEVELOPER, "a")
    (result,) = await work.run(checked)
    assert result.outcome is RowOutcome.CHANGED
    assert service.called(UNLINK) == 0


@pytest.mark.parametrize(
    ("kind", "operation"), [(BulkOperation.MERGE, MERGE), (BulkOperation.UNLINK, UNLINK)]
)
@pytest.mark.parametrize(
    ("is_done", "outcome", "expected"),
    [
        (True, RowOutcome.DONE, "Follow-up check: carried out"),
        (False, RowOutcome.FAILED, "Follow-up check: not carried out"),
    ],
)
async def test_a_lost_response(
    service: Service,
    path: Path,
    *,
    kind: BulkOperation,
    operation: str,
    is_done: bool,
    outcome: RowOutcome,
    expected: str,
) -> None:
    """After a lost response the state is read, nothing is sent again, and the run continues."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    if is_done:
        service.after = failing(operation, LOST)
    else:
        service.before = failing(operation, LOST)
    text = "a,b\nc,d\n" if kind is BulkOperation.MERGE else "a\nc\n"
    results = await Work(service, path, text, kind).run()
    assert [each.outcome for each in results] == [outcome, RowOutcome.DONE]
    assert expected in results[0].detail
    assert results[0].detail.startswith("No response (Trouble: timeout)")
    assert service.called(operation) == 2
    assert all(once for called, _, once in service.calls if called == operation)


async def test_a_lost_response_that_cannot_be_checked(service: Service, path: Path) -> None:
    """If the check fails as well, the row is recorded as unknown and the run ends."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)

    def cut_off(operation: str) -> None:
        if operation == MERGE:
            service.before = failing("lookup-developer-identity", api_error(ErrorKind.UNREACHABLE))
            raise LOST

    service.after = cut_off
    work, results = Work(service, path, "a,b\nc,d\n"), list[RowResult]()
    with pytest.raises(ApiError) as caught:
        await work.run(results=results)
    assert caught.value.kind is ErrorKind.UNREACHABLE
    assert [each.outcome for each in results] == [RowOutcome.UNKNOWN]
    assert work.rows() == [(1, "unknown")]
    service.after = lambda _: None
    results = await work.run()
    assert [each.outcome for each in results] == [RowOutcome.NOTHING, RowOutcome.DONE]
    assert service.called(MERGE) == 2


async def test_a_refusal_concerns_one_row_only(service: Service, path: Path) -> None:
    """After an unexpected refusal the next row is sent."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    service.before = failing(MERGE, api_error(ErrorKind.REFUSED))
    results = await Work(service, path, "a,b\nc,d\n").run()
    assert [each.outcome for each in results] == [RowOutcome.REFUSED, RowOutcome.DONE]
    assert results[0].detail == "Trouble: refused: said"


@pytest.mark.parametrize("operation", [MERGE, "describe-identity"])
async def test_an_error_of_every_row_ends_the_run(
    service: Service, path: Path, operation: str
) -> None:
    """Expired credentials end the run; the row is recorded, and the next run does the rest."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    work, results = Work(service, path, "a,b\nc,d\n"), list[RowResult]()
    checked = await work.checked()
    service.before = failing(operation, api_error(ErrorKind.EXPIRED))
    with pytest.raises(ApiError):
        await work.run(checked, results)
    assert [each.outcome for each in results] == [RowOutcome.FAILED]
    assert [each.outcome for each in await work.run()] == [RowOutcome.DONE, RowOutcome.DONE]
    assert work.rows() == [(1, "failed"), (1, "done"), (2, "done")]


async def test_throttling_in_the_middle(service: Service, path: Path) -> None:
    """A throttled run backs off and continues, and carries out each merge once."""
    for number in range(40):
        service.identity(f"user {number}")
    text = "".join(f"user {number},user {number + 1}\n" for number in range(0, 40, 2))
    work, clock = Work(service, path, text), Clock()
    limited_call = RateLimitedCall(service.call, clock.control, clock=clock)
    service.before = failing(MERGE, *[api_error(ErrorKind.THROTTLED)] * 5)
    directory = Directory(limited_call, service.pool, DEVELOPER)
    results = await work.run(directory=directory)
    assert [each.outcome for each in results] == [RowOutcome.DONE] * 20
    assert (limited_call.throttled, service.called(MERGE)) == (5, 25)
    assert {1.0, 2.0, 4.0, 8.0, 16.0} <= set(clock.slept)


async def test_a_run_is_paused_and_stopped_between_two_rows(service: Service, path: Path) -> None:
    """The row in progress is completed, and the next run does the rest."""
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


class ObservedReport(Report):
    """A results file that signals each recorded row."""

    recorded: asyncio.Event

    async def add(self, result: RowResult) -> None:
        """Record the result, then signal it."""
        await super().add(result)
        self.recorded.set()


async def test_a_cancelled_run_records_its_row(service: Service, path: Path) -> None:
    """After a cancellation the row in progress is completed and recorded, and no other starts."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    work = Work(service, path, "a,b\nc,d\n")
    report = await ObservedReport.open(path, service.pool.pool_id)
    report.recorded = asyncio.Event()
    stream = run(await service.directory(), await work.checked(), report, work.control)
    running = asyncio.ensure_future(anext(stream))

    def cancel(operation: str) -> None:
        if operation == MERGE:
            running.cancel()

    service.before = cancel
    with pytest.raises(asyncio.CancelledError):
        await running
    await report.recorded.wait()
    assert work.rows() == [(1, "done")]
    assert service.called(MERGE) == 1


async def test_an_unwritable_results_file_ends_the_run(service: Service, path: Path) -> None:
    """Nothing more is sent once a result cannot be recorded, for instance on a full disk."""
    for each in ("a", "b", "c", "d"):
        service.identity(each)
    work = Work(service, path, "a,b\nc,d\n")

    def replace_by_directory(operation: str) -> None:
        if operation == MERGE:
            path.unlink()
            path.mkdir()

    service.before = replace_by_directory
    with pytest.raises(ReportError):
        await work.run()
    assert service.called(MERGE) == 1


async def test_a_response_that_names_another_identity(service: Service, path: Path) -> None:
    """A response with an unexpected identity ID is reported; the documentation rules it out."""
    service.identity("a")
    b = service.identity("b")
    work = Work(service, path, "a,b\n")

    async def lie(
        operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        answer = await service.call(operation, region, parameters, once=once)
        return {"IdentityId": "other"} if operation == MERGE else answer

    lying = Directory(lie, service.pool, DEVELOPER)
    (result,) = await work.run(directory=lying)
    assert (result.outcome, result.identity_id) == (RowOutcome.DONE, "other")
    assert result.detail == f"Expected {b}."


async def test_dropped_connections(
    fresh_emulator: Callable[..., RunningEmulator],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over HTTP, a row is reported as done exactly if the emulator carried it out."""
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
    results = [each async for each in run(directory, checked, report, Control())]
    assert len(results) == 20
    values = {each.outcome for each in results if each.detail}
    assert values == {RowOutcome.DONE, RowOutcome.FAILED}
    emulator.change_faults(None)
    for result in results:
        owners = {
            await directory.find(result.row.source),
            await directory.find(result.row.destination),
        }
        assert len(owners) == (1 if result.outcome is RowOutcome.DONE else 2)
