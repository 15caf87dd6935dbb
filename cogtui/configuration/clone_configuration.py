"""Adapt a pool's configuration for a new pool, possibly in another account or region."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import is_redacted
from cogtui.documents.configuration_change import Remark, RemarkLevel
from cogtui.gateway import CallerIdentity

_IAM_ARN: Final = re.compile(
    r"arn:([\w-]+):iam::(\d{12}):((?:role|saml-provider|oidc-provider)/.+)"
)


class Clone(NamedTuple):
    """A configuration for a new pool."""

    configuration: Configuration
    """The part that can be cloned."""
    remarks: tuple[Remark, ...]
    """What is not cloned, and what the new pool requires."""


def clone_configuration(
    configuration: Configuration,
    name: str,
    source: str = "",
    target: CallerIdentity | None = None,
) -> Clone:
    """Adapt a configuration for a new pool.

    Args:
        configuration: The configuration of a pool or a snapshot.
        name: The name of the new pool.
        source: The account ID of the original pool; empty if unknown.
        target: The identity in the account of the new pool; None if unknown.

    Returns:
        The configuration. If the account differs, the ARNs of IAM roles and providers point to
        those of the same name in the target account.
    """
    values: dict[str, Any] = {**configuration.members, "IdentityPoolName": name}
    notes = [*_not_cloned(configuration)]
    if source and target is not None and source != target.account:
        notes += _other_account_remarks(configuration, source, target)
        # a tag value that looks like an ARN is the user's data
        tags = values["IdentityPoolTags"]
        values = {**_translate_arns(values, source, target), "IdentityPoolTags": tags}
    return Clone(Configuration.of(values), tuple(notes))


def _not_cloned(configuration: Configuration) -> Iterator[Remark]:
    yield Remark(
        RemarkLevel.WARNING,
        (),
        "Identities are not cloned: users get new IDs, and data keyed by the old IDs becomes "
        "unreachable for them.",
    )
    roles = [*configuration.role_arns()]
    if roles:
        yield Remark(
            RemarkLevel.WARNING,
            ("Roles",),
            "The trust policies of the roles name the original pool. Add the new pool's ID to each "
            f"as aud: {', '.join(roles)}.",
        )
    for name, value in configuration["SupportedLoginProviders"].items():
        if is_redacted(value):
            text = f"The secret for {name} is unknown: enter it."
            yield Remark(RemarkLevel.WARNING, ("SupportedLoginProviders", name), text)
    if configuration["DeveloperProviderName"]:
        text = "Developer users are not registered with the new pool."
        yield Remark(RemarkLevel.NOTE, ("DeveloperProviderName",), text)


def _other_account_remarks(
    configuration: Configuration, source: str, target: CallerIdentity
) -> Iterator[Remark]:
    arns = (
        *configuration.role_arns(),
        *configuration["OpenIdConnectProviderARNs"],
        *configuration["SamlProviderARNs"],
    )
    there = [moved for arn in arns if (moved := _translate_arn(arn, source, target)) != arn]
    if there:
        text = f"These must exist in account {target.account}: {', '.join(there)}."
        yield Remark(RemarkLevel.WARNING, (), text)
    if configuration["CognitoIdentityProviders"]:
        text = f"The user pools remain those of account {source}."
        yield Remark(RemarkLevel.NOTE, ("CognitoIdentityProviders",), text)


def _translate_arns(value: Any, source: str, target: CallerIdentity) -> Any:  # noqa: ANN401  plain data
    """Return plain data in which IAM ARNs of the source account point to the target account."""
    if isinstance(value, str):
        return _translate_arn(value, source, target)
    if isinstance(value, Mapping):
        return {
            _translate_arn(name, source, target): _translate_arns(each, source, target)
            for name, each in value.items()
        }
    return (
        [_translate_arns(each, source, target) for each in value]
        if isinstance(value, list)
        else value
    )


def _translate_arn(text: str, source: str, target: CallerIdentity) -> str:
    found = _IAM_ARN.fullmatch(text)
    if found is None or found[2] != source:
        return text
    return f"arn:{target.partition}:iam::{target.account}:{found[3]}"
