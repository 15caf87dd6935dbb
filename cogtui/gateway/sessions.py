"""Create botocore sessions that never prompt on the terminal and parse timestamps as numbers."""

import functools
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import boto3
import botocore.loaders
import botocore.parsers
import botocore.session
from botocore.credentials import (
    AssumeRoleProvider,
    AssumeRoleWithWebIdentityProvider,
    CredentialProvider,
    CredentialResolver,
    ProcessProvider,
    create_credential_resolver,
)
from botocore.exceptions import CredentialRetrievalError, NoCredentialsError
from botocore.tokens import TokenProviderChain
from botocore.utils import parse_timestamp

from cogtui.files import private_files
from cogtui.gateway.connection import Connection, Keys
from cogtui.gateway.credential_commands import CredentialCommands
from cogtui.gateway.retries import configure_retries
from cogtui.gateway.role_cache import SessionRoles

_NO_SOURCES: Final = {
    # name: (key in the file, environment variable, default, conversion), in botocore's format
    name: (None, None, default, convert)
    for name, (_, _, default, convert) in botocore.session.Session.SESSION_VARIABLES.items()
} | {
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "region": (None, None, "us-east-1", None),
}
"""botocore's configuration variables, none of them read from the environment or a file."""


def bare_session() -> botocore.session.Session:
    """Return a session that ignores the user's environment and files.

    It has botocore's own data, a default region and no credentials.
    """
    session = botocore.session.Session(session_vars=_NO_SOURCES)
    session.register_component("data_loader", _LOADER)
    return session


def public_session(connection: Connection) -> boto3.Session:
    """Return a session for unsigned operations.

    It has no credentials and does not look for any, neither in files nor on the network.

    Args:
        connection: Determines the region, endpoint, certificates and proxies.

    Raises:
        BotoCoreError: The profile does not exist, or the configuration cannot be read.
    """
    if connection.serve_demo is not None:
        core = bare_session()
    else:
        core = botocore.session.Session(profile=connection.profile or None)
    core.register_component("credential_provider", CredentialResolver([]))
    core.register_component("token_provider", TokenProviderChain([]))
    return _session_on(core)


def keyed_session(connection: Connection, keys: Keys) -> boto3.Session:
    """Return a session that uses the given credentials and no others.

    Args:
        connection: Determines the endpoint, certificates and proxies.
        keys: The credentials.

    Raises:
        BotoCoreError: The profile does not exist, or the configuration cannot be read.
    """
    session = public_session(connection)
    session._session.set_credentials(  # noqa: SLF001  boto3 would search for the profile's first
        keys.access_key_id, keys.secret_key.reveal(), keys.session_token.reveal()
    )
    return session


def open_session(
    connection: Connection,
    endpoint_url: str | None,
    ask_for_code: Callable[[str], str],
    roles: SessionRoles,
    commands: CredentialCommands,
) -> boto3.Session:
    """Create a session and find its credentials.

    Args:
        connection: The account to connect to.
        endpoint_url: The endpoint for all services, including STS for roles; None for AWS.
        ask_for_code: Returns an MFA code, given botocore's prompt.
        roles: The cache of role credentials.
        commands: Runs the commands that return credentials.

    Returns:
        A session that parses timestamps in JSON answers as seconds since the epoch.

    Raises:
        BotoCoreError: The profile or its credentials do not exist, the credentials could not be
            obtained, or the configured retries are invalid.
        ClientError: A role could not be assumed.
        CommandFailedError: A command that returns credentials failed.
        CommandStoppedError: The user stopped it.
    """
    if connection.serve_demo is not None:
        core = bare_session()
        core.set_credentials("demo", "demo")
    else:
        core = botocore.session.Session(profile=connection.profile or None)
        # a role's client would fail in an unforeseen way if they are invalid
        configure_retries(core)
        chain = create_credential_resolver(core, cache=roles)  # type: ignore[arg-type]  # used as a dict
        core.register_component("credential_provider", chain)
        _Preparation(core, endpoint_url, ask_for_code, commands).prepare(chain.providers)
    session = _session_on(core)
    _find_credentials(session)
    return session


def _session_on(core: botocore.session.Session) -> boto3.Session:
    core.register_component("response_parser_factory", _ParserFactory())
    core.register_component("data_loader", _LOADER)
    return boto3.Session(botocore_session=core)


class _Preparation:
    """Sets private attributes of the credential providers that botocore has no parameters for."""

    def __init__(
        self,
        core: botocore.session.Session,
        endpoint_url: str | None,
        ask_for_code: Callable[[str], str],
        commands: CredentialCommands,
    ) -> None:
        self._ask_for_code = ask_for_code
        self._commands = commands
        self._client_arguments: dict[str, str] = {}
        if endpoint_url is not None:
            self._client_arguments["endpoint_url"] = endpoint_url
        if core.get_config_variable("region") is None:
            # the user may choose a region later, but the role is needed now
            self._client_arguments["region_name"] = os.environ.get("AWS_REGION") or "aws-global"

    def prepare(self, providers: Iterable[CredentialProvider]) -> list[CredentialProvider]:
        """Prepare providers, and those that they create for a role's source profile."""
        found = list(providers)
        for each in found:
            provider: Any = each
            if isinstance(each, AssumeRoleProvider):
                # the default prompter reads from the terminal that the app draws on
                provider._prompter = self._ask_for_code  # noqa: SLF001  no public parameter
                builder = provider._profile_provider_builder  # noqa: SLF001  no public parameter
                builder.providers = self._prepared(builder.providers)
            if isinstance(each, ProcessProvider):
                # and so would a command that asks for something
                provider._popen = functools.partial(self._commands.start, provider._profile_name)  # noqa: SLF001  no public parameter
            if isinstance(each, AssumeRoleWithWebIdentityProvider):
                # the default loader waits forever for a pipe, and never finishes reading a device
                provider._token_loader_cls = _TokenFile  # noqa: SLF001  no public parameter
            if isinstance(each, AssumeRoleProvider | AssumeRoleWithWebIdentityProvider):
                make_client = provider._client_creator  # noqa: SLF001  no public parameter
                provider._client_creator = functools.partial(make_client, **self._client_arguments)  # noqa: SLF001  no public parameter
        return found

    def _prepared(
        self, make: Callable[..., list[CredentialProvider]]
    ) -> Callable[..., list[CredentialProvider]]:
        return lambda *positional, **named: self.prepare(make(*positional, **named))


def _find_credentials(session: boto3.Session) -> None:
    try:
        credentials = session.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        # assume roles and ask for MFA codes now rather than in the middle of a call
        credentials.get_frozen_credentials()
    except (LookupError, OSError, RuntimeError, TypeError, ValueError) as error:
        # a missing command, a command that prints something else, or credentials that came too late
        raise CredentialRetrievalError(
            provider="the command or the file", error_msg=f"{type(error).__name__}: {error}"
        ) from None


class _TokenFile:
    """Reads the web identity token for assuming a role; replaces botocore's token loader."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def __call__(self) -> str:
        return private_files.read_text(self._path)


class _Loader(botocore.loaders.Loader):
    """Treats every service as available; loading an unknown one fails when its files are missing.

    botocore would list each of its 400 service folders twice before it creates the first client,
    which is a quarter of the time that this takes.
    """

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002  botocore's
        return _Everything()


class _Everything(list[str]):
    def __contains__(self, service: object) -> bool:
        return True


_LOADER: Final = _Loader()
"""Shared by all sessions, because it caches what it has read: most of the first client's time."""


class _ParserFactory(botocore.parsers.ResponseParserFactory):
    """Creates parsers that turn timestamps in JSON into seconds.

    botocore's default, a datetime with its own tzlocal, takes 38 % of the time of a page of
    identities. Other protocols keep the default, since refreshing STS credentials relies on it.
    """

    def create_parser(self, protocol_name: str) -> Any:  # noqa: ANN401  one of botocore's classes
        if protocol_name == "json":
            return botocore.parsers.JSONParser(timestamp_parser=_seconds)
        return super().create_parser(protocol_name)


def _seconds(timestamp: float | str) -> float:
    if not isinstance(timestamp, str):
        return float(timestamp)
    # only some emulators send strings, the service does not
    return parse_timestamp(timestamp).timestamp()
