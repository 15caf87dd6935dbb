"""botocore's data about services and regions, whatever the user's AWS configuration is."""

import os
from typing import Final

import botocore.session

_DEFAULTS: Final = {
    # name: (key in the file, environment variable, default, conversion), in botocore's format
    name: (None, None, default, convert)
    for name, (_, _, default, convert) in botocore.session.Session.SESSION_VARIABLES.items()
} | {
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
"""botocore's configuration variables, none of them read from the environment or a file."""


def data_session() -> botocore.session.Session:
    """Return a session that ignores the user's environment and files.

    A configuration that cannot be read, or a profile that does not exist, must not stop the
    emulator.
    """
    return botocore.session.Session(session_vars=_DEFAULTS)
