"""Edit a configuration in the user's own editor until it has no mistakes."""

import os
import shlex
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from textual.app import App

from cogtui.configuration.editor_text import first_mark, format_for_editor, parse_edited, with_marks
from cogtui.configuration.json_positions import InvalidTextError
from cogtui.configuration.pool_configuration import Configuration
from cogtui.credentials.subshell import Ended, SubshellError, run_program
from cogtui.documents.document import Note, Section, Tone
from cogtui.files import private_files
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.external_program import run_instead
from cogtui.service.members import Member
from cogtui.threads import in_thread

DEFAULT_EDITOR: Final = "vi"
"""The editor if neither `VISUAL` nor `EDITOR` is set, as POSIX specifies."""

_ACCEPT_LINE: Final = (
    *("emacs", "emacsclient", "jed", "joe", "mg", "micro", "nano", "ne", "nvi", "nvim"),
    *("pico", "vi", "view", "vile", "vim"),
)
"""The editors that accept a line number as `+LINE` before the file."""

_TITLE: Final = "Edit in an editor of one's own"


async def edit_in_external_editor(
    app: App[Any],
    configuration: Configuration,
    members: Sequence[Member],
    present: Configuration,
    environ: Mapping[str, str],
    *,
    current: Configuration | None,
) -> Configuration | None:
    """Let the user edit a configuration in `$VISUAL` or `$EDITOR`.

    Args:
        app: The app, suspended while the editor runs. Await this in one of its workers.
        configuration: The configuration to edit.
        members: The members, from `cogtui.configuration.schema.schema`.
        present: The configuration with the secrets that the text redacts.
        environ: The environment, which names the editor.
        current: The configuration that the service has; None for a new pool.

    Returns:
        The edited configuration; None if the user cancelled or the editor failed.
    """
    text = format_for_editor(configuration, members)
    path = await in_thread(
        lambda: private_files.new_private_file(
            Path(tempfile.gettempdir()), text, prefix="cogtui-", suffix=".yaml"
        )
    )
    keep_file = False
    try:
        while True:
            ended = _edit(app, path, first_mark(text), environ)
            # nonzero if the editor failed or the user aborted, as with `:cq` in vi
            if ended.status != 0:
                await _show_message(
                    app, f"The editor {ended.description}: nothing was taken from it."
                )
                return None
            text = await in_thread(lambda: private_files.read_text(path))
            try:
                return parse_edited(text, members, present, current)
            except InvalidTextError as error:
                text = with_marks(text, error.mistakes)
                mistakes = "; ".join(map(str, error.mistakes[:3]))
                await in_thread(partial(private_files.replace_private_file, path, text))
            dialog = ConfirmDialog(_TITLE, "Open it again at the mistake?", f"{mistakes}.")
            if not await app.push_screen_wait(dialog):
                keep_file = True
                await _show_message(app, f"What you wrote is kept in {path}.")
                return None
    except (SubshellError, OSError, UnicodeDecodeError) as error:
        keep_file = path.exists() and not isinstance(error, SubshellError)
        await _show_message(
            app, f"{error}" if isinstance(error, SubshellError) else f"{path}: {error}"
        )
        return None
    finally:
        if not keep_file:
            path.unlink(missing_ok=True)


def _edit(app: App[Any], path: Path, line: int, environ: Mapping[str, str]) -> Ended:
    """Suspend the app while the editor runs."""
    command = editor_command(environ, path, line)
    reader, screen = cast("Any", sys.__stdin__), cast("Any", sys.__stderr__)
    run = partial(run_program, "The editor", command, lambda: environ, reader, screen)
    return run_instead(app, "An editor", run)


def editor_command(environ: Mapping[str, str], path: Path, line: int) -> list[str]:
    """Return the command that edits a file.

    Args:
        environ: The environment: `VISUAL` takes precedence over `EDITOR`; either may contain
            options.
        path: The file.
        line: The line to open it at, from 1, for editors known to accept one.

    Raises:
        SubshellError: The value in the environment is not a command.
    """
    named = environ.get("VISUAL") or environ.get("EDITOR") or DEFAULT_EDITOR
    try:
        command = shlex.split(named)
    except ValueError:
        command = []
    if not command:
        raise SubshellError(f"VISUAL or EDITOR names no command: {named!r}.")
    takes = line > 1 and os.path.basename(command[0]) in _ACCEPT_LINE  # noqa: PTH119  a string
    return [*command, *([f"+{line}"] if takes else []), str(path)]


async def _show_message(app: App[Any], sentence: str) -> None:
    document = (Section("", (Note(sentence, Tone.WARNING),)),)
    await app.push_screen_wait(DocumentDialog(_TITLE, document))
