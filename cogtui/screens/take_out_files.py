"""Credentials on their way into a file: an env file, or a profile of the AWS credentials file."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from textual.app import App

from cogtui import credentials_file, files
from cogtui.checks import Problem, check_input
from cogtui.credentials_file import CredentialsFileError
from cogtui.errors import CogtuiError, Explanation, Trouble
from cogtui.exports import Credentials, Format, exported
from cogtui.members import Kind, Member
from cogtui.screens.confirm import ConfirmDialog
from cogtui.screens.form import FormDialog
from cogtui.text import visible
from cogtui.threads import in_thread

_PATH: Final = Member(
    "File",
    Kind.TEXT,
    "Path of the env file",
    required=True,
    documentation="It is for you alone (0600), and holds secrets until they expire: keep it out of "
    "what you publish.",
)
_PROFILE: Final = Member(
    "Profile",
    Kind.TEXT,
    "Name of the profile",
    required=True,
    documentation="aws --profile NAME then acts as the identity. All else in the file stays as "
    "it is.",
)
_FIRST_PATH: Final = "~/cogtui.env"
_FIRST_PROFILE: Final = "cogtui"


class _Existing(NamedTuple):
    question: str
    """What to ask before it is replaced."""


class _NotWrittenError(CogtuiError):
    """A file that was not written, in one line to tell at the field."""


_Write = Callable[[str, bool], _Existing | str]
"""Writes, given what was typed and whether to replace what is there; what was written, in words,
or what is there. Raises CogtuiError where it cannot."""


async def write_env_file(app: App[Any], credentials: Credentials) -> str | None:
    """Asks for a path, and writes an env file.

    Args:
        app: The app, in one of whose workers this is awaited.
        credentials: What to write.

    Returns:
        What was written, in words; None if the user left.
    """
    return await _write(
        app, "Write an env file", _PATH, _FIRST_PATH, partial(_env_file, credentials)
    )


async def write_profile(app: App[Any], credentials: Credentials) -> str | None:
    """Asks for a name, and writes a profile into the AWS credentials file.

    Args:
        app: The app, in one of whose workers this is awaited.
        credentials: What to write.

    Returns:
        What was written, in words; None if the user left.
    """
    file = await in_thread(credentials_file.path)
    title = f"Write a profile into {file}"
    return await _write(app, title, _PROFILE, _FIRST_PROFILE, partial(_profile, credentials, file))


async def _write(
    app: App[Any], title: str, member: Member, first: str, write: _Write
) -> str | None:
    typed, trouble = first, None
    while True:
        form = FormDialog(
            title,
            (member,),
            {member.name: typed},
            trouble=trouble,
            sends="Write",
            checks=partial(_problems, member),
        )
        values = await app.push_screen_wait(form)
        if values is None:
            return None
        typed, trouble = values[member.name], None
        try:
            found = await in_thread(partial(write, typed, False))  # noqa: FBT003  by the type above
            if isinstance(found, _Existing):
                if not await app.push_screen_wait(ConfirmDialog(title, found.question)):
                    continue
                found = await in_thread(partial(write, typed, True))  # noqa: FBT003  likewise
        except CogtuiError as error:
            trouble = _told(str(error), member)
        else:
            return str(found)


def _problems(member: Member, values: Mapping[str, Any]) -> Sequence[Problem]:
    problems = check_input("", (member,), values)
    if member is _PROFILE and not problems:
        try:
            credentials_file.check_name(values[member.name])
        except CredentialsFileError as error:
            return [Problem((member.name,), str(error))]
    return problems


def _told(problem: str, member: Member) -> Explanation:
    return Explanation(Trouble.REFUSED, "Not written", problem, "", "", member=member.name)


def _env_file(credentials: Credentials, typed: str, replace: bool) -> _Existing | str:
    # pathlib's expanduser raises where there is no such user
    path = Path(os.path.expanduser(typed))  # noqa: PTH111  as said above
    name = visible(str(path))
    text = exported(credentials, Format.ENV_FILE)
    problem = ""
    try:
        # not by a link's own name, which would put a file in its place
        real = Path(os.path.realpath(path))
        if real.is_dir():
            problem = f"{name} is a directory."
        elif not real.parent.is_dir():
            problem = f"There is no directory {visible(str(real.parent))}."
        elif real.exists() and not real.is_file():
            problem = f"{name} is a device or a pipe."
        elif real.exists() and not replace:
            return _Existing(f"Replace {name}? What it holds now is lost.")
        else:
            files.replace_private_file(real, text.reveal())
    except Exception as error:  # noqa: BLE001  the frames of any hold the text
        problem = f"{name}: {getattr(error, 'strerror', None) or type(error).__name__}."
    if problem:
        # not from there, for the same reason
        raise _NotWrittenError(problem)
    return f"Written to {name}"


def _profile(credentials: Credentials, file: Path, typed: str, replace: bool) -> _Existing | str:
    name = visible(str(file))
    if not replace:
        found = credentials_file.look_up(file, typed)
        if found is not None:
            lost = ", ".join(found.replaced)
            what = f"Of what it has, this is lost: {lost}." if lost else "It has no credentials."
            return _Existing(f"Replace the profile {typed} in {name}? {what}")
    credentials_file.write_profile(file, typed, credentials, replace=replace)
    return f"Written to {name}: the profile {typed}"
