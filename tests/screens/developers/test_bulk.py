"""Many developer users at once: a file checked, shown, carried out and reported."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.developers import rate_limit
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.widgets.bulk_table import BulkTable
from tests.emulator.users import DISABLED
from tests.screens.developers.clerk import Clerk, Place, at_work
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Answer, Interceptor, error
from tests.screens.operation.test_failures import loses
from tests.screens.user import SMALL, WIDE

MERGE, UNLINK = "merge-developer-identities", "unlink-developer-identity"


@pytest.fixture(autouse=True)
def _at_full_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many calls a second as there can be, and no waiting after too many."""
    monkeypatch.setattr(rate_limit, "RATE", 1e6)
    monkeypatch.setattr(rate_limit, "BACK_OFFS", (0.0,) * 6)


def write(path: Path, *lines: tuple[str, ...]) -> Path:
    """Writes a file of lines."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


def report(path: Path) -> list[tuple[str, str, str]]:
    """Source, destination and outcome of each line of a report."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[1], row[2], row[3]) for row in list(csv.reader(file))[1:]]


def pairs(place: Place, number: int) -> list[tuple[str, str]]:
    """Users who have registered twice."""
    found = [(f"old-{each}", f"new-{each}") for each in range(number)]
    for users in found:
        for user in users:
            place.user(user)
    return found


async def runs(clerk: Clerk, count: int) -> None:
    """Has the lines carried out."""
    await clerk.press("ctrl+s")
    await clerk.agrees_by_typing(str(count))


async def ends(clerk: Clerk, expected: str) -> None:
    """Waits for the end of a run."""
    await clerk.sees_lines(expected)
    await clerk.sees_toast(expected)


async def test_merges(app_on: Callable[..., CogtuiApp], place: Place, home: Path) -> None:
    """Dozens of lines, the refused among them: checked, run, reported; again, nothing is left."""
    users = pairs(place, 30)
    write(
        home / "partners.csv",
        ("source", "destination"),
        *users,
        ("nobody", "new-0"),
        ("old-1", "new-1"),
        ("new-2", "new-2"),
        ("one", "two", "three"),
    )
    async with at_work(app_on(), place, size=SMALL) as clerk:
        await clerk.opens_sheet("merge", "~/partners.csv")
        await clerk.sees_lines("Checked 34: 30 fine, 1 nothing to do, 3 refused.")
        await clerk.sees("Merge many users · partners.csv · people")
        assert str(home / "partners.report.csv") in clerk.words.replace(" ", "")
        assert clerk.called(MERGE) == 0
        await clerk.press("f")
        await clerk.sees("nobody new-0 refused", "old-1 new-1 refused", "one two refused")
        await clerk.sees_no("old-2")
        await clerk.press("j")
        await clerk.sees("The same as line 3.")
        await clerk.press("f")
        await clerk.press("ctrl+s")
        await clerk.sees_question(
            "Merge 30 users of people, as in partners.csv?",
            "Their identities are disabled; there is no way back.",
            "Nothing is sent for 4 other lines of the file.",
        )
        await clerk.press("escape")
        await clerk.sees_lines("Checked 34")
        await runs(clerk, 30)
        await ends(clerk, "30 done, 1 nothing to do, 3 refused.")
        assert {place.owner(old) == place.owner(new) for old, new in users} == {True}
        outcomes = [outcome for *_, outcome in report(home / "partners.report.csv")]
        assert outcomes == [*["done"] * 30, "refused", "refused", "nothing to do", "refused"]
        await clerk.press("ctrl+s", "p")
        await clerk.press("r")
        await clerk.sees_lines("Checked 34: 30 done before, 1 nothing to do, 3 refused.")
        await clerk.press("ctrl+s", "escape")
        await clerk.is_back()
        assert clerk.called(MERGE) == 30


async def test_users_are_unlinked(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """How many lose their last login is told in the question; the report can be elsewhere."""
    ada = place.user("ada", google="g1")
    bob = place.user("bob")
    path = write(tmp_path / "gone.csv", ("ada",), ("bob",), ("nobody",))
    elsewhere = tmp_path / "reports" / "gone.csv"
    async with at_work(app_on(), place) as clerk:
        await clerk.press("B")
        await clerk.sees("Many developer users")
        await clerk.press("escape")
        await clerk.is_back()
        await clerk.press("B")
        await clerk.sees("Many developer users")
        await clerk.type("unlink")
        await clerk.press("enter")
        await clerk.sees_form("Unlink many users")
        await clerk.fills(File=str(path), Report=str(elsewhere))
        await clerk.press("ctrl+s")
        await clerk.sees_lines("Checked 3: 2 fine, 1 refused.")
        assert str(elsewhere) in clerk.words.replace(" ", "")
        await clerk.press("enter")
        await clerk.sees_document("Line 1", "User ada", "State fine", "still reached by Google.")
        await clerk.press("escape")
        await clerk.press("ctrl+s")
        await clerk.sees_question("Unlink 2 users of people", "For 1 of them it is the last login")
        await clerk.agrees_by_typing("2")
        await ends(clerk, "2 done, 1 refused.")
        assert (place.owner("ada"), place.owner("bob")) == (None, None)
        assert (place.logins(ada), place.logins(bob)) == (["accounts.google.com"], DISABLED)
        assert [outcome for *_, outcome in report(elsewhere)] == ["done", "done", "refused"]


async def test_from_the_users_screen(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """The key B is at the desk as well, which is read again where something was changed."""
    place.user("ada")
    bob = place.user("bob")
    path = write(tmp_path / "users.csv", ("ada", "bob"))
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("ada")
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 1: 1 fine.")
        await clerk.press("escape")
        await clerk.sees_users("1 developer user of")
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 1: 1 fine.")
        await runs(clerk, 1)
        await ends(clerk, "1 done.")
        await clerk.press("escape")
        await clerk.sees_users("2 developer users of", f"Id {bob}")


async def test_only_unlinkings_that_leave_something(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """Where nobody loses a last login and nothing is refused, the question says no more."""
    place.user("ada", google="g1")
    path = write(tmp_path / "gone.csv", ("ada",))
    async with at_work(app_on(), place) as clerk:
        await clerk.opens_sheet("unlink", path)
        await clerk.sees_lines("Checked 1: 1 fine.")
        await clerk.press("f")
        await clerk.sees("None of the lines is refused, and none went wrong.")
        await clerk.press("enter", "ctrl+s")
        await clerk.sees_question("as in gone.csv? To go on, type: 1")


async def test_what_cannot_be_read(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """The form comes back with what is wrong with the file, or with the report."""
    path = write(tmp_path / "users.csv", ("ada", "bob"))
    async with at_work(app_on(), place) as clerk:
        await clerk.opens_sheet("merge", tmp_path / "nothing.csv")
        await clerk.sees("✗ Not read", "There is no file")
        assert clerk.app.focused is clerk.fields["File"]
        await clerk.fills(File="~nobody-at-all/users.csv")
        await clerk.press("ctrl+s")
        await clerk.sees("There is no such home directory.")
        await clerk.fills(File=str(path), Report=str(path))
        await clerk.press("ctrl+s")
        await clerk.sees("is there already and is not a report.")
        assert path.read_text(encoding="utf-8") == "ada,bob\n"
        await clerk.press("escape")
        await clerk.is_back()


async def test_one_need_not_wait_for_a_file(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """What is slow to open can be left."""
    path = write(tmp_path / "users.csv", ("ada", "bob"))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with at_work(app_on(), place) as clerk:
        await clerk.press("B", "enter")
        await clerk.sees_form("CSV file")
        await clerk.fills(File=str(path), Report=str(pipe))
        await clerk.press("ctrl+s")
        await clerk.sees_waiting("Reading ", "Escape leaves it")
        await clerk.press("escape")
        await clerk.is_back()
        os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))


async def test_hostile_users(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """Users that a terminal or markup would obey are shown as they are."""
    users = ('o\'neil "[red]bob"\n\x1b]0;t\x07', " ada\u202e")
    place.user(users[0])
    ada = place.user(users[1])
    path = write(tmp_path / "[b]users.csv", users)
    async with at_work(app_on(), place, size=WIDE) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 1: 1 fine.", 'o\'neil "[red]bob"␊␛]0;t␇', " ada<202e>")
        check(clerk)
        await clerk.press("enter")
        await clerk.sees_document("It begins with a blank.", "It holds a line break")
        check(clerk)
        await clerk.press("escape")
        await runs(clerk, 1)
        await ends(clerk, "1 done.")
        assert place.owner(users[0]) == ada


# Stopping


async def test_checking_is_stopped(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, tmp_path: Path
) -> None:
    """Escape stops it, the lines that were checked stay, and nothing can be run; r begins anew."""
    path = write(tmp_path / "users.csv", *pairs(place, 4))
    started: list[str] = []

    def slow(parameters: dict[str, Any]) -> None:
        started.append(parameters.get("DeveloperUserIdentifier", ""))
        if "old-2" in started:
            between.gates["describe-identity"].clear()

    between.answers["lookup-developer-identity"] = slow
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.waits(lambda: "old-2" in started, "the third line")
        await clerk.press("escape")
        await clerk.sees_lines("Stopped: 2 of 4 are checked. r checks again.", "old-1 new-1 fine")
        await clerk.press("ctrl+s")
        assert isinstance(clerk.app.screen, BatchScreen)
        between.answers.clear()
        between.gates["describe-identity"].set()
        await clerk.press("r")
        await clerk.sees_lines("Checked 4: 4 fine.")
        await clerk.press("escape")
        await clerk.is_back()
        assert clerk.called(MERGE) == 0


async def test_checking_is_paused(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, tmp_path: Path
) -> None:
    """The key p lets it wait before the next line, and go on."""
    path = write(tmp_path / "users.csv", *pairs(place, 3))
    between.gates["describe-identity"].clear()
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 0 of 3 … nothing is sent yet")
        await clerk.press("p")
        await clerk.sees("Checked 0 of 3 … nothing is sent yet · paused, p goes on")
        between.gates["describe-identity"].set()
        table = clerk.app.screen.query_one(BulkTable)
        screen = clerk.app.screen
        assert isinstance(screen, BatchScreen)
        await clerk.waits(lambda: len(screen._checked) == 1, "the line under way")
        answered = [request.milliseconds for request in clerk.requests]
        assert (len(screen._checked), None in answered) == (1, False)
        await clerk.press("p")
        await clerk.sees("Checked 3: 3 fine.")
        assert table.row_count == 3


async def test_running_is_paused_and_stopped(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, tmp_path: Path
) -> None:
    """Escape stops after the line under way, and again it leaves; then only the rest is left."""
    path = write(tmp_path / "users.csv", *pairs(place, 4))
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 4: 4 fine.")
        between.gates[MERGE].clear()
        await runs(clerk, 4)
        await clerk.waits(lambda: MERGE in between.requested, "the first line")
        await clerk.press("p")
        await clerk.sees("0 of 4 · paused, p goes on · nothing done yet")
        await clerk.press("p")
        await clerk.sees("calls a second at most")
        await clerk.press("p")
        between.gates[MERGE].set()
        await clerk.waits(lambda: len(report(tmp_path / "users.report.csv")) == 1, "its report")
        between.gates[MERGE].clear()
        await clerk.press("p")
        await clerk.waits(lambda: between.requested.count(MERGE) == 2, "the second line")
        await clerk.press("escape")
        await clerk.sees("Stopping after the line under way … 1 done")
        await clerk.press("escape", "p", "r")
        assert isinstance(clerk.app.screen, BatchScreen)
        between.gates[MERGE].set()
        await ends(clerk, "2 done; 2 left.")
        await clerk.press("r")
        await clerk.sees_lines("Checked 4: 2 fine, 2 done before.")
        await runs(clerk, 2)
        await ends(clerk, "2 done, 2 done before.")
        assert between.requested.count(MERGE) == 4


# Weather


async def test_too_many_calls(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, tmp_path: Path
) -> None:
    """A refusal for too many calls slows it down, is told, and loses no line."""
    path = write(tmp_path / "users.csv", *pairs(place, 3))
    left = [error("TooManyRequestsException", "Rate exceeded")] * 4

    def too_many(parameters: dict[str, Any]) -> Answer | None:
        if left:
            return left.pop()
        between.gates["describe-identity"].clear()
        return None

    async with at_work(app_on(endpoint_url=between.url), place, size=WIDE) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 3: 3 fine.")
        between.answers[MERGE] = too_many
        await runs(clerk, 3)
        await clerk.waits(lambda: between.gates["describe-identity"].is_set() is False, "the end")
        await clerk.sees("calls a second at most, told 1 time that it is too much")
        between.answers.clear()
        between.gates["describe-identity"].set()
        await ends(clerk, "3 done.")


async def test_lost_answers(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, tmp_path: Path
) -> None:
    """What became of a line that no answer came for is looked up, and it is not sent again."""
    path = write(tmp_path / "users.csv", *pairs(place, 2))
    between.answers[MERGE] = loses(place.service, MERGE, after_it=True)
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 2: 2 fine.")
        await runs(clerk, 2)
        await ends(clerk, "2 done.")
        await clerk.sees("No answer came", "looking for it, it was carried out.")
        assert between.requested.count(MERGE) == 2


async def test_it_would_go_wrong_for_each_line(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, tmp_path: Path
) -> None:
    """Denied once, it stops and says why; what is left is left."""
    path = write(tmp_path / "users.csv", *pairs(place, 3))
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 3: 3 fine.")
        between.answers[MERGE] = error("AccessDeniedException", "not for you")
        await runs(clerk, 3)
        await ends(clerk, "1 failed; 2 left.")
        await clerk.sees("✗ Not allowed: not for you")
        between.answers["lookup-developer-identity"] = between.answers[MERGE]
        await clerk.press("r")
        await clerk.sees_lines("Stopped: 0 of 3 are checked. r checks again.", "✗ Not allowed")
        await clerk.press("f", "f", "enter")
        assert isinstance(clerk.app.screen, BatchScreen)


async def test_changed_after_the_check(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """A line that somebody changed what it is about is not sent."""
    path = write(tmp_path / "users.csv", *pairs(place, 3))
    place.user("zoe")
    async with at_work(app_on(), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 3: 3 fine.")
        place.merge("old-1", "zoe")
        await clerk.press("f")
        await runs(clerk, 3)
        await ends(clerk, "2 done, 1 changed.")
        await clerk.sees("old-1 new-1 changed", "somebody changed who leads where.")
        assert place.owner("old-1") == place.owner("zoe")


async def test_the_report_cannot_be_written(
    app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path
) -> None:
    """Nothing more is sent; and where it is no report any more, nothing is checked."""
    path = write(tmp_path / "users.csv", *pairs(place, 3))
    place_of_report = tmp_path / "users.report.csv"
    async with at_work(app_on(), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked 3: 3 fine.")
        place_of_report.unlink()
        place_of_report.mkdir()
        await runs(clerk, 3)
        await ends(clerk, "Nothing done yet; 3 left.")
        await clerk.sees("✗ ", "Line 1 may have been sent, and is not in the report.")
        assert clerk.called(MERGE) == 1
        await clerk.press("r")
        await clerk.sees_lines("Stopped: 0 of 3 are checked.")


MANY = 200
"""Lines enough to scroll and to wait for; the data's own tests have a thousand."""


async def follows(clerk: Clerk, count: Callable[[], int], key: str) -> None:
    """Waits until all lines are through, however slow the machine, and goes on typing."""
    while (seen := count()) < MANY:
        step = min(MANY, seen + 25)
        while (now := count()) < step:
            await clerk.waits(lambda now=now: count() > now, f"more than {now} lines")  # type: ignore[misc]  # bound now
        await clerk.press(key)


async def test_a_long_sheet(app_on: Callable[..., CogtuiApp], place: Place, tmp_path: Path) -> None:
    """Hundreds of lines are checked, carried out and reported, and the keys never wait for it."""
    users = pairs(place, MANY)
    path = write(tmp_path / "users.csv", *users)
    async with at_work(app_on(), place) as clerk:
        await clerk.opens_sheet("merge", path)
        await clerk.sees_lines("Checked ")
        screen = clerk.app.screen
        assert isinstance(screen, BatchScreen)
        await follows(clerk, lambda: len(screen._checked), "G")
        await clerk.sees(f"Checked {MANY}: {MANY} fine.")
        await runs(clerk, MANY)
        await follows(clerk, lambda: len(screen._entries), "g")
        await ends(clerk, f"{MANY} done.")
        assert report(tmp_path / "users.report.csv") == [(*pair, "done") for pair in users]
        assert len(place.enabled()) == MANY
