"""What came into a case from others: bundles, their findings, whose records are whose, and the conflicts that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from counterwatch.api.bundle_kinds import KINDS
from counterwatch.api.bundle_merge import BUNDLE, CONFLICT, FOREIGN_RECORDS, FOREIGN_RUN
from counterwatch.api.case import open_case, signer_of
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.case.search import value_at
from counterwatch.core import Record, Run, Template, WrongUsage

Side = Literal["ours", "theirs"]
SIDES = ("ours", "theirs")
NO_CONFLICT = Template("api.foreign.no_conflict", "no conflict about {record} waits in this case")
SEE_CONFLICTS = Template("api.foreign.see_conflicts", "`cw import --conflicts` lists those that do")
NO_SIDE = Template("api.foreign.no_side", "{side} is no side of a conflict")
SIDES_ARE = Template("api.foreign.sides_are", "say --take ours or --take theirs; to join both, correct your record first, then take ours")
WENT_ON = Template("api.foreign.went_on", "your version of {record} is not the one of this conflict any more: {fields}")
LOOK_AGAIN = Template("api.foreign.look_again", "look at both again; --take ours settles it for your newest version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A record that both sides changed: the fields in which they differ, each with our text and theirs, and whose version the other one is.

    `why` is `both` where both sides changed it, `wider` where theirs would let more out, `apart` where no version was ever the same on both sides.
    """

    id: str
    record: str
    signer: str
    bundle: str
    fields: dict[str, tuple[Any, Any]]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRun:
    """A run of somebody else: who signed its entry there, whose bundle brought it, and when it was written there."""

    run: Run
    signer: str
    bundle_signer: str
    time: str


def bundles(case: Case | Path | str = ".") -> list[dict[str, Any]]:
    """Return what is known of every bundle that came in, the oldest first."""
    return [each.data for each in CaseRecords(open_case(case)).current(BUNDLE)]


def foreign_runs(case: Case | Path | str = ".") -> Iterator[ForeignRun]:
    """Yield the runs of others, which no list of one's own findings holds."""
    opened = open_case(case)
    for each in CaseRecords(opened).current(FOREIGN_RUN):
        run = msgspec.json.decode(opened.content(each.data["object"]), type=Run)
        yield ForeignRun(run=run, signer=each.data["signer"], bundle_signer=each.data["bundle_signer"], time=each.data["time"])


def origins(case: Case | Path | str = ".") -> dict[tuple[str, int], str]:
    """Return who signed the bundle that brought a version of a record, by id and version; what is not there is one's own."""
    every = list(CaseRecords(open_case(case)).current(FOREIGN_RECORDS))
    found = dict[tuple[str, int], str]()
    for each in every:
        for id, last in each.data["taken"].items():
            found[id, last] = each.data["signer"]
    return found


def conflicts(case: Case | Path | str = ".") -> list[Conflict]:
    """Return the conflicts that nobody settled."""
    records = CaseRecords(open_case(case))
    return [_conflict(each, _newest(records, each.data["record"])) for each in records.current(CONFLICT) if not each.data["settled"]]


def settle(case: Case | Path | str, record: str, take: str) -> list[Conflict]:
    """Settle what is in conflict about a record: `theirs` makes their version the next one of ours, `ours` keeps ours. Both stay on file."""
    opened = open_case(case)
    if take not in SIDES:
        raise WrongUsage(NO_SIDE(side=take[:20]), hint=SIDES_ARE())
    records = CaseRecords(opened, lambda: signer_of(opened))
    open_ones = [each for each in records.current(CONFLICT) if each.data["record"] == record and not each.data["settled"]]
    if not open_ones:
        raise WrongUsage(NO_CONFLICT(record=record[:80]), hint=SEE_CONFLICTS())
    told, newest = [_conflict(each, _newest(records, record)) for each in open_ones], _newest(records, record)
    written = [msgspec.structs.replace(each, version=each.version + 1, data=each.data | {"settled": take}) for each in open_ones]
    if take == "theirs":
        theirs = open_ones[-1].data
        if newest and newest.version != theirs["ours"]:
            raise WrongUsage(WENT_ON(record=record, fields=", ".join(told[-1].fields)), hint=LOOK_AGAIN())
        written.append(_as_next(record, theirs, newest))
    records.append(written, verb="correct")
    return told


def _as_next(id: str, conflict: dict[str, Any], newest: Record | None) -> Record:
    data = conflict["theirs"]
    searchable = tuple(each for each in KINDS[conflict["kind"]].searchable if value_at(data, each))
    return Record(id=id, kind=conflict["kind"], version=newest.version + 1 if newest else 1, data=data, searchable=searchable)


def _newest(records: CaseRecords, id: str) -> Record | None:
    return next(iter([*records.history(id)][-1:]), None)


def _conflict(record: Record, ours: Record | None) -> Conflict:
    data, own = record.data, ours.data if ours else {}
    names = sorted(name for name in own.keys() | data["theirs"].keys() if own.get(name) != data["theirs"].get(name))
    return Conflict(
        id=record.id, record=data["record"], signer=data["signer"], bundle=data["bundle"],
        fields={name: (own.get(name), data["theirs"].get(name)) for name in names}, why=data["why"],
    )  # fmt: skip
