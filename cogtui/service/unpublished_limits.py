"""What the service refuses although its published model allows it.

The model stands in botocore, and `cogtui.service.validation` holds values against it; these are the
limits that AWS documents in prose, and those that people have run into.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sized
from typing import Any, Final, NamedTuple

MOST: Final[Mapping[str, int]] = {"IdentityPoolTags": 50, "Rules": 25, "Tags": 50}
"""The sizes of maps and lists: tags of a pool (API reference, `TagResource`), and rules of a
provider's role mapping (`RulesConfigurationType`), of which the model would allow 400."""

_API: Final = "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/"
_GUIDE: Final = "https://docs.aws.amazon.com/cognito/latest/developerguide/"

_USER_POOL: Final = re.compile(r"cognito-idp\.[a-z0-9-]+\.amazonaws\.[a-z.]+/[\w-]+_\w+", re.ASCII)
_TAG_TEXT: Final = re.compile(r"[\w .:/=+@-]*")


class Breach(NamedTuple):
    """A rule that is broken."""

    path: tuple[str | int, ...]
    """Where in the value, empty for the value itself."""
    message: str
    """What the rule asks for, in words."""
    of_key: bool = False
    """Whether the last of the path is a map's key that is itself wrong."""


class Rule(NamedTuple):
    """One rule, and who says so."""

    source: str
    """The page that documents it, or the report in which the service was seen to enforce it."""
    check: Callable[[Any], Iterator[Breach]]
    """Given a value of the right type, yields what is wrong with it."""


def _few(about: str, noun: str) -> Callable[[Sized], Iterator[Breach]]:
    def check(value: Sized) -> Iterator[Breach]:
        if len(value) > MOST[about]:
            yield Breach((), f"{MOST[about]} {noun} at most, now {len(value):,}")

    return check


def _no_reserved_prefix(key: str) -> Iterator[Breach]:
    if key.lower().startswith("aws:"):
        yield Breach((), "the prefix aws: is reserved")


def _tag_characters(text: str) -> Iterator[Breach]:
    if not _TAG_TEXT.fullmatch(text):
        yield Breach((), "letters, digits, space and _.:/=+-@")


def _no_scheme(name: str) -> Iterator[Breach]:
    if re.match(r"https?://", name):
        yield Breach((), "the provider's name, without https://")


def _with_client_id(mappings: Mapping[str, Any]) -> Iterator[Breach]:
    for name in mappings:
        if _USER_POOL.fullmatch(name):
            message = "a user pool goes with its app client: PROVIDER:CLIENT_ID"
            yield Breach((name,), message, of_key=True)


def _with_resolution(mapping: Mapping[str, Any]) -> Iterator[Breach]:
    if mapping.get("AmbiguousRoleResolution") is None:
        yield Breach(("AmbiguousRoleResolution",), "required")


def _with_its_rules(mapping: Mapping[str, Any]) -> Iterator[Breach]:
    if mapping.get("Type") == "Rules" and mapping.get("RulesConfiguration") is None:
        yield Breach(("RulesConfiguration",), "required for the type Rules")


def _with_provider_name(provider: Mapping[str, Any]) -> Iterator[Breach]:
    if provider.get("ProviderName") is None:
        yield Breach(("ProviderName",), "required")


def _user_pool_endpoint(name: str) -> Iterator[Breach]:
    if not _USER_POOL.fullmatch(name):
        yield Breach((), "cognito-idp.REGION.amazonaws.com/USER_POOL_ID")


def _somebody(request: Mapping[str, Any]) -> Iterator[Breach]:
    if request.get("IdentityId") is None and request.get("DeveloperUserIdentifier") is None:
        message = "an identity id or a developer user identifier is required"
        yield Breach(("DeveloperUserIdentifier",), message)


_OF_TAGS: Final = Rule(f"{_API}API_TagResource.html", _few("Tags", "tags"))
_OF_TAG_TEXTS: Final = Rule(f"{_GUIDE}tagging.html", _tag_characters)

RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "CognitoIdentityProvider": (
        Rule(
            # the service answers `Invalid Cognito Identity Provider`
            "https://github.com/aws/aws-cdk/issues/11054",
            _with_provider_name,
        ),
    ),
    "IdentityPoolTags": (_OF_TAGS,),
    "IdentityProviderName": (
        # the service answers `is not a valid RoleMapping ProviderName`
        Rule("https://github.com/aws/aws-cdk/issues/22951", _no_scheme),
    ),
    "ProviderName": (Rule(f"{_API}API_CognitoIdentityProvider.html", _user_pool_endpoint),),
    "RoleMapping": (
        Rule(f"{_API}API_RoleMapping.html", _with_resolution),
        Rule(f"{_API}API_RoleMapping.html", _with_its_rules),
    ),
    "RoleMappings": (Rule(f"{_API}API_SetIdentityPoolRoles.html", _with_client_id),),
    "Rules": (Rule(f"{_API}API_RulesConfigurationType.html", _few("Rules", "rules")),),
    "TagKeysType": (Rule(f"{_GUIDE}tagging.html", _no_reserved_prefix), _OF_TAG_TEXTS),
    "TagValueType": (_OF_TAG_TEXTS,),
    "Tags": (_OF_TAGS,),
    "lookup-developer-identity": (Rule(f"{_API}API_LookupDeveloperIdentity.html", _somebody),),
}
"""The rules by what they are about: a member, a shape of the model's, or a whole operation."""


def breaches(about: str, value: object) -> Iterator[tuple[Breach, str]]:
    """Finds the rules that a value breaks.

    Args:
        about: The name of a member, of a shape, or the AWS CLI's of an operation.
        value: Its value, of the right type.

    Yields:
        Each breach with the rule's source.
    """
    for rule in RULES.get(about, ()):
        for breach in rule.check(value):
            yield breach, rule.source


def holds_secret(shape: str, value: object) -> bool:
    """Whether a value hides a secret that the service's model does not mark.

    Args:
        shape: The name of the value's shape.
        value: The value.

    Returns:
        True for a login provider's `key;secret` (API reference, `SupportedLoginProviders`).
    """
    return shape == "IdentityProviderId" and isinstance(value, str) and ";" in value
