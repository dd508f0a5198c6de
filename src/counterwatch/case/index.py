"""The index: rows made of ledger and objects, so that questions are quick. Deleted, it is made again, row for row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import msgspec

from counterwatch.case.contents import Content
from counterwatch.case.entries import Placed
from counterwatch.case.pack import Gone
from counterwatch.case.search import SLOTS, make_texts, place_of, text_form, text_of
from counterwatch.case.traits import FIELDS, TRAITS, rows_of
from counterwatch.case.vault import Vault
from counterwatch.core import Record, Run, canonical

Row = tuple[Any, ...]

TABLES = {
    "entries": "seq INTEGER PRIMARY KEY, hash TEXT, time TEXT, signer TEXT, verb TEXT",
    "bodies": "seq INTEGER PRIMARY KEY, pack TEXT, body TEXT",
    "objects": "seq INTEGER, position INTEGER, name TEXT, PRIMARY KEY (seq, position)",
    "records": "seq INTEGER, slot INTEGER, kind TEXT, id TEXT, version INTEGER, data TEXT, searchable TEXT, PRIMARY KEY (seq, slot)",
    "findings": "seq INTEGER, run TEXT, position INTEGER, finding TEXT, check_name TEXT, subject TEXT, uses TEXT, PRIMARY KEY (seq, run, position)",
}
CACHE_KILOBYTES = 8192
AT_ONCE = 2_000
"""So many records become rows at a time."""
COMPARED = (*TABLES, "texts", "superseded", "traits")
"""What two indexes of the same case hold alike, row for row."""
KEYS = (
    "CREATE INDEX bodies_by_name ON bodies (body)",
    "CREATE INDEX objects_by_name ON objects (name)",
    "CREATE INDEX records_by_kind ON records (kind, seq, slot)",
    "CREATE INDEX records_by_id ON records (id, version) WHERE id != ''",
)
# The places of records that a later version took the place of: few, so that a search can ask each place it finds.
SUPERSEDED = "CREATE TABLE superseded (place INTEGER PRIMARY KEY)"
LATER = "SELECT 1 FROM records AS later WHERE later.id = each.id AND later.version > each.version AND later.id != ''"
ADD_SUPERSEDED = f"INSERT OR IGNORE INTO superseded SELECT seq * {SLOTS} + slot FROM records AS each WHERE id = ? AND id != '' AND EXISTS ({LATER})"  # noqa: S608 - our own words


def open_index(path: Path | None, vault: Vault, *, is_read_only: bool = False) -> apsw.Connection:
    """Open an index file, or with no path a fresh one in memory. Raises `apsw.Error` where it is not a whole one."""
    if path is None:
        return without_spilling(apsw.Connection(":memory:"))
    flags = apsw.SQLITE_OPEN_READONLY if is_read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    connection = with_key(apsw.Connection(str(path), flags=flags), vault)
    connection.set_busy_timeout(2000)
    return connection


def with_key(connection: apsw.Connection, vault: Vault) -> apsw.Connection:
    """Give a fresh connection the key of the case's index."""
    return with_raw_key(connection, vault.index_key)


def with_raw_key(connection: apsw.Connection, key: str) -> apsw.Connection:
    """Give a fresh connection a key of 64 hexadecimal digits."""
    connection.execute("PRAGMA cipher = 'chacha20'")
    connection.execute(f"PRAGMA key = 'raw:{key}'")
    return without_spilling(connection)


def without_spilling(connection: apsw.Connection) -> apsw.Connection:
    """Keep what a query sorts in memory: a temporary file would hold it in the clear."""
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def make_tables(connection: apsw.Connection) -> None:
    """Create the empty tables."""
    # Before the first table: what is deleted gives its pages back, so that every byte of the file lies in a page that is in use.
    connection.execute("PRAGMA auto_vacuum = FULL")
    connection.execute("CREATE TABLE head (seq INTEGER, hash TEXT, form TEXT)")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({columns}) WITHOUT ROWID")
    for statement in KEYS:
        connection.execute(statement)
    connection.execute(SUPERSEDED)
    connection.execute(TRAITS)
    make_texts(connection)
    connection.execute("INSERT INTO head VALUES (0, '', ?)", (text_form(),))


def add_rows(connection: apsw.Connection, batches: Iterable[tuple[Placed, Content]]) -> None:
    """Add the rows of some entries, in one transaction."""
    # Names come in no order: with fewer pages at hand, most would be deciphered and written again and again.
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
    with connection:
        for placed, content in batches:
            _take_away(connection, content.gone)
            for table, rows in _rows(placed, content).items():
                marks = ", ".join("?" * len(rows[0])) if rows else ""
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows) if rows else None  # noqa: S608 - our own table names
            slotted = iter(zip(content.slots, content.records, strict=True))
            while portion := list(islice(slotted, AT_ONCE)):
                _add_records(connection, placed.entry.seq, portion)
            connection.execute("UPDATE head SET seq = ?, hash = ?", (placed.entry.seq, placed.hash))


def _add_records(connection: apsw.Connection, seq: int, records: Sequence[tuple[int, Record]]) -> None:
    """Add some records of an entry with their slots: not all at once, so that the rows of a large entry are never all in memory."""
    rows = (_record_row(seq, slot, each) for slot, each in records)
    connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", _texts(seq, records))
    places = [place_of(seq, slot) for slot, _ in records]
    connection.executemany(f"INSERT INTO traits VALUES ({', '.join('?' * (2 + len(FIELDS)))})", rows_of(places, [each for _, each in records]))  # noqa: S608 - our own table
    connection.executemany(ADD_SUPERSEDED, sorted({(each.id,) for _, each in records if each.id}))


def _take_away(connection: apsw.Connection, gone: Sequence[Gone]) -> None:
    """Remove what an entry erased from the rows of those before it. Where it was read after that, it is not there."""
    for each in gone:
        for (seq,) in list(connection.execute("SELECT seq FROM bodies WHERE body = ?", (each.gone,))):
            connection.execute("UPDATE bodies SET body = ? WHERE seq = ?", (each.now, seq))
            connection.executemany("DELETE FROM records WHERE seq = ? AND slot = ?", [(seq, slot) for slot in each.slots])
            for table, column in (("texts", "rowid"), ("superseded", "place"), ("traits", "place")):
                asked = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 - our own names
                connection.executemany(asked, [(place_of(seq, slot),) for slot in each.slots])


def head_of(connection: apsw.Connection) -> tuple[int, str]:
    """Return the last entry that the index holds."""
    for seq, hash in connection.execute("SELECT seq, hash FROM head"):
        return int(seq), str(hash)
    return 0, ""


def is_of_this_form(connection: apsw.Connection) -> bool:
    """Were these rows made by the rules of this program? Others are not wrong, but cannot be compared or added to."""
    try:
        return list(connection.execute("SELECT form FROM head")) == [(text_form(),)]
    except apsw.SQLError:
        return False


def dump(connection: apsw.Connection) -> dict[str, list[Row]]:
    """Return all rows of all tables in a fixed order."""
    return {name: list(rows_in(connection, name)) for name in COMPARED} | {"head": [head_of(connection)]}


def rows_in(connection: apsw.Connection, table: str) -> Iterator[Row]:
    """Yield the rows of a table in a fixed order; the first column is the entry."""
    if table == "texts":
        return iter(connection.execute("SELECT rowid / ?1, rowid % ?1, text FROM texts ORDER BY rowid", (SLOTS,)))
    if table == "superseded":
        return iter(connection.execute("SELECT place / ?1, place % ?1 FROM superseded ORDER BY place", (SLOTS,)))
    if table == "traits":
        return iter(connection.execute("SELECT place / ?1, place % ?1, * FROM traits ORDER BY place", (SLOTS,)))
    return iter(connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3"))  # noqa: S608 - our own table names


def uses_in(connection: apsw.Connection) -> dict[str, list[Row]]:
    """Return the rows that tell which finding uses what, and no others: a case may hold many records."""
    described = "SELECT * FROM records WHERE kind IN ('evidence', 'run') ORDER BY seq, slot"
    return {name: list(rows_in(connection, name)) for name in ("objects", "findings")} | {"records": list(connection.execute(described))}


def _rows(placed: Placed, content: Content) -> dict[str, list[Row]]:
    entry = placed.entry
    return {
        "entries": [(entry.seq, placed.hash, entry.time, entry.signer, entry.verb)],
        "bodies": [(entry.seq, entry.objects[0], content.body or entry.objects[1])],
        "objects": [(entry.seq, position, name) for position, name in enumerate(entry.objects)],
        "findings": [row for name, run in content.runs.items() for row in _finding_rows(entry.seq, name, run)],
    }


def _record_row(seq: int, slot: int, record: Record) -> Row:
    searchable = canonical(record.searchable).decode() if record.searchable else ""
    return (seq, slot, record.kind, record.id, record.version, canonical(record.data).decode(), searchable)


def _texts(seq: int, records: Sequence[tuple[int, Record]]) -> Iterator[Row]:
    for slot, record in records:
        if record.id and (text := text_of(record)):
            yield place_of(seq, slot), text


def _finding_rows(seq: int, name: str, run: Run) -> list[Row]:
    rows: list[Row] = []
    for position, each in enumerate(run.findings):
        uses = sorted({name, *run.evidence, *each.evidence, *(attachment.sha256 for attachment in each.attachments)})
        rows.append((seq, name, position, each.id, each.check, each.subject, msgspec.json.encode(uses).decode()))
    return rows
