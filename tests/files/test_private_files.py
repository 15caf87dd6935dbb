"""Private files have the right mode and are replaced atomically."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cogtui.files import private_files


def mode(path: Path) -> int:
    """Return the permission bits of a file or directory."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def _generous_umask() -> Iterator[None]:
    """Set a umask that lets everyone read, so that a private mode is cogtui's doing."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_files_are_where_the_platform_has_them(home: Path) -> None:
    """Configuration, state and log are in the directories that the XDG variables name."""
    assert home / "config" / "cogtui" / "config.toml" == private_files.config_file()
    assert home / "state" / "cogtui" / "state.json" == private_files.state_file()
    assert home / "state" / "cogtui" / "demo.json" == private_files.demo_state_file()
    assert home / "state" / "cogtui" / "log" / "cogtui.log" == private_files.log_file()


def test_directories_and_their_parents_are_private(tmp_path: Path) -> None:
    """Every directory that is created has mode 0700, not just the last."""
    private_files.private_directory(tmp_path / "a" / "b" / "c")
    assert [mode(tmp_path / part) for part in ("a", "a/b", "a/b/c")] == [0o700] * 3


def test_a_directory_that_exists_keeps_its_mode(tmp_path: Path) -> None:
    """A directory that the user opened to others stays open."""
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    private_files.private_directory(shared)
    assert mode(shared) == 0o755


def test_a_file_in_the_way_is_an_error(tmp_path: Path) -> None:
    """A file with the directory's name is an error and is not replaced."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FileExistsError):
        private_files.private_directory(tmp_path / "file")


def test_a_file_is_private_and_whole(tmp_path: Path) -> None:
    """The text is written as UTF-8 to a file with mode 0600, and no other file is left behind."""
    path = tmp_path / "new" / "state.json"
    private_files.replace_private_file(path, "pool: Größe 名前\n")
    assert path.read_bytes() == "pool: Größe 名前\n".encode()
    assert mode(path) == 0o600
    assert [path] == list(path.parent.iterdir())


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    """Readers of the old file still see all of it, and the new one is private."""
    path = tmp_path / "state.json"
    path.write_text("old")
    path.chmod(0o644)
    with path.open() as reader:
        private_files.replace_private_file(path, "new")
        assert reader.read() == "old"
    assert path.read_text() == "new"
    assert mode(path) == 0o600


@pytest.mark.parametrize("text", ["\udc9b", "new"], ids=["no UTF-8", "cannot be put in place"])
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """A text that cannot be written leaves the old file unchanged and no partial file."""

    def fail(*_: object) -> None:
        raise OSError

    path = tmp_path / "state.json"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises((OSError, UnicodeEncodeError)):
        private_files.replace_private_file(path, text)
    assert [path] == list(tmp_path.glob("*state*"))
    assert path.read_text() == "old"


def test_other_kinds_of_files_are_not_replaced(tmp_path: Path) -> None:
    """A directory, a pipe or a device is not replaced; a link to a file is."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "directory").mkdir()
    (tmp_path / "device").symlink_to("/dev/zero")
    for name in ("pipe", "directory", "device"):
        with pytest.raises(OSError, match=r"Is a directory|Not a regular file"):
            private_files.replace_private_file(tmp_path / name, "new")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        "device",
        "directory",
        "pipe",
    ]


def test_a_file_is_read_without_waiting(tmp_path: Path) -> None:
    """Line breaks are one character, the null device is empty, and a pipe is rejected."""
    (tmp_path / "file").write_bytes("é\r\nb".encode())
    assert private_files.read_text(tmp_path / "file") == "é\nb"
    assert private_files.read_bytes(Path(os.devnull)) == b""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="Not a regular file"):
        private_files.read_bytes(tmp_path / "pipe")
