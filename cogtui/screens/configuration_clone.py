"""A pool's configuration taken to a new pool, here or elsewhere."""

from collections.abc import Awaitable, Callable, Sequence

from cogtui.account import Account, Pool
from cogtui.configuration.state import Configuration
from cogtui.documents.configuration import Remark
from cogtui.screens.desk import OperationDesk

Make = Callable[[Account, str, Configuration, Sequence[Remark]], Awaitable[None]]
"""Has a new pool's configuration edited and made: `ConfigurationRun.make`."""


async def clone_pool(desk: OperationDesk, account: Account, pool: Pool, make: Make) -> None:
    """Asks where the new pool is to be, and goes on as for any new pool.

    Args:
        desk: The screen that it is run from.
        account: The account of the pool.
        pool: The pool.
        make: Makes the new pool.
    """
    raise NotImplementedError
