"""Protection of moto's admin endpoints, which reset, reconfigure and record.

Browsers let any web page send simple requests to this machine. Requests with a custom header are
not simple: the browser first sends a preflight request, which is rejected here. Pages that the
emulator itself serves, such as objects in moto's S3, need no preflight; their requests are
recognized by headers that browsers add and pages cannot remove.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wrappers import Response

from cogtui.emulator.hosts import Refusal

ADMIN_HEADER: Final = "X-Cogtui-Admin"
"""The header that requests to admin endpoints must carry, with any value."""

_ADMIN_KEY: Final = "HTTP_X_COGTUI_ADMIN"
_BROWSER_KEYS: Final = ("HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE")
_REFUSAL: Final = Refusal(
    HTTPStatus.FORBIDDEN,
    "AdminHeaderRequired",
    f"Admin requests need the header {ADMIN_HEADER}: 1 and cannot be sent by web pages.",
)


class AdminGuard:
    """WSGI middleware that rejects requests that a web page may have sent.

    Args:
        application: The application that handles all other requests.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one WSGI request."""
        if _ADMIN_KEY in environ and not any(key in environ for key in _BROWSER_KEYS):
            return self._application(environ, start_response)
        status, headers, body = _REFUSAL.response()
        return Response(body, status, headers)(environ, start_response)
