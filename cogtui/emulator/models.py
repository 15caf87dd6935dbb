"""The service's state in one region, and the operations on identities.

A subclass of moto's backend: it takes moto's place behind moto's server. Every operation holds
the backend's lock while it looks at the state or changes it, so parallel requests see whole
changes; tokens are read before and signed after.
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
"""A token by the name of the provider that gave it."""


class CognitoIdentityBackend(PoolBackend):
    """Amazon Cognito identity pools in one region of one account."""

    def list_pool_identities(
        self, identity_pool_id: str, limit: int, token: str | None, *, hide_disabled: bool
    ) -> dict[str, Any]:
        """Return a page of a pool's identities, in order of creation.

        Raises:
            InvalidParameterException: The token is not of this pool.
        """
        start = pages.page_start(identity_pool_id, token)
        with self.lock:
            identities = self.pool(identity_pool_id).identities
            found, next_start = identities.page(start, limit, hide_disabled=hide_disabled)
            answer: dict[str, Any] = {
                "IdentityPoolId": identity_pool_id,
                "Identities": [identity.describe() for identity in found],
            }
        if next_start is not None:
            answer["NextToken"] = pages.next_token(identity_pool_id, next_start)
        return answer

    def describe_identity(self, identity_id: str) -> dict[str, Any]:
        """Return an identity, which names neither its pool nor its users."""
        with self.lock:
            return self.identity(identity_id)[1].describe()

    def delete_identities(self, identity_ids: Sequence[str]) -> list[dict[str, str]]:
        """Delete identities, and return those that were not: unknown ones count as denied."""
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
        """Return the id of the identity that logins lead to, or of a new guest for no logins.

        Raises:
            NotAuthorizedException: A login is not good, or guests are not let in.
            ResourceConflictException: Two logins of one provider would come together.
        """
        verified = verify_logins(self.pool(identity_pool_id), logins)
        with self.lock:
            pool = self.pool(identity_pool_id)
            if not verified:
                return linking.create_guest(pool).identity_id
            return linking.find_or_create(pool, [each.login for each in verified]).identity_id

    def open_id_token(self, identity_id: str, logins: Logins) -> dict[str, str]:
        """Return the identity that a caller acts as, and a token that says so.

        Raises:
            InvalidParameterException: The pool does not do the classic flow.
            NotAuthorizedException: A login is missing, foreign or not good.
            ResourceConflictException: Two logins of one provider would come together.
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
        verified = verify_logins(pool, logins)
        used_id = self._resolve_identity(identity_id, verified)
        claims = identity_claims(pool, used_id, amr(verified), session_tags(pool, verified))
        return {"IdentityId": used_id, "Token": signed(pool.region, claims, OPEN_ID_SECONDS)}

    def credentials(
        self, identity_id: str, logins: Logins, custom_role: str | None
    ) -> dict[str, Any]:
        """Return the identity that a caller acts as, and AWS credentials for it.

        Raises:
            NotAuthorizedException: A login is missing, foreign or not good, or the role mapping
                denies.
            ResourceConflictException: Two logins of one provider would come together.
            InvalidIdentityPoolConfigurationException: No role, or one that does not let it in.
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
        """Take the logins of some providers off an identity, on proof of one of its logins.

        Raises:
            NotAuthorizedException: No login passed is the identity's.
            InvalidParameterException: The developer provider is among the providers.
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
        """Return the identity of a developer user, made where there is none, and its token.

        Raises:
            InvalidParameterException: The pool has no developer provider of the name given.
            DeveloperUserAlreadyRegisteredException: The user belongs to another identity.
            NotAuthorizedException: A public login is not good, or the identity's is missing.
            ResourceConflictException: Two logins of one provider would come together.
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
        """Return an identity with its developer user identifiers, found by either."""
        with self.lock:
            return developers.look_up(self.pool(identity_pool_id), identity_id, user, limit, token)

    def merge_developers(
        self, identity_pool_id: str, provider: str, source: str, destination: str
    ) -> str:
        """Bring two developer users together, and return the identity of the destination.

        Raises:
            ResourceNotFoundException: One of them is not registered.
            ResourceConflictException: Both have a login of the same public provider.
            InvalidParameterException: Together they have more than 20 logins.
        """
        with self.lock:
            return developers.merge(self.pool(identity_pool_id), provider, source, destination)

    def unlink_developer(
        self, identity_pool_id: str, identity_id: str, provider: str, user: str
    ) -> None:
        """Take a developer user off its identity.

        Raises:
            ResourceNotFoundException: The identity or the user does not exist.
            ResourceConflictException: The user belongs to another identity.
        """
        with self.lock:
            developers.unlink(self.pool(identity_pool_id), identity_id, provider, user)
