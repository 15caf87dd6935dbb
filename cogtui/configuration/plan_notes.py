"""Remarks on a planned change: what the service would reject, and which users lose access."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cogtui.configuration.pool_configuration import Configuration, mapping_key, rules_of
from cogtui.configuration.redaction import is_redacted
from cogtui.documents.configuration_change import Remark, RemarkLevel
from cogtui.secret import Secret
from cogtui.service.iam_arns import ArnKind, find_mistake
from cogtui.service.identity_rows import login_name

_AUTHENTICATED: Final = "authenticated"
_UNAUTHENTICATED: Final = "unauthenticated"


def remarks(
    before: Configuration | None, after: Configuration, account: str, partition: str
) -> Iterator[Remark]:
    """Yield the remarks on a change.

    Args:
        before: The current configuration; None for a new pool.
        after: The planned configuration.
        account: The account ID of the pool; empty if unknown.
        partition: The pool's partition, such as `aws`.

    Yields:
        What would be rejected, what is questionable afterwards but was not before, and which
        users lose access.
    """
    if before is not None:
        yield from _unchangeable_remarks(before, after)
    yield from _orphan_remarks(before, after)
    yield from _secret_remarks(after)
    present = _state_remarks(before, account, partition) if before else ()
    known = {_without_places(each) for each in present}
    planned = _state_remarks(after, account, partition)
    yield from (each for each in planned if _without_places(each) not in known)
    if before is not None:
        yield from _access_remarks(before, after)


def _without_places(remark: Remark) -> Remark:
    """Return a remark without places in lists, which shift if another element is added."""
    return remark._replace(path=tuple(each for each in remark.path if isinstance(each, str)))


def _unchangeable_remarks(before: Configuration, after: Configuration) -> Iterator[Remark]:
    name = "DeveloperProviderName"
    if before[name] and before[name] != after[name]:
        yield Remark(
            RemarkLevel.ERROR,
            (name,),
            f"The developer provider name cannot be changed once set; it is {before[name]}.",
        )
    name = "AllowClassicFlow"
    if before[name] is not None and after[name] is None:
        yield Remark(
            RemarkLevel.ERROR,
            (name,),
            "AllowClassicFlow cannot be unset: set it to true or false.",
        )


def _orphan_remarks(before: Configuration | None, after: Configuration) -> Iterator[Remark]:
    """Yield settings for providers that the pool would not have."""
    keys = {"RoleMappings": after.mapping_keys, "PrincipalTags": after.provider_names}
    gone = {*before.mapping_keys, *before.provider_names} if before else set()
    for member, what in (("RoleMappings", "Role mapping"), ("PrincipalTags", "Principal tags")):
        for key in (each for each in after[member] if each not in keys[member]):
            if key in gone:
                text = f"{what} for {key}: this change removes the provider."
                yield Remark(RemarkLevel.ERROR, (member, key), text)
            elif before is None or any(before[each] != after[each] for each in (member, "Roles")):
                text = f"{what} for {key}: the pool has no such provider."
                yield Remark(RemarkLevel.ERROR, (member, key), text)


def _secret_remarks(after: Configuration) -> Iterator[Remark]:
    for name, value in after["SupportedLoginProviders"].items():
        if is_redacted(value):
            text = f"The secret for {name} is unknown: enter it."
            yield Remark(RemarkLevel.ERROR, ("SupportedLoginProviders", name), text)


def _state_remarks(configuration: Configuration, account: str, partition: str) -> Iterator[Remark]:
    """Yield what is questionable about a configuration, whether or not a change caused it."""
    yield from _missing_role_remarks(configuration)
    if configuration["RoleMappings"] and configuration["AllowClassicFlow"]:
        text = "Role mappings block the classic flow: the service refuses GetOpenIdToken."
        yield Remark(RemarkLevel.WARNING, ("AllowClassicFlow",), text)
    if configuration["PrincipalTags"]:
        text = "Principal tags require roles whose trust policies allow sts:TagSession."
        yield Remark(RemarkLevel.WARNING, ("PrincipalTags",), text)
    yield from _arn_remarks(configuration, account, partition)


def _missing_role_remarks(configuration: Configuration) -> Iterator[Remark]:
    roles = configuration["Roles"]
    if configuration["AllowUnauthenticatedIdentities"] and _UNAUTHENTICATED not in roles:
        text = "Guests are allowed but have no role: they get no credentials."
        yield Remark(RemarkLevel.WARNING, ("Roles", _UNAUTHENTICATED), text)
    if _AUTHENTICATED in roles:
        return
    path = ("Roles", _AUTHENTICATED)
    if configuration.has_providers:
        text = (
            "No default role for signed-in users: only a role mapping or SAML assertion gives one."
        )
        yield Remark(RemarkLevel.WARNING, path, text)
    for key, mapping in configuration["RoleMappings"].items():
        if mapping.get("AmbiguousRoleResolution") == "AuthenticatedRole":
            text = f"The role mapping for {key} falls back to a default role that is not set."
            yield Remark(RemarkLevel.WARNING, path, text)


def _arn_remarks(configuration: Configuration, account: str, partition: str) -> Iterator[Remark]:
    """Yield ARNs of the wrong kind, and those of another partition or account."""
    # a missing one is a problem of its field
    for path, kind, arn in (each for each in _arns(configuration) if each[2]):
        mistake = find_mistake(kind, arn)
        if mistake:
            yield Remark(RemarkLevel.ERROR, path, f"{arn}: {mistake.text(account, partition)}")
        elif not arn.startswith(f"arn:{partition}:"):
            text = f"{arn} is of another partition: ARNs of the pool's begin with arn:{partition}:."
            level = RemarkLevel.ERROR if kind is ArnKind.SAML else RemarkLevel.WARNING
            yield Remark(level, path, text)
        elif account in ("", _account_of(arn)):
            continue
        elif kind is ArnKind.SAML:
            text = f"{arn} is in another account: SAML providers must be in {account}."
            yield Remark(RemarkLevel.ERROR, path, text)
        elif kind is ArnKind.ROLE:
            text = f"{arn} is in another account: credentials require a role in {account}."
            yield Remark(RemarkLevel.WARNING, path, text)


def _arns(
    configuration: Configuration,
) -> Iterator[tuple[tuple[str | int, ...], ArnKind, str]]:
    """Yield every ARN with its path and the kind of resource that it has to name."""
    for member, kind in (
        ("OpenIdConnectProviderARNs", ArnKind.OIDC),
        ("SamlProviderARNs", ArnKind.SAML),
    ):
        for place, arn in enumerate(configuration[member]):
            yield (member, place), kind, arn
    for path, arn in _role_paths(configuration):
        yield path, ArnKind.ROLE, arn


def _role_paths(configuration: Configuration) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for state, arn in configuration["Roles"].items():
        yield ("Roles", state), arn
    for key, mapping in configuration["RoleMappings"].items():
        for place, rule in enumerate(rules_of(mapping)):
            path = ("RoleMappings", key, "RulesConfiguration", "Rules", place, "RoleARN")
            yield path, rule["RoleARN"]


def _account_of(arn: str) -> str:
    # arn:PARTITION:iam::ACCOUNT:RESOURCE
    return arn.split(":")[4]


def _access_remarks(before: Configuration, after: Configuration) -> Iterator[Remark]:
    name = "AllowUnauthenticatedIdentities"
    if before[name] and not after[name]:
        text = "Guest access off: existing guests can no longer get credentials."
        yield Remark(RemarkLevel.WARNING, (name,), text)
    elif after[name] and not before[name]:
        text = "Guest access on: anyone who knows the pool ID can get credentials."
        yield Remark(RemarkLevel.WARNING, (name,), text)
    yield from _locked_out_remarks(before, after)


def _locked_out_remarks(before: Configuration, after: Configuration) -> Iterator[Remark]:
    for place, path, who in _lost_providers(before, after):
        text = f"Users of {who} are locked out: their tokens are rejected. Their identities stay."
        yield Remark(RemarkLevel.WARNING, (*path, place), text)


def _lost_providers(
    before: Configuration, after: Configuration
) -> Iterator[tuple[str | int, tuple[str, ...], str]]:
    """Yield the removed or replaced providers: key or index in `before`, path, description."""
    present = {mapping_key(each) for each in after["CognitoIdentityProviders"]}
    for place, each in enumerate(before["CognitoIdentityProviders"]):
        if mapping_key(each) not in present:
            provider, client = each.get("ProviderName", ""), each.get("ClientId", "")
            who = f"{login_name(provider)} with client {client}"
            yield place, ("CognitoIdentityProviders",), who
    for name, value in before["SupportedLoginProviders"].items():
        now: Mapping[str, Any] = after["SupportedLoginProviders"]
        if name not in now or _app_id(now[name]) != _app_id(value):
            which = "" if name not in now else " with the current app ID"
            yield name, ("SupportedLoginProviders",), f"{login_name(name)}{which}"
    for member in ("OpenIdConnectProviderARNs", "SamlProviderARNs"):
        for place, arn in enumerate(before[member]):
            if arn not in after[member]:
                yield place, (member,), login_name(arn)


def _app_id(value: str | Secret) -> str:
    """Return the app ID of a login provider's value, since a new secret locks no one out."""
    return (value.reveal() if isinstance(value, Secret) else value).partition(";")[0]
