"""Destructive operations say what they destroy, and ask for a text to be typed if that is much."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.app import CogtuiApp
from tests.emulator.users import guest
from tests.screens.interceptor import Interceptor, answer, error
from tests.screens.operation.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


def first_ids(operator: Operator, pool: str, count: int) -> list[str]:
    """Return the IDs of the first identities of a pool."""
    return list(operator.identities(pool))[:count]


@pytest.mark.parametrize(
    ("pool", "inhabitants"),
    [
        ("data-sandbox", "It has 17 identities, including "),
        ("store-kiosks", "It has at least 60 identities, including "),
    ],
)
async def test_a_pool_is_deleted_by_its_name(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    pool: str,
    inhabitants: str,
) -> None:
    """The question names the pool, counts its identities and asks to type the name."""
    async with operating(app_on(), service, SMALL) as operator:
        await operator.goes_to(pool)
        await operator.runs("delete-identity-pool")
        await operator.sees_question(
            f"Permanently delete the pool {pool} and all its identities?",
            inhabitants,
            *first_ids(operator, pool, 3),
            f"Type {pool} to confirm",
        )
        await operator.press("enter")
        await operator.sees("Nothing typed.")
        await operator.type(pool[:-1])
        await operator.press("enter")
        await operator.sees("Does not match.")
        assert operator.called("delete-identity-pool") == 0
        await operator.type(pool[-1])
        await operator.press("enter")
        await operator.sees_toast(f"Deleted the pool {pool}.")
        assert operator.called("delete-identity-pool") == 1
        await operator.sees("▼ us-east-1 11")


async def test_a_pool_without_identities(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The question about an empty pool says that it is empty."""
    service.create_identity_pool(IdentityPoolName="empty", AllowUnauthenticatedIdentities=True)
    async with operating(app_on(), service) as operator:
        await operator.goes_to("empty")
        await operator.runs("delete-identity-pool")
        await operator.sees_question("It has no identities.", "Type empty to confirm")
        await operator.press("escape")
        await operator.is_back()
        assert operator.called("delete-identity-pool") == 0


async def test_the_number_of_identities_is_unknown(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """If the identities cannot be listed, the question gives no number."""
    async with operating(app_on(endpoint_url=between.url), service, SMALL) as operator:
        await operator.goes_to("data-sandbox")
        between.answers["list-identities"] = error("InternalErrorException", "no", 500)
        await operator.runs("delete-identity-pool")
        await operator.sees_question("Its identities could not be counted.")
        await operator.press("escape")
        await operator.is_back()


@pytest.mark.parametrize("name", ["two  blanks", "tab\there", " in front", "a\x0bb"])
async def test_a_name_that_cannot_be_typed(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", name: str
) -> None:
    """A name with invisible blanks or untypable characters is confirmed by typing the ID."""
    made = service.create_identity_pool(IdentityPoolName=name, AllowUnauthenticatedIdentities=True)
    pool_id = made["IdentityPoolId"]
    async with operating(app_on(), service) as operator:
        await operator.goes_to(name)
        await operator.runs("delete-identity-pool")
        await operator.agrees_by_typing(pool_id)
        await operator.is_back()
        assert operator.called("delete-identity-pool") == 1
        assert len(operator.service.list_identity_pools(MaxResults=60)["IdentityPools"]) == 12


async def test_one_identity_is_confirmed_by_y(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The question names the identity under the cursor, and marks in other pools do not count."""
    async with operating(app_on(), service) as operator:
        (first, *_) = operator.identities("data-sandbox")
        await operator.goes_to("data-sandbox")
        await operator.press("I")
        await operator.sees("data-sandbox · identities 17")
        await operator.press("d")
        await operator.sees_question("Permanently delete 1 identity?", f"ID: {first}.")
        assert "⚠ Delete" in operator.words
        assert "y Delete Esc Cancel" in operator.words
        await operator.press("y")
        await operator.sees_toast("Deleted 1 identity.")


async def test_several_identities_are_confirmed_by_their_number(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The question counts the marked identities and names the first; `y` is not enough."""
    async with operating(app_on(), service, SMALL) as operator:
        before = list(operator.identities("data-sandbox"))
        await operator.goes_to("data-sandbox")
        await operator.press("I")
        await operator.sees("data-sandbox · identities 17")
        await operator.press(*["space"] * 5, "d")
        await operator.sees_question(
            "Permanently delete 5 identities?", *before[:3], "and 2 more.", "Type 5 to confirm"
        )
        await operator.press("y", "enter")
        await operator.sees("Does not match.")
        await operator.press("ctrl+u", "4", "enter")
        assert operator.called("delete-identities") == 0
        await operator.press("backspace", "5", "enter")
        await operator.sees_toast("Deleted 5 identities.")
        assert before[5:] == list(operator.identities("data-sandbox"))


async def test_cursor_filter_and_scroll_after_a_deletion(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The cursor moves to the next identity; filter and scroll position stay."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("store-kiosks")
        await operator.press("I")
        table = operator.panes.identities.table
        await operator.waits(lambda: table.row_count >= 60, "identities")
        await operator.press("slash")
        await operator.type("guest")
        await operator.press("enter", *["down"] * 40)
        await operator.waits(lambda: table.cursor_row == 40, "the cursor in the middle")
        top = table.scroll_offset.y
        ids = [table.identity_at(place).identity_id for place in range(60)]
        await operator.press("d")
        await operator.sees_question("Permanently delete 1 identity?", ids[40])
        await operator.press("y")
        await operator.sees_toast("Deleted 1 identity.")
        await operator.waits(lambda: table.identity_at(39).identity_id == ids[39], "the rows")
        await operator.waits(lambda: table.identity_at(40).identity_id == ids[41], "the next row")
        assert (table.cursor_row, table.scroll_offset.y) == (40, top)
        await operator.sees('match "guest"')


async def test_identities_that_could_not_be_deleted(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Identities that could not be deleted are listed with the reason and stay marked."""
    left: list[str] = []

    def keeps_the_second(parameters: dict[str, Any]) -> Any:  # noqa: ANN401  the interceptor's signature
        second = parameters["IdentityIdsToDelete"].pop(1)
        service.delete_identities(IdentityIdsToDelete=parameters["IdentityIdsToDelete"])
        left.append(second)
        item = {"IdentityId": second, "ErrorCode": "AccessDenied"}
        return answer({"UnprocessedIdentityIds": [item]})

    between.answers["delete-identities"] = keeps_the_second
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("I")
        await operator.sees("data-sandbox · identities 17")
        await operator.press("space", "space", "space", "down", "space", "d")
        await operator.agrees_by_typing("4")
        await operator.sees_answer("UnprocessedIdentityIds", "IdentityId", "AccessDenied", *left)
        assert operator.toasts == ["Deleted 3 of 4."]
        await operator.press("escape")
        await operator.is_back()
        await operator.rests()
        assert tuple(left) == operator.panes.identities.table.marked
        assert len(operator.identities("data-sandbox")) == 14


async def test_an_identity_that_was_already_deleted(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """An identity that someone else has deleted is reported as not deleted, with the reason."""
    async with operating(app_on(), service) as operator:
        pool_id = operator.pool_id("data-sandbox")
        made = guest(service, pool_id)
        await operator.goes_to_identity("data-sandbox", made)
        service.delete_identities(IdentityIdsToDelete=[made])
        await operator.press("d", "y")
        await operator.sees_answer("UnprocessedIdentityIds", made, "AccessDenied")
        assert operator.toasts == ["Deleted 0 of 1."]


async def test_more_identities_than_one_call_accepts(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A form opens for a request that the service would reject, and reports why before sending."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("store-kiosks")
        await operator.press("I")
        table = operator.panes.identities.table
        await operator.waits(lambda: table.row_count > 60, "more than a page")
        await operator.hits(*["space"] * 61)
        await operator.waits(lambda: len(table.marked) == 61, "61 marks")
        await operator.press("d")
        await operator.sees_form("delete-identities")
        await operator.press("ctrl+s")
        field = operator.fields["IdentityIdsToDelete"]
        await operator.waits(lambda: field.problems, "a problem")
        assert [problem.message for problem in field.problems] == ["at most 60, now 61"]
        await operator.press("d", "ctrl+s")
        await operator.agrees_by_typing("60")
        await operator.sees_toast("Deleted 60 identities.")
        await operator.is_back()
        await operator.rests()
        assert len(table.marked) == 1
