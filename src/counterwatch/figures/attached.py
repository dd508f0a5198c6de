"""Tables that findings carry: CSV that a spreadsheet opens without running anything that the data says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front; `None` is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return file.getvalue()


def _cell(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return round(value, 4) if isinstance(value, float) else value
