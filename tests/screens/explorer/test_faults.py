"""Bad weather: each trouble says what it is, why, and what to do; `r` tries again."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import boto3
import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from tests.gateway.servers import closed_port, silent
from tests.screens.interceptor import Answer, Interceptor, error, sts_error
from tests.screens.user import SMALL, WIDE, using

DENIED = error("AccessDeniedException", "User: ana is not authorized to perform it")


async def test_no_credentials(
    app_on: Callable[..., CogtuiApp], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Without credentials the pane says where they would come from; r finds those made since."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with using(app_on()) as user:
        await user.sees("✗ No AWS credentials", "✗ credentials", "account unknown", "aws configure")
        await user.press("down", "enter", "tab", "i", "I", "a", "escape", "escape")
        (home / "aws-credentials").write_text(
            "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = any\n"
        )
        await user.press("r")
        await user.sees("▼ us-east-1 12", "Account 111122223333")
        assert "✗" not in user.words


async def test_an_unknown_profile(app_on: Callable[..., CogtuiApp]) -> None:
    """A profile that does not exist is named, with the key that chooses another."""
    async with using(app_on(profile="nobodys")) as user:
        await user.sees("✗ No such profile", "nobodys", "Choose another profile with P.")


async def test_no_region(app_on: Callable[..., CogtuiApp]) -> None:
    """Where nothing names a region, the picker does."""
    async with using(app_on(regions=())) as user:
        await user.sees("✗ No region", "Choose one or several with R.", "✗ region")
        await user.press("R")
        await user.sees("[ ] af-south-1")
        await user.type("us-east-1")
        await user.press("enter")
        await user.sees("▼ us-east-1 12")


@pytest.mark.parametrize(
    ("region", "title"),
    [("not a region", "✗ Not a region"), ("us-nowhere-1", "✗ The host name of https://cognito-id")],
)
async def test_a_region_without_the_service(
    app_on: Callable[..., CogtuiApp], region: str, title: str
) -> None:
    """What is no region, or one without the service, says so, and another can be chosen."""
    async with using(app_on(regions=(region,), endpoint_url=None), WIDE) as user:
        await user.sees(title, f"▼ {region} ✗", "account unknown")
        await user.press("R")
        await user.sees(f"[x] {region}", "[ ] af-south-1")


async def test_one_region_failing(app_on: Callable[..., CogtuiApp]) -> None:
    """A region in trouble leaves the others as they are."""
    async with using(app_on(regions=("us-east-1", "not a region"))) as user:
        await user.sees("▼ us-east-1 12", "▼ not a region ✗", "111122223333")
        await user.press("G")
        await user.sees("✗ Not a region")


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (DENIED, ["✗ denied", "✗ Access denied", "ListIdentityPools", "AccessDeniedException"]),
        (
            error("ExpiredTokenException", "The security token included in the request is expired"),
            ["✗ expired", "✗ The AWS credentials have expired", "then press r"],
        ),
        (
            error("UnrecognizedClientException", "The security token is invalid."),
            ["✗ credentials", "✗ AWS rejected these credentials"],
        ),
        (
            error("TooManyRequestsException", "Rate exceeded"),
            ["✗ throttled", "✗ Throttled", "Wait a moment, then press r."],
        ),
        (
            error("InternalErrorException", "Oh.", 500),
            ["✗ service", "✗ The service failed", "Press r to try again."],
        ),
        (
            error("UnknownOperationException", "What?", 404),
            ["✗ unsupported", "✗ The endpoint does not "],
        ),
        (Answer(200, "text/html", b"<html>Sign in</html>"), ["✗ service"]),
    ],
    ids=["denied", "expired", "bad-key", "throttled", "5xx", "unsupported", "no-json"],
)
async def test_pools_that_cannot_be_listed(
    app_on: Callable[..., CogtuiApp], between: Interceptor, bad: Answer, expected: list[str]
) -> None:
    """The region shows why its pools are missing, and r lists them once the fault is gone."""
    between.answers["list-identity-pools"] = bad
    async with using(app_on(endpoint_url=between.url), WIDE) as user:
        await user.sees(*expected, "Cause", "What to do")
        del between.answers["list-identity-pools"]
        await user.press("r")
        await user.sees("▼ us-east-1 12", "Pools 12 identity pools")
        assert "✗" not in user.words


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (
            lambda: nullcontext(closed_port()),
            ["✗ unreachable", "✗ Connection refused by http://127"],
        ),
        (silent, ["✗ timeout", "✗ No response in time"]),
    ],
    ids=["refused", "timeout"],
)
@pytest.mark.usefixtures("short_timeouts")
async def test_an_endpoint_that_does_not_answer(
    app_on: Callable[..., CogtuiApp],
    server: Callable[[], AbstractContextManager[str]],
    expected: list[str],
) -> None:
    """An endpoint that refuses or keeps silent is named; the keyboard works meanwhile."""
    with server() as url:
        async with using(app_on(endpoint_url=url), WIDE) as user:
            await user.press("question_mark")
            await user.sees("Everywhere")
            await user.press("escape")
            await user.sees(*expected, "account unknown", "What to do")


async def test_tls_where_there_is_none(app_on: Callable[..., CogtuiApp], emulator: str) -> None:
    """An https URL of an http server tells that the connection cannot be trusted."""
    url = emulator.replace("http", "https")
    async with using(app_on(endpoint_url=url)) as user:
        await user.sees("✗ tls", "✗ The connection cannot be trusted", "AWS_CA_BUNDLE")


async def test_a_name_that_nobody_knows(app_on: Callable[..., CogtuiApp]) -> None:
    """A host name without an address is reported with its causes."""
    async with using(app_on(endpoint_url="http://emulator.invalid:4566"), WIDE) as user:
        await user.sees("✗ unreachable", "✗ The host name of http://emulator.invalid:4566 is not")
        await user.sees("no DNS")


async def test_an_account_that_nobody_shows(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """Where sts is denied all is shown but what needs the account's number."""
    between.answers["get-caller-identity"] = sts_error("AccessDenied", "not authorized")
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.sees("▼ us-east-1 12", "account unknown", "Account unknown: Access denied")
        await user.goes_to("web-storefront")
        await user.sees("Name web-storefront", "ARN unknown until STS returns the account")
        await user.press("Y")
        assert (
            user.toasts[-1]
            == "Copy ARN or marked IDs: the account is not known, and an ARN contains it."
        )
        await user.press("t")
        await user.sees("cost-center 4420", "the account ID is unknown")
        assert not user.called("list-tags-for-resource")
        del between.answers["get-caller-identity"]
        await user.press("r")
        await user.sees_no("the account ID is unknown")
        await user.sees("cost-center 4420")
        assert user.called("list-tags-for-resource")
        await user.press("i")
        await user.sees("111122223333")


async def test_a_pool_that_may_not_be_read(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """Where only describing is denied, the other tabs and the identities are there."""
    between.answers["describe-identity-pool"] = DENIED
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to("web-storefront")
        await user.sees("✗ Access denied", "cognito-identity:DescribeIdentityPool")
        await user.press("t")
        await user.sees("cost-center 4420")
        await user.press("escape", "I")
        await user.sees("web-storefront · identities 120 loaded, more")
        await user.press("enter")
        await user.sees("State ", "✗ Access denied")
        del between.answers["describe-identity-pool"]
        await user.press("escape", "escape", "i", "r")
        await user.sees("Name web-storefront")


# the wide case has its own branch: the detail follows the cursor, which is on no identity
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["small", "wide"])
async def test_identities_that_may_not_be_listed(
    app_on: Callable[..., CogtuiApp], between: Interceptor, size: tuple[int, int]
) -> None:
    """The table says why it is empty, and r lists the identities once one may."""
    between.answers["list-identities"] = DENIED
    async with using(app_on(endpoint_url=between.url), size) as user:
        await user.goes_to("data-sandbox")
        await user.press("I")
        await user.sees(
            "✗ Access denied", "cognito-identity:ListIdentities", "stopped: Access denied"
        )
        await user.press("enter", "space", "G", "y")
        del between.answers["list-identities"]
        await user.press("r")
        await user.sees("data-sandbox · identities 17", "guest")
        assert "✗" not in user.words


async def test_a_page_that_fails_after_good_ones(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """What has arrived stays, the title shows that reading stopped, and r continues from there."""

    def throttled_later(parameters: dict[str, object]) -> Answer | None:
        good = between.requested.count("list-identities") <= 4 or "NextToken" not in parameters
        return None if good else error("TooManyRequestsException", "Rate exceeded")

    between.answers["list-identities"] = throttled_later
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to("store-kiosks")
        await user.press("I")
        await user.sees("120 loaded, more")
        await user.press("G")
        await user.sees("240 loaded, more · stopped: Throttled")
        assert user.toasts[-1].startswith("Throttled. Wait a moment")
        rows = user.panes.identities.table.row_count
        await user.press("j", "k", "space", "G")
        await user.rests()
        del between.answers["list-identities"]
        await user.press("r")
        assert rows == 240
        await user.sees("store-kiosks · identities 1,260 · 1 marked")


async def test_a_pool_deleted_meanwhile(
    app_on: Callable[..., CogtuiApp], fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """A pool that is gone says so in the table and in the details."""
    emulator = fresh_emulator(identities=60)
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=emulator.url)
    async with using(app_on(endpoint_url=emulator.url)) as user:
        await user.sees("▼ us-east-1 12")
        for pool in client.list_identity_pools(MaxResults=60)["IdentityPools"]:
            client.delete_identity_pool(IdentityPoolId=pool["IdentityPoolId"])
        client.close()
        await user.press("down")
        await user.sees("✗ Not found", "ResourceNotFoundException")
        await user.press("I")
        await user.sees("✗ Not found", "It may have been deleted")
        await user.press("L")
        await user.sees("▼ us-east-1 0", "No identity pools here.")


async def test_an_identity_deleted_meanwhile(
    app_on: Callable[..., CogtuiApp], fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """An identity that is gone says so, and a refreshed table is without it."""
    emulator = fresh_emulator(identities=60)
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=emulator.url)
    async with using(app_on(endpoint_url=emulator.url)) as user:
        await user.goes_to("data-sandbox")
        await user.press("I")
        await user.sees("data-sandbox · identities 17")
        identity = user.panes.identities.table.identity
        assert identity is not None
        client.delete_identities(IdentityIdsToDelete=[identity.identity_id])
        client.close()
        await user.press("enter")
        await user.sees("✗ Not found")
        await user.press("escape", "r")
        await user.sees("data-sandbox · identities 16")


async def test_an_empty_account(
    app_on: Callable[..., CogtuiApp],
    fresh_emulator: Callable[..., RunningEmulator],
    size: tuple[int, int],
) -> None:
    """An account without pools says that it has none, and where else to look."""
    url = fresh_emulator(empty=True).url
    async with using(app_on(endpoint_url=url), size) as user:
        await user.sees("▼ us-east-1 0", "No identity pools here. Press R to choose regions")
        await user.press("down", "enter", "i", "I", "o", "J", "tab", "y", "Y", "a", "escape")
        await user.press("slash", "x", "enter", "escape")
        await user.sees("▶ us-east-1 0")


async def test_an_empty_pool(
    app_on: Callable[..., CogtuiApp],
    fresh_emulator: Callable[..., RunningEmulator],
) -> None:
    """A pool without identities says so, and one that hides the disabled ones what shows them."""
    url = fresh_emulator(empty=True).url
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=url)
    client.create_identity_pool(IdentityPoolName="new", AllowUnauthenticatedIdentities=False)
    client.close()
    async with using(app_on(endpoint_url=url)) as user:
        await user.goes_to("new")
        await user.sees("No one can sign in: no provider, guest access off.", "Tags none")
        await user.press("I")
        await user.sees("new · identities 0", "No identities yet.")
        await user.press("H")
        await user.sees("No active identities. H shows disabled ones.")
        await user.press("space", "enter", "G", "y", "i")
        await user.sees("No one can sign in: no provider, guest access off.")
