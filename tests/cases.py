"""Cases that one app runs one after the other, and cases that repeat the same lines."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest


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


def measured_once(cases: Iterable[Any]) -> list[Any]:
    """Mark cases that run the same lines, so that coverage is measured in the first alone.

    Measuring nearly doubles what a test of the screens takes.

    Args:
        cases: The values of one parameter.

    Returns:
        What `parametrize` and `fixture` take.
    """
    first, *others = cases
    return [first, *(pytest.param(each, marks=pytest.mark.no_cover) for each in others)]
