"""A date as the cells of a sheet from which exactly it is read again."""

from __future__ import annotations

from collections.abc import Iterator

from counterwatch.incidents.when import When, when

BETWEEN = " / "


def date_cells(date: When) -> tuple[dict[str, str], bool]:
    """Return the cells of a date, and whether it is read from them as it is."""
    for first, until, precision in _ways(date):
        if when(first, until=until, precision=precision) == date:
            return {"date": first, "end_date": until, "date_precision": precision}, True
    return {"date": date.as_written or date.start or "unknown", "date_precision": date.precision}, False


def _ways(date: When) -> Iterator[tuple[str, str, str]]:
    """Yield how a date may have been written: in one cell or in two, with its precision said or plain from how it is written."""
    parts = date.as_written.split(BETWEEN)
    cells = [(date.as_written, ""), *((BETWEEN.join(parts[:n]), BETWEEN.join(parts[n:])) for n in range(1, len(parts)))]
    for precision in (date.precision, ""):
        yield from ((first, until, precision) for first, until in cells)
