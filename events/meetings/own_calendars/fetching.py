"""Fetch what somebody says is a calendar, without being led to places that are ours or nobody's business.

Only https on its usual port. The host's name is resolved here, and the connection goes to an address that was checked:
public ones only, also behind a redirect, and none that carries another address inside. So a name that means something
else a moment later changes nothing. The whole answer must come within a time and a size.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from events.models import Availability

Trouble = Availability.Trouble
IP = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_BYTES = 2_000_000
MOST_SECONDS = 15.0
MOST_REDIRECTS = 3
MOVED = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/32")


class Unreadable(Exception):
    """Why there is no calendar: one of `Availability.Trouble`."""

    def __init__(self, trouble: str) -> None:
        """Carry the code."""
        super().__init__(trouble)
        self.trouble = trouble


def public(ip: IP, port: int) -> bool:
    """Whether we ask there: the usual port of a public address in which no other address is wrapped."""
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in NAT64 or not int(ip) >> 32
        if wrapped or ip.is_site_local:
            return False
    return port == 443 and ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def checked(address: str) -> SplitResult:
    """The parts of an address that may be asked; `webcal:` means https.

    Raises:
        Unreadable: it is not https, names no host, or carries a password.
    """
    try:
        parts = urlsplit(address.strip())
        parts = parts._replace(scheme="https") if parts.scheme in ("webcal", "webcals") else parts
        fine = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
        host = (parts.hostname or "").encode("idna")
    except (ValueError, UnicodeError):
        raise Unreadable(Trouble.NOT_ALLOWED) from None
    if not fine:
        raise Unreadable(Trouble.NOT_HTTPS)
    if parts.username or parts.password or not host:
        raise Unreadable(Trouble.NOT_ALLOWED)
    return parts


def fetch(address: str, *, may_ask: Callable[[IP, int], bool] = public, context: ssl.SSLContext | None = None) -> bytes:
    """What stands at an address.

    Args:
        address: as somebody gave it.
        may_ask: which addresses and ports of machines may be asked.
        context: whose certificates are trusted; those of the system when not given.

    Raises:
        Unreadable: with the reason its owner is told.
    """
    until = time.monotonic() + MOST_SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        content, onwards = _ask(checked(address), may_ask, context or ssl.create_default_context(), until)
        if not onwards:
            return content
        try:
            address = urljoin(address, onwards)
        except ValueError:
            raise Unreadable(Trouble.NOT_ALLOWED) from None
    raise Unreadable(Trouble.NOT_FOUND)


def _ask(
    parts: SplitResult, may_ask: Callable[[IP, int], bool], context: ssl.SSLContext, until: float
) -> tuple[bytes, str]:
    """The content, or where it has moved to."""
    host, port = (parts.hostname or "").encode("idna").decode(), parts.port or 443
    connection = HTTPSConnection(host, port, context=context)
    guard: threading.Timer | None = None
    try:
        sock = context.wrap_socket(
            _connected(host, port, may_ask, until), server_hostname=host, do_handshake_on_connect=False
        )
        connection.sock = sock
        guard = threading.Timer(max(0.0, until - time.monotonic()), _hang_up, [sock])
        guard.start()
        sock.do_handshake()
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        connection.request("GET", path, headers={"Accept": "text/calendar", "User-Agent": "Vernetzt calendar reader"})
        response = connection.getresponse()
        if response.status in MOVED:
            return b"", response.headers.get("Location") or "/"
        if response.status != 200 or response.headers.get("Content-Encoding", "identity") != "identity":
            raise Unreadable(Trouble.NOT_FOUND)
        content = _body(response.read1)
        if time.monotonic() >= until or response.length:
            raise TimeoutError  # hung up on: what came is not the whole
        return content, ""
    except (OSError, HTTPException, ValueError):
        late = time.monotonic() >= until
        raise Unreadable(Trouble.TOO_SLOW if late else Trouble.NOT_FOUND) from None
    finally:
        if guard is not None:
            guard.cancel()
        connection.close()


def _hang_up(sock: ssl.SSLSocket) -> None:
    """End a conversation from outside; the one who waits for the next byte is woken by it."""
    socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _connected(host: str, port: int, may_ask: Callable[[IP, int], bool], until: float) -> socket.socket:
    """A connection to the first of the host's addresses that may be asked and answers."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    allowed = [text for text in found if "%" not in text and may_ask(ipaddress.ip_address(text), port)]
    if not allowed:
        raise Unreadable(Trouble.NOT_ALLOWED)
    return socket.create_connection((allowed[0], port), timeout=max(0.1, until - time.monotonic()))


def _body(read: Callable[[int], bytes]) -> bytes:
    parts, size = [], 0
    while part := read(65536):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise Unreadable(Trouble.TOO_LARGE)
    return b"".join(parts)
