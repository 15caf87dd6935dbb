"""A pool's configuration as files: a snapshot, or what another tool makes such a pool of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.account.account import Pool
from cogtui.configuration import cloudformation, snapshot, terraform
from cogtui.configuration.cli_files import POOL, Where, cli_files
from cogtui.configuration.plan import creation
from cogtui.configuration.pool_configuration import Configuration
from cogtui.secret import Secret
from cogtui.text import visible

SCRIPT: Final = "make-pool.sh"
"""The script among the files for the AWS CLI."""

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


class FileFormat(StrEnum):
    """What a configuration is saved as."""

    SNAPSHOT = "snapshot"
    CLI = "cli"
    CLOUDFORMATION = "cloudformation"
    TERRAFORM = "terraform"
    TERRAFORM_IMPORT = "terraform-import"


class Source(NamedTuple):
    """A pool as it was read."""

    pool: Pool
    """The pool."""
    configuration: Configuration
    """What the service has of it."""
    where: Where
    """What the AWS CLI is told of the account."""
    account: str
    """The account, 12 digits; empty if it is not known."""
    now: float
    """When it was read, seconds since the epoch."""


class Saved(NamedTuple):
    """What is to be written."""

    texts: Mapping[str, str]
    """The files: by name where there are several, of one alone by an empty name."""
    notes: tuple[str, ...]
    """What there is to know of it, in sentences."""


_ENDINGS: Final = {
    FileFormat.SNAPSHOT: ".snapshot.json",
    FileFormat.CLI: ".aws-cli",
    FileFormat.CLOUDFORMATION: ".cloudformation.yaml",
    FileFormat.TERRAFORM: ".tf",
    FileFormat.TERRAFORM_IMPORT: ".tf",
}


def default_path(pool: Pool, form: FileFormat) -> str:
    """Where a configuration is saved unless told otherwise.

    Args:
        pool: The pool.
        form: What it is saved as.

    Returns:
        A path in the current directory, of characters that no shell minds.
    """
    # a name may begin with what an option or a hidden file does
    name = _UNSAFE.sub("-", pool.title).strip("-.") or "pool"
    return f"./{name}{_ENDINGS[form]}"


def saved(source: Source, form: FileFormat) -> Saved:
    """Writes a configuration for a file, without its secrets.

    Args:
        source: The pool as it was read.
        form: What it is saved as.
    """
    configuration = source.configuration
    secret = [
        name
        for name, value in configuration["SupportedLoginProviders"].items()
        if isinstance(value, Secret)
    ]
    if form is FileFormat.SNAPSHOT:
        taken = snapshot.taken(configuration, source.pool.pool_id, source.account, source.now)
        notes = tuple(f"The secret for {name} is not in it." for name in secret)
        return Saved({"": snapshot.written(taken)}, notes)
    if form is FileFormat.CLI:
        found = Saved(_for_the_cli(source), tuple(_notes_for_the_cli(secret)))
    elif form is FileFormat.CLOUDFORMATION:
        template = cloudformation.template(configuration)
        found = Saved({"": template.text}, template.notes)
    else:
        taken_over = source.pool.pool_id if form is FileFormat.TERRAFORM_IMPORT else None
        module = terraform.module(configuration, taken_over)
        found = Saved({"": module.text}, module.notes)
    # what is left behind of a provider that is gone stays in a pool, but cannot be set again
    refused = (each.text for each in creation(configuration, source.account).errors)
    return found._replace(notes=(*found.notes, *refused))


def _for_the_cli(source: Source) -> dict[str, str]:
    files = cli_files(creation(source.configuration, source.account).calls, None, source.where)
    script = (
        "#!/bin/sh",
        f"# Makes a pool with the configuration of {visible(source.pool.title)}, and prints its id",
        "set -eu",
        'cd -- "$(dirname -- "$0")"',
        *(each.line for each in files),
        f'echo "${POOL}"',
        "",
    )
    return {**{each.name: each.text for each in files}, SCRIPT: "\n".join(script)}


def _notes_for_the_cli(secret: Sequence[str]) -> Iterator[str]:
    yield f"sh {SCRIPT} makes the pool and prints its id."
    for name in secret:
        yield (
            f"The secret for {name} is not in it: write its key;secret in the place of "
            f"<SupportedLoginProviders: {name}>. Before that the service refuses it."
        )
