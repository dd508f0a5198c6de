"""May leading digits be asked of these numbers at all? Most narrow, rounded or limited ones honestly differ from Benford's law."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterwatch.core import Message, Template
from counterwatch.figures.benford.digits import Which, benford, smooth_law
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Floats, Kind

RATES = Template("figures.benford.rates", "these are rates or shares: they have a largest possible value, and their digits follow from it")
TOO_FEW = Template("figures.benford.too_few", "{count} numbers other than zero are too few for this question; {fewest} would be needed")
NARROW = Template(
    "figures.benford.narrow",
    "the sizes of {what} are too close together: nine in ten of them span {span:.2} orders of magnitude (a factor of {factor:s2}), "
    "and at least two (a factor of 100) are needed before leading digits mean anything",
)
FEW_VALUES = Template(
    "figures.benford.few_values", "only {n} different value occurs, as where prices, grants or classes are fixed beforehand",
    "only {n} different values occur, as where prices, grants or classes are fixed beforehand",
)  # fmt: skip
ROUNDED = Template(
    "figures.benford.rounded", "{share:%} of the numbers have no more than two digits other than closing zeros: they are small or rounded"
)
OTHER_SPREAD = Template(
    "figures.benford.other_spread",
    "the sizes of {what} spread over their range in such a way that honest leading digits differ from Benford's law, by {difference:%} in sum",
)
THE_NUMBERS = Template("figures.benford.the_numbers", "these numbers")
NAMED = Template("figures.benford.named", "«{column}»")
CUT_BELOW = Template(
    "figures.benford.cut_below",
    "the numbers stop short at the low end, near {value:s3}: a lower cut-off, below which nothing is listed, changes leading digits honestly",
)
CUT_ABOVE = Template(
    "figures.benford.cut_above",
    "the numbers stop short at the high end, near {value:s3}: a largest possible or allowed value changes leading digits honestly",
)
MORE = Template(
    "figures.benford.more",
    "ask for the same figure of more units or years, counted with all digits; add the size of each unit with --map size=COLUMN",
)

SPAN, WEAK_SPAN = 2.0, 2.5
FEWEST: dict[Which, int] = {"first": 300, "first_two": 1000, "second": 300}
FEWEST_DIFFERENT = 200
MOST_SHORT = 0.6
MOST_DIFFERENT = 0.06
FLANK = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitting:
    """One list without zeros, signs and gaps, with what decides whether its digits can be asked about."""

    values: Floats
    sizes: Floats
    what: Message
    span: float
    different: int
    short: float
    flanks: float
    ends: tuple[float, float]

    @property
    def cut_off(self) -> tuple[Message, ...]:
        """Name the end at which the numbers stop short, where they do: one flank of their logarithms is three times steeper than the other."""
        if len(self.values) < 50 or 1 / FLANK < self.flanks < FLANK:
            return ()
        return (CUT_BELOW(value=self.ends[0]),) if self.flanks >= FLANK else (CUT_ABOVE(value=self.ends[1]),)


@lru_cache(maxsize=16)
def fitting(numbers: Numbers, value: str) -> Fitting:
    """Look at one list; zeros have no leading digit, and a minus sign does not change one."""
    block = np.abs(numbers.values[value])
    values = block[np.isfinite(block) & (block > 0)]
    sized = numbers.size is not None
    sizes = np.abs(numbers.size[np.isfinite(block) & (block > 0)]) if numbers.size is not None else values
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)] if sized else sizes
    low, lower, upper, high = np.log10(np.quantile(values, [0.05, 0.25, 0.75, 0.95])) if len(values) else np.zeros(4)
    ends = np.log10(np.quantile(sizes, [0.05, 0.95])) if sized and len(sizes) else (low, high)
    return Fitting(
        values=values,
        sizes=sizes,
        what=NAMED(column=numbers.size_name) if sized and numbers.size_name else THE_NUMBERS(),
        span=float(ends[1] - ends[0]),
        different=_different(values),
        short=float(_is_short(values).mean()) if len(values) else 0.0,
        flanks=float((high - upper) / (lower - low)) if lower > low else np.inf if high > upper else 1.0,
        ends=(float(10**low), float(10**high)),
    )


def refusal(held: Fitting, which: Which, kind: Kind) -> Message | None:
    """Return why these numbers cannot be asked about, or `None`."""
    count = min(len(held.values), len(held.sizes))
    if kind is Kind.RATES:
        return RATES()
    return TOO_FEW(count=count, fewest=FEWEST[which]) if count < FEWEST[which] else _unfit(held, which)


def _unfit(held: Fitting, which: Which) -> Message | None:
    if held.span < SPAN:
        return NARROW(what=held.what, span=held.span, factor=float(10**held.span))
    if held.different < FEWEST_DIFFERENT:
        return FEW_VALUES(n=held.different)
    if held.short > MOST_SHORT:
        return ROUNDED(share=held.short)
    difference = predicted(held, which)
    return OTHER_SPREAD(what=held.what, difference=difference) if difference > MOST_DIFFERENT else None


def predicted(held: Fitting, which: Which) -> float:
    """Return by how much the spread of sizes alone moves the digits away from Benford's law, as a sum of absolute differences."""
    return float(np.abs(smooth_law(held.sizes, which) - benford(which)).sum())


def _different(values: Floats) -> int:
    # Nearly every list shows enough different numbers at its beginning.
    beginning = len(np.unique(values[:20_000]))
    return beginning if beginning >= FEWEST_DIFFERENT or len(values) <= 20_000 else len(np.unique(values))


def _is_short(values: Floats) -> NDArray[np.bool_]:
    """Say which numbers have at most two significant digits."""
    tens = 10.0 ** (np.floor(np.log10(values)) - 1)
    steps = values / tens
    return np.asarray(np.abs(steps - np.round(steps)) < 1e-9 * steps)
