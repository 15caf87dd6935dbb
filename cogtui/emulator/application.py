"""The WSGI application: this package serves cognito-identity, moto every other service."""

import json
from collections.abc import Iterable
from functools import cache
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

import boto3
from flask import Flask, Request
from moto.backends import SERVICE_NAMES
from moto.core.base_backend import AccountSpecificBackend
from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import BaseResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Response

from cogtui.emulator.admin import AdminGuard
from cogtui.emulator.isolation import ACCOUNT, EmulatorState, emulator_state
from cogtui.emulator.responses import CognitoIdentityResponse
from cogtui.emulator.service_data import data_session
from cogtui.emulator.sts import ACTIONS, SecurityTokenResponse
from cogtui.emulator.tokens import json_web_keys

TARGET = "AWSCognitoIdentityService."
"""The prefix of `X-Amz-Target` in every request to cognito-identity."""
KEYS_PATH = "/.well-known/jwks_uri"
"""The path of the public keys that verify cognito-identity's tokens, the same as on AWS."""


class EmulatorApplication:
    """A WSGI application that handles requests with the state of one emulator.

    Args:
        state: The emulator's state.
    """

    def __init__(self, state: EmulatorState) -> None:
        self._state = state

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Handle one WSGI request."""
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = ACCOUNT
        with emulator_state(self._state):
            response = _handle(environ) or _moto()
            chunks: Iterable[bytes] = response(environ, start_response)
            return chunks


def _handle(environ: WSGIEnvironment) -> Response | None:
    """Return the response to a request, or None if moto can handle it unchanged."""
    if environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET):
        status, headers, body = _dispatch(CognitoIdentityResponse, environ)
    elif environ["PATH_INFO"] == KEYS_PATH:
        headers = {"Content-Type": "application/json"}
        status, body = 200, json.dumps(json_web_keys())
    elif _query_action(environ) in ACTIONS:
        status, headers, body = _dispatch(SecurityTokenResponse, environ)
    else:
        return None
    # Browsers require this header before a page can read the response; moto adds it too.
    headers["Access-Control-Allow-Origin"] = "*"
    return Response(body, status, headers)


def _query_action(environ: WSGIEnvironment) -> str:
    """Return the action of a query-protocol request (as to STS), or an empty string."""
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return ""
    form = environ["wsgi.input"]
    fields = parse_qs(form.read().decode())
    form.seek(0)
    return str(fields.get("Action", [""])[0])


def _dispatch(responses: type[BaseResponse], environ: WSGIEnvironment) -> TYPE_RESPONSE:
    """Dispatch a request as moto's Flask application for a service does, without its routing."""
    return responses.dispatch(_request_class()(environ))  # type: ignore[no-any-return]


@cache
def _ignore_user_configuration() -> None:
    """Keep moto from reading the user's AWS configuration, which it does to list the regions."""
    session = boto3.Session(botocore_session=data_session())
    setattr(AccountSpecificBackend, "get_session", classmethod(lambda _: session))  # noqa: B010  for mypy


@cache
def _request_class() -> type[Request]:
    _ignore_user_configuration()
    # Moto replaces this class even in patch releases; its application knows the current one.
    return create_backend_app("cognito-identity").request_class


@cache
def _moto() -> DomainDispatcherApplication:
    _ignore_user_configuration()
    # It holds routes but no state, so all emulators of a process can share it.
    return DomainDispatcherApplication(_service_app)


def _service_app(service: SERVICE_NAMES) -> Flask:
    app = create_backend_app(service)
    if service == "moto_api":
        # Wrapping the application, not a path, leaves no spelling of a path to get around it.
        app.wsgi_app = AdminGuard(app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents
    return app
