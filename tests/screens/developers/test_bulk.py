"""Bulk changes: a CSV file of developer users is checked, shown, run and recorded."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.developers import rate_limit
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.widgets.bulk_table import BulkTable
from tests.emulator.users import DISABLED
from tests.screens.developers.developers_driver import DeveloperPool, DevelopersDriver, app_on_pool
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Answer, Interceptor, error
from tests.screens.operation.test_failures import loses
from tests.screens.user import SMALL, WIDE

MERGE, UNLINK = "merge-developer-identities", "unlink-developer-identity"


@pytest.fixture(autouse=True)
def _at_full_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lift the rate limit and the backoff."""
    monkeypatch.setattr(rate_limit, "DEFAULT_RATE", 1e6)
    monkeypatch.setattr(rate_limit, "BACKOFF_DELAYS", (0.0,) * 6)


def write(path: Path, *lines: tuple[str, ...]) -> Path:
    """Write a file of rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def report(path: Path) -> list[tuple[str, str, str]]:
    """Return the source, destination and outcome of each recorded row."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[1], row[2], row[3]) for row in list(csv.reader(file))[1:]]


def pairs(developer_pool: DeveloperPool, number: int) -> list[tuple[str, str]]:
    """Register users twice, and return the pairs."""
    found = [(f"old-{each}", f"new-{each}") for each in range(number)]
    for users in found:
        for user in users:
            developer_pool.user(user)
    return found


async def runs(driver: DevelopersDriver, count: int) -> None:
    """Run the rows."""
    await driver.press("ctrl+s")
    await driver.agrees_by_typing(str(count))


async def ends(driver: DevelopersDriver, expected: str) -> None:
    """Wait for the end of a run."""
    await driver.sees_rows(expected)
    await driver.sees_toast(expected)


async def test_merges(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, home: Path
) -> None:
    """Dozens of rows, some refused, are checked, run and recorded; a second run does nothing."""
    users = pairs(developer_pool, 30)
    write(
        home / "partners.csv",
        ("source", "destination"),
        *users,
        ("nobody", "new-0"),
        ("old-1", "new-1"),
        ("new-2", "new-2"),
        ("one", "two", "three"),
    )
    async with app_on_pool(app_on(), developer_pool, size=SMALL) as driver:
        await driver.opens_file("merge", "~/partners.csv")
        await driver.sees_rows("Checked 34: 30 ready, 1 nothing to do, 3 refused.")
        await driver.sees("Bulk merge · partners.csv · people")
        assert str(home / "partners.report.csv") in driver.words.replace(" ", "")
        assert driver.called(MERGE) == 0
        await driver.press("f")
        await driver.sees("nobody new-0 refused", "old-1 new-1 refused", "one two refused")
        await driver.sees_no("old-2")
        await driver.press("j")
        await driver.sees("Duplicate of line 3.")
        await driver.press("f")
        await driver.press("ctrl+s")
        await driver.sees_question(
            "Merge 30 users of people as listed in partners.csv?",
            "Permanently disables their identities. This cannot be undone.",
            "Nothing is sent for 4 other rows of the file.",
        )
        await driver.press("escape")
        await driver.sees_rows("Checked 34")
        await runs(driver, 30)
        await ends(driver, "30 done, 1 nothing to do, 3 refused.")
        assert {developer_pool.owner(old) == developer_pool.owner(new) for old, new in users} == {
            True
        }
        outcomes = [outcome for *_, outcome in report(home / "partners.report.csv")]
        assert outcomes == [*["done"] * 30, "refused", "refused", "nothing to do", "refused"]
        await driver.press("ctrl+s", "p")
        await driver.press("r")
        await driver.sees_rows("Checked 34: 30 done before, 1 nothing to do, 3 refused.")
        await driver.press("ctrl+s", "escape")
        await driver.is_back()
        assert driver.called(MERGE) == 30


async def test_users_are_unlinked(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """The confirmation counts lost last logins; the results file may be anywhere."""
    ada = developer_pool.user("ada", google="g1")
    bob = developer_pool.user("bob")
    path = write(tmp_path / "gone.csv", ("ada",), ("bob",), ("nobody",))
    elsewhere = tmp_path / "reports" / "gone.csv"
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.press("B")
        await driver.sees("Bulk changes from CSV")
        await driver.press("escape")
        await driver.is_back()
        await driver.press("B")
        await driver.sees("Bulk changes from CSV")
        await driver.type("unlink")
        await driver.press("enter")
        await driver.sees_form("Bulk unlink")
        await driver.fills(File=str(path), Report=str(elsewhere))
        await driver.press("ctrl+s")
        await driver.sees_rows("Checked 3: 2 ready, 1 refused.")
        assert str(elsewhere) in driver.words.replace(" ", "")
        await driver.press("enter")
        await driver.sees_document("Line 1", "User ada", "State ready", "keeps Google.")
        await driver.press("escape")
        await driver.press("ctrl+s")
        await driver.sees_question(
            "Unlink 2 users of people", "Removes the last login of 1 identity"
        )
        await driver.agrees_by_typing("2")
        await ends(driver, "2 done, 1 refused.")
        assert (developer_pool.owner("ada"), developer_pool.owner("bob")) == (None, None)
        assert (developer_pool.logins(ada), developer_pool.logins(bob)) == (
            ["accounts.google.com"],
            DISABLED,
        )
        assert [outcome for *_, outcome in report(elsewhere)] == ["done", "done", "refused"]


async def test_from_the_users_screen(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """The key B works on the users screen too, which reloads if anything was changed."""
    developer_pool.user("ada")
    bob = developer_pool.user("bob")
    path = write(tmp_path / "users.csv", ("ada", "bob"))
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("ada")
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 1: 1 ready.")
        await driver.press("escape")
        await driver.sees_users("1 developer user of")
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 1: 1 ready.")
        await runs(driver, 1)
        await ends(driver, "1 done.")
        await driver.press("escape")
        await driver.sees_users("2 developer users of", f"ID {bob}")


async def test_no_last_login_and_no_refusal(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """The confirmation then mentions neither."""
    developer_pool.user("ada", google="g1")
    path = write(tmp_path / "gone.csv", ("ada",))
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.opens_file("unlink", path)
        await driver.sees_rows("Checked 1: 1 ready.")
        await driver.press("f")
        await driver.sees("No row was refused, and none failed.")
        await driver.press("enter", "ctrl+s")
        await driver.sees_question("as listed in gone.csv? Type 1 to confirm")


async def test_files_that_cannot_be_read(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """The form is shown again with the problem of the CSV file or the results file."""
    path = write(tmp_path / "users.csv", ("ada", "bob"))
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.opens_file("merge", tmp_path / "nothing.csv")
        await driver.sees("✗ Cannot read the file", "does not exist")
        assert driver.app.focused is driver.fields["File"]
        await driver.fills(File="~nobody-at-all/users.csv")
        await driver.press("ctrl+s")
        await driver.sees("No such home directory.")
        await driver.fills(File=str(path), Report=str(path))
        await driver.press("ctrl+s")
        await driver.sees("exists and is not a results file.")
        assert path.read_text(encoding="utf-8") == "ada,bob\n"
        await driver.discards()
        await driver.is_back()


async def test_a_slow_file_can_be_cancelled(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Escape cancels the wait for a file that is slow to open."""
    path = write(tmp_path / "users.csv", ("ada", "bob"))
    results = write(tmp_path / "users.report.csv")
    released, open_at_once = Event(), os.open

    def open_slowly(file: str | Path, *arguments: int) -> int:
        if file == results:
            released.wait()
        return open_at_once(file, *arguments)

    monkeypatch.setattr(os, "open", open_slowly)
    async with app_on_pool(app_on(), developer_pool) as driver:
        try:
            await driver.opens_file("merge", path)
            await driver.sees_waiting("Reading ", "Esc Cancel")
            await driver.press("escape")
            await driver.is_back()
        finally:
            released.set()


async def test_hostile_users(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """Identifiers with control characters or markup are shown safely."""
    users = ('o\'neil "[red]bob"\n\x1b]0;t\x07', " ada\u202e")
    developer_pool.user(users[0])
    ada = developer_pool.user(users[1])
    path = write(tmp_path / "[b]users.csv", users)
    async with app_on_pool(app_on(), developer_pool, size=WIDE) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 1: 1 ready.", 'o\'neil "[red]bob"␊␛]0;t␇', " ada<202e>")
        check(driver)
        await driver.press("enter")
        await driver.sees_document("It begins with a space.", "It contains a line break")
        check(driver)
        await driver.press("escape")
        await runs(driver, 1)
        await ends(driver, "1 done.")
        assert developer_pool.owner(users[0]) == ada


async def test_checking_is_stopped(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    tmp_path: Path,
) -> None:
    """Escape stops the check and keeps the checked rows, which cannot be run; r checks again."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 4))
    started: list[str] = []

    def slow(parameters: dict[str, Any]) -> None:
        started.append(parameters.get("DeveloperUserIdentifier", ""))
        if "old-2" in started:
            between.gates["describe-identity"].clear()

    between.answers["lookup-developer-identity"] = slow
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.waits(lambda: "old-2" in started, "the third line")
        await driver.press("escape")
        await driver.sees_rows(
            "Stopped: 2 of 4 checked. Press r to check again.", "old-1 new-1 ready"
        )
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, BatchScreen)
        between.answers.clear()
        between.gates["describe-identity"].set()
        await driver.press("r")
        await driver.sees_rows("Checked 4: 4 ready.")
        await driver.press("escape")
        await driver.is_back()
        assert driver.called(MERGE) == 0


async def test_checking_is_paused(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    tmp_path: Path,
) -> None:
    """The key p pauses the check before the next row, and resumes it."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 3))
    between.gates["describe-identity"].clear()
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 0 of 3, nothing sent yet")
        await driver.press("p")
        await driver.sees("Checked 0 of 3, nothing sent yet · paused, p Resume")
        between.gates["describe-identity"].set()
        table = driver.app.screen.query_one(BulkTable)
        screen = driver.app.screen
        assert isinstance(screen, BatchScreen)
        await driver.waits(lambda: len(screen._checked) == 1, "the current row")
        answered = [request.milliseconds for request in driver.requests]
        assert (len(screen._checked), None in answered) == (1, False)
        await driver.press("p")
        await driver.sees("Checked 3: 3 ready.")
        assert table.row_count == 3


async def test_running_is_paused_and_stopped(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    tmp_path: Path,
) -> None:
    """Escape stops after the row in progress, then closes; the next run does the rest."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 4))
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 4: 4 ready.")
        between.gates[MERGE].clear()
        await runs(driver, 4)
        await driver.waits(lambda: MERGE in between.requested, "the first line")
        await driver.press("p")
        await driver.sees("0 of 4 · paused, p Resume · nothing done yet")
        await driver.press("p")
        await driver.sees("calls per second")
        await driver.press("p")
        between.gates[MERGE].set()
        await driver.waits(lambda: len(report(tmp_path / "users.report.csv")) == 1, "its report")
        between.gates[MERGE].clear()
        await driver.press("p")
        await driver.waits(lambda: between.requested.count(MERGE) == 2, "the second line")
        await driver.press("escape")
        await driver.sees("Stopping after the current row… 1 done")
        await driver.press("escape", "p", "r")
        assert isinstance(driver.app.screen, BatchScreen)
        between.gates[MERGE].set()
        await ends(driver, "2 done; 2 left.")
        await driver.press("r")
        await driver.sees_rows("Checked 4: 2 ready, 2 done before.")
        await runs(driver, 2)
        await ends(driver, "2 done, 2 done before.")
        assert between.requested.count(MERGE) == 4


async def test_too_many_calls(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    tmp_path: Path,
) -> None:
    """Throttling slows the run down, is reported, and loses no row."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 3))
    left = [error("TooManyRequestsException", "Rate exceeded")] * 4

    def too_many(parameters: dict[str, Any]) -> Answer | None:
        if left:
            return left.pop()
        between.gates["describe-identity"].clear()
        return None

    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, size=WIDE) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 3: 3 ready.")
        between.answers[MERGE] = too_many
        await runs(driver, 3)
        await driver.waits(lambda: between.gates["describe-identity"].is_set() is False, "the end")
        await driver.sees("calls per second, throttled 1 time")
        between.answers.clear()
        between.gates["describe-identity"].set()
        await ends(driver, "3 done.")


async def test_lost_responses(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    tmp_path: Path,
) -> None:
    """The outcome of a row without a response is looked up, and it is not sent again."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 2))
    between.answers[MERGE] = loses(developer_pool.service, MERGE, after_it=True)
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 2: 2 ready.")
        await runs(driver, 2)
        await ends(driver, "2 done.")
        await driver.sees("No response", "Follow-up check: carried out.")
        assert between.requested.count(MERGE) == 2


async def test_an_error_of_every_row(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    tmp_path: Path,
) -> None:
    """A denied call ends the run with the reason, and the remaining rows are not sent."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 3))
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 3: 3 ready.")
        between.answers[MERGE] = error("AccessDeniedException", "not for you")
        await runs(driver, 3)
        await ends(driver, "1 failed; 2 left.")
        await driver.sees("✗ Access denied: not for you")
        between.answers["lookup-developer-identity"] = between.answers[MERGE]
        await driver.press("r")
        await driver.sees_rows(
            "Stopped: 0 of 3 checked. Press r to check again.", "✗ Access denied"
        )
        await driver.press("f", "f", "enter")
        assert isinstance(driver.app.screen, BatchScreen)


async def test_changed_after_the_check(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """A row whose users someone changed since the check is not sent."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 3))
    developer_pool.user("zoe")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 3: 3 ready.")
        developer_pool.merge("old-1", "zoe")
        await driver.press("f")
        await runs(driver, 3)
        await ends(driver, "2 done, 1 changed.")
        await driver.sees("old-1 new-1 changed", "changed these users or identities since")
        assert developer_pool.owner("old-1") == developer_pool.owner("zoe")


async def test_the_results_file_cannot_be_written(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """Nothing more is sent; a file that is no results file any more prevents the check."""
    path = write(tmp_path / "users.csv", *pairs(developer_pool, 3))
    report_path = tmp_path / "users.report.csv"
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked 3: 3 ready.")
        report_path.unlink()
        report_path.mkdir()
        await runs(driver, 3)
        await ends(driver, "Nothing done yet; 3 left.")
        await driver.sees("✗ ", "Line 1 may have been sent; it is not in the results file.")
        assert driver.called(MERGE) == 1
        await driver.press("r")
        await driver.sees_rows("Stopped: 0 of 3 checked.")


MANY = 200
"""The number of rows: enough to scroll and wait for; the tests of the data use a thousand."""


async def follows(driver: DevelopersDriver, count: Callable[[], int], key: str) -> None:
    """Wait until all rows are processed, on a machine of any speed, while typing."""
    while (seen := count()) < MANY:
        step = min(MANY, seen + 25)
        while (now := count()) < step:
            await driver.waits(lambda now=now: count() > now, f"more than {now} lines")  # type: ignore[misc]  # a default argument
        await driver.press(key)


@pytest.mark.slow
async def test_a_long_file(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, tmp_path: Path
) -> None:
    """Hundreds of rows are checked, run and recorded, and keys never wait for it."""
    users = pairs(developer_pool, MANY)
    path = write(tmp_path / "users.csv", *users)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.opens_file("merge", path)
        await driver.sees_rows("Checked ")
        screen = driver.app.screen
        assert isinstance(screen, BatchScreen)
        await follows(driver, lambda: len(screen._checked), "G")
        await driver.sees(f"Checked {MANY}: {MANY} ready.")
        await runs(driver, MANY)
        await follows(driver, lambda: len(screen._results), "g")
        await ends(driver, f"{MANY} done.")
        assert report(tmp_path / "users.report.csv") == [(*pair, "done") for pair in users]
        assert len(developer_pool.enabled()) == MANY
