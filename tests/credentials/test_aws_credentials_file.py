"""Writing a profile into the AWS credentials file, checked with botocore."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

import pytest
from botocore.configloader import raw_config_parse
from botocore.exceptions import ConfigParseError
from botocore.session import Session
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cogtui.credentials import aws_credentials_file
from cogtui.credentials.aws_credentials_file import (
    MARK,
    REPLACED_KEYS,
    CredentialsFileError,
    ExistingProfile,
    check_name,
    find_profile,
    write_profile,
)
from cogtui.credentials.export import Credentials
from cogtui.logins.session_role import SessionRole
from cogtui.secret import Secret

IDENTITY = "us-east-1:5a6f1b2c-0000-4000-8000-000000000001"
NEW = Credentials(
    "ASIANEW",
    Secret("new/secret+key="),
    Secret("new//token=="),
    4_000_000_000.0,
    "us-east-1",
    IDENTITY,
    SessionRole("arn:aws:iam::111122223333:role/Auth"),
)
COMMENT = (
    f"# cogtui: identity {IDENTITY}, role arn:aws:iam::111122223333:role/Auth, "
    "expires 2096-10-02T07:06:40Z"
)
BLOCK = (
    f"{COMMENT}\n"
    "aws_access_key_id = ASIANEW\n"
    "aws_secret_access_key = new/secret+key=\n"
    "aws_session_token = new//token==\n"
)
KEYS = {
    "aws_access_key_id": "ASIANEW",
    "aws_secret_access_key": "new/secret+key=",
    "aws_session_token": "new//token==",
}


@pytest.fixture
def file(home: Path) -> Path:
    """Return the path of a credentials file that does not exist yet."""
    return home / ".aws" / "credentials"


def written(file: Path, before: str, name: str = "cogtui", *, replace: bool = True) -> str:
    """Return a file's content after a profile was written into it."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before.encode())
    write_profile(file, name, NEW, replace=replace)
    return file.read_bytes().decode()


def sections(file: Path) -> dict[str, dict[str, str]]:
    """Return the sections of a file as botocore parses them, with raw values."""
    found: dict[str, dict[str, str]] = raw_config_parse(str(file), parse_subsections=False)
    return found


def test_a_missing_file(file: Path) -> None:
    """The file and its directory are created, readable by the owner only."""
    assert find_profile(file, "cogtui") is None
    write_profile(file, "cogtui", NEW, replace=False)
    assert file.read_text() == f"[cogtui]\n{BLOCK}"
    assert [stat.S_IMODE(each.stat().st_mode) for each in (file, file.parent)] == [0o600, 0o700]
    assert [file] == list(file.parent.iterdir())


def test_botocore_uses_the_profile(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session with the profile has these credentials; other profiles keep theirs."""
    written(file, "[default]\naws_access_key_id=AKIAOLD\naws_secret_access_key=old\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    for profile, expected in (
        ("cogtui", ("ASIANEW", "new/secret+key=", "new//token==")),
        ("default", ("AKIAOLD", "old", None)),
    ):
        found = Session(profile=profile).get_credentials()
        assert found is not None
        assert expected == tuple(found.get_frozen_credentials())[:3]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (SessionRole(), ""),
        (SessionRole(name="Guest"), ", role name Guest"),
        (SessionRole("arn:aws:iam::1:role/a/Guest"), ", role arn:aws:iam::1:role/a/Guest"),
    ],
)
def test_the_role_in_the_comment(file: Path, role: SessionRole, expected: str) -> None:
    """The comment has what is known of the role: its ARN, its name or nothing."""
    write_profile(file, "p", NEW._replace(role=role), replace=False)
    message = f"# cogtui: identity {IDENTITY}{expected}, expires 2096-10-02T07:06:40Z"
    assert message == file.read_text().splitlines()[1]


@pytest.mark.parametrize(
    ("before", "between"),
    [
        ("", ""),
        ("[a]\nx = 1\n", "\n"),
        ("[a]\nx = 1", "\n\n"),
        ("# only a comment", "\n\n"),
        ("\n\n", "\n"),
    ],
)
def test_a_new_profile_comes_last(file: Path, before: str, between: str) -> None:
    """It follows an empty line, even if the last line had no line break."""
    assert f"{before}{between}[cogtui]\n{BLOCK}" == written(file, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[p]\nregion = x\n", f"[p]\n{BLOCK}region = x\n"),
        ("[p]", f"[p]\n{BLOCK}"),
        (
            "[p]\naws_access_key_id = A\n# note\nregion = x\naws_secret_access_key = B",
            f"[p]\n{BLOCK}# note\nregion = x\n",
        ),
        (f"[p]\n{MARK} old\nAWS_Access_Key_Id: A\n", f"[p]\n{BLOCK}"),
        ("[p]\nrole_arn = r\nsource_profile = q\n", f"[p]\n{BLOCK}"),
        (
            "[p]\naws_session_token = A\n  B\n\n  C\n[q]\nx = 1\n",
            f"[p]\n{BLOCK}\n[q]\nx = 1\n",
        ),
        (f"[q]\n{MARK} another's\nx = 1\n[p]\n", f"[q]\n{MARK} another's\nx = 1\n[p]\n{BLOCK}"),
        ("[p]\ns3 =\n  aws_access_key_id = A\n", f"[p]\n{BLOCK}s3 =\n  aws_access_key_id = A\n"),
        ("[p] ; note\nx = 1\n", f"[p] ; note\n{BLOCK}x = 1\n"),
    ],
)
def test_a_profile_is_replaced(file: Path, before: str, after: str) -> None:
    """Its credentials and cogtui's comment are replaced; its other keys and comments stay."""
    assert after == written(file, before, "p")


def test_the_file_keeps_its_line_endings(file: Path) -> None:
    """New lines end like the existing ones."""
    after = written(file, "[a]\r\nx = 1\r\n")
    assert after == "[a]\r\nx = 1\r\n\r\n[cogtui]\r\n" + BLOCK.replace("\n", "\r\n")
    assert written(file, "[p]\rx = 1\r", "p") == f"[p]\r{BLOCK}x = 1\n".replace("\n", "\r")


def test_new_keys_are_indented_like_the_old(file: Path) -> None:
    """Otherwise the following line would continue the last value."""
    after = written(file, "[p]\n    x = 1\n  [q]\n", "p")
    indented = "".join(f"    {line}\n" for line in BLOCK.splitlines())
    assert after == f"[p]\n{indented}    x = 1\n  [q]\n"
    assert sections(file) == {"p": {**KEYS, "x": "1"}, "q": {}}


def test_an_indented_header_can_be_a_value(file: Path) -> None:
    """A line that looks like a section header but continues a value is left alone."""
    before = "[a]\nx = 1\n  [p]\n  aws_access_key_id = A\n"
    assert before + f"\n[p]\n{BLOCK}" == written(file, before, "p")


def test_writing_twice_equals_writing_once(file: Path) -> None:
    """Comments do not accumulate."""
    once = written(file, "[p]\nx = 1\n", "p")
    assert once == written(file, once, "p")


def test_a_profile_that_exists_is_reported(file: Path) -> None:
    """It is found with the keys that would be replaced, and is not replaced unless requested."""
    before = "[p]\naws_access_key_id = A\nregion = x\nRole_Arn = r\n[q]\n"
    with pytest.raises(CredentialsFileError, match=r"^Profile p already exists\.$"):
        written(file, before, "p", replace=False)
    assert file.read_text() == before
    assert find_profile(file, "p") == ExistingProfile("p", ("aws_access_key_id", "role_arn"))
    assert find_profile(file, "q") == ExistingProfile("q", ())
    assert find_profile(file, "r") is None


@pytest.mark.parametrize(
    "name",
    ["", " p", "p ", "a]b", "]", "a\nb", "a\rb", "a\tb", "\x1b[m", "\u202ea", "\ud800", "DEFAULT"],
)
def test_invalid_names(file: Path, name: str) -> None:
    """They are rejected before anything is read or written."""
    with pytest.raises(CredentialsFileError):
        check_name(name)
    with pytest.raises(CredentialsFileError):
        find_profile(file, name)
    with pytest.raises(CredentialsFileError):
        write_profile(file, name, NEW, replace=True)
    assert not file.exists()


@pytest.mark.parametrize("value", ["sent\ninel", " sentinel", "sentinel\t", "sent\x1binel"])
def test_values_that_the_file_cannot_hold(file: Path, value: str) -> None:
    """A line break in a value would start another key; the error quotes nothing."""
    for awkward in (
        NEW._replace(access_key_id=value),
        NEW._replace(secret_key=Secret(value)),
        NEW._replace(session_token=Secret(value)),
    ):
        with pytest.raises(CredentialsFileError) as caught:
            write_profile(file, "p", awkward, replace=True)
        assert "inel" not in str(caught.value)
    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"aws_access_key_id = sentinel\n", "line 1: text before the first section."),
        (b"\xef\xbb\xbf[p]\n", "line 1: text before the first section."),
        (b"[p]\n\n[p]\n", "line 3: duplicate section."),
        (b"[p]\nx = 1\nX = 2\n", "line 3: duplicate key in a section."),
        (b"[p]\nsentinel\n", "line 2: not a key with a value."),
        (b"[p]\n= sentinel\n", "line 2: not a key with a value."),
        (b"[p]\nx = \xff\n", "not UTF-8 text."),
    ],
)
def test_a_file_that_botocore_cannot_read(file: Path, content: bytes, expected: str) -> None:
    """The error names the line, quotes nothing, and the file is unchanged."""
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(ConfigParseError):
        raw_config_parse(str(file))
    with pytest.raises(CredentialsFileError) as caught:
        write_profile(file, "new", NEW, replace=True)
    assert f"Cannot read {file}: {expected}" == str(caught.value)
    assert caught.value.__context__ is None
    assert content == file.read_bytes()


def test_a_path_that_is_not_a_file(file: Path) -> None:
    """A directory or a device is rejected without being read."""
    file.mkdir(parents=True)
    for path in (file, Path(os.devnull)):
        with pytest.raises(CredentialsFileError, match="is a directory or a device, not a file"):
            write_profile(path, "p", NEW, replace=True)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Reading from a pipe without a writer would block."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CredentialsFileError, match="is a directory or a device, not a file"):
        find_profile(tmp_path / "pipe", "p")


def test_a_file_that_is_too_large(file: Path) -> None:
    """A file of more than a megabyte is rejected."""
    file.parent.mkdir()
    file.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(CredentialsFileError, match="is too large for a credentials file"):
        find_profile(file, "p")


def test_a_file_that_cannot_be_reached(tmp_path: Path) -> None:
    """A file in place of a directory, and a link to itself, are reported."""
    (tmp_path / "plain").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, reason in (
        (tmp_path / "plain" / "credentials", "Not a directory"),
        (tmp_path / "loop", "Too many levels of symbolic links"),
    ):
        with pytest.raises(CredentialsFileError) as caught:
            write_profile(path, "p", NEW, replace=True)
        assert str(caught.value) == f"Cannot read {path}: {reason}."


def test_a_file_that_cannot_be_written(file: Path) -> None:
    """A name that the file system rejects gives a plain message, and no frame keeps the text."""
    long = file.parent / ("x" * 250)
    with pytest.raises(CredentialsFileError) as caught:
        write_profile(long, "p", NEW, replace=True)
    assert str(caught.value) == f"Cannot write {long}: File name too long."
    assert caught.value.__context__ is None
    assert list(file.parent.iterdir()) == []


def test_a_link_is_followed(file: Path, tmp_path: Path) -> None:
    """The target of the link is replaced or created, and the link stays."""
    file.parent.mkdir()
    target = tmp_path / "dotfiles" / "credentials"
    file.symlink_to(target)
    write_profile(file, "p", NEW, replace=False)
    write_profile(file, "q", NEW, replace=False)
    assert file.is_symlink()
    assert not target.is_symlink()
    assert set(sections(target)) == {"p", "q"}
    assert [target] == list(target.parent.iterdir())


def test_a_file_open_to_others_is_closed(file: Path) -> None:
    """A file with credentials becomes readable by its owner only."""
    file.parent.mkdir()
    file.write_text("")
    file.chmod(0o644)
    write_profile(file, "p", NEW, replace=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_default_section(file: Path) -> None:
    """A DEFAULT section that would change the profile's token is rejected, others are not."""
    before = "[DEFAULT]\naws_security_token = old\n"
    with pytest.raises(CredentialsFileError, match="the file's DEFAULT section"):
        written(file, before)
    assert before == file.read_text()
    assert written(file, "[DEFAULT]\nregion = x\n").endswith(BLOCK)


def test_where_the_file_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path comes from the variable, expanded like botocore does, or from the home directory."""
    assert home / "aws-credentials" == aws_credentials_file.path()
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~/$NAMED/file")
    monkeypatch.setenv("NAMED", "x y")
    assert home / "x y" / "file" == aws_credentials_file.path()
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~nobody-by-this-name/file")
    assert Path("~nobody-by-this-name/file") == aws_credentials_file.path()
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
    assert home / ".aws" / "credentials" == aws_credentials_file.path()


class Block(NamedTuple):
    """A generated section."""

    name: str
    """Its name."""
    header: str
    """Its first line."""
    rest: str
    """Its other lines."""


indentations = st.sampled_from(["", "", "", " ", "\t", "    ", "\xa0", "\x1c"])
line_ends = st.sampled_from(["\n", "\n", "\r\n", "\r"])
names = st.sampled_from(
    ["default", "p", "p q", '"quoted"', "'x'", "a=b:c", "profile p", "#ü", "x["]
)
values = st.sampled_from(["", "x", "a=b", "[p]", "# no comment", "a\x0bb", "a\u2028b", "a\x85b"])
keys = st.sampled_from([*REPLACED_KEYS, "AWS_ACCESS_KEY_ID", "region", "s3", "a b"])
entries = st.builds(
    "".join, st.tuples(keys, st.sampled_from(["=", " = ", ":", " :\t", " =", "\x1c="]), values)
)
others = st.sampled_from(
    [
        "",
        "  ",
        "# note",
        "; note",
        f"{MARK} old",
        "[p",
        "more",
        "more = x",
        "[q]x",
        "\x0b",
        "\ufeff",
    ]
)
rows = st.builds("".join, st.tuples(indentations, entries | entries | others, line_ends))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Return a section with arbitrary lines, most of which configparser accepts."""
    name = draw(names)
    after = draw(st.sampled_from(["", "", " ", " # note"]))
    header = f"{draw(indentations)}[{name}]{after}{draw(line_ends)}"
    return Block(name, header, "".join(draw(st.lists(rows, max_size=5))))


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    st.sampled_from(["", "# first\n", "\r\n"]),
    st.lists(blocks(), max_size=4, unique_by=lambda block: block.name),
    st.booleans(),
    names,
)
def test_nothing_else_changes(
    tmp_path: Path,
    head: str,
    listed: list[Block],
    ended: bool,
    name: str,
) -> None:
    """For any file, botocore reads the new profile, and everything else is unchanged."""
    file = tmp_path / "credentials"
    before = head + "".join(each.header + each.rest for each in listed)
    before = before if ended else before.rstrip("\r\n")
    file.write_bytes(before.encode())
    try:
        old = sections(file)
    except ConfigParseError:
        assume(False)  # noqa: FBT003  hypothesis's own signature
    # a line that looks like a section header can continue a value
    assume(list(old) == [each.name for each in listed])
    write_profile(file, name, NEW, replace=True)
    after = file.read_bytes().decode()
    new = sections(file)
    remaining = {key: value for key, value in old.get(name, {}).items() if key not in REPLACED_KEYS}
    assert new == {**old, name: {**remaining, **KEYS}}
    index = next((index for index, each in enumerate(listed) if each.name == name), None)
    if index is None:
        assert after.startswith(before)
        return
    above = head + "".join(each.header + each.rest for each in listed[:index])
    below = "".join(each.header + each.rest for each in listed[index + 1 :])
    assert after.startswith(above + listed[index].header.rstrip("\r\n"))
    assert after.endswith(below if ended or not below else below.rstrip("\r\n"))
