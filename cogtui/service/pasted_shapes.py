"""Recognize values in the form of other tools, and find the form that the service requires.

People paste them from CloudFormation, Terraform, the CDK, the AWS CLI's shorthand and other AWS
services: tags as a list of keys and values, a role mapping that names its provider inside.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cogtui.service.members import Member, ValueKind, listed
from cogtui.service.unpublished_limits import holds_secret

_ANY: Final = "…"
"""The mark for the rest of a value."""

_SHOWN: Final = 3
"""The most entries of a map that a suggestion spells out."""

_SHORTHAND: Final = re.compile(r"Key=([^,]*),Value=(\S*)")
"""A tag as the AWS CLI takes it for most services."""

_KEY_NAMES: Final = ("key", "name", "tagkey")
_VALUE_NAMES: Final = ("value", "tagvalue")
_PROVIDER_NAMES: Final = ("identityprovider", "identityprovidername", "providername")

_ALIASES: Final[Mapping[str, str]] = {
    "mappingrule": "RulesConfiguration",
    "mappingrules": "RulesConfiguration",
    "tags": "IdentityPoolTags",
    "name": "IdentityPoolName",
}
"""Names in other tools (Terraform's `mapping_rule`), folded as by `_folded`."""


def wrong_type(member: Member, value: object, expected: str) -> str:
    """Describe a value of the wrong type.

    Args:
        member: The member.
        value: Its value.
        expected: The type that is required, in words.

    Returns:
        The type, with the value in the right form if that can be derived.
    """
    if isinstance(value, Mapping) and any(_is_function(name) for name in value):
        return f"{expected}, not a CloudFormation function"
    intended = next(iter(_FORMS.get(member.kind, _nothing)(member, value)), "")
    return f"{expected}. Did you mean {intended}?" if intended else expected


def unknown_member(members: Sequence[Member], name: str, value: object) -> str:
    """Describe a member that a structure does not have.

    Args:
        members: The members that it has.
        name: The unknown name.
        value: Its value.

    Returns:
        The member or the form that was probably meant, otherwise the members to choose from.
    """
    names = [member.name for member in members]
    folded = _folded(name)
    alike = [each for each in names if _folded(each) == folded or each == _ALIASES.get(folded)]
    if alike:
        return f"not a member. Did you mean {alike[0]}?"
    if folded in _PROVIDER_NAMES and "AmbiguousRoleResolution" in names:
        provider = value if isinstance(value, str) else "PROVIDER"
        return f"not a member: the provider is the key. Did you mean {_keyed(provider)}?"
    for member in members:
        if folded in map(_folded, (each.name for each in member.members)):
            inner = next(each.name for each in member.members if _folded(each.name) == folded)
            intended = f'"{member.name}": {{"{inner}": {_ANY}}}'
            return f"not a member. Did you mean {intended}?"
    return f"not a member: {listed(names)}"


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def _is_function(name: object) -> bool:
    return isinstance(name, str) and (name == "Ref" or name.startswith("Fn::"))


def _nothing(_member: Member, _value: object) -> Iterator[str]:
    yield from ()


def _map_forms(member: Member, value: object) -> Iterator[str]:
    """Yield the map meant by a list of pairs, or by the AWS CLI's shorthand."""
    if isinstance(value, str):
        value = value.split() if _SHORTHAND.search(value) else value.split(",")
    pairs = list(_pairs(value)) if isinstance(value, list | tuple) else []
    if pairs:
        assert member.element is not None, "a map has elements"  # noqa: S101  for the type
        yield _object(
            (json.dumps(name, ensure_ascii=False), _quoted(member.element, each))
            for name, each in pairs
        )


def _pairs(values: Iterable[object]) -> Iterator[tuple[str, object]]:
    for value in values:
        if isinstance(value, Mapping):
            name, text = _entry(value, _KEY_NAMES), _entry(value, _VALUE_NAMES)
            if isinstance(name, str):
                yield name, text or ""
        elif isinstance(value, str) and (found := _SHORTHAND.fullmatch(value)):
            yield found[1], found[2]
        elif isinstance(value, str) and "=" in value:
            name, _, text = value.partition("=")
            yield name.strip(), text.strip()


def _structures_forms(_member: Member, value: object) -> Iterator[str]:
    """Yield the map meant by a list of structures that name their providers."""
    for each in value if isinstance(value, list | tuple) else ():
        provider = _entry(each, _PROVIDER_NAMES) if isinstance(each, Mapping) else None
        if isinstance(provider, str):
            yield _keyed(provider)


def _structure_forms(member: Member, value: object) -> Iterator[str]:
    """Yield the structure meant by the only list in it."""
    if isinstance(value, list | tuple) and len(member.members) == 1:
        yield f'{{"{member.members[0].name}": [ {_ANY} ]}}'


def _list_forms(_member: Member, value: object) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield json.dumps([value], ensure_ascii=False)


def _rows_forms(member: Member, value: object) -> Iterator[str]:
    """Yield the list meant by one of its elements, or by a map from names to client IDs."""
    if not isinstance(value, Mapping):
        return
    assert member.element is not None, "a list has elements"  # noqa: S101  for the type
    names = [each.name for each in member.element.members]
    if set(value) & set(names):
        yield f"[{{ {_ANY} }}]"
    else:
        for name, each in list(value.items())[:1]:
            row = zip(names, (name, each), strict=False)
            yield f"[{_object((json.dumps(key), json.dumps(text)) for key, text in row)}]"


def _switch_forms(_member: Member, value: object) -> Iterator[str]:
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        yield value.casefold()


def _number_forms(_member: Member, value: object) -> Iterator[str]:
    if isinstance(value, str) and value.isdecimal():
        yield value


def _text_forms(member: Member, value: object) -> Iterator[str]:
    if isinstance(value, int | float) and not member.sensitive:
        yield f'"{json.dumps(value)}"'


def _entry(values: Mapping[Any, Any], names: Sequence[str]) -> object:
    return next((each for key, each in values.items() if _folded(str(key)) in names), None)


def _keyed(key: str) -> str:
    return f"{{{json.dumps(key, ensure_ascii=False)}: {{ {_ANY} }}}}"


def _quoted(element: Member, value: object) -> str:
    is_secret = element.sensitive or holds_secret(element.name, value)
    text = value if isinstance(value, str) else json.dumps(value)
    return _ANY if is_secret else json.dumps(text, ensure_ascii=False)


def _object(entries: Iterable[tuple[str, str]]) -> str:
    texts = [f"{name}: {text}" for name, text in entries]
    return f"{{{', '.join([*texts[:_SHOWN], *([_ANY] if len(texts) > _SHOWN else [])])}}}"


_FORMS: Final = {
    ValueKind.TEXT: _text_forms,
    ValueKind.CHOICE: _text_forms,
    ValueKind.NUMBER: _number_forms,
    ValueKind.SWITCH: _switch_forms,
    ValueKind.LIST: _list_forms,
    ValueKind.ROWS: _rows_forms,
    ValueKind.MAP: _map_forms,
    ValueKind.STRUCTURES: _structures_forms,
    ValueKind.STRUCTURE: _structure_forms,
}
"""The function that yields the forms meant by a value of the wrong type, by the right kind."""
