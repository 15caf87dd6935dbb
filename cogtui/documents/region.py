"""Describe a region: the account, the caller, and the number of pools."""

from collections.abc import Iterator, Sequence
from typing import Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import CallerIdentity, Expiry
from cogtui.text import counted
from cogtui.times import duration, zoned_clock, zoned_minute

_LOADING: Final = "loading…"

_DAY: Final = 86_400.0


def overview(
    region: str,
    pools: int,
    caller: CallerIdentity | None,
    endpoint: str,
    doubt: str = "",
    *,
    expiries: Sequence[Expiry] = (),
    now: float = 0.0,
) -> Document:
    """Return a document about a region.

    Args:
        region: The region.
        pools: How many pools it has.
        caller: Whose credentials are used, None while that is unknown.
        endpoint: The URL of the service, empty while it is unknown.
        doubt: Why the caller is unknown, if STS did not answer.
        expiries: When the sign-in and the credentials expire.
        now: The current time, in seconds since the epoch.
    """
    lines: tuple[Line | Note, ...] = (
        Line("Region", region),
        Line("Pools", counted(pools, "identity pool")),
        *_account_lines(caller, doubt),
        *_expiry_lines(expiries, now),
        Line("Endpoint", endpoint or _LOADING),
    )
    if not pools:
        lines = (
            *lines,
            Note("No identity pools here. Press R to choose regions, P to choose a profile."),
        )
    return (Section("", lines),)


def _expiry_lines(expiries: Sequence[Expiry], now: float) -> Iterator[Line]:
    for each in expiries:
        left = each.at - now
        until = zoned_clock(each.at) if abs(left) < _DAY else zoned_minute(each.at)
        if each.is_renewed:
            text = f"until {until}, renewed automatically"
        elif left > 0:
            text = f"{duration(left)} left ({until})"
        else:
            text = f"expired at {until}"
        if each.is_sign_in and not each.is_renewed:
            text += "; = renews it"
        tone = Tone.WARNING if each.is_near(now) else Tone.PLAIN
        yield Line("SSO sign-in" if each.is_sign_in else "Credentials", text, tone)


def _account_lines(caller: CallerIdentity | None, doubt: str) -> tuple[Line, ...]:
    if caller is not None:
        return (Line("Account", caller.account), Line("Caller", caller.arn))
    if doubt:
        return (Line("Account", f"unknown: {doubt}", Tone.WARNING),)
    return (Line("Account", _LOADING, Tone.DIM),)
