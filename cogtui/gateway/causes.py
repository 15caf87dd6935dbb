"""Likely causes of what goes wrong, and what to do: facts and advice, no logic.

The texts may name `{operation}`, `{action}` (the IAM action), `{region}`, `{profile}` and
`{endpoint}`. Causes of refusals are those that public reports of each error name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import botocore.exceptions as raised

from cogtui.errors import DemoError, Trouble
from cogtui.gateway.connection import CodeDeclinedError, UnreadableAnswerError


@dataclass(frozen=True, slots=True)
class Cause:
    """One way to fail."""

    trouble: Trouble
    """Which kind of trouble it is."""
    title: str
    """What happened, in a few words."""
    cause: str
    """The likely cause."""
    remedy: str
    """What to do."""


_BAD_KEY: Final = Cause(
    Trouble.CREDENTIALS,
    "AWS does not accept these credentials",
    "The access key of {profile} is mistyped, deleted or inactive, or is another partition's.",
    "Check them with `aws sts get-caller-identity`, or choose another profile with P.",
)
_EXPIRED: Final = Cause(
    Trouble.EXPIRED,
    "The AWS credentials have expired",
    "Temporary credentials of {profile} are past their time.",
    "Renew them where they come from (`aws sso login`, aws-vault, your own script), then press r.",
)
_CLOCK: Final = Cause(
    Trouble.CREDENTIALS,
    "AWS does not accept the signature",
    "The secret key is wrong, or this machine's clock is more than five minutes off.",
    "Check the clock (`date -u`) and the secret key of {profile}, then press r.",
)
_DENIED: Final = Cause(
    Trouble.DENIED,
    "Not allowed",
    "No policy of the caller allows {action}, or another policy forbids it: a permissions "
    "boundary, a service or resource control policy, or a VPC endpoint's policy.",
    "Have {action} allowed, or choose another profile with P.",
)
_THROTTLED: Final = Cause(
    Trouble.THROTTLED,
    "Too many calls",
    "The account's quota for {operation} in {region} is used up, by this or by other callers; "
    "the call was repeated, more slowly each time.",
    "Wait a moment, then press r.",
)
_NOT_FOUND: Final = Cause(
    Trouble.NOT_FOUND,
    "It is not there",
    "It was deleted meanwhile, or the id belongs to another region or account.",
    "Press r on the region to list what is there now.",
)
UNSUPPORTED: Final = Cause(
    Trouble.UNSUPPORTED,
    "The endpoint does not answer {operation}",
    "What is at {endpoint} is not the service itself: an emulator that does not have this "
    "operation, or another web server.",
    "Use the demo data (`cogtui --demo`), `cogtui emulator`, or AWS.",
)

_WRONG_CODE: Final = Cause(
    Trouble.MFA,
    "The MFA code was not accepted",
    "It was mistyped, used before, or older than its 30 seconds.",
    "Press r to be asked for the next code.",
)

BY_CODE: Final[Mapping[str, Cause]] = {
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "RequestExpired": _EXPIRED,
    "IncompleteSignature": _CLOCK,
    "InvalidSignatureException": _CLOCK,
    "SignatureDoesNotMatch": _CLOCK,
    "InvalidClientTokenId": _BAD_KEY,
    "MissingAuthenticationTokenException": _BAD_KEY,
    "UnrecognizedClientException": _BAD_KEY,
    "OptInRequired": Cause(
        Trouble.REGION,
        "The region is not enabled for this account",
        "{region} is an opt-in region, and the account has not opted in.",
        "Enable it in the account's settings, or choose another region with R.",
    ),
    "Throttling": _THROTTLED,
    "ThrottlingException": _THROTTLED,
    "TooManyRequestsException": _THROTTLED,
    "ResourceNotFoundException": _NOT_FOUND,
    "UnknownOperationException": UNSUPPORTED,
}
"""Causes by the error code of an answer."""

BY_MESSAGE: Final[Mapping[str, Cause]] = {
    "MultiFactorAuthentication failed": _WRONG_CODE,
    "at 'tokenCode'": _WRONG_CODE,
    "parameter TokenCode": _WRONG_CODE,
    "Invalid endpoint: ": Cause(
        Trouble.PROFILE,
        "Not an endpoint",
        "AWS_ENDPOINT_URL, or an endpoint_url of {profile} in ~/.aws/config, is not a URL.",
        "Write it as http://HOST:PORT, then start again.",
    ),
    "No Principal Tags configured": Cause(
        Trouble.NOT_FOUND,
        "No principal tags are set",
        "The service answers so for a provider that never had any.",
        "Nothing, if sessions are meant to carry no tags.",
    ),
    "security token included in the request is expired": _EXPIRED,
}
"""Causes by a part of the message, where the code or the exception says less."""

OF_REFUSAL: Final = Cause(
    Trouble.REFUSED,
    "The service refused {operation}",
    "The service's own message says why.",
    "Mend what it names, then press r.",
)
OF_SERVICE: Final = Cause(
    Trouble.SERVICE,
    "The service failed",
    "The fault is at {endpoint}; the call was repeated before it was given up.",
    "Press r to try again.",
)
OF_UNFORESEEN: Final = Cause(
    Trouble.UNFORESEEN,
    "Something unforeseen happened",
    "An error that cogtui does not know.",
    "Press r to try again; the log file has its kind.",
)
UNKNOWN_HOST: Final = Cause(
    Trouble.UNREACHABLE,
    "The host name of {endpoint} is not known",
    "{region} is not a region with identity pools, the name is mistyped, or this machine has no "
    "DNS or no network.",
    "Check the network and the region, then press r; R chooses another region.",
)
NO_CONNECTION: Final = Cause(
    Trouble.UNREACHABLE,
    "No connection to {endpoint}",
    "Nothing listens there, a firewall is in the way, or a proxy is needed (HTTPS_PROXY).",
    "Check the network, then press r.",
)
OF_TIMEOUT: Final = Cause(
    Trouble.TIMEOUT,
    "No answer in time",
    "The network drops packets or is very slow, or {endpoint} hangs.",
    "Press r to try again.",
)

BY_EXCEPTION: Final[tuple[tuple[type[Exception], Cause], ...]] = (
    (
        raised.NoCredentialsError,
        Cause(
            Trouble.CREDENTIALS,
            "No AWS credentials",
            "{profile} has none, and none are in the environment or on this machine.",
            "Choose another profile with P, or leave, set AWS_PROFILE or run `aws configure`, and "
            "start again. `cogtui --demo` needs none.",
        ),
    ),
    (
        raised.PartialCredentialsError,
        Cause(
            Trouble.CREDENTIALS,
            "Incomplete AWS credentials",
            "An access key, its secret key, or a role's source_profile is missing.",
            "Complete what the message names, in the AWS files or the environment, then press r.",
        ),
    ),
    (
        raised.RefreshWithMFAUnsupportedError,
        _EXPIRED,
    ),
    (
        CodeDeclinedError,
        Cause(
            Trouble.MFA,
            "An MFA code is needed",
            "{profile} assumes a role that wants a code, and none was given.",
            "Press r to be asked again, or choose another profile with P.",
        ),
    ),
    (
        raised.SSOError,
        Cause(
            Trouble.EXPIRED,
            "The SSO session has ended",
            "Nobody has signed in yet, or the sign-in is past its time.",
            "Run `aws sso login` for {profile} (`--use-device-code` where there is no browser), "
            "then press r.",
        ),
    ),
    (
        raised.TokenRetrievalError,
        Cause(
            Trouble.EXPIRED,
            "The SSO session has ended",
            "The sign-in is past its time and could not be renewed.",
            "Run `aws sso login` for {profile} (`--use-device-code` where there is no browser), "
            "then press r.",
        ),
    ),
    (
        raised.LoginError,
        Cause(
            Trouble.EXPIRED,
            "The AWS sign-in has ended",
            "Nobody has signed in yet, or the sign-in is past its time.",
            "Run `aws login` for {profile}, then press r.",
        ),
    ),
    (
        raised.CredentialRetrievalError,
        Cause(
            Trouble.CREDENTIALS,
            "The credentials could not be got",
            "The command or the service that {profile} gets its credentials from failed.",
            "Run it by hand to see why, then press r.",
        ),
    ),
    (
        raised.MetadataRetrievalError,
        Cause(
            Trouble.CREDENTIALS,
            "The credentials could not be got",
            "The container's or the instance's credentials service did not give any.",
            "Check the role of the machine, then press r.",
        ),
    ),
    (
        raised.ProfileNotFound,
        Cause(
            Trouble.PROFILE,
            "No such profile",
            "The AWS configuration has no {profile}.",
            "Choose another profile with P.",
        ),
    ),
    (
        raised.MissingDependencyException,
        Cause(
            Trouble.PROFILE,
            "The profile needs another package",
            "{profile} gets its credentials in a way that boto3 alone cannot.",
            "Install what the message names beside cogtui, then start again.",
        ),
    ),
    (
        raised.ConfigParseError,
        Cause(
            Trouble.PROFILE,
            "The AWS configuration cannot be read",
            "A line in ~/.aws/config or ~/.aws/credentials is not in their form.",
            "Mend the line, then press r.",
        ),
    ),
    (
        raised.InfiniteLoopConfigError,
        Cause(
            Trouble.PROFILE,
            "The profiles go in a circle",
            "A source_profile leads back to {profile}.",
            "Mend source_profile in ~/.aws/config, then press r.",
        ),
    ),
    (
        raised.InvalidConfigError,
        Cause(
            Trouble.PROFILE,
            "The profile cannot be used",
            "A setting of {profile} in the AWS configuration is missing or wrong.",
            "Mend it in ~/.aws/config, then press r.",
        ),
    ),
    (
        raised.NoRegionError,
        Cause(
            Trouble.REGION,
            "No region",
            "Neither the profile nor the environment names one.",
            "Choose one with R.",
        ),
    ),
    (
        raised.InvalidRegionError,
        Cause(
            Trouble.REGION,
            "Not a region",
            "{region} is not written as a region is.",
            "Choose one with R.",
        ),
    ),
    (
        DemoError,
        Cause(
            Trouble.SERVICE,
            "The demo data cannot be served",
            "The emulator did not start.",
            "Mend what the message names, then press r.",
        ),
    ),
    (
        UnreadableAnswerError,
        Cause(
            Trouble.SERVICE,
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
            Trouble.TLS,
            "The connection cannot be trusted",
            "A proxy that looks into TLS, a certificate that is not in this machine's store, or "
            "https where the endpoint speaks http.",
            "Give the proxy's certificates in AWS_CA_BUNDLE or ca_bundle, then start again.",
        ),
    ),
    (raised.ConnectTimeoutError, OF_TIMEOUT),
    (raised.ReadTimeoutError, OF_TIMEOUT),
    (raised.EndpointConnectionError, NO_CONNECTION),
    (raised.ConnectionClosedError, NO_CONNECTION),
    (raised.HTTPClientError, NO_CONNECTION),
    (
        raised.ParamValidationError,
        Cause(
            Trouble.REFUSED,
            "Not sent",
            "A value has not the form that the service wants.",
            "Mend what the message names.",
        ),
    ),
)
"""Causes by the exception, the narrower before the wider."""
