"""The operation table, compared to botocore's model of the service and the keys in use."""

import itertools

import botocore.session
import pytest
from botocore import xform_name
from textual.binding import Binding
from textual.screen import ModalScreen

from cogtui.app import CogtuiApp
from cogtui.screens.explorer.explorer import Explorer
from cogtui.screens.explorer.help import PANES
from cogtui.screens.features import FEATURES
from cogtui.service.operations import OPERATIONS, Effect, Operation, Scope, applicable
from cogtui.widgets.fields.field import Field

MODEL = botocore.session.Session().get_service_model("cognito-identity")

_DIALOGS = (ModalScreen, Field)

REACH = {
    Scope.ACCOUNT: "account",
    Scope.POOL: "pool",
    Scope.IDENTITY: "identity",
    Scope.MARKED: "identity",
}
"""Where an operation's key works: a single identity counts as marked."""

ROWS = pytest.mark.parametrize("row", OPERATIONS.values(), ids=OPERATIONS.keys())


def other_keys() -> dict[str, str]:
    """Return the keys of the app, the explorer and its widgets, without those of operations."""
    shown = itertools.chain.from_iterable(nodes for _, nodes in PANES)
    # operations have keys only in the explorer
    nodes = [CogtuiApp, Explorer, *(each for each in shown if not issubclass(each, _DIALOGS))]
    bindings = [
        each
        for node in nodes
        for each in node.__dict__.get("BINDINGS", ())
        if isinstance(each, Binding) and each.id not in OPERATIONS
    ]
    return {key: each.id or each.action for each in bindings for key in each.key.split(",")}


def test_the_table_has_every_operation_of_the_service() -> None:
    """The rows are botocore's 23 operations by their AWS CLI names, no more and no fewer."""
    assert {xform_name(name, "-") for name in MODEL.operation_names} == OPERATIONS.keys()
    assert len(OPERATIONS) == 23


@ROWS
def test_a_row_has_the_name_of_boto3s_method(row: Operation) -> None:
    """The method's name is that of an operation in the model."""
    methods = {xform_name(name): name for name in MODEL.operation_names}
    assert row.method in methods


@ROWS
def test_reads_have_the_names_of_reads(row: Operation) -> None:
    """Names that begin like those of reads are reads, unless they create or return secrets."""
    handing_out = {
        "get-credentials-for-identity",
        "get-open-id-token",
        "get-open-id-token-for-developer-identity",
    }
    reading = row.name.startswith(("describe-", "get-", "list-", "lookup-"))
    if row.name in handing_out:
        assert row.effect is Effect.SECRET
    elif row.name == "get-id":
        assert row.effect is Effect.WRITE
    else:
        assert reading is (row.effect is Effect.READ)


@ROWS
def test_operations_that_cannot_be_undone_destroy(row: Operation) -> None:
    """Deleting, unlinking, untagging and merging cannot be undone."""
    ending = row.name.startswith(("delete-", "unlink-", "untag-", "merge-"))
    assert ending is (row.effect is Effect.DESTROY)


@ROWS
def test_only_reads_have_a_view(row: Operation) -> None:
    """A view loads its data automatically, so only reads may be shown in one."""
    if row.view is not None:
        assert row.effect is Effect.READ


@ROWS
def test_the_scope_matches_the_members(row: Operation) -> None:
    """A pool ID or identity ID among the members determines the scope."""
    operation = MODEL.operation_model(
        next(name for name in MODEL.operation_names if xform_name(name, "-") == row.name)
    )
    assert operation.input_shape is not None
    required = set(operation.input_shape.required_members)
    takes = {
        Scope.ACCOUNT: not required & {"IdentityPoolId", "IdentityId", "ResourceArn"},
        Scope.POOL: bool(required & {"IdentityPoolId", "ResourceArn"}),
        Scope.IDENTITY: "IdentityId" in operation.input_shape.members,
        Scope.MARKED: "IdentityIdsToDelete" in required,
    }
    # a developer user is unlinked from one identity of a pool
    assert takes[row.scope]


def test_keys_are_unique_where_they_work() -> None:
    """No two operations of the same scope have the same key, and one identity counts as marked."""
    keys = [(REACH[row.scope], row.key) for row in OPERATIONS.values()]
    assert len(set(keys)) == len(keys)


@ROWS
def test_no_key_is_used_elsewhere(row: Operation) -> None:
    """An operation's key has no other meaning in any pane, but on what is wider."""
    other = other_keys().get(row.key)
    assert other is None or (row.scope, FEATURES[other].scope) == (Scope.IDENTITY, Scope.POOL)


@ROWS
def test_a_key_can_be_typed_everywhere(row: Operation) -> None:
    """Keys are letters: no Alt or function keys, and no prefix of tmux or screen."""
    assert len(row.key) == 1
    assert row.key.isascii()
    assert row.key.isalpha()


@ROWS
def test_a_title_is_plain(row: Operation) -> None:
    """Titles are short, begin with a capital and do not repeat the name."""
    assert row.title[0].isupper()
    assert len(row.title) <= 24
    assert "-" not in row.title


def test_a_question_names_what_the_confirming_key_does() -> None:
    """Each operation that asks a question has a verb for the key, and no other has one."""
    assert [
        row.name for row in OPERATIONS.values() if bool(row.question) is not bool(row.verb)
    ] == []


def test_the_operations_without_a_pool() -> None:
    """Without a pool under the cursor, two operations are available."""
    found = [row.name for row in applicable(pool=False, identity=False)]
    assert found == ["list-identity-pools", "create-identity-pool"]


def test_a_pools_operations_come_first() -> None:
    """The pool's operations come first, in the table's order, then those of the account."""
    scopes = [row.scope for row in applicable(pool=True, identity=False)]
    pools = sum(row.scope is Scope.POOL for row in OPERATIONS.values())
    assert [Scope.POOL] * pools + [Scope.ACCOUNT] * 2 == scopes


def test_an_identitys_operations_have_the_shared_keys() -> None:
    """The narrower scope wins: `d` deletes the identity, not its pool."""
    found = {row.key: row.name for row in applicable(pool=True, identity=True)}
    assert found["d"] == "delete-identities"
    assert found["i"] == "describe-identity"
    assert found["e"] == "update-identity-pool"
    assert {row.key for row in OPERATIONS.values()} == found.keys()
