"""What is under the cursor, and what can be done with it."""

from typing import NamedTuple

from cogtui.account import Pool
from cogtui.gateway import Caller
from cogtui.operations import Operation, applicable
from cogtui.text import counted


class Selection(NamedTuple):
    """What is under the cursor in the pane with the keyboard."""

    pool: Pool | None = None
    """The pool, or the identity's pool."""
    identity_id: str | None = None
    """The identity."""
    marked: tuple[str, ...] = ()
    """The ids of the marked identities, where the keyboard is in their table."""
    caller: Caller | None = None
    """Whose account it is, None while that is not known."""

    @property
    def operations(self) -> list[Operation]:
        """The operations that make sense for it, those of the nearest scope first."""
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
        return self.pool.arn(self.caller)
