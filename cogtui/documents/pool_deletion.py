"""Describe a pool before it is deleted: what is deleted with it, and what remains."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.api_error import Explanation
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.service.providers import Provider, providers

_PERMANENT: Final = (
    "Permanently deletes the pool and all of its identities. A new pool has another ID, and its "
    "users get new identity IDs."
)

_ORPHANS: Final = (
    "Data that apps keyed by the identity IDs, for example in S3 or DynamoDB, stays but becomes "
    "unreachable for the users."
)

_TRUST: Final = (
    "They are not deleted. Trust policies that name this pool stay, but no one can assume the "
    "roles through it."
)

_CREDENTIALS: Final = "Credentials already issued stay valid until they expire."


class Inhabitants(NamedTuple):
    """The number of identities in a pool, as far as it is known."""

    known: int
    """How many are known."""
    more: bool
    """Whether there may be more than those."""


class Doomed(NamedTuple):
    """A pool to delete, as far as it could be read."""

    name: str
    """The name; empty if unknown."""
    pool_id: str
    """The pool ID."""
    inhabitants: Inhabitants | None
    """Its identities; None if they could not be listed."""
    configuration: Mapping[str, Any] | None
    """The answer of DescribeIdentityPool; None if the pool could not be read."""
    roles: Sequence[str] | None
    """The ARNs of all roles that it assigns; None if they could not be read."""
    unread: Sequence[Explanation]
    """Why parts could not be read."""


def deletion(pool: Doomed) -> Document:
    """Return a document about the deletion of a pool.

    Args:
        pool: The pool.

    Returns:
        The pool, its identities, who loses access, the tags, the roles kept in IAM, and what could
        not be read.
    """
    return (
        Section(
            "",
            (
                *([Line("Name", pool.name)] if pool.name else []),
                Line("ID", pool.pool_id),
                Note(_PERMANENT, Tone.BAD),
            ),
        ),
        _identities(pool.inhabitants),
        *_configuration_sections(pool.configuration),
        _roles(pool.roles),
        Section("Credentials", (Note(_CREDENTIALS, Tone.PLAIN),)),
        *_unread_sections(pool.unread),
    )


def _identities(found: Inhabitants | None) -> Section:
    if found is None:
        return Section("Identities to delete", (Note("They could not be counted."),))
    if not found.known and not found.more:
        return Section("Identities to delete", (Note("None."),))
    many = f"{found.known:,}{' or more' if found.more else ''}"
    return Section("Identities to delete", (Line("Identities", many, Tone.BAD), Note(_ORPHANS)))


def _configuration_sections(configuration: Mapping[str, Any] | None) -> Document:
    if configuration is None:
        return (Section("Users losing access", (Note("The providers could not be read."),)),)
    return (
        Section("Users losing access", tuple(_users(configuration))),
        _tags(configuration.get("IdentityPoolTags", {})),
    )


def _users(configuration: Mapping[str, Any]) -> Iterator[Line | Note]:
    guests = bool(configuration.get("AllowUnauthenticatedIdentities"))
    known = list(providers(configuration))
    if guests:
        yield Line("Guests", "allowed", Tone.WARNING)
    for each in known:
        yield Line(each.kind.value, _provider_text(each), Tone.WARNING)
    if not guests and not known:
        yield Note("None: no provider, guest access off.")


def _provider_text(provider: Provider) -> str:
    client = f", client {provider.client_id}" if provider.client_id else ""
    return f"{provider.name}{client}"


def _tags(tags: Mapping[str, str]) -> Section:
    lines = tuple(Line(key, value) for key, value in sorted(tags.items()))
    title = f"Tags to delete ({len(lines)})"
    return Section(title, lines) if lines else Section("Tags to delete", (Note("None."),))


def _roles(roles: Sequence[str] | None) -> Section:
    title = "Roles kept in IAM"
    if roles is None:
        return Section(title, (Note("The roles could not be read."),))
    if not roles:
        return Section(title, (Note("None."),))
    return Section(title, (*(Line("Role", arn) for arn in roles), Note(_TRUST)))


def _unread_sections(unread: Sequence[Explanation]) -> Document:
    if not unread:
        return ()
    parts: list[Line | Note] = []
    for each in unread:
        parts += [Note(f"✗ {each.operation}: {each.title}", Tone.BAD), Line("Message", each.detail)]
    return (Section("Could not be read", (*parts, Note("You can still delete the pool."))),)
