"""An incident: acts as the smallest unit, what is known of when and where, who says so and how good that is, and who is said to be behind it."""

from __future__ import annotations

from counterwatch.core.finding import Struct
from counterwatch.incidents.when import When


class Persons(Struct, frozen=True):
    """How many persons an act affected, as a range; `high` is None where only a lower bound was said («more than 130»)."""

    low: int
    high: int | None
    as_written: str = ""


class Where(Struct, frozen=True):
    """Where it happened: the host country (ISO 3166-1, empty where none or several), and the place as written."""

    country: str = ""
    place: str = ""


class Act(Struct, frozen=True):
    """One act: what was done, how it reached whom, and what it did. Codes are those of the vocabulary.

    `organisation` is only ever the name of an organisation, venue or body; a private person is never named.
    """

    tactic: str
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
    """Where it was read: reliability of the source (A to F) and credibility of what it says here (1 to 6)."""

    reference: str
    reliability: str = "F"
    credibility: str = "6"


class Incident(Struct, frozen=True):
    """An incident of a casebook. `status` says that the act happened, never who did it; `other` keeps columns that have no place here.

    `response` is what the named party answers. A record of the status `aggregate` holds a published total and is never counted with others.
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
    consent: str = "none"
    sharing: str = "red"
    state_responsibility: str = "not_assessed"
    other: dict[str, str] = {}

    @property
    def is_aggregate(self) -> bool:
        """Is this a published total, which is never counted with others?"""
        return self.status == "aggregate"
