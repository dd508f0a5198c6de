"""First digits of numbers that spread over several orders of magnitude follow Benford's law: 1 leads in 30 of 100, 9 in fewer than 5."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Finding, check
from counterwatch.figures.benford.answer import answers
from counterwatch.figures.benford.worlds import grown, with_typed
from counterwatch.figures.shapes.numbers import Numbers

TYPED = np.repeat([0.09, 0.10, 0.12, 0.13, 0.13, 0.13, 0.12, 0.10, 0.08], 10) / 10


def honest(rng: np.random.Generator) -> Numbers:
    """Sizes that grew: towns, budgets per head of towns of all sizes, and a list that only just spans enough."""
    return grown(rng)


def planted(rng: np.random.Generator) -> Numbers:
    """Claims of towns of all sizes, a third of them typed from the head with first digits in nearly equal number."""
    return with_typed(rng, TYPED, share=0.35)


@check(
    reads=Numbers,
    cites="Benford 1938, Proceedings of the American Philosophical Society 78(4); "
    "Barney & Schulzke 2016, Journal of Forensic Accounting Research 1(1)",
    honest=honest,
    planted=planted,
    family="context",
)
def benford_first(numbers: Numbers, *, alpha: float = 0.01, slack: float = 0.02, draws: int = 2000, seed: int = 0) -> list[Finding]:
    """Are the first digits of these numbers spread as those of things that grow over many sizes?

    Asked only of numbers whose sizes span a factor of 100 or more. A departure must be unlikely by chance (`alpha`) and, in sum over the
    digits, larger than what the spread of sizes explains by more than `slack`. Sums are compared with `draws` simulated lists.
    """
    return answers(numbers, "first", alpha=alpha, slack=slack, draws=draws, seed=seed)
