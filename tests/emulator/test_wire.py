"""What all operations have in common in HTTP requests and responses."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from cogtui.emulator import RunningEmulator
from tests.emulator.connection import refused
from tests.emulator.users import GOOGLE, guest, login, make_pool

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

SIGNED = "AWS4-HMAC-SHA256 Credential=a/20261101/us-east-1/cognito-identity/aws4_request"
UNKNOWN_ID = "us-east-1:00000000-0000-0000-0000-000000000000"
POOL_ARN = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{UNKNOWN_ID}"
PUBLIC: dict[str, dict[str, Any]] = {
    "GetId": {"IdentityPoolId": UNKNOWN_ID},
    "GetCredentialsForIdentity": {"IdentityId": UNKNOWN_ID},
    "GetOpenIdToken": {"IdentityId": UNKNOWN_ID},
    "UnlinkIdentity": {"IdentityId": UNKNOWN_ID, "Logins": {}, "LoginsToRemove": []},
}
SIGNED_ONLY: dict[str, dict[str, Any]] = {
    "CreateIdentityPool": {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": False},
    "DeleteIdentities": {"IdentityIdsToDelete": [UNKNOWN_ID]},
    "DeleteIdentityPool": {"IdentityPoolId": UNKNOWN_ID},
    "DescribeIdentity": {"IdentityId": UNKNOWN_ID},
    "DescribeIdentityPool": {"IdentityPoolId": UNKNOWN_ID},
    "GetIdentityPoolRoles": {"IdentityPoolId": UNKNOWN_ID},
    "GetOpenIdTokenForDeveloperIdentity": {"IdentityPoolId": UNKNOWN_ID, "Logins": {"a": "b"}},
    "GetPrincipalTagAttributeMap": {"IdentityPoolId": UNKNOWN_ID, "IdentityProviderName": "x"},
    "ListIdentities": {"IdentityPoolId": UNKNOWN_ID, "MaxResults": 1},
    "ListIdentityPools": {"MaxResults": 1},
    "ListTagsForResource": {"ResourceArn": POOL_ARN},
    "LookupDeveloperIdentity": {"IdentityPoolId": UNKNOWN_ID, "DeveloperUserIdentifier": "x"},
    "MergeDeveloperIdentities": {
        "IdentityPoolId": UNKNOWN_ID,
        "DeveloperProviderName": "x",
        "SourceUserIdentifier": "a",
        "DestinationUserIdentifier": "b",
    },
    "SetIdentityPoolRoles": {"IdentityPoolId": UNKNOWN_ID, "Roles": {}},
    "SetPrincipalTagAttributeMap": {"IdentityPoolId": UNKNOWN_ID, "IdentityProviderName": "x"},
    "TagResource": {"ResourceArn": POOL_ARN, "Tags": {}},
    "UnlinkDeveloperIdentity": {
        "IdentityPoolId": UNKNOWN_ID,
        "IdentityId": UNKNOWN_ID,
        "DeveloperProviderName": "x",
        "DeveloperUserIdentifier": "a",
    },
    "UntagResource": {"ResourceArn": POOL_ARN, "TagKeys": []},
    "UpdateIdentityPool": {
        "IdentityPoolId": UNKNOWN_ID,
        "IdentityPoolName": "x",
        "AllowUnauthenticatedIdentities": False,
    },
}


class RawConnection:
    """A connection that sends requests unchanged."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection

    def request(
        self, operation: str, body: object, *, signature: str | None = SIGNED
    ) -> tuple[http.client.HTTPResponse, Any]:
        """Send a request, with a string body unchanged, and return the response and its body."""
        headers = {"X-Amz-Target": f"AWSCognitoIdentityService.{operation}"}
        if signature is not None:
            headers["Authorization"] = signature
        sent = body if isinstance(body, str) else json.dumps(body)
        self.connection.request("POST", "/", sent, headers)
        response = self.connection.getresponse()
        content = response.read()
        return response, json.loads(content) if content else None


@pytest.fixture(scope="module")
def wire(emulator: RunningEmulator) -> Iterator[RawConnection]:
    """Return a raw connection to the emulator."""
    parts = urlsplit(emulator.url)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as connection:
        yield RawConnection(connection)


def test_the_tables_have_all_operations() -> None:
    """The two tables above list the 23 operations of the service model."""
    with closing(boto3.Session().client("cognito-identity", region_name="us-east-1")) as client:
        assert set(client.meta.service_model.operation_names) == {*PUBLIC, *SIGNED_ONLY}


@pytest.mark.parametrize("operation", SIGNED_ONLY)
def test_the_other_19_operations_are_rejected_unsigned(wire: RawConnection, operation: str) -> None:
    """Without a signature they return MissingAuthenticationTokenException."""
    response, result = wire.request(operation, SIGNED_ONLY[operation], signature=None)
    assert response.status == 400
    assert result["__type"] == "MissingAuthenticationTokenException"


@pytest.mark.parametrize("signature", ["Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 a/b"])
def test_an_invalid_signature(wire: RawConnection, signature: str) -> None:
    """An Authorization header of another kind is an IncompleteSignatureException."""
    response, result = wire.request("ListIdentityPools", {"MaxResults": 1}, signature=signature)
    assert response.status == 400
    assert result["__type"] == "IncompleteSignatureException"


@pytest.mark.parametrize("operation", PUBLIC)
def test_public_operations_are_accepted_unsigned(wire: RawConnection, operation: str) -> None:
    """Without a signature they get as far as looking up the pool or identity."""
    response, result = wire.request(operation, PUBLIC[operation], signature=None)
    assert response.status == 400
    assert result["__type"] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    "operation",
    sorted(
        {*SIGNED_ONLY, *PUBLIC} - {"CreateIdentityPool", "DeleteIdentities"} - {"ListIdentityPools"}
    ),
)
def test_all_but_create_and_delete_identities_return_not_found(
    wire: RawConnection, operation: str
) -> None:
    """An unknown pool or identity is a ResourceNotFoundException that quotes its ID."""
    response, result = wire.request(operation, {**SIGNED_ONLY, **PUBLIC}[operation])
    assert response.status == 400
    assert result["__type"] == "ResourceNotFoundException"
    assert f"'{UNKNOWN_ID}' not found." in result["message"]


def test_an_error_is_in_the_body_and_in_two_headers(wire: RawConnection) -> None:
    """Status 400 comes with `__type` and `message`, and both are repeated in headers."""
    response, result = wire.request("DescribeIdentityPool", {"IdentityPoolId": UNKNOWN_ID})
    assert response.status == 400
    assert result == {
        "__type": "ResourceNotFoundException",
        "message": f"IdentityPool '{UNKNOWN_ID}' not found.",
    }
    assert response.headers["x-amzn-ErrorType"] == "ResourceNotFoundException:"
    assert response.headers["x-amzn-ErrorMessage"] == result["message"]
    assert response.headers["Content-Type"] == "application/x-amz-json-1.1"


def test_a_long_text_is_cut_in_the_header(wire: RawConnection) -> None:
    """A value of 100,000 characters is truncated in the header and complete in the body."""
    response, result = wire.request("DescribeIdentity", {"IdentityId": "x" * 100_000})
    assert "x" * 100_000 in result["message"]
    assert len(response.headers["x-amzn-ErrorMessage"]) == 1000


def test_every_response_has_a_request_id(wire: RawConnection) -> None:
    """Results and errors have an x-amzn-RequestId, each a different one."""
    seen = {
        wire.request("ListIdentityPools", {"MaxResults": number})[0].headers["x-amzn-requestid"]
        for number in (1, 61, 2)
    }
    assert len(seen) == 3
    assert None not in seen


def test_a_text_is_escaped_in_the_header(wire: RawConnection) -> None:
    """A value with line breaks and non-Latin characters is complete in the body."""
    response, result = wire.request("DescribeIdentity", {"IdentityId": "a\r\nX-Evil: \u65e5"})
    assert "a\r\nX-Evil: \u65e5" in result["message"]
    assert "X-Evil" not in response.headers


def test_a_pattern_violation(client: "CognitoIdentityClient") -> None:
    """The error has the service's wording, with the member in lower camel case."""
    message = (
        "1 validation error detected: Value 'nonsense' at 'identityPoolId' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+"
    )
    with refused("ValidationException", message):
        client.describe_identity_pool(IdentityPoolId="nonsense")


def test_a_length_violation(client: "CognitoIdentityClient") -> None:
    """The error for an ID of more than 55 characters states the limit."""
    identity = "us-east-1:" + "0" * 46
    message = (
        f"1 validation error detected: Value '{identity}' at 'identityId' failed to satisfy "
        "constraint: Member must have length less than or equal to 55"
    )
    with refused("ValidationException", message):
        client.describe_identity(IdentityId=identity)


def test_an_enum_violation(client: "CognitoIdentityClient") -> None:
    """The error for an unknown match type lists the valid ones."""
    pool = make_pool(client)
    rule = {"Claim": "a", "MatchType": "EndsWith", "Value": "b", "RoleARN": "arn:aws:iam::1:role/x"}
    mapping = {"Type": "Rules", "RulesConfiguration": {"Rules": [rule]}}
    with refused("ValidationException") as caught:
        client.set_identity_pool_roles(
            IdentityPoolId=pool,
            Roles={},
            RoleMappings={"accounts.google.com": mapping},  # type: ignore[dict-item]  # on purpose
        )
    assert "Value 'EndsWith'" in caught.text
    assert "Member must satisfy enum value set: [StartsWith, Equals, Contains, NotEqual]" in (
        caught.text
    )


def test_a_map_key_violation(client: "CognitoIdentityClient") -> None:
    """The error for an unknown role key shows the map in Java's notation."""
    pool = make_pool(client)
    role = "arn:aws:iam::111122223333:role/Admin"
    with refused("ValidationException") as caught:
        client.set_identity_pool_roles(IdentityPoolId=pool, Roles={"admin": role})
    assert f"Value '{{admin={role}}}' at 'roles' failed to satisfy constraint: Map keys must " in (
        caught.text
    )


def test_a_list_that_is_too_long(client: "CognitoIdentityClient") -> None:
    """The error for more than 60 IDs to delete quotes them in brackets."""
    ids = [f"us-east-1:{number:04x}" for number in range(61)]
    with refused("ValidationException") as caught:
        client.delete_identities(IdentityIdsToDelete=ids)
    assert "Value '[us-east-1:0000, us-east-1:0001," in caught.text
    assert "Member must have length less than or equal to 60" in caught.text


def test_several_violations_are_counted(client: "CognitoIdentityClient") -> None:
    """One message lists all violations."""
    with refused("ValidationException") as caught:
        client.list_identities(IdentityPoolId="x", MaxResults=61)
    assert caught.text.startswith("2 validation errors detected: Value 'x' at 'identityPoolId' ")
    assert "; Value '61' at 'maxResults' failed" in caught.text


@pytest.mark.inferred
def test_a_missing_member_must_not_be_null(wire: RawConnection) -> None:
    """A required member is absent or null."""
    for sent in ({}, {"IdentityPoolId": None}):
        _, result = wire.request("DescribeIdentityPool", sent)
        assert result["__type"] == "ValidationException"
        assert result["message"] == (
            "1 validation error detected: Value null at 'identityPoolId' failed to satisfy "
            "constraint: Member must not be null"
        )


def test_a_nested_null_counts_as_absent(
    wire: RawConnection, client: "CognitoIdentityClient"
) -> None:
    """A null member inside a role mapping is not stored and causes no failure."""
    pool = make_pool(client)
    mapping = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    members = {
        "IdentityPoolId": pool,
        "Roles": {},
        "RoleMappings": {GOOGLE: {**mapping, "RulesConfiguration": None}},
    }
    assert wire.request("SetIdentityPoolRoles", members)[0].status == 200
    response = client.get_identity_pool_roles(IdentityPoolId=pool)
    assert response["RoleMappings"] == {GOOGLE: mapping}


def test_minimums_are_enforced_for_clients_that_do_not(wire: RawConnection) -> None:
    """Minimums that botocore checks before sending apply to other clients, too."""
    _, result = wire.request("ListIdentityPools", {"MaxResults": 0})
    assert result["message"].endswith("Member must have value greater than or equal to 1")


@pytest.mark.parametrize(
    ("sent", "operation"),
    [
        ("{", "ListIdentityPools"),
        ("[]", "ListIdentityPools"),
        ({"MaxResults": "5"}, "ListIdentityPools"),
        ({"MaxResults": True}, "ListIdentityPools"),
        ({"IdentityIdsToDelete": {}}, "DeleteIdentities"),
        ('"text"', "ListIdentityPools"),
    ],
)
def test_wrong_types_are_a_serialization_exception(
    wire: RawConnection, sent: object, operation: str
) -> None:
    """A body that is not JSON, or a member of the wrong type, is not a server error."""
    response, result = wire.request(operation, sent)
    assert response.status == 400
    assert result["__type"] == "SerializationException"


@pytest.mark.parametrize("operation", ["Nonsense", "CallAction", "", "_Answer"])
def test_an_unknown_operation(wire: RawConnection, operation: str) -> None:
    """An unknown target is an UnknownOperationException."""
    _, result = wire.request(operation, {})
    assert result["__type"] == "UnknownOperationException"


def test_boto3_without_credentials_can_use_a_pool(
    emulator: RunningEmulator, client: "CognitoIdentityClient"
) -> None:
    """The four public operations require no AWS credentials."""
    pool = make_pool(client, AllowClassicFlow=True)
    unsigned = boto3.Session().client(
        "cognito-identity",
        region_name="us-east-1",
        endpoint_url=emulator.url,
        config=Config(signature_version=UNSIGNED),
    )
    with closing(unsigned):
        identity = guest(unsigned, pool)
        assert unsigned.get_open_id_token(IdentityId=identity)["Token"]
        logins = login("accounts.google.com", "ada")
        upgraded = unsigned.get_open_id_token(IdentityId=identity, Logins=logins)["IdentityId"]
        assert upgraded == identity
        unsigned.unlink_identity(
            IdentityId=identity, Logins=logins, LoginsToRemove=["accounts.google.com"]
        )


def test_an_id_names_the_region_of_a_public_call(
    emulator: RunningEmulator, client: "CognitoIdentityClient"
) -> None:
    """A public call for a pool of another region uses that region's state."""
    pool = make_pool(client)
    other_region = boto3.Session().client(
        "cognito-identity",
        region_name="eu-central-1",
        endpoint_url=emulator.url,
        config=Config(signature_version=UNSIGNED),
    )
    with closing(other_region):
        assert guest(other_region, pool).startswith("us-east-1:")


def test_browsers_can_read_the_response(wire: RawConnection) -> None:
    """Every response allows pages of any origin to read it."""
    response, _ = wire.request("ListIdentityPools", {"MaxResults": 1})
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_preflight_requests_succeed(wire: RawConnection) -> None:
    """A browser's preflight request is allowed."""
    wire.connection.request(
        "OPTIONS",
        "/",
        headers={
            "Origin": "http://localhost:3000",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-amz-target,content-type",
        },
    )
    response = wire.connection.getresponse()
    response.read()
    assert response.status == 200
    assert response.headers["Access-Control-Allow-Origin"] in ("*", "http://localhost:3000")
    assert "x-amz-target" in response.headers["Access-Control-Allow-Headers"].lower()
