"""What is under the cursor."""

import pytest

from cogtui.account.account import Pool
from cogtui.account.selection import Selection
from cogtui.gateway import CallerIdentity
from cogtui.service.operations import OPERATIONS, Effect, Scope

POOL = Pool("us-east-1", "us-east-1:pool", "mobile-app")
CALLER = CallerIdentity("111122223333", "arn:aws-cn:iam::111122223333:user/ana")
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
def test_the_title(expected: str, selection: Selection) -> None:
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
def test_the_id(expected: str | None, selection: Selection) -> None:
    """The ID is the identity's, or else the pool's."""
    assert expected == selection.id


def test_arns_are_of_the_callers_partition() -> None:
    """The ARNs of a pool and an identity have the account and the partition of the caller."""
    pool = "arn:aws-cn:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:pool"
    sync = "arn:aws-cn:cognito-sync:us-east-1:111122223333:identitypool/us-east-1:pool"
    assert pool == Selection(POOL, caller=CALLER).arn
    assert f"{sync}/identity/{IDENTITY}" == Selection(POOL, IDENTITY, caller=CALLER).arn


@pytest.mark.parametrize("selection", [Selection(POOL), Selection(caller=CALLER)])
def test_without_a_pool_or_an_account_there_is_no_arn(selection: Selection) -> None:
    """An ARN needs both a pool and an account."""
    assert selection.arn is None


def test_the_operations_of_a_selection() -> None:
    """An identity's operations come before its pool's, and those before the account's."""
    assert [row.name for row in Selection().operations] == [
        "list-identity-pools",
        "create-identity-pool",
    ]
    names = [row.name for row in Selection(POOL, IDENTITY).operations]
    assert names.index("describe-identity") < names.index("list-identities")
    assert "describe-identity-pool" not in names


@pytest.mark.parametrize(
    ("expected", "selection", "name"),
    [
        ("", Selection(), "create-identity-pool"),
        ("", Selection(read_only=True), "describe-identity"),
        ("disabled in read-only mode", Selection(read_only=True), "get-id"),
        ("disabled in read-only mode", Selection(read_only=True), "untag-resource"),
        (
            "disabled in read-only mode (returns secrets)",
            Selection(read_only=True),
            "get-open-id-token",
        ),
        ("needs AWS credentials", Selection(only=frozenset({"get-id"})), "describe-identity"),
        ("", Selection(only=frozenset({"get-id"})), "get-id"),
        (
            "disabled in read-only mode",
            Selection(read_only=True, only=frozenset({"get-id"})),
            "get-id",
        ),
    ],
)
def test_the_reason_why_an_operation_is_disabled(
    expected: str, selection: Selection, name: str
) -> None:
    """Without credentials or in read-only mode, only harmless operations are enabled."""
    assert expected == selection.refusal(OPERATIONS[name])


def test_a_new_effect_is_disabled() -> None:
    """Read-only mode lists what is allowed, so a new effect is disabled until it is added."""
    new = OPERATIONS["get-id"]._replace(name="make-coffee", effect=Effect.DESTROY)
    allowed = [
        row.name for row in OPERATIONS.values() if not Selection(read_only=True).refusal(row)
    ]
    assert Selection(read_only=True).refusal(new)
    assert allowed == [row.name for row in OPERATIONS.values() if row.effect is Effect.READ]


@pytest.mark.parametrize(
    ("expected", "selection"),
    [
        ({Scope.ACCOUNT}, Selection()),
        ({Scope.ACCOUNT, Scope.POOL}, Selection(POOL)),
        (set(Scope), Selection(POOL, IDENTITY)),
        ({Scope.ACCOUNT, Scope.IDENTITY, Scope.MARKED}, Selection(None, IDENTITY)),
    ],
)
def test_the_scopes_of_a_selection(expected: set[Scope], selection: Selection) -> None:
    """An account is always available, and one identity counts as marked."""
    assert expected == {scope for scope in Scope if selection.has(scope)}


def test_the_operations_without_credentials() -> None:
    """Without credentials, the forms ask for what the selection does not provide."""
    only = frozenset({"get-id", "unlink-identity"})
    assert {row.name for row in Selection(POOL, only=only).operations} == only


def test_an_identity_selection_has_the_pools_arn() -> None:
    """Tags are the pool's, even if an identity is under the cursor."""
    found = Selection(POOL, IDENTITY, caller=CALLER).pool_arn
    assert found == Selection(POOL, caller=CALLER).arn
    assert Selection(POOL).pool_arn is None
