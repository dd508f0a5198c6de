"""Is the index what ledger and objects make of it? It is opened so that not a byte of it, or beside it, changes."""

from __future__ import annotations

import os
from itertools import takewhile, zip_longest
from urllib.parse import quote

import apsw

from counterwatch.case.entries import Placed
from counterwatch.case.index import COMPARED, Row, head_of, is_of_this_form, rows_in, with_key, with_raw_key
from counterwatch.case.indexing import journal
from counterwatch.case.layout import Layout
from counterwatch.case.vault import Vault
from counterwatch.core import Message, Template

NO_INDEX = Template("case.index_check.none", "there is no index; the next write makes one")
BEING_WRITTEN = Template(
    "case.index_check.being_written", "the index is being written, or that was interrupted; it was not checked, and the next write makes it anew"
)
OTHER_FORM = Template("case.index_check.other_form", "the index was made by another version of this program; the next write makes it anew")
EARLIER_KEY = Template(
    "case.index_check.earlier_key", "the index is still under the key of before the recipients changed; the next write makes it anew"
)
BEHIND = Template("case.index_check.behind", "the index ends at entry {seq:raw} of {last:raw}; the next write completes it")
DAMAGED = Template("case.index_check.damaged", "the index is damaged; delete the file, it is made again from ledger and objects")
OTHER_ROWS = Template(
    "case.index_check.other_rows", "the index does not hold what ledger and objects say ({table}); delete the file, it is made again"
)
OTHER_LEDGER = Template(
    "case.index_check.other_ledger", "the index knows an entry {seq:raw} that the ledger does not hold: entries may have been removed"
)

Rows = dict[str, list[Row]]
HISTORY = frozenset({"entries", "objects"})


def _frozen(layout: Layout, vault: Vault) -> apsw.Connection:
    name = f"file:{quote(os.fsencode(layout.index))}?immutable=1"
    return with_key(apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI), vault)


def check_index(found: apsw.Connection, rebuilt: apsw.Connection | None, entries: list[Placed]) -> tuple[Message | None, Message | None]:
    """Return a defect and a note about an index that can be read; `rebuilt` is None where the contents themselves are damaged."""
    seq, hash = head_of(found)
    last = entries[-1].entry.seq if entries else 0
    if not any((placed.entry.seq, placed.hash) == (seq, hash) for placed in entries):
        return OTHER_LEDGER(seq=seq), None
    note = BEHIND(seq=seq, last=last) if seq < last else None
    if rebuilt is None:
        return None, note
    # What came after an index was written may have erased or replaced what it rightly held: only the history itself is compared then.
    for table in COMPARED:
        if (table in HISTORY or note is None) and not _is_same(found, rebuilt, table, seq):
            return OTHER_ROWS(table=table), note
    return None, note


def _is_same(found: apsw.Connection, rebuilt: apsw.Connection, table: str, seq: int) -> bool:
    """Compare row for row, without holding either table as a whole."""
    expected = takewhile(lambda row: row[0] <= seq, rows_in(rebuilt, table))
    return all(row == other for row, other in zip_longest(rows_in(found, table), expected))


def index_on_disk(layout: Layout, vault: Vault) -> tuple[apsw.Connection | None, Message | None]:
    """Open the index, which the caller closes, or say why it cannot be asked; neither: it is damaged."""
    if not layout.index.exists():
        return None, NO_INDEX()
    if journal(layout).exists():
        return None, BEING_WRITTEN()
    try:
        connection = _frozen(layout, vault)
    except apsw.Error:
        return None, None
    try:
        if _is_whole(connection, layout):
            if is_of_this_form(connection):
                return connection, None
            connection.close()
            return None, OTHER_FORM()
    except apsw.Error:
        pass
    connection.close()
    return None, _under_earlier_key(layout, vault)


def _under_earlier_key(layout: Layout, vault: Vault) -> Message | None:
    """Say so where a write that changed the recipients was interrupted before it came to the index."""
    name = f"file:{quote(os.fsencode(layout.index))}?immutable=1"
    for key in vault.earlier_index_keys:
        connection = apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        try:
            if _is_whole(with_raw_key(connection, key), layout):
                return EARLIER_KEY()
        except apsw.Error:
            continue
        finally:
            connection.close()
    return None


def _is_whole(connection: apsw.Connection, layout: Layout) -> bool:
    """Every byte of the file lies in a page that is in use, and every page carries its checksum."""
    pages, size, free = (_number(connection, name) for name in ("page_count", "page_size", "freelist_count"))
    is_all = pages * size == layout.index.stat().st_size and not free
    return is_all and list(connection.execute("PRAGMA integrity_check")) == [("ok",)]


def _number(connection: apsw.Connection, name: str) -> int:
    return next(int(value) for (value,) in connection.execute(f"PRAGMA {name}"))
