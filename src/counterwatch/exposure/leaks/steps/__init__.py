"""The steps by which bytes are decoded, each a view to the views it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from counterwatch.exposure.leaks.steps.containers import multipart, protobuf
from counterwatch.exposure.leaks.steps.escapes import json, url
from counterwatch.exposure.leaks.steps.inflate import brotli, deflate, gzip, zlib_stream, zstd
from counterwatch.exposure.leaks.steps.runs import base64, hexadecimal
from counterwatch.exposure.leaks.views import Budget, View

Steps = tuple[Callable[[View, Budget], Iterator[View]], ...]

IN_TEXT: Steps = (url, json, base64, hexadecimal)
"""Steps that look for stretches of letters."""
MARKED: Steps = (gzip, zlib_stream, zstd)
"""Steps into streams that begin with a mark."""
BARE: Steps = (deflate, brotli)
"""Steps into streams that are known only by where something begins."""
OPENING: Steps = (multipart, protobuf)
"""Steps into containers, which cost no depth."""

__all__ = ["BARE", "IN_TEXT", "MARKED", "OPENING"]
