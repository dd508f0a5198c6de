"""Pairs and edges of many actions beside the programs that people use for it today, on the same actions, one after the other.

    uv run --group bench --with coordination-network-toolkit python bench/coordination_peers.py [--sizes 1000000 10000000] [--only ours bare]

Each runs in a process of its own, from a file to a count of its edges. Printed are seconds on the clock, seconds of both processors (which
hold on a machine that does other things too) and the most memory of all its processes; then ratios, and whether all found the same. A peer
that is not installed is named and skipped. The files go into the system's temporary folder: 100 million actions need 10 GB there.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from coordination_data import actions

WINDOW = 60_000
HERE = Path(__file__).parent
TOO_LARGE = {"sweep": 10_000_000, "toolkit": 10_000_000, "like_toolkit": 10_000_000, "like_r": 100_000, "r": 100_000}
"""The largest size at which a program is asked. At a million the port in R asks for more than 10 GB: it meets everything with everything."""

BARE = """
with placed as (select account, object, time, time // {window} as cell from read_parquet('{file}')),
beside as (select *, unnest([cell, cell - 1]) as meets from placed)
select count(*), sum(weight) from (
  select least(one.account, other.account) as a, greatest(one.account, other.account) as b, count(*) as weight
  from placed as one join beside as other on one.object = other.object and one.cell = other.meets
  where one.account <> other.account and other.time - one.time between 0 and {window}
    and (other.time > one.time or one.account < other.account)
  group by all
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one program needed: seconds, processor seconds, most memory in bytes, and what it found."""

    wall: float
    cpu: float
    memory: int
    found: dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    parser.add_argument("--repeat", type=int, default=1, help="How often each is run; the run with the least processor time is printed.")
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        name, folder = asked.inside
        print(json.dumps(inside(name, Path(folder))))
        return
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            compare(size, Path(folder), asked.only, asked.repeat)


def compare(size: int, folder: Path, names: list[str], repeat: int) -> None:
    write(size, folder, names)
    results: dict[str, Measured] = {}
    for name in names:
        reason = skipped(name, size)
        if reason:
            print(f"{size:>11,} {name:>12}: {reason}; skipped", flush=True)
            continue
        runs = [measured(name, folder) for _ in range(repeat)]
        results[name] = best = min(runs, key=lambda run: run.cpu)
        shown = ", ".join(f"{key} {value}" for key, value in best.found.items())
        print(f"{size:>11,} {name:>12}: {best.wall:8.2f} s {best.cpu:8.2f} s of processors {best.memory / 1e9:6.2f} GB  {shown}", flush=True)
    conclude(size, results)


def write(size: int, folder: Path, names: list[str]) -> None:
    """Write the actions as the programs read them."""
    import polars as pl
    import pyarrow.parquet as pq

    table = actions(size).actions
    pq.write_table(table, folder / "actions.parquet")
    frame = pl.scan_parquet(folder / "actions.parquet")
    content, seconds = pl.concat_str(pl.lit("m"), "content"), pl.col("time") // 1000
    if "toolkit" in names and not skipped("toolkit", size):
        columns = {"message_id": content, "user_id": pl.col("account"), "username": pl.lit(""), "repost_id": pl.col("object")}
        columns |= {"reply_id": pl.lit(""), "message": pl.lit(""), "timestamp": seconds, "urls": pl.lit("")}
        frame.select(**columns).sink_csv(folder / "messages.csv")
    if "r" in names and not skipped("r", size):
        frame.select("object", "account", content=content, time=seconds).sink_csv(folder / "rows.csv")


def skipped(name: str, size: int) -> str:
    if size > TOO_LARGE.get(name, size):
        return f"not asked above {TOO_LARGE[name]:,}"
    if name == "toolkit" and importlib.util.find_spec("coordination_network_toolkit") is None:
        return "the QUT toolkit is not installed"
    if name == "r" and not has_r():
        return "R with data.table is not installed"
    return ""


def has_r() -> bool:
    asks = ["Rscript", "-e", "library(data.table)"]
    return shutil.which("Rscript") is not None and subprocess.run(asks, check=False, capture_output=True).returncode == 0


def measured(name: str, folder: Path) -> Measured:
    """Run one program in a process of its own and watch it and those that it starts."""
    command = [sys.executable, __file__, "--inside", name, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most, watched = 0, psutil.Process(process.pid)
    while process.poll() is None:
        most = max(most, memory_of(watched))
        time.sleep(0.02)
    assert process.stdout is not None
    text = process.stdout.read()
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    found = json.loads(text.splitlines()[-1])
    return Measured(wall=found.pop("wall"), cpu=found.pop("cpu"), memory=most, found=found)


def inside(name: str, folder: Path) -> dict[str, Any]:
    """Run one program in this process. The clock starts when the libraries that all of ours use have been loaded and used once."""
    import numpy as np

    from counterwatch.coordination.engines.duckdb import DuckDB
    from counterwatch.coordination.table import Layer

    few = np.arange(3, dtype=np.int32)
    DuckDB().edges(Layer.of("link", account=few, object=few * 0, time=few.astype(np.int64)), WINDOW)
    before, began = sum(os.times()[:4]), time.perf_counter()
    found = PROGRAMS[name](folder)
    return found | {"wall": time.perf_counter() - began, "cpu": sum(os.times()[:4]) - before}


def memory_of(process: psutil.Process) -> int:
    total = 0
    with contextlib.suppress(psutil.Error):
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += each.memory_info().rss
    return total


def bare(folder: Path) -> dict[str, Any]:
    import duckdb

    with duckdb.connect(config={"temp_directory": str(folder / "spill")}) as connection:
        edges, pairs = connection.execute(BARE.format(file=folder / "actions.parquet", window=WINDOW)).fetchall()[0]
    return {"pairs": int(pairs), "edges": edges}


def layer(folder: Path) -> Any:
    import polars as pl

    from counterwatch.coordination.table import Layer

    return Layer(signal="link", actions=folder / "actions.parquet", objects=pl.Series([], dtype=pl.String))


def edges_of(engine: Any, folder: Path, least: int = 1) -> dict[str, Any]:
    found = engine.edges(layer(folder), WINDOW, least=least)
    return {"pairs": found.pairs, "edges": len(found.table), "hot": len(found.hot)}


def ours(folder: Path) -> dict[str, Any]:
    from counterwatch.coordination.engines.duckdb import DuckDB

    return edges_of(DuckDB(scratch=folder), folder)


def ours_heavy(folder: Path) -> dict[str, Any]:
    """Only edges of weight 3 and more, as the test of synchrony asks for them."""
    from counterwatch.coordination.engines.duckdb import DuckDB

    return edges_of(DuckDB(scratch=folder), folder, least=3)


def sweep(folder: Path) -> dict[str, Any]:
    from counterwatch.coordination.engines.sweep import Sweep

    return edges_of(Sweep(), folder)


def toolkit(folder: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        str(HERE / "qut_toolkit.py"),
        "co_retweet",
        str(folder / "messages.csv"),
        str(folder / "toolkit.csv"),
        str(WINDOW // 1000),
    ]
    read, drawn = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return {"reading_s": float(read), "network_s": float(drawn)}


def like_toolkit(folder: Path) -> dict[str, Any]:
    """The toolkit's network by our own means, compared edge for edge with what it wrote."""
    import polars as pl

    from counterwatch.coordination.compat.qut import qut

    frame = pl.read_parquet(folder / "actions.parquet")
    post, account = pl.concat_str(pl.lit("m"), "content"), pl.col("account").cast(pl.String)
    edges = qut(frame.select(post=post, account=account, time="time", repost_of=pl.col("object").cast(pl.String)), "co_retweet", window=WINDOW)
    if not (folder / "toolkit.csv").exists():
        return {"edges": len(edges)}
    text = {"user_1": pl.String, "user_2": pl.String, "weight": pl.Int64, "edge_type": pl.String}
    theirs = pl.read_csv(folder / "toolkit.csv", has_header=False, skip_rows=1, new_columns=list(text), schema_overrides=list(text.values()))
    return {"edges": len(edges), "same": theirs.drop("edge_type").sort("user_1", "user_2").equals(edges)}


def r(folder: Path) -> dict[str, Any]:
    command = ["Rscript", str(HERE / "coortweet_rule.R"), str(folder / "rows.csv"), str(folder / "r.csv"), str(WINDOW // 1000), "2"]
    pairs, drawn = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return {"pairs_s": float(pairs), "network_s": float(drawn)}


def like_r(folder: Path) -> dict[str, Any]:
    """The R package's network by our own means, compared with that of the plain port."""
    import polars as pl

    from counterwatch.coordination.compat.coortweet import coortweet

    frame = pl.read_parquet(folder / "actions.parquet")
    ids = {"object": pl.col("object").cast(pl.String), "account": pl.col("account").cast(pl.String), "content": pl.concat_str(pl.lit("m"), "content")}
    network = coortweet(frame.select(time="time", **ids), window=WINDOW)
    found = {"pairs": network.counts.pairs, "edges": network.counts.edges}
    if not (folder / "r.csv").exists():
        return found
    theirs = pl.read_csv(folder / "r.csv", schema_overrides={"from": pl.String, "to": pl.String})
    # R puts ends into the order of its locale.
    ends = [pl.min_horizontal("from", "to").alias("from"), pl.max_horizontal("from", "to").alias("to")]
    columns = ["from", "to", "weight", "n_content_id", "n_content_id_y"]
    theirs = theirs.with_columns(ends).select(columns).sort("from", "to")
    return found | {"same": theirs.equals(network.edges.select(columns))}


PROGRAMS = {
    "bare": bare, "ours": ours, "ours_heavy": ours_heavy, "sweep": sweep, "toolkit": toolkit, "like_toolkit": like_toolkit,
    "r": r, "like_r": like_r,
}  # fmt: skip


def conclude(size: int, results: dict[str, Measured]) -> None:
    """Print ratios, the time per action and pair, and whether all that should be equal is."""
    own = results.get("ours")
    for name, other in results.items():
        if own and name in {"bare", "sweep", "toolkit", "r"}:
            print(f"{size:>11,} {name} / ours: {other.wall / own.wall:.2f} by the clock, {other.cpu / own.cpu:.2f} by processors")
    if own:
        print(f"{size:>11,} ours: {own.wall / (size + own.found['pairs']) * 1e9:.0f} ns per action and pair by the clock")
    counts = {(run.found["pairs"], run.found["edges"]) for name, run in results.items() if name in {"bare", "ours", "sweep"}}
    same = [run.found["same"] for run in results.values() if "same" in run.found]
    print(f"{size:>11,} engines agree: {len(counts) <= 1}; peers agree: {all(same) if same else 'not asked'}", flush=True)


if __name__ == "__main__":
    main()
