"""Any file of figures as rows and columns, by the reader that its content or its name asks for."""

from __future__ import annotations

from pathlib import Path

from counterwatch.core.registry import Reader
from counterwatch.figures.columns import Columns
from counterwatch.figures.reading.grid import Grid


def grid_of(source: Path | bytes, reader: Reader, *, name: str, columns: Columns) -> Grid | None:
    """Return the grid of a file that one of our own readers reads; `None` for a reader of somebody else, which gives a table at once."""
    from counterwatch.figures.reading.columnar import grid_of_parquet
    from counterwatch.figures.reading.delimited import grid_of_text
    from counterwatch.figures.reading.workbook import grid_of_workbook
    from counterwatch.files.contents import contents

    match reader.name:
        case "figures.csv":
            return grid_of_text(contents(source, name=name), name=name, encoding=columns.encoding)
        case "figures.xlsx":
            return grid_of_workbook(contents(source, name=name), name=name, sheet=columns.sheet)
        case "figures.parquet":
            return grid_of_parquet(source, name=name, where=columns.where)
    return None
