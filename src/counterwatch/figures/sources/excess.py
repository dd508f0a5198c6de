"""Deaths beyond the expected ones, with their uncertainty told in two ways, of which the wider counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.sources.baseline import SEASONS, Baseline, Marks, baseline_of, year_and_season
from counterwatch.figures.table import Days, Floats, Step

FEWEST_YEARS = 4
WHOLE_YEAR = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Excess:
    """Observed minus expected deaths over the times that are `counted`, and what was reported on the same times."""

    baseline: Baseline
    counted: Marks
    excess: float
    expected: float
    reported: float
    died: float
    error: float

    @property
    def error_of_years(self) -> float:
        """The error where whole years scatter more than independent steps would."""
        return self.error * float(np.sqrt(max(self.baseline.between, 1.0)))

    def reach(self, level: float) -> float:
        """Return half the width of the interval: the wider of the two."""
        from scipy.stats import t

        tail = (1 - level) / 2
        return float(max(t.isf(tail, self.baseline.freedom) * self.error, t.isf(tail, self.baseline.years - 2) * self.error_of_years))

    @property
    def chances(self) -> tuple[float, float]:
        """The chance of so large a shortfall of reported deaths if they were all: from independent steps, and from whole years."""
        from scipy.stats import t

        missing = self.excess - self.reported
        if self.error <= 0:
            return (1.0, 1.0)
        return float(t.sf(missing / self.error, self.baseline.freedom)), float(t.sf(missing / self.error_of_years, self.baseline.years - 2))


def pre_years(deaths: Floats, times: Days, step: Step, *, before: int, years: int) -> Marks:
    """Return the times of the last `years` whole years before the year `before`, of which at least nine tenths are given."""
    year, _ = year_and_season(times, step)
    given = np.isfinite(deaths) & (year < before)
    whole = [each for each in np.unique(year[given]) if (given & (year == each)).sum() >= WHOLE_YEAR * SEASONS[step]]
    return given & np.isin(year, sorted(whole)[-years:])


def excess_of(reported: Floats, deaths: Floats, times: Days, step: Step, *, fitted: Marks, counted: Marks, hold: bool) -> Excess | None:
    """Return the excess over the times that are `counted` and given in both sources."""
    baseline = baseline_of(deaths, times, step, fitted, hold=hold)
    if baseline is None:
        return None
    expected = baseline.expected[counted]
    return Excess(
        baseline=baseline, counted=counted, excess=float((deaths[counted] - expected).sum()), expected=float(expected.sum()),
        reported=float(reported[counted].sum()), died=float(deaths[counted].sum()), error=float(np.sqrt(baseline.variance(counted))),
    )  # fmt: skip
