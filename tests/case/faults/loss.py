"""A run of commands is recorded once; then the power fails after every single call of it, with more or less of the unsynced part on the disk."""

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from power import Disk, lay_out, state_of
from runs import COMMANDS, check
from seam import Call, watched

State = dict[str, bytes | None]
KEPT = (0.0, 0.5, 0.5, 1.0)


@dataclass
class Log:
    """What was called, in order, with what came back; and after how many calls each thing was acknowledged."""

    before: State
    calls: list[tuple[Call, object]] = field(default_factory=list)
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    def by(self, count: int) -> set[str]:
        return {name for at, name in self.acknowledged if at <= count}


def recorded(root: Path, work: Path, names: Sequence[str]) -> Log:
    """Run commands on a case below `root`, and record every call that changes the disk."""
    log = Log(state_of(root))
    with watched(root, before=lambda _call: None, after=lambda call, done: log.calls.append((call, done))):
        for name in names:
            COMMANDS[name](root / "case", work, lambda each: log.acknowledged.append((len(log.calls), each)))
    return log


def replayed(log: Log, count: int) -> Disk:
    disk = Disk(log.before)
    for call, done in log.calls[:count]:
        disk.see(call, done)
    return disk


def prefixes(log: Log, rng: random.Random, states: int) -> Iterator[tuple[int, State]]:
    """Yield so many prefixes of the log, or all of them, evenly spread, each with what may be on the disk then."""
    every = [(count, kept) for count in range(len(log.calls) + 1) for kept in KEPT]
    # An odd step meets every share of what was kept.
    for number in range(0, len(every), max(1, len(every) // states) | 1):
        count, kept = every[number]
        yield count, replayed(log, count).after_power_loss(rng, kept=kept)


def without_index(state: State) -> State:
    """The index is written by SQLite, which is not recorded; it is derived, and a case without it is whole."""
    return {name: data for name, data in state.items() if "/work/" not in name and "/tmp/index-" not in name}


def check_state(log: Log, count: int, state: State, folder: Path) -> None:
    """Lay out one state, open it, and look for everything that was acknowledged by then."""
    lay_out(without_index(state), folder)
    root = next(iter(log.before))
    check(folder / root / "case", log.by(count), folder / "later")
    shutil.rmtree(folder)
