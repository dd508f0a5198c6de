"""How much the departures of one run weigh: a question, unusual, or strong.

Strong takes two kinds of evidence that departs on the same series (dispersion, digits, a second source), each beyond all comparisons of
the run, no habit of publication that the source has not declared, and a source that was asked. It must be checkable: without a second
source or a documented declaration the highest word is *unusual*. Even so it finds a minority of gross falsifications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counterwatch.core import Finding, Grade, Message, Template, Verdict, replace
from counterwatch.figures.habit import Habit, habits_of, known_habits
from counterwatch.figures.setup import Setup
from counterwatch.figures.table import Panel, subject_of

EVIDENCE = frozenset({"dispersion", "digits", "second source"})
LEVEL, OVERLAP = 0.05, 0.5
DISPERSION = Template("figures.grade.dispersion", "scatter")
DIGITS = Template("figures.grade.digits", "digits")
SECOND_SOURCE = Template("figures.grade.second_source", "the second source")
FAMILIES = {"dispersion": DISPERSION, "digits": DIGITS, "second source": SECOND_SOURCE}
AND = Template("figures.grade.and", "{first} and {last}")
IS_STRONG = Template(
    "figures.grade.is_strong",
    "strong: {families} depart on the same series, no undeclared habit explains it, and the source was asked on {asked:raw}",
)
ANSWERED = Template("figures.grade.answered", "the source answered: {answer}")
ALMOST = Template(
    "figures.grade.almost",
    "{families} depart on the same series; this would be called strong once the source has been asked: record that with `cw question ask`",
)
NOT_MORE = Template(
    "figures.grade.not_more",
    "{families} depart on the same series; without a second source or a documented declaration this is unusual, no more",
)
HABIT_EXPLAINS = Template(
    "figures.grade.habit_explains", "{families} depart on the same series, which a habit that the source has not declared can do: {habit}"
)


def graded(findings: Sequence[Finding], families: Mapping[str, str], panel: Panel | None, setup: Setup) -> list[Finding]:
    """Return the findings of a run with their grades; `families` gives the family of evidence of each check by name."""
    legs: dict[str, dict[str, str]] = {}
    for each in findings:
        if is_leg(each, families.get(each.check, "context")):
            legs.setdefault(each.subject, {})[families[each.check]] = each.check
    return [_graded(each, families.get(each.check, "context"), legs.get(each.subject, {}), panel, setup) for each in findings]


def is_leg(finding: Finding, family: str) -> bool:
    """Is this a departure that can be one of two legs of *strong*? A second source must cover at least half of the series."""
    overlap = finding.numbers.get("overlap", 1.0)
    covers = family != "second source" or (overlap is not None and overlap >= OVERLAP)
    return finding.verdict is Verdict.DEPARTS and family in EVIDENCE and finding.q_value is not None and finding.q_value <= LEVEL and covers


def _graded(finding: Finding, family: str, legs: Mapping[str, str], panel: Panel | None, setup: Setup) -> Finding:
    if finding.verdict is not Verdict.DEPARTS:
        return finding
    if family not in EVIDENCE:
        return replace(finding, grade=Grade.QUESTION)
    if len(legs) < 2 or family not in legs:
        return replace(finding, grade=Grade.UNUSUAL)
    grade, reasons = _together(finding.subject, _named(sorted(legs)), panel, setup, has_source="second source" in legs)
    return replace(finding, grade=grade, weighed=(*reasons, *finding.weighed))


def _named(families: Sequence[str]) -> Message:
    """Return families of evidence in words, such as «scatter and digits»."""
    words = [FAMILIES[each]() for each in families]
    return words[0] if len(words) == 1 else AND(first=_named(families[:-1]), last=words[-1])


def _together(subject: str, families: Message, panel: Panel | None, setup: Setup, *, has_source: bool) -> tuple[Grade, tuple[Message, ...]]:
    declared = setup.declared
    habits = _habits(panel, subject)
    # A habit that invalidates no check (a late report) explains nothing of what departs here.
    undeclared = [each for name, each in habits.items() if known_habits()[name].refuses and (declared is None or declared.method != name)]
    # What contradicts a document of the source is no innocent explanation of it.
    if undeclared and declared is None:
        return Grade.UNUSUAL, (HABIT_EXPLAINS(families=families, habit=undeclared[0].statement),)
    if not has_source and declared is None:
        return Grade.UNUSUAL, (NOT_MORE(families=families),)
    asked = next((each for each in setup.questioned if each.subject == subject and each.asked), None)
    if asked is None:
        return Grade.UNUSUAL, (ALMOST(families=families),)
    answer = (ANSWERED(answer=asked.answer),) if asked.answer else ()
    return Grade.STRONG, (IS_STRONG(families=families, asked=asked.asked), *answer)


def _habits(panel: Panel | None, subject: str) -> Mapping[str, Habit]:
    if panel is None:
        return {}
    for value in panel.values:
        for row, unit in enumerate(panel.units):
            if subject == subject_of(unit, value):
                return habits_of(panel, value)[row]
    return {}
