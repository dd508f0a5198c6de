"""Flip one bit in a random file of the demonstration case, verify, put it back: every flip must be named, and nothing else changed.

uv run python bench/flips.py --flips 1000
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import counterwatch as cw
from counterwatch.core import sha256_hex


def state(case: Path) -> dict[str, str]:
    return {str(path.relative_to(case)): sha256_hex(path.read_bytes()) for path in sorted(case.rglob("*")) if path.is_file()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--flips", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance, began = random.Random(given.seed), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        case = cw.demo(Path(folder) / "demo").folder
        files = [path for path in sorted(case.rglob("*")) if path.is_file() and path.stat().st_size and path.name != "report.html"]
        seen: Counter[str] = Counter()
        for _ in range(given.flips):
            path = chance.choice(files)
            seen[outcome(case, path, chance)] += 1
        print(f"{given.flips} flips over {len(files)} files: {dict(seen)} in {time.perf_counter() - began:.0f} s")


def outcome(case: Path, path: Path, chance: random.Random) -> str:
    whole = path.read_bytes()
    at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
    path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
    before = state(case)
    checked = cw.verify(case, level=2)
    name, untouched = str(path.relative_to(case)), state(case) == before
    path.write_bytes(whole)
    named = not checked.is_good and any(each.file == name for each in checked.defects)
    if not named or not untouched:
        print(f"missed: byte {at} bit {bit} of {name}; defects {[each.file for each in checked.defects]}; untouched {untouched}")
    return "named, nothing changed" if named and untouched else "MISSED"


if __name__ == "__main__":
    main()
