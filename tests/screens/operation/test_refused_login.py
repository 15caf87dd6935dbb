"""A login that the service refuses in a form."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cogtui.app import CogtuiApp
from tests.emulator.users import GOOGLE, id_token
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.operator import operating

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


async def test_a_refused_login_is_compared_with_the_pool(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The form shows the token's audience beside the pool's app ID, and nothing of the token."""
    message = "Invalid login token. Incorrect token audience."
    between.answers["get-id"] = error("NotAuthorizedException", message)
    token = id_token(GOOGLE, "ana", "second-app")
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("mobile-app-prod")
        await operator.press("N")
        await operator.sees_form("get-id")
        await operator.adds("Logins", IdentityProviderName=GOOGLE, IdentityProviderToken=token)
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_form("get-id")
        await operator.sees("The token is for another app", "The token is for client")
        app_id = operator.pool("mobile-app-prod")["SupportedLoginProviders"][GOOGLE]
        assert app_id in operator.words
        assert token not in operator.words
