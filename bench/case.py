"""How long a case takes, beside restic and bagit.py, on the same folder: 20,000 small and 6 large files, 2.1 GB.

    uv run --group bench python bench/case.py FOLDER [--pairs 5] [--small 20000] [--large 6] [--mode plain|encrypted]

The folder is for scratch: it needs about 8 GB, and what this made in it is removed at the end. `restic` and `b3sum` come from Debian.
In each pair ours and theirs run one after the other, in turns, from a synced disk. Printed are medians and their ratio, user+sys seconds,
the largest sum of resident memory of all processes, and the floors: copying with a sync, and hashing alone. Beside other work, look at the
ratio of user+sys, too: a program that uses two processors has no second one to use then.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import psutil

SEED, LARGE, MEAN = 20201231, 1 << 28, 24_588
SIZES_LIKE = 0.9  # spread of the small files' sizes, log-normal
MB = 1e6


@dataclass
class Taken:
    """One kind of run: wall seconds, processor seconds and memory of each."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        each = " ".join(f"{one:.2f}" for one in self.wall)
        return f"{statistics.median(self.wall):7.2f} s   user+sys {statistics.median(self.busy):6.2f} s   RSS {max(self.memory):4.0f} MB   ({each})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=6)
    parser.add_argument("--mode", choices=["plain", "encrypted"], default="plain")
    asked = parser.parse_args()
    work = asked.folder / "counterwatch-bench"
    work.mkdir(parents=True)
    try:
        Bench(work, asked.pairs, is_plain=asked.mode == "plain").run(asked.small, asked.large)
    finally:
        shutil.rmtree(work)


class Bench:
    def __init__(self, work: pathlib.Path, pairs: int, *, is_plain: bool) -> None:
        self.work, self.pairs, self.taken, self.is_plain = work, pairs, dict[str, Taken](), is_plain
        self.environment = os.environ | {
            "COUNTERWATCH_HOME": str(work / "home"), "RESTIC_PASSWORD": "bench", "RESTIC_CACHE_DIR": str(work / "cache"), "HOME": str(work / "home"),
        }  # fmt: skip

    def run(self, small: int, large: int) -> None:
        total = generate(self.work / "source", small, large)
        if not self.is_plain:
            self.unlock()
        print(
            f"{'plain' if self.is_plain else 'encrypted'} case; {small} small and {large} large files, {total:,} bytes; {os.cpu_count()} processors"
        )
        self.bag()
        for pair in range(self.pairs):
            for step in (self.ours, self.restic)[:: 1 if pair % 2 else -1]:
                step()
            self.timed("bagit.py --validate", [sys.executable, "-m", "bagit", "--quiet", "--validate", "--processes", "2", "bag"])
        self.floors()
        if not self.is_plain:
            self.cw("", "lock")
        self.report()

    def unlock(self) -> None:
        """Make keys in the home of the bench and unlock them, as a user does once a day."""
        reading, writing = os.pipe()
        os.write(writing, b"a passphrase of the bench\n")
        os.close(writing)
        command = [str(pathlib.Path(sys.executable).with_name("cw")), "unlock", "--passphrase-fd", str(reading)]
        subprocess.run(command, cwd=self.work, env=self.environment, pass_fds=[reading], check=True, capture_output=True)
        os.close(reading)

    def ours(self) -> None:
        self.cw("", "new", *(("--plain",) if self.is_plain else ()), "case")
        self.cw("add", "add", "--case", "case", "source")
        self.cw("add again", "add", "--case", "case", "source")
        self.cw("verify --level 1", "verify", "--level", "1", "case")
        self.cw("verify --level 2", "verify", "--level", "2", "case")
        shutil.rmtree(self.work / "case")

    def restic(self) -> None:
        self.timed("", ["restic", "--quiet", "-r", "store", "init"])
        self.timed("restic backup", ["restic", "--quiet", "-r", "store", "backup", "source"])
        self.timed("restic backup again", ["restic", "--quiet", "-r", "store", "backup", "source"])
        self.timed("restic check --read-data", ["restic", "--quiet", "-r", "store", "check", "--read-data"])
        shutil.rmtree(self.work / "store")

    def bag(self) -> None:
        shutil.copytree(self.work / "source", self.work / "bag")
        self.timed("bagit.py make", [sys.executable, "-m", "bagit", "--quiet", "--sha256", "--processes", "2", "bag"])

    def floors(self) -> None:
        self.timed("cp and sync", ["sh", "-c", "cp -r source copied && sync"])
        shutil.rmtree(self.work / "copied")
        if shutil.which("b3sum"):
            self.timed("b3sum", ["sh", "-c", "find source -type f -print0 | xargs -0 b3sum --num-threads 2 > sums"])

    def cw(self, name: str, *arguments: str) -> None:
        self.timed(name, [str(pathlib.Path(sys.executable).with_name("cw")), *arguments])

    def timed(self, name: str, command: list[str]) -> None:
        """Run a command from a synced disk, and keep what it took under a name (none: it is only run)."""
        os.sync()
        before = os.times()
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=self.work, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        memory = Memory(process.pid)
        said = process.communicate()[1]
        wall, after = time.monotonic() - start, os.times()
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: {said.decode()}")
        if name:
            taken = self.taken.setdefault(name, Taken())
            taken.wall.append(wall)
            taken.busy.append(after.children_user + after.children_system - before.children_user - before.children_system)
            taken.memory.append(memory.largest() / MB)

    def report(self) -> None:
        for name, taken in self.taken.items():
            print(f"{name:26} {taken}")
        for ours, theirs in BARS:
            ratios = [one / other for one, other in zip(self.taken[ours].wall, self.taken[theirs].wall, strict=True)]
            middle = statistics.median(self.taken[ours].wall) / statistics.median(self.taken[theirs].wall)
            busy = statistics.median(self.taken[ours].busy) / statistics.median(self.taken[theirs].busy)
            print(f"{ours} / {theirs}: {middle:.2f}   (pair by pair {' '.join(f'{each:.2f}' for each in ratios)})   user+sys {busy:.2f}")
        most = max(max(taken.memory) for name, taken in self.taken.items() if name.startswith(OURS))
        print(f"add again: {statistics.median(self.taken['add again'].wall):.1f} s (bar: 3)   most memory of ours: {most:.0f} MB (bar: 200)")


OURS = ("add", "verify")
BARS = (("add", "restic backup"), ("verify --level 2", "restic check --read-data"), ("verify --level 1", "bagit.py --validate"))


class Memory:
    """Watches the resident memory of a process and its children, added up."""

    def __init__(self, pid: int) -> None:
        self._most, self._pid = 0, pid
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    def _watch(self) -> None:
        try:
            process = psutil.Process(self._pid)
            while process.status() != psutil.STATUS_ZOMBIE:
                self._most = max(self._most, sum(each.memory_info().rss for each in (process, *process.children(recursive=True))))
                time.sleep(0.02)
        except psutil.NoSuchProcess:
            return

    def largest(self) -> int:
        self._watcher.join()
        return self._most


def generate(folder: pathlib.Path, small: int, large: int) -> int:
    """Write files that look like evidence: half of the small ones are text that compresses, the rest noise, in folders of a hundred."""
    rng, total = random.Random(SEED), 0
    words = [f"{rng.getrandbits(40):x}" for _ in range(2000)]
    for number in range(small):
        place = folder / f"{number // 100:03d}"
        place.mkdir(parents=True, exist_ok=True)
        size = max(1, int(rng.lognormvariate(0, SIZES_LIKE) * MEAN * 0.667))
        text = " ".join(rng.choices(words, k=size // 10 + 1)).encode() if number % 2 else rng.randbytes(size)
        total += (place / f"{number}.{'txt' if number % 2 else 'bin'}").write_bytes(text[:size])
    for number in range(large):
        with (folder / f"large-{number}.bin").open("wb") as file:
            for _ in range(LARGE >> 20):
                total += file.write(rng.randbytes(1 << 20))
    return total


if __name__ == "__main__":
    main()
