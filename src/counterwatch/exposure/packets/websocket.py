"""Messages of a WebSocket in the open: what a client sends is masked with a key that stands before it (RFC 6455)."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Listener
from counterwatch.exposure.reading.limits import BODY

WIDTHS = {126: 2, 127: 8}


@dataclass(slots=True)
class WebSocket:
    """Reads frame after frame."""

    conversation: Conversation
    taken: bytearray = field(default_factory=bytearray)

    @property
    def held(self) -> int:
        return len(self.taken)

    @property
    def _scheme(self) -> str:
        return "wss" if self.conversation.opened else "ws"

    def feed(self, data: bytes) -> Listener:
        """Take what comes next and tell every frame that is whole."""
        self.taken += data
        while (found := self._span()) is not None and found[1] <= len(self.taken):
            content = bytes(self.taken[found[0] : found[1]])
            self._tell(unmasked(content) if self.taken[1] & 0x80 else content)
            del self.taken[: found[1]]
        if found is not None and found[1] > BODY.most:
            self.end()
        return self

    def miss(self, size: int) -> Listener:
        """Tell what is there; frames cannot be told apart behind a gap."""
        from counterwatch.exposure.packets.plain import Plain

        self.conversation.lost += size
        self.end()
        return Plain(self.conversation, "ws")

    def end(self) -> None:
        """Tell what is there of a frame as it is."""
        if self.taken or self.conversation.lost:
            self.conversation.tell(self._scheme, (("stream", bytes(self.taken)),) if self.taken else (), at=self._now())
        self.taken.clear()

    def _span(self) -> tuple[int, int] | None:
        """Return where the key and content of the first frame begin and end, or None where its head is not whole."""
        if len(self.taken) < 2:
            return None
        size = self.taken[1] & 0x7F
        width = WIDTHS.get(size, 0)
        if len(self.taken) < 2 + width:
            return None
        length = int.from_bytes(self.taken[2 : 2 + width], "big") if width else size
        start = 2 + width
        return start, start + length + (4 if self.taken[1] & 0x80 else 0)

    def _tell(self, content: bytes) -> None:
        if content and self.taken[0] & 0x0F < 8:
            self.conversation.tell(self._scheme, (("message", content),), at=self._now())

    def _now(self) -> tuple[int, int]:
        return self.conversation.now.number, self.conversation.now.time


def unmasked(data: bytes) -> bytes:
    """Return what follows a key of four bytes, each byte of it combined with the key's in turn."""
    key, content = data[:4], data[4:]
    stretched = (key * (len(content) // 4 + 1))[: len(content)]
    return (int.from_bytes(content, "big") ^ int.from_bytes(stretched, "big")).to_bytes(len(content), "big")
