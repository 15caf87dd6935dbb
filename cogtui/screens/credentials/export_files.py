"""Export credentials to a file: an env file, or a profile in the AWS credentials file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from textual.app import App

from cogtui.credentials import aws_credentials_file
from cogtui.credentials.aws_credentials_file import CredentialsFileError
from cogtui.credentials.export import Credentials, Format, format_credentials
from cogtui.files.named_files import Existing, write_file
from cogtui.screens.forms.write_file import written
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem
from cogtui.text import visible
from cogtui.threads import in_thread

_PATH: Final = Member(
    "File",
    ValueKind.TEXT,
    "Env file path",
    required=True,
    documentation="Saved with mode 0600. It holds secrets until they expire: do not publish it.",
)
_PROFILE: Final = Member(
    "Profile",
    ValueKind.TEXT,
    "Profile name",
    required=True,
    documentation="aws --profile NAME then acts as the identity; everything else in the file "
    "stays as it is.",
)
_DEFAULT_PATH: Final = "~/cogtui.env"
_DEFAULT_PROFILE: Final = "cogtui"


async def write_env_file(app: App[Any], credentials: Credentials) -> str | None:
    """Ask for a path, and write an env file; await this in a worker.

    Args:
        app: The app.
        credentials: The credentials to write.

    Returns:
        A message that names the file; None if the user canceled.
    """
    return await written(
        app, "Write env file", _PATH, _DEFAULT_PATH, partial(_env_file, credentials)
    )


async def write_profile(app: App[Any], credentials: Credentials) -> str | None:
    """Ask for a name, and write a profile into the AWS credentials file; await this in a worker.

    Args:
        app: The app.
        credentials: The credentials to write.

    Returns:
        A message that names the file and the profile; None if the user canceled.
    """
    file = await in_thread(aws_credentials_file.path)
    title = f"Write profile to {file}"
    write = partial(_profile, credentials, file)
    return await written(app, title, _PROFILE, _DEFAULT_PROFILE, write, _problems)


def _problems(name: str) -> Sequence[Problem]:
    try:
        aws_credentials_file.check_name(name)
    except CredentialsFileError as error:
        return [Problem((_PROFILE.name,), str(error))]
    return []


def _env_file(credentials: Credentials, typed: str, replace: bool) -> Existing | str:
    found = write_file(format_credentials(credentials, Format.ENV_FILE), typed, replace=replace)
    return found if isinstance(found, Existing) else f"Written to {found}"


def _profile(credentials: Credentials, file: Path, typed: str, replace: bool) -> Existing | str:
    name = visible(str(file))
    if not replace:
        found = aws_credentials_file.find_profile(file, typed)
        if found is not None:
            lost = ", ".join(found.replaced)
            detail = f"This overwrites its {lost}." if lost else "It has no credentials."
            return Existing(f"Replace profile {typed} in {name}?", detail)
    aws_credentials_file.write_profile(file, typed, credentials, replace=replace)
    return f"Profile {typed} written to {name}"
