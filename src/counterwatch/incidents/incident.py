"""An incident: acts as the smallest unit, what is known of when and where, who says so and how good that is, and who is said to be behind it."""

from __future__ import annotations

from typing import Literal

from counterwatch.core.finding import Struct
from counterwatch.incidents.when import When

Counted = Literal["persons", "households", "families"]
COUNTED: tuple[Counted, ...] = ("persons", "households", "families")
"""What a number of those affected counts. Only numbers of persons are ever added up as persons."""

Stance = Literal["supports", "contradicts"]


class Persons(Struct, frozen=True):
    """How many an act affected, as a range; `high` is None where only a lower bound was said («more than 130»). `unit` says what is counted."""

    low: int
    high: int | None
    as_written: str = ""
    unit: Counted = "persons"


class Where(Struct, frozen=True):
    """Where it happened: the host country (ISO 3166-1, empty where none or several), and the place as written."""

    country: str = ""
    place: str = ""


class Act(Struct, frozen=True):
    """One act: what was done, how it reached whom, and what it did. Codes are those of the vocabulary; `id` tells the acts of an event apart.

    `organisation` is only ever the name of an organisation, venue or body; a private person is never named.
    """

    tactic: str
    id: str = ""
    channel: str = ""
    target_type: str = ""
    target_community: str = ""
    organisation: str = ""
    perpetrator_type: str = ""
    harm: str = ""
    persons: Persons | None = None


class Attribution(Struct, frozen=True):
    """Who is said to be behind it, apart from the act: the state, who says so, and on what. Empty `origin_state`: nobody named one."""

    origin_state: str = ""
    by: str = "unknown"
    basis: str = ""


class Source(Struct, frozen=True):
    """Where it was read: reliability of the source (A to F) and credibility of what it says here (1 to 6).

    `origin` is the reference of what this source repeats, where that is known: a reprint and its origin are one source.
    """

    reference: str
    reliability: str = "F"
    credibility: str = "6"
    origin: str = ""


class Support(Struct, frozen=True):
    """Sealed evidence that speaks for a record or against it: the evidence id, and where in it (pages, or a range of time)."""

    evidence: str
    place: str = ""
    stance: Stance = "supports"
    note: str = ""


class Incident(Struct, frozen=True):
    """An incident of a casebook. `status` says that the act happened, never who did it; `other` keeps columns that have no place here.

    `response` is what the named party answers. `consent` says what those affected agreed to, and `consent_until` (a day, ISO 8601) how long
    that holds; empty where no end was said. A record of the status `aggregate` holds a published total and is never counted with others.
    `reason` says why this version was written, where that was by hand; it is empty for what comes from a sheet.
    """

    id: str
    date: When
    where: Where
    acts: tuple[Act, ...]
    attributions: tuple[Attribution, ...] = ()
    sources: tuple[Source, ...] = ()
    outcome: str = ""
    status: str = "unverified"
    confidence: str = "low"
    summary: str = ""
    response: str = ""
    support: tuple[Support, ...] = ()
    consent: str = "none"
    consent_until: str = ""
    sharing: str = "red"
    state_responsibility: str = "not_assessed"
    other: dict[str, str] = {}
    reason: str = ""

    @property
    def needs_response(self) -> bool:
        """Is the answer of the other side missing: where an organisation is named or the act contested, it must be told or have been asked for."""
        return not self.response and (self.status == "contested" or any(each.organisation for each in self.acts))

    @property
    def is_aggregate(self) -> bool:
        """Is this a published total, which is never counted with others?"""
        return self.status == "aggregate"
