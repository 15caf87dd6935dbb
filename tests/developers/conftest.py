"""Fixtures of the tests of developer users."""

import pytest

from tests.developers.service import Service


@pytest.fixture
def service() -> Service:
    """Return a pool with a developer provider and no users."""
    return Service()
