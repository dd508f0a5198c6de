"""How a stream begins: what protocol it is, and to whom it goes where a proxy passes it on (RFC 1928, RFC 1929, SOCKS4a)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass

from counterwatch.exposure.packets.conversation import Conversation, Listener
from counterwatch.exposure.packets.hello import is_hello
from counterwatch.exposure.packets.http1 import Http
from counterwatch.exposure.packets.http2 import PREFACE, Http2
from counterwatch.exposure.packets.plain import Plain
from counterwatch.exposure.packets.sealed import Greeted, Sealed
from counterwatch.exposure.reading.places import endpoint

METHOD = re.compile(rb"[A-Z]{3,16} [!-~]")
"""How a request of HTTP/1 begins; the preface of HTTP/2 does so too, and is told apart."""
METHODS = frozenset(
    {b"GET", b"POST", b"PUT", b"HEAD", b"DELETE", b"OPTIONS", b"PATCH", b"TRACE", b"CONNECT", b"PROPFIND", b"REPORT", b"SUBSCRIBE", b"NOTIFY"}
)
SEALED = {b"\x14\x03": "tls", b"\x15\x03": "tls", b"\x17\x03": "tls", b"SSH-": "ssh"}
FIRST = b"\x14\x15\x16\x17"
UNKNOWN_BELOW = 20
"""Once so many bytes are there, the protocol can be told."""


def is_request(data: bytes) -> bool:
    """Return whether a request of HTTP/1 begins here."""
    return METHOD.match(data) is not None and data[: data.index(b" ")] in METHODS


def is_open(data: bytes) -> bool:
    """Return whether so few bytes may still become one protocol or another."""
    if PREFACE.startswith(data) and data != PREFACE:
        return True
    return len(data) < UNKNOWN_BELOW and b"\n" not in data and not is_request(data) and (data.isupper() or (len(data) == 1 and data[0] in FIRST))


@dataclass(slots=True)
class Greeting:
    """Holds the beginning of a stream until it is clear what it is."""

    conversation: Conversation
    taken: bytes = b""

    @property
    def held(self) -> int:
        return len(self.taken)

    def feed(self, data: bytes) -> Listener:
        """Add to the beginning; once it is clear what it is, who reads that takes it."""
        self.taken += data
        found = self._listener()
        return self if found is None else found

    def miss(self, size: int) -> Listener:
        """Give up: what was there is told as it is, and what follows is looked at anew."""
        self.conversation.lost += size
        self.end()
        self.conversation.begun = False
        return Greeting(self.conversation)

    def end(self) -> None:
        """Tell what is there as it is."""
        if self.taken or self.conversation.lost:
            Plain(self.conversation).feed(self.taken).end()
        self.taken = b""

    def _listener(self) -> Listener | None:
        """Return who takes what is there, having taken it; None where more must come to tell."""
        if self.taken[0] in (4, 5):
            return self._behind_proxy(socks_4 if self.taken[0] == 4 else socks_5)
        return None if is_open(self.taken) else self._known().feed(self.taken)

    def _known(self) -> Listener:
        data = self.taken
        if data.startswith(b"\x16\x03") or is_hello(data):
            return Greeted(self.conversation)
        if data.startswith(PREFACE):
            return Http2(self.conversation)
        if is_request(data):
            return Http(self.conversation, Greeting)
        protocol = next((protocol for start, protocol in SEALED.items() if data.startswith(start)), "")
        return Sealed(self.conversation, protocol) if protocol else Plain(self.conversation)

    def _behind_proxy(self, read: Callable[[bytes], tuple[str, int, int] | None]) -> Listener | None:
        try:
            target = read(self.taken)
        except ValueError:
            return Plain(self.conversation).feed(self.taken)
        if target is None:
            return None
        host, port, size = target
        self.conversation.endpoint = endpoint(host, port)
        # A byte that follows is looked at as the beginning of another stream.
        rest = self.taken[size:]
        return Greeting(self.conversation).feed(rest) if rest else Greeting(self.conversation)


def socks_4(data: bytes) -> tuple[str, int, int] | None:
    """Return host, port and size of a request to pass a stream on; None where it is not whole, `ValueError` where it is none."""
    if data[1:2] not in (b"", b"\x01"):
        raise ValueError
    end = data.find(b"\x00", 8)
    if len(data) < 9 or end < 0:
        return _more(data)
    port, address = int.from_bytes(data[2:4], "big"), data[4:8]
    if address[:3] != b"\x00\x00\x00" or not address[3]:
        return str(ipaddress.ip_address(address)), port, end + 1
    name_end = data.find(b"\x00", end + 1)
    return (_host(data[end + 1 : name_end]), port, name_end + 1) if name_end >= 0 else _more(data)


def socks_5(data: bytes) -> tuple[str, int, int] | None:
    """Return host, port and size of what a client sends up to its request, with or without a password in between."""
    if len(data) < 2:
        return None
    if not 1 <= data[1] <= 16:
        raise ValueError
    place = 2 + data[1]
    if data[place : place + 1] == b"\x01":
        name = place + 2 + data[place + 1] if place + 1 < len(data) else len(data)
        place = name + 1 + data[name] if name < len(data) else len(data)
    if len(data) < place + 5:
        return _more(data)
    if data[place : place + 3] != b"\x05\x01\x00":
        raise ValueError
    start, size = place + 4, {1: 4, 4: 16}.get(data[place + 3], 0)
    if data[place + 3] == 3:
        start, size = place + 5, data[place + 4]
    if not size:
        raise ValueError
    if len(data) < start + size + 2:
        return None
    host = data[start : start + size]
    named = _host(host) if data[place + 3] == 3 else str(ipaddress.ip_address(host))
    return named, int.from_bytes(data[start + size : start + size + 2], "big"), start + size + 2


def _more(data: bytes) -> tuple[str, int, int] | None:
    """Return that more must come, as long as that may still be a request."""
    if len(data) > 1024:
        raise ValueError
    return None


def _host(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")
