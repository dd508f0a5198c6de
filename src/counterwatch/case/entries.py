"""The words of the ledger: an entry, where it stands, and what was read of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec

from counterwatch.case.checkpoint import Checkpoint
from counterwatch.case.defect import Defect
from counterwatch.core.finding import Sha256, Struct

RECOVER = "recover"
"""The verb of an entry by which the holder of the recovery key lets somebody back in."""


class Entry(Struct, frozen=True):
    """One line of the ledger: one batch, acknowledged whole or not at all."""

    v: Literal[1]
    seq: Annotated[int, msgspec.Meta(ge=1, le=1 << 53)]
    prev: Sha256
    time: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    signer: Sha256
    verb: Annotated[str, msgspec.Meta(pattern="^[a-z]{1,20}$")]
    objects: Annotated[tuple[Sha256, ...], msgspec.Meta(min_length=2)]


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, the hash of its line and where it stands."""

    entry: Entry
    hash: str
    segment: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """A recovery: the entry, the segment it stands in, the entry that named the recovery key which signed it, and who was admitted by it."""

    seq: int
    segment: int
    named: int
    signers: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """What could be read, and everything that is not as it should be; `next` holds number and `prev` of the entry to come.

    `begins` is the first segment that was read: 1, or a later one where only the newest were needed; `vouched` holds who signed them.
    `recovery` holds the keys that may sign a recovery now, `listed` every key that was ever named, with the entry that named it first.
    """

    case: str
    entries: list[Placed] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    segments: int = 0
    begins: int = 1
    newest: Checkpoint | None = None
    link: str = ""
    vouched: set[str] = field(default_factory=set)
    admitted: set[str] = field(default_factory=set)
    recovery: set[str] = field(default_factory=set)
    listed: dict[str, int] = field(default_factory=dict)
    recoveries: list[Recovered] = field(default_factory=list)
    founder: str = ""
    open_segment: int | None = None
    torn: bytes = b""
    is_prepared: bool = False
    seen: set[int] = field(default_factory=set)
    next: tuple[int, str] = (1, "")
