"""The exceptions of cogtui.

```
CogtuiError
├── SettingsError     a wrong option, environment variable or configuration file: exit status 2
├── DemoError         the demo data cannot be served: exit status 1
├── TokenError        a text is not a token: `cogtui.logins.jwt`
├── SignInError, SrpError     a sign-in cannot continue: `cogtui.credentials.sign_in`,
│                     `cogtui.credentials.srp`
├── ExportError, CredentialsFileError, SubshellError     credentials cannot be exported:
│                     `cogtui.credentials.export`, `cogtui.credentials.aws_credentials_file`,
│                     `cogtui.credentials.subshell`
├── SheetError        a file of developer users cannot be read: `cogtui.developers.csv_rows`
├── NamedFileError    a file that the user named: `cogtui.files.named_files`
├── ReportError       a report cannot be read or written: `cogtui.developers.results_file`
└── ApiError          a call to AWS failed, with an explanation for the user
```

`cogtui.gateway.errors.translate` explains everything that boto3 raises. The credentials features
also explain answers that boto3 accepts but cogtui cannot use.
"""

from enum import StrEnum
from typing import NamedTuple


class CogtuiError(Exception):
    """The base class of cogtui's own exceptions."""


class SettingsError(CogtuiError):
    """A wrong option, environment variable or configuration file, described in one line."""


class DemoError(CogtuiError):
    """The demo data cannot be served; the message has one line, including what to do."""


class ErrorKind(StrEnum):
    """The kinds of errors that look different on the screen."""

    CREDENTIALS = "credentials"
    """AWS credentials are missing, incomplete, or could not be obtained."""
    EXPIRED = "expired"
    """AWS credentials have expired."""
    CLOCK = "clock"
    """This machine's clock is too far off for AWS to accept its signatures."""
    MFA = "mfa"
    """An MFA code was declined or wrong."""
    PROFILE = "profile"
    """A profile, or the AWS configuration itself, that cannot be used."""
    REGION = "region"
    """No region, or one without the service."""
    DENIED = "denied"
    """IAM, or another policy, forbids the call."""
    THROTTLED = "throttled"
    """The account's quota of calls was exceeded, even after retries."""
    NOT_FOUND = "not found"
    """The resource does not exist, or no longer exists."""
    REFUSED = "refused"
    """The service rejected the call for another reason."""
    UNREACHABLE = "unreachable"
    """No connection: refused, reset, or an unknown host name."""
    TLS = "tls"
    """The connection is not trusted."""
    TIMEOUT = "timeout"
    """No answer in time."""
    UNSUPPORTED = "unsupported"
    """The endpoint does not know the operation, as some emulators do not."""
    SERVICE = "service"
    """The service failed: HTTP 5xx or an answer that cannot be read."""
    UNFORESEEN = "unforeseen"
    """Anything else; the log has its type."""


class Explanation(NamedTuple):
    """An explanation of a failed call for the user."""

    kind: ErrorKind
    """The kind of error."""
    title: str
    """What happened, in a few words: `No AWS credentials`."""
    detail: str
    """The message of the service or the library, with secrets masked."""
    cause: str
    """The likely cause, one or two sentences."""
    remedy: str
    """What to do, one or two sentences."""
    code: str = ""
    """The service's error code, if it answered: `AccessDeniedException`."""
    operation: str = ""
    """The operation's AWS CLI name, if a call was made: `list-identities`."""
    request_id: str = ""
    """The service's request ID, if it answered."""
    member: str = ""
    """The top-level request member at fault, if known; in the API's spelling if the operation has
    it (`IdentityPoolName`)."""
    outcome_unknown: bool = False
    """Whether the request may have been carried out although its answer was lost: a timeout, a
    connection that broke after sending, or an unreadable answer. This matters for operations that
    change something."""
    action: str = ""
    """The action that IAM denied, if it did: `cognito-identity:ListIdentities`."""
    resource: str = ""
    """The resource that access was denied to; empty if the message names none."""
    policy: str = ""
    """An IAM policy statement, as JSON, that allows the action on the resource; empty if no such
    statement would help."""
    notes: tuple[str, ...] = ()
    """Places in the AWS configuration files that may be the cause, one sentence or two each."""


class ApiError(CogtuiError):
    """A call to AWS failed.

    Attributes:
        explanation: What happened, why, and what to do.
    """

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(f"{explanation.title}: {explanation.detail}")
        self.explanation = explanation

    @property
    def kind(self) -> ErrorKind:
        """The kind of error."""
        return self.explanation.kind
