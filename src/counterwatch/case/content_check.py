"""Level 2: records are those that were committed to, evidence is what its record says, runs can be read, the index follows from all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import apsw
import msgspec

from counterwatch.case.anchor_check import record_defects
from counterwatch.case.contents import NOT_FOR_KEY, Content, read_content
from counterwatch.case.defect import Defect
from counterwatch.case.entries import Ledger, Placed
from counterwatch.case.holdings import Holdings
from counterwatch.case.index import add_rows, make_tables, open_index, uses_in
from counterwatch.case.index_check import DAMAGED, OTHER_LEDGER, Rows, check_index, index_on_disk
from counterwatch.case.kinds import Sealed
from counterwatch.case.notes import rescue_notes
from counterwatch.case.vault import Measure, Unopened
from counterwatch.case.verification import Note
from counterwatch.core import Message, Template
from counterwatch.core.progress import Cancel, stop_if

OTHER_CONTENT = Template("case.content_check.other_content", "the record of «{name}» does not describe this object ({field})")


@dataclass(slots=True)
class Checked:
    """The outcome of level 2, and the tables that tell which finding uses what."""

    count: int = 0
    defects: list[Defect] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)


def check_contents(held: Holdings, ledger: Ledger, cancel: Cancel, *, is_needed: bool) -> Checked:
    """Read every record and run, compare evidence with its description and the index with a fresh one."""
    checked = Checked()
    if not is_needed:
        return checked
    # One entry at a time, and rows instead of records: a case may hold more of them than fit into memory twice.
    rebuilt = open_index(None, held.vault)
    try:
        make_tables(rebuilt)
        measures: dict[str, Measure] = {}
        for placed in ledger.entries:
            stop_if(cancel)
            content = read_content(held, placed)
            _check_entry(checked, held, placed, content, measures, cancel)
            add_rows(rebuilt, [(placed, content)])
        checked.tables.append(uses_in(rebuilt))
        _compare_index(checked, held, ledger, None if checked.defects or ledger.defects else rebuilt)
    finally:
        rebuilt.close()
    return checked


def _check_entry(checked: Checked, held: Holdings, placed: Placed, content: Content, measures: dict[str, Measure], cancel: Cancel) -> None:
    checked.count += len(content.records)
    checked.defects += [*content.defects, *_evidence_defects(held, placed, content, measures, cancel)]
    for record in content.records:
        defects, notes = record_defects(held, placed.entry.seq, record)
        checked.defects += defects
        checked.notes += [*notes, *rescue_notes(held.layout, placed, record)]


def _compare_index(checked: Checked, held: Holdings, ledger: Ledger, rebuilt: apsw.Connection | None) -> None:
    found, absent = index_on_disk(held.layout, held.vault)
    defect, note = (None, absent) if absent else (DAMAGED(), None)
    if found:
        try:
            defect, note = check_index(found, rebuilt, ledger.entries)
            checked.tables.append(uses_in(found))
        except apsw.Error:
            defect, note = DAMAGED(), None
        finally:
            found.close()
    if defect and defect.id == OTHER_LEDGER.id and ledger.defects:
        # The ledger was changed, not the index that still knows what it said.
        defect = None
    file = held.layout.shown(held.layout.index)
    checked.defects += [Defect(file=file, message=defect)] if defect else []
    checked.notes += [Note(file=file, message=note)] if note else []


def _evidence_defects(held: Holdings, placed: Placed, content: Content, measures: dict[str, Measure], cancel: Cancel) -> list[Defect]:
    found = []
    for record in content.records:
        if record.kind == "evidence" and (message := _difference(held, sealed := msgspec.convert(record.data, type=Sealed), measures, cancel)):
            name = sealed.object
            found.append(Defect(file=held.layout.shown(held.path(name)), message=message, seq=placed.entry.seq, objects=(name,)))
    return found


def _difference(held: Holdings, sealed: Sealed, measures: dict[str, Measure], cancel: Cancel) -> Message | None:
    # An object that is missing or erased is the business of level 1.
    if held.current(sealed.object) is None or not held.path(sealed.object).is_file():
        return None
    try:
        measure = measures.get(sealed.object) or held.vault.measure(held.path(sealed.object), lambda _done: stop_if(cancel))
    except Unopened:
        return NOT_FOR_KEY()
    measures[sealed.object] = measure
    wrong = ["id"] if sealed.id not in measure.ids else []
    wrong += [field for field in ("sha256", "size") if getattr(sealed, field) != getattr(measure, field)]
    return OTHER_CONTENT(name=sealed.name, field=", ".join(wrong)) if wrong else None
