"""Tags of pools and principal tags of providers."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.emulator import RunningEmulator
from cogtui.emulator.tokens import TAGS_CLAIM, decode_own_token
from tests.emulator.connection import connect, refused
from tests.emulator.users import (
    AMAZON,
    DEVELOPER,
    GOOGLE,
    ISSUER,
    OIDC,
    ROLE,
    SAML,
    SAML_NAME,
    USER_POOL,
    login,
    make_pool,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_cognito_identity import CognitoIdentityClient

UNKNOWN_ID = "us-east-1:00000000-0000-0000-0000-000000000000"


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test."""
    return make_pool(client)


def arn(pool: str, region: str = "us-east-1", account: str = "111122223333") -> str:
    """Return the ARN of a pool."""
    return f"arn:aws:cognito-identity:{region}:{account}:identitypool/{pool}"


def tags(client: "CognitoIdentityClient", pool: str) -> dict[str, str]:
    """Return the tags of a pool."""
    return client.list_tags_for_resource(ResourceArn=arn(pool))["Tags"]


def principal_tags(
    client: "CognitoIdentityClient", pool: str, provider: str, logins: dict[str, str]
) -> Any:  # noqa: ANN401 - JSON
    """Return the principal tags in the token for a login, or None."""
    identity = client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    payload = decode_own_token(
        client.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    )
    assert payload is not None, provider
    return payload.get(TAGS_CLAIM, {}).get("principal_tags")


def test_tags_are_added_and_overwritten(client: "CognitoIdentityClient", pool: str) -> None:
    """New keys are added, existing ones get the new value, and Describe returns the same."""
    client.tag_resource(ResourceArn=arn(pool), Tags={"a": "1", "b": "1"})
    client.tag_resource(ResourceArn=arn(pool), Tags={"b": "2", "Key": ""})
    expected = {"a": "1", "b": "2", "Key": ""}
    assert tags(client, pool) == expected
    description = client.describe_identity_pool(IdentityPoolId=pool)
    assert description["IdentityPoolTags"] == expected


def test_keys_are_case_sensitive(client: "CognitoIdentityClient", pool: str) -> None:
    """Two spellings of a key are two tags."""
    client.tag_resource(ResourceArn=arn(pool), Tags={"team": "a", "Team": "b"})
    assert tags(client, pool) == {"team": "a", "Team": "b"}


@pytest.mark.inferred
def test_untag_ignores_absent_keys(client: "CognitoIdentityClient", pool: str) -> None:
    """Listed keys are removed, and absent ones are ignored."""
    client.tag_resource(ResourceArn=arn(pool), Tags={"a": "1", "b": "2"})
    client.untag_resource(ResourceArn=arn(pool), TagKeys=["b", "c"])
    assert tags(client, pool) == {"a": "1"}


def test_writes_are_idempotent(client: "CognitoIdentityClient", pool: str) -> None:
    """Repeating a tag, untag, roles or principal tags call does not change the result."""
    for _ in range(2):
        client.tag_resource(ResourceArn=arn(pool), Tags={"a": "1", "b": "2"})
        client.untag_resource(ResourceArn=arn(pool), TagKeys=["b"])
        client.set_identity_pool_roles(
            IdentityPoolId=pool, Roles={"authenticated": ROLE.format("R")}
        )
        client.set_principal_tag_attribute_map(
            IdentityPoolId=pool, IdentityProviderName=GOOGLE, PrincipalTags={"who": "sub"}
        )
        assert tags(client, pool) == {"a": "1"}
        roles = client.get_identity_pool_roles(IdentityPoolId=pool)
        assert roles["Roles"] == {"authenticated": ROLE.format("R")}


@pytest.mark.inferred
@pytest.mark.parametrize(
    "bad",
    [
        {f"key{number}": "" for number in range(51)},
        {"aws:reserved": "x"},
        {"AWS:reserved": "x"},
        {"a?": "x"},
        {"a": "x;y"},
    ],
)
def test_invalid_tags(client: "CognitoIdentityClient", pool: str, bad: dict[str, str]) -> None:
    """A 51st tag, the reserved prefix and other characters are rejected, and nothing changes."""
    with refused("InvalidParameterException"):
        client.tag_resource(ResourceArn=arn(pool), Tags=bad)
    with refused("InvalidParameterException"):
        make_pool(client, IdentityPoolTags=bad)
    assert tags(client, pool) == {}


def test_fifty_tags_are_accepted(client: "CognitoIdentityClient", pool: str) -> None:
    """A pool can have fifty tags, with all characters that tags allow."""
    fifty = {f"key {number}_.:/=+-@": "a b_.:/=+-@\u00e9" for number in range(50)}
    client.tag_resource(ResourceArn=arn(pool), Tags=fifty)
    assert tags(client, pool) == fifty
    with refused("InvalidParameterException"):
        client.tag_resource(ResourceArn=arn(pool), Tags={"one": "more"})


def test_a_tag_of_257_characters(client: "CognitoIdentityClient", pool: str) -> None:
    """A key has at most 128 characters, a value 256."""
    client.tag_resource(ResourceArn=arn(pool), Tags={"k" * 128: "v" * 256})
    for bad in ({"k" * 129: "v"}, {"k": "v" * 257}):
        with refused("ValidationException"):
            client.tag_resource(ResourceArn=arn(pool), Tags=bad)


def test_a_pools_id_instead_of_its_arn(client: "CognitoIdentityClient", pool: str) -> None:
    """For each of the three operations, IAM denies access to anything but an ARN."""
    denials: dict[str, Callable[[], object]] = {
        "ListTagsForResource": lambda: client.list_tags_for_resource(ResourceArn=pool),
        "TagResource": lambda: client.tag_resource(ResourceArn=pool, Tags={}),
        "UntagResource": lambda: client.untag_resource(ResourceArn=pool, TagKeys=[]),
    }
    for operation, call in denials.items():
        with refused("AccessDeniedException") as caught:
            call()
        denied = f"is not authorized to perform: cognito-identity:{operation} on resource: {pool}"
        assert caught.text.endswith(denied)


@pytest.mark.inferred
def test_another_kind_of_arn(client: "CognitoIdentityClient") -> None:
    """An ARN of another resource type is invalid."""
    with refused("InvalidParameterException"):
        client.list_tags_for_resource(
            ResourceArn=arn(UNKNOWN_ID).replace("identitypool", "userpool")
        )


@pytest.mark.inferred
def test_an_unknown_arn_is_not_found(
    emulator: RunningEmulator, client: "CognitoIdentityClient", pool: str
) -> None:
    """The ARN has another region, another account or a pool that does not exist."""
    for absent in (arn(pool, "eu-west-1"), arn(pool, account="999999999999"), arn(UNKNOWN_ID)):
        with refused("ResourceNotFoundException"):
            client.list_tags_for_resource(ResourceArn=absent)
    with (
        closing(connect(emulator, "cognito-identity", "eu-west-1")) as other_region,
        refused("ResourceNotFoundException"),
    ):
        other_region.tag_resource(ResourceArn=arn(pool), Tags={"a": "b"})


def test_a_map_that_was_never_set(client: "CognitoIdentityClient", pool: str) -> None:
    """The error names the provider."""
    message = f"No Principal Tags configured for Provider {GOOGLE}"
    with refused("ResourceNotFoundException", message):
        client.get_principal_tag_attribute_map(IdentityPoolId=pool, IdentityProviderName=GOOGLE)


def test_a_map_is_returned_and_stored(client: "CognitoIdentityClient", pool: str) -> None:
    """Set returns all four members, and so does Get."""
    expected = {
        "IdentityPoolId": pool,
        "IdentityProviderName": USER_POOL,
        "UseDefaults": False,
        "PrincipalTags": {"tenant": "custom:tenant"},
    }
    sent: Any = expected
    responses: list[Any] = [
        client.set_principal_tag_attribute_map(**sent),
        client.get_principal_tag_attribute_map(IdentityPoolId=pool, IdentityProviderName=USER_POOL),
    ]
    for response in responses:
        del response["ResponseMetadata"]
        assert response == expected


def test_a_map_replaces_the_previous_one(client: "CognitoIdentityClient", pool: str) -> None:
    """Each provider has one map."""
    for number in "12":
        client.set_principal_tag_attribute_map(
            IdentityPoolId=pool, IdentityProviderName=OIDC, PrincipalTags={number: "sub"}
        )
    found = client.get_principal_tag_attribute_map(IdentityPoolId=pool, IdentityProviderName=OIDC)
    assert found["PrincipalTags"] == {"2": "sub"}
    assert found["UseDefaults"] is False


@pytest.mark.inferred
def test_the_defaults_have_an_empty_map(client: "CognitoIdentityClient", pool: str) -> None:
    """With UseDefaults the returned map is empty, which is also how to remove a map."""
    response = client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=GOOGLE, UseDefaults=True, PrincipalTags={}
    )
    assert (response["UseDefaults"], response["PrincipalTags"]) == (True, {})


@pytest.mark.inferred
def test_an_unknown_provider_can_have_a_map(client: "CognitoIdentityClient", pool: str) -> None:
    """The operation does not check whether the provider is configured."""
    assert client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName="other.example", PrincipalTags={"a": "b"}
    )


def test_51_principal_tags(client: "CognitoIdentityClient", pool: str) -> None:
    """Fifty tags are accepted; a claim's name has at most 256 characters."""
    fifty = {f"t{number}": "c" * 256 for number in range(50)}
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=GOOGLE, PrincipalTags=fifty
    )
    for bad in ({**fifty, "more": "x"}, {"a": "c" * 257}, {"k" * 129: "c"}):
        with refused("ValidationException"):
            client.set_principal_tag_attribute_map(
                IdentityPoolId=pool, IdentityProviderName=GOOGLE, PrincipalTags=bad
            )


def test_tags_enter_the_token_and_absent_claims_do_not(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A claim becomes a tag's value; an absent claim gives no tag."""
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool,
        IdentityProviderName=OIDC,
        PrincipalTags={"repo": "repository", "teams": "teams", "gone": "absent"},
    )
    logins = login(ISSUER, "ada", repository="example/shop", teams=["a", "b"])
    assert principal_tags(client, pool, ISSUER, logins) == {
        "repo": ["example/shop"],
        "teams": ["a", "b"],
    }


@pytest.mark.inferred
def test_claims_that_are_not_strings_become_json(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A boolean, a number or an object is a tag as JSON, and so is each element of a list."""
    claims = {"admin": True, "level": 3, "share": 0.5, "map": {"a": [1]}, "list": [True, "x", 7]}
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=OIDC, PrincipalTags={key: key for key in claims}
    )
    assert principal_tags(client, pool, ISSUER, login(ISSUER, "ada", **claims)) == {
        "admin": ["true"],
        "level": ["3"],
        "share": ["0.5"],
        "map": ['{"a":[1]}'],
        "list": ["true", "x", "7"],
    }


@pytest.mark.parametrize(
    ("provider", "name", "expected"),
    [
        (USER_POOL, USER_POOL, {"username": ["ada"], "client": ["abc123"]}),
        (GOOGLE, GOOGLE, {"username": ["ada"], "client": ["google-app"]}),
        (ISSUER, OIDC, {"username": ["ada"], "client": ["sts.amazonaws.com"]}),
        (AMAZON, AMAZON, {"username": ["ada"], "client": ["amazon-app"]}),
    ],
)
def test_default_tags(
    client: "CognitoIdentityClient",
    pool: str,
    provider: str,
    name: str,
    expected: dict[str, list[str]],
) -> None:
    """By default the tags username and client are the subject and the audience."""
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=name, UseDefaults=True
    )
    assert principal_tags(client, pool, provider, login(provider, "ada")) == expected


def test_default_tags_of_saml(client: "CognitoIdentityClient", pool: str) -> None:
    """A SAML user's default tags are the name identifier and the name."""
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool, IdentityProviderName=SAML, UseDefaults=True
    )
    # the classic flow does not accept SAML
    token = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool,
        Logins={DEVELOPER: "ada", **login(SAML, "ada", **{SAML_NAME: "Ada L."})},
    )["Token"]
    claims = decode_own_token(token) or {}
    assert claims[TAGS_CLAIM]["principal_tags"] == {"username": ["ada"], "client": ["Ada L."]}
    assert claims["amr"][-2:] == [SAML, f"{SAML}:SAML:ada"]


def test_no_map_no_tags(client: "CognitoIdentityClient", pool: str) -> None:
    """A provider without a map gives the token no tags."""
    assert principal_tags(client, pool, GOOGLE, login(GOOGLE, "ada")) is None
