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
OVERLAP = Template("files.workbook.overlap", "merged areas of {name} overlap, which no spreadsheet program writes")
UNPACKED = Template("files.workbook.unpacked", "{name} unpacks to more than {most} bytes, the most that is read at once")
SMALLER = Template("files.workbook.smaller", "save only the table, as CSV, or split it by year")
F = re.compile(rb"<(?:\w+:)?f[ >/]")
PORTION, LONGEST_ROW = 1 << 20, 1 << 24
WORKBOOK = b"PK\x03\x04"
MOST_UNPACKED = 1 << 30
MERGE = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\"")
FORMULA = re.compile(
    rb"<(?:\w+:)?c (?:[^>]*? )?r=\"([A-Z]+[0-9]+)\"([^>]*)>\s*<(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:(<(?:\w+:)?v>)([^<]?))?"
)
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
        page = _Page(data, book.sheet_names.index(sheet))
        _say_computed(page, name, said)
        areas = _merged(page, name, frame.height, frame.width)
    if areas:
        said.append(MERGED(name=name, n=len(areas), first=min(each[0] for each in areas), last=max(each[2] for each in areas)))
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


class _Page:
    """The XML of a sheet, found by the order in which the workbook lists its sheets; empty where the file is laid out otherwise."""

    def __init__(self, data: bytes, position: int) -> None:
        import io
        import zipfile

        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._path = self._found(position)

    def portions(self) -> Iterator[bytes]:
        """Yield it in portions that end where a row does: that of a large sheet is never held whole."""
        if not self._path:
            return
        rest = b""
        with self._archive.open(self._path) as file:
            while piece := file.read(PORTION):
                whole, mark, rest = (rest + piece).rpartition(b"row>")
                yield whole + mark
                if len(rest) > LONGEST_ROW:
                    yield rest
                    rest = b""
        yield rest

    def _found(self, position: int) -> str:
        names = set(self._archive.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return ""
        sheets = re.findall(rb"<(?:\w+:)?sheet [^>]*?r:id=\"([^\"]+)\"", self._archive.read("xl/workbook.xml"))
        links = re.findall(rb"<Relationship [^>]*>", self._archive.read("xl/_rels/workbook.xml.rels"))
        wanted = next((each for each in links if position < len(sheets) and b'Id="' + sheets[position] + b'"' in each), b"")
        target = re.search(rb"Target=\"/?(?:xl/)?([^\"]+)\"", wanted)
        path = "xl/" + target[1].decode() if target else ""
        return path if path in names else ""


def _say_computed(page: _Page, name: str, said: list[Message]) -> None:
    count, empty = 0, list[str]()
    for portion in page.portions():
        found = FORMULA.findall(portion) if F.search(portion) else []
        count += len(found)
        # Text that was computed may be empty; a number is not.
        empty += [cell.decode() for cell, told, value, first in found if not first and not (value and b't="str"' in told)]
    if empty:
        raise UnreadableEvidence(NOT_COMPUTED(cell=empty[0], name=name, n=len(empty) - 1), hint=COMPUTE())
    if count:
        said.append(COMPUTED(name=name, n=count))


def _merged(page: _Page, name: str, height: int, width: int) -> list[Area]:
    """Return the merged areas, as far as they lie in the table, whose first column is the first that holds anything."""
    merged = [each for portion in page.portions() for each in MERGE.findall(portion)]
    if not merged:
        return []
    before = min((_column(each) for portion in page.portions() for each in set(CELL.findall(portion))), default=1) - 1
    found = []
    for left, top, right, bottom in merged:
        area = (int(top), max(_column(left) - before, 1), min(int(bottom), height), min(_column(right) - before, width))
        found += [area] if area[0] <= area[2] and area[1] <= area[3] else []
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in found) > height * width:
        raise UnreadableEvidence(OVERLAP(name=name), hint=SAVE())
    return found


def _column(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - 64
    return number
