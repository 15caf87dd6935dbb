"""Format a configuration as a CloudFormation template in YAML."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.secret import Secret
from cogtui.text import is_plain

_POOL: Final = "IdentityPool"

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_RESERVED_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that YAML parsers read as booleans or null, in any case."""


class Template(NamedTuple):
    """A CloudFormation template."""

    text: str
    """The template in YAML."""
    notes: tuple[str, ...]
    """What CloudFormation handles differently, in sentences."""


def template(configuration: Configuration) -> Template:
    """Return a template that creates a pool with a configuration.

    Args:
        configuration: The configuration.

    Returns:
        The template. Secrets are parameters with `NoEcho`.
    """
    parameters = {
        parameter: {"Type": "String", "NoEcho": True, "Description": f"key;secret of {name}"}
        for name, parameter in _secrets(configuration).items()
    }
    resources: dict[str, Any] = {_POOL: _resource("IdentityPool", _pool(configuration))}
    if configuration["Roles"] or configuration["RoleMappings"]:
        resources["Roles"] = _resource("IdentityPoolRoleAttachment", _roles(configuration))
    for number, (name, tags) in enumerate(configuration["PrincipalTags"].items(), 1):
        values = {"IdentityPoolId": {"Ref": _POOL}, "IdentityProviderName": name, **tags}
        if tags["UseDefaults"]:
            del values["PrincipalTags"]
        resources[f"PrincipalTags{number}"] = _resource("IdentityPoolPrincipalTag", values)
    values = {
        "AWSTemplateFormatVersion": "2010-09-09",
        **({"Parameters": parameters} if parameters else {}),
        "Resources": resources,
        "Outputs": {"IdentityPoolId": {"Value": {"Ref": _POOL}}},
    }
    return Template("\n".join(yaml_lines(values)) + "\n", tuple(_notes(configuration)))


def _secrets(configuration: Configuration) -> dict[str, str]:
    """Return the name of the parameter for each login provider's secret."""
    names = (
        name
        for name, value in configuration["SupportedLoginProviders"].items()
        if isinstance(value, Secret)
    )
    # numbered, because two provider names may consist of the same words
    return {
        name: f"Secret{number}Of{''.join(map(str.capitalize, re.findall(r'[A-Za-z0-9]+', name)))}"
        for number, name in enumerate(names, 1)
    }


def _resource(kind: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"Type": f"AWS::Cognito::{kind}", "Properties": properties}


def _pool(configuration: Configuration) -> dict[str, Any]:
    secrets = {name: {"Ref": each} for name, each in _secrets(configuration).items()}
    tags = configuration["IdentityPoolTags"]
    values = {
        "IdentityPoolName": configuration["IdentityPoolName"],
        "AllowUnauthenticatedIdentities": configuration["AllowUnauthenticatedIdentities"],
        "AllowClassicFlow": configuration["AllowClassicFlow"],
        "CognitoIdentityProviders": configuration["CognitoIdentityProviders"],
        "SupportedLoginProviders": {**configuration["SupportedLoginProviders"], **secrets},
        "OpenIdConnectProviderARNs": configuration["OpenIdConnectProviderARNs"],
        "SamlProviderARNs": configuration["SamlProviderARNs"],
        "DeveloperProviderName": configuration["DeveloperProviderName"],
        "IdentityPoolTags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    return {name: value for name, value in values.items() if value is False or value}


def _roles(configuration: Configuration) -> dict[str, Any]:
    # the keys of this map are arbitrary: `IdentityProvider` names the provider
    mappings = {
        f"Mapping{number}": {"IdentityProvider": key, **mapping}
        for number, (key, mapping) in enumerate(configuration["RoleMappings"].items(), 1)
    }
    values = {"Roles": configuration["Roles"], "RoleMappings": mappings}
    return {
        "IdentityPoolId": {"Ref": _POOL},
        **{name: value for name, value in values.items() if value},
    }


def _notes(configuration: Configuration) -> Iterator[str]:
    if _secrets(configuration):
        yield "Login provider secrets are omitted: they are parameters."
    if "{{resolve:" in json.dumps(configuration.members, default=str):
        yield (
            "A value contains {{resolve: … }}, which CloudFormation treats as a dynamic reference "
            "and which cannot be escaped."
        )


def yaml_lines(value: Mapping[str, Any]) -> Iterator[str]:
    """Format plain data as block-style YAML with JSON-style quoted strings.

    Args:
        value: Plain data.

    Yields:
        The lines.
    """
    for name, each in value.items():
        yield from _member_lines(f"{_key(name)}:", each)


def _member_lines(start: str, value: Any) -> Iterator[str]:  # noqa: ANN401  plain data
    if isinstance(value, Mapping) and value:
        yield start
        yield from (f"  {line}" for line in yaml_lines(value))
    elif isinstance(value, list) and value:
        yield start
        for each in value:
            # the first line of an item follows its dash
            first, *rest = yaml_lines(each) if isinstance(each, Mapping) else [_scalar(each)]
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)
    else:
        yield f"{start} {_scalar(value)}"


def _key(name: str) -> str:
    plain = _PLAIN.fullmatch(name) and name.casefold() not in _RESERVED_WORDS
    return name if plain else _scalar(name)


def _scalar(value: Any) -> str:  # noqa: ANN401  a string, a number, a boolean, or empty
    if not isinstance(value, str):
        return json.dumps(value)
    return f'"{"".join(map(_escape_character, value))}"'


def _escape_character(each: str) -> str:
    if each in '\\"':
        return f"\\{each}"
    # JSON would escape a character above U+FFFF as a surrogate pair, which YAML does not allow
    return each if is_plain(each) else f"\\U{ord(each):08x}"
