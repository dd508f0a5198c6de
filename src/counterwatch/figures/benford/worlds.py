"""Lists of numbers that grew, and the same with some typed by hand: what the checks of leading digits must stay quiet on, and see."""

from __future__ import annotations

import numpy as np

from counterwatch.figures.shapes.numbers import Numbers
from counterwatch.figures.table import Floats, Kind


def grown(rng: np.random.Generator, n: int = 3000) -> Numbers:
    """Towns that grew and shrank by chance for generations, what each spends, and a short list that only just spans enough sizes."""
    towns = _towns(rng, n)
    spent = towns * rng.lognormal(4, 0.5, n)
    narrow = np.full(n, np.nan)
    narrow[:1200] = np.round(10 ** rng.normal(4, 0.64, 1200))
    values = {"inhabitants": np.asarray(np.round(towns), dtype=np.float64), "spent": np.round(spent, 2), "narrow": narrow}
    return Numbers(name="simulated", values=values, kinds={"inhabitants": Kind.COUNTS, "spent": Kind.AMOUNTS, "narrow": Kind.COUNTS})


def with_typed(rng: np.random.Generator, pairs: Floats, *, share: float, n: int = 3000) -> Numbers:
    """Return what towns claim, with the first two digits of a share of them drawn from `pairs` (10 to 99), and their inhabitants as sizes."""
    towns = np.round(_towns(rng, n))
    claims = towns * rng.lognormal(4, 0.5, n)
    typed = rng.random(n) < share
    chosen = rng.choice(np.arange(10, 100), n, p=pairs) + rng.random(n)
    invented = chosen * 10 ** (np.floor(np.log10(claims)) - 1)
    return Numbers(
        name="simulated, some typed", values={"claimed": np.asarray(np.round(np.where(typed, invented, claims)), dtype=np.float64)},
        kinds={"claimed": Kind.COUNTS},
        size=towns, size_name="inhabitants",
    )  # fmt: skip


def _towns(rng: np.random.Generator, n: int) -> Floats:
    growth = rng.normal(0, 0.35, (n, 30)).sum(axis=1)
    return np.asarray(np.maximum(3000 * np.exp(growth), 10))
