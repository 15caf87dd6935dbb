"""Describe an identity pool: overview, providers, roles and tags."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.service.identity_rows import login_name
from cogtui.service.providers import Provider, ProviderKind, providers
from cogtui.text import counted

_NOT_SET: Final = "not set"


def overview(configuration: Mapping[str, Any], arn: str | None) -> Document:
    """Return a document with a pool's name, IDs, settings, and who can get in.

    Args:
        configuration: The answer of DescribeIdentityPool.
        arn: The pool's ARN, None while the account is unknown.
    """
    configured = list(providers(configuration))
    lines = (
        Line("Name", configuration["IdentityPoolName"]),
        Line("ID", configuration["IdentityPoolId"]),
        Line("ARN", arn or "unknown until STS returns the account", _dim_unless(arn)),
        _guest_access(configuration),
        _classic_flow(configuration),
        *_provider_counts(configured),
        Line("Tags", f"{len(configuration.get('IdentityPoolTags', {})) or 'none'}"),
    )
    if configured or configuration.get("AllowUnauthenticatedIdentities"):
        return (Section("", lines),)
    no_access = Note("No one can sign in: no provider, guest access off.", Tone.WARNING)
    return (Section("", (*lines, no_access)),)


def _dim_unless(value: str | None) -> Tone:
    return Tone.PLAIN if value else Tone.DIM


def _guest_access(configuration: Mapping[str, Any]) -> Line:
    allowed = configuration.get("AllowUnauthenticatedIdentities", False)
    return Line("Guests", "allowed" if allowed else "not allowed")


def _classic_flow(configuration: Mapping[str, Any]) -> Line:
    # the classic flow still works in a pool whose flag was never set
    allowed = configuration.get("AllowClassicFlow")
    words = {True: "allowed", False: "not allowed", None: "not set (allowed)"}
    has_exception = allowed is not False and configuration.get("SamlProviderARNs")
    return Line("Classic flow", words[allowed] + (", except for SAML" if has_exception else ""))


def _provider_counts(configured: list[Provider]) -> list[Line]:
    lines = []
    for kind in ProviderKind:
        names = Counter(login_name(each.name) for each in configured if each.kind is kind)
        if names:
            words = (
                name if clients == 1 else f"{name} ({clients} clients)"
                for name, clients in names.items()
            )
            lines.append(Line(kind.value, ", ".join(words)))
    return lines or [Line("Providers", "none", Tone.DIM)]


def provider_list(configuration: Mapping[str, Any]) -> Document:
    """Return a document about every provider of a pool, by kind.

    Args:
        configuration: The answer of DescribeIdentityPool.

    Returns:
        A section for each kind of provider that the pool has.
    """
    configured = list(providers(configuration))
    if not configured:
        return (Section("", (Note("No providers. Only guest access is possible."),)),)
    return tuple(
        Section(
            f"{kind.value} ({len(members)})",
            tuple(line for each in members for line in _provider_lines(each)),
        )
        for kind in ProviderKind
        if (members := [each for each in configured if each.kind is kind])
    )


def _provider_lines(provider: Provider) -> list[Line]:
    lines = [Line(login_name(provider.name), provider.name)]
    if provider.kind is ProviderKind.USER_POOL:
        check = "on (server-side)" if provider.checks_token else "off"
        lines += [
            Line("  client ID", provider.client_id or _NOT_SET),
            Line("  token check", check, Tone.PLAIN if provider.checks_token else Tone.DIM),
        ]
    elif provider.kind is ProviderKind.SOCIAL:
        lines.append(Line("  app ID", provider.client_id))
    return lines


def roles(configuration: Mapping[str, Any], answer: Mapping[str, Any]) -> Document:
    """Return a document about a pool's roles and the rules that choose among them.

    Args:
        configuration: The answer of DescribeIdentityPool.
        answer: The answer of GetIdentityPoolRoles.

    Returns:
        The default roles, then a section for each provider's mapping with its rules in order.
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
        parts.append(Note("Without a default role, only mapped roles are assigned.", Tone.WARNING))
    if not mappings:
        parts.append(Note("No role mappings: every user gets the default role."))
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
        f"first match of {counted(len(rules), 'rule')}"
        if by_rules
        else "the token's cognito:preferred_role"
    )
    return Section(
        f"Mapping for {login_name(provider)}",
        (
            Line("Provider", provider),
            Line("Role", chosen),
            Line("Otherwise", otherwise, Tone.WARNING if otherwise == _NOT_SET else Tone.PLAIN),
            *(line for number, rule in enumerate(rules, 1) for line in _rule_lines(number, rule)),
        ),
    )


def _rule_lines(number: int, rule: Mapping[str, str]) -> tuple[Line, Line]:
    condition = f"{rule['Claim']} {rule['MatchType']} {rule['Value']}"
    return Line(f"{number}.", condition), Line("  role", rule["RoleARN"])


def tags(answer: Mapping[str, Any]) -> Document:
    """Return a section with a line for each tag of a pool, sorted by key.

    Args:
        answer: The answer of ListTagsForResource.
    """
    found = answer.get("Tags", {})
    if not found:
        return (Section("", (Note("No tags."),)),)
    lines = tuple(Line(key, value) for key, value in sorted(found.items()))
    return (Section(counted(len(found), "tag"), lines),)


def described_tags(configuration: Mapping[str, Any]) -> Document:
    """Return a document about the tags in a pool's configuration.

    Args:
        configuration: The answer of DescribeIdentityPool.
    """
    source = Note("From the pool's description: the account ID is unknown.", Tone.DIM)
    return (
        *tags({"Tags": configuration.get("IdentityPoolTags", {})}),
        Section("", (source,)),
    )


def principal_tags(maps: Mapping[str, Mapping[str, Any] | None]) -> Document:
    """Return a document about the claims of each provider that become session tags.

    Args:
        maps: The answer of GetPrincipalTagAttributeMap by provider, None where no map is set.

    Returns:
        A section for each provider.
    """
    if not maps:
        note = Note("No providers to map principal tags for.")
        return (Section("", (note,)),)
    return tuple(
        Section(login_name(provider), (Line("Provider", provider), *_tag_map(answer)))
        for provider, answer in maps.items()
    )


def _tag_map(answer: Mapping[str, Any] | None) -> tuple[Line | Note, ...]:
    if answer is None:
        return (Note("No principal tags: sessions have no tags."),)
    if answer.get("UseDefaults"):
        return (Note("Default mappings, such as client and username.", Tone.PLAIN),)
    found = answer.get("PrincipalTags", {})
    if not found:
        return (Note("Empty map: sessions have no tags."),)
    return tuple(Line(tag, f"from claim {claim}") for tag, claim in sorted(found.items()))
