"""The second pass of a screening: every answer once more, with its q-value over all questions and its rank within its check."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.api.ask import AMONG
from counterwatch.api.judged import judge
from counterwatch.core import Verdict
from counterwatch.core.progress import Cancel, never, stop_if
from counterwatch.core.registry import Check

if TYPE_CHECKING:
    import polars as pl

STRIKING = 20
ROWS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Striking:
    """A series on which checks depart: which ones, and the smallest of their q-values (none where no error rate is claimed)."""

    subject: str
    unit: str
    value: str
    checks: tuple[str, ...]
    q_value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How often each check gave each verdict, and the most striking series."""

    counts: Mapping[tuple[str, Verdict], int]
    striking: tuple[Striking, ...]


def compare(
    answers: Path, output: Path, asked: Mapping[str, Mapping[str, Any]], known: Mapping[str, Check[Any, Any]],
    *, about: Mapping[str, str], cancel: Cancel = never,
) -> Compared:  # fmt: skip
    """Write all answers again with q-value, rank and the verdict among all comparisons; `about` goes into the file's own description."""
    import polars as pl
    import pyarrow.parquet as pq

    judged = output.with_name("judged.parquet")
    judge(answers, judged, asked, known, output.parent)
    source = pq.ParquetFile(answers, pre_buffer=False, read_dictionary=["check", "value", "verdict"])
    heights = [source.metadata.row_group(group).num_rows for group in range(source.num_row_groups)]
    counted, striking = Counter[tuple[str, Verdict]](), pl.DataFrame()
    with output.open("wb") as file:
        writer = None
        for group, beside in enumerate(_pieces(judged, heights)):
            stop_if(cancel)
            frame = pl.DataFrame(pl.from_arrow(source.read_row_group(group)))
            order = [*frame.columns, "q_value", "rank", "of"]
            frame = frame.drop("verdict").hstack(beside)
            counted.update({(check, Verdict(verdict)): n for check, verdict, n in frame.group_by("check", "verdict").len().iter_rows()})
            # What falls back among all comparisons says so, as a finding does.
            said = pl.when("falls_back").then(pl.lit(AMONG.id)).otherwise("statement").alias("statement")
            frame = frame.with_columns(said).select(order)
            striking = _most(pl.concat([striking, _departing(frame)], how="diagonal"))
            table = frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).to_arrow()
            if writer is None:
                writer = pq.ParquetWriter(file, table.schema.with_metadata(dict(about)), compression="zstd")
            writer.write_table(table.cast(writer.schema))
        if writer is not None:
            writer.close()
        file.flush()
        os.fsync(file.fileno())
    return Compared(counts=counted, striking=tuple(Striking(**row | {"checks": tuple(row["checks"])}) for row in striking.drop("n").to_dicts()))


def _pieces(file: Path, heights: Iterable[int]) -> Iterator[pl.DataFrame]:
    """Return the rows of a file in pieces of these heights."""
    import polars as pl
    import pyarrow.parquet as pq

    batches, held = pq.ParquetFile(file, pre_buffer=False).iter_batches(ROWS), pl.DataFrame()
    for height in heights:
        while held.height < height:
            held = pl.concat([held, pl.DataFrame(pl.from_arrow(next(batches)))], how="diagonal")
        yield held.head(height)
        held = held.slice(height)


def _departing(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    departs = frame.filter(pl.col("verdict").cast(pl.String) == Verdict.DEPARTS.value)
    named = departs.with_columns(pl.col("value", "check").cast(pl.String))
    most = (pl.len().cast(pl.Int64).alias("n"), pl.col("check").alias("checks"), pl.col("q_value").min())
    return named.group_by("subject", "unit", "value", maintain_order=True).agg(*most)


def _most(found: pl.DataFrame) -> pl.DataFrame:
    """Return the first by the number of checks that depart, then by the smallest q-value, then by name, as the overview of a report does."""
    return found.sort("n", "q_value", "subject", descending=[True, False, False], nulls_last=True).head(STRIKING) if found.width else found
