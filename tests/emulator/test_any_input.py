"""Any input gets a response of the service, never an internal failure of the emulator."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import botocore.session
import pytest
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.emulator import RunningEmulator
from tests.emulator.users import (
    DEVELOPER,
    GOOGLE,
    SAML,
    USER_POOL,
    assertion,
    id_token,
    login,
    make_pool,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MODEL = botocore.session.Session().get_service_model("cognito-identity")
SIGNED = "AWS4-HMAC-SHA256 Credential=a/20261101/us-east-1/cognito-identity/aws4_request"


@pytest.fixture(scope="module")
def connection(emulator: RunningEmulator) -> Iterator[http.client.HTTPConnection]:
    """Return a connection to the emulator."""
    parts = urlsplit(emulator.url)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as opened:
        yield opened


@pytest.fixture
def known_strings(client: "CognitoIdentityClient") -> dict[str, list[str]]:
    """Return strings that are meaningful in a new pool, by the shape that they fit."""
    pool = make_pool(client)
    guest = client.get_id(IdentityPoolId=pool)["IdentityId"]
    user = client.get_id(IdentityPoolId=pool, Logins=login(GOOGLE, "ada"))["IdentityId"]
    developer = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    page = client.list_identities(IdentityPoolId=pool, MaxResults=1)
    strange = [id_token(USER_POOL, "ada", exp="x"), id_token(GOOGLE, "ada", aud=[]), "x"]
    providers = [GOOGLE, USER_POOL, SAML, DEVELOPER, f"{USER_POOL}:abc123", "other"]
    return {
        "IdentityPoolId": [pool],
        "IdentityId": [guest, user, developer["IdentityId"]],
        "IdentityProviderToken": [
            *(id_token(GOOGLE, "ada"), assertion("ada"), developer["Token"], "ada"),
            *strange,
        ],
        "IdentityProviderName": [*providers, "cognito-identity.amazonaws.com"],
        "DeveloperProviderName": [DEVELOPER],
        "DeveloperUserIdentifier": ["ada", "bob"],
        "PaginationKey": [page["NextToken"], "AAAA"],
        "RoleType": ["authenticated", "unauthenticated"],
        "ARNString": [
            f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool}",
            "arn:aws:iam::111122223333:role/R",
            SAML,
            "x" * 20,
        ],
    }


def values(shape: Shape, known_strings: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Return a strategy for values that fit a shape; about one in twenty does not."""
    return st.integers(0, 19).flatmap(
        lambda drawn: (
            _fitting(shape, known_strings) if drawn else st.sampled_from([None, [{}], 0, ""])
        )
    )


def _fitting(shape: Shape, known_strings: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if isinstance(shape, StructureShape):
        members = {name: values(each, known_strings) for name, each in shape.members.items()}
        required = {name: members[name] for name in shape.required_members}
        optional = {name: each for name, each in members.items() if name not in required}
        return st.fixed_dictionaries(required, optional=optional)
    if isinstance(shape, ListShape):
        return st.lists(values(shape.member, known_strings), max_size=3)
    if isinstance(shape, MapShape):
        return st.dictionaries(
            _text(shape.key, known_strings), values(shape.value, known_strings), max_size=3
        )
    others: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(0, 61),
        "long": st.integers(0, 86_401),
    }
    return others[shape.type_name] if shape.type_name in others else _text(shape, known_strings)


def _text(shape: Shape, known_strings: dict[str, list[str]]) -> st.SearchStrategy[str]:
    if shape.name in known_strings:
        return st.sampled_from(known_strings[shape.name])
    if isinstance(shape, StringShape) and shape.enum:
        return st.sampled_from(shape.enum)
    return st.one_of(st.text(max_size=40), st.text("ab1:/._-", min_size=1, max_size=9))


@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_any_input_gets_a_service_response(
    connection: http.client.HTTPConnection, known_strings: dict[str, list[str]], operation: str
) -> None:
    """Any members of any operation get status 200, or 400 and an error code."""
    shape = MODEL.operation_model(operation).input_shape
    assert shape is not None

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(values(shape, known_strings))
    def check(members: Any) -> None:  # noqa: ANN401 - JSON
        headers = {
            "X-Amz-Target": f"AWSCognitoIdentityService.{operation}",
            "Authorization": SIGNED,
        }
        connection.request("POST", "/", json.dumps(members), headers)
        response = connection.getresponse()
        body = response.read()
        assert response.status in (200, 400), body
        if response.status == 400:
            assert json.loads(body)["__type"].endswith("Exception")

    check()
