"""Receiving what a form saved: each file sealed as it came, its content checked, kept for somebody to look at; what is no submission is counted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, signer_of
from counterwatch.api.gather import files_in
from counterwatch.api.intake import intakes, refuse_plain
from counterwatch.api.intake_files import Arrived, Tally, portions
from counterwatch.case import Case
from counterwatch.case.batch import Batch
from counterwatch.case.record_rules import fit
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Record, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.incidents.intake.reading import Reader
from counterwatch.incidents.intake.received import BATCH, KIND, BatchOfFiles, Received, key_of

VERB = "receive"
NO_INTAKE = Template("api.intake_receive.no_intake", "this case has no intake: nobody can have written to it")
MAKE_ONE = Template("api.intake_receive.make_one", "`cw incidents intake new` makes a form to give to people; what it saves is received here")
READING = Template("api.intake_receive.reading", "receiving {name}")
AS_IT_CAME = Template("api.intake_receive.as_it_came", "a submission, as it came")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What a run received: new submissions, files that the case had already, and those that were refused and not stored (name and code).

    `faulty` of the new ones were written to the key of the intake and are not what a form writes.
    """

    new: int
    again: int
    faulty: int
    refused: tuple[tuple[str, str], ...]


def receive(case: Case | Path | str, sources: Sequence[Path | str], *, progress: Progress = quiet, cancel: Cancel = never) -> Reception:
    """Receive files, and all files in folders. What was received when it is stopped at any moment stays, and the same call goes on from there.

    Raises `WrongUsage` where the case has no intake, and `Refused` where it is not encrypted.
    """
    opened = open_case(case)
    refuse_plain(opened)
    held, files = intakes(opened), files_in(sources)
    if not held:
        raise WrongUsage(NO_INTAKE(), hint=MAKE_ONE())
    tally, batch, faulty, version = Tally(), uuid.uuid4().hex, 0, 0
    known = set(CaseRecords(opened).ids(KIND))
    with opened.reading() as reading:
        sealed = reading.evidence_ids()
    with Reader(held, cancel=cancel) as reader:
        for portion in portions(opened, _watched(files, progress), reader, known, tally, cancel):
            version += 1
            faulty += _keep(opened, portion, batch, tally, version, sealed)
    if tally.refused:
        _note_refused(opened, batch, tally, version + 1)
    return Reception(new=tally.new, again=tally.again, faulty=faulty, refused=tuple(tally.refused))


def _watched(files: Sequence[Path], progress: Progress) -> Iterator[Path]:
    for number, each in enumerate(files):
        progress(READING(name=each.name), number, len(files))
        yield each


def _keep(case: Case, portion: Sequence[Arrived], batch: str, tally: Tally, version: int, held: set[str]) -> int:
    """Seal a portion and record what it says, as one entry; return how many of it are not what a form writes. `held` are the ids of all evidence."""
    with case.write(VERB, signer=signer_of(case)) as writing:
        with writing.reading() as reading:
            there = reading.versions({key_of(id) for each in portion for id in each.ids})
        # Another run may have received the same files meanwhile.
        new = [each for each in portion if not any(key_of(id) in there for id in each.ids)]
        records = [_record(each, _sealed(writing, each, held), batch) for each in new]
        after = BatchOfFiles(batch=batch, new=tally.new + len(new), again=tally.again + len(portion) - len(new), refused=tally.by_reason)
        writing.records += fit([*records, _batch_record(after, version)])
    tally.new, tally.again = after.new, after.again
    return sum(bool(each.fault) for each in new)


def _sealed(writing: Batch, arrived: Arrived, held: set[str]) -> Evidence:
    """Seal exactly the bytes that were read, as they came."""
    is_new = held.isdisjoint(arrived.ids)
    return writing.seal_content(arrived.data, name=arrived.name, note=str(AS_IT_CAME()), modified=arrived.modified, is_new=is_new)


def _record(arrived: Arrived, sealed: Evidence, batch: str) -> Record:
    """Return the record of a submission."""
    read = arrived.opened
    kept = Received(
        evidence=sealed.id, batch=batch, content=read.content if read else "", fault=arrived.fault, submission=read.submission if read else None,
        looks=read.looks if read else (),
    )  # fmt: skip
    return Record(id=key_of(sealed.id), kind=KIND, data=msgspec.to_builtins(kept))


def _batch_record(batch: BatchOfFiles, version: int) -> Record:
    return Record(id=f"{BATCH}/{batch.batch}", kind=BATCH, version=version, data=msgspec.to_builtins(batch))


def _note_refused(case: Case, batch: str, tally: Tally, version: int) -> None:
    """Record how many files were refused, by reason; the files themselves stay where they are."""
    last = BatchOfFiles(batch=batch, new=tally.new, again=tally.again, refused=tally.by_reason)
    CaseRecords(case, lambda: signer_of(case)).append([_batch_record(last, version)], verb=VERB)
