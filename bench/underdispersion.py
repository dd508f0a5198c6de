"""How long 237 series of 700 days take, in two kinds, by days and by weeks, beside a plain loop of the published rule on the same data.

    uv run python bench/underdispersion.py [--shared FOLDER] [--countries N]

It prints the time of each rule, the time of the loop on the first N units scaled to all of them, and whether every mark is the same.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import time

import numpy as np
import polars as pl

from counterwatch.core import Verdict
from counterwatch.figures.checks.underdispersion import underdispersion
from counterwatch.figures.dispersion.spread import published_spread
from counterwatch.figures.habit import habits_of
from counterwatch.figures.table import Floats, Kind, Panel, Step, times_from

START, DAYS, UNITS = "2020-03-02", 700, 237
KINDS = ("cases", "deaths")


def main() -> None:
    here = pathlib.Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path(os.environ.get("COUNTERWATCH_SHARED", here.parent / "shared")))
    parser.add_argument("--units", type=int, default=20, help="how many units the plain loop walks through")
    asked = parser.parse_args()
    panel = world(asked.shared / "data" / "figures")
    for rule in ("published", "exact"):
        speed(panel, rule)
    compare(panel, asked.units)
    named(panel)


def world(folder: pathlib.Path) -> Panel:
    """Return daily cases and deaths of 198 countries (JHU), filled up with states (CDC)."""
    countries, states = jhu(folder / "jhu_global_daily.parquet"), cdc(folder / "us_states_cdc_daily.parquet")
    units = (countries.units + states.units)[:UNITS]
    values = {kind: np.concatenate([countries.values[kind], states.values[kind]])[:UNITS] for kind in KINDS}
    return panel_of("world", units, values)


def jhu(path: pathlib.Path) -> Panel:
    wide = {}
    for kind, name in zip(KINDS, ("confirmed", "deaths"), strict=True):
        sums = pl.read_parquet(path).filter(pl.col("kind") == name).group_by("country", "date").agg(pl.col("cumulative").sum())
        table = sums.sort("date").pivot(on="date", index="country", values="cumulative").sort("country")
        dates = np.array(table.columns[1:], dtype="datetime64[D]")
        first = int(np.searchsorted(dates, np.datetime64(START)))
        wide[kind] = np.diff(table.drop("country").to_numpy().astype(float), axis=1)[:, first - 1 : first - 1 + DAYS]
        units = tuple(table["country"])
    return panel_of("jhu", units, wide)


def cdc(path: pathlib.Path) -> Panel:
    daily = pl.read_parquet(path).sort("state", "submission_date").filter(pl.col("submission_date") >= pl.lit(START).str.to_datetime())
    units = tuple(daily["state"].unique(maintain_order=True))
    values = {
        kind: np.stack([each[column].to_numpy()[:DAYS] for each in daily.partition_by("state")])
        for kind, column in zip(KINDS, ("new_case", "new_death"), strict=True)
    }
    return panel_of("cdc", units, values)


def panel_of(name: str, units: tuple[str, ...], values: dict[str, Floats]) -> Panel:
    blocks = {kind: np.asarray(block, dtype=float) for kind, block in values.items()}
    return Panel(
        name=name, units=units, times=times_from(START, DAYS, Step.DAY), step=Step.DAY, values=blocks, kinds=dict.fromkeys(KINDS, Kind.COUNTS)
    )


def speed(panel: Panel, rule: str) -> None:
    begin = time.perf_counter()
    for value in KINDS:
        habits_of(panel, value)
    habits = time.perf_counter() - begin
    begin = time.perf_counter()
    answers = {block: underdispersion(panel, rule=rule, block=block) for block in ("day", "week")}
    took = time.perf_counter() - begin
    departs = {block: sum(each.verdict is Verdict.DEPARTS for each in findings) for block, findings in answers.items()}
    print(f"{rule:9}  {took:6.2f} s for {len(panel.units)} series x {DAYS} days x 4 variants (habits, asked once: {habits:.2f} s); departs {departs}")


def loop(series: Floats, size: int) -> list[bool]:
    """The published rule as a plain loop over windows, in our words."""
    marks = []
    for begin in range(0, len(series) // size * size, size):
        window = np.where(series[begin : begin + size] < 0, 0, series[begin : begin + size])
        state = np.random.RandomState(42)
        variances = [np.var(state.poisson(np.mean(window), size=size), ddof=1) for _ in range(1000)]
        low = np.var(window, ddof=1)
        marks.append(bool(np.mean(window) > 0 and low < 1.2 * np.mean(window) and low < np.percentile(variances, 5)))
    return marks


def compare(panel: Panel, units: int) -> None:
    # Units are taken evenly over the whole list, so that the scaled time stands for all of them.
    chosen = np.unique(np.linspace(0, len(panel.units) - 1, units).astype(int))
    same, windows, begin = True, 0, time.perf_counter()
    plain = {(value, int(row)): both(panel.flows(value)[row]) for value in KINDS for row in chosen}
    took = (time.perf_counter() - begin) * len(panel.units) / len(chosen)
    for block, which in (("day", 0), ("week", 1)):
        for value in KINDS:
            marked = published_spread(panel, value, block=block).marked
            same &= all(marked[row].tolist() == plain[value, int(row)][which] for row in chosen)
            windows += marked[chosen].size
    print(f"plain loop {took:6.1f} s for all units (walked through {len(chosen)} of {len(panel.units)}); the same {windows} marks: {same}")


def both(series: Floats) -> tuple[list[bool], list[bool]]:
    weekly = np.where(series < 0, 0, series)[: len(series) // 7 * 7].reshape(-1, 7).sum(axis=1)
    return loop(series, 7), loop(weekly, 10)


def named(panel: Panel) -> None:
    """Print which units the published rule names, and what the exact rule and the habits say of them."""
    for block in ("day", "week"):
        published, exact = underdispersion(panel, rule="published", block=block), underdispersion(panel, block=block)
        for old, new in zip(published, exact, strict=True):
            if Verdict.DEPARTS in (old.verdict, new.verdict):
                found = f"{old.numbers['marked']:3.0f} marked, run {old.numbers['longest run']:2.0f}"
                print(f"{block:5} {old.subject[:34]:34} published: {old.verdict:10} {found}   exact: {new.verdict:10} {new.statement}")


if __name__ == "__main__":
    main()
