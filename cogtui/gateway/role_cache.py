"""Credentials of roles, kept for the run and shared with the AWS CLI.

botocore looks up a role by a hash of what it sends to assume it (`CachedCredentialFetcher`). The
AWS CLI keeps the same answers by the same keys, in JSON files in `~/.aws/cli/cache`.
"""

import contextlib
import json
import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cogtui.files import private_files

_LOG: Final = logging.getLogger(__name__)

_KEYS: Final = ("AccessKeyId", "SecretAccessKey", "SessionToken")
"""The members of `Credentials` that must be texts."""


class RoleCache:
    """The role credentials of one run of the app. It may be used in any thread.

    Args:
        write_files: Whether new credentials are written to the AWS CLI's cache.
    """

    def __init__(self, *, write_files: bool = False) -> None:
        self._write_files = write_files
        self._entries: dict[str, Mapping[str, Any]] = {}
        self._rejected: set[str] = set()
        self._lock = threading.Lock()

    def find(self, key: str, *, use_files: bool) -> Mapping[str, Any] | None:
        """Return the answer that assumed a role; None if it is not cached.

        Args:
            key: botocore's key.
            use_files: Whether to look in the AWS CLI's cache as well.

        Returns:
            The entry that expires last; it may have expired.
        """
        with self._lock:
            entries = [self._entries.get(key), _read(key) if use_files else None]
            usable = (
                entry
                for entry in entries
                if entry is not None and _access_key_id(entry) not in self._rejected
            )
            return max(usable, key=_expiration, default=None)

    def add(self, key: str, answer: Mapping[str, Any], *, use_files: bool) -> None:
        """Add the answer that assumed a role.

        Args:
            key: botocore's key.
            answer: The answer.
            use_files: Whether to write it to the AWS CLI's cache, if the settings allow that.
        """
        with self._lock:
            self._entries[key] = answer
        if use_files and self._write_files:
            _write(key, answer)

    def reject(self, key: str) -> None:
        """Drop the credentials of a role, in files too, because AWS no longer accepts them.

        Args:
            key: botocore's key.
        """
        with self._lock:
            if entry := self._entries.pop(key, None):
                self._rejected.add(_access_key_id(entry))


class SessionRoles:
    """The role cache of one session: what botocore uses as a dictionary.

    Args:
        cache: The cache of the run.
        use_files: Whether to use the AWS CLI's cache too.
    """

    def __init__(self, cache: RoleCache, *, use_files: bool) -> None:
        self._cache = cache
        self._use_files = use_files
        self._used: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Return whether a role's credentials are cached; they may have expired."""
        return self._cache.find(key, use_files=self._use_files) is not None

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        """Return the answer that assumed a role.

        Raises:
            KeyError: It is not cached.
        """
        entry = self._cache.find(key, use_files=self._use_files)
        if entry is None:
            raise KeyError(key)
        self._used.add(key)
        # so that it can be rejected, and is found if the file is deleted
        self._cache.add(key, entry, use_files=False)
        return entry

    def __setitem__(self, key: str, answer: Mapping[str, Any]) -> None:
        """Add the answer that assumed a role."""
        self._used.add(key)
        self._cache.add(key, answer, use_files=self._use_files)

    def reject(self) -> None:
        """Drop what this session has used, because AWS no longer accepts it."""
        for key in self._used:
            self._cache.reject(key)


def _path(key: str) -> Path:
    return Path.home() / ".aws" / "cli" / "cache" / f"{key}.json"


def _read(key: str) -> Mapping[str, Any] | None:
    """Return an entry of the AWS CLI's cache; None if there is none that can be used."""
    # ValueError: not UTF-8, not JSON, or not a time; RuntimeError: no home, or nested too deeply
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        entry = json.loads(private_files.read_text(_path(key)))
        if _is_usable(entry):
            return dict(entry)
    return None


def _is_usable(entry: object) -> bool:
    credentials = entry.get("Credentials") if isinstance(entry, dict) else None
    if not isinstance(credentials, dict):
        return False
    if not all(isinstance(credentials.get(name), str) for name in (*_KEYS, "Expiration")):
        return False
    _parse(credentials["Expiration"])
    return True


def _write(key: str, answer: Mapping[str, Any]) -> None:
    entry = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    text = json.dumps(entry, default=_format)
    try:
        private_files.replace_private_file(_path(key), text)
    except (OSError, RuntimeError) as error:
        # the credentials work without it
        _LOG.warning("role credentials not written to the AWS CLI's cache: %s", error)


def _format(value: object) -> str:
    """Format a time as the AWS CLI does (`JSONFileCache`), which reads no other kind of value."""
    return f"{value:%Y-%m-%dT%H:%M:%S%Z}" if isinstance(value, datetime) else str(value)


def _access_key_id(entry: Mapping[str, Any]) -> str:
    return str(entry["Credentials"]["AccessKeyId"])


def _expiration(entry: Mapping[str, Any]) -> datetime:
    found = entry["Credentials"]["Expiration"]
    return found if isinstance(found, datetime) else _parse(found)


def _parse(text: str) -> datetime:
    """Parse a time of an entry.

    Raises:
        ValueError: It is not written as botocore or the AWS CLI write it.
    """
    found = datetime.fromisoformat(text.replace("UTC", "Z"))
    if found.tzinfo is None:
        raise ValueError("no time zone")
    return found
