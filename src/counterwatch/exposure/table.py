"""What the exposure instrument looks at in traffic: requests that one's own device sent, to whom, and how much of them can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from counterwatch.core import Message, Problem
from counterwatch.exposure.owner import Owner, unknown
from counterwatch.exposure.persona import Persona

Unreadable = Literal["encrypted", "pinned", "quic", "own encryption", "binary lost", "truncated"]
"""Why bytes cannot be read: the capture holds only ciphertext, the app refused the proxy, it went over QUIC without keys, the app encrypts
inside, the file format lost it, or the capture was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where something was sent: a host name (lower case, ASCII) or an address where no name was seen, and the port."""

    host: str
    port: int = 0
    is_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What was sent to one endpoint: `locator` says where it stands («entry 17», «packet 812»), `parts` hold the bytes that can be read.

    Parts are named for where they were (`url`, `header:cookie`, `body`, `dns`), of the request side only. `unreadable` counts the bytes of
    it that cannot be read, by reason. `offset` is how many bytes of the file had been read by then, for a progress bar.
    """

    locator: str
    endpoint: Endpoint
    protocol: str
    time: int | None = None
    parts: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    unreadable: Mapping[Unreadable, int] = field(default_factory=dict)
    offset: int = 0

    @property
    def readable(self) -> int:
        """How many bytes can be read."""
        return sum(len(data) for _, data in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Traffic:
    """A capture of one's own device. `requests` may be called as often as needed: each call reads the file again, request by request.

    `size` is that of the file in bytes. `problems` and `said` are complete after `requests` was read to its end once.
    """

    name: str
    requests: Callable[[], Iterator[Request]]
    size: int = 0
    problems: list[Problem] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watched:
    """What checks of traffic read: a capture, the identifiers of its owner to look for in it, and who stands behind an endpoint."""

    traffic: Traffic
    persona: Persona = field(default_factory=Persona)
    owner: Callable[[Endpoint], Owner] = unknown
