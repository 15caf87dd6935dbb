"""Each row of a file is checked, given the effects of the rows before it."""

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
    """Return the rows of a file with their verdicts."""
    directory = await service.directory()
    return [each async for each in check(directory, parse_sheet(text, kind), done)]


async def test_chained_merges(service: Service) -> None:
    """A row takes the effects of earlier rows into account, and each identity is read once."""
    a, b, c = (service.identity(user) for user in "abc")
    found = await checked(service, "a,b\nb,c\nc,a\n")
    assert [each.verdict for each in found] == [
        RowVerdict.READY,
        RowVerdict.READY,
        RowVerdict.NOTHING,
    ]
    assert [(each.source_id, each.destination_id) for each in found] == [(a, b), (b, c), (c, c)]
    assert found[2].reason == f"Both users already resolve to {c}: nothing to merge."
    assert service.called("describe-identity") == 3


async def test_a_user_merged_away_by_an_earlier_row(service: Service) -> None:
    """Such a user is refused as a source, and noted as a destination."""
    for user in "abcd":
        service.identity(user)
    found = await checked(service, "a,b\na,c\nd,a\n")
    assert [each.verdict for each in found] == [
        RowVerdict.READY,
        RowVerdict.REFUSED,
        RowVerdict.READY,
    ]
    assert found[1].reason == "Line 1 merges “a” into “b”."
    assert found[2].reason.endswith("Line 1 merges “a” into “b” first.")


async def test_a_refused_row_has_no_effect(service: Service) -> None:
    """Later rows are checked as if it were not there."""
    a, _ = service.identity("a"), service.identity("b")
    found = await checked(service, "a,nobody\na,b\n")
    assert [each.verdict for each in found] == [RowVerdict.REFUSED, RowVerdict.READY]
    assert found[0].reason.startswith("User “nobody” is not registered")
    assert (found[0].source_id, found[0].destination_id) == (a, "")


async def test_the_twenty_first_login_is_predicted(service: Service) -> None:
    """The logins of earlier rows are added up."""
    for number in range(21):
        service.identity(f"user {number}")
    found = await checked(service, "".join(f"user {number},user 0\n" for number in range(1, 21)))
    assert [each.verdict for each in found] == [RowVerdict.READY] * 19 + [RowVerdict.REFUSED]
    assert "21 linked logins (1 and 20)" in found[-1].reason


async def test_problems_oddities_and_finished_rows(service: Service) -> None:
    """Problems are reported as they are, oddities are noted, and recorded rows count as done."""
    for user in ("a", "b ", "c", "d"):
        service.identity(user)
    found = await checked(service, "a\na,b \nc,d\nc,a\n", done=(("c", "d"),))
    assert [each.verdict for each in found] == [
        RowVerdict.REFUSED,
        RowVerdict.READY,
        RowVerdict.DONE,
        RowVerdict.REFUSED,
    ]
    assert found[0].reason == "Expected 2 columns, found 1."
    assert found[1].reason.endswith("“b ”: It ends with a space.")
    assert found[3].reason == "Line 3 merges “c” into “d”."


async def test_users_to_unlink(service: Service) -> None:
    """Each row takes earlier ones into account, and the last login is marked."""
    both, alone = service.identity("a", "b"), service.identity("c", public=[GOOGLE])
    found = await checked(service, "a\nb\nc\nd\n", BulkOperation.UNLINK)
    assert [each.verdict for each in found] == [RowVerdict.READY] * 3 + [RowVerdict.REFUSED]
    assert [each.is_last for each in found] == [False, True, False, False]
    assert [each.source_id for each in found] == [both, both, alone, ""]
    assert found[3].reason.startswith("User “d” is not registered")
    assert "no one can ever reach" in found[1].reason


async def test_a_pool_without_a_developer_provider() -> None:
    """Every row is refused for that reason."""
    for kind in BulkOperation:
        text = "a,b\n" if kind is BulkOperation.MERGE else "a\n"
        (found,) = await checked(Service(None), text, kind)
        assert found.verdict is RowVerdict.REFUSED
        assert found.reason.startswith("The pool has no developer provider")


async def test_an_identity_deleted_during_the_check(service: Service) -> None:
    """A user whose identity is gone when it is read is unknown."""
    a = service.identity("a")
    service.identity("b")

    def delete(operation: str) -> None:
        if operation == "describe-identity":
            service.backend.delete_identities([a])

    service.before = delete
    (found,) = await checked(service, "a,b\n")
    assert found.verdict is RowVerdict.REFUSED
    assert found.reason.startswith("User “a” is not registered")


async def test_a_user_found_on_an_identity_that_was_already_read(service: Service) -> None:
    """A user merged by someone else meanwhile resolves to the identity that was already read."""
    a, b = service.identity("a"), service.identity("b")

    def merge_meanwhile(operation: str) -> None:
        if operation == "describe-identity" and service.called(operation) == 1:
            service.backend.merge_developers(service.pool.pool_id, DEVELOPER, "b", "a")

    service.before = merge_meanwhile
    (found,) = await checked(service, "a,b\n")
    assert found.verdict is RowVerdict.NOTHING
    assert [found.source_id, found.destination_id] == [a, a]
    assert service.backend.identity(b)[1].disabled
