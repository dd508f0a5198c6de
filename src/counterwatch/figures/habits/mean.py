"""A mean over the last days is published instead of the count of the day: what enters today leaves again some days later.

So the daily changes of a mean over k days echo with the opposite sign after k days. Counts of a day echo after one day instead: a
high day is followed by a fall. Both must agree, and the pattern of weekdays is taken out first.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from counterwatch.core import Template
from counterwatch.figures.habit import Habit, habit
from counterwatch.figures.table import Days, Floats, Panel, Step
from counterwatch.stats.rolling import rolling_mean

SHORTEST, LONGEST = 3, 30
WINDOW, EVERY, WEEK = 140, 20, 7
AROUND, EXTREME = 14, 4.0
ECHO, SHORT_ECHO = -0.35, -0.47
"""How strong the echo must be; -0.5 is that of a mean of independent days. For less than a week the rest of a weekday pattern comes close."""

NEXT_DAY = -0.20
"""Counts of a day have about -0.5 here, a mean over days about 0."""

WEEK_ECHO, WEEK_APART = -0.43, 0.20
"""A mean over a week shows even where registries make high days follow low ones: nothing else echoes after 7 days and not after 5 and 9."""

TOGETHER = 500

MEAN = Template(
    "figures.mean.statement",
    "Daily values look like a mean over {days} days: each new value drops out again {days} days later (from about {first:date} to about {last:date})",
)
ASK = Template("figures.mean.ask", "Is this an average over {days} days, and since when? Ask for the daily inputs")


@habit(refuses=("underdispersion", "last_digit", "heaping"))
def mean(panel: Panel, value: str) -> list[Habit | None]:
    """A mean over several days is published."""
    flows = panel.flows(value)
    if panel.step is not Step.DAY or flows.shape[1] <= WINDOW:
        return [None] * len(panel.units)
    return [_habit(each, panel.times) for each in echoes(echo_of(panel, value))]


@lru_cache(maxsize=2)
def echo_of(panel: Panel, value: str) -> Floats:
    """Return the autocorrelation of the daily changes of a panel within sliding windows, shape (units, windows, lags from 0)."""
    flows = panel.flows(value)
    parts = [correlations(changes(flows[first : first + TOGETHER])) for first in range(0, len(flows), TOGETHER)]
    return np.concatenate(parts) if parts else np.zeros((0, 0, LONGEST + 1))


def echoes(echo: Floats) -> Floats:
    """Return the number of days after which the changes echo, shape (units, windows); 0 where they do not."""
    lags = echo[:, :, SHORTEST : LONGEST + 1]
    days = lags.argmin(axis=2) + SHORTEST
    strong = lags.min(axis=2) < np.where(days < WEEK, SHORT_ECHO, ECHO)
    week = (days == WEEK) & (echo[:, :, WEEK] < np.minimum(WEEK_ECHO, echo[:, :, [5, 9]].mean(axis=2) - WEEK_APART))
    return np.where((strong & (echo[:, :, 1] > NEXT_DAY)) | week, days, 0)


def changes(flows: Floats) -> Floats:
    """Return daily changes without their trend, in units of their usual size: a wave or one corrected day must not decide."""
    change = np.diff(flows, axis=1)
    change = change - rolling_mean(change, around=AROUND)
    usual = rolling_mean(np.abs(change), around=AROUND)
    scaled = np.divide(change, usual, out=np.zeros_like(change), where=usual > 0)
    return np.asarray(np.where(np.isfinite(scaled), scaled, 0.0).clip(-EXTREME, EXTREME))


def correlations(change: Floats) -> Floats:
    """Return the autocorrelation within sliding windows, without the mean of each weekday; shape (units, windows, lags from 0)."""
    windows = np.lib.stride_tricks.sliding_window_view(change, WINDOW, axis=1)[:, ::EVERY]
    weeks = windows.reshape(*windows.shape[:2], WINDOW // WEEK, WEEK)
    rest = _even(weeks - weeks.mean(axis=2, keepdims=True)).reshape(windows.shape)
    # Padded to more than the window and the longest lag together, so that no end meets a beginning.
    spectrum = np.fft.rfft(rest, WINDOW + 2 * LONGEST, axis=2)
    product = np.fft.irfft(np.abs(spectrum) ** 2, WINDOW + 2 * LONGEST, axis=2)[:, :, : LONGEST + 1]
    return np.divide(product, product[:, :, :1], out=np.zeros_like(product), where=product[:, :, :1] > 1e-9)


def _even(weeks: Floats) -> Floats:
    """Give all weekdays the same scatter: where only Monday scatters, few days would decide. No weekday is stretched more than three times."""
    each = np.sqrt((weeks**2).mean(axis=2, keepdims=True))
    usual = np.sqrt((weeks**2).mean(axis=(2, 3), keepdims=True))
    return np.asarray(weeks / np.maximum(np.maximum(each, usual / 3), 1e-9))


def _habit(days: Floats, times: Days) -> Habit | None:
    hit = np.flatnonzero(days)
    if not hit.size:
        return None
    usual = int(np.bincount(days[hit].astype(np.int64)).argmax())
    covered = np.zeros(len(times), dtype=bool)
    for window in hit:
        covered[window * EVERY : window * EVERY + WINDOW + 1] = True
    first, last = (str(times[np.flatnonzero(covered)[place]]) for place in (0, -1))
    statement = MEAN(days=usual, first=first, last=last)
    return Habit(statement=statement, question=ASK(days=usual), first=first, last=last, share=float(covered.mean()))
