"""Does one quantity follow another more steeply in some units than in others, beyond what each unit and each time has of its own?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slopes:
    """The slope among the other units, how much steeper it is among the marked ones, their errors, and redrawn values of both.

    `redrawn` has shape (draws, 2): slope and difference in samples of whole units, drawn with replacement within the marked and the others.
    """

    slope: float
    steeper: float
    slope_error: float
    steeper_error: float
    freedom: int
    redrawn: Floats

    @property
    def p(self) -> float:
        """The two-sided chance of such a difference between slopes that are the same."""
        return self._chance(self.steeper, self.steeper_error)

    @property
    def p_slope(self) -> float:
        """The one-sided chance of such a slope where there is none."""
        return self._chance(self.slope, self.slope_error) / 2 if self.slope > 0 else 1.0

    def _chance(self, value: float, error: float) -> float:
        from scipy.stats import t

        return float(2 * t.sf(abs(value) / error, self.freedom)) if error > 0 else 1.0

    def ratio_interval(self, level: float) -> tuple[float, float] | None:
        """Return an interval of the difference for each one of the slope, or `None` where the slope is not safely above zero.

        Percentiles of the samples, drawn apart as Student's t is wider than the normal: a few units drawn again look too much alike.
        """
        from scipy.stats import norm, t

        tail = (1 - level) / 2
        if float(np.quantile(self.redrawn[:, 0], tail)) <= 0:
            return None
        middle, wider = self.steeper / self.slope, float(t.isf(tail, self.freedom) / norm.isf(tail)) * np.sqrt((self.freedom + 1) / self.freedom)
        low, high = np.quantile(self.redrawn[:, 1] / self.redrawn[:, 0], [tail, 1 - tail])
        return float(middle - (middle - low) * wider), float(middle + (high - middle) * wider)


def slopes_of(outcome: Floats, driver: Floats, marked: Marks, *, draws: int, rng: np.random.Generator) -> Slopes:
    """Fit outcome = unit + time + slope x driver + difference x driver (marked units only), all of shape (units, times), NaN where not given.

    Errors hold whatever happens within a unit (clustered by unit, Liang & Zeger 1986), with Student's t for the smaller of the two sets of units.
    Units are taken in an order that only their numbers decide, so the draws do not depend on how a file is sorted.
    """
    order = np.lexsort((np.nansum(outcome, axis=1), np.nansum(driver * outcome, axis=1), marked))
    squares, products, sizes = _products(outcome[order], driver[order], marked[order])
    marked, together = marked[order], squares.sum(axis=0)
    inverse = np.linalg.pinv(together, hermitian=True)
    found = inverse @ products.sum(axis=0)
    scores = products - squares @ found
    units, values = len(squares), int(sizes.sum())
    small = units / (units - 1) * (values - 1) / max(values - units - len(found), 1)
    error = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse) * small)
    return Slopes(
        slope=float(found[-2]), steeper=float(found[-1]), slope_error=float(error[-2]), steeper_error=float(error[-1]),
        freedom=max(int(min(marked.sum(), (~marked).sum())) - 1, 1), redrawn=_redrawn(squares, products, marked, draws, rng),
    )  # fmt: skip


def _products(outcome: Floats, driver: Floats, marked: Marks) -> tuple[Floats, Floats, Floats]:
    """Return, for each unit, the products of its columns with each other and with the outcome: all that later steps need."""
    units, times = outcome.shape
    known = np.isfinite(outcome) & np.isfinite(driver)
    design = np.concatenate([np.broadcast_to(np.eye(times)[:, 1:], (units, times, times - 1)), np.zeros((units, times, 2))], axis=2)
    design[:, :, -2] = np.where(known, driver, 0.0)
    design[:, :, -1] = design[:, :, -2] * marked[:, np.newaxis]
    weight = known[:, :, np.newaxis].astype(np.float64)
    sizes = np.maximum(known.sum(axis=1), 1).astype(np.float64)
    design = (design - ((design * weight).sum(axis=1) / sizes[:, np.newaxis])[:, np.newaxis, :]) * weight
    target = np.where(known, outcome, 0.0)
    target = (target - (target.sum(axis=1) / sizes)[:, np.newaxis]) * known
    return np.einsum("uti,utj->uij", design, design), np.einsum("uti,ut->ui", design, target), sizes


def _redrawn(squares: Floats, products: Floats, marked: Marks, draws: int, rng: np.random.Generator) -> Floats:
    times_drawn = np.zeros((draws, len(squares)))
    for part in (np.flatnonzero(marked), np.flatnonzero(~marked)):
        times_drawn[:, part] = rng.multinomial(len(part), np.full(len(part), 1 / len(part)), size=draws)
    size = squares.shape[1]
    together = (times_drawn @ squares.reshape(len(squares), -1)).reshape(draws, size, size)
    found = np.linalg.pinv(together, hermitian=True) @ (times_drawn @ products)[:, :, np.newaxis]
    return np.asarray(found[:, -2:, 0])
