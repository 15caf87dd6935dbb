"""A call of each operation: what it needs, and how often the service has carried it out."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import ClientError

from cogtui.service import operation_names
from tests.emulator.users import (
    DEVELOPER,
    GOOGLE,
    developer,
    guest,
    identities,
    login,
    member,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

Parameters = Mapping[str, Any]
"""The members of a request."""

_ROLES: Final = {"authenticated": "arn:aws:iam::111122223333:role/Reader"}
_ARN: Final = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{}"
_TAGS: Final = {"team": "mobile"}
_ADA, _EVE = "ada", "eve"


class Call(NamedTuple):
    """How one operation is called."""

    operation: str
    """Its AWS CLI name."""
    prepare: "Callable[[CognitoIdentityClient, str], Parameters]"
    """Creates what the call needs in a new pool, given its ID, and returns the call's members."""
    effect: "Callable[[CognitoIdentityClient, Parameters], int] | None" = None
    """Counts how often the service has carried the call out; None if it has no lasting effect."""


def _pool(_client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    return {"IdentityPoolId": pool_id}


def _page(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    guest(client, pool_id)
    return {"IdentityPoolId": pool_id, "MaxResults": 60}


def _guest(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    return {"IdentityId": guest(client, pool_id)}


def _guest_with_role(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    roles = {"unauthenticated": _ROLES["authenticated"]}
    client.set_identity_pool_roles(IdentityPoolId=pool_id, Roles=roles)
    return _guest(client, pool_id)


def _member(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    identity_id = member(client, pool_id, GOOGLE, _ADA)
    return {
        "IdentityId": identity_id,
        "Logins": login(GOOGLE, _ADA),
        "LoginsToRemove": [GOOGLE],
    }


def _user(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    return {
        "IdentityPoolId": pool_id,
        "IdentityId": developer(client, pool_id, _ADA),
        "DeveloperProviderName": DEVELOPER,
        "DeveloperUserIdentifier": _ADA,
    }


def _lookup(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    developer(client, pool_id, _ADA)
    return {"IdentityPoolId": pool_id, "DeveloperUserIdentifier": _ADA, "MaxResults": 60}


def _two_users(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    developer(client, pool_id, _ADA)
    developer(client, pool_id, _EVE)
    return {
        "IdentityPoolId": pool_id,
        "DeveloperProviderName": DEVELOPER,
        "SourceUserIdentifier": _ADA,
        "DestinationUserIdentifier": _EVE,
    }


def _tagged(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    client.tag_resource(ResourceArn=_ARN.format(pool_id), Tags=_TAGS)
    return {"ResourceArn": _ARN.format(pool_id)}


def _mapped(client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    client.set_principal_tag_attribute_map(
        IdentityPoolId=pool_id, IdentityProviderName=GOOGLE, UseDefaults=True
    )
    return {"IdentityPoolId": pool_id, "IdentityProviderName": GOOGLE}


def _new_pool(_client: "CognitoIdentityClient", pool_id: str) -> Parameters:
    return {"IdentityPoolName": f"new {pool_id[-12:]}", "AllowUnauthenticatedIdentities": False}


def _pools_named(client: "CognitoIdentityClient", call: Parameters) -> int:
    pages = client.get_paginator("list_identity_pools").paginate(PaginationConfig={"PageSize": 60})
    pools = [pool for page in pages for pool in page["IdentityPools"]]
    return sum(pool["IdentityPoolName"] == call["IdentityPoolName"] for pool in pools)


def _is_renamed(client: "CognitoIdentityClient", call: Parameters) -> int:
    pool = client.describe_identity_pool(IdentityPoolId=call["IdentityPoolId"])
    return int(pool["IdentityPoolName"] == call["IdentityPoolName"])


def _is_deleted(client: "CognitoIdentityClient", call: Parameters) -> int:
    return _is_missing(lambda: client.describe_identity_pool(**call))


def _is_missing(read: Callable[[], object]) -> bool:
    try:
        read()
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return True
    return False


def _has_roles(client: "CognitoIdentityClient", call: Parameters) -> int:
    answer = client.get_identity_pool_roles(IdentityPoolId=call["IdentityPoolId"])
    return answer.get("Roles") == _ROLES


def _has_tags(client: "CognitoIdentityClient", call: Parameters) -> int:
    return client.list_tags_for_resource(ResourceArn=call["ResourceArn"])["Tags"] == _TAGS


def _has_no_tags(client: "CognitoIdentityClient", call: Parameters) -> int:
    return not client.list_tags_for_resource(ResourceArn=call["ResourceArn"])["Tags"]


def _has_map(client: "CognitoIdentityClient", call: Parameters) -> int:
    provider = {name: call[name] for name in ("IdentityPoolId", "IdentityProviderName")}
    return not _is_missing(lambda: client.get_principal_tag_attribute_map(**provider))


def _count_identities(client: "CognitoIdentityClient", call: Parameters) -> int:
    return len(identities(client, call["IdentityPoolId"]))


def _count_disabled(client: "CognitoIdentityClient", call: Parameters) -> int:
    return sum("DISABLED" in each for each in identities(client, call["IdentityPoolId"]).values())


def _is_identity_deleted(client: "CognitoIdentityClient", call: Parameters) -> int:
    (identity_id,) = call["IdentityIdsToDelete"]
    return _is_missing(lambda: client.describe_identity(IdentityId=identity_id))


def _is_unlinked(client: "CognitoIdentityClient", call: Parameters) -> int:
    return GOOGLE not in client.describe_identity(IdentityId=call["IdentityId"])["Logins"]


def _is_user_unlinked(client: "CognitoIdentityClient", call: Parameters) -> int:
    user = {name: call[name] for name in ("IdentityPoolId", "DeveloperUserIdentifier")}
    return _is_missing(lambda: client.lookup_developer_identity(**user))


CALLS: Final = (
    Call(operation_names.LIST_IDENTITY_POOLS, lambda *_: {"MaxResults": 60}),
    Call(operation_names.CREATE_IDENTITY_POOL, _new_pool, _pools_named),
    Call(operation_names.DESCRIBE_IDENTITY_POOL, _pool),
    Call(
        operation_names.UPDATE_IDENTITY_POOL,
        lambda _, pool_id: {
            "IdentityPoolId": pool_id,
            "IdentityPoolName": "renamed",
            "AllowUnauthenticatedIdentities": False,
        },
        _is_renamed,
    ),
    Call(operation_names.DELETE_IDENTITY_POOL, _pool, _is_deleted),
    Call(operation_names.LIST_IDENTITIES, _page),
    Call(operation_names.GET_IDENTITY_POOL_ROLES, _pool),
    Call(
        operation_names.SET_IDENTITY_POOL_ROLES,
        lambda _, pool_id: {"IdentityPoolId": pool_id, "Roles": _ROLES},
        _has_roles,
    ),
    # without tags: `{}` is the service's own answer then
    Call(
        operation_names.LIST_TAGS_FOR_RESOURCE,
        lambda _, pool_id: {"ResourceArn": _ARN.format(pool_id)},
    ),
    Call(
        operation_names.TAG_RESOURCE,
        lambda _, pool_id: {"ResourceArn": _ARN.format(pool_id), "Tags": _TAGS},
        _has_tags,
    ),
    Call(
        operation_names.UNTAG_RESOURCE,
        lambda client, pool_id: {**_tagged(client, pool_id), "TagKeys": list(_TAGS)},
        _has_no_tags,
    ),
    Call(operation_names.GET_PRINCIPAL_TAG_ATTRIBUTE_MAP, _mapped),
    Call(
        operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
        lambda _, pool_id: {
            "IdentityPoolId": pool_id,
            "IdentityProviderName": GOOGLE,
            "PrincipalTags": {"email": "email"},
        },
        _has_map,
    ),
    Call(operation_names.GET_ID, _pool, _count_identities),
    Call(
        operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
        lambda _, pool_id: {"IdentityPoolId": pool_id, "Logins": {DEVELOPER: _ADA}},
        _count_identities,
    ),
    Call(operation_names.MERGE_DEVELOPER_IDENTITIES, _two_users, _count_disabled),
    Call(operation_names.DESCRIBE_IDENTITY, _guest),
    Call(operation_names.LOOKUP_DEVELOPER_IDENTITY, _lookup),
    Call(
        operation_names.DELETE_IDENTITIES,
        lambda client, pool_id: {"IdentityIdsToDelete": [guest(client, pool_id)]},
        _is_identity_deleted,
    ),
    Call(operation_names.GET_CREDENTIALS_FOR_IDENTITY, _guest_with_role),
    Call(operation_names.GET_OPEN_ID_TOKEN, _guest),
    Call(operation_names.UNLINK_IDENTITY, _member, _is_unlinked),
    Call(operation_names.UNLINK_DEVELOPER_IDENTITY, _user, _is_user_unlinked),
)
"""A call of every operation, in the order of the operation table."""
