"""A figure that is made of what happens follows its proxy alike everywhere; where it is steeper in one group, one asks why."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from counterwatch.core import Attachment, Estimate, Finding, Message, Template, Verdict, check, replace
from counterwatch.figures.attached import Cell, csv_text
from counterwatch.figures.charts.slope_lines import slope_lines
from counterwatch.figures.shapes.alignment import Aligned, align
from counterwatch.figures.shapes.pairs import Pairs, Relation
from counterwatch.figures.shapes.steps import MONTHS, summed
from counterwatch.figures.sources.growth import Growth, centred, growth_of
from counterwatch.figures.sources.proxy_words import limits, steps
from counterwatch.figures.table import Panel, Step
from counterwatch.stats.two_way import Slopes, slopes_of

DEPARTS = Template(
    "figures.proxy_elasticity.departs",
    "for each percent by which the proxy grows, the figure grows by {here:.2} % in the {n} units of «{group}» and by {there:.2} % in the {others} of "
    "«{reference}» (p = {p:p}): the figure follows the proxy differently there",
)
CONSISTENT = Template(
    "figures.proxy_elasticity.consistent",
    "for each percent by which the proxy grows, the figure grows by {here:.2} % in the {n} units of «{group}» and by {there:.2} % in the {others} of "
    "«{reference}» (p = {p:p}): no more of a difference than chance makes; this is no proof that there is none",
)
OTHER_QUESTION = Template("figures.proxy_elasticity.other_question", "the second source is not said to be a proxy of the first")
NO_PARTNER = Template("figures.proxy_elasticity.no_partner", "no unit and value is in both sources; the same names on both sides would be needed")
NO_GROUPS = Template(
    "figures.proxy_elasticity.no_groups",
    "the units are not told apart into groups; a list that names the group of each unit would be needed, with two groups or more",
)
NOT_YEARS = Template("figures.proxy_elasticity.not_years", "figures and proxy would be needed by year, quarter or month, evenly spaced")
TOO_FEW = Template(
    "figures.proxy_elasticity.too_few",
    "{n} unit with {years} years of growth or more is too few ({here} in the group, {there} in the other); {units} would be needed, "
    "{each} in each group",
    "{n} units with {years} years of growth or more are too few ({here} in the group, {there} in the other); {units} would be needed, "
    "{each} in each group",
)
NO_TIE = Template(
    "figures.proxy_elasticity.no_tie",
    "the figure does not follow the proxy even in «{reference}» (p = {p:p}), so nothing can be held against it; a better proxy would be needed",
)
UNIT = Template("figures.proxy_elasticity.unit", "steeper than in «{reference}», as a share of the slope there")
NO_INTERVAL = Template("figures.proxy_elasticity.no_interval", "the slope in the other group is not safely above zero, so the ratio has no bounds")

FEWEST_UNITS, FEWEST_IN_GROUP, FEWEST_YEARS = 30, 8, 10
LEVEL = 0.95
_HEADER = ("unit", "group", "year", "growth_of_figure", "growth_of_proxy")


def honest(rng: np.random.Generator, steeper: float = 1.0) -> Pairs:
    """Forty countries over 21 years; lights and product share shocks, the group is poorer, grows faster and is measured less evenly."""
    units, years = 40, 21
    group = np.arange(units) < 16
    lights = rng.normal(0.03, 0.03, years) + rng.normal(0.0, 0.09, (units, years)) + np.where(group, 0.02, 0.0)[:, np.newaxis]
    scatter = rng.gamma(8, 0.02 / 8, (units, 1)) * np.where(group, 1.4, 1.0)[:, np.newaxis]
    shocks = scatter * rng.standard_t(6, (units, years))
    shocks[:, 1:] += 0.3 * shocks[:, :-1]
    growth = np.where(group, 0.035, 0.02)[:, np.newaxis] + rng.normal(0, 0.012, years) + 0.3 * lights + shocks
    told = np.where(group[:, np.newaxis], steeper * growth, growth)
    first, second = (
        Panel.many(name="country", values=100 * np.exp(np.cumsum(each, axis=1)), start="1992-01-01", step=Step.YEAR) for each in (told, lights)
    )
    groups = {unit: "not free" if marked else "free" for unit, marked in zip(first.units, group, strict=True)}
    return Pairs(first=first, second=second, relation=Relation.PROXY, groups=groups)


def planted(rng: np.random.Generator) -> Pairs:
    """The same, with the growth of the group overstated by half."""
    return honest(rng, steeper=1.5)


@check(reads=Pairs, cites="Martínez 2022, Journal of Political Economy 130(10)", honest=honest, planted=planted)
def proxy_elasticity(pairs: Pairs, *, reference: str = "", alpha: float = 0.01, draws: int = 999, seed: int = 0) -> list[Finding]:
    """Does the figure follow its proxy as steeply in one group of units as in the others?

    Yearly growth of the figure is explained by growth of the proxy, a level for each unit and one for each year. `reference` names the group
    that the others are compared with (the largest where it is left out). Intervals come from `draws` samples of whole units.
    """
    if pairs.relation is not Relation.PROXY:
        return [_not_tested(pairs.name, OTHER_QUESTION())]
    known = Counter(group for unit, group in (pairs.groups or {}).items() if unit in set(pairs.first.units))
    if len(known) < 2 or (reference and reference not in known):
        return [_not_tested(pairs.name, NO_GROUPS())]
    base = reference or min(known, key=lambda group: (-known[group], group))
    findings = []
    for pair in align(pairs.first, pairs.second):
        for group in sorted(known.keys() - {base}):
            subject = " · ".join(filter(None, (group, pair.value)))
            found = _ask(pair, pairs.groups or {}, (group, base), subject, alpha=alpha, draws=draws, seed=seed)
            findings.append(replace(found, problems=pair.problems))
    return findings or [_not_tested(pairs.name, NO_PARTNER())]


def _ask(pair: Aligned, groups: Mapping[str, str], names: tuple[str, str], subject: str, *, alpha: float, draws: int, seed: int) -> Finding:
    yearly = _yearly(pair)
    if yearly is None:
        return _not_tested(subject, NOT_YEARS())
    growth = growth_of(yearly, groups, names, fewest=FEWEST_YEARS)
    here, there = int(growth.marked.sum()), int((~growth.marked).sum())
    if here + there < FEWEST_UNITS or min(here, there) < FEWEST_IN_GROUP:
        why = TOO_FEW(n=here + there, years=FEWEST_YEARS, here=here, there=there, units=FEWEST_UNITS, each=FEWEST_IN_GROUP)
        return _not_tested(subject, why)
    slopes = slopes_of(growth.figure, growth.proxy, growth.marked, draws=draws, rng=np.random.default_rng(seed))
    if slopes.p_slope > alpha:
        return _not_tested(subject, NO_TIE(reference=names[1], p=slopes.p_slope))
    return _answer(growth, slopes, names, subject, alpha)


def _yearly(pair: Aligned) -> Aligned | None:
    if pair.step is Step.YEAR:
        return pair
    if pair.step not in MONTHS:
        return None
    sums = [summed(pair.times, each, fine=pair.step, coarse=Step.YEAR) for each in (pair.first, pair.second)]
    return dataclasses.replace(pair, times=sums[0][0], step=Step.YEAR, first=sums[0][1], second=sums[1][1])


def _answer(growth: Growth, slopes: Slopes, names: tuple[str, str], subject: str, alpha: float) -> Finding:
    group, reference = names
    departs, marked = slopes.p <= alpha, growth.marked
    here, there = slopes.slope + slopes.steeper, slopes.slope
    said = (DEPARTS if departs else CONSISTENT)(
        here=here, there=there, n=int(marked.sum()), others=int((~marked).sum()), group=group, reference=reference, p=slopes.p
    )
    value, bounds = slopes.steeper / slopes.slope, slopes.ratio_interval(LEVEL)
    low, high = bounds or (None, None)
    estimate = Estimate(value=value, low=low, high=high, level=LEVEL, unit=UNIT(reference=reference), no_interval=None if bounds else NO_INTERVAL())
    numbers: dict[str, float | None] = {
        "slope in the group": here, "slope in the others": there, "difference": slopes.steeper, "error of the difference": slopes.steeper_error,
        "units in the group": int(marked.sum()), "units in the others": int((~marked).sum()), "values": int(np.isfinite(growth.figure).sum()),
        "left out": growth.left_out,
    }  # fmt: skip
    points = centred(growth)
    chart = slope_lines(subject, names, (points(marked), points(~marked)), (here, there))
    return Finding(
        subject=subject, verdict=Verdict.DEPARTS if departs else Verdict.CONSISTENT, statement=said, estimate=estimate, p_value=slopes.p,
        numbers=numbers, limits=limits(departs=departs), steps=steps(departs=departs), charts=(chart,),
        attachments=(Attachment.of("growth.csv", csv_text(_HEADER, _rows(growth, names))),),
    )  # fmt: skip


def _rows(growth: Growth, names: tuple[str, str]) -> Iterator[tuple[Cell, ...]]:
    for row, unit in enumerate(growth.units):
        for at in np.flatnonzero(np.isfinite(growth.figure[row])).tolist():
            yield unit, names[0 if growth.marked[row] else 1], str(growth.years[at]), float(growth.figure[row, at]), float(growth.proxy[row, at])


def _not_tested(subject: str, why: Message) -> Finding:
    return Finding(subject=subject, verdict=Verdict.NOT_TESTED, statement=why)
