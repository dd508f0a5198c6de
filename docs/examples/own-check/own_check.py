"""Counted numbers that are large enough are even as often as odd."""

from __future__ import annotations

import numpy as np

from counterwatch.core import Estimate, Finding, Template, Verdict, check
from counterwatch.figures.table import Kind, Panel, Series

SAID = Template("own_check.parity.said", "{even:%} of {n} numbers of {unit} are even (p = {p:p})")
TOO_FEW = Template("own_check.parity.too_few", "{unit} has {n} different counts of {smallest} or more; {needed} are needed")
NOT_COUNTS = Template("own_check.parity.not_counts", "{unit} holds rates or amounts, not counts")
DOUBLED = Template("own_check.parity.doubled", "every case may have been entered twice, once by each of two offices")
ASK = Template("own_check.parity.ask", "ask the source whether numbers are rounded or multiplied before they are published")
NEEDED = 50


def honest(rng: np.random.Generator, n: int = 300) -> Panel:
    return Panel.one(name="simulated", values=rng.negative_binomial(5, 0.01, n))


def planted(rng: np.random.Generator, n: int = 300) -> Panel:
    values = rng.negative_binomial(5, 0.01, n)
    return Panel.one(name="simulated, a third doubled", values=np.where(rng.random(n) < 1 / 3, values // 2 * 2, values))


@check(reads=Panel, cites="Beber & Scacco 2012, Political Analysis 20(2)", honest=honest, planted=planted)
def parity(panel: Panel, *, smallest: int = 100, alpha: float = 0.01) -> list[Finding]:
    """Are even numbers as frequent as odd ones, as they are when things are counted?"""
    return [_answer(series, smallest, alpha) for series in panel.series()]


def _answer(series: Series, smallest: int, alpha: float) -> Finding:
    from scipy.stats import binomtest

    counts = series.values[series.values >= smallest]
    if series.kind is not Kind.COUNTS:
        return Finding(subject=series.subject, verdict=Verdict.NOT_TESTED, statement=NOT_COUNTS(unit=series.subject))
    if len(np.unique(counts)) < NEEDED:
        reason = TOO_FEW(unit=series.subject, n=len(np.unique(counts)), smallest=smallest, needed=NEEDED)
        return Finding(subject=series.subject, verdict=Verdict.NOT_TESTED, statement=reason)
    result = binomtest(int((counts % 2 == 0).sum()), len(counts))
    interval = result.proportion_ci()
    return Finding(
        subject=series.subject,
        verdict=Verdict.DEPARTS if result.pvalue <= alpha else Verdict.CONSISTENT,
        statement=SAID(even=float(result.statistic), n=len(counts), unit=series.subject, p=float(result.pvalue)),
        estimate=Estimate(value=float(result.statistic), low=float(interval.low), high=float(interval.high)),
        p_value=float(result.pvalue),
        limits=(DOUBLED(),),
        steps=(ASK(),),
    )
