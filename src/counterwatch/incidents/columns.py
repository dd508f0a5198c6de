"""Incidents as columns, so that many pairs are compared at once: days as numbers, names and terms as places in a list of what occurs."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from counterwatch.incidents.incident import Incident
from counterwatch.incidents.pages import page_of, publisher_of
from counterwatch.text.chinese import HAN
from counterwatch.text.sameness import same

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Value = TypeVar("Value", bound=Hashable)
NOWHERE = -(10**7)
"""The day of a date that cannot be told."""
SHORTEST = 40
"""Texts of fewer characters, a Chinese one counting three, say too little to be compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Column(Generic[Value]):
    """A value for each of n incidents: `codes` (int64) are places in `values`, -1 where nothing is said; `times` says how often each occurs."""

    values: list[Value]
    codes: NDArray[np.int64]
    times: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """n incidents as columns. `start` and `end` are days since 1970 (int64); sets are frozen sets of terms, pages or hosts."""

    ids: list[str]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    country: Column[str]
    place: Column[str]
    tactics: Column[frozenset[str]]
    organisations: Column[frozenset[str]]
    communities: Column[frozenset[str]]
    channels: Column[frozenset[str]]
    pages: Column[frozenset[str]]
    hosts: Column[frozenset[str]]
    persons: Column[tuple[int, int | None]]
    texts: list[str]

    def __len__(self) -> int:
        return len(self.ids)


def columns(incidents: Sequence[Incident]) -> Columns:
    """Return incidents as columns."""
    import numpy as np

    texts = [_text(each.summary) for each in incidents]
    return Columns(
        ids=[each.id for each in incidents],
        start=np.array([_day(each.date.start) for each in incidents], np.int64), end=np.array([_day(each.date.end) for each in incidents], np.int64),
        country=_column(each.where.country for each in incidents), place=_column(same(each.where.place) for each in incidents),
        tactics=_column(frozenset(act.tactic for act in each.acts) for each in incidents),
        organisations=_column(_said(same(act.organisation) for act in each.acts) for each in incidents),
        communities=_column(_said(act.target_community for act in each.acts) for each in incidents),
        channels=_column(_said(act.channel for act in each.acts) - {"unknown"} for each in incidents),
        pages=_column(_said(map(page_of, _references(each))) for each in incidents),
        hosts=_column(_said(map(publisher_of, _references(each))) for each in incidents),
        persons=_column(_persons(each) for each in incidents), texts=texts,
    )  # fmt: skip


def _column(values: Iterable[Value | None]) -> Column[Value]:
    import numpy as np

    every = list(values)
    counted = Counter(each for each in every if each)
    place = {value: number for number, value in enumerate(counted)}
    codes = np.array([place.get(each, -1) if each else -1 for each in every], np.int64)
    return Column(list(counted), codes, np.array(list(counted.values()), np.int64))


def _said(values: Iterable[str]) -> frozenset[str]:
    return frozenset(each for each in values if each)


def _references(incident: Incident) -> list[str]:
    return [each for source in incident.sources for each in (source.reference, source.origin) if each.strip()]


def _day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal() - 719_163 if text else NOWHERE


def _persons(incident: Incident) -> tuple[int, int | None] | None:
    """Return the range of persons of an incident of which one act says it; of several nobody knows whether they are the same."""
    said = [each.persons for each in incident.acts if each.persons and each.persons.unit == "persons"]
    return (said[0].low, said[0].high) if len(said) == 1 else None


def _text(summary: str) -> str:
    told = same(summary)
    return told if len(told) + 2 * len(HAN.findall(told)) >= SHORTEST else ""
