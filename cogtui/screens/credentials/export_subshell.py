"""Suspend the app for a shell that acts as an identity."""

import sys
from collections.abc import Mapping
from typing import Any, cast

from textual.app import App

from cogtui.credentials.flow import CredentialsFlow
from cogtui.credentials.subshell import (
    Ended,
    SubshellError,
    greeting,
    refusal_reason,
    run,
    user_shell,
)
from cogtui.screens.external_program import run_instead


async def open_subshell(app: App[Any], flow: CredentialsFlow, environ: Mapping[str, str]) -> Ended:
    """Suspend the app, and run a shell in its place; await this in a worker.

    The event loop is blocked in the meantime, so that nothing draws over the shell. Results from
    threads are queued, none is lost.

    Args:
        app: The app.
        flow: The flow that obtained the credentials.
        environ: The environment to add the credentials to.

    Raises:
        SubshellError: A subshell cannot be opened here, or the shell did not start.
        ApiError: The service's endpoint cannot be determined.
    """
    if reason := refusal_reason(environ):
        raise SubshellError(reason)
    environ = dict(environ) | await _endpoint(flow)
    reader, screen = cast("Any", sys.__stdin__), cast("Any", sys.__stderr__)

    def run_shell() -> Ended:
        obtained, caller = flow.got.credentials, flow.got.caller
        assert obtained is not None  # noqa: S101  the caller shows them
        acting_as = caller.arn if caller else obtained.role.label
        screen.write(greeting(obtained, acting_as, user_shell(environ)))
        screen.flush()
        return run(obtained, environ, reader, screen)

    return run_instead(app, "A subshell", run_shell)


async def _endpoint(flow: CredentialsFlow) -> dict[str, str]:
    """Return the endpoint for the shell's programs if the environment does not already set it."""
    connection = flow.account.gateway.connection
    if connection.endpoint_url is None and connection.serve_demo is None:
        return {}
    return {"AWS_ENDPOINT_URL": await flow.account.gateway.endpoint(flow.request.pool.region)}
