"""What can go wrong, as one tree.

```
CogtuiError
├── SettingsError     a wrong option, environment variable or configuration file: exit status 2
├── DemoError         the demo data cannot be served: exit status 1
├── TokenError        a text that is no token: `cogtui.logins.jwt`
├── SignInError, SrpError     a sign-in that cannot go on: `cogtui.credentials.sign_in`,
│                     `cogtui.credentials.srp`
├── ExportError, CredentialsFileError, SubshellError     credentials that cannot be taken out:
│                     `cogtui.credentials.export`, `cogtui.credentials.aws_credentials_file`,
│                     `cogtui.credentials.subshell`
├── SheetError        a file of developer users that cannot be read, of `cogtui.developers.csv_rows`
├── NamedFileError    a file that the user names, of `cogtui.files.named_files`
├── ReportError       a report that cannot be read or written, of `cogtui.developers.results_file`
└── ApiError          a call to AWS that did not succeed, told for people
```

An `ApiError` is made in one place, `cogtui.gateway.errors.translate`, out of whatever boto3 raised.
"""

from enum import StrEnum
from typing import NamedTuple


class CogtuiError(Exception):
    """Anything that cogtui itself reports."""


class SettingsError(CogtuiError):
    """A wrong option, environment variable or configuration file, in one line."""


class DemoError(CogtuiError):
    """The demo data cannot be served, in one line with what to do."""


class ErrorKind(StrEnum):
    """The kinds of trouble that look different on the screen."""

    CREDENTIALS = "credentials"
    """No AWS credentials, incomplete ones, or ones that could not be got."""
    EXPIRED = "expired"
    """AWS credentials that were good once."""
    MFA = "mfa"
    """A code was asked for and not given, or it was wrong."""
    PROFILE = "profile"
    """A profile, or the AWS configuration itself, that cannot be used."""
    REGION = "region"
    """No region, or one without the service."""
    DENIED = "denied"
    """IAM, or another policy, forbids the call."""
    THROTTLED = "throttled"
    """More calls than the account's quota, also after retries."""
    NOT_FOUND = "not found"
    """What was asked for is not there, or not any more."""
    REFUSED = "refused"
    """The service refused the call for a reason of its own."""
    UNREACHABLE = "unreachable"
    """No connection: refused, reset, or the name is unknown."""
    TLS = "tls"
    """A connection that cannot be trusted."""
    TIMEOUT = "timeout"
    """No answer in time."""
    UNSUPPORTED = "unsupported"
    """The endpoint does not know the operation, as some emulators do not."""
    SERVICE = "service"
    """The service failed: HTTP 5xx or an answer that cannot be read."""
    UNFORESEEN = "unforeseen"
    """Anything else; the log has its type."""


class Explanation(NamedTuple):
    """A failed call in people's words."""

    kind: ErrorKind
    """Which kind of trouble it is."""
    title: str
    """What happened, in a few words: `No AWS credentials`."""
    detail: str
    """What the service or the library said, scrubbed of secrets."""
    cause: str
    """The likely cause, one or two sentences."""
    remedy: str
    """What to do, one or two sentences."""
    code: str = ""
    """The service's error code, if it answered: `AccessDeniedException`."""
    operation: str = ""
    """The operation's AWS CLI name, if a call was made: `list-identities`."""
    request_id: str = ""
    """The service's id of the request, if it answered."""
    member: str = ""
    """The member of the request that is at fault, if one is named or meant: in the API's own
    spelling where it is known (`IdentityPoolName`), the outermost of nested ones."""
    outcome_unknown: bool = False
    """Whether the request may have arrived and nobody can tell what became of it: no answer in
    time, a connection that broke off once the request was on its way, an answer that cannot be
    read. What matters for an operation that changes something: it may have been carried out."""
    action: str = ""
    """What IAM denied, if it did: `cognito-identity:ListIdentities`."""
    resource: str = ""
    """What it was denied on, as the message names it; empty where it names nothing."""
    policy: str = ""
    """A statement of an IAM policy, as JSON, that allows the action on the resource; empty where
    no such statement would help."""


class ApiError(CogtuiError):
    """A call to AWS that did not succeed.

    Attributes:
        explanation: What happened, why, and what to do.
    """

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(f"{explanation.title}: {explanation.detail}")
        self.explanation = explanation

    @property
    def kind(self) -> ErrorKind:
        """Which kind of trouble it is."""
        return self.explanation.kind
