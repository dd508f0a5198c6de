"""Following a ledger that grows: what was read and has not been touched is not read again, and a long one is read from near its end.

Whoever signed a checkpoint vouched for everything before it, so a writer who finds its own signature among the newest segments need not
go further back; what was changed before them is found, and named, by verification. Anything unusual at the end makes us read the whole.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace

from counterwatch.case.checkpoint import BadCheckpoint, link, read_checkpoint
from counterwatch.case.entries import Ledger
from counterwatch.case.layout import CHECKPOINT, SEGMENT, Layout
from counterwatch.case.ledger import beginning, read_ledger, read_on

WINDOW = 256
"""How many of the newest segments are looked at when a case is written to."""

# A file can change twice within one tick of the clock of the file system: what is younger than this is always read again.
SETTLED = 100_000_000

State = dict[int, tuple[tuple[int, int, int, int], ...]]


class Following:
    """What one handle remembers of the ledger, and the files it read that from."""

    def __init__(self, layout: Layout, case: str) -> None:
        self._layout, self._case = layout, case
        self._known: Ledger | None = None
        self._state: State = {}
        self._keys: dict[str, bytes] = {}

    def read(self, keys: dict[str, bytes], *, writer: str = "") -> Ledger:
        """Return the ledger as it is now: all of it, or its newest segments where these are whole and, for a writer, vouched for by them."""
        found = self._near_the_end(keys)
        if found is None or found.defects or (found.begins > 1 and writer and writer not in found.vouched):
            return self._whole(keys)
        return found

    def _near_the_end(self, keys: dict[str, bytes]) -> Ledger | None:
        last = self._last()
        if not last:
            return None
        state = self._looked_at(last)
        ledger = self._start(keys, last, state)
        if ledger is None:
            return None
        settled = max((number for number, files in state.items() if _is_old(files)), default=0)
        read_on(ledger, self._layout, keys, settled)
        if not ledger.defects and settled == ledger.segments:
            self._remember(ledger, keys, state)
        read_on(ledger, self._layout, keys, last)
        return ledger

    def _start(self, keys: dict[str, bytes], last: int, state: State) -> Ledger | None:
        """Return what is known and still stands, or what the checkpoint before the newest segments says."""
        stands = all(files == self._state[number] for number, files in state.items() if number in self._state)
        if self._known and self._keys == keys and self._known.segments <= last and stands:
            return _copied(self._known)
        self._known = None
        return self._behind(keys, last - WINDOW) if last > WINDOW else beginning(self._case)

    def _behind(self, keys: dict[str, bytes], number: int) -> Ledger | None:
        file = self._layout.checkpoint(number).read_bytes()
        try:
            base, signer = read_checkpoint(file, keys)
        except BadCheckpoint:
            return None
        if (base.case, base.segment) != (self._case, number) or signer not in base.signers:
            return None
        return Ledger(
            case=self._case, link=link(file), newest=base, admitted=set(base.signers), recovery=set(base.recovery), next=(base.last + 1, base.head),
            segments=number, begins=number + 1,
        )  # fmt: skip

    def _whole(self, keys: dict[str, bytes]) -> Ledger:
        last = self._last()
        # Looked at before it is read: what changes meanwhile will then look different.
        state = self._looked_at(last)
        is_old = bool(state) and all(map(_is_old, state.values()))
        ledger = read_ledger(self._layout, self._case, keys)
        if is_old and not ledger.defects and ledger.open_segment is None and ledger.segments == last:
            self._remember(ledger, keys, state)
        return ledger

    def _remember(self, ledger: Ledger, keys: dict[str, bytes], state: State) -> None:
        self._known, self._keys = _copied(ledger), dict(keys)
        self._state = {number: files for number, files in state.items() if number <= ledger.segments}

    def _last(self) -> int:
        """Return the number of the newest segment, if every segment from 1 on is there and closed."""
        try:
            names = os.listdir(self._layout.ledger)  # noqa: PTH208 - names are all that is asked
        except OSError:
            return 0
        segments, checkpoints = _numbers(names, SEGMENT), _numbers(names, CHECKPOINT)
        return len(segments) if segments == checkpoints and max(segments, default=0) == len(segments) else 0

    def _looked_at(self, last: int) -> State:
        """Return what the file system says of the newest segments."""
        folder = str(self._layout.ledger)
        numbers = range(max(1, last - WINDOW + 1), last + 1)
        return {number: (_state(f"{folder}/{number:06d}.jsonl"), _state(f"{folder}/{number:06d}.checkpoint.json")) for number in numbers}


def _numbers(names: list[str], pattern: re.Pattern[str]) -> set[int]:
    return {int(match[1]) for match in map(pattern.match, names) if match}


def _state(path: str) -> tuple[int, int, int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - hundreds of times for each write
    except OSError:
        return (0, 0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_old(files: tuple[tuple[int, int, int, int], ...]) -> bool:
    now = time.time_ns()
    return all(changed < now - SETTLED for _number, _size, _modified, changed in files)


def _copied(ledger: Ledger) -> Ledger:
    return replace(
        ledger, entries=list(ledger.entries), defects=list(ledger.defects), admitted=set(ledger.admitted), seen=set(ledger.seen),
        vouched=set(ledger.vouched), recovery=set(ledger.recovery), listed=dict(ledger.listed), recoveries=list(ledger.recoveries),
    )  # fmt: skip
