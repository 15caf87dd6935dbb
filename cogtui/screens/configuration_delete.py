"""What goes with a pool that is deleted, and the question before."""

from cogtui.account import Account, Pool
from cogtui.screens.desk import OperationDesk


async def delete_pool(desk: OperationDesk, account: Account, pool: Pool) -> None:
    """What goes with a pool that is deleted, and the question before.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        pool: The pool.
    """
    raise NotImplementedError
