"""The limited child process: reads one request and the file it is about, limits itself, answers in frames."""

from __future__ import annotations

import json
import sys
from typing import Any

from counterwatch.files.confined import look, pdf, picture
from counterwatch.files.confined.frames import Emit, emitter
from counterwatch.files.confined.limits import confine
from counterwatch.files.confined.sizes import Refused


def main() -> None:
    """Do what the first line of stdin asks, with the bytes that follow it."""
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(asked["size"])
    emit = emitter(sys.stdout.buffer)
    _import_parsers()
    emit(kind="ready", is_filtered=confine())
    try:
        _answer(asked, data, emit)
    except Refused as refusal:
        emit(kind="refused", code=refusal.code, page=refusal.page)
    except MemoryError:
        emit(kind="refused", code="memory", page=0)
    else:
        emit(kind="end")


def _import_parsers() -> None:
    """Load the libraries while files can still be opened freely."""
    import numpy  # noqa: F401
    import pypdfium2  # noqa: F401
    from PIL import Image

    Image.preinit()


def _answer(asked: dict[str, Any], data: bytes, emit: Emit) -> None:
    if asked["what"] == "look":
        look.look(data, emit)
    elif asked["what"] == "pdf":
        pdf.draw(data, emit, dpi=asked["dpi"], with_text=asked["text"], only=asked["only"])
    else:
        picture.draw(data, emit, only=asked["only"])
