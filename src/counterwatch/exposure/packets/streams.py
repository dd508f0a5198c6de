"""What one side of a TCP connection sends, put in order: late, repeated and overlapping segments, and gaps that nothing fills (RFC 9293)."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from counterwatch.exposure.packets.conversation import Conversation, Listener
from counterwatch.exposure.packets.sealed import Sealed
from counterwatch.exposure.reading.limits import LATE, WAITING

AROUND = 1 << 32
HALF = 1 << 31


@dataclass(slots=True)
class Stream:
    """The side of a connection that is one's own. `next` is the place of the byte that comes next, None until one was seen.

    Places count on where the numbers of bytes begin again. `waiting` holds by their place what came early, `early` these places as a heap.
    """

    conversation: Conversation
    listener: Listener
    next: int | None = None
    waiting: dict[int, bytes] = field(default_factory=dict)
    early: list[int] = field(default_factory=list)
    late: int = 0

    @property
    def held(self) -> int:
        return self.late + self.listener.held

    def open(self, number: int) -> None:
        """Note that the byte after this number comes first."""
        if self.next is None:
            self.next = number + 1
            self.conversation.begun = True

    def begins_at(self, number: int) -> bool:
        """Return whether nothing was taken yet but that this number opens the connection."""
        return self.next == number + 1

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
            self._wait(self.next + ahead, data)
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
            self.next += new
            if ahead or missing:
                sealed.miss(new)
            else:
                sealed.feed(data)

    def _count_waiting(self, sealed: Sealed) -> None:
        """Count what waits behind gaps: order does not matter any more."""
        assert self.next is not None
        for place in sorted(self.waiting):
            self._count(sealed, place - self.next, self.waiting[place], 0)
        self.waiting.clear()
        self.early.clear()
        self.late = 0

    def _give(self, data: bytes, missing: int) -> None:
        assert self.next is not None
        self.next += len(data) + missing
        if data:
            self.listener = self.listener.feed(data)
        if missing:
            self.listener = self.listener.miss(missing)

    def _wait(self, place: int, data: bytes) -> None:
        """Hold what comes too early; where the gap is not filled in time, go on behind it."""
        known = self.waiting.get(place)
        if known is None and data:
            heapq.heappush(self.early, place)
        if len(data) > len(known or b""):
            self.waiting[place] = data
            self.late += len(data) - len(known or b"")
        while self.late > WAITING.most or len(self.waiting) > LATE.most:
            self._skip()

    def _skip(self) -> None:
        """Go on behind the first gap."""
        assert self.next is not None
        gap = self.early[0] - self.next
        if gap > 0:
            self.next += gap
            self.listener = self.listener.miss(gap)
        self._catch_up()

    def _catch_up(self) -> None:
        """Take everything that waits and now comes next."""
        assert self.next is not None
        while self.early and self.early[0] <= self.next:
            place = heapq.heappop(self.early)
            data = self.waiting.pop(place)
            self.late -= len(data)
            if place + len(data) > self.next:
                self._give(data[self.next - place :], 0)
