"""Changes interrupted as if by a crash: some calls made, and the journal of a dead process."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from botocore import xform_name

from cogtui.configuration.journal import Journal
from cogtui.configuration.plan import Plan, Target, planned
from cogtui.configuration.pool_configuration import Configuration
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.files import private_files
from cogtui.screens.configuration.interrupted import InterruptedDialog
from cogtui.secret import Secret
from tests.configuration.test_journal import GONE
from tests.screens.configuration.editor import Editor

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

ANA: Final = "arn:aws:iam::111122223333:user/ana"
REGION: Final = "us-east-1"
POOL: Final = "data-sandbox"


def journals() -> list[Path]:
    """Return all journals."""
    return [*directory().glob("*")]


def directory() -> Path:
    """Return the directory of the journals."""
    return private_files.pools_directory() / "under-way"


def write_interrupted_journal(
    plan: Plan, pool_id: str, done: int, *, calling: bool = False, region: str = REGION
) -> Path:
    """Create the journal of a process that ended an hour ago.

    Args:
        plan: The change.
        pool_id: The pool; empty if the change creates it and its ID is unknown.
        done: The number of calls answered.
        calling: Whether the next call was in progress.
        region: The region called.

    Returns:
        The file.
    """
    existing = set(journals())
    began = NOW / 1000 - 3600
    journal = Journal(directory(), region, pool_id, plan, ANA, lambda: began)
    journal.record(done, calling=calling)
    (path,) = {*journals()} - existing
    rewrite_journal(path, process=GONE)
    return path


def rewrite_journal(path: Path, **values: object) -> None:
    """Overwrite values in a journal.

    Args:
        path: The journal.
        values: The new values, by JSON key.
    """
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def make_calls(service: "CognitoIdentityClient", plan: Plan, pool_id: str, done: int) -> None:
    """Make the first calls of a change.

    Args:
        service: A client.
        plan: The change.
        pool_id: The pool.
        done: The number of calls.
    """
    target = Target(
        pool_id, f"arn:aws:cognito-identity:{REGION}:111122223333:identitypool/{pool_id}"
    )
    for call in plan.calls[:done]:
        request = call.request(target)
        assert not any(isinstance(each, Secret) for each in request.values())
        getattr(service, xform_name(call.operation, "_").replace("-", "_"))(**request)


def state_of(service: "CognitoIdentityClient", name: str = POOL) -> tuple[str, Configuration]:
    """Return the ID of a pool without providers, and its configuration."""
    pools = service.list_identity_pools(MaxResults=60)["IdentityPools"]
    pool_id = next(each["IdentityPoolId"] for each in pools if each["IdentityPoolName"] == name)
    pool = service.describe_identity_pool(IdentityPoolId=pool_id)
    roles = service.get_identity_pool_roles(IdentityPoolId=pool_id)
    return pool_id, Configuration.of({**pool, **roles})


def renaming(service: "CognitoIdentityClient") -> tuple[str, Plan]:
    """Return the pool's ID, and a change of its name and tags, which takes two calls."""
    pool_id, before = state_of(service)
    after = before.replaced(IdentityPoolName="sand", IdentityPoolTags={"stage": "prod"})
    return pool_id, planned(before, after)


def interrupt_halfway(service: "CognitoIdentityClient") -> Plan:
    """Make the first call of that change, and create its journal."""
    pool_id, plan = renaming(service)
    make_calls(service, plan, pool_id, 1)
    write_interrupted_journal(plan, pool_id, 1)
    return plan


async def sees_interrupted(editor: Editor, *texts: str) -> None:
    """Wait for the dialog of an interrupted change."""
    await editor.waits(
        lambda: isinstance(editor.app.screen, InterruptedDialog) and editor.app.screen.focused,
        "an interrupted change",
    )
    await editor.sees_all(*texts)
