"""Export a pool's configuration: a snapshot, or files from which other tools create the pool."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.account.account import Pool
from cogtui.configuration import cloudformation, snapshot, terraform
from cogtui.configuration.cli_files import POOL, CliOptions, cli_files
from cogtui.configuration.plan import plan_creation
from cogtui.configuration.pool_configuration import Configuration
from cogtui.secret import Secret
from cogtui.text import visible

SCRIPT: Final = "create-pool.sh"
"""The script among the AWS CLI files."""

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


class FileFormat(StrEnum):
    """The format of an exported configuration."""

    SNAPSHOT = "snapshot"
    CLI = "cli"
    CLOUDFORMATION = "cloudformation"
    TERRAFORM = "terraform"
    TERRAFORM_IMPORT = "terraform-import"


class ExportSource(NamedTuple):
    """A pool to export."""

    pool: Pool
    """The pool."""
    configuration: Configuration
    """Its current configuration."""
    cli_options: CliOptions
    """The AWS CLI options that select the account."""
    account: str
    """The account ID; empty if unknown."""
    now: float
    """When it was read, in seconds since the epoch."""


class SavedFiles(NamedTuple):
    """Files to write."""

    texts: Mapping[str, str]
    """The content by file name; a single file has an empty name."""
    notes: tuple[str, ...]
    """What the user should know about the files, in sentences."""


_SUFFIXES: Final = {
    FileFormat.SNAPSHOT: ".snapshot.json",
    FileFormat.CLI: ".aws-cli",
    FileFormat.CLOUDFORMATION: ".cloudformation.yaml",
    FileFormat.TERRAFORM: ".tf",
    FileFormat.TERRAFORM_IMPORT: ".tf",
}


def default_path(pool: Pool, file_format: FileFormat) -> str:
    """Return the path that the save dialog suggests.

    Args:
        pool: The pool.
        file_format: The format.

    Returns:
        A path in the current directory that needs no shell quoting.
    """
    # a leading "-" would look like an option, a leading "." would hide the file
    name = _UNSAFE.sub("-", pool.title).strip("-.") or "pool"
    return f"./{name}{_SUFFIXES[file_format]}"


def format_files(source: ExportSource, file_format: FileFormat) -> SavedFiles:
    """Format a configuration as files, without its secrets.

    Args:
        source: The pool to export.
        file_format: The format.
    """
    configuration = source.configuration
    providers_with_secret = [
        name
        for name, value in configuration["SupportedLoginProviders"].items()
        if isinstance(value, Secret)
    ]
    if file_format is FileFormat.SNAPSHOT:
        taken = snapshot.take_snapshot(
            configuration, source.pool.pool_id, source.account, source.now
        )
        notes = tuple(f"The secret for {name} is omitted." for name in providers_with_secret)
        return SavedFiles({"": snapshot.format_snapshot(taken)}, notes)
    if file_format is FileFormat.CLI:
        found = SavedFiles(_cli_texts(source), tuple(_cli_notes(providers_with_secret)))
    elif file_format is FileFormat.CLOUDFORMATION:
        template = cloudformation.template(configuration)
        found = SavedFiles({"": template.text}, template.notes)
    else:
        imported_id = source.pool.pool_id if file_format is FileFormat.TERRAFORM_IMPORT else None
        module = terraform.module(configuration, imported_id)
        found = SavedFiles({"": module.text}, module.notes)
    # a pool can keep settings of a removed provider, but a new pool cannot be given them
    refused = (each.text for each in plan_creation(configuration, source.account).errors)
    return found._replace(notes=(*found.notes, *refused))


def _cli_texts(source: ExportSource) -> dict[str, str]:
    files = cli_files(
        plan_creation(source.configuration, source.account).calls, None, source.cli_options
    )
    script = (
        "#!/bin/sh",
        f"# Creates a pool configured like {visible(source.pool.title)} and prints its ID",
        "set -eu",
        'cd -- "$(dirname -- "$0")"',
        *(each.line for each in files),
        f'echo "${POOL}"',
        "",
    )
    return {**{each.name: each.text for each in files}, SCRIPT: "\n".join(script)}


def _cli_notes(providers_with_secret: Sequence[str]) -> Iterator[str]:
    yield f"sh {SCRIPT} creates the pool and prints its ID."
    for name in providers_with_secret:
        yield (
            f"The secret for {name} is omitted: replace <SupportedLoginProviders: {name}> with "
            "key;secret. Until then, the service rejects the request."
        )
