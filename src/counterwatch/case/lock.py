"""The writer lock: one writer per case, for one write at a time. The lock is the operating system's; the text only says who."""

from __future__ import annotations

import fcntl
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from counterwatch.case.bare.writing import PRIVATE_FILE, write_all
from counterwatch.case.clock import now
from counterwatch.case.disk import PRIVATE_FOLDER, writing_to
from counterwatch.case.layout import Layout
from counterwatch.core import Template, canonical
from counterwatch.core.errors import CaseBusy
from counterwatch.core.progress import Cancel, never, stop_if

PAUSE = 0.02

BUSY = Template("case.lock.busy", "another program is writing to this case: process {pid:raw} on {host}, since {since}")
BUSY_SOMEBODY = Template("case.lock.busy_somebody", "another program is writing to this case")
TRY_AGAIN = Template("case.lock.try_again", "wait until it is done and try again; reading and cw verify work meanwhile")


class Owner(msgspec.Struct):
    """Who holds the lock."""

    pid: int
    host: str
    since: str


@contextmanager
def writer_lock(layout: Layout, *, wait: float = 10.0, cancel: Cancel = never) -> Iterator[int]:
    """Hold the writer lock; after `wait` seconds say who has it. Whoever is given the descriptor, which it yields, holds it too."""
    with writing_to(layout.lock):
        # A copy of a case may have lost its empty folders on the way.
        layout.tmp.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        _acquire(descriptor, wait, cancel)
        with writing_to(layout.lock):
            _write(descriptor, canonical(Owner(pid=os.getpid(), host=platform.node(), since=now())))
        try:
            yield descriptor
        finally:
            # The text blocks nobody: a disk that fails only now must not call a finished write unfinished.
            with suppress(OSError):
                _write(descriptor, b"")
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, wait: float, cancel: Cancel) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop_if(cancel)
            if time.monotonic() >= end:
                raise _busy(descriptor) from None
            time.sleep(PAUSE)
        else:
            return


def _busy(descriptor: int) -> CaseBusy:
    try:
        owner = msgspec.json.decode(os.pread(descriptor, 4096, 0), type=Owner)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return CaseBusy(BUSY_SOMEBODY(), hint=TRY_AGAIN())
    return CaseBusy(BUSY(pid=owner.pid, host=owner.host, since=owner.since), hint=TRY_AGAIN())


def _write(descriptor: int, text: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, text)
