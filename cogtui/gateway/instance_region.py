"""The region of the EC2 instance that cogtui runs on."""

import re
from typing import Final

import botocore.session
from botocore.exceptions import BotoCoreError
from botocore.utils import IMDSRegionProvider

_REGION: Final = re.compile(r"([a-z]{2,}(?:-[a-z]+)+-\d+)(?:-|$)")
"""Matches a region, also at the beginning of a local zone: `us-west-2-lax-1`."""


def find_instance_region(profile: str | None) -> str | None:
    """Ask the instance's metadata service for the region. Blocking.

    It makes two requests, which take a second each where nothing answers, unless the profile
    sets another timeout. AWS_EC2_METADATA_DISABLED turns it off.

    Args:
        profile: The AWS profile, whose settings of the metadata service apply; None or empty for
            boto3's default.

    Returns:
        The region; None on any other machine.
    """
    core = botocore.session.Session(profile=profile or None)
    try:
        found = _REGION.match(IMDSRegionProvider(core).provide() or "")
    except (BotoCoreError, OSError, ValueError):
        # a setting that cannot be used, or a server that is not the instance's
        return None
    return found[1] if found else None
