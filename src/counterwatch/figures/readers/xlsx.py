"""Spreadsheet workbooks: XLSX, XLSM, XLS and ODS."""

from __future__ import annotations

from pathlib import Path

from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.figures.columns import Columns
from counterwatch.figures.table import Panel

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="cases" sheetId="1" r:id="r"/></sheets></workbook>',
}
ROWS: tuple[tuple[str | int, ...], ...] = (
    ("date", "place", "cases"),
    ("2020-03-02", "武汉", 1),
    ("2020-03-03", "武汉", 2),
    ("2020-03-02", "襄阳", 3),
    ("2020-03-03", "襄阳", 5),
)


def sample() -> bytes:
    import io
    import zipfile

    rows = "".join(_row(number, cells) for number, cells in enumerate(ROWS, start=1))
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (PARTS | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def _row(number: int, cells: tuple[str | int, ...]) -> str:
    return f'<row r="{number}">{"".join(_cell(f"{letter}{number}", each) for letter, each in zip("ABC", cells, strict=True))}</row>'


def _cell(place: str, value: str | int) -> str:
    return f'<c r="{place}"><v>{value}</v></c>' if isinstance(value, int) else f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


@reader(makes=Panel, suffixes=(".xlsx", ".xlsm", ".xls", ".ods"), sample=sample)
def xlsx(source: Path | bytes, *, name: str, columns: Columns, progress: Progress = quiet, cancel: Cancel = never) -> Panel:
    """Reads a sheet of a workbook (XLSX, XLSM, XLS, ODS), long or wide."""
    from counterwatch.figures.reading.panels import READING, panel_of
    from counterwatch.figures.reading.workbook import grid_of_workbook
    from counterwatch.files.contents import contents

    progress(READING(name=name), 0, 2)
    data = contents(source, name=name)
    stop_if(cancel)
    grid = grid_of_workbook(data, name=name, sheet=columns.sheet)
    progress(READING(name=name), 1, 2)
    stop_if(cancel)
    return panel_of(grid, columns)
