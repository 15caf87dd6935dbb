"""Causes of calls that a proxy refused or could not forward, without the proxy's password.

botocore takes the proxy from the environment: HTTPS_PROXY or HTTP_PROXY by the endpoint's scheme,
in either case, unless NO_PROXY excludes the host. It does not read ALL_PROXY.
"""

import os
import re
import socket
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

import botocore.exceptions as raised
from botocore.utils import get_environ_proxies
from urllib3.exceptions import SSLError

from cogtui.api_error import ErrorKind
from cogtui.gateway.delivery import SERVER_ERROR, exception_chain, may_have_been_sent
from cogtui.gateway.errors.error_codes import Cause

_AUTHENTICATION_REQUIRED: Final = 407

_TUNNEL_REFUSED: Final = re.compile(r"Tunnel connection failed: (\d{3}) ?(.*)", re.DOTALL)
"""http.client's message about a proxy that does not answer CONNECT with 200."""

_NOT_SHOWN: Final = "The value is not shown because it may contain a password."

_NO_PROXY: Final = "NO_PROXY excludes hosts that need no proxy, such as VPC endpoints."

_SIGN_IN: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The proxy {proxy} requires authentication",
    "It answered HTTP 407: {variable} has no user name and password, or the proxy rejects them.",
    "Set {variable}=http://USER:PASSWORD@HOST:PORT with special characters as %XX (@ is %40, "
    "# is %23), then start again. A proxy that accepts only NTLM or Kerberos needs a local relay "
    "such as cntlm.",
)
_FORBIDDEN: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The proxy {proxy} refuses the connection",
    "It answered HTTP {status}: its rules do not allow {endpoint} or this client.",
    f"Have the host allowed at the proxy, then press r. {_NO_PROXY}",
)
_CANNOT_FORWARD: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The proxy {proxy} cannot connect",
    "It answered HTTP {status}: it is overloaded, or {endpoint} is unknown to it or out of its "
    "reach.",
    f"Press r to try again. {_NO_PROXY}",
)
_UNKNOWN_HOST: Final = Cause(
    ErrorKind.UNREACHABLE,
    "The host name of the proxy {proxy} is not known",
    "{variable} is mistyped, or this machine has no DNS or no network.",
    "Correct {variable} and start again, or check the network and press r.",
)
_CONNECTION_REFUSED: Final = Cause(
    ErrorKind.UNREACHABLE,
    "Connection refused by the proxy {proxy}",
    "Nothing listens on that port, or {variable} has no port or a wrong one.",
    "Start the proxy and press r, or correct {variable} and start again.",
)
_TLS: Final = Cause(
    ErrorKind.TLS,
    "No TLS connection to the proxy {proxy}",
    "{variable} begins with https:// although the proxy speaks http, or the proxy's certificate "
    "is not trusted.",
    "Write http:// in {variable}, even if the endpoint is https, then start again.",
)
_UNREACHABLE: Final = Cause(
    ErrorKind.UNREACHABLE,
    "No connection through the proxy {proxy}",
    "The proxy that {variable} names does not respond, or closes the connection.",
    f"Check the proxy and {{variable}}, then press r. {_NO_PROXY}",
)
_TIMEOUT: Final = Cause(
    ErrorKind.TIMEOUT,
    "No connection through the proxy {proxy} in time",
    "The proxy that {variable} names does not respond, or it cannot reach {endpoint}.",
    f"Check the proxy and {{variable}}, then press r. {_NO_PROXY}",
)
_NOT_A_URL: Final = Cause(
    ErrorKind.UNREACHABLE,
    "{variable} is not a valid proxy URL",
    "It has to be http://HOST:PORT or http://USER:PASSWORD@HOST:PORT. Special characters in the "
    "user name and the password are written as %XX: @ is %40, / is %2F, # is %23, ? is %3F.",
    "Correct {variable}, then start again.",
)
_NOT_HTTP: Final = Cause(
    ErrorKind.UNREACHABLE,
    "{variable} does not name an HTTP proxy",
    "It begins with {scheme}://. boto3 connects through HTTP proxies only.",
    "Set {variable} to an HTTP proxy, http://HOST:PORT, then start again.",
)


class ProxyFailure(NamedTuple):
    """A failure that a proxy caused."""

    cause: Cause
    """Its explanation."""
    detail: str
    """What the proxy or the network answered, without the proxy's password."""
    placeholders: Mapping[str, str]
    """The values of the explanation's placeholders `proxy`, `variable`, `status`, `scheme`."""


def proxy_failure(error: BaseException, endpoint_url: str | None) -> ProxyFailure | None:
    """Explain a failed connection if a proxy from the environment was used for it.

    Args:
        error: What botocore raised instead of returning an answer.
        endpoint_url: The endpoint called; None if it is unknown, before any call.

    Returns:
        The explanation; None if no proxy was used, or if the proxy has no part in the failure.
    """
    if not isinstance(error, raised.HTTPClientError | raised.ConnectionError):
        return None
    called = str(error.kwargs.get("endpoint_url") or endpoint_url or "https://amazonaws.com")
    proxy = _proxy_for(called)
    if not proxy.url:
        return None
    chain = tuple(exception_chain(error))
    if cause := _not_usable(proxy, chain):
        return ProxyFailure(cause, _NOT_SHOWN, proxy.placeholders())
    reason = str(chain[-1])
    if refused := _TUNNEL_REFUSED.search(reason):
        status = int(refused[1])
        detail = f"HTTP {status} {refused[2]}"
        return ProxyFailure(_by_status(status), detail, proxy.placeholders(status))
    cause = None if may_have_been_sent(error) else _by_exception(error, chain)
    return ProxyFailure(cause, reason, proxy.placeholders()) if cause else None


def proxy_answer(
    status: int, headers: Mapping[str, str], endpoint_url: str | None
) -> ProxyFailure | None:
    """Explain an error response that a proxy sent in place of the service.

    Args:
        status: The HTTP status.
        headers: The headers by lower-case name.
        endpoint_url: The endpoint called; None if it is unknown.

    Returns:
        The explanation; None if the service answered, or if no proxy was used.
    """
    proxy = _proxy_for(endpoint_url or "https://amazonaws.com")
    if any(name.startswith("x-amz") for name in headers):
        return None
    if status != _AUTHENTICATION_REQUIRED and not proxy.url:
        return None
    if status in (403, _AUTHENTICATION_REQUIRED) or status > SERVER_ERROR:
        return ProxyFailure(_by_status(status), f"HTTP {status}", proxy.placeholders(status))
    return None


class _Proxy(NamedTuple):
    url: str
    """The value of the variable; empty if there is no proxy."""
    variable: str

    def placeholders(self, status: int = 0) -> dict[str, str]:
        parts = self.parts()
        return {
            "proxy": parts.netloc.rpartition("@")[2].rstrip(":") if parts else "in use",
            "variable": self.variable,
            "status": str(status),
            "scheme": self.url.partition("://")[0],
        }

    def parts(self) -> SplitResult | None:
        """Return the parts of the URL; None if it is not a proxy's."""
        url = self.url.removeprefix("//")
        try:
            parts = urlsplit(url if re.match("https?:", url) else f"http://{url}")
            is_host = re.fullmatch(r"[\w.:%-]+", parts.hostname or "") and parts.port != 0
        except ValueError:
            return None
        # an unquoted character of the password ends the host too early
        is_whole = "@" not in parts.path + parts.query + parts.fragment
        return parts if is_host and is_whole else None


def _proxy_for(endpoint_url: str) -> _Proxy:
    scheme = urlsplit(endpoint_url).scheme
    url = get_environ_proxies(endpoint_url).get(scheme, "")
    name = f"{scheme}_proxy"
    return _Proxy(url, name if os.environ.get(name) else name.upper())


def _not_usable(proxy: _Proxy, chain: tuple[BaseException, ...]) -> Cause | None:
    scheme, separator, _ = proxy.url.partition("://")
    if separator and scheme.isalnum() and scheme.lower() not in ("http", "https"):
        return _NOT_HTTP
    # urllib3 and botocore reject a URL, or a password that is not ASCII, by such an error
    is_rejected = type(chain[0]) is raised.HTTPClientError and isinstance(chain[-1], ValueError)
    return _NOT_A_URL if is_rejected or proxy.parts() is None else None


def _by_exception(error: BaseException, chain: tuple[BaseException, ...]) -> Cause | None:
    if isinstance(error, raised.ConnectTimeoutError | raised.ReadTimeoutError):
        return _TIMEOUT
    # a proxy that hangs up during CONNECT looks like an endpoint that does
    if not isinstance(error, raised.ProxyConnectionError | raised.ConnectionClosedError):
        return None
    found = (cause for kind, cause in _BY_CAUSE if any(isinstance(each, kind) for each in chain))
    return next(found, _UNREACHABLE)


def _by_status(status: int) -> Cause:
    if status == _AUTHENTICATION_REQUIRED:
        return _SIGN_IN
    return _CANNOT_FORWARD if status >= SERVER_ERROR else _FORBIDDEN


_BY_CAUSE: Final[tuple[tuple[type[BaseException], Cause], ...]] = (
    (socket.gaierror, _UNKNOWN_HOST),
    (SSLError, _TLS),
    (ConnectionRefusedError, _CONNECTION_REFUSED),
)
"""Pairs of an exception type and its cause; the first found anywhere among the causes counts."""
