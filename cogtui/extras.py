"""Explain why an optional part of cogtui, such as `cogtui[demo]`, cannot be imported."""

import re
from importlib import metadata
from typing import Final

_REQUIREMENT: Final = re.compile(r"(?P<package>[\w.-]+)(\[[^]]*\])? ?\(?(?P<versions>[^;)]*)")
"""Matches a requirement in package metadata: `moto[cognitoidp]<5.3,>=5.2; extra == 'demo'`."""


def describe_import_error(extra: str, error: ImportError) -> str:
    """Return why an extra cannot be used and what to do about it, in one line.

    Args:
        extra: The name of the extra: `demo`.
        error: The error raised when it was imported.
    """
    package = (error.name or "").partition(".")[0]
    # by directory: cogtui is not on PyPI, where someone else could register its name
    remedy = f"Run in the clone of cogtui: pip install --upgrade '.[{extra}]'"
    if isinstance(error, ModuleNotFoundError) and package == error.name:
        return f"cogtui[{extra}] needs {package}, which is not installed. {remedy}"
    reason = error.msg.partition(" (")[0]  # the rest is a path
    installed = _installed(package)
    if installed is None:
        return f"cogtui[{extra}] cannot be imported: {reason}. {remedy}"
    found = f"{package} {installed}{_required_versions(package)}"
    return f"cogtui[{extra}] is incompatible: {found} ({reason}). {remedy}"


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except (metadata.PackageNotFoundError, ValueError):  # ValueError for an empty name
        return None


def _required_versions(package: str) -> str:
    """Return the versions of a package that cogtui requires, as ", needs >=5.2,<5.3"."""
    try:
        requirements = metadata.requires("cogtui") or []
    except metadata.PackageNotFoundError:  # cogtui was copied rather than installed
        return ""
    for requirement in requirements:
        found = _REQUIREMENT.match(requirement)
        if found and found["package"].replace("-", "_").lower() == package.lower():
            return ", needs " + ",".join(sorted(found["versions"].split(","), reverse=True))
    return ""
