"""Which simulated world a series looks most like: by level, scatter, weekdays, gaps and the publication habits found."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from counterwatch.figures.habit import habits_of, known_habits
from counterwatch.figures.habit_days import weekday_of
from counterwatch.figures.habits.mean import LONGEST, WINDOW, echo_of
from counterwatch.figures.habits.stock import share_of_expected
from counterwatch.figures.table import Floats, Panel, Step
from counterwatch.stats.rolling import rolling_mean

TRAITS = ("level", "scatter", "weekdays", "empty", "waves", "next_day", "next_week")
AROUND = 14
MOST_SCATTER = 3.0
NARROWEST, FARTHEST = 0.05, 10.0
NEAREST = 3


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """What the series of one world look like: the mean and spread of each trait, and the share that shows each habit."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    habits: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """The worlds that a series looks most like, the nearest first, and how far its traits are from that one (1: as far as its own series are)."""

    worlds: tuple[str, ...]
    distance: float


def likeness(panel: Panel, value: str = "") -> Likeness:
    """Return what the series of a simulated panel have in common."""
    seen, habits = traits(panel, value), habits_of(panel, value)
    names = sorted({name for each in habits for name in each})
    return Likeness(
        mean=tuple(np.round(seen.mean(axis=0), 3).tolist()),
        spread=tuple(np.round(seen.std(axis=0), 3).tolist()),
        habits={name: round(sum(name in each for each in habits) / len(habits), 3) for name in names},
    )


def resembles(panel: Panel, value: str, likenesses: Mapping[str, Likeness]) -> list[Resemblance | None]:
    """Return, for each unit, the worlds that it looks most like; `None` where the series is not daily, too short or empty."""
    if panel.step is not Step.DAY or len(panel.times) <= WINDOW or not likenesses:
        return [None] * len(panel.units)
    seen, names = traits(panel, value), sorted(likenesses)
    known = sorted(known_habits())
    shown = np.array([[name in each for name in known] for each in habits_of(panel, value)]).reshape(len(seen), len(known))
    far = np.stack([_distance(seen, likenesses[name]) for name in names], axis=1)
    unlike = np.stack([_unlike(shown, known, likenesses[name]) + _price(likenesses[name]) for name in names], axis=1)
    nearest = np.argsort(far + unlike, axis=1, kind="stable")[:, :NEAREST]
    usable = np.isfinite(panel.flows(value)).sum(axis=1) > WINDOW
    return [
        Resemblance(worlds=tuple(names[at] for at in row), distance=float(np.sqrt(far[at, row[0]] / len(TRAITS)))) if usable[at] else None
        for at, row in enumerate(nearest)
    ]


def traits(panel: Panel, value: str) -> Floats:
    """Return the traits of each series, shape (units, traits); all are finite."""
    flows = panel.flows(value)
    shown = np.isfinite(flows) & (flows > 0)
    level = np.maximum(np.nan_to_num(rolling_mean(flows, around=AROUND)), 0.1)
    relative = np.where(np.isfinite(flows), flows, np.nan) / level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a weekday, or a unit, without any figure
        by_weekday = np.stack([np.nanmean(relative[:, weekday_of(panel) == day], axis=1) for day in range(7)], axis=1)
        usual = np.nanmedian(np.where(shown, flows, np.nan), axis=1)
        weekdays = np.nanstd(by_weekday, axis=1) if len(flows) else usual
    echo = echo_of(panel, value)
    scatter = np.log10(np.clip(share_of_expected(flows), 10**-MOST_SCATTER, 10**MOST_SCATTER))
    columns = [
        np.log10(np.maximum(np.nan_to_num(usual), 0.1)), scatter, np.nan_to_num(weekdays),
        1 - shown.mean(axis=1), np.log(level).std(axis=1), echo[:, :, 1].mean(axis=1), echo[:, :, 7 : LONGEST + 1].min(axis=(1, 2)),
    ]  # fmt: skip
    return np.asarray(np.nan_to_num(np.stack(columns, axis=1)))


def _distance(seen: Floats, world: Likeness) -> Floats:
    """Return the squared distance in units of the spread."""
    spread = np.maximum(np.array(world.spread), NARROWEST)
    return np.asarray((((seen - np.array(world.mean)) / spread) ** 2).clip(max=FARTHEST**2).sum(axis=1))


def _price(world: Likeness) -> float:
    """Return what a wide spread costs: with the distance it makes minus twice a normal log-likelihood."""
    return float(2 * np.log(np.maximum(world.spread, NARROWEST) / NARROWEST).sum())


def _unlike(shown: np.ndarray, known: list[str], world: Likeness) -> Floats:
    """Return minus twice the log-likelihood of the habits shown, each habit on its own."""
    share = np.clip([world.habits.get(name, 0.0) for name in known], 0.01, 0.99)
    return np.asarray(-2 * np.where(shown, np.log(share), np.log(1 - share)).sum(axis=1))
