"""What the exposure instrument looks at in an export: what a platform kept about its owner, as events and counts, third persons only counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from counterwatch.core import Message, Problem

Reveals = Literal[
    "place", "login", "device", "contact", "message", "search", "view", "order", "address", "payment", "biometric", "ad profile", "account", "setting"
]
"""What a row of an export reveals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that an export reveals: when (milliseconds UTC, None where not told), where it stands, and what it holds.

    `place` are coordinates in degrees; `network` an IP address; `device` a model; `third` the pseudonym of another person (keyed hash).
    Values of these fields stay in memory: findings hold counts, spans and coarse cells.
    """

    reveals: Reveals
    locator: str
    time: int | None = None
    place: tuple[float, float] | None = None
    network: str = ""
    device: str = ""
    third: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Archive:
    """An export. `own` holds the account identifiers by which it says whose it is, as (kind of identifier, value): they are held against the persona.

    `sections` tells of each section of the export whether it was understood; `unparsed` and `lines` count what a text format held.
    """

    name: str
    platform: str
    own: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    sections: Mapping[str, bool] = field(default_factory=dict)
    lines: int = 0
    unparsed: int = 0
    problems: tuple[Problem, ...] = ()
    said: tuple[Message, ...] = ()
