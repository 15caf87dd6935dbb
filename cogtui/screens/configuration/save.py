"""Save a pool's configuration to files."""

from functools import partial
from typing import Final

from cogtui.account.account import Account, Pool
from cogtui.configuration.cli_files import CliOptions
from cogtui.configuration.file_formats import (
    ExportSource,
    FileFormat,
    SavedFiles,
    default_path,
    format_files,
)
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.files.named_files import Existing, write_directory, write_file
from cogtui.screens.configuration.change import read_or_cancel
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.forms.write_file import written
from cogtui.screens.host import Host
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.threads import in_thread

_FORMATS: Final = (
    Choice(FileFormat.SNAPSHOT, "Snapshot (JSON)", "to back up, compare and restore"),
    Choice(FileFormat.CLI, "AWS CLI input", "a JSON file for each call, and a script"),
    Choice(FileFormat.CLOUDFORMATION, "CloudFormation (YAML)", "creates a pool like this one"),
    Choice(FileFormat.TERRAFORM, "Terraform (HCL)", "creates a pool like this one"),
    Choice(
        FileFormat.TERRAFORM_IMPORT,
        "Terraform (HCL) with import",
        "imports this pool; Terraform 1.5 or later",
    ),
)

_ABOUT: Final = "Saved with mode 0600, secrets omitted. ~ is your home directory."
_FILE: Final = Member(
    "File", ValueKind.TEXT, "Path of the file", required=True, documentation=_ABOUT
)
_DIRECTORY: Final = Member(
    "Directory",
    ValueKind.TEXT,
    "Path of the directory",
    required=True,
    documentation=f"Created if missing. {_ABOUT}",
)


async def save_configuration(host: Host, account: Account, pool: Pool) -> None:
    """Read a pool's configuration and write it in the format that the user chooses.

    Args:
        host: The screen that starts it.
        account: The account to call.
        pool: The pool.

    Raises:
        ApiError: The configuration could not be read.
    """
    configuration = await read_or_cancel(host, account, pool)
    if configuration is None:
        return
    options = CliOptions(
        pool.region, account.gateway.connection.profile, host.accounts.endpoint_of(pool.region)
    )
    caller = account.caller.account if account.caller else ""
    source = ExportSource(pool, configuration, options, caller, account.now())
    while chosen := await host.app.push_screen_wait(Picker(f"Save {pool.title} as", _FORMATS)):
        if await _save(host, source, FileFormat(chosen[0])):
            return


async def _save(host: Host, source: ExportSource, form: FileFormat) -> bool:
    """Ask for the path, write the files and show the path; return whether they were written."""
    what = next(each.title for each in _FORMATS if each.value == form)
    found = await in_thread(lambda: format_files(source, form))
    path = await written(
        host.app,
        f"{source.pool.title} · save · {what}",
        _DIRECTORY if form is FileFormat.CLI else _FILE,
        default_path(source.pool, form),
        partial(_write, found),
    )
    if path is None:
        return False
    dialog = DocumentDialog(
        f"{source.pool.title} · {what}", _document(path, found), copied=path, what="the path"
    )
    if await host.app.push_screen_wait(dialog):
        host.copy(Secret(path), "the path")
    return True


def _write(found: SavedFiles, typed: str, replace: bool) -> Existing | str:
    if "" in found.texts:
        return write_file(Secret(found.texts[""]), typed, replace=replace)
    return write_directory(found.texts, typed, replace=replace)


def _document(path: str, found: SavedFiles) -> Document:
    files = tuple(Line("File", name) for name in found.texts if name)
    notes = tuple(Note(each, Tone.PLAIN) for each in found.notes)
    return (
        Section("", (Line("Saved to", path, Tone.GOOD), *files)),
        *((Section("Notes", notes),) if notes else ()),
    )
