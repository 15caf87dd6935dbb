"""Find where a profile signs in by SSO, and share the tokens with the AWS CLI and other SDKs.

A token is in `~/.aws/sso/cache`, in a file named after the SHA-1 of the session's name, or of the
start URL where a profile has its own (botocore's `SSOTokenLoader`).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import botocore.session
from botocore.exceptions import BotoCoreError
from botocore.tokens import SSOTokenProvider

from cogtui.files import private_files
from cogtui.gateway.sso_session import Expiry, SsoSession, SsoToken

_DEFAULT_SCOPES: Final = ("sso:account:access",)
"""The scopes of a session that names none: the least that a refresh token is issued for."""

_TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"
"""The format of times in the cache, in UTC."""


def find_session(profile: str | None) -> SsoSession | None:
    """Return where a profile signs in. Blocking.

    Args:
        profile: The AWS profile; None or empty for the default one.

    Returns:
        The session of the profile, or of the profile that its role is assumed from; None if it
        does not use SSO, or its settings are incomplete.
    """
    try:
        core = botocore.session.Session(profile=profile or None)
        configuration = core.full_config
    except BotoCoreError:
        # opening the account reports it
        return None
    name = str(core.profile or "default")
    profiles = configuration["profiles"]
    passed: set[str] = set()
    while name in profiles and name not in passed:
        passed.add(name)
        values = profiles[name]
        if "sso_session" in values or "sso_start_url" in values:
            return _session_of(values, configuration.get("sso_sessions", {}))
        name = values.get("source_profile", "")
    return None


def _session_of(
    profile: Mapping[str, str], sections: Mapping[str, Mapping[str, str]]
) -> SsoSession | None:
    name = profile.get("sso_session", "")
    values = sections.get(name, {}) if name else profile
    if "sso_start_url" not in values or "sso_region" not in values:
        return None
    scopes: tuple[str, ...] = ()
    if name:
        named = values.get("sso_registration_scopes", "").replace(",", " ").split()
        scopes = tuple(named) or _DEFAULT_SCOPES
    return SsoSession(values["sso_start_url"], values["sso_region"], name, scopes)


def token_file(session: SsoSession) -> Path:
    """Return the path of the file with a session's token."""
    # nothing public has botocore's directory
    directory: str = vars(SSOTokenProvider)["_SSO_TOKEN_CACHE_DIR"]
    key = (session.name or session.start_url).encode()
    return Path(directory) / f"{hashlib.sha1(key, usedforsecurity=False).hexdigest()}.json"


def save_token(session: SsoSession, token: SsoToken) -> None:
    """Write a token where botocore and the AWS CLI read it. Blocking.

    Args:
        session: The session that it is for.
        token: The token.

    Raises:
        OSError: It cannot be written; an earlier token is unchanged.
    """
    private_files.replace_private_file(token_file(session), _cached(session, token))


def _cached(session: SsoSession, token: SsoToken) -> str:
    values = {
        "startUrl": session.start_url,
        "region": session.region,
        "accessToken": token.access_token,
        "expiresAt": _time(token.expires_at),
        "clientId": token.client_id,
        "clientSecret": token.client_secret,
        "registrationExpiresAt": _time(token.registration_expires_at),
    }
    if token.refresh_token is not None:
        values["refreshToken"] = token.refresh_token
    return json.dumps(values, default=lambda secret: secret.reveal())


def _time(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime(_TIME_FORMAT)


def sign_in_expiry(session: SsoSession, now: float) -> Expiry | None:
    """Return when a session's sign-in expires. Blocking.

    Args:
        session: The session.
        now: The current time, in seconds since the epoch.

    Returns:
        The expiry; None if no one has signed in, or the file cannot be read.
    """
    try:
        cached = json.loads(private_files.read_text(token_file(session)))
        expires_at = _seconds(cached["expiresAt"])
        renewable = "refreshToken" in cached and _seconds(cached["registrationExpiresAt"]) > now
    except (OSError, LookupError, TypeError, ValueError):
        return None
    return Expiry(is_sign_in=True, at=expires_at, is_renewed=bool(session.name) and renewable)


def _seconds(time: Any) -> float:  # noqa: ANN401  JSON
    # version 1 of the AWS CLI ended it with UTC
    found = datetime.fromisoformat(str(time).removesuffix("UTC"))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
