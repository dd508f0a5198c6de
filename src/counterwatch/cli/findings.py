"""Findings on a terminal: departures one by one, the rest counted by check and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Finding, Grade, Message, Problem, Template, Verdict

if TYPE_CHECKING:
    from counterwatch.api.answer import Answer

DEPARTS = Template("cli.findings.departs", "departs")
CONSISTENT = Template("cli.findings.consistent", "consistent")
NOT_TESTED = Template("cli.findings.not_tested", "not tested")
SUBJECTS = Template("cli.findings.subjects", "{n} series", "{n} series")
BECAUSE = Template("cli.findings.because", "{n} series, {subject}: {reason}", "{n} series, such as {subject}: {reason}")
MORE = Template("cli.findings.more", "{n} more departs; --all shows it", "{n} more depart; --all shows them")
TOTALS = Template(
    "cli.findings.totals", "asked {asked} · departs {departs} · consistent {consistent} · not tested {not_tested} · unreadable records {unreadable}"
)
NO_PROOF = Template("cli.findings.no_proof", "no check departed; this is not proof that the figures are sound")
NOT_ACCUSED = Template(
    "cli.findings.not_accused", "departs means: not like independent events counted raw each day; each finding lists what else could explain it"
)
NOT_AS_EXPECTED = Template(
    "cli.findings.not_as_expected",
    "departs means: not as the expectation stated in the finding would have it, and no more; each finding lists what else could explain it",
)
NOT_RECORDED = Template("cli.findings.not_recorded", "nothing was recorded: you are not in a case")
RANK = Template("cli.findings.rank", "rank {position} of {of} {among}")
QUESTION = Template("cli.findings.question", "weight: a question to the source, no more")
UNUSUAL = Template("cli.findings.unusual", "weight: unusual")
STRONG = Template("cli.findings.strong", "weight: strong")
GRADES = {Grade.QUESTION: QUESTION, Grade.UNUSUAL: UNUSUAL, Grade.STRONG: STRONG}
WORDS = {Verdict.DEPARTS: DEPARTS, Verdict.CONSISTENT: CONSISTENT, Verdict.NOT_TESTED: NOT_TESTED}
REMARK = Template("cli.findings.remark", "note: {message}")
MORE_REMARKS = Template("cli.findings.more_remarks", "{n} more note; the report lists it", "{n} more notes; the report lists them")
FEW, MANY, REMARKS, COLUMN = 12, 40, 8, 12
COUNTED = frozenset({"dispersion", "digits"})


def show_answer(answer: Answer, *, as_json: bool, everything: bool) -> None:
    """Print the findings of one run; the conversation goes to stderr."""
    for sentence in answer.said:
        say(sentence)
    show_problems(answer.run.problems)
    if as_json:
        for line in answer.lines():
            show(line)
        return
    everything = everything or len(answer) <= FEW
    listed = [each for each in answer if everything or each.verdict is Verdict.DEPARTS]
    show_findings(listed if everything else listed[:MANY])
    if len(listed) > MANY and not everything:
        show(text(MORE(n=len(listed) - MANY)))
    if not everything:
        show_counts(answer)
    show_totals(answer)


def show_problems(problems: Sequence[Problem]) -> None:
    """Print the first of what a reader must know about a file."""
    for each in problems[:REMARKS]:
        say(REMARK(message=each.message))
    if (more := len(problems) - REMARKS) > 0:
        say(MORE_REMARKS(n=more))


def show_findings(findings: Iterable[Finding]) -> None:
    """Print findings; the first innocent explanation of a departure is printed where it was not just said."""
    said: Message | None = None
    for each in findings:
        show_finding(each, explain=bool(each.limits) and each.limits[0] != said)
        said = each.limits[0] if each.verdict is Verdict.DEPARTS and each.limits else said


def show_finding(finding: Finding, *, explain: bool = True) -> None:
    """Print a finding: verdict, check, subject and statement; for a departure its rank and its first innocent explanation."""
    show(f"{padded(finding.verdict)}{finding.check}: {visible(finding.subject)}")
    show(f"{'':{COLUMN}}{text(finding.statement)}")
    if finding.verdict is Verdict.DEPARTS:
        details = [RANK(position=finding.rank.position, of=finding.rank.of, among=finding.rank.among)] if finding.rank else []
        details += [GRADES[finding.grade]()] if finding.grade else []
        for message in (*details, *finding.weighed[:1], *(finding.limits[:1] if explain else ())):
            show(f"{'':{COLUMN}}{text(message)}")


def show_counts(answer: Answer) -> None:
    """Print how many series were consistent, per check, and how many were not tested, one line for each reason with all checks that gave it."""
    consistent = Counter(each.check for each in answer if each.verdict is Verdict.CONSISTENT)
    for check, count in consistent.items():
        show(f"{padded(Verdict.CONSISTENT)}{check}: {text(SUBJECTS(n=count))}")
    files = {each.name for each in answer.evidence}
    for checks, count, first in by_reason(answer):
        # What a whole run lacks is not about a series.
        reason = first.statement if first.subject in files else BECAUSE(n=count, subject=first.subject, reason=first.statement)
        show(f"{padded(Verdict.NOT_TESTED)}{together(checks)}: {text(reason)}")


def by_reason(findings: Iterable[Finding]) -> list[tuple[list[str], int, Finding]]:
    """Group the findings that were not tested by reason, with the checks that gave it for the same series and how many series these are.

    Where reasons differ in a number only, the first finding speaks.
    """
    refused: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        if each.verdict is Verdict.NOT_TESTED:
            refused.setdefault((each.check, each.statement.id), []).append(each)
    lines: dict[tuple[str, tuple[str, ...]], tuple[list[str], int, Finding]] = {}
    for (check, reason), every in refused.items():
        lines.setdefault((reason, tuple(each.subject for each in every)), ([], len(every), every[0]))[0].append(check)
    return list(lines.values())


def together(checks: Iterable[str]) -> str:
    """Name several checks, the instrument only where it changes: `figures.bunching, repeats`."""
    names: list[str] = []
    last = ""
    for each in checks:
        instrument, _, short = each.rpartition(".")
        names.append(short if instrument == last else each)
        last = instrument
    return ", ".join(names)


def show_totals(answer: Answer) -> None:
    """Print the denominators, then what they mean and the next command."""
    count = answer.count()
    verdicts = {"departs": count[Verdict.DEPARTS], "consistent": count[Verdict.CONSISTENT], "not_tested": count[Verdict.NOT_TESTED]}
    show(text(TOTALS(asked=len(answer), unreadable=answer.run.unread, **verdicts)))
    say(meaning(each.check for each in answer if each.verdict is Verdict.DEPARTS) if count[Verdict.DEPARTS] else NO_PROOF())
    if answer.stored_as is None:
        say(NOT_RECORDED())
        say_next("cw new NAME")
    else:
        say_next("cw report -o report.html")


def meaning(departed: Iterable[str]) -> Message:
    """Say what *departs* means for the checks that departed: only series have days on which events could be counted."""
    from counterwatch.core.registry import checks
    from counterwatch.figures.table import Panel

    of_counts = {name for name, each in checks(Panel).items() if each.family in COUNTED}
    return NOT_ACCUSED() if set(departed) <= of_counts else NOT_AS_EXPECTED()


def padded(verdict: Verdict) -> str:
    """Return a verdict in the interface language, padded to a column; East Asian characters take two cells."""
    from unicodedata import east_asian_width

    word = text(WORDS[verdict]())
    cells = sum(2 if east_asian_width(each) in "WF" else 1 for each in word)
    return word + " " * max(1, COLUMN - cells)
