"""The deaths that would have been expected: a level for each place in the year and a linear trend (Karlinsky & Kobak 2021)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.shapes.steps import ENDING
from counterwatch.figures.table import Days, Floats, Step

Marks = NDArray[np.bool_]
Places = NDArray[np.int64]

SEASONS = {Step.WEEK: 52, Step.MONTH: 12, Step.QUARTER: 4, Step.YEAR: 1}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baseline:
    """Expected deaths at every time, and what their fit knows of its own uncertainty.

    `covariance` is that of the coefficients in units of `noise` squared. `years` is the number of years fitted. `between` is by how much whole
    years scatter more than independent steps would: the variance of a sum over a year divided by that of as many independent steps.
    """

    expected: Floats
    design: Floats
    covariance: Floats
    noise: float
    freedom: int
    years: int
    between: float

    def variance(self, chosen: Marks) -> float:
        """Return the variance of observed minus expected deaths, summed over the chosen times (their formula, noise of independent steps)."""
        along = self.design[chosen].sum(axis=0)
        return self.noise**2 * float(chosen.sum() + along @ self.covariance @ along)


def year_and_season(times: Days, step: Step) -> tuple[Places, Places]:
    """Return the year of each time and its place in the year: the month, the quarter, or the week.

    A week belongs to the year of its fourth day, as ISO 8601 has it; the rare week 53 is taken for week 52.
    """
    if step is Step.WEEK:
        named = int(times[0].astype("datetime64[D]").astype(np.int64) % 7) if len(times) else 4
        fourth = times.astype("datetime64[D]") + np.timedelta64(-3 if named in ENDING else 3, "D")
        years = fourth.astype("datetime64[Y]")
        week = (fourth - years.astype("datetime64[D]")).astype(np.int64) // 7
        return years.astype(np.int64) + 1970, np.minimum(week, SEASONS[step] - 1)
    years = times.astype("datetime64[Y]")
    month = times.astype("datetime64[M]").astype(np.int64) % 12
    return years.astype(np.int64) + 1970, month // (12 // SEASONS[step])


def baseline_of(deaths: Floats, times: Days, step: Step, fitted: Marks, *, hold: bool = True) -> Baseline | None:
    """Return the baseline of the given times that are `fitted`; `None` where a place in the year was never seen or too little is left to judge by.

    Where the trend is to `hold`, later years are expected to be like the first one after those fitted, as in the paper; else it goes on.
    """
    year, season = year_and_season(times, step)
    used = fitted & np.isfinite(deaths)
    if not used.any():
        return None
    year = np.minimum(year, year[used].max() + 1) if hold else year
    middle = (year[used].min() + year[used].max()) / 2
    design = np.concatenate([(season[:, np.newaxis] == np.arange(SEASONS[step])).astype(np.float64), (year - middle)[:, np.newaxis]], axis=1)
    freedom = int(used.sum()) - design.shape[1]
    if freedom < 1 or not design[used].any(axis=0).all():
        return None
    covariance = np.linalg.inv(design[used].T @ design[used])
    coefficients = covariance @ (design[used].T @ deaths[used])
    left = deaths[used] - design[used] @ coefficients
    noise = float(np.sqrt(left @ left / freedom))
    return Baseline(
        expected=design @ coefficients, design=design, covariance=covariance, noise=noise, freedom=freedom, years=len(np.unique(year[used])),
        between=_between(left, year[used], noise),
    )  # fmt: skip


def _between(left: Floats, year: Places, noise: float) -> float:
    """A winter with influenza or a hot summer lasts many weeks, so the errors of one year add up instead of cancelling."""
    _, number = np.unique(year, return_inverse=True)
    sums, sizes = np.bincount(number, weights=left), np.bincount(number)
    # A level and a trend over the years were fitted, so as many years less two are free.
    free = len(sums) - 2
    if free < 1 or noise <= 0:
        return 1.0
    return float((sums**2 / sizes).sum() / free / noise**2)
