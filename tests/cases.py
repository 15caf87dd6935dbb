"""Cases that one app runs one after the other, because starting it costs more than a case does."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def case(name: object) -> Iterator[None]:
    """Run a case; a failure in it names it.

    Args:
        name: What the case is called.
    """
    try:
        yield
    except Exception as failure:
        failure.add_note(f"in the case {name}")
        raise
