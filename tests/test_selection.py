"""What is under the cursor."""

import pytest

from cogtui.account import Pool
from cogtui.gateway import Caller
from cogtui.selection import Selection

POOL = Pool("us-east-1", "us-east-1:pool", "mobile-app")
CALLER = Caller("111122223333", "arn:aws-cn:iam::111122223333:user/ana")
IDENTITY = "us-east-1:identity"


@pytest.mark.parametrize(
    ("expected", "selection"),
    [
        ("the account", Selection()),
        ("mobile-app", Selection(POOL)),
        (IDENTITY, Selection(POOL, IDENTITY)),
        ("1 marked identity", Selection(POOL, IDENTITY, ("a",))),
        ("2 marked identities", Selection(POOL, IDENTITY, ("a", "b"))),
    ],
)
def test_it_is_called_by_what_is_nearest(expected: str, selection: Selection) -> None:
    """The title is that of the marks, the identity, the pool or the account."""
    assert expected == selection.title


@pytest.mark.parametrize(
    ("expected", "selection"),
    [
        (None, Selection()),
        ("us-east-1:pool", Selection(POOL)),
        (IDENTITY, Selection(POOL, IDENTITY)),
    ],
)
def test_the_id_is_the_nearest_one(expected: str | None, selection: Selection) -> None:
    """The id is the identity's, or else the pool's."""
    assert expected == selection.id


def test_arns_are_of_the_callers_partition() -> None:
    """A pool's and an identity's ARN have the account and the partition of the caller."""
    pool = "arn:aws-cn:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:pool"
    sync = "arn:aws-cn:cognito-sync:us-east-1:111122223333:identitypool/us-east-1:pool"
    assert pool == Selection(POOL, caller=CALLER).arn
    assert f"{sync}/identity/{IDENTITY}" == Selection(POOL, IDENTITY, caller=CALLER).arn


@pytest.mark.parametrize("selection", [Selection(POOL), Selection(caller=CALLER)])
def test_without_a_pool_or_an_account_there_is_no_arn(selection: Selection) -> None:
    """An ARN needs both."""
    assert selection.arn is None


def test_operations_are_those_of_what_is_selected() -> None:
    """An identity's operations come before its pool's, and those before the account's."""
    assert [row.name for row in Selection().operations] == [
        "list-identity-pools",
        "create-identity-pool",
    ]
    names = [row.name for row in Selection(POOL, IDENTITY).operations]
    assert names.index("describe-identity") < names.index("list-identities")
    assert "describe-identity-pool" not in names
