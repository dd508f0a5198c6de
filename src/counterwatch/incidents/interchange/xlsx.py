"""A workbook that `cw incidents import` reads again: every cell is text, so that nothing in it can run, and no other file holds it meanwhile."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape

from counterwatch.core import Template, WrongUsage
from counterwatch.files.csv_text import inert
from counterwatch.incidents.interchange.outgoing import Outgoing
from counterwatch.incidents.interchange.sheet_rows import columns_of, sheet_of

LONGEST, MOST_ROWS = 32_767, 1_048_576
TOO_LONG = Template("incidents.interchange.too_long", "a cell of {id} in the column «{column}» has {size} characters; a workbook holds {most} in one")
TOO_MANY = Template("incidents.interchange.too_many", "a workbook holds {most} rows, and this casebook has more")
AS_CSV = Template("incidents.interchange.as_csv", "use --format csv")
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATION = f"{PACKAGE}/relationships"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATION}">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="incidents" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATION}">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
"""The parts of a workbook with one sheet (ECMA-376, part 1)."""


def write(book: Outgoing) -> Iterator[bytes]:
    """Yield the workbook. Raises `WrongUsage` where a cell or the number of rows does not fit into one."""
    columns, made = columns_of(book), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in PARTS.items():
            packed.writestr(zipfile.ZipInfo(name), HEAD + text)
        part = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        part.compress_type = zipfile.ZIP_DEFLATED
        with packed.open(part, "w", force_zip64=True) as page:
            _fill(page, columns, sheet_of(book, columns))  # type: ignore[arg-type]
    yield made.getvalue()


def _fill(page: BinaryIO, columns: list[str], rows: Iterable[list[str]]) -> None:
    page.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
    page.write(_line(columns, columns))
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise WrongUsage(TOO_MANY(most=MOST_ROWS), hint=AS_CSV())
        page.write(_line(row, columns))
    page.write(b"</sheetData></worksheet>")


def _line(row: list[str], columns: list[str]) -> bytes:
    cells = "".join(_cell(inert(text), row, column) for text, column in zip(row, columns, strict=True))
    return f"<row>{cells}</row>".encode()


def _cell(text: str, row: list[str], column: str) -> str:
    if not text:
        return "<c/>"
    if len(text) > LONGEST:
        raise WrongUsage(TOO_LONG(id=row[0][:80], column=column[:80], size=len(text), most=LONGEST), hint=AS_CSV())
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(UNFIT.sub(_written, text))}</t></is></c>'


def _written(found: re.Match[str]) -> str:
    """Return a sign that XML cannot hold, or the first of what would be taken for one, as workbooks write it."""
    return f"_x{ord(found[0]):04X}_"
