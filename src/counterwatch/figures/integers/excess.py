"""How many stations have a whole percentage, how many would by chance, and the same for the nine percentages in between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.integers.shares import Shares
from counterwatch.figures.table import Floats
from counterwatch.stats.binomial_tiles import OFFSETS, Tiles, binomial_tiles, spread_of, tenths

PLACEBOS = OFFSETS - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Stations by the tenth of a percent in which their share lies, modulo one percent: entry 0 are whole percentages.

    `found`, `expected` and `sd` have shape (10,). `hits` and `chances` belong to whole percentages, one entry per station.
    """

    found: Floats
    expected: Floats
    sd: Floats
    hits: NDArray[np.bool_]
    chances: Floats

    @property
    def z(self) -> Floats:
        """How far each offset lies from its expectation, in standard deviations of chance."""
        return np.asarray((self.found - self.expected) / np.maximum(self.sd, 1e-12))

    @property
    def placebo_spread(self) -> float:
        """The standard deviation of the nine placebo offsets around their own mean: 1 where chance alone is at work."""
        return float(np.std(self.z[1:], ddof=1))

    @property
    def p_chance(self) -> float:
        """The chance of so many whole percentages or more: normal with a correction for continuity, since hundreds of stations add up."""
        from scipy.special import ndtr

        return float(ndtr(-(self.found[0] - 0.5 - self.expected[0]) / max(float(self.sd[0]), 1e-12)))

    @property
    def p_placebo(self) -> float:
        """The chance that one offset among ten stands out so far if all ten are alike (Student's t; exact for normal z)."""
        from scipy.special import stdtr

        gap = float(self.z[0] - self.z[1:].mean())
        return float(stdtr(PLACEBOS - 1, -gap / max(self.placebo_spread * float(np.sqrt(1 + 1 / PLACEBOS)), 1e-12)))


def excess_of(shares: Shares) -> tuple[Excess, Tiles]:
    """Return the excess of one share, and the tiles it comes from."""
    tiles = binomial_tiles(shares.counts, shares.totals)
    return _excess(_hits(shares), tiles.chance), tiles


def excess_of_either(first: Shares, second: Shares, tiles: tuple[Tiles, Tiles]) -> Excess:
    """Return the excess of stations in which one share or the other is a whole percentage (Kobak, Shpilkin & Pshenichnikov 2016)."""
    chance = 1 - (1 - tiles[0].chance) * (1 - tiles[1].chance)
    return _excess(_hits(first) | _hits(second), chance)


def _hits(shares: Shares) -> NDArray[np.bool_]:
    return np.asarray((tenths(shares.counts, shares.totals) % OFFSETS)[:, np.newaxis] == np.arange(OFFSETS))


def _excess(hits: NDArray[np.bool_], chance: Floats) -> Excess:
    return Excess(found=hits.sum(axis=0).astype(np.float64), expected=chance.sum(axis=0), sd=spread_of(chance), hits=hits[:, 0], chances=chance[:, 0])
