"""Separate state for each emulator in a process.

Moto keeps the backends of every service in one dictionary per process, by account. For the
emulator's account this module installs its own entry, which returns the backends of the emulator
that is handling the current request. Moto's code stays unchanged, all emulators share the account
number that screenshots and tests rely on, and none sees another's state.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from moto.cognitoidentity.models import cognitoidentity_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.base_backend import AccountSpecificBackend, BackendDict, backend_lock
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from cogtui.emulator.models import CognitoIdentityBackend
from cogtui.emulator.user_pools import UserPoolBackend


@dataclass
class EmulatorState:
    """The state of one emulator."""

    backends: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Moto's backends, by service and region."""
    on_first_use: dict[tuple[str, str], Callable[[], None]] = field(default_factory=dict)
    """Pending setup by service and region, run when the service is first used there."""


ACCOUNT = os.environ.get("MOTO_ACCOUNT_ID", "111122223333")
"""The account ID of every emulator; moto reads the same variable."""

_BACKEND_CLASSES = {"cognito-identity": CognitoIdentityBackend, "cognito-idp": UserPoolBackend}
_fallback = EmulatorState()
_current: ContextVar[EmulatorState] = ContextVar("state of the current emulator")


class _IsolatedBackends(AccountSpecificBackend[Any]):
    """One service's backends by region, of the emulator that handles the current request."""

    def _regions(self) -> dict[str, Any]:
        return _current.get(_fallback).backends.setdefault(self.service_name, {})

    def __getitem__(self, region_name: str) -> Any:  # noqa: ANN401 - moto's signature
        # Moto replaced the global backend by one per partition, under the partition's name.
        region_name = "aws" if region_name == "global" else region_name
        with backend_lock:
            regions = self._regions()
            if region_name not in regions:
                regions[region_name] = self.backend(region_name, account_id=self.account_id)
                pending = _current.get(_fallback).on_first_use
                pending.pop((self.service_name, region_name), lambda: None)()
            return regions[region_name]

    def __contains__(self, region: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._regions().copy())

    def __len__(self) -> int:
        return len(self._regions())

    def keys(self) -> Any:  # noqa: ANN401 - moto's signature
        return self._regions().copy().keys()

    def values(self) -> Any:  # noqa: ANN401 - moto's signature
        return self._regions().copy().values()

    def items(self) -> Any:  # noqa: ANN401 - moto's signature
        return self._regions().copy().items()


def _install() -> None:
    """Install this module's entries in moto's dictionaries; moto's reset removes them."""
    services: list[BackendDict[Any]] = [
        cognitoidentity_backends,
        cognitoidp_backends,
        iam_backends,
        sts_backends,
    ]
    for backends in services:
        if isinstance(backends.get(ACCOUNT), _IsolatedBackends):
            continue
        with backend_lock:
            backends[ACCOUNT] = _IsolatedBackends(
                service_name=backends.service_name,
                account_id=ACCOUNT,
                backend=_BACKEND_CLASSES.get(backends.service_name, backends.backend),
                use_boto3_regions=False,
                additional_regions=None,
            )


@contextmanager
def emulator_state(state: EmulatorState) -> Iterator[None]:
    """Make moto's services use one emulator's state within the block, in this thread."""
    _install()
    token = _current.set(state)
    try:
        yield
    finally:
        _current.reset(token)
