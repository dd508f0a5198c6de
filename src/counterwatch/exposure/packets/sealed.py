"""What a client sends that only its partner can read: counted, once its greeting was read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from counterwatch.exposure.packets.conversation import Conversation, Listener, Parts
from counterwatch.exposure.packets.hello import Handshake, Hello, hello
from counterwatch.exposure.reading.limits import HELLO
from counterwatch.exposure.reading.places import endpoint
from counterwatch.exposure.table import Unreadable

ALERT = b"\x15\x03"
REFUSALS = frozenset({42, 43, 44, 45, 46, 48})
"""Alerts by which a client says that it does not trust the certificate it was shown (RFC 5246, section 7.2)."""
HIDDEN = "encrypted hello"


@dataclass(slots=True)
class Sealed:
    """Counts bytes that cannot be read; `reason` says why."""

    conversation: Conversation
    protocol: str
    parts: Parts = ()
    count: int = 0
    reason: Unreadable = "encrypted"
    held: int = 0

    def feed(self, data: bytes) -> Sealed:
        """Count; a client that refuses the certificate of a proxy says so in the open (TLS 1.2)."""
        self.count += len(data)
        if len(data) == 7 and data.startswith(ALERT) and data[5] == 2 and data[6] in REFUSALS:
            self.reason = "pinned"
        return self

    def miss(self, size: int) -> Sealed:
        """Go on counting: what is missing would have been unreadable."""
        self.count += size
        return self

    def end(self) -> None:
        """Tell of the connection as one request."""
        self.conversation.tell(self.protocol, self.parts, {self.reason: self.count})


@dataclass(slots=True)
class Greeted:
    """Waits for the greeting of TLS to be whole."""

    conversation: Conversation
    handshake: Handshake = field(default_factory=Handshake)

    @property
    def held(self) -> int:
        return len(self.handshake.taken)

    def feed(self, data: bytes) -> Listener:
        """Add to the greeting; once it is there, what follows is sealed."""
        self.handshake.add(data)
        if self.handshake.is_whole or self.handshake.over or self.held > HELLO.most:
            return self._sealed()
        return self

    def miss(self, size: int) -> Listener:
        """Take the greeting as far as it is there."""
        return self._sealed().miss(size)

    def end(self) -> None:
        """Tell what the greeting told as far as it is there."""
        self._sealed().end()

    def _sealed(self) -> Listener:
        told = hello(self.handshake.so_far()) or Hello()
        parts = greeted(self.conversation, told)
        if self.conversation.secrets.of(told.random) and (rest := self.handshake.rest()) is not None:
            return opened_with_keys(self.conversation, parts, told).feed(rest)
        return Sealed(self.conversation, "tls", parts, max(0, self.held - told.size))


def opened_with_keys(conversation: Conversation, parts: Parts, told: Hello) -> Listener:
    """Return who reads what follows a greeting whose secrets are known; what is in it is told on its own."""
    from counterwatch.exposure.packets.greeting import Greeting
    from counterwatch.exposure.packets.keys import opener
    from counterwatch.exposure.packets.unsealed import Unsealed

    secrets, inner = conversation.secrets.of(told.random), Greeting(replace(conversation, opened=True))
    return Unsealed(conversation, parts, inner, lambda: opener(secrets, told.random, conversation.answer))


def greeted(conversation: Conversation, told: Hello) -> Parts:
    """Note whom a greeting is for, and return what of it is told."""
    if told.name:
        conversation.endpoint = endpoint(told.name, conversation.endpoint.port)
    if told.encrypted:
        conversation.count(HIDDEN)
    offered = (("alpn", b",".join(told.protocols)),) if told.protocols else ()
    return (("sni", told.name.encode()), *offered) if told.name else offered
