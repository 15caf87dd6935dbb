"""What the tests of developer users share."""

import pytest

from tests.developers.service import Service


@pytest.fixture
def service() -> Service:
    """A pool with a developer provider and nobody in it."""
    return Service()
