"""The casebook of a case: sheets come in, every row an incident or named as wrong; nothing changes when the same sheet comes in twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from counterwatch.api.case import open_case, seal, signer_of
from counterwatch.api.moments import moment
from counterwatch.case import Case
from counterwatch.case.records import CaseRecords
from counterwatch.core import Evidence, Found, Message, Problem, Record, Template, WrongUsage
from counterwatch.core.progress import Cancel, Progress, never, quiet
from counterwatch.files.sheet import read_sheet
from counterwatch.incidents.counting import Counted, Unit, counted
from counterwatch.incidents.incident import Incident
from counterwatch.incidents.sheets import Casebook, Firsts, casebook
from counterwatch.incidents.vocabulary import Term, Vocabulary, packaged

KIND, TERM, MAPPING, SHEET, VERB = "incident", "incident_term", "incident_mapping", "incident_sheet", "record"
SEARCHABLE = ("summary", "response")
ASK = Template(
    "api.incidents.ask",
    "{firsts} of {dates} dates that do not say how exact they are fall on the first of a month: often only the month was known; nothing was stored",
)
SAY = Template(
    "api.incidents.say", "say --firsts month if it was the month that was known, --firsts day if it was the day; or add a column date_precision"
)
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
    dry_run: bool = False,
    progress: Progress = quiet,
    cancel: Cancel = never,
) -> Imported:
    """Read a sheet into the casebook of a case. Rows with faults are refused and named; the others come in, all of them or none.

    A row whose id is known and that says something else becomes a correction: a new version. `columns` and `terms` are remembered for the
    next sheet; `fixed` are fields that every row of this sheet shares. Raises `WrongUsage` where many dates fall on the first of a month and
    nobody said what that means.
    """
    opened = open_case(case)
    remembered = _mapping(opened)
    said, mapped = dict(remembered.columns) | dict(columns or {}), _terms(remembered) | dict(terms or {})
    progress(READING(name=Path(file).name), 0, 0)
    sheet = read_sheet(Path(file), name=Path(file).name, encoding=encoding)
    book = casebook(
        sheet, vocabulary_of(opened), said={k: v for k, v in said.items() if v in sheet.columns}, mapped=mapped, firsts=firsts, fixed=fixed or {}
    )
    if book.must_ask and firsts == "ask":
        raise WrongUsage(ASK(firsts=book.firsts, dates=book.dates), hint=SAY())
    known = {each.id: each for each in _stored(opened)}
    new, corrected = _changes(book, known)
    evidence = None
    if not dry_run:
        evidence, _ = seal(opened, file, progress=progress, cancel=cancel)
        _write(opened, [*new, *corrected], [*_kept(opened, remembered, said, mapped), *_came_from(opened, evidence)], progress, cancel)
    return Imported(
        new=_ids(new), corrected=_ids(corrected),
        unchanged=len(book.incidents) - len(new) - len(corrected), faults=book.faults, remarks=book.remarks, said=sheet.said, evidence=evidence,
    )  # fmt: skip


def incidents(case: Case | Path | str, *, upto: int | None = None) -> list[Incident]:
    """Return every incident of a case as it stands now, or stood after the entry `upto`, in the order in which they came in."""
    return [incident_from(each) for each in CaseRecords(open_case(case)).current(KIND, upto)]


def history(case: Case | Path | str, id: str) -> list[Found]:
    """Return every version of an incident with the time at which it was written, oldest first."""
    found: list[Found] = CaseRecords(open_case(case)).dated(_key(id))
    if not found:
        raise WrongUsage(NO_INCIDENT(id=id[:40]), hint=SEE_LIST())
    return found


def count(case: Case | Path | str, by: Sequence[str], unit: Unit = "incidents", *, as_of: str = "") -> Counted:
    """Count the casebook of a case by what its acts have in common; with `as_of` as it stood at the end of a day, after an entry, or at a head.

    What was erased since then is not counted: it is not there any more.
    """
    opened = open_case(case)
    return counted(incidents(opened, upto=moment(opened, as_of).seq if as_of else None), by, unit)


def incident_from(record: Record) -> Incident:
    """Return the incident that a record holds."""
    return msgspec.convert(record.data, type=Incident)


def vocabulary_of(case: Case | Path | str) -> Vocabulary:
    """Return the packaged vocabulary with the terms that a case has added."""
    own = CaseRecords(open_case(case)).current(TERM)
    return packaged().with_own(msgspec.convert(each.data, type=Term) for each in own)


class Said(msgspec.Struct, frozen=True):
    """What the user said about sheets: the column of each field, and what unknown words stand for (scheme, text, code)."""

    columns: dict[str, str] = {}
    terms: tuple[tuple[str, str, str], ...] = ()


def _mapping(case: Case) -> Said:
    found = next(iter(CaseRecords(case).current(MAPPING)), None)
    return msgspec.convert(found.data, type=Said) if found else Said()


def _terms(mapping: Said) -> dict[tuple[str, str], str]:
    return {(scheme, text): code for scheme, text, code in mapping.terms}


def _kept(case: Case, before: Said, said: Mapping[str, str], mapped: Mapping[tuple[str, str], str]) -> list[Record]:
    """Return the record of what was said, where it is not what was said before."""
    now = Said(columns=dict(said), terms=tuple((scheme, text, code) for (scheme, text), code in sorted(mapped.items())))
    if now == before:
        return []
    version = 1 + max((each.version for each in CaseRecords(case).current(MAPPING)), default=0)
    return [Record(id=MAPPING, kind=MAPPING, version=version, data=msgspec.to_builtins(now))]


def _came_from(case: Case, sheet: Evidence) -> list[Record]:
    """Return the record that names a sealed sheet as one of those of the casebook, where there is none yet."""
    id = f"{SHEET}/{sheet.id}"
    known = any(each.id == id for each in CaseRecords(case).current(SHEET))
    return [] if known else [Record(id=id, kind=SHEET, data={"evidence": sheet.id})]


def _changes(book: Casebook, known: Mapping[str, Record]) -> tuple[list[Record], list[Record]]:
    new, corrected = [], []
    for each in book.incidents:
        data, before = msgspec.to_builtins(each), known.get(_key(each.id))
        searchable = tuple(name for name in SEARCHABLE if name in data)
        if before is None:
            new.append(Record(id=_key(each.id), kind=KIND, data=data, searchable=searchable))
        elif incident_from(before) != each:
            corrected.append(Record(id=before.id, kind=KIND, version=before.version + 1, data=data, searchable=searchable))
    return new, corrected


def _write(case: Case, records: Sequence[Record], mapping: Iterable[Record], progress: Progress, cancel: Cancel) -> None:
    every = [*records, *mapping]
    if every:
        progress(WRITING(n=len(every)), 0, 0)
        CaseRecords(case, lambda: signer_of(case)).append(every, verb=VERB, progress=progress, cancel=cancel)


def _stored(case: Case) -> Iterator[Record]:
    return CaseRecords(case).current(KIND)


def _ids(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(each.id.removeprefix(f"{KIND}/") for each in records)


def _key(id: str) -> str:
    return f"{KIND}/{id}"
