"""The documentation agrees with the code."""

import re
from pathlib import Path

import pytest

import cogtui
from cogtui.command_line import parser
from cogtui.settings.settings import _FILE_KEYS
from tests.key_table import ROOT, pages

README = ROOT / "README.md"


def test_the_key_tables_are_those_of_the_code() -> None:
    """The tables of keys and operations are what `make docs` writes."""
    for page, expected in pages():
        assert expected == page.read_text(encoding="utf-8")


def test_every_option_is_documented() -> None:
    """The README names each option of the command line."""
    readme = README.read_text(encoding="utf-8")
    options = re.findall(r"--[a-z-]+", parser().format_usage())
    assert [option for option in options if f"`{option}" not in readme] == []


def test_every_key_of_the_configuration_is_documented() -> None:
    """The README names each key of config.toml."""
    readme = README.read_text(encoding="utf-8")
    assert [key for key in _FILE_KEYS if not re.search(rf"^\[?{key}\b", readme, re.MULTILINE)] == []


@pytest.mark.parametrize("page", [README, *sorted((ROOT / "docs").rglob("*.md"))])
def test_links_have_targets(page: Path) -> None:
    """Each relative link and picture of a page exists."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_changelog_has_the_current_version() -> None:
    """The package's version is in the changelog."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {cogtui.__version__}" in changelog
