"""The command that asks everything of one unit of a large file."""

from __future__ import annotations

import shlex
from pathlib import Path

import polars as pl

from counterwatch.figures.reading.pieces import names_of, pieces
from counterwatch.figures.screening.survey import Survey


def entries_of(file: Path, found: Survey, names: set[str]) -> dict[str, dict[str, str]]:
    """Return, for some units by name, their entry in each column that makes the name."""
    if len(found.unit) == 1:
        return {name: {found.unit[0]: name} for name in names}
    entries: dict[str, dict[str, str]] = {} if found.unit else {name: {} for name in names}
    where = found.form.columns.where
    for piece in pieces(file, name=file.name, columns=found.unit, where=where) if names and found.unit else ():
        rows = piece.frame.with_columns(names_of(piece, found.unit).alias("\x1fname")).filter(pl.col("\x1fname").is_in(list(names)))
        for row in rows.unique(maintain_order=True).to_dicts():
            entries.setdefault(row.pop("\x1fname"), {column: str(entry or "").strip() for column, entry in row.items()})
        if len(entries) == len(names):
            break
    return entries


def command_for(file: str, found: Survey, entries: dict[str, str]) -> str:
    """Return the command for one unit, with everything that was decided for the whole file and that the command can say."""
    columns, form = found.form.columns, found.form
    words = ["cw", "figures", file]
    words += [part for column, entry in {**columns.where, **entries}.items() for part in ("--where", f"{column}={entry}")]
    words += ["--unit", columns.unit] if columns.unit else []
    words += [part for each in columns.per for part in ("--per", each)]
    words += ["--time", columns.time] if columns.time else []
    words += [part for each in columns.value for part in ("--value", each)]
    words += ["--series", columns.series] if columns.series else []
    words += ["--date-order", columns.date_order] if columns.date_order else []
    totals = set(form.cumulative.values())
    words += ["--kind", columns.kind] if columns.kind else []
    words += [{True: "--cumulative", False: "--new"}[next(iter(totals))]] if len(totals) == 1 else []
    words += ["--skip-bad-rows"] if columns.skip_bad_rows else []
    return shlex.join(words)
