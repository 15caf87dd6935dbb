"""What is said of a region: whose it is, and what it holds."""

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import Caller
from cogtui.text import counted


def overview(region: str, pools: int, caller: Caller | None, endpoint: str) -> Document:
    """A region at a glance.

    Args:
        region: The region.
        pools: How many pools it has.
        caller: Whom the credentials belong to, None while that is not known.
        endpoint: Where the service is called.

    Returns:
        What is known of it.
    """
    lines: tuple[Line | Note, ...] = (
        Line("Region", region),
        Line("Pools", counted(pools, "identity pool")),
        Line("Account", caller.account if caller else "not known", _tone(caller)),
        Line("Caller", caller.arn if caller else "not known", _tone(caller)),
        Line("Endpoint", endpoint),
    )
    if not pools:
        lines = (
            *lines,
            Note("No identity pools here. R chooses other regions, P another profile."),
        )
    return (Section("", lines),)


def _tone(caller: Caller | None) -> Tone:
    return Tone.PLAIN if caller else Tone.DIM
