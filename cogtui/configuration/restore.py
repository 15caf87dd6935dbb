"""Restore an earlier configuration, as far as the service allows."""

from typing import NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import is_redacted, restore_secrets
from cogtui.documents.configuration_change import Remark, RemarkLevel


class RestorableConfiguration(NamedTuple):
    """The part of an earlier configuration that can be restored."""

    configuration: Configuration
    """The configuration, except for what cannot be restored."""
    remarks: tuple[Remark, ...]
    """What cannot be restored, and what keeps its current value."""


def restorable_configuration(
    wanted: Configuration, present: Configuration
) -> RestorableConfiguration:
    """Return what can be restored of an earlier configuration.

    Args:
        wanted: The earlier configuration, with or without its secrets.
        present: The current configuration, with its secrets.

    Returns:
        The configuration to plan for. Settings that the service cannot unset keep their current
        value; redacted secrets take the current one, or remain for the user to enter.
    """
    notes = []
    filled, _ = restore_secrets(wanted, present)
    changes = {}
    name = "DeveloperProviderName"
    if present[name] and filled[name] != present[name]:
        changes[name] = present[name]
        text = f"The developer provider name stays {present[name]}: it cannot be changed once set."
        notes.append(Remark(RemarkLevel.WARNING, (name,), text))
    name = "AllowClassicFlow"
    if present[name] is not None and filled[name] is None:
        changes[name] = present[name]
        text = "AllowClassicFlow was not set then; it stays as it is because it cannot be unset."
        notes.append(Remark(RemarkLevel.WARNING, (name,), text))
    name = "SupportedLoginProviders"
    for provider, value in wanted[name].items():
        if is_redacted(value) and not is_redacted(filled[name][provider]):
            text = f"The secret for {provider} was not saved: the current one stays."
            notes.append(Remark(RemarkLevel.NOTE, (name, provider), text))
    return RestorableConfiguration(filled.replaced(**changes), tuple(notes))
