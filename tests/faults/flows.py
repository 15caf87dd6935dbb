"""The screens that send a change: the keys up to the change, and what they report about it."""

import csv
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from cogtui.service import operation_names
from tests.emulator.connection import pools_by_name
from tests.emulator.users import developer, identities, make_pool
from tests.screens.developers.developers_driver import DevelopersDriver

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

POOL: Final = "people"
_ARN: Final = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{}"
_GUESTS: Final = "arn:aws:iam::111122223333:role/PoolGuests"


class Shown(StrEnum):
    """What a screen reports about a change."""

    DONE = "done"
    """It was carried out."""
    NOT_DONE = "not done"
    """It was not."""
    UNKNOWN = "unknown"
    """It is unknown."""


class Target:
    """A pool to change, and the files for it.

    Args:
        client: A client that bypasses the proxy.
        directory: A directory for files.
    """

    def __init__(self, client: "CognitoIdentityClient", directory: Path) -> None:
        self.client = client
        self.pool_id = make_pool(client, IdentityPoolName=POOL)
        client.set_identity_pool_roles(
            IdentityPoolId=self.pool_id, Roles={"unauthenticated": _GUESTS}
        )
        self.directory = directory

    def count(self) -> int:
        """Return how many identities the pool has."""
        return len(identities(self.client, self.pool_id))


class Flow(NamedTuple):
    """A screen, driven once for each kind of outcome."""

    name: str
    """Its name."""
    operation: str
    """The operation that it sends."""
    prepare: Callable[[Target, int], None]
    """Creates what a run with some number needs."""
    begin: Callable[[DevelopersDriver, Target, int], Awaitable[None]]
    """Presses all keys but the last ones."""
    keys: Callable[[int], tuple[str, ...]]
    """The last keys, which send the change."""
    effects: Callable[[Target, int], int]
    """Counts how often the service carried the change out."""
    reports: Mapping[Shown, tuple[str, ...]]
    """Texts of the screen or of a toast for each report; the first one found counts."""


def _nothing(_target: Target, _number: int) -> None:
    """Prepare nothing."""


def _tags(target: Target) -> Mapping[str, str]:
    arn = _ARN.format(target.pool_id)
    return target.client.list_tags_for_resource(ResourceArn=arn).get("Tags", {})


async def _fills_in_tag(driver: DevelopersDriver, _target: Target, number: int) -> None:
    await driver.goes_to(POOL)
    await driver.press("T")
    await driver.sees_form("tag-resource")
    await driver.adds("Tags", TagKeysType=f"stage-{number}", TagValueType="x")
    await driver.press("ctrl+s")
    await driver.sees_question("Tag ")


async def _changes_name(driver: DevelopersDriver, target: Target, number: int) -> None:
    name = target.client.describe_identity_pool(IdentityPoolId=target.pool_id)["IdentityPoolName"]
    await driver.goes_to(name)
    await driver.press("e")
    await driver.sees("configuration", "IdentityPoolName")
    await driver.fills(IdentityPoolName=f"{POOL}-{number}")
    await driver.press("ctrl+s")
    await driver.sees("Call 1 of 1")


def _is_renamed(target: Target, number: int) -> int:
    pool = target.client.describe_identity_pool(IdentityPoolId=target.pool_id)
    return int(pool["IdentityPoolName"] == f"{POOL}-{number}")


def _users(number: int) -> tuple[str, str]:
    return f"old-{number}", f"new-{number}"


def _register(target: Target, number: int) -> None:
    for user in _users(number):
        developer(target.client, target.pool_id, user)


def _is_merged(target: Target, number: int) -> int:
    old, new = (
        target.client.lookup_developer_identity(
            IdentityPoolId=target.pool_id, DeveloperUserIdentifier=user
        )["IdentityId"]
        for user in _users(number)
    )
    return int(old == new)


async def _previews_merge(driver: DevelopersDriver, _target: Target, number: int) -> None:
    await driver.goes_to(POOL)
    await driver.press("w")
    await driver.types_identifiers(*_users(number))
    await driver.sees_preview("Merge ")
    await driver.press("ctrl+s")
    await driver.sees_question(f"Type new-{number} to confirm")


async def _checks_file(driver: DevelopersDriver, target: Target, number: int) -> None:
    path = target.directory / f"users-{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(_users(number))
    await driver.goes_to(POOL)
    await driver.opens_file("merge", path)
    await driver.sees_rows("Checked 1: 1 ready.")
    await driver.press("ctrl+s")
    await driver.sees_question("Type 1 to confirm")


async def _chooses_flow(driver: DevelopersDriver, _target: Target, _number: int) -> None:
    await driver.goes_to(POOL)
    await driver.press("X")
    await driver.sees("Get credentials with")


def _doomed(number: int) -> str:
    return f"doomed-{number}"


def _make_doomed(target: Target, number: int) -> None:
    make_pool(target.client, IdentityPoolName=_doomed(number))


async def _confirms_deletion(driver: DevelopersDriver, _target: Target, number: int) -> None:
    await driver.press("L")
    await driver.goes_to(_doomed(number))
    await driver.press("d")
    await driver.sees("Identities to delete None.")
    await driver.press("ctrl+s")
    await driver.sees_question(f"Type {_doomed(number)} to confirm")


def _reports(done: str, *not_done: str) -> Mapping[Shown, tuple[str, ...]]:
    return {
        Shown.DONE: (done,),
        Shown.UNKNOWN: ("nknown whether it was carried out", "may have succeeded"),
        Shown.NOT_DONE: not_done or ("✗",),
    }


FLOWS: Final = (
    Flow(
        "one operation",
        operation_names.TAG_RESOURCE,
        _nothing,
        _fills_in_tag,
        lambda _: ("y",),
        lambda target, number: int(f"stage-{number}" in _tags(target)),
        _reports("Tagged people with "),
    ),
    Flow(
        "configuration",
        operation_names.UPDATE_IDENTITY_POOL,
        _nothing,
        _changes_name,
        lambda _: ("ctrl+s",),
        _is_renamed,
        _reports("Verified: the pool matches the plan."),
    ),
    Flow(
        "merge",
        operation_names.MERGE_DEVELOPER_IDENTITIES,
        _register,
        _previews_merge,
        lambda number: (*f"new-{number}", "enter"),
        _is_merged,
        _reports("Merged “old-", "Not carried out", "Nothing was changed"),
    ),
    Flow(
        "bulk merge",
        operation_names.MERGE_DEVELOPER_IDENTITIES,
        _register,
        _checks_file,
        lambda _: ("1", "enter"),
        _is_merged,
        _reports("1 done", "1 refused", "1 failed"),
    ),
    Flow(
        "credentials",
        operation_names.GET_ID,
        _nothing,
        _chooses_flow,
        lambda _: ("enter",),
        lambda target, _: target.count(),
        _reports("Expires"),
    ),
    Flow(
        "deletion",
        operation_names.DELETE_IDENTITY_POOL,
        _make_doomed,
        _confirms_deletion,
        lambda number: (*_doomed(number), "enter"),
        lambda target, number: int(_doomed(number) not in pools_by_name(target.client)),
        _reports("Deleted the pool doomed-"),
    ),
)
"""A screen of each feature that sends a change."""
