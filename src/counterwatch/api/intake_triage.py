"""The submissions that wait for somebody to look at them: lines in a stated order, page by page; nothing is left out of all pages together."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case
from counterwatch.api.intake import intakes
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Template, WrongUsage
from counterwatch.core.progress import Progress, quiet
from counterwatch.incidents.intake.consent import is_confirmed
from counterwatch.incidents.intake.received import BATCH, DECISION, KIND, BatchOfFiles, Decision, Received, decision_key, key_of
from counterwatch.incidents.intake.record import Intake
from counterwatch.incidents.intake.sketches import compared, sketches, told
from counterwatch.incidents.intake.triage import LETTERS, PAGE, Line, Seen, gathered, lines

SORTING = Template("api.intake_triage.sorting", "comparing {n} submission", "comparing {n} submissions")
NONE = Template("api.intake_triage.none", "this case holds no submission {id}")
SEVERAL = Template("api.intake_triage.several", "{id} could be more than one submission")
SEE = Template("api.intake_triage.see", "`cw incidents intake triage` lists what there is; give more of the digits")
NO_PAGE = Template("api.intake_triage.no_page", "there is no page {page:raw}: the last is {pages:raw}")
SHORTEST, OFTEN, LOOKED = 4, 500, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a page: the submission that is shown, how many are nearly the same with it, how much of it others sent too, and its consent.

    `reads` is None where it was not tested whether it reads as a language; `is_confirmed` says whether its consent counts without a person.
    """

    received: Received
    alike: int
    shared: float
    reads: bool | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the queue: `waiting` submissions in `lines` lines; what was decided and what was never taken is counted beside."""

    items: tuple[Item, ...]
    number: int
    pages: int
    lines: int
    waiting: int
    accepted: int
    rejected: int
    refused: int


def triage(case: Case | Path | str, *, page: int = 1, group: str = "", progress: Progress = quiet) -> Page:
    """Return a page of the queue; with `group`, a page of all that are nearly the same as a submission, in the order in which they came."""
    opened = open_case(case)
    decided = [msgspec.convert(each.data, type=Decision) for each in CaseRecords(opened).each(DECISION)]
    evidence, ordered = queue(opened, {each.evidence for each in decided}, progress)
    waiting = len(evidence)
    if group:
        ordered = _apart(ordered, evidence, group)
    pages = max(1, -(-len(ordered) // PAGE))
    if not 1 <= page <= pages:
        raise WrongUsage(NO_PAGE(page=page, pages=pages), hint=SEE())
    known = {each.id: each for each in intakes(opened)}
    shown = [(line, received_of(opened, evidence[line.shown])) for line in islice(ordered, (page - 1) * PAGE, page * PAGE)]
    items = tuple(
        Item(
            received=each, alike=len(line.members), shared=line.shared, reads=line.reads,
            is_confirmed=_counts(each, known),
        ) for line, each in shown
    )  # fmt: skip
    accepted = sum(each.what == "accepted" for each in decided)
    return Page(
        items=items, number=page, pages=pages, lines=len(ordered), waiting=waiting, accepted=accepted, rejected=len(decided) - accepted,
        refused=sum(sum(msgspec.convert(each.data, type=BatchOfFiles).refused.values()) for each in CaseRecords(opened).each(BATCH)),
    )  # fmt: skip


def counts_without_a_person(case: Case | Path | str, received: Received) -> bool:
    """Does the consent of a submission count as it was given, because the form could confirm it?"""
    return _counts(received, {each.id: each for each in intakes(open_case(case))})


def _counts(received: Received, known: Mapping[str, Intake]) -> bool:
    return received.submission is not None and is_confirmed(received.submission, known.get(received.submission.intake))


def received_of(case: Case, evidence: str) -> Received:
    """Return the submission that a piece of evidence holds."""
    return msgspec.convert(next(CaseRecords(case).history(key_of(evidence))).data, type=Received)


def submission_named(case: Case | Path | str, id: str) -> Received:
    """Return the one submission whose id begins with these digits."""
    opened = open_case(case)
    found = [each for each in CaseRecords(opened).ids(KIND) if len(id) >= SHORTEST and each.startswith(key_of(id))]
    if len(found) != 1:
        raise WrongUsage((SEVERAL if found else NONE)(id=id[:64]), hint=SEE())
    return received_of(opened, found[0].removeprefix(key_of("")))


def decision_of(case: Case, evidence: str) -> tuple[Decision | None, int]:
    """Return the newest decision on a submission, and how many there were."""
    found = list(CaseRecords(case).history(decision_key(evidence)))
    return (msgspec.convert(found[-1].data, type=Decision) if found else None), len(found)


def queue(case: Case, decided: set[str], progress: Progress) -> tuple[list[str], list[Line]]:
    """Return the evidence of each submission that waits, in the order in which they came, and the lines."""
    from counterwatch.text.readable import is_readable, script_of

    seen, reads = list[Seen](), dict[str, bool | None]()

    def texts() -> Iterator[str]:
        for each in CaseRecords(case).each(KIND):
            received = msgspec.convert(each.data, type=Received)
            if received.evidence in decided:
                continue
            told_text = _told(received)
            seen.append(_seen(received, told_text, script_of(told_text)))
            reads[received.evidence] = is_readable(told_text)
            if len(seen) % OFTEN == 1:
                progress(SORTING(n=len(seen)), len(seen), 0)
            yield compared(received)

    found = gathered(sketches(texts()))
    ordered = lines(found, seen, [reads[seen[centre].evidence] for centre in found.centres])
    return [each.evidence for each in seen], ordered


def _told(received: Received) -> str:
    return "\n".join(told(received.submission.answers)) if received.submission else ""


def _seen(received: Received, text: str, script: str) -> Seen:
    weight = 3 if script in ("CJK", "HANGUL", "HIRAGANA", "KATAKANA") else 1
    return Seen(
        evidence=received.evidence,
        batch=sys.intern(received.batch),
        kind=sys.intern(f"{script} {bool(received.looks)}"),
        has_fault=bool(received.fault),
        tells=bool(received.looks) or weight * sum(map(str.isalpha, text[:LOOKED])) >= LETTERS,
        agreed=received.submission is not None and received.submission.consent.scope != "none",
    )


def _apart(ordered: list[Line], evidence: list[str], group: str) -> list[Line]:
    """Return each member of the line of a submission as a line of its own."""
    found = [line for line in ordered if any(evidence[each].startswith(group) for each in line.members)]
    if len(found) != 1 or len(group) < SHORTEST:
        raise WrongUsage((SEVERAL if found else NONE)(id=group[:64]), hint=SEE())
    return [Line(shown=each, members=(each,), shared=found[0].shared, reads=found[0].reads) for each in found[0].members]
