"""Secrets left out of what is written down, and put back in from what the service has."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.secret import MASK, Secret
from cogtui.service.providers import masked_client_id


class Filled(NamedTuple):
    """A configuration whose secrets were looked for."""

    configuration: Configuration
    """With every secret that was found."""
    missing: tuple[str, ...]
    """The login providers whose secret nobody has: their value still has `****` in it, which the
    service would refuse."""


def without_secrets(configuration: Configuration) -> dict[str, Any]:
    """The members as they may be written down.

    Args:
        configuration: With or without its secrets.

    Returns:
        Plain data by member, None for a text that is not set; a login provider's secret is
        `****`, its key stays.
    """
    values = {**configuration.members, "SupportedLoginProviders": masked(configuration)}
    return {name: None if value == "" else value for name, value in values.items()}


def masked(configuration: Configuration) -> Mapping[str, str]:
    """The login providers with what is known of them but for secrets.

    Args:
        configuration: With or without its secrets.

    Returns:
        By provider, an app id or `key;****`.
    """
    return {
        name: shown(name, value) for name, value in configuration["SupportedLoginProviders"].items()
    }


def shown(provider: str, value: str | Secret) -> str:
    """What may be seen of a login provider's value.

    Args:
        provider: The provider's domain.
        value: Its value.
    """
    return masked_client_id(provider, value.reveal()) if isinstance(value, Secret) else value


def is_left_out(value: str | Secret) -> bool:
    """Whether a login provider's value has a mark in the place of its secret.

    Args:
        value: The value; no real one has an asterisk (API reference, `IdentityProviderId`).
    """
    return MASK in (value.reveal() if isinstance(value, Secret) else value)


def with_secrets(configuration: Configuration, present: Configuration | None) -> Filled:
    """Puts secrets back in where they were left out.

    Args:
        configuration: With `****` in the place of secrets.
        present: Where secrets may be; None if nowhere.

    Returns:
        The configuration with the present secret of each login provider that has one. The key
        before it may be another one.
    """
    values = dict(configuration["SupportedLoginProviders"])
    known = present["SupportedLoginProviders"] if present else {}
    for name, value in values.items():
        if is_left_out(value):
            values[name] = _filled(name, value, known.get(name))
    missing = tuple(name for name, value in values.items() if is_left_out(value))
    return Filled(configuration.replaced(SupportedLoginProviders=values), missing)


def _filled(provider: str, value: str | Secret, known: str | Secret | None) -> str | Secret:
    if not isinstance(known, Secret) or is_left_out(known):
        return value
    # what has a mark has no secret
    marked = value.reveal() if isinstance(value, Secret) else value
    if marked in (MASK, shown(provider, known)):
        return known
    if ";" not in known.reveal():
        return value
    return Secret(f"{marked.partition(';')[0]};{known.reveal().partition(';')[2]}")
