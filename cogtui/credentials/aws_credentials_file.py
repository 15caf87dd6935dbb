"""The AWS shared credentials file: a profile written into it, and all else in it left alone.

The file is read as botocore reads it, which is Python's configparser: `#` and `;` begin a comment
line, a line that is indented deeper than the key before it continues that key's value, and also
what looks like a section there is none. Lines of the profile's own section that are credentials
are replaced; no other byte of the file changes.
"""

import configparser
import io
import os
import re
import stat
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path
from typing import Final, NamedTuple

from cogtui.api_error import CogtuiError
from cogtui.credentials.export import Credentials
from cogtui.files import private_files
from cogtui.secret import Secret
from cogtui.text import visible

MARK: Final = "# cogtui:"
"""How the comment above a profile's keys begins, by which the next one replaces it."""

REPLACED: Final = (
    "aws_access_key_id",
    "aws_account_id",
    "aws_secret_access_key",
    "aws_security_token",
    "aws_session_token",
    "credential_process",
    "credential_source",
    "login_session",
    "role_arn",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
)
"""Keys of a profile that say where credentials come from, all of which botocore would prefer to
the new ones or mix with them (AWS SDKs and tools reference guide, settings)."""

_LARGEST: Final = 1 << 20
"""The largest file that is taken for one of credentials, bytes."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class CredentialsFileError(CogtuiError):
    """The credentials file cannot be used, or not for this profile, in one line.

    It quotes nothing of the file.
    """


class ExistingProfile(NamedTuple):
    """A profile that is in the file, as far as it matters to who would replace it."""

    name: str
    """Its name."""
    replaced: tuple[str, ...]
    """Its keys that would be replaced, or would go: `aws_access_key_id`, `role_arn`."""


class _Kind(Enum):
    SECTION = auto()
    KEY = auto()
    CONTINUATION = auto()
    OTHER = auto()


class _Line(NamedTuple):
    text: Secret
    kind: _Kind
    section: str
    key: str


def path() -> Path:
    """Where the file is, as botocore has it.

    Returns:
        What `AWS_SHARED_CREDENTIALS_FILE` says, variables and `~` in it resolved; else
        `~/.aws/credentials`.
    """
    named = os.environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
    # pathlib's expanduser raises where botocore goes on
    return Path(os.path.expanduser(os.path.expandvars(named)))  # noqa: PTH111  as said above


def check_name(name: str) -> None:
    """Checks that a profile can be called so.

    Args:
        name: The profile's name.

    Raises:
        CredentialsFileError: botocore could not read it back, or nobody could type it.
    """
    if not name:
        raise CredentialsFileError("The profile needs a name.")
    if name != name.strip() or not name.isprintable() or "]" in name:
        raise CredentialsFileError(
            "The profile's name is one line of printed characters without ], and without blanks "
            "before or after."
        )
    if name == configparser.DEFAULTSECT:
        raise CredentialsFileError("DEFAULT is no profile, but what all profiles share.")


def look_up(file: Path, name: str) -> ExistingProfile | None:
    """Looks whether a profile exists already.

    Args:
        file: The credentials file.
        name: The profile's name.

    Returns:
        The profile, None if there is none, or no file.

    Raises:
        CredentialsFileError: The file cannot be read, or the profile cannot be called so.
    """
    check_name(name)
    return _profile(_read(file), name)


def write_profile(file: Path, name: str, credentials: Credentials, *, replace: bool) -> None:
    """Writes credentials as a profile.

    The file is replaced in one step and is 0600 from then on; where it is a symbolic link, the
    file that it leads to is. A directory that has to be made is 0700.

    Args:
        file: The credentials file, made if need be.
        name: The profile's name.
        credentials: What to write, with a comment of their identity, role and expiry.
        replace: Whether a profile of this name may be replaced.

    Raises:
        CredentialsFileError: The profile exists and may not be replaced; the file cannot be read
            or written, or would not give these credentials back. It is then as it was.
    """
    check_name(name)
    values = _values(credentials)
    before = _read(file)
    if not replace and _profile(before, name) is not None:
        raise CredentialsFileError(f"The profile {name} exists already.")
    text = _with_profile(before, name, _comment(credentials), values)
    if not _gives_back(text, name, values):
        raise CredentialsFileError(
            "The profile would not have these credentials: the file's section DEFAULT gives all "
            "profiles others."
        )
    problem = ""
    try:
        # not by the link's own name, which would put a file in its place
        private_files.replace_private_file(Path(os.path.realpath(file)), text.reveal())
    except OSError as error:
        # told below, for the error's frames hold the text
        problem = error.strerror or type(error).__name__
    if problem:
        raise CredentialsFileError(f"{visible(str(file))} cannot be written: {problem}.")


def _values(credentials: Credentials) -> dict[str, Secret]:
    values = {
        "aws_access_key_id": Secret(credentials.access_key_id),
        "aws_secret_access_key": credentials.secret_key,
        "aws_session_token": credentials.session_token,
    }
    for key, value in values.items():
        if not value.reveal().isprintable() or value.reveal().strip() != value.reveal():
            raise CredentialsFileError(f"{key} has characters that the file cannot hold.")
    return values


def _comment(credentials: Credentials) -> str:
    role = f", role {credentials.role_arn}" if credentials.role_arn else ""
    about = f"identity {credentials.identity_id}{role}, good until {credentials.expires}"
    return f"{MARK} {visible(about)}"


def _read(file: Path) -> Secret:
    """The file's whole text, empty where there is none yet.

    Raises:
        CredentialsFileError: It cannot be read, or not by botocore.
    """
    name, problem = visible(str(file)), ""
    text = Secret("")
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            problem = f"{name} is no file, but a directory or a device."
        elif status.st_size > _LARGEST:
            problem = f"{name} is too large for a credentials file."
        else:
            text = Secret(file.read_bytes().decode())
    except FileNotFoundError:
        return text
    except OSError as error:
        problem = f"{name} cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        # told below, for the error carries the text with it
        problem = f"{name} is not text in UTF-8."
    problem = problem or _fault(text, name)
    if problem:
        raise CredentialsFileError(problem)
    return text


def _fault(text: Secret, name: str) -> str:
    """Why botocore could not read a text; empty where it can."""
    try:
        _parsed(text)
    except configparser.MissingSectionHeaderError as error:
        return f"{name} has text before its first section, in line {error.lineno}."
    except configparser.DuplicateSectionError as error:
        return f"{name} has a section twice, the second time in line {error.lineno}."
    except configparser.DuplicateOptionError as error:
        return f"{name} has a key twice in one section, the second time in line {error.lineno}."
    except configparser.ParsingError as error:
        return f"{name} is no credentials file: line {error.errors[0][0]} is no key with a value."
    return ""


def _parsed(text: Secret) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    # line ends of all systems are one, as they are to a file that is opened as text
    parser.read_file(io.StringIO(text.reveal(), newline=None))
    return parser


def _gives_back(text: Secret, name: str, values: dict[str, Secret]) -> bool:
    return values == {
        key: Secret(value) for key, value in _parsed(text).items(name) if key in REPLACED
    }


def _lines(text: Secret) -> Iterator[_Line]:
    """The lines of a text that configparser reads, and what each of them is to it."""
    section = key = ""
    depth = 0
    for line in map(Secret, _LINE.findall(text.reveal())):
        content = Secret(line.reveal().strip())
        indentation = len(_indentation(line))
        if not content.reveal() or content.reveal().startswith(("#", ";")):
            yield _Line(line, _Kind.OTHER, section, key)
        elif key and indentation > depth:
            yield _Line(line, _Kind.CONTINUATION, section, key)
        else:
            depth = indentation
            if header := configparser.RawConfigParser.SECTCRE.match(content.reveal()):
                section, key = header["header"], ""
                yield _Line(line, _Kind.SECTION, section, key)
            else:
                key = re.split("[=:]", content.reveal())[0].rstrip().lower()
                yield _Line(line, _Kind.KEY, section, key)


def _indentation(line: Secret) -> str:
    return line.reveal()[: len(line.reveal()) - len(line.reveal().lstrip())]


def _profile(text: Secret, name: str) -> ExistingProfile | None:
    own = [line for line in _lines(text) if line.section == name]
    keys = (line.key for line in own if line.kind is _Kind.KEY and line.key in REPLACED)
    return ExistingProfile(name, tuple(keys)) if own else None


def _goes(line: _Line, name: str) -> bool:
    """Whether a line makes way for a profile's new credentials."""
    if line.section != name:
        return False
    if line.kind is _Kind.OTHER:
        return line.text.reveal().strip().startswith(MARK)
    return line.kind is not _Kind.SECTION and line.key in REPLACED


def _with_profile(text: Secret, name: str, comment: str, values: dict[str, Secret]) -> Secret:
    remaining = [line for line in _lines(text) if not _goes(line, name)]
    ending = _ending(text)
    place = next((place for place, line in enumerate(remaining) if _is_header(line, name)), None)
    if place is None:
        return Secret(
            text.reveal()
            + ending * (_lacks_ending(text) + bool(text.reveal()))
            + f"[{name}]{ending}"
            + _block(comment, values, "", ending).reveal()
        )
    above, below = remaining[: place + 1], remaining[place + 1 :]
    following = (line.text for line in below if line.kind is not _Kind.OTHER)
    # as deep as what follows, which would else be read as a part of the last value
    block = _block(comment, values, _indentation(next(following, Secret(""))), ending)
    return Secret(
        "".join(line.text.reveal() for line in above)
        + ending * _lacks_ending(above[-1].text)
        + block.reveal()
        + "".join(line.text.reveal() for line in below)
    )


def _is_header(line: _Line, name: str) -> bool:
    return line.kind is _Kind.SECTION and line.section == name


def _block(comment: str, values: dict[str, Secret], indentation: str, ending: str) -> Secret:
    return Secret(
        "".join(
            f"{indentation}{line}{ending}"
            for line in (
                comment,
                *(f"{key} = {value.reveal()}" for key, value in values.items()),
            )
        )
    )


def _ending(text: Secret) -> str:
    """How the lines of a text end: as its first."""
    ends = re.search(r"\r\n|\r|\n", text.reveal())
    return ends[0] if ends else "\n"


def _lacks_ending(text: Secret) -> bool:
    return bool(text.reveal()) and text.reveal()[-1] not in "\r\n"
