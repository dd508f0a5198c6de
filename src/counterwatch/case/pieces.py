"""The content of an object as pieces to be taken one by one, in bounded memory: age pushes, a thread holds the few pieces between."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from counterwatch.case.vault import Vault

Put = Callable[["bytes | BaseException | None"], None]

AHEAD = 32
PATIENCE = 0.2


class _Abandoned(Exception):
    """Nobody takes the pieces any more."""


def pieces(vault: Vault, path: Path) -> Iterator[bytes]:
    """Yield the content of an object, or raise `Unopened` where it ends."""
    waiting: queue.Queue[bytes | BaseException | None] = queue.Queue(AHEAD)
    is_abandoned = threading.Event()

    def put(piece: bytes | BaseException | None) -> None:
        while not is_abandoned.is_set():
            try:
                return waiting.put(piece, timeout=PATIENCE)
            except queue.Full:
                continue
        raise _Abandoned

    pourer = threading.Thread(target=_pour, args=(vault, path, put), daemon=True)
    pourer.start()
    try:
        while (piece := waiting.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        is_abandoned.set()
        pourer.join()


def _pour(vault: Vault, path: Path, put: Put) -> None:
    with suppress(_Abandoned):
        try:
            vault.pour(path, put)
        except _Abandoned:
            return
        except Exception as error:
            put(error)
        else:
            put(None)
