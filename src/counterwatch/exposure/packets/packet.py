"""A packet as a capture file holds it, and the bytes of a file while packets are taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from counterwatch.exposure.reading.opening import SIZE, Opened


class Packet(NamedTuple):
    """One packet: its number from 1 on, milliseconds UTC, the kind of link (as tcpdump numbers them), and its bytes as captured.

    `length` is how many bytes it had; fewer may have been kept.
    """

    number: int
    time: int
    link: int
    data: bytes
    length: int


@dataclass(slots=True, kw_only=True)
class Held:
    """The part of a file that is held; what stands before `place` was taken."""

    file: Opened
    data: bytes = b""
    place: int = 0

    def has(self, size: int) -> bool:
        """Hold at least `size` bytes from the place on; false where the file ends before."""
        while len(self.data) - self.place < size:
            block = self.file.block(max(SIZE, size))
            if not block:
                return False
            self.data, self.place = self.data[self.place :] + block, 0
        return True

    @property
    def left(self) -> int:
        return len(self.data) - self.place
