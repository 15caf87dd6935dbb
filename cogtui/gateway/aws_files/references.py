"""Find settings of profiles that lead nowhere, or that botocore ignores without others."""

from collections.abc import Iterator, Mapping
from typing import Final

from cogtui.gateway.aws_files.finding import FileFinding
from cogtui.gateway.aws_files.lines import AwsFile, AwsSetting
from cogtui.gateway.aws_files.names import KNOWN, SECRETS, SSO, quoted, write_header
from cogtui.gateway.aws_files.sections import Sections

Settings = Mapping[str, tuple[AwsFile, AwsSetting]]
"""The settings of a profile by name, each with its file."""

_NAMING: Final = (
    # setting, kind of section that it names, what the kind is called
    ("source_profile", "profile", "profile"),
    ("sso_session", "sso-session", "section"),
    ("services", "services", "section"),
)

_KEY_PAIR: Final = ("aws_access_key_id", "aws_secret_access_key")


def check_profile(
    name: str, settings: Settings, profiles: Mapping[str, Settings], sections: Sections
) -> Iterator[FileFinding]:
    """Yield what is wrong with a profile's settings taken together.

    Args:
        name: The profile's name.
        settings: Its settings, merged from both files.
        profiles: The settings of all profiles.
        sections: The sections of the config file.
    """
    for setting_name, sentence in (
        *_check_role(settings),
        *_check_sign_in(settings),
        *_check_key_pair(settings),
        *_check_names(settings, profiles, sections),
    ):
        file, setting = settings[setting_name]
        yield FileFinding(file.path, setting.line, sentence, frozenset({name}))


def named_by(settings: Settings) -> frozenset[str]:
    """Return the names of other profiles and sections that a profile's settings have."""
    return frozenset(settings[name][1].value.reveal() for name, *_ in _NAMING if name in settings)


def check_overrides(
    name: str,
    config: Mapping[str, AwsSetting],
    credentials: AwsFile,
    shared: Mapping[str, AwsSetting],
) -> Iterator[FileFinding]:
    """Yield settings of a profile that both files have with different values.

    Args:
        name: The profile's name.
        config: Its settings in the config file.
        credentials: The credentials file.
        shared: Its settings in the credentials file.
    """
    for each in sorted(KNOWN & config.keys() & shared.keys()):
        if config[each].value != shared[each].value:
            yield FileFinding(
                credentials.path,
                shared[each].line,
                f"{each} takes precedence over the other value in line {config[each].line:,} of "
                "the config file. Delete one of the two.",
                frozenset({name}),
            )


def _check_role(settings: Settings) -> Iterator[tuple[str, str]]:
    sources = [each for each in ("source_profile", "credential_source") if each in settings]
    if "role_arn" in settings and "web_identity_token_file" not in settings:
        if not sources:
            yield (
                "role_arn",
                "role_arn needs source_profile or credential_source.",
            )
        elif len(sources) > 1:
            yield "credential_source", "source_profile and credential_source exclude each other."
    elif sources and "role_arn" not in settings:
        yield sources[0], f"{sources[0]} is ignored without role_arn."


def _check_sign_in(settings: Settings) -> Iterator[tuple[str, str]]:
    found = sorted(SSO & settings.keys())
    needed = ("sso_account_id", "sso_role_name")
    others = {"role_arn", "credential_process", *SECRETS} & settings.keys()
    if found and not others and not any(each in settings for each in needed):
        yield found[0], f"{found[0]} is ignored without sso_account_id and sso_role_name."


def _check_key_pair(settings: Settings) -> Iterator[tuple[str, str]]:
    present = [each for each in _KEY_PAIR if each in settings]
    if len(present) == 1:
        missing = next(each for each in _KEY_PAIR if each not in settings)
        yield present[0], f"{present[0]} is of no use without {missing}."
    elif present and settings[present[0]][0] is not settings[present[1]][0]:
        yield present[1], "The access key and its secret key must be in the same file."


def _check_names(
    settings: Settings, profiles: Mapping[str, Settings], sections: Sections
) -> Iterator[tuple[str, str]]:
    for name, kind, what in _NAMING:
        if name in settings:
            named = settings[name][1].value.reveal()
            known = profiles if kind == "profile" else sections.by_kind()[kind]
            if named not in known:
                header = quoted(named) if kind == "profile" else write_header(kind, named)
                yield name, f"{name} leads nowhere: boto3 reads no {what} {header}."
