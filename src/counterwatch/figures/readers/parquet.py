"""Apache Parquet files with plain columns."""

from __future__ import annotations

from pathlib import Path

from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.figures.columns import Columns
from counterwatch.figures.table import Panel


def sample() -> bytes:
    import io

    import polars as pl

    buffer = io.BytesIO()
    pl.DataFrame({"date": ["2020-03-02", "2020-03-03"] * 2, "place": ["武汉", "武汉", "襄阳", "襄阳"], "cases": [1, 2, 3, 5]}).write_parquet(buffer)
    return buffer.getvalue()


@reader(makes=Panel, suffixes=(".parquet", ".pq"), sample=sample)
def parquet(source: Path | bytes, *, name: str, columns: Columns, progress: Progress = quiet, cancel: Cancel = never) -> Panel:
    """Reads Apache Parquet, long or wide; nested columns are left out."""
    from counterwatch.figures.reading.columnar import grid_of_parquet
    from counterwatch.figures.reading.panels import READING, panel_of

    progress(READING(name=name), 0, 2)
    grid = grid_of_parquet(source, name=name, where=columns.where)
    progress(READING(name=name), 1, 2)
    stop_if(cancel)
    return panel_of(grid, columns)
