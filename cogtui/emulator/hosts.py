"""The host names that requests to an emulator may use.

A web page can point its own domain at 127.0.0.1 (DNS rebinding). To the browser, the emulator is
then part of that page's site, and the page may send it any request. Only the host in the request,
which is the page's domain, reveals the attack.
"""

import ipaddress
import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final, NamedTuple

_NAME: Final = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_HOST_AND_PORT: Final = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]*)(:[0-9]*)?")
_UNSPECIFIED_ADDRESSES: Final = ("0.0.0.0", "::")  # noqa: S104 - only compared with


class Refusal(NamedTuple):
    """Why a request is rejected before any service handles it."""

    status: HTTPStatus
    code: str
    """The error code, styled like those of AWS."""
    message: str

    def response(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return status, headers and body of an error that SDKs can parse and pages cannot read."""
        body = json.dumps({"__type": self.code, "message": self.message})
        return self.status, [("Content-Type", "application/json")], f"{body}\n".encode()


def host_name(text: str) -> str:
    """Return a host name or IP address in canonical form, for comparison.

    Args:
        text: A name or an address in upper or lower case, IPv6 with or without brackets; one
            trailing dot and the zone of an IPv6 address are dropped.

    Raises:
        ValueError: The text is neither.
    """
    name = text.lower().removesuffix(".")
    address = _address(name[1:-1] if name.startswith("[") and name.endswith("]") else name)
    if address is not None:
        return str(getattr(address, "ipv4_mapped", None) or address).partition("%")[0]
    if not _NAME.fullmatch(name):
        raise ValueError(f"{text} is not a host name or an IP address")
    return name


def is_loopback(name: str) -> bool:
    """Return whether a host, as `host_name` returns it, is always the machine itself."""
    address = _address(name)
    if address is not None:
        return address.is_loopback
    # RFC 6761 reserves this domain, so no one can point a name in it elsewhere.
    return name == "localhost" or name.endswith(".localhost")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


class AllowedHosts:
    """The hosts that requests may name: loopback, the listening address, and configured ones.

    Args:
        listening_on: The host that the emulator listens on. If that is every address of the
            machine, requests may name any IP address: a page cannot rebind an address.
        more: Additional names and addresses.

    Raises:
        ValueError: One of the hosts is invalid.
    """

    def __init__(self, listening_on: str, more: Iterable[str] = ()) -> None:
        own = host_name(listening_on)
        self._names = {own, *map(host_name, more)}
        self._any_address = own in _UNSPECIFIED_ADDRESSES

    def refusal(self, hosts: Iterable[str]) -> Refusal | None:
        """Return why a request must be rejected, or None if it is allowed.

        Args:
            hosts: All hosts that the request names, each with or without a port.
        """
        try:
            names = [_without_port(host) for host in hosts]
        except ValueError:
            names = []
        if not names:
            message = "The request must have one valid Host header."
            return Refusal(HTTPStatus.BAD_REQUEST, "InvalidHost", message)
        for name in names:
            if not self._allows(name):
                message = (
                    f"Host {name} is not allowed. To allow it, start the emulator with "
                    f"--allow-host {name}"
                )
                return Refusal(HTTPStatus.FORBIDDEN, "HostNotAllowed", message)
        return None

    def _allows(self, name: str) -> bool:
        if name in self._names or is_loopback(name):
            return True
        return self._any_address and _address(name) is not None


def _without_port(host: str) -> str:
    """Return the host of a `Host` header.

    The port is ignored: tunnels and containers change it, and it does not identify a page.

    Raises:
        ValueError: The header is malformed.
    """
    found = _HOST_AND_PORT.fullmatch(host)
    return host_name(found["host"] if found else "")
