"""A limited child process that answers one question after the other: starting one for each of many small files would take most of the time."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from counterwatch.files.confined.frames import Emit, emitter
from counterwatch.files.confined.limits import confine
from counterwatch.files.confined.sizes import Refused

LONGEST_QUESTION = 1 << 20

Answering = Callable[[dict[str, Any], bytes, Emit], None]
"""Answers a question about some bytes in frames, or raises `Refused`."""


def converse(answer: Answering, *, memory: int) -> None:
    """Limit this process, then answer each question of stdin, about the bytes that follow it, until there are no more."""
    emit = emitter(sys.stdout.buffer)
    emit(kind="ready", is_filtered=confine(memory=memory))
    while line := sys.stdin.buffer.readline(LONGEST_QUESTION):
        asked = json.loads(line)
        data = sys.stdin.buffer.read(asked["size"])
        try:
            answer(asked, data, emit)
        except Refused as refusal:
            emit(kind="refused", code=refusal.code)
        except MemoryError:
            emit(kind="refused", code="memory")
        # Not before: what was held for this answer is not held while the next question is waited for.
        del data
        emit(kind="end")
