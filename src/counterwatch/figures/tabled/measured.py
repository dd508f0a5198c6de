"""How often each check departs on simulated tables of its shape."""

from __future__ import annotations

from counterwatch.core import Finding, Verdict
from counterwatch.core.registry import checks
from counterwatch.figures.calibration import Tally
from counterwatch.figures.tabled.table import Made
from counterwatch.figures.worlds.measured import found_by, own_level
from counterwatch.figures.worlds.world import generator


def tables_measured(made: Made, share: float, count: int, seed: int = 0) -> dict[str, Tally]:
    """Ask the checks of `count` tables that came about in one way, and count their findings; for an altered way, count tables.

    A table departs where any of its findings does: an alteration need not touch all that is asked.
    """
    known, tallies = checks(), {}
    rng = generator(seed, made.name, str(share))
    tables = [made.draw(rng, share) for _ in range(count)]
    for name in made.asked:
        answers = [_listed(known[name](table)) for table in tables]
        if made.altered:
            tallies[name] = Tally(count, _any(answers, Verdict.NOT_TESTED, all_of=True), _any(answers, Verdict.DEPARTS), 0)
        else:
            findings = [each for one in answers for each in one]
            verdicts = [each.verdict for each in findings]
            tested = len(findings) - verdicts.count(Verdict.NOT_TESTED)
            found = int(found_by(findings, own_level(known[name])).sum())
            tallies[name] = Tally(len(findings), tested, verdicts.count(Verdict.DEPARTS), found)
    return tallies


def _listed(answer: Finding | list[Finding]) -> list[Finding]:
    return [answer] if isinstance(answer, Finding) else list(answer)


def _any(answers: list[list[Finding]], verdict: Verdict, *, all_of: bool = False) -> int:
    """Return in how many tables a finding has a verdict; with `all_of`, in how many not all have it."""
    if all_of:
        return sum(any(each.verdict is not verdict for each in one) for one in answers)
    return sum(any(each.verdict is verdict for each in one) for one in answers)
