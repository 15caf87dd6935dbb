"""Sign in to IAM Identity Center with a code that is confirmed on any device (RFC 8628).

Nothing is opened or listened to on this machine, so that it works over SSH.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.gateway import Gateway, SsoSession, SsoToken
from cogtui.secret import Secret

_SERVICE: Final = "sso-oidc"

_CODE_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
_REFRESH_GRANT: Final = "refresh_token"

_DEFAULT_INTERVAL: Final = 5
"""How long to wait between two questions if the service does not say so, in seconds (RFC 8628)."""

_SLOWER: Final = 5
"""How much longer to wait when asked to slow down, or after no answer, in seconds (RFC 8628)."""

_PENDING: Final = "AuthorizationPendingException"
_SLOW_DOWN: Final = "SlowDownException"

_TRANSIENT: Final = (
    ErrorKind.SERVICE,
    ErrorKind.THROTTLED,
    ErrorKind.TIMEOUT,
    ErrorKind.UNREACHABLE,
)
"""The failures after which the service is asked again until the code expires."""

_EXPIRED: Final = Explanation(
    ErrorKind.EXPIRED,
    "The code has expired",
    "",
    "The sign-in was not confirmed in time.",
    "Press r for a new code.",
)

_NOT_CONFIRMED: Final = {
    "ExpiredTokenException": _EXPIRED,
    "AccessDeniedException": Explanation(
        ErrorKind.DENIED,
        "The sign-in was denied",
        "",
        "The request was rejected on the page, or this user may not sign in.",
        "Press r for a new code.",
    ),
}
"""What ends a sign-in, by error code."""


class DeviceCode(NamedTuple):
    """A code to confirm on the sign-in page."""

    user_code: str
    """The code that the page shows or asks for: `ABCD-EFGH`."""
    url: str
    """The page's URL, which includes the code if the service supports that."""
    expires_at: float
    """Until when it can be confirmed, in seconds since the epoch."""
    interval: int
    """How long to wait between two questions, in seconds."""
    device_code: Secret
    """The code that the token is requested with."""
    client_id: str
    """The ID of this program's registration."""
    client_secret: Secret
    """The secret of the registration."""
    registration_expires_at: float
    """When the registration expires, in seconds since the epoch."""


class SsoSignIn:
    """A sign-in, which can be attempted several times.

    Args:
        gateway: The gateway of the profile.
        session: Where to sign in.
        clock: Returns the current time, in seconds since the epoch.
        wait: Waits for some seconds.
    """

    def __init__(
        self,
        gateway: Gateway,
        session: SsoSession,
        *,
        clock: Callable[[], float] = time.time,
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.session = session
        """Where to sign in."""
        self._gateway = gateway
        self._clock = clock
        self._wait = wait

    async def request_code(self) -> DeviceCode:
        """Register this program and return a new code.

        Raises:
            ApiError: The service did not issue one.
        """
        registration: dict[str, Any] = {"clientName": "cogtui", "clientType": "public"}
        if self.session.scopes:
            registration["scopes"] = list(self.session.scopes)
            registration["grantTypes"] = [_CODE_GRANT, _REFRESH_GRANT]
        client = await self._call("register-client", registration)
        issued_at = self._clock()
        code = await self._call(
            "start-device-authorization",
            {
                "clientId": client["clientId"],
                "clientSecret": client["clientSecret"],
                "startUrl": self.session.start_url,
            },
        )
        return DeviceCode(
            user_code=code["userCode"],
            url=code.get("verificationUriComplete") or code["verificationUri"],
            expires_at=issued_at + code["expiresIn"],
            interval=code.get("interval") or _DEFAULT_INTERVAL,
            device_code=code["deviceCode"],
            client_id=client["clientId"],
            client_secret=client["clientSecret"],
            registration_expires_at=client["clientSecretExpiresAt"],
        )

    async def finish(self, code: DeviceCode, report: Callable[[str], None]) -> float:
        """Wait until a code is confirmed, and save the token.

        Args:
            code: The code.
            report: Shows why the service has not answered; called with an empty text when it has.

        Returns:
            When the sign-in expires, in seconds since the epoch.

        Raises:
            ApiError: The code has expired, or the sign-in was denied.
            OSError: The token cannot be saved.
        """
        interval = code.interval
        while True:
            await self._wait(interval)
            if self._clock() >= code.expires_at:
                raise ApiError(_EXPIRED)
            try:
                answer = await self._request_token(code)
            except ApiError as error:
                interval += _delay_after(error, report)
                continue
            expires_at: float = self._clock() + answer["expiresIn"]
            token = SsoToken(
                access_token=answer["accessToken"],
                expires_at=expires_at,
                client_id=code.client_id,
                client_secret=code.client_secret,
                registration_expires_at=code.registration_expires_at,
                refresh_token=answer.get("refreshToken"),
            )
            await self._gateway.save_sso_token(self.session, token)
            return expires_at

    async def _request_token(self, code: DeviceCode) -> dict[str, Any]:
        parameters = {
            "clientId": code.client_id,
            "clientSecret": code.client_secret,
            "grantType": _CODE_GRANT,
            "deviceCode": code.device_code,
        }
        return await self._call("create-token", parameters)

    async def _call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return await self._gateway.call_other(_SERVICE, operation, self.session.region, parameters)


def _delay_after(error: ApiError, report: Callable[[str], None]) -> int:
    """Return how much longer to wait before the next question, in seconds.

    Raises:
        ApiError: Asking again would not help.
    """
    code = error.explanation.code
    if code == _PENDING:
        report("")
        return 0
    if code == _SLOW_DOWN:
        report("")
        return _SLOWER
    if error.kind in _TRANSIENT:
        report(error.explanation.title)
        return _SLOWER
    found = _NOT_CONFIRMED.get(code)
    raise ApiError(found._replace(detail=error.explanation.detail) if found else error.explanation)
