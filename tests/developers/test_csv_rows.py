"""CSV files of users to merge or unlink are parsed."""

import os
from pathlib import Path

import pytest

from cogtui.developers.csv_rows import (
    MAX_BYTES,
    BulkOperation,
    CsvFileError,
    CsvRow,
    parse_sheet,
    read_csv_file,
)
from cogtui.developers.results_file import HEADER


def valid_rows(text: str, kind: BulkOperation = BulkOperation.MERGE) -> list[tuple[int, str, str]]:
    """Return the users of each row without a problem."""
    return [each[:3] for each in parse_sheet(text, kind).rows if not each.problem]


def problems(text: str, kind: BulkOperation = BulkOperation.MERGE) -> dict[int, str]:
    """Return the problem of each row that has one, by its line number."""
    return {each.number: each.problem for each in parse_sheet(text, kind).rows if each.problem}


@pytest.mark.parametrize(
    "text",
    [
        "ada,bob\neve,bob",
        "ada,bob\r\neve,bob\r\n",
        "ada,bob\reve,bob\r",
        '"ada","bob"\n"eve",bob\n',
    ],
)
def test_line_endings_of_any_system(text: str) -> None:
    """Line endings, quotes and a missing final line break are handled as CSV defines."""
    assert valid_rows(text) == [(1, "ada", "bob"), (2, "eve", "bob")]


def test_headers_and_blank_lines_are_skipped() -> None:
    """The remaining rows keep the line numbers of the file."""
    assert valid_rows("\n\nSource,Destination\n\nada,bob\n\neve,bob\n") == [
        (5, "ada", "bob"),
        (7, "eve", "bob"),
    ]
    assert valid_rows("DeveloperUserIdentifier\nada\n", BulkOperation.UNLINK) == [(2, "ada", "")]
    assert valid_rows("ada\nuser\n", BulkOperation.UNLINK) == [(1, "ada", ""), (2, "user", "")]


@pytest.mark.parametrize(
    "header",
    [
        *("source,destination", "Source User ID, Destination User ID", "from,to", "OLD-ID,NEW-ID"),
        *(
            "SourceUserIdentifier,DestinationUserIdentifier",
            '"old user","new user"',
            "source\ttarget",
        ),
    ],
)
def test_titles_of_two_columns(header: str) -> None:
    """A header row in other words is no row with a problem either."""
    text = f"{header}\nada,bob\n".replace(",", "\t" if "\t" in header else ",")
    rows = parse_sheet(text, BulkOperation.MERGE).rows
    assert rows == (CsvRow(2, "ada", "bob"),)


@pytest.mark.parametrize(
    "header", ["User ID", "identifier", "user_name", "id", "Developer-User-ID"]
)
def test_titles_of_one_column(header: str) -> None:
    """A header row is skipped only if it is the first one."""
    rows = parse_sheet(f"{header}\nada\n{header}\n", BulkOperation.UNLINK).rows
    assert [each.source for each in rows] == ["ada", header]


def test_tabs_in_place_of_commas() -> None:
    """A file that was copied from a spreadsheet is divided by tabs; its users may have commas."""
    text = 'source\tdestination\r\nada\tbob\r\n"Doe, Eve"\tbob\r\nDoe, Ann\tRoe, Bo\r\n'
    assert valid_rows(text) == [
        (2, "ada", "bob"),
        (3, "Doe, Eve", "bob"),
        (4, "Doe, Ann", "Roe, Bo"),
    ]
    assert valid_rows("Doe, Ann\tbob\n") == [(1, "Doe, Ann", "bob")]
    assert problems("ada\tbob\neve\n") == {2: "Expected 2 columns, found 1."}


def test_commas_where_users_have_tabs() -> None:
    """A file is not divided by tabs if commas fit better."""
    assert valid_rows("ada,bob\neve,b\to\n") == [(1, "ada", "bob"), (2, "eve", "b\to")]
    assert valid_rows("a\tb\n", BulkOperation.UNLINK) == [(1, "a\tb", "")]
    assert problems("a\tb\tc\n") == {1: "Expected 2 columns, found 1."}
    with pytest.raises(CsvFileError, match="Line 1 is not valid CSV"):
        parse_sheet('"ada\tbob\n', BulkOperation.MERGE)


def test_identifiers_are_unchanged() -> None:
    """Blanks, line breaks, quotes, commas, markup and apparent comments are preserved."""
    text = ' ada ,"bo\r\nb"\n# eve,"a ""b"", c"\n[bold]\x1b[31m,🦊\x00\n'
    assert valid_rows(text) == [
        (1, " ada ", "bo\r\nb"),
        (3, "# eve", 'a "b", c'),
        (4, "[bold]\x1b[31m", "🦊\x00"),
    ]


def test_nothing_is_unescaped() -> None:
    """The user's own file is literal, even where it looks like a cell that cogtui wrote."""
    text = "'=1,\\x41\n''ada,a\\\\b\n"
    assert valid_rows(text) == [(1, "'=1", "\\x41"), (2, "''ada", "a\\\\b")]


@pytest.mark.parametrize("header", [HEADER, [each.replace("ID", "id") for each in HEADER]])
def test_a_results_file_is_not_a_list_of_users(header: list[str]) -> None:
    """It is refused, with the file to choose instead: its cells are escaped, and its rows run."""
    with pytest.raises(CsvFileError, match=r"a results file\. Choose the CSV file it"):
        parse_sheet(f"{','.join(header)}\n1,ada,bob,done,,,,\n", BulkOperation.MERGE)


def test_problems_are_reported_with_line_numbers() -> None:
    """Wrong column counts, lengths and repeated rows are reported."""
    long = "x" * 1025
    text = f"ada,bob\nada\na,b,c\neve;bob\n,bob\n{long},bob\nada,bob\nbob,ada\n"
    assert problems(text) == {
        2: "Expected 2 columns, found 1.",
        3: "Expected 2 columns, found 3.",
        4: "Expected 2 columns, found 1. Is it separated by semicolons?",
        5: "A developer user identifier cannot be empty.",
        6: f"“{'x' * 31}…{'x' * 32}” has 1,025 characters; the limit for a developer user "
        "identifier is 1,024.",
        7: "Duplicate of line 1.",
    }
    assert valid_rows(text) == [(1, "ada", "bob"), (8, "bob", "ada")]
    assert problems("ada\nbob,ada\nada\n", BulkOperation.UNLINK) == {
        2: "Expected 1 column, found 2.",
        3: "Duplicate of line 1.",
    }
    assert parse_sheet("ada,bob", BulkOperation.UNLINK).rows[0].destination == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "only blank lines"),
        ("\n\n\r\n", "only blank lines"),
        ("source,destination\n", "only blank lines"),
        ('ada,bob\n"eve,bob\nx,y\n', "Line 2 is not valid CSV: a quote opened there is never"),
        ('ada,bob\n"eve"x,bob\n', "Line 2 is not valid CSV: a closing quote is not followed"),
        (f"ada,{'x' * 140_000}\n", "Line 1 is not valid CSV: a value is longer than 131,072"),
    ],
)
def test_text_that_is_not_csv_is_reported(text: str, expected: str) -> None:
    """The error is one sentence with the line on which the row begins."""
    with pytest.raises(CsvFileError, match=expected):
        parse_sheet(text, BulkOperation.MERGE)


async def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    """A large file is parsed, with the byte order mark that spreadsheets write."""
    path = tmp_path / "merges.csv"
    text = "".join(f"old user {number},new user {number}\r\n" for number in range(100_000))
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    csv_file = await read_csv_file(path, BulkOperation.MERGE)
    assert len(csv_file.rows) == 100_000
    assert csv_file.rows[0] == CsvRow(1, "old user 0", "new user 0")
    assert csv_file.rows[-1] == CsvRow(100_000, "old user 99999", "new user 99999")


async def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Each error names the path, without characters that a terminal would obey."""
    for name, content in {
        "latin.csv": b"ada,bob\nJos\xe9,bob\n",
        "utf16.csv": "ada,bob\n".encode("utf-16"),
    }.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(MAX_BYTES + 10_000_000)
    os.mkfifo(tmp_path / "pipe")
    for name, expected in {
        ".": "is a directory.",
        "missing\x1b.csv": r"missing␛.csv does not exist\.",
        "latin.csv": ": line 2 is not UTF-8. Save it as UTF-8 CSV.",
        "utf16.csv": ": line 1 is not UTF-8.",
        "large.csv": "has 60 MB; the limit is 50 MB. Split it into several files.",
        "pipe": "is not a file.",
        "latin.csv/x": "^Cannot read .*: Not a directory.",
        "null\x00": "^Cannot read .*: not a path.",
    }.items():
        with pytest.raises(CsvFileError, match=expected):
            await read_csv_file(tmp_path / name, BulkOperation.MERGE)
