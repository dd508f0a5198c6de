"""The steps by which bytes are decoded, each a view to the views it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from counterwatch.exposure.leaks.steps.containers import multipart, protobuf
from counterwatch.exposure.leaks.steps.escapes import json, url
from counterwatch.exposure.leaks.steps.inflate import brotli, deflate, gzip, zlib_stream, zstd
from counterwatch.exposure.leaks.steps.runs import base64, hexadecimal
from counterwatch.exposure.leaks.views import Budget, View

Steps = tuple[Callable[[View, Budget], Iterator[View]], ...]

DECODING: Steps = (url, json, base64, hexadecimal, gzip, zlib_stream, zstd, deflate, brotli)
OPENING: Steps = (multipart, protobuf)
"""Steps into containers, which cost no depth."""

__all__ = ["DECODING", "OPENING"]
