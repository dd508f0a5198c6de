"""What is said of habits can be stored and told, in every simulated world; a declaration is held against what is found."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from counterwatch.core import Finding, Verdict, canonical
from counterwatch.core.language import LANGUAGES, render
from counterwatch.figures.checks.publication_habit import publication_habit
from counterwatch.figures.declared import COUNTED, Declared
from counterwatch.figures.table import Panel
from counterwatch.figures.worlds.world import worlds


@pytest.mark.parametrize("name", sorted(worlds()))
def test_every_world_can_be_told_and_stored(name: str) -> None:
    findings = publication_habit(worlds()[name].panel(5, units=4, days=420))
    assert msgspec.json.decode(canonical(findings), type=list[Finding]) == findings
    for each in findings:
        for language in LANGUAGES:
            assert all(render(message, language).strip() for message in (each.statement, *each.limits, *each.steps))


def of(values: object, declared: Declared | None) -> Finding:
    panel = replace(Panel.one(name="甲", values=np.asarray(values)), declared=declared)
    return publication_habit(panel)[0]


RNG = np.random.default_rng(3)
COUNTS = RNG.poisson(np.exp(6 + np.sin(np.arange(420) / 60)))
MEANS = np.round(np.convolve(COUNTS, np.full(7, 1 / 7), "valid"))


@pytest.mark.parametrize(
    ("values", "method", "verdict", "said"),
    [
        (COUNTS, None, Verdict.CONSISTENT, "none of the"),
        (COUNTS, COUNTED, Verdict.CONSISTENT, "none of the"),
        (COUNTS, "mean", Verdict.CONSISTENT, "its marks were not found"),
        (MEANS, None, Verdict.CONSISTENT, "mean over 7 days"),
        (MEANS, "mean", Verdict.CONSISTENT, "as the source declares (notes, page 1)"),
        (MEANS, COUNTED, Verdict.DEPARTS, "the values show another"),
    ],
)
def test_a_declaration_is_held_against_the_values(values: object, method: str | None, verdict: Verdict, said: str) -> None:
    finding = of(values, Declared(method=method, document="notes, page 1") if method else None)
    assert finding.verdict is verdict
    assert said in str(finding.statement)
