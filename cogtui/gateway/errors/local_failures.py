"""Causes of calls that got no answer: credentials, configuration and connection problems.

The texts may contain the same placeholders as those of `cogtui.gateway.errors.error_codes`.
"""

import errno
import http.client
import socket
from typing import Final

import botocore.exceptions as raised

from cogtui.api_error import DemoError, ErrorKind
from cogtui.gateway.ca_bundle import CaBundleError
from cogtui.gateway.connection import (
    CodeDeclinedError,
    CommandFailedError,
    CommandStoppedError,
    UnreadableAnswerError,
)
from cogtui.gateway.delivery import exception_chain, may_have_been_sent
from cogtui.gateway.errors.error_codes import EXPIRED, Cause
from cogtui.service.partitions import AWS_ENDPOINT

UNFORESEEN: Final = Cause(
    ErrorKind.UNFORESEEN,
    "Unexpected error",
    "An error that cogtui does not recognize.",
    "Press r to try again; the log file has its type.",
)
_UNTRUSTED: Final = Cause(
    ErrorKind.TLS,
    "The connection cannot be trusted",
    "A proxy inspects TLS, this machine does not trust the certificate, or the endpoint URL "
    "begins with https although the server speaks HTTP.",
    "Set AWS_CA_BUNDLE or ca_bundle to the proxy's certificates, then restart cogtui.",
)
_UNKNOWN_HOST: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The host name of {endpoint} is not known",
    "{region} is not a region with identity pools, the name is mistyped, or this machine has no "
    "DNS or no network.",
    "Check the network and the region, then press r; R chooses another region.",
)
_NO_FIPS: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The host name of {endpoint} is not known",
    "FIPS endpoints are required (AWS_USE_FIPS_ENDPOINT or use_fips_endpoint), which the service "
    "may not have in {region}; or this machine has no DNS or no network.",
    "Choose another region with R, or unset the variable or setting and start again.",
)
_NO_DUAL_STACK: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The host name of {endpoint} is not known",
    "Dual-stack endpoints are required (AWS_USE_DUALSTACK_ENDPOINT or use_dualstack_endpoint), "
    "which the service may not have in {region}; or this machine has no DNS or no network.",
    "Choose another region with R, or unset the variable or setting and start again.",
)
_NO_CONNECTION: Final = Cause(
    ErrorKind.UNREACHABLE,
    "No connection to {endpoint}",
    "The network is down, a firewall is in the way, or a proxy is needed (HTTPS_PROXY).",
    "Check the network, then press r.",
)
_NO_ROUTE: Final = Cause(
    ErrorKind.UNREACHABLE,
    "No route to {endpoint}",
    "This machine has no network, or a VPN is not connected.",
    "Check the network, then press r.",
)
_CONNECTION_REFUSED: Final = Cause(
    ErrorKind.UNREACHABLE,
    "Connection refused by {endpoint}",
    "Nothing listens on that port, or a firewall rejects the connection.",
    "Check the endpoint and the network, then press r.",
)
_RESET_BEFORE_SENDING: Final = Cause(
    ErrorKind.UNREACHABLE,
    "Connection to {endpoint} reset",
    "The server, a proxy or a firewall closed the connection before the request was sent.",
    "Press r to try again.",
)
_LOST_AFTER_SENDING: Final = Cause(
    ErrorKind.UNREACHABLE,
    "Connection lost after sending",
    "The server, a proxy or a firewall closed the connection before the response arrived.",
    "Press r to try again.",
)
_NOT_CONNECTED_IN_TIME: Final = Cause(
    ErrorKind.TIMEOUT,
    "No connection to {endpoint} in time",
    "A firewall drops the packets, the network is very slow, or a proxy is needed (HTTPS_PROXY).",
    "Check the network, then press r.",
)
_NO_RESPONSE_IN_TIME: Final = Cause(
    ErrorKind.TIMEOUT,
    "No response in time",
    "The request was sent, but the network is very slow or {endpoint} does not respond.",
    "Press r to try again.",
)

SSO_REMEDY: Final = (
    "Press = on the main screen to sign in, or run `aws sso login --profile {profile_name}` "
    "(`--use-device-code` where there is no browser) and press r."
)
"""What to do if no one is signed in by SSO; `=` is a key of the explorer."""


def connection_failure(error: BaseException) -> Cause | None:
    """Return the cause of a failed connection; None for any other error.

    The type alone is not enough: botocore raises the same one for a connection that was refused and
    for one that broke while it was being set up, and another one for both kinds of timeouts.

    Args:
        error: What botocore raised instead of returning an answer.
    """
    if not isinstance(error, raised.HTTPClientError | raised.ConnectionError):
        return None
    chain = tuple(exception_chain(error))
    if any(isinstance(each, socket.gaierror) for each in chain):
        return _unknown_host(str(error.kwargs.get("endpoint_url")))
    for kind, cause in _BY_CAUSE:
        if any(isinstance(each, kind) for each in chain):
            return cause
    if any(isinstance(each, OSError) and each.errno in _UNROUTED for each in chain):
        return _NO_ROUTE
    was_sent = may_have_been_sent(error)
    if isinstance(error, raised.ConnectTimeoutError | raised.ReadTimeoutError):
        return _NO_RESPONSE_IN_TIME if was_sent else _NOT_CONNECTED_IN_TIME
    is_reset = any(isinstance(each, ConnectionError | http.client.HTTPException) for each in chain)
    before_sending = _RESET_BEFORE_SENDING if is_reset else _NO_CONNECTION
    return _LOST_AFTER_SENDING if was_sent else before_sending


def _unknown_host(url: str) -> Cause:
    if not AWS_ENDPOINT.fullmatch(url):
        return _UNKNOWN_HOST
    if "-fips." in url:
        return _NO_FIPS
    return _NO_DUAL_STACK if ".api." in url else _UNKNOWN_HOST


_BY_CAUSE: Final[tuple[tuple[type[BaseException], Cause], ...]] = (
    (raised.SSLError, _UNTRUSTED),
    (ConnectionRefusedError, _CONNECTION_REFUSED),
)
"""Pairs of an exception type and its cause; a connection failure has the first one found anywhere
among its causes."""

_UNROUTED: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
"""The error numbers of a host that cannot be reached at all."""

BY_EXCEPTION: Final[tuple[tuple[type[Exception], Cause], ...]] = (
    (
        raised.NoCredentialsError,
        Cause(
            ErrorKind.CREDENTIALS,
            "No AWS credentials",
            "{profile} has none, and none are in the environment or on this machine.",
            "Choose another profile with P, or quit, set AWS_PROFILE or run `aws configure`, and "
            "start again. `cogtui --demo` needs none.",
        ),
    ),
    (
        raised.PartialCredentialsError,
        Cause(
            ErrorKind.CREDENTIALS,
            "Incomplete AWS credentials",
            "An access key, its secret key, or a role's source_profile is missing.",
            "Add what the message names to the AWS files or the environment, then press r.",
        ),
    ),
    (
        raised.RefreshWithMFAUnsupportedError,
        EXPIRED,
    ),
    (
        CodeDeclinedError,
        Cause(
            ErrorKind.MFA,
            "An MFA code is needed",
            "{profile} assumes a role that requires a code, and none was entered.",
            "Press r to enter one, or choose another profile with P.",
        ),
    ),
    (
        CommandFailedError,
        Cause(
            ErrorKind.CREDENTIALS,
            "The credentials command failed",
            "The credential_process of {profile}, or of its source profile, reported an error. It "
            "cannot prompt while it runs in the background.",
            "Press $ to run it in the foreground, where it can use the terminal, or r to try "
            "again; P chooses another profile.",
        ),
    ),
    (
        CommandStoppedError,
        Cause(
            ErrorKind.CREDENTIALS,
            "The credentials command was stopped",
            "{profile} has no credentials until its credential_process has finished.",
            "Press r to start it again, $ to run it in the foreground, or P to choose another "
            "profile.",
        ),
    ),
    (
        raised.SSOError,
        Cause(
            ErrorKind.EXPIRED,
            "The SSO session has ended",
            "No one has signed in yet, or the sign-in has expired.",
            SSO_REMEDY,
        ),
    ),
    (
        raised.TokenRetrievalError,
        Cause(
            ErrorKind.EXPIRED,
            "The SSO session has ended",
            "The sign-in has expired and could not be renewed.",
            SSO_REMEDY,
        ),
    ),
    (
        raised.LoginError,
        Cause(
            ErrorKind.EXPIRED,
            "The AWS sign-in has ended",
            "No one has signed in yet, or the sign-in has expired.",
            "Run `aws login --profile {profile_name}` (`--remote` where there is no browser), "
            "then press r.",
        ),
    ),
    (
        raised.CredentialRetrievalError,
        Cause(
            ErrorKind.CREDENTIALS,
            "Cannot obtain credentials",
            "The command or the service that provides the credentials of {profile} failed.",
            "Run it by hand to see why, then press r.",
        ),
    ),
    (
        raised.MetadataRetrievalError,
        Cause(
            ErrorKind.CREDENTIALS,
            "Cannot obtain credentials",
            "The credentials service of the container or the instance did not return any.",
            "Check the role of the machine, then press r.",
        ),
    ),
    (
        raised.ProfileNotFound,
        Cause(
            ErrorKind.PROFILE,
            "No such profile",
            "The AWS configuration has no {profile}.",
            "Choose another profile with P.",
        ),
    ),
    (
        raised.MissingDependencyException,
        Cause(
            ErrorKind.PROFILE,
            "The profile needs another package",
            "`aws login` credentials of {profile} need the AWS Common Runtime (awscrt).",
            "Run `pip install '.[login]'` or `uv tool install '.[login]'` in the clone of cogtui, "
            "or `pipx inject cogtui 'botocore[crt]'`, then start again. If you cannot, give "
            "another profile the line `credential_process = aws configure export-credentials "
            "--profile {profile_name} --format process`, and choose it with P.",
        ),
    ),
    (
        raised.ConfigParseError,
        Cause(
            ErrorKind.PROFILE,
            "Cannot read the AWS configuration",
            "A line in ~/.aws/config or ~/.aws/credentials has a syntax error.",
            "Fix the file, then press r.",
        ),
    ),
    (
        raised.InfiniteLoopConfigError,
        Cause(
            ErrorKind.PROFILE,
            "The profiles form a loop",
            "A source_profile leads back to {profile}.",
            "Fix source_profile in ~/.aws/config, then press r.",
        ),
    ),
    (
        raised.InvalidConfigError,
        Cause(
            ErrorKind.PROFILE,
            "The profile cannot be used",
            "A setting of {profile} in the AWS configuration is missing or wrong.",
            "Fix it in ~/.aws/config, then press r.",
        ),
    ),
    (
        raised.InvalidRetryConfigurationError,
        Cause(
            ErrorKind.PROFILE,
            "Invalid retry settings",
            "AWS_MAX_ATTEMPTS (max_attempts) must be 1 or more, and AWS_RETRY_MODE (retry_mode) "
            "legacy, standard or adaptive.",
            "Correct the setting of {profile} and press r, or unset the variable and start again.",
        ),
    ),
    (
        raised.NoRegionError,
        Cause(
            ErrorKind.REGION,
            "No region",
            "Neither the profile nor the environment names one.",
            "Choose one with R.",
        ),
    ),
    (
        raised.InvalidRegionError,
        Cause(
            ErrorKind.REGION,
            "Not a region",
            "{region} is not a valid region name.",
            "Choose one with R.",
        ),
    ),
    (
        DemoError,
        Cause(
            ErrorKind.SERVICE,
            "Cannot serve the demo data",
            "The emulator did not start.",
            "Fix what the message names, then press r.",
        ),
    ),
    (
        CaBundleError,
        Cause(
            ErrorKind.TLS,
            "The CA bundle cannot be used",
            "It is the file with the certificates to trust: AWS_CA_BUNDLE, ca_bundle in "
            "~/.aws/config or REQUESTS_CA_BUNDLE names it.",
            "Correct what the message names, or unset it, then start again.",
        ),
    ),
    (
        UnreadableAnswerError,
        Cause(
            ErrorKind.SERVICE,
            "Unreadable response",
            "It was truncated, or something other than the service responded: a proxy, a network's "
            "sign-in page, or another server at {endpoint}.",
            "Check the endpoint and the network, then press r.",
        ),
    ),
    (
        raised.ParamValidationError,
        Cause(
            ErrorKind.REFUSED,
            "Not sent",
            "A value does not have the format that the service requires.",
            "Correct what the message names.",
        ),
    ),
)
"""Pairs of an exception type and its cause, the most specific first."""
