"""Read the pools of one account, their configuration and their identities.

Answers about a pool are cached with the time they were read, so that returning to a pool makes no
request and the screen can show how old the data is.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import CallerIdentity, Gateway, PageReader
from cogtui.service import operation_names
from cogtui.service.identity_rows import IdentityPage
from cogtui.service.providers import ProviderKind, providers

PAGE: Final = 60
"""The largest page that the service returns, in items (API reference, `MaxResults`)."""


class Pool(NamedTuple):
    """An identity pool, as ListIdentityPools returns it."""

    region: str
    """Its region."""
    pool_id: str
    """Its ID, `REGION:GUID`."""
    name: str
    """Its name, which is not necessarily unique; empty if unknown."""

    @property
    def title(self) -> str:
        """The name, or the ID if the name is unknown."""
        return self.name or self.pool_id

    def arn(self, caller: CallerIdentity) -> str:
        """Return the pool's ARN, in the format of the IAM service authorization reference.

        Args:
            caller: A caller in the account that owns the pool.
        """
        return (
            f"arn:{caller.partition}:cognito-identity:{self.region}:{caller.account}"
            f":identitypool/{self.pool_id}"
        )

    def identity_arn(self, caller: CallerIdentity, identity_id: str) -> str:
        """Return the ARN of one of the pool's identities.

        Args:
            caller: A caller in the account that owns the pool.
            identity_id: The identity's ID.

        Returns:
            The ARN in Cognito Sync's format; no other service defines ARNs of identities.
        """
        return (
            f"arn:{caller.partition}:cognito-sync:{self.region}:{caller.account}"
            f":identitypool/{self.pool_id}/identity/{identity_id}"
        )


class Topic(StrEnum):
    """The parts of a pool's data, by the operation that reads them."""

    CONFIGURATION = operation_names.DESCRIBE_IDENTITY_POOL
    ROLES = operation_names.GET_IDENTITY_POOL_ROLES
    TAGS = operation_names.LIST_TAGS_FOR_RESOURCE
    PRINCIPAL_TAGS = operation_names.GET_PRINCIPAL_TAG_ATTRIBUTE_MAP


class Reading(NamedTuple):
    """An answer and the time it was read."""

    answer: Mapping[str, Any]
    """The service's answer. For principal tags: each provider's answer or None, by provider."""
    read_at: float
    """When it was read, in seconds since the epoch."""


class Account:
    """One AWS account, read through a gateway.

    Args:
        gateway: The gateway to the account.
        clock: Returns the current time, in seconds since the epoch.
    """

    def __init__(self, gateway: Gateway, *, clock: Callable[[], float] = time.time) -> None:
        self.gateway = gateway
        self.caller: CallerIdentity | None = None
        """The owner of the credentials, once `identify` has read it."""
        self.now = clock
        """Returns the current time, in seconds since the epoch."""
        self._readings: dict[tuple[str, Topic], Reading] = {}

    async def identify(self, region: str) -> CallerIdentity:
        """Return the owner of the credentials, reading it from STS at most once.

        Args:
            region: The region whose STS endpoint to call.

        Raises:
            ApiError: The call to STS failed.
        """
        if self.caller is None:
            self.caller = await self.gateway.caller(region)
        return self.caller

    async def pools(self, region: str) -> AsyncIterator[list[Pool]]:
        """List a region's pools, page by page.

        What was read of a pool before it got another name is forgotten.

        Yields:
            The pools of each page; at least one page, which may be empty.

        Raises:
            ApiError: A page could not be read.
        """
        parameters: dict[str, Any] = {"MaxResults": PAGE}
        while True:
            answer = await self.gateway.call(
                operation_names.LIST_IDENTITY_POOLS, region, parameters
            )
            pools = [
                Pool(region, each["IdentityPoolId"], each.get("IdentityPoolName", ""))
                for each in answer.get("IdentityPools", ())
            ]
            for pool in pools:
                reading = self.known(pool, Topic.CONFIGURATION)
                if reading is not None and reading.answer["IdentityPoolName"] != pool.name:
                    self.forget(pool)
            yield pools
            if not answer.get("NextToken"):
                return
            parameters["NextToken"] = answer["NextToken"]

    def known(self, pool: Pool, topic: Topic) -> Reading | None:
        """Return the cached reading of a topic; None if it has not been read."""
        return self._readings.get((pool.pool_id, topic))

    async def read(self, pool: Pool, topic: Topic) -> Reading:
        """Return a reading of a topic, from the cache or else from the service.

        Raises:
            ApiError: It could not be read.
        """
        reading = self.known(pool, topic)
        if reading is None:
            answer = await self._read_uncached(pool, topic)
            reading = Reading(answer, self.now())
            self._readings[pool.pool_id, topic] = reading
        return reading

    def forget(self, pool: Pool) -> None:
        """Drop a pool's cached readings, so that they are read again."""
        for topic in Topic:
            self._readings.pop((pool.pool_id, topic), None)

    async def identities(
        self, pool: Pool, next_token: str | None, *, hide_disabled: bool
    ) -> IdentityPage:
        """Return one page of a pool's identities.

        Args:
            pool: The pool.
            next_token: The token from the previous page; None for the first page.
            hide_disabled: Whether the service omits disabled identities.

        Raises:
            ApiError: The page could not be read.
        """
        parameters = _listing(pool, next_token, hide_disabled=hide_disabled)
        answer = await self.gateway.call(operation_names.LIST_IDENTITIES, pool.region, parameters)
        return IdentityPage.from_answer(answer)

    def read_identities(
        self,
        pool: Pool,
        next_token: str | None,
        is_enough: Callable[[int], bool],
        *,
        hide_disabled: bool,
    ) -> PageReader[IdentityPage]:
        """Start reading pages of a pool's identities ahead.

        Args:
            pool: The pool.
            next_token: The token from the previous page; None for the first page.
            is_enough: Returns whether to stop, given how many identities were read; called in a
                thread.
            hide_disabled: Whether the service omits disabled identities.

        Returns:
            The reader, which must be closed.
        """
        return self.gateway.read_pages(
            operation_names.LIST_IDENTITIES,
            pool.region,
            _listing(pool, next_token, hide_disabled=hide_disabled),
            IdentityPage.from_answer,
            is_enough,
        )

    async def identity(self, pool: Pool, identity_id: str) -> Mapping[str, Any]:
        """Return the DescribeIdentity answer for an identity.

        It is not cached, because it is cheap to read and changes often.

        Args:
            pool: Its pool.
            identity_id: The identity's ID.

        Raises:
            ApiError: It could not be read.
        """
        return await self.gateway.call(
            operation_names.DESCRIBE_IDENTITY, pool.region, {"IdentityId": identity_id}
        )

    async def developer_users(self, pool: Pool, identity_id: str) -> AsyncIterator[list[str]]:
        """List the developer user identifiers linked to an identity, page by page.

        Args:
            pool: The pool, which must have a developer provider.
            identity_id: The identity's ID.

        Yields:
            The identifiers of each page; nothing if none is linked.

        Raises:
            ApiError: A page could not be read.
        """
        parameters: dict[str, Any] = {
            "IdentityPoolId": pool.pool_id,
            "IdentityId": identity_id,
            "MaxResults": PAGE,
        }
        while True:
            try:
                answer = await self.gateway.call(
                    operation_names.LOOKUP_DEVELOPER_IDENTITY, pool.region, parameters
                )
            except ApiError as error:
                if error.kind is ErrorKind.NOT_FOUND:
                    return
                raise
            yield answer.get("DeveloperUserIdentifierList", [])
            if not answer.get("NextToken"):
                return
            parameters["NextToken"] = answer["NextToken"]

    async def _read_uncached(self, pool: Pool, topic: Topic) -> Mapping[str, Any]:
        if topic is Topic.PRINCIPAL_TAGS:
            return await self._principal_tags(pool)
        if topic is Topic.TAGS:
            caller = await self.identify(pool.region)
            parameters = {"ResourceArn": pool.arn(caller)}
        else:
            parameters = {"IdentityPoolId": pool.pool_id}
        return await self.gateway.call(topic, pool.region, parameters)

    async def _principal_tags(self, pool: Pool) -> dict[str, Mapping[str, Any] | None]:
        configuration = (await self.read(pool, Topic.CONFIGURATION)).answer
        # developer users get their tags from the token request, not from a map
        names = [
            each.name
            for each in providers(configuration)
            if each.kind is not ProviderKind.DEVELOPER
        ]
        maps = await asyncio.gather(*(self.tag_map(pool, name) for name in names))
        return dict(zip(names, maps, strict=True))

    async def tag_map(self, pool: Pool, provider: str) -> Mapping[str, Any] | None:
        """Read which claims of a provider become principal tags. The answer is not cached.

        Args:
            pool: The pool.
            provider: The provider's name.

        Returns:
            The GetPrincipalTagAttributeMap answer; None if no map was ever set.

        Raises:
            ApiError: It could not be read.
        """
        try:
            return await self.gateway.call(
                Topic.PRINCIPAL_TAGS,
                pool.region,
                {"IdentityPoolId": pool.pool_id, "IdentityProviderName": provider},
            )
        except ApiError as error:
            # the service answers this way if no map was ever set
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise


def _listing(pool: Pool, next_token: str | None, *, hide_disabled: bool) -> dict[str, Any]:
    """Return the parameters for a page of identities."""
    parameters = {
        "IdentityPoolId": pool.pool_id,
        "MaxResults": PAGE,
        "HideDisabled": hide_disabled,
    }
    return parameters if next_token is None else {**parameters, "NextToken": next_token}
