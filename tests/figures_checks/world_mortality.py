"""Deaths of all causes and reported deaths of COVID-19 from the shared data, as panels."""

import pathlib

import numpy as np
import polars as pl

from counterwatch.figures.table import Days, Floats, Kind, Panel, Step, times_from

NAMES = {"Bosnia": "Bosnia and Herzegovina", "Czech Republic": "Czechia", "S Korea": "Korea, South", "United States of America": "US"}
"""As the file of all deaths has them, and as the file of reported deaths has them."""


def all_deaths(shared: pathlib.Path, step: Step, until: str = "2021-12-31") -> Panel:
    """Return the countries of the collection that report by week (weeks that end on a Sunday) or by month, to some day."""
    rows = pl.read_parquet(shared / "data" / "figures" / "world_death_counts.parquet").sort("country", "date")
    rows = rows.with_columns(pl.col("date").dt.date()).filter(pl.col("date") <= pl.lit(until).str.to_date())
    weekly = rows.group_by("country").agg(
        ((pl.col("date").diff().dt.total_days() == 7).mean() > 0.9).alias("weekly"), pl.col("date").dt.weekday().max()
    )
    keep = weekly.filter(pl.col("weekly") & (pl.col("date") == 7) if step is Step.WEEK else ~pl.col("weekly"))["country"]
    rows = rows.filter(pl.col("country").is_in(keep.implode()) & ((pl.col("date").dt.weekday() == 7) | (step is Step.MONTH)))
    times = _times(rows["date"].to_numpy(), step)
    units = tuple(rows["country"].unique(maintain_order=True))
    block = np.full((len(units), len(times)), np.nan)
    place = np.searchsorted(times, _on(rows["date"].to_numpy(), step))
    block[np.searchsorted(units, rows["country"].to_numpy()), place] = rows["outcome"].to_numpy()
    names = tuple(NAMES.get(unit, unit) for unit in units)
    return Panel(name="all deaths", units=names, times=times, step=step, values={"deaths": block}, kinds={"deaths": Kind.COUNTS})


def _on(days: Days, step: Step) -> Days:
    return days.astype("datetime64[M]").astype("datetime64[D]") if step is Step.MONTH else days.astype("datetime64[D]")


def _times(days: Days, step: Step) -> Days:
    first, last = _on(days, step).min(), _on(days, step).max()
    if step is Step.WEEK:
        return np.arange(first, last + 1, 7)
    return times_from(str(first), int((last.astype("datetime64[M]") - first.astype("datetime64[M]")).astype(int)) + 1, step)


def reported_deaths(shared: pathlib.Path) -> Panel:
    """Return the running totals of reported deaths of COVID-19 by country and day."""
    rows = pl.read_parquet(shared / "data" / "figures" / "jhu_global_daily.parquet").filter(pl.col("kind") == "deaths")
    rows = rows.group_by("country", "date").agg(pl.col("cumulative").sum()).sort("country", "date")
    units = tuple(rows["country"].unique(maintain_order=True))
    totals: Floats = rows["cumulative"].to_numpy().astype(float).reshape(len(units), -1)
    times = times_from("2020-01-22", totals.shape[1], Step.DAY)
    kinds, running = {"deaths": Kind.COUNTS}, {"deaths": True}
    return Panel(name="reported", units=units, times=times, step=Step.DAY, values={"deaths": totals}, kinds=kinds, cumulative=running)
