"""What one side sends by UDP: questions for names, QUIC, or anything else."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Parts
from counterwatch.exposure.packets.dns import PORTS, asked
from counterwatch.exposure.packets.hello import hello
from counterwatch.exposure.packets.plain import Plain
from counterwatch.exposure.packets.quic import Greeting, is_long
from counterwatch.exposure.packets.sealed import greeted

QUIC_PORT = 443
DTLS = (b"\x14\xfe", b"\x15\xfe", b"\x16\xfe", b"\x17\xfe")


@dataclass(slots=True)
class Datagrams:
    """The side of an exchange that is one's own."""

    conversation: Conversation
    greeting: Greeting | None = None
    plain: Plain | None = None
    count: int = 0
    sealed: int = 0
    parts: Parts = field(default=())

    @property
    def held(self) -> int:
        return (self.plain.held if self.plain else 0) + (self.greeting.held if self.greeting else 0)

    def take(self, _number: int, data: bytes, missing: int) -> None:
        """Take one datagram, which has no number, and of which `missing` bytes at its end were not captured."""
        if self.greeting is not None or is_long(data) or self._in_quic(data):
            self._quic(data, missing)
        elif data.startswith(DTLS):
            self.sealed += len(data) + missing
        elif not self._question(data):
            self._other(data, missing)

    def end(self) -> None:
        """Tell what is left to tell."""
        if self.greeting is not None:
            told = self.greeting.found or hello(self.greeting.message())
            size = told.size if told else 0
            parts = greeted(self.conversation, told) if told else ()
            self.conversation.tell("quic", parts, {"quic": max(0, self.count - size)})
        if self.sealed:
            self.conversation.tell("dtls", (), {"encrypted": self.sealed})
        if self.plain is not None:
            self.plain.end()

    def _in_quic(self, data: bytes) -> bool:
        """Return whether an exchange begins as in the middle of QUIC, or in a version that is not known (RFC 8999): by port and one bit."""
        return self.plain is None and self.conversation.endpoint.port == QUIC_PORT and data[:1] >= b"\x40"

    def _quic(self, data: bytes, missing: int) -> None:
        self.greeting = self.greeting or Greeting()
        self.count += len(data) + missing
        if self.greeting.found is None and not missing:
            self.greeting.take(data)

    def _question(self, data: bytes) -> bool:
        protocol = PORTS.get(self.conversation.endpoint.port)
        names = asked(data) if protocol else None
        if names and protocol:
            now = self.conversation.now
            self.conversation.tell(protocol, tuple(("dns", name) for name in names), at=(now.number, now.time))
        return bool(names)

    def _other(self, data: bytes, missing: int) -> None:
        self.plain = self.plain or Plain(self.conversation, "udp")
        self.conversation.begun = True
        if data:
            self.plain.feed(data)
        self.conversation.lost += missing
