"""Compare this machine's clock with the time that a server's answers carry."""

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

TOLERANCE: Final = 120.0
"""How far the clock may be off before the user is warned, in seconds. AWS rejects signatures that
are more than five minutes off."""


def measure_clock_error(headers: Mapping[str, str], sent: float, received: float) -> float | None:
    """Return how far this machine's clock is off, by the `Date` header of an answer.

    The server writes the header after the request was sent and before the answer is received, so a
    slow answer, or a machine that was suspended meanwhile, is not taken for a wrong clock.

    Args:
        headers: The answer's headers.
        sent: When the request was sent, by this machine's clock, in seconds since the epoch.
        received: When the answer was received, by the same clock.

    Returns:
        How far the clock is ahead, in seconds, negative if it is behind; None if the answer has no
        readable date.
    """
    try:
        date = parsedate_to_datetime(headers.get("date", ""))
        # HTTP dates are in UTC, whether or not they say so
        server = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None
    if server < sent:
        # the header has whole seconds
        return max(0.0, sent - server - 1)
    return min(0.0, received - server)
