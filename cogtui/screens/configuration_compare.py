"""A pool's configuration beside a snapshot or another pool's."""

from cogtui.account import Account, Pool
from cogtui.screens.desk import OperationDesk


async def compare_configuration(desk: OperationDesk, account: Account, pool: Pool) -> None:
    """A pool's configuration beside a snapshot or another pool's.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        pool: The pool.
    """
    raise NotImplementedError
