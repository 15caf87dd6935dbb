"""Unwrap secrets in the last expression before boto3."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cogtui.secret import Secret


def revealed(value: Any) -> Any:  # noqa: ANN401  parameters are whatever JSON can hold
    """Return a copy of a request's parameters with their secrets as plain text.

    Use it in the expression that sends them and do not assign the result to a variable, because
    crash reports print local variables.

    Args:
        value: Parameters, or a part of them, with `Secret` at any depth of lists and mappings.
    """
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        return {name: revealed(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [revealed(each) for each in value]
    return value


def secrets_in(value: object) -> Iterator[Secret]:
    """Yield the secrets in a request's parameters at any depth, still wrapped.

    Args:
        value: Parameters, or a part of them.
    """
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from secrets_in(each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            yield from secrets_in(each)
