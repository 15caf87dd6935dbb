"""The WSGI application: cognito-identity by this package, every other service by moto."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import (
    BackendRequest,
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.wrappers import Response

from cogtui.emulator.isolation import ACCOUNT, ServiceStates, emulator_state
from cogtui.emulator.responses import CognitoIdentityResponse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

TARGET = "AWSCognitoIdentityService."
"""What begins ``X-Amz-Target`` in every request to cognito-identity."""


class EmulatorApplication:
    """Answers each request on the state of one emulator.

    Args:
        states: that emulator's state.
    """

    def __init__(self, states: ServiceStates) -> None:
        self._states = states

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, by WSGI's rules."""
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = ACCOUNT
        with emulator_state(self._states):
            if environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET):
                status, headers, body = CognitoIdentityResponse.dispatch(BackendRequest(environ))
                # Browsers ask for this before they let a page see the answer; moto adds it too.
                headers["Access-Control-Allow-Origin"] = "*"
                return Response(body, status, headers)(environ, start_response)
            answer: Iterable[bytes] = _moto()(environ, start_response)
            return answer


@cache
def _moto() -> DomainDispatcherApplication:
    # It holds routes and no state, so all emulators of a process can share it.
    return DomainDispatcherApplication(create_backend_app)
