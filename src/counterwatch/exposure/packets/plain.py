"""What a client sends in no protocol that is known: told as it is, in pieces, unless it looks like chance."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Listener
from counterwatch.exposure.packets.hello import is_hello
from counterwatch.exposure.packets.sealed import Greeted
from counterwatch.exposure.reading.limits import PIECE
from counterwatch.exposure.table import Unreadable

FEWEST = 64
"""Fewer bytes than this do not tell chance from anything else."""
MOST_ALIKE = 1.5
"""How much more often than in bytes drawn by chance two bytes may be the same, to still look like them."""
PACKED = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|BZh[1-9]1AY&SY|\xfd7zXZ|PK\x03\x04")
"""How packed data begin, which look like chance and can be read."""
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
LOOKED_AT = 4096


def looks_like_chance(data: bytes) -> bool:
    """Return whether bytes are as evenly spread as encrypted ones: pairs of equal bytes are hardly more frequent than 1 in 256.

    Friedman's index of coincidence (1922), whose expectation does not depend on how many bytes there are.
    """
    shown = data[:LOOKED_AT]
    if len(shown) < FEWEST or begins_packed(shown):
        return False
    pairs = sum(count * (count - 1) for count in Counter(shown).values())
    return pairs * 256 <= MOST_ALIKE * len(shown) * (len(shown) - 1)


def begins_packed(data: bytes) -> bool:
    """Return whether packed data begin soon; the two bytes of zlib are common, so that something must come out of them."""
    if PACKED.search(data, 0, FEWEST):
        return True
    return any(_unpacks(data[found.start() :]) for found in ZLIB.finditer(data, 0, FEWEST))


def _unpacks(data: bytes) -> bool:
    try:
        return len(zlib.decompressobj().decompress(data[:512], FEWEST)) >= 16
    except zlib.error:
        return False


@dataclass(slots=True)
class Plain:
    """Holds a piece of a stream until it is large enough to be told."""

    conversation: Conversation
    protocol: str = ""
    taken: bytearray = field(default_factory=bytearray)
    began: tuple[int, int] = (0, 0)

    @property
    def held(self) -> int:
        return len(self.taken)

    @property
    def _shown(self) -> str:
        return self.protocol or ("tls" if self.conversation.opened else "tcp")

    @property
    def _hidden(self) -> Unreadable:
        # In the middle of a stream one cannot tell whose encryption it is.
        return "own encryption" if self.conversation.begun else "encrypted"

    def feed(self, data: bytes) -> Listener:
        """Add to the piece; a greeting of TLS may follow an agreement in the open, as between mail servers."""
        if is_hello(data):
            self.end()
            return Greeted(self.conversation).feed(data)
        if not self.taken:
            self.began = self.conversation.now.number, self.conversation.now.time
        self.taken += data
        if len(self.taken) >= PIECE.most:
            self.end()
        return self

    def miss(self, size: int) -> Listener:
        """Tell what stands before the gap."""
        self.conversation.lost += size
        self.end()
        self.conversation.begun = False
        return self

    def end(self) -> None:
        """Tell the piece: as unreadable where it looks like chance, which encryption by the program itself does."""
        data, self.taken = bytes(self.taken), bytearray()
        if looks_like_chance(data):
            self.conversation.tell(self._shown, (), {self._hidden: len(data)}, at=self.began)
        elif data or self.conversation.lost:
            self.conversation.tell(self._shown, (("stream", data),) if data else (), at=self.began if data else None)
