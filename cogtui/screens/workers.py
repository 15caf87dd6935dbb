"""Start background work on a screen."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.dom import DOMNode
from textual.worker import Worker


def start_worker(
    owner: DOMNode,
    begin: Callable[[], Coroutine[Any, Any, None]],
    *,
    name: str,
    group: str = "default",
    exclusive: bool = False,
) -> Worker[None]:
    """Run a coroutine function in a worker.

    A coroutine object is never awaited if the app quits before the worker starts, and Python warns
    about it; a function is simply not called.

    Args:
        owner: The node that the worker ends with.
        begin: The coroutine function, without arguments.
        name: The worker's name.
        group: The group that it belongs to.
        exclusive: Whether to cancel the other workers of the group.

    Returns:
        The worker.
    """
    # the type variable of Textual's signature matches the coroutine as well as its result
    return owner.run_worker(cast("Any", begin), name=name, group=group, exclusive=exclusive)
