"""Where a request went: host names as they are compared, and addresses told from names."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from counterwatch.exposure.table import Endpoint

PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


@lru_cache(maxsize=4096)
def endpoint(host: str, port: int = 0) -> Endpoint:
    """Return an endpoint: the name in lower case and ASCII without its last dot, or the address as it is usually written."""
    plain = host.strip().strip("[]").rstrip(".").lower()
    address = address_of(plain)
    return Endpoint(host=address or ascii_of(plain), port=port if 0 <= port <= 65_535 else 0, is_address=bool(address))


def address_of(host: str) -> str:
    """Return the address that a host is, or nothing where it is a name."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return ""


def ascii_of(host: str) -> str:
    """Return a host name in ASCII (RFC 3490); what no name can hold is escaped."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def place_of_url(url: str) -> tuple[str, Endpoint] | None:
    """Return the scheme and the endpoint of an absolute URL, or None where it names no host."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (parts.scheme.lower(), endpoint(host, PORTS.get(parts.scheme.lower(), 0) if port is None else port)) if host else None


def split_authority(authority: str, port: int = 0) -> tuple[str, int]:
    """Return host and port of `host:port`, `[address]:port` or a bare host, for which the port given holds."""
    host, colon, digits = authority.rpartition(":")
    if colon and digits.isascii() and digits.isdigit() and (":" not in host or host.endswith("]")):
        return host.strip("[]"), int(digits[:5])
    return authority.strip("[]"), port
