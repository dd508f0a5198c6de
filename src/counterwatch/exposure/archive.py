"""What the exposure instrument looks at in an export: what a platform kept about its owner, as events and counts, third persons only counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from counterwatch.core import Message, Problem

Reveals = Literal[
    "place", "login", "device", "contact", "message", "search", "view", "order", "address", "payment", "biometric", "ad profile", "account", "setting"
]
"""What a row of an export reveals."""


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that an export reveals: when (milliseconds UTC, None where not told), where it stands, and what it holds.

    `locator` is the section and, with `row` (0: none), the row in it; `at` is both as one text.
    `until` is when a stay ended. `offset` is the distance of the local clock from UTC in minutes, where the export tells it. `what` says more
    than `reveals` in a word of the reader («phone in text», «birth date», «home»), never of the data. `place` are coordinates in degrees;
    `network` an IP address; `device` a model; `country` as the export writes it; `third` the pseudonym of another person (keyed hash).
    Values of these fields stay in memory: findings hold counts, spans and coarse cells. A large export holds a million of them.
    """

    reveals: Reveals
    locator: str
    time: int | None = None
    until: int | None = None
    offset: int | None = None
    what: str = ""
    place: tuple[float, float] | None = None
    network: str = ""
    device: str = ""
    country: str = ""
    third: str = ""
    row: int = 0

    @property
    def at(self) -> str:
        """Where it stands: «login history, row 17»."""
        return f"{self.locator}, row {self.row}" if self.row else self.locator

    def __repr__(self) -> str:
        return f"<{self.reveals} at {self.at}>"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Archive:
    """An export. `own` holds the account identifiers by which it says whose it is, as (kind of identifier, value): they are held against the persona.

    `sections` tells of each section of the export whether it was understood, `partial` names those in which it is damaged; `unparsed` and `lines`
    count what a text format held.
    """

    name: str
    platform: str
    own: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    sections: Mapping[str, bool] = field(default_factory=dict)
    partial: tuple[str, ...] = ()
    lines: int = 0
    unparsed: int = 0
    problems: tuple[Problem, ...] = ()
    said: tuple[Message, ...] = ()

    def __repr__(self) -> str:
        return f"<archive of {self.platform}, {len(self.events)} events>"
