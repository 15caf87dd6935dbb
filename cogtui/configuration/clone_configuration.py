"""A pool's configuration taken to another pool, here or elsewhere, and what stays behind."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import is_left_out
from cogtui.documents.configuration_change import Remark, RemarkLevel
from cogtui.gateway import CallerIdentity

_IN_IAM: Final = re.compile(r"arn:([\w-]+):iam::(\d{12}):((?:role|saml-provider|oidc-provider)/.+)")


class Clone(NamedTuple):
    """A configuration for another pool."""

    configuration: Configuration
    """What can come along."""
    remarks: tuple[Remark, ...]
    """What cannot, and what has to be there."""


def cloned(
    configuration: Configuration,
    name: str,
    source: str = "",
    target: CallerIdentity | None = None,
) -> Clone:
    """Takes a configuration to a new pool.

    Args:
        configuration: The pool's, or a snapshot's.
        name: The new pool's name.
        source: The account of the pool, 12 digits; empty if it is not known.
        target: The account of the new pool; None if it is not known.

    Returns:
        The configuration. In another account, roles and providers in IAM are those of the same
        name there.
    """
    values: dict[str, Any] = {**configuration.members, "IdentityPoolName": name}
    notes = [*_staying(configuration)]
    if source and target is not None and source != target.account:
        notes += _moving(configuration, source, target)
        # a tag is its owner's own business, whatever it looks like
        tags = values["IdentityPoolTags"]
        values = {**_moved(values, source, target), "IdentityPoolTags": tags}
    return Clone(Configuration.of(values), tuple(notes))


def _staying(configuration: Configuration) -> Iterator[Remark]:
    yield Remark(
        RemarkLevel.WARNING,
        (),
        "Identities do not come along: users get new ones, and what is stored by their present "
        "ids is out of reach for them.",
    )
    roles = [*configuration.role_arns()]
    if roles:
        yield Remark(
            RemarkLevel.WARNING,
            ("Roles",),
            "The trust policies of the roles name the present pool: the new pool's id has to be "
            f"added to each as aud, in {', '.join(roles)}.",
        )
    for name, value in configuration["SupportedLoginProviders"].items():
        if is_left_out(value):
            text = f"The secret for {name} is not known: it has to be typed."
            yield Remark(RemarkLevel.WARNING, ("SupportedLoginProviders", name), text)
    if configuration["DeveloperProviderName"]:
        text = "The users of the developer provider are not registered with the new pool."
        yield Remark(RemarkLevel.NOTE, ("DeveloperProviderName",), text)


def _moving(configuration: Configuration, source: str, target: CallerIdentity) -> Iterator[Remark]:
    """What has to be there in another account."""
    arns = (
        *configuration.role_arns(),
        *configuration["OpenIdConnectProviderARNs"],
        *configuration["SamlProviderARNs"],
    )
    there = [moved for arn in arns if (moved := _arn(arn, source, target)) != arn]
    if there:
        text = f"These have to be in the account {target.account}: {', '.join(there)}."
        yield Remark(RemarkLevel.WARNING, (), text)
    if configuration["CognitoIdentityProviders"]:
        text = f"The user pools stay those of the account {source}."
        yield Remark(RemarkLevel.NOTE, ("CognitoIdentityProviders",), text)


def _moved(value: Any, source: str, target: CallerIdentity) -> Any:  # noqa: ANN401  plain data
    """The same with every ARN in IAM that is the source account's made the target's."""
    if isinstance(value, str):
        return _arn(value, source, target)
    if isinstance(value, Mapping):
        return {
            _arn(name, source, target): _moved(each, source, target) for name, each in value.items()
        }
    return [_moved(each, source, target) for each in value] if isinstance(value, list) else value


def _arn(text: str, source: str, target: CallerIdentity) -> str:
    found = _IN_IAM.fullmatch(text)
    if found is None or found[2] != source:
        return text
    return f"arn:{target.partition}:iam::{target.account}:{found[3]}"
