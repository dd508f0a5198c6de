"""What a client sends by TLS, where its keys are known: opened record by record, and read as what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Listener, Parts
from counterwatch.exposure.packets.keys import DATA, HANDSHAKE, Opener
from counterwatch.exposure.packets.sealed import Sealed

CHANGE = 20
AHEAD = 64
"""So many records may stand before the first that opens: those of the handshake have keys of their own."""
MOST = (1 << 14) + 2048
"""The longest record there is."""


@dataclass(slots=True)
class Unsealed:
    """Opens records; `make` tells what opens them once it must be known, `inner` reads what was in them."""

    conversation: Conversation
    parts: Parts
    inner: Listener
    make: Callable[[], Opener | None]
    opener: Opener | None = None
    taken: bytearray = field(default_factory=bytearray)
    shut: int = 0
    ahead: int = 0
    began: bool = False

    @property
    def held(self) -> int:
        return len(self.taken) + self.inner.held

    def feed(self, data: bytes) -> Listener:
        """Take what comes next and read every record that is whole."""
        self.taken += data
        while len(self.taken) >= 5:
            size = int.from_bytes(self.taken[3:5], "big")
            if size > MOST or self.taken[1] != 3:
                return self.miss(0)
            if len(self.taken) < 5 + size:
                break
            head, body = bytes(self.taken[:5]), bytes(self.taken[5 : 5 + size])
            del self.taken[: 5 + size]
            if not self._record(head, body):
                return self.miss(0)
        return self

    def miss(self, size: int) -> Listener:
        """Give up: nothing opens behind a gap, and from here on bytes are counted."""
        self.inner.end()
        return Sealed(self.conversation, "tls", self.parts, self.shut + len(self.taken) + size)

    def end(self) -> None:
        """Tell what was read, and of the connection what stayed shut."""
        self.miss(0).end()

    def _record(self, head: bytes, body: bytes) -> bool:
        """Read a record; false where what follows cannot be opened either."""
        if head[0] not in (HANDSHAKE, DATA):
            self.shut += len(body) if head[0] != CHANGE else 0
            return True
        self.opener = self.opener or self.make()
        content = self.opener.open(head, body) if self.opener else None
        if content is None:
            self.shut += len(body)
            self.ahead += 1
            return self.opener is not None and not self.began and self.ahead <= AHEAD
        self.began = True
        if content[0] == DATA and content[1]:
            self.inner = self.inner.feed(content[1])
        return True
