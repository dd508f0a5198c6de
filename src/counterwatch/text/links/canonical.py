"""A link as it is compared: host, path and what of the query says which page it is."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from counterwatch.text.links.hosts import plain_host
from counterwatch.text.links.platforms import known_post
from counterwatch.text.links.tracking import is_tracking
from counterwatch.text.links.wrapped import CACHES, inner

ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
KEPT = "%!$&'()*+,;=:@/?~#[]"
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
PORTS = frozenset({None, 80, 443})
GAPS = re.compile(r"[\t\r\n]")
LONGEST = 8000
AMP = re.compile(r"/amp(?:/|\.html|\Z)", re.IGNORECASE)
PLAIN = re.compile(r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)/?", re.ASCII)
"""Most links: an address in small letters and a path in which nothing is spelled in two ways; the long way says the same of them."""


def canonical(link: str) -> str | None:
    """Return what a link is compared by, without scheme; nothing where it is no address of a page. Doing it twice changes nothing.

    RFC 3986, section 6, for spelling (case, percent signs, dots, default ports); the scheme, `www.`, editions for telephones and AMP,
    fragments (but `#!` and `#/`, which are pages), a last slash and tracking parameters go; what remains of the query is sorted.
    """
    address = GAPS.sub("", link.strip())
    if len(address) <= LONGEST and (found := PLAIN.fullmatch(address)) and not found["host"].endswith(CACHES) and not AMP.search(found["path"]):
        return _plainly(found["host"], found["path"])
    return _at_length(address)


def _plainly(host: str, path: str) -> str | None:
    named = plain_host(host)
    return None if named is None else known_post(named, path, "") or f"{named}{path}"


def _at_length(address: str) -> str | None:
    while len(address) <= LONGEST:
        parts = _split(address)
        host = plain_host(parts.hostname or "") if parts else None
        if parts is None or host is None:
            return None
        # What carries another page may show only once dots and the marks of AMP are gone.
        plain = _path(parts.path)
        carried = inner(host, parts.path, parts.query) or inner(host, plain, parts.query)
        if carried is None:
            return known_post(host, parts.path, parts.query) or known_post(host, plain, parts.query) or _written(parts, host)
        address = carried  # shorter than what carried it: this ends
    return None


def _split(address: str) -> SplitResult | None:
    web = address if SCHEME.match(address) else f"https://{address.lstrip('/')}"
    try:
        parts = urlsplit(web)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and "." in (parts.hostname or "") else None


def _written(parts: SplitResult, host: str) -> str:
    port = "" if parts.port in PORTS else f":{parts.port}"
    query = _query(parts.query, host)
    fragment = f"#{_spelled(parts.fragment)}" if parts.fragment[:1] in {"!", "/"} else ""
    return f"{host}{port}{_path(parts.path)}{query and '?'}{query}{fragment}"


def _path(path: str) -> str:
    """Return a path without dots, without the marks of AMP and without its last slash (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for segment in _spelled(path).split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    while len(kept) > 1 and kept[0].lower() == "amp":
        del kept[0]
    while len(kept) > 1 and kept[-1].lower() in {"amp", "amp.html"}:
        del kept[-1]
    return "".join(f"/{each}" for each in kept)


def _query(query: str, host: str) -> str:
    pairs = (each for each in query.split("&") if each and not is_tracking(each.partition("=")[0], host))
    return "&".join(sorted(_spelled(each.replace("+", "%20")) for each in pairs))


def _spelled(text: str) -> str:
    """Return text with percent signs in capitals where they are needed, and only there (RFC 3986, 6.2.2)."""
    return quote(ESCAPED.sub(_unescaped, text), safe=KEPT)


def _unescaped(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in UNRESERVED else f"%{match[1].upper()}"
