"""Describe a region: the account, the caller, and the number of pools."""

from typing import Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import CallerIdentity
from cogtui.text import counted

_LOADING: Final = "loading…"


def overview(
    region: str, pools: int, caller: CallerIdentity | None, endpoint: str, doubt: str = ""
) -> Document:
    """Return a document about a region.

    Args:
        region: The region.
        pools: How many pools it has.
        caller: Whose credentials are used, None while that is unknown.
        endpoint: The URL of the service, empty while it is unknown.
        doubt: Why the caller is unknown, if STS did not answer.
    """
    lines: tuple[Line | Note, ...] = (
        Line("Region", region),
        Line("Pools", counted(pools, "identity pool")),
        *_account_lines(caller, doubt),
        Line("Endpoint", endpoint or _LOADING),
    )
    if not pools:
        lines = (
            *lines,
            Note("No identity pools here. Press R to choose regions, P to choose a profile."),
        )
    return (Section("", lines),)


def _account_lines(caller: CallerIdentity | None, doubt: str) -> tuple[Line, ...]:
    if caller is not None:
        return (Line("Account", caller.account), Line("Caller", caller.arn))
    if doubt:
        return (Line("Account", f"unknown: {doubt}", Tone.WARNING),)
    return (Line("Account", _LOADING, Tone.DIM),)
