"""Requests of HTTP/1 in the open, with their bodies (RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Listener, Parts
from counterwatch.exposure.packets.websocket import WebSocket
from counterwatch.exposure.reading.limits import BODY, HEADERS
from counterwatch.exposure.reading.places import endpoint, place_of_url, split_authority

Header = tuple[str, bytes]
HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]{1,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first line and the headers of a request; names are in lower case."""

    method: bytes
    target: bytes
    headers: tuple[Header, ...]

    def header(self, name: str) -> bytes:
        """Return the first value of a header."""
        return next((value for each, value in self.headers if each == name), b"")

    @property
    def length(self) -> int:
        """How long the body is said to be: -1 where it comes in chunks."""
        if b"chunked" in self.header("transfer-encoding").lower():
            return -1
        told = self.header("content-length").strip()
        return int(told[:15]) if told.isdigit() else 0


def head_of(data: bytes) -> Head | None:
    """Return the head that the bytes up to the empty line are, or None where they are none."""
    first, *lines = data.replace(b"\r\n", b"\n").split(b"\n")
    words = first.split(b" ")
    if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
        return None
    pairs = (line.partition(b":") for line in lines if line)
    headers = tuple((name.strip().decode("latin-1").lower(), value.strip()) for name, _, value in pairs)
    return Head(method=words[0], target=words[1], headers=headers)


@dataclass(slots=True)
class Http:
    """Reads request after request; `begin` makes who reads what a proxy passes on."""

    conversation: Conversation
    begin: Callable[[Conversation], Listener]
    taken: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    head: Head | None = None
    parts: Parts = ()
    began: tuple[int, int] = (0, 0)
    left: int = 0
    chunks: bool = False
    trailing: bool = False

    @property
    def held(self) -> int:
        return len(self.taken) + len(self.body)

    @property
    def _scheme(self) -> str:
        return "https" if self.conversation.opened else "http"

    def feed(self, data: bytes) -> Listener:
        """Take what comes next and tell every request that is whole."""
        if not self.taken and self.head is None:
            self.began = self.conversation.now.number, self.conversation.now.time
        looked_at = max(0, len(self.taken) - 3)
        self.taken += data
        while self.taken:
            if self.head is None:
                after, looked_at = self._read_head(looked_at), 0
                if after is not self:
                    return after or self
            elif not self._read_more():
                break
        return self

    def miss(self, size: int) -> Listener:
        """Tell the request as far as it came: behind a gap within a body its rest is read, and else what follows is looked at anew."""
        self.conversation.lost += size
        if self.head is not None and self.left > size:
            self.left -= size
            self._tell(more=True)
            return self
        self.left = max(0, self.left - size)
        self.conversation.begun = False
        self.end()
        return self.begin(self.conversation)

    def end(self) -> None:
        """Tell a request that is not whole."""
        if self.head is not None:
            self.conversation.lost += max(0, self.left)
            self._tell()
        elif self.taken or self.conversation.lost:
            self.conversation.tell(self._scheme, (("stream", bytes(self.taken)),) if self.taken else (), at=self.began)
        self.taken.clear()

    def _read_head(self, looked_at: int) -> Listener | None:
        """Read the head, whose end does not lie before `looked_at`; return who reads on: this one, another, or nobody where it is not whole."""
        end = self.taken.find(b"\r\n\r\n", looked_at)
        head = head_of(bytes(self.taken[:end])) if end >= 0 else None
        if end < 0 and len(self.taken) <= HEADERS.most:
            return None
        if head is None:
            return self._lost_thread()
        del self.taken[: end + 4]
        self.head, self.left, self.chunks = head, max(0, head.length), head.length < 0
        self.parts = self._addressed(head)
        if head.method == b"CONNECT":
            return self._passed_on(head)
        if not self.left and not self.chunks:
            self._tell()
        return WebSocket(self.conversation).feed(bytes(self.taken)) if head.header("upgrade").lower() == b"websocket" else self

    def _lost_thread(self) -> Listener:
        """Tell what is no request as it is."""
        from counterwatch.exposure.packets.plain import Plain

        return Plain(self.conversation).feed(bytes(self.taken))

    def _addressed(self, head: Head) -> Parts:
        """Note to whom a request goes, and return its parts but the body."""
        url, place = head.target, place_of_url(head.target.decode("latin-1"))
        if head.target.startswith(b"/") or head.target == b"*":
            told = head.header("host") or self.conversation.endpoint.host.encode()
            host, port = split_authority(told.decode("latin-1"), self.conversation.endpoint.port)
            self.conversation.endpoint = endpoint(host, port)
            url = self._scheme.encode() + b"://" + told + head.target
        elif place is not None:
            self.conversation.endpoint = place[1]
        return (("method", head.method), ("url", url), *((f"header:{name}", value) for name, value in head.headers))

    def _passed_on(self, head: Head) -> Listener:
        """Tell of the request to a proxy, and read what it passes on as a stream to whom it names."""
        self._tell()
        host, port = split_authority(head.target.decode("latin-1"), 443)
        self.conversation.endpoint = endpoint(host, port)
        listener = self.begin(self.conversation)
        return listener.feed(bytes(self.taken)) if self.taken else listener

    def _read_more(self) -> bool:
        """Read what comes next of a body; false where more must come first."""
        if self.trailing:
            return self._read_trailer()
        return self._read_chunk() if self.chunks and not self.left else self._read_body()

    def _read_body(self) -> bool:
        take = min(self.left, len(self.taken), BODY.most - len(self.body))
        self.body += self.taken[:take]
        del self.taken[:take]
        self.left -= take
        if len(self.body) >= BODY.most or not (self.left or self.chunks):
            self._tell(more=bool(self.left or self.chunks))
        return True

    def _read_chunk(self) -> bool:
        """Read the length of the next chunk; false where its line is not whole."""
        # The line behind a chunk is empty.
        start = 2 if self.taken.startswith(b"\r\n") else 0
        end = self.taken.find(b"\r\n", start)
        if end < 0 and len(self.taken) < 1024:
            return False
        size = bytes(self.taken[start:end]).partition(b";")[0].strip() if end >= 0 else b""
        if not HEXADECIMAL.fullmatch(size):
            self._broken()
            return True
        self.left = int(size, 16)
        del self.taken[: end + 2]
        self.trailing = not self.left
        return True

    def _read_trailer(self) -> bool:
        """Read one line behind the last chunk, of which the last is empty; false where it is not whole."""
        end = self.taken.find(b"\r\n")
        if end < 0 and len(self.taken) <= HEADERS.most:
            return False
        name, _, value = bytes(self.taken[: max(0, end)]).partition(b":")
        del self.taken[: end + 2 if end >= 0 else len(self.taken)]
        if end > 0:
            self.parts = (*self.parts, (f"header:{name.strip().decode('latin-1').lower()}", value.strip()))
        else:
            self._tell()
        return True

    def _broken(self) -> None:
        """Take chunks that cannot be told apart as a body to their end."""
        self.body += self.taken
        self.taken.clear()
        self._tell()

    def _tell(self, *, more: bool = False) -> None:
        body = (("body", bytes(self.body)),) if self.body else ()
        self.conversation.tell(self._scheme, (*self.parts, *body), at=self.began)
        self.body.clear()
        self.parts = ()
        if not more:
            self.head, self.left, self.chunks, self.trailing = None, 0, False, False
            self.began = self.conversation.now.number, self.conversation.now.time
