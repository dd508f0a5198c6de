"""How often each check of a panel departs: in honest worlds, in pairs of practices, and where figures were falsified.

    uv run python bench/figures_calibration.py [--only CHECK ...] [--processes 2] [--small] [--out FILE]

It writes `src/counterwatch/data/calibration.json`; `uv run python tools/calibration_page.py` then writes the page of the guide. With
`--only` what the file says of other checks is kept. The full run takes about twenty minutes on two cores.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import multiprocessing
import os
import pathlib
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from counterwatch import __version__
from counterwatch.core.registry import checks
from counterwatch.figures.calibration import HONEST
from counterwatch.figures.resembles import likeness
from counterwatch.figures.table import Panel
from counterwatch.figures.worlds.falsified import DOSES, REALISTIC, falsifications
from counterwatch.figures.worlds.measured import Measured, falsified, measured, own_level
from counterwatch.figures.worlds.world import DAYS, UNITS, composed, worlds

OUT = pathlib.Path(__file__).resolve().parents[1] / "src" / "counterwatch" / "data" / "calibration.json"
SEEDS = {"plain": 2, "mechanism": 1, "falsified": 1, "pairs": 1}
COUNTS = {"plain": UNITS, "mechanism": UNITS, "falsified": 30, "pairs": 40}
SMALL = {"plain": 20, "mechanism": 20, "falsified": 8, "pairs": 8}
MEETING = (
    "weekend_estimate", "fortnight_imputed", "outage_lost", "ma7_from_mid", "rescale", "rr3", "carry_forward", "hosp_round", "def_change"
)  # fmt: skip


NO_CHANCE = ("figures.publication_habit",)
"""Compares figures with what a source declares of them: in a world nobody declares anything."""


class Task(NamedTuple):
    kind: str
    name: str
    seed: int
    units: int
    way: str = ""
    dose: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="CHECK", help="measure these checks and keep what is known of the others")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--small", action="store_true", help="a tenth of the series and few tasks: minutes, not for publication")
    parser.add_argument("--out", type=pathlib.Path, default=OUT)
    asked = parser.parse_args()
    begin, todo = time.perf_counter(), list(tasks(small=asked.small))
    old = json.loads(asked.out.read_text()) if asked.only and asked.out.exists() else {}
    known = blank(old, asked.only, SMALL if asked.small else COUNTS)
    with multiprocessing.get_context("spawn").Pool(asked.processes, initializer=one_thread) as pool:
        work = pool.imap_unordered(answer, [(task, tuple(asked.only)) for task in todo], chunksize=2)
        for number, (task, got, alike) in enumerate(work, 1):
            enter(known, task, got, alike, complete=not asked.only)
            print(f"{number} of {len(todo)}  {time.perf_counter() - begin:6.0f} s  {task.kind} {task.name} {task.way}", file=sys.stderr)
            if number % 20 == 0 or number == len(todo):
                asked.out.write_bytes(msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(known)), order="sorted") + b"\n")
    print(f"wrote {asked.out} in {time.perf_counter() - begin:.0f} s; next: uv run python tools/calibration_page.py")


def one_thread() -> None:
    """Keep to one core per process: the numerical libraries would otherwise take all of them."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
        os.environ[name] = "1"


def tasks(*, small: bool) -> Iterator[Task]:
    counts = SMALL if small else COUNTS
    for name, world in worlds().items():
        kind = "plain" if world.mechanism == "plain" else "mechanism"
        yield from (Task(kind, name, seed, counts[kind]) for seed in range(1 if small else SEEDS[kind]))
    places, doses, met = (REALISTIC[:1], DOSES[2:3], MEETING[:2]) if small else (REALISTIC, DOSES, MEETING)
    for name, way, dose in itertools.product(places, falsifications(), doses):
        yield Task("falsified", name, 0, counts["falsified"], way, dose)
    for first, second in itertools.permutations(met, 2):
        yield Task("pairs", first, 0, counts["pairs"], second)


def measurable(only: Sequence[str]) -> dict[str, Any]:
    return {name: check for name, check in checks(reads=Panel).items() if name not in NO_CHANCE and (not only or name in only)}


def answer(work: tuple[Task, tuple[str, ...]]) -> tuple[Task, Measured, Any]:
    task, only = work
    asked = measurable(only)
    panel = panel_of(task)
    alike = likeness(panel) if task.kind in ("plain", "mechanism") and task.seed == 0 else None
    return task, measured(panel, asked), alike


def panel_of(task: Task) -> Panel:
    if task.kind == "falsified":
        return falsified(worlds()[task.name], task.way, task.dose, task.seed, task.units)
    world = composed(task.name, task.way) if task.kind == "pairs" else worlds()[task.name]
    return world.panel(task.seed, task.units)


def blank(old: dict[str, Any], only: list[str], counts: dict[str, int]) -> dict[str, Any]:
    names = measurable(only)
    fresh = {
        name: {"version": check.version, "family": check.family, "nominal": own_level(check), "size": {}, "power": {}, "pairs": {}}
        for name, check in names.items()
    }
    made = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    known = {"made": made, "version": __version__, "seeds": SEEDS, "units": counts, "days": DAYS, "worlds": {}, "pairs": {}, "named": {}}
    return known | {name: old[name] for name in ("worlds", "pairs", "named") if name in old} | {"checks": old.get("checks", {}) | fresh}


def enter(known: dict[str, Any], task: Task, got: Measured, alike: Any, *, complete: bool) -> None:
    """Add what one task measured; what names a series is only known where every check was asked (`complete`)."""
    for name, tally in got.tallies.items():
        check = known["checks"][name]
        if task.kind == "falsified":
            place, key = check["power"].setdefault(task.name, {}).setdefault(task.way, {}), str(task.dose)
        elif task.kind == "pairs":
            place, key = check["pairs"], f"{task.name} + {task.way}"
        else:
            place, key = check["size"], task.name
        counts = (tally.asked, tally.tested, tally.departs, tally.found)
        place[key] = added(place.get(key), counts)
    if (task.kind == "falsified" or task.name in REALISTIC) and task.kind != "pairs" and complete:
        place = known["named"].setdefault(task.way or HONEST, {})
        place[str(task.dose)] = added(place.get(str(task.dose)), got.named)
    if task.kind == "pairs":
        known["pairs"][f"{task.name} + {task.way}"] = (got.strong, got.units)
    elif alike is not None:
        world = worlds()[task.name]
        strong = (got.strong, got.units)
        known["worlds"][task.name] = {"line": world.line, "mechanism": world.mechanism, "likeness": alike, "strong": strong}


def added(before: Sequence[int] | None, now: Sequence[int]) -> list[int]:
    return [one + other for one, other in zip(before or [0] * len(now), now, strict=True)]


if __name__ == "__main__":
    main()
