"""Adding an operation means adding a row; the rest follows from the row and the service model."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import botocore
import pytest

from tests.screens.interceptor import Answer, Interceptor, answer
from tests.screens.operation.added_row import ROW

MODEL: Final = Path(botocore.__file__).parent / "data/cognito-identity/2014-06-30/service-2.json.gz"

OPERATION: Final = {
    "name": "WhistleAtPool",
    "http": {"method": "POST", "requestUri": "/"},
    "input": {"shape": "WhistleInput"},
    "output": {"shape": "WhistleOutput"},
    "documentation": "<p>Whistles at a pool. It does not answer.</p>",
}
"""An operation that AWS does not have."""

SHAPES: Final = {
    "WhistleInput": {
        "type": "structure",
        "required": ["IdentityPoolId", "Tune"],
        "members": {
            "IdentityPoolId": {"shape": "IdentityPoolId"},
            "Tune": {"shape": "Tune", "documentation": "<p>What to whistle.</p>"},
            "Loudness": {"shape": "Loudness"},
            "Softly": {"shape": "Softly"},
            "Ticket": {"shape": "Ticket"},
            "Logins": {"shape": "LoginsMap"},
        },
    },
    "WhistleOutput": {
        "type": "structure",
        "members": {"Echo": {"shape": "Ticket"}, "Times": {"shape": "Loudness"}},
    },
    "Tune": {"type": "string", "min": 1, "max": 20},
    "Loudness": {"type": "integer", "min": 1, "max": 11},
    "Softly": {"type": "boolean"},
    "Ticket": {"type": "string", "sensitive": True},
}
"""The shapes of the operation."""


@pytest.fixture(autouse=True)
def _model(home: Path) -> None:
    """Write a service model with the operation to botocore's directory for custom models."""
    model = json.loads(gzip.decompress(MODEL.read_bytes()))
    model["operations"][OPERATION["name"]] = OPERATION
    model["shapes"] |= SHAPES
    folder = home / ".aws/models/cognito-identity/2014-06-30"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))


def test_an_added_row(between: Interceptor) -> None:
    """An added row has a key, a line in help, menu and palette, a form, checks and a call."""
    received: list[dict[str, Any]] = []

    def whistles(parameters: dict[str, Any]) -> Answer:
        received.append(parameters)
        return answer({"Echo": "sentinel", "Times": 3})

    between.answers[ROW.name] = whistles
    process = subprocess.run(  # noqa: S603  the project's program
        [sys.executable, "-m", "tests.screens.operation.added_row", between.url],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert not process.returncode, process.stderr
    document = json.loads(process.stdout)
    (pool,) = {request["IdentityPoolId"] for request in received}
    assert document == {
        "help": ["v Whistle changes whistle-at-pool"],
        "menu": ["v Whistle… changes"],
        "opened": {"IdentityPoolId": pool},
        "fields": {
            "IdentityPoolId": "TextField",
            "Tune": "TextField",
            "Loudness": "NumberField",
            "Softly": "ChoiceField",
            "Ticket": "SecretField",
            "Logins": "RowsField",
        },
        "wrong": {"Tune": ["required"]},
        "shown": False,
        "toasts": ["Whistled Lilli at data-sandbox."],
        "log": 1,
    }
    expected = {"IdentityPoolId": pool, "Tune": "Lilli", "Loudness": 11, "Ticket": "sentinel"}
    assert received == [expected]
