"""The results file is complete after each row, and understood by the next run."""

import csv
import io
import stat
from pathlib import Path

import pytest

from cogtui.developers.csv_rows import CsvRow
from cogtui.developers.results_file import HEADER, Report, ReportError, RowOutcome, RowResult
from tests.developers.service import NOBODY

POOL = "us-east-1:pool"
HEAD = ",".join(HEADER) + "\r\n"
ROW = f"1,ada,bob,done,{NOBODY},,1970-01-01T00:01:40+00:00,{POOL}\r\n"
QUOTED = '"é\r\n🦊"'
ENTRY = RowResult(CsvRow(1, "ada", "bob"), RowOutcome.DONE, NOBODY)


async def opened(path: Path, pool_id: str = POOL) -> Report:
    """Return the results file at a path."""
    return await Report.open(path, pool_id, clock=lambda: 100.0)


async def test_each_row_is_written_at_once(tmp_path: Path) -> None:
    """A new file is readable by its owner only, and starts with the header."""
    path = tmp_path / "new" / "report.csv"
    report = await opened(path)
    assert (path.read_bytes().decode(), report.done) == (HEAD, frozenset())
    await report.add(ENTRY)
    assert path.read_bytes().decode() == HEAD + ROW
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_a_file_that_was_moved_is_created_again(tmp_path: Path) -> None:
    """The new file is readable by its owner only as well."""
    path = tmp_path / "report.csv"
    report = await opened(path)
    path.unlink()
    await report.add(ENTRY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_the_next_run_knows_what_is_done(tmp_path: Path) -> None:
    """Only rows carried out in the same pool count as done, whatever the identifiers contain."""
    path = tmp_path / "report.csv"
    report = await opened(path)
    for number, (source, outcome) in enumerate(
        [
            ('a "b", c', RowOutcome.DONE),
            ("line\r\nbreaks\n", RowOutcome.DONE),
            ("carriage\rreturn\x00\x1b🦊", RowOutcome.DONE),
            ("refused", RowOutcome.REFUSED),
            ("unknown", RowOutcome.UNKNOWN),
        ]
    ):
        await report.add(RowResult(CsvRow(number, source), outcome, detail="a\nb"))
    await (await opened(path, "us-east-1:other")).add(
        RowResult(CsvRow(9, "other"), RowOutcome.DONE)
    )
    before = path.read_bytes()
    assert (await opened(path)).done == {
        ('a "b", c', ""),
        ("line\r\nbreaks\n", ""),
        ("carriage\rreturn\x00\x1b🦊", ""),
    }
    assert before == path.read_bytes()


HOSTILE = ["=1+1", "\t-1", "'ada", "\\x41", "\x1b[31m", "a\r\nb", "\ud800"]


async def test_no_cell_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    """Identifiers that a spreadsheet or a terminal would run are inert in the file, and known."""
    path = tmp_path / "report.csv"
    report = await opened(path)
    for number, source in enumerate(HOSTILE, 1):
        row = CsvRow(number, source, f"{source}2")
        await report.add(RowResult(row, RowOutcome.DONE, detail=source))
    text = path.read_bytes().decode()
    assert len(text.split("\r\n")) == len(HOSTILE) + 2
    assert "1,'=1+1,'=1+12,done,,'=1+1," in text
    assert "\x1b" not in text
    assert (await opened(path)).done == {(each, f"{each}2") for each in HOSTILE}


async def test_an_older_file_is_read_literally(tmp_path: Path) -> None:
    """A file from before cells were escaped is understood, and written again in the present form.

    Its cells mean what they are, even if they look like escapes.
    """
    path = tmp_path / "report.csv"
    older = io.StringIO(newline="")
    sources = [each for each in HOSTILE if each != "\ud800"]
    writer = csv.writer(older)
    writer.writerow([each.replace("ID", "id") for each in HEADER])
    writer.writerows(["1", each, "bob", "done", NOBODY, "", "", POOL] for each in sources)
    path.write_text(older.getvalue(), newline="")
    for _ in range(2):
        assert (await opened(path)).done == {(each, "bob") for each in sources}
    text = path.read_bytes().decode()
    assert text.startswith(HEAD)
    assert "1,''ada,bob,done" in text
    path.write_text(older.getvalue()[:30], newline="")
    await opened(path)
    assert path.read_bytes().decode() == HEAD


@pytest.mark.parametrize("cut", [1, 2, 30, len(ROW) - 1, len(ROW)])
@pytest.mark.parametrize("torn", [ROW, ROW.replace("ada", QUOTED)], ids=["plain", "quoted"])
async def test_an_incomplete_row_is_dropped(tmp_path: Path, torn: str, cut: int) -> None:
    """A file cut off at any byte is repaired, and appended rows are complete."""
    path = tmp_path / "report.csv"
    path.write_bytes((HEAD + ROW).encode() + torn.encode()[:-cut])
    report = await opened(path)
    assert report.done == {("ada", "bob")}
    await report.add(RowResult(CsvRow(3, "eve", "bob"), RowOutcome.DONE))
    assert (await opened(path)).done == {("ada", "bob"), ("eve", "bob")}


@pytest.mark.parametrize("cut", [1, 2, 10, len(HEAD)])
async def test_an_incomplete_header_is_written_again(tmp_path: Path, cut: int) -> None:
    """A file that ends within its header gets a complete one."""
    path = tmp_path / "report.csv"
    path.write_text(HEAD[:-cut], newline="")
    await opened(path)
    assert path.read_bytes().decode() == HEAD


async def test_a_file_that_a_spreadsheet_rewrote(tmp_path: Path) -> None:
    """Its byte order mark, line endings and additional rows are accepted."""
    path = tmp_path / "report.csv"
    path.write_text("\ufeff" + (HEAD + ROW + "1,2\r\n").replace("\r\n", "\n"))
    assert (await opened(path)).done == {("ada", "bob")}


@pytest.mark.parametrize(
    "content",
    [b"source,destination\nada,bob\n", b"ada", b"\x00\xff\xfe", b'"never closed', b'x\n"a"b,c\n'],
)
async def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """A file that is not a results file is refused and left unchanged."""
    path = tmp_path / "mine\x1b.csv"
    path.write_bytes(content)
    with pytest.raises(ReportError, match=r"mine␛\.csv( exists and is|: line \d is) not"):
        await opened(path)
    assert path.read_bytes() == content


async def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    """A directory in its place is reported, when it is opened or later."""
    with pytest.raises(ReportError, match=r"^Cannot read or write .*: Is a directory\."):
        await opened(tmp_path)
    path = tmp_path / "report.csv"
    report = await opened(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(ReportError, match=r"^Cannot read or write .*: Is a directory\."):
        await report.add(ENTRY)
