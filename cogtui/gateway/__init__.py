"""The client side of AWS: apart from the emulator, only this package imports boto3 and botocore.

`Gateway` is the asynchronous front end, light enough to import before the first frame.
`cogtui.gateway.aws` imports boto3, so the first thread that needs it imports that module. Every
boto3 exception is translated in one place, `cogtui.gateway.errors.translate`.
"""

from cogtui.gateway.client import Gateway
from cogtui.gateway.connection import (
    AskForCode,
    CallerIdentity,
    CodeRequest,
    Connection,
    Keys,
    OpenedAccount,
    Profile,
    is_aws,
)
from cogtui.gateway.page_reader import PageReader
from cogtui.gateway.request_log import Request, RequestLog
from cogtui.gateway.shared_credentials import SharedCredentials
from cogtui.gateway.sso_session import Expiry, SsoSession, SsoToken

__all__ = [
    "AskForCode",
    "CallerIdentity",
    "CodeRequest",
    "Connection",
    "Expiry",
    "Gateway",
    "Keys",
    "OpenedAccount",
    "PageReader",
    "Profile",
    "Request",
    "RequestLog",
    "SharedCredentials",
    "SsoSession",
    "SsoToken",
    "is_aws",
]
