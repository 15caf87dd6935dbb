"""Saving a configuration in each format by keys, and using the result."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cogtui.account.account import Pool
from cogtui.app import CogtuiApp
from cogtui.configuration import snapshot
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.configuration.redaction import restore_secrets
from cogtui.screens.dialogs.picker import Picker
from cogtui.screens.dialogs.waiting import WaitingDialog
from tests.configuration.emulator_pools import account_at
from tests.configuration.samples import FULL, SECRET, TWITTER, members
from tests.configuration.test_cloudformation import complaints
from tests.configuration.test_cloudformation import created_configuration as made_of_template
from tests.configuration.test_terraform import created_configuration as made_of_module
from tests.gateway.gateways import REGION
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.mobile_pool import NAME, mobile, running, sees_folded
from tests.screens.interceptor import Interceptor, error
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["mobile", "running"]

MakeApp = Callable[..., CogtuiApp]

pytestmark = pytest.mark.usefixtures("mobile")

SNAPSHOT, CLI, CLOUDFORMATION, TERRAFORM, IMPORT = range(5)
"""The formats, by their positions in the list."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current directory, an empty one."""
    path = tmp_path / "here"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


async def begins(editor: Editor, place: int) -> None:
    """Open the form that asks for the path."""
    await editor.goes_to(NAME)
    await editor.press("S")
    await editor.sees("Save mobile as", "Snapshot (JSON)", "Enter Select")
    await chooses(editor, place)


async def chooses(editor: Editor, place: int) -> None:
    """Choose a format from the list."""
    await editor.press(*["down"] * place, "enter")
    await editor.sees_form("mobile · save")


async def saves(editor: Editor, place: int, path: Path) -> str:
    """Save to the suggested path, and return the message that follows."""
    await begins(editor, place)
    await editor.press("ctrl+s")
    await sees_folded(editor, f"Saved to {path}", "y copies the path")
    message = " ".join(editor.words.split())
    await editor.copies("y")
    assert editor.clipboard == str(path)
    await editor.is_back()
    # only reads, including the caller's identity
    assert editor.sent() == []
    return message


def private_text(path: Path) -> str:
    """Return the text of a private file, after checking that it has no secret."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert SECRET not in text
    return text


def all_files(directory: Path) -> list[Path]:
    """Return all files below a directory."""
    return sorted(directory.rglob("*"))


def unknown_secret(configuration: Configuration) -> Configuration:
    """Return the configuration with its secret redacted."""
    filled = restore_secrets(configuration, FULL)
    assert filled.missing == ()
    return filled.configuration


async def test_a_snapshot(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    here: Path,
    mobile: Pool,
) -> None:
    """It has the origin and everything but the secret, and can be saved in read-only mode."""
    path = here / "mobile.snapshot.json"
    async with editing(app_on(read_only=True), service, WIDE) as editor:
        result = await saves(editor, SNAPSHOT, path)
    assert "The secret for api.twitter.com is omitted." in result
    found = snapshot.parse_snapshot(private_text(path), members())
    assert (found.pool_id, found.account) == (mobile.pool_id, "111122223333")
    assert found.taken == "2026-11-01T00:00:00Z"
    assert unknown_secret(found.configuration) == FULL


async def test_aws_cli_input(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    here: Path,
    emulator: str,
) -> None:
    """After the secret is inserted, the script creates the same pool with the AWS CLI."""
    directory = here / "mobile.aws-cli"
    async with editing(app_on(), service, SMALL) as editor:
        result = await saves(editor, CLI, directory)
    assert "sh create-pool.sh creates the pool and prints its ID." in result
    assert f"<SupportedLoginProviders: {TWITTER}>" in result
    texts = {path.name: private_text(path) for path in directory.iterdir()}
    assert len(texts) == 5
    assert all(name in result for name in texts)
    first = "1-create-identity-pool.json"
    filled = texts[first].replace(f"<SupportedLoginProviders: {TWITTER}>", f"key;{SECRET}")
    assert filled != texts[first]
    (directory / first).write_text(filled, encoding="utf-8")
    pool_id = await asyncio.to_thread(run_script, directory)
    assert await read(account_at(emulator), Pool(REGION, pool_id, "")) == FULL


def run_script(directory: Path) -> str:
    """Run the script from another directory, and return its output."""
    done = subprocess.run(  # noqa: S603  a script that cogtui wrote
        ["/bin/sh", f"{directory.name}/create-pool.sh"],
        capture_output=True,
        check=False,
        cwd=directory.parent,
        text=True,
        timeout=100,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": os.environ["HOME"],
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "thing",
        },
    )
    assert done.stderr == ""
    return done.stdout.strip().rpartition("\n")[2]


async def test_a_template(app_on: MakeApp, service: "CognitoIdentityClient", here: Path) -> None:
    """cfn-lint accepts it, and it contains the configuration."""
    path = here / "mobile.cloudformation.yaml"
    async with editing(app_on(), service) as editor:
        result = await saves(editor, CLOUDFORMATION, path)
    assert "Login provider secrets are omitted: they are parameters." in result
    text = private_text(path)
    assert await asyncio.to_thread(complaints, text) == []
    assert unknown_secret(made_of_template(text)) == FULL


@pytest.mark.parametrize("place", [TERRAFORM, IMPORT])
async def test_a_module(
    app_on: MakeApp, service: "CognitoIdentityClient", here: Path, place: int, mobile: Pool
) -> None:
    """An HCL parser accepts it; with import it names the existing pool."""
    path = here / "mobile.tf"
    async with editing(app_on(), service) as editor:
        result = await saves(editor, place, path)
    assert "Login provider secrets are omitted: they are variables." in result
    text = private_text(path)
    assert unknown_secret(made_of_module(text)) == FULL
    assert (place == IMPORT) is (f'id = "{mobile.pool_id}"' in text)


async def test_a_file_is_replaced_only_when_requested(
    app_on: MakeApp, service: "CognitoIdentityClient", here: Path
) -> None:
    """No returns to the path and Escape from there to the formats; yes replaces the file."""
    path = here / "mobile.snapshot.json"
    path.write_text("mine")
    async with editing(app_on(), service) as editor:
        await begins(editor, SNAPSHOT)
        await editor.press("ctrl+s")
        await editor.sees_question("This overwrites its current contents.")
        await editor.press("n")
        await editor.sees_form("mobile · save")
        await editor.press("escape")
        await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the forms")
        assert path.read_text() == "mine"
        await chooses(editor, SNAPSHOT)
        await editor.press("ctrl+s")
        await editor.agrees("This overwrites its current contents.")
        await editor.sees("y copies the path")
        await editor.press("escape")
        await editor.is_back()
        assert editor.toasts == []
    assert json.loads(private_text(path))["configuration"]["IdentityPoolName"] == NAME


async def test_files_in_a_directory_are_replaced_only_when_requested(
    app_on: MakeApp, service: "CognitoIdentityClient", here: Path
) -> None:
    """The files to be replaced are named, and all others remain."""
    directory = here / "mobile.aws-cli"
    directory.mkdir()
    (directory / "create-pool.sh").write_text("mine")
    (directory / "other").write_text("mine")
    async with editing(app_on(), service) as editor:
        await begins(editor, CLI)
        await editor.press("ctrl+s")
        await editor.sees_question(
            "Replace create-pool.sh in", "This overwrites their current contents."
        )
        assert (directory / "create-pool.sh").read_text() == "mine"
        await editor.press("y")
        await editor.sees("y copies the path")
    assert "POOL" in private_text(directory / "create-pool.sh")
    assert (directory / "other").read_text() == "mine"


@pytest.mark.parametrize(
    ("place", "path", "expected"),
    [
        (SNAPSHOT, ".", "here is a directory."),
        (SNAPSHOT, "missing/x.json", "does not exist"),
        (SNAPSHOT, "n" * 250, "File name too long"),
        (SNAPSHOT, "", "required"),
        (CLI, "file", "is a file, not a directory."),
        (CLI, "missing/x", "does not exist"),
        (CLI, "full", "Is a directory"),
    ],
)
async def test_a_path_that_cannot_be_written(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    here: Path,
    place: int,
    path: str,
    expected: str,
) -> None:
    """The error appears at the field, which keeps its value."""
    (here / "file").touch()
    (here / "full" / "1-create-identity-pool.json").mkdir(parents=True)
    before = all_files(here)
    async with editing(app_on(), service) as editor:
        await begins(editor, place)
        name = "Directory" if place == CLI else "File"
        await editor.fills(**{name: path})
        await editor.press("ctrl+s")
        if path == "full":
            await editor.agrees("Replace 1-create-identity-pool.json")
        await sees_folded(editor, expected)
        await editor.sees_form("mobile · save")
        assert editor.values() == ({name: path} if path else {})
    assert before == all_files(here)


async def test_cancelling_the_list(
    app_on: MakeApp, service: "CognitoIdentityClient", here: Path
) -> None:
    """Escape in the list saves nothing."""
    async with editing(app_on(), service) as editor:
        await begins(editor, SNAPSHOT)
        await editor.press("escape")
        await editor.waits(lambda: isinstance(editor.app.screen, Picker), "the forms")
        await editor.press("escape")
        await editor.is_back()
    assert all_files(here) == []


async def test_a_pool_that_cannot_be_read(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The reason is shown instead of the formats."""
    refusal = error("NotAuthorizedException", "Access is not given.")
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.goes_to(NAME)
        between.answers["get-identity-pool-roles"] = refusal
        await editor.press("S")
        await editor.sees("Access is not given.")


async def test_cancelling_while_it_is_read(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor, here: Path
) -> None:
    """Escape stops waiting, and nothing is saved."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.goes_to(NAME)
        between.gates["get-identity-pool-roles"].clear()
        await editor.press("S")
        await editor.waits(lambda: isinstance(editor.app.screen, WaitingDialog), "the waiting")
        await editor.sees("Loading mobile…")
        await editor.press("escape")
        await editor.is_back()
    assert all_files(here) == []
