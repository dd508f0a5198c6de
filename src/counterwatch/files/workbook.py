"""A workbook as rows of text: its first sheet that holds a table; what was merged or computed in it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counterwatch.core import Message, Template, UnreadableEvidence
from counterwatch.files.foreign import unreadable_where

NOT_A_BOOK = Template("files.sheet.not_a_book", "{name} is not a workbook that can be read: it is cut off, damaged or locked with a password")
SAVE = Template("files.sheet.save", "open it in a spreadsheet program and save the table as XLSX without a password, or as CSV")
MERGED = Template(
    "files.workbook.merged", "{name} holds {n} merged area, in rows {first:raw} to {last:raw}: what it says is taken for each of its cells",
    "{name} holds {n} merged areas, in rows {first:raw} to {last:raw}: what each says is taken for each of its cells",
)  # fmt: skip
COMPUTED = Template(
    "files.workbook.computed", "{name} holds {n} formula: what it gave when the file was last saved is taken",
    "{name} holds {n} formulas: what they gave when the file was last saved is taken",
)  # fmt: skip
NOT_COMPUTED = Template(
    "files.workbook.not_computed", "cell {cell} of {name} holds a formula that was never computed, and {n} other cell does",
    "cell {cell} of {name} holds a formula that was never computed, and {n} other cells do",
)  # fmt: skip
COMPUTE = Template("files.workbook.compute", "open it in a spreadsheet program and save it again, so that the values are stored beside the formulas")
UNPACKED = Template("files.workbook.unpacked", "{name} unpacks to more than {most} bytes, the most that is read at once")
SMALLER = Template("files.workbook.smaller", "save only the table, as CSV, or split it by year")
WORKBOOK = b"PK\x03\x04"
MOST_UNPACKED = 1 << 30
MERGE = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\"")
FORMULA = re.compile(rb"<(?:\w+:)?c (?:[^>]*? )?r=\"([A-Z]+[0-9]+)\"[^>]*>\s*<(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v>)?")
CELL = re.compile(rb"<(?:\w+:)?c (?:[^>]*? )?r=\"([A-Z]+)[0-9]+\"[^>]*(?<!/)>")

Area = tuple[int, int, int, int]
"""First row and column, last row and column, counted from 1."""


def workbook_lines(data: bytes, name: str, said: list[Message]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet that holds a table, numbered as a spreadsheet does; `said` is told what was merged or computed."""
    import zipfile
    import zlib

    import fastexcel
    import pyarrow as pa

    errors = (fastexcel.FastExcelError, pa.ArrowException, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError)
    with unreadable_where(*errors, message=NOT_A_BOOK(name=name), hint=SAVE()):
        _refuse_large(data, name)
        book = fastexcel.read_excel(data)
        for sheet in book.sheet_names:
            frame = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
            if frame.height > 1:
                break
        page = _page(data, book.sheet_names.index(sheet))
    _say_computed(page, name, said)
    areas = _merged(page, frame.height, frame.width)
    if areas:
        said.append(MERGED(name=name, n=len(areas), first=min(each[0] for each in areas), last=max(each[2] for each in areas)))
    del page
    return _filled((["" if each is None else str(each) for each in cells] for cells in frame.iter_rows()), areas)


def _filled(lines: Iterator[list[str]], areas: list[Area]) -> Iterator[tuple[int, list[str]]]:
    """Yield numbered rows in which each cell of a merged area says what its first one does."""
    by_row: dict[int, list[Area]] = {}
    for area in areas:
        for row in range(area[0], area[2] + 1):
            by_row.setdefault(row, []).append(area)
    says: dict[Area, str] = {}
    for number, cells in enumerate(lines, start=1):
        for area in by_row.get(number, ()):
            _, left, _, right = area
            says.setdefault(area, cells[left - 1])
            # In the first row, what is merged is a heading over several columns, and names none of them.
            if number > 1:
                cells[left - 1 : right] = [says[area]] * (right - left + 1)
        yield number, cells


def _refuse_large(data: bytes, name: str) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
            raise UnreadableEvidence(UNPACKED(name=name, most=MOST_UNPACKED), hint=SMALLER())


def _page(data: bytes, position: int) -> bytes:
    """Return the XML of a sheet, found by the order in which the workbook lists its sheets; nothing where the file is laid out otherwise."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return b""
        sheets = re.findall(rb"<(?:\w+:)?sheet [^>]*?r:id=\"([^\"]+)\"", archive.read("xl/workbook.xml"))
        links = re.findall(rb"<Relationship [^>]*>", archive.read("xl/_rels/workbook.xml.rels"))
        wanted = next((each for each in links if position < len(sheets) and b'Id="' + sheets[position] + b'"' in each), b"")
        target = re.search(rb"Target=\"/?(?:xl/)?([^\"]+)\"", wanted)
        path = "xl/" + target[1].decode() if target else ""
        return archive.read(path) if path in names else b""


def _say_computed(page: bytes, name: str, said: list[Message]) -> None:
    formulas = [(cell.decode(), bool(value)) for cell, value in FORMULA.findall(page)] if b"<f" in page or b":f" in page else []
    empty = [cell for cell, has_value in formulas if not has_value]
    if empty:
        raise UnreadableEvidence(NOT_COMPUTED(cell=empty[0], name=name, n=len(empty) - 1), hint=COMPUTE())
    if formulas:
        said.append(COMPUTED(name=name, n=len(formulas)))


def _merged(page: bytes, height: int, width: int) -> list[Area]:
    """Return the merged areas, as far as they lie in the table, whose first column is the first that holds anything."""
    found, merged = [], MERGE.findall(page)
    before = min(map(_column, set(CELL.findall(page))), default=1) - 1 if merged else 0
    for left, top, right, bottom in merged:
        area = (int(top), max(_column(left) - before, 1), min(int(bottom), height), min(_column(right) - before, width))
        found += [area] if area[0] <= area[2] and area[1] <= area[3] else []
    return found


def _column(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number
