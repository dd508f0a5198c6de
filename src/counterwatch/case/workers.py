"""Processes that hash, decipher and seal beside this one: docs/decisions/009-workers.md.

A worker only speeds up: what it does not answer, or answers with None, is done here, in the words and with the errors of this process.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from counterwatch.case.bare.hashing import CHUNK, Tick
from counterwatch.case.bare.worker import READY

MOST, TOGETHER = 4, 64
MANY, LARGE = 512, 64 * CHUNK
PAUSE = 0.1
BOOT = """
import sys, types
for name, place in ("counterwatch", sys.argv[1]), ("counterwatch.case", sys.argv[1] + "/case"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [place]
sys.path.append(sys.argv[2])
from counterwatch.case.bare.worker import main
main()
"""
"""Stand-ins for the two packages above `bare`: what these would import is not needed, and is most of the memory."""

Portion = list[Any]
"""Jobs that are sent at once."""
Answered = tuple[int, Portion, list[Any]]
Told = tuple[int, Portion, list[Any] | int] | Exception | None
Tell = Callable[[Portion, int], None]


class Worker:
    """One process and the pipes to it."""

    def __init__(self, work: dict[str, Any], kept_open: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and words of our own
            [sys.executable, "-I", "-S", "-c", BOOT, *places()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            pass_fds=kept_open,
        )  # fmt: skip
        self._work, self.is_gone = work, False
        self._is_ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, portion: Portion, tick: Tick) -> list[Any] | None:
        """Return the answer to each job; None where the process is gone. `tick` hears how many bytes of a large file are done."""
        try:
            if not self._is_ready:
                self._begin()
            self._send(portion)
            while isinstance(answer := self._receive(), int):
                tick(answer)
        except (OSError, ValueError):
            self.is_gone = True
            return None
        return list(answer)

    def close(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close() if pipe else None
        self._process.wait()

    def _begin(self) -> None:
        if self._receive() != READY:
            raise ValueError
        self._send(self._work)
        self._is_ready = True

    def _send(self, what: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        self._process.stdin.flush()

    def _receive(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


@contextmanager
def at_work(works: Iterable[dict[str, Any]], kept_open: Sequence[int] = ()) -> Iterator[list[Worker]]:
    """Start a worker for each work; where none can be started, there are none. At the end they are gone, whatever happened."""
    workers: list[Worker] = []
    try:
        with suppress(OSError):
            workers.extend(Worker(each, kept_open) for each in works)
        yield workers
    finally:
        for worker in workers:
            worker.close()


class Asking:
    """Portions being answered: from now on, so that the caller can do something else before it listens. The next portion is made in a thread."""

    def __init__(self, workers: Sequence[Worker], portions: Iterable[Portion]) -> None:
        self._found, self._left = queue.SimpleQueue[Told](), len(workers)
        source, turn = iter(portions), threading.Lock()
        for number, worker in enumerate(workers):
            threading.Thread(target=_feed, args=(number, worker, source, turn, self._found), daemon=True).start()

    def answers(self, *, tick: Tell, stop: Callable[[], None]) -> Iterator[Answered]:
        """Yield, as they come, the number of a worker, a portion and the answers to it; what is not answered is left out.

        `stop` is called now and then, and raises when the rest is not wanted; `tick` hears how far a portion of one large file is.
        """
        while self._left:
            stop()
            try:
                told = self._found.get(timeout=PAUSE)
            except queue.Empty:
                continue
            if isinstance(told, BaseException):
                raise told
            if told is None:
                self._left -= 1
            elif isinstance(told[2], int):
                tick(told[1], told[2])
            else:
                yield told[0], told[1], told[2]


def _feed(number: int, worker: Worker, source: Iterator[Portion], turn: threading.Lock, found: queue.SimpleQueue[Told]) -> None:
    try:
        while not worker.is_gone:
            with turn:
                portion = next(source, None)
            if portion is None:
                break
            if (said := _asked(number, worker, portion, found)) is not None:
                found.put((number, portion, said))
    except Exception as error:
        found.put(error)
    else:
        found.put(None)


def _asked(number: int, worker: Worker, portion: Portion, found: queue.SimpleQueue[Told]) -> list[Any] | None:
    return worker.ask(portion, lambda done: found.put((number, portion, done)))


def portions_of(jobs: Sequence[tuple[int, Any]]) -> list[Portion]:
    """Put jobs, each with its size in bytes, into portions: the largest come first and alone, so that all are done at about the same time."""
    large = sorted((each for each in jobs if each[0] > CHUNK), key=lambda each: -each[0])
    small = [job for size, job in jobs if size <= CHUNK]
    return [*([job] for _size, job in large), *(small[at : at + TOGETHER] for at in range(0, len(small), TOGETHER))]


def is_worth_it(jobs: Sequence[tuple[int, Any]]) -> bool:
    """Is there so much to do that starting processes pays?"""
    return len(jobs) >= MANY or sum(size for size, _job in jobs) >= LARGE


def places() -> list[str]:
    """Return where a worker finds this program, and age."""
    import pyrage

    return [str(Path(__file__).parents[1]), str(Path(str(pyrage.__file__)).parents[1])]


def how_many() -> int:
    """Return how many workers this machine has use for: none where it has one processor, or where this is not run by an interpreter."""
    has_affinity = hasattr(os, "sched_getaffinity")
    processors = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return min(processors, MOST) if processors > 1 and sys.executable and not getattr(sys, "frozen", False) else 0
