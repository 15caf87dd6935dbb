"""Deleting a pool: the effects are shown first, and a snapshot is offered."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.configuration.earlier_versions import EarlierVersion, History
from cogtui.configuration.pool_configuration import Configuration
from cogtui.files import private_files
from cogtui.screens.configuration.delete import DeletionDialog
from cogtui.screens.dialogs.picker import Picker
from cogtui.screens.explorer.panes import Pane
from cogtui.widgets.document_view import DocumentView
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Answer, Interceptor, error
from tests.screens.operation.operator import Operator, operating
from tests.screens.operation.test_hostile import has_pool
from tests.screens.operation.test_prefill import EVERYTHING, RULES, TAGS
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

QUESTION: Final = "Permanently delete the pool {} and all its identities?"

PROVIDER: Final = EVERYTHING["CognitoIdentityProviders"][0]["ProviderName"]


def denied(action: str) -> Answer:
    """Return an access-denied answer of IAM."""
    user = "User: arn:aws:iam::111122223333:user/ana"
    return error(
        "AccessDeniedException",
        f"{user} is not authorized to perform: cognito-identity:{action} on resource: *",
    )


@pytest.fixture
def everything(service: "CognitoIdentityClient") -> str:
    """Return the ID of a pool that uses every member and has no identities."""
    made = service.create_identity_pool(**EVERYTHING)["IdentityPoolId"]
    service.set_identity_pool_roles(IdentityPoolId=made, **RULES)  # type: ignore[arg-type]  # a plain dict
    service.set_principal_tag_attribute_map(
        IdentityPoolId=made,
        IdentityProviderName=PROVIDER,
        **TAGS,  # type: ignore[arg-type]  # a plain dict
    )
    return made


async def begins(operator: Operator, pool: str) -> DeletionDialog:
    """Press the key on a pool, and wait for the dialog with the effects."""
    await operator.goes_to(pool)
    await operator.press("d")
    return await deletion_dialog(operator)


async def deletion_dialog(operator: Operator) -> DeletionDialog:
    """Wait for the dialog with the effects."""
    await operator.waits(
        lambda: isinstance(operator.app.screen, DeletionDialog) and operator.app.focused,
        "what goes with the pool",
    )
    dialog = operator.app.screen
    assert isinstance(dialog, DeletionDialog)
    return dialog


async def all_sections(operator: Operator) -> str:
    """Return the whole text of the dialog on one line, by paging through it."""
    view = operator.app.screen.query_one(DocumentView)
    pages = [operator.words]
    while view.scroll_y < view.max_scroll_y:
        before = view.scroll_y
        await operator.press("pagedown")
        await operator.waits(
            lambda seen=before: seen < view.scroll_y == view.scroll_target_y,  # type: ignore[misc]  # mypy infers no lambda with a default
            "the next page",
        )
        await operator.pilot.pause()
        pages.append(operator.words)
    return " ".join(pages).replace("\n", " ")


def saved_versions(pool_id: str) -> tuple[EarlierVersion, ...]:
    """Return the saved versions of a pool."""
    return History(private_files.pools_directory() / "history").entries(pool_id).entries


def is_there(operator: Operator, pool: str) -> bool:
    """Return whether the service has a pool with a name."""
    pools = operator.service.list_identity_pools(MaxResults=60)["IdentityPools"]
    return pool in [each["IdentityPoolName"] for each in pools]


async def test_a_pool_with_everything(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    everything: str,
    size: tuple[int, int],
) -> None:
    """The dialog lists its name and ID, all who lose access, every role and every tag."""
    async with operating(app_on(), service, size) as operator:
        await begins(operator, "everything")
        words = await all_sections(operator)
        for text in (
            "Name everything",
            f"ID {everything}",
            "Identities to delete None.",
            "Guests allowed",
            *EVERYTHING["SupportedLoginProviders"],
            *EVERYTHING["OpenIdConnectProviderARNs"],
            *EVERYTHING["SamlProviderARNs"],
            EVERYTHING["DeveloperProviderName"],
            *(f"client {each['ClientId']}" for each in EVERYTHING["CognitoIdentityProviders"]),
            *Configuration.of(RULES).role_arns(),
            "Trust policies that name this pool stay",
            "Tags to delete (2)",
            "stage dev",
            "Credentials already issued stay valid until they expire.",
        ):
            assert "".join(text.split()) in "".join(words.split())
        assert "sentinel-secret" not in words
        assert "could not be read" not in words
        await operator.press("escape")
        await operator.is_back()
        assert operator.called("delete-identity-pool") == 0


async def test_a_pool_with_nothing(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Each empty section says so."""
    service.create_identity_pool(
        IdentityPoolName="bare", AllowUnauthenticatedIdentities=False, IdentityPoolTags={"a": "b"}
    )
    service.create_identity_pool(IdentityPoolName="barer", AllowUnauthenticatedIdentities=False)
    async with operating(app_on(), service) as operator:
        await begins(operator, "bare")
        await operator.sees("Tags to delete (1)", "a b")
        await operator.press("q")
        await operator.is_back()
        await begins(operator, "barer")
        await operator.sees(
            "Identities to delete\nNone.",
            "None: no provider, guest access off.",
            "Roles kept in IAM\nNone.",
            "Tags to delete\nNone.",
        )
        await operator.press("escape")
        await operator.is_back()


@pytest.mark.parametrize(
    ("hidden", "count"), [(False, "Identities 120 or more"), (True, "Identities 60 or more")]
)
async def test_loaded_identities_are_counted(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    hidden: bool,
    count: str,
) -> None:
    """The rows of the table count, unless it hides disabled identities."""
    async with operating(app_on(), service) as operator:
        await operator.goes_to("store-kiosks")
        if hidden:
            await operator.press("H")
        await operator.press("I")
        table = operator.panes.identities.table
        await operator.waits(lambda: table.row_count > 60 and not table.fetching, "two pages")
        await operator.press("escape")
        operator.panes.pane = Pane.POOLS
        await operator.press("d")
        await deletion_dialog(operator)
        await operator.sees(count, "Data that apps keyed by the identity IDs")


async def test_identities_that_are_not_loaded(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Without the table, the first page is read."""
    async with operating(app_on(), service, SMALL) as operator:
        await begins(operator, "store-kiosks")
        await operator.sees("Identities 60 or more")
        await operator.press("escape")
        await operator.is_back()
        await begins(operator, "data-sandbox")
        await operator.sees("Identities 17\n")


async def test_it_is_deleted_by_its_name(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", everything: str
) -> None:
    """Only the right name deletes it, and its configuration is saved without secrets."""
    async with operating(app_on(), service, WIDE) as operator:
        await begins(operator, "everything")
        await operator.press("enter")
        await operator.sees_question(QUESTION.format("everything"), "Type everything to confirm")
        await operator.type("everythin")
        await operator.press("enter")
        await operator.sees("Does not match.")
        assert operator.called("delete-identity-pool") == 0
        assert saved_versions(everything) == ()
        await operator.type("g")
        await operator.press("enter")
        await operator.sees_toast("Deleted the pool everything.")
        await operator.is_back()
        await operator.sees("▼ us-east-1 12")
        assert not is_there(operator, "everything")
        assert operator.called("delete-identity-pool") == 1
    (entry,) = saved_versions(everything)
    assert entry.changes[0].startswith("- ")
    assert entry.caller.startswith("arn:aws:")
    assert entry.configuration["RoleMappings"] == Configuration.of(RULES)["RoleMappings"]
    assert entry.configuration["PrincipalTags"] == {PROVIDER: TAGS}
    assert "sentinel-secret" not in entry.path.read_text()


@pytest.mark.parametrize("keys", [["escape"], ["q"], ["ctrl+s", "escape"]])
async def test_escape_deletes_nothing(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    everything: str,
    keys: list[str],
) -> None:
    """Escape from the effects or from the confirmation sends and saves nothing."""
    async with operating(app_on(), service) as operator:
        await begins(operator, "everything")
        for key in keys:
            await operator.press(key)
            if key == "ctrl+s":
                await operator.sees_question()
        await operator.is_back()
        assert is_there(operator, "everything")
        assert operator.called("delete-identity-pool") == 0
        assert operator.toasts == []
    assert saved_versions(everything) == ()


async def test_a_snapshot_first(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
    home: Path,
    everything: str,
) -> None:
    """`s` saves a file and returns to the dialog; a failure is shown and returns there too."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        dialog = await begins(operator, "everything")
        await operator.press("s")
        await operator.waits(lambda: isinstance(operator.app.screen, Picker), "the formats")
        await operator.sees("Snapshot (JSON)")
        await operator.press("enter")
        await operator.sees_form("Snapshot")
        path = home / "before.json"
        await operator.fills(File=str(path))
        await operator.press("ctrl+s")
        await operator.sees("y Copy the path")
        await operator.press("escape")
        assert await deletion_dialog(operator) is not dialog
        assert everything in path.read_text()
        between.answers["describe-identity-pool"] = denied("DescribeIdentityPool")
        await operator.press("s")
        await operator.waits(lambda: operator.toasts, "a toast")
        (toast,) = operator.toasts
        assert toast.startswith("Not saved: Access denied.")
        await deletion_dialog(operator)
        await operator.press("escape")
        await operator.is_back()
        assert is_there(operator, "everything")


async def test_reading_failures_do_not_prevent_it(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
    everything: str,
) -> None:
    """Each denial is shown in AWS's words; the pool is deleted without saving a version."""
    actions = {
        "describe-identity-pool": "DescribeIdentityPool",
        "get-identity-pool-roles": "GetIdentityPoolRoles",
        "list-identities": "ListIdentities",
    }
    between.answers |= {name: denied(action) for name, action in actions.items()}
    async with operating(app_on(endpoint_url=between.url), service, SMALL) as operator:
        await begins(operator, "everything")
        words = await all_sections(operator)
        for text in (
            "Name everything",
            f"ID {everything}",
            "They could not be counted.",
            "The providers could not be read.",
            "The roles could not be read.",
            *(f"✗ {name}: Access denied" for name in actions),
            *(f"cognito-identity:{action}" for action in actions.values()),
            "You can still delete the pool.",
        ):
            assert text in words, text
        await operator.press("enter")
        await operator.agrees_by_typing("everything")
        await operator.sees_toast("Deleted the pool everything.")
        assert not is_there(operator, "everything")
        assert operator.toasts[0] == (
            "The configuration was not saved on this machine: Access denied."
        )
    assert saved_versions(everything) == ()


@pytest.mark.usefixtures("everything")
async def test_a_history_failure_does_not_prevent_it(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """If the history cannot be written, a toast says so and the pool is deleted."""
    directory = private_files.pools_directory()
    directory.parent.mkdir(parents=True, exist_ok=True)
    directory.write_text("in the way")
    async with operating(app_on(), service) as operator:
        await begins(operator, "everything")
        await operator.press("enter")
        await operator.agrees_by_typing("everything")
        await operator.sees_toast("Deleted the pool everything.")
        assert not is_there(operator, "everything")
        message = f"The configuration was not saved on this machine: {os.strerror(errno.EEXIST)}."
        assert operator.toasts[0] == message


async def test_slow_reading_can_be_cancelled(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape stops waiting for the effects, and for the saved version without deleting the pool."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("data-sandbox")
        gate = between.gates["get-identity-pool-roles"]
        gate.clear()
        await operator.press("d")
        await operator.sees_waiting("Loading data-sandbox…", "Esc Cancel")
        await operator.press("escape")
        await operator.is_back()
        gate.set()
        await operator.rests()
        await operator.press("d")
        await deletion_dialog(operator)
        await operator.press("enter")
        await operator.sees_question()
        gate.clear()
        await operator.agrees_by_typing("data-sandbox")
        await operator.sees_waiting(
            "Saving the configuration of data-sandbox", "nothing is deleted"
        )
        await operator.press("escape")
        await operator.sees_toast("Nothing was deleted.")
        await operator.is_back()
        gate.set()
        await operator.rests()
        assert is_there(operator, "data-sandbox")
        assert operator.called("delete-identity-pool") == 0


async def test_read_only_mode(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """In read-only mode the key says so, and nothing is read."""
    async with operating(app_on(read_only=True), service) as operator:
        await operator.goes_to("data-sandbox")
        read = len(operator.requests)
        await operator.press("d")
        why = "disabled in read-only mode"
        await operator.sees_toast(f"Delete pool (delete-identity-pool): {why}.")
        await operator.is_back()
        assert len(operator.requests) == read


async def test_a_hostile_name(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
    size: tuple[int, int],
) -> None:
    """A name with markup is shown literally."""
    has_pool(between, "[bold]x")
    app = app_on(endpoint_url=between.url)
    async with operating(app, service, size, toasts=True) as operator:
        await begins(operator, "[bold]x")
        await operator.sees("[bold]x · delete", "Name [bold]x")
        check(operator)
        await operator.press("enter")
        await operator.agrees_by_typing("[bold]x")
        await operator.sees_toast("Deleted the pool [bold]x.")
        check(operator)
        assert between.requested.count("delete-identity-pool") == 1
