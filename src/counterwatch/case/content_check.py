"""Level 2: records are those that were committed to, evidence is what its record says, runs can be read, the index follows from all of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
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
    """The outcome of level 2, and what reads the tables that tell which finding uses what: that is asked only where something is wrong.

    `read` holds the numbers of the entries whose bodies hold what their packs commit to.
    """

    rebuilt: apsw.Connection
    count: int = 0
    read: set[int] = field(default_factory=set)
    defects: list[Defect] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tables: list[Callable[[], Rows]] = field(default_factory=list)


def check_contents(held: Holdings, ledger: Ledger, cancel: Cancel, until: ExitStack) -> Checked:
    """Read every record and run, and compare the index with a fresh one, which can be read until `until` ends."""
    # One entry at a time, and rows instead of records: a case may hold more of them than fit into memory twice.
    checked = Checked(until.enter_context(closing(open_index(None, held.vault))))
    make_tables(checked.rebuilt)
    for placed in ledger.entries:
        stop_if(cancel)
        _check_entry(checked, held, placed, read_content(held, placed))
    checked.tables.append(lambda: uses_in(checked.rebuilt))
    _compare_index(checked, held, ledger, None if checked.defects or ledger.defects else checked.rebuilt, until)
    return checked


def check_evidence(checked: Checked, held: Holdings, measures: dict[str, Measure], cancel: Cancel) -> None:
    """Compare every piece of evidence with its description.

    `measures` holds what is known already of the contents of objects that were found whole, by the name they have now.
    """
    for seq, data in checked.rebuilt.execute("SELECT seq, data FROM records WHERE kind = 'evidence' ORDER BY seq, slot"):
        sealed = msgspec.json.decode(str(data), type=Sealed)
        if message := _difference(held, sealed, measures, cancel):
            file = held.layout.shown(held.path(sealed.object))
            checked.defects.append(Defect(file=file, message=message, seq=int(seq), objects=(sealed.object,)))


def _check_entry(checked: Checked, held: Holdings, placed: Placed, content: Content) -> None:
    checked.count += len(content.records)
    checked.read |= {placed.entry.seq} if content.is_read else set()
    checked.defects += content.defects
    for record in content.records:
        defects, notes = record_defects(held, placed.entry.seq, record)
        checked.defects += defects
        checked.notes += [*notes, *rescue_notes(held.layout, placed, record)]
    add_rows(checked.rebuilt, [(placed, content)])


def _compare_index(checked: Checked, held: Holdings, ledger: Ledger, rebuilt: apsw.Connection | None, until: ExitStack) -> None:
    found, absent = index_on_disk(held.layout, held.vault)
    defect, note = (None, absent) if absent else (DAMAGED(), None)
    if found:
        until.enter_context(closing(found))
        try:
            defect, note = check_index(found, rebuilt, ledger.entries)
            checked.tables.append(lambda: _uses_if_readable(found))
        except apsw.Error:
            defect, note = DAMAGED(), None
    if defect and defect.id == OTHER_LEDGER.id and ledger.defects:
        # The ledger was changed, not the index that still knows what it said.
        defect = None
    file = held.layout.shown(held.layout.index)
    checked.defects += [Defect(file=file, message=defect)] if defect else []
    checked.notes += [Note(file=file, message=note)] if note else []


def _uses_if_readable(found: apsw.Connection) -> Rows:
    # Every page of it was whole a moment ago: where it is not now, somebody writes, and the check is done again.
    try:
        return uses_in(found)
    except apsw.Error:
        return {"objects": [], "findings": [], "records": []}


def _difference(held: Holdings, sealed: Sealed, measures: dict[str, Measure], cancel: Cancel) -> Message | None:
    name = held.current(sealed.object)
    measure = measures.get(name) if name else None
    if measure is None:
        # An object that is missing or erased is the business of level 1.
        if name is None or not held.path(sealed.object).is_file():
            return None
        try:
            measure = measures[name] = held.vault.measure(held.path(sealed.object), lambda _done: stop_if(cancel))
        except Unopened:
            return NOT_FOR_KEY()
    wrong = ["id"] if sealed.id not in measure.ids else []
    wrong += [field for field in ("sha256", "size") if getattr(sealed, field) != getattr(measure, field)]
    return OTHER_CONTENT(name=sealed.name, field=", ".join(wrong)) if wrong else None
