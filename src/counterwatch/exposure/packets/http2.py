"""Requests of HTTP/2, in the open or opened with keys (RFC 9113; headers by RFC 7541)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from counterwatch.exposure.packets.conversation import Conversation, Listener, Parts
from counterwatch.exposure.reading.limits import BODY, HEADERS
from counterwatch.exposure.reading.places import endpoint, split_authority

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
BODY_FRAME, HEADERS_FRAME, RESET, CONTINUATION = 0, 1, 3, 9
END_OF_STREAM, END_OF_HEADERS, PADDED, PRIORITY = 1, 4, 8, 32
TABLE = 1 << 16
"""Bytes of headers that one side may refer back to; servers allow 4,096 unless they say otherwise."""
AT_ONCE = 1000
"""Requests of one connection that may be open at once; servers allow about a hundred."""


@dataclass(slots=True)
class Exchange:
    """One request while it comes."""

    began: tuple[int, int]
    parts: Parts = ()
    head: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    last: bool = False


def _decoder() -> Any:
    import hpack

    decoder = hpack.Decoder(max_header_list_size=HEADERS.most)
    decoder.max_allowed_table_size = TABLE
    return decoder


@dataclass(slots=True)
class Http2:
    """Reads frame after frame from the preface on."""

    conversation: Conversation
    decoder: Any = field(default_factory=_decoder)
    taken: bytearray = field(default_factory=bytearray)
    open: dict[int, Exchange] = field(default_factory=dict)
    preface: bool = True
    bodies: int = 0

    @property
    def held(self) -> int:
        return len(self.taken) + self.bodies

    def feed(self, data: bytes) -> Listener:
        """Take what comes next and read every frame that is whole."""
        self.taken += data
        if self.preface and len(self.taken) >= len(PREFACE):
            del self.taken[: len(PREFACE)]
            self.preface = False
        while not self.preface and len(self.taken) >= 9:
            size = int.from_bytes(self.taken[:3], "big")
            if size > BODY.most:
                return self.miss(0)
            if len(self.taken) < 9 + size:
                break
            kind, flags, stream = self.taken[3], self.taken[4], int.from_bytes(self.taken[5:9], "big") & 0x7FFFFFFF
            content = bytes(self.taken[9 : 9 + size])
            del self.taken[: 9 + size]
            if not self._frame(kind, flags, stream, content):
                return self.miss(0)
        return self

    def miss(self, size: int) -> Listener:
        """Give up: headers refer back to those before, so that nothing can be read behind a gap."""
        from counterwatch.exposure.packets.sealed import Sealed

        left = len(self.taken)
        self.taken.clear()
        self.end()
        return Sealed(self.conversation, self._scheme, count=left + size, reason="truncated")

    def end(self) -> None:
        """Tell every request that is not whole."""
        self.conversation.lost += len(self.taken)
        for stream in [*self.open]:
            self._tell(stream)
        if self.conversation.lost:
            self.conversation.tell(self._scheme, ())

    @property
    def _scheme(self) -> str:
        return "https" if self.conversation.opened else "http"

    def _frame(self, kind: int, flags: int, stream: int, content: bytes) -> bool:
        """Read a frame; false where its headers cannot be read, and then none behind them."""
        if kind in (HEADERS_FRAME, BODY_FRAME) and flags & PADDED:
            content = content[1 : len(content) - content[0]] if content else b""
        if kind == HEADERS_FRAME:
            return self._headers(stream, flags, content[5:] if flags & PRIORITY else content)
        exchange = self.open.get(stream)
        if exchange is None:
            return kind != CONTINUATION
        if kind == CONTINUATION:
            return self._continued(stream, exchange, flags, content)
        if kind == BODY_FRAME:
            self._body(stream, exchange, content, last=bool(flags & END_OF_STREAM))
        elif kind == RESET:
            self._tell(stream)
        return True

    def _headers(self, stream: int, flags: int, content: bytes) -> bool:
        now = self.conversation.now
        exchange = self.open.setdefault(stream, Exchange((now.number, now.time)))
        exchange.last = bool(flags & END_OF_STREAM)
        while len(self.open) > AT_ONCE:
            self._tell(next(iter(self.open)))
        return self._continued(stream, exchange, flags, content)

    def _continued(self, stream: int, exchange: Exchange, flags: int, content: bytes) -> bool:
        import hpack

        exchange.head += content
        if len(exchange.head) > HEADERS.most:
            return False
        if not flags & END_OF_HEADERS:
            return True
        try:
            headers = [(bytes(name), bytes(value)) for name, value in self.decoder.decode(bytes(exchange.head), raw=True)]
        except hpack.HPACKError:
            return False
        exchange.head.clear()
        exchange.parts = (*exchange.parts, *_parts(headers))
        if exchange.last:
            self._tell(stream)
        return True

    def _body(self, stream: int, exchange: Exchange, content: bytes, *, last: bool) -> None:
        exchange.body += content
        self.bodies += len(content)
        if last:
            self._tell(stream)
        elif len(exchange.body) >= BODY.most:
            # The rest is told as another piece of the same request.
            self._tell(stream)
            self.open[stream] = Exchange(exchange.began)

    def _tell(self, stream: int) -> None:
        exchange = self.open.pop(stream)
        self.bodies -= len(exchange.body)
        authority = next((value for name, value in exchange.parts if name == "header:host"), b"").decode("latin-1")
        if authority:
            self.conversation.endpoint = endpoint(*split_authority(authority, self.conversation.endpoint.port))
        body = (("body", bytes(exchange.body)),) if exchange.body else ()
        if exchange.parts or body:
            self.conversation.tell(self._scheme, (*exchange.parts, *body), at=exchange.began)


def _parts(headers: list[tuple[bytes, bytes]]) -> Parts:
    """Return method, address and headers as they are told of HTTP/1."""
    told = {name: value for name, value in headers if name.startswith(b":")}
    plain = tuple((f"header:{name.decode('latin-1')}", value) for name, value in headers if not name.startswith(b":"))
    if b":method" not in told:
        return plain
    authority = told.get(b":authority", b"")
    url = told.get(b":scheme", b"https") + b"://" + authority + told.get(b":path", b"")
    host = (("header:host", authority),) if authority else ()
    return (("method", told[b":method"]), ("url", url), *host, *plain)
