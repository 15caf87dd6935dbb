"""What each line of a sheet is said to do, given the lines before it."""

from cogtui.developers.csv_rows import BulkOperation, parse_sheet
from cogtui.developers.simulation import CheckedRow, RowVerdict, check
from tests.developers.service import Service
from tests.emulator.users import DEVELOPER, GOOGLE


async def checked(
    service: Service,
    text: str,
    kind: BulkOperation = BulkOperation.MERGE,
    done: tuple[tuple[str, str], ...] = (),
) -> list[CheckedRow]:
    """The lines of a sheet with their verdicts."""
    directory = await service.directory()
    return [each async for each in check(directory, parse_sheet(text, kind), done)]


async def test_merges_chain(service: Service) -> None:
    """A line sees what those before it will have done; each identity is read once."""
    a, b, c = (service.identity(user) for user in "abc")
    found = await checked(service, "a,b\nb,c\nc,a\n")
    assert [each.verdict for each in found] == [
        RowVerdict.FINE,
        RowVerdict.FINE,
        RowVerdict.NOTHING,
    ]
    assert [(each.source_id, each.destination_id) for each in found] == [(a, b), (b, c), (c, c)]
    assert found[2].reason == f"Both users lead to {c} already: there is nothing to merge."
    assert service.called("describe-identity") == 3


async def test_a_user_who_is_merged_away_before(service: Service) -> None:
    """As a source it would drag along whom it was merged with; as a destination it is told."""
    for user in "abcd":
        service.identity(user)
    found = await checked(service, "a,b\na,c\nd,a\n")
    assert [each.verdict for each in found] == [
        RowVerdict.FINE,
        RowVerdict.REFUSED,
        RowVerdict.FINE,
    ]
    assert found[1].reason == "“a” is merged into “b” by line 1."
    assert found[2].reason.endswith("“a” is merged into “b” by line 1 before.")


async def test_a_line_that_is_refused_merges_nobody(service: Service) -> None:
    """What comes after it is foreseen without it."""
    a, _ = service.identity("a"), service.identity("b")
    found = await checked(service, "a,nobody\na,b\n")
    assert [each.verdict for each in found] == [RowVerdict.REFUSED, RowVerdict.FINE]
    assert found[0].reason.startswith("No user “nobody” is registered")
    assert (found[0].source_id, found[0].destination_id) == (a, "")


async def test_the_twenty_first_login_is_foreseen(service: Service) -> None:
    """By adding up the lines before."""
    for number in range(21):
        service.identity(f"user {number}")
    found = await checked(service, "".join(f"user {number},user 0\n" for number in range(1, 21)))
    assert [each.verdict for each in found] == [RowVerdict.FINE] * 19 + [RowVerdict.REFUSED]
    assert "21 linked logins (1 and 20)" in found[-1].reason


async def test_flaws_oddities_and_what_was_done(service: Service) -> None:
    """A flaw as it stands; an odd identifier with what is odd; what the report has is done."""
    for user in ("a", "b ", "c", "d"):
        service.identity(user)
    found = await checked(service, "a\na,b \nc,d\nc,a\n", done=(("c", "d"),))
    assert [each.verdict for each in found] == [
        RowVerdict.REFUSED,
        RowVerdict.FINE,
        RowVerdict.DONE,
        RowVerdict.REFUSED,
    ]
    assert found[0].reason == "1 column where there should be 2."
    assert found[1].reason.endswith("“b ”: It ends with a blank.")
    assert found[3].reason == "“c” is merged into “d” by line 3."


async def test_users_to_unlink(service: Service) -> None:
    """Each sees who is left by those before it, and the last one is told."""
    both, alone = service.identity("a", "b"), service.identity("c", public=[GOOGLE])
    found = await checked(service, "a\nb\nc\nd\n", BulkOperation.UNLINK)
    assert [each.verdict for each in found] == [RowVerdict.FINE] * 3 + [RowVerdict.REFUSED]
    assert [each.is_last for each in found] == [False, True, False, False]
    assert [each.source_id for each in found] == [both, both, alone, ""]
    assert found[3].reason.startswith("No user “d” is registered")
    assert "nobody can ever reach" in found[1].reason


async def test_a_pool_without_a_developer_provider() -> None:
    """Nothing can be done with any line, and that is why."""
    for kind in BulkOperation:
        text = "a,b\n" if kind is BulkOperation.MERGE else "a\n"
        (found,) = await checked(Service(None), text, kind)
        assert found.verdict is RowVerdict.REFUSED
        assert found.reason.startswith("The pool has no developer provider")


async def test_an_identity_that_goes_while_it_is_looked_at(service: Service) -> None:
    """Found by its user, and gone when it is read: an unknown user."""
    a = service.identity("a")
    service.identity("b")

    def delete(operation: str) -> None:
        if operation == "describe-identity":
            service.backend.delete_identities([a])

    service.before = delete
    (found,) = await checked(service, "a,b\n")
    assert found.verdict is RowVerdict.REFUSED
    assert found.reason.startswith("No user “a” is registered")


async def test_two_users_who_come_together_while_it_is_checked(service: Service) -> None:
    """A user that is found on an identity read before leads there."""
    a, b = service.identity("a"), service.identity("b")

    def come_together(operation: str) -> None:
        if operation == "describe-identity" and service.called(operation) == 1:
            service.backend.merge_developers(service.pool.pool_id, DEVELOPER, "b", "a")

    service.before = come_together
    (found,) = await checked(service, "a,b\n")
    assert found.verdict is RowVerdict.NOTHING
    assert [found.source_id, found.destination_id] == [a, a]
    assert service.backend.identity(b)[1].disabled
