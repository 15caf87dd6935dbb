"""Read an AWS configuration file line by line, as botocore reads it through configparser.

configparser stops at its first fault, forgets line numbers, and quotes lines in its errors. Here
every fault is found with its line, and no line is ever quoted: it may hold a key.
"""

import configparser
import io
import locale
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from cogtui.files import private_files
from cogtui.gateway.aws_files.names import KNOWN
from cogtui.secret import Secret

_BOM: Final = "\ufeff"
_COMMENTS: Final = ("#", ";")
_DEFAULT_SECTION: Final = configparser.DEFAULTSECT


class Continuation(NamedTuple):
    """An indented line, which belongs to the value of the setting above it."""

    line: int
    """The line's number."""
    name: str | None
    """What is before its equals sign, in lower case; None if it has none."""
    header: str
    """The section that it names, if it has the form of a section header."""


@dataclass(slots=True)
class AwsSetting:
    """A setting, with the indented lines below it."""

    name: str
    """Its name in lower case, which may be a secret if a line lacks its name."""
    line: int
    """The line's number."""
    value: Secret
    """The value on that line."""
    continuations: list[Continuation] = field(default_factory=list)
    """The indented lines below it."""

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Return whether a pattern occurs in the value on its line, without revealing it."""
        return pattern.search(self.value.reveal()) is not None

    @property
    def is_nested(self) -> bool:
        """Whether botocore reads the indented lines as settings of this one."""
        return not self.value.reveal() and bool(self.continuations)


@dataclass(slots=True)
class AwsSection:
    """A section of a file."""

    name: str
    """The text between the brackets."""
    line: int
    """The line of its header."""
    settings: dict[str, AwsSetting] = field(default_factory=dict)
    """Its settings by name."""


class FileFault(NamedTuple):
    """What makes a file unreadable for botocore, or a file that it skips."""

    line: int
    """The line's number; 0 if it is the whole file."""
    reason: str
    """What is wrong and what to do, in sentences."""


@dataclass(slots=True)
class AwsFile:
    """An AWS configuration file."""

    path: str
    """Its path, with the home directory as `~`."""
    is_credentials: bool
    """Whether it is the credentials file, whose sections are names of profiles."""
    sections: list[AwsSection] = field(default_factory=list)
    """Its sections in file order."""
    faults: list[FileFault] = field(default_factory=list)
    """Why botocore refuses the whole file."""
    skipped: str = ""
    """Why botocore treats the file as empty, in a sentence; empty if it does not."""

    @property
    def defaults(self) -> dict[str, AwsSetting]:
        """The settings that configparser adds to each section."""
        return {
            name: setting
            for section in self.sections
            if section.name == _DEFAULT_SECTION
            for name, setting in section.settings.items()
        }


def read_aws_file(path: Path, *, is_credentials: bool, is_chosen: bool) -> AwsFile:
    """Read a configuration file. Blocking.

    Args:
        path: The file, with `~` and variables expanded.
        is_credentials: Whether it is the credentials file.
        is_chosen: Whether the environment names it, so that it should exist.
    """
    file = AwsFile(_short(path), is_credentials)
    try:
        if not path.exists():
            file.skipped = "It does not exist." if is_chosen or path.is_symlink() else ""
        elif path != Path(os.devnull) and not path.is_file():
            file.skipped = f"It is a {'directory' if path.is_dir() else 'pipe or a device'}."
        else:
            # the null device counts as an empty file
            _scan(file, _decode(file, private_files.read_bytes(path)))
    except OSError as error:
        file.skipped = f"It cannot be read: {error.strerror}."
    return file


def _short(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (RuntimeError, ValueError):
        return str(path)


def _decode(file: AwsFile, content: bytes) -> str:
    # what open() uses, and so configparser
    encoding = locale.getpreferredencoding(do_setlocale=False)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        found = "The file is in UTF-16" if wide else f"A character is not in {encoding.upper()}"
        file.faults.append(FileFault(line, f"{found}. Save the file as {encoding.upper()}."))
        text = content.decode("utf-16" if wide else encoding, "replace")
    if text.startswith(_BOM) and not file.faults:
        reason = "The file begins with a byte order mark (BOM). Save it as UTF-8 without one."
        file.faults.append(FileFault(1, reason))
    return text.removeprefix(_BOM)


def _scan(file: AwsFile, text: str) -> None:
    scan = _Scan(file)
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        scan.read(number, line)
    for section in file.sections:
        for setting in section.settings.values():
            if setting.is_nested:
                file.faults += _nested_faults(setting)
    file.faults.sort()


def _nested_faults(setting: AwsSetting) -> Iterator[FileFault]:
    for each in setting.continuations:
        if each.name is None:
            yield FileFault(
                each.line,
                "An indented line below a setting without a value must have the form name = value.",
            )


class _Scan:
    """The state of configparser's loop over the lines of a file."""

    def __init__(self, file: AwsFile) -> None:
        self._file = file
        self._sections: dict[str, AwsSection] = {}
        self._section: AwsSection | None = None
        self._setting: AwsSetting | None = None
        self._indentation = 0
        self._is_text_reported = False

    def read(self, number: int, line: str) -> None:
        """Read the next line."""
        text = line.strip()
        if not text or text.startswith(_COMMENTS):
            return
        indentation = len(line) - len(line.lstrip())
        header = configparser.RawConfigParser.SECTCRE.match(text)
        name = header["header"] if header else ""
        if self._setting is not None and indentation > self._indentation:
            before = text.partition("=")[0].strip().lower() if "=" in text else None
            self._setting.continuations.append(Continuation(number, before, name))
            return
        self._indentation = indentation
        if header:
            self._begin(number, name)
        elif self._section is None:
            if not self._is_text_reported:
                self._is_text_reported = True
                before = "A line is before the first section. Write [default] above it."
                self._fault(number, _describe_bracket(text) or before)
        else:
            self._add(number, text, self._section)

    def _begin(self, number: int, name: str) -> None:
        self._setting = None
        first = self._sections.get(name)
        if first is None:
            self._section = self._sections[name] = AwsSection(name, number)
            self._file.sections.append(self._section)
            return
        self._section = first
        if name != _DEFAULT_SECTION:
            self._fault(
                number,
                f"The section is defined twice, first in line {first.line:,}. Merge the two.",
            )

    def _add(self, number: int, text: str, section: AwsSection) -> None:
        found = configparser.RawConfigParser.OPTCRE.match(text)
        if found is None or not found["option"]:
            malformed = "A line is neither a [section] nor of the form name = value."
            self._fault(number, _describe_bracket(text) or malformed)
            return
        name = found["option"].rstrip().lower()
        self._setting = AwsSetting(name, number, Secret(found["value"].strip()))
        first = section.settings.setdefault(name, self._setting)
        if first is not self._setting:
            self._fault(
                number,
                f"{name if name in KNOWN else 'A setting'} is defined twice in its section, first "
                f"in line {first.line:,}. Delete one, or add the header that is missing between "
                "them.",
            )

    def _fault(self, number: int, reason: str) -> None:
        self._file.faults.append(FileFault(number, reason))


def _describe_bracket(text: str) -> str:
    if text.startswith("["):
        return "A section's header lacks its closing bracket."
    if text.endswith("]"):
        return "A section's header lacks its opening bracket."
    return ""
