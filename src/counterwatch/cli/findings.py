"""Findings on a terminal: departures one by one, the rest counted by check and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from counterwatch.cli.terminal import say, say_next, show, text, visible
from counterwatch.core import Finding, Grade, Message, Template, Verdict

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


def show_answer(answer: Answer, *, as_json: bool, everything: bool) -> None:
    """Print the findings of one run; the conversation goes to stderr."""
    for sentence in answer.said:
        say(sentence)
    show_remarks(answer)
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


def show_remarks(answer: Answer) -> None:
    """Print what a reader must know about the file, and the first records that could not be read."""
    for each in answer.run.problems[:REMARKS]:
        say(REMARK(message=each.message))
    if (more := len(answer.run.problems) - REMARKS) > 0:
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
        for message in (*details, *(finding.limits[:1] if explain else ())):
            show(f"{'':{COLUMN}}{text(message)}")


def show_counts(answer: Answer) -> None:
    """Print how many series were consistent, and how many were not tested for which reason, per check."""
    consistent = Counter(each.check for each in answer if each.verdict is Verdict.CONSISTENT)
    for check, count in consistent.items():
        show(f"{padded(Verdict.CONSISTENT)}{check}: {text(SUBJECTS(n=count))}")
    for (check, _), (count, first) in by_reason(answer).items():
        show(f"{padded(Verdict.NOT_TESTED)}{check}: {text(BECAUSE(n=count, subject=first.subject, reason=first.statement))}")


def by_reason(findings: Iterable[Finding]) -> dict[tuple[str, str], tuple[int, Finding]]:
    """Count the findings that were not tested by check and reason; where reasons differ in a number only, the first finding speaks."""
    counted: dict[tuple[str, str], tuple[int, Finding]] = {}
    for each in findings:
        if each.verdict is Verdict.NOT_TESTED:
            count, first = counted.get((each.check, each.statement.id), (0, each))
            counted[each.check, each.statement.id] = (count + 1, first)
    return counted


def show_totals(answer: Answer) -> None:
    """Print the denominators, then what they mean and the next command."""
    count = answer.count()
    verdicts = {"departs": count[Verdict.DEPARTS], "consistent": count[Verdict.CONSISTENT], "not_tested": count[Verdict.NOT_TESTED]}
    show(text(TOTALS(asked=len(answer), unreadable=answer.run.unread, **verdicts)))
    say(NOT_ACCUSED() if count[Verdict.DEPARTS] else NO_PROOF())
    if answer.stored_as is None:
        say(NOT_RECORDED())
        say_next("cw new NAME")
    else:
        say_next("cw report -o report.html")


def padded(verdict: Verdict) -> str:
    """Return a verdict in the interface language, padded to a column; East Asian characters take two cells."""
    from unicodedata import east_asian_width

    word = text(WORDS[verdict]())
    cells = sum(2 if east_asian_width(each) in "WF" else 1 for each in word)
    return word + " " * max(1, COLUMN - cells)
