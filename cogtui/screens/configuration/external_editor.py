"""Edit a configuration in the user's own editor until it has no mistakes."""

import contextlib
import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from textual.app import App

from cogtui.configuration.drafts import Draft
from cogtui.configuration.editor_text import first_mark, format_for_editor, parse_edited, with_marks
from cogtui.configuration.json_positions import InvalidTextError
from cogtui.configuration.pool_configuration import Configuration
from cogtui.credentials.subshell import Ended, SubshellError, run_program
from cogtui.documents.document import Note, Section, Tone
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

_TITLE: Final = "Edit in $EDITOR"
_REOPEN: Final = 'Reopen it with "Interrupted changes" in the palette.'


class _AbandonedError(Exception):
    """The text was not taken over; the message says why, and is empty if the app is quitting."""


async def edit_in_external_editor(
    app: App[Any],
    create_draft: Callable[[str], Draft],
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
        create_draft: Writes the text to a file; it may block, and may raise OSError.
        configuration: The configuration to edit.
        members: The members, from `cogtui.configuration.schema.schema`.
        present: The configuration with the secrets that the text redacts.
        environ: The environment, which names the editor.
        current: The configuration that the service has; None for a new pool.

    Returns:
        The edited configuration; None if the user cancelled or the editor failed.
    """
    text = format_for_editor(configuration, members)
    try:
        draft = await in_thread(partial(create_draft, text))
    except OSError as error:
        await _show_message(app, f"Cannot save the text: {error}")
        return None
    return await edit_draft(app, draft, members, present, environ, current=current, original=text)


async def edit_draft(
    app: App[Any],
    draft: Draft,
    members: Sequence[Member],
    present: Configuration | None,
    environ: Mapping[str, str],
    *,
    current: Configuration | None,
    original: str | None = None,
) -> Configuration | None:
    """Let the user edit a draft in `$VISUAL` or `$EDITOR`.

    The draft is deleted once its text is taken over, or if it never differed from the original.

    Args:
        app: The app, suspended while the editor runs. Await this in one of its workers.
        draft: The draft.
        members: The members, from `cogtui.configuration.schema.schema`.
        present: The configuration with the secrets that the text redacts; None if there is none.
        environ: The environment, which names the editor.
        current: The configuration that the service has; None for a new pool.
        original: The text that is not worth keeping; None to keep any.

    Returns:
        The edited configuration; None if the user cancelled or the editor failed.
    """
    try:
        parse = partial(parse_edited, members=members, present=present, current=current)
        found = await _edit_until_valid(app, draft, parse, environ)
    except _AbandonedError as abandoned:
        sentence = str(abandoned)
        if not sentence:
            # a thread may not finish while the app quits
            _preserve(draft, original)
        else:
            can_reopen = await in_thread(partial(_preserve, draft, original))
            where = f" Your text is kept in {draft.path}. {_REOPEN}" if can_reopen else ""
            await _show_message(app, f"{sentence}{where}")
        return None
    await in_thread(partial(_delete, draft))
    return found


async def _edit_until_valid(
    app: App[Any],
    draft: Draft,
    parse: Callable[[str], Configuration],
    environ: Mapping[str, str],
) -> Configuration:
    while True:
        try:
            text = await in_thread(draft.saved_text)
            ended = _edit(app, draft.path, first_mark(text), environ)
            if ended.is_quitting:
                raise _AbandonedError
            # nonzero if the editor failed or the user aborted, as with `:cq` in vi
            if ended.status != 0:
                raise _AbandonedError(f"The editor {ended.description}: its text was not used.")
            text = await in_thread(draft.saved_text)
            try:
                return parse(text)
            except InvalidTextError as error:
                await in_thread(partial(draft.save_text, with_marks(text, error.mistakes)))
                mistakes = "; ".join(map(str, error.mistakes[:3]))
        except SubshellError as error:
            raise _AbandonedError(str(error)) from None
        except OSError as error:
            raise _AbandonedError(f"Cannot read the text: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise _AbandonedError("The text is not UTF-8.") from None
        dialog = ConfirmDialog(
            _TITLE, "Reopen the editor at the mistake?", f"{mistakes}.", verb="Reopen"
        )
        if not await app.push_screen_wait(dialog):
            raise _AbandonedError("The edited text was not used.")


def _preserve(draft: Draft, original: str | None) -> bool:
    """Delete a draft whose text is gone or the original one; return whether there still is one."""
    try:
        is_worthless = draft.saved_text() == original
    except FileNotFoundError:
        is_worthless = True
    except (OSError, UnicodeDecodeError):
        is_worthless = False
    if is_worthless:
        _delete(draft)
    return not is_worthless


def _delete(draft: Draft) -> None:
    # what cannot be deleted is offered at the next start
    with contextlib.suppress(OSError):
        draft.delete()


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
        raise SubshellError(f"VISUAL or EDITOR is not a valid command: {named!r}.")
    takes = line > 1 and os.path.basename(command[0]) in _ACCEPT_LINE  # noqa: PTH119  a string
    return [*command, *([f"+{line}"] if takes else []), str(path)]


async def _show_message(app: App[Any], sentence: str) -> None:
    document = (Section("", (Note(sentence, Tone.WARNING),)),)
    await app.push_screen_wait(DocumentDialog(_TITLE, document))
