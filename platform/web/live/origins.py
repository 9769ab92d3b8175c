"""Which pages may open a socket: those of this site, by scheme, host and port.

A browser sends the session cookie with any page's handshake, so the origin is what keeps other sites out.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"http": 80, "https": 443}


def normal(origin: str) -> str | None:
    """An origin as scheme://host:port, or None when it is not one (`null`, a path, a foreign scheme)."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return None
    return f"{parts.scheme}://{parts.hostname}:{port or _PORTS[parts.scheme]}"


def is_own(origin: str | None, *, own: Collection[str], host: str | None = None) -> bool:
    """Whether a handshake comes from a page of this site.

    Args:
        origin: the handshake's `Origin`; None when it has none, which no browser does.
        own: the site's origins, such as `settings.BASE_URL`.
        host: the handshake's `Host`. A site that runs on this computer is reached by several names; there, and only
            there, the page's own host counts too.
    """
    given = normal(origin) if origin else None
    if given is None:
        return False
    ours = {normal(site) for site in own}
    if given in ours:
        return True
    local = {site for site in ours if site and urlsplit(site).hostname in _LOOPBACK}
    return bool(local) and host is not None and _is_loopback(host) and given == normal(f"http://{host}")


def _is_loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        return False
