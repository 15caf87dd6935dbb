"""Fixtures: a separate emulator for each test, as for operations."""

from tests.screens.operation.conftest import between, emulator, running, service

__all__ = ["between", "emulator", "running", "service"]
