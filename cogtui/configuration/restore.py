"""The way back to an earlier configuration, as far as the service lets one go."""

from typing import NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import is_left_out, with_secrets
from cogtui.documents.configuration_change import Remark, RemarkLevel


class RestorableConfiguration(NamedTuple):
    """What of an earlier configuration can be had again."""

    configuration: Configuration
    """It, but for what cannot be brought back."""
    remarks: tuple[Remark, ...]
    """What cannot be brought back, and what only as it is now."""


def restorable(wanted: Configuration, present: Configuration) -> RestorableConfiguration:
    """Finds what of an earlier configuration the pool can have again.

    Args:
        wanted: The earlier configuration, with or without its secrets.
        present: What the service has now, with its secrets.

    Returns:
        The configuration to plan for. What the service never gives up stays as it is now; a
        secret that was left out is the present one, or has to be typed.
    """
    notes = []
    filled, _ = with_secrets(wanted, present)
    changes = {}
    name = "DeveloperProviderName"
    if present[name] and filled[name] != present[name]:
        changes[name] = present[name]
        text = f"The developer provider's name stays {present[name]}: it cannot change once set."
        notes.append(Remark(RemarkLevel.WARNING, (name,), text))
    name = "AllowClassicFlow"
    if present[name] is not None and filled[name] is None:
        changes[name] = present[name]
        text = "AllowClassicFlow was not set then; it stays as it is, for it cannot be unset."
        notes.append(Remark(RemarkLevel.WARNING, (name,), text))
    name = "SupportedLoginProviders"
    for provider, value in wanted[name].items():
        if is_left_out(value) and not is_left_out(filled[name][provider]):
            text = f"The secret for {provider} was not kept: the present one stays."
            notes.append(Remark(RemarkLevel.NOTE, (name, provider), text))
    return RestorableConfiguration(filled.replaced(**changes), tuple(notes))
