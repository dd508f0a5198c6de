"""Which finding comes first, which are shown in full, and how the others are grouped; every finding has its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from counterwatch.core import Finding, Message, Problem, Verdict
from counterwatch.report.document import Document

K = TypeVar("K")
SHOWN_IN_FULL = 60
"""Full cards per report: more than anybody reads, and each costs a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The denominators of one check: how many subjects were asked and what came of each."""

    check: str
    asked: int
    departs: int
    consistent: int
    not_tested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of one check with one verdict, for a table; of those not tested, only those with one reason."""

    check: str
    verdict: Verdict
    findings: tuple[Finding, ...]

    @property
    def reason(self) -> Message | None:
        """Why these were not tested: their common sentence, with an ellipsis where they differ."""
        return common_words([each.statement for each in self.findings]) if self.verdict is Verdict.NOT_TESTED else None


def common_words(said: Sequence[Message]) -> Message:
    """Return one message for several of the same template; what differs between them is left open."""
    first = said[0]
    return msgspec.structs.replace(
        first, params={key: value if all(each.params.get(key) == value for each in said) else "…" for key, value in first.params.items()}
    )


def strength(finding: Finding) -> tuple[float, float, int, str]:
    """Return what departures are sorted by: the adjusted p-value, the p-value, the rank, then the name."""
    p = 2.0 if finding.p_value is None else finding.p_value
    return (p if finding.q_value is None else finding.q_value, p, finding.rank.position if finding.rank else 1_000_000_000, finding.subject)


def cards(findings: Iterable[Finding], *, most: int = SHOWN_IN_FULL) -> tuple[Finding, ...]:
    """Return the departures to show in full: the strongest of every check before the second strongest of any."""
    by_check = _by(_departing(findings), lambda finding: finding.check)
    turns = sorted((turn, strength(finding), check) for check, found in by_check.items() for turn, finding in enumerate(sorted(found, key=strength)))
    taken = {check: sum(each == check for _, _, each in turns[:most]) for check in by_check}
    return tuple(finding for check in sorted(by_check) for finding in sorted(by_check[check], key=strength)[: taken[check]])


def groups(findings: Iterable[Finding], *, shown: Iterable[Finding] = ()) -> tuple[Group, ...]:
    """Return every finding not `shown` in full, by check, verdict and reason."""
    full = {id(each) for each in shown}
    grouped = _by((each for each in findings if id(each) not in full), _place)
    return tuple(
        Group(check=check, verdict=verdict, findings=tuple(sorted(found, key=strength))) for (check, _, _, verdict), found in sorted(grouped.items())
    )


def tallies(findings: Iterable[Finding]) -> tuple[Tally, ...]:
    """Return the denominators of every check."""
    return tuple(_tally(check, found) for check, found in sorted(_by(findings, lambda finding: finding.check).items()))


def tallies_of(document: Document) -> tuple[Tally, ...]:
    """Return the denominators of every check of a document, over all findings, those included that it leaves out."""
    if document.beyond is None:
        return tallies(document.findings)
    return tuple(
        Tally(
            check=each.check, asked=each.departs + each.consistent + each.not_tested,
            departs=each.departs, consistent=each.consistent, not_tested=each.not_tested,
        )
        for each in document.beyond.tallies
    )  # fmt: skip


def _tally(check: str, found: list[Finding]) -> Tally:
    count = {verdict: sum(finding.verdict is verdict for finding in found) for verdict in Verdict}
    return Tally(
        check=check, asked=len(found),
        departs=count[Verdict.DEPARTS], consistent=count[Verdict.CONSISTENT], not_tested=count[Verdict.NOT_TESTED],
    )  # fmt: skip


def distinct_problems(findings: Iterable[Finding], others: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """Return each record that could not be read once, however many findings name it."""
    every = [*others, *(problem for finding in findings for problem in finding.problems)]
    return tuple({(str(each.message), each.place): each for each in every}.values())


def _departing(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.verdict is Verdict.DEPARTS]


def _place(finding: Finding) -> tuple[str, int, str, Verdict]:
    reason = finding.statement.id if finding.verdict is Verdict.NOT_TESTED else ""
    return finding.check, list(Verdict).index(finding.verdict), reason, finding.verdict


def _by(findings: Iterable[Finding], key: Callable[[Finding], K]) -> dict[K, list[Finding]]:
    grouped: dict[K, list[Finding]] = defaultdict(list)
    for each in findings:
        grouped[key(each)].append(each)
    return grouped
