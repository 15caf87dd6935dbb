"""Find out why the file with the trusted certificates cannot be used.

OpenSSL reports a file that is missing, or is not in PEM form, without its name.
"""

import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import botocore.session

from cogtui.files import private_files
from cogtui.gateway.delivery import exception_chain

_DER: Final = b"\x30"
"""The first byte of a certificate in binary form."""


class CaBundleError(Exception):
    """The CA bundle cannot be used; the message names the file, what names the file, and why."""


def ca_bundle_error(error: BaseException, profile: str | None) -> CaBundleError | None:
    """Return why the CA bundle cannot be used, if that may be why a connection failed.

    Args:
        error: Any error.
        profile: The AWS profile; None or empty for none.

    Returns:
        The error; None if no file is configured, if its certificates can be read, or if the
        connection failed for another reason than TLS.
    """
    # botocore checks whether the name is empty before it connects
    is_empty = str(error).startswith("Invalid CA bundle")
    if not is_empty and not any("SSL" in type(each).__name__ for each in exception_chain(error)):
        return None
    source, path = next(_bundles(profile), ("", None))
    if path is None:
        return None
    reason = _problem(path)
    return CaBundleError(f"{source}: {reason}") if reason else None


def _bundles(profile: str | None) -> Iterator[tuple[str, str]]:
    """Yield the names of variables and settings with their files, in botocore's order."""
    if (path := os.environ.get("AWS_CA_BUNDLE")) is not None:
        yield "AWS_CA_BUNDLE", path
    settings = botocore.session.Session(profile=profile or None).get_scoped_config()
    if (path := settings.get("ca_bundle")) is not None:
        yield "ca_bundle of the profile", path
    if (path := os.environ.get("REQUESTS_CA_BUNDLE")) is not None:
        yield "REQUESTS_CA_BUNDLE", path


def _problem(path: str) -> str:
    """Return why a file cannot be used; empty if it can."""
    if not path.strip():
        return "the name is empty"
    try:
        file = Path(path).expanduser()
        content = private_files.read_bytes(file)
    except FileNotFoundError:
        return f"{path} does not exist"
    except (OSError, RuntimeError) as error:
        return f"{path} cannot be read: {getattr(error, 'strerror', error)}"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except ssl.SSLError:
        if content.startswith(_DER):
            return f"{path} is in DER form; convert it: openssl x509 -inform der -in {path}"
        return f"{path} has no certificate in PEM form (-----BEGIN CERTIFICATE-----)"
    return ""
