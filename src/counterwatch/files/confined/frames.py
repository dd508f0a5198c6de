"""What the limited child process says: frames of a small JSON head and the bytes that belong to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, BinaryIO

LONGEST_HEAD = 1 << 16

Emit = Callable[..., None]
"""Sends one frame: its fields by keyword, and `body`, the bytes that follow."""


def emitter(stream: BinaryIO) -> Emit:
    """Return what writes frames to a stream: four bytes of length, the head as JSON with the `size` of the body, the body."""

    def emit(*, body: bytes | memoryview = b"", **fields: Any) -> None:
        head = json.dumps({**fields, "size": len(body)}).encode()
        stream.write(len(head).to_bytes(4, "big") + head)
        stream.write(body)
        stream.flush()

    return emit
