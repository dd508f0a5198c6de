"""Daily cases and deaths of sixty American jurisdictions (CDC), and of the country by another collector (JHU CSSE)."""

import pathlib

import numpy as np
import polars as pl

from counterwatch.figures.table import Kind, Panel, Step

START, END = pl.date(2020, 3, 2), pl.date(2022, 1, 20)


def states(shared: pathlib.Path) -> Panel:
    """Return new cases and deaths by jurisdiction, from 2 March 2020 to 20 January 2022, as the CDC published them."""
    table = pl.read_parquet(shared / "data/figures/us_states_cdc_daily.parquet").with_columns(pl.col("submission_date").cast(pl.Date))
    table = table.filter(pl.col("submission_date").is_between(START, END)).sort("state", "submission_date")
    units, times = tuple(table["state"].unique().sort()), table["submission_date"].unique().sort().to_numpy().astype("datetime64[D]")
    blocks = {name: table[column].to_numpy().astype(np.float64) for name, column in (("cases", "new_case"), ("deaths", "new_death"))}
    return Panel(
        name="states", units=units, times=times, step=Step.DAY, values={name: block.reshape(len(units), -1) for name, block in blocks.items()},
        kinds=dict.fromkeys(blocks, Kind.COUNTS),
    )  # fmt: skip


def country(panel: Panel) -> Panel:
    """Return the sum of all jurisdictions as one unit."""
    sums = {name: block.sum(axis=0, keepdims=True) for name, block in panel.values.items()}
    return Panel(name="CDC", units=("US",), times=panel.times, step=Step.DAY, values=sums, kinds=panel.kinds)


def collected(shared: pathlib.Path, times: np.ndarray) -> Panel:
    """Return new cases and deaths of the country as JHU CSSE collected them, on the same days."""
    table = pl.read_parquet(shared / "data/figures/jhu_global_daily.parquet").filter(pl.col("country") == "US").sort("date")
    wanted = table.with_columns(pl.col("date").cast(pl.Date), pl.col("cumulative").diff().over("kind").alias("new")).filter(
        pl.col("date").is_between(START, END)
    )
    values = {
        name: wanted.filter(pl.col("kind") == kind)["new"].to_numpy().astype(np.float64)[np.newaxis]
        for name, kind in (("cases", "confirmed"), ("deaths", "deaths"))
    }
    return Panel(name="JHU", units=("US",), times=times, step=Step.DAY, values=values, kinds=dict.fromkeys(values, Kind.COUNTS))
