"""Files to screen: the packaged one, invented ones, and the same invented figures told in many shapes."""

from __future__ import annotations

import importlib.resources
import io
from collections.abc import Callable

import numpy as np
import polars as pl

from counterwatch.api.demo import DATA
from counterwatch.figures.table import Step, times_from


def packaged() -> pl.DataFrame:
    """Return the packaged data, sorted by unit."""
    data = importlib.resources.files("counterwatch").joinpath("data", DATA).read_bytes()
    frame = pl.read_csv(io.BytesIO(data), try_parse_dates=True)
    return frame.sort(frame.columns[0], frame.columns[1], maintain_order=True)


def invented(units: int, days: int = 300, seed: int = 0) -> pl.DataFrame:
    """Return daily counts of invented units, their names in three scripts, every fifth drawn around a curve with too little noise."""
    rng = np.random.default_rng(seed)
    level = np.exp(rng.uniform(4, 7, (units, 1))) * (1 + 0.3 * np.sin(np.arange(days) / 30))
    values = np.where(
        np.arange(units)[:, np.newaxis] % 5 == 0, np.round(level + rng.normal(0, 0.4, level.shape) * np.sqrt(level)), rng.poisson(level)
    )
    names = [f"{('区', 'ناھىيە', 'རྫོང')[each % 3]} {each:05}" for each in range(units)]
    dates = np.tile(times_from("2021-01-04", days, Step.DAY), units)
    return pl.DataFrame({"unit": np.repeat(names, days), "date": dates, "cases": values.ravel().astype(np.int64)})


def summed(frame: pl.DataFrame, time: pl.Expr) -> pl.DataFrame:
    return frame.with_columns(time.alias("date")).group_by("unit", "date", maintain_order=True).agg(pl.col("cases").sum())


def begun_late(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.int_range(pl.len()).over("unit") >= pl.col("unit").str.tail(2).cast(pl.Int64) * 3)


def with_gaps(frame: pl.DataFrame) -> pl.DataFrame:
    numbered = frame.with_row_index().filter(pl.col("index") % 7 != 3)
    return numbered.with_columns(pl.when(pl.col("index") % 11 != 5).then("cases").alias("cases")).drop("index")


def spaced(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.concat_str("unit", pl.lit(" "))).otherwise("unit").alias("unit"))


def of_two_kinds(frame: pl.DataFrame) -> pl.DataFrame:
    both = pl.concat([frame.with_columns(kind=pl.lit("cases")), frame.with_columns(kind=pl.lit("deaths"))])
    return both.sort("unit", maintain_order=True).rename({"cases": "number"})


SHAPES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "weeks": lambda frame: summed(frame, pl.col("date").dt.truncate("1w")),
    "months": lambda frame: summed(frame, pl.col("date").dt.strftime("%Y-%m")),
    "running totals": lambda frame: frame.with_columns(pl.col("cases").cum_sum().over("unit").alias("total")).drop("cases"),
    "day first": lambda frame: frame.with_columns(pl.col("date").dt.strftime("%d.%m.%Y")),
    "times of day": lambda frame: frame.with_columns(pl.col("date").cast(pl.Datetime("us")) + pl.duration(hours=7)),
    "units that begin late": begun_late,
    "gaps and empty cells": with_gaps,
    "repeated rows": lambda frame: pl.concat([frame, frame[::3]]).sort("unit", maintain_order=True),
    "units of two columns": lambda frame: frame.select(
        pl.col("unit").str.head(1).alias("country"), pl.col("unit").alias("province"), "date", "cases"
    ),
    "units that are numbers": lambda frame: frame.with_columns(pl.col("unit").str.tail(2).cast(pl.Int32)),
    "categories": lambda frame: frame.with_columns(pl.col("unit").cast(pl.Categorical)),
    "spaces around names": spaced,
    "two kinds": of_two_kinds,
    "fractions": lambda frame: frame.with_columns(pl.col("cases") / 1000),
    "one unit": lambda frame: frame.filter(pl.col("unit") == frame["unit"][0]),
    "without a unit": lambda frame: frame.filter(pl.col("unit") == frame["unit"][0]).drop("unit"),
}
