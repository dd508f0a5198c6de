"""Comma, semicolon, tab or bar separated text, plain or gzipped."""

from __future__ import annotations

from pathlib import Path

from counterwatch.core import reader
from counterwatch.core.progress import Cancel, Progress, never, quiet, stop_if
from counterwatch.figures.columns import Columns
from counterwatch.figures.table import Panel


def sample() -> bytes:
    return "date,place,cases\n2020-03-02,武汉,1\n2020-03-03,武汉,2\n2020-03-02,襄阳,3\n2020-03-03,襄阳,5\n".encode()


@reader(makes=Panel, suffixes=(".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz"), sample=sample)
def csv(source: Path | bytes, *, name: str, columns: Columns, progress: Progress = quiet, cancel: Cancel = never) -> Panel:
    """Reads delimited text in any common encoding, long or wide."""
    from counterwatch.figures.reading.delimited import grid_of_text
    from counterwatch.figures.reading.panels import READING, panel_of
    from counterwatch.files.contents import contents

    progress(READING(name=name), 0, 2)
    data = contents(source, name=name)
    stop_if(cancel)
    grid = grid_of_text(data, name=name, encoding=columns.encoding)
    progress(READING(name=name), 1, 2)
    stop_if(cancel)
    return panel_of(grid, columns)
