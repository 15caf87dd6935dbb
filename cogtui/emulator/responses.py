"""Dispatch of HTTP requests to the backend, and the encoding of its responses.

The class extends moto's responses. The protocol is JSON 1.1: the `X-Amz-Target` header names the
operation, and `__type` in the body of an error is its code.
"""

import json
import uuid
from typing import Any, cast

from moto.cognitoidentity.models import cognitoidentity_backends
from moto.cognitoidentity.responses import CognitoIdentityResponse as MotoResponse
from moto.core.common_types import TYPE_RESPONSE
from moto.core.request import Request
from moto.core.utils import (
    camelcase_to_underscores,
    extract_region_from_aws_authorization,
    get_service_model,
)

from cogtui.emulator.constraints import check_constraints
from cogtui.emulator.exceptions import (
    AccessDeniedException,
    CognitoIdentityError,
    IncompleteSignatureException,
    MissingAuthenticationTokenException,
    SerializationException,
    UnknownOperationException,
)
from cogtui.emulator.models import CognitoIdentityBackend
from cogtui.emulator.tokens import DEVELOPER_SECONDS

PUBLIC_OPERATIONS = frozenset(
    {"GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"}
)
"""The operations that require no signature; clients send them unsigned."""

MAX_RESULTS = 60
"""The maximum page size of every list, and the default where it is optional."""


def _json(response: dict[str, Any]) -> str:
    return json.dumps(response, separators=(",", ":"))


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


class CognitoIdentityResponse(MotoResponse):
    """Handles one request; each operation has a method, named as moto requires."""

    parameters: dict[str, Any]
    """The request's members, at every depth without those that are null."""

    def call_action(self) -> TYPE_RESPONSE:
        """Handle the request and return the HTTP status, headers and body."""
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "x-amzn-RequestId": str(uuid.uuid4()),
        }
        status, body = 200, ""
        try:
            body = self._handle()
        except CognitoIdentityError as error:
            status, body = int(error.code), error.description
            headers.update(error.get_headers())
        return status, headers, body

    def _handle(self) -> str:
        operation = self._get_action()
        if operation not in get_service_model("cognito-identity").operation_names:
            raise UnknownOperationException
        if operation not in PUBLIC_OPERATIONS:
            self._check_signed()
        try:
            members = json.loads(self.body or "{}")
        except ValueError:
            raise SerializationException("The request body is not JSON.") from None
        check_constraints(operation, members)
        self.parameters = _without_nulls(members)
        return cast("str", getattr(self, camelcase_to_underscores(operation))())

    def _check_signed(self) -> None:
        """Check that the request has a signature; neither key nor signature is verified.

        Raises:
            MissingAuthenticationTokenException: There is no signature.
            IncompleteSignatureException: The signature names no region.
        """
        signature = self.headers.get("Authorization")
        if signature is None:
            raise MissingAuthenticationTokenException
        if extract_region_from_aws_authorization(signature) is None:
            raise IncompleteSignatureException(
                "Authorization header requires 'Credential' parameter."
            )

    def get_region_from_url(self, request: Request, full_url: str) -> str:
        """Return the region of a request; a signature without one is rejected later."""
        signature = request.headers.get("Authorization", "")
        if signature and extract_region_from_aws_authorization(signature) is None:
            return self.default_region
        return super().get_region_from_url(request, full_url)

    @property
    def backend(self) -> CognitoIdentityBackend:
        """The backend of the request's region.

        A public request has no signature to name its region, but the ID in it starts with it.
        """
        region = self.region
        if self._get_action() in PUBLIC_OPERATIONS:
            named = self.parameters.get("IdentityPoolId") or self.parameters["IdentityId"]
            region = named.partition(":")[0]
        return cast(
            "CognitoIdentityBackend", cognitoidentity_backends[self.current_account][region]
        )

    @property
    def _pool_id(self) -> str:
        return str(self.parameters["IdentityPoolId"])

    @property
    def _identity_id(self) -> str:
        return str(self.parameters["IdentityId"])

    @property
    def _logins(self) -> dict[str, str]:
        return cast("dict[str, str]", self.parameters.get("Logins", {}))

    def create_identity_pool(self) -> str:
        """Handle CreateIdentityPool."""
        return _json(self.backend.create_pool(self.parameters))

    def update_identity_pool(self) -> str:
        """Handle UpdateIdentityPool."""
        return _json(self.backend.update_pool(self.parameters))

    def delete_identity_pool(self) -> str:
        """Handle DeleteIdentityPool."""
        self.backend.delete_pool(self._pool_id)
        return ""

    def list_identity_pools(self) -> str:
        """Handle ListIdentityPools."""
        limit, token = self.parameters["MaxResults"], self.parameters.get("NextToken")
        return _json(self.backend.list_pools(limit, token))

    def describe_identity_pool(self) -> str:
        """Handle DescribeIdentityPool."""
        return _json(self.backend.describe_pool(self._pool_id))

    def get_identity_pool_roles(self) -> str:
        """Handle GetIdentityPoolRoles."""
        return _json(self.backend.pool_roles(self._pool_id))

    def set_identity_pool_roles(self) -> str:
        """Handle SetIdentityPoolRoles."""
        mappings = self.parameters.get("RoleMappings", {})
        self.backend.set_pool_roles(self._pool_id, self.parameters["Roles"], mappings)
        return ""

    @property
    def _resource_arn(self) -> str:
        """The ARN of the resource; IAM, which checks first, denies access to anything else."""
        resource = str(self.parameters["ResourceArn"])
        if not resource.startswith("arn:"):
            raise AccessDeniedException(
                f"User: arn:{self.partition}:iam::{self.current_account}:user/demo is not "
                f"authorized to perform: cognito-identity:{self._get_action()} on resource: "
                f"{resource}"
            )
        return resource

    def list_tags_for_resource(self) -> str:
        """Handle ListTagsForResource."""
        return _json({"Tags": self.backend.pool_tags(self._resource_arn)})

    def tag_resource(self) -> str:
        """Handle TagResource."""
        self.backend.tag_pool(self._resource_arn, self.parameters["Tags"])
        return "{}"

    def untag_resource(self) -> str:
        """Handle UntagResource."""
        self.backend.untag_pool(self._resource_arn, self.parameters["TagKeys"])
        return "{}"

    def get_principal_tag_attribute_map(self) -> str:
        """Handle GetPrincipalTagAttributeMap."""
        provider = self.parameters["IdentityProviderName"]
        return _json(self.backend.principal_tags(self._pool_id, provider))

    def set_principal_tag_attribute_map(self) -> str:
        """Handle SetPrincipalTagAttributeMap."""
        response = self.backend.set_principal_tags(
            self._pool_id,
            self.parameters["IdentityProviderName"],
            self.parameters.get("PrincipalTags", {}),
            use_defaults=self.parameters.get("UseDefaults", False),
        )
        return _json(response)

    def list_identities(self) -> str:
        """Handle ListIdentities."""
        response = self.backend.list_pool_identities(
            self._pool_id,
            self.parameters["MaxResults"],
            self.parameters.get("NextToken"),
            hide_disabled=self.parameters.get("HideDisabled", False),
        )
        return _json(response)

    def describe_identity(self) -> str:
        """Handle DescribeIdentity."""
        return _json(self.backend.describe_identity(self._identity_id))

    def delete_identities(self) -> str:
        """Handle DeleteIdentities."""
        unprocessed = self.backend.delete_identities(self.parameters["IdentityIdsToDelete"])
        return _json({"UnprocessedIdentityIds": unprocessed})

    def get_id(self) -> str:
        """Handle GetId."""
        return _json({"IdentityId": self.backend.get_identity(self._pool_id, self._logins)})

    def get_open_id_token(self) -> str:
        """Handle GetOpenIdToken."""
        return _json(self.backend.open_id_token(self._identity_id, self._logins))

    def get_credentials_for_identity(self) -> str:
        """Handle GetCredentialsForIdentity."""
        role = self.parameters.get("CustomRoleArn")
        return _json(self.backend.credentials(self._identity_id, self._logins, role))

    def unlink_identity(self) -> str:
        """Handle UnlinkIdentity."""
        removed = self.parameters["LoginsToRemove"]
        self.backend.unlink_identity(self._identity_id, self._logins, removed)
        return ""

    def get_open_id_token_for_developer_identity(self) -> str:
        """Handle GetOpenIdTokenForDeveloperIdentity."""
        response = self.backend.developer_token(
            self._pool_id,
            self.parameters.get("IdentityId"),
            self._logins,
            seconds=self.parameters.get("TokenDuration", DEVELOPER_SECONDS),
            principal_tags=self.parameters.get("PrincipalTags", {}),
        )
        return _json(response)

    def lookup_developer_identity(self) -> str:
        """Handle LookupDeveloperIdentity."""
        response = self.backend.look_up_developer(
            self._pool_id,
            identity_id=self.parameters.get("IdentityId"),
            user=self.parameters.get("DeveloperUserIdentifier"),
            limit=self.parameters.get("MaxResults", MAX_RESULTS),
            token=self.parameters.get("NextToken"),
        )
        return _json(response)

    def merge_developer_identities(self) -> str:
        """Handle MergeDeveloperIdentities."""
        identity_id = self.backend.merge_developers(
            self._pool_id,
            self.parameters["DeveloperProviderName"],
            self.parameters["SourceUserIdentifier"],
            self.parameters["DestinationUserIdentifier"],
        )
        return _json({"IdentityId": identity_id})

    def unlink_developer_identity(self) -> str:
        """Handle UnlinkDeveloperIdentity."""
        self.backend.unlink_developer(
            self._pool_id,
            self._identity_id,
            self.parameters["DeveloperProviderName"],
            self.parameters["DeveloperUserIdentifier"],
        )
        return ""
