"""What make installs, and how it explains that it cannot."""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from tests.cases import case
from tests.key_table import ROOT


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make with the project's Makefile in a folder that has nothing else of the project."""
    for name in ("Makefile", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return subprocess.run(  # noqa: S603  our own Makefile
        ["make", *arguments],  # noqa: S607  found on the path, as by a user
        cwd=folder,
        env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def test_the_demo_installs_no_tools_of_developers(tmp_path: Path) -> None:
    """`make demo` installs the demo's packages, `make test` also those of developers."""
    demo, test = (make(tmp_path, "--dry-run", target).stdout for target in ("demo", "test"))
    assert re.findall(r"install -e '(.*)'", demo) == [".[demo]"]
    assert re.findall(r"install -e '(.*)'", test) == [".[demo]", ".[demo,dev]"]


def test_a_finished_set_up_is_not_repeated(tmp_path: Path) -> None:
    """Developers have the demo's packages as well, and get both again when a version changes."""
    installed = tmp_path / ".venv"
    (installed / "bin").mkdir(parents=True)
    for number, path in enumerate((installed / "bin" / "pip", installed / ".demo"), 1):
        path.touch()
        os.utime(path, (2e9 + number, 2e9 + number))
    (installed / ".dev").touch()
    os.utime(installed / ".dev", (2e9 + 3, 2e9 + 3))
    for target in ("demo", "test"):
        with case(target):
            assert "install" not in make(tmp_path, "--dry-run", target).stdout
    os.utime(installed / ".demo", (1e9, 1e9))
    assert make(tmp_path, "--dry-run", "test").stdout.count("install -e") == 2


PYTHONS: Final = {
    "old": (
        'case "$1" in -c) exit 1;; *) echo "Python 3.10.13";; esac',
        "Python 3.10.13 is too old: cogtui needs Python 3.11 or later.",
    ),
    "without ensurepip": (
        'case "$2" in *ensurepip*) exit 1;; esac',
        "cannot create .venv. On Debian and Ubuntu, run: apt install python3-venv.",
    ),
    "whose venv fails": (
        'case "$2" in venv) mkdir -p .venv/bin; touch .venv/bin/python; exit 1;; esac',
        "cannot create .venv. On Debian and Ubuntu, run: apt install python3-venv.",
    ),
}


def test_an_unusable_python_is_explained(tmp_path: Path) -> None:
    """The message names the problem and the remedy, and nothing is installed."""
    python = tmp_path / "a folder" / "python3"
    python.parent.mkdir()
    refused = make(tmp_path, "demo", f"PYTHON={python}").stderr
    assert f"{python} not found: cogtui needs Python 3.11 or later." in refused
    assert "make PYTHON=python3.11 demo" in refused
    for name, (script, message) in PYTHONS.items():
        with case(name):
            python.write_text(f"#!/bin/sh\n{script}\n")
            python.chmod(0o755)
            done = make(tmp_path, "demo", f"PYTHON={python}")
            assert (done.returncode, message in done.stderr) == (2, True)
            assert len(done.stderr.splitlines()) == 2  # ours, and that of make
            assert not (tmp_path / ".venv" / ".demo").exists()


def test_a_virtual_environment_without_pip_gets_it(tmp_path: Path) -> None:
    """A .venv that is incomplete, or that another program created, gets pip and keeps its files."""
    folder = tmp_path / "a folder" / "cogtui"
    folder.mkdir(parents=True)
    venv.create(folder / ".venv", symlinks=True)
    existing = folder / ".venv" / "existing"
    existing.touch()
    done = make(folder, ".venv/bin/pip", f"PYTHON={sys.executable}")
    assert (done.returncode, done.stderr) == (0, "")
    assert existing.exists()
    version = [str(folder / ".venv" / "bin" / "python"), "-m", "pip", "--version"]
    shown = subprocess.run(version, capture_output=True, check=True, text=True)  # noqa: S603  our own
    assert str(folder) in shown.stdout
