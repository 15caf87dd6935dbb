"""Snapshots of a pool's configuration."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from cogtui.configuration import snapshot
from cogtui.configuration.json_positions import InvalidTextError
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import restore_secrets
from tests.configuration.samples import FULL, OIDC, SECRET, members
from tests.configuration.strategies import configurations

TAKEN = snapshot.take_snapshot(FULL, "us-east-1:1a2b", "111122223333", 1_772_460_307)


def changed(**values: Any) -> str:  # noqa: ANN401  JSON
    """Return a snapshot's text with other values; None removes one."""
    document = {**json.loads(snapshot.format_snapshot(TAKEN)), **values}
    return json.dumps({name: each for name, each in document.items() if each is not None})


def mistakes(text: str) -> list[str]:
    """Return the mistakes in a text, without positions."""
    with pytest.raises(InvalidTextError) as caught:
        snapshot.parse_snapshot(text, members())
    return [f"{'.'.join(map(str, each.path))}: {each.message}" for each in caught.value.mistakes]


@settings(max_examples=15)
@given(configurations())
def test_any_configuration_survives_a_round_trip(configuration: Configuration) -> None:
    """Everything except secrets survives, and secrets can be restored."""
    text = snapshot.format_snapshot(snapshot.take_snapshot(configuration, "us-east-1:1", "", 0))
    found = snapshot.parse_snapshot(text, members())
    assert "sentinel" not in text
    assert configuration == restore_secrets(found.configuration, configuration).configuration


def test_where_and_when_it_was_taken() -> None:
    """Both are read back, and both are optional."""
    found = snapshot.parse_snapshot(snapshot.format_snapshot(TAKEN), members())
    assert found[1:] == TAKEN[1:]
    assert found[1:] == ("us-east-1:1a2b", "us-east-1", "111122223333", "2026-03-02T14:05:07Z")
    assert SECRET not in snapshot.format_snapshot(TAKEN)
    alone = snapshot.parse_snapshot(
        changed(pool=None, region=None, account=None, taken=None), members()
    )
    assert alone[1:] == ("", "", "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", [': not a snapshot: "format": "cogtui identity pool" is missing']),
        ("{}", [': not a snapshot: "format": "cogtui identity pool" is missing']),
        (changed(version=True), ["version: must be a whole number from 1"]),
        (changed(version=0), ["version: must be a whole number from 1"]),
        (changed(version="1"), ["version: must be a whole number from 1"]),
        (
            changed(version=2),
            ["version: written by a newer cogtui: version 2; this one reads up to 1"],
        ),
        (
            changed(pool=1, taken="yesterday", configuration=[]),
            [
                "pool: a string",
                "taken: must be a UTC time, for example 2026-03-02T14:05:07Z",
                "configuration: required, an object: { … }",
            ],
        ),
        (changed(taken=5), ["taken: a string"]),
    ],
)
def test_files_that_are_not_snapshots(text: str, expected: list[str]) -> None:
    """The mistake says what is expected."""
    assert expected == mistakes(text)


def test_an_unknown_member_is_reported_by_name() -> None:
    """This holds around and inside the configuration."""
    (found,) = mistakes(changed(pools="x"))
    assert found.startswith("pools: not a member: format, version")
    (found,) = mistakes(
        changed(
            configuration={**TAKEN.configuration.members, "Roels": 1, "SupportedLoginProviders": {}}
        )
    )
    assert found.startswith("configuration.Roels: not a member: IdentityPoolName")


def test_a_mistake_is_reported_with_its_position() -> None:
    """The file may have been edited."""
    text = snapshot.format_snapshot(TAKEN).replace('"Claim": "groups"', '"Claim": "my groups"')
    with pytest.raises(InvalidTextError) as caught:
        snapshot.parse_snapshot(text, members())
    lines = {text.split("\n")[each.line - 1].strip() for each in caught.value.mistakes}
    assert lines == {'"Claim": "my groups",'}
    assert len(caught.value.mistakes) == 3


def test_an_arn_of_the_wrong_kind() -> None:
    """A snapshot of a pool that has one can be read: the review reports it."""
    wrong = FULL.replaced(OpenIdConnectProviderARNs=[f"{OIDC}/"], Roles={"authenticated": "Guest"})
    text = snapshot.format_snapshot(snapshot.take_snapshot(wrong, "us-east-1:1", "", 0))
    found = snapshot.parse_snapshot(text, members()).configuration
    assert found["OpenIdConnectProviderARNs"] == [f"{OIDC}/"]
    assert found["Roles"] == {"authenticated": "Guest"}
