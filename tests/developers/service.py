"""The emulator called directly, without HTTP, with its state accessible to tests."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from cogtui.account.account import Pool
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.developers.directory import Directory
from cogtui.emulator.constraints import check_constraints
from cogtui.emulator.exceptions import CognitoIdentityError
from cogtui.emulator.identities import StoredIdentity
from cogtui.emulator.models import CognitoIdentityBackend
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.responses import CognitoIdentityResponse
from cogtui.gateway.errors.translate import Circumstances, explain
from cogtui.gateway.unwrap_secrets import revealed
from tests.emulator.users import DEVELOPER, SOCIAL

REGION = "us-east-1"
NOW = 1_767_225_600_000
"""When all identities were created, in milliseconds since the epoch."""
NOBODY = f"{REGION}:00000000-0000-0000-0000-000000000000"

State = dict[str, tuple[bool, frozenset[tuple[str, str]]]]
"""Whether each identity is disabled, and its logins, by identity ID."""


class _Response(CognitoIdentityResponse):
    """One request to a given backend."""

    def __init__(self, backend: CognitoIdentityBackend, parameters: dict[str, Any]) -> None:
        self._own_backend = backend
        self.parameters = parameters

    @property
    def backend(self) -> CognitoIdentityBackend:
        return self._own_backend


class Service:
    """The emulator's backend with the call interface of a gateway.

    Args:
        provider: The pool's developer provider, None for none.
    """

    def __init__(self, provider: str | None = DEVELOPER) -> None:
        self.backend = CognitoIdentityBackend(REGION, "111122223333")
        self.settings = {
            "IdentityPoolName": "people",
            "AllowUnauthenticatedIdentities": True,
            "SupportedLoginProviders": SOCIAL,
            **({"DeveloperProviderName": provider} if provider else {}),
        }
        self.inside = self.make_pool()
        self.calls: list[tuple[str, Mapping[str, Any], bool]] = []
        """Each call: its operation, its parameters, and whether it must not be retried."""
        self.before: Callable[[str], None] = lambda _: None
        """Called with the operation before it is carried out; an error that it raises is the
        response."""
        self.after: Callable[[str], None] = lambda _: None
        """Called with the operation after it was carried out; an error that it raises is the
        response."""

    def make_pool(self) -> IdentityPool:
        """Create another pool with the same settings."""
        pool_id = self.backend.create_pool(self.settings)["IdentityPoolId"]
        return self.backend.pool(pool_id)

    @property
    def pool(self) -> Pool:
        """The pool, as the app represents it."""
        return Pool(REGION, self.inside.identity_pool_id, "people")

    async def directory(self) -> Directory:
        """Return the pool's developer users."""
        return await Directory.open(self.call, self.pool)

    def identity(
        self,
        *users: str,
        public: Iterable[str] = (),
        disabled: bool = False,
        pool: IdentityPool | None = None,
    ) -> str:
        """Add an identity to a pool, with its own ID as the user of each public provider.

        Args:
            users: The developer users to link to it.
            public: The public providers whose user to link to it.
            disabled: Whether it is disabled.
            pool: The pool, by default the first one.

        Returns:
            The identity ID.
        """
        into = pool or self.inside
        identity_id = into.new_identity_id()
        logins = [(DEVELOPER, user) for user in users]
        logins += [(provider, identity_id) for provider in public]
        identity = StoredIdentity(identity_id, NOW, NOW, logins, disabled)
        into.identities.add(identity)
        return identity_id

    def state(self) -> State:
        """Return all identities of all pools."""
        pools = self.backend.pools.values()
        found = (
            each
            for pool in pools
            for each in pool.identities.page(0, 10**6, hide_disabled=False)[0]
        )
        return {each.identity_id: (each.disabled, frozenset(each.logins)) for each in found}

    async def call(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Respond as the gateway does."""
        assert region == REGION
        self.calls.append((operation, parameters, once))
        self.before(operation)
        name = "".join(part.capitalize() for part in operation.split("-"))
        members = revealed(parameters)
        try:
            check_constraints(name, members)
            response = _Response(self.backend, members)
            answer = getattr(response, operation.replace("-", "_"))()
        except CognitoIdentityError as error:
            raised = ClientError(
                {"Error": {"Code": error.error_type, "Message": error.message}}, name
            )
            raise ApiError(explain(raised, Circumstances(operation, region, None, None))) from None
        self.after(operation)
        return json.loads(answer) if answer else {}

    def called(self, *operations: str) -> int:
        """Return how often some operations were called."""
        return sum(operation in operations for operation, *_ in self.calls)


def api_error(kind: ErrorKind, *, outcome_unknown: bool = False) -> ApiError:
    """Return an error of a call.

    Args:
        kind: Its kind.
        outcome_unknown: Whether the call may have been carried out.
    """
    explanation = Explanation(kind, f"Trouble: {kind}", "said", "Cause.", "Remedy.")
    return ApiError(explanation._replace(outcome_unknown=outcome_unknown))


def failing(
    operation: str, *errors: ApiError, then: Callable[[], object] = lambda: None
) -> Callable[[str], None]:
    """Return a hook that makes the first calls of an operation fail.

    Args:
        operation: The operation.
        errors: The error of each of its first calls.
        then: Called before each error is raised.
    """
    left = list(errors)

    def fail(called: str) -> None:
        if called == operation and left:
            then()
            raise left.pop(0)

    return fail
