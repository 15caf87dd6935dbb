"""Earlier configurations of a pool: looked at, compared and restored."""

from cogtui.account import Account, Pool
from cogtui.screens.desk import OperationDesk


async def show_history(desk: OperationDesk, account: Account, pool: Pool) -> None:
    """Earlier configurations of a pool: looked at, compared and restored.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        pool: The pool.
    """
    raise NotImplementedError
