"""What is under the cursor, and the operations available for it."""

from typing import NamedTuple

from cogtui.account.account import Pool
from cogtui.gateway import CallerIdentity
from cogtui.service.operations import OPERATIONS, Effect, Group, Operation, Scope, applicable
from cogtui.text import counted


class Selection(NamedTuple):
    """What is under the cursor in the focused pane."""

    pool: Pool | None = None
    """The pool, or the identity's pool."""
    identity_id: str | None = None
    """The identity."""
    marked: tuple[str, ...] = ()
    """The IDs of the marked identities, if their table has the focus."""
    caller: CallerIdentity | None = None
    """The owner of the credentials; None while unknown."""
    read_only: bool = False
    """Whether operations that change something or return secrets are disabled."""
    only: frozenset[str] | None = None
    """The operations that work without credentials if there are none; None for all operations."""

    part: str = ""
    """The part of it under the cursor, such as `roles`; empty if it is the whole."""

    @property
    def operations(self) -> list[Operation]:
        """The operations available for the selection, narrowest scope first.

        Without credentials, it is all operations that work without them, whatever is under the
        cursor: their forms ask for what the selection does not provide.
        """
        if self.only is not None:
            return [row for row in OPERATIONS.values() if row.name in self.only]
        return applicable(pool=self.pool is not None, identity=self.identity_id is not None)

    @property
    def title(self) -> str:
        """A name for the selection: the pool's name, the identity's ID, `3 marked identities`."""
        if self.marked:
            return counted(len(self.marked), "marked identity", "marked identities")
        if self.identity_id is not None:
            return self.identity_id
        return self.pool.title if self.pool else "the account"

    @property
    def id(self) -> str | None:
        """The identity's ID, or else the pool's."""
        return self.identity_id or (self.pool.pool_id if self.pool else None)

    @property
    def arn(self) -> str | None:
        """The identity's ARN, or else the pool's; None while the account is unknown."""
        if self.pool is None or self.caller is None:
            return None
        if self.identity_id is not None:
            return self.pool.identity_arn(self.caller, self.identity_id)
        return self.pool_arn

    @property
    def pool_arn(self) -> str | None:
        """The ARN of the pool, or of the identity's pool; None while the account is unknown."""
        return self.pool.arn(self.caller) if self.pool and self.caller else None

    def has(self, scope: Scope) -> bool:
        """Return whether the selection has what operations of a scope need."""
        if scope is Scope.ACCOUNT:
            return True
        return self.pool is not None if scope is Scope.POOL else self.identity_id is not None

    def refusal(self, operation: Operation) -> str:
        """Return why an operation is disabled, in a few words; empty if it is enabled.

        Read-only mode allows only reads, so that an operation with a new effect is disabled too.
        """
        if self.only is not None and operation.name not in self.only:
            return "needs AWS credentials"
        if self.read_only and operation.effect is not Effect.READ:
            secret = " (returns secrets)" if operation.effect is Effect.SECRET else ""
            return f"disabled in read-only mode{secret}"
        if operation.group is Group.DANGER and self.part and self.has(operation.scope):
            whole = self.pool.title if self.identity_id is None and self.pool else "the identity"
            return f"move to {whole}"
        return ""
