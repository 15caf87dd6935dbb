"""botocore's sessions, as the door needs them: no prompt on the terminal, times as numbers."""

import functools
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import boto3
import botocore.loaders
import botocore.parsers
import botocore.session
from botocore.credentials import CredentialResolver
from botocore.exceptions import CredentialRetrievalError, NoCredentialsError
from botocore.tokens import TokenProviderChain
from botocore.utils import parse_timestamp

from cogtui.files import private_files
from cogtui.gateway.connection import Connection, Keys

_FROM_NOWHERE: Final = {
    # name: (key in the file, environment variable, default, conversion), as botocore has them
    name: (None, None, default, convert)
    for name, (_, _, default, convert) in botocore.session.Session.SESSION_VARIABLES.items()
} | {
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "region": (None, None, "us-east-1", None),
}
"""botocore's configuration variables, none of them read from the environment or a file."""


def bare_session() -> botocore.session.Session:
    """A session that reads nothing of the user's.

    Returns:
        It has botocore's own data, a default region, and no credentials.
    """
    session = botocore.session.Session(session_vars=_FROM_NOWHERE)
    session.register_component("data_loader", _LOADER)
    return session


def public_session(connection: Connection) -> boto3.Session:
    """Makes a session for the operations that are not signed.

    Args:
        connection: Whose region, endpoint, certificates and proxies count.

    Returns:
        It has no credentials and looks for none, neither in files nor on the network.

    Raises:
        BotoCoreError: There is no such profile, or the configuration cannot be read.
    """
    if connection.serve_demo is not None:
        core = bare_session()
    else:
        core = botocore.session.Session(profile=connection.profile or None)
    core.register_component("credential_provider", CredentialResolver([]))
    core.register_component("token_provider", TokenProviderChain([]))
    return _session_on(core)


def keyed_session(connection: Connection, keys: Keys) -> boto3.Session:
    """Makes a session of credentials that are at hand.

    Args:
        connection: Whose endpoint, certificates and proxies count.
        keys: The credentials.

    Returns:
        It has them alone.

    Raises:
        BotoCoreError: There is no such profile, or the configuration cannot be read.
    """
    session = public_session(connection)
    session._session.set_credentials(  # noqa: SLF001  boto3 would look for a profile's own first
        keys.access_key_id, keys.secret_key.reveal(), keys.session_token.reveal()
    )
    return session


def open_session(
    connection: Connection, endpoint_url: str | None, ask_for_code: Callable[[str], str]
) -> boto3.Session:
    """Makes a session and finds its credentials.

    Args:
        connection: Which account.
        endpoint_url: Where every service is called, that which gives out roles too; None for AWS.
        ask_for_code: Returns an MFA code, given botocore's prompt.

    Returns:
        A session whose answers in JSON tell times as seconds since the epoch.

    Raises:
        BotoCoreError: There is no such profile, no credentials, or they could not be got.
        ClientError: A role was refused.
    """
    if connection.serve_demo is not None:
        core = bare_session()
        core.set_credentials("demo", "demo")
    else:
        core = botocore.session.Session(profile=connection.profile or None)
        _prepare_providers(core, endpoint_url, ask_for_code)
    session = _session_on(core)
    _find_credentials(session)
    return session


def _session_on(core: botocore.session.Session) -> boto3.Session:
    core.register_component("response_parser_factory", _ParserFactory())
    core.register_component("data_loader", _LOADER)
    return boto3.Session(botocore_session=core)


def _prepare_providers(
    core: botocore.session.Session, endpoint_url: str | None, ask_for_code: Callable[[str], str]
) -> None:
    """Sets what botocore lets nobody pass in."""
    chain = core.get_component("credential_provider")
    by_role = chain.get_provider("assume-role")
    # it would read the terminal that the app draws on
    by_role._prompter = ask_for_code  # noqa: SLF001  no other way
    # and so would a command that asks for something
    by_command = chain.get_provider("custom-process")
    by_command._popen = functools.partial(subprocess.Popen, stdin=subprocess.DEVNULL)  # noqa: SLF001  likewise
    by_token = chain.get_provider("assume-role-with-web-identity")
    # it would wait forever for a pipe, and read a device without end
    by_token._token_loader_cls = _TokenFile  # noqa: SLF001  no other way
    where: dict[str, str] = {}
    if endpoint_url is not None:
        where["endpoint_url"] = endpoint_url
    if core.get_config_variable("region") is None:
        # a region may be chosen later, but the role is wanted now
        where["region_name"] = os.environ.get("AWS_REGION") or "aws-global"
    for provider in (by_role, by_token):
        make_client = provider._client_creator  # noqa: SLF001  likewise
        provider._client_creator = functools.partial(make_client, **where)  # noqa: SLF001  likewise


def _find_credentials(session: boto3.Session) -> None:
    try:
        credentials = session.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        # roles are assumed, and codes asked for, here and not in the middle of a call
        credentials.get_frozen_credentials()
    except (LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
        # a command that is not there or prints something else, credentials that came too late
        raise CredentialRetrievalError(
            provider="the command or the file", error_msg=f"{type(error).__name__}: {error}"
        ) from None


class _TokenFile:
    """Reads the token that a role is assumed with, as botocore's own loader does."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def __call__(self) -> str:
        return private_files.read_text(self._path)


class _Loader(botocore.loaders.Loader):
    """Takes every service for known, and leaves it to its files to be missing.

    botocore would look into each of its 400 folders, twice, before it makes the first client: a
    quarter of the time that the client takes.
    """

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  botocore's
        return _Every()


class _Every(list[str]):
    def __contains__(self, service: object) -> bool:
        return True


_LOADER: Final = _Loader()
"""One for all sessions: it keeps what it has read, which is most of the time of a first client."""


class _ParserFactory(botocore.parsers.ResponseParserFactory):
    """Tells the times in JSON as seconds.

    botocore's own way, a datetime with its own tzlocal, is 38 % of the time that a page takes. The
    other protocols keep it: what refreshes the credentials that sts gives counts on it.
    """

    def create_parser(self, protocol_name: str) -> Any:  # noqa: ANN401  one of botocore's classes
        if protocol_name == "json":
            return botocore.parsers.JSONParser(timestamp_parser=_seconds)
        return super().create_parser(protocol_name)


def _seconds(timestamp: float | str) -> float:
    if not isinstance(timestamp, str):
        return float(timestamp)
    # not the service, but some emulators
    return parse_timestamp(timestamp).timestamp()
