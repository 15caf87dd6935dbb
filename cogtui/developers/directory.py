"""Look up the developer users of a pool in both directions."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

from cogtui.account.account import PAGE, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.service import operation_names
from cogtui.service.identity_rows import Identity, IdentityPage, IdentityRows


class CallOperation(Protocol):
    """Calls an operation of the service, as `Gateway.call` does, possibly rate-limited."""

    async def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Call an operation.

        Args:
            operation: The operation's AWS CLI name.
            region: The region to call.
            parameters: The members of the request, with `Secret` at any depth.
            once: Whether the request must not be retried once it may have been sent.

        Returns:
            The members of the response.

        Raises:
            ApiError: The call failed.
        """


class Directory:
    """The developer users of one pool; every answer is read afresh and nothing is cached.

    Args:
        call: Calls the service.
        pool: The pool.
        provider: The pool's developer provider, empty if it has none.
    """

    def __init__(self, call: CallOperation, pool: Pool, provider: str) -> None:
        self.pool = pool
        self.provider = provider
        self._call = call

    @classmethod
    async def open(cls, call: CallOperation, pool: Pool) -> "Directory":
        """Read a pool's developer provider and return its directory.

        Args:
            call: Calls the service: `account.gateway.call`.
            pool: The pool.

        Raises:
            ApiError: The pool could not be read.
        """
        answer = await call(Topic.CONFIGURATION, pool.region, {"IdentityPoolId": pool.pool_id})
        return cls(call, pool, answer.get("DeveloperProviderName", ""))

    async def find(self, identifier: str) -> str | None:
        """Look up the identity that an identifier resolves to.

        Args:
            identifier: The developer user identifier, unchanged, 1 to 1,024 characters.

        Returns:
            The identity ID; None for an unknown user or a pool without a developer provider.

        Raises:
            ApiError: The lookup failed.
        """
        answer = await self._look_up({"DeveloperUserIdentifier": identifier, "MaxResults": 1})
        return None if answer is None else str(answer["IdentityId"])

    async def identifiers(self, identity_id: str) -> AsyncIterator[list[str] | None]:
        """Look up the identifiers that resolve to an identity, page by page.

        The request names the identity: the service is not documented to list the other identifiers
        of an identity when the request names one of them.

        Args:
            identity_id: The identity.

        Yields:
            The identifiers of each page, at most 60; a single None if the pool's lookup does not
            know the identity; nothing if the pool has no developer provider.

        Raises:
            ApiError: A page could not be read.
        """
        parameters: dict[str, Any] = {"IdentityId": identity_id, "MaxResults": PAGE}
        while self.provider:
            answer = await self._look_up(parameters)
            if answer is None:
                yield None
                return
            yield answer.get("DeveloperUserIdentifierList", [])
            if not answer.get("NextToken"):
                return
            parameters["NextToken"] = answer["NextToken"]

    async def read(self, identity_id: str) -> LinkedIdentity | None:
        """Read an identity and everything that is linked to it.

        Args:
            identity_id: The identity.

        Returns:
            The identity, None if it does not exist.

        Raises:
            ApiError: A part of it could not be read.
        """
        try:
            answer = await self.send(operation_names.DESCRIBE_IDENTITY, {"IdentityId": identity_id})
        except ApiError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise
        pages = [page async for page in self.identifiers(identity_id)]
        return LinkedIdentity(
            identity=_identity(answer),
            provider=self.provider,
            identifiers=tuple(each for page in pages for each in page or ()),
            is_found_in_pool=None not in pages,
        )

    async def user(self, identifier: str) -> LinkedIdentity | None:
        """Read the identity that an identifier resolves to, with everything linked to it.

        Args:
            identifier: The developer user identifier, unchanged.

        Returns:
            The identity, None for an unknown user.

        Raises:
            ApiError: A part of it could not be read.
        """
        identity_id = await self.find(identifier)
        return None if identity_id is None else await self.read(identity_id)

    async def send(
        self, operation: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Call an operation in the pool's region.

        Args:
            operation: The operation's AWS CLI name.
            parameters: The members of the request.
            once: Whether the request must not be retried once it may have been sent.

        Returns:
            The members of the response.

        Raises:
            ApiError: The call failed.
        """
        return await self._call(operation, self.pool.region, parameters, once=once)

    async def _look_up(self, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
        if not self.provider:
            return None
        try:
            return await self.send(
                operation_names.LOOKUP_DEVELOPER_IDENTITY,
                {"IdentityPoolId": self.pool.pool_id, **parameters},
            )
        except ApiError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise


def _identity(answer: Mapping[str, Any]) -> Identity:
    rows = IdentityRows()
    rows.append(IdentityPage.from_answer({"Identities": [answer]}))
    return rows.row(0)
