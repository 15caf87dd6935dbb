"""Limits that the service enforces but its published model does not contain.

`cogtui.service.validation` checks values against the model, which is in botocore. The limits here
are those that AWS documents in prose, and those that users have reported.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sized
from typing import Any, Final, NamedTuple

from cogtui.service import operation_names
from cogtui.service.iam_arns import ArnKind, find_mistake
from cogtui.service.partitions import USER_POOL
from cogtui.service.user_pool_names import intended_mapping_key, intended_name

MOST: Final[Mapping[str, int]] = {"IdentityPoolTags": 50, "Rules": 25, "Tags": 50}
"""The maximum sizes of maps and lists: a pool's tags (API reference, `TagResource`), and the rules
of a provider's role mapping (`RulesConfigurationType`), of which the model allows 400."""

REQUIRED: Final = ("AmbiguousRoleResolution",)
"""Members that the service requires but its model does not (API reference, `RoleMapping`)."""

_API: Final = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/"
_GUIDE: Final = "https://docs.aws.amazon.com/cognito/latest/developerguide/"

_LOGIN_PROVIDERS: Final = {
    "amazon": "www.amazon.com",
    "apple": "appleid.apple.com",
    "facebook": "graph.facebook.com",
    "google": "accounts.google.com",
    "twitter": "api.twitter.com",
    "apple.com": "appleid.apple.com",
    "facebook.com": "graph.facebook.com",
    "www.facebook.com": "graph.facebook.com",
    "google.com": "accounts.google.com",
    "www.google.com": "accounts.google.com",
    "amazon.com": "www.amazon.com",
    "twitter.com": "api.twitter.com",
    "signinwithapple": "appleid.apple.com",
    "loginwithamazon": "www.amazon.com",
}
"""The domains of login providers (API reference, SupportedLoginProviders), by what people and user
pools call them."""

_TAG_TEXT: Final = re.compile(r"[\w .:/=+@-]*")


class Violation(NamedTuple):
    """A violation of a rule."""

    path: tuple[str | int, ...]
    """The position in the value; empty for the value itself."""
    message: str
    """What the rule requires, in words."""
    of_key: bool = False
    """Whether the end of the path is a map key that is wrong itself."""


class Rule(NamedTuple):
    """A rule and its source."""

    source: str
    """The page that documents it, or the report of the service enforcing it."""
    check: Callable[[Any], Iterator[Violation]]
    """Yields the violations in a value of the right type."""


def _at_most(about: str, noun: str) -> Callable[[Sized], Iterator[Violation]]:
    def check(value: Sized) -> Iterator[Violation]:
        if len(value) > MOST[about]:
            yield Violation((), f"at most {MOST[about]} {noun}, now {len(value):,}")

    return check


def _no_reserved_prefix(key: str) -> Iterator[Violation]:
    if key.lower().startswith("aws:"):
        yield Violation((), "the prefix aws: is reserved")


def _tag_characters(text: str) -> Iterator[Violation]:
    if not _TAG_TEXT.fullmatch(text):
        yield Violation((), "letters, digits, spaces or _.:/=+-@")


def _no_scheme(name: str) -> Iterator[Violation]:
    if re.match(r"https?://", name):
        yield Violation((), "the provider's name, without https://")


def _known_login_provider(providers: Mapping[str, Any]) -> Iterator[Violation]:
    for name, app_id in providers.items():
        domain = _LOGIN_PROVIDERS.get(name.casefold())
        if domain:
            yield Violation((name,), f"a provider's domain. Did you mean {domain}?", of_key=True)
        elif app_id in _LOGIN_PROVIDERS.values():
            message = f'the domain is the key. Did you mean {{"{app_id}": "{name}"}}?'
            yield Violation((name,), message, of_key=True)
        elif user_pool := intended_name(name):
            message = f"a user pool belongs in CognitoIdentityProviders, as {user_pool}"
            yield Violation((name,), message, of_key=True)


def _with_client_id(mappings: Mapping[str, Any]) -> Iterator[Violation]:
    for name in mappings:
        intended = intended_mapping_key(name)
        if _is_user_pool(name) or intended not in ("", name):
            message = "a user pool needs its app client: PROVIDER:CLIENT_ID"
            is_known = intended and not intended.startswith(f"{name}:")
            hint = f". Did you mean {intended}?" if is_known else ""
            yield Violation((name,), f"{message}{hint}", of_key=True)


def _with_resolution(mapping: Mapping[str, Any]) -> Iterator[Violation]:
    if mapping.get("AmbiguousRoleResolution") is None:
        yield Violation(("AmbiguousRoleResolution",), "required")


def _with_its_rules(mapping: Mapping[str, Any]) -> Iterator[Violation]:
    if mapping.get("Type") == "Rules" and mapping.get("RulesConfiguration") is None:
        yield Violation(("RulesConfiguration",), "required for the type Rules")


def _with_provider_name(provider: Mapping[str, Any]) -> Iterator[Violation]:
    if provider.get("ProviderName") is None:
        yield Violation(("ProviderName",), "required")


def _is_user_pool(name: str) -> bool:
    found = USER_POOL.fullmatch(name)
    return found is not None and "_" in found[2]


def _user_pool_endpoint(name: str) -> Iterator[Violation]:
    intended = intended_name(name)
    if intended == name or (not intended and _is_user_pool(name)):
        return
    required = "cognito-idp.REGION.amazonaws.com/USER_POOL_ID"
    domain = _LOGIN_PROVIDERS.get(name.casefold(), name)
    if intended:
        yield Violation((), f"{required}. Did you mean {intended}?")
    elif domain in _LOGIN_PROVIDERS.values():
        place = f'SupportedLoginProviders, as {{"{domain}": "APP_ID"}}'
        yield Violation((), f"{required}. {domain} belongs in {place}")
    else:
        yield Violation((), required)


def _user_pool_client(client_id: str) -> Iterator[Violation]:
    if client_id.endswith(".apps.googleusercontent.com"):
        place = f'SupportedLoginProviders, as {{"accounts.google.com": "{client_id}"}}'
        yield Violation((), f"the ID of an app client. A Google client belongs in {place}")


def _identity_or_user(request: Mapping[str, Any]) -> Iterator[Violation]:
    if request.get("IdentityId") is None and request.get("DeveloperUserIdentifier") is None:
        message = "an identity ID or a developer user identifier is required"
        yield Violation(("DeveloperUserIdentifier",), message)


def _arn_of(kind: ArnKind) -> Callable[[str], Iterator[Violation]]:
    def check(arn: str) -> Iterator[Violation]:
        if arn and (mistake := find_mistake(kind, arn)):
            yield Violation((), mistake.text())

    return check


IAM_ARNS: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"
"""The page that documents the form of ARNs of roles and identity providers."""

_ROLE: Final = Rule(IAM_ARNS, _arn_of(ArnKind.ROLE))
_TAG_COUNT: Final = Rule(f"{_API}API_TagResource.html", _at_most("Tags", "tags"))
_TAG_CHARACTERS: Final = Rule(f"{_GUIDE}tagging.html", _tag_characters)

RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "CognitoIdentityProvider": (
        Rule(
            # the service's error is `Invalid Cognito Identity Provider`
            "https://github.com/aws/aws-cdk/issues/11054",
            _with_provider_name,
        ),
    ),
    "ClientId": (Rule(f"{_API}API_CognitoIdentityProvider.html", _user_pool_client),),
    "CustomRoleArn": (_ROLE,),
    "IdentityPoolTags": (_TAG_COUNT,),
    "IdentityProviderName": (
        # the service's error is `is not a valid RoleMapping ProviderName`
        Rule("https://github.com/aws/aws-cdk/issues/22951", _no_scheme),
    ),
    "OpenIdConnectProviderARNs.*": (Rule(IAM_ARNS, _arn_of(ArnKind.OIDC)),),
    "ProviderName": (Rule(f"{_API}API_CognitoIdentityProvider.html", _user_pool_endpoint),),
    "RoleARN": (_ROLE,),
    "RoleArn": (_ROLE,),
    "RoleMapping": (
        Rule(f"{_API}API_RoleMapping.html", _with_resolution),
        Rule(f"{_API}API_RoleMapping.html", _with_its_rules),
    ),
    "RoleMappings": (Rule(f"{_API}API_SetIdentityPoolRoles.html", _with_client_id),),
    "Roles.*": (_ROLE,),
    "Rules": (Rule(f"{_API}API_RulesConfigurationType.html", _at_most("Rules", "rules")),),
    "SamlProviderARNs.*": (Rule(IAM_ARNS, _arn_of(ArnKind.SAML)),),
    "SupportedLoginProviders": (Rule(f"{_API}API_CreateIdentityPool.html", _known_login_provider),),
    "TagKeysType": (Rule(f"{_GUIDE}tagging.html", _no_reserved_prefix), _TAG_CHARACTERS),
    "TagValueType": (_TAG_CHARACTERS,),
    "Tags": (_TAG_COUNT,),
    operation_names.LOOKUP_DEVELOPER_IDENTITY: (
        Rule(f"{_API}API_LookupDeveloperIdentity.html", _identity_or_user),
    ),
}
"""The rules by what they apply to: a member, a shape in the model, the elements of a member
(`Roles.*`), or a whole operation."""


def violations(about: str, value: object) -> Iterator[tuple[Violation, str]]:
    """Yield the rules that a value violates.

    Args:
        about: A key of `RULES`, or any other name.
        value: Its value, of the right type.

    Yields:
        Each violation with the rule's source.
    """
    for rule in RULES.get(about, ()):
        for violation in rule.check(value):
            yield violation, rule.source


def holds_secret(shape: str, value: object) -> bool:
    """Return whether a value contains a secret that the service's model does not mark.

    Args:
        shape: The name of the value's shape.
        value: The value.

    Returns:
        True for a login provider's `key;secret` (API reference, `SupportedLoginProviders`).
    """
    return shape == "IdentityProviderId" and isinstance(value, str) and ";" in value
