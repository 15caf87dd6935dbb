"""Compare the AWS configuration files with what botocore reads from them."""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cogtui.gateway.aws_files.finding import FileFinding
from cogtui.gateway.aws_files.lines import AwsFile, read_aws_file
from cogtui.gateway.aws_files.names import quoted
from cogtui.gateway.aws_files.references import check_overrides, check_profile, named_by
from cogtui.gateway.aws_files.sections import merge, sort_config, sort_credentials
from cogtui.gateway.aws_files.values import check_settings

_CONFIG: Final = ("AWS_CONFIG_FILE", "~/.aws/config")
_CREDENTIALS: Final = ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")


@dataclass(frozen=True, slots=True)
class FilesReport:
    """What was found in the two files."""

    findings: tuple[FileFinding, ...]
    """Everything that botocore skips, loses or refuses, in file order."""
    references: Mapping[str, frozenset[str]]
    """The profiles that botocore reads, each with the names in its settings: of other profiles and
    of sections."""

    @property
    def refused(self) -> tuple[FileFinding, ...]:
        """The findings because of which botocore refuses the whole configuration."""
        return tuple(each for each in self.findings if each.is_refused)

    def concerning(self, profile: str) -> list[str]:
        """Return what may keep a profile from working, one text each.

        Args:
            profile: The profile's name.

        Returns:
            The findings about it and about what its settings name. If botocore does not read it,
            also those about whole files, and a profile with a similar name if nothing explains it.
        """
        names: set[str] = set()
        following = {profile}
        while following:
            names |= following
            found = (self.references.get(each, frozenset()) for each in following)
            following = set().union(*found) - names
        is_read = profile in self.references
        texts = [
            each.text for each in self.findings if names & each.names or not (each.line or is_read)
        ]
        explained = any(profile in each.names for each in self.findings)
        return texts if is_read or explained else [*texts, *self._similar(profile)]

    def _similar(self, profile: str) -> Iterator[str]:
        for name in self.references:
            if name.strip().casefold() == profile.strip().casefold():
                yield f"There is a profile {quoted(name)}: upper and lower case, and spaces, count."
                return
        for name in difflib.get_close_matches(profile, self.references, 1):
            yield f"There is a profile {quoted(name)}."


def check_aws_files() -> FilesReport:
    """Read the two files and report what botocore does not read as it was meant. Blocking."""
    config = _read(*_CONFIG, is_credentials=False)
    credentials = _read(*_CREDENTIALS, is_credentials=True)
    findings = [*_whole_file(config), *_whole_file(credentials)]
    sections = sort_config(config, findings)
    shared = sort_credentials(credentials, findings)
    for kind, table in sections.by_kind().items():
        for name, section in table.items():
            findings += check_settings(config, section, kind, name)
    for name, section in shared.items():
        findings += check_settings(credentials, section, "profile", name)
    for name in sections.profiles.keys() & shared.keys():
        own = sections.profiles[name].settings
        findings += check_overrides(name, own, credentials, shared[name].settings)
    profiles = merge(config, sections, credentials, shared)
    for name, settings in profiles.items():
        findings += check_profile(name, settings, profiles, sections)
    order = [config.path, credentials.path]
    findings.sort(key=lambda each: (order.index(each.path), each.line))
    references = {name: named_by(settings) for name, settings in profiles.items()}
    return FilesReport(tuple(findings), references)


def _read(variable: str, default: str, *, is_credentials: bool) -> AwsFile:
    named = os.environ.get(variable)
    if named == "":
        return AwsFile(variable, is_credentials, skipped="The variable is empty.")
    # as botocore.configloader expands it
    path = os.path.expanduser(os.path.expandvars(named or default))  # noqa: PTH111  Path's raises for an unknown ~user
    return read_aws_file(Path(path), is_credentials=is_credentials, is_chosen=named is not None)


def _whole_file(file: AwsFile) -> list[FileFinding]:
    skipped = [FileFinding(file.path, 0, f"boto3 skips the file. {file.skipped}")]
    refused = [
        FileFinding(file.path, line, reason, is_refused=True) for line, reason in file.faults
    ]
    return [*(skipped if file.skipped else []), *refused]
