"""A disk that refuses: the n-th call that changes it fails, for once or from then on."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from power import Disk, state_of
from seam import Call, watched

CAN_FAIL = ("write", "fsync", "syncfs", "ftruncate", "rename", "mkdir")
# The index is derived, and its file is SQLite's; the text in the lock only says who holds it.
SPARED = ("/work/", "/tmp/index-")


@dataclass
class Failing:
    """Counts the calls that can fail and lets one of them do so; `disk` knows what a power loss would leave."""

    at: int
    number: int
    forever: bool
    disk: Disk | None = None
    count: int = 0
    met: list[Call] = field(default_factory=list)

    def before(self, call: Call) -> None:
        if not (call.name in CAN_FAIL or call.creates) or any(part in f"{call.path} {call.target}" for part in SPARED):
            return
        self.count += 1
        if self.count == self.at or (self.forever and self.count > self.at):
            self.met.append(call)
            if self.disk:
                self.disk.see(call, None, failed=True)
            raise OSError(self.number, "injected", call.path)

    def after(self, call: Call, done: object) -> None:
        if self.disk:
            self.disk.see(call, done)


@contextmanager
def failing(root: Path, at: int, *, number: int = errno.EIO, forever: bool = False, remembers: bool = False) -> Iterator[Failing]:
    """Let the `at`-th changing call below a folder fail."""
    found = Failing(at, number, forever, Disk(state_of(root)) if remembers else None)
    with watched(root, before=found.before, after=found.after):
        yield found


def calls_of(root: Path, do: Callable[[], None]) -> int:
    """Return how many calls of a run can fail."""
    with failing(root, 0) as found:
        do()
    return found.count
