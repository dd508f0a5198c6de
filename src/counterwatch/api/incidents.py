"""The casebook of a case: sheets come in, every row an incident or named as wrong; nothing changes when the same sheet comes in twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, seal, signer_of
from counterwatch.api.incidents_protected import protected_of
from counterwatch.api.incidents_said import known_sheet, present, said_of, said_record, terms_of
from counterwatch.api.moments import moment
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.case.search import value_at
from counterwatch.core import Evidence, Found, Message, Problem, Record, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.incidents.corrected import after_row
from counterwatch.incidents.counting import Counted, Unit, counted
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.sheets import Casebook, Firsts, casebook
from counterwatch.incidents.vocabulary import Term, Vocabulary, packaged
from counterwatch.incidents.when import Order

KIND, TERM, SHEET, VERB = "incident", "incident_term", "incident_sheet", "record"
SEARCHABLE = ("summary", "response", "where.place", "acts.organisation")
ASK = Template(
    "api.incidents.ask",
    "{firsts} of {dates} dates that do not say how exact they are fall on the first of a month: often only the month was known; nothing was stored",
)
SAY = Template(
    "api.incidents.say", "say --firsts month if it was the month that was known, --firsts day if it was the day; or add a column date_precision"
)
ASK_ORDER = Template(
    "api.incidents.ask_order", "row {row:raw} has the date «{text}»: the day or the month may come first; nothing was stored",
    "row {row:raw} has the date «{text}», and so have {n} in all: the day or the month may come first; nothing was stored",
)  # fmt: skip
SAY_ORDER = Template("api.incidents.say_order", "say --date-order dmy where the day comes first, mdy where the month does")
PROVEN = Template("api.incidents.proven", "«{text}» in the same sheet can only be {order:raw}: if all of them are, say --date-order {order:raw}")
NO_INCIDENT = Template("api.incidents.none", "there is no incident {id} in this case")
SEE_LIST = Template("api.incidents.see_list", "`cw incidents list` shows what there is")
READING = Template("api.incidents.reading", "reading {name}")
WRITING = Template("api.incidents.writing", "writing {n} record", "writing {n} records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a sheet brought: ids that are new, corrected and unchanged, refused rows, dates to know of, and the sealed sheet (none for a dry run)."""

    new: tuple[str, ...]
    corrected: tuple[str, ...]
    unchanged: int
    faults: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    said: tuple[Message, ...]
    evidence: Evidence | None


def import_sheet(  # noqa: PLR0913 - each is something that a user may say
    file: Path | str,
    *,
    case: Case | Path | str,
    columns: Mapping[str, str] | None = None,
    terms: Mapping[tuple[str, str], str] | None = None,
    fixed: Mapping[str, str] | None = None,
    encoding: str | None = None,
    firsts: Firsts = "ask",
    order: Order = "",
    without: Collection[str] = (),
    dry_run: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Imported:
    """Read a sheet into the casebook of a case. Rows with faults are refused and named; the others come in, all of them or none.

    A row whose id is known and that says something else becomes a correction: a new version. `columns` and `terms` are remembered for the
    next sheet; `fixed` are fields that every row of this sheet shares, `without` those that it has no more. Raises `WrongUsage` where many dates
    fall on the first of a month and nobody said what that means, or where 10/5 may be a day in May or in October and no `order` was said.
    """
    opened = open_case(case)
    remembered = said_of(opened)
    said, mapped = dict(remembered.columns) | dict(columns or {}), terms_of(remembered) | dict(terms or {})
    progress(READING(name=Path(file).name), 0, 0)
    sheet, header = known_sheet(file, remembered, columns or {}, encoding=encoding, fixed=fixed or {}, without=without)
    book = casebook(
        sheet, vocabulary_of(opened), said=present(remembered, columns or {}, sheet.columns), mapped=mapped, firsts=firsts,
        fixed=fixed or {}, order=order, holds=protected_of(opened).holds,
    )  # fmt: skip
    notes = (*sheet.said, *book.said)
    # The rows are in the book now; what a large sheet takes is given back before its records are written.
    del sheet
    _refuse_doubtful(book, firsts)
    changes = _changes(opened, book.incidents)
    faults, remarks = book.faults, book.remarks
    del book
    new, corrected = tuple(each.id for each in changes.new), _ids(changes.corrected)
    evidence = None
    if not dry_run:
        evidence, _ = seal(opened, file, progress=progress, cancel=cancel)
        _write(opened, changes, [*said_record(opened, remembered, said, mapped, header), *_came_from(opened, evidence)], progress, cancel)
    return Imported(
        new=new,
        corrected=corrected,
        unchanged=changes.total - len(new) - len(corrected),
        faults=faults,
        remarks=remarks,
        said=notes,
        evidence=evidence,
    )


def _refuse_doubtful(book: Casebook, firsts: Firsts) -> None:
    if book.doubt:
        message = ASK_ORDER(n=book.doubt.count, row=book.doubt.row, text=book.doubt.text[:40])
        raise WrongUsage(message, hint=PROVEN(text=book.doubt.proof[:40], order=book.doubt.order) if book.doubt.order else SAY_ORDER())
    if book.must_ask and firsts == "ask":
        raise WrongUsage(ASK(firsts=book.firsts, dates=book.dates), hint=SAY())


def incidents(case: Case | Path | str, *, upto: int | None = None) -> list[Incident]:
    """Return every incident of a case as it stands now, or stood after the entry `upto`, in the order in which they came in."""
    return [incident_from(each) for each in CaseRecords(open_case(case)).current(KIND, upto)]


def history(case: Case | Path | str, id: str) -> list[Found]:
    """Return every version of an incident with the time at which it was written, oldest first."""
    found: list[Found] = CaseRecords(open_case(case)).dated(record_id(id))
    if not found:
        raise WrongUsage(NO_INCIDENT(id=id[:40]), hint=SEE_LIST())
    return found


def count(case: Case | Path | str, by: Sequence[str], unit: Unit = "incidents", *, as_of: str = "") -> Counted:
    """Count the casebook of a case by what its acts have in common; with `as_of` as it stood at the end of a day, after an entry, or at a head.

    What was erased since then is not counted: it is not there any more. Records that were merged count once.
    """
    # Merges are read by who knows incidents: asked for here, so that neither file needs the other at its beginning.
    from counterwatch.api.incidents_merges import whole_incidents

    opened = open_case(case)
    return counted(whole_incidents(opened, upto=moment(opened, as_of).seq if as_of else None), by, unit)


def incident_from(record: Record) -> Incident:
    """Return the incident that a record holds."""
    return msgspec.convert(record.data, type=Incident)


def vocabulary_of(case: Case | Path | str) -> Vocabulary:
    """Return the packaged vocabulary with the terms that a case has added."""
    own = CaseRecords(open_case(case)).current(TERM)
    return packaged().with_own(msgspec.convert(each.data, type=Term) for each in own)


@dataclass(slots=True, kw_only=True)
class _Changes:
    """What a sheet brings: incidents that are new, the next versions of others, and how many it holds in all."""

    new: list[Incident]
    corrected: list[Record]
    total: int

    def records(self) -> Iterator[Record]:
        """Yield the records to write. Each incident is let go when its record was made."""
        yield from self.corrected
        self.new.reverse()
        while self.new:
            yield record_of(self.new.pop())


def _changes(case: Case, found: Sequence[Incident]) -> _Changes:
    waiting = {record_id(each.id): each for each in found}
    corrected = []
    for before in _stored(case):
        each = waiting.pop(before.id, None)
        if each is not None and before.data.get("reason"):
            corrected += _beside_hands(case, before, each)
        elif each is not None and incident_from(before) != each:
            corrected.append(record_of(each, version=before.version + 1))
    return _Changes(new=list(waiting.values()), corrected=corrected, total=len(found))


def record_of(incident: Incident, *, version: int = 1) -> Record:
    """Return a version of the record of an incident; its texts, place and organisations can be searched, nothing else of it."""
    data = msgspec.to_builtins(incident)
    return Record(
        id=record_id(incident.id), kind=KIND, version=version, data=data, searchable=tuple(each for each in SEARCHABLE if value_at(data, each))
    )


def _beside_hands(case: Case, before: Record, row: Incident) -> list[Record]:
    """Return the next versions of a record that was changed by hand, which has a reason: none where the sheet says what it said before."""
    versions = [incident_from(each) for each in CaseRecords(case).history(before.id)]
    return [record_of(each, version=before.version + number) for number, each in enumerate(after_row(versions, row), 1)]


def _came_from(case: Case, sheet: Evidence) -> list[Record]:
    """Return the record that names a sealed sheet as one of those of the casebook, where there is none yet."""
    id = f"{SHEET}/{sheet.id}"
    known = any(each.id == id for each in CaseRecords(case).current(SHEET))
    return [] if known else [Record(id=id, kind=SHEET, data={"evidence": sheet.id})]


def _write(case: Case, changes: _Changes, mapping: Sequence[Record], progress: Progress, cancel: Cancel) -> None:
    count = len(changes.new) + len(changes.corrected) + len(mapping)
    if count:
        progress(WRITING(n=count), 0, 0)
        CaseRecords(case, lambda: signer_of(case)).append(chain(changes.records(), mapping), verb=VERB, progress=progress, cancel=cancel)


def _stored(case: Case) -> Iterator[Record]:
    return CaseRecords(case).current(KIND)


def _ids(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.id.removeprefix(f"{KIND}/") for each in records))


def record_id(id: str) -> str:
    """Return the id under which the records of a case hold an incident."""
    return f"{KIND}/{id}"
