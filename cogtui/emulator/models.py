"""The service's state in one region, and the operations on identities.

The class extends moto's backend and replaces it in moto's server. Every operation holds the
backend's lock while it reads or changes the state, so that parallel requests see complete changes;
tokens are verified before and signed after.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cogtui.emulator import developers, linking, pages
from cogtui.emulator.credentials import issue_credentials
from cogtui.emulator.exceptions import (
    InvalidIdentityPoolConfigurationException,
    InvalidParameterException,
    ResourceNotFoundException,
)
from cogtui.emulator.logins import VerifiedLogin, amr, verify_logins
from cogtui.emulator.pool_backend import PoolBackend
from cogtui.emulator.principal_tags import session_tags
from cogtui.emulator.role_choice import choose_role
from cogtui.emulator.tokens import OPEN_ID_SECONDS, federated_provider, identity_claims, signed

Logins = dict[str, str]
"""Tokens by the name of the provider that issued them."""


class CognitoIdentityBackend(PoolBackend):
    """Amazon Cognito identity pools in one region of one account."""

    def list_pool_identities(
        self, identity_pool_id: str, limit: int, token: str | None, *, hide_disabled: bool
    ) -> dict[str, Any]:
        """Return a page of a pool's identities, in order of creation.

        Raises:
            InvalidParameterException: The page token is invalid or belongs to another pool.
        """
        start = pages.page_start(identity_pool_id, token)
        with self.lock:
            identities = self.pool(identity_pool_id).identities
            found, next_start = identities.page(start, limit, hide_disabled=hide_disabled)
            response: dict[str, Any] = {
                "IdentityPoolId": identity_pool_id,
                "Identities": [identity.describe() for identity in found],
            }
        if next_start is not None:
            response["NextToken"] = pages.next_token(identity_pool_id, next_start)
        return response

    def describe_identity(self, identity_id: str) -> dict[str, Any]:
        """Return an identity; the response names neither its pool nor its users."""
        with self.lock:
            return self.identity(identity_id)[1].describe()

    def delete_identities(self, identity_ids: Sequence[str]) -> list[dict[str, str]]:
        """Delete identities and return those that were not deleted, with an error code.

        The code for an unknown identity is AccessDenied.
        """
        unprocessed = []
        with self.lock:
            for identity_id in identity_ids:
                try:
                    pool, identity = self.identity(identity_id)
                except ResourceNotFoundException:
                    unprocessed.append({"IdentityId": identity_id, "ErrorCode": "AccessDenied"})
                else:
                    pool.identities.remove(identity)
        return unprocessed

    def get_identity(self, identity_pool_id: str, logins: Logins) -> str:
        """Return the ID of the identity of some logins, or of a new guest for no logins.

        Raises:
            NotAuthorizedException: A login is invalid, or guest access is off.
            ResourceConflictException: The identity would have two logins of one public provider.
        """
        verified = verify_logins(self.pool(identity_pool_id), logins)
        with self.lock:
            pool = self.pool(identity_pool_id)
            if not verified:
                return linking.create_guest(pool).identity_id
            return linking.find_or_create(pool, [each.login for each in verified]).identity_id

    def open_id_token(self, identity_id: str, logins: Logins) -> dict[str, str]:
        """Return the identity that a caller acts as, and a token for it.

        Raises:
            InvalidParameterException: The pool does not allow the classic flow, or a login is of
                a SAML provider.
            NotAuthorizedException: A login is missing, invalid or another identity's.
            ResourceConflictException: The identity would have two logins of one public provider.
        """
        pool, _ = self.identity(identity_id)
        if pool.allow_classic_flow is False:
            raise InvalidParameterException(
                "Basic (classic) flow is not enabled, please use enhanced flow."
            )
        if pool.role_mappings:
            raise InvalidParameterException(
                "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow."
            )
        if any(provider in pool.saml_provider_arns for provider in logins):
            raise InvalidParameterException(
                "Basic (classic) flow is not supported with SAML, please use enhanced flow."
            )
        verified = verify_logins(pool, logins)
        used_id = self._resolve_identity(identity_id, verified)
        claims = identity_claims(pool, used_id, amr(verified), session_tags(pool, verified))
        return {"IdentityId": used_id, "Token": signed(pool.region, claims, OPEN_ID_SECONDS)}

    def credentials(
        self, identity_id: str, logins: Logins, custom_role: str | None
    ) -> dict[str, Any]:
        """Return the identity that a caller acts as, and AWS credentials for it.

        Raises:
            NotAuthorizedException: A login is missing, invalid or another identity's, or the role
                mapping denies access.
            ResourceConflictException: The identity would have two logins of one public provider.
            InvalidIdentityPoolConfigurationException: The pool has no role for the identity, or
                the role's trust policy does not allow it.
        """
        pool, identity = self.identity(identity_id)
        own_token = logins.get(federated_provider(pool.region))
        if own_token is not None and len(logins) == 1:
            claims = developers.verify_token(pool, identity, own_token)
            role = pool.roles.get("authenticated")
            if role is None:
                raise InvalidIdentityPoolConfigurationException
            return {"IdentityId": identity_id, "Credentials": issue_credentials(pool, role, claims)}
        verified = verify_logins(pool, logins)
        used_id = self._resolve_identity(identity_id, verified)
        role = choose_role(pool, verified, custom_role)
        claims = identity_claims(pool, used_id, amr(verified), session_tags(pool, verified))
        return {"IdentityId": used_id, "Credentials": issue_credentials(pool, role, claims)}

    def _resolve_identity(self, identity_id: str, verified: Sequence[VerifiedLogin]) -> str:
        with self.lock:
            pool, identity = self.identity(identity_id)
            return linking.use(pool, identity, [each.login for each in verified]).identity_id

    def unlink_identity(self, identity_id: str, logins: Logins, providers: Sequence[str]) -> None:
        """Unlink the logins of some providers from an identity.

        Args:
            identity_id: The identity.
            logins: Tokens that must include one of the identity's logins.
            providers: The names of the providers to unlink.

        Raises:
            NotAuthorizedException: None of the logins is the identity's.
            InvalidParameterException: One of the providers is the developer provider.
        """
        verified = verify_logins(self.identity(identity_id)[0], logins)
        with self.lock:
            pool, identity = self.identity(identity_id)
            if not any(each.login in identity.logins for each in verified):
                raise linking.logins_do_not_match()
            if pool.developer_provider_name in providers:
                raise InvalidParameterException("Please provide a valid public provider")
            removed = [login for login in identity.logins if login[0] in providers]
            linking.unlink(pool, identity, removed)

    def developer_token(
        self,
        identity_pool_id: str,
        identity_id: str | None,
        logins: Logins,
        *,
        seconds: int,
        principal_tags: Mapping[str, str],
    ) -> dict[str, str]:
        """Return a developer user's identity, created if necessary, and a token for it.

        Args:
            identity_pool_id: The pool.
            identity_id: The identity to link the user to; None to find or create one.
            logins: The developer login, and any public logins to link with it.
            seconds: The lifetime of the token.
            principal_tags: Session tags, in addition to those of the logins.

        Raises:
            InvalidParameterException: The logins lack the pool's developer provider.
            DeveloperUserAlreadyRegisteredException: The user belongs to another identity.
            NotAuthorizedException: A public login is invalid, or the identity's is missing.
            ResourceConflictException: The identity would have two logins of one public provider.
        """
        pool = self.pool(identity_pool_id)
        developer, public = developers.split_logins(pool, logins)
        verified = [developer, *verify_logins(pool, public)]
        with self.lock:
            pool = self.pool(identity_pool_id)
            found = developers.register(pool, identity_id, [each.login for each in verified])
        tags = session_tags(pool, verified)
        tags |= {key: [value] for key, value in principal_tags.items()}
        claims = identity_claims(pool, found.identity_id, amr(verified), tags)
        return {"IdentityId": found.identity_id, "Token": signed(pool.region, claims, seconds)}

    def look_up_developer(
        self,
        identity_pool_id: str,
        *,
        identity_id: str | None,
        user: str | None,
        limit: int,
        token: str | None,
    ) -> dict[str, Any]:
        """Return an identity and its developer user identifiers, found by ID, user or both."""
        with self.lock:
            return developers.look_up(self.pool(identity_pool_id), identity_id, user, limit, token)

    def merge_developers(
        self, identity_pool_id: str, provider: str, source: str, destination: str
    ) -> str:
        """Merge two developer users' identities and return the destination's identity ID.

        Raises:
            ResourceNotFoundException: One of the users is not registered.
            ResourceConflictException: Both have a login of the same public provider.
            InvalidParameterException: They have more than 20 logins in total.
        """
        with self.lock:
            return developers.merge(self.pool(identity_pool_id), provider, source, destination)

    def unlink_developer(
        self, identity_pool_id: str, identity_id: str, provider: str, user: str
    ) -> None:
        """Unlink a developer user from its identity.

        Raises:
            ResourceNotFoundException: The identity or the user does not exist.
            ResourceConflictException: The user belongs to another identity.
        """
        with self.lock:
            developers.unlink(self.pool(identity_pool_id), identity_id, provider, user)
