"""Every operation survives every fault, and what cogtui reports is true."""

import pytest

from cogtui.service.operations import OPERATIONS, Effect
from tests.faults.calls import CALLS, Call
from tests.faults.cells import set_up
from tests.faults.table import PAGE, cells, page, row

ROWS = [
    line
    for line in PAGE.read_text(encoding="utf-8").partition("<!-- matrix -->")[2].splitlines()
    if line.startswith("| `")
]
"""The rows of the matrix in the docs."""


@pytest.mark.parametrize("call", CALLS, ids=[call.operation for call in CALLS])
async def test_the_report_is_true(call: Call) -> None:
    """No fault raises more than an ApiError, has two effects, or is reported as it was not."""
    with set_up() as bench:
        results = await cells(bench, call)
    assert row(call, results) in ROWS, "`python -m tests.faults.table` writes the docs"


def test_every_operation_is_called() -> None:
    """The matrix has each operation once, and all writes have an effect."""
    assert sorted(call.operation for call in CALLS) == sorted(OPERATIONS)
    changing = [
        row.name for row in OPERATIONS.values() if row.effect in (Effect.WRITE, Effect.DESTROY)
    ]
    assert [
        call.operation for call in CALLS if call.effect is None and call.operation in changing
    ] == []


def test_the_page_is_what_the_command_writes() -> None:
    """The tables of the page are those of the command; each row is checked where it is run."""
    assert page(ROWS) == PAGE.read_text(encoding="utf-8")
    assert len(ROWS) == len(CALLS)
