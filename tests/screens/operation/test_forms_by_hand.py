"""Forms filled in by hand: for another pool, for no pool, and with the AWS CLI line."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from tests.emulator.connection import connect
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.journeys import PARTNERS, ROLE
from tests.screens.operation.operator import operating

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


async def test_a_form_about_another_pool(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """Values from the selection can be changed, and the question then names the new pool."""
    async with operating(app_on(), service) as operator:
        other = operator.pool_id("data-sandbox")
        await operator.goes_to("store-kiosks")
        await operator.press("N")
        await operator.sees_form("get-id")
        await operator.fills(IdentityPoolId=other)
        await operator.press("ctrl+s")
        await operator.agrees(f"Get an identity of {other}?")
        await operator.sees_answer("IdentityId us-east-1:")
        assert len(operator.identities("data-sandbox")) == 18


async def test_replacing_another_pools_values_stops_once(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A form opened with one pool's roles warns once before giving them to another pool."""
    async with operating(app_on(), service) as operator:
        other = operator.pool_id("data-sandbox")
        await operator.goes_to("store-kiosks")
        await operator.runs("set-identity-pool-roles")
        await operator.sees_form("set-identity-pool-roles")
        await operator.fills(IdentityPoolId=other)
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_form("set-identity-pool-roles")
        await operator.sees("✗ Would overwrite another pool or provider")
        assert operator.called("set-identity-pool-roles") == 0
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_toast("Set the roles of " + other + ".")
        assert operator.roles("data-sandbox")["Roles"] == operator.roles("store-kiosks")["Roles"]


async def test_a_no_after_a_refusal_leads_back_to_the_form(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
) -> None:
    """An operation without a form shows it after an error, and again after a no."""
    denied = error("TooManyRequestsException", "Rate exceeded")
    between.answers["delete-identities"] = denied
    app = app_on(endpoint_url=between.url)
    async with operating(app, service) as operator:
        first = next(iter(operator.identities("data-sandbox")))
        await operator.goes_to_identity("data-sandbox", first)
        await operator.press("d")
        await operator.agrees()
        await operator.sees_form("delete-identities")
        await operator.press("ctrl+s")
        await operator.sees_question("Permanently delete 1 identity?")
        await operator.press("n")
        await operator.sees_form("delete-identities")
        await operator.press("escape")
        await operator.is_back()
        assert first in operator.identities("data-sandbox")


async def test_a_read_through_its_form(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A read with a typed identity shows its answer in a dialog, without a toast."""
    async with operating(app_on(), service) as operator:
        identity_id = operator.identity_of("partner-portal", "lindqvist-petra")
        await operator.goes_to("partner-portal")
        await operator.runs_by_palette("describe-identity")
        await operator.sees_form("describe-identity")
        await operator.fills(IdentityId=identity_id)
        await operator.press("ctrl+s")
        await operator.sees_answer(f"IdentityId {identity_id}", f"Logins {PARTNERS}")
        await operator.press("escape")
        await operator.is_back()
        assert operator.toasts == []


async def test_identities_without_a_pool(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """IDs alone are enough to delete identities of any pool."""
    async with operating(app_on(), service) as operator:
        first, *others = operator.identities("data-sandbox")
        await operator.sees("▼ us-east-1 12")
        await operator.rests()
        await operator.runs_by_palette("delete-identities")
        await operator.sees_form("delete-identities")
        await operator.adds("IdentityIdsToDelete", IdentityId=first)
        await operator.press("ctrl+s")
        await operator.agrees("Permanently delete 1 identity?", first)
        await operator.sees_toast("Deleted 1 identity.")
        await operator.is_back()
        assert others == list(operator.identities("data-sandbox"))


async def test_the_pool_is_requested(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """On a region, an operation on a pool first asks for the pool."""
    async with operating(app_on(), service) as operator:
        await operator.sees("▼ us-east-1 12")
        await operator.rests()
        await operator.runs_by_palette("get-id")
        await operator.sees("Select pool", "data-sandbox")
        await operator.type("sandbox")
        await operator.press("enter")
        await operator.sees_form("get-id")
        assert operator.values() == {"IdentityPoolId": operator.pool_id("data-sandbox")}
        await operator.press("escape")
        await operator.is_back()


@pytest.mark.parametrize("by_form", [True, False], ids=["form", "desk"])
async def test_without_a_connection(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", by_form: bool
) -> None:
    """Without a region to call, the operation says why it cannot run."""
    async with operating(app_on(regions=()), service) as operator:
        await operator.sees("✗ ")
        if by_form:
            await operator.runs_by_palette("create-identity-pool")
        else:
            await operator.press("n")
        await operator.sees_toast("There is no connection yet.")
        await operator.is_back()


async def test_an_account_without_pools(
    app_on: Callable[..., CogtuiApp], fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """Without pools, the form is empty; an unknown pool is reported, and nothing changes."""
    running = fresh_emulator(empty=True)
    client = connect(running, "cognito-identity")
    nowhere = "us-east-1:00000000-0000-4000-8000-000000000000"
    async with operating(app_on(endpoint_url=running.url), client) as operator:
        await operator.sees("No identity pools here.")
        await operator.rests()
        await operator.runs_by_palette("set-principal-tag-attribute-map")
        await operator.sees_form("set-principal-tag-attribute-map")
        assert operator.values() == {}
        await operator.press("escape")
        await operator.is_back()
        await operator.runs_by_palette("set-identity-pool-roles")
        await operator.sees_form("set-identity-pool-roles")
        assert operator.values() == {"Roles": {}}
        await operator.fills(IdentityPoolId=nowhere)
        await operator.adds("Roles", RoleType="authenticated", ARNString=ROLE)
        await operator.press("ctrl+s")
        await operator.agrees(f"Replace the roles and the role mappings of {nowhere}?")
        await operator.sees(f"IdentityPool '{nowhere}' not found.")
        assert operator.values()["Roles"] == {"authenticated": ROLE}
        await operator.discards()
        await operator.is_back()
        assert operator.called("set-identity-pool-roles") == 0
    client.close()


async def test_the_aws_cli_line(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """The form shows the AWS CLI line for its values, with placeholders for secrets."""
    async with operating(app_on(), service) as operator:
        pool_id = operator.pool_id("partner-portal")
        await operator.goes_to("partner-portal")
        await operator.runs("get-open-id-token-for-developer-identity")
        await operator.sees_form("get-open-id-token-for-developer-identity")
        await operator.adds("Logins", IdentityProviderName=PARTNERS, IdentityProviderToken="zoe")
        await operator.press("ctrl+l")
        await operator.sees("aws cognito-identity get-open-id-token-for-developer-identity")
        assert "zoe" not in operator.words
        await operator.copies("y")
        line = operator.clipboard
        for part in (pool_id, "--region us-east-1", f"--endpoint-url {service.meta.endpoint_url}"):
            assert part in line
        assert "zoe" not in line
        await operator.discards()
        await operator.is_back()
        assert operator.called("get-open-id-token-for-developer-identity") == 0
