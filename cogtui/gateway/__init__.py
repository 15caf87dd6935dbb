"""The one door to AWS: nothing else in cogtui imports boto3 or botocore.

`Gateway` is the asynchronous side, light enough to import before the first frame. The heavy side,
`cogtui.gateway.aws`, is imported by the thread that opens the connection. Whatever boto3 raises is
translated once, in `cogtui.gateway.errors.translate`.
"""

from cogtui.gateway.client import Gateway
from cogtui.gateway.connection import (
    AskForCode,
    CallerIdentity,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
    is_aws,
)
from cogtui.gateway.request_log import Request, RequestLog

__all__ = [
    "AskForCode",
    "CallerIdentity",
    "Connection",
    "Gateway",
    "Keys",
    "OpenedAccount",
    "Profile",
    "Request",
    "RequestLog",
    "is_aws",
]
