"""Write the matrix of docs/reliability.md: run every operation with every fault (`make docs`)."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from typing import Final

from tests.faults.calls import CALLS, Call
from tests.faults.cells import Bench, Report, Result, set_up
from tests.faults.kinds import KINDS, Kind
from tests.key_table import ROOT

PAGE: Final = ROOT / "docs/reliability.md"


def symbols(results: Iterable[Result]) -> str:
    """Return a cell of the matrix: the letter of each different result, in a fixed order."""
    letters = {_letter(each) for each in results}
    return "".join(letter for letter in "DRFNU" if letter in letters)


def _letter(result: Result) -> str:
    if result.report is Report.DONE:
        return "R" if result.retries else "D"
    return {Report.FOUND_DONE: "F", Report.NOT_DONE: "N", Report.UNKNOWN: "U"}[result.report]


def row(call: Call, cells: Iterable[str]) -> str:
    """Return the row of an operation."""
    return f"| `{call.operation}` | {' | '.join(cells)} |"


def faults() -> Iterator[str]:
    """Yield the lines of the table of faults."""
    yield "| | Fault | Attempts | Carried out |"
    yield "|---|---|---|---|"
    for number, kind in enumerate(KINDS, 1):
        yield f"| {number} | {kind.name} | {_attempts(kind)} | {_carried_out(kind)} |"


def _attempts(kind: Kind) -> str:
    if kind.once and kind.always:
        return "first, all"
    return "first" if kind.once else "all"


def _carried_out(kind: Kind) -> str:
    if kind.may_be_carried_out:
        return "yes, no"
    return "yes" if kind.must_be_carried_out else "no"


def head() -> Iterator[str]:
    """Yield the lines above the rows of the matrix."""
    yield f"| Operation | {' | '.join(str(number) for number in range(1, len(KINDS) + 1))} |"
    yield "|---" * (len(KINDS) + 1) + "|"


def page(rows: Iterable[str]) -> str:
    """Return the page with its tables replaced.

    Args:
        rows: The rows of the matrix.
    """
    text = PAGE.read_text(encoding="utf-8")
    for name, lines in (("faults", faults()), ("matrix", [*head(), *rows])):
        between = rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)"
        text = re.sub(between, "\n".join([*lines, ""]), text, flags=re.DOTALL)
    return text


async def cells(bench: Bench, call: Call) -> list[str]:
    """Return the cells of an operation.

    Raises:
        AssertionError: A report is not true; the message has all of them.
    """
    found = {kind.name: await bench.results(call, kind) for kind in KINDS}
    false = [
        (name, each) for name, results in found.items() for each in results if not each.is_true
    ]
    assert false == []
    return [symbols(results) for results in found.values()]


async def _rows() -> list[str]:
    rows = []
    for call in CALLS:
        with set_up() as bench:
            rows.append(row(call, await cells(bench, call)))
    return rows


def main() -> None:
    """Write the matrix into the page."""
    PAGE.write_text(page(asyncio.run(_rows())), encoding="utf-8")


if __name__ == "__main__":
    main()
