"""What both rules say beside their answer: innocent explanations first, then what to ask and what to do next."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Estimate, Message, Template
from counterwatch.figures.dispersion.spread import SMALLEST_TOTAL, Spread
from counterwatch.figures.dispersion.windows import Block
from counterwatch.stats.median import median_interval

LEVEL = 0.95
TABLE = "weeks.csv"

SMOOTHED = Template(
    "figures.underdispersion.smoothed",
    "A source that publishes averages, spreads totals over days or fills gaps by interpolation makes the "
    "same pattern; this is often done openly and without any intent",
)
PLANNED = Template(
    "figures.underdispersion.planned",
    "A limit or a plan does it too: a fixed number of tests, beds, clerks, appointments or certificates per day varies less than what happens",
)
MEANS = Template(
    "figures.underdispersion.means",
    "It says that the values do not look like independent events counted raw each day; it does not say who or what made them so",
)
NO_PROOF = Template(
    "figures.underdispersion.no_proof",
    "Finding no departure is no proof: differences between weekdays, outbreaks and reporting in batches "
    "add variance and hide values that were smoothed",
)
LEFT_OUT = Template(
    "figures.underdispersion.left_out",
    "{n} window was left out: a value is missing, negative or not whole, or they add up to less than {total}",
    "{n} windows were left out: a value is missing, negative or not whole, or they add up to less than {total}",
)
TREND = Template(
    "figures.underdispersion.trend",
    "Within ten weeks a level that rises or falls adds variance, so blocks of weeks miss much more low variation than days do",
)

ASK_METHOD = Template(
    "figures.underdispersion.ask_method",
    "Ask the source whether these values are counted each day or averaged, distributed or estimated, since when, and for the daily inputs",
)
ASK_LIMIT = Template(
    "figures.underdispersion.ask_limit", "Ask the source which capacity or quota applies per day, and whether the events are scheduled"
)
COMPARE = Template(
    "figures.underdispersion.compare", "Look in {table} which windows are marked, and compare those dates with a second, independent source"
)
RATIO = Template("figures.underdispersion.ratio", "variance divided by mean (1 = independent events), median of the windows")


def limits(spread: Spread, row: int, *, block: Block, departs: bool) -> tuple[Message, ...]:
    """Return what an honest critic would say first, then what was left out."""
    said = (SMOOTHED(), PLANNED(), MEANS()) if departs else (NO_PROOF(),)
    trend = (TREND(),) if block == "week" and not departs else ()
    left_out = int(spread.left_out[row])
    return said + trend + ((LEFT_OUT(n=left_out, total=SMALLEST_TOTAL[block]),) if left_out else ())


def steps(*, departs: bool) -> tuple[Message, ...]:
    """Return the questions to the source and the next thing to look at; a series that does not depart needs none."""
    return (ASK_METHOD(), ASK_LIMIT(), COMPARE(table=TABLE)) if departs else ()


def estimate(spread: Spread, row: int) -> Estimate | None:
    """Return the median of variance divided by mean with its interval."""
    known = spread.ratio[row][np.isfinite(spread.ratio[row])]
    if not known.size:
        return None
    value, low, high = median_interval(known, level=LEVEL)
    return Estimate(value=value, low=low, high=high, level=LEVEL, unit=RATIO())


def numbers(spread: Spread, row: int) -> dict[str, float | None]:
    """Return the counts behind the statement by name."""
    expected = float(spread.expected[row])
    return {
        "windows": int(spread.windows[row]),
        "marked": int(spread.count[row]),
        "expected marked": expected if np.isfinite(expected) else None,
        "longest run": int(spread.run[row]),
        "left out": int(spread.left_out[row]),
    }
