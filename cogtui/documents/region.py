"""What is said of a region: whose it is, and what it holds."""

from typing import Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import CallerIdentity
from cogtui.text import counted

_REQUESTED: Final = "being asked for"


def overview(
    region: str, pools: int, caller: CallerIdentity | None, endpoint: str, doubt: str = ""
) -> Document:
    """A region at a glance.

    Args:
        region: The region.
        pools: How many pools it has.
        caller: Whom the credentials belong to, None while that is not known.
        endpoint: Where the service is called, empty while that is not known.
        doubt: Why the caller is not known, if sts did not tell.

    Returns:
        What is known of it.
    """
    lines: tuple[Line | Note, ...] = (
        Line("Region", region),
        Line("Pools", counted(pools, "identity pool")),
        *_whose(caller, doubt),
        Line("Endpoint", endpoint or _REQUESTED),
    )
    if not pools:
        lines = (
            *lines,
            Note("No identity pools here. R chooses other regions, P another profile."),
        )
    return (Section("", lines),)


def _whose(caller: CallerIdentity | None, doubt: str) -> tuple[Line, ...]:
    if caller is not None:
        return (Line("Account", caller.account), Line("Caller", caller.arn))
    if doubt:
        return (Line("Account", f"not known: {doubt}", Tone.WARNING),)
    return (Line("Account", _REQUESTED, Tone.DIM),)
