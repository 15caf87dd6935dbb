"""The request rates that AWS publishes for identity pools."""

from collections.abc import Mapping
from typing import Final

REQUESTS_PER_SECOND: Final[Mapping[str, int]] = {
    "delete-identities": 10,
    "get-credentials-for-identity": 200,
    "get-id": 25,
    "get-open-id-token": 200,
    "get-open-id-token-for-developer-identity": 50,
    "list-identities": 5,
    "list-tags-for-resource": 10,
    "tag-resource": 5,
    "untag-resource": 5,
}
"""The quota of each operation, by its AWS CLI name, for all callers of an account and region
together (developer guide, quotas). The quotas of other operations are not published."""
