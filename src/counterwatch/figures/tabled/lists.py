"""Lists of numbers: what leading digits, repeats and thresholds look like where nobody did anything, and where somebody did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from counterwatch.figures.benford.worlds import with_typed
from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Floats, Kind
from counterwatch.figures.tabled.table import altered_for, honest_for
from counterwatch.figures.worlds.world import Generator

BENFORD = ("benford_first", "benford_first_two", "benford_second")
MANY, SOME, TARGET = 2000, 900, 7.5


def _list(values: NDArray[np.generic], kind: Kind = Kind.COUNTS, **more: Floats) -> Numbers:
    return Numbers.one(name="simulated", values=values, kind=kind, **more)


def _grown(rng: Generator, count: int) -> Floats:
    return np.asarray(np.maximum(np.round(3000 * np.exp(rng.normal(0, 0.35, (count, 30)).sum(axis=1))), 10))


@honest_for(*BENFORD, "repeats")
def towns(rng: Generator) -> Numbers:
    """Inhabitants of towns that grew and shrank by chance for generations."""
    return _list(_grown(rng, MANY))


@honest_for(*BENFORD)
def allocated(rng: Generator) -> Numbers:
    """Money given to towns by the head of people, with another sum per head each year."""
    return _list(np.round(_grown(rng, MANY) * rng.choice([41.3, 57.9, 88.6], MANY)), Kind.AMOUNTS)


@honest_for(*BENFORD)
def heights(rng: Generator) -> Numbers:
    """Heights of people, which span no orders of magnitude."""
    return _list(np.round(rng.normal(171, 10, MANY)))


@honest_for(*BENFORD, "repeats")
def below_tender(rng: Generator) -> Numbers:
    """Contracts, of which many are kept just below the sum from which a public tender is needed."""
    sums = np.round(rng.lognormal(9.5, 1.4, MANY), 2)
    near = (sums > 20_000) & (sums < 45_000) & (rng.random(MANY) < 0.7)
    return _list(np.where(near, np.round(20_000 - rng.exponential(900, MANY).clip(0, 15_000), 2), sums), Kind.AMOUNTS)


@honest_for(*BENFORD, "repeats")
def price_points(rng: Generator) -> Numbers:
    """Prices that end in 9 or 99."""
    prices = np.round(rng.lognormal(5, 1.6, MANY))
    return _list(np.maximum(np.where(prices < 100, prices // 10 * 10 + 9, prices // 100 * 100 + 99), 9), Kind.AMOUNTS)


@honest_for("repeats")
def daily_counts(rng: Generator) -> Numbers:
    """Overdispersed daily counts of one place."""
    return _list(rng.negative_binomial(10, 10 / (10 + 600), MANY).astype(np.float64))


@altered_for(*BENFORD)
def typed_sums(rng: Generator, share: float) -> Numbers:
    """The first two digits of a share of the sums are drawn evenly, as people do who make up numbers."""
    return with_typed(rng, np.full(90, 1 / 90), share=share, n=MANY)


@altered_for("repeats")
def copied_numbers(rng: Generator, share: float) -> Numbers:
    """A share of the numbers is copied from forty others."""
    values = rng.negative_binomial(10, 10 / (10 + 600), MANY)
    chosen = rng.random(MANY) < share
    values[chosen] = rng.choice(values[:40], int(chosen.sum()))
    return _list(values.astype(np.float64))


@honest_for("bunching")
def around_target(rng: Generator) -> Numbers:
    """Growth rates spread around a target that nobody minds, with two decimals."""
    return _list(np.round(rng.normal(rng.uniform(5, 8), 3, SOME), 2), Kind.RATES, target=np.full(SOME, TARGET))


@honest_for("bunching")
def one_decimal(rng: Generator) -> Numbers:
    """Rates with one decimal, around a target that nobody minds."""
    return _list(np.round(rng.gamma(4, 2, SOME), 1), Kind.RATES, target=np.full(SOME, TARGET))


@honest_for("bunching")
def halves_liked(rng: Generator) -> Numbers:
    """A third of the offices rounds its rates to halves, of which the target is one."""
    rates = rng.normal(7, 3, SOME)
    return _list(np.round(np.where(rng.random(SOME) < 1 / 3, np.round(2 * rates) / 2, rates), 2), Kind.RATES, target=np.full(SOME, TARGET))


@honest_for("bunching")
def paid_by_target(rng: Generator) -> Numbers:
    """Work is paid by the target: who is just below it works on, and truly reaches it."""
    rates = rng.normal(7, 3, SOME)
    close = (rates > TARGET - 0.5) & (rates < TARGET) & (rng.random(SOME) < 0.6)
    return _list(np.round(np.where(close, TARGET + rng.exponential(0.2, SOME), rates), 2), Kind.RATES, target=np.full(SOME, TARGET))


@altered_for("bunching")
def reached_on_paper(rng: Generator, share: float) -> Numbers:
    """A share of those who missed the target by a point at most is said to have reached it."""
    rates = rng.normal(7, 3, SOME)
    missed = (rates > TARGET - 1) & (rates < TARGET) & (rng.random(SOME) < share)
    return _list(np.round(np.where(missed, TARGET + rng.exponential(0.2, SOME), rates), 2), Kind.RATES, target=np.full(SOME, TARGET))
