"""The boxes on the cover: for each check of which something departs, what that says, how sure it is and what it does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterwatch.core import Finding, Message, Verdict
from counterwatch.report import labels
from counterwatch.report.document import Document, Method
from counterwatch.report.order import Tally, strength, tallies_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the departures of one check say together."""

    method: Method
    count: Message
    strongest: Finding
    sure: Message


def claims(document: Document) -> tuple[Claim, ...]:
    """Return one box for each check of which something departs."""
    counted = {each.check: each for each in tallies_of(document)}
    return tuple(_claim(method, found, counted[method.check]) for method in methods(document) if (found := departures(document, method.check)))


def methods(document: Document) -> tuple[Method, ...]:
    """Return the method of every check that was used; one the document does not describe is known by its name alone."""
    described = {each.check: each for each in document.methods}
    return tuple(described.get(name) or Method(check=name, question=name) for name in sorted({each.check for each in document.findings}))


def departures(document: Document, check: str) -> list[Finding]:
    """Return what departs in one check, the strongest first."""
    return sorted((each for each in document.findings if each.check == check and each.verdict is Verdict.DEPARTS), key=strength)


def _claim(method: Method, found: list[Finding], counted: Tally) -> Claim:
    return Claim(method=method, count=labels.DEPART_OF(n=counted.departs, asked=counted.asked), strongest=found[0], sure=_how_sure(found))


def _how_sure(found: Sequence[Finding]) -> Message:
    for template, values in (
        (labels.SURE_Q, [each.q_value for each in found if each.q_value is not None]),
        (labels.SURE_P, [each.p_value for each in found if each.p_value is not None]),
    ):
        if len(values) == len(found):
            return template(n=len(found), low=min(values), high=max(values))
    return labels.SURE_NOT()
