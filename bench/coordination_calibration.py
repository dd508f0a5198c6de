"""How often the synchrony test errs where nobody acts together, and what it finds of planted groups, in simulated worlds of posting.

    uv run python bench/coordination_calibration.py [--only WORLD ...] [--seeds 4] [--quick] [--data FOLDER] [--out FILE]

It writes `src/counterwatch/data/coordination_calibration.json`; `uv run python tools/coordination_page.py` then writes the page of the
guide. With `--only` what the file says of other worlds is kept. `--data` is a folder with the files of the German election, of the
Internet Research Agency and of two simulations made by somebody else; without it they are left out.
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import os
import pathlib
import sys
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from coordination_files import FILES, opened
from counterwatch import __version__
from counterwatch.coordination.calibration import Asked, Calibration
from counterwatch.coordination.synchrony import synchrony
from counterwatch.coordination.worlds.measured import Run, judged
from counterwatch.coordination.worlds.world import organic_worlds, planted_worlds, worlds

OUT = pathlib.Path(__file__).resolve().parents[1] / "src" / "counterwatch" / "data" / "coordination_calibration.json"
ROOMS = ("organic", "planted", "shipped", "real")
ONCE = ("huge50k",)


class Task(NamedTuple):
    room: str
    name: str
    window: int
    seed: int
    fdr: float
    small: bool
    folder: str


def main() -> None:
    asked = options()
    begin, todo = time.perf_counter(), list(tasks(asked))
    known = old(asked.out) if asked.only else {}
    done: dict[tuple[str, str, int], list[Run]] = {}
    with multiprocessing.get_context("spawn").Pool(asked.processes, initializer=one_thread, maxtasksperchild=60) as pool:
        for number, (task, run, seconds) in enumerate(pool.imap_unordered(answer, todo), 1):
            done.setdefault((task.room, task.name, task.window), []).append(run)
            print(f"{number} of {len(todo)}  {time.perf_counter() - begin:6.0f} s  {told(task, run, seconds)}", file=sys.stderr, flush=True)
            if number % 20 == 0 or number == len(todo):
                write(asked, known, done)
    summary(done)
    print(f"wrote {asked.out} in {time.perf_counter() - begin:.0f} s; next: uv run python tools/coordination_page.py")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="WORLD", help="worlds or files; `organic`, `planted`, `late`, `files` for all of a kind"
    )
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--fdr", type=float, default=0.05)
    parser.add_argument("--quick", action="store_true", help="two hundred accounts for four thousand: a minute or two, not for publication")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--data", type=pathlib.Path, default=None, metavar="FOLDER")
    parser.add_argument("--out", type=pathlib.Path, default=OUT)
    return parser.parse_args()


def one_thread() -> None:
    """Keep to one core per process: the libraries would otherwise take all of them."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = "1"


def tasks(asked: argparse.Namespace) -> Iterator[Task]:
    """Return all runs, the slowest world first and then seed by seed, so that an interrupted bench has seen everything once."""
    folder = "" if asked.data is None else str(asked.data)
    for seed in range(asked.first, asked.first + asked.seeds):
        for room, found in (("organic", organic_worlds()), ("planted", planted_worlds())):
            for name in sorted(found, key=lambda each: each not in ONCE):
                if wanted(asked.only, room, name, found[name].mechanism) and not (name in ONCE and seed > asked.first):
                    yield from (Task(room, name, window, seed, asked.fdr, small=asked.quick, folder=folder) for window in found[name].windows)
    for name, file in FILES.items():
        if folder and wanted(asked.only, "files", name, file.room):
            yield Task(file.room, name, file.window, 0, asked.fdr, small=False, folder=folder)


def wanted(only: list[str], *names: str) -> bool:
    return not only or any(name in only for name in names)


def answer(task: Task) -> tuple[Task, Run, float]:
    world = opened(task.name, pathlib.Path(task.folder)) if task.name in FILES else worlds()[task.name].draw(task.seed, small=task.small)
    begin = time.perf_counter()
    tested = synchrony(world.layer, window=task.window, fdr=task.fdr)
    seconds = time.perf_counter() - begin
    if not hasattr(tested, "edges"):
        return task, Run(seed=task.seed, actions=len(world.layer), accounts=len(world.truth), refused=True), seconds
    return task, judged(world, tested.edges, task.window, seed=task.seed, tested=tested.pairs_tested), seconds


def told(task: Task, run: Run, seconds: float) -> str:
    window = f"{task.window // 1000} s"
    if run.refused:
        return f"{task.name} {window} seed {task.seed}: refused"
    share = f"  found {run.met_found['AT']} / {run.met_found['ATB']} of {run.met} met, {run.members} members" if run.members else ""
    return f"{task.name} {window} seed {task.seed} ({seconds:.1f} s): edges {run.edges} false {run.false} apps {run.apps}{share}"


def old(path: pathlib.Path) -> dict[tuple[str, str, int], Asked]:
    if not path.exists():
        return {}
    known = msgspec.json.decode(path.read_bytes(), type=Calibration)
    return {(room, each.world, each.window): each for room in ROOMS for each in getattr(known, room)}


def write(asked: argparse.Namespace, known: dict[tuple[str, str, int], Asked], done: dict[tuple[str, str, int], list[Run]]) -> None:
    fresh = {key: Asked(world=key[1], window=key[2], runs=tuple(sorted(runs, key=lambda run: run.seed))) for key, runs in done.items()}
    rooms = {room: rows_of(room, known | fresh) for room in ROOMS}
    made = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    table = msgspec.to_builtins(Calibration(made=made, version=__version__, fdr=asked.fdr, **rooms))
    asked.out.write_text(json.dumps(table, separators=(",", ":"), sort_keys=True).replace('{"runs"', '\n{"runs"') + "\n", encoding="utf-8")


def rows_of(room: str, rows: dict[tuple[str, str, int], Asked]) -> tuple[Asked, ...]:
    return tuple(rows[key] for key in sorted(rows) if key[0] == room)


def summary(done: dict[tuple[str, str, int], list[Run]]) -> None:
    """Print the bars."""
    organic = [(key[1], run) for key, runs in done.items() if key[0] == "organic" for run in runs]
    loud = [name for name, run in organic if run.false.get("A", 0)]
    print(f"organic: {len(loud)} of {len(organic)} runs with an edge in A: {', '.join(sorted(set(loud)))}")
    planted = [(key, run) for key, runs in done.items() if key[0] == "planted" for run in runs]
    print(f"planted: {sum_of('false', planted)} of {sum_of('edges', planted)} edges in A are false")
    for bar, reach in (("borrowed", "AT"), ("own", "ATB")):
        these = [run for (_, name, window), run in planted if worlds()[name].bar == bar and window == worlds()[name].windows[-1]]
        print(f"{bar}: {sum(run.met_found[reach] for run in these)} of {sum(run.met for run in these)} accounts found in {'+'.join(reach)}")


def sum_of(field: str, runs: Iterable[tuple[tuple[str, str, int], Run]]) -> int:
    return sum(getattr(run, field).get("A", 0) for _, run in runs)


if __name__ == "__main__":
    main()
