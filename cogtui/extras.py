"""What to report when an optional part of cogtui, such as `cogtui[demo]`, cannot be imported."""

import re
from importlib import metadata
from typing import Final

_REQUIREMENT: Final = re.compile(r"(?P<package>[\w.-]+)(\[[^]]*\])? ?\(?(?P<versions>[^;)]*)")
"""A requirement as package metadata has it: `moto[cognitoidp]<5.3,>=5.2; extra == 'demo'`."""


def describe_import_error(extra: str, error: ImportError) -> str:
    """Return why an extra cannot be used and what to do about it, in one line.

    Args:
        extra: The extra that was imported: `demo`.
        error: What was raised.
    """
    package = (error.name or "").partition(".")[0]
    remedy = f"Run: pip install --upgrade 'cogtui[{extra}]'"
    if isinstance(error, ModuleNotFoundError) and package == error.name:
        return f"cogtui[{extra}] needs {package}, which is not installed. {remedy}"
    reason = error.msg.partition(" (")[0]  # the rest is a path
    installed = _installed(package)
    if installed is None:
        return f"cogtui[{extra}] cannot be imported: {reason}. {remedy}"
    found = f"{package} {installed}{_needed(package)}"
    return f"cogtui[{extra}] is incompatible: {found} ({reason}). {remedy}"


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except (metadata.PackageNotFoundError, ValueError):  # ValueError for an empty name
        return None


def _needed(package: str) -> str:
    """Return the versions that cogtui needs of a package, as ", needs >=5.2,<5.3"."""
    try:
        requirements = metadata.requires("cogtui") or []
    except metadata.PackageNotFoundError:  # copied, not installed
        return ""
    for requirement in requirements:
        found = _REQUIREMENT.match(requirement)
        if found and found["package"].replace("-", "_").lower() == package.lower():
            return ", needs " + ",".join(sorted(found["versions"].split(","), reverse=True))
    return ""
