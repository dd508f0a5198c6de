"""Stretches in which a daily series shows one value only, with what stood around them and what the other units did meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.table import Floats, Panel
from counterwatch.stats.lattice import largest_step
from counterwatch.stats.repeats import chance_of_run, runs, went_on_or_ended

Booleans = NDArray[np.bool_]
Places = NDArray[np.int64]

AROUND = 28
NEEDED = 21
MADE_UP = 0.3
PAUSE = 0.5
LOW = 0.5
SHORTEST = 5
FEWEST_OTHERS = 3
FEWEST_JUDGED = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """A run of one value from day `start` on. `before` and `after` are the usual amounts a day on either side.

    `catch_up` is the week after against a usual one; `made_up` the share of what was missing that this week, or one day of the four weeks
    after, holds in excess; `rhythm` the days from one report to the next where the slower side stands.
    `highest` is the largest amount of the four weeks on either side.
    `others` is the share of days on which the other units reported something new, `others_around` the same for the weeks around;
    both are `None` without comparable units. `chance` bounds the probability of such a run, given the rest of the series.
    """

    start: int
    days: int
    shown: float
    before: float
    after: float
    catch_up: float
    made_up: float
    rhythm: int
    chance: float
    highest: float
    others: float | None = None
    others_around: float | None = None

    @property
    def late(self) -> int:
        """The days by which a report was late: a weekly figure is not missing until the week is over."""
        return self.days - self.rhythm + 1

    @property
    def usual(self) -> float:
        return min(self.before, self.after)

    @property
    def is_limited(self) -> bool:
        """Does it stand at a figure that is not exceeded in the weeks around, or at less than half of what is usual? So does what is capped."""
        return self.shown > 0 and (self.shown >= self.highest or self.shown < LOW * self.usual)

    @property
    def made_good(self) -> bool:
        return self.made_up >= MADE_UP

    @property
    def all_paused(self) -> bool:
        return self.others is not None and self.others_around is not None and self.others < PAUSE * self.others_around


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One unit: its days, the smallest step of its figures, the days with enough reported to be judged, and its standstills."""

    flows: Floats
    first: int
    last: int
    step: int
    judged: Booleans
    standstills: tuple[Standstill, ...]

    def longest_other(self, one: Standstill, level: float) -> int:
        """Return the days of the longest other standstill where as much as `level` was usual; shorter than `SHORTEST` counts as that."""
        return max((each.days for each in self.standstills if each.start != one.start and each.usual >= level * self.step), default=SHORTEST - 1)


def records_of(panel: Panel, value: str, *, level: float) -> list[Record]:
    """Return a record for each unit of a daily panel."""
    flows = panel.flows(value)
    steps = largest_step(flows, share=0.985, fewest=30)
    judged = np.array([_judged(row, int(step), level) for row, step in zip(flows, steps, strict=True)], dtype=bool).reshape(flows.shape)
    others = _Others.of(flows, judged, level)
    return [_record(row, flows[row], judged[row], int(steps[row]), others) for row in range(len(flows))]


def _record(row: int, flows: Floats, judged: Booleans, step: int, others: _Others) -> Record:
    first, last = _reporting(flows)
    starts, lengths = runs(flows[first:last])
    long = np.flatnonzero((lengths >= SHORTEST) & (starts >= NEEDED) & (starts + lengths <= last - first - NEEDED))
    found = [_standstill(row, flows, judged, first + int(starts[at]), int(lengths[at]), others) for at in long]
    return Record(flows=flows, first=first, last=last, step=step, judged=judged, standstills=tuple(found))


def _reporting(flows: Floats) -> tuple[int, int]:
    """Return the first day with something reported and the day after the last one: zeros outside are not gaps."""
    shown = np.flatnonzero(np.isfinite(flows) & (flows != 0))
    return (int(shown[0]), int(shown[-1]) + 1) if len(shown) else (0, 0)


def _judged(flows: Floats, step: int, level: float) -> Booleans:
    """Return the days around which enough is reported: a mean of `level` steps or more over the four weeks around."""
    first, last = _reporting(flows)
    held = np.zeros(len(flows), dtype=bool)
    if last - first > AROUND:
        held[first:last] = np.convolve(np.nan_to_num(flows[first:last]), np.ones(AROUND + 1) / (AROUND + 1), mode="same") >= level * step
    return held


def _standstill(row: int, flows: Floats, judged: Booleans, start: int, days: int, others: _Others) -> Standstill:
    active = _reporting(flows)
    before, after = weeks_around(flows, start, days, active)
    level_before, level_after = _level(before), _level(after[1:])
    nearby = flows[max(active[0], start - AROUND) : start], flows[start + days : min(active[1], start + days + AROUND)]
    missing = days * max((level_before + level_after) / 2, 1e-9)
    higher = max(level_before, level_after, 1e-9)
    during, around = others.share(row, start, days)
    return Standstill(
        start=start, days=days, shown=float(flows[start]), before=level_before, after=level_after, rhythm=max(_rhythm(each) for each in nearby),
        catch_up=float(after[0] / higher), made_up=max(_excess(nearby[1]), 7 * float(after[0] - higher), 0.0) / missing,
        chance=chance_of_run(flows, judged, start, days, others=others.went_on(row)),
        highest=float(max(np.nanmax(each, initial=0.0) for each in nearby)), others=during, others_around=around,
    )  # fmt: skip


def would_have_been(record: Record, one: Standstill) -> tuple[float, float, float]:
    """Return what the weeks around would have put into the run, with a 95 % range: independent weeks, Student's t for their unknown spread."""
    from scipy.stats import t

    weeks = np.concatenate(weeks_around(record.flows, one.start, one.days, (record.first, record.last))) * 7
    length = one.days / 7
    spread = float(np.std(weeks, ddof=1)) * float(np.sqrt(length + length**2 / len(weeks))) * float(t.ppf(0.975, len(weeks) - 1))
    middle = float(np.mean(weeks)) * length
    return middle, max(middle - spread, 0.0), middle + spread


def _excess(after: Floats) -> float:
    """Return by how much the largest of some days is above an ordinary reporting day."""
    reported = after[after > 0]
    return float(reported.max() - np.median(reported)) if len(reported) else 0.0


def _rhythm(nearby: Floats) -> int:
    """Return how many days pass from report to report: 1 for daily figures, 7 for weekly ones."""
    return round(len(nearby) / max(int((nearby > 0).sum()), 1))


def weeks_around(flows: Floats, start: int, days: int, active: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return the means of up to four whole weeks before and after a run, the nearest week first."""
    before = flows[max(active[0], start - AROUND) : start][::-1]
    after = flows[start + days : min(active[1], start + days + AROUND)]
    return _weekly(before), _weekly(after)


def _weekly(values: Floats) -> Floats:
    weeks = values[: len(values) // 7 * 7].reshape(-1, 7)
    known = np.isfinite(weeks)
    return np.asarray(np.where(known, weeks, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _level(weeks: Floats) -> float:
    """Return what is usual: the median week, or the nearest where it holds less, so that a wave that fades out into a run counts as low."""
    return max(float(min(weeks[0], np.median(weeks))), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Others:
    """What all units did, as running sums, so that any stretch costs two look-ups."""

    amount: Floats
    new: Floats
    endings: Floats
    level: float

    @classmethod
    def of(cls, flows: Floats, judged: Booleans, level: float) -> _Others:
        new = np.isfinite(flows) & (flows != 0)
        new[:, 1:] &= flows[:, 1:] != flows[:, :-1]
        endings = np.array([(*went_on_or_ended(row, held)[:2], held.sum()) for row, held in zip(flows, judged, strict=True)], dtype=np.float64)
        return cls(amount=_sums(np.nan_to_num(flows)), new=_sums(new.astype(np.float64)), endings=endings, level=level)

    def went_on(self, row: int) -> float | None:
        """Return how often a repetition went on for another day in the other units; `None` where too few of them can be judged."""
        other = np.delete(self.endings, row, axis=0)
        on, ended = other[:, 0].sum(), other[:, 1].sum()
        return float((on + 1) / (on + ended + 2)) if (other[:, 2] >= FEWEST_JUDGED).sum() >= FEWEST_OTHERS else None

    def share(self, row: int, start: int, days: int) -> tuple[float | None, float | None]:
        """Return the share of days with something new, in the run and around it, of the other units that usually had enough to report."""
        edges = (max(start - AROUND, 0), start, start + days, min(start + days + AROUND, self.amount.shape[1] - 1))
        enough = (self._mean(self.amount, edges[0], edges[1]) >= self.level) & (self._mean(self.amount, edges[2], edges[3]) >= self.level)
        enough[row] = False
        if enough.sum() < FEWEST_OTHERS:
            return None, None
        around = (self._mean(self.new, edges[0], edges[1]) + self._mean(self.new, edges[2], edges[3])) / 2
        return float(self._mean(self.new, edges[1], edges[2])[enough].mean()), float(around[enough].mean())

    @staticmethod
    def _mean(sums: Floats, begin: int, end: int) -> Floats:
        return np.asarray((sums[:, end] - sums[:, begin]) / max(end - begin, 1))


def _sums(values: Floats) -> Floats:
    return np.hstack([np.zeros((len(values), 1)), np.cumsum(values, axis=1)])
