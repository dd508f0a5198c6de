"""Measure the ten ways of the guide «Ten ways such tests mislead»: `uv run python docs/examples/ten-ways/measure.py`."""

import sys
import textwrap
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from counterwatch.core import Verdict
from counterwatch.figures.checks.last_digit import last_digit
from counterwatch.figures.checks.underdispersion import underdispersion
from counterwatch.figures.table import Panel

Rows = NDArray[np.floating] | NDArray[np.integer]
BENFORD = np.log10(1 + 1 / np.arange(1, 10))
WEEKDAYS = np.array([0.5, 1.3, 1.2, 1.1, 1.1, 1.0, 0.8])


def first_digits(values: Rows) -> Rows:
    """Return how often each first digit stands in each row."""
    first = (values / 10.0 ** np.floor(np.log10(values))).astype(int).clip(1, 9)
    return np.stack([(first == digit).sum(axis=1) for digit in range(1, 10)], axis=1)


def benford_p(counts: Rows) -> Rows:
    """Return the p-value of each row of first digits against Benford's law."""
    return np.asarray(stats.chisquare(counts, counts.sum(axis=1, keepdims=True) * BENFORD, axis=1).pvalue)


def spread_over(rng: np.random.Generator, orders: float, shape: tuple[int, int]) -> Rows:
    """Return log-normal sizes of which 99 % lie within so many powers of ten."""
    return 10 ** rng.normal(3.5, orders / (2 * stats.norm.ppf(0.995)), shape)


def even_p(values: Rows) -> Rows:
    """Return the p-value of even last digits for each row."""
    last = np.stack([(values % 10 == digit).sum(axis=1) for digit in range(10)], axis=1)
    return np.asarray(stats.chisquare(last, axis=1).pvalue)


def asked(check: Callable[[Panel], object], values: Rows) -> str:
    """Return what a check of counterwatch says of so many series."""
    found = [each.verdict for each in check(Panel.many(name="simulated", values=values))]  # type: ignore[attr-defined]
    return f"departs {found.count(Verdict.DEPARTS)}, consistent {found.count(Verdict.CONSISTENT)}, not tested {found.count(Verdict.NOT_TESTED)}"


def narrow(rng: np.random.Generator) -> str:
    shares = {orders: (benford_p(first_digits(spread_over(rng, orders, (400, 500)))) <= 0.05).mean() for orders in (1.0, 1.5, 2.6, 3.1)}
    return "innocent sizes rejected, by powers of ten spanned: " + ", ".join(f"{orders} ({share:.0%})" for orders, share in shares.items())


def many(rng: np.random.Generator) -> str:
    said = []
    for n in (500, 5000, 50000):
        counts = first_digits(spread_over(rng, 2.1, (200, n)))
        excess = (counts / n - BENFORD).mean(axis=0)
        said.append(f"{n} values {(benford_p(counts) <= 0.05).mean():.0%} (off by {np.abs(excess).mean():.3f})")
    return "of the same sizes rejected: " + ", ".join(said)


def few(rng: np.random.Generator) -> str:
    mads = {n: np.abs(rng.multinomial(n, BENFORD, 4000) / n - BENFORD).mean(axis=1) for n in (50, 100, 300, 1000)}
    return "of numbers drawn from the law itself beyond 0.015: " + ", ".join(f"{n} values {(mad > 0.015).mean():.0%}" for n, mad in mads.items())


def weekdays(rng: np.random.Generator) -> str:
    level = np.full((100, 700), 60.0)
    halved = [rng.poisson(each) // 2 for each in (level, level * WEEKDAYS[np.arange(700) % 7])]
    return f"100 series of halves: same level every day: {asked(underdispersion, halved[0])}; weekdays: {asked(underdispersion, halved[1])}"


def small(rng: np.random.Generator) -> str:
    said = []
    for mean in (0.5, 1, 5, 50):
        weeks = rng.poisson(mean, (20000, 7))
        weeks = weeks[weeks.sum(axis=1) > 0]
        spread = weeks.var(axis=1) * 7 / weeks.mean(axis=1)
        said.append(f"{mean} a day {(stats.chi2.cdf(spread, 6) <= 0.05).mean():.1%}")
    return "weeks of independent counts marked at a level of 5 %: " + ", ".join(said)


def revisions(rng: np.random.Generator) -> str:
    events = rng.poisson(100, (1000, 60))
    age = np.arange(59, -1, -1)
    known = rng.binomial(events, 1 - 0.85 ** (age + 1))
    fall = 1 - known[:, -7:].sum(axis=1) / known[:, -21:-14].sum(axis=1)
    return f"the newest week is {np.median(fall):.0%} below the week two weeks before, and falls in {(fall > 0).mean():.0%} of 1000 level series"


def windows(rng: np.random.Generator) -> str:
    values = rng.poisson(400, (300, 700))
    best = np.min([even_p(values[:, start : start + 100]) for start in range(0, 601, 10)], axis=0)
    return f"whole series with p <= .05: {(even_p(values) <= 0.05).mean():.0%}; with the best of 61 windows of 100 days: {(best <= 0.05).mean():.0%}"


def silence(rng: np.random.Generator) -> str:
    events = rng.negative_binomial(20, 20 / (20 + 400 * WEEKDAYS[np.arange(700) % 7]), (100, 700))
    kept = rng.binomial(events, 0.6)
    return f"four in ten left out of 100 series: digits: {asked(last_digit, kept)}; scatter: {asked(underdispersion, kept)}"


def misfit(rng: np.random.Generator) -> str:
    region = np.repeat([0, 1], 500)
    pooled, inside = [], []
    for _ in range(200):
        turnout, share = rng.normal(np.array([0.45, 0.75])[region], 0.05), rng.normal(np.array([0.40, 0.65])[region], 0.06)
        pooled.append(stats.linregress(turnout, share).pvalue)
        inside.append(stats.linregress(turnout[region == 1], share[region == 1]).pvalue)
    below = [np.mean(np.array(each) <= 0.05) for each in (pooled, inside)]
    return f"200 elections in two unlike regions, share rises with turnout (p <= .05): all stations {below[0]:.0%}, within a region {below[1]:.0%}"


def rounding(rng: np.random.Generator) -> str:
    values = rng.poisson(400, (100, 700))
    low = values // 5 * 5
    at_random = low + 5 * (rng.random(values.shape) < (values - low) / 5)
    quarter = np.where(rng.random(values.shape) < 0.25, np.round(values / 5) * 5, values)
    naive = f"plain chi-squared at .01: {(even_p(at_random) <= 0.01).mean():.0%} and {(even_p(quarter) <= 0.01).mean():.0%}"
    return f"random rounding to 5, and a quarter rounded to 5: {naive}; counterwatch: {asked(last_digit, at_random)} and {asked(last_digit, quarter)}"


WAYS = (narrow, many, few, weekdays, small, revisions, windows, silence, misfit, rounding)


def main() -> None:
    """Print a few lines for each way; each has a seed of its own."""
    for number, way in enumerate(WAYS, 1):
        said = f"{number}. {way(np.random.default_rng(number))}"
        sys.stdout.write(textwrap.fill(said, width=80, subsequent_indent="   ") + "\n")


if __name__ == "__main__":
    main()
