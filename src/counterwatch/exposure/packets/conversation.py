"""One connection of one's own device while it is followed: whom it is with, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from counterwatch.exposure.packets.secrets import Secrets
from counterwatch.exposure.table import Endpoint, Request, Unreadable

LATEST = 32_503_680_000_000
"""A time in the year 3000 or later, or of zero, is none: formats and damage give such."""
Parts = tuple[tuple[str, bytes], ...]


@dataclass(slots=True, kw_only=True)
class Moment:
    """The packet that is being read: its number and time; `seen` counts what is told once of the whole capture."""

    number: int = 0
    time: int = 0
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Where a connection stands in the file, and what it sent that nobody can read because it was not captured.

    `hand_on` takes its requests; `done` says how much of the file has been read; `now` is the packet that is being read.
    `secrets` may open what is sealed, with the first bytes of the server's `answer`; `opened` says that this was done.
    `begun` says that what it sent is known from its first byte on, without a gap.
    """

    number: int
    time: int
    endpoint: Endpoint
    hand_on: Callable[[Request], None]
    done: Callable[[], int]
    now: Moment
    secrets: Secrets
    answer: bytes = b""
    opened: bool = False
    begun: bool = False
    lost: int = 0

    def tell(self, protocol: str, parts: Parts, unreadable: Mapping[Unreadable, int] | None = None, *, at: tuple[int, int] | None = None) -> None:
        """Hand on a request that began at packet and time `at`, or else with the connection."""
        counted: dict[Unreadable, int] = {reason: size for reason, size in (unreadable or {}).items() if size}
        if self.lost:
            counted["truncated"], self.lost = counted.get("truncated", 0) + self.lost, 0
        number, time = at or (self.number, self.time)
        known = time if 0 < time < LATEST else None
        self.hand_on(
            Request(
                locator=f"packet {number}", endpoint=self.endpoint, protocol=protocol, time=known, parts=parts, unreadable=counted, offset=self.done()
            )
        )

    def count(self, what: str) -> None:
        self.now.seen[what] = self.now.seen.get(what, 0) + 1


class Listener(Protocol):
    """Takes what a client sends, in order, and tells the conversation of it."""

    @property
    def held(self) -> int:
        """How many bytes it holds."""
        ...

    def feed(self, data: bytes) -> Listener:
        """Take what comes next; return who takes what follows."""
        ...

    def miss(self, size: int) -> Listener:
        """Take note that so many bytes are missing here, and count them; return who takes what follows."""
        ...

    def end(self) -> None:
        """Tell what is left to tell: nothing follows."""
        ...
