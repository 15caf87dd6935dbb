"""The local history of replaced configurations."""

import json
import os
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings

from cogtui.configuration.differences import differences
from cogtui.configuration.earlier_versions import History
from cogtui.configuration.pool_configuration import SHAPES, Configuration
from cogtui.configuration.redaction import restore_secrets
from tests.configuration.samples import FULL, SECRET
from tests.configuration.strategies import configurations

POOL: Final = "us-east-1:1a2b"
ARN: Final = "arn:aws:iam::111122223333:user/ana"
OTHER: Final = FULL.replaced(IdentityPoolName="web", AllowUnauthenticatedIdentities=False)

shared = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def keep(history: History, configuration: Configuration = FULL, pool_id: str = POOL) -> Path:
    """Save a configuration that is about to be replaced."""
    return history.add(pool_id, configuration, ARN, differences(configuration, OTHER))


def names(history: History, pool_id: str | None = POOL) -> list[str]:
    """Return the pool names of the entries, newest first."""
    return [each.configuration["IdentityPoolName"] for each in history.entries(pool_id).entries]


def test_the_content_of_an_entry(tmp_path: Path) -> None:
    """An entry has the configuration without secrets, the time, the caller and the changes."""
    history = History(tmp_path / "a" / "history", clock=lambda: 1_772_460_307.5)
    path = keep(history)
    ((entry,), skipped) = history.entries(POOL)
    assert skipped == ()
    assert (entry.pool_id, entry.when, entry.caller) == (POOL, 1_772_460_307.5, ARN)
    assert entry.changes == ("~ name", "~ guests")
    assert entry.path == path
    assert restore_secrets(entry.configuration, FULL).configuration == FULL
    assert SECRET not in path.read_text()


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """Neither the file nor its directories are readable by others."""
    path = keep(History(tmp_path / "a" / "history"))
    modes = [each.stat().st_mode & 0o777 for each in (path, *path.parents[:3])]
    assert modes == [0o600, 0o700, 0o700, 0o700]


@shared
@given(configurations())
def test_any_configuration_is_saved(tmp_path: Path, configuration: Configuration) -> None:
    """It can be loaded, and its secrets restored from the current configuration."""
    history = History(tmp_path, max_versions=3)
    keep(history, configuration)
    found = history.entries(POOL).entries[0].configuration
    assert configuration == restore_secrets(found, configuration).configuration


def test_the_latest_is_first(tmp_path: Path) -> None:
    """This holds even if the clock stops or is set back."""
    times = iter((9.0, 9.0, 5.0))
    history = History(tmp_path, clock=lambda: next(times))
    for name in ("a", "b", "c"):
        keep(history, FULL.replaced(IdentityPoolName=name))
    assert names(history) == ["c", "b", "a"]


def test_pools_are_separate(tmp_path: Path) -> None:
    """Pools can be listed separately or together; others have no entries."""
    history = History(tmp_path / "history")
    assert names(history, None) == names(history) == []
    keep(history, FULL.replaced(IdentityPoolName="a"))
    keep(history, FULL.replaced(IdentityPoolName="b"), "us-east-1:ffff")
    keep(history, FULL.replaced(IdentityPoolName="c"), "../../x")
    assert [names(history, each) for each in (POOL, "us-east-1:ffff", "x")] == [["a"], ["b"], []]
    assert sorted(names(history, None)) == ["a", "b", "c"]
    written = (tmp_path / "history").rglob("*.json")
    assert {each.parent for each in written} == {*(tmp_path / "history").iterdir()}


def test_long_lists_of_changes_are_shortened(tmp_path: Path) -> None:
    """Only the first twenty are listed."""
    history = History(tmp_path)
    tags = {f"key{number:02}": "" for number in range(30)}
    other = FULL.replaced(IdentityPoolTags={**FULL["IdentityPoolTags"], **tags})
    history.add(POOL, FULL, ARN, differences(FULL, other))
    (entry,) = history.entries(POOL).entries
    assert (len(entry.changes), entry.changes[0], entry.changes[-1]) == (21, "+ tag key00", "…")


def test_the_oldest_are_deleted(tmp_path: Path) -> None:
    """Each pool has its own limit, and the newest entry always remains."""
    history = History(tmp_path, max_versions=2)
    keep(history, FULL.replaced(IdentityPoolName="other"), "other")
    for name in ("a", "b", "c"):
        keep(history, FULL.replaced(IdentityPoolName=name))
    assert names(history) == ["c", "b"]
    assert names(history, "other") == ["other"]


def test_the_size_is_limited(tmp_path: Path) -> None:
    """Each pool and the whole history have a limit, but one entry always fits."""
    size = keep(History(tmp_path)).stat().st_size
    narrow = History(tmp_path, max_pool_bytes=size * 2 + 20)
    for name in "abc":
        keep(narrow, FULL.replaced(IdentityPoolName=name))
    assert names(narrow) == ["c", "b"]
    tight = History(tmp_path, max_total_bytes=10)
    keep(tight, FULL.replaced(IdentityPoolName="d"), "other")
    assert names(tight, None) == ["d"]


def broken(**values: Any) -> str:  # noqa: ANN401  JSON
    """Return the content of an entry with an invalid configuration."""
    good = {"version": 1, "pool": POOL, "when": 1.0, "caller": ARN, "what": [], "configuration": {}}
    return json.dumps({**good, **values})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "not a file of cogtui"),
        ("{}", "not a file of cogtui"),
        (broken(version=2), "written by a newer version of cogtui"),
        ('{"version": 1}', "a value is missing or invalid"),
        (broken(when="x"), "a value is missing or invalid"),
        (broken(what=1), "a value is missing or invalid"),
        (broken(configuration=[]), "contains no configuration"),
    ],
)
def test_a_damaged_file_is_reported_and_skipped(tmp_path: Path, text: str, reason: str) -> None:
    """The other entries are listed."""
    history = History(tmp_path)
    path = keep(history)
    damaged = path.with_name("000000000000001-x.json")
    damaged.write_text(text)
    found = history.entries(POOL)
    assert [each.path for each in found.entries] == [path]
    assert [(each.path, each.reason) for each in found.skipped] == [(damaged, reason)]


WRONG: Final[dict[str, list[Any]]] = {
    "IdentityPoolName": [1],
    "AllowUnauthenticatedIdentities": ["true"],
    "AllowClassicFlow": [0],
    "CognitoIdentityProviders": [{}, ["x"], [{"ProviderName": 1}]],
    "SupportedLoginProviders": [[], {"a": 1}],
    "OpenIdConnectProviderARNs": ["x", [1]],
    "SamlProviderARNs": [{}],
    "DeveloperProviderName": [[]],
    "Roles": [{"authenticated": None}],
    "RoleMappings": [
        [],
        {"a": 1},
        {"a": {"Type": 1}},
        {"a": {"RulesConfiguration": 1}},
        {"a": {"RulesConfiguration": {"Rules": 1}}},
        {"a": {"RulesConfiguration": {"Rules": [{"Claim": 1}]}}},
    ],
    "PrincipalTags": [[], {"a": 1}, {"a": {"PrincipalTags": {"b": 1}}}],
    "IdentityPoolTags": ["x"],
}


@pytest.mark.parametrize("name", SHAPES)
def test_values_of_a_wrong_type_are_reported(tmp_path: Path, name: str) -> None:
    """The error names the member."""
    history = History(tmp_path)
    path = keep(history)
    for value in WRONG[name]:
        path.write_text(broken(configuration={name: value}))
        (skipped,) = history.entries(POOL).skipped
        assert skipped.reason == f"invalid value for {name}"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """The reason is the system's; files without a time in their name are not entries."""
    history = History(tmp_path)
    path = keep(history)
    path.unlink()
    path.mkdir()
    (path.parent / "0x-y.json").write_text("{}")
    assert {each.reason for each in history.entries(POOL).skipped} == {"Is a directory"}
    path.rmdir()
    (path.parent / path.name).symlink_to(path.parent / "gone")
    # a file may disappear while the others are counted
    assert [keep(History(tmp_path, max_versions=1))] == [
        each.path for each in history.entries(POOL).entries
    ]
    assert not os.path.lexists(path)
