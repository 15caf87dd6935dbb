"""Find settings of the AWS files that botocore loses or reads with something else in them."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cogtui.gateway.aws_files.finding import FileFinding
from cogtui.gateway.aws_files.lines import AwsFile, AwsSection, AwsSetting, Continuation
from cogtui.gateway.aws_files.names import (
    KNOWN,
    NESTING,
    PREFIXES,
    QUOTABLE,
    meant_name,
    meant_service,
    meant_setting,
    misspelt_prefix,
    quoted_section,
)

_COMMENT: Final = re.compile(r"\s[#;]")
_QUOTED: Final = re.compile(r"""\A(["']).*\1\Z""")
_NESTED: Final = frozenset({"endpoint_url", "use_dualstack_endpoint"})
"""The settings that are known both in a profile and below a service."""

SERVICES: Final = "services"
"""The kind of section whose settings are services."""


class _Problem(NamedTuple):
    line: int
    sentence: str
    other: str = ""
    """The profile that the problem is about, apart from the section's own."""


def check_settings(
    file: AwsFile, section: AwsSection, kind: str, name: str
) -> Iterator[FileFinding]:
    """Yield what is lost or misread in a section that botocore reads.

    Args:
        file: The file.
        section: The section.
        kind: `profile`, `sso-session` or `services`.
        name: The section's name.
    """
    for setting in section.settings.values():
        for line, sentence, other in _check(section, setting, kind):
            names = frozenset(filter(None, (name, other)))
            yield FileFinding(file.path, line, sentence, names)


def _check(section: AwsSection, setting: AwsSetting, kind: str) -> Iterator[_Problem]:
    yield from _check_continuations(setting, kind)
    if kind == SERVICES:
        yield from _check_service(setting)
    elif setting.name.startswith("["):
        yield _Problem(setting.line, "A section's header lacks its closing bracket.")
    elif meant := meant_setting(setting.name):
        where = quoted_section(section.name)
        yield _Problem(setting.line, f"boto3 does not know this setting of {where}. Write {meant}.")
    elif setting.name in KNOWN - NESTING:
        yield from _check_value(setting)


def _check_value(setting: AwsSetting) -> Iterator[_Problem]:
    name = setting.name
    if not setting.value.reveal() and not setting.continuations:
        yield _Problem(setting.line, f"{name} has no value. Delete the line or complete it.")
    elif name in QUOTABLE:
        return
    elif setting.matches(_COMMENT):
        sentence = f"The comment after {name} is read as part of its value. Put it on its own line."
        yield _Problem(setting.line, sentence)
    elif setting.matches(_QUOTED):
        sentence = f"The quotation marks of {name} are read as part of its value. Delete them."
        yield _Problem(setting.line, sentence)


def _check_continuations(setting: AwsSetting, kind: str) -> Iterator[_Problem]:
    why = f"indented, and so read as part of line {setting.line:,}. Delete the indentation."
    for line in setting.continuations:
        if line.header:
            header = quoted_section(line.header)
            name = meant_name(line.header, misspelt_prefix(line.header) or PREFIXES[0])
            yield _Problem(line.line, f"boto3 skips {header}: it is {why}", name)
        elif _is_swallowed(setting, line, kind):
            yield _Problem(line.line, f"{line.name} is {why}")
        elif setting.name in KNOWN - NESTING - QUOTABLE:
            yield _Problem(line.line, f"A line is {why}")


def _is_swallowed(setting: AwsSetting, line: Continuation, kind: str) -> bool:
    """Return whether the name of an indented line is that of a setting of a section."""
    nests = setting.is_nested and (kind == SERVICES or setting.name in NESTING)
    return line.name in KNOWN and not (nests and line.name in _NESTED)


def _check_service(setting: AwsSetting) -> Iterator[_Problem]:
    if setting.name in KNOWN:
        sentence = f"{setting.name} must be indented below a service, such as cognito_identity =."
        yield _Problem(setting.line, sentence)
    elif meant := meant_service(setting.name):
        yield _Problem(setting.line, f"boto3 does not know this service. Write {meant} =.")
    elif not setting.is_nested:
        sentence = "Write the settings of a service on indented lines below it: endpoint_url = ..."
        yield _Problem(setting.line, sentence)
