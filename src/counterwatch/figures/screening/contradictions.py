"""Series that do not look like what was decided for their file: counted, told, and read like all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Problem, Template
from counterwatch.figures.table import Floats, Kind, Panel, Step

FRACTIONS = Template(
    "figures.contradictions.fractions",
    'the numbers of "{value}" are read as counts, but {n} series holds fractions, such as {unit}',
    'the numbers of "{value}" are read as counts, but {n} series hold fractions, such as {unit}',
)
FALLS = Template(
    "figures.contradictions.falls",
    '"{value}" is read as running totals, but {n} series falls too often for one, such as {unit}',
    '"{value}" is read as running totals, but {n} series fall too often for that, such as {unit}',
)
RISES = Template(
    "figures.contradictions.rises",
    '"{value}" is read as new numbers of each step, but {n} series never falls, like a running total, such as {unit}',
    '"{value}" is read as new numbers of each step, but {n} series never fall, like running totals, such as {unit}',
)
SPARSE = Template(
    "figures.contradictions.sparse",
    'the file is read as one number a step, but {n} series of "{value}" has most of its numbers farther apart, such as {unit}',
    'the file is read as one number a step, but {n} series of "{value}" have most of their numbers farther apart, such as {unit}',
)
FEWEST, MOSTLY, NEARLY_ALWAYS = 20, 0.9, 0.99
KINDS = (FRACTIONS, FALLS, RISES, SPARSE)


class Contradictions:
    """Counts, over all blocks, the series that contradict, and keeps the first of each sort by name."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[int, str]] = {}

    def add(self, panel: Panel) -> None:
        """Look at each series of a block by itself, so that the count does not depend on how the file is cut."""
        for value, block in panel.values.items():
            for number, marked in enumerate(_marked(panel, value, block)):
                if marked.any():
                    count, first = self._found.get((number, value), (0, panel.units[int(np.argmax(marked))]))
                    self._found[number, value] = (count + int(marked.sum()), first)

    def problems(self) -> tuple[Problem, ...]:
        """Return one remark for each sort and value."""
        ordered = sorted(self._found.items())
        return tuple(Problem(message=KINDS[number](n=count, value=value, unit=unit)) for (number, value), (count, unit) in ordered)


def _marked(panel: Panel, value: str, block: Floats) -> tuple[NDArray[np.bool_], ...]:
    known = np.isfinite(block)
    with np.errstate(invalid="ignore"):
        fractions = (block != np.floor(block)) & known & (panel.kinds[value] is Kind.COUNTS)
    change = np.diff(block, axis=1)
    steps, up, rises = np.isfinite(change).sum(axis=1), (change >= 0).sum(axis=1), (change > 0).sum(axis=1)
    enough, is_total = steps >= FEWEST, panel.cumulative.get(value, False)
    falls = enough & (up < MOSTLY * steps) & is_total
    # A rate or a series that hardly moves rises by chance; one that climbs on at least a third of its days does not.
    climbs = enough & (up >= NEARLY_ALWAYS * steps) & (3 * rises >= steps) & (not is_total) & (panel.kinds[value] is not Kind.RATES)
    count = known.sum(axis=1)
    sparse = (count >= FEWEST) & (2 * steps < count - 1) & (panel.step is not Step.IRREGULAR)
    return fractions.any(axis=1), falls, climbs, sparse
