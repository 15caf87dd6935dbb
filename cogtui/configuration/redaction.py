"""Redact the secrets of a configuration, and restore them from the current one."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.secret import MASK, Secret
from cogtui.service.providers import masked_client_id


class RestoredSecrets(NamedTuple):
    """A configuration after restoring its secrets."""

    configuration: Configuration
    """The configuration with every secret that was found."""
    missing: tuple[str, ...]
    """The login providers whose secret is unknown: their value still contains `****`, which the
    service would reject."""


def without_secrets(configuration: Configuration) -> dict[str, Any]:
    """Return the members of a configuration with secrets redacted, as safe to save.

    Args:
        configuration: The configuration, with or without secrets.

    Returns:
        Plain data by member, None for a string that is not set; in the value of a login
        provider, `****` replaces the secret after the key.
    """
    values = {
        **configuration.members,
        "SupportedLoginProviders": redacted_login_providers(configuration),
    }
    return {name: None if value == "" else value for name, value in values.items()}


def redacted_login_providers(configuration: Configuration) -> Mapping[str, str]:
    """Return the login providers of a configuration with secrets redacted.

    Args:
        configuration: The configuration, with or without secrets.

    Returns:
        An app ID or `key;****` by provider.
    """
    return {
        name: redact_login_provider(name, value)
        for name, value in configuration["SupportedLoginProviders"].items()
    }


def redact_login_provider(provider: str, value: str | Secret) -> str:
    """Return the value of a login provider with its secret redacted.

    Args:
        provider: The provider's domain.
        value: The value.
    """
    return masked_client_id(provider, value.reveal()) if isinstance(value, Secret) else value


def is_redacted(value: str | Secret) -> bool:
    """Return whether the secret in a login provider's value is redacted.

    Args:
        value: The value; a real one contains no asterisk (API reference, `IdentityProviderId`).
    """
    return MASK in (value.reveal() if isinstance(value, Secret) else value)


def restore_secrets(configuration: Configuration, present: Configuration | None) -> RestoredSecrets:
    """Restore the redacted secrets of a configuration.

    Args:
        configuration: The configuration, with `****` for redacted secrets.
        present: The configuration to take secrets from; None if there is none.

    Returns:
        The configuration with the present secret of each login provider, even if the key before
        it has changed.
    """
    values = dict(configuration["SupportedLoginProviders"])
    known = present["SupportedLoginProviders"] if present else {}
    for name, value in values.items():
        if is_redacted(value):
            values[name] = _restore_secret(name, value, known.get(name))
    missing = tuple(name for name, value in values.items() if is_redacted(value))
    return RestoredSecrets(configuration.replaced(SupportedLoginProviders=values), missing)


def _restore_secret(provider: str, value: str | Secret, known: str | Secret | None) -> str | Secret:
    if not isinstance(known, Secret) or is_redacted(known):
        return value
    # a redacted value has no secret to reveal
    marked = value.reveal() if isinstance(value, Secret) else value
    if marked in (MASK, redact_login_provider(provider, known)):
        return known
    if ";" not in known.reveal():
        return value
    return Secret(f"{marked.partition(';')[0]};{known.reveal().partition(';')[2]}")
