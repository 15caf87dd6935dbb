"""Cases that run one after the other in one app, because starting it takes longer than a case."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def case(name: object) -> Iterator[None]:
    """Run a case; if it fails, the failure names it.

    Args:
        name: The name of the case.
    """
    try:
        yield
    except Exception as failure:
        failure.add_note(f"in the case {name}")
        raise
