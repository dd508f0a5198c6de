"""What innocent differences between regions and kinds of place would make of the excess: drawn many times around the stations themselves.

Each region is one cloud around its own middle, with its own width and its own tie between turnout and share (mobilised voters, town
and country), taken from the middle half of its stations. On top, every draw hides two kinds of place that differ in turnout and share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from counterwatch.figures.fingerprint.excess import by_turnout
from counterwatch.figures.fingerprint.places import Places
from counterwatch.figures.shapes.stations import Ints
from counterwatch.figures.table import Floats

FEWEST_OF_ITS_OWN = 60
MOST = 20_000
QUARTILES = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""

LARGEST_TIE = 0.95
RAREST, COMMONEST = 0.1, 0.5
LOGITS_PER_POINT = 0.04
"""One percentage point in the middle of the logistic scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clouds:
    """One cloud for each region: middles and widths of turnout and share, shape (regions, 2), and the tie between them, shape (regions,)."""

    middle: Floats
    width: Floats
    tie: Floats


def clouds_of(places: Places) -> Clouds:
    """Fit each region's cloud by quartiles, which a minority of odd stations hardly moves; small regions take the widths of all."""
    both = np.stack(places.logits(), axis=1)
    groups = _grouped(places.region)
    middle = np.stack([np.median(both[rows], axis=0) for rows in groups])
    common = _shape(both - middle[places.region])
    shapes = [_shape(both[rows] - middle[each]) if len(rows) >= FEWEST_OF_ITS_OWN else common for each, rows in enumerate(groups)]
    return Clouds(middle=middle, width=np.stack([each[0] for each in shapes]), tie=np.array([each[1] for each in shapes]))


def _grouped(region: Ints) -> list[Ints]:
    order = np.argsort(region, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(region[order])) + 1)


def _shape(around: Floats) -> tuple[Floats, float]:
    """Return widths and tie; the tie compares the width of sum and difference (Gnanadesikan & Kettenring 1972)."""
    width = np.maximum(_width(around), 1e-6)
    sides = around / width
    plus, minus = _width(np.stack([sides.sum(axis=1), sides[:, 0] - sides[:, 1]], axis=1)) ** 2
    tie = (plus - minus) / max(float(plus + minus), 1e-12)
    return width, float(np.clip(tie, -LARGEST_TIE, LARGEST_TIE))


def _width(values: Floats) -> Floats:
    low, high = np.quantile(values, (0.25, 0.75), axis=0)
    return np.asarray((high - low) / QUARTILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Innocent:
    """The excess of each drawn election, as a part of the leader's votes: as places are, and with turnout and share untied."""

    as_found: Floats
    untied: Floats


def innocent_excesses(places: Places, *, points: float, draws: int, rng: np.random.Generator) -> Innocent:
    """Draw elections from the clouds; `points` is how far hidden kinds of place may be apart.

    In every second election turnout and share are untied: regions exchange their usual shares, and only chance makes them go together.
    """
    clouds = clouds_of(places)
    chosen = np.arange(len(places.leader)) if len(places.leader) <= MOST else np.sort(rng.choice(len(places.leader), MOST, replace=False))
    made = [_drawn(places, clouds, chosen, points=points, untied=draw % 2 == 1, rng=rng) for draw in range(2 * draws)]
    return Innocent(as_found=np.array(made[::2]), untied=np.array(made[1::2]))


def _drawn(places: Places, clouds: Clouds, chosen: Ints, *, points: float, untied: bool, rng: np.random.Generator) -> float:
    region, cast = places.region[chosen], (places.leader + places.others)[chosen] / places.turnout[chosen]
    width, tie = clouds.width[region], clouds.tie[region] * (not untied)
    usual = rng.permutation(clouds.middle[:, 1]) if untied else clouds.middle[:, 1]
    steps = rng.standard_normal((2, len(chosen)))
    kind = (rng.random(len(chosen)) < rng.uniform(RAREST, COMMONEST)) * LOGITS_PER_POINT
    apart = rng.uniform(-points, points, 2)
    turnout = _share(clouds.middle[region, 0] + width[:, 0] * steps[0] + kind * apart[0])
    share = _share(usual[region] + width[:, 1] * (tie * steps[0] + np.sqrt(1 - tie**2) * steps[1]) + kind * apart[1])
    return by_turnout(turnout, cast * turnout * share, cast * turnout * (1 - share)).excess_share


def _share(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)))
