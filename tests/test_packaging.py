"""What is published, and what CI runs."""

import fnmatch
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types

from tests.key_table import ROOT

PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

WORKFLOW: Final = ROOT / ".github" / "workflows" / "check.yml"

FOLDERS: Final = (".ci", ".github", "cogtui", "docs", "screenshots", "tests")
"""The folders whose files are in the sdist."""

MAKEFILE: Final = (ROOT / "Makefile").read_text("utf-8")

VERSION: Final = re.compile(r"Programming Language :: Python :: (3\.\d+)")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and the wheel with the backend of pyproject.toml; return their folder."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603  our own
    return folder


def packed(built: Path) -> set[str]:
    """Return the paths of the files in the sdist, relative to its top folder."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        return {each.name.partition("/")[2] for each in archive if each.isfile()}


def test_the_sdist_has_what_its_tests_read(built: Path) -> None:
    """All folders of the project are packed completely, and so are the files beside them."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    paths += [*ROOT.glob("*.md"), *ROOT.glob("*.t*t"), *ROOT.glob("*.toml")]
    files = {
        path.relative_to(ROOT).as_posix()
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }
    expected = files | {".gitignore", "LICENSE", "Makefile"}
    assert {"CONTRIBUTING.md", "constraints.txt", "screenshots/explorer.svg"} <= expected
    assert expected - packed(built) == set()


def test_what_the_targets_create_is_not_packed(built: Path) -> None:
    """What `make clean` removes is ignored by git, and therefore by the build backend."""
    (removed,) = re.findall(r"@rm -rf (.*)", MAKEFILE)
    patterns = removed.replace("$(VENV)", ".venv").split()
    assert ".venv" in patterns
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
    assert set(patterns) - ignored == set()
    tops = {name.partition("/")[0] for name in packed(built)}
    assert [each for each in patterns if fnmatch.filter(tops, each)] == []


def test_the_wheel_is_the_package(built: Path) -> None:
    """The wheel has each file of cogtui/, the licence and the README, and no other package."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith("/METADATA"))
        message = message_from_string(archive.read(metadata).decode())
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cogtui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if ".dist-info/" not in name} == files
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert message["Requires-Python"] == PROJECT["project"]["requires-python"]
    assert (ROOT / "README.md").read_text("utf-8").strip() in str(message.get_payload())


def test_the_tests_build_with_the_backend_that_pip_uses() -> None:
    """The developers' tools have the build backend in the version of the build system."""
    (backend,) = PROJECT["build-system"]["requires"]
    assert backend in PROJECT["project"]["optional-dependencies"]["dev"]
    assert backend in (ROOT / "constraints.txt").read_text("utf-8").splitlines()


def test_the_workflow_covers_the_supported_versions() -> None:
    """The matrix begins at requires-python, has no gaps, and includes every classifier."""
    (job,) = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"].values()
    versions = job["strategy"]["matrix"]["python"]
    minors = [int(version.removeprefix("3.")) for version in versions]
    assert PROJECT["project"]["requires-python"] == f">={versions[0]}"
    assert minors == list(range(minors[0], minors[0] + len(minors)))
    assert {"3.11", "3.14"} <= set(versions)
    classifiers = "\n".join(PROJECT["project"]["classifiers"])
    assert {versions[0]} <= set(VERSION.findall(classifiers)) <= set(versions)
    assert {each.partition("-")[0] for each in job["strategy"]["matrix"]["os"]} == {
        "macos",
        "ubuntu",
    }


def test_the_workflow_runs_the_gate_with_few_rights() -> None:
    """It only reads the repository, has a time limit, pins its actions and runs what CI runs."""
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert workflow["permissions"] == {"contents": "read"}
    assert job["timeout-minutes"] > 0
    assert workflow["concurrency"]["group"]
    actions = [step["uses"] for step in job["steps"] if "uses" in step]
    assert [each for each in actions if not re.fullmatch(r"actions/[a-z-]+@v\d+", each)] == []
    (command,) = (step["run"] for step in job["steps"] if "run" in step)
    assert command == (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1]


PAGES: Final = (WORKFLOW, ROOT / ".ci" / "run", *ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_has_every_target_that_is_named(page: Path) -> None:
    """A page or a script names no target that the Makefile does not have."""
    text = page.read_text("utf-8")
    named = set(re.findall(r"(?:`|\$ |run: |^)make ([a-z]+)", text, re.MULTILINE))
    assert named - set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) == set()
