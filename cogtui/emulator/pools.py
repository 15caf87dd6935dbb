"""An identity pool: its configuration, roles, tags and identities."""

import re
from typing import Any, Self

from moto.cognitoidentity.models import CognitoIdentityPool
from moto.cognitoidentity.utils import get_random_identity_id
from moto.iam.models import iam_backends

from cogtui.emulator.exceptions import InvalidParameterException, LimitExceededException
from cogtui.emulator.identities import Identities
from cogtui.emulator.roles import check_roles
from cogtui.emulator.tags import check_tags

USER_POOLS_PER_POOL = 50
"""The service's default quota of user pool providers in one identity pool."""

_USER_POOL = re.compile(r"cognito-idp\.[\w-]+\.amazonaws\.(com|com\.cn|eu)/[\w-]+_\w+")
_SAML_ARN = re.compile(r"arn:aws[\w-]*:iam::(\d{12}):saml-provider/.+")
_OIDC_ARN = re.compile(r"arn:aws[\w-]*:iam::\d{12}:oidc-provider/.+")


class IdentityPool(CognitoIdentityPool):
    """One identity pool.

    Args:
        region: The pool's AWS region.
        account_id: The account that owns it.
        settings: The members of CreateIdentityPool, already validated against the model.

    Raises:
        InvalidParameterException: A provider or a tag is invalid.
        LimitExceededException: There are more than 50 user pool providers.
    """

    def __new__(cls, *_: object) -> Self:
        """Return a pool that is garbage-collected with its emulator.

        Moto's own `__new__` registers every model for its dashboard until the process ends.
        """
        return object.__new__(cls)

    def __init__(self, region: str, account_id: str, settings: dict[str, Any]) -> None:
        _check_settings(settings, account_id)
        super().__init__(
            region,
            settings["IdentityPoolName"],
            tags=dict(settings.get("IdentityPoolTags", {})),
            developer_provider_name=settings.get("DeveloperProviderName", ""),
        )
        self.region = region
        self.account_id = account_id
        self.allow_classic_flow: bool | None = None
        self._replace(settings)
        self.roles: dict[str, str] = {}
        self.role_mappings: dict[str, Any] = {}
        self.principal_tags: dict[str, dict[str, Any]] = {}
        self.identities = Identities()

    def _replace(self, settings: dict[str, Any]) -> None:
        """Set the members that CreateIdentityPool and UpdateIdentityPool share.

        Providers that are omitted are cleared.
        """
        self.identity_pool_name = settings["IdentityPoolName"]
        self.allow_unauthenticated_identities = settings["AllowUnauthenticatedIdentities"]
        self.allow_classic_flow = settings.get("AllowClassicFlow", self.allow_classic_flow)
        self.supported_login_providers = settings.get("SupportedLoginProviders", {})
        self.open_id_connect_provider_arns = settings.get("OpenIdConnectProviderARNs", [])
        self.cognito_identity_providers = settings.get("CognitoIdentityProviders", [])
        self.saml_provider_arns = settings.get("SamlProviderARNs", [])

    def update(self, settings: dict[str, Any]) -> None:
        """Replace the configuration as UpdateIdentityPool does.

        Providers that are omitted are cleared; an omitted developer provider name, classic flow
        setting or tag map keeps its value.

        Raises:
            InvalidParameterException: A provider or tag is invalid, or the developer provider's
                name would change.
        """
        _check_settings(settings, self.account_id)
        name = settings.get("DeveloperProviderName")
        if name is not None and name != self.developer_provider_name:
            if self.developer_provider_name:
                raise InvalidParameterException("DeveloperProviderName cannot be changed once set.")
            self.developer_provider_name = name
        self._replace(settings)
        if "IdentityPoolTags" in settings:
            self.tags = dict(settings["IdentityPoolTags"])

    def set_roles(self, roles: dict[str, str], mappings: dict[str, Any]) -> None:
        """Replace the roles and the role mappings as SetIdentityPoolRoles does.

        Raises:
            InvalidParameterException: `check_roles` rejects the mappings.
            NotAuthorizedException: A role's ARN is malformed.
        """
        check_roles(roles, mappings, self.mapping_keys)
        self.roles, self.role_mappings = roles, mappings

    def describe(self) -> dict[str, Any]:
        """Return the pool as in the response of DescribeIdentityPool: empty members are absent.

        `IdentityPoolTags` is always present, `AllowClassicFlow` only if it was ever set.
        """
        optional = {
            "AllowClassicFlow": self.allow_classic_flow,
            "SupportedLoginProviders": self.supported_login_providers or None,
            "DeveloperProviderName": self.developer_provider_name or None,
            "OpenIdConnectProviderARNs": self.open_id_connect_provider_arns or None,
            "CognitoIdentityProviders": self.cognito_identity_providers or None,
            "SamlProviderARNs": self.saml_provider_arns or None,
        }
        return {
            "IdentityPoolId": self.identity_pool_id,
            "IdentityPoolName": self.identity_pool_name,
            "AllowUnauthenticatedIdentities": self.allow_unauthenticated_identities,
            **{name: value for name, value in optional.items() if value is not None},
            "IdentityPoolTags": self.tags,
        }

    @property
    def mapping_keys(self) -> set[str]:
        """The providers' keys in role mappings; the developer provider has none."""
        user_pools = {
            f"{provider['ProviderName']}:{provider['ClientId']}"
            for provider in self.cognito_identity_providers
        }
        return (
            user_pools
            | set(self.supported_login_providers)
            | set(self.open_id_connect_provider_arns)
            | set(self.saml_provider_arns)
        )

    def new_identity_id(self) -> str:
        """Return a random ID for a new identity."""
        return get_random_identity_id(self.region)

    def open_id_arn(self, issuer: str) -> str | None:
        """Return the ARN of the pool's OpenID Connect provider for an issuer, or None."""
        for arn in self.open_id_connect_provider_arns:
            if arn.partition(":oidc-provider/")[2] == issuer:
                return str(arn)
        return None

    def clients(self, provider: str) -> set[str] | None:
        """Return the client IDs that a provider's tokens may be issued to.

        Args:
            provider: The provider's name, as in a `Logins` map.

        Returns:
            The client IDs. None if the provider is not the pool's. An empty set accepts any
            client: the OpenID Connect provider does not exist in the emulator's IAM.
        """
        if provider in self.supported_login_providers:
            return {self.supported_login_providers[provider]}
        arn = self.open_id_arn(provider)
        if arn is not None:
            known = iam_backends[self.account_id]["global"].open_id_providers.get(arn)
            return set(known.client_id_list) if known is not None else set()
        clients = {
            each["ClientId"]
            for each in self.cognito_identity_providers
            if each["ProviderName"] == provider
        }
        return clients or None

    def checks_server_side(self, provider: str, client_id: str) -> bool:
        """Return whether a user pool must confirm each token (ServerSideTokenCheck)."""
        return any(
            each.get("ServerSideTokenCheck", False)
            for each in self.cognito_identity_providers
            if (each["ProviderName"], each["ClientId"]) == (provider, client_id)
        )


def _check_settings(settings: dict[str, Any], account_id: str) -> None:
    if len(settings.get("CognitoIdentityProviders", [])) > USER_POOLS_PER_POOL:
        raise LimitExceededException(
            f"An identity pool can have at most {USER_POOLS_PER_POOL} user pool providers."
        )
    for provider in settings.get("CognitoIdentityProviders", []):
        if not _USER_POOL.fullmatch(provider.get("ProviderName", "")) or "ClientId" not in provider:
            raise InvalidParameterException("Invalid Cognito Identity Provider")
    for arn in settings.get("SamlProviderARNs", []):
        owner = _SAML_ARN.fullmatch(arn)
        if owner is None or owner[1] != account_id:
            raise InvalidParameterException(
                f"Identity provider {arn} is not valid for account {account_id}"
            )
    for arn in settings.get("OpenIdConnectProviderARNs", []):
        if not _OIDC_ARN.fullmatch(arn):
            raise InvalidParameterException(f"Invalid OpenID Connect provider {arn}")
    check_tags(settings.get("IdentityPoolTags", {}))
