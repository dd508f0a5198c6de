"""How often each check of pairs, editions, totals, stations, lists, summaries and sentences departs on simulated tables.

    uv run python bench/figures_tables.py [--only WAY ...] [--processes 2] [--honest 200] [--altered 50] [--out FILE]

It writes `src/counterwatch/data/calibration_tables.json`; `uv run python tools/calibration_page.py` then writes the page of the guide. The
full run takes about ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import pathlib
import sys
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from counterwatch import __version__
from counterwatch.core.registry import checks
from counterwatch.figures.calibration import Tally
from counterwatch.figures.tabled.known import DATA, KnownOnTables, KnownWay, TablesCalibration
from counterwatch.figures.tabled.measured import tables_measured
from counterwatch.figures.tabled.table import tables_made
from counterwatch.figures.worlds.falsified import DOSES
from counterwatch.figures.worlds.measured import own_level
from figures_calibration import one_thread

OUT = pathlib.Path(__file__).resolve().parents[1] / "src" / "counterwatch" / "data" / DATA
SEED = 1


class Task(NamedTuple):
    name: str
    share: float
    count: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="WAY", help="measure these ways only; the file then holds no others")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--honest", type=int, default=200, help="tables for each honest way")
    parser.add_argument("--altered", type=int, default=50, help="tables for each way of altering and each share")
    parser.add_argument("--out", type=pathlib.Path, default=OUT)
    asked = parser.parse_args()
    begin, todo, got = time.perf_counter(), list(tasks(asked.only, asked.honest, asked.altered)), dict[Task, dict[str, Tally]]()
    with multiprocessing.get_context("spawn").Pool(asked.processes, initializer=one_thread) as pool:
        for number, (task, tallies) in enumerate(pool.imap_unordered(answer, todo), 1):
            got[task] = tallies
            print(f"{number} of {len(todo)}  {time.perf_counter() - begin:6.0f} s  {task.name} {task.share or ''}", file=sys.stderr)
    known = gathered(got, asked.honest, asked.altered)
    asked.out.write_bytes(msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(known)), order="sorted") + b"\n")
    print(f"wrote {asked.out} in {time.perf_counter() - begin:.0f} s; next: uv run python tools/calibration_page.py")


def tasks(only: list[str], honest: int, altered: int) -> Iterator[Task]:
    for name, made in tables_made().items():
        if not only or name in only:
            yield from (Task(name, share, altered) for share in DOSES) if made.altered else (Task(name, 0.0, honest),)


def answer(task: Task) -> tuple[Task, dict[str, Tally]]:
    return task, tables_measured(tables_made()[task.name], task.share, task.count, SEED)


def gathered(got: dict[Task, dict[str, Tally]], honest: int, altered: int) -> TablesCalibration:
    size: dict[str, dict[str, Tally]] = {}
    power: dict[str, dict[str, dict[str, Tally]]] = {}
    for task, tallies in got.items():
        for check, tally in tallies.items():
            if tables_made()[task.name].altered:
                power.setdefault(check, {}).setdefault(task.name, {})[str(task.share)] = tally
            else:
                size.setdefault(check, {})[task.name] = tally
    ways = {task.name: tables_made()[task.name] for task in got}
    return TablesCalibration(
        made=datetime.datetime.now(tz=datetime.UTC).date().isoformat(), version=__version__, seed=SEED, honest=honest, altered=altered,
        checks={name: described(name, size.get(name, {}), power.get(name, {})) for name in sorted(size.keys() | power.keys())},
        ways={name: KnownWay(line=each.line, room=each.room, altered=each.altered) for name, each in ways.items()},
    )  # fmt: skip


def described(name: str, size: dict[str, Tally], power: dict[str, dict[str, Tally]]) -> KnownOnTables:
    check: Any = checks()[name]
    has_level = any(option.name == "alpha" for option in check.options)
    return KnownOnTables(version=check.version, family=check.family, nominal=own_level(check), has_level=has_level, size=size, power=power)


if __name__ == "__main__":
    main()
