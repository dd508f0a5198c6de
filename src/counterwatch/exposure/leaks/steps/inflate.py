"""Compressed streams: by their marks wherever they stand, and those without a mark where something begins. Each gives a megabyte at most."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

from counterwatch.exposure.leaks.limits import INFLATED
from counterwatch.exposure.leaks.views import Budget, Step, View

GZIP = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
ZSTD = re.compile(rb"\x28\xb5\x2f\xfd")
GZIPPED, ZLIBBED, BARE = 31, 15, -15
LEAST = 4
SHORTEST_STREAM = 10
"""Bytes of a stream without a mark that could hold an identifier."""
PROBE = 1024
"""Bytes by which nearly all that is no stream is told: the library is slow to refuse megabytes."""
LARGEST_STREAM = 2 << 20
BY_BYTE = 16_384
WINDOW = 8 << 20
Inflate = Callable[[memoryview], tuple[bytes, bool]]
"""Gives what comes out (empty where it is no such stream) and whether there was more than is taken."""


def gzip(view: View, budget: Budget) -> Iterator[View]:
    """Yield what gzip streams hold."""
    yield from _marked(view, budget, "gzip", GZIP, lambda data: _zlib(data, GZIPPED))


def zlib_stream(view: View, budget: Budget) -> Iterator[View]:
    """Yield what zlib streams hold."""
    yield from _marked(view, budget, "zlib", ZLIB, lambda data: _zlib(data, ZLIBBED))


def zstd(view: View, budget: Budget) -> Iterator[View]:
    """Yield what Zstandard frames hold."""
    yield from _marked(view, budget, "zstd", ZSTD, _zstd)


def deflate(view: View, budget: Budget) -> Iterator[View]:
    """Yield what bare deflate streams hold."""
    yield from _unmarked(view, budget, "deflate", lambda data: _zlib(data, BARE))


def brotli(view: View, budget: Budget) -> Iterator[View]:
    """Yield what brotli streams hold."""
    # A run of base64 may go on behind the stream, where the path of an address does.
    yield from _unmarked(view, budget, "brotli", _brotli_with_more if view.path[-1:] == ("base64",) else _brotli)


def _marked(view: View, budget: Budget, step: Step, mark: re.Pattern[bytes], inflate: Inflate) -> Iterator[View]:
    starts = [found.start() for found in mark.finditer(view.data)]
    if starts:
        whole = memoryview(view.data)
        yield from _inflated(view, step, (_taken(inflate, whole[start:], budget) for start in starts if budget.try_once()))


def _unmarked(view: View, budget: Budget, step: Step, inflate: Inflate) -> Iterator[View]:
    spans = [each for each in view.spans if each[1] - each[0] >= SHORTEST_STREAM]
    if spans:
        whole = memoryview(view.data)
        yield from _inflated(view, step, (_taken(inflate, whole[start:end], budget) for start, end in spans if budget.try_once()))


def _inflated(view: View, step: Step, pieces: Iterator[bytes]) -> Iterator[View]:
    made = view.joined(step, pieces)
    if made is not None:
        yield made


def _taken(inflate: Inflate, data: memoryview, budget: Budget) -> bytes:
    out, more = inflate(data)
    if more and len(out) >= INFLATED.most:
        budget.met.add(INFLATED.code)
    return out if len(out) >= LEAST else b""


def _zlib(data: memoryview, window: int) -> tuple[bytes, bool]:
    try:
        if not zlib.decompressobj(window).decompress(data[:PROBE], INFLATED.most) and len(data) > PROBE:
            return b"", False
        stream = zlib.decompressobj(window)
        out = stream.decompress(data[:LARGEST_STREAM], INFLATED.most)
    except zlib.error:
        return b"", False
    # A bare stream has no mark and no sum: only one that ends as such is one.
    whole = stream.eof or len(out) >= INFLATED.most
    return (out, not stream.eof) if whole or window != BARE else (b"", False)


def _zstd(data: memoryview) -> tuple[bytes, bool]:
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(data[:LARGEST_STREAM]) as stream:
            out = stream.read(INFLATED.most)
            return out, len(out) >= INFLATED.most
    except (zstandard.ZstdError, MemoryError):
        return b"", False


def _brotli(data: memoryview) -> tuple[bytes, bool]:
    return _brotli_by(data, LARGEST_STREAM, LARGEST_STREAM)


def _brotli_with_more(data: memoryview) -> tuple[bytes, bool]:
    # Bytes after the end are an error to the library: byte by byte the end is met before they are.
    out, more = _brotli(data)
    return (out, more) if out else _brotli_by(data, 1, BY_BYTE)


def _brotli_by(data: memoryview, step: int, most: int) -> tuple[bytes, bool]:
    import brotli as library

    stream, out = library.Decompressor(), bytearray()
    try:
        for start in range(0, min(len(data), most), step):
            out += stream.process(bytes(data[start : start + step]), output_buffer_limit=INFLATED.most)
            if stream.is_finished() or len(out) >= INFLATED.most:
                return bytes(out[: INFLATED.most]), not stream.is_finished()
    except library.error:
        return b"", False
    return b"", False
