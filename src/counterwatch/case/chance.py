"""Bytes that nobody can guess, drawn from the system by the block: one call for each of many thousand records costs a tenth of their sealing."""

from __future__ import annotations

import os

PIECE, BLOCK = 16, 1 << 14
_DRAWN: list[bytes] = []


def drawn(size: int) -> bytes:
    """Return random bytes, in multiples of 16; each is given out once, and none is shared with a process that branches off."""
    return b"".join(_piece() for _ in range(size // PIECE))


def _piece() -> bytes:
    while True:
        try:
            return _DRAWN.pop()
        except IndexError:
            block = os.urandom(BLOCK)
            _DRAWN.extend(block[at : at + PIECE] for at in range(0, BLOCK, PIECE))


os.register_at_fork(after_in_child=_DRAWN.clear)
