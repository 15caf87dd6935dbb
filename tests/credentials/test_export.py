"""Credentials as text, read back by the shells and libraries that the text is for."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.session import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.credentials.export import (
    CONFLICTING_VARIABLES,
    IDENTITY_VARIABLE,
    Credentials,
    ExportError,
    Format,
    format_credentials,
    is_subshell,
    subshell_environment,
    variables,
)
from cogtui.logins.session_role import SessionRole
from cogtui.secret import MASK, Secret

IDENTITY = "us-east-1:5a6f1b2c-0000-4000-8000-000000000001"
EXPIRATION = 4_000_000_000.9

values = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"]) | st.sampled_from("\t\n\r"),
    min_size=1,
)
"""Values worse than any that AWS issues: quotes, line breaks, and letters of all scripts."""

SHELLS = {
    "sh": (Format.POSIX, ["-c"]),
    "dash": (Format.POSIX, ["-c"]),
    "bash": (Format.POSIX, ["--norc", "-c"]),
    "zsh": (Format.POSIX, ["-f", "-c"]),
    "ksh": (Format.POSIX, ["-c"]),
    "fish": (Format.FISH, ["--no-config", "-c"]),
    "pwsh": (Format.POWERSHELL, ["-NoProfile", "-NonInteractive", "-Command"]),
}
"""The command line that makes each shell run a text, without the user's settings."""

installed = pytest.mark.parametrize(
    "shell",
    [
        pytest.param(
            shell, marks=pytest.mark.skipif(not shutil.which(shell), reason="it is not installed")
        )
        for shell in SHELLS
    ],
)


def credentials(
    access_key_id: str = "ASIAIOSFODNN7EXAMPLE",
    secret_key: str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",  # noqa: S107  AWS's own example
    session_token: str = "IQoJb3JpZ2luX2VjE//EXAMPLE==",  # noqa: S107  a dummy value
) -> Credentials:
    """Return credentials of an identity."""
    return Credentials(
        access_key_id,
        Secret(secret_key),
        Secret(session_token),
        EXPIRATION,
        "eu-west-1",
        IDENTITY,
        SessionRole("arn:aws:iam::111122223333:role/Auth"),
    )


def plain(values: Credentials) -> dict[str, str]:
    """Return the variables that the environment must contain."""
    return {name: value.reveal() for name, value in variables(values).items()}


def environment_after(shell: str, text: str, before: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a program that a shell starts after running a text."""
    _, options = SHELLS[shell]
    done = subprocess.run(  # noqa: S603  the shells above
        [str(shutil.which(shell)), *options, f"{text}env -0"],
        capture_output=True,
        check=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8", **before},
    )
    assert done.stderr == b""
    pairs = (entry.partition(b"=") for entry in done.stdout.rstrip(b"\0").split(b"\0"))
    return {name.decode(): value.decode() for name, _, value in pairs}


@installed
def test_a_shell_has_only_these_credentials(shell: str) -> None:
    """It reads the values as written, and conflicting variables are unset."""
    before = {
        **dict.fromkeys(CONFLICTING_VARIABLES, "other"),
        "AWS_SESSION_TOKEN": "old",
        "KEPT": "yes",
    }
    after = environment_after(
        shell, format_credentials(credentials(), SHELLS[shell][0]).reveal(), before
    )
    aws = {name: value for name, value in after.items() if name.startswith("AWS_")}
    assert plain(credentials()) == aws
    assert after["KEPT"] == "yes"


@installed
def test_a_shell_that_had_no_credentials(shell: str) -> None:
    """Unsetting variables that are not set is not an error."""
    after = environment_after(
        shell, format_credentials(credentials(), SHELLS[shell][0]).reveal(), {}
    )
    assert after["AWS_ACCESS_KEY_ID"] == "ASIAIOSFODNN7EXAMPLE"


@installed
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values, values)
def test_a_shell_reads_any_value_back(shell: str, secret_key: str, session_token: str) -> None:
    """The shell interprets no quote, backslash, dollar sign or line break in a value."""
    awkward = credentials(secret_key=secret_key, session_token=session_token)
    text = format_credentials(awkward, SHELLS[shell][0]).reveal()
    assert plain(awkward).items() <= environment_after(shell, text, {}).items()


@pytest.mark.parametrize("form", [Format.POSIX, Format.FISH])
def test_lines_begin_with_a_space(form: Format) -> None:
    """A shell that is configured to do so keeps them out of its history."""
    lines = format_credentials(credentials(), form).reveal().splitlines()
    assert all(line.startswith(" ") for line in lines)


def test_powershell() -> None:
    """Single quotes, straight and curly, are doubled; nothing else is special."""
    awkward = "a'b\u2019c$d`e"
    text = format_credentials(credentials(secret_key=awkward), Format.POWERSHELL).reveal()
    assert "\n$Env:AWS_SECRET_ACCESS_KEY = 'a''b\u2019\u2019c$d`e'\n" in text
    assert text.startswith("Remove-Item Env:AWS_ACCESS_KEY,Env:AWS_ACCOUNT_ID,")


def test_cmd() -> None:
    """The quotes surround name and value, and lines end with CR LF."""
    lines = format_credentials(credentials(), Format.CMD).reveal().split("\r\n")
    assert lines[0] == 'set "AWS_ACCESS_KEY="'
    assert lines[-6:] == [
        'set "AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE"',
        'set "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"',
        'set "AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjE//EXAMPLE=="',
        'set "AWS_REGION=eu-west-1"',
        'set "AWS_DEFAULT_REGION=eu-west-1"',
        "",
    ]


def test_an_env_file() -> None:
    """There are no quotes, because Docker would make them part of the value."""
    assert format_credentials(credentials(), Format.ENV_FILE).reveal().splitlines() == [
        "AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjE//EXAMPLE==",
        "AWS_REGION=eu-west-1",
        "AWS_DEFAULT_REGION=eu-west-1",
    ]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        *((form, "s\0entinel") for form in Format if form is not Format.CREDENTIAL_PROCESS),
        *((form, "s\ud800entinel") for form in Format if form is not Format.CREDENTIAL_PROCESS),
        *((Format.CMD, f"s{each}entinel") for each in '"%!\r\n\x7f'),
        *((Format.ENV_FILE, value) for value in (" sentinel", "sentinel ", "s\nentinel")),
    ],
)
def test_values_that_a_format_cannot_represent(form: Format, value: str) -> None:
    """They raise an error that quotes nothing, instead of giving a wrong text."""
    with pytest.raises(ExportError) as caught:
        format_credentials(credentials(secret_key=value), form)
    assert f"AWS_SECRET_ACCESS_KEY has characters that cannot be written as {form}." == str(
        caught.value
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values, values)
def test_botocore_reads_a_credential_process(
    tmp_path: Path, secret_key: str, session_token: str
) -> None:
    """A profile whose process prints the text has these credentials and their expiry."""
    awkward = credentials(secret_key=secret_key, session_token=session_token)
    (tmp_path / "answer").write_text(
        format_credentials(awkward, Format.CREDENTIAL_PROCESS).reveal()
    )
    config = tmp_path / "config"
    config.write_text(f"[default]\ncredential_process = cat {tmp_path / 'answer'}\n")
    session = Session()
    session.set_config_variable("config_file", str(config))
    found = session.get_credentials()
    assert found is not None
    frozen = found.get_frozen_credentials()
    assert list(frozen)[:3] == ["ASIAIOSFODNN7EXAMPLE", secret_key, session_token]


def test_the_expiry_of_a_credential_process() -> None:
    """It is in UTC, and never later than the credentials' expiry."""
    answer = json.loads(format_credentials(credentials(), Format.CREDENTIAL_PROCESS).reveal())
    assert answer["Version"] == 1
    assert answer["Expiration"] == "2096-10-02T07:06:40Z"
    assert datetime(2096, 10, 2, 7, 6, 40, tzinfo=UTC) == datetime.fromisoformat(
        answer["Expiration"]
    )


def test_the_environment_of_a_subshell() -> None:
    """The credentials replace all others, and other variables stay."""
    environ = {
        **dict.fromkeys(CONFLICTING_VARIABLES, "other"),
        "AWS_REGION": "old",
        "HOME": "/home/ada",
    }
    assert subshell_environment(credentials(), environ) == {
        **plain(credentials()),
        "HOME": "/home/ada",
        "COGTUI_IDENTITY": IDENTITY,
    }
    assert environ["AWS_REGION"] == "old"


def test_botocore_in_a_subshell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The AWS SDK finds these credentials and their region in the environment."""
    before = {**os.environ, "AWS_PROFILE": "other", "AWS_CREDENTIAL_EXPIRATION": "2001-01-01"}
    monkeypatch.setattr(os, "environ", subshell_environment(credentials(), before))
    session = Session()
    found = session.get_credentials()
    assert found is not None
    assert credentials().session_token == Secret(str(found.token))
    assert session.get_config_variable("region") == "eu-west-1"


def test_a_subshell_is_recognized() -> None:
    """A subshell is recognized by the variable that names its identity."""
    assert is_subshell({IDENTITY_VARIABLE: IDENTITY})
    assert not is_subshell({IDENTITY_VARIABLE: ""})
    assert not is_subshell({})


def test_nothing_prints_a_secret() -> None:
    """Neither the credentials nor a text with them shows a secret when printed."""
    texts = [format_credentials(credentials(), form) for form in Format]
    printed = f"{credentials()} {variables(credentials())} {texts}"
    assert "wJalr" not in printed
    assert "IQoJ" not in printed
    assert MASK in printed
