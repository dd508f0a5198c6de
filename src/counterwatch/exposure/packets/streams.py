"""What one side of a TCP connection sends, put in order: late, repeated and overlapping segments, and gaps that nothing fills (RFC 9293)."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Listener
from counterwatch.exposure.packets.sealed import Sealed
from counterwatch.exposure.reading.limits import LATE, WAITING

AROUND = 1 << 32
HALF = 1 << 31


@dataclass(slots=True)
class Stream:
    """The side of a connection that is one's own. `next` is the number of the byte that comes next, None until one was seen."""

    conversation: Conversation
    listener: Listener
    next: int | None = None
    waiting: dict[int, bytes] = field(default_factory=dict)
    late: int = 0

    @property
    def held(self) -> int:
        return self.late + self.listener.held

    def open(self, number: int) -> None:
        """Note that the byte after this number comes first."""
        if self.next is None:
            self.next = (number + 1) % AROUND
            self.conversation.begun = True

    def take(self, number: int, data: bytes, missing: int) -> None:
        """Take a segment whose first byte has this number; `missing` bytes at its end were not captured."""
        if self.next is None:
            self.next = number
        ahead = (number - self.next) % AROUND
        ahead -= AROUND if ahead >= HALF else 0
        if isinstance(self.listener, Sealed):
            self._count(self.listener, ahead, data, missing)
            return
        if ahead > 0:
            self._wait(number, data)
        elif ahead + len(data) + missing > 0:
            self._give(data[-ahead:] if ahead else data, min(missing, ahead + len(data) + missing))
            self._catch_up()
        if self.waiting and isinstance(self.listener, Sealed):
            self._count_waiting(self.listener)

    def end(self) -> None:
        """Take what waits behind gaps, and tell what is left to tell."""
        while self.waiting:
            self._skip()
        self.listener.end()

    def _count(self, sealed: Sealed, ahead: int, data: bytes, missing: int) -> None:
        """Count a segment of which nothing can be read, whatever its order."""
        assert self.next is not None
        new = ahead + len(data) + missing
        if new > 0:
            self.next = (self.next + new) % AROUND
            if ahead or missing:
                sealed.miss(new)
            else:
                sealed.feed(data)

    def _count_waiting(self, sealed: Sealed) -> None:
        """Count what waits behind gaps: order does not matter any more."""
        for number in sorted(self.waiting, key=self._ahead):
            self._count(sealed, self._ahead(number), self.waiting[number], 0)
        self.waiting.clear()
        self.late = 0

    def _give(self, data: bytes, missing: int) -> None:
        assert self.next is not None
        self.next = (self.next + len(data) + missing) % AROUND
        if data:
            self.listener = self.listener.feed(data)
        if missing:
            self.listener = self.listener.miss(missing)

    def _wait(self, number: int, data: bytes) -> None:
        """Hold what comes too early; where the gap is not filled in time, go on behind it."""
        known = self.waiting.get(number, b"")
        if len(data) > len(known):
            self.waiting[number] = data
            self.late += len(data) - len(known)
        while self.late > WAITING.most or len(self.waiting) > LATE.most:
            self._skip()

    def _skip(self) -> None:
        """Go on behind the first gap."""
        assert self.next is not None
        gap = max(0, min(map(self._ahead, self.waiting)))
        self.next = (self.next + gap) % AROUND
        if gap:
            self.listener = self.listener.miss(gap)
        self._catch_up()

    def _catch_up(self) -> None:
        """Take everything that waits and now comes next."""
        while self.waiting:
            assert self.next is not None
            first = min(self.waiting, key=self._ahead)
            ahead = self._ahead(first)
            if ahead > 0:
                return
            data = self.waiting.pop(first)
            self.late -= len(data)
            if ahead + len(data) > 0:
                self._give(data[-ahead:] if ahead else data, 0)

    def _ahead(self, number: int) -> int:
        assert self.next is not None
        ahead = (number - self.next) % AROUND
        return ahead - AROUND if ahead >= HALF else ahead
