"""A disk that refuses: the n-th call that changes it fails, for once or from then on."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from counterwatch.core import CounterwatchError
from loss import without_index
from power import Disk, lay_out, state_of
from runs import COMMANDS, check
from seam import Call, watched

CAN_FAIL = ("write", "fsync", "syncfs", "ftruncate", "rename", "mkdir")
# The index is derived, and its file is SQLite's; the text in the lock only says who holds it.
SPARED = ("/work/", "/tmp/index-")


@dataclass
class Failing:
    """Counts the calls that can fail and lets one of them do so; `disk` knows what a power loss would leave."""

    above: Path
    at: int
    number: int
    forever: bool
    disk: Disk | None = None
    count: int = 0
    met: list[Call] = field(default_factory=list)

    def before(self, call: Call) -> None:
        if not self._can_fail(call):
            return
        self.count += 1
        if self.count == self.at or (self.forever and self.count > self.at):
            self.met.append(call)
            if self.disk:
                self.disk.see(call, None, failed=True)
            raise OSError(self.number, "injected", call.path)

    def _can_fail(self, call: Call) -> bool:
        is_there = call.name == "mkdir" and (self.above / call.path).is_dir()
        return (call.name in CAN_FAIL or call.creates) and not is_there and not any(part in f"{call.path} {call.target}" for part in SPARED)

    def after(self, call: Call, done: object) -> None:
        if self.disk:
            self.disk.see(call, done)


@contextmanager
def failing(root: Path, at: int, *, number: int = errno.EIO, forever: bool = False, remembers: bool = False) -> Iterator[Failing]:
    """Let the `at`-th changing call below a folder fail."""
    found = Failing(root.parent, at, number, forever, Disk(state_of(root)) if remembers else None)
    with watched(root, before=found.before, after=found.after):
        yield found


def check_failures(base: Path, folder: Path, command: str, *, step: int, number: int, then_power_loss: bool = False) -> int:
    """Let every `step`-th call of a command fail, each in a fresh copy, until a run ends before it; return how many failed."""
    for tried in count():
        place = Path(shutil.copytree(base, folder / str(tried)))
        if not _check_failure(place, command, 1 + tried * step, number, then_power_loss=then_power_loss):
            return tried
        shutil.rmtree(place)
    raise AssertionError


def _check_failure(place: Path, command: str, at: int, number: int, *, then_power_loss: bool) -> bool:
    """A disk that is full stays full; one that fails does so once. What was not refused was done whole."""
    acknowledged, refusals, cases = set[str](), list[CounterwatchError](), place / "cases"
    with failing(cases, at, number=number, forever=number == errno.ENOSPC, remembers=then_power_loss) as found:
        try:
            COMMANDS[command](cases / "case", place / "work", acknowledged.add)
        except CounterwatchError as error:
            refusals.append(error)
        is_tested = bool(found.met)
        if is_tested and then_power_loss:
            # The same content once more, by somebody who does not know of the failure.
            COMMANDS[command](cases / "case", place / "work", acknowledged.add)
    assert all(error.hint for error in refusals)
    if refusals and not then_power_loss:
        assert acknowledged == set(), found.met
    elif found.met and not then_power_loss:
        # After the entry is written, the text of the lock may fail: it blocks nobody.
        assert found.met[0].path.endswith("/tmp/lock"), found.met
    if then_power_loss and found.disk:
        cases = place / "lost" / "cases"
        lay_out(without_index(found.disk.after_power_loss()), place / "lost")
    check(cases / "case", acknowledged, place / "later")
    return is_tested
