"""What has been read of one account: pools, their configuration, their identities.

Every answer is kept with the time it was read, so that moving back to a pool asks for nothing, and
the screen can say how old what it shows is.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import CallerIdentity, Gateway
from cogtui.service.identity_rows import IdentityPage
from cogtui.service.providers import ProviderKind, providers

PAGE: Final = 60
"""The largest page that the service gives, in items (API reference, `MaxResults`)."""


class Pool(NamedTuple):
    """An identity pool, as ListIdentityPools tells it."""

    region: str
    """Its region."""
    pool_id: str
    """Its id, `REGION:GUID`."""
    name: str
    """Its name, which need not be unique; empty where it is not known."""

    @property
    def title(self) -> str:
        """Its name, or its id where that is not known."""
        return self.name or self.pool_id

    def arn(self, caller: CallerIdentity) -> str:
        """The pool's ARN.

        Args:
            caller: The account that it belongs to.

        Returns:
            Its ARN, as the IAM service authorization reference forms it.
        """
        return (
            f"arn:{caller.partition}:cognito-identity:{self.region}:{caller.account}"
            f":identitypool/{self.pool_id}"
        )

    def identity_arn(self, caller: CallerIdentity, identity_id: str) -> str:
        """The ARN of one of the pool's identities.

        Args:
            caller: The account that the pool belongs to.
            identity_id: The identity.

        Returns:
            Its ARN in Cognito Sync's form, the only service that has one for identities.
        """
        return (
            f"arn:{caller.partition}:cognito-sync:{self.region}:{caller.account}"
            f":identitypool/{self.pool_id}/identity/{identity_id}"
        )


class Topic(StrEnum):
    """What can be read of a pool, by the operation that reads it."""

    CONFIGURATION = "describe-identity-pool"
    ROLES = "get-identity-pool-roles"
    TAGS = "list-tags-for-resource"
    PRINCIPAL_TAGS = "get-principal-tag-attribute-map"


class Reading(NamedTuple):
    """An answer and its time."""

    answer: Mapping[str, Any]
    """What the service answered. For principal tags: by provider, the answer or None."""
    read_at: float
    """When, seconds since the epoch."""


class Account:
    """One account, read through a gateway.

    Args:
        gateway: The door to it.
        clock: The present, seconds since the epoch.
    """

    def __init__(self, gateway: Gateway, *, clock: Callable[[], float] = time.time) -> None:
        self.gateway = gateway
        self.caller: CallerIdentity | None = None
        """Whom the credentials belong to, once `identify` has asked."""
        self.now = clock
        """The present, seconds since the epoch."""
        self._readings: dict[tuple[str, Topic], Reading] = {}

    async def identify(self, region: str) -> CallerIdentity:
        """Asks once whom the credentials belong to.

        Args:
            region: The region to ask in.

        Returns:
            The caller.

        Raises:
            ApiError: sts did not tell.
        """
        if self.caller is None:
            self.caller = await self.gateway.caller(region)
        return self.caller

    async def pools(self, region: str) -> AsyncIterator[list[Pool]]:
        """Lists a region's pools, page by page.

        Args:
            region: The region.

        Yields:
            The pools of each page; at least one page, which may be empty.

        Raises:
            ApiError: A page could not be read.
        """
        parameters: dict[str, Any] = {"MaxResults": PAGE}
        while True:
            answer = await self.gateway.call("list-identity-pools", region, parameters)
            yield [
                Pool(region, each["IdentityPoolId"], each.get("IdentityPoolName", ""))
                for each in answer.get("IdentityPools", ())
            ]
            if not answer.get("NextToken"):
                return
            parameters["NextToken"] = answer["NextToken"]

    def known(self, pool: Pool, topic: Topic) -> Reading | None:
        """What was read before.

        Args:
            pool: The pool.
            topic: What of it.

        Returns:
            The reading, None if there is none.
        """
        return self._readings.get((pool.pool_id, topic))

    async def read(self, pool: Pool, topic: Topic) -> Reading:
        """Reads something of a pool, unless it was read before.

        Args:
            pool: The pool.
            topic: What of it.

        Returns:
            The reading.

        Raises:
            ApiError: It could not be read.
        """
        reading = self.known(pool, topic)
        if reading is None:
            answer = await self._ask(pool, topic)
            reading = Reading(answer, self.now())
            self._readings[pool.pool_id, topic] = reading
        return reading

    def forget(self, pool: Pool) -> None:
        """Drops what was read of a pool, so that it is read again.

        Args:
            pool: The pool.
        """
        for topic in Topic:
            self._readings.pop((pool.pool_id, topic), None)

    async def identities(
        self, pool: Pool, next_token: str | None, *, hide_disabled: bool
    ) -> IdentityPage:
        """Lists one page of a pool's identities.

        Args:
            pool: The pool.
            next_token: Where the page before ended, None for the first.
            hide_disabled: Whether the service leaves disabled identities out.

        Returns:
            The page.

        Raises:
            ApiError: It could not be read.
        """
        parameters = {
            "IdentityPoolId": pool.pool_id,
            "MaxResults": PAGE,
            "HideDisabled": hide_disabled,
        }
        if next_token is not None:
            parameters["NextToken"] = next_token
        answer = await self.gateway.call("list-identities", pool.region, parameters)
        return IdentityPage.from_answer(answer)

    async def identity(self, pool: Pool, identity_id: str) -> Mapping[str, Any]:
        """Reads one identity; it is never kept, for it is cheap and changes.

        Args:
            pool: Its pool.
            identity_id: The identity.

        Returns:
            The answer of DescribeIdentity.

        Raises:
            ApiError: It could not be read.
        """
        return await self.gateway.call(
            "describe-identity", pool.region, {"IdentityId": identity_id}
        )

    async def developer_users(self, pool: Pool, identity_id: str) -> AsyncIterator[list[str]]:
        """Lists the developer user identifiers that lead to an identity, page by page.

        Args:
            pool: The pool, which has a developer provider.
            identity_id: The identity.

        Yields:
            The identifiers of each page; nothing where none leads to it.

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
                    "lookup-developer-identity", pool.region, parameters
                )
            except ApiError as error:
                if error.kind is ErrorKind.NOT_FOUND:
                    return
                raise
            yield answer.get("DeveloperUserIdentifierList", [])
            if not answer.get("NextToken"):
                return
            parameters["NextToken"] = answer["NextToken"]

    async def _ask(self, pool: Pool, topic: Topic) -> Mapping[str, Any]:
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
        # developer users bring their tags in the token request, not by a map
        names = [
            each.name
            for each in providers(configuration)
            if each.kind is not ProviderKind.DEVELOPER
        ]
        maps = await asyncio.gather(*(self.tag_map(pool, name) for name in names))
        return dict(zip(names, maps, strict=True))

    async def tag_map(self, pool: Pool, provider: str) -> Mapping[str, Any] | None:
        """Reads which claims of one provider become tags; it is not kept.

        Args:
            pool: The pool.
            provider: The provider's name.

        Returns:
            The answer of GetPrincipalTagAttributeMap, None where none was ever set.

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
            # the service's way of saying that none was ever set
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise
