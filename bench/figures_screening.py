"""How long all checks take on a large panel, and whether screening takes linear time in flat memory.

    uv run python bench/figures_screening.py panel [--shared FOLDER]
    uv run python bench/figures_screening.py screen [--series 1000 3000 10000] [--days 1000] [--folder FOLDER]

`panel` asks every check that applies of 237 units x 2 kinds x 700 days: processor seconds and memory of each check, then of the whole call.
`screen` writes files of invented series, screens each in a process of its own, and prints seconds per 10,000 series and the most memory held.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import pathlib
import resource
import tempfile
import time
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from counterwatch.api.figures import ask_figures
from counterwatch.api.screening import screen
from counterwatch.core import registry
from counterwatch.figures.table import Step, times_from
from underdispersion import world

WRITTEN_AT_ONCE = 200


def main() -> None:
    here = pathlib.Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["panel", "screen"])
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path(os.environ.get("COUNTERWATCH_SHARED", here.parent / "shared")))
    parser.add_argument("--series", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--days", type=int, default=1_000)
    parser.add_argument("--folder", type=pathlib.Path, help="where to write the invented files; the default is the temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder, prefix="cw-bench-") as folder:
        if asked.part == "panel":
            file = real(asked.shared / "data" / "figures", pathlib.Path(folder))
            alone(panel, file)
        for series in asked.series if asked.part == "screen" else ():
            file = invented(series, asked.days, pathlib.Path(folder))
            alone(screening, file, series)
            file.unlink()


def alone(work: Any, *given: Any) -> None:
    """Run a part in a fresh process, so that the memory printed is its own."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()


def real(shared: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Write the daily figures of 198 countries and 39 states as one long file."""
    made = world(shared)
    count, days = len(made.units), len(made.times)
    columns = {name: block.ravel().astype(np.int64) for name, block in made.values.items()}
    frame = pl.DataFrame({"unit": np.repeat(np.array(made.units), days), "date": np.tile(made.times, count), **columns})
    frame.write_parquet(folder / "world.parquet")
    return folder / "world.parquet"


def invented(series: int, days: int, folder: pathlib.Path) -> pathlib.Path:
    """Write counts of invented districts block by block, every fiftieth drawn around a curve with too little noise."""
    file, dates = folder / f"{series}.parquet", times_from("2021-01-04", days, Step.DAY)
    writer = None
    for first in range(0, series, WRITTEN_AT_ONCE):
        rng, numbers = np.random.default_rng(first), np.arange(first, min(series, first + WRITTEN_AT_ONCE))
        wave = 1 + 0.4 * np.sin(np.arange(days) / rng.uniform(20, 60, (len(numbers), 1)))
        mean = np.exp(rng.uniform(1, 8, (len(numbers), 1))) * wave * rng.uniform(0.7, 1.2, (len(numbers), 7))[:, np.arange(days) % 7]
        drawn = np.maximum(0, np.round(mean + rng.normal(0, 0.4, mean.shape) * np.sqrt(mean)))
        values = np.where(numbers[:, np.newaxis] % 50 == 0, drawn, rng.negative_binomial(30, 30 / (30 + mean)))
        names = np.repeat([f"district {number:07}" for number in numbers], days)
        frame = pl.DataFrame({"district": names, "date": np.tile(dates, len(numbers)), "cases": values.ravel().astype(np.int64)})
        table = frame.to_arrow()
        writer = writer or pq.ParquetWriter(file, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return file


def panel(file: pathlib.Path) -> None:
    """Ask everything, and print what each check took."""
    seconds: dict[str, tuple[float, float]] = {}
    plain = registry.Check.__call__

    def timed(self: Any, *given: Any, **keywords: Any) -> Any:
        begin = time.process_time()
        answer = plain(self, *given, **keywords)
        seconds[self.name] = time.process_time() - begin, memory()
        return answer

    registry.Check.__call__ = timed  # type: ignore[method-assign]
    wall, begin = time.perf_counter(), time.process_time()
    answer = ask_figures(file)
    total, clock = time.process_time() - begin, time.perf_counter() - wall
    for name, (took, held) in seconds.items():
        print(f"  {name:32} {took:7.2f} s   memory so far {held:5.0f} MB")
    print(f"{len(answer)} findings, {dict(answer.count())}")
    print(f"processor {total:.1f} s (bar 30), clock {clock:.1f} s, memory {memory():.0f} MB (bar 500), load {os.getloadavg()[0]:.1f}")


def screening(file: pathlib.Path, series: int) -> None:
    """Screen one file and print how long it took and the most memory held."""
    wall, begin = time.perf_counter(), time.process_time()
    found = screen(file, file.with_suffix(".out.parquet"))
    total, clock = time.process_time() - begin, time.perf_counter() - wall
    departs = sum(count for (_, verdict), count in found.compared.counts.items() if verdict.value == "departs")
    print(
        f"{found.series:>9,} series ({file.stat().st_size / 1e6:,.0f} MB): processor {total:.1f} s, {total / series * 1e4:.1f} s per 10,000; "
        f"clock {clock:.1f} s; memory {memory():.0f} MB; {departs} depart"
    )
    found.output.unlink()


def memory() -> float:
    """Return the most memory that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
