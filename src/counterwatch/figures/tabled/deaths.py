"""Reported deaths of an epidemic beside deaths of all causes, and yearly growth beside night lights."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.table import Panel, Step
from counterwatch.figures.tabled.table import altered_for, honest_for
from counterwatch.figures.worlds.world import Floats, Generator

WEEKS, BEFORE, YEAR = 313, 261, 52.18
UNITS, YEARS, GROUP = 40, 21, 16


def mortality(rng: Generator, *, reported: float = 1.0, besides: float = 0.0, ageing: float = 0.0, heat: float = 0.0) -> Pairs:
    """Return five years of winters and one of an epidemic: its reported deaths, and all deaths.

    `besides` is the share of deaths that the epidemic adds indirectly, `ageing` a growth of deaths that is no straight line, `heat` a summer.
    """
    week, level = np.arange(WEEKS), np.exp(rng.uniform(np.log(150), np.log(6000)))
    winters = np.exp(-(((week[:, np.newaxis] - np.arange(4, WEEKS, YEAR) - rng.normal(0, 2)) / 4) ** 2))
    flu = winters @ rng.gamma(2, 0.05, winters.shape[1])
    trend = 1 + rng.uniform(-0.01, 0.02) * week / 52 + ageing * (week / 52) ** 2
    summer = heat * np.exp(-(((week - BEFORE - 28) / 1.5) ** 2))
    usual = level * (1 + 0.12 * np.cos(2 * np.pi * week / YEAR)) * trend * (1 + flu + summer)
    wave = np.where(week >= BEFORE, 0.25 * np.sin((week - BEFORE) / 12) ** 2, 0.0)
    dead = rng.poisson(level * wave)
    told = np.where(week >= BEFORE, rng.binomial(dead, reported), np.nan)
    every = rng.poisson(usual * (1 + besides * (wave > 0))) + dead
    first, second = (Panel.many(name="place", values=each[np.newaxis], start="2015-01-05", step=Step.WEEK) for each in (told, every))
    return Pairs(first=first, second=second, relation=Relation.ALL_DEATHS)


@honest_for("excess_mortality")
def all_reported(rng: Generator) -> Pairs:
    """All deaths of the epidemic are reported; winters differ from year to year."""
    return mortality(rng)


@honest_for("excess_mortality")
def care_hindered(rng: Generator) -> Pairs:
    """All are reported, and three in a hundred more die of other causes, since hospitals are full."""
    return mortality(rng, besides=0.03)


@honest_for("excess_mortality")
def population_ages(rng: Generator) -> Pairs:
    """All are reported; deaths of a population that ages grow faster each year."""
    return mortality(rng, ageing=0.004)


@honest_for("excess_mortality")
def hot_summer(rng: Generator) -> Pairs:
    """All are reported; a heat wave falls into the same year."""
    return mortality(rng, heat=0.4)


@altered_for("excess_mortality")
def unreported(rng: Generator, share: float) -> Pairs:
    """A share of the deaths of the epidemic is not reported."""
    return mortality(rng, reported=1 - share)


def economies(rng: Generator, *, overstated: float = 0.0, services: float = 0.0, dim: float = 0.0) -> Pairs:
    """Return forty economies over 21 years and their lights; sixteen are of a group that is poorer and grows faster.

    The group says `overstated` more growth than it has; `services` makes its product follow its lights more steeply in truth; `dim` is noise
    in its lights.
    """
    group = np.arange(UNITS) < GROUP
    lights = rng.normal(0.03, 0.03, YEARS) + rng.normal(0.0, 0.09, (UNITS, YEARS)) + np.where(group, 0.02, 0.0)[:, np.newaxis]
    slope = np.where(group, 0.3 + services, 0.3)[:, np.newaxis]
    growth = np.where(group, 0.035, 0.02)[:, np.newaxis] + rng.normal(0, 0.012, YEARS) + slope * lights + 0.02 * rng.standard_t(6, (UNITS, YEARS))
    told = np.where(group[:, np.newaxis], (1 + overstated) * growth, growth)
    shown = lights + np.where(group[:, np.newaxis], rng.normal(0, dim, lights.shape) if dim else 0.0, 0.0)
    first, second = (_index(each) for each in (told, shown))
    return Pairs(first=first, second=second, relation=Relation.PROXY, groups=dict(zip(first.units, np.where(group, "group", "others"), strict=True)))


def _index(growth: Floats) -> Panel:
    return Panel.many(name="country", values=100 * np.exp(np.cumsum(growth, axis=1)), start="1992-01-01", step=Step.YEAR)


@honest_for("proxy_elasticity")
def same_slope(rng: Generator) -> Pairs:
    """Product follows lights as steeply in both groups; one is poorer and grows faster."""
    return economies(rng)


@honest_for("proxy_elasticity")
def dim_lights(rng: Generator) -> Pairs:
    """Lights of one group are measured less well."""
    return economies(rng, dim=0.05)


@honest_for("proxy_elasticity")
def other_economy(rng: Generator) -> Pairs:
    """In one group product truly follows lights half as steeply again, since other things are produced there."""
    return economies(rng, services=0.15)


@altered_for("proxy_elasticity")
def overstated_growth(rng: Generator, share: float) -> Pairs:
    """One group says more growth than it has, by this share of it."""
    return economies(rng, overstated=share)
