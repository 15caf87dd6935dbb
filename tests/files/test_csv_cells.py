"""Cells are written so that no spreadsheet or terminal runs them, and read back the same."""

import csv
import io
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import cogtui
from cogtui.files.csv_cells import format_row, parse_row

values = st.text(st.characters() | st.sampled_from("=+-@\t\r\n'\\x\"1b\x1b\x9b,"))


def read(text: str) -> list[list[str]]:
    """Return the values of all rows of a file."""
    return [parse_row(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("ada", "ada"),
        ("é 🦊", "é 🦊"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1d1", "'\uff1d1"),
        ("\tada", r"'\x09ada"),
        ("\r=1", r"'\x0d=1"),
        ("\nada", r"\x0aada"),
        ("a=1", "a=1"),
        ("'ada", "''ada"),
        ("o'neil", "o'neil"),
        ("\x1b[31mred", r"'\x1b[31mred"),
        ("ada\n\x9b31m", r"'ada\x0a\x9b31m"),
        ("\x00\x7f\x85", r"\x00\x7f\x85"),
        (r"a\x41", r"a\\x41"),
        ("\udc9b", r"\udc9b"),
    ],
)
def test_cells_are_inert(value: str, cell: str) -> None:
    """What would be run is marked with an apostrophe, and control characters are escaped."""
    assert format_row([value, "x"]) == f"{cell},x\r\n"
    assert read(f"{cell},x\r\n") == [[value, "x"]]


@given(st.lists(st.lists(values, min_size=1), min_size=1))
@example([["'", "''=", "\\", "\\\\x1b", "'\\u0041"]])
def test_what_is_written_reads_back_the_same(rows: list[list[str]]) -> None:
    """Rows of any values survive a file in UTF-8, each on one line that nothing runs."""
    text = "".join(map(format_row, rows))
    assert rows == read(text.encode().decode())
    assert len(text.split("\r\n")) == len(rows) + 1
    for cell in (each for row in csv.reader(text.split("\r\n")) for each in row):
        assert not cell.startswith(tuple("=+-@"))
        assert not any(unicodedata.category(each) == "Cc" for each in cell)


@pytest.mark.parametrize("cell", ["\\", r"\q", r"\x4", r"\xZZ", r"\u0041", "a\tb"])
def test_what_is_no_escape_is_read_literally(cell: str) -> None:
    """A file that someone changed by hand is still read."""
    assert parse_row([cell]) == [cell]


def test_no_other_module_writes_csv() -> None:
    """Every CSV file of cogtui is written by `format_row`."""
    package = Path(cogtui.__file__).parent
    writers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\bcsv\.(?:writer|DictWriter)\b|from csv import", path.read_text("utf-8"))
    ]
    assert writers == ["files/csv_cells.py"]
