"""Previews predict what the emulator does, for any identities, logins and identifiers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.api_error import ApiError
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.csv_rows import BulkOperation, CsvFile, CsvRow
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterEffect, RegisterPreview
from cogtui.developers.simulation import RowVerdict, check
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.secret import Secret
from tests.developers.service import NOBODY, Service, State
from tests.emulator.users import AMAZON, APPLE, DEVELOPER, FACEBOOK, GOOGLE, login

PUBLIC = (GOOGLE, APPLE, FACEBOOK, AMAZON)
USERS = st.one_of(
    st.sampled_from(
        ["ada", " ada", "ADA", "bob\n", "[bold]x", "\x1b[31m", "🦊", 'a"b', "x" * 1024]
    ),
    st.text(min_size=1, max_size=6),
)
STRANGERS = st.sampled_from(["nobody", "", "y" * 1025])
NAMED = st.sampled_from([None] * 15 + ["other"])
"""The developer provider that the request names, mostly the pool's own."""
IDENTITIES = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 1, 2, 10, 11]),
        st.sets(st.sampled_from(PUBLIC), max_size=2),
        st.booleans(),
    ),
    min_size=2,
    max_size=5,
)


class World(NamedTuple):
    """A pool with some identities."""

    service: Service
    """The service that holds the pool."""
    users: st.SearchStrategy[str]
    """Draws a registered user; the first of each identity is drawn often."""
    ids: list[str]
    """The identities of the pool, and two of another pool."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a pool, mostly with a developer provider, and identities of all kinds."""
    provider = draw(st.sampled_from([DEVELOPER] * 15 + [None]))
    service = Service(provider)
    other = service.make_pool()
    made = draw(IDENTITIES)
    chosen = sum(count for count, _, _ in made)
    remaining = draw(st.lists(USERS, min_size=chosen, max_size=chosen, unique=True))
    users, firsts, ids = list(remaining) or ["nobody"], [], []
    for count, public, may_be_disabled in made:
        own = [remaining.pop() for _ in range(count if provider else 0)]
        firsts += own[:1]
        disabled = may_be_disabled and not own and not public
        ids.append(service.identity(*own, public=sorted(public), disabled=disabled))
    ids.append(service.identity(public=[GOOGLE], pool=other))
    ids.append(service.identity(*["ada"] * bool(provider), pool=other))
    drawn = st.sampled_from(firsts or users) | st.sampled_from(users)
    return World(service, drawn, ids)


async def outcome(call: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401  an answer's members
    """Return the response of a call, None if it is refused."""
    try:
        return await call()
    except ApiError:
        return None


def described(linked: LinkedIdentity) -> tuple[bool, frozenset[tuple[str, str]]]:
    """Return an identity in the form of the emulator's state, with providers as public users."""
    users = {(DEVELOPER, each) for each in linked.identifiers}
    return linked.is_disabled, frozenset(users | {(each, "") for each in linked.public_logins})


def without_public_users(state: State) -> State:
    """Return a state without the names of public users, which the API never returns."""
    return {
        identity_id: (
            disabled,
            frozenset((name, user if name == DEVELOPER else "") for name, user in logins),
        )
        for identity_id, (disabled, logins) in state.items()
    }


def expect(
    before: State,
    after: State,
    answer: object,
    blockers: Iterable[Blocker],
    *expected: LinkedIdentity | None,
) -> None:
    """Compare the actual outcome with the prediction."""
    consequences = {each.consequence for each in blockers}
    if consequences <= {Consequence.NOTHING} and consequences:
        assert answer is not None
        assert before == after
    elif consequences:
        assert answer is None
        assert before == after
    else:
        assert answer is not None
        changed = {each.identity_id: described(each) for each in expected if each is not None}
        assert changed
        assert without_public_users(before) | changed == without_public_users(after)


@settings(max_examples=200)
@given(worlds(), st.data())
def test_merging(world: World, data: st.DataObject) -> None:
    """The identity kept, the identity disabled, all links and every refusal are predicted."""
    service, users, _ = world
    source = data.draw(users | users | users | STRANGERS)
    other = (users | users | users | STRANGERS).filter(lambda user: user != source)
    destination = data.draw(
        st.sampled_from(range(8)).flatmap(lambda n: other if n else st.just(source))
    )
    named = data.draw(NAMED)

    async def go() -> None:
        directory = await service.directory()
        preview = await MergePreview.read(directory, source, destination, named_provider=named)
        before = service.state()
        parameters = {**preview.parameters(directory)}
        parameters["DeveloperProviderName"] = parameters["DeveloperProviderName"] or DEVELOPER
        answer = await outcome(lambda: directory.send(preview.operation, parameters))
        after = service.state()
        expect(before, after, answer, preview.blockers, preview.merged, preview.disabled_source)
        if preview.merged is not None:
            assert answer == {"IdentityId": preview.merged.identity_id}
            assert (await preview.verify(directory)).is_verified
            assert (await preview.read_again(directory)).fingerprint != preview.fingerprint

    asyncio.run(go())


@settings(max_examples=200)
@given(worlds(), st.data())
def test_unlinking_a_user(world: World, data: st.DataObject) -> None:
    """The remaining links, whether it was the last, and every refusal are predicted."""
    service, users, ids = world
    identity_id = data.draw(st.sampled_from([*ids, NOBODY]))
    logins = service.state().get(identity_id, (False, frozenset()))[1]
    own = sorted(user for name, user in logins if name == DEVELOPER) or ["nobody"]
    user = data.draw(st.sampled_from(own) | st.sampled_from(own) | users | STRANGERS)
    named = data.draw(NAMED)

    async def go() -> None:
        directory = await service.directory()
        preview = await UserUnlinkPreview.read(directory, identity_id, user, named_provider=named)
        before = service.state()
        parameters = {**preview.parameters(directory)}
        parameters["DeveloperProviderName"] = parameters["DeveloperProviderName"] or DEVELOPER
        answer = await outcome(lambda: directory.send(preview.operation, parameters))
        after = service.state()
        expect(before, after, answer, preview.blockers, preview.remaining)
        if preview.remaining is not None:
            assert preview.is_last == after[identity_id][0]
            assert (await preview.verify(directory)).is_verified

    asyncio.run(go())


@settings(max_examples=200)
@given(worlds(), st.data())
def test_unlinking_a_login(world: World, data: st.DataObject) -> None:
    """The remaining links, the tokens accepted, and every refusal are predicted."""
    service, _, ids = world
    identity_id = data.draw(st.sampled_from([*ids, NOBODY]))
    removed = data.draw(st.sampled_from([*PUBLIC, DEVELOPER]))

    async def go() -> None:
        directory = await service.directory()
        preview = await LoginUnlinkPreview.read(directory, identity_id, removed)
        before = service.state()
        provider = data.draw(st.sampled_from(preview.proofs or PUBLIC))
        tokens = {name: Secret(each) for name, each in login(provider, identity_id).items()}
        parameters = preview.parameters(tokens)
        answer = await outcome(lambda: directory.send(preview.operation, parameters))
        after = service.state()
        expect(before, after, answer, preview.blockers, preview.remaining)
        if preview.remaining is not None:
            assert preview.is_last == after[identity_id][0]
            assert (await preview.verify(directory)).is_verified
            stranger = {name: Secret(each) for name, each in login(provider, "stranger").items()}
            parameters = preview.parameters(stranger)
            assert await outcome(lambda: directory.send(preview.operation, parameters)) is None

    asyncio.run(go())


@settings(max_examples=200)
@given(worlds(), st.data())
def test_registering(world: World, data: st.DataObject) -> None:
    """The owner, the tokens required, and every refusal are predicted."""
    service, users, ids = world
    target_id = data.draw(st.none() | st.sampled_from(ids) | st.sampled_from([*ids, NOBODY]))
    user = data.draw(st.just("new") | st.sampled_from(["new", "new\n"]) | users | STRANGERS)
    named = data.draw(NAMED)

    async def go() -> None:
        directory = await service.directory()
        preview = await RegisterPreview.read(directory, user, target_id, named_provider=named)
        before = service.state()
        tokens = {}
        if preview.proofs:
            bare = preview.parameters(directory)
            assert await outcome(lambda: directory.send(preview.operation, bare)) is None
            assert target_id is not None
            provider = data.draw(st.sampled_from(preview.proofs))
            tokens = {name: Secret(each) for name, each in login(provider, target_id).items()}
        parameters = {**preview.parameters(directory, tokens)}
        parameters["Logins"] = {name or DEVELOPER: x for name, x in parameters["Logins"].items()}
        answer = await outcome(lambda: directory.send(preview.operation, parameters))
        after = service.state()
        owner = preview.owner
        # the service may refuse a second developer user; the emulator links it
        blockers = [each for each in preview.blockers if each.reason is not Reason.SECOND_USER]
        if owner is not None and preview.effect is RegisterEffect.MADE and answer is not None:
            made = answer["IdentityId"]
            assert made not in before
            assert {**before, made: (False, {(DEVELOPER, user)})} == after
        else:
            expect(before, after, answer, blockers, owner)
        if owner is not None and not blockers:
            assert (await preview.verify(directory)).is_verified

    asyncio.run(go())


@settings(max_examples=150)
@given(worlds(), st.data())
def test_a_file_of_merges(world: World, data: st.DataObject) -> None:
    """Each row does what the check predicted, given the rows before it."""
    service, users, _ = world
    any_user = users | users | st.just("nobody")
    pairs = data.draw(st.lists(st.tuples(any_user, any_user), min_size=1, max_size=8, unique=True))
    lines = tuple(CsvRow(number, *pair) for number, pair in enumerate(pairs, 1))

    async def go() -> None:
        directory = await service.directory()
        checked = [each async for each in check(directory, CsvFile(BulkOperation.MERGE, lines))]
        assert lines == tuple(each.row for each in checked)
        for each in checked:
            preview = await MergePreview.read(directory, each.row.source, each.row.destination)
            if each.verdict is RowVerdict.READY:
                assert each.fingerprint == preview.fingerprint
                answer = await directory.send(preview.operation, preview.parameters(directory))
                assert each.destination_id == answer["IdentityId"]
            elif not each.reason.startswith("Line "):
                assert not preview.is_sendable
                reasons = [x.reason for x in preview.blockers]
                assert (reasons == [Reason.ALREADY_MERGED]) == (each.verdict is RowVerdict.NOTHING)

    asyncio.run(go())


@settings(max_examples=60)
@given(worlds(), st.data())
def test_a_file_of_users_to_unlink(world: World, data: st.DataObject) -> None:
    """Each row unlinks what the check predicted, given the rows before it."""
    service, users, _ = world
    any_user = users | users | st.just("nobody")
    chosen = data.draw(st.lists(any_user, min_size=1, max_size=20, unique=True))
    lines = tuple(CsvRow(number, user) for number, user in enumerate(chosen, 1))

    async def go() -> None:
        directory = await service.directory()
        checked = [each async for each in check(directory, CsvFile(BulkOperation.UNLINK, lines))]
        assert lines == tuple(each.row for each in checked)
        for each in checked:
            of = each.source_id or NOBODY, each.row.source
            preview = await UserUnlinkPreview.read(directory, *of)
            assert preview.is_sendable == (each.verdict is RowVerdict.READY)
            assert preview.is_last == each.is_last
            if preview.is_sendable:
                assert each.fingerprint == preview.fingerprint
                await directory.send(preview.operation, preview.parameters(directory))

    asyncio.run(go())
