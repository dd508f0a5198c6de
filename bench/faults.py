"""The faults of tests/case/faults at length: kills, power failures, failing disks, races.

    uv run python bench/faults.py [--kills 1000] [--states 2000] [--races 100] [--only kills|power|disk|races] [--mode plain|encrypted]

Stops at the first acknowledged write that is lost, or the first case that cannot be gone on with. Scratch lies in the system's folder for it.
"""

from __future__ import annotations

import argparse
import errno
import pathlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from unittest.mock import patch

HERE = pathlib.Path(__file__).resolve().parents[1] / "tests" / "case"
sys.path[:0] = [str(HERE), str(HERE / "faults")]
from failing import check_failures  # noqa: E402 - found by the line above
from kills import check_kills  # noqa: E402
from loss import check_state, prefixes, recorded  # noqa: E402
from races import check_races  # noqa: E402
from runs import COMMANDS, MODES, make  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--states", type=int, default=2000, help="after a power failure")
    parser.add_argument("--races", type=int, default=100)
    parser.add_argument("--only", choices=["kills", "power", "disk", "races"])
    parser.add_argument("--mode", choices=MODES)
    asked = parser.parse_args()
    kinds: dict[str, Callable[[pathlib.Path, str], str]] = {
        "kills": lambda folder, mode: kills(folder, asked.kills, mode),
        "power": lambda folder, mode: power(folder, asked.states, mode),
        "disk": failing_disk,
        "races": lambda folder, mode: races(folder, asked.races, mode),
    }  # fmt: skip
    for mode in [asked.mode] if asked.mode else MODES:
        for kind in [asked.only] if asked.only else kinds:
            with tempfile.TemporaryDirectory() as folder:
                start = time.monotonic()
                print(f"{mode}, {kind}: {kinds[kind](pathlib.Path(folder), mode)}  ({time.monotonic() - start:.0f} s)", flush=True)


def kills(folder: pathlib.Path, count: int, mode: str) -> str:
    found = check_kills(folder / "kills", count, mode)
    early = ", ".join(f"{name} {found.killed[name]} of {found.killed[name] + found.finished[name]}" for name in COMMANDS)
    return f"{found.killed.total()} killed before they were done ({early}), {found.acknowledged} acknowledged, none lost"


def power(folder: pathlib.Path, wanted: int, mode: str) -> str:
    states = 0
    for platform in ("linux", "elsewhere"):
        place = folder / platform
        (place / "cases").mkdir(parents=True)
        (place / "work").mkdir()
        make(place / "cases", mode)
        with patch.object(sys, "platform", platform):
            log = recorded(place / "cases", place / "work", list(COMMANDS))
        for count, state in prefixes(log, random.Random(1), wanted // 2):
            check_state(log, count, state, place / "state")
            states += 1
    return f"{states} states after a power failure, in each everything acknowledged by then"


def failing_disk(folder: pathlib.Path, mode: str) -> str:
    base, tried = folder / "base", 0
    (base / "cases").mkdir(parents=True)
    (base / "work").mkdir()
    make(base / "cases", mode)
    for command in COMMANDS:
        for number in (errno.EIO, errno.ENOSPC):
            tried += _every_call(base, folder / "each", command, number, then_power_loss=False)
        if command != "new":  # what is left of a case that was never made is not made a case again
            tried += _every_call(base, folder / "each", command, errno.EIO, then_power_loss=True)
    return f"{tried} calls failed, one run each; no acknowledgement after it, and a clean case"


def _every_call(base: pathlib.Path, place: pathlib.Path, command: str, number: int, *, then_power_loss: bool) -> int:
    place.mkdir()
    done = check_failures(base, place, command, step=1, number=number, then_power_loss=then_power_loss)
    shutil.rmtree(place)
    return done


def races(folder: pathlib.Path, count: int, mode: str) -> str:
    root = make(folder, mode)
    waited = check_races(root, folder / "waiting", count, wait=10)
    busy = check_races(root, folder / "not waiting", count, wait=0)
    return f"{2 * count} races: {waited} turned away of those that waited, {busy} of those that did not; nothing lost"


if __name__ == "__main__":
    main()
