"""Credentials on their way into a file: an env file, or a profile of the AWS credentials file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from textual.app import App

from cogtui.credentials import aws_credentials_file
from cogtui.credentials.aws_credentials_file import CredentialsFileError
from cogtui.credentials.export import Credentials, Format, exported
from cogtui.files.named_files import Existing, write_file
from cogtui.screens.forms.write_file import written
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem
from cogtui.text import visible
from cogtui.threads import in_thread

_PATH: Final = Member(
    "File",
    ValueKind.TEXT,
    "Path of the env file",
    required=True,
    documentation="It is for you alone (0600), and holds secrets until they expire: keep it out of "
    "what you publish.",
)
_PROFILE: Final = Member(
    "Profile",
    ValueKind.TEXT,
    "Name of the profile",
    required=True,
    documentation="aws --profile NAME then acts as the identity. All else in the file stays as "
    "it is.",
)
_FIRST_PATH: Final = "~/cogtui.env"
_FIRST_PROFILE: Final = "cogtui"


async def write_env_file(app: App[Any], credentials: Credentials) -> str | None:
    """Asks for a path, and writes an env file.

    Args:
        app: The app, in one of whose workers this is awaited.
        credentials: What to write.

    Returns:
        What was written, in words; None if the user left.
    """
    return await written(
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
    file = await in_thread(aws_credentials_file.path)
    title = f"Write a profile into {file}"
    write = partial(_profile, credentials, file)
    return await written(app, title, _PROFILE, _FIRST_PROFILE, write, _problems)


def _problems(name: str) -> Sequence[Problem]:
    try:
        aws_credentials_file.check_name(name)
    except CredentialsFileError as error:
        return [Problem((_PROFILE.name,), str(error))]
    return []


def _env_file(credentials: Credentials, typed: str, replace: bool) -> Existing | str:
    found = write_file(exported(credentials, Format.ENV_FILE), typed, replace=replace)
    return found if isinstance(found, Existing) else f"Written to {found}"


def _profile(credentials: Credentials, file: Path, typed: str, replace: bool) -> Existing | str:
    name = visible(str(file))
    if not replace:
        found = aws_credentials_file.look_up(file, typed)
        if found is not None:
            lost = ", ".join(found.replaced)
            what = f"Of what it has, this is lost: {lost}." if lost else "It has no credentials."
            return Existing(f"Replace the profile {typed} in {name}?", what)
    aws_credentials_file.write_profile(file, typed, credentials, replace=replace)
    return f"Written to {name}: the profile {typed}"
