"""Commands in processes of their own, killed with their whole group at moments spread over the run."""

import itertools
import multiprocessing
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from runs import COMMANDS, check, make
from unsynced import unsynced

FORK = multiprocessing.get_context("fork")
SAME_CASE = 20


@dataclass
class Kills:
    """What happened: how many were killed before they were done, and how many acknowledgements there were."""

    killed: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0


def check_kills(folder: Path, count: int, mode: str, names: Sequence[str] = tuple(COMMANDS)) -> Kills:
    """Kill commands one after the other, at moments that fill the run evenly, until so many died; look for what was acknowledged."""
    found = Kills()
    for round in itertools.count():
        cases = folder / f"{round}"
        cases.mkdir(parents=True)
        make(cases, mode)
        _kill_some(found, cases, names, range(round * SAME_CASE, (round + 1) * SAME_CASE), count)
        shutil.rmtree(cases)
        if found.killed.total() == count:
            return found
    raise AssertionError


def _kill_some(found: Kills, cases: Path, names: Sequence[str], numbers: range, count: int) -> None:
    root, acknowledged = cases / "case", set[str]()
    lasts = {name: _time(cases, name) for name in names}
    for number in numbers:
        if found.killed.total() == count:
            return
        name = names[number % len(names)]
        shutil.rmtree(cases / "fresh", ignore_errors=True)
        share = number * 0.6180339887 % 1  # the golden section fills the run evenly
        received, was_killed = _killed(cases, name, f"run-{number}", lasts[name] * share)
        (found.killed if was_killed else found.finished)[name] += 1
        found.acknowledged += len(received)
        acknowledged = {each for each in acknowledged if each != "new"} | set(received)
        check(root, acknowledged, cases / f"later-{number}")


def _time(cases: Path, name: str) -> float:
    """How long a whole run takes here and now; it writes into a copy."""
    copy = Path(shutil.copytree(cases, cases.parent / "timed"))
    start = time.monotonic()
    _killed(copy, name, "timed", 60)
    shutil.rmtree(copy)
    return time.monotonic() - start


def _killed(cases: Path, name: str, run: str, after: float) -> tuple[list[str], bool]:
    work = cases / run
    work.mkdir()
    ours, theirs = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_perform, args=(name, cases / "case", work, theirs))
    process.start()
    theirs.close()
    process.join(after)
    was_killed = process.is_alive()
    if was_killed:
        _kill_group(process.pid or 0)
    process.join()
    return _received(ours), was_killed


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # it has no group of its own yet
        os.kill(pid, signal.SIGKILL)


def _perform(name: str, root: Path, work: Path, acknowledge: Connection) -> None:
    os.setpgid(0, 0)
    with unsynced():
        COMMANDS[name](root, work, acknowledge.send)


def _received(ours: Connection) -> list[str]:
    found = []
    with ours:
        while True:
            try:
                found.append(ours.recv())
            except EOFError:
                return found
