"""Stepping aside for a shell that acts as an identity."""

import sys
from collections.abc import Mapping
from typing import Any, cast

from textual.app import App

from cogtui.credentials.flow import CredentialsFlow
from cogtui.credentials.subshell import Ended, SubshellError, greeting, refusal, run, shell_of
from cogtui.screens.external_program import run_instead


async def open_subshell(app: App[Any], walk: CredentialsFlow, environ: Mapping[str, str]) -> Ended:
    """Has the app step aside, and a shell run in its place.

    The event loop stands still meanwhile, so that nothing is drawn over the shell. What threads
    have to tell waits; nothing of it is lost.

    Args:
        app: The app, in one of whose workers this is awaited.
        walk: The walk that has obtained the credentials.
        environ: The environment that the shell has otherwise.

    Returns:
        How the shell ended.

    Raises:
        SubshellError: There is no subshell to be had, or it did not start.
        ApiError: Where the service is called cannot be found out.
    """
    if reason := refusal(environ):
        raise SubshellError(reason)
    environ = dict(environ) | await _endpoint(walk)
    reader, screen = cast("Any", sys.__stdin__), cast("Any", sys.__stderr__)

    def run_shell() -> Ended:
        obtained, caller = walk.got.credentials, walk.got.caller
        assert obtained is not None  # noqa: S101  the caller's own
        acting_as = caller.arn if caller else obtained.role_arn
        screen.write(greeting(obtained, acting_as, shell_of(environ)))
        screen.flush()
        return run(obtained, environ, reader, screen)

    return run_instead(app, "A subshell", run_shell)


async def _endpoint(walk: CredentialsFlow) -> dict[str, str]:
    """Where the shell's programs find the service, where only this process was told."""
    connection = walk.account.gateway.connection
    if connection.endpoint_url is None and connection.serve_demo is None:
        return {}
    return {"AWS_ENDPOINT_URL": await walk.account.gateway.endpoint(walk.request.pool.region)}
