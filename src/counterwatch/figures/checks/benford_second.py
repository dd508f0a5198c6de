"""Second digits of numbers that spread over orders of magnitude thin out slowly, from 12 % zeros to 8.5 % nines."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Finding, check
from counterwatch.figures.benford.answer import answers
from counterwatch.figures.benford.digits import benford
from counterwatch.figures.benford.worlds import grown, with_typed
from counterwatch.figures.shapes.numbers import Numbers

LIKED = np.array([0.02, 0.08, 0.12, 0.18, 0.10, 0.03, 0.13, 0.20, 0.09, 0.05])
TYPED = np.outer(benford("first"), LIKED).ravel()


def honest(rng: np.random.Generator) -> Numbers:
    """Sizes that grew: towns, budgets per head of towns of all sizes, and a list that only just spans enough."""
    return grown(rng)


def planted(rng: np.random.Generator) -> Numbers:
    """Claims of towns of all sizes, a third of them with second digits typed from the head: rarely 0 or 5, often 3 or 7."""
    return with_typed(rng, TYPED, share=0.35)


@check(
    reads=Numbers,
    cites="Diekmann 2007, Journal of Applied Statistics 34(3); Mebane 2006, Election Forensics",
    honest=honest,
    planted=planted,
    family="context",
)
def benford_second(numbers: Numbers, *, alpha: float = 0.01, slack: float = 0.02, draws: int = 2000, seed: int = 0) -> list[Finding]:
    """Are the second digits of these numbers spread as those of things that grow over many sizes?

    Asked only of numbers whose sizes span a factor of 100 or more; whole numbers below ten have no second digit. A departure must be
    unlikely by chance (`alpha`) and, in sum over the digits, larger than what the spread of sizes explains by more than `slack`.
    """
    return answers(numbers, "second", alpha=alpha, slack=slack, draws=draws, seed=seed)
