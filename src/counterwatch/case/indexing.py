"""Keeping the index up to date: it follows the ledger, and is made anew where it does not."""

from __future__ import annotations

import os
import uuid
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path

import apsw

from counterwatch.case.bare.writing import PRIVATE_FILE
from counterwatch.case.contents import Content, read_contents
from counterwatch.case.disk import PRIVATE_FOLDER
from counterwatch.case.entries import Placed
from counterwatch.case.holdings import Holdings, holdings_of
from counterwatch.case.index import add_rows, head_of, is_of_this_form, make_tables, open_index
from counterwatch.case.layout import Layout


def bring_up(held: Holdings, newest: list[Placed], known: Mapping[int, Content]) -> None:
    """Add what the index lacks, or make it anew. It is derived: where it cannot be written, nothing is lost.

    `known` holds what was written just now, by the number of its entry: it need not be read again.
    """
    try:
        if not _add(held, newest, known):
            build(held, held.entries)
    except (apsw.Error, OSError):
        return


def build(held: Holdings, entries: list[Placed]) -> None:
    """Make the index from ledger and objects, beside the old one, then put it in its place."""
    layout = held.layout
    temporary = layout.tmp / f"index-{uuid.uuid4()}"
    layout.work.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    connection = open_index(temporary, held.vault)
    try:
        make_tables(connection)
        add_rows(connection, read_contents(held, entries))
    finally:
        connection.close()
    journal(layout).unlink(missing_ok=True)
    temporary.replace(layout.index)


def in_memory(held: Holdings, entries: list[Placed]) -> apsw.Connection:
    """Make an index that lies nowhere."""
    connection = open_index(None, held.vault)
    make_tables(connection)
    add_rows(connection, read_contents(held, entries))
    return connection


def current(held: Holdings, entries: list[Placed]) -> apsw.Connection | None:
    """Open the index for reading if it stands where the ledger stands."""
    if not held.layout.index.is_file():
        return None
    try:
        connection = open_index(held.layout.index, held.vault, is_read_only=True)
        if entries and is_of_this_form(connection) and head_of(connection) == (entries[-1].entry.seq, entries[-1].hash):
            return connection
        connection.close()
    except apsw.Error:
        return None
    return None


def _add(held: Holdings, entries: list[Placed], known: Mapping[int, Content]) -> bool:
    """Add the entries behind the head of the index; say no where it does not follow this ledger."""
    if not held.layout.index.is_file():
        return False
    connection = open_index(held.layout.index, held.vault)
    try:
        seq, hash = head_of(connection)
        there = bisect_right(entries, seq, key=lambda placed: placed.entry.seq)
        if not there or entries[there - 1].hash != hash or not is_of_this_form(connection):
            return False
        # What is added can only have been replaced by what is added with it.
        added = entries[there:]
        add_rows(connection, read_contents(holdings_of(held.layout, held.vault, added), added, known))
    except apsw.Error:
        return False
    finally:
        connection.close()
    return True


def journal(layout: Layout) -> Path:
    """Return the rollback journal, which is there only while the index is written or after that was interrupted."""
    return layout.index.with_name("index.db-journal")
