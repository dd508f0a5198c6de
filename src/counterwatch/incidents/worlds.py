"""Invented casebooks: coded with care, or with one fault planted. For the promises of the checks; nothing in them happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from counterwatch.incidents.incident import Act, Attribution, Incident, Persons, Source, Where
from counterwatch.incidents.table import Incidents
from counterwatch.incidents.when import when

if TYPE_CHECKING:
    import numpy as np

FIRST, DAYS = datetime.date(2018, 1, 1), 6 * 365
COUNTRIES, STATES = ("DE", "FR", "SE", "CA"), ("CN", "RU", "IR", "")
TACTICS = ("TD.direct_threat", "IN.venue_pressure", "DG.phishing", "DA.property_attack")
LARGE = 100_000


def careful(rng: np.random.Generator, n: int = 160) -> Incidents:
    """Return a casebook in which days are days, each incident has two sources of different hosts, and every answer was asked for."""
    return Incidents(name="invented", every=(*(_incident(rng, number) for number in range(n)), total(LARGE)))


def total(persons: int) -> Incident:
    """Return a published total of so many persons."""
    return Incident(
        id="T-0001", date=when("2018", until="2023"), where=Where(), acts=(Act(tactic="", persons=Persons(low=persons, high=persons)),),
        sources=(Source(reference="https://total.example/report"),), status="aggregate",
    )  # fmt: skip


def changed(book: Incidents, rng: np.random.Generator, share: float, change: Callable[[Incident], Incident]) -> Incidents:
    """Return a casebook in which a share of the incidents, taken by chance, is changed."""
    return Incidents(name=book.name, every=tuple(change(each) if not each.is_aggregate and rng.random() < share else each for each in book.every))


def _incident(rng: np.random.Generator, number: int) -> Incident:
    state, body = STATES[rng.integers(len(STATES))], "A theatre" if rng.random() < 0.4 else ""
    day = FIRST + datetime.timedelta(days=int(rng.integers(DAYS)))
    persons = int(rng.integers(1, 9))
    return Incident(
        id=f"B-{number:04}", date=when(day.isoformat()), where=Where(country=COUNTRIES[rng.integers(len(COUNTRIES))]),
        acts=(Act(tactic=TACTICS[rng.integers(len(TACTICS))], organisation=body, persons=Persons(low=persons, high=persons)),),
        attributions=(Attribution(origin_state=state, by="court", basis="a judgment") if state else Attribution(),),
        sources=(Source(reference=f"https://paper.example/{number}"), Source(reference=f"https://court.example.org/{number}")),
        status="confirmed", confidence="moderate", response="It denies this." if body else "",
    )  # fmt: skip


def dated(incident: Incident, day: str) -> Incident:
    """Return an incident on another day."""
    return replace(incident, date=when(day))
