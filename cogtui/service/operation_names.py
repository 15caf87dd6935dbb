"""The AWS CLI names of the 23 operations, as constants."""

from typing import Final

CREATE_IDENTITY_POOL: Final = "create-identity-pool"
DELETE_IDENTITIES: Final = "delete-identities"
DELETE_IDENTITY_POOL: Final = "delete-identity-pool"
DESCRIBE_IDENTITY: Final = "describe-identity"
DESCRIBE_IDENTITY_POOL: Final = "describe-identity-pool"
GET_CREDENTIALS_FOR_IDENTITY: Final = "get-credentials-for-identity"
GET_ID: Final = "get-id"
GET_IDENTITY_POOL_ROLES: Final = "get-identity-pool-roles"
GET_OPEN_ID_TOKEN: Final = "get-open-id-token"  # noqa: S105  a name, not a secret
GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY: Final = "get-open-id-token-for-developer-identity"  # noqa: S105  a name, not a secret
GET_PRINCIPAL_TAG_ATTRIBUTE_MAP: Final = "get-principal-tag-attribute-map"
LIST_IDENTITIES: Final = "list-identities"
LIST_IDENTITY_POOLS: Final = "list-identity-pools"
LIST_TAGS_FOR_RESOURCE: Final = "list-tags-for-resource"
LOOKUP_DEVELOPER_IDENTITY: Final = "lookup-developer-identity"
MERGE_DEVELOPER_IDENTITIES: Final = "merge-developer-identities"
SET_IDENTITY_POOL_ROLES: Final = "set-identity-pool-roles"
SET_PRINCIPAL_TAG_ATTRIBUTE_MAP: Final = "set-principal-tag-attribute-map"
TAG_RESOURCE: Final = "tag-resource"
UNLINK_DEVELOPER_IDENTITY: Final = "unlink-developer-identity"
UNLINK_IDENTITY: Final = "unlink-identity"
UNTAG_RESOURCE: Final = "untag-resource"
UPDATE_IDENTITY_POOL: Final = "update-identity-pool"
