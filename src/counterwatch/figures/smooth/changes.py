"""How much the growth of each unit changes from one year to the next, and which units it may be compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from counterwatch.figures.table import Floats, Panel, Step

YEAR = {Step.YEAR: 1, Step.QUARTER: 4, Step.MONTH: 12}
SIZE = re.compile(r"pop|population|inhabitants|人口|常住人口|население|einwohner|habitants|población|nüfus", re.IGNORECASE)
METHOD = re.compile(r"i_\w+|interpolat\w*|method|compil\w*|flag|插值|推算|方法|метод", re.IGNORECASE)
STRAIGHT = 1e-6
MOST_STRAIGHT = 0.2
CORRELATED = 3
LEVEL = 0.95
LARGEST = 1e300
CLASSES = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Changes:
    """One row per unit: the standard deviation of the changes of growth in percentage points, its interval, the changes, and the group."""

    sd: Floats
    low: Floats
    high: Floats
    count: Floats
    growth: Floats
    straight: Floats
    group: tuple[tuple[float, bool, int], ...]


def is_background(value: str) -> bool:
    """Is a column the size of units, or a mark of how they were compiled, rather than something to be asked about?"""
    return bool(SIZE.fullmatch(value) or METHOD.fullmatch(value))


def changes_of(panel: Panel, value: str) -> Changes:
    """Return the changes of growth over a year; units match where the marks of compilation, interpolation and the class of size agree."""
    from scipy.stats import chi2

    lag, flows = YEAR[panel.step], panel.flows(value)
    flows = np.where((flows > 0) & (flows < LARGEST), flows, np.nan)
    logs = np.log(flows)
    growth = 100 * (logs[:, lag:] - logs[:, :-lag])
    second = growth[:, lag:] - growth[:, :-lag] if growth.shape[1] > lag else np.zeros((len(flows), 0))
    count, sd = np.isfinite(second).sum(axis=1), _sd(second)
    effective = np.maximum((count - 1) / _correlation(second), 1.0)
    low, high = (sd * np.sqrt(effective / chi2.ppf(tail, effective)) for tail in (0.5 + LEVEL / 2, 0.5 - LEVEL / 2))
    straight = _straight(flows, second, lag)
    return Changes(
        sd=sd, low=low, high=high, count=count.astype(np.float64), growth=_mean(growth), straight=straight,
        group=_groups(panel, value, straight > MOST_STRAIGHT, sd),
    )  # fmt: skip


def _sd(values: Floats) -> Floats:
    known = np.isfinite(values)
    count = known.sum(axis=1, keepdims=True)
    middle = np.where(known, values, 0).sum(axis=1, keepdims=True) / np.maximum(count, 1)
    return np.asarray(np.sqrt(np.where(known, (values - middle) ** 2, 0).sum(axis=1) / np.maximum(count[:, 0] - 1, 1)))


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    return np.asarray(np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _correlation(values: Floats) -> Floats:
    """Return by how much correlation between neighbours widens the interval of a variance (Bartlett 1946): 1 without any."""
    rest = np.where(np.isfinite(values), values - _mean(values)[:, np.newaxis], 0)
    whole = np.maximum((rest**2).sum(axis=1), 1e-300)
    lags = range(1, min(CORRELATED, rest.shape[1] - 1) + 1)
    return np.asarray(1 + 2 * sum(((rest[:, lag:] * rest[:, :-lag]).sum(axis=1) / whole) ** 2 for lag in lags))


def _straight(flows: Floats, second: Floats, lag: int) -> Floats:
    """Return the share of changes that are nothing, as on a straight line (of levels or of logs): the mark of interpolation."""
    width = max(flows.shape[1] - 2 * lag, 0)
    bend = flows[:, 2 * lag :] - 2 * flows[:, lag : lag + width] + flows[:, :width]
    known = np.isfinite(second)
    still = (np.abs(second) <= 100 * STRAIGHT) | (np.abs(bend) <= STRAIGHT * np.abs(flows[:, 2 * lag :]))
    return np.asarray((known & still).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _groups(panel: Panel, value: str, interpolated: np.ndarray, sd: Floats) -> tuple[tuple[float, bool, int], ...]:
    size = next((block for name, block in panel.values.items() if SIZE.fullmatch(name) and name != value), panel.flows(value))
    marks = next((block for name, block in panel.values.items() if METHOD.fullmatch(name)), None)
    method = [_commonest(row) if marks is not None else 0.0 for row in (panel.values[value] if marks is None else marks)]
    usual = [float(np.median(known)) if len(known := row[np.isfinite(row)]) else 0.0 for row in size]
    kinds = list(zip(method, interpolated.tolist(), strict=True))
    ladders = {kind: sorted(usual[row] for row, each in enumerate(kinds) if each == kind and sd[row] > 0) for kind in set(kinds)}
    return tuple((*kind, _class(usual[row], ladders[kind])) for row, kind in enumerate(kinds))


def _commonest(marks: Floats) -> float:
    found, often = np.unique(marks[np.isfinite(marks)], return_counts=True)
    return float(found[often.argmax()]) if len(found) else 0.0


def _class(size: float, ladder: list[float]) -> int:
    below = sum(each < size for each in ladder)
    return min(CLASSES * below // max(len(ladder), 1), CLASSES - 1)
