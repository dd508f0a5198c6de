"""What a case can show of the Berkeley Protocol's criteria for preserving digital evidence (OHCHR and Human Rights Center, 2022)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counterwatch.case import AnchorOutcome, Case, CustodyEvent, Verification, verify
from counterwatch.core import Message, Template

YES = Template("api.criteria.yes", "yes")
PARTLY = Template("api.criteria.partly", "partly")
NOT_BY_US = Template("api.criteria.not_by_us", "not by us")

AUTHENTICITY = Template("api.criteria.authenticity", "authenticity: is it what it is said to be")
AVAILABILITY = Template("api.criteria.availability", "availability: can it be found and read when it is needed")
IDENTITY = Template("api.criteria.identity", "identity: is each item told from every other")
PERSISTENCE = Template("api.criteria.persistence", "persistence: will the same bytes be there later")
RENDERABILITY = Template("api.criteria.renderability", "renderability: can a program still show it")
UNDERSTANDABILITY = Template("api.criteria.understandability", "understandability: can a reader tell what it means")
CUSTODY = Template("api.criteria.custody", "chain of custody: who held it, when, and why")
COPIES = Template("api.criteria.copies", "evidentiary and working copies: is the original kept apart")
STORAGE = Template("api.criteria.storage", "storage: are the media safe")

UNCHANGED = Template(
    "api.criteria.unchanged", "unchanged since it was sealed, as signatures and {n} hash show; what it was before is for whoever collected it",
    "unchanged since it was sealed, as signatures and {n} hashes show; what it was before is for whoever collected it",
)  # fmt: skip
CHANGED = Template("api.criteria.changed", "this case does not verify as a whole: cw verify names what was changed")
THERE = Template("api.criteria.there", "every listed object is in this folder; whether another copy exists is for you to see to")
NOT_THERE = Template("api.criteria.not_there", "{n} place of this case is damaged or missing", "{n} places of this case are damaged or missing")
NUMBERED = Template(
    "api.criteria.numbered", "{n} item, named by the SHA-256 of its content and numbered in the exhibit list",
    "{n} items, each named by the SHA-256 of its content and numbered in the exhibit list",
)  # fmt: skip
NO_ITEM = Template("api.criteria.no_item", "there is no evidence in this case yet")
ANCHORED = Template("api.criteria.anchored", "a change is seen; the state up to entry {seq:raw} is fixed outside the folder too")
NOT_ANCHORED = Template(
    "api.criteria.not_anchored", "a change is seen, but not an earlier state put back as a whole: cw anchor fixes the head outside the folder"
)
FORMATS = Template("api.criteria.formats", "files are kept as they came; whether a program opens them in ten years is not checked")
DESCRIBED = Template("api.criteria.described", "{said} of {n} item carries a note or a source", "{said} of {n} items carry a note or a source")
HISTORY = Template(
    "api.criteria.history", "{n} signed entry, {purposes} with a purpose, {receipts} signed receipt; what was done outside the program is not in it",
    "{n} signed entries, {purposes} with a purpose, {receipts} signed receipts; what was done outside the program is not in them",
)  # fmt: skip
KEPT_APART = Template(
    "api.criteria.kept_apart", "objects are written once and never opened for writing; checks read them, and copies for work are made from them"
)
MEDIA = Template("api.criteria.media", "disks, backups, access to the room and heat are for whoever keeps the folder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion, whether this case can show it (yes, partly, not by us), and what that rests on."""

    name: Message
    answer: Message
    why: Message


def criteria_of(case: Case) -> list[Criterion]:
    """Hold a case against each criterion; nothing here says that evidence is admissible, or true."""
    found, events = verify(case.path, level=2, identity=case.identity), case.custody()
    items = {each.evidence.id: each.evidence for event in events for each in event.sealed}
    described = sum(bool(each.note or each.source) for each in items.values())
    answers = [
        (AUTHENTICITY, *((PARTLY, UNCHANGED(n=len(items))) if found.is_good else (NOT_BY_US, CHANGED()))),
        (AVAILABILITY, *((PARTLY, THERE()) if found.is_good else (PARTLY, NOT_THERE(n=len(found.defects))))),
        (IDENTITY, *((YES, NUMBERED(n=len(items))) if items else (PARTLY, NO_ITEM()))),
        (PERSISTENCE, *_persistence(found)),
        (RENDERABILITY, NOT_BY_US, FORMATS()),
        (UNDERSTANDABILITY, PARTLY, DESCRIBED(said=described, n=len(items))),
        (CUSTODY, PARTLY, _history(events)),
        (COPIES, YES, KEPT_APART()),
        (STORAGE, NOT_BY_US, MEDIA()),
    ]
    return list(_criteria(answers))


def _criteria(answers: list[tuple[Template, Template, Message]]) -> Iterator[Criterion]:
    for name, answer, why in answers:
        yield Criterion(name=name(), answer=answer(), why=why)


def _persistence(found: Verification) -> tuple[Template, Message]:
    anchoring = found.anchoring
    if not found.is_good:
        return NOT_BY_US, CHANGED()
    if anchoring and anchoring.seq is not None and anchoring.outcome in (AnchorOutcome.PASS, AnchorOutcome.NOT_CHECKED):
        return YES, ANCHORED(seq=anchoring.seq)
    return PARTLY, NOT_ANCHORED()


def _history(events: list[CustodyEvent]) -> Message:
    purposes = sum(any(given) for given in map(_purposes, events))
    return HISTORY(n=len(events), purposes=purposes, receipts=sum(len(event.receipts) for event in events))


def _purposes(event: CustodyEvent) -> Iterator[str]:
    yield from (each.purpose for each in event.sealed)
    yield from (each.purpose for each in event.custody)
    yield from (each.purpose for each in event.offers)
