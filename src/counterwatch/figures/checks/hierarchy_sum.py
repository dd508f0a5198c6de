"""Parts that are published beside their total add up to it, but for rounding; where they do not, somebody can say why."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check
from counterwatch.figures.attached import csv_text
from counterwatch.figures.charts.gap_bars import gap_bars
from counterwatch.figures.hierarchy.breaks import Level, ratio_breaks
from counterwatch.figures.hierarchy.gaps import Gaps, Rounding, gaps_of
from counterwatch.figures.hierarchy.words import TABLE, limits, steps
from counterwatch.figures.shapes.hierarchy import Hierarchy
from counterwatch.figures.table import Floats, Kind, Panel, Step, times_from

DEPARTS = Template(
    "figures.hierarchy_sum.departs",
    "at {n} of {of} times the {parts} parts do not add up to {total}, and rounding does not explain it: their sum is {low:.2%} to {high:.2%} away "
    "from the total ({middle:.2%} in the middle; a minus sign says that the parts are less)",
)
ZERO = Template(
    "figures.hierarchy_sum.zero",
    "at {n} of {of} times the {parts} parts do not add up to {total}, which is zero where they are not",
)
CONSISTENT = Template(
    "figures.hierarchy_sum.consistent",
    "at {n} time the {parts} parts add up to {total} as rounding allows; this is no proof that either is sound",
    "at all {n} times the {parts} parts add up to {total} as rounding allows; this is no proof that either is sound",
)
RATES = Template(
    "figures.hierarchy_sum.rates", "rates of parts do not add up to the rate of the whole; this needs the numbers that they were made of"
)
FEW_PARTS = Template("figures.hierarchy_sum.few_parts", "a total needs at least two parts beside it, and here are {n}")
NOTHING = Template("figures.hierarchy_sum.nothing", "there is no time at which {total} and all its {parts} parts are published and not all zero")
LEFT_OUT = Template(
    "figures.hierarchy_sum.left_out", "name the parts that make up the total with --part; most often missing: {missing}"
)  # fmt: skip
UNIT = Template("figures.hierarchy_sum.unit", "of the total: the difference in the middle of all times")
NO_SAMPLE = Template("figures.hierarchy_sum.no_sample", "sums are facts, not a sample; every one is listed in {table}")
_HEADER = ("total", "value", "time", "total_published", "sum_of_parts", "difference", "rounding_allows", "share_of_total")


def honest(rng: np.random.Generator, parts: int = 12, times: int = 30) -> Hierarchy:
    """Regional accounts, each number rounded by its own office from the exact one; every third table is rounded at random to threes."""
    exact = np.exp(rng.normal(8, 1, (parts, 1)) + np.cumsum(rng.normal(0.05, 0.03, (parts, times)), axis=1))
    whole = np.vstack([exact.sum(axis=0), exact])
    if rng.integers(3) == 0:
        low, over = np.divmod(np.round(whole), 3)
        return _table(3 * (low + (rng.random(whole.shape) < over / 3)), Kind.COUNTS)
    return _table(np.round(whole, int(rng.integers(0, 3))), Kind.AMOUNTS)


def planted(rng: np.random.Generator) -> Hierarchy:
    """The same, with a total that grows one per cent faster a year than its parts from some year on."""
    values = honest(rng).panel.values[""].copy()
    start = int(rng.integers(8, 20))
    values[0, start:] = np.round(values[0, start:] * 1.01 ** np.arange(1, values.shape[1] - start + 1))
    return _table(values, Kind.AMOUNTS)


def _table(values: Floats, kind: Kind) -> Hierarchy:
    units = ("total", *(f"part {number:02}" for number in range(1, len(values))))
    times = times_from("1990-01-01", values.shape[1], Step.YEAR)
    return Hierarchy(panel=Panel(name="simulated", units=units, times=times, step=Step.YEAR, values={"": values}, kinds={"": kind}), total="total")


@check(
    reads=Hierarchy,
    cites="Koch-Weser 2013, U.S.-China Economic and Security Review Commission, The Reliability of China's Economic Data",
    honest=honest,
    planted=planted,
    libraries=("numpy", "ruptures"),
)
def hierarchy_sum(table: Hierarchy, *, rounding: Rounding = "guess") -> list[Finding]:
    """Do the parts add up to their total?

    Each number may be off by half of the step in which it is written, or, with random rounding (guessed where all numbers are multiples of 3
    or of 5), by a whole step less one. A larger difference is a fact with a size, a sign and dates; it is a question, never a grade.
    """
    return [_ask(table, value, rounding) for value in table.panel.values]


def _ask(table: Hierarchy, value: str, rounding: Rounding) -> Finding:
    subject = f"{table.total} · {value}" if value else table.total
    if len(table.parts) < 2 or table.total not in table.panel.units:
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=FEW_PARTS(n=len(table.parts)))
    if table.panel.kinds[value] is Kind.RATES:
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=RATES())
    gaps = gaps_of(table, value, rounding=rounding)
    if not np.any(gaps.totals) and not np.any(gaps.sums):
        often = sorted(gaps.missing, key=lambda name: (-gaps.missing[name], name))[:3]
        hint = (LEFT_OUT(missing=", ".join(often)),) if often else ()
        return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=NOTHING(total=table.total, parts=gaps.parts), steps=hint)
    return _answer(table, value, subject, gaps)


def _answer(table: Hierarchy, value: str, subject: str, gaps: Gaps) -> Finding:
    beyond, shares = int(gaps.beyond.sum()), gaps.shares[np.isfinite(gaps.shares)]
    departs = beyond > 0
    sized = gaps.totals != 0
    levels = ratio_breaks(gaps.times[sized], 1 + shares, gaps.allowed[sized] / np.abs(gaps.totals[sized]))
    rows = zip(gaps.times.astype(str).tolist(), gaps.totals, gaps.sums, gaps.away, gaps.allowed, gaps.shares, strict=True)
    cells = ((table.total, value, time, *(float(each) if np.isfinite(each) else None for each in numbers)) for time, *numbers in rows)
    middle = float(np.median(shares)) if len(shares) else None
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=_statement(table.total, gaps, shares),
        estimate=None if middle is None else Estimate(value=middle, unit=UNIT(), no_interval=NO_SAMPLE(table=TABLE)),
        numbers=_numbers(gaps, shares, levels), attachments=(Attachment.of(TABLE, csv_text(_HEADER, cells)),),
        limits=limits(departs=departs, incomplete=gaps.incomplete, missing=gaps.missing, random=gaps.random), steps=steps(levels, departs=departs),
        charts=(gap_bars(subject, gaps, levels if departs else ()),) if len(shares) else (),
    )  # fmt: skip


def _statement(total: str, gaps: Gaps, shares: Floats) -> Message:
    times, beyond = len(gaps.times), int(gaps.beyond.sum())
    if not beyond:
        return CONSISTENT(n=times, parts=gaps.parts, total=total)
    away = gaps.shares[gaps.beyond]
    away = away[np.isfinite(away)]
    if not len(away):
        return ZERO(n=beyond, of=times, parts=gaps.parts, total=total)
    return DEPARTS(n=beyond, of=times, parts=gaps.parts, total=total, low=float(away.min()), high=float(away.max()), middle=float(np.median(shares)))


def _numbers(gaps: Gaps, shares: Floats, levels: list[Level]) -> dict[str, float | None]:
    known = len(shares) > 0
    numbers: dict[str, float | None] = {
        "parts": gaps.parts, "times": len(gaps.times), "times left out": gaps.incomplete, "times beyond rounding": int(gaps.beyond.sum()),
        "rounding allows at most": float(gaps.allowed.max()), "random rounding": float(gaps.random),
        "lowest share": float(shares.min()) if known else None, "highest share": float(shares.max()) if known else None,
        "times with more in the parts": int((gaps.away[gaps.beyond] > 0).sum()), "levels": len(levels),
    }  # fmt: skip
    for number, level in enumerate(levels, start=1):
        numbers |= {
            f"level {number}, first year": float(level.start[:4]),
            f"level {number}, times": level.times,
            f"level {number}, ratio": level.ratio,
        }
    return numbers
