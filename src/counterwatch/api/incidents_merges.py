"""Merges of a casebook: records of one event are said to be that, count once from then on, and can be taken apart again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.incidents import VERB, incidents
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Message, Record, Template, WrongUsage
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.merging import Merge, differences, is_countable, together, whole

KIND, PREFIX = "incident_merge", "merge/"
FEW = Template("api.incidents_merges.few", "a merge needs two records or more, and «{id}» is one")
NAME_TWO = Template("api.incidents_merges.name_two", "name the record that leads first, then the others: cw incidents merge {id} OTHER")
TWICE = Template("api.incidents_merges.twice", "«{id}» is named twice: a record cannot be merged with itself")
NOT_HERE = Template("api.incidents_merges.not_here", "there is no incident {id} in this case; it may have been erased")
SEE_LIST = Template("api.incidents_merges.see_list", "`cw incidents list` shows what there is; nothing was merged")
TOTAL = Template("api.incidents_merges.total", "{id} is a published total, which is never an event")
WITHDRAWN = Template("api.incidents_merges.withdrawn", "{id} is withdrawn and counts no more")
NOTHING_DONE = Template("api.incidents_merges.nothing_done", "leave it out; nothing was merged")
PART_ALREADY = Template("api.incidents_merges.part_already", "{id} is part of an event already, together with {others}")
TAKE_APART = Template("api.incidents_merges.take_apart", "take that apart first, then merge all of them: cw incidents unmerge {id}")
NOT_PART = Template("api.incidents_merges.not_part", "{id} is part of no merge")
SEE_PARTS = Template("api.incidents_merges.see_parts", "`cw incidents list` says of each record what it is part of")


class Merged(msgspec.Struct, frozen=True):
    """A merge as it was written, and in what its records differ."""

    merge: Merge
    differences: tuple[Message, ...]


def merges(case: Case | Path | str, *, upto: int | None = None) -> list[Merge]:
    """Return every merge that stands in a case, or stood after the entry `upto` of its ledger."""
    found = (msgspec.convert(each.data, type=Merge) for each in CaseRecords(open_case(case)).current(KIND, upto))
    return [each for each in found if not each.undone]


def merge(case: Case | Path | str, ids: Sequence[str], *, reason: str = "") -> Merged:
    """Say that records are of one event, which counts once from then on; the first leads. All of them stay as they are.

    Raises `WrongUsage` for fewer than two, for one that is named twice, unknown, erased, withdrawn, a published total or merged already.
    """
    opened = open_case(case)
    known = {each.id: each for each in incidents(opened)}
    _refuse_unfit(ids, known, together(merges(opened)))
    made = Merge(ids=tuple(ids), reason=reason)
    _write(opened, made)
    lead, *others = (known[each] for each in ids)
    return Merged(merge=made, differences=tuple(said for other in others for said in differences(lead, other)))


def unmerge(case: Case | Path | str, id: str, *, reason: str = "") -> tuple[Merge, ...]:
    """Take apart the event that a record is part of, and return the merges that made it. Raises `WrongUsage` where it is part of none."""
    opened = open_case(case)
    standing = merges(opened)
    ids = together(standing).get(id, ())
    if not ids:
        raise WrongUsage(NOT_PART(id=id[:40]), hint=SEE_PARTS())
    undone = tuple(each for each in standing if set(each.ids) <= set(ids))
    _write(opened, *(Merge(ids=each.ids, reason=reason or each.reason, undone=True) for each in undone))
    return undone


def whole_incidents(case: Case | Path | str, *, upto: int | None = None) -> list[Incident]:
    """Return the incidents of a case with one in the place of all records of an event: what is counted."""
    opened = open_case(case)
    return whole(incidents(opened, upto=upto), merges(opened, upto=upto))


def parts(case: Case | Path | str) -> dict[str, tuple[str, ...]]:
    """Return for each record that is part of an event all records of that event, the first leading."""
    return together(merges(case))


def _refuse_unfit(ids: Sequence[str], known: dict[str, Incident], parts: dict[str, tuple[str, ...]]) -> None:
    for place, id in enumerate(ids):
        if id in ids[:place]:
            raise WrongUsage(TWICE(id=id[:40]), hint=NAME_TWO(id=id[:40]))
        _refuse_one(id, known.get(id), parts)
    if len(ids) < 2:
        raise WrongUsage(FEW(id="".join(ids)[:40]), hint=NAME_TWO(id="".join(ids)[:40]))


def _refuse_one(id: str, found: Incident | None, parts: dict[str, tuple[str, ...]]) -> None:
    if found is None:
        raise WrongUsage(NOT_HERE(id=id[:40]), hint=SEE_LIST())
    if not is_countable(found):
        raise WrongUsage((TOTAL if found.is_aggregate else WITHDRAWN)(id=id), hint=NOTHING_DONE())
    if id in parts:
        raise WrongUsage(PART_ALREADY(id=id, others=", ".join(each for each in parts[id] if each != id)), hint=TAKE_APART(id=id))


def _write(case: Case, *every: Merge) -> None:
    store = CaseRecords(case, lambda: signer_of(case))
    known = {each.id: each.version for each in store.current(KIND)}
    made = [Record(id=f"{PREFIX}{each.ids[0]}", kind=KIND, data=msgspec.to_builtins(each)) for each in every]
    store.append([msgspec.structs.replace(each, version=1 + known.get(each.id, 0)) for each in made], verb=VERB)
