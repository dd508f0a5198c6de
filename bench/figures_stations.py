"""How long 91,000 polling stations take, and whether the published excess of whole percentages comes out.

    uv run python bench/figures_stations.py [--shared FOLDER]

It prints, for each Russian election and for Canada, processor seconds of the exact sums, of each check, and our number beside the published one.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from counterwatch.figures.checks.integer_percentages import integer_percentages
from counterwatch.figures.checks.turnout_share import turnout_share
from counterwatch.figures.columns import Columns
from counterwatch.figures.integers.shares import Shares, turnout_of, votes_of
from counterwatch.figures.reading.columnar import grid_of_parquet
from counterwatch.figures.shapes.stations import Stations, stations_of
from counterwatch.stats.binomial_tiles import binomial_tiles

PUBLISHED = {"russia2012_stations": 1159.6, "russia2018_stations": 1708.8, "russia2021_stations": 1309.8, "canada2011_precincts": None}


def main() -> None:
    here = pathlib.Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path(os.environ.get("COUNTERWATCH_SHARED", here.parent / "shared")))
    stations(parser.parse_args().shared / "data" / "figures")


def stations(folder: pathlib.Path) -> None:
    for file, published in PUBLISHED.items():
        path = folder / f"election_{file}.parquet"
        read, table = timed(lambda path=path: stations_of(grid_of_parquet(path, name=path.name), Columns(skip_bad_rows=True)))
        if table is None:
            raise SystemExit(f"{path} was not recognised as polling stations")
        exact, _ = timed(lambda table=table: sums(table))
        guarded, answers = timed(lambda table=table: integer_percentages(table))
        rule, (reproduced,) = timed(lambda table=table: integer_percentages(table, rule="published"))
        shape, cloud = timed(lambda table=table: turnout_share(table))
        number, sd = reproduced.estimate.value, reproduced.numbers["sd"]
        print(f"{file}: {len(table.registered)} stations; excess {number:.1f} (sd {sd:.1f}, published {published})")
        print(f"  s: read {read:.2f}, exact sums {exact:.2f}, guarded {guarded:.2f}, published {rule:.2f}, turnout_share {shape:.2f}")
        for answer in answers:
            placebos = [abs(answer.numbers[f"z at .{offset}"]) for offset in range(1, 10)]
            print(
                f"  {answer.subject}: {answer.verdict}, z = {answer.numbers['z']:.2f}, placebos up to {max(placebos):.2f}, p = {answer.p_value:.2g}"
            )
        print(f"  {cloud.verdict}: {cloud.statement}")


def sums(table: Stations) -> float:
    asked = [each for each in (turnout_of(table, guarded=False), votes_of(table, guarded=False)) if isinstance(each, Shares)]
    return float(np.sum([binomial_tiles(each.counts, each.totals).chance[:, 0].sum() for each in asked]))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.process_time()
    answer = work()
    return time.process_time() - begin, answer


if __name__ == "__main__":
    main()
