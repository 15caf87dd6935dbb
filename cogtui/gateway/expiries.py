"""Find when an account's credentials, and the sign-in behind them, expire."""

from datetime import datetime
from typing import Any, Final

from cogtui.gateway.sso_cache import find_session, sign_in_expiry
from cogtui.gateway.sso_session import Expiry

_NOT_RENEWED: Final = "env"
"""botocore's name for credentials in environment variables, which cannot change."""

_SIGNED_IN: Final = ("sso", "assume-role")
"""botocore's names for credentials that may depend on a sign-in."""


def find_expiries(credentials: Any, profile: str | None, now: float) -> tuple[Expiry, ...]:  # noqa: ANN401  one of botocore's classes
    """Return what expires. Blocking.

    Args:
        credentials: botocore's credentials.
        profile: The AWS profile; None or empty for the default one.
        now: The current time, in seconds since the epoch.

    Returns:
        The sign-in, then the credentials; without those that never expire, or not that botocore
        knows.
    """
    found = []
    session = find_session(profile) if credentials.method in _SIGNED_IN else None
    if session is not None and (sign_in := sign_in_expiry(session, now)) is not None:
        found.append(sign_in)
    # nothing public has it
    expires = getattr(credentials, "_expiry_time", None)
    if isinstance(expires, datetime):
        is_renewed = credentials.method != _NOT_RENEWED
        found.append(Expiry(is_sign_in=False, at=expires.timestamp(), is_renewed=is_renewed))
    return tuple(found)
