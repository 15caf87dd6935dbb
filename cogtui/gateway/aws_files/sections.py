"""Sort the sections of the AWS files as botocore does, and find those that it skips.

The rules are those of `botocore.configloader.build_profile_map`, and of `full_config` in
`botocore.session`: in the config file a name follows `profile`, `sso-session` or `services`, split
as a shell splits words; in the credentials file the whole text between the brackets is the name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cogtui.gateway.aws_files.finding import FileFinding
from cogtui.gateway.aws_files.lines import AwsFile, AwsSection, AwsSetting
from cogtui.gateway.aws_files.names import (
    KNOWN,
    NESTING,
    PREFIXES,
    Prefix,
    hidden_characters,
    meant_name,
    misspelt_prefix,
    quoted,
    quoted_section,
    split_header,
    write_header,
)

_DEFAULT: Final = "default"
_FOR_ALL: Final = "DEFAULT"
_OF_THE_CLI: Final = ("plugins", "preview")
"""Sections of the AWS CLI's own."""

_PROFILE: Final = PREFIXES[0]
_PAIR: Final = 2
"""How many words the header of a section with a name has."""


@dataclass(slots=True)
class Sections:
    """The sections of the config file as botocore sorts them, by kind and name."""

    profiles: dict[str, AwsSection] = field(default_factory=dict)
    """The profiles."""
    sso_sessions: dict[str, AwsSection] = field(default_factory=dict)
    """The `sso-session` sections."""
    services: dict[str, AwsSection] = field(default_factory=dict)
    """The `services` sections."""

    def by_kind(self) -> dict[str, dict[str, AwsSection]]:
        """Return the sections by prefix: `profile`, `sso-session` and `services`."""
        tables = (self.profiles, self.sso_sessions, self.services)
        return dict(zip((prefix.kind for prefix in PREFIXES), tables, strict=True))


def sort_config(file: AwsFile, findings: list[FileFinding]) -> Sections:
    """Sort the sections of the config file.

    Args:
        file: The file.
        findings: The list to which what is skipped is added.
    """
    sections = Sections()
    for section in file.sections:
        prefix = next((each for each in PREFIXES if section.name.startswith(each.kind)), None)
        if section.name == _FOR_ALL:
            findings.append(_of_section(file, section, _for_all(section), _DEFAULT))
        elif section.name == _DEFAULT:
            findings += _put(file, sections.profiles, _DEFAULT, section)
        elif prefix is None:
            findings += _other(file, section)
        else:
            words = split_header(section.name)
            if words is not None and len(words) == _PAIR:
                findings += _put(file, sections.by_kind()[prefix.kind], words[1], section)
                findings += _renamed(file, section, prefix, words[1])
            else:
                findings.append(_skipped(file, section, prefix))
    return sections


def sort_credentials(file: AwsFile, findings: list[FileFinding]) -> dict[str, AwsSection]:
    """Return the sections of the credentials file by the profile that botocore takes each for.

    Args:
        file: The file.
        findings: The list to which what botocore takes for another profile is added.
    """
    profiles = {}
    for section in file.sections:
        if section.name == _FOR_ALL:
            findings.append(_of_section(file, section, _for_all(section), _DEFAULT))
            continue
        profiles[section.name] = section
        findings += _credentials_name(file, section)
    return profiles


def merge(
    config: AwsFile,
    sections: Sections,
    credentials: AwsFile,
    shared: dict[str, AwsSection],
) -> dict[str, dict[str, tuple[AwsFile, AwsSetting]]]:
    """Return the settings of each profile as botocore merges the two files.

    A setting of the credentials file replaces the same one of the config file.

    Args:
        config: The config file.
        sections: Its sections.
        credentials: The credentials file.
        shared: Its sections by profile.
    """
    merged: dict[str, dict[str, tuple[AwsFile, AwsSetting]]] = {}
    for file, profiles in ((config, sections.profiles), (credentials, shared)):
        for name, section in profiles.items():
            settings = {**file.defaults, **section.settings}
            merged.setdefault(name, {}).update(
                {setting.name: (file, setting) for setting in settings.values()}
            )
    return merged


def _put(
    file: AwsFile, table: dict[str, AwsSection], name: str, section: AwsSection
) -> Iterator[FileFinding]:
    before = table.get(name)
    table[name] = section
    if before is not None:
        yield _of_section(
            file,
            before,
            f"{quoted_section(before.name)} loses all its settings to "
            f"{quoted_section(section.name)} in line {section.line:,}, which has the same name. "
            "Merge the two.",
            name,
        )


def _renamed(
    file: AwsFile, section: AwsSection, prefix: Prefix, name: str
) -> Iterator[FileFinding]:
    """Yield a finding if the name that botocore reads is not the one that was meant."""
    meant = meant_name(section.name, prefix)
    if any(hidden_characters(name)):
        sentence = f"The name in {quoted_section(section.name)} has an invisible character."
        yield _of_section(file, section, f"{sentence} Type the header again.", name, meant)
    elif "\\" in section.name and name != meant and '"' not in section.name:
        yield _of_section(
            file,
            section,
            f"boto3 reads the name in {quoted_section(section.name)} as {quoted(name)}, without "
            f"the backslash. Write {write_header(prefix.kind, meant)}.",
            name,
            meant,
        )
    elif not name:
        yield _of_section(file, section, f"{quoted_section(section.name)} has no name.", name)


def _skipped(file: AwsFile, section: AwsSection, prefix: Prefix) -> FileFinding:
    meant = meant_name(section.name, prefix)
    header = quoted_section(section.name)
    if not meant:
        return _of_section(file, section, f"boto3 skips {header}, which has no name.")
    words = split_header(section.name)
    if words is None:
        why = "an apostrophe, quotation mark or backslash needs quotation marks around the name"
    elif len(words) == 1:
        why = f"there is no space behind {prefix.kind}"
    elif " " not in meant:
        why = "something follows the name"
    else:
        why = "a name with spaces is not in quotation marks"
    write = write_header(prefix.kind, meant)
    sentence = f"boto3 skips {header}: {why}. Write {write}"
    comment = ", with the comment on a separate line" if " #" in header or " ;" in header else ""
    return _of_section(file, section, f"{sentence}{comment}.", meant)


def _other(file: AwsFile, section: AwsSection) -> Iterator[FileFinding]:
    """Yield a finding for a section of the config file without a prefix that botocore knows."""
    name = section.name
    plain = name.strip(" \t\"'").casefold()
    prefix = misspelt_prefix(name)
    header = quoted_section(name)
    if name in _OF_THE_CLI:
        return
    if plain == _DEFAULT or plain.startswith((f"{_DEFAULT} #", f"{_DEFAULT} ;")):
        sentence = f"boto3 skips {header}. Write [default]."
        yield _of_section(file, section, sentence, _DEFAULT)
    elif prefix is not None:
        meant = meant_name(name, prefix)
        write = write_header(prefix.kind, meant or "NAME")
        yield _of_section(file, section, f"boto3 skips {header}. Write {write}.", meant)
    elif not section.settings or any(each in KNOWN or each in NESTING for each in section.settings):
        # sections of other programs have other settings
        meant = meant_name(name, _PROFILE)
        yield _of_section(
            file,
            section,
            f"boto3 skips {header}, which is not a profile in this file. Write "
            f"{write_header('profile', meant or 'NAME')}.",
            meant,
        )


def _credentials_name(file: AwsFile, section: AwsSection) -> Iterator[FileFinding]:
    name = section.name
    header = quoted_section(name)
    plain = name.strip(" \t\"'")
    prefix = misspelt_prefix(name)
    if prefix is not None and (prefix is not _PROFILE or len(name.split()) > 1):
        meant = meant_name(name, prefix)
        advice = "Such a section belongs in the config file"
        if prefix is _PROFILE:
            advice = f"The header is the name alone: write {quoted_section(meant)}"
    elif plain.casefold() == _DEFAULT != name:
        advice, meant = "The default profile is written [default]", _DEFAULT
    elif plain != name:
        meant = plain
        advice = f"Spaces and quotation marks count: write {quoted_section(plain)}"
    elif any(hidden_characters(name)):
        advice, meant = "The name has an invisible character: type the header again", plain
    elif (meant := meant_name(name, _PROFILE)) != name and ("]" in name or " #" in name):
        advice = f"What follows the name counts: write {quoted_section(meant)}"
    else:
        return
    sentence = f"In the credentials file, {header} is a profile of exactly that name. {advice}."
    yield _of_section(file, section, sentence, name, meant)


def _for_all(section: AwsSection) -> str:
    return (
        f"The settings of {quoted_section(section.name)} are added to every section of the file. "
        "The default profile is written [default]."
    )


def _of_section(file: AwsFile, section: AwsSection, sentence: str, *names: str) -> FileFinding:
    return FileFinding(file.path, section.line, sentence, frozenset(filter(None, names)))
