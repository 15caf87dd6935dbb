"""Write a profile into the AWS shared credentials file without changing anything else.

The file is parsed as botocore parses it, by the rules of Python's configparser: `#` and `;` begin a
comment line, and a line that is indented deeper than the preceding key continues that key's value,
even if it looks like a section header. Only the lines in the profile's section that hold
credentials are replaced; no other byte changes.
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
"""How cogtui's comment above a profile's keys begins; the next write replaces such comments."""

REPLACED_KEYS: Final = (
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
"""Keys of a profile that define where its credentials come from. botocore would prefer them to the
new credentials, or mix them (AWS SDKs and tools reference guide, settings)."""

_MAX_BYTES: Final = 1 << 20
"""The maximum size of a credentials file in bytes; a larger file must be something else."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class CredentialsFileError(CogtuiError):
    """The credentials file cannot be used, or not for this profile.

    The one-line message quotes nothing from the file.
    """


class ExistingProfile(NamedTuple):
    """A profile in the file that a write would replace."""

    name: str
    """Its name."""
    replaced: tuple[str, ...]
    """Its keys that would be replaced or removed, such as `aws_access_key_id` and `role_arn`."""


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
    """Return the path of the file that botocore uses.

    Returns:
        The value of `AWS_SHARED_CREDENTIALS_FILE` with variables and `~` expanded, or
        `~/.aws/credentials`.
    """
    configured = os.environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
    # like botocore: pathlib's expanduser raises if there is no home directory
    return Path(os.path.expanduser(os.path.expandvars(configured)))  # noqa: PTH111  like botocore


def check_name(name: str) -> None:
    """Check that a text can be the name of a profile.

    Args:
        name: The text.

    Raises:
        CredentialsFileError: botocore could not read the name, or no one could type it.
    """
    if not name:
        raise CredentialsFileError("The profile name is empty.")
    if name != name.strip() or not name.isprintable() or "]" in name:
        raise CredentialsFileError(
            "A profile name is one line of printable characters without ] and without leading or "
            "trailing spaces."
        )
    if name == configparser.DEFAULTSECT:
        raise CredentialsFileError("DEFAULT is not a profile: it sets defaults for all profiles.")


def find_profile(file: Path, name: str) -> ExistingProfile | None:
    """Return the existing profile of a name.

    Args:
        file: The credentials file.
        name: The profile's name.

    Returns:
        The profile; None if the profile or the file does not exist.

    Raises:
        CredentialsFileError: The file cannot be read, or the name is invalid.
    """
    check_name(name)
    return _existing_profile(_read(file), name)


def write_profile(file: Path, name: str, credentials: Credentials, *, replace: bool) -> None:
    """Write credentials as a profile, with a comment that names identity, role and expiry.

    The file is replaced atomically with mode 0600; if it is a symbolic link, the link's target is
    replaced. Missing directories are created with mode 0700.

    Args:
        file: The credentials file, created if it does not exist.
        name: The profile's name.
        credentials: The credentials to write.
        replace: Whether an existing profile of this name may be replaced.

    Raises:
        CredentialsFileError: The profile exists and may not be replaced, the file cannot be read or
            written, or reading it back would give other credentials. The file is then unchanged.
    """
    check_name(name)
    values = _values(credentials)
    before = _read(file)
    if not replace and _existing_profile(before, name) is not None:
        raise CredentialsFileError(f"Profile {name} already exists.")
    text = _with_profile(before, name, _comment(credentials), values)
    if not _reads_back(text, name, values):
        raise CredentialsFileError(
            "The profile would not get these credentials: the file's DEFAULT section sets others "
            "for all profiles."
        )
    problem = ""
    try:
        # resolve links: replacing the link itself would leave its target unchanged
        private_files.replace_private_file(Path(os.path.realpath(file)), text.reveal())
    except OSError as error:
        # raised below instead: this error's frames hold the text
        problem = error.strerror or type(error).__name__
    if problem:
        raise CredentialsFileError(f"Cannot write {visible(str(file))}: {problem}.")


def _values(credentials: Credentials) -> dict[str, Secret]:
    values = {
        "aws_access_key_id": Secret(credentials.access_key_id),
        "aws_secret_access_key": credentials.secret_key,
        "aws_session_token": credentials.session_token,
    }
    for key, value in values.items():
        if not value.reveal().isprintable() or value.reveal().strip() != value.reveal():
            raise CredentialsFileError(f"{key} has characters that the file cannot store.")
    return values


def _comment(credentials: Credentials) -> str:
    role = f", {credentials.role.label}" if credentials.role.label else ""
    about = f"identity {credentials.identity_id}{role}, expires {credentials.expires}"
    return f"{MARK} {visible(about)}"


def _read(file: Path) -> Secret:
    """Return the text of the file; empty if it does not exist.

    Raises:
        CredentialsFileError: The file cannot be read, or botocore could not parse it.
    """
    name, problem = visible(str(file)), ""
    text = Secret("")
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            problem = f"{name} is a directory or a device, not a file."
        elif status.st_size > _MAX_BYTES:
            problem = f"{name} is too large for a credentials file."
        else:
            text = Secret(file.read_bytes().decode())
    except FileNotFoundError:
        return text
    except OSError as error:
        problem = f"Cannot read {name}: {error.strerror}."
    except UnicodeDecodeError:
        # raised below instead: this error carries the text with it
        problem = f"Cannot read {name}: not UTF-8 text."
    problem = problem or _parse_problem(text, name)
    if problem:
        raise CredentialsFileError(problem)
    return text


def _parse_problem(text: Secret, name: str) -> str:
    """Return why botocore could not parse a text; empty if it could."""
    try:
        _parse(text)
    except configparser.MissingSectionHeaderError as error:
        return f"Cannot read {name}: line {error.lineno}: text before the first section."
    except configparser.DuplicateSectionError as error:
        return f"Cannot read {name}: line {error.lineno}: duplicate section."
    except configparser.DuplicateOptionError as error:
        return f"Cannot read {name}: line {error.lineno}: duplicate key in a section."
    except configparser.ParsingError as error:
        return f"Cannot read {name}: line {error.errors[0][0]}: not a key with a value."
    return ""


def _parse(text: Secret) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser()
    # universal newlines, as in a file opened in text mode
    parser.read_file(io.StringIO(text.reveal(), newline=None))
    return parser


def _reads_back(text: Secret, name: str, values: dict[str, Secret]) -> bool:
    return values == {
        key: Secret(value) for key, value in _parse(text).items(name) if key in REPLACED_KEYS
    }


def _lines(text: Secret) -> Iterator[_Line]:
    """Yield the lines of a text with the role that configparser gives them."""
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


def _existing_profile(text: Secret, name: str) -> ExistingProfile | None:
    own = [line for line in _lines(text) if line.section == name]
    keys = (line.key for line in own if line.kind is _Kind.KEY and line.key in REPLACED_KEYS)
    return ExistingProfile(name, tuple(keys)) if own else None


def _is_replaced(line: _Line, name: str) -> bool:
    """Return whether a line is removed when a profile is written."""
    if line.section != name:
        return False
    if line.kind is _Kind.OTHER:
        return line.text.reveal().strip().startswith(MARK)
    return line.kind is not _Kind.SECTION and line.key in REPLACED_KEYS


def _with_profile(text: Secret, name: str, comment: str, values: dict[str, Secret]) -> Secret:
    retained = [line for line in _lines(text) if not _is_replaced(line, name)]
    line_ending = _line_ending(text)
    index = next((index for index, line in enumerate(retained) if _is_header(line, name)), None)
    if index is None:
        return Secret(
            text.reveal()
            + line_ending * (_lacks_line_ending(text) + bool(text.reveal()))
            + f"[{name}]{line_ending}"
            + _block(comment, values, "", line_ending).reveal()
        )
    above, below = retained[: index + 1], retained[index + 1 :]
    following = (line.text for line in below if line.kind is not _Kind.OTHER)
    # indent like the next line, which would otherwise continue the last value
    block = _block(comment, values, _indentation(next(following, Secret(""))), line_ending)
    return Secret(
        "".join(line.text.reveal() for line in above)
        + line_ending * _lacks_line_ending(above[-1].text)
        + block.reveal()
        + "".join(line.text.reveal() for line in below)
    )


def _is_header(line: _Line, name: str) -> bool:
    return line.kind is _Kind.SECTION and line.section == name


def _block(comment: str, values: dict[str, Secret], indentation: str, line_ending: str) -> Secret:
    return Secret(
        "".join(
            f"{indentation}{line}{line_ending}"
            for line in (
                comment,
                *(f"{key} = {value.reveal()}" for key, value in values.items()),
            )
        )
    )


def _line_ending(text: Secret) -> str:
    """Return the line ending of a text, taken from its first line."""
    ends = re.search(r"\r\n|\r|\n", text.reveal())
    return ends[0] if ends else "\n"


def _lacks_line_ending(text: Secret) -> bool:
    return bool(text.reveal()) and text.reveal()[-1] not in "\r\n"
