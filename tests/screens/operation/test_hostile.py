"""Names with markup or escape sequences are shown as plain text in questions and results."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.text import visible
from tests.cases import measured_once
from tests.emulator.users import DEVELOPER, developer, make_pool
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Answer, Interceptor, answer
from tests.screens.operation.operator import operating

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

NAMES: Final = {
    "[bold]x[/] \x1b[31m…": "[bold]x[/] ␛[31m…",
    "[@click=app.quit]link[/]": "[@click=app.quit]link[/]",
    "family 👩\u200d👩\u200d👧 \u202egnp": "family 👩<200d>👩<200d>👧 <202e>gnp",
    "{IdentityPoolId} {0} %s": "{IdentityPoolId} {0} %s",
    "x" * 60 + "y" * 8 + "z" * 60: "yyyyyyyy",
}
"""Names of pools, and how each must appear. AWS allows fewer characters in a pool's name, but
another emulator may not.
"""

POOL_ID: Final = "us-east-1:00000000-0000-4000-8000-000000000001"

USER: Final = 'o\'neil "[red]bob[/red]"\n\x1b]0;title\x07'
"""A developer user; any character is allowed in it."""

SHOWN_USER: Final = 'o\'neil "[red]bob[/red]"␊␛]0;title␇'


def has_pool(between: Interceptor, name: str) -> None:
    """Replace all pools by one with a name."""
    pool = {"IdentityPoolId": POOL_ID, "IdentityPoolName": name}
    described = answer(pool | {"AllowUnauthenticatedIdentities": True, "IdentityPoolTags": {}})
    between.answers |= {
        "list-identity-pools": answer({"IdentityPools": [pool]}),
        "describe-identity-pool": described,
        "list-tags-for-resource": answer({"Tags": {}}),
        "list-identities": answer({"IdentityPoolId": POOL_ID, "Identities": []}),
        "get-identity-pool-roles": answer({"IdentityPoolId": POOL_ID}),
        "tag-resource": answer({}),
        "update-identity-pool": described,
        "delete-identity-pool": answer({}),
    }


@pytest.mark.parametrize("name", measured_once(NAMES))
async def test_a_hostile_pool(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
    name: str,
) -> None:
    """The form, the question and the toast of a change show the name as plain text."""
    has_pool(between, name)
    shown = NAMES[name]
    async with operating(app_on(endpoint_url=between.url), service, toasts=True) as operator:
        await operator.goes_to(name)
        await operator.runs("update-identity-pool")
        await operator.sees_form("update-identity-pool")
        check(operator)
        assert operator.values()["IdentityPoolName"] == name
        await operator.press("escape")
        await operator.is_back()
        await operator.press("T")
        await operator.sees_form("tag-resource")
        await operator.adds("Tags", TagKeysType="stage", TagValueType="dev")
        check(operator)
        await operator.press("ctrl+s")
        await operator.sees_question("with stage? Existing")
        assert shown in operator.words.replace("\n", "")
        check(operator)
        await operator.press("y")
        await operator.sees("Tagged")
        check(operator)
        assert shown in operator.toasts[0]
        await operator.is_back()


@pytest.mark.parametrize("name", measured_once(NAMES))
async def test_a_hostile_pool_is_deleted(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
    name: str,
) -> None:
    """The name is typed as confirmation if that is possible, else the ID."""
    has_pool(between, name)
    typed = name if name.isprintable() else POOL_ID
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to(name)
        await operator.runs("delete-identity-pool")
        await operator.sees_question("It has no identities.", "to confirm")
        check(operator)
        assert typed in operator.words.replace("\n", "")
        await operator.type(typed)
        await operator.press("enter")
        await operator.sees_toast(f"Deleted the pool {visible(name)}.")
        check(operator)
        assert between.requested.count("delete-identity-pool") == 1


async def test_a_hostile_user(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A user with quotes, line breaks and escape sequences is plain text, and is unlinked."""
    pool_id = make_pool(service)
    identity_id = developer(service, pool_id, USER)
    async with operating(app_on(), service, toasts=True) as operator:
        await operator.goes_to_identity("people", identity_id)
        # with only one provider, no form opens
        await operator.runs("unlink-developer-identity")
        await operator.sees_question(f"Unlink {SHOWN_USER} from {identity_id}?")
        check(operator)
        await operator.press("y")
        await operator.sees_toast(f"Unlinked {SHOWN_USER} from {identity_id}.")
        check(operator)
        await operator.is_back()
    lookup: dict[str, Any] = {"IdentityPoolId": pool_id, "DeveloperUserIdentifier": USER}
    with pytest.raises(service.exceptions.ResourceNotFoundException):
        service.lookup_developer_identity(**lookup)
    assert DEVELOPER not in service.describe_identity(IdentityId=identity_id).get("Logins", [])


async def test_a_hostile_answer(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A hostile answer is plain text in the answer dialog and in the toast."""
    hostile = "us-east-1:[bold]\x1b[31m\u202e"
    between.answers["get-id"] = answer({"IdentityId": hostile})
    async with operating(app_on(endpoint_url=between.url), service, toasts=True) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("N")
        await operator.sees_form("get-id")
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_answer("IdentityId us-east-1:[bold]␛[31m<202e>")
        assert operator.toasts == ["The identity is us-east-1:[bold]␛[31m<202e>."]
        check(operator)


async def test_a_hostile_refusal(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A hostile error message is plain text above the fields."""

    def refuses(_: dict[str, Any]) -> Answer:
        body = '{"__type": "[red]Bad", "message": "[link]\\u001b]0;title\\u0007\\u202e of it"}'
        return Answer(400, "application/x-amz-json-1.1", body.encode())

    between.answers["get-id"] = refuses
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("N")
        await operator.sees_form("get-id")
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees("[link]␛]0;title␇<202e> of it")
        check(operator)
