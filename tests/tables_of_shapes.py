"""The same for the shapes of editions, hierarchies, summaries and claims: too little of them, and the same told in another way."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.table import Kind, Panel

TIMES = 40


def starved_hierarchies() -> Iterator[tuple[str, Hierarchy]]:
    """Yield totals without parts, with one, with a part that is never published, with nothing or with rates."""
    counts = np.arange(4 * TIMES, dtype=np.float64).reshape(4, TIMES) + 5
    yield "no parts", told(counts[:1])
    yield "one part", told(counts[:2])
    yield "a part that is never published", told(np.vstack([counts, np.full(TIMES, np.nan)]))
    yield "a total that is never published", told(np.vstack([np.full(TIMES, np.nan), counts]))
    yield "nothing published", told(np.full((4, TIMES), np.nan))
    yield "only zeros", told(np.zeros((4, TIMES)))
    yield "no time", told(np.zeros((4, 0)))
    yield "rates", told(counts, Kind.RATES)


def told(values: np.ndarray, kind: Kind = Kind.COUNTS) -> Hierarchy:
    """Return a hierarchy whose first row is the total."""
    panel = Panel.many(name="place", values=values, kind=kind)
    return Hierarchy(panel=panel, total=panel.units[0] if len(panel.units) else "nobody")


def renamed_hierarchy(table: Hierarchy, panel: Panel) -> Hierarchy:
    """Return the same hierarchy with the names of another panel."""
    names = dict(zip(table.panel.units, panel.units, strict=True))
    return dataclasses.replace(table, panel=panel, total=names[table.total], parts=tuple(names[each] for each in table.parts))


def stacked_hierarchy(other: Hierarchy, panel: Panel) -> Hierarchy:
    """Return the second of two hierarchies in the panel of both."""
    return dataclasses.replace(other, panel=panel, total=f"b {other.total}", parts=tuple(f"b {each}" for each in other.parts))
