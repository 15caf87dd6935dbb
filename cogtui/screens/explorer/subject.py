"""Read what the detail pane shows about a region, a pool or an identity."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError
from cogtui.documents import identity as of_identity
from cogtui.documents import pool as of_pool
from cogtui.documents.document import Document, Section
from cogtui.documents.failure import failure_document
from cogtui.documents.raw_json import raw
from cogtui.service import operation_names
from cogtui.service.identity_rows import identity_of
from cogtui.service.operations import View
from cogtui.service.providers import ProviderKind, providers

POOL_VIEWS: Final = (
    View.OVERVIEW,
    View.PROVIDERS,
    View.ROLES,
    View.TAGS,
    View.PRINCIPAL_TAGS,
    View.JSON,
    View.REQUESTS,
)
"""The tabs of a pool."""

IDENTITY_VIEWS: Final = (View.OVERVIEW, View.JSON, View.REQUESTS)
"""The tabs of an identity."""

REGION_VIEWS: Final = (View.OVERVIEW, View.REQUESTS)
"""The tabs of a region."""

_TOPICS: Final = {
    View.OVERVIEW: (Topic.CONFIGURATION,),
    View.PROVIDERS: (Topic.CONFIGURATION,),
    View.ROLES: (Topic.CONFIGURATION, Topic.ROLES),
    View.TAGS: (Topic.TAGS,),
    View.PRINCIPAL_TAGS: (Topic.PRINCIPAL_TAGS,),
    View.JSON: tuple(Topic),
}
"""What each of a pool's tabs reads."""


def is_known(account: Account, pool: Pool, view: View) -> bool:
    """Return whether a pool's tab can be shown without a call.

    Args:
        account: What has been read.
        pool: The pool.
        view: The tab.
    """
    return all(account.known(pool, topic) for topic in _topics(account, view))


def _topics(account: Account, view: View) -> tuple[Topic, ...]:
    """Return what a tab reads; ListTagsForResource needs the account's ID."""
    topics = _TOPICS[view]
    if account.caller is not None:
        return topics
    # the pool's description has its tags, too
    return tuple(topic for topic in topics if topic is not Topic.TAGS) or (Topic.CONFIGURATION,)


async def pool_document(account: Account, pool: Pool, view: View) -> tuple[Document, float]:
    """Read what a pool's tab needs, unless it is known.

    Args:
        account: The account.
        pool: The pool.
        view: The tab, one of `POOL_VIEWS` without the requests.

    Returns:
        The document, and when its oldest part was read, seconds since the epoch.

    Raises:
        ApiError: A part could not be read; for JSON, no part could.
    """
    if view is View.JSON:
        return await _pool_json(account, pool)
    readings = {topic: await account.read(pool, topic) for topic in _topics(account, view)}
    answers = {topic: reading.answer for topic, reading in readings.items()}
    return _of_pool(account, pool, view, answers), min(each.read_at for each in readings.values())


def _of_pool(
    account: Account, pool: Pool, view: View, answers: Mapping[Topic, Mapping[str, Any]]
) -> Document:
    match view:
        case View.PROVIDERS:
            return of_pool.provider_list(answers[Topic.CONFIGURATION])
        case View.ROLES:
            return of_pool.roles(answers[Topic.CONFIGURATION], answers[Topic.ROLES])
        case View.TAGS:
            if Topic.TAGS in answers:
                return of_pool.tags(answers[Topic.TAGS])
            return of_pool.described_tags(answers[Topic.CONFIGURATION])
        case View.PRINCIPAL_TAGS:
            return of_pool.principal_tags(answers[Topic.PRINCIPAL_TAGS])
        case _:
            arn = pool.arn(account.caller) if account.caller else None
            return of_pool.overview(answers[Topic.CONFIGURATION], arn)


async def _pool_json(account: Account, pool: Pool) -> tuple[Document, float]:
    """Return what can be read of a pool, and for the rest the reason why not."""
    answers: dict[str, Any] = {}
    read_at: list[float] = []
    failures: list[ApiError] = []
    topics = _topics(account, View.JSON)
    for topic in topics:
        try:
            reading = await account.read(pool, topic)
        except ApiError as error:
            failures.append(error)
            answers[topic.value] = {"not loaded": error.explanation.title}
        else:
            read_at.append(reading.read_at)
            answers[topic.value] = reading.answer
    if Topic.TAGS not in topics:
        answers[Topic.TAGS.value] = {"not loaded": "The account ID is unknown"}
    if not read_at:
        raise failures[0]
    return raw(answers), min(read_at)


async def identity_documents(
    account: Account, pool: Pool, identity_id: str, view: View, now: float
) -> AsyncIterator[Document]:
    """Read an identity, then the developer users that are linked to it.

    Args:
        account: The account.
        pool: The identity's pool.
        identity_id: The identity.
        view: The tab, the overview or JSON.
        now: The current time, seconds since the epoch.

    Yields:
        The document, again each time that more has been read or has failed.

    Raises:
        ApiError: The identity could not be read.
    """
    answer = await account.identity(pool, identity_id)
    if view is View.JSON:
        yield raw({operation_names.DESCRIBE_IDENTITY: answer})
        return
    arn = pool.identity_arn(account.caller, identity_id) if account.caller else None
    about = of_identity.overview(identity_of(answer), arn, now)
    yield about
    try:
        async for section in _developer_users(account, pool, identity_id):
            yield (*about, section)
    except ApiError as error:
        yield (*about, *failure_document(error.explanation))


async def _developer_users(
    account: Account, pool: Pool, identity_id: str
) -> AsyncIterator[Section]:
    configuration = (await account.read(pool, Topic.CONFIGURATION)).answer
    for provider in providers(configuration):
        if provider.kind is not ProviderKind.DEVELOPER:
            continue
        identifiers: list[str] = []
        async for page in account.developer_users(pool, identity_id):
            identifiers += page
            yield of_identity.developer_users(provider.name, identifiers, complete=False)
        yield of_identity.developer_users(provider.name, identifiers, complete=True)
