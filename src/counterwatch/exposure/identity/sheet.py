"""An identity file as a table: a row for each way in, and rows for the things that open (their `kind` says what they are)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.exposure.identity.graph import FACTOR_KINDS, LONGEST_LABEL, ROUTE_KINDS
from counterwatch.exposure.identity.labels import printable
from counterwatch.files.cells import cells_up_to

COLUMNS = ("id", "kind", "needs", "label", "importance", "issuer", "jurisdiction", "revocable_by")
CANNOT_READ = Template("exposure.identity.cannot_read", "cannot read row {row:raw} of {name}: {reason}")
NO_COLUMN = Template("exposure.identity.no_column", "{name} has no column {column}")
HEADER = Template(
    "exposure.identity.header", "the first row names the columns: id, kind, needs, label, importance, issuer, jurisdiction, revocable_by"
)
BAD_KIND = Template("exposure.identity.bad_kind", "row {row:raw} of {name} is of the kind {kind}, which is not known")
KINDS = Template("exposure.identity.kinds", "a way in is one of {routes}; a thing is one of {factors}")
BAD_NUMBER = Template("exposure.identity.bad_number", "row {row:raw} of {name}: the importance {text} is not a number from 0 to 3")
FROM_0_TO_3 = Template("exposure.identity.from_0_to_3", "0 would not be missed, 3 means that life depends on it")
NO_NEEDS = Template("exposure.identity.no_needs", "row {row:raw} of {name} is a way in that needs nothing")
JOIN = Template("exposure.identity.join", "write what is needed at once with a plus between: password + phone")
ROW = Template("exposure.identity.row", "row {row:raw}")
LONGEST_CELL = 4096
TOO_LONG = Template("exposure.identity.too_long", "row {row:raw} of {name} holds a cell of {size} characters; {most} are read")
SHORTEN = Template("exposure.identity.shorten", "a label of a few words is enough")


def rows_of(text: str, *, name: str) -> list[tuple[Message, str, dict[str, Any]]]:
    """Return the entries of a table with their places. Raises `UnreadableEvidence` with the row where one cannot be read."""
    entries: list[tuple[Message, str, dict[str, Any]]] = []
    accounts: dict[str, dict[str, Any]] = {}
    for row, cells in _cells(text, name):
        kind, place = cells.get("kind", "") or "login", ROW(row=row)
        if kind in FACTOR_KINDS:
            entries.append((place, "factor", {"id": cells.get("id", ""), "kind": kind, **_told(cells)}))
        elif kind in ROUTE_KINDS:
            _add_account(accounts, entries, row, cells, name)
            entries.append((place, "route", {"account": cells.get("id", ""), "kind": kind, "needs": _needs(cells, row, name)}))
        else:
            hint = KINDS(routes=", ".join(ROUTE_KINDS), factors=", ".join(FACTOR_KINDS))
            raise UnreadableEvidence(BAD_KIND(row=row, name=name, kind=printable(kind)), hint=hint)
    return entries


def _add_account(accounts: dict[str, dict[str, Any]], entries: list[Any], row: int, cells: dict[str, str], name: str) -> None:
    """Take what a row says about its account; the first row that says something counts, and later ones may leave it out."""
    told = _told(cells) | ({"importance": _importance(cells["importance"], row, name)} if cells.get("importance") else {})
    id = cells.get("id", "")
    if id not in accounts:
        accounts[id] = {"id": id}
        entries.append((ROW(row=row), "account", accounts[id]))
    for word, value in told.items():
        accounts[id].setdefault(word, value)


def _told(cells: dict[str, str]) -> dict[str, Any]:
    return {word: cells[word] for word in ("label", "issuer", "jurisdiction", "revocable_by") if cells.get(word)}


def _needs(cells: dict[str, str], row: int, name: str) -> list[str]:
    needs = [each.strip() for each in cells.get("needs", "").split("+") if each.strip()]
    if not needs:
        raise UnreadableEvidence(NO_NEEDS(row=row, name=name), hint=JOIN())
    return needs


def _importance(text: str, row: int, name: str) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise UnreadableEvidence(BAD_NUMBER(row=row, name=name, text=printable(text)), hint=FROM_0_TO_3())
    return int(text)


def _cells(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows below the header that hold anything, as column and cell without spaces around."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns, row = list[str](), 0
    try:
        with cells_up_to(LONGEST_CELL * 16):
            for row, line in enumerate(lines, start=1):
                if (longest := max(map(len, line), default=0)) > LONGEST_CELL:
                    raise UnreadableEvidence(TOO_LONG(row=row, name=name, size=longest, most=LONGEST_LABEL), hint=SHORTEN())
                if not columns:
                    columns = _columns(line, name)
                elif any(each.strip() for each in line):
                    yield row, {word: cell.strip() for word, cell in zip(columns, line, strict=False)}
    except csv.Error as error:
        raise UnreadableEvidence(CANNOT_READ(row=row + 1, name=name, reason=str(error)), hint=HEADER()) from error
    if not columns:
        raise UnreadableEvidence(NO_COLUMN(name=name, column="id"), hint=HEADER())


def _columns(line: list[str], name: str) -> list[str]:
    columns = [each.strip().lower() for each in line]
    for word in ("id", "needs"):
        if word not in columns:
            raise UnreadableEvidence(NO_COLUMN(name=name, column=word), hint=HEADER())
    return columns
