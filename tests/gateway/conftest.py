"""Fixtures: invalid AWS keys, retries without waiting, and short timeouts."""

from typing import Any

import pytest
from botocore.endpoint import EndpointCreator


@pytest.fixture(autouse=True)
def _no_waiting_between_attempts(no_backoff: None) -> None:
    """Make botocore retry immediately in every test of the gateway."""


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put credentials into the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "sentinel-secret-key")


@pytest.fixture
def short_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the time limits from many seconds to a quarter of a second."""
    create = EndpointCreator.create_endpoint

    def create_impatient(*what: Any, **more: Any) -> Any:  # noqa: ANN401  botocore's arguments
        return create(*what, **{**more, "timeout": (0.25, 0.25)})

    monkeypatch.setattr(EndpointCreator, "create_endpoint", create_impatient)
