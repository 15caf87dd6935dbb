"""How often a request is sent, and how: as the user configures boto3, or else cogtui's defaults."""

import os
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import InvalidRetryModeError


def configure_retries(core: botocore.session.Session) -> Config:
    """Return a client configuration with nothing but retries.

    botocore ignores AWS_RETRY_MODE, AWS_MAX_ATTEMPTS and the profile's settings where the client's
    configuration has its own.

    Args:
        core: The session, which determines the profile. One that reads no environment and no files
            has the defaults.

    Raises:
        BotoCoreError: A configured value is invalid, or the profile does not exist.
    """
    mode = _configured(core, "retry_mode")
    attempts = _configured(core, "max_attempts")
    try:
        # adaptive: once throttled, the client limits its own rate to the account's quota
        retries: Any = {
            "mode": (mode or "adaptive").lower(),
            "total_max_attempts": int(attempts or 3),
        }
    except ValueError:
        raise InvalidRetryModeError(
            provided_retry_mode=f"max_attempts {attempts}", valid_modes="a number of attempts"
        ) from None
    return Config(retries=retries)


def _configured(core: botocore.session.Session, variable: str) -> str | None:
    """Return a setting of the environment or else of the profile; None if neither has it."""
    setting, environment, *_ = core.session_var_map[variable]
    if environment and (value := os.environ.get(environment)):
        return value
    return core.get_scoped_config().get(setting)
