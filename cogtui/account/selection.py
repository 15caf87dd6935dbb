"""What is under the cursor, and what can be done with it."""

from typing import NamedTuple

from cogtui.account.account import Pool
from cogtui.gateway import CallerIdentity
from cogtui.service.operations import OPERATIONS, Effect, Operation, Scope, applicable
from cogtui.text import counted


class Selection(NamedTuple):
    """What is under the cursor in the pane with the keyboard."""

    pool: Pool | None = None
    """The pool, or the identity's pool."""
    identity_id: str | None = None
    """The identity."""
    marked: tuple[str, ...] = ()
    """The ids of the marked identities, where the keyboard is in their table."""
    caller: CallerIdentity | None = None
    """Whose account it is, None while that is not known."""
    read_only: bool = False
    """Whether what changes something, or hands out secrets, is refused."""
    only: frozenset[str] | None = None
    """The operations that work at all, where there are no credentials; None for every one."""

    @property
    def operations(self) -> list[Operation]:
        """The operations that make sense for it, those of the nearest scope first.

        Where few work at all, it is those, for their forms take whatever the cursor is not on.
        """
        if self.only is not None:
            return [row for row in OPERATIONS.values() if row.name in self.only]
        return applicable(pool=self.pool is not None, identity=self.identity_id is not None)

    @property
    def title(self) -> str:
        """What to call it: the pool's name, the identity's id, `3 marked identities`."""
        if self.marked:
            return counted(len(self.marked), "marked identity", "marked identities")
        if self.identity_id is not None:
            return self.identity_id
        return self.pool.title if self.pool else "the account"

    @property
    def id(self) -> str | None:
        """The identity's id, or else the pool's."""
        return self.identity_id or (self.pool.pool_id if self.pool else None)

    @property
    def arn(self) -> str | None:
        """The identity's ARN, or else the pool's; None while the account is not known."""
        if self.pool is None or self.caller is None:
            return None
        if self.identity_id is not None:
            return self.pool.identity_arn(self.caller, self.identity_id)
        return self.pool_arn

    @property
    def pool_arn(self) -> str | None:
        """The pool's ARN, or that of the identity's pool; None while the account is not known."""
        return self.pool.arn(self.caller) if self.pool and self.caller else None

    def has(self, scope: Scope) -> bool:
        """Whether what an operation of a scope works on is there."""
        if scope is Scope.ACCOUNT:
            return True
        return self.pool is not None if scope is Scope.POOL else self.identity_id is not None

    def refusal(self, operation: Operation) -> str:
        """Why an operation is not to be had here.

        Args:
            operation: The operation.

        Returns:
            A few words; empty where it may be run. Without changes, reads alone are allowed, so
            that an operation which nobody has judged yet is refused.
        """
        if self.only is not None and operation.name not in self.only:
            return "needs AWS credentials"
        if not self.read_only or operation.effect is Effect.READ:
            return ""
        if operation.effect is Effect.SECRET:
            return "read-only: it hands out secrets"
        return "read-only: it changes something"
