"""One flow of mitmproxy, of any version of its format that is known: what the client sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counterwatch.exposure.reading.places import endpoint, split_authority
from counterwatch.exposure.table import Endpoint, Request, Unreadable

OLDEST, NEWEST = (0, 11), (21,)
"""The versions that were compared with what mitmproxy itself reads; the first of them, 0.11, is also the first that it reads."""
KEYS = frozenset({"version", "type", "request", "websocket", "messages", "server_conn", "client_conn", "metadata"})
TLS = b"\x16\x03"
"""How a stream begins that mitmproxy passed on without opening it."""


def version_of(flow: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the version of the format: one number, or formerly that of the program; `ValueError` where it is not told."""
    version = flow.get("version")
    if isinstance(version, int):
        return (version,)
    if isinstance(version, list) and version and all(isinstance(each, int) for each in version):
        return tuple(version[:2])
    raise ValueError


def request_of(flow: Mapping[str, Any], *, locator: str, offset: int) -> Request | None:
    """Return what a flow says was sent, or None where nothing was; `ValueError` where it does not say so as its kind must."""
    kind = _text(flow.get("type") or "http")
    if kind in ("http", "websocket") and isinstance(flow.get("request"), dict):
        return _http(flow, locator, offset)
    if kind == "dns":
        return _dns(flow, locator, offset)
    if kind in ("tcp", "udp", "websocket"):
        return _raw(flow, kind, locator, offset)
    raise ValueError


def _http(flow: Mapping[str, Any], locator: str, offset: int) -> Request:
    sent = flow["request"]
    scheme, host, port = _text(sent.get("scheme") or "http"), _text(sent.get("host")), int(sent.get("port") or 0)
    headers = [(_text(name).lower(), _octets(value)) for name, value in (each[:2] for each in sent.get("headers") or ())]
    content, lost = sent.get("content", sent.get("body")), _told_size(headers)
    parts = (
        ("method", _octets(sent.get("method"))),
        ("url", _url(scheme, host, port, _text(sent.get("path") or ""))),
        *((f"header:{name}", value) for name, value in (*headers, *_trailers(sent))),
        *((("body", _octets(content)),) if content else ()),
        *_sent(_messages_of(flow)),
    )
    unreadable: dict[Unreadable, int] = {"binary lost": lost} if content is None and lost else {}
    place = endpoint(*_spoken_to(sent, host, port, headers))
    protocol = {"http": "ws", "https": "wss"}.get(scheme, scheme) if flow.get("websocket") else scheme
    return Request(
        locator=locator, endpoint=place, protocol=protocol, time=_time(sent.get("timestamp_start")), parts=parts, unreadable=unreadable, offset=offset
    )


def _trailers(sent: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield from ((_text(name).lower(), _octets(value)) for name, value in (each[:2] for each in sent.get("trailers") or ()))


def _told_size(headers: list[tuple[str, bytes]]) -> int:
    """Return how long the body is said to be; mitmproxy keeps none of a body that it passed on while it came."""
    told = next((value for name, value in headers if name == "content-length"), b"0").strip()
    return int(told[:15]) if told.isdigit() else 0


def _url(scheme: str, host: str, port: int, path: str) -> bytes:
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(scheme) == port
    return f"{scheme}://{shown}{'' if usual else f':{port}'}{'' if path == '*' else path}".encode("utf-8", "replace")


def _spoken_to(sent: Mapping[str, Any], host: str, port: int, headers: list[tuple[str, bytes]]) -> tuple[str, int]:
    """Return the name by which the client spoke to the server, where the flow has but its address."""
    if not endpoint(host).is_address:
        return host, port
    told = _text(sent.get("authority") or "") or next((value.decode("latin-1") for name, value in headers if name == "host"), "")
    named = split_authority(told, port)[0]
    return (named if named and named.isascii() else host), port


def _dns(flow: Mapping[str, Any], locator: str, offset: int) -> Request:
    sent = flow.get("request")
    if not isinstance(sent, dict):
        raise ValueError
    names = tuple(("dns", _octets(each.get("name"))) for each in sent.get("questions") or ())
    when = sent.get("timestamp") or sent.get("timestamp_start")
    return Request(locator=locator, endpoint=_server(flow), protocol="dns", time=_time(when), parts=names, offset=offset)


def _raw(flow: Mapping[str, Any], kind: str, locator: str, offset: int) -> Request | None:
    messages = _messages_of(flow)
    parts = tuple(_sent(messages))
    if not parts:
        return None
    when = messages[0][3 if kind == "websocket" else 2] if len(messages[0]) > 3 or kind != "websocket" else None
    told = _told_protocol(flow, kind)
    if parts[0][1].startswith(TLS):
        size = sum(len(data) for _, data in parts)
        return Request(locator=locator, endpoint=_server(flow), protocol="tls", time=_time(when), unreadable={"encrypted": size}, offset=offset)
    return Request(locator=locator, endpoint=_server(flow), protocol=told, time=_time(when), parts=parts, offset=offset)


def _told_protocol(flow: Mapping[str, Any], kind: str) -> str:
    server = flow.get("server_conn")
    if kind != "websocket" or not isinstance(server, dict):
        return kind
    return "wss" if server.get("tls") or server.get("tls_established") or server.get("ssl_established") else "ws"


def _messages_of(flow: Mapping[str, Any]) -> list[list[Any]]:
    held = flow.get("websocket")
    messages = held.get("messages") if isinstance(held, dict) else flow.get("messages")
    if messages is None:
        return []
    if not isinstance(messages, list) or not all(isinstance(each, list) and len(each) >= 3 for each in messages):
        raise ValueError
    return messages


def _sent(messages: list[list[Any]]) -> Iterator[tuple[str, bytes]]:
    """Yield what the client sent: a message begins with its kind (of WebSockets only) and whether it is the client's, then its content."""
    for number, message in enumerate(messages, start=1):
        own, content = (message[0], message[1]) if isinstance(message[0], bool) else (message[1], message[2])
        if own is True and content:
            yield f"message {number}", _octets(content)


def _server(flow: Mapping[str, Any]) -> Endpoint:
    server = flow.get("server_conn")
    address = (server.get("address") or server.get("peername") or server.get("ip_address")) if isinstance(server, dict) else None
    # Formats before 2.0 say beside an address whether it is of version 6.
    address = address.get("address") if isinstance(address, dict) else address
    if not isinstance(server, dict) or not isinstance(address, list) or len(address) < 2:
        raise ValueError
    named = server.get("sni")
    return endpoint(_text(named) if isinstance(named, str | bytes) and named else _text(address[0]), int(address[1]))


def _time(stamp: Any) -> int | None:
    return round(stamp * 1000) if isinstance(stamp, int | float) and not isinstance(stamp, bool) and 0 < stamp < 1e11 else None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
    if not isinstance(value, str):
        raise ValueError
    return value


def _octets(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    if not isinstance(value, bytes):
        raise ValueError
    return value
