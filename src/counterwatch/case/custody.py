"""The history of a case as people ask for it: who did what with which evidence, when, and why."""

from __future__ import annotations

from dataclasses import dataclass

from counterwatch.case.kinds import Accepted, Anchored, Custody, Offer, Recovery, Rescue, Rescued
from counterwatch.core import Evidence, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of the ledger; `time` is the ledger's own."""

    seq: int
    hash: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run as the case holds it: the object, the entry that lists it and that entry's time."""

    hash: str
    seq: int
    time: str
    run: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What one entry says about one piece of evidence; `exact_name` holds the bytes of its name, which need not be text."""

    evidence: Evidence
    exact_name: bytes
    purpose: str
    modified: str
    links: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CameAlong:
    """What a rescue carried over from one entry of the damaged case: the entry as it was there, and what it said."""

    was: Rescued
    sealed: tuple[Handled, ...]
    runs: tuple[str, ...]
    custody: tuple[Custody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One entry as a line of the custody history."""

    seq: int
    hash: str
    time: str
    verb: str
    signer: str
    tool: str
    sealed: tuple[Handled, ...] = ()
    runs: tuple[str, ...] = ()
    recovered: Recovery | None = None
    custody: tuple[Custody, ...] = ()
    offers: tuple[Offer, ...] = ()
    receipts: tuple[Accepted, ...] = ()
    anchors: tuple[Anchored, ...] = ()
    rescues: tuple[Rescue, ...] = ()
    rescued: tuple[CameAlong, ...] = ()
    erased_because: tuple[str, ...] = ()
    """The reasons that were given for what this entry erased."""
    clock_was: str = ""
    """The time of the entry before, where it is later than this one's: the clock was set back."""
