"""Pairs as a table in a file: CSV or Parquet, as the ending of its name says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from counterwatch.coordination.export.provenance import Provenance
from counterwatch.core import Template
from counterwatch.core.errors import WrongUsage

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".csv", ".parquet")
UNKNOWN = Template("coordination.export.unknown_ending", "{name} ends in none of {endings}")
RENAME = Template("coordination.export.rename", "the ending of the name says which format is written")


def edges_file(table: pl.DataFrame, name: str, provenance: Provenance) -> bytes:
    """Return the file of this name with a table of pairs (see `pairs.pairs_table`). Raises `WrongUsage` for another ending.

    Parquet carries the provenance with it. A CSV file is the bare table, which spreadsheets read: its provenance is the finding.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise WrongUsage(UNKNOWN(name=name, endings=", ".join(ENDINGS)), hint=RENAME())
    return _csv(table) if ending == ".csv" else _parquet(table, provenance)


def _csv(table: pl.DataFrame) -> bytes:
    import polars as pl

    # Ids as their publisher gave them are not ours: a spreadsheet must not take one for a formula.
    quoted = [pl.col(name).str.replace(r"^([=+\-@\t\r])", "'$1") for name in ("account_a", "account_b")]
    return table.with_columns(quoted).write_csv().encode()


def _parquet(table: pl.DataFrame, provenance: Provenance) -> bytes:
    file = io.BytesIO()
    table.write_parquet(file, metadata={f"counterwatch.{name}": text for name, text in provenance.attributes().items()})
    return file.getvalue()
