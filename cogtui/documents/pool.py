"""What is said of an identity pool: its overview, providers, roles and tags."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.service.identity_rows import login_name
from cogtui.service.providers import Provider, ProviderKind, providers
from cogtui.text import counted

_NOT_SET: Final = "not set"


def overview(configuration: Mapping[str, Any], arn: str | None) -> Document:
    """The pool at a glance.

    Args:
        configuration: The answer of DescribeIdentityPool.
        arn: The pool's ARN, None while the account is not known.

    Returns:
        Name, ids, what it allows and who can get in.
    """
    known = list(providers(configuration))
    lines = (
        Line("Name", configuration["IdentityPoolName"]),
        Line("Id", configuration["IdentityPoolId"]),
        Line("ARN", arn or "unknown until sts tells the account", _dim_unless(arn)),
        _guests(configuration),
        _classic_flow(configuration),
        *_ways_in(known),
        Line("Tags", f"{len(configuration.get('IdentityPoolTags', {})) or 'none'}"),
    )
    if known or configuration.get("AllowUnauthenticatedIdentities"):
        return (Section("", lines),)
    nobody = Note("Nobody can get in: no provider, and no guests.", Tone.WARNING)
    return (Section("", (*lines, nobody)),)


def _dim_unless(value: str | None) -> Tone:
    return Tone.PLAIN if value else Tone.DIM


def _guests(configuration: Mapping[str, Any]) -> Line:
    allowed = configuration.get("AllowUnauthenticatedIdentities", False)
    return Line("Guests", "allowed" if allowed else "not allowed")


def _classic_flow(configuration: Mapping[str, Any]) -> Line:
    # a pool that never set the flag still issues tokens for the classic flow
    allowed = configuration.get("AllowClassicFlow")
    words = {True: "allowed", False: "not allowed", None: "not set, which allows it"}
    return Line("Classic flow", words[allowed])


def _ways_in(known: list[Provider]) -> list[Line]:
    lines = []
    for kind in ProviderKind:
        names = Counter(login_name(each.name) for each in known if each.kind is kind)
        if names:
            words = (
                name if clients == 1 else f"{name} ({clients} clients)"
                for name, clients in names.items()
            )
            lines.append(Line(kind.value, ", ".join(words)))
    return lines or [Line("Providers", "none", Tone.DIM)]


def provider_list(configuration: Mapping[str, Any]) -> Document:
    """Every provider of the pool, by kind, with what it is known by.

    Args:
        configuration: The answer of DescribeIdentityPool.

    Returns:
        A section for each kind that the pool has.
    """
    known = list(providers(configuration))
    if not known:
        return (Section("", (Note("No providers. Only guests could get in."),)),)
    return tuple(
        Section(
            f"{kind.value} ({len(members)})",
            tuple(line for each in members for line in _provider_lines(each)),
        )
        for kind in ProviderKind
        if (members := [each for each in known if each.kind is kind])
    )


def _provider_lines(provider: Provider) -> list[Line]:
    lines = [Line(login_name(provider.name), provider.name)]
    if provider.kind is ProviderKind.USER_POOL:
        check = "asks the user pool" if provider.checks_token else "off"
        lines += [
            Line("  client", provider.client_id or _NOT_SET),
            Line("  token check", check, Tone.PLAIN if provider.checks_token else Tone.DIM),
        ]
    elif provider.kind is ProviderKind.SOCIAL:
        lines.append(Line("  app id", provider.client_id))
    return lines


def roles(configuration: Mapping[str, Any], answer: Mapping[str, Any]) -> Document:
    """The roles that identities get, and the rules that choose among them.

    Args:
        configuration: The answer of DescribeIdentityPool.
        answer: The answer of GetIdentityPoolRoles.

    Returns:
        The default roles, then a section for each provider's mapping, its rules in order.
    """
    default = answer.get("Roles", {})
    mappings = answer.get("RoleMappings", {})
    parts: list[Line | Note] = [
        Line(label, default.get(key, _NOT_SET), _dim_unless(default.get(key)))
        for label, key in (("Authenticated", "authenticated"), ("Guests", "unauthenticated"))
    ]
    if configuration.get("AllowUnauthenticatedIdentities") and "unauthenticated" not in default:
        parts.append(Note("Guests are allowed but get no credentials.", Tone.WARNING))
    if any(providers(configuration)) and "authenticated" not in default:
        parts.append(Note("Without a default role, only mapped roles are given.", Tone.WARNING))
    if not mappings:
        parts.append(Note("No role mappings: everybody gets the default role."))
    return (
        Section("Default roles", tuple(parts)),
        *(_mapping(provider, mapping) for provider, mapping in mappings.items()),
    )


def _mapping(provider: str, mapping: Mapping[str, Any]) -> Section:
    by_rules = mapping.get("Type") == "Rules"
    otherwise = {
        "AuthenticatedRole": "the default authenticated role",
        "Deny": "denied",
    }.get(mapping.get("AmbiguousRoleResolution", ""), _NOT_SET)
    rules = mapping.get("RulesConfiguration", {}).get("Rules", ())
    chosen = (
        f"the first of {counted(len(rules), 'rule')} that matches"
        if by_rules
        else "the token's cognito:preferred_role"
    )
    return Section(
        f"Mapping for {login_name(provider)}",
        (
            Line("Provider", provider),
            Line("Role", chosen),
            Line("Otherwise", otherwise, Tone.WARNING if otherwise == _NOT_SET else Tone.PLAIN),
            *(line for place, rule in enumerate(rules, 1) for line in _rule_lines(place, rule)),
        ),
    )


def _rule_lines(place: int, rule: Mapping[str, str]) -> tuple[Line, Line]:
    condition = f"{rule['Claim']} {rule['MatchType']} {rule['Value']}"
    return Line(f"{place}.", condition), Line("  role", rule["RoleARN"])


def tags(answer: Mapping[str, Any]) -> Document:
    """The pool's tags.

    Args:
        answer: The answer of ListTagsForResource.

    Returns:
        A line for each, by key.
    """
    found = answer.get("Tags", {})
    if not found:
        return (Section("", (Note("No tags."),)),)
    lines = tuple(Line(key, value) for key, value in sorted(found.items()))
    return (Section(counted(len(found), "tag"), lines),)


def principal_tags(maps: Mapping[str, Mapping[str, Any] | None]) -> Document:
    """Which claims of each provider become tags of the session.

    Args:
        maps: By provider, the answer of GetPrincipalTagAttributeMap, None where none is set.

    Returns:
        A section for each provider.
    """
    if not maps:
        note = Note("No provider that principal tags could be mapped for.")
        return (Section("", (note,)),)
    return tuple(
        Section(login_name(provider), (Line("Provider", provider), *_tag_map(answer)))
        for provider, answer in maps.items()
    )


def _tag_map(answer: Mapping[str, Any] | None) -> tuple[Line | Note, ...]:
    if answer is None:
        return (Note("No principal tags: sessions carry none."),)
    if answer.get("UseDefaults"):
        return (Note("The default mappings, such as client and username.", Tone.PLAIN),)
    found = answer.get("PrincipalTags", {})
    if not found:
        return (Note("An empty map: sessions carry no tags."),)
    return tuple(Line(tag, f"from claim {claim}") for tag, claim in sorted(found.items()))
