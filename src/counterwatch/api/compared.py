"""The second pass of a screening: q-values over all questions and ranks within each check, with only numbers and codes held in memory."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterwatch.api.ask import AMONG, level_of, q_values_of
from counterwatch.core import Verdict
from counterwatch.core.progress import Cancel, never, stop_if
from counterwatch.core.registry import Check

if TYPE_CHECKING:
    import polars as pl

STRIKING = 20
HELD = ("check", "value", "verdict", "estimate", "p_value")


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

    source = pq.ParquetFile(answers, read_dictionary=["check", "value", "verdict"])
    held = judged(pl.DataFrame(pl.from_arrow(source.read(columns=list(HELD)))), asked, known)
    counted = Counter({(check, Verdict(verdict)): n for check, verdict, n in held.group_by("check", "verdict").len().iter_rows()})
    held = held.drop("check")
    first, striking = 0, pl.DataFrame()
    with output.open("wb") as file:
        writer = None
        for group in range(source.num_row_groups):
            stop_if(cancel)
            frame = pl.DataFrame(pl.from_arrow(source.read_row_group(group)))
            order = [*frame.columns, "q_value", "rank", "of"]
            frame = frame.drop("verdict").hstack(held[first : first + frame.height])
            # What falls back among all comparisons says so, as a finding does.
            said = pl.when("falls_back").then(pl.lit(AMONG.id)).otherwise("statement").alias("statement")
            frame = frame.with_columns(said).select(order)
            first += frame.height
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


def judged(held: pl.DataFrame, asked: Mapping[str, Mapping[str, Any]], known: Mapping[str, Check[Any, Any]]) -> pl.DataFrame:
    """Return check, verdict, q-value and rank of every finding: the same as `ask.adjusted` and `ask.ranked` give."""
    import polars as pl

    held = held.with_columns(pl.col("check", "value", "verdict").cast(pl.Categorical))
    refused = pl.col("verdict") == Verdict.NOT_TESTED.value
    counted = held.select(pl.col("p_value").is_not_null() | refused).to_series()
    p_values = held["p_value"].filter(counted).fill_null(1.0).to_numpy()
    q_values = pl.Series("q_value", [None], dtype=pl.Float64).new_from_index(0, held.height)
    q_values = q_values.scatter(counted.arg_true(), q_values_of(p_values)) if len(p_values) else q_values
    levels = {name: level_of(params) for name, params in asked.items()}
    ranked = pl.when(refused | pl.col("estimate").is_null()).then(None)
    number = ranked.otherwise(striking_last(asked, known))
    held = held.with_columns(q_values, number.alias("number"))
    held = held.with_columns(
        pl.when(pl.col("p_value").is_not_null()).then(pl.col("q_value")).alias("q_value"),
        pl.col("number").rank("min").over("check", "value").cast(pl.Int32).alias("rank"),
        pl.col("number").count().over("check", "value").cast(pl.Int32).alias("of"),
    )
    level = pl.col("check").cast(pl.String).replace_strict(levels, default=0.01, return_dtype=pl.Float64)
    falls_back = ((pl.col("verdict") == Verdict.DEPARTS.value) & (pl.col("q_value") > level)).fill_null(value=False)
    alone = pl.col("rank").is_null() | (pl.col("of") < 2)
    return held.select(
        "check",
        pl.when(falls_back).then(pl.lit(Verdict.CONSISTENT.value)).otherwise(pl.col("verdict").cast(pl.String))
        .cast(pl.Categorical).alias("verdict"),
        falls_back.alias("falls_back"), "q_value",
        *(pl.when(~alone).then(pl.col(name)).alias(name) for name in ("rank", "of")),
    )  # fmt: skip


def striking_last(asked: Mapping[str, Mapping[str, Any]], known: Mapping[str, Check[Any, Any]]) -> pl.Expr:
    """Return a number by which the most striking estimate comes first, as `ask.striking` counts; null where a check is not ranked."""
    import polars as pl

    estimate = pl.col("estimate")
    far = pl.when(estimate > 0).then(-estimate.log().abs()).otherwise(-math.inf)
    ways = {"low": estimate, "high": -estimate, "ratio": far, "none": pl.lit(None, dtype=pl.Float64)}
    number = pl.lit(None, dtype=pl.Float64)
    for extreme, way in ways.items():
        names = [name for name in asked if known[name].extreme == extreme]
        number = pl.when(pl.col("check").cast(pl.String).is_in(names)).then(way).otherwise(number)
    return number


def _departing(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    departs = frame.filter(pl.col("verdict").cast(pl.String) == Verdict.DEPARTS.value)
    named = departs.with_columns(pl.col("value", "check").cast(pl.String))
    most = (pl.len().cast(pl.Int64).alias("n"), pl.col("check").alias("checks"), pl.col("q_value").min())
    return named.group_by("subject", "unit", "value", maintain_order=True).agg(*most)


def _most(found: pl.DataFrame) -> pl.DataFrame:
    """Return the first by the number of checks that depart, then by the smallest q-value, then by name, as the overview of a report does."""
    return found.sort("n", "q_value", "subject", descending=[True, False, False], nulls_last=True).head(STRIKING) if found.width else found
