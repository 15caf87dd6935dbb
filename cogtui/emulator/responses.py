"""From an HTTP request to the backend's operation, and from its answer to the wire.

A subclass of moto's responses. The protocol is JSON 1.1: the operation is named in the
``X-Amz-Target`` header, and an error's code is in the body's ``__type``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from moto.cognitoidentity.models import cognitoidentity_backends
from moto.cognitoidentity.responses import CognitoIdentityResponse as MotoResponse
from moto.core.utils import camelcase_to_underscores, get_service_model

from cogtui.emulator.constraints import check_constraints
from cogtui.emulator.exceptions import (
    CognitoIdentityError,
    MissingAuthenticationTokenException,
    SerializationException,
    UnknownOperationException,
)

if TYPE_CHECKING:
    from moto.core.common_types import TYPE_RESPONSE

    from cogtui.emulator.models import CognitoIdentityBackend

PUBLIC_OPERATIONS = frozenset(
    {"GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"}
)
"""The operations that need no signature; clients send them without one."""

MAX_RESULTS = 60
"""The largest page of every list, and its size where none is asked for."""


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, separators=(",", ":"))


class CognitoIdentityResponse(MotoResponse):
    """Answers one request; a method for each operation, named as moto names them."""

    parameters: dict[str, Any]
    """The members sent, without those that are null."""

    def call_action(self) -> TYPE_RESPONSE:
        """Answer the request.

        Returns:
            The HTTP status, the headers and the body.
        """
        headers = {"Content-Type": "application/x-amz-json-1.1"}
        status, body = 200, ""
        try:
            body = self._answer()
        except CognitoIdentityError as error:
            status, body = int(error.code), error.description
            headers.update(error.get_headers())
        self._enrich_response(headers, "")
        return status, headers, body

    def _answer(self) -> str:
        operation = self._get_action()
        if operation not in get_service_model("cognito-identity").operation_names:
            raise UnknownOperationException
        if operation not in PUBLIC_OPERATIONS and "Authorization" not in self.headers:
            raise MissingAuthenticationTokenException
        try:
            sent = json.loads(self.body or "{}")
        except ValueError:
            raise SerializationException("The request body is not JSON.") from None
        check_constraints(operation, sent)
        self.parameters = {name: value for name, value in sent.items() if value is not None}
        return cast("str", getattr(self, camelcase_to_underscores(operation))())

    @property
    def backend(self) -> CognitoIdentityBackend:
        """The backend of the region that is asked.

        A public request carries no signature that would name its region, but the id in it does.
        """
        region = self.region
        if self._get_action() in PUBLIC_OPERATIONS:
            named = self.parameters.get("IdentityPoolId") or self.parameters["IdentityId"]
            region = named.partition(":")[0]
        return cast(
            "CognitoIdentityBackend", cognitoidentity_backends[self.current_account][region]
        )

    def list_identity_pools(self) -> str:
        """Answer ListIdentityPools."""
        return _json(
            self.backend.list_pools(self.parameters["MaxResults"], self.parameters.get("NextToken"))
        )

    def describe_identity_pool(self) -> str:
        """Answer DescribeIdentityPool."""
        return _json(self.backend.describe_pool(self.parameters["IdentityPoolId"]))

    def get_identity_pool_roles(self) -> str:
        """Answer GetIdentityPoolRoles."""
        return _json(self.backend.pool_roles(self.parameters["IdentityPoolId"]))

    def list_tags_for_resource(self) -> str:
        """Answer ListTagsForResource."""
        return _json({"Tags": self.backend.tagged_pool(self.parameters["ResourceArn"]).tags})

    def get_principal_tag_attribute_map(self) -> str:
        """Answer GetPrincipalTagAttributeMap."""
        return _json(
            self.backend.principal_tags(
                self.parameters["IdentityPoolId"], self.parameters["IdentityProviderName"]
            )
        )

    def list_identities(self) -> str:
        """Answer ListIdentities."""
        return _json(
            self.backend.list_pool_identities(
                self.parameters["IdentityPoolId"],
                self.parameters["MaxResults"],
                self.parameters.get("NextToken"),
                hide_disabled=self.parameters.get("HideDisabled", False),
            )
        )

    def describe_identity(self) -> str:
        """Answer DescribeIdentity."""
        return _json(self.backend.describe_identity(self.parameters["IdentityId"]))

    def lookup_developer_identity(self) -> str:
        """Answer LookupDeveloperIdentity."""
        return _json(
            self.backend.look_up_developer(
                self.parameters["IdentityPoolId"],
                identity_id=self.parameters.get("IdentityId"),
                user=self.parameters.get("DeveloperUserIdentifier"),
                limit=self.parameters.get("MaxResults", MAX_RESULTS),
                token=self.parameters.get("NextToken"),
            )
        )
