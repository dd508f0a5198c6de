"""Which statement rests on which evidence: for each file the checks that read it, how many findings, and the cards that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.core import Finding, Verdict
from counterwatch.report.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What one check made of one file: how many findings rest on it, how many depart, and the numbers of the cards among them."""

    evidence: str
    check: str
    findings: int
    departing: int
    cards: tuple[int, ...]


def rests(document: Document, shown: Sequence[Finding]) -> tuple[Rest, ...]:
    """Return a row for each file and check, files in the order of the annex; evidence that no finding names has no row."""
    place = {id(each): number for number, each in enumerate(shown, 1)}
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in document.findings:
        for each in finding.evidence:
            found.setdefault((each, finding.check), []).append(finding)
    order = {each.id: number for number, each in enumerate(document.evidence)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), *key))
    made = tuple(_rest(*key, found[key], place) for key in keys)
    if document.beyond is None:
        return made
    cards = {(each.evidence, each.check): each.cards for each in made}
    return tuple(
        Rest(
            evidence=each.evidence,
            check=each.check,
            findings=each.findings,
            departing=each.departing,
            cards=cards.get((each.evidence, each.check), ()),
        )
        for each in document.beyond.rests
    )


def _rest(evidence: str, check: str, findings: list[Finding], place: dict[int, int]) -> Rest:
    departing = sum(each.verdict is Verdict.DEPARTS for each in findings)
    cards = tuple(sorted(place[id(each)] for each in findings if id(each) in place))
    return Rest(evidence=evidence, check=check, findings=len(findings), departing=departing, cards=cards)
