"""Format a configuration as Terraform resources of the AWS provider in HCL."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import Configuration, rules_of
from cogtui.secret import Secret
from cogtui.text import is_plain

_MAX_DEVELOPER_NAME: Final = 100
"""The provider's limit; the service itself allows 128."""

_TEMPLATE: Final = re.compile(r"[$%]+(?={)")
"""The start of a template sequence."""

_USER_POOL_ARGUMENTS: Final = (
    ("client_id", "ClientId"),
    ("provider_name", "ProviderName"),
    ("server_side_token_check", "ServerSideTokenCheck"),
)

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Module(NamedTuple):
    """A Terraform module in one file."""

    text: str
    """The resources in HCL."""
    notes: tuple[str, ...]
    """What Terraform handles differently, in sentences."""


class Raw(NamedTuple):
    """An expression to write unquoted."""

    text: str
    """The expression."""


class Block(NamedTuple):
    """An HCL block."""

    head: str
    """Its type and labels."""
    items: tuple["tuple[str, Any] | Block", ...]
    """Its arguments and nested blocks."""


def module(configuration: Configuration, pool_id: str | None = None) -> Module:
    """Format the resources of a pool.

    Args:
        configuration: The pool's configuration.
        pool_id: The existing pool to import (Terraform 1.5 or later); None to create one.

    Returns:
        The resources. Secrets are sensitive variables.
    """
    label = _label(configuration["IdentityPoolName"])
    pool = Raw(f"aws_cognito_identity_pool.{label}.id")
    blocks = [*_variables(configuration), _pool(configuration, label)]
    ids = {f"aws_cognito_identity_pool.{label}": pool_id}
    if configuration["Roles"] or configuration["RoleMappings"]:
        kind = "aws_cognito_identity_pool_roles_attachment"
        blocks.append(_roles(configuration, _resource_header(kind, label), pool))
        ids[f"{kind}.{label}"] = pool_id
    for number, (name, tags) in enumerate(configuration["PrincipalTags"].items(), 1):
        kind = "aws_cognito_identity_pool_provider_principal_tag"
        blocks.append(
            _principal_tags(_resource_header(kind, f"{label}_{number}"), pool, name, tags)
        )
        ids[f"{kind}.{label}_{number}"] = f"{pool_id}:{name}"
    if pool_id is not None:
        blocks += [Block("import", (("to", Raw(to)), ("id", each))) for to, each in ids.items()]
    text = "\n\n".join("\n".join(_lines(each)) for each in blocks)
    return Module(f"{text}\n", tuple(_notes(configuration)))


def _label(name: str) -> str:
    words = "_".join(re.findall(r"[a-z0-9]+", name.lower()))
    return words if words[:1].isalpha() else f"pool_{words}".rstrip("_")


def _resource_header(kind: str, label: str) -> str:
    return f'resource "{kind}" "{label}"'


def _secrets(configuration: Configuration) -> dict[str, str]:
    """Return the name of the variable for each login provider's secret."""
    names = (
        name
        for name, value in configuration["SupportedLoginProviders"].items()
        if isinstance(value, Secret)
    )
    # numbered, because two provider names may consist of the same words
    return {
        name: "_".join([f"secret_{number}_of", *re.findall(r"[a-z0-9]+", name.lower())])
        for number, name in enumerate(names, 1)
    }


def _variables(configuration: Configuration) -> Iterator[Block]:
    for name, variable in _secrets(configuration).items():
        described = ("description", f"key;secret of {name}")
        items = (described, ("type", Raw("string")), ("sensitive", True))
        yield Block(f'variable "{variable}"', items)


def _pool(configuration: Configuration, label: str) -> Block:
    secrets = {name: Raw(f"var.{each}") for name, each in _secrets(configuration).items()}
    values = {
        "identity_pool_name": configuration["IdentityPoolName"],
        "allow_unauthenticated_identities": configuration["AllowUnauthenticatedIdentities"],
        # the provider sends false if it is omitted
        "allow_classic_flow": bool(configuration["AllowClassicFlow"]),
        "developer_provider_name": configuration["DeveloperProviderName"],
        "supported_login_providers": {**configuration["SupportedLoginProviders"], **secrets},
        "openid_connect_provider_arns": configuration["OpenIdConnectProviderARNs"],
        "saml_provider_arns": configuration["SamlProviderARNs"],
        "tags": configuration["IdentityPoolTags"],
    }
    user_pools = (
        Block(
            "cognito_identity_providers",
            tuple((name, each[member]) for name, member in _USER_POOL_ARGUMENTS if member in each),
        )
        for each in configuration["CognitoIdentityProviders"]
    )
    return Block(
        _resource_header("aws_cognito_identity_pool", label), (*_set_arguments(values), *user_pools)
    )


def _set_arguments(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in values.items() if value is False or value)


def _roles(configuration: Configuration, head: str, pool: Raw) -> Block:
    mappings = (
        Block("role_mapping", tuple(_mapping(key, each)))
        for key, each in configuration["RoleMappings"].items()
    )
    return Block(head, (("identity_pool_id", pool), ("roles", configuration["Roles"]), *mappings))


def _mapping(key: str, mapping: Mapping[str, Any]) -> Iterator[tuple[str, Any] | Block]:
    yield "identity_provider", key
    resolution = mapping.get("AmbiguousRoleResolution")
    yield from _set_arguments(
        {"ambiguous_role_resolution": resolution, "type": mapping.get("Type")}
    )
    for rule in rules_of(mapping):
        yield Block(
            "mapping_rule",
            (
                ("claim", rule["Claim"]),
                ("match_type", rule["MatchType"]),
                ("role_arn", rule["RoleARN"]),
                ("value", rule["Value"]),
            ),
        )


def _principal_tags(head: str, pool: Raw, name: str, tags: Mapping[str, Any]) -> Block:
    items = {
        "identity_pool_id": pool,
        "identity_provider_name": name,
        "use_defaults": tags["UseDefaults"],
        "principal_tags": tags["PrincipalTags"],
    }
    return Block(head, tuple(_set_arguments(items)))


def _notes(configuration: Configuration) -> Iterator[str]:
    if _secrets(configuration):
        yield "Login provider secrets are omitted: they are variables."
    if configuration["AllowClassicFlow"] is None:
        yield (
            "AllowClassicFlow was never set, so the classic flow is allowed. Terraform cannot "
            "express that and disables it."
        )
    if configuration["RoleMappings"] and not configuration["Roles"]:
        yield "Terraform requires a default role for role mappings; this pool has none."
    if len(configuration["DeveloperProviderName"]) > _MAX_DEVELOPER_NAME:
        yield f"Terraform limits developer provider names to {_MAX_DEVELOPER_NAME} characters."
    yield "Changing the pool or developer provider name makes Terraform replace the pool."


def _lines(block: Block) -> Iterator[str]:
    yield f"{block.head} {{"
    yield from _indented(_arguments(each for each in block.items if not isinstance(each, Block)))
    for each in block.items:
        if isinstance(each, Block):
            yield ""
            yield from _indented(_lines(each))
    yield "}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _arguments(items: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Yield arguments, with the equals signs of consecutive one-line arguments aligned."""
    written = ((name, [*_expression(value)]) for name, value in items)
    for is_long, group in groupby(written, lambda each: len(each[1]) > 1):
        members = list(group)
        width = 0 if is_long else max(len(name) for name, _ in members)
        for name, (first, *rest) in members:
            yield f"{name.ljust(width)} = {first}"
            yield from rest


def _expression(value: Any) -> Iterator[str]:  # noqa: ANN401  plain data
    match value:
        case Raw():
            yield value.text
        case bool():
            yield "true" if value else "false"
        case str():
            yield quote(value)
        case list():
            yield "["
            yield from _indented(f"{quote(each)}," for each in value)
            yield "]"
        case _:
            # empty maps too: the provider requires `roles`
            yield "{"
            yield from _indented(_arguments((quote(name), each) for name, each in value.items()))
            yield "}"


def quote(text: str) -> str:
    """Quote a string so that HCL does not interpret anything in it.

    Args:
        text: The string.

    Returns:
        A quoted template without template sequences.
    """
    return f'"{_TEMPLATE.sub(_escape_sequence, "".join(map(_escape_character, text)))}"'


def _escape_character(each: str) -> str:
    return _ESCAPES.get(each) or (each if is_plain(each) else f"\\U{ord(each):08x}")


def _escape_sequence(found: re.Match[str]) -> str:
    # not `$${`: without a closing brace, HCL parsers disagree on it
    return "".join(f"\\u{ord(each):04x}" for each in found[0])
