"""Causes of calls that got no answer: credentials, configuration and connection problems.

The texts may contain the same placeholders as those of `cogtui.gateway.errors.error_codes`.
"""

from typing import Final

import botocore.exceptions as raised

from cogtui.api_error import DemoError, ErrorKind
from cogtui.gateway.connection import CodeDeclinedError, UnreadableAnswerError
from cogtui.gateway.errors.error_codes import EXPIRED, Cause

UNFORESEEN: Final = Cause(
    ErrorKind.UNFORESEEN,
    "Something unforeseen happened",
    "An error that cogtui does not know.",
    "Press r to try again; the log file has its kind.",
)
UNKNOWN_HOST: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The host name of {endpoint} is not known",
    "{region} is not a region with identity pools, the name is mistyped, or this machine has no "
    "DNS or no network.",
    "Check the network and the region, then press r; R chooses another region.",
)
NO_CONNECTION: Final = Cause(
    ErrorKind.UNREACHABLE,
    "No connection to {endpoint}",
    "Nothing listens there, a firewall is in the way, or a proxy is needed (HTTPS_PROXY).",
    "Check the network, then press r.",
)
TIMED_OUT: Final = Cause(
    ErrorKind.TIMEOUT,
    "No answer in time",
    "The network drops packets or is very slow, or {endpoint} hangs.",
    "Press r to try again.",
)

BY_EXCEPTION: Final[tuple[tuple[type[Exception], Cause], ...]] = (
    (
        raised.NoCredentialsError,
        Cause(
            ErrorKind.CREDENTIALS,
            "No AWS credentials",
            "{profile} has none, and none are in the environment or on this machine.",
            "Choose another profile with P, or leave, set AWS_PROFILE or run `aws configure`, and "
            "start again. `cogtui --demo` needs none.",
        ),
    ),
    (
        raised.PartialCredentialsError,
        Cause(
            ErrorKind.CREDENTIALS,
            "Incomplete AWS credentials",
            "An access key, its secret key, or a role's source_profile is missing.",
            "Complete what the message names, in the AWS files or the environment, then press r.",
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
            "{profile} assumes a role that wants a code, and none was given.",
            "Press r to be asked again, or choose another profile with P.",
        ),
    ),
    (
        raised.SSOError,
        Cause(
            ErrorKind.EXPIRED,
            "The SSO session has ended",
            "Nobody has signed in yet, or the sign-in is past its time.",
            "Run `aws sso login` for {profile} (`--use-device-code` where there is no browser), "
            "then press r.",
        ),
    ),
    (
        raised.TokenRetrievalError,
        Cause(
            ErrorKind.EXPIRED,
            "The SSO session has ended",
            "The sign-in is past its time and could not be renewed.",
            "Run `aws sso login` for {profile} (`--use-device-code` where there is no browser), "
            "then press r.",
        ),
    ),
    (
        raised.LoginError,
        Cause(
            ErrorKind.EXPIRED,
            "The AWS sign-in has ended",
            "Nobody has signed in yet, or the sign-in is past its time.",
            "Run `aws login` for {profile}, then press r.",
        ),
    ),
    (
        raised.CredentialRetrievalError,
        Cause(
            ErrorKind.CREDENTIALS,
            "The credentials could not be got",
            "The command or the service that {profile} gets its credentials from failed.",
            "Run it by hand to see why, then press r.",
        ),
    ),
    (
        raised.MetadataRetrievalError,
        Cause(
            ErrorKind.CREDENTIALS,
            "The credentials could not be got",
            "The container's or the instance's credentials service did not give any.",
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
            "{profile} gets its credentials in a way that boto3 alone cannot.",
            "Install what the message names beside cogtui, then start again.",
        ),
    ),
    (
        raised.ConfigParseError,
        Cause(
            ErrorKind.PROFILE,
            "The AWS configuration cannot be read",
            "A line in ~/.aws/config or ~/.aws/credentials is not in their form.",
            "Mend the line, then press r.",
        ),
    ),
    (
        raised.InfiniteLoopConfigError,
        Cause(
            ErrorKind.PROFILE,
            "The profiles go in a circle",
            "A source_profile leads back to {profile}.",
            "Mend source_profile in ~/.aws/config, then press r.",
        ),
    ),
    (
        raised.InvalidConfigError,
        Cause(
            ErrorKind.PROFILE,
            "The profile cannot be used",
            "A setting of {profile} in the AWS configuration is missing or wrong.",
            "Mend it in ~/.aws/config, then press r.",
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
            "{region} is not written as a region is.",
            "Choose one with R.",
        ),
    ),
    (
        DemoError,
        Cause(
            ErrorKind.SERVICE,
            "The demo data cannot be served",
            "The emulator did not start.",
            "Mend what the message names, then press r.",
        ),
    ),
    (
        UnreadableAnswerError,
        Cause(
            ErrorKind.SERVICE,
            "The answer cannot be read",
            "It broke off on the way, or something else answered than the service: a proxy, a "
            "network's sign-in page, or another server at {endpoint}.",
            "Check the endpoint and the network, then press r.",
        ),
    ),
    (raised.ProxyConnectionError, NO_CONNECTION),
    (
        raised.SSLError,
        Cause(
            ErrorKind.TLS,
            "The connection cannot be trusted",
            "A proxy that looks into TLS, a certificate that is not in this machine's store, or "
            "https where the endpoint speaks http.",
            "Give the proxy's certificates in AWS_CA_BUNDLE or ca_bundle, then start again.",
        ),
    ),
    (raised.ConnectTimeoutError, TIMED_OUT),
    (raised.ReadTimeoutError, TIMED_OUT),
    (raised.EndpointConnectionError, NO_CONNECTION),
    (raised.ConnectionClosedError, NO_CONNECTION),
    (raised.HTTPClientError, NO_CONNECTION),
    (
        raised.ParamValidationError,
        Cause(
            ErrorKind.REFUSED,
            "Not sent",
            "A value has not the form that the service wants.",
            "Mend what the message names.",
        ),
    ),
)
"""Pairs of an exception type and its cause, the most specific first."""
