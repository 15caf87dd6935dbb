"""Each way in which a section is skipped or loses its settings is named, with line and remedy."""

import locale
import os
from pathlib import Path
from typing import Final

import pytest

from cogtui.gateway.aws_files.check import check_aws_files
from tests.cases import case
from tests.gateway.aws_files.conftest import Check

KEY: Final = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

SKIPPED: Final = {
    # header in the config file: (what is said about it, the profile that was meant)
    "[profile Ana's]": ("""Write [profile "Ana's"].""", "Ana's"),
    '[profile "dev]': ("Write [profile dev].", "dev"),
    "[profile dev\\]": ('Write [profile "dev\\\\"].', "dev\\"),
    "[profile a b]": (
        'a name with spaces is not in quotation marks. Write [profile "a b"].',
        "a b",
    ),
    "[profile “a b”]": ('Write [profile "a b"].', "a b"),
    "[profile dev # text]": ("with the comment on a separate line", "dev"),
    "[profile dev] ; [text]": ("something follows the name. Write [profile dev], with", "dev"),
    "[profile dev x=y]": ("a name with spaces", "dev x=y"),
    "[profiledev]": ("there is no space behind profile. Write [profile dev].", "dev"),
    "[profile_dev]": ("Write [profile dev].", "dev"),
    "[profile:dev]": ("Write [profile dev].", "dev"),
    "[profile.dev]": ("Write [profile dev].", "dev"),
    "[profile\u00a0dev]": ("Write [profile dev].", "dev"),
    "[profile]": ("boto3 skips [profile], which has no name.", ""),
    "[Profile dev]": ("boto3 skips [Profile dev]. Write [profile dev].", "dev"),
    "[ profile dev]": ("Write [profile dev].", "dev"),
    "[Profile]": ("Write [profile NAME].", ""),
    "[dev]": ("is not a profile in this file. Write [profile dev].", "dev"),
    "[default ]": ("boto3 skips [default ]. Write [default].", "default"),
    "[Default]": ("Write [default].", "default"),
    '["default"]': ("Write [default].", "default"),
    "[default # text]": ("Write [default].", "default"),
    "[DEFAULT]": ("are added to every section of the file", "default"),
    "[sso_session corp]": ("Write [sso-session corp].", "corp"),
    "[sso-sessioncorp]": ("there is no space behind sso-session", "corp"),
    "[sso-session a b]": ('Write [sso-session "a b"].', "a b"),
    "[SSO-Session corp]": ("Write [sso-session corp].", "corp"),
    "[service local]": ("Write [services local].", "local"),
    "[services Ana's]": ("""Write [services "Ana's"].""", "Ana's"),
    '[profile ""]': ("has no name", ""),
    "[profile c\\x]": ('as cx, without the backslash. Write [profile "c\\\\x"].', "c\\x"),
    "[profile de\u200bv]": ("has an invisible character. Type the header again.", "de\u200bv"),
    "[a=b": ("header lacks its closing bracket", "last"),
}


def test_headers_of_the_config_file(check: Check) -> None:
    """A header that boto3 skips or reads with another name is named with its line and remedy."""
    for header, (sentence, profile) in SKIPPED.items():
        with case(header):
            report = check(f"[profile last]\nregion = us-east-1\n{header}\nregion = eu-west-1\n")
            found = [each for each in report.findings if each.line == 3]
            assert len(found) == 1
            assert sentence in found[0].sentence
            assert found[0].text.startswith("~/aws-config, line 3: ")
            assert found[0].text in report.concerning(profile) or not profile


@pytest.mark.parametrize(
    ("header", "sentence", "profile"),
    [
        (
            "[profile dev]",
            "The header is the name alone: write [dev].",
            "dev",
        ),
        ("[Default]", "The default profile is written [default].", "default"),
        ("[default ]", "The default profile is written [default].", "default"),
        ("[ dev ]", "Spaces and quotation marks count: write [dev].", "dev"),
        ('["a b"]', "Spaces and quotation marks count: write [a b].", "a b"),
        ("[dev] # [text]", "What follows the name counts: write [dev].", "dev"),
        ("[dev # text]", "What follows the name counts: write [dev].", "dev"),
        ("[sso-session corp]", "Such a section belongs in the config file.", "corp"),
        ("[de\u200bv]", "The name has an invisible character", "de\u200bv"),
        ("[DEFAULT]", "are added to every section of the file", "default"),
    ],
)
def test_headers_of_the_credentials_file(
    check: Check, header: str, sentence: str, profile: str
) -> None:
    """A header that boto3 reads with another name is named with its line and remedy."""
    report = check("", f"{header}\nregion = us-east-1\n")
    (found,) = report.findings
    assert sentence in found.sentence
    assert found.text.startswith("~/aws-credentials, line 1: ")
    assert found.text in report.concerning(profile)


@pytest.mark.parametrize(
    ("config", "credentials"),
    [
        ("", ""),
        ("[default]\nregion = us-east-1\n[profile dev]\nregion = eu-west-1", "[default]\n[dev]"),
        ('[profile "Ana\'s"]\n[profile a-b.c_d@e]\n[profile "a b"]', "[a b]\n[Ana's]"),
        ("[plugins]\ncli_legacy_plugin_path = x\n[preview]\n[toolkit]\ncolor = red", ""),
        ("[default]\ns3 =\n  endpoint_url = http://x\n  use_dualstack_endpoint = true", ""),
        ("[services x]\nsts =\n  endpoint_url = http://x\n[profile a]\nservices = x", ""),
        (
            "[sso-session x]\n[profile a]\nsso_session = x\nsso_account_id = 1\nsso_role_name = y",
            "",
        ),
        ('[profile a]\ncredential_process = "a b" # c "d"\ngranted_sso_region = x', ""),
        ("[profile a]\nrole_arn = x\nsource_profile = b", "[b]"),
        ("[profile a]\nrole_arn = x\nweb_identity_token_file = y\nregion = z\n  # text", ""),
        (
            "[profile a]\nregion = x",
            "[a]\nregion = x\naws_access_key_id = x\naws_secret_access_key = y",
        ),
        ("  [default]\n  region = us-east-1\n  output = json", ""),
    ],
)
def test_files_without_mistakes(check: Check, config: str, credentials: str) -> None:
    """Files that boto3 reads as they were meant are not reported."""
    assert check(config, credentials).findings == ()


LOST: Final = {
    # lines below [profile dev], from line 2: (line, what is said about it)
    "region = x\n  output = json": (3, "output is indented, and so read as part of line 2."),
    "region =\n  output = json": (3, "output is indented, and so read as part of line 2."),
    "region = x\n  text": (3, "A line is indented, and so read as part of line 2."),
    "s3 =\n  region = x": (3, "region is indented, and so read as part of line 2."),
    "region = x\n  [profile in]": (3, "boto3 skips [profile in]: it is indented"),
    "region =": (2, "region has no value."),
    "region = x # text": (2, "The comment after region is read as part of its value."),
    "region = x ; text": (2, "The comment after region is read as part of its value."),
    'region = "x"': (2, "The quotation marks of region are read as part of its value."),
    "regoin = x": (2, "boto3 does not know this setting of [profile dev]. Write region."),
    "aws-access-key-id = x": (2, "Write aws_access_key_id."),
    "source profile = x": (2, "Write source_profile."),
    "role_arn = x": (2, "role_arn needs source_profile or credential_source."),
    "role_arn = x\nsource_profile = dev\ncredential_source = Environment": (
        4,
        "exclude each other",
    ),
    "role_arn = x\nsource_profile = gone": (3, "leads nowhere: boto3 reads no profile gone."),
    "source_profile = dev": (2, "source_profile is ignored without role_arn."),
    "sso_session = gone\nsso_account_id = 1": (2, "boto3 reads no section [sso-session gone]."),
    "sso_start_url = x\nsso_region = y": (
        3,
        "is ignored without sso_account_id and sso_role_name.",
    ),
    "services = gone": (2, "services leads nowhere: boto3 reads no section [services gone]."),
    "aws_access_key_id = x": (2, "is of no use without aws_secret_access_key."),
    "aws_secret_access_key = x": (2, "is of no use without aws_access_key_id."),
    "[services s]\nendpoint_url = x": (3, "endpoint_url must be indented below a service"),
    "[services s]\ncognito-identity =\n  endpoint_url = x": (3, "Write cognito_identity =."),
    "[services s]\ncognito_idp =\n  endpoint_url = x": (3, "Write cognito_identity_provider =."),
    "[services s]\ncognito_identity = x": (3, "on indented lines below it"),
    "[services s]\nsts =\n  region = x": (4, "region is indented"),
    '[profile "dev"]': (1, '[profile dev] loses all its settings to [profile "dev"] in line 2'),
}


def test_settings_that_are_lost(check: Check) -> None:
    """A setting that boto3 ignores or misreads is named with its line."""
    for lines, (line, sentence) in LOST.items():
        with case(lines):
            (found,) = check(f"[profile dev]\n{lines}\n").findings
            assert found.line == line
            assert sentence in found.sentence
            assert found.names & {"dev", "s"}


def test_a_setting_of_both_files(check: Check) -> None:
    """What the config file has is lost to another value in the credentials file."""
    report = check(
        "[profile dev]\nregion = eu-west-1\naws_access_key_id = x\n",
        "[dev]\naws_secret_access_key = x\nregion = us-east-1\n",
    )
    remedy = "Delete one of the two."
    over = "takes precedence over the other value"
    assert [each.text for each in report.findings] == [
        "~/aws-credentials, line 2: The access key and its secret key must be in the same file.",
        f"~/aws-credentials, line 3: region {over} in line 2 of the config file. {remedy}",
    ]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("region = x\n[default]\n", 1, "A line is before the first section."),
        ("[default]\n\n[default]\n", 3, "The section is defined twice, first in line 1."),
        (
            "[default]\nregion = x\nRegion = y\n",
            3,
            "region is defined twice in its section, first in line 2.",
        ),
        ("[default]\nregion\n", 2, "neither a [section] nor of the form name = value."),
        ("[default]\n= x\n", 2, "neither a [section] nor of the form name = value."),
        ("[default]\n[profile dev\n", 2, "lacks its closing bracket."),
        ("[default]\nprofile dev]\n", 2, "lacks its opening bracket."),
        ("[default]\ns3 =\n  nonsense\n", 3, "must have the form name = value."),
        ("\ufeff[default]\n", 1, "byte order mark (BOM)"),
        (b"[default]\nregion = x\n# M\xfcnchen\n", 3, "A character is not in UTF-8."),
        ("[default]\n".encode("utf-16"), 1, "The file is in UTF-16. Save the file as UTF-8."),
    ],
)
def test_files_that_are_refused(check: Check, content: str | bytes, line: int, reason: str) -> None:
    """What makes a file unreadable is named with its line, in either file."""
    for files in ((content, ""), ("", content)):
        (found,) = check(*files).refused
        assert found.line == line
        assert reason in found.sentence


def test_every_fault_is_found(check: Check) -> None:
    """Faults are reported together, so that they can be fixed together; text comes once."""
    report = check("text\ntext\n[default]\nnonsense\n[default]\ns3 =\n  nonsense\n")
    assert [each.line for each in report.refused] == [1, 4, 5, 7]


def test_no_line_is_quoted(check: Check) -> None:
    """Neither a key nor a line that may hold one is in a text."""
    id_ = "AKIAIOSFODNN7EXAMPLE"
    lines = (
        *(KEY, f"{KEY} = x", f"{KEY}=x", f"[{KEY}]", f"[profile {KEY}]", f"[profile {KEY} x]"),
        *(f"  {KEY}", f"  {KEY} = x", f"  [{KEY}]", f"[profile {id_}'s]", f"[{id_}", f"{id_}]"),
        *(f"source_profile = {KEY}", f"sso_session = {KEY}", f"services = {id_}"),
        *(f"aws_secret_access_key = {KEY} # x", f'aws_access_key_id = "{id_}"', f"region = {KEY}"),
    )
    for line in lines:
        with case(line):
            for files in ((f"[default]\noutput = json\n{line}\n{line}\n", ""), (line, line)):
                texts = " ".join(each.text for each in check(*files).findings)
                assert texts
                assert KEY.casefold() not in texts.casefold()
                assert id_.casefold() not in texts.casefold()


def test_files_that_are_skipped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is none, or cannot be read, counts as empty for boto3; that is reported."""
    config, credentials = home / "aws-config", home / "aws-credentials"
    config.mkdir()
    os.mkfifo(credentials)
    assert [each.text for each in check_aws_files().findings] == [
        "~/aws-config: boto3 skips the file. It is a directory.",
        "~/aws-credentials: boto3 skips the file. It is a pipe or a device.",
    ]
    monkeypatch.setenv("AWS_CONFIG_FILE", "$HOME/gone")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "")
    assert [each.text for each in check_aws_files().findings] == [
        "~/gone: boto3 skips the file. It does not exist.",
        "AWS_SHARED_CREDENTIALS_FILE: boto3 skips the file. The variable is empty.",
    ]
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
    assert check_aws_files().findings == ()
    (home / ".aws").mkdir()
    (home / ".aws/credentials").symlink_to(home / "gone")
    assert [each.text for each in check_aws_files().findings] == [
        "~/.aws/credentials: boto3 skips the file. It does not exist."
    ]


def test_a_file_that_cannot_be_opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason of the operating system is reported; boto3 would treat the file as empty."""
    loop = home / "loop"
    (home / "file").touch()
    loop.symlink_to(loop)
    # the root user can read any file: a name that is too long is refused to everyone
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / ("x" * 300)))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "file" / "in"))
    texts = [each.text for each in check_aws_files().findings]
    assert texts[0].endswith("It cannot be read: File name too long.")
    assert texts[1].endswith("It does not exist.")


def test_the_encoding_is_that_of_the_locale(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 reads the files in the encoding of the locale, which need not be UTF-8."""
    monkeypatch.setattr(locale, "getpreferredencoding", lambda **_: "ISO-8859-1")
    assert check(b"[profile M\xfcnchen]\n").references.keys() == {"M\xfcnchen"}
    monkeypatch.setattr(locale, "getpreferredencoding", lambda **_: "ascii")
    assert "A character is not in ASCII" in check(b"# M\xfcnchen\n").refused[0].sentence


def test_a_profile_has_what_its_settings_name(check: Check) -> None:
    """A profile that is broken by another one, or by a section, has their findings too."""
    report = check(
        "[profile a]\nrole_arn = x\nsource_profile = b\n"
        "[profile b]\nsso_session = corp\nsso_account_id = 1\n"
        "[sso_session corp]\nsso_region = us-east-1\n"
        "[profile c d]\n"
    )
    assert [text.partition(":")[0] for text in report.concerning("a")] == [
        "~/aws-config, line 5",
        "~/aws-config, line 7",
    ]


@pytest.mark.parametrize(
    ("profile", "texts"),
    [
        ("dev", ["There is a profile Dev: upper and lower case, and spaces, count."]),
        ("Dev ", ["There is a profile Dev: upper and lower case, and spaces, count."]),
        ("production", ["There is a profile producton."]),
        ("other", []),
        ("Dev", []),
    ],
)
def test_a_missing_profile_with_a_similar_name(
    check: Check, profile: str, texts: list[str]
) -> None:
    """A profile that boto3 does not have, and that no finding explains, may be mistyped."""
    assert check("[profile Dev]\n[profile producton]\n").concerning(profile) == texts
