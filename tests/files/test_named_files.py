"""Files that the user names: their paths, and which are rejected."""

import os
import stat
from pathlib import Path

import pytest

from cogtui.files.named_files import (
    Existing,
    NamedFileError,
    path_of,
    text_of,
    write_directory,
    write_file,
)
from cogtui.secret import Secret


def test_a_path_is_expanded_as_in_a_shell(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`~`, relative paths and unknown users are expanded as in a shell."""
    monkeypatch.chdir(tmp_path)
    assert path_of("~/x") == home / "x"
    assert path_of("./x") == tmp_path / "x"
    assert path_of("~nobody-at-all/x") == tmp_path / "~nobody-at-all/x"


def test_a_links_target_is_written(tmp_path: Path) -> None:
    """The target of the link is replaced, with mode 0600 and only if requested; the link stays."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("mine")
    link.symlink_to(real)
    found = write_file(Secret("new"), str(link), replace=False)
    assert found == Existing(f"Replace {link}?", "This overwrites its current contents.")
    assert real.read_text() == "mine"
    assert write_file(Secret("new"), str(link), replace=True) == str(link)
    assert (real.read_text(), link.is_symlink()) == ("new", True)
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_targets_of_links_in_a_directory_are_written(tmp_path: Path) -> None:
    """Links inside a directory are followed too, and a new directory has mode 0700."""
    directory, real = tmp_path / "made", tmp_path / "real"
    assert write_directory({"a": "1"}, str(directory), replace=False) == str(directory)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    real.write_text("mine")
    (directory / "b").symlink_to(real)
    found = write_directory({"a": "2", "b": "3"}, str(directory), replace=False)
    assert found == Existing(
        f"Replace a, b in {directory}?", "This overwrites their current contents."
    )
    assert write_directory({"a": "2", "b": "3"}, str(directory), replace=True) == str(directory)
    assert ((directory / "a").read_text(), real.read_text()) == ("2", "3")
    assert (directory / "b").is_symlink()


def test_a_failed_write_is_reported(tmp_path: Path) -> None:
    """The error is a sentence without control characters and without the text."""
    os.mkfifo(tmp_path / "pipe")
    for name, expected in {
        "pipe": "is a device or a pipe.",
        "no\x1b/x": "Directory .*no␛.* does not exist",
        "n" * 300: "File name too long",
        "null\x00": "is not a path",
    }.items():
        path = str(tmp_path / name)
        with pytest.raises(NamedFileError, match=expected) as caught:
            write_file(Secret("sentinel"), path, replace=True)
        assert "sentinel" not in repr(caught.value.__context__)
    for name, expected in {
        "pipe": "is a file, not a directory.",
        "no/x": "Directory .* does not exist",
        "n" * 300: "File name too long",
        "null\x00": "is not a path",
    }.items():
        with pytest.raises(NamedFileError, match=expected):
            write_directory({"a": "1"}, str(tmp_path / name), replace=False)
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == ["pipe"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_permission(tmp_path: Path) -> None:
    """Missing permission is reported."""
    tmp_path.chmod(0o500)
    with pytest.raises(NamedFileError, match="Permission denied"):
        write_file(Secret("x"), str(tmp_path / "x"), replace=False)
    with pytest.raises(NamedFileError, match="Permission denied"):
        write_directory({"a": "1"}, str(tmp_path / "x"), replace=False)


def test_text_without_a_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark, which some programs write, is removed."""
    (tmp_path / "x").write_bytes("\ufeffé".encode())
    assert text_of(tmp_path / "x", 5) == "é"
    with pytest.raises(NamedFileError, match="x has 0 MB; the limit is 0 MB"):
        text_of(tmp_path / "x", 4)
