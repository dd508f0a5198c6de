"""A row of a sheet as an incident, or what is wrong with it by column: unknown words are refused and never added by themselves."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from counterwatch.core import Message, Template
from counterwatch.core.country import country_codes, country_name
from counterwatch.core.language import LANGUAGES
from counterwatch.incidents.guard import stopped
from counterwatch.incidents.incident import COUNTED, Act, Attribution, Incident, Persons, Source, Where
from counterwatch.incidents.persons import persons
from counterwatch.incidents.roles import MOST, NAMES
from counterwatch.incidents.vocabulary import Vocabulary
from counterwatch.incidents.when import Order, When, Wrong, when, wrong

UNKNOWN_TERM = Template("incidents.rows.unknown_term", "«{text}» is no {scheme} of the vocabulary; near it: {near}")
UNKNOWN_COUNTRY = Template("incidents.rows.unknown_country", "«{text}» is no country, neither a code of two letters nor a name")
NOT_A_NUMBER = Template("incidents.rows.not_a_number", "«{text}» is no number or range of persons, such as 6, 6-8 or more than 130")
PRIVATE = Template("incidents.rows.private", "the target is {type}: a name does not belong here, only that of an organisation")
NO_DATE = Template("incidents.rows.no_date", "there is no date")
IMPOSSIBLE = Template("incidents.rows.impossible", "there is no such day as «{text}»; write what is known of it: 2021-02, 2021, about 2021")
BACKWARDS = Template("incidents.rows.backwards", "«{text}» ends before it begins")
NO_UNIT = Template("incidents.rows.no_unit", "«{text}» is nothing that is counted here; a number of those affected counts {units}")
NO_DAY = Template("incidents.rows.no_day", "«{text}» is no day written as 2027-03-31")
LONGEST, SHOWN = 80, 3
PERSONS = frozenset({"individual", "individual_public", "individual_official"})
TERMS = {
    "tactic": "tactic", "channel": "channel", "target_community": "target_community", "target_type": "target_type",
    "perpetrator_type": "perpetrator_type", "attributed_by": "attributed_by", "attributed_by_2": "attributed_by",
    "harm": "harm", "outcome": "outcome", "status": "status",
    "source_reliability": "source_reliability", "info_credibility": "info_credibility", "confidence": "confidence", "consent": "consent",
    "sharing": "sharing", "state_responsibility": "state_responsibility",
    **{f"{name}_{n}": name for name in ("source_reliability", "info_credibility") for n in range(1, MOST + 1)},
    **{f"attributed_by_{n}": "attributed_by" for n in range(3, MOST + 1)},
}  # fmt: skip
"""Which fields hold a term, and of which scheme."""

FURTHER = {f"_{n}": frozenset({f"origin_state_{n}", f"attributed_by_{n}", f"basis_{n}"}) for n in range(2, MOST + 1)}
"""The fields of further attributions."""


def _nothing(_text: str) -> bool:
    """Nothing is protected."""
    return False


@dataclass(slots=True, kw_only=True)
class Row:
    """A row under way: its cells by field, and what is wrong by field."""

    cells: Mapping[str, str]
    vocabulary: Vocabulary
    mapped: Mapping[tuple[str, str], str]
    faults: dict[str, Message] = field(default_factory=dict)
    remembered: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """What was found for the words of earlier rows of the same sheet."""
    order: Order = ""
    holds: Callable[[str], bool] = _nothing

    def term(self, name: str, default: str = "") -> str:
        """Return the code of a term; an unknown one is a fault, unless the user has said what it stands for."""
        text, scheme = self.cells.get(name, ""), TERMS[name]
        if not text:
            return default
        known = self.remembered.get((scheme, text))
        if known is None:
            known = self.vocabulary.labelled(scheme, self.mapped.get((scheme, text), text))
            self.remembered[scheme, text] = known
        if len(known) == 1:
            return known[0]
        self.faults[name] = UNKNOWN_TERM(text=text[:LONGEST], scheme=scheme, near=", ".join(near(self.vocabulary.codes(scheme), text)))
        return default

    def country(self, name: str) -> str:
        """Return the code of a country that is written as one, or by its name in a language of the interface."""
        text = self.cells.get(name, "")
        code = _countries().get(text.casefold(), "") if text else ""
        if text and not code:
            self.faults[name] = UNKNOWN_COUNTRY(text=text[:LONGEST])
        return code

    def persons(self) -> Persons | None:
        """Return how many were affected, and what that number counts."""
        unit = self.cells.get("persons_unit") or COUNTED[0]
        if unit not in COUNTED:
            self.faults["persons_unit"] = NO_UNIT(text=unit[:LONGEST], units=", ".join(COUNTED))
            return None
        try:
            found = persons(self.cells.get("persons_affected", ""))
        except ValueError:
            self.faults["persons_affected"] = NOT_A_NUMBER(text=self.cells["persons_affected"][:LONGEST])
            return None
        return msgspec.structs.replace(found, unit=unit) if found else None

    def day(self, name: str) -> str:
        """Return a day as ISO 8601 writes it; empty where none is said."""
        text = self.cells.get(name, "")
        try:
            return datetime.date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.faults[name] = NO_DAY(text=text[:LONGEST])
            return ""


def incident_of(row: Row) -> Incident:
    """Return the incident of a row; it counts only where the row has no faults."""
    event = row.cells.get("event", "")
    act = Act(
        id=row.cells.get("id", "") if event else "", persons=row.persons(),
        tactic=row.term("tactic"), channel=row.term("channel"), target_type=row.term("target_type"), target_community=row.term("target_community"),
        organisation=row.cells.get("organisation", ""), perpetrator_type=row.term("perpetrator_type"), harm=row.term("harm"),
    )  # fmt: skip
    made = Incident(
        id=event or row.cells.get("id") or _id_of(row.cells), date=_date(row), acts=(act,), attributions=_attributions(row), sources=_sources(row),
        where=Where(country=row.country("host_country"), place=row.cells.get("host_place", "")),
        outcome=row.term("outcome"), status=row.term("status", "unverified"), confidence=row.term("confidence", "low"),
        summary=row.cells.get("summary", ""), response=row.cells.get("response", ""), consent=row.term("consent", "none"),
        consent_until=row.day("consent_until"),
        sharing=row.term("sharing", "red"),
        state_responsibility=row.term("state_responsibility", "not_assessed"),
        other={name: text for name, text in row.cells.items() if text and name not in NAMES},
    )  # fmt: skip
    _refuse_persons(row, act)
    return made


def near(codes: list[str], text: str) -> list[str]:
    """Return the codes that look most like a text."""
    import difflib

    return difflib.get_close_matches(text, codes, n=SHOWN, cutoff=0.3) or codes[:SHOWN]


def _date(row: Row) -> When:
    if not row.cells.get("date"):
        row.faults["date"] = NO_DATE()
    text, until = row.cells.get("date", ""), row.cells.get("end_date", "")
    date, fault = _read(text, until, row.cells.get("date_precision", ""), row.order)
    if fault == "impossible":
        name = "date" if wrong(text, order=row.order) else "end_date"
        row.faults[name] = IMPOSSIBLE(text=row.cells[name][:LONGEST])
    elif fault == "backwards":
        row.faults["end_date" if until else "date"] = BACKWARDS(text=date.as_written[:LONGEST])
    return date


@lru_cache(maxsize=1 << 14)
def _read(text: str, until: str, precision: str, order: Order) -> tuple[When, Wrong]:
    """Return what a date means and what is wrong with it: many rows share a day."""
    return when(text, until=until, precision=precision, order=order), wrong(text, until=until, order=order)


def _attributions(row: Row) -> tuple[Attribution, ...]:
    """Return the attributions of a row: the first always stands, if only to say that nobody named a state; others where they say something."""
    first, *others = (
        Attribution(origin_state=row.country(f"origin_state{n}"), by=row.term(f"attributed_by{n}", "unknown"), basis=row.cells.get(f"basis{n}", ""))
        for n in ("", *(n for n, names in FURTHER.items() if not names.isdisjoint(row.cells)))
    )
    return (first, *(each for each in others if each != Attribution()))


def _sources(row: Row) -> tuple[Source, ...]:
    """Return the sources of a row; what is said of one by its number goes before what is said of all."""
    reliability, credibility = row.term("source_reliability", "F"), row.term("info_credibility", "6")
    origin = row.cells.get("source_origin", "")
    return tuple(
        Source(
            reference=reference, reliability=row.term(f"source_reliability_{n}", reliability), origin=row.cells.get(f"source_origin_{n}") or origin,
            credibility=row.term(f"info_credibility_{n}", credibility),
        )
        for n in range(1, MOST + 1) if (reference := row.cells.get("source" if n == 1 else f"source_{n}", ""))
    )  # fmt: skip


def _refuse_persons(row: Row, act: Act) -> None:
    if act.organisation and act.target_type in PERSONS:
        row.faults["organisation"] = PRIVATE(type=act.target_type)
    others = [name for name in row.cells if name not in NAMES]
    row.faults.update(stopped(row.cells, others, region=_countries().get(row.cells.get("host_country", "").casefold(), ""), holds=row.holds))


def _id_of(cells: Mapping[str, str]) -> str:
    """Return an id for a row that has none: the same row gets the same again."""
    told = "\x1f".join(f"{name}={cells[name]}" for name in sorted(cells) if cells[name])
    return f"row-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _countries() -> Mapping[str, str]:
    if not _COUNTRIES:
        _COUNTRIES.update({code.casefold(): code for code in country_codes()})
        _COUNTRIES.update({country_name(code, language).casefold(): code for code in country_codes() for language in LANGUAGES})
    return _COUNTRIES


_COUNTRIES: dict[str, str] = {}
