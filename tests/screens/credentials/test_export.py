"""Exported credentials, used by boto3 and the AWS CLI to call STS."""

import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cogtui.api_error import CogtuiError
from cogtui.app import CogtuiApp
from cogtui.credentials.export import Format, format_credentials
from cogtui.screens.credentials.export_files import _env_file
from cogtui.screens.credentials.export_targets import EXPORT_TARGETS, FORMATS
from tests.screens.credentials.obtained import GUEST, Obtained, emulator, obtained

__all__ = ["emulator"]

AppOn = Callable[..., CogtuiApp]

BIN = Path(sys.executable).parent

CLI = "aws sts get-caller-identity --query Arn --output text"

BOTO3 = 'python -c \'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])\''

MINE = "# mine\n[default]\naws_access_key_id = AKIAMINE\naws_secret_access_key = mine\n"
"""A credentials file."""

FOREIGN = {"AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SECRET_ACCESS_KEY": "other", "AWS_PROFILE": "no"}
"""Credentials of someone else, and a profile that does not exist."""


def clean(**more: str) -> dict[str, str]:
    """Return an environment without credentials, for the emulator."""
    remaining = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    files = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
    remaining |= {name: os.environ[name] for name in files}
    return {**remaining, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}


def callers(environ: Mapping[str, str], script: str = "", options: str = "") -> list[str]:
    """Return the caller identities of the AWS CLI and boto3 when a shell runs them.

    Args:
        environ: The shell's environment.
        script: What the shell runs first.
        options: Additional options of the CLI.
    """
    done = subprocess.run(  # noqa: S603  commands of this file
        ["/bin/sh", "-c", f"{script}\n{CLI} {options}\n{BOTO3}"],
        capture_output=True,
        check=False,
        env=environ,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    return done.stdout.split()


async def test_the_menu_lists_all_targets(app_on: AppOn) -> None:
    """The menu lists all export targets with their keys, and each can be chosen there."""
    async with obtained(app_on()) as shown:
        user = shown.user
        await user.press("a")
        await user.sees(*(f"{each.key} {each.title}" for each in EXPORT_TARGETS.values()))
        await user.press("f")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.clipboard == format_credentials(shown.credentials, Format.FISH).reveal()
        await user.press("a")
        await user.sees("Esc Close")
        await user.press("escape")
        await user.sees("Expires")
        assert len(user.toasts) == 1


@pytest.mark.parametrize("name", FORMATS)
async def test_each_text_by_its_key(app_on: AppOn, name: str) -> None:
    """Each key copies its text, and a toast names what was copied."""
    async with obtained(app_on()) as shown:
        await shown.user.copies(EXPORT_TARGETS[name].key)
        assert shown.user.clipboard == format_credentials(shown.credentials, FORMATS[name]).reveal()
        what = f"credentials for {FORMATS[name]}"
        assert shown.user.toasts[-1] == f"Copied {what} (c shows it if it does not paste)"


async def test_the_copied_text_can_be_shown(app_on: AppOn) -> None:
    """C shows it, for terminals that ignore the copy request; at first there is nothing to show."""
    async with obtained(app_on()) as shown:
        await shown.user.press("c")
        assert shown.user.toasts == ["Nothing was copied yet."]
        await shown.user.copies("e")
        await shown.user.press("c")
        await shown.user.sees("The text that was copied last.", "AWS_REGION=us-east-1")


async def test_exports_are_used_by_a_shell(app_on: AppOn, emulator: str) -> None:
    """They override other credentials and a profile in the environment of sh."""
    async with obtained(app_on()) as shown:
        await shown.user.copies("y")
        text = shown.user.clipboard
    environ = clean(AWS_ENDPOINT_URL=emulator, **FOREIGN)
    assert callers(environ, text) == [GUEST, GUEST]


async def test_a_credential_process_is_used_by_a_profile(
    app_on: AppOn, emulator: str, home: Path
) -> None:
    """A profile uses the copied JSON as the output of its process."""
    async with obtained(app_on()) as shown:
        await shown.user.copies("J")
        text = shown.user.clipboard
    assert set(json.loads(text)) == {
        "Version",
        "AccessKeyId",
        "SecretAccessKey",
        "SessionToken",
        "Expiration",
    }
    answer = home / "answer.json"
    answer.write_text(text)
    config = f"[profile guest]\nregion = us-east-1\ncredential_process = cat {answer}\n"
    (home / "aws-config").write_text(config)
    environ = clean(AWS_ENDPOINT_URL=emulator, AWS_PROFILE="guest")
    assert callers(environ) == [GUEST, GUEST]


async def test_whatever_fails_is_reported_without_the_secrets(
    app_on: AppOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected error is reported by its type only, because its frames hold the text."""

    def fail(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(os, "fsync", fail)
    async with obtained(app_on()) as shown:
        await fills_in(shown, "E", "Env file path", "~/x.env")
        await sees_folded(shown, "x.env: RuntimeError.")
        with pytest.raises(CogtuiError) as caught:
            _env_file(shown.credentials, "x.env", False)  # noqa: FBT003  the caller's signature
        assert caught.value.__context__ is None


def names_in(home: Path) -> list[str]:
    """Return the files in a home directory, except the app's."""
    return sorted(path.name for path in home.iterdir() if path.name not in ("state", "config"))


async def fills_in(shown: Obtained, key: str, label: str, text: str) -> None:
    """Open a form by its key, and replace the suggested text."""
    await shown.user.press(key)
    await shown.user.sees(label)
    await shown.user.press("ctrl+u")
    await shown.user.type(text)
    await shown.user.press("ctrl+s")


async def sees_folded(shown: Obtained, text: str) -> None:
    """Wait for a text at a field, ignoring line wrapping."""
    wanted = text.replace(" ", "")
    user = shown.user
    await user.waits(lambda: wanted in "".join(user.words.replace("▌", "").split()), text)


async def test_an_env_file_is_loaded(app_on: AppOn, emulator: str, home: Path) -> None:
    """Only its owner can read it, a toast names its path, and its lines are an environment."""
    async with obtained(app_on()) as shown:
        await shown.user.press("E")
        await shown.user.sees("Env file path", "~/cogtui.env")
        await shown.user.press("ctrl+s")
        await shown.user.waits(lambda: shown.user.toasts, "a toast")
        path = home / "cogtui.env"
        assert shown.user.toasts == [f"Written to {path}"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = dict(line.split("=", 1) for line in path.read_text().splitlines())
    assert callers(clean(AWS_ENDPOINT_URL=emulator, **lines)) == [GUEST, GUEST]


async def test_a_file_is_replaced_only_when_requested(app_on: AppOn, home: Path) -> None:
    """No returns to the path; yes writes to the target of a link, and the link stays."""
    real, link = home / "real", home / "link.env"
    real.write_text("mine")
    link.symlink_to(real)
    async with obtained(app_on()) as shown:
        user = shown.user
        await fills_in(shown, "E", "Env file path", str(link))
        await user.sees("This overwrites its current contents.")
        await user.press("n")
        await user.sees("Env file path")
        assert real.read_text() == "mine"
        await user.press("ctrl+s")
        await user.sees("This overwrites its current contents.")
        await user.press("y")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == [f"Written to {link}"]
        assert real.read_text() == format_credentials(shown.credentials, Format.ENV_FILE).reveal()
        assert link.is_symlink()
        assert stat.S_IMODE(real.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".", "is a directory."),
        ("missing/x.env", "does not exist."),
        ("file/x.env", "does not exist"),
        ("pipe", "is a device or a pipe."),
        ("n" * 300, "File name too long"),
        ("", "required"),
    ],
)
async def test_a_path_that_cannot_be_written(
    app_on: AppOn, home: Path, path: str, expected: str
) -> None:
    """The error is shown at the field, which keeps its text; Escape writes nothing."""
    (home / "file").touch()
    os.mkfifo(home / "pipe")
    async with obtained(app_on()) as shown:
        await fills_in(shown, "E", "Env file path", f"~/{path}" if path else "")
        await sees_folded(shown, expected)
        await shown.user.sees("Env file path")
        await shown.user.press("escape", "y")
        await shown.user.sees("Expires")
        assert shown.user.toasts == []
    assert names_in(home) == ["file", "pipe"]


async def test_a_profile_is_used(app_on: AppOn, emulator: str, home: Path) -> None:
    """It is added to the credentials file with its expiry in a comment."""
    file = home / "aws-credentials"
    file.write_text(MINE)
    async with obtained(app_on()) as shown:
        user = shown.user
        await user.press("P")
        await user.sees("Write profile to", "Profile name", "cogtui")
        await user.press("ctrl+s")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == [f"Profile cogtui written to {file}"]
        text = file.read_text()
        assert f"expires {shown.credentials.expires}" in text
        assert text.startswith(MINE)
        await user.press("P")
        await user.sees("Profile name")
        await user.press("ctrl+s")
        await user.sees("Replace profile cogtui", "aws_access_key_id")
        await user.press("n")
        await user.sees("Profile name")
        assert file.read_text() == text
        await user.press("ctrl+s")
        await user.sees("Replace profile cogtui")
        await user.press("y")
        await user.waits(lambda: len(user.toasts) == 2, "another toast")
        assert file.read_text() == text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    where = clean(AWS_ENDPOINT_URL=emulator, AWS_DEFAULT_REGION="us-east-1")
    assert callers({**where, "AWS_PROFILE": "cogtui"}) == [GUEST, GUEST]
    assert callers(where, "set --", "--profile cogtui")[0] == GUEST


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a]b", "one line of printable characters"),
        ("DEFAULT", "is not a profile"),
        ("", "required"),
    ],
)
async def test_an_invalid_profile_name(app_on: AppOn, home: Path, name: str, expected: str) -> None:
    """The error is shown at the field before anything is read or written."""
    async with obtained(app_on()) as shown:
        await fills_in(shown, "P", "Profile name", name)
        await shown.user.sees(expected, "Profile name")
    assert not (home / "aws-credentials").exists()


async def test_a_profile_without_credentials_is_questioned(app_on: AppOn, home: Path) -> None:
    """Even a profile with only a region is replaced only after a question."""
    (home / "aws-credentials").write_text("[dev]\nregion = eu-west-1\n")
    async with obtained(app_on()) as shown:
        await fills_in(shown, "P", "Profile name", "dev")
        await shown.user.sees("Replace profile dev", "It has no credentials.")


async def test_an_unusable_credentials_file(app_on: AppOn, home: Path) -> None:
    """The error is shown at the field, and the file is unchanged."""
    async with obtained(app_on()) as shown:
        (home / "aws-credentials").write_text("no section\n")
        await fills_in(shown, "P", "Profile name", "dev")
        await sees_folded(shown, "line 1: text before the first section.")
        await shown.user.sees("Profile name")
    assert (home / "aws-credentials").read_text() == "no section\n"


@pytest.mark.parametrize("key", [each.key for each in EXPORT_TARGETS.values()])
async def test_expired_credentials_are_not_exported(app_on: AppOn, key: str) -> None:
    """A toast says to renew them first."""
    async with obtained(app_on()) as shown:
        await shown.has_left(-1)
        await shown.user.press(key)
        await shown.user.waits(lambda: len(shown.user.toasts) == 2, "a toast")
        assert shown.user.toasts[-1] == "The credentials have expired; renew them first."
        assert shown.user.clipboard == ""


async def test_values_that_a_format_cannot_represent(app_on: AppOn) -> None:
    """Characters that AWS never issues give an error instead of breaking a shell."""
    async with obtained(app_on()) as shown:
        shown.flow.got.credentials = shown.credentials._replace(access_key_id='a"b')
        await shown.user.press("m")
        await shown.user.waits(lambda: shown.user.toasts, "a toast")
        assert shown.user.toasts == [
            "AWS_ACCESS_KEY_ID has characters that cannot be written as cmd.exe."
        ]


async def test_custom_keys_in_the_menu(app_on: AppOn) -> None:
    """A key that the user changed is listed, and works."""
    async with obtained(app_on(keys={"reveal.copy-posix": "z"})) as shown:
        await shown.user.press("a")
        await shown.user.sees("z Copy for sh, bash, zsh")
        await shown.user.press("escape")
        await shown.user.sees("Expires")
        await shown.user.copies("z")
        assert shlex.split(shown.user.clipboard)[0] == "unset"
