"""First two digits show what first digits blur: figures kept just below a limit, and amounts such as 49 or 99 that people choose."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Finding, check
from counterwatch.figures.benford.answer import answers
from counterwatch.figures.benford.worlds import grown, with_typed
from counterwatch.figures.shapes.numbers import Numbers

CHOSEN = (24, 48, 49, 74, 95, 97, 98, 99)
TYPED = np.isin(np.arange(10, 100), CHOSEN) / len(CHOSEN)


def honest(rng: np.random.Generator) -> Numbers:
    """Sizes that grew: towns, budgets per head of towns of all sizes, and a list that only just spans enough."""
    return grown(rng)


def planted(rng: np.random.Generator) -> Numbers:
    """Claims of towns of all sizes, one in eight chosen to stay just below 25, 50, 75 or 100."""
    return with_typed(rng, TYPED, share=0.125)


@check(
    reads=Numbers,
    cites="Nigrini 2012, Benford's Law; Barney & Schulzke 2016, Journal of Forensic Accounting Research 1(1)",
    honest=honest,
    planted=planted,
    family="context",
)
def benford_first_two(numbers: Numbers, *, alpha: float = 0.01, slack: float = 0.02, draws: int = 2000, seed: int = 0) -> list[Finding]:
    """Are the first two digits of these numbers spread as those of things that grow over many sizes?

    Asked only of a thousand numbers or more whose sizes span a factor of 100. A departure must be unlikely by chance (`alpha`) and, in
    sum over the 90 pairs, larger than what the spread of sizes explains by more than `slack`.
    """
    return answers(numbers, "first_two", alpha=alpha, slack=slack, draws=draws, seed=seed)
