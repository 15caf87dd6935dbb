"""A state of its own for each emulator that runs in a process.

Moto keeps every service's backends in one dictionary per process, by account. An entry of this
module's own kind is put there for the emulator's account; it looks up whose request is being
answered and hands out that emulator's backends. So moto's code stays as it is, all emulators
share the account number that screenshots and tests rely on, and none sees another's state.
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
    """What one emulator holds."""

    backends: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Moto's backends, by service and region."""
    on_first_use: dict[tuple[str, str], Callable[[], None]] = field(default_factory=dict)
    """What is still to be done when a service in a region is first asked for."""


ACCOUNT = os.environ.get("MOTO_ACCOUNT_ID", "111122223333")
"""The account that every emulator plays; moto itself obeys the same variable."""

_BACKEND_CLASSES = {"cognito-identity": CognitoIdentityBackend, "cognito-idp": UserPoolBackend}
_fallback = EmulatorState()
_current: ContextVar[EmulatorState] = ContextVar("state of the emulator that is answering")


class _IsolatedBackends(AccountSpecificBackend[Any]):
    """One service's backends by region, as the emulator that is answering holds them."""

    def _regions(self) -> dict[str, Any]:
        return _current.get(_fallback).backends.setdefault(self.service_name, {})

    def __getitem__(self, region_name: str) -> Any:  # noqa: ANN401 - moto's signature
        # What was one global backend is one for each partition in moto, under its name.
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

    def keys(self) -> Any:  # noqa: ANN401 - a view, as moto's own
        return self._regions().copy().keys()

    def values(self) -> Any:  # noqa: ANN401 - a view, as moto's own
        return self._regions().copy().values()

    def items(self) -> Any:  # noqa: ANN401 - a view, as moto's own
        return self._regions().copy().items()


def _install() -> None:
    """Put this module's entries into moto's dictionaries; again after moto was reset."""
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
    """Let moto's services work on one emulator's state within the block, in this thread."""
    _install()
    token = _current.set(state)
    try:
        yield
    finally:
        _current.reset(token)
