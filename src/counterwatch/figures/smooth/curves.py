"""Simple curves with one to three numbers, and how well each foretells a point that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from counterwatch.figures.table import Floats

CURVES = ("proportional", "square", "line", "quadratic", "exponential")
PARAMETERS = {"proportional": 1, "square": 1, "line": 2, "quadratic": 3, "exponential": 2}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """The best curve of a series: its name, its values at the times of the series and at the next one, and its error left out."""

    curve: str
    fitted: Floats
    following: float
    error: float


def errors_of(values: Floats, times: tuple[int, ...]) -> dict[str, Floats]:
    """Return, for rows of `values` at whole `times` from 1, the error of each curve when each point is foretold from the others.

    The error is the root mean square of differences of doubled square roots: independent counts around the true curve have about 1.
    """
    return {curve: _error(values, *_leaving_out(curve, values, times)) for curve in CURVES}


def best_error(values: Floats, times: tuple[int, ...]) -> Floats:
    """Return the error of the best curve for each row."""
    return np.asarray(np.min(list(errors_of(values, times).values()), axis=0))


def best_fit(values: Floats, times: tuple[int, ...]) -> Fit:
    """Return the curve that foretells one series best."""
    errors = {curve: float(each[0]) for curve, each in errors_of(values[np.newaxis], times).items()}
    curve = min(errors, key=lambda each: (errors[each], PARAMETERS[each], each))
    ahead = _design(curve, (*times, times[-1] + 1))
    seen = np.log(np.maximum(values, 0.5)) if curve == "exponential" else values
    made = ahead @ np.linalg.lstsq(ahead[:-1], seen, rcond=None)[0]
    made = np.exp(made) if curve == "exponential" else np.maximum(made, 0)
    return Fit(curve=curve, fitted=made[:-1], following=float(made[-1]), error=errors[curve])


def r_squared(values: Floats, times: tuple[int, ...], curve: str) -> Floats:
    """Return R² of a curve that is linear in its numbers, for each row."""
    rest = ((values - fitted_by(values, times, curve)) ** 2).sum(axis=-1)
    whole = ((values - values.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    return np.asarray(1 - rest / np.maximum(whole, 1e-300))


def fitted_by(values: Floats, times: tuple[int, ...], curve: str) -> Floats:
    """Return the least-squares fit of a curve that is linear in its numbers."""
    solved, design, _ = _solver(curve, times)
    return np.asarray((values @ solved) @ design)


def _leaving_out(curve: str, values: Floats, times: tuple[int, ...]) -> tuple[Floats, bool]:
    solved, design, own = _solver(curve, times)
    seen = np.log(np.maximum(values, 0.5)) if curve == "exponential" else values
    return ((seen @ solved) @ design - own * seen) / (1 - own), curve == "exponential"


def _error(values: Floats, foretold: Floats, in_logs: bool) -> Floats:
    made = np.exp(np.minimum(foretold, 100)) if in_logs else np.maximum(foretold, 0)
    return np.asarray(np.sqrt(np.mean((2 * np.sqrt(values) - 2 * np.sqrt(made)) ** 2, axis=-1)))


def _design(curve: str, times: tuple[int, ...]) -> Floats:
    at = np.array(times, dtype=np.float64)
    columns = {
        "proportional": [at], "square": [at**2], "line": [np.ones_like(at), at],
        "quadratic": [np.ones_like(at), at, at**2], "exponential": [np.ones_like(at), at],
    }  # fmt: skip
    return np.stack(columns[curve], axis=1)


@lru_cache(maxsize=256)
def _solver(curve: str, times: tuple[int, ...]) -> tuple[Floats, Floats, Floats]:
    """Return what makes coefficients of values, what makes fitted values of coefficients, and the weight of each value in its own fit."""
    design = _design(curve, times)
    solved: Floats = np.asarray(np.linalg.pinv(design).T, dtype=np.float64)
    return solved, design.T, np.asarray(np.minimum((design * solved).sum(axis=1), 1 - 1e-9))
