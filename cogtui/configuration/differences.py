"""Compare two configurations member by member, down to single providers, rules and tags."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final

from cogtui.configuration.json_positions import JsonPath, format_json
from cogtui.configuration.pool_configuration import (
    SHAPES,
    Configuration,
    Shape,
    mapping_key,
    rules_of,
)
from cogtui.configuration.redaction import is_redacted, redact_login_provider
from cogtui.documents.configuration_change import Difference, Sign
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name

LABELS: Final[Mapping[str, str]] = {
    "IdentityPoolName": "name",
    "AllowUnauthenticatedIdentities": "guests",
    "AllowClassicFlow": "classic flow",
    "CognitoIdentityProviders": "user pool",
    "SupportedLoginProviders": "social provider",
    "OpenIdConnectProviderARNs": "OpenID Connect provider",
    "SamlProviderARNs": "SAML provider",
    "DeveloperProviderName": "developer provider",
    "Roles": "role",
    "RoleMappings": "role mapping",
    "PrincipalTags": "principal tags",
    "IdentityPoolTags": "tag",
}
"""A plain label for each member."""

_ROLE_LABELS: Final = {"authenticated": "authenticated", "unauthenticated": "guests"}


def differences(before: Configuration, after: Configuration) -> tuple[Difference, ...]:
    """Return the differences between two configurations.

    Args:
        before: The old configuration.
        after: The current or planned configuration.

    Returns:
        The differences in the order of the members; none if the configurations are equal. A
        redacted secret matches any other.
    """
    return tuple(
        each for name in SHAPES for each in _BY_SHAPE[SHAPES[name]](name, before[name], after[name])
    )


def format_rule(rule: Mapping[str, str]) -> str:
    """Format a rule of a role mapping on one line.

    Args:
        rule: A `MappingRule`; missing members become empty.

    Returns:
        For example `groups Contains admin → arn:aws:iam::111122223333:role/Admin`.
    """
    claim, match_type, value, role = (
        rule.get(name, "") for name in ("Claim", "MatchType", "Value", "RoleARN")
    )
    return f"{claim} {match_type} {value} → {role}"


def format_piece(path: Sequence[str], value: Any) -> str:  # noqa: ANN401  of the member's shape
    """Format one side's value of a piece in a merge.

    Args:
        path: The path of the piece: its member, then a name inside it.
        value: The value; None if the side does not have the piece.

    Returns:
        Words or JSON, without secrets.
    """
    name = path[0]
    if SHAPES[name] is Shape.FLAG:
        return _FLAG_TEXTS[value]
    if not value:
        return "none"
    if isinstance(value, str | Secret):
        return _format_value(path[-1], value)
    return _format_user_pool(value) if SHAPES[name] is Shape.USER_POOLS else format_json(value)


def _sign(before: str, after: str) -> Sign:
    """Return the sign for a change of a string that is unset when empty."""
    if not before:
        return Sign.ADDED
    return Sign.CHANGED if after else Sign.REMOVED


def _text_differences(name: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(_sign(before, after), (name,), LABELS[name], before, after)


_FLAG_TEXTS: Final = {True: "allowed", False: "not allowed", None: "not set"}


def _flag_differences(name: str, before: bool | None, after: bool | None) -> Iterator[Difference]:
    if before is not after:
        texts = (_FLAG_TEXTS[before], _FLAG_TEXTS[after])
        yield Difference(Sign.CHANGED, (name,), LABELS[name], *texts)


def _texts_differences(
    name: str, before: Sequence[str], after: Sequence[str]
) -> Iterator[Difference]:
    for text in sorted({*before, *after}):
        if text not in after:
            yield Difference(Sign.REMOVED, (name, before.index(text)), LABELS[name], text, "")
        elif text not in before:
            yield Difference(Sign.ADDED, (name, after.index(text)), LABELS[name], "", text)


def _map_differences(
    name: str, before: Mapping[str, str | Secret], after: Mapping[str, str | Secret]
) -> Iterator[Difference]:
    for key in sorted({*before, *after}):
        path = (name, key)
        label = f"{LABELS[name]} {_ROLE_LABELS.get(key, key) if name == 'Roles' else key}"
        was, now = (_format_value(key, each.get(key)) for each in (before, after))
        if key not in after:
            yield Difference(Sign.REMOVED, path, label, was, "")
        elif key not in before:
            yield Difference(Sign.ADDED, path, label, "", now)
        elif was != now:
            yield Difference(Sign.CHANGED, path, label, was, now)
        # a redacted secret may or may not be the same
        elif before[key] != after[key] and not (
            is_redacted(before[key]) or is_redacted(after[key])
        ):
            text = f"{now} (secret changed)"
            yield Difference(Sign.CHANGED, path, label, was, text)


def _format_value(key: str, value: str | Secret | None) -> str:
    return redact_login_provider(key, value) if isinstance(value, Secret) else value or "(empty)"


def _user_pool_differences(
    name: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    old = {mapping_key(each): (place, each) for place, each in enumerate(before)}
    new = {mapping_key(each): (place, each) for place, each in enumerate(after)}
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was is None or now is None or was[1] != now[1]:
            place, value = now or was or (0, {})
            yield Difference(
                Sign.ADDED if was is None else Sign.REMOVED if now is None else Sign.CHANGED,
                (name, place),
                f"{LABELS[name]} {login_name(value.get('ProviderName', ''))}",
                _format_user_pool(was[1]) if was else "",
                _format_user_pool(now[1]) if now else "",
            )


def _format_user_pool(value: Mapping[str, Any]) -> str:
    checked = "on" if value["ServerSideTokenCheck"] else "off"
    provider, client = value.get("ProviderName", ""), value.get("ClientId", "none")
    return f"{provider}, client {client}, token check {checked}"


def _mapping_differences(
    name: str, before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        label = f"{LABELS[name]} {login_name(key)}"
        if old is None or new is None:
            sign = Sign.ADDED if old is None else Sign.REMOVED
            texts = (_format_mapping(each) if each is not None else "" for each in (old, new))
            yield Difference(sign, (name, key), label, *texts)
        else:
            for field in ("Type", "AmbiguousRoleResolution"):
                was, now = old.get(field, ""), new.get(field, "")
                if was != now:
                    path = (name, key, field)
                    yield Difference(_sign(was, now), path, f"{label} {field}", was, now)
        # the rules of an added or removed mapping are listed one by one as well
        yield from _rule_differences(
            (name, key, "RulesConfiguration", "Rules"),
            label,
            rules_of(old or {}),
            rules_of(new or {}),
        )


def _format_mapping(mapping: Mapping[str, Any]) -> str:
    otherwise = mapping.get("AmbiguousRoleResolution", "not set")
    return f"{mapping.get('Type', 'no type')}, otherwise {otherwise}"


def _rule_differences(
    path: JsonPath,
    label: str,
    before: Sequence[Mapping[str, str]],
    after: Sequence[Mapping[str, str]],
) -> Iterator[Difference]:
    removed, added, changed = _compare_rules([*map(_hashable, before)], [*map(_hashable, after)])
    for old in removed:
        # a rule removed in one place and added in another was moved
        new = next((place for place in added if after[place] == before[old]), None)
        text = format_rule(before[old])
        if new is None:
            yield Difference(Sign.REMOVED, (*path, old), f"{label} rule {old + 1}", text, "")
        else:
            added.remove(new)
            places = (f"rule {old + 1}", f"rule {new + 1}: {text}")
            yield Difference(Sign.MOVED, (*path, new), f"{label} rule {old + 1}", *places)
    for old, new in changed:
        was, now = format_rule(before[old]), format_rule(after[new])
        yield Difference(Sign.CHANGED, (*path, new), f"{label} rule {new + 1}", was, now)
    for new in added:
        text = format_rule(after[new])
        yield Difference(Sign.ADDED, (*path, new), f"{label} rule {new + 1}", "", text)


def _hashable(rule: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(rule.items()))


def _compare_rules(
    before: Sequence[object], after: Sequence[object]
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Return the indexes removed from `before`, those added to `after`, and the changed pairs."""
    removed: list[int] = []
    added: list[int] = []
    changed: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for old, new in zip_longest(range(i, i_end), range(j, j_end)):
            # a rule that also appears elsewhere was moved, not changed
            stays = old is not None and before[old] in after
            was = new is not None and after[new] in before
            if old is not None and new is not None and not stays and not was:
                changed.append((old, new))
                continue
            if old is not None:
                removed.append(old)
            if new is not None:
                added.append(new)
    return removed, added, changed


def _tag_map_differences(
    name: str, before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    none: Mapping[str, Any] = {"UseDefaults": False, "PrincipalTags": {}}
    for key in sorted({*before, *after}):
        old, new = before.get(key, none), after.get(key, none)
        label = f"{LABELS[name]} {login_name(key)}"
        if old["UseDefaults"] != new["UseDefaults"]:
            texts = (_format_tag_map(old), _format_tag_map(new))
            yield Difference(Sign.CHANGED, (name, key, "UseDefaults"), label, *texts)
        tags, now = old["PrincipalTags"], new["PrincipalTags"]
        for tag in sorted({*tags, *now}):
            if tags.get(tag) != now.get(tag):
                texts = (tags.get(tag, ""), now.get(tag, ""))
                path = (name, key, "PrincipalTags", tag)
                yield Difference(_sign(*texts), path, f"{label} {tag}", *texts)


def _format_tag_map(value: Mapping[str, Any]) -> str:
    if value["UseDefaults"]:
        return "default mappings"
    return "custom mappings" if value["PrincipalTags"] else "none"


_BY_SHAPE: Final[Mapping[Shape, Callable[[str, Any, Any], Iterator[Difference]]]] = {
    Shape.TEXT: _text_differences,
    Shape.FLAG: _flag_differences,
    Shape.TEXTS: _texts_differences,
    Shape.MAP: _map_differences,
    Shape.USER_POOLS: _user_pool_differences,
    Shape.MAPPINGS: _mapping_differences,
    Shape.TAG_MAPS: _tag_map_differences,
}
"""The function that compares members of each shape."""
