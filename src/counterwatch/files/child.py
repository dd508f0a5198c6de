"""The limited child process: third-party parsers see other people's files there, and what comes back is bounded and checked."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from counterwatch.core import CounterwatchError, Template
from counterwatch.core.progress import Cancel, never, stop_if
from counterwatch.files.confined.frames import LONGEST_HEAD

PATIENCE = 120.0
"""Seconds without a frame after which the child process is ended."""
PAUSE = 0.2
PIECE = 1 << 20
BOOT = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
importlib.import_module(sys.argv[2]).main()
"""
DRAWING = "counterwatch.files.confined.main"
"""The module whose `main` the child process runs, where nothing else is said."""
GONE = Template("files.child.gone", "the process that reads this file ended before it was done: the file is damaged, or asks for more than is given")
TOO_LONG = Template("files.child.too_long", "the process that reads this file gave no answer for {seconds:raw} seconds and was ended")
NOT_HERS = Template("files.child.not_hers", "the process that reads this file answered with something that is no answer")
OTHER_PROGRAM = Template("files.child.other_program", "nothing was written; open it in a program that you trust with it, and save it anew from there")

Frame = tuple[dict[str, Any], bytearray]


class ChildFailed(CounterwatchError):
    """The child process died, was too slow, or said what cannot be; the file is to blame, and nothing of it was kept."""


@contextmanager
def answers(request: dict[str, Any], data: bytes, *, largest: int, patience: float = PATIENCE, cancel: Cancel = never) -> Iterator[Iterator[Frame]]:
    """Ask about a file and give the frames that come back, each of at most `largest` bytes; at the end the process is gone."""
    process = started(DRAWING)
    feed(process, request, data, is_last=True)
    try:
        yield frames(process, largest=largest, patience=patience, cancel=cancel)
    finally:
        end(process)


def started(module: str) -> subprocess.Popen[bytes]:
    """Start the child process: an interpreter with nothing of the environment, which runs `main` of a module of ours."""
    return subprocess.Popen(  # noqa: S603 - this interpreter, and words of our own
        [sys.executable, "-I", "-c", BOOT, json.dumps([each for each in sys.path if each]), module],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"OPENBLAS_NUM_THREADS": "1"}, cwd=os.sep,
    )  # fmt: skip


def end(process: subprocess.Popen[bytes]) -> None:
    """End the child process, whatever it is doing."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe
        with suppress(OSError):
            pipe.close()


def feed(process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes, *, is_last: bool) -> None:
    """Send a request and the bytes that it is about, while what comes back is read."""
    line = json.dumps({**request, "size": len(data)}).encode() + b"\n"
    threading.Thread(target=_feed, args=(process, line, data), kwargs={"is_last": is_last}, daemon=True).start()


def _feed(process: subprocess.Popen[bytes], line: bytes, data: bytes, *, is_last: bool) -> None:
    assert process.stdin
    # It may end before it has read everything; what it said, or did not say, is judged elsewhere.
    with suppress(OSError, ValueError):
        process.stdin.write(line)
        process.stdin.write(data)
        process.stdin.flush()
    if is_last:
        with suppress(OSError):
            process.stdin.close()


def frames(process: subprocess.Popen[bytes], *, largest: int, patience: float, cancel: Cancel) -> Iterator[Frame]:
    """Yield frames up to the last; `ready`, the first, is swallowed."""
    assert process.stdout
    with _Pipe(process.stdout.fileno(), patience, cancel) as pipe:
        while True:
            head = _head(bytes(pipe.take(int.from_bytes(pipe.take(4, most=4), "big"), most=LONGEST_HEAD)))
            body = pipe.take(head["size"], most=largest)
            if head["kind"] == "end":
                return
            if head["kind"] != "ready":
                yield head, body


def _head(data: bytes) -> dict[str, Any]:
    try:
        head = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ChildFailed(NOT_HERS(), hint=OTHER_PROGRAM()) from error
    if not isinstance(head, dict) or not isinstance(head.get("kind"), str) or not isinstance(head.get("size"), int) or head["size"] < 0:
        raise ChildFailed(NOT_HERS(), hint=OTHER_PROGRAM())
    return head


class _Pipe:
    """Reads exactly so many bytes, or says why not."""

    def __init__(self, descriptor: int, patience: float, cancel: Cancel) -> None:
        self._descriptor, self._patience, self._cancel = descriptor, patience, cancel
        self._ready = selectors.DefaultSelector()
        self._ready.register(descriptor, selectors.EVENT_READ)

    def __enter__(self) -> _Pipe:
        return self

    def __exit__(self, *_: object) -> None:
        self._ready.close()

    def take(self, count: int, *, most: int) -> bytearray:
        if count > most:
            raise ChildFailed(NOT_HERS(), hint=OTHER_PROGRAM())
        taken = bytearray()
        while len(taken) < count:
            self._wait()
            piece = os.read(self._descriptor, min(PIECE, count - len(taken)))
            if not piece:
                raise ChildFailed(GONE(), hint=OTHER_PROGRAM())
            taken += piece
        return taken

    def _wait(self) -> None:
        until = time.monotonic() + self._patience
        while not self._ready.select(PAUSE):
            stop_if(self._cancel)
            if time.monotonic() > until:
                raise ChildFailed(TOO_LONG(seconds=int(self._patience)), hint=OTHER_PROGRAM())
        stop_if(self._cancel)
