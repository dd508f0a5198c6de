"""How often a check departs in a world: counts that are kept, so that anybody can put an interval around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from counterwatch.core import Finding, Verdict
from counterwatch.core.registry import Check
from counterwatch.figures.calibration import Named
from counterwatch.figures.habit import habits_of
from counterwatch.figures.table import Panel, subject_of
from counterwatch.figures.worlds.falsified import falsifications
from counterwatch.figures.worlds.world import MONDAY, UNITS, World, generator

FDR = 0.05
GRADED = frozenset({"dispersion", "digits", "second source"})
"""The families of which two must depart before a finding is called strong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Series asked, those that could be tested, those that depart, and those left after Benjamini & Hochberg 1995 at 5 % within the panel."""

    asked: int = 0
    tested: int = 0
    departs: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            asked=self.asked + other.asked, tested=self.tested + other.tested, departs=self.departs + other.departs, found=self.found + other.found
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What every check said of one panel, how many units departed after adjustment in two families of evidence or more, and what names them."""

    tallies: Mapping[str, Tally]
    strong: int
    units: int
    named: Named


def measured(panel: Panel, checks: Mapping[str, Check[Any, Any]]) -> Measured:
    """Ask every check of one panel."""
    tallies, families, departing = {}, dict[str, set[str]](), dict[str, set[str]]()
    for name, check in checks.items():
        findings = list(check(panel))
        found = found_by(findings, own_level(check))
        tallies[name] = tally(findings, found)
        for finding, held in zip(findings, found, strict=True):
            if held and check.family in GRADED:
                families.setdefault(finding.subject, set()).add(check.family)
            if finding.verdict is Verdict.DEPARTS:
                departing.setdefault(finding.subject, set()).add(check.family)
    strong = sum(len(each) > 1 for each in families.values())
    return Measured(tallies=tallies, strong=strong, units=len(panel.units), named=named(panel, departing))


def named(panel: Panel, departing: Mapping[str, set[str]]) -> Named:
    """Count what names the series of a panel: a habit, or a departure of a family, by subject in `departing`."""
    rows = [
        (bool(habits), departing.get(subject_of(unit, value), set()))
        for value in panel.values
        for unit, habits in zip(panel.units, habits_of(panel, value), strict=True)
    ]
    evidence = [len(families & GRADED) for _, families in rows]
    return Named(
        asked=len(rows), habit=sum(habit for habit, _ in rows), departs=sum(bool(families) for _, families in rows),
        unusual=sum(each > 0 for each in evidence), two=sum(each > 1 for each in evidence),
        anything=sum(habit or bool(families) for habit, families in rows),
    )  # fmt: skip


def own_level(check: Check[Any, Any]) -> float:
    """Return the level at which a check departs: its option `alpha`, or 0.01."""
    return float(next((option.default for option in check.options if option.name == "alpha"), 0.01))


def found_by(findings: list[Finding], level: float = 0.01) -> np.ndarray:
    """Mark the findings left after adjustment for all that were asked.

    One that departs without a p-value counts as it is; one that does not depart in spite of a small p-value was explained otherwise.
    """
    from scipy.stats import false_discovery_control

    if not findings:
        return np.zeros(0, dtype=bool)
    departs = np.array([each.verdict is Verdict.DEPARTS for each in findings])
    silent = np.array([each.p_value is None for each in findings])
    chances = np.array([1.0 if each.p_value is None else each.p_value for each in findings])
    chances = np.where(departs | (chances > level), chances, 1.0)
    return np.asarray(np.where(silent, departs, (false_discovery_control(chances) <= FDR) & (chances < 1)))


def tally(findings: Iterable[Finding], found: np.ndarray) -> Tally:
    """Count what a list of findings says."""
    verdicts = [each.verdict for each in findings]
    return Tally(
        asked=len(verdicts),
        tested=len(verdicts) - verdicts.count(Verdict.NOT_TESTED),
        departs=verdicts.count(Verdict.DEPARTS),
        found=int(found.sum()),
    )


def falsified(world: World, name: str, dose: float, seed: int, units: int = UNITS) -> Panel:
    """Return a panel of a world in which a share of the days was falsified."""
    values = world.draw(generator(seed, world.name), units)
    return Panel.many(name=world.name, values=falsifications()[name](generator(seed, world.name, name), values, dose), start=MONDAY)
