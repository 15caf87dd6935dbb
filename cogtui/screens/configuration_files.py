"""A pool's configuration written to files."""

from cogtui.account import Account, Pool
from cogtui.screens.desk import OperationDesk


async def save_configuration(desk: OperationDesk, account: Account, pool: Pool) -> None:
    """A pool's configuration written to files.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        pool: The pool.
    """
    raise NotImplementedError
