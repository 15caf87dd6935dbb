"""Exported files: their names, their notes, and no secrets."""

import pytest

from cogtui.account.account import Pool
from cogtui.configuration.cli_files import CliOptions
from cogtui.configuration.file_formats import (
    SCRIPT,
    ExportSource,
    FileFormat,
    SavedFiles,
    default_path,
    format_files,
)
from cogtui.configuration.pool_configuration import Configuration
from tests.configuration.samples import FULL, GOOGLE, SECRET
from tests.gateway.gateways import REGION

ID = f"{REGION}:00000000-0000-0000-0000-000000000000"


def source(configuration: Configuration, name: str = "mobile") -> ExportSource:
    """Return a pool with a configuration."""
    return ExportSource(
        Pool(REGION, ID, name), configuration, CliOptions(REGION), "111122223333", 0
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mobile", "./mobile.tf"),
        ("My App, (EU)", "./My-App-EU.tf"),
        ("../../etc/x", "./etc-x.tf"),
        ("-rf .", "./rf.tf"),
        (".hidden", "./hidden.tf"),
        ("a\nb$(c)", "./a-b-c.tf"),
        ("日本", "./pool.tf"),
        ("", "./us-east-1-00000000-0000-0000-0000-000000000000.tf"),
    ],
)
def test_a_name_is_made_safe_for_a_file(name: str, expected: str) -> None:
    """The result cannot be an option, a hidden file or a path elsewhere."""
    assert default_path(Pool(REGION, ID, name), FileFormat.TERRAFORM) == expected


@pytest.mark.parametrize("form", FileFormat)
def test_no_format_has_a_secret(form: FileFormat) -> None:
    """Each format names the provider but not its secret."""
    found = format_files(source(FULL), form)
    assert SECRET not in f"{found}"
    assert "api.twitter.com" in f"{found.texts}"
    assert any("secret" in note for note in found.notes)


def test_a_snapshot_of_an_unknown_account() -> None:
    """The account is empty."""
    text = format_files(source(FULL)._replace(account=""), FileFormat.SNAPSHOT).texts[""]
    assert '"account": ""' in text


def test_a_name_does_not_end_a_comment_of_the_script() -> None:
    """A line break in the name does not start a command."""
    script = format_files(source(FULL, "x\nreboot"), FileFormat.CLI).texts[SCRIPT]
    assert "reboot" in script
    assert all(line.startswith("#") for line in script.splitlines() if "reboot" in line)


@pytest.mark.parametrize("form", [each for each in FileFormat if each is not FileFormat.SNAPSHOT])
def test_settings_that_a_new_pool_cannot_have_are_reported(form: FileFormat) -> None:
    """A note mentions the mapping of a removed provider, which a new pool cannot have."""
    stray = FULL.replaced(SupportedLoginProviders={}, PrincipalTags={})
    note = f"Role mapping for {GOOGLE}: the pool has no such provider."
    assert note in format_files(source(stray), form).notes


def test_a_minimal_pool_has_no_notes() -> None:
    """A template of a minimal pool has no notes."""
    found = format_files(
        source(Configuration.of({"IdentityPoolName": "x"})), FileFormat.CLOUDFORMATION
    )
    assert isinstance(found, SavedFiles)
    assert found.notes == ()
